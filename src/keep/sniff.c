/* sniff.c -- see sniff.h: tables of first bytes and of names. */
#include "keep/sniff.h"

#include "keep/bytes.h"
#include "keep/container.h"
#include "keep/extract.h"
#include "keep/sources.h"

#define TEXT_LIMIT_REASON "over the limit of 256 MiB for texts"
#define NARROW     1024
#define ODD_SHARE  50       /* one byte in so many may be a control character in a text */

typedef struct Magic {
    size_t at;
    Str    bytes;
    Str    media_type, unread;
} Magic;

static const Magic magics[] = {
    { 0, S("%PDF-"),                    S("application/pdf"),               { NULL, 0 } },
    { 0, S("\x89PNG\r\n"),              S("image/png"),                     { NULL, 0 } },
    { 0, S("\xFF\xD8\xFF"),             S("image/jpeg"),                    { NULL, 0 } },
    { 0, S("GIF8"),                     S("image/gif"),                     { NULL, 0 } },
    { 0, S("II*\0"),                    S("image/tiff"),                    { NULL, 0 } },
    { 0, S("MM\0*"),                    S("image/tiff"),                    { NULL, 0 } },
    { 8, S("WEBP"),                     S("image/webp"),                    { NULL, 0 } },
    { 8, S("WAVE"),                     S("audio/wav"),                     S("sound is not read") },
    { 0, S("ID3"),                      S("audio/mpeg"),                    S("sound is not read") },
    { 0, S("OggS"),                     S("application/ogg"),               S("sound and film are not read") },
    { 4, S("ftypheic"),                 S("image/heic"),                    { NULL, 0 } },
    { 4, S("ftypheix"),                 S("image/heic"),                    { NULL, 0 } },
    { 4, S("ftypmif1"),                 S("image/heic"),                    { NULL, 0 } },
    { 4, S("ftyp"),                     S("video/mp4"),                     S("film is not read") },
    { 0, S("\x1A\x45\xDF\xA3"),         S("video/x-matroska"),              S("film is not read") },
    { 8, S("AVI "),                     S("video/x-msvideo"),               S("film is not read") },
    { 30, S("mimetypeapplication/vnd.oasis.opendocument.text"),
                                        S("application/vnd.oasis.opendocument.text"), { NULL, 0 } },
    { 0, S("PK\3\4"),                   S("application/zip"),               { NULL, 0 } },
    { 0, S("\x1F\x8B"),                 S("application/gzip"),              { NULL, 0 } },
    { 0, S("BZh"),                      S("application/x-bzip2"),           { NULL, 0 } },
    { 0, S("\xFD" "7zXZ"),              S("application/x-xz"),              { NULL, 0 } },
    { 0, S("\x28\xB5\x2F\xFD"),         S("application/zstd"),              { NULL, 0 } },
    { 0, S("7z\xBC\xAF"),               S("application/x-7z-compressed"),   { NULL, 0 } },
    { 0, S("Rar!"),                     S("application/vnd.rar"),           { NULL, 0 } },
    { 257, S("ustar"),                  S("application/x-tar"),             { NULL, 0 } },
    { 0, S("WARC/"),                    S("application/warc"),              { NULL, 0 } },
    { 0, S("filedesc://"),              S("application/x-arc"),             { NULL, 0 } },
    { 0, S("\xD0\xCF\x11\xE0"),         S("application/x-ole-storage"),
                                        S("old office files (DOC) are not read: save it as DOCX or ODT as well") },
    { 0, S("{\\rtf"),                   S("application/rtf"),               { NULL, 0 } },
    { 0, S("%!PS"),                     S("application/postscript"),        S("PostScript is not read") },
    { 0, S("SQLite format 3"),          S("application/vnd.sqlite3"),       S("databases are not read") },
    { 0, S("\x7F" "ELF"),               S("application/x-executable"),      S("programs are not read") },
    { 0, S("MZ\x90"),                   S("application/x-executable"),      S("programs are not read") },
};

typedef struct NamedType {
    Str ending, media_type, unread;
} NamedType;

static const NamedType names[] = {
    { S(".md"),         S("text/markdown"),             { NULL, 0 } },
    { S(".markdown"),   S("text/markdown"),             { NULL, 0 } },
    { S(".html"),       S("text/html"),                 { NULL, 0 } },
    { S(".htm"),        S("text/html"),                 { NULL, 0 } },
    { S(".xhtml"),      S("text/html"),                 { NULL, 0 } },
    { S(".tsv"),        S("text/tab-separated-values"), { NULL, 0 } },
    { S(".csv"),        S("text/csv"),                  { NULL, 0 } },
    { S(".json"),       S("application/json"),          { NULL, 0 } },
    { S(".jsonl"),      S("application/json"),          { NULL, 0 } },
    { S(".xml"),        S("application/xml"),           S("XML is not read yet") },
    { S(".svg"),        S("image/svg+xml"),             S("images are not read yet") },
    { S(".css"),        S("text/css"),                  S("style sheets are not read") },
    { S(".js"),         S("text/javascript"),           S("programs are not read") },
    { S(".eml"),        S("message/rfc822"),            { NULL, 0 } },
    { S(".mbox"),       S("application/mbox"),          { NULL, 0 } },
};

/* Containers that only their name tells apart. */
static const NamedType zipped[] = {
    { S(".docx"), S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
      { NULL, 0 } },
    { S(".xlsx"), S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
      S("spreadsheets are not read yet") },
    { S(".odt"),  S("application/vnd.oasis.opendocument.text"),     { NULL, 0 } },
    { S(".epub"), S("application/epub+zip"),                        S("EPUB is not read yet") },
    { S(".wacz"), S("application/wacz"),                            { NULL, 0 } },
};

static bool ends_folded(Str path, Str ending)
{
    if (path.len < ending.len)
        return false;
    for (size_t i = 0; i < ending.len; i++) {
        char c = path.ptr[path.len - ending.len + i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != ending.ptr[i])
            return false;
    }
    return true;
}

static const NamedType *by_name(const NamedType *types, size_t count, Str path)
{
    for (size_t i = 0; i < count; i++)
        if (ends_folded(path, types[i].ending))
            return &types[i];
    return NULL;
}

static bool looks_like_utf16(Str head);

/* The plain letters of a page in UTF-16, for what follows. */
static Str narrow(Str head, char out[NARROW])
{
    size_t len = 0;

    for (size_t i = 0; i < head.len && len < NARROW; i++)
        if (head.ptr[i] > 0)
            out[len++] = head.ptr[i];
    return (Str){ out, len };
}

static bool looks_like_html(Str head)
{
    char narrowed[NARROW];

    Str start = str_starts(head, S("\xEF\xBB\xBF")) ? str_slice(head, 3, SIZE_MAX) : head;

    if (looks_like_utf16(head))
        start = narrow(head, narrowed);
    start = str_trim(str_slice(start, 0, 2048));
    if (start.len == 0 || start.ptr[0] != '<')
        return false;
    return bytes_find_folded(start, S("<!doctype html"), 0) != SIZE_MAX ||
           bytes_find_folded(start, S("<html"), 0) != SIZE_MAX ||
           bytes_find_folded(start, S("<head>"), 0) != SIZE_MAX ||
           bytes_find_folded(start, S("<body"), 0) != SIZE_MAX;
}

/* A text in UTF-16 is full of zeros and no binary file. */
static bool looks_like_utf16(Str head)
{
    return str_starts(head, S("\xFF\xFE")) || str_starts(head, S("\xFE\xFF")) || bytes_utf16(head).ptr;
}

static bool looks_binary(Str head)
{
    size_t controls = 0;

    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.ptr[i];
        controls += c < 32 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 27;
    }
    return controls * ODD_SHARE > head.len;
}

/* A line "Name:" of the head of a message, before its first empty line. */
static bool has_header(Str head, Str name)
{
    for (size_t at = 0; (at = bytes_find_folded(head, name, at)) != SIZE_MAX; at++)
        if (at == 0 || head.ptr[at - 1] == '\n')
            return true;
    return false;
}

/* Two headers that people do not write by hand, or one and three that they do. */
static bool looks_like_mail(Str head)
{
    static const Str machine[] = { S("message-id:"), S("mime-version:"), S("received:"), S("return-path:"),
                                   S("dkim-signature:"), S("delivered-to:") };
    static const Str people[] = { S("from:"), S("to:"), S("date:"), S("subject:") };
    size_t machines = 0, peoples = 0;
    const char *colon = memchr(head.ptr, ':', head.len < 60 ? head.len : 60);     /* most files end here */

    if (!colon || memchr(head.ptr, ' ', (size_t)(colon - head.ptr)))
        return false;
    size_t end = str_find(head, S("\n\n"), 0), crlf = str_find(head, S("\r\n\r\n"), 0);
    head = str_slice(head, 0, end < crlf ? end + 1 : crlf);
    for (size_t i = 0; i < sizeof machine / sizeof *machine; i++)
        machines += has_header(head, machine[i]);
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        peoples += has_header(head, people[i]);
    return machines >= 2 || (machines == 1 && peoples >= 3);
}

static bool looks_like_mailbox(Str head)
{
    Str line;

    return str_starts(head, S("From ")) && memchr(head.ptr, '\n', head.len) && str_cut(&head, '\n', &line) &&
           memchr(line.ptr, ':', line.len) && looks_like_mail(head);
}

/* What "type" says of each item of CSL-JSON, where it is no word that others use too. */
static const Str csl_types[] = {
    S("article"), S("article-journal"), S("article-magazine"), S("article-newspaper"), S("bill"), S("book"), S("broadcast"),
    S("chapter"), S("document"), S("entry-encyclopedia"), S("hearing"), S("interview"), S("legal_case"), S("legislation"),
    S("manuscript"), S("motion_picture"), S("paper-conference"), S("personal_communication"), S("post"), S("post-weblog"),
    S("report"), S("review"), S("speech"), S("thesis"), S("treaty"), S("webpage"),
};

static size_t skip_blank(Str s, size_t at)
{
    while (at < s.len && strchr(" \t\r\n", s.ptr[at]) && s.ptr[at])
        at++;
    return at;
}

/* A list whose first item has a type of CSL and a title. */
static bool looks_like_csl(Str head)
{
    Str s = str_trim(str_starts(head, S("\xEF\xBB\xBF")) ? str_slice(head, 3, SIZE_MAX) : head);
    size_t type = str_find(s, S("\"type\""), 0);

    if (!str_starts(s, S("[")) || type == SIZE_MAX || str_find(s, S("\"title\""), 0) == SIZE_MAX)
        return false;
    size_t at = skip_blank(s, type + 6);
    if (at >= s.len || s.ptr[at] != ':')
        return false;
    at = skip_blank(s, at + 1);
    for (size_t i = 0; i < sizeof csl_types / sizeof *csl_types; i++)
        if (str_starts(str_slice(s, at + 1, SIZE_MAX), csl_types[i]) && at + 1 + csl_types[i].len < s.len &&
            s.ptr[at] == '"' && s.ptr[at + 1 + csl_types[i].len] == '"')
            return true;
    return false;
}

static bool looks_like_zotero(Str head)
{
    return str_find(head, S("<rdf:RDF"), 0) != SIZE_MAX && str_find(head, S("http://www.zotero.org/namespaces/export#"), 0) != SIZE_MAX;
}

static Sniffed as_text(Str head, Str path)
{
    const NamedType *named = by_name(names, sizeof names / sizeof *names, path);

    if (sources_is(head))
        return (Sniffed){ S("text/tab-separated-values"), S("a table of sources: `dokaz add --sources` takes it") };
    if (looks_like_csl(head))
        return (Sniffed){ S("application/vnd.citationstyles.csl+json"), STR_NONE };
    if (looks_like_zotero(head))
        return (Sniffed){ S("application/rdf+xml"), STR_NONE };
    if (looks_like_mailbox(head))
        return (Sniffed){ S("application/mbox"), STR_NONE };
    if (looks_like_mail(head))
        return (Sniffed){ S("message/rfc822"), STR_NONE };
    if (looks_like_html(head) && (named == NULL || named->unread.ptr == NULL))
        return (Sniffed){ S("text/html"), STR_NONE };
    if (named)
        return (Sniffed){ named->media_type, named->unread };
    return (Sniffed){ S("text/plain"), STR_NONE };
}

/* Two letters are too few: four zeros follow the size, and a known length of the head. */
static bool looks_like_bmp(Str head)
{
    return str_starts(head, S("BM")) && str_eq(str_slice(head, 6, 10), S("\0\0\0\0")) &&
           str_eq(str_slice(head, 15, 18), S("\0\0\0"));
}

Sniffed sniff(Str head, uint64_t size, Str path)
{
    if (size == 0)
        return (Sniffed){ S("text/plain"), S("the file is empty") };
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const Magic *m = &magics[i];
        if (!str_eq(str_slice(head, m->at, m->at + m->bytes.len), m->bytes))
            continue;
        const NamedType *z = str_eq(m->media_type, S("application/zip"))
            ? by_name(zipped, sizeof zipped / sizeof *zipped, path) : NULL;
        return z ? (Sniffed){ z->media_type, z->unread } : (Sniffed){ m->media_type, m->unread };
    }
    if (looks_like_bmp(head))
        return (Sniffed){ S("image/bmp"), STR_NONE };
    if (!looks_like_utf16(head) && looks_binary(head))
        return (Sniffed){ S("application/octet-stream"), S("these bytes are no text") };
    Sniffed s = as_text(head, path);
    if (container_of(s.media_type))
        return s;
    if (s.unread.ptr == NULL && size > TEXT_LIMIT)
        s.unread = S(TEXT_LIMIT_REASON);
    return s;
}
