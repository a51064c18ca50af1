/* tokenizer.c -- how the word index cuts and folds words.
 *
 * A word is a run of letters and digits; an apostrophe of any kind (' U+2019
 * U+02BC ...) between letters belongs to it and vanishes, so that a Ukrainian
 * name is one word whichever sign was typed. Letters are folded (case,
 * diacritics); the keys that cli/ brings (other scripts and spellings, the
 * place that a name means) are emitted at the same position, as synonyms: a
 * query finds a text when one key of each of its words stands there.
 */
#include "store/db.h"

#include "base/auto.h"
#include "base/map.h"
#include "base/utf8.h"

#define WORD_MAX   256              /* bytes; longer runs of letters are cut */
#define MEMO_LIMIT (8u << 20)       /* bytes of remembered words */

typedef struct Keys {
    Str at[STORE_KEYS_MAX + 2];     /* the folded form, the keys, a part */
    int count;
} Keys;

struct Fts5Tokenizer {
    const StoreWords *words;
    Arena            *arena;
    Map               memo;         /* word to index into keys */
    Keys             *keys;
    size_t            key_count, key_room;
};

/* The letters without diacritics of U+00C0 to U+017F; '.' is no letter. */
static const char latin[] =
    "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x02B9 || c == 0x2032 || c == 0xB4;
}

static bool is_mark(uint32_t c)     /* combining: vanishes inside a word */
{
    return (c >= 0x300 && c < 0x370) || c == 0xAD || c == 0x200D;
}

/* The folded letter or digit, 0 when `c` ends a word. */
static uint32_t fold(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'A' && c <= 'Z') ? c + 32 : (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
    if (c >= 0xC0 && c < 0x180)
        return latin[c - 0xC0] == '.' ? 0 : (uint32_t)latin[c - 0xC0];
    if (c < 0xC0 || (c >= 0x2B0 && c < 0x370) || (c >= 0x2000 && c < 0x2C00) || (c >= 0x3000 && c < 0x3040) || c == UTF8_REPLACEMENT ||
        (c >= 0xFF00 && c < 0xFF10) || c == 0xFEFF)
        return 0;                                       /* punctuation and symbols */
    if (c >= 0x391 && c <= 0x3A9)
        return c + 32;                                  /* Greek capitals */
    if (c == 0x451 || c == 0x401)
        return 0x435;                                   /* io is written as ie */
    if (c >= 0x410 && c <= 0x42F)
        return c + 32;
    if (c >= 0x400 && c < 0x410)
        return c + 80;
    if ((c >= 0x460 && c < 0x482) || (c >= 0x48A && c < 0x4C0) || (c >= 0x4D0 && c < 0x530))
        return c | 1;                                   /* pairs: even is the capital */
    return c;
}

/* The next word at or after *at: its span of bytes; false at the end. */
static bool next_word(Str text, size_t *at, size_t *start, size_t *end)
{
    size_t i = *at, len;

    while (i < text.len && !fold(utf8_get(text, i, &len)))
        i += len;
    *start = i;
    while (i < text.len && i - *start < WORD_MAX - 8) {
        uint32_t c = utf8_get(text, i, &len);
        if (!fold(c) && !is_mark(c)) {
            size_t after = i + len, next_len;
            if (!is_apostrophe(c) || after >= text.len || !fold(utf8_get(text, after, &next_len)))
                break;
        }
        i += len;
    }
    *end = *at = i;
    return *start < i;
}

static Str fold_into(Str word, char out[WORD_MAX])
{
    size_t len, used = 0;

    for (size_t i = 0; i < word.len && used + 4 < WORD_MAX; i += len) {
        uint32_t folded = fold(utf8_get(word, i, &len));
        if (folded)
            used += utf8_put(folded, out + used);
    }
    return (Str){ out, used };
}

static void add_key(Keys *keys, Str key)
{
    if (key.len == 0)
        return;
    for (int i = 0; i < keys->count; i++)
        if (str_eq(keys->at[i], key))
            return;
    keys->at[keys->count++] = key;
}

/* "l'hotel" is also found as "hotel", "town's" as "town": the longer part of a
 * Latin word. A Cyrillic apostrophe stands inside a word and parts nothing. */
static void add_part(Arena *arena, Keys *keys, Str word)
{
    char folded[WORD_MAX];
    size_t len;

    for (size_t i = 0; i < word.len; i += len) {
        if (!is_apostrophe(utf8_get(word, i, &len)))
            continue;
        Str before = str_slice(word, 0, i), after = str_slice(word, i + len, word.len);
        Str part = fold_into(after.len > before.len ? after : before, folded);
        if (part.len >= 3 && (unsigned char)part.ptr[0] < 0x80)
            add_key(keys, arena_str(arena, part));
        return;
    }
}

/* All forms under which `word` is indexed: remembered, for texts repeat their words. */
static const Keys *keys_of(Fts5Tokenizer *t, Str word)
{
    int64_t *known = map_get(&t->memo, word);
    if (known)
        return &t->keys[*known];
    if (arena_used(t->arena) > MEMO_LIMIT) {
        arena_reset(t->arena);
        t->memo = (Map){ 0 };
        t->keys = NULL;
        t->key_count = t->key_room = 0;
    }
    if (t->key_count == t->key_room) {
        size_t room = t->key_room ? t->key_room * 2 : 256;
        t->keys = arena_grow(t->arena, t->keys, t->key_room * sizeof *t->keys, room * sizeof *t->keys);
        t->key_room = room;
    }
    char folded[WORD_MAX];
    Str found[STORE_KEYS_MAX];
    Keys *keys = &t->keys[t->key_count];

    *keys = (Keys){ .count = 0 };
    word = arena_str(t->arena, word);
    add_key(keys, arena_str(t->arena, fold_into(word, folded)));
    size_t count = t->words->keys ? t->words->keys(t->words->context, t->arena, word, found) : 0;
    for (size_t i = 0; i < count && i < STORE_KEYS_MAX; i++)
        add_key(keys, found[i]);
    add_part(t->arena, keys, word);
    map_put(t->arena, &t->memo, word, (int64_t)t->key_count);
    return &t->keys[t->key_count++];
}

static int tokenize(Fts5Tokenizer *t, void *context, int flags, const char *bytes, int length,
                    int (*token)(void *, int, const char *, int, int, int))
{
    Str text = { bytes, (size_t)length };
    size_t at = 0, start, end;

    (void)flags;
    while (next_word(text, &at, &start, &end)) {
        const Keys *keys = keys_of(t, str_slice(text, start, end));
        for (int i = 0; i < keys->count; i++) {
            int code = token(context, i ? FTS5_TOKEN_COLOCATED : 0, keys->at[i].ptr, (int)keys->at[i].len,
                             (int)start, (int)end);
            if (code != SQLITE_OK)
                return code;
        }
    }
    return SQLITE_OK;
}

static int create(void *context, const char **args, int count, Fts5Tokenizer **ret)
{
    Fts5Tokenizer *t = calloc(1, sizeof *t);

    (void)args;
    (void)count;
    if (!t)
        return SQLITE_NOMEM;
    t->words = context;
    t->arena = arena_create();
    *ret = t;
    return SQLITE_OK;
}

static void delete(Fts5Tokenizer *t)
{
    arena_destroy(t->arena);
    free(t);
}

/* FTS5 hands its table of functions out through a pointer bound to a statement. */
Status tokenizer_register(Store *store, Error *err)
{
    fts5_api *api = NULL;
    sqlite3_stmt *handle = NULL;
    fts5_tokenizer methods = { create, delete, tokenize };

    if (sqlite3_prepare_v2(store->db, "SELECT fts5(?1)", -1, &handle, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(handle, 1, &api, "fts5_api_ptr", NULL);
        sqlite3_step(handle);
    }
    sqlite3_finalize(handle);
    if (!api || api->xCreateTokenizer(api, "dokaz", &store->words, &methods, NULL) != SQLITE_OK)
        return fail(err, ERR_IO, "this SQLite has no FTS5: install Debian's libsqlite3-0");
    return OK;
}
