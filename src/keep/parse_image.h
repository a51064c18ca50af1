/* parse_image.h -- pictures: size, what the file says of itself, text in them. 0 or a WORKER_ code. */
#ifndef KEEP_PARSE_IMAGE_H
#define KEEP_PARSE_IMAGE_H

#include "keep/paper.h"

#define IMAGE_VERSION "image/1"

/* ocr: recognise text too (ocr_prepare must have been called). Without it the answer asks for it, when the format is
 * one that is decoded here. */
int image_parse(Arena *arena, Str original, bool ocr, StrBuf *answer);

typedef enum ImageKind { IMAGE_UNKNOWN, IMAGE_JPEG, IMAGE_PNG, IMAGE_GIF, IMAGE_TIFF, IMAGE_WEBP, IMAGE_BMP, IMAGE_HEIC } ImageKind;

typedef struct ImageFacts {
    ImageKind kind;
    uint32_t  width, height;    /* pixels, as stored; 0 unknown */
    int       orientation;      /* 1..8 as in EXIF */
    Str       exif;             /* a TIFF structure, or empty */
    bool      xmp, c2pa;
} ImageFacts;

/* The pieces of the file, from its own structure: no pixel is decoded. */
void image_facts(Str original, ImageFacts *ret);

/* Facts of a TIFF structure (EXIF) onto the paper; *orientation and size where it tells them. */
void exif_facts(Paper *paper, Str tiff, ImageFacts *facts);

#endif
