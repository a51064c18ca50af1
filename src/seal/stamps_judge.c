/* stamps_judge.c -- which stamps hold, at a given time, and which hold because a later one covers them.
 *
 * A token is only as good as its certificate at the time it is judged. When that has run out or was
 * revoked, the token still counts if it can be shown to have been there before: its digest was sealed in
 * an entry of the log, and a later stamp over a checkpoint with that entry holds. Then it is judged as of
 * the time of that later stamp, which may itself hold thanks to a still later one (RFC 4998). Covers have
 * strictly larger checkpoints, so stamps are judged from the largest to the smallest. */
#include "seal/stamps.h"

#include "base/auto.h"

#define BLOCK_SLACK 7200        /* seconds by which the time of a block may be off, by the rules of its chain */

typedef struct Judging {
    Arena               *arena;
    Case                *c;
    const Stamps        *stamps;
    const StampQuestion *question;
    StampVerdict        *verdicts;      /* in the order of the files: ascending sizes */
    size_t               count;
} Judging;

static Str said(Judging *j, const Error *err)
{
    return arena_str(j->arena, str_of(err->text));
}

/* A good, later stamp over a checkpoint that holds the entry which seals this file. */
static bool covers(const StampVerdict *cover, const StampFile *file)
{
    return cover->good && file->sealed != STAMP_UNSEALED && file->sealed >= file->is.size &&
           cover->file->is.size > file->sealed;
}

/* The next best cover: the earliest one that is later than `after`, ties in the order of the files. */
static const StampVerdict *next_cover(const Judging *j, const StampFile *file, const StampVerdict *after)
{
    const StampVerdict *best = NULL;

    for (size_t i = 0; i < j->count; i++) {
        const StampVerdict *v = &j->verdicts[i];
        bool later = after == NULL || v->not_after > after->not_after || (v->not_after == after->not_after && v > after);
        if (later && covers(v, file) && (best == NULL || v->not_after < best->not_after))
            best = v;
    }
    return best;
}

static void judge_token(Judging *j, const Token *token, StampVerdict *v)
{
    Error err = { 0 };
    const StampVerdict *cover = NULL;
    bool tried = false;

    v->modified = token_facts(token).modified;
    v->judged_at = j->question->at;
    v->not_after = token_facts(token).not_after;
    if (certs_trusted(j->question->certs) == 0) {       /* nobody to vouch for it: only its signature can be judged */
        Sha256 signer;
        v->open = token_signed_by(token, j->question->certs, &signer, &err) == OK;
        v->why = v->open ? S("not judged: no authority is trusted; name the file of its root certificate with --ca")
                         : said(j, &err);
        return;
    }
    v->good = token_verify(j->arena, token, j->question->certs, v->judged_at, &v->signer, &err) == OK;
    v->why = v->good ? STR_NONE : said(j, &err);
    while (!v->good && (cover = next_cover(j, v->file, cover)) != NULL) {
        Error then = { 0 };
        if (stamps_held(j->c, v->file->sealed, cover->file->is.size, &then) == OK &&
            token_verify(j->arena, token, j->question->certs, cover->not_after, &v->signer, &then) == OK) {
            v->good = true;
            v->cover = cover->file;
            v->judged_at = cover->not_after;
        } else if (!tried) {        /* the earliest one says most */
            tried = true;
            v->why = arena_printf(j->arena, STR_FMT "; and as of the later " STR_FMT ", which covers it: %s", STR_ARG(v->why),
                                  STR_ARG(cover->file->name), then.text);
        }
    }
}

static void judge_token_file(Judging *j, Str text, StampVerdict *v)
{
    AUTO(auto_token) Token *token = NULL;
    Error err = { 0 };
    Status status = token_parse(v->file->bytes, &token, &err);

    if (status == OK)
        status = token_fits(token, text, stamps_nonce(j->arena, j->stamps, v->file->is.size), &err);
    if (status == OK)
        judge_token(j, token, v);
    else
        v->why = said(j, &err);
}

/* The header, out of those given, that holds the root an attestation claims. */
static bool find_block(const Judging *j, const OtsAttestation *a, StampVerdict *v)
{
    for (size_t i = 0; a->kind == OTS_BITCOIN && i < j->question->header_count; i++) {
        const BlockHeader *h = &j->question->headers[i];
        if (!a->message.ptr || !str_eq(a->message, sha256_str(&h->root)))
            continue;
        v->block = *h;
        v->height = a->height;
        v->not_after = h->time + BLOCK_SLACK;
        return true;
    }
    return false;
}

static Str open_words(Judging *j, const OtsProof *proof)
{
    AUTO_STRBUF out = { 0 };

    for (size_t i = 0; i < proof->count; i++) {
        const OtsAttestation *a = &proof->attestations[i];
        Str hex = a->message.ptr ? hex_encode(j->arena, a->message) : STR_NONE;
        if (i)
            strbuf_add(&out, S("; "));
        if (a->kind == OTS_PENDING)
            strbuf_printf(&out, "pending: " STR_FMT "/timestamp/" STR_FMT " has the rest, some hours after it was sent "
                          "there", STR_ARG(a->calendar), STR_ARG(hex));
        else if (a->kind == OTS_UNKNOWN)
            strbuf_add(&out, S("an attestation of unknown kind"));
        else if (a->kind == OTS_BITCOIN && hex.ptr)
            strbuf_printf(&out, "not verified: bitcoin block %llu would have to hold the merkle root " STR_FMT
                          "; give its header with --header", (unsigned long long)a->height, STR_ARG(hex));
        else
            strbuf_printf(&out, "not verified: %s block %llu, which is not judged here", ots_kind_name(a->kind),
                          (unsigned long long)a->height);
    }
    return arena_str(j->arena, strbuf_str(&out));
}

static void judge_proof_file(Judging *j, Str text, StampVerdict *v)
{
    OtsProof proof;
    Error err = { 0 };
    Status status = stamp_about(STAMP_PROOF, v->file->bytes, text, STR_NONE, &err);

    if (status == OK)
        status = ots_parse(j->arena, v->file->bytes, &proof, &err);
    if (status != OK) {
        v->why = said(j, &err);
        return;
    }
    v->judged_at = j->question->at;
    for (size_t i = 0; !v->good && i < proof.count; i++)
        v->good = find_block(j, &proof.attestations[i], v);
    if (v->good && v->block.time > j->question->at) {
        v->good = false;
        v->why = S("the block is dated after the time at which it is judged");
    } else if (!v->good) {
        v->open = true;
        v->why = open_words(j, &proof);
    }
}

static Status judge_file(Judging *j, StampVerdict *v, Error *err)
{
    Str text;

    if (v->file->changed) {
        v->why = S("not the file that was sealed");
        return OK;
    }
    Status status = stamps_text(j->arena, j->c, v->file->is.size, &text, err);
    if (status == ERR_NOT_FOUND) {
        v->why = S("over more entries than the log has");
        return OK;
    }
    if (status != OK)
        return status;
    if (v->file->is.kind == STAMP_TOKEN)
        judge_token_file(j, text, v);
    else
        judge_proof_file(j, text, v);
    return OK;
}

Status stamps_judge(Arena *arena, Case *c, const Stamps *stamps, const StampQuestion *question, StampVerdict **ret,
                    size_t *count, Error *err)
{
    Judging j = { .arena = arena, .c = c, .stamps = stamps, .question = question,
                  .verdicts = arena_array(arena, StampVerdict, stamps->count + 1) };
    Status status = OK;

    for (size_t i = 0; i < stamps->count; i++)
        if (stamps->files[i].is.kind == STAMP_TOKEN || stamps->files[i].is.kind == STAMP_PROOF)
            j.verdicts[j.count++].file = &stamps->files[i];
    for (size_t i = j.count; status == OK && i-- > 0; )
        status = judge_file(&j, &j.verdicts[i], err);
    if (status != OK)
        return status;
    *ret = j.verdicts;
    *count = j.count;
    return OK;
}
