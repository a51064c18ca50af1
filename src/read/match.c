/* match.c -- see match.h: a backtracking machine over the instructions of lang/rules.h. */
#include "read/match.h"

#include "base/time.h"

#include "lang/fold.h"

#define WINDOW 20       /* tokens that the longest rule can take */

void matcher_init(Matcher *m, const Tokens *tokens, bool quantity)
{
    *m = (Matcher){ .tokens = tokens, .quantity = quantity, .number_at = SIZE_MAX, .ordinal_at = SIZE_MAX };
    for (size_t i = 0; i < lang_language_count(tokens->lang); i++) {
        m->rules[i] = lang_rules(tokens->lang, (int)i);
        if (m->rules[i])
            m->dateword |= m->rules[i]->dateword;
        if (m->rules[i])
            m->first |= quantity ? m->rules[i]->quantity_first : m->rules[i]->date_first;
    }
}

static void fill(Matcher *m, int field, int64_t value, const Row *row, size_t at)
{
    if (field < 0)
        return;
    m->hit.filled |= (uint64_t)1 << field;
    m->hit.value[field] = value;
    if (field == FIELD_NUMBER)
        m->hit.number_at = at;
    else if (field == FIELD_BOUND)
        m->hit.bound = row;
    else if (field == FIELD_REF)
        m->hit.ref = row;
}

/* --- dates and times in digits, read from the bytes: tokens cut them anyhow -- */

/* Up to `most` digits at *at; the count, 0 for none. */
static int take_digits(Str s, size_t *at, int most, int *value)
{
    int n = 0;

    *value = 0;
    while (n < most && *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9') {
        *value = *value * 10 + (s.ptr[*at] - '0');
        (*at)++;
        n++;
    }
    return n;
}

static bool digit_follows(Str s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

/* Tokens from i to byte `end`; 0 when `end` is inside a token or beyond the sentence. */
static size_t tokens_to(const Matcher *m, size_t i, size_t end)
{
    size_t j = i;

    while (j < m->high && m->tokens->at[j].end <= end)
        j++;
    return j > i && m->tokens->at[j - 1].end == end ? j - i : 0;
}

static size_t step_numeric_date(Matcher *m, const RuleInstr *r, size_t i)
{
    Str    s = m->tokens->text;
    size_t at = m->tokens->at[i].start;
    char   separator = r->op == RULE_ISO ? '-' : r->op == RULE_DOTTED ? '.' : '/';
    int    a, b, c, na, nb, nc;

    na = take_digits(s, &at, 4, &a);
    if (na == 0 || at >= s.len || s.ptr[at++] != separator)
        return 0;
    nb = take_digits(s, &at, 2, &b);
    if (nb == 0 || at >= s.len || s.ptr[at++] != separator)
        return 0;
    nc = take_digits(s, &at, 4, &c);
    bool goes_on = at + 1 < s.len && s.ptr[at] == separator && digit_follows(s, at + 1);
    if (nc == 0 || digit_follows(s, at) || goes_on)
        return 0;
    int year = r->op == RULE_ISO ? a : c, month = b, day = r->op == RULE_ISO ? c : a;
    if (r->op == RULE_ISO ? na != 4 || nb != 2 || nc != 2 : na > 2 || (nc != 4 && nc != 2))
        return 0;
    if ((r->low && day <= 12) || month > 12) {
        int swap = day;
        day = month;
        month = swap;
    }
    if (r->op != RULE_ISO && nc == 2)
        year += year < 70 ? 2000 : 1900;
    if (year < 1000 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
        return 0;
    fill(m, FIELD_YEAR, year, NULL, i);
    fill(m, FIELD_MONTH, month, NULL, i);
    fill(m, FIELD_DAY, day, NULL, i);
    return tokens_to(m, i, at);
}

static size_t step_clock(Matcher *m, const RuleInstr *r, size_t i)
{
    Str    s = m->tokens->text;
    size_t at = m->tokens->at[i].start;
    int    hour, minute, second;

    if (take_digits(s, &at, 2, &hour) == 0 || at >= s.len || hour > 24)
        return 0;
    char separator = s.ptr[at++];
    bool letter = r->low && (separator == 'h' || separator == 'H');
    if (!letter && separator != (r->low ? '.' : ':'))
        return 0;
    int digits = take_digits(s, &at, 2, &minute);
    if ((digits != 2 && !(letter && digits == 0)) || digit_follows(s, at) || minute > 59 ||
        (separator == '.' && at < s.len && s.ptr[at] == '.' && digit_follows(s, at + 1)))
        return 0;
    if (at < s.len && s.ptr[at] == ':' && digit_follows(s, at + 1)) {
        at++;
        if (take_digits(s, &at, 2, &second) != 2 || digit_follows(s, at))
            return 0;
    }
    bool second_end = r->field == FIELD_HOUR2;
    fill(m, second_end ? FIELD_HOUR2 : FIELD_HOUR, hour, NULL, i);
    fill(m, second_end ? FIELD_MINUTE2 : FIELD_MINUTE, minute, NULL, i);
    return tokens_to(m, i, at);
}

/* --- items: each gives the number of tokens it takes, 0 when it does not match -- */

static bool in_set(const Rules *rules, const RuleInstr *r, uint64_t hash)
{
    for (uint16_t k = 0; k < r->set_count; k++)
        if (rules->hashes[r->set + k] == hash)
            return true;
    return false;
}

static int64_t class_value(const Row *row, uint8_t class_)
{
    switch (class_) {
    case CLASS_MONTH:
    case CLASS_WEEKDAY:
    case CLASS_NUMBER:
        return row->n[0];
    case CLASS_DATEWORD:
        return row->n[1];
    case CLASS_SEASON:
    case CLASS_TIMEUNIT:
        return row->n[0];
    default:
        return 0;
    }
}

static size_t step_class(Matcher *m, const Rules *rules, const RuleInstr *r, size_t i)
{
    const Token *token = &m->tokens->at[i];
    uint32_t     state = 0;
    size_t       len;
    const Row   *row;

    if (!((token->classes | token->phrase_classes) & CLASS_BIT(r->class_)))
        return 0;
    if (r->class_ == CLASS_PLACE)
        return token->phrase_classes & CLASS_BIT(CLASS_PLACE) ? token->phrase_len : 1;
    while ((row = next_sense(m->tokens, i, (WordClass)r->class_, &state, &len))) {
        if (i + len > m->high)
            continue;
        if (r->set_count && in_set(rules, r, row->key) == r->negative)
            continue;
        fill(m, r->field, class_value(row, r->class_), row, i);
        return len;
    }
    return 0;
}

static size_t step_number(Matcher *m, const RuleInstr *r, size_t i)
{
    if (m->number_at != i) {
        m->number_at = i;
        m->number_found = number_parse(m->tokens, i, m->high, &m->number);
    }
    const Number *n = &m->number;
    if (!m->number_found)
        return 0;
    bool vague = n->open || n->unknown;
    bool counted = r->field == FIELD_NUMBER || r->field == FIELD_NUMBER2 || r->field < 0;
    if (vague ? r->high != INT64_MAX : n->milli < r->low * 1000 || n->milli / 1000 > r->high)
        return 0;
    if (!counted && (vague || n->milli % 1000))
        return 0;
    fill(m, r->field, !counted ? n->milli / 1000 : vague ? NUMBER_VAGUE : n->milli, NULL, i);
    return n->tokens;
}

static size_t step_digits(Matcher *m, const RuleInstr *r, size_t i)
{
    const Token *t = &m->tokens->at[i];

    if (t->kind != TOKEN_NUMBER || (t->flags & TOKEN_DECIMAL) || t->value < r->low || t->value > r->high ||
        t->end - t->start != t->digits || (r->class_ && t->digits != r->class_))
        return 0;
    bool counted = r->field == FIELD_NUMBER || r->field == FIELD_NUMBER2;
    if (counted && t->value > INT64_MAX / 1000)
        return 0;
    fill(m, r->field, counted ? t->value * 1000 : t->value, NULL, i);
    return 1;
}

static size_t step_ordinal(Matcher *m, const RuleInstr *r, size_t i)
{
    if (m->ordinal_at != i) {
        m->ordinal_at = i;
        if (!ordinal_parse(m->tokens, i, m->high, &m->ordinal, &m->ordinal_len))
            m->ordinal_len = 0;
    }
    if (m->ordinal_len == 0 || m->ordinal < r->low || m->ordinal > r->high)
        return 0;
    fill(m, r->field, r->field == FIELD_NUMBER ? m->ordinal * 1000 : m->ordinal, NULL, i);
    return m->ordinal_len;
}

static size_t step_year_words(Matcher *m, const RuleInstr *r, size_t i)
{
    int64_t value;
    size_t  len;

    if (!(matcher_bits(&m->tokens->at[i]) & CLASS_BIT(CLASS_NUMBER)) ||
        !year_words_parse(m->tokens, i, m->high, &value, &len) || value < r->low || value > r->high)
        return 0;
    fill(m, r->field, value, NULL, i);
    return len;
}

static bool glue_holds(const Token *t, uint8_t glue)
{
    return glue == GLUE_ANY || (glue == GLUE_HYPHEN ? t->flags & TOKEN_HYPHEN : !(t->flags & TOKEN_SPACE));
}

static bool is_dash(uint32_t mark)
{
    return (mark >= 0x2010 && mark <= 0x2015) || mark == 0x2212;
}

static size_t step(Matcher *m, const Rules *rules, const RuleInstr *r, size_t i)
{
    if (i >= m->high)
        return 0;
    const Token *t = &m->tokens->at[i];
    if (!glue_holds(t, r->glue))
        return 0;
    switch ((RuleOp)r->op) {
    case RULE_CLASS:
        return step_class(m, rules, r, i);
    case RULE_WORD:
        return t->kind != TOKEN_MARK && in_set(rules, r, t->hash);
    case RULE_MARK:
        return t->kind == TOKEN_MARK && (t->mark == (uint32_t)r->low || (r->low == '-' && is_dash(t->mark)));
    case RULE_DIGITS:
        return step_digits(m, r, i);
    case RULE_NUMBER:
        return step_number(m, r, i);
    case RULE_ORDINAL:
        return step_ordinal(m, r, i);
    case RULE_YEAR_WORDS:
        return step_year_words(m, r, i);
    case RULE_ISO:
    case RULE_DOTTED:
    case RULE_SLASHED:
        return t->kind == TOKEN_NUMBER ? step_numeric_date(m, r, i) : 0;
    case RULE_CLOCK:
        return t->kind == TOKEN_NUMBER ? step_clock(m, r, i) : 0;
    case RULE_CAPITAL:
        return t->kind == TOKEN_WORD && (t->flags & TOKEN_CAPITAL);
    case RULE_ANY:
        return t->kind == TOKEN_WORD;
    default:
        return 0;
    }
}

/* Run from instruction `pc` at token `at`; a branch that fails leaves only its
 * values behind, which `filled` then no longer names. */
static bool run(Matcher *m, const Rules *rules, size_t pc, size_t at)
{
    for (;;) {
        const RuleInstr *r = &rules->code[pc];
        uint64_t filled = m->hit.filled;
        size_t   first = m->hit.first, last = m->hit.last;
        switch (r->op) {
        case RULE_MATCH:
            m->hit.to = at;
            return true;
        case RULE_JUMP:
            pc = (size_t)r->low;
            break;
        case RULE_START:
            m->hit.first = at;
            pc++;
            break;
        case RULE_END:
            m->hit.last = at;
            pc++;
            break;
        case RULE_SPLIT:
            if (run(m, rules, (size_t)r->low, at))
                return true;
            m->hit.filled = filled;
            m->hit.first = first;
            m->hit.last = last;
            pc = (size_t)r->high;
            break;
        case RULE_LOOK:
            if (run(m, rules, pc + 1, at) == r->negative)
                return false;
            m->hit.filled = filled;
            pc = (size_t)r->high;
            break;
        default: {
            size_t len = step(m, rules, r, at);
            if (len == 0)
                return false;
            at += len;
            pc++;
        }
        }
    }
}

/* The words before the anchor, from right to left. False when one is missing. */
static bool match_lead(Matcher *m, const Rules *rules, const Rule *rule, size_t anchor)
{
    size_t at = anchor;

    for (size_t k = rule->lead + rule->lead_count; k-- > rule->lead;) {
        const RuleInstr *r = &rules->code[k];
        if (r->op == RULE_SPLIT)
            continue;
        if (r->op == RULE_START) {
            m->hit.first = at;
            continue;
        }
        bool optional = k > rule->lead && rules->code[k - 1].op == RULE_SPLIT;
        if (at > m->low && step(m, rules, r, at - 1))
            at--;
        else if (!optional)
            return false;
    }
    m->hit.from = at;
    return true;
}

static bool try_rule(Matcher *m, const Rules *rules, const Rule *rule, size_t i)
{
    m->hit.filled = 0;
    m->hit.first = m->hit.last = SIZE_MAX;
    if (!match_lead(m, rules, rule, i) || !run(m, rules, rule->start, i))
        return false;
    if (m->hit.first == SIZE_MAX)
        m->hit.first = m->hit.from;
    if (m->hit.last == SIZE_MAX)
        m->hit.last = m->hit.to;
    if (m->hit.last <= m->hit.first)
        return false;
    m->hit.rule = rule;
    for (int field = 0; rule->fixed >> field; field++)
        if (rule->fixed >> field & 1)
            fill(m, field, rule->value[field], NULL, i);
    return true;
}

/* The roles of the date words at i, as bits of the rules' filter. */
static uint64_t roles_at(const Tokens *t, size_t i)
{
    uint32_t   state = 0;
    uint64_t   bits = 0;
    size_t     len;
    const Row *row;

    while ((row = next_sense(t, i, CLASS_DATEWORD, &state, &len)))
        bits |= rule_role_bit(row->key);
    return bits;
}

/* What token i can begin, its date word roles and whether its number is but an article. */
static WordMemo word_uses(const Matcher *m, size_t i)
{
    const Token *t = &m->tokens->at[i];
    WordMemo     w = { .hash = t->hash, .langs = t->langs, .flags = t->flags };

    w.bits = matcher_bits(t) & (m->first | CLASS_BIT(CLASS_NUMBER) | CLASS_BIT(CLASS_BOUND));
    if (w.bits & CLASS_BIT(CLASS_DATEWORD))
        w.roles = roles_at(m->tokens, i) & m->dateword;
    if (w.roles == 0)
        w.bits &= ~CLASS_BIT(CLASS_DATEWORD);
    if (w.bits & CLASS_BIT(CLASS_NUMBER)) {
        NumberStart start = number_start(m->tokens, i);
        w.article = start == NUMBER_START_ARTICLE;
        if (start == NUMBER_START_NEVER)
            w.bits &= ~CLASS_BIT(CLASS_NUMBER);
    }
    return w;
}

uint64_t matcher_useful(Matcher *m, size_t i, uint64_t *roles)
{
    const Token *t = &m->tokens->at[i];
    WordMemo     w;

    if (t->kind == TOKEN_NUMBER) {
        *roles = 0;
        return RULE_FIRST_DIGITS;
    }
    if (t->phrase) {
        w = word_uses(m, i);
    } else {
        WordMemo *slot = &m->memo[t->hash & (MEMO_SLOTS - 1)];
        if (slot->hash != t->hash || slot->langs != t->langs || slot->flags != t->flags)
            *slot = word_uses(m, i);
        w = *slot;
    }
    *roles = w.roles;
    uint64_t next = i + 1 < m->high ? matcher_bits(t + 1) : 0;
    if (w.article && !(next & (CLASS_BIT(CLASS_NUMBER) | RULE_FIRST_DIGITS)))
        w.bits &= ~CLASS_BIT(CLASS_NUMBER);
    return w.bits;
}

/* Classes of token i and of the WINDOW - 1 after it. */
static uint64_t classes_ahead(const Matcher *m, size_t i)
{
    size_t   end = i + WINDOW < m->high ? i + WINDOW : m->high;
    uint64_t bits = 0;

    for (; i < end; i++)
        bits |= m->tokens->bits[i];
    return bits;
}

/* What stands beside token i, as the sets of rules ask for it. */
typedef struct Beside {
    uint64_t second, literal;   /* of the token after it */
    uint64_t before;            /* of the token before it */
    uint64_t ahead;             /* classes of it and of those after it */
    uint32_t shape;             /* of a number in digits */
    bool     open;              /* its first item may take several tokens: what comes second is not known */
} Beside;

static uint64_t literal_bit(const Token *t)
{
    return rule_literal_bit(t->kind == TOKEN_MARK ? t->mark : t->hash);
}

/* What the digits at the token look like, and what stands after them. */
static uint32_t shape_of(Str text, const Token *t)
{
    size_t   at = t->start, end = t->start + 4 < text.len ? t->start + 4 : text.len;
    uint32_t shape = RULE_SHAPE_ANY;

    if (t->kind != TOKEN_NUMBER)
        return 0;
    while (at < end && digit_follows(text, at))
        at++;
    char after = at < text.len ? text.ptr[at] : ' ';
    shape |= after == '-'   ? RULE_SHAPE_ISO
             : after == '.' ? RULE_SHAPE_DOTTED
             : after == '/' ? RULE_SHAPE_SLASHED
             : after == ':' || after == 'h' || after == 'H' ? RULE_SHAPE_CLOCK
                            : 0;
    shape |= t->digits == 4 ? RULE_SHAPE_FOUR : 0;
    return t->value < 100 ? shape | RULE_SHAPE_LOW : shape;
}

static Beside look_beside(const Matcher *m, size_t i)
{
    const Token *t = &m->tokens->at[i], *next = t + 1;
    Beside       b = { .second = RULE_SECOND_ALL,
                       .ahead = classes_ahead(m, i), .shape = shape_of(m->tokens->text, t) };

    if (i > m->low)
        b.before = literal_bit(t - 1);
    b.open = t->phrase != NULL;
    if (i + 1 >= m->high)
        return b;
    uint64_t classes = m->tokens->bits[i + 1];
    b.literal = literal_bit(next);
    b.second |= classes;
    if (next->kind == TOKEN_MARK ||
        (classes & (CLASS_BIT(CLASS_NUMBER) | CLASS_BIT(CLASS_DATEWORD) | RULE_FIRST_DIGITS)))
        b.second |= RULE_SECOND_NUMBER;
    return b;
}

/* Add to a set those that `bits` name. */
static inline void join(RuleSet *to, const RuleSet *sets, uint64_t bits)
{
    for (; bits; bits &= bits - 1)
        *to |= sets[__builtin_ctzll(bits)];
}

/* What is tried at a token: its classes as far as rules begin with them, the roles of its date words. */
typedef struct Anchor {
    uint64_t bits, roles;
} Anchor;

/* The rules that can begin at a token with all that stands beside it. */
static inline void rules_that_fit(const Rules *rules, bool quantity, const Anchor *a, const Beside *b, RuleSet *ret)
{
    const RuleSet *by_class = rules->by_class[quantity];
    const uint64_t dateword = CLASS_BIT(CLASS_DATEWORD), digits = RULE_FIRST_DIGITS;
    RuleSet fit = { 0 }, part = { 0 };

    if (a->bits & dateword) {
        join(&fit, rules->by_role, a->roles);
        fit &= by_class[CLASS_DATEWORD];
    }
    if (a->bits & digits) {
        join(&part, rules->by_shape, b->shape);
        fit |= part & by_class[CLASS_NONE];
    }
    join(&fit, by_class, a->bits & ~(dateword | digits));
    part = rules->free_before;
    join(&part, rules->by_before, b->before);
    fit &= part;
    if (!b->open) {
        part = (RuleSet){ 0 };
        join(&part, rules->by_second, b->second & rules->second);
        join(&part, rules->by_literal, b->literal);
        fit &= part;
    }
    *ret = fit;
}

bool matcher_at(Matcher *m, size_t i, RuleHit *ret)
{
    const Token *token = &m->tokens->at[i];
    Anchor       a;
    size_t       best = 0;

    a.bits = matcher_useful(m, i, &a.roles) & m->first;
    if (a.bits == 0)
        return false;
    Beside beside = look_beside(m, i);
    for (int lang = 0; lang < LANGUAGES_MAX && token->langs >> lang; lang++) {
        const Rules *rules = m->rules[lang];
        RuleSet      fit;
        if (rules == NULL || !(token->langs >> lang & 1))
            continue;
        rules_that_fit(rules, m->quantity, &a, &beside, &fit);
        for (size_t w = 0; w * 64 < rules->count; w++)
            for (uint64_t left = fit[w]; left; left &= left - 1) {
                size_t k = w * 64 + (size_t)__builtin_ctzll(left);
                if ((rules->needed[k] & ~beside.ahead) || !try_rule(m, rules, &rules->rules[k], i) ||
                    m->hit.to - m->hit.from <= best)
                    continue;
                best = m->hit.to - m->hit.from;
                *ret = m->hit;
            }
    }
    return best > 0;
}
