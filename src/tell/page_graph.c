/* page_graph.c -- whose word an incident rests on, drawn: origins on the left, the documents that print them in the
 * middle, their publishers on the right.
 *
 * Three columns, filled in the order in which the claims stand, so that the same case draws the same picture; the
 * documents of one origin stand together, which keeps most lines from crossing. The list beside it says the same in
 * words. A document without a stated publisher has no line to the right: unknown stays unknown.
 */
#include "tell/page.h"

#define NODES_MAX   40          /* drawn; the rest is counted */
#define WIDTH       720         /* units of the drawing: about pixels */
#define NODE_WIDTH  204
#define NODE_HEIGHT 26
#define ROW         36
#define HEAD        26          /* above the first row */
#define LABEL       23          /* letters that fit a node */
#define EVIDENCE    240         /* letters of a sentence in an edge's title */

typedef enum Column { COLUMN_ORIGIN, COLUMN_DOCUMENT, COLUMN_PUBLISHER, COLUMNS } Column;

static const char *const column_words[COLUMNS] = { "nav.origins", "nav.documents", "graph.publishers" };
static const int64_t column_x[COLUMNS] = { 1, 258, 515 };

typedef struct Node {
    Column column;
    size_t row;
    Str    name, address;
    Str    remark;              /* why it is not counted; STR_NONE: it is */
} Node;

typedef struct Edge {
    size_t from, to;            /* nodes */
    Str    evidence;
} Edge;

typedef struct Graph {
    Map    known;               /* key of a node or an edge -> its index */
    Node   node[NODES_MAX];
    Edge   edge[NODES_MAX * NODES_MAX];
    size_t nodes, edges, rows[COLUMNS];
    size_t all;                 /* nodes there would be without a bound */
} Graph;

/* At most `most` letters (code points), the last one an ellipsis when something is left out. */
static Str shortened(Arena *arena, Str s, size_t most)
{
    size_t letters = 0, cut = 0;

    for (size_t i = 0; i < s.len; i++)
        if (((unsigned char)s.ptr[i] & 0xC0) != 0x80 && letters++ == most - 1)
            cut = i;
    return letters <= most ? s : arena_printf(arena, STR_FMT "\xE2\x80\xA6", STR_ARG(str_slice(s, 0, cut)));
}

/* Names may be equal across columns: each has a prefix. */
static Str key_of(Page *p, Column column, Str name)
{
    return arena_printf(p->arena, "%d " STR_FMT, (int)column, STR_ARG(name));
}

static size_t node_of(Page *p, Graph *g, Column column, Str key, Str name, Str address)
{
    const int64_t *known = map_get(&g->known, key);

    if (known)
        return (size_t)*known;
    g->node[g->nodes] = (Node){ column, g->rows[column]++, name, address, STR_NONE };
    map_put(p->arena, &g->known, key, (int64_t)g->nodes);
    return g->nodes++;
}

static void add_edge(Page *p, Graph *g, size_t from, size_t to, Str evidence)
{
    Str key = arena_printf(p->arena, "%zu-%zu", from, to);

    if (map_get(&g->known, key))
        return;
    map_put(p->arena, &g->known, key, (int64_t)g->edges);
    g->edge[g->edges++] = (Edge){ from, to, evidence };
}

/* Who says it on which way, and the sentence: what the line rests on. */
static Str evidence_of(Page *p, ClaimRef ref)
{
    const Claim *claim = corpus_claim(p->c, ref);
    Span sentence = p->c->readings[ref.reading].segments[claim->segment].span;

    return arena_printf(p->arena, STR_FMT ": " STR_FMT, STR_ARG(say_chain(p, claim)),
                        STR_ARG(shortened(p->arena, say_words(p, ref.reading, sentence), EVIDENCE)));
}

typedef struct Keys {
    Str of[COLUMNS];            /* STR_NONE: no such node */
} Keys;

static Keys keys_of(Page *p, ClaimRef ref)
{
    const Origin *o = origin_of(p, ref);
    Str publisher = p->c->readings[ref.reading].doc.publisher;

    return (Keys){ {
        o ? key_of(p, COLUMN_ORIGIN, id_text(p, o->id)) : STR_NONE,
        key_of(p, COLUMN_DOCUMENT, say_i64(p, (int64_t)ref.reading)),
        publisher.len ? key_of(p, COLUMN_PUBLISHER, publisher) : STR_NONE,
    } };
}

/* All three of a claim or none: half a line would say something else. */
static void add_claim(Page *p, Graph *g, ClaimRef ref, Str remark)
{
    const Origin *o = origin_of(p, ref);
    Str publisher = p->c->readings[ref.reading].doc.publisher;
    Keys keys = keys_of(p, ref);
    size_t wanted = 0;

    for (Column c = COLUMN_ORIGIN; c < COLUMNS; c++)
        wanted += keys.of[c].len && !map_get(&g->known, keys.of[c]);
    if (g->nodes + wanted > NODES_MAX)
        return;
    size_t from = node_of(p, g, COLUMN_ORIGIN, keys.of[COLUMN_ORIGIN], or_not_stated(p, o->name), link_origin(p, o));
    g->node[from].remark = remark;
    size_t document = node_of(p, g, COLUMN_DOCUMENT, keys.of[COLUMN_DOCUMENT], say_document(p, ref.reading),
                              link_document(p, ref.reading));
    add_edge(p, g, from, document, evidence_of(p, ref));
    if (!publisher.len)
        return;
    size_t to = node_of(p, g, COLUMN_PUBLISHER, keys.of[COLUMN_PUBLISHER], publisher, link_source(p, publisher));
    add_edge(p, g, document, to, SAY(p, "graph.published", publisher, say_document(p, ref.reading)));
}

static void count_all(Page *p, Graph *g, const Incident *i)
{
    Map seen = { 0 };

    for (size_t k = 0; k < i->claim_count; k++) {
        if (!claim_shown(p, i->claims[k]) || !origin_of(p, i->claims[k]))
            continue;
        Keys keys = keys_of(p, i->claims[k]);
        for (Column c = COLUMN_ORIGIN; c < COLUMNS; c++)
            if (keys.of[c].len && !map_get(&seen, keys.of[c])) {
                map_put(p->arena, &seen, keys.of[c], 1);
                g->all++;
            }
    }
}

static void fill(Page *p, Graph *g, const Incident *i)
{
    bool *done = arena_array(p->arena, bool, p->c->origin_count + 1);

    for (size_t k = 0; k < i->claim_count && g->nodes < NODES_MAX; k++) {
        const Origin *o = origin_of(p, i->claims[k]);
        if (!o || done[o - p->c->origins])
            continue;
        done[o - p->c->origins] = true;
        Str remark = origin_beside_source(p, i, o) ? words_get(p->w, S("origin.beside")) : STR_NONE;
        for (size_t m = k; m < i->claim_count; m++)
            if (origin_of(p, i->claims[m]) == o && claim_shown(p, i->claims[m]))
                add_claim(p, g, i->claims[m], remark);
    }
}

/* ---- drawing ---- */

static size_t most_rows(const Graph *g)
{
    size_t most = 0;
    for (Column c = COLUMN_ORIGIN; c < COLUMNS; c++)
        most = g->rows[c] > most ? g->rows[c] : most;
    return most;
}

/* Shorter columns stand in the middle of the longest. */
static int64_t top_of(const Graph *g, const Node *n)
{
    return HEAD + (int64_t)(most_rows(g) - g->rows[n->column]) * ROW / 2 + (int64_t)n->row * ROW;
}

static void show_edge(Page *p, const Graph *g, const Edge *e)
{
    const Node *a = &g->node[e->from], *b = &g->node[e->to];
    int64_t x = column_x[a->column] + NODE_WIDTH, y = top_of(g, a) + NODE_HEIGHT / 2;
    int64_t end = column_x[b->column], down = top_of(g, b) + NODE_HEIGHT / 2, middle = (x + end) / 2;

    HTML(p->h, "<path");
    HTML_ATTR(p->h, "d", arena_printf(p->arena, "M%lld %lld C%lld %lld %lld %lld %lld %lld", (long long)x, (long long)y,
                                      (long long)middle, (long long)y, (long long)middle, (long long)down,
                                      (long long)end, (long long)down));
    HTML(p->h, "><title>");
    html_text(p->h, e->evidence);
    HTML(p->h, "</title></path>");
}

static void show_node(Page *p, const Graph *g, const Node *n)
{
    HTML(p->h, "<a");
    HTML_ATTR(p->h, "href", n->address);
    HTML(p->h, "><title>");
    html_text(p->h, n->name);
    if (n->remark.len) {
        HTML(p->h, ": ");
        html_text(p->h, n->remark);
    }
    HTML(p->h, "</title><rect height=\"26\"");
    if (n->remark.len)
        HTML_ATTR(p->h, "class", S("beside"));
    HTML_ATTR_I64(p->h, "x", column_x[n->column]);
    HTML_ATTR_I64(p->h, "y", top_of(g, n));
    HTML_ATTR_I64(p->h, "width", NODE_WIDTH);
    HTML_ATTR_I64(p->h, "rx", n->column == COLUMN_ORIGIN ? NODE_HEIGHT / 2 : 2);
    HTML(p->h, "/><text");
    HTML_ATTR_I64(p->h, "x", column_x[n->column] + 12);
    HTML_ATTR_I64(p->h, "y", top_of(g, n) + 17);
    HTML(p->h, ">");
    html_text(p->h, shortened(p->arena, n->name, LABEL));
    HTML(p->h, "</text></a>");
}

void show_origin_graph(Page *p, const Incident *i)
{
    Graph *g = arena_new(p->arena, Graph);

    fill(p, g, i);
    if (g->rows[COLUMN_DOCUMENT] < 2)
        return;                     /* one document: the list says all there is */
    count_all(p, g, i);
    HTML(p->h, "<div class=\"scroll\"><svg class=\"graph\" role=\"group\"");
    HTML_ATTR(p->h, "viewBox", arena_printf(p->arena, "0 0 %d %zu", WIDTH, HEAD + most_rows(g) * ROW));
    HTML_ATTR(p->h, "aria-label", words_get(p->w, S("graph.label")));
    HTML(p->h, ">");
    for (Column c = COLUMN_ORIGIN; c < COLUMNS; c++) {
        HTML(p->h, "<text class=\"head\" y=\"14\"");
        HTML_ATTR_I64(p->h, "x", column_x[c]);
        HTML(p->h, ">");
        html_text(p->h, words_get(p->w, str_of(column_words[c])));
        HTML(p->h, "</text>");
    }
    for (size_t k = 0; k < g->edges; k++)
        show_edge(p, g, &g->edge[k]);
    for (size_t k = 0; k < g->nodes; k++)
        show_node(p, g, &g->node[k]);
    HTML(p->h, "</svg></div>");
    if (g->all <= g->nodes)
        return;
    HTML(p->h, "<p class=\"more\">");
    html_text(p->h, say_number(p, "graph.more", (int64_t)(g->all - g->nodes)));
    HTML(p->h, "</p>");
}
