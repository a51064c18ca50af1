/* found.c -- see found.h. */
#include "read/found.h"

int32_t found_mention(Found *f, MentionKind kind, Span span, int32_t segment, Str rule)
{
    Str text = span_text(f->in->text, span);
    Mention m = { .span = span, .segment = segment, .kind = kind, .name = text, .lemma = text, .rule = rule };

    vec_push(f->arena, &f->mentions, m);
    return (int32_t)f->mentions.count - 1;
}

void found_note(Found *f, Str code, Span span, Str text)
{
    vec_push(f->arena, &f->notes, (Note){ code, span, text });
}
