/* zip.c -- see zip.h. PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16. */
#include "tell/zip.h"

#include <zlib.h>

#define LIMIT       0xFFFFFFFFull
#define DAY_ONE     0x21u       /* 1980-01-01, the first day that the format knows */

static void add16(StrBuf *b, unsigned n)
{
    strbuf_char(b, (char)(n & 0xFF));
    strbuf_char(b, (char)(n >> 8 & 0xFF));
}

static void add32(StrBuf *b, uint64_t n)
{
    add16(b, (unsigned)(n & 0xFFFF));
    add16(b, (unsigned)(n >> 16 & 0xFFFF));
}

Zip zip_on(StrBuf *out)
{
    return (Zip){ .out = out, .start = out->len };
}

/* The part that a member's own head and its row in the directory share. */
static void add_head(StrBuf *b, const char *name, Str bytes, uint64_t crc)
{
    add16(b, 20);               /* version needed */
    add16(b, 0x800);            /* the name is UTF-8 */
    add16(b, 0);                /* stored */
    add16(b, 0);
    add16(b, DAY_ONE);
    add32(b, crc);
    add32(b, bytes.len);
    add32(b, bytes.len);
    add16(b, (unsigned)strlen(name));
    add16(b, 0);
}

Status zip_add(Zip *zip, const char *name, Str bytes, Error *err)
{
    uint64_t offset = zip->out->len - zip->start;
    uint64_t crc = crc32_z(0, (const Bytef *)bytes.ptr, bytes.len);

    if (zip->count == 0xFFFE || offset + bytes.len + zip->directory.len + 1024 > LIMIT)
        return fail(err, ERR_REFUSED, "it would be larger than a plain zip file can be (4 GiB)");
    strbuf_add(zip->out, S("PK\003\004"));
    add_head(zip->out, name, bytes, crc);
    strbuf_add(zip->out, str_of(name));
    strbuf_add(zip->out, bytes);

    strbuf_add(&zip->directory, S("PK\001\002"));
    add16(&zip->directory, 20);
    add_head(&zip->directory, name, bytes, crc);
    add16(&zip->directory, 0);          /* comment, disk, attributes */
    add16(&zip->directory, 0);
    add16(&zip->directory, 0);
    add32(&zip->directory, 0);
    add32(&zip->directory, offset);
    strbuf_add(&zip->directory, str_of(name));
    zip->count++;
    return OK;
}

void zip_end(Zip *zip)
{
    uint64_t offset = zip->out->len - zip->start, size = zip->directory.len;

    strbuf_add(zip->out, strbuf_str(&zip->directory));
    strbuf_add(zip->out, S("PK\005\006"));
    add32(zip->out, 0);
    add16(zip->out, zip->count);
    add16(zip->out, zip->count);
    add32(zip->out, size);
    add32(zip->out, offset);
    add16(zip->out, 0);
    strbuf_finish(&zip->directory);
}

void zip_drop(Zip *zip)
{
    strbuf_finish(&zip->directory);
}
