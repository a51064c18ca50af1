/* json_out_test.c -- what is written is JSON, and numbers are printf's without its zeros. */
#include "base/json_out.h"

#include "base/auto.h"
#include "check.h"

/* The slow way: printf, then the zeros off. */
static Str expected(double value, int decimals, char out[80])
{
    int len = snprintf(out, 80, "%.*f", decimals, value);

    while (decimals > 0 && len > 1 && out[len - 1] == '0')
        len--;
    if (len > 1 && out[len - 1] == '.')
        len--;
    return (Str){ out, (size_t)len };
}

static void check_double(double value, int decimals)
{
    AUTO_STRBUF b = { 0 };
    JsonOut j = { .out = &b };
    char digits[80];

    json_double(&j, NULL, value, decimals);
    CHECK_STR(strbuf_str(&b), expected(value, decimals, digits));
}

int main(void)
{
    static const double some[] = { 0, 1, -1, 49.71, 37.61, -0.5, 0.000005, 0.000015, 999999.999995, 1e6, 1e15, -180,
                                   0.1, 2.5, 1e-9, 12.345675 };
    AUTO_STRBUF b = { 0 };
    JsonOut j = { .out = &b };

    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        for (int decimals = 0; decimals <= 6; decimals++)
            check_double(some[i], decimals);
    for (int i = -180000; i <= 180000; i += 37)
        check_double(i / 1000.0 + i * 1e-7, 5);

    json_object(&j, NULL);
    json_str(&j, "a", S("say \"x\" \\ \n\t\1 end"));
    json_array(&j, "list");
    json_i64(&j, NULL, -5);
    json_bool(&j, NULL, true);
    json_array_end(&j);
    json_str(&j, "none", STR_NONE);
    json_str(&j, "empty", S(""));
    json_object_end(&j);
    json_line_end(&j);
    CHECK_STR(strbuf_str(&b), S("{\"a\":\"say \\\"x\\\" \\\\ \\n\\t\\u0001 end\",\"list\":[-5,true],\"none\":null,"
                                "\"empty\":\"\"}\n"));
    return test_end();
}
