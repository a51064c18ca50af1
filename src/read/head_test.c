/* head_test.c -- who wrote a text and when, as its first lines tell; footnotes and their sentences; tables. */
#include "base/auto.h"
#include "check.h"
#include "read/read.h"

static Reading read_text(const Lang *lang, Arena *arena, const char *text)
{
    Str s = str_of(text);
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = s, .bytes = s.len };
    Reading r = { 0 };

    read_document(lang, arena, &in, &r);
    return r;
}

static Str roles_of(Arena *arena, const Reading *r)
{
    static const char letters[] = "Thsclf-b";
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < r->segment_count; i++)
        strbuf_char(&b, letters[r->segments[i].role]);
    return arena_str(arena, strbuf_str(&b));
}

#define PROSE_EN "Two people were killed in the yard of the school, the head of the district said in the evening."
#define PROSE_UK "У дворі школи загинули двоє людей, повідомив увечері голова району, пожежу гасили до самого ранку."
#define PROSE_RU "Во дворе школы погибли два человека, сообщил вечером глава района, пожар тушили до самого утра."

static void test_head(const Lang *lang)
{
    static const struct { const char *text, *roles, *published, *author; size_t authors; } cases[] = {
        { "School hit\n\nBy Ann Lee and Bo J. Ek\n6 October 2022\n\n" PROSE_EN, "Tbbs", "2022-10-06", "Bo J. Ek", 2 },
        { "School hit\n\nBy Sloboda Staff reporters\n\n" PROSE_EN, "Tbs", NULL, NULL, 0 },
        { "School hit\n\nIZIUM, Ukraine, 6 October 2022 (NPA) — " PROSE_EN, "Ts", "2022-10-06", NULL, 0 },
        { "School hit\n\nBy Friday evening only ruins were left\n\n" PROSE_EN, "Ths", NULL, NULL, 0 },
        { "School hit\n\n" PROSE_EN "\n\n6 October 2022\n\n" PROSE_EN, "Tshs", NULL, NULL, 0 },
        { "Удар по школі\n\nАвтор: Олена Коваль\n\nКИЇВ. 6 жовтня 2022 року. НОВА — " PROSE_UK "\n\nТекст: Іван Гай", "Tbsb",
          "2022-10-06", "Олена Коваль", 1 },
        { "Удар по школе\n\nМОСКВА, 6 окт 2022 — " PROSE_RU, "Ts", "2022-10-06", NULL, 0 },
        { "Удар по школі\n06.10.2022, 14:30\n\n" PROSE_UK, "Tbs", "2022-10-06", NULL, 0 },
        { "School hit\n\nOn 6 October 2022 the school burned. " PROSE_EN, "Tss", NULL, NULL, 0 },
        { "School hit\n\n31 February 2022\n\n" PROSE_EN, "Ths", NULL, NULL, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA a = arena_create();
        Reading r = read_text(lang, a, cases[i].text);
        CHECK_STR(roles_of(a, &r), str_of(cases[i].roles));
        CHECK_STR(r.doc.published.ptr ? r.doc.published : S(""), str_of(cases[i].published ? cases[i].published : ""));
        CHECK_INT(r.doc.published_how, cases[i].published ? PUBLISHED_INFERRED : PUBLISHED_UNKNOWN, cases[i].text);
        CHECK_INT(r.doc.author_count, cases[i].authors, cases[i].text);
        if (cases[i].author && r.doc.author_count)
            CHECK_STR(r.doc.authors[r.doc.author_count - 1], str_of(cases[i].author));
    }
}

static void test_footnotes(const Lang *lang)
{
    AUTO_ARENA a = arena_create();
    Reading r = read_text(lang, a, "Report on the school\n\nTwo people were killed.[1] The roof fell in.[2] Nobody was found later.\xC2\xB3\n\n"
                                   "[2] Fire service, log of the night, sheet twelve.\n\n[1] Interview with a teacher of the school.\n\n"
                                   "\xC2\xB3 Letter of the mayor.\n\n[9] A note without a sentence of its own.");
    static const char *const supported[] = { "The roof fell in.[2]", "Two people were killed.[1]", "Nobody was found later.\xC2\xB3", NULL };
    size_t note = 0;

    for (size_t i = 0; i < r.segment_count; i++) {
        const Segment *s = &r.segments[i];
        if (s->role != SEGMENT_FOOTNOTE)
            continue;
        const char *want = note < 4 ? supported[note] : NULL;
        CHECK_INT(s->supports >= 0, want != NULL, span_text(r.text, s->span));
        if (want && s->supports >= 0)
            CHECK_STR(span_text(r.text, r.segments[s->supports].span), str_of(want));
        note++;
    }
    CHECK_INT(note, 4, "footnotes");
}

static void test_markdown(const Lang *lang)
{
    AUTO_ARENA a = arena_create();
    Str text = S("---\ntitle: x\n---\nReport on the depot\n===================\n\nThe depot burned on Monday.[^1] Two people died.\n\n"
                 "> We heard it come.\n> Then it was quiet.\n\n1. The roof fell in.\n2. The cellar held.\n\n- A driver was hurt\n\n"
                 "![A view of the depot](a.jpg)\n\nSecond part\n-----------\n\n| Town | Report |\n|---|---|\n"
                 "| Izium | A shell hit the depot. |\n\n```\nrun\n```\n\n[^1]: Fire service, log of Monday.\n");
    ReadInput in = { .document = S("test"), .path = S("test.md"), .media_type = S("text/markdown"), .text = text,
                     .bytes = text.len };
    Reading r = { 0 };

    read_document(lang, a, &in, &r);
    CHECK_STR(roles_of(a, &r), S("--T-sssslllch---l--f"));
    CHECK_STR(r.doc.title, S("Report on the depot"));
    const Segment *note = &r.segments[r.segment_count - 1];
    CHECK(note->role == SEGMENT_FOOTNOTE && note->supports >= 0, "note");
    if (note->supports >= 0)
        CHECK_STR(span_text(text, r.segments[note->supports].span), S("The depot burned on Monday.[^1]"));
}

/* What a number in a cell counts stands over its column or before its row. */
static void test_tables(const Lang *lang)
{
    static const struct { const char *text, *quantities; } cases[] = {
        { "# Losses\n\n| District | Killed | Homes destroyed |\n|---|---|---|\n| Izium | 52 | more than 300 |\n| Balakliia | 7 | 12 |\n",
          "52 killed, 301+ home, 7 killed, 12 home, " },
        { "# Losses\n\n| Killed | 59 |\n| Wounded | 1,235 |\n", "59 killed, 1235 wounded, " },
        { "# Втрати\n\n| Громада | Загинули | Поранено |\n|---|---|---|\n| Ізюмська | 52 | 14 |\n", "52 killed, 14 wounded, " },
        { "# Prices\n\n| Town | Height |\n|---|---|\n| Izium | 52 |\n", "52 -, " },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA a = arena_create();
        AUTO_STRBUF b = { 0 };
        Str text = str_of(cases[i].text);
        ReadInput in = { .document = S("test"), .path = S("test.md"), .media_type = S("text/markdown"), .text = text,
                         .bytes = text.len };
        Reading r = { 0 };
        read_document(lang, a, &in, &r);
        for (size_t k = 0; k < r.mention_count; k++) {
            const QuantityFields *q = &r.mentions[k].quantity;
            if (r.mentions[k].kind == MENTION_QUANTITY)
                strbuf_printf(&b, "%lld%s " STR_FMT ", ", (long long)q->low, q->high == QUANTITY_OPEN ? "+" : "",
                              STR_ARG(q->counted.len ? q->counted : S("-")));
        }
        CHECK_STR(strbuf_str(&b), str_of(cases[i].quantities));
        CHECK_INT(r.segment_count > 1 && r.segments[1].role == SEGMENT_BOILERPLATE, i != 1, cases[i].text);
    }
}

static void free_lang(Lang **lang)
{
    lang_free(*lang);
}

int main(void)
{
    AUTO(free_lang) Lang *lang = NULL;
    Error err = { 0 };

    if (lang_load(NULL, &lang, &err) != OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    test_head(lang);
    test_footnotes(lang);
    test_tables(lang);
    test_markdown(lang);
    return test_end();
}
