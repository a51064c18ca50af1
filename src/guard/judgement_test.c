/* judgement_test.c -- records of judgements: one way to be written, every other refused; what is shown of them. */
#include "guard/judgement.h"

#include "base/auto.h"
#include "base/os.h"
#include "check.h"
#include "model/judged.h"

#include <stdlib.h>

#define DOC "93c4784c3c6d9da5d0eb3fee60bb9cb6ab2c7baf224c8272d3f142f5cb418da6"
#define ID1 "45c1e93e2a32b09c444545374adf1c75"
#define ID2 "7e77159436ad66525da4c5518b078a1c"

/* Every kind, as docs/formats/judgements.md has it. */
static const char *const good[] = {
    "kind confirm\nabout claim " ID1 "\nclaim a " ID1 " " DOC " 254 384 KILL_ATTACK\nof 0\n",
    "kind exclude\nabout document " DOC "/3\ndocument a " DOC "/3\nof 7\nreason satire\n",
    "kind merge\nabout incident " ID1 "\nother incident " ID2 "\nclaim a " ID1 " " DOC " 0 9 KILL,ATTACK\n"
    "claim b " ID2 " " DOC " 10 19 -\nof 0\nof 4\nreason one strike\n",
    "kind split\nabout incident " ID1 "\nother claim " ID2 "\nclaim a " ID1 " " DOC " 0 9 KILL\n"
    "claim b " ID2 " " DOC " 10 19 KILL\nof 0\nreason two\n",
    "kind correct\nabout claim " ID1 "\nclaim a " ID1 " " DOC " 0 9 KILL\nof 0\nfield place\nreason no such place\n",
    "kind correct\nabout claim " ID1 "\nclaim a " ID1 " " DOC " 0 9 KILL\nof 0\nfield quantity\nvalue 51 killed\n"
    "coder Second\nblind yes\nreason counted\n",
    "kind grade\nabout source A: B C\nfield reliability\nvalue B\nreason two lines\\nof it\n",
    "kind cut-edge\nabout document " DOC "\nother document " DOC "/1\ndocument a " DOC "\ndocument b " DOC "/1\nof 0\n"
    "of 1\nreason x\n",
    "kind undo\nabout entry 57\nclaim a " ID1 " " DOC " 0 9 KILL\nof 0\nreason a slip\n",
};

/* One thing wrong with each. */
static const char *const bad[] = {
    "", "kind confirm\n", "about claim " ID1 "\n", "kind confirmed\nabout claim " ID1 "\n",
    "kind confirm\nabout claim 45c1\n", "kind confirm\nabout thing " ID1 "\n", "kind confirm\nabout claim \n",
    "kind confirm\nabout claim " ID1 "\nclaim c " ID1 " " DOC " 0 9 KILL\n",
    "kind confirm\nabout claim " ID1 "\nclaim a " ID1 " " DOC " 9 0 KILL\n",
    "kind confirm\nabout claim " ID1 "\nclaim a " ID1 " " DOC " 00 9 KILL\n",
    "kind confirm\nabout claim " ID1 "\nclaim a " ID1 " " DOC " 0 9\n",
    "kind confirm\nabout claim " ID1 "\nclaim a " ID1 " " DOC " 0 9 KILL more\n",
    "kind confirm\nabout claim " ID1 "\nof -1\n", "kind confirm\nabout claim " ID1 "\nfield place\n",
    "kind correct\nabout claim " ID1 "\nvalue izium\n", "kind correct\nabout claim " ID1 "\nfield colour\n",
    "kind confirm\nabout entry 57\n", "kind undo\nabout claim " ID1 "\n", "kind undo\nabout entry x\n",
    "kind confirm\nabout claim " ID1 "\nblind no\n", "kind confirm\nabout claim " ID1 "\nunknown x\n",
    "kind confirm\nabout claim " ID1 "\nother claim " ID2 "\n", "kind merge\nabout incident " ID1 "\nother claim " ID2 "\n",
    "kind confirm\nabout claim " ID1 "\nreason first\ncoder second\n", "kind confirm\nkind confirm\nabout claim " ID1 "\n",
    "kind confirm\nabout claim " ID1 "\nreason \n",
};

static void test_records(void)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF again = { 0 };
    Record record;
    Judgement j;
    Error err = { 0 };

    /* proves P177 */
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK_INT(record_parse(arena, str_of(good[i]), &record, &err), OK, good[i]);
        CHECK_INT(judgement_of_record(arena, &record, &j, &err), OK, good[i]);
        strbuf_clear(&again);
        judgement_write(&j, &again);
        CHECK_STR(strbuf_str(&again), str_of(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK_INT(record_parse(arena, str_of(bad[i]), &record, &err), OK, bad[i]);
        CHECK_INT(judgement_of_record(arena, &record, &j, &err), ERR_CHECK, bad[i]);
    }
}

/* ---- what is shown ---- */

static void count_up(void *context, uint8_t *out, size_t size)
{
    uint8_t *next = context;

    for (size_t i = 0; i < size; i++)
        out[i] = (*next)++;
}

static const char text[] = "Anna Bondar saw it. She was taken away.";

/* Claim 1 lies in the compartment, as its act says. */
static Corpus *make_corpus(Arena *a, Taxonomy *t)
{
    Corpus *c = arena_new(a, Corpus);
    Reading *r = arena_new(a, Reading);

    *t = (Taxonomy){ .act = { { .code = S("WITNESS") }, { .code = S("CLOSED"), .compartment = true } }, .count = 2 };
    r->doc.id = S(DOC);
    r->text = str_of(text);
    r->segments = arena_array(a, Segment, 2);
    r->segments[0].span = (Span){ 0, 19 };
    r->segments[1].span = (Span){ 20, 39 };
    r->segment_count = 2;
    r->mentions = arena_array(a, Mention, 1);
    r->mentions[0] = (Mention){ .span = { 0, 11 }, .kind = MENTION_PERSON, .name = S("Anna Bondar"),
                                .person = { .protect = true, .named = true, .entity = -1 } };
    r->mention_count = 1;
    r->claims = arena_array(a, Claim, 2);
    for (int i = 0; i < 2; i++)
        r->claims[i] = (Claim){ .span = r->segments[i].span, .segment = i, .acts = 1u << i, .place = -1, .date = -1,
                                .attribution = -1 };
    r->claim_count = 2;
    reading_make_ids(a, r);
    *c = (Corpus){ .taxonomy = t, .readings = r, .reading_count = 1 };
    return c;
}

static Judgement reject_of(Arena *a, const Corpus *c, uint32_t claim, Str reason)
{
    Judgement j = { .entry = claim, .kind = JUDGE_REJECT, .thing = THING_CLAIM, .id = c->readings[0].claims[claim].id,
                    .field = FIELD_NONE, .value = S(""), .reason = reason, .coder = S("Anna Bondar"),
                    .changed_by = UINT64_MAX, .anchors = arena_new(a, Anchor), .anchor_count = 1 };

    j.anchors[0] = anchor_of(a, c, (ClaimRef){ 0, claim }, false);
    return j;
}

static void test_shown(void)
{
    AUTO_ARENA a = arena_create();
    Taxonomy t;
    Corpus *c = make_corpus(a, &t);
    Judgement both[] = { reject_of(a, c, 0, S("Anna Bondar took it back")), reject_of(a, c, 1, S("what was done to her")) };
    Judgements all = { .at = both, .count = 2 }, shown, masked;

    judged_settle(a, c, &all);
    Guard *guard = guard_build(a, c, 0);
    judgements_show(view_make(a, c, guard), a, &all, &shown);
    /* proves P186 */
    CHECK_STR(shown.at[0].reason, S("Person 1 took it back"));
    CHECK_STR(shown.at[0].coder, S("Person 1"));
    CHECK_STR(shown.at[1].reason, S(""));
    CHECK_STR(shown.at[1].anchors[0].acts, S(""));
    CHECK(judgement_withheld(view_make(a, c, guard), &shown.at[1]), "withheld");
    judgements_mask(guard, a, &all, &masked);
    CHECK_STR(masked.at[1].reason, S(""));
    CHECK_STR(masked.at[1].anchors[0].acts, S("CLOSED"));
    CHECK_INT(masked.ruling_count, 2, "both are left out");
    CHECK_STR(masked.rulings[0].why, S("Person 1 took it back"));
    CHECK_STR(masked.rulings[1].why, S(""));
    judgements_show(view_make_clear(a, c, guard), a, &all, &shown);
    CHECK_STR(shown.at[0].reason, S("Anna Bondar took it back"));
    CHECK_STR(shown.at[1].reason, S("what was done to her"));
    CHECK_STR(all.at[1].reason, S("what was done to her"));

    /* A person puts the first claim into the compartment too: from then on the whole sentence is withheld. */
    both[0].kind = JUDGE_CORRECT;
    both[0].field = FIELD_ACTS;
    both[0].value = S("CLOSED");
    judged_settle(a, c, &all);
    c->closed = judged_closed(a, c, &all, &c->closed_count);
    CHECK_INT(c->closed_count, 1, "put into the compartment");
    guard = guard_build(a, c, 0);
    CHECK(guard_withheld_claim(guard, (ClaimRef){ 0, 0 }), "its claim is withheld");
    CHECK_STR(view_text_str(view_make(a, c, guard), a, 0, (Span){ 0, 19 }), S(WITHHELD_TEXT));
}

/* ---- the log ---- */

static void test_log(Arena *a, const char *root)
{
    uint8_t seed = 1;
    Error err = { 0 };
    Sealer sealer = { os_join(a, str_of(root), S("keys")), count_up, &seed };
    char *dir = os_join(a, str_of(root), S("case"));
    Case *c;
    Record record;
    Judgement j;
    Judgements all;
    uint64_t index[2], none;

    CHECK_INT(case_create(dir, &sealer, &err), OK, err.text);
    CHECK_INT(case_open(dir, CASE_WRITE, &sealer, &c, &err), OK, err.text);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(record_parse(a, str_of(good[i]), &record, &err), OK, good[i]);
        CHECK_INT(judgement_of_record(a, &record, &j, &err), OK, good[i]);
        CHECK_INT(judgement_seal(c, 7 + i, &j, &index[i], &err), OK, err.text);
    }
    CHECK_INT(log_seal(c, ENTRY_VIEW, 9, S("what x\n"), &none, &err), OK, err.text);
    CHECK_INT(log_commit(c, &err), OK, err.text);
    CHECK_INT(judgements_load(a, c, index, 2, &all, &err), OK, err.text);
    CHECK_INT(all.count, 2, "both");
    CHECK_INT(all.at[1].time, 8, "time");
    CHECK_INT(all.at[1].entry, index[1], "entry");
    CHECK_INT(all.at[1].kind, JUDGE_EXCLUDE, "kind");
    CHECK_STR(all.at[1].reason, S("satire"));
    CHECK_INT(judgements_load(a, c, &none, 1, &all, &err), ERR_CHECK, "an entry of another type");
    Entry entry;
    CHECK_INT(log_entry(a, c, index[0], &entry, &err), OK, err.text);
    CHECK_INT(record_erase(c, &entry.commit, &err), OK, err.text);
    CHECK_INT(judgements_load(a, c, index, 2, &all, &err), OK, err.text);
    CHECK_INT(all.count, 1, "one was erased");
    CHECK_INT(all.at[0].entry, index[1], "the other is there");
    case_close(c);
}

int main(void)
{
    AUTO_ARENA a = arena_create();
    char root[] = "/tmp/dokaz-judgement-XXXXXX";

    test_records();
    test_shown();
    CHECK(mkdtemp(root) != NULL, "folder");
    test_log(a, root);
    CHECK_INT(system(arena_printf(a, "rm -r '%s'", root).ptr), 0, "folder removed");
    return test_end();
}
