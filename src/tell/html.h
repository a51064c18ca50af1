/* html.h -- pages as they are written: only escaping makes HTML.
 *
 * `Html` is a writer of its own type: a Str or a StrBuf cannot be put into it
 * as markup. Markup comes from string literals alone (HTML takes nothing else:
 * it would not compile); everything read from a file or an address goes
 * through html_text() or html_attr(), which escape.
 */
#ifndef TELL_HTML_H
#define TELL_HTML_H

#include "base/strbuf.h"

typedef struct Html {
    StrBuf *out_;       /* private to html.c: nothing else may write to it */
} Html;

/* Trusted markup: a literal of the program. The joined empty literals refuse anything else. */
#define HTML(h, literal) html_literal_((h), "" literal "", sizeof(literal) - 1)

/* `out` stays the caller's; it holds the page afterwards. */
Html html_on(StrBuf *out);

/* Text content: & < > " ' escaped; control characters that HTML forbids become U+FFFD. */
void html_text(Html *h, Str text);

/* ` name="value"` with the value escaped; `name` is a literal. Nothing for a NULL value. */
#define HTML_ATTR(h, name, value) html_attr_((h), " " name "=\"", (value))

/* ` name="42"`. */
#define HTML_ATTR_I64(h, name, value) html_attr_i64_((h), " " name "=\"", (value))

void html_i64(Html *h, int64_t n);              /* plain digits */
void html_group(Html *h, int64_t n);            /* 12,345 : for people */

void html_literal_(Html *h, const char *literal, size_t len);
void html_attr_(Html *h, const char *opening, Str value);
void html_attr_i64_(Html *h, const char *opening, int64_t value);

#endif
