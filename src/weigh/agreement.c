/* agreement.c -- see agreement.h: the coefficient itself. What was coded: coding.c. */
#include "weigh/agreement.h"

#include "base/auto.h"

#include <stdlib.h>

Str agreement_level_name(AgreementLevel level)
{
    static const char *const names[] = { "nominal", "ordinal", "interval" };

    return str_of(names[level]);
}

static int by_unit(const void *a, const void *b)
{
    const Rating *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return (x->coder > y->coder) - (x->coder < y->coder);
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Values that stand in units with two or more, and the coincidences of each with each. */
typedef struct Matrix {
    double *value;          /* ascending, once each */
    size_t  count;
    double *together;       /* count x count */
    double *total;          /* of a row */
    double  all;
} Matrix;

static size_t index_of(const Matrix *m, double value)
{
    const double *at = bsearch(&value, m->value, m->count, sizeof value, by_number);

    return (size_t)(at - m->value);
}

/* The number of ratings of the unit that begins at `at`; each coder's second is passed over beforehand. */
static size_t unit_len(const Rating *r, size_t count, size_t at)
{
    size_t len = 1;

    while (at + len < count && r[at + len].unit == r[at].unit)
        len++;
    return len;
}

static void count_units(Agreement *out, const Rating *r, size_t count)
{
    for (size_t at = 0, len; at < count; at += len) {
        len = unit_len(r, count, at);
        out->single += len == 1;
        if (len == 1)
            continue;
        out->units++;
        out->values += len;
        for (size_t i = at; i < at + len; i++)
            for (size_t k = i + 1; k < at + len; k++) {
                out->pairs++;
                out->same += r[i].value == r[k].value;
            }
    }
}

static void fill(Arena *arena, const Rating *r, size_t count, Matrix *m)
{
    size_t distinct = 0;

    m->value = arena_array(arena, double, count + 1);
    for (size_t at = 0, len; at < count; at += len) {
        len = unit_len(r, count, at);
        for (size_t i = at; len > 1 && i < at + len; i++)
            m->value[m->count++] = r[i].value;
    }
    qsort(m->value, m->count, sizeof *m->value, by_number);
    for (size_t i = 0; i < m->count; i++)
        if (i == 0 || m->value[i] != m->value[distinct - 1])
            m->value[distinct++] = m->value[i];
    m->count = distinct;
    m->together = arena_array(arena, double, distinct * distinct + 1);
    m->total = arena_array(arena, double, distinct + 1);
    for (size_t at = 0, len; at < count; at += len) {
        len = unit_len(r, count, at);
        for (size_t i = at; len > 1 && i < at + len; i++)
            for (size_t k = at; k < at + len; k++)
                if (i != k)
                    m->together[index_of(m, r[i].value) * distinct + index_of(m, r[k].value)] += 1.0 / (double)(len - 1);
    }
    for (size_t i = 0; i < distinct; i++) {
        for (size_t k = 0; k < distinct; k++)
            m->total[i] += m->together[i * distinct + k];
        m->all += m->total[i];
    }
}

/* How different two values are; ordinal: by how many values stand between them. */
static double difference(const Matrix *m, AgreementLevel level, size_t a, size_t b)
{
    double d = 0;

    switch (level) {
    case LEVEL_NOMINAL:
        return a != b;
    case LEVEL_INTERVAL:
        d = m->value[a] - m->value[b];
        return d * d;
    case LEVEL_ORDINAL:
        for (size_t i = a < b ? a : b; i <= (a < b ? b : a); i++)
            d += m->total[i];
        d -= (m->total[a] + m->total[b]) / 2;
        return a == b ? 0 : d * d;
    }
    return 0;
}

Agreement agreement_of(Arena *arena, const Rating *ratings, size_t count, AgreementLevel level)
{
    Agreement out = { .units = 0 };
    Rating *r = arena_array(arena, Rating, count + 1);
    Matrix m = { .count = 0 };
    size_t kept = 0;
    double observed = 0, expected = 0;

    if (count)
        memcpy(r, ratings, sizeof *r * count);
    qsort(r, count, sizeof *r, by_unit);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_unit(&r[kept - 1], &r[i]) != 0)
            r[kept++] = r[i];
    count_units(&out, r, kept);
    if (out.values == 0)
        return out;
    fill(arena, r, kept, &m);
    for (size_t a = 0; a < m.count; a++)
        for (size_t b = 0; b < m.count; b++) {
            double d = difference(&m, level, a, b);
            observed += m.together[a * m.count + b] * d;
            expected += m.total[a] * m.total[b] * d;
        }
    out.defined = expected > 0;
    if (out.defined)
        out.alpha = 1 - (m.all - 1) * observed / expected;
    return out;
}
