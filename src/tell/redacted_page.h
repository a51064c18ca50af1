/* redacted_page.h -- a redacted text as one page for reading, and the texts that go with it. */
#ifndef TELL_REDACTED_PAGE_H
#define TELL_REDACTED_PAGE_H

#include "seal/redacted.h"

/* The page: no script, nothing from outside; withheld pieces as numbered blocks. */
void tell_redacted_page(const Redacted *r, StrBuf *out);

/* verify.sh, which checks a bundle folder with stock tools; and README.txt, which ends in it. */
void tell_redacted_script(StrBuf *out);
void tell_redacted_readme(StrBuf *out);

#endif
