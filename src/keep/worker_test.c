/* worker_test.c -- the worker gets the bytes and nothing else, and its ends have words. */
#include "check.h"
#include "base/auto.h"
#include "keep/worker.h"

int main(void)
{
    AUTO_STRBUF answer = { 0 };
    Error err = { 0 };

    CHECK_INT(worker_run("bytes", "a file", S("twelve bytes"), S(""), &box_limits, &answer, &err), OK, err.text);
    CHECK_STR(strbuf_str(&answer), S("12"));

    /* The caller's limits are the worker's, in a program of its own and in a fork of the one that waits. */
    Workers workers = { 0 }, *ways[] = { NULL, &workers };
    for (size_t i = 0; i < 2; i++) {
        BoxLimits narrow = { .memory = box_limits.memory, .cpu_seconds = 1, .wall_seconds = 300, .output = 100 };
        strbuf_clear(&answer);
        CHECK_INT(workers_run(ways[i], "time", "a file", S("x"), S("1 a  b"), &box_limits, &answer, &err), OK, err.text);
        CHECK_STR(strbuf_str(&answer), S("1 a  b"));
        CHECK_INT(workers_run(ways[i], "time", "a file", S("x"), S("4"), &narrow, &answer, &err), ERR_BAD_INPUT, "too long");
        CHECK_STR(str_of(err.text), S("a file: the parser took too long (limits: 1 s of computing, 300 s in all)"));
    }
    workers_end(&workers);

    CHECK_INT(worker_run("no such parser", "a file", S("x"), S(""), &box_limits, &answer, &err), ERR_BAD_INPUT,
              "a parser that is not there");
    return test_end();
}
