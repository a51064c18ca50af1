/* edtf.c -- see edtf.h. */
#include "model/edtf.h"

bool edtf_days(Str edtf, int32_t *first, int32_t *last)
{
    static const size_t digits[3] = { 4, 2, 2 };
    int64_t part[3] = { 0, 1, 1 };
    size_t  count = 0;
    Str     rest = edtf, piece;

    while (rest.len && strchr("~?%", rest.ptr[rest.len - 1]))
        rest.len--;
    for (; count < 3 && str_cut(&rest, '-', &piece); count++)
        if (piece.len != digits[count] || piece.ptr[0] == '+' || !str_to_i64(piece, &part[count]))
            return false;
    if (rest.ptr || part[0] < 1000 || part[0] > 2999 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
        part[2] > month_length((int)part[0], (int)part[1]))
        return false;
    int year = (int)part[0], month = count > 1 ? (int)part[1] : 12;
    *first = day_from_civil(year, (int)part[1], (int)part[2]);
    *last = count > 2 ? *first : day_from_civil(year, month, month_length(year, month));
    return true;
}

bool edtf_plausible(Str edtf)
{
    int32_t first, last;
    size_t  slash = str_find(edtf, S("/"), 0);

    if (slash == SIZE_MAX)
        return edtf_days(edtf, &first, &last);
    Str end[2] = { str_slice(edtf, 0, slash), str_slice(edtf, slash + 1, edtf.len) };
    int open = 0;
    for (int i = 0; i < 2; i++) {
        if (end[i].len == 0 || str_eq(end[i], S("..")))
            open++;
        else if (!edtf_days(end[i], &first, &last))
            return false;
    }
    return open < 2;
}
