/* opt.c -- see opt.h. */
#include "base/opt.h"

#include "base/str.h"

#define NAME_COLUMN 26      /* where the help of an option begins */

static bool is_short(const Option *o)
{
    return o->name[1] == '\0';
}

static const char *dashes(const Option *o)
{
    return is_short(o) ? "-" : "--";
}

/* The row for `arg` ("-o", "--output", "--output=x"); *value is what follows the sign. */
static const Option *find(const Option *options, const char *arg, const char **value)
{
    bool is_long = arg[1] == '-';
    const char *name = arg + 1 + is_long;
    const char *sign = is_long ? strchr(name, '=') : NULL;
    size_t len = sign ? (size_t)(sign - name) : strlen(name);

    *value = sign ? sign + 1 : NULL;
    for (const Option *o = options; o->kind != OPT_END; o++)
        if (strlen(o->name) == len && memcmp(o->name, name, len) == 0 && is_short(o) == !is_long)
            return o;
    return NULL;
}

static Status set(const Option *o, const char *value, void *values, Error *err)
{
    char *member = (char *)values + o->offset;

    switch (o->kind) {
    case OPT_FLAG:
        *(bool *)member = true;
        return OK;
    case OPT_TEXT:
        *(Str *)member = str_of(value);
        return OK;
    case OPT_LIST: {
        OptList *list = (OptList *)member;
        if (list->count == OPT_LIST_MAX)
            return fail(err, ERR_USAGE, "%s%s can be given %d times, not more", dashes(o), o->name, OPT_LIST_MAX);
        list->at[list->count++] = str_of(value);
        return OK;
    }
    case OPT_INT:
        if (str_to_i64(str_of(value), (int64_t *)member))
            return OK;
        return fail(err, ERR_USAGE, "%s%s takes a whole number, not '%s'", dashes(o), o->name, value);
    case OPT_END:
        break;
    }
    return fail(err, ERR_USAGE, "%s%s cannot be given", dashes(o), o->name);
}

Status opt_parse(const Option *options, int count, char **args, bool stop_at_word, void *values, int *rest,
                 Error *err)
{
    int words = 0, i = 0;

    for (; i < count; i++) {
        char *arg = args[i];
        if (arg[0] != '-' || arg[1] == '\0') {
            if (stop_at_word)
                break;
            args[words++] = arg;
            continue;
        }
        if (strcmp(arg, "--") == 0) {
            i++;
            break;
        }
        const char *value = NULL;
        const Option *o = find(options, arg, &value);
        if (!o)
            return fail(err, ERR_USAGE, "there is no option %s: see --help", arg);
        if (o->kind == OPT_FLAG && value)
            return fail(err, ERR_USAGE, "%s%s takes no value", dashes(o), o->name);
        if (o->kind != OPT_FLAG && !value && i + 1 == count)
            return fail(err, ERR_USAGE, "%s%s needs a value: %s", dashes(o), o->name, o->value);
        if (o->kind != OPT_FLAG && !value)
            value = args[++i];
        Status status = set(o, value, values, err);
        if (status != OK)
            return status;
    }
    for (; i < count; i++)
        args[words++] = args[i];
    *rest = words;
    return OK;
}

void opt_describe(const Option *options, StrBuf *out)
{
    for (const Option *o = options; o->kind != OPT_END; o++) {
        size_t start = out->len;
        strbuf_printf(out, "  %s%s", dashes(o), o->name);
        if (o->value)
            strbuf_printf(out, " %s", o->value);
        do
            strbuf_char(out, ' ');
        while (out->len - start < NAME_COLUMN);
        strbuf_printf(out, "%s\n", o->help);
    }
}
