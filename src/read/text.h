/* text.h -- the shape of a text: paragraphs, their language, sentences and roles. */
#ifndef READ_TEXT_H
#define READ_TEXT_H

#include "read/found.h"

typedef struct Paragraph {
    uint32_t  first, last;      /* tokens, half open */
    BlockKind kind;
    bool      boilerplate;
    bool      blank_before;     /* an empty line (or a block's border) stands before it */
    int       lang;             /* -1 unknown */
    int32_t   number;           /* of a footnote whose page numbers it; 0 unknown */
    int32_t   page;             /* on which it begins; 0 where there are none */
} Paragraph;

typedef VEC(Paragraph) Paragraphs;

/* Lines of a plain text, or blocks of a page, as paragraphs. */
void find_paragraphs(Found *f, Paragraphs *ret);

/* Language of each paragraph and of the document; gives tokens their classes. */
void find_languages(Found *f, Paragraphs *p, int *document_lang);

/* Kinds of paragraphs: title, headings, bylines, footnotes, boilerplate. */
void find_roles(Found *f, Paragraphs *p);

/* Cut paragraphs into f->sentences and f->segments. */
void find_sentences(Found *f, const Paragraphs *p);

/* Superscript digits number footnotes. */
bool is_superscript(uint32_t mark);

/* True when the paragraph ends with a full stop or the like. */
bool ends_sentence(const Found *f, const Paragraph *p);

#endif
