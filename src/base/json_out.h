/* json_out.h -- JSON written as it is built; objects nest, keys keep their order.
 *
 * A key is given before each value inside an object, NULL inside an array.
 * Text must be valid UTF-8; control characters are escaped, all else stands
 * as it is. Doubles are written with at most `decimals` digits, zeros trimmed.
 */
#ifndef BASE_JSON_OUT_H
#define BASE_JSON_OUT_H

#include "base/strbuf.h"

typedef struct JsonOut {
    StrBuf *out;
    bool    comma;      /* the next value needs one before it */
} JsonOut;

void json_object(JsonOut *j, const char *key);
void json_object_end(JsonOut *j);
void json_array(JsonOut *j, const char *key);
void json_array_end(JsonOut *j);
void json_str(JsonOut *j, const char *key, Str value);      /* ptr NULL gives null */
void json_text(JsonOut *j, const char *key, const char *value); /* NULL gives null */
void json_i64(JsonOut *j, const char *key, int64_t value);
void json_double(JsonOut *j, const char *key, double value, int decimals);
void json_bool(JsonOut *j, const char *key, bool value);
void json_null(JsonOut *j, const char *key);
void json_line_end(JsonOut *j);                             /* newline; ready for the next object */

/* The quoted, escaped form alone. */
void json_quote(StrBuf *out, Str value);

#endif
