/* html_in.h -- the parts of html.c: what runs in the box and how it answers. Private to keep/. */
#ifndef KEEP_HTML_IN_H
#define KEEP_HTML_IN_H

#include "base/map.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "keep/html.h"

/* ---- what names of elements, roles and classes tell (data/html/boilerplate.tsv) ---- */

typedef enum HtmlSign {
    SIGN_ELEMENT    = 1,    /* boilerplate by element or role */
    SIGN_FORM       = 2,    /* a form: some pages are one whole */
    SIGN_CLASS      = 4,    /* boilerplate by class or id */
    SIGN_LINKS      = 8,    /* a list of links */
    SIGN_FOOTNOTE   = 16,
    SIGN_BYLINE     = 32,
    SIGN_CAPTION    = 64,
    SIGN_KEEP       = 128,
    SIGN_OUTSIDE    = 256,  /* stands outside the element that holds the text */
    SIGN_HIDDEN     = 512,
} HtmlSign;

#define SIGN_BOILERPLATE (SIGN_ELEMENT | SIGN_FORM | SIGN_CLASS | SIGN_LINKS | SIGN_OUTSIDE | SIGN_HIDDEN)

typedef struct HtmlWords {
    Map elements, roles, classes;
} HtmlWords;

void html_words_load(Arena *arena, HtmlWords *ret);

/* Signs of an element's name, of a role, of the words of a class or id. */
unsigned html_word_element(const HtmlWords *w, Str name);
unsigned html_word_role(const HtmlWords *w, Str role);
unsigned html_word_class(const HtmlWords *w, Str value);

/* ---- what the page says about itself ---- */

/* Where a page names the day it was published, the best kept first. */
typedef enum HtmlDate { DATE_JSON, DATE_ARTICLE, DATE_META, DATE_TIME, DATES } HtmlDate;

typedef struct HtmlMeta {
    Str    title, og_title, headline;
    Str    language, publisher, site, url;              /* publisher: of JSON-LD; site: of meta tags */
    Str    published[DATES];                            /* as written: "2022-04-09T18:20:00+03:00" */
    Str    modified;
    VEC(Str) authors, meta_authors;                     /* of JSON-LD; of meta tags */
} HtmlMeta;

typedef VEC(Note) HtmlNotes;

/* A <meta> with its name (or property, itemprop) and content. */
void html_meta(Arena *arena, HtmlMeta *meta, Str name, Str content);

/* The text of a <script type="application/ld+json">. */
void html_meta_json(Arena *arena, HtmlMeta *meta, Str json);

/* A <time datetime>: only the first counts. */
void html_meta_time(Arena *arena, HtmlMeta *meta, Str datetime);

/* "2022-04-09T18:20" -> "2022-04-09"; also 2022/04/09, 20220409, 09.04.2022. STR_NONE for what is no date
 * by the calendar, and for 04/09/2022, which is two. */
Str html_date(Arena *arena, Str s);

/* The day the page gives for its publication, or STR_NONE. */
Str html_meta_published(Arena *arena, const HtmlMeta *meta);

/* What it says that disagrees, and when it was changed. */
HtmlNotes html_meta_notes(Arena *arena, const HtmlMeta *meta);

/* ---- the parse itself; what is boilerplate is judged at the end ---- */

/* A block element, in the order of the page: a parent stands before its children. */
typedef struct HtmlNode {
    int32_t  parent;        /* -1 for the page */
    unsigned own;           /* signs of this very element */
    uint64_t look;          /* hash of its name and class: neighbours with one look are rows of a list */
    bool     list;          /* ul, ol, menu */
} HtmlNode;

typedef struct HtmlBlock {
    Block    block;
    unsigned signs;         /* of the elements it stands in */
    int32_t  node;          /* the block element it stands in, nearest one */
    uint32_t letters;       /* code points; one of Chinese, Japanese or Korean counts as three */
    uint32_t stops;         /* commas and full stops: what prose has and menus have not */
    bool     dated;         /* a short line with a year or a time of day in it */
    bool     in_article;    /* inside article or main */
} HtmlBlock;

typedef struct HtmlResult {
    StrBuf         text;
    VEC(HtmlNode)  nodes;
    VEC(HtmlBlock) blocks;
    HtmlMeta       meta;
} HtmlResult;

/* ---- the page without what holds no words ---- */

typedef struct HtmlCut {
    uint32_t at;            /* place in the stripped page from which on ... */
    uint32_t removed;       /* ... so many bytes were cut in all */
} HtmlCut;

typedef struct HtmlStripped {
    StrBuf       text;
    VEC(HtmlCut) cuts;
} HtmlStripped;

void html_strip(Arena *arena, Str page, HtmlStripped *ret);

/* A place of the stripped page in the whole one. Ask in rising order; *cut_at is 0 at first. */
uint32_t html_unstrip(const HtmlStripped *s, size_t *cut_at, uint32_t place);

/* Runs libxml2 over the page. False when the parser gave nothing. */
bool html_parse(Arena *arena, const HtmlWords *words, Str utf8, HtmlResult *ret);

/* All of it: in the box already, as the worker is, a page becomes an answer. False when there is nothing in it. */
struct Answer;
bool html_answer(Arena *arena, const HtmlWords *words, Str utf8, struct Answer *ret);

/* Decide what is boilerplate, and what the title, once all blocks are known. Linear in nodes and blocks. */
void html_judge(Arena *arena, HtmlResult *r);

#endif
