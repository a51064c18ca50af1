/* embedded.h -- the compiled tables inside the executable (tools/embed makes the symbols). */
#ifndef LANG_EMBEDDED_H
#define LANG_EMBEDDED_H

extern const char embedded_lang[], embedded_lang_end[];

#endif
