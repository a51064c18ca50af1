/* image_facts.c -- the pieces of picture files: size, EXIF, XMP, a C2PA manifest. Strict bounds, no recursion. */
#include "keep/bytes.h"
#include "keep/parse_image.h"

#define PIECES_MAX  100000
#define HEIC_LOOK   ((size_t)1 << 20)

static uint32_t byte_at(Str s, size_t at)
{
    return at < s.len ? (unsigned char)s.ptr[at] : 0;
}

static uint32_t big16(Str s, size_t at)     { return byte_at(s, at) << 8 | byte_at(s, at + 1); }
static uint32_t big32(Str s, size_t at)     { return big16(s, at) << 16 | big16(s, at + 2); }
static uint32_t little16(Str s, size_t at)  { return byte_at(s, at + 1) << 8 | byte_at(s, at); }
static uint32_t little32(Str s, size_t at)  { return little16(s, at + 2) << 16 | little16(s, at); }

static bool has(Str s, size_t at, Str what)
{
    return str_eq(str_slice(s, at, at + what.len), what);
}

/* Segments up to the picture's own data. */
static void look_jpeg(Str s, ImageFacts *f)
{
    size_t at = 2;

    for (int i = 0; i < PIECES_MAX && at + 4 <= s.len && byte_at(s, at) == 0xFF; i++) {
        uint32_t mark = byte_at(s, at + 1), len = big16(s, at + 2);
        Str piece = str_slice(s, at + 4, at + 2 + len);
        if (mark == 0xFF) {
            at++;
            continue;
        }
        if (mark == 0xDA || len < 2)
            break;
        if (mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC) {
            f->height = big16(piece, 1);
            f->width = big16(piece, 3);
        }
        if (mark == 0xE1 && has(piece, 0, S("Exif\0\0")) && !f->exif.len)
            f->exif = str_slice(piece, 6, SIZE_MAX);
        f->xmp |= mark == 0xE1 && has(piece, 0, S("http://ns.adobe.com/xap/1.0/"));
        f->c2pa |= mark == 0xEB && str_find(piece, S("jumb"), 0) != SIZE_MAX && str_find(piece, S("c2pa"), 0) != SIZE_MAX;
        at += 2 + len;
    }
}

static void look_png(Str s, ImageFacts *f)
{
    size_t at = 8;

    for (int i = 0; i < PIECES_MAX && at + 12 <= s.len; i++) {
        uint32_t len = big32(s, at);
        Str piece = str_slice(s, at + 8, at + 8 + (size_t)len);
        if (has(s, at + 4, S("IHDR"))) {
            f->width = big32(piece, 0);
            f->height = big32(piece, 4);
        }
        if (has(s, at + 4, S("eXIf")))
            f->exif = piece;
        f->xmp |= has(s, at + 4, S("iTXt")) && has(piece, 0, S("XML:com.adobe.xmp"));
        f->c2pa |= has(s, at + 4, S("caBX"));
        at += 12 + (size_t)len;
    }
}

static void look_webp(Str s, ImageFacts *f)
{
    size_t at = 12;

    for (int i = 0; i < PIECES_MAX && at + 8 <= s.len; i++) {
        size_t len = little32(s, at + 4);
        Str piece = str_slice(s, at + 8, at + 8 + len);
        if (has(s, at, S("VP8X"))) {
            f->width = (little32(piece, 4) & 0xFFFFFF) + 1;
            f->height = (little16(piece, 7) | byte_at(piece, 9) << 16) + 1;
        } else if (has(s, at, S("VP8 ")) && !f->width) {
            f->width = little16(piece, 6) & 0x3FFF;
            f->height = little16(piece, 8) & 0x3FFF;
        } else if (has(s, at, S("VP8L")) && !f->width) {
            uint32_t bits = little32(piece, 1);
            f->width = (bits & 0x3FFF) + 1;
            f->height = (bits >> 14 & 0x3FFF) + 1;
        }
        if (has(s, at, S("EXIF")))
            f->exif = has(piece, 0, S("Exif\0\0")) ? str_slice(piece, 6, SIZE_MAX) : piece;
        f->xmp |= has(s, at, S("XMP "));
        f->c2pa |= has(s, at, S("C2PA"));
        at += 8 + len + (len & 1);
    }
}

/* HEIC: the boxes are not followed; the size stands in `ispe`, EXIF behind its own mark. */
static void look_heic(Str s, ImageFacts *f)
{
    Str head = str_slice(s, 0, HEIC_LOOK);
    size_t exif = bytes_find_folded(s, S("Exif\0\0II*"), 0);

    for (size_t at = 0; (at = str_find(head, S("ispe"), at)) != SIZE_MAX; at += 4) {
        uint32_t width = big32(s, at + 8), height = big32(s, at + 12);
        if ((uint64_t)width * height > (uint64_t)f->width * f->height && width < 100000 && height < 100000) {
            f->width = width;
            f->height = height;
        }
    }
    if (exif == SIZE_MAX)
        exif = str_find(s, S("Exif\0\0MM"), 0);
    if (exif != SIZE_MAX)
        f->exif = str_slice(s, exif + 6, SIZE_MAX);
    f->xmp = str_find(head, S("application/rdf+xml"), 0) != SIZE_MAX;
    f->c2pa = str_find(head, S("jumb"), 0) != SIZE_MAX && str_find(head, S("c2pa"), 0) != SIZE_MAX;
}

static const struct { size_t at; Str bytes; ImageKind kind; void (*look)(Str, ImageFacts *); } kinds[] = {
    { 0, S("\xFF\xD8\xFF"), IMAGE_JPEG, look_jpeg }, { 0, S("\x89PNG\r\n"), IMAGE_PNG, look_png },
    { 0, S("GIF8"), IMAGE_GIF, NULL }, { 0, S("II*\0"), IMAGE_TIFF, NULL }, { 0, S("MM\0*"), IMAGE_TIFF, NULL },
    { 8, S("WEBP"), IMAGE_WEBP, look_webp }, { 0, S("BM"), IMAGE_BMP, NULL }, { 4, S("ftyp"), IMAGE_HEIC, look_heic },
};

void image_facts(Str s, ImageFacts *f)
{
    *f = (ImageFacts){ .orientation = 1, .exif = S("") };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !f->kind; i++)
        if (has(s, kinds[i].at, kinds[i].bytes)) {
            f->kind = kinds[i].kind;
            if (kinds[i].look)
                kinds[i].look(s, f);
        }
    if (f->kind == IMAGE_GIF) {
        f->width = little16(s, 6);
        f->height = little16(s, 8);
    } else if (f->kind == IMAGE_BMP) {
        f->width = little32(s, 18);
        f->height = little32(s, 22) > INT32_MAX ? -little32(s, 22) : little32(s, 22);
    } else if (f->kind == IMAGE_TIFF) {
        f->exif = s;
    }
}

/* ---- EXIF: directories of tags ---- */

typedef struct Tiff {
    Str  s;
    bool big;
} Tiff;

static uint32_t get16(const Tiff *t, size_t at)     { return t->big ? big16(t->s, at) : little16(t->s, at); }
static uint32_t get32(const Tiff *t, size_t at)     { return t->big ? big32(t->s, at) : little32(t->s, at); }

enum { TAG_WIDTH = 0x100, TAG_HEIGHT = 0x101, TAG_ORIENTATION = 0x112, TAG_EXIF = 0x8769, TAG_GPS = 0x8825 };

static const struct { bool gps; uint32_t tag; const char *key; } texts[] = {
    { false, 0x010F, "camera-maker" }, { false, 0x0110, "camera" }, { false, 0x0131, "program" },
    { false, 0x013B, "author" }, { false, 0x8298, "copyright" }, { false, 0x010E, "description" },
    { false, 0x0132, "changed" }, { false, 0x9003, "taken" }, { false, 0x9011, "taken-time-zone" },
    { false, 0x9004, "digitised" }, { false, 0xA431, "camera-number" }, { false, 0xA434, "lens" },
    { true, 0x001D, "gps-date" },
};

static Str text_value(const Tiff *t, size_t at)
{
    uint32_t count = get32(t, at + 4);
    size_t from = count <= 4 ? at + 8 : get32(t, at + 8);
    Str value = str_slice(t->s, from, from + count);
    const char *end = memchr(value.ptr, 0, value.len);

    return str_trim(end ? str_slice(value, 0, (size_t)(end - value.ptr)) : value);
}

/* Three fractions: degrees, minutes, seconds. False when they are none. */
static bool degrees(const Tiff *t, size_t at, double *ret)
{
    size_t from = get32(t, at + 8);
    double sum = 0, unit = 1;

    if (get32(t, at + 4) != 3 || from > t->s.len || t->s.len - from < 24)
        return false;
    for (int i = 0; i < 3; i++, unit *= 60) {
        uint32_t over = get32(t, from + 8 * (size_t)i), under = get32(t, from + 8 * (size_t)i + 4);
        if (under == 0)
            return false;
        sum += over / (double)under / unit;
    }
    *ret = sum;
    return true;
}

typedef struct Place {
    double lat, lon;
    bool   has_lat, has_lon, south, west;
} Place;

static void read_gps(const Tiff *t, size_t at, Place *p)
{
    uint32_t tag = get16(t, at);
    char letter = (char)(byte_at(t->s, at + 8) & 0xDF);

    if (tag == 1)
        p->south = letter == 'S';
    else if (tag == 2)
        p->has_lat = degrees(t, at, &p->lat) && p->lat <= 90;
    else if (tag == 3)
        p->west = letter == 'W';
    else if (tag == 4)
        p->has_lon = degrees(t, at, &p->lon) && p->lon <= 180;
}

static void read_directory(Paper *paper, const Tiff *t, size_t at, bool gps, ImageFacts *f, size_t next[2])
{
    uint32_t count = at + 2 <= t->s.len ? get16(t, at) : 0;
    Place place = { 0 };

    for (size_t i = 0; i < count && at + 2 + 12 * (i + 1) <= t->s.len; i++) {
        size_t entry = at + 2 + 12 * i;
        uint32_t tag = get16(t, entry), type = get16(t, entry + 2);
        uint32_t number = type == 3 ? get16(t, entry + 8) : get32(t, entry + 8);
        if (gps)
            read_gps(t, entry, &place);
        else if (tag == TAG_EXIF || tag == TAG_GPS)
            next[tag == TAG_GPS] = number;
        else if (tag == TAG_ORIENTATION && number >= 1 && number <= 8)
            f->orientation = (int)number;
        else if (f->kind == IMAGE_TIFF && (tag == TAG_WIDTH || tag == TAG_HEIGHT))
            *(tag == TAG_WIDTH ? &f->width : &f->height) = number;
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (texts[k].gps == gps && texts[k].tag == tag && type == 2)
                paper_fact(paper, texts[k].key, text_value(t, entry));
    }
    if (place.has_lat && place.has_lon)
        paper_fact(paper, "gps", arena_printf(paper->arena, "%.6f, %.6f (not judged)", place.south ? -place.lat : place.lat,
                                              place.west ? -place.lon : place.lon));
}

void exif_facts(Paper *paper, Str tiff, ImageFacts *f)
{
    Tiff t = { tiff, has(tiff, 0, S("MM")) };
    size_t next[2] = { 0, 0 };          /* of EXIF, of GPS */

    if (!has(tiff, 0, S("II*\0")) && !has(tiff, 0, S("MM\0*")))
        return;
    read_directory(paper, &t, get32(&t, 4), false, f, next);
    for (int i = 0; i < 2; i++)
        if (next[i]) {
            size_t none[2];
            read_directory(paper, &t, next[i], i == 1, f, none);
        }
}
