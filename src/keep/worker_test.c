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

    CHECK_INT(worker_run("no such parser", "a file", S("x"), S(""), &box_limits, &answer, &err), ERR_BAD_INPUT,
              "a parser that is not there");
    return test_failures != 0;
}
