/* asset.h -- the style sheet, the script and the interface texts inside the executable.
 *
 * src/tell/assets/ and data/interface/ are turned into C strings at build time
 * by tools/embed; no file is opened at run time.
 */
#ifndef TELL_ASSET_H
#define TELL_ASSET_H

#include "base/str.h"

/* The bytes of an asset by its base name ("style.css", "check.sh", "en.tsv"), or STR_NONE. */
Str asset_bytes(Str name);

#endif
