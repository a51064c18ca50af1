/* rules.c -- see rules.h: a recursive descent over one line, emitting instructions as it goes. */
#include "lang/rules.h"

#include "base/vec.h"
#include "lang/fold.h"

typedef struct Macro {
    Str name, body;
} Macro;

typedef struct Compiler {
    Arena *arena;
    Str    where;
    size_t line;
    Error *err;
    Str    text;                /* what is being read: a rule's items, or the body of a let */
    size_t at;
    int    depth;               /* of lets inside lets */
    Status status;
    VEC(RuleInstr) code;
    VEC(uint64_t)  hashes;
    VEC(Macro)     macros;
    VEC(Rule)      rules;
} Compiler;

static const char *const field_names[FIELD_COUNT_] = {
    [FIELD_DAY] = "d",           [FIELD_MONTH] = "m",       [FIELD_YEAR] = "y",
    [FIELD_WEEKDAY] = "w",       [FIELD_SEASON] = "s",      [FIELD_QUARTER] = "q",
    [FIELD_HALF] = "h",          [FIELD_NUMBER] = "n",      [FIELD_UNIT] = "u",
    [FIELD_SHIFT] = "r",         [FIELD_PART] = "p",        [FIELD_TIME] = "t",
    [FIELD_HOUR] = "hour",       [FIELD_MINUTE] = "minute", [FIELD_DAY2] = "d2",
    [FIELD_MONTH2] = "m2",       [FIELD_YEAR2] = "y2",      [FIELD_NUMBER2] = "n2",
    [FIELD_BOUND] = "b",         [FIELD_REF] = "ref",       [FIELD_FROM] = "from",
    [FIELD_SIGN] = "sign",       [FIELD_DECADE] = "decade", [FIELD_CENTURY] = "century",
    [FIELD_COUNTED] = "counted", [FIELD_WHO] = "who",       [FIELD_MOD] = "mod",
    [FIELD_PART2] = "p2",        [FIELD_UNIT2] = "u2",      [FIELD_WEEKDAY2] = "w2",
    [FIELD_ERA] = "era",         [FIELD_HOLIDAY] = "holiday",
    [FIELD_HOUR2] = "hour2",     [FIELD_MINUTE2] = "minute2", [FIELD_SHIFT2] = "r2",
};

static const char *const meaning_names[] = {
    [MEANS_NOTHING] = "nothing", [MEANS_DATE] = "date", [MEANS_RANGE] = "range", [MEANS_SHIFT] = "shift",
    [MEANS_OFFSET] = "offset", [MEANS_DURATION] = "duration", [MEANS_SET] = "set", [MEANS_REF] = "ref",
    [MEANS_EVENT] = "event", [MEANS_COUNT] = "count", [MEANS_SHARE] = "share", [MEANS_AGE] = "age",
    [MEANS_RATE] = "rate", [MEANS_OTHER] = "other",
};

#define NAME(literal) { literal, sizeof literal - 1 }

/* In the order of RuleName. */
static const Str value_names[NAME_END_OF_LIST_ - RULE_NAMES] = {
    NAME("Y"), NAME("M"), NAME("W"), NAME("D"), NAME("Q"), NAME("TH"), NAME("TM"), NAME("TS"),
    NAME("HALFYEAR"), NAME("DECADE"), NAME("CENTURY"), NAME("WEEKEND"), NAME("FORTNIGHT"),
    NAME("START"), NAME("MID"), NAME("END"), NAME("MO"), NAME("MI"), NAME("AF"), NAME("EV"), NAME("NI"),
    NAME("DT"), NAME("PAST"), NAME("PRESENT"), NAME("FUTURE"), NAME("SP"), NAME("SU"), NAME("FA"),
    NAME("WI"), NAME("DOCUMENT"), NAME("NARRATIVE"), NAME("EVENT"), NAME("INVASION"), NAME("BEFORE"),
    NAME("AFTER"), NAME("APPROX"), NAME("MORE_THAN"), NAME("LESS_THAN"), NAME("EQUAL_OR_MORE"),
    NAME("EQUAL_OR_LESS"), NAME("HALFHOUR"),
};

/* Names of classes in rules, and the column that a word in brackets selects by. */
static const struct {
    const char *name;
    uint8_t     class_, column;
} class_names[] = {
    { "MONTH", CLASS_MONTH, 1 },
    { "WEEKDAY", CLASS_WEEKDAY, 1 },
    { "SEASON", CLASS_SEASON, 0 },
    { "TIMEUNIT", CLASS_TIMEUNIT, 0 },
    { "DATEWORD", CLASS_DATEWORD, 0 },
    { "BOUND", CLASS_BOUND, 4 },
    { "UNIT", CLASS_UNIT, 0 },
    { "PEOPLE", CLASS_PEOPLE, 0 },
    { "KIN", CLASS_KIN, 0 },
    { "ROLE", CLASS_ROLE, 0 },
    { "ACT", CLASS_ACT, 1 },
    { "FUNCTION", CLASS_FUNCTION, 0 },
    { "DEMONYM", CLASS_DEMONYM, 1 },
    { "PLACE", CLASS_PLACE, 0 },
    { "WEAPON", CLASS_WEAPON, 0 },
    { "OBJECT", CLASS_OBJECT, 0 },
    { "PLACEHEAD", CLASS_PLACEHEAD, 0 },
    { "DIRECTION", CLASS_DIRECTION, 0 },
    { "NUMWORD", CLASS_NUMBER, 1 },
    { "NEGATION", CLASS_NEGATION, 0 },
    { "TITLE", CLASS_TITLE, 0 },
};

uint8_t rule_column(WordClass class_)
{
    for (size_t i = 0; i < sizeof class_names / sizeof *class_names; i++)
        if (class_names[i].class_ == class_)
            return class_names[i].column;
    return 0;
}

int rule_field_of(Str name)
{
    for (int i = 0; i < FIELD_COUNT_; i++)
        if (str_eq(name, str_of(field_names[i])))
            return i;
    return -1;
}

int64_t rule_value_of(Str word)
{
    int64_t number;

    if (str_to_i64(word, &number) && number < RULE_NAMES)
        return number;
    for (size_t i = 0; i < sizeof value_names / sizeof *value_names; i++)
        if (str_eq(word, value_names[i]))
            return RULE_NAMES + (int64_t)i;
    return -1;
}

Str rule_value_name(int64_t value)
{
    if (value < RULE_NAMES || value >= NAME_END_OF_LIST_)
        return STR_NONE;
    return value_names[value - RULE_NAMES];
}

/* The first thing wrong on a line is what the person gets to read. */
static void complain(Compiler *c, const char *what, Str about)
{
    if (c->status == OK)
        c->status = fail(c->err, ERR_BAD_INPUT, STR_FMT ":%zu: %s%s" STR_FMT, STR_ARG(c->where), c->line, what,
                         about.len ? ": " : "", STR_ARG(about));
}

static void skip_blanks(Compiler *c)
{
    while (c->at < c->text.len && (c->text.ptr[c->at] == ' ' || c->text.ptr[c->at] == '\t'))
        c->at++;
}

static bool take(Compiler *c, char wanted)
{
    skip_blanks(c);
    if (c->at >= c->text.len || c->text.ptr[c->at] != wanted)
        return false;
    c->at++;
    return true;
}

static char peek(Compiler *c)
{
    skip_blanks(c);
    return c->at < c->text.len ? c->text.ptr[c->at] : '\0';
}

static bool name_byte(char b)
{
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
}

static Str take_name(Compiler *c)
{
    skip_blanks(c);
    size_t start = c->at;
    while (c->at < c->text.len && name_byte(c->text.ptr[c->at]))
        c->at++;
    return str_slice(c->text, start, c->at);
}

static size_t emit(Compiler *c, RuleInstr instr)
{
    vec_push(c->arena, &c->code, instr);
    return c->code.count - 1;
}

static void add_hash(Compiler *c, RuleInstr *instr, Str word)
{
    if (instr->set_count == 0)
        instr->set = (uint16_t)c->hashes.count;
    vec_push(c->arena, &c->hashes, fold_hash(word));
    instr->set_count++;
}

/* "(a|b)" or "(1..31)" after a class name. */
static void parse_arguments(Compiler *c, RuleInstr *instr)
{
    if (c->at >= c->text.len || c->text.ptr[c->at] != '(')
        return;
    size_t close = str_find(c->text, S(")"), c->at);
    if (close == SIZE_MAX) {
        complain(c, "a bracket is not closed", S(""));
        return;
    }
    Str inside = str_slice(c->text, c->at + 1, close), word;
    c->at = close + 1;
    size_t dots = str_find(inside, S(".."), 0);
    if (dots != SIZE_MAX) {
        if (!str_to_i64(str_trim(str_slice(inside, 0, dots)), &instr->low) ||
            !str_to_i64(str_trim(str_slice(inside, dots + 2, inside.len)), &instr->high))
            complain(c, "a range is two whole numbers, as in (1..31)", inside);
        return;
    }
    if (instr->op == RULE_SLASHED) {
        instr->low = str_eq(inside, S("mdy"));
        return;
    }
    if (instr->op != RULE_CLASS) {
        complain(c, "this item takes a range of numbers only", inside);
        return;
    }
    if (inside.len && inside.ptr[0] == '!') {
        instr->negative = true;
        inside = str_slice(inside, 1, inside.len);
    }
    while (str_cut(&inside, '|', &word))
        add_hash(c, instr, str_trim(word));
}

/* A name in capitals: a class, a kind of number, or a let. False when it is none. */
static bool named_item(Str name, RuleInstr *ret)
{
    static const struct {
        const char *name;
        uint8_t     op, digits;
        int64_t     low, high;
    } kinds[] = {
        { "NUM", RULE_NUMBER, 0, 0, INT64_MAX },    { "DIGITS", RULE_DIGITS, 0, 0, INT64_MAX },
        { "YEAR", RULE_DIGITS, 4, 1000, 2199 },     { "DIGITS2", RULE_DIGITS, 2, 0, 99 },
        { "ORD", RULE_ORDINAL, 0, 0, INT64_MAX },   { "ISODATE", RULE_ISO, 0, 0, 0 },
        { "YEARWORDS", RULE_YEAR_WORDS, 0, 1000, 2199 },
        { "DOTTEDDATE", RULE_DOTTED, 0, 0, 0 },     { "SLASHEDDATE", RULE_SLASHED, 0, 0, 0 },
        { "CLOCK", RULE_CLOCK, 0, 0, 0 },           { "HOURS", RULE_CLOCK, 0, 1, 0 },
                  { "CAPITAL", RULE_CAPITAL, 0, 0, 0 },
        { "ANY", RULE_ANY, 0, 0, 0 },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(name, str_of(kinds[i].name))) {
            *ret = (RuleInstr){ .op = kinds[i].op, .class_ = kinds[i].digits, .low = kinds[i].low, .high = kinds[i].high };
            return true;
        }
    for (size_t i = 0; i < sizeof class_names / sizeof *class_names; i++)
        if (str_eq(name, str_of(class_names[i].name))) {
            *ret = (RuleInstr){ .op = RULE_CLASS, .class_ = class_names[i].class_, .column = class_names[i].column };
            return true;
        }
    return false;
}

static const Macro *macro_find(const Compiler *c, Str name)
{
    for (size_t i = 0; i < c->macros.count; i++)
        if (str_eq(c->macros.at[i].name, name))
            return &c->macros.at[i];
    return NULL;
}

static void parse_choice(Compiler *c);

/* The body of a let stands where its name stood. */
static void parse_macro(Compiler *c, const Macro *macro)
{
    Str    text = c->text;
    size_t at = c->at;

    if (c->depth >= 8) {
        complain(c, "a let contains itself", macro->name);
        return;
    }
    c->text = macro->body;
    c->at = 0;
    c->depth++;
    parse_choice(c);
    if (c->status == OK && peek(c) != '\0')
        complain(c, "this let cannot be read to its end", macro->name);
    c->depth--;
    c->text = text;
    c->at = at;
}

/* A word or mark in quotes. */
static void parse_literal(Compiler *c, RuleInstr *instr)
{
    size_t close = str_find(c->text, S("\""), c->at);
    Str    inside = close == SIZE_MAX ? S("") : str_slice(c->text, c->at, close);

    if (inside.len == 0 || str_find(inside, S(" "), 0) != SIZE_MAX) {
        complain(c, "between quotes stands one word or mark", inside);
        return;
    }
    c->at = close + 1;
    unsigned char b = (unsigned char)inside.ptr[0];
    bool word = b >= 0x80 || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    if (word) {
        instr->op = RULE_WORD;
        add_hash(c, instr, inside);
    } else {
        instr->op = RULE_MARK;
        instr->low = b;
    }
}

/* True when the code from `from` is one word; and two such join to one set of words. */
static bool single_word(const Compiler *c, size_t from)
{
    return c->code.count == from + 1 && c->code.at[from].op == RULE_WORD && c->code.at[from].glue == GLUE_ANY &&
           c->code.at[from].field < 0;
}

static void parse_group(Compiler *c)
{
    parse_choice(c);
    if (!take(c, ')'))
        complain(c, "a bracket is not closed", S(""));
}

static void parse_look(Compiler *c, bool negative);

/* An item without what may stand before it. */
static void parse_base(Compiler *c, int field, int glue)
{
    RuleInstr instr = { .field = (int8_t)field, .glue = (uint8_t)glue };

    if (take(c, '"')) {
        parse_literal(c, &instr);
    } else {
        Str name = take_name(c);
        RuleInstr kind;
        if (name.len == 0) {
            complain(c, "an item is missing here", str_slice(c->text, c->at, c->at + 20));
            return;
        }
        const Macro *macro = macro_find(c, name);
        if (macro) {
            if (field >= 0 || glue != GLUE_ANY)
                complain(c, "a let takes no capture and no glue", name);
            parse_macro(c, macro);
            return;
        }
        if (!named_item(name, &kind)) {
            complain(c, "neither a class nor a let", name);
            return;
        }
        kind.field = (int8_t)field;
        kind.glue = (uint8_t)glue;
        instr = kind;
        parse_arguments(c, &instr);
    }
    emit(c, instr);
}

/* [ capture = ] [ ~ | ^ ] base, a group, or a look ahead. */
static void parse_item(Compiler *c)
{
    int field = -1, glue = GLUE_ANY;

    if (take(c, '!')) {
        parse_look(c, true);
        return;
    }
    if (take(c, '&')) {
        parse_look(c, false);
        return;
    }
    if (take(c, '~'))
        glue = GLUE_HYPHEN;
    else if (take(c, '^'))
        glue = GLUE_TIGHT;
    skip_blanks(c);
    size_t before = c->at;
    Str name = take_name(c);
    if (name.len && c->at < c->text.len && c->text.ptr[c->at] == '=') {
        field = rule_field_of(name);
        if (field < 0)
            complain(c, "no such capture", name);
        c->at++;
    } else {
        c->at = before;
    }
    if (glue == GLUE_ANY && field < 0 && take(c, '('))
        parse_group(c);
    else
        parse_base(c, field, glue);
}

static void parse_look(Compiler *c, bool negative)
{
    size_t look = emit(c, (RuleInstr){ .op = RULE_LOOK, .negative = negative, .field = -1 });
    parse_item(c);
    emit(c, (RuleInstr){ .op = RULE_MATCH, .field = -1 });
    c->code.at[look].high = (int64_t)c->code.count;
}

/* Jumps are written by position: inserting one moves those that point behind it. */
static void insert_instr(Compiler *c, size_t at, RuleInstr instr)
{
    emit(c, instr);
    memmove(&c->code.at[at + 1], &c->code.at[at], (c->code.count - 1 - at) * sizeof(RuleInstr));
    c->code.at[at] = instr;
    for (size_t i = at + 1; i < c->code.count; i++) {
        RuleInstr *r = &c->code.at[i];
        if (r->op == RULE_SPLIT || r->op == RULE_JUMP) {
            r->low++;
            r->high++;
        } else if (r->op == RULE_LOOK) {
            r->high++;
        }
    }
}

static void parse_sequence(Compiler *c)
{
    for (;;) {
        char next = peek(c);
        if (next == '\0' || next == '|' || next == ')' || c->status != OK)
            return;
        if (take(c, '[')) {
            emit(c, (RuleInstr){ .op = RULE_START, .field = -1 });
            continue;
        }
        if (take(c, ']')) {
            emit(c, (RuleInstr){ .op = RULE_END, .field = -1 });
            continue;
        }
        size_t from = c->code.count;
        parse_item(c);
        if (c->at < c->text.len && c->text.ptr[c->at] == '?') {
            c->at++;
            insert_instr(c, from, (RuleInstr){ .op = RULE_SPLIT, .field = -1 });
            c->code.at[from].low = (int64_t)from + 1;
            c->code.at[from].high = (int64_t)c->code.count;
        }
    }
}

/* Alternatives: each tried in the order written. Words alone become one set. */
static void parse_choice(Compiler *c)
{
    size_t from = c->code.count;

    parse_sequence(c);
    if (peek(c) != '|' || c->status != OK)
        return;
    bool   words = single_word(c, from);
    size_t first_hash = words ? c->code.at[from].set : 0;
    take(c, '|');
    size_t mark = c->code.count;
    parse_choice(c);
    if (c->status != OK)
        return;
    if (words && single_word(c, mark)) {
        c->code.at[from].set = (uint16_t)first_hash;
        c->code.at[from].set_count = (uint16_t)(c->code.at[from].set_count + c->code.at[mark].set_count);
        c->code.count--;
        return;
    }
    insert_instr(c, from, (RuleInstr){ .op = RULE_SPLIT, .field = -1 });
    insert_instr(c, mark + 1, (RuleInstr){ .op = RULE_JUMP, .field = -1 });
    c->code.at[from].low = (int64_t)from + 1;
    c->code.at[from].high = (int64_t)mark + 2;
    c->code.at[mark + 1].low = (int64_t)c->code.count;
    c->code.at[mark + 1].high = 0;
}

static bool is_lead(const RuleInstr *r)
{
    return r->op == RULE_WORD || r->op == RULE_MARK || r->op == RULE_START || r->op == RULE_CAPITAL ||
           r->op == RULE_ANY;
}

/* Words before the first class item are matched backward from it: the class
 * says where to try, a rule that begins with "the" would be tried everywhere. */
static void split_lead(Compiler *c, Rule *rule, size_t from)
{
    size_t at = from;

    for (;;) {
        const RuleInstr *r = &c->code.at[at];
        if (is_lead(r))
            at++;
        else if (r->op == RULE_SPLIT && r->low == (int64_t)at + 1 && r->high == (int64_t)at + 2 &&
                 is_lead(r + 1))
            at += 2;
        else
            break;
    }
    rule->lead = (uint32_t)from;
    rule->lead_count = (uint32_t)(at - from);
    rule->start = (uint32_t)at;
}

static uint64_t role_bits(const Compiler *c, const RuleInstr *r)
{
    uint64_t bits = r->set_count == 0 || r->negative ? UINT64_MAX : 0;

    for (uint16_t k = 0; k < r->set_count; k++)
        bits |= rule_role_bit(c->hashes.at[r->set + k]);
    return bits;
}

/* The shape of digits that a first item wants. */
static uint32_t shape_of(const RuleInstr *r)
{
    switch ((RuleOp)r->op) {
    case RULE_ISO:
        return RULE_SHAPE_ISO;
    case RULE_DOTTED:
        return RULE_SHAPE_DOTTED;
    case RULE_SLASHED:
        return RULE_SHAPE_SLASHED;
    case RULE_CLOCK:
        return r->low ? RULE_SHAPE_DOTTED | RULE_SHAPE_CLOCK : RULE_SHAPE_CLOCK;
    case RULE_DIGITS:
        return r->class_ == 4 ? RULE_SHAPE_FOUR : r->high < 100 ? RULE_SHAPE_LOW : RULE_SHAPE_ANY;
    default:
        return RULE_SHAPE_ANY;
    }
}

/* Classes that the code at `pc` can begin with; *bad when it can begin without one. */
static uint64_t first_classes(const Compiler *c, size_t pc, Rule *rule, bool *bad)
{
    for (;;) {
        const RuleInstr *r = &c->code.at[pc];
        switch ((RuleOp)r->op) {
        case RULE_CLASS:
            if (r->class_ == CLASS_DATEWORD)
                rule->dateword |= role_bits(c, r);
            return CLASS_BIT(r->class_);
        case RULE_NUMBER:
        case RULE_ORDINAL:
            rule->shape |= RULE_SHAPE_ANY;
            return CLASS_BIT(CLASS_NUMBER) | RULE_FIRST_DIGITS;
        case RULE_YEAR_WORDS:
            return CLASS_BIT(CLASS_NUMBER);
        case RULE_DIGITS:
        case RULE_ISO:
        case RULE_DOTTED:
        case RULE_SLASHED:
        case RULE_CLOCK:
            rule->shape |= shape_of(r);
            return RULE_FIRST_DIGITS;
        case RULE_START:
        case RULE_END:
            pc++;
            break;
        case RULE_LOOK:
            pc = (size_t)r->high;
            break;
        case RULE_JUMP:
            pc = (size_t)r->low;
            break;
        case RULE_SPLIT:
            return first_classes(c, (size_t)r->low, rule, bad) | first_classes(c, (size_t)r->high, rule, bad);
        case RULE_WORD:
        case RULE_MARK:
        case RULE_CAPITAL:
        case RULE_ANY:
        case RULE_MATCH:
            *bad = true;
            return 0;
        }
    }
}

/* Classes that must stand somewhere in what the code from `pc` up to `end` matches. */
static uint64_t needed_classes(const Compiler *c, size_t pc, size_t end)
{
    uint64_t need = 0;

    while (pc < end) {
        const RuleInstr *r = &c->code.at[pc];
        switch ((RuleOp)r->op) {
        case RULE_CLASS:
            need |= CLASS_BIT(r->class_);
            pc++;
            break;
        case RULE_YEAR_WORDS:
            need |= CLASS_BIT(CLASS_NUMBER);
            pc++;
            break;
        case RULE_DIGITS:
        case RULE_ISO:
        case RULE_DOTTED:
        case RULE_SLASHED:
        case RULE_CLOCK:
            need |= RULE_FIRST_DIGITS;
            pc++;
            break;
        case RULE_LOOK:
            pc = (size_t)r->high;
            break;
        case RULE_JUMP:
            pc = (size_t)r->low;
            break;
        case RULE_SPLIT:
            return need | (needed_classes(c, (size_t)r->low, end) & needed_classes(c, (size_t)r->high, end));
        case RULE_MATCH:
            return need;
        default:
            pc++;
        }
    }
    return need;
}

static uint64_t literal_bits(const Compiler *c, const RuleInstr *r)
{
    uint64_t bits = 0;

    if (r->op == RULE_MARK)
        return rule_literal_bit((uint64_t)r->low);
    for (uint16_t k = 0; k < r->set_count; k++)
        bits |= rule_literal_bit(c->hashes.at[r->set + k]);
    return bits;
}

/* What the second token of a match can be, the code from `pc` on having `taken` its first or not. */
static void second_token(const Compiler *c, size_t pc, bool taken, Rule *rule)
{
    for (;;) {
        const RuleInstr *r = &c->code.at[pc];
        switch ((RuleOp)r->op) {
        case RULE_START:
        case RULE_END:
            pc++;
            continue;
        case RULE_LOOK:
            pc = (size_t)r->high;
            continue;
        case RULE_JUMP:
            pc = (size_t)r->low;
            continue;
        case RULE_SPLIT:
            second_token(c, (size_t)r->low, taken, rule);
            pc = (size_t)r->high;
            continue;
        case RULE_MATCH:
            rule->second |= RULE_SECOND_ALL;
            return;
        case RULE_CLASS:
            rule->second |= taken ? CLASS_BIT(r->class_) : 0;
            break;
        case RULE_NUMBER:
        case RULE_ORDINAL:
        case RULE_YEAR_WORDS:
            rule->second |= taken ? CLASS_BIT(CLASS_NUMBER) | RULE_FIRST_DIGITS : RULE_SECOND_NUMBER;
            break;
        case RULE_DIGITS:
            rule->second |= taken ? RULE_FIRST_DIGITS : 0;
            break;
        case RULE_ISO:
        case RULE_DOTTED:
        case RULE_SLASHED:
        case RULE_CLOCK:
            rule->second |= taken ? RULE_FIRST_DIGITS : RULE_SECOND_ALL;
            break;
        case RULE_WORD:
        case RULE_MARK:
            rule->literal |= taken ? literal_bits(c, r) : 0;
            break;
        case RULE_CAPITAL:
            rule->second |= taken ? RULE_SECOND_CAPITAL : 0;
            break;
        case RULE_ANY:
            rule->second |= taken ? RULE_SECOND_WORD : 0;
            break;
        }
        if (taken)
            return;
        taken = true;
        pc++;
    }
}

/* The word or mark that must stand right before the first class item. */
static uint64_t before_bits(const Compiler *c, const Rule *rule)
{
    size_t at = rule->lead + rule->lead_count;

    while (at > rule->lead && c->code.at[at - 1].op == RULE_START)
        at--;
    if (at == rule->lead || (at - 1 > rule->lead && c->code.at[at - 2].op == RULE_SPLIT))
        return 0;
    return literal_bits(c, &c->code.at[at - 1]);
}

/* "-> meaning key=value ..." */
static void parse_meaning(Compiler *c, Rule *rule, Str text)
{
    c->text = text;
    c->at = 0;
    Str name = take_name(c);
    size_t i = 0, n = sizeof meaning_names / sizeof *meaning_names;
    while (i < n && !str_eq(name, str_of(meaning_names[i])))
        i++;
    if (i == n) {
        complain(c, "no such meaning after ->", name);
        return;
    }
    rule->meaning = (uint8_t)i;
    while (peek(c) != '\0' && c->status == OK) {
        Str key = take_name(c);
        int field = rule_field_of(key);
        if (field < 0 || !take(c, '=')) {
            complain(c, "after the meaning stand assignments such as sign=-1", key);
            return;
        }
        Str word = take_name(c);
        int64_t value = rule_value_of(word), number;
        if (value < 0 && !str_to_i64(word, &number))
            complain(c, "neither a number nor the name of a value", word);
        rule->fixed |= (uint64_t)1 << field;
        rule->value[field] = value;
    }
}

static void parse_rule(Compiler *c, Str line, bool quantity)
{
    size_t colon = str_find(line, S(":"), 0), arrow = str_find(line, S("->"), 0);

    if (colon == SIZE_MAX || arrow == SIZE_MAX || arrow < colon) {
        complain(c, "a rule is `date name : items -> meaning`", line);
        return;
    }
    Rule rule = { .name = arena_str(c->arena, str_trim(str_slice(line, 0, colon))), .quantity = quantity };
    size_t from = c->code.count;
    c->text = str_slice(line, colon + 1, arrow);
    c->at = 0;
    parse_choice(c);
    if (c->status == OK && peek(c) != '\0')
        complain(c, "the items cannot be read from here", str_slice(c->text, c->at, c->text.len));
    if (c->status != OK)
        return;
    emit(c, (RuleInstr){ .op = RULE_MATCH, .field = -1 });
    split_lead(c, &rule, from);
    bool bad = false;
    rule.first = first_classes(c, rule.start, &rule, &bad);
    rule.needed = needed_classes(c, rule.start, c->code.count);
    second_token(c, rule.start, false, &rule);
    rule.before = before_bits(c, &rule);
    if (bad)
        complain(c,
                 "a rule needs a class or a number that cannot be left out, with only single words before it",
                 rule.name);
    parse_meaning(c, &rule, str_slice(line, arrow + 2, line.len));
    vec_push(c->arena, &c->rules, rule);
}

static void parse_line(Compiler *c, Str line)
{
    line = str_trim(line);
    if (line.len == 0 || line.ptr[0] == '#')
        return;
    if (str_starts(line, S("date "))) {
        parse_rule(c, str_slice(line, 5, line.len), false);
    } else if (str_starts(line, S("quantity "))) {
        parse_rule(c, str_slice(line, 9, line.len), true);
    } else if (str_starts(line, S("let "))) {
        size_t equals = str_find(line, S("="), 0);
        if (equals == SIZE_MAX)
            complain(c, "a let is `let NAME = items`", line);
        else
            vec_push(c->arena, &c->macros, (Macro){ str_trim(str_slice(line, 4, equals)),
                                                    str_trim(str_slice(line, equals + 1, line.len)) });
    } else {
        complain(c, "a line begins with date, quantity, let or #", line);
    }
}

static void put_in(RuleSet *sets, uint64_t bits, size_t rule)
{
    for (; bits; bits &= bits - 1)
        sets[__builtin_ctzll(bits)][rule / 64] |= (uint64_t)1 << rule % 64;
}

static void index_rules(Arena *arena, Rules *rules)
{
    rules->needed = arena_array(arena, uint64_t, rules->count + 1);
    for (size_t i = 0; i < rules->count; i++) {
        const Rule *r = &rules->rules[i];
        rules->needed[i] = r->needed;
        put_in(rules->by_class[r->quantity], r->first, i);
        put_in(rules->by_role, r->dateword, i);
        put_in(rules->by_second, r->second, i);
        put_in(rules->by_literal, r->literal, i);
        put_in(rules->by_before, r->before, i);
        put_in(&rules->free_before, r->before == 0, i);
        put_in(rules->by_shape, r->shape, i);
        rules->dateword |= r->dateword;
        rules->second |= r->second;
        if (r->quantity)
            rules->quantity_first |= r->first;
        else
            rules->date_first |= r->first;
    }
}

Status rules_compile(Arena *arena, Str text, Str where, const Rules **ret, Error *err)
{
    Compiler c = { .arena = arena, .where = where, .err = err };
    Str      line;

    while (c.status == OK && str_cut(&text, '\n', &line)) {
        c.line++;
        parse_line(&c, line);
    }
    if (c.status == OK && (c.hashes.count > UINT16_MAX || c.rules.count > RULES_MAX))
        complain(&c, "too many rules for one file", S(""));
    if (c.status != OK)
        return c.status;
    Rules *rules = arena_new(arena, Rules);
    *rules = (Rules){ .rules = c.rules.at, .count = c.rules.count, .code = c.code.at, .hashes = c.hashes.at };
    index_rules(arena, rules);
    *ret = rules;
    return OK;
}
