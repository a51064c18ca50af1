/* parse_mail.c -- messages by GMime, in the worker; see mail.h. */
#include "keep/parse_in.h"

#include "base/utf8.h"
#include "keep/answer_in.h"
#include "keep/html_in.h"

#include <gmime/gmime.h>
#include <iconv.h>
#include <libxml/parser.h>

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)
#define GMIME_VERSION_TEXT TEXT(GMIME_MAJOR_VERSION) "." TEXT(GMIME_MINOR_VERSION) "." TEXT(GMIME_MICRO_VERSION)

#define DEEP_MAX   64           /* parts in parts of one message */
#define WRAPPED    60           /* bytes: a longer line was wrapped and goes on in the next */
#define HEADER_MAX 50           /* of Received and DKIM-Signature lines */

static const char *const charsets[] = {
    "UTF-16LE", "UTF-16BE", "WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1250", "WINDOWS-1254", "WINDOWS-1256", "KOI8-U", "KOI8-R",
    "ISO-8859-1", "ISO-8859-2", "ISO-8859-5", "ISO-8859-15", "CP866", "CP437", "MAC-CYRILLIC", "GB18030", "GBK", "BIG5",
    "SHIFT_JIS", "EUC-JP", "ISO-2022-JP", "EUC-KR",
};

int mail_prepare(Str options)
{
    (void)options;
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        iconv_t to = iconv_open("UTF-8", charsets[i]);      /* stay open, so that they stay loaded */
        iconv_t from = iconv_open(charsets[i], "UTF-8");
        (void)to;
        (void)from;
    }
    g_mime_init();
    xmlInitParser();
    return 0;
}

typedef struct Job {
    Arena    *arena;
    HtmlWords words;
    Str       raw;
    PartsOut  parts;
    Facts     facts;
    StrBuf    text;
    VEC(Block) blocks;
    VEC(Note)  notes;
    size_t    cursor;       /* in `raw`, for the way back of lines */
    Str       sender;
} Job;

static Str text_of(Arena *arena, const char *s)
{
    return s ? part_name(arena, str_of(s)) : STR_NONE;
}

/* Like part_name, and line breaks and tabs stay. */
static Str repaired(Arena *arena, Str s)
{
    char *copy = arena_cstr(arena, s);
    Str text = { copy, s.len };

    for (size_t at; (at = utf8_valid(text)) < text.len; )
        copy[at] = '?';
    for (size_t i = 0; i < text.len; i++)
        if (copy[i] == '\0')
            copy[i] = ' ';
    return text;
}

/* ---- headers ---- */

static const struct { const char *header, *key; } kept[] = {
    { "From", "from" }, { "Sender", "sender" }, { "Reply-To", "reply-to" }, { "To", "to" }, { "Cc", "cc" }, { "Bcc", "bcc" },
    { "Date", "date" }, { "Subject", "subject" }, { "Message-Id", "message-id" }, { "In-Reply-To", "in-reply-to" },
    { "References", "references" }, { "Return-Path", "return-path" }, { "User-Agent", "user-agent" },
    { "X-Mailer", "user-agent" }, { "Content-Type", "content-type" },
};

static const struct { const char *header, *key; } chain[] = {
    { "Received", "received" }, { "DKIM-Signature", "dkim-signature" }, { "ARC-Seal", "arc-seal" },
    { "Authentication-Results", "authentication-results" },
};

static void headers(Job *j, GMimeMessage *message)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    int count = g_mime_header_list_get_count(list), links = 0;

    for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
        GMimeHeader *h = g_mime_header_list_get_header(list, kept[k].header);
        if (h)
            fact_add(j->arena, &j->facts, kept[k].key, text_of(j->arena, g_mime_header_get_value(h)));
    }
    for (int i = 0; i < count; i++) {
        GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
        for (size_t k = 0; k < sizeof chain / sizeof *chain; k++)
            if (g_ascii_strcasecmp(g_mime_header_get_name(h), chain[k].header) == 0 && links++ < HEADER_MAX)
                fact_add(j->arena, &j->facts, chain[k].key, text_of(j->arena, g_mime_header_get_value(h)));
    }
}

/* The name a message is signed with; an address alone names its domain only. */
static Str sender_of(Arena *arena, GMimeMessage *message)
{
    InternetAddressList *from = g_mime_message_get_from(message);
    InternetAddress *one = from && internet_address_list_length(from) > 0 ? internet_address_list_get_address(from, 0) : NULL;

    if (!one)
        return STR_NONE;
    Str name = str_trim(text_of(arena, internet_address_get_name(one)));
    if (name.len && str_find(name, S("@"), 0) == SIZE_MAX)
        return name;
    if (!INTERNET_ADDRESS_IS_MAILBOX(one))
        return STR_NONE;
    Str address = text_of(arena, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
    size_t at = str_find(address, S("@"), 0);
    return at == SIZE_MAX ? STR_NONE : arena_printf(arena, "an address at " STR_FMT, STR_ARG(str_slice(address, at + 1, SIZE_MAX)));
}

static Str day_of(Arena *arena, GMimeMessage *message)
{
    GDateTime *date = g_mime_message_get_date(message);
    int year, month, day;

    if (!date)
        return STR_NONE;
    g_date_time_get_ymd(date, &year, &month, &day);
    return year >= 1970 && year < 2100 ? arena_printf(arena, "%04d-%02d-%02d", year, month, day) : STR_NONE;
}

/* ---- text ---- */

static void add_block(Job *j, Str text, BlockKind kind, bool boilerplate, Span origin)
{
    if (j->text.len)
        strbuf_char(&j->text, '\n');
    uint32_t start = (uint32_t)j->text.len;
    strbuf_add(&j->text, text);
    vec_push(j->arena, &j->blocks, ((Block){ .span = { start, (uint32_t)j->text.len }, .kind = kind,
                                             .boilerplate = boilerplate, .origin = origin }));
}

/* Where a line stands in the message, when it stands there as it is. */
static Span place_of(Job *j, Str line)
{
    size_t at = line.len > 3 ? str_find(j->raw, line, j->cursor) : SIZE_MAX;

    if (at == SIZE_MAX || at + line.len > UINT32_MAX)
        return SPAN_NONE;
    j->cursor = at + line.len;
    return (Span){ (uint32_t)at, (uint32_t)(at + line.len) };
}

static bool is_quote(Str line)
{
    return line.len && line.ptr[0] == '>';
}

typedef struct Paragraph {
    StrBuf text;
    bool   quote, open;
    Span   origin;
    bool   found;           /* every line so far was found in the message */
} Paragraph;

static void end_paragraph(Job *j, Paragraph *p, bool boilerplate)
{
    Str text = str_trim(strbuf_str(&p->text));

    if (text.len)
        add_block(j, text, p->quote ? BLOCK_QUOTE : BLOCK_PARAGRAPH, boilerplate || p->quote,
                  p->found ? p->origin : SPAN_NONE);
    strbuf_clear(&p->text);
    p->open = false;
}

static void add_line(Job *j, Paragraph *p, Str line, bool quote)
{
    Span place = place_of(j, line);

    if (!p->open)
        *p = (Paragraph){ .text = p->text, .quote = quote, .open = true, .origin = place, .found = span_is(place) };
    else
        strbuf_char(&p->text, ' ');
    p->found = p->found && span_is(place);
    if (p->found)
        p->origin.end = place.end;
    while (quote && line.len && (line.ptr[0] == '>' || line.ptr[0] == ' '))
        line = str_slice(line, 1, SIZE_MAX);
    strbuf_add(&p->text, str_trim(line));
}

/* Lines as they were typed: an empty one, a short one and a change of quoting end a paragraph. A line that only leads
 * over to a quotation ("... wrote:") belongs to it; after "-- " comes the signature. */
static void plain_text(Job *j, Str text)
{
    Paragraph p = { .open = false };
    bool signature = false;
    Str line;

    while (text.ptr && str_cut(&text, '\n', &line)) {
        if (line.len && line.ptr[line.len - 1] == '\r')
            line.len--;
        bool quote = is_quote(line);
        if (str_eq(line, S("-- ")) || str_eq(line, S("--"))) {
            end_paragraph(j, &p, signature);
            signature = true;
            continue;
        }
        if (str_trim(line).len == 0 || (p.open && p.quote != quote)) {
            bool leads = quote && p.open && !p.quote && str_ends(str_trim(strbuf_str(&p.text)), S(":"));
            end_paragraph(j, &p, signature || leads);
        }
        if (str_trim(line).len == 0)
            continue;
        add_line(j, &p, line, quote);
        if (line.len < WRAPPED)
            end_paragraph(j, &p, signature || (!quote && is_quote(text) && str_ends(str_trim(line), S(":"))));
    }
    end_paragraph(j, &p, signature);
    strbuf_finish(&p.text);
}

static void html_text(Job *j, Str html)
{
    Answer page;

    if (!html.len || !html_answer(j->arena, &j->words, html, &page))
        return;
    for (size_t i = 0; i < page.block_count; i++) {
        const Block *b = &page.blocks[i];
        add_block(j, span_text(page.text, b->span), b->kind, b->boilerplate || b->kind == BLOCK_QUOTE, SPAN_NONE);
        j->blocks.at[j->blocks.count - 1].link_chars = b->link_chars;
        j->blocks.at[j->blocks.count - 1].number = b->number;
    }
}

static Str decoded_text(Arena *arena, GMimeTextPart *part)
{
    char *text = g_mime_text_part_get_text(part);
    Str out = repaired(arena, str_of(text ? text : ""));

    g_free(text);
    return out;
}

/* ---- the tree of parts ---- */

static Str bytes_of(Arena *arena, GMimeObject *o)
{
    GMimeStream *memory = g_mime_stream_mem_new();

    if (GMIME_IS_PART(o)) {
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(o));
        if (content)
            g_mime_data_wrapper_write_to_stream(content, memory);
    } else if (GMIME_IS_MESSAGE_PART(o) && g_mime_message_part_get_message(GMIME_MESSAGE_PART(o))) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));
        g_mime_object_write_to_stream(GMIME_OBJECT(inner), NULL, memory);
    }
    GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    Str bytes = arena_str(arena, (Str){ (const char *)array->data, array->len });
    g_object_unref(memory);
    return bytes;
}

static Str type_of(Arena *arena, GMimeObject *o)
{
    GMimeContentType *type = g_mime_object_get_content_type(o);
    char *text = type ? g_mime_content_type_get_mime_type(type) : NULL;
    Str name = text_of(arena, text);

    g_free(text);
    return name;
}

static void attach(Job *j, GMimeObject *o)
{
    Facts facts = { 0 };
    bool message = GMIME_IS_MESSAGE_PART(o);
    Str name = GMIME_IS_PART(o) ? text_of(j->arena, g_mime_part_get_filename(GMIME_PART(o))) : STR_NONE, note;
    Str refused = name.len ? part_name_refused(name, &note) : STR_NONE;
    Part part = { .name = name, .at = PART_NOWHERE, .length = PART_NOWHERE, .given = { .received_from = j->sender } };

    if (!name.len)
        part.name = arena_printf(j->arena, message ? "message %llu" : "attachment %llu",
                                 (unsigned long long)j->parts.number + 1);
    else if (!refused.ptr)
        fact_add(j->arena, &facts, "name-note", note);
    else
        fact_add(j->arena, &facts, "name-note", refused);       /* a name only: nothing is ever written under it */
    fact_add(j->arena, &facts, "content-type", type_of(j->arena, o));
    fact_add(j->arena, &facts, "content-id", text_of(j->arena, g_mime_object_get_content_id(o)));
    fact_add(j->arena, &facts, "disposition", text_of(j->arena, g_mime_object_get_disposition(o)));
    part.bytes = bytes_of(j->arena, o);
    if (message)
        part.media_type = S("message/rfc822");
    part.facts = facts.at;
    part.fact_count = facts.count;
    parts_add(&j->parts, &part);
}

static bool is_body(GMimeObject *o)
{
    const char *disposition = g_mime_object_get_disposition(o);

    return GMIME_IS_TEXT_PART(o) && !g_mime_part_get_filename(GMIME_PART(o)) &&
           !(disposition && g_ascii_strcasecmp(disposition, "attachment") == 0) &&
           (g_mime_content_type_is_type(g_mime_object_get_content_type(o), "text", "plain") ||
            g_mime_content_type_is_type(g_mime_object_get_content_type(o), "text", "html"));
}

static void take(Job *j, GMimeObject *o, int depth);

static bool has_words(Job *j, GMimeObject *o)
{
    if (!is_body(o))
        return GMIME_IS_MULTIPART(o);
    return str_trim(decoded_text(j->arena, GMIME_TEXT_PART(o))).len > 0;
}

/* Of several forms of one text the plain one, else the last that can be read; what no form is comes along as a part. */
static void take_alternative(Job *j, GMimeMultipart *m, int depth)
{
    int count = g_mime_multipart_get_count(m), chosen = -1;

    for (int i = 0; i < count; i++) {
        GMimeObject *o = g_mime_multipart_get_part(m, i);
        bool plain = is_body(o) && g_mime_content_type_is_type(g_mime_object_get_content_type(o), "text", "plain");
        if (plain && has_words(j, o)) {
            chosen = i;
            break;
        }
        if (has_words(j, o))
            chosen = i;
    }
    for (int i = 0; i < count; i++) {
        GMimeObject *o = g_mime_multipart_get_part(m, i);
        if (i == chosen)
            take(j, o, depth + 1);
        else if (!is_body(o))
            take(j, o, depth + 1);
    }
}

static void take(Job *j, GMimeObject *o, int depth)
{
    if (!o)
        return;
    if (depth > DEEP_MAX) {
        Part part = { .name = S("deeper parts"), .at = PART_NOWHERE, .length = PART_NOWHERE,
                      .refused = S("it lies deeper than 64 parts in parts") };
        parts_add(&j->parts, &part);
        return;
    }
    if (GMIME_IS_MULTIPART(o)) {
        GMimeMultipart *m = GMIME_MULTIPART(o);
        if (g_mime_content_type_is_type(g_mime_object_get_content_type(o), "multipart", "alternative")) {
            take_alternative(j, m, depth);
            return;
        }
        if (g_mime_content_type_is_type(g_mime_object_get_content_type(o), "multipart", "encrypted"))
            vec_push(j->arena, &j->notes, ((Note){ S("encrypted"), SPAN_NONE, S("the message is encrypted") }));
        for (int i = 0; i < g_mime_multipart_get_count(m); i++)
            take(j, g_mime_multipart_get_part(m, i), depth + 1);
    } else if (is_body(o)) {
        Str text = decoded_text(j->arena, GMIME_TEXT_PART(o));
        if (g_mime_content_type_is_type(g_mime_object_get_content_type(o), "text", "html"))
            html_text(j, text);
        else
            plain_text(j, text);
    } else {
        attach(j, o);
    }
}

/* ---- one message ---- */

static bool read_one(Job *j, StrBuf *parts)
{
    GMimeStream *memory = g_mime_stream_mem_new_with_buffer(j->raw.ptr, j->raw.len);
    GMimeParser *parser = g_mime_parser_new_with_stream(memory);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    PartAsk ask = { .bytes = PART_TOTAL, .entries = PART_ENTRIES };

    g_object_unref(memory);
    if (!message)
        return false;
    j->sender = sender_of(j->arena, message);
    j->parts = parts_begin(parts, &ask);
    headers(j, message);
    bool any = j->facts.count > 0;
    take(j, g_mime_message_get_mime_part(message), 0);
    parts_end(&j->parts, 0, STR_NONE, NULL, 0);
    Answer a = { .text = strbuf_str(&j->text), .blocks = j->blocks.at, .block_count = j->blocks.count,
                 .title = text_of(j->arena, g_mime_message_get_subject(message)),
                 .page = { .published = day_of(j->arena, message) }, .notes = j->notes.at, .note_count = j->notes.count,
                 .facts = j->facts.at, .fact_count = j->facts.count, .parser = S("mail/1 gmime " GMIME_VERSION_TEXT) };
    StrBuf answer = { 0 };
    answer_write(&answer, &a);
    /* The caller takes both out of j->text and `parts`. */
    strbuf_clear(&j->text);
    strbuf_add(&j->text, strbuf_str(&answer));
    strbuf_finish(&answer);
    g_object_unref(message);
    g_object_unref(parser);
    return any;
}

int mail_read(Str original, Str options, StrBuf *answer)
{
    AUTO_ARENA arena = arena_create();
    AUTO_ARENA table = arena_create();
    HtmlWords words;
    uint64_t len;

    (void)options;
    html_words_load(table, &words);
    while (original.len >= sizeof len) {
        memcpy(&len, original.ptr, sizeof len);
        original = str_slice(original, sizeof len, SIZE_MAX);
        if (len > original.len)
            return WORKER_BROKEN;
        Job j = { .arena = arena, .words = words, .raw = str_slice(original, 0, (size_t)len) };
        StrBuf parts = { 0 };
        bool good = read_one(&j, &parts);
        answer_put_str(answer, good ? strbuf_str(&j.text) : S(""));
        answer_put_str(answer, good ? strbuf_str(&parts) : S(""));
        strbuf_finish(&j.text);
        strbuf_finish(&parts);
        arena_reset(arena);
        original = str_slice(original, (size_t)len, SIZE_MAX);
    }
    return 0;
}
