/* mention_test.c -- test/cases/{person,place,organisation}: who and where, one mention a case. */
#include "cases.h"
#include "read/read.h"

typedef struct Context {
    const Lang *lang;
    MentionKind kind;
} Context;

static const Mention *find(const Reading *r, MentionKind kind, Str words)
{
    for (size_t i = 0; i < r->mention_count; i++)
        if (r->mentions[i].kind == kind &&
            (str_eq(words, S("-")) || str_eq(span_text(r->text, r->mentions[i].span), words)))
            return &r->mentions[i];
    return NULL;
}

static const Note *note_at(const Reading *r, Span span)
{
    for (size_t i = 0; i < r->doc.note_count; i++)
        if (span_eq(r->doc.notes[i].span, span))
            return &r->doc.notes[i];
    return NULL;
}

static void check_case(void *context, Str name, const Str *column)
{
    const Context *x = context;
    AUTO_ARENA arena = arena_create();
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = column[0],
                     .bytes = column[0].len, .language = str_eq(name, S("all")) ? STR_NONE : name };
    Reading r = { 0 };

    read_document(x->lang, arena, &in, &r);
    const Mention *m = find(&r, x->kind, column[1]);
    if (str_eq(column[1], S("-"))) {
        CHECK(m == NULL, column[0]);
        return;
    }
    CHECK(m != NULL, column[0]);
    if (m == NULL || x->kind == MENTION_ORGANISATION)
        return;
    if (x->kind == MENTION_PERSON) {
        CHECK_INT(m->person.protect, str_eq(column[2], S("yes")), column[0]);
        CHECK_INT(m->person.named, str_eq(column[3], S("yes")), column[0]);
        return;
    }
    const Note *note = note_at(&r, m->span);
    if (str_starts(column[2], S("part:"))) {    /* the beginning of a longer name */
        CHECK(m->place.sense == SENSE_PART_OF_NAME, column[0]);
        CHECK_STR(m->place.place_id, str_slice(column[2], 5, column[2].len));
        return;
    }
    if (str_starts(column[2], S("state:"))) {   /* its government, or a side */
        CHECK(m->place.sense == SENSE_GOVERNMENT, column[0]);
        CHECK_STR(m->place.place_id, str_slice(column[2], 6, column[2].len));
        return;
    }
    if (str_starts(column[2], S("where:"))) {   /* the place itself */
        CHECK(m->place.sense == SENSE_LOCATION, column[0]);
        CHECK_STR(m->place.place_id, str_slice(column[2], 6, column[2].len));
        return;
    }
    CHECK_STR(m->place.place_id.len ? m->place.place_id : S("-"), column[2]);
    CHECK_STR(note ? note->code : S("-"), column[3]);
}

int main(int argc, char **argv)
{
    Lang *lang;
    Error err = { 0 };

    if (argc != 4 || lang_load(NULL, &lang, &err) != OK) {
        fprintf(stderr, "usage: mention_test PERSON-CASES PLACE-CASES ORGANISATION-CASES  %s\n", err.text);
        return 1;
    }
    /* proves P26 */
    Context person = { lang, MENTION_PERSON }, place = { lang, MENTION_PLACE }, organisation = { lang, MENTION_ORGANISATION };
    cases_run_all(argv[1], 4, check_case, &person);
    /* proves P24 */
    cases_run_all(argv[2], 4, check_case, &place);
    cases_run_all(argv[3], 2, check_case, &organisation);
    lang_free(lang);
    return test_end();
}
