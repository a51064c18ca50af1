/* qr.h -- short texts as QR codes, to be carried from screen to camera between machines without a network.
 *
 * A text of up to QR_PART bytes is one code and stands in it as it is, so that any reader of codes gives it
 * back. A longer one is cut into numbered codes, each beginning with a line
 *
 *     dokaz-qr/1 <k>/<n> <bytes in this code> <first 8 hex of the SHA-256 of the whole>
 *
 * What a reader of codes gives, in any order and with newlines between, is put together by qr_join.
 */
#ifndef CLI_QR_H
#define CLI_QR_H

#include "base/arena.h"
#include "base/err.h"

#define QR_PART     800     /* bytes of the text in one code: still read off a screen by a simple camera */
#define QR_PARTS    99

/* Write the code to `path`, a picture (.png) or text for a dark terminal (.txt); several codes go to
 * NAME-1.png, NAME-2.png ... *count gets their number. ERR_USAGE for another ending. */
Status qr_write(Arena *arena, Str text, Str path, size_t *count, Error *err);

/* Numbered parts put together; any other text is handed back without the empty lines that readers of codes
 * add at its end. ERR_BAD_INPUT names the part that is missing. */
Status qr_join(Arena *arena, Str text, Str *ret, Error *err);

#endif
