/* fuzz_reading_list.c -- reading lists (CSL-JSON, Zotero's RDF): any bytes give an answer that can be read back, or none. */
#include "base/auto.h"
#include "keep/answer.h"
#include "keep/parse_reading_list.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void parse(const WorkerParser *parser, Str bytes)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF answer = { 0 };
    Answer a;

    if (parser->work(bytes, S(""), &answer) == 0 &&
        (!answer_read(arena, strbuf_str(&answer), bytes.len, &a) || a.block_count == 0 || a.blocks[0].kind != BLOCK_WORK_TITLE))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str s = { (const char *)data, size };

    parse(&csl_parser, s);
    parse(&zotero_parser, s);
    return 0;
}
