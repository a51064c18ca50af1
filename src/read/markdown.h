/* markdown.h -- what the marks of a Markdown text say of its lines. */
#ifndef READ_MARKDOWN_H
#define READ_MARKDOWN_H

#include "read/text.h"

/* Kinds of lines: headings underlined, quotations, numbered rows, tables, notes, pictures. Settings at
 * the head of the file, rules and underlines are boilerplate. The text stays as it is: marks at the
 * front of a line are left out of its paragraph, those inside are read over. */
void read_markdown(Found *f, Paragraphs *paragraphs);

#endif
