/* time.c -- see time.h. The day arithmetic is Howard Hinnant's civil calendar
 * ("chrono-Compatible Low-Level Date Algorithms"): eras of 400 years that
 * begin on 1 March, so that the leap day comes last. */
#include "base/time.h"

#include <stdio.h>
#include <time.h>

int32_t day_from_civil(int year, int month, int day)
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

Civil day_to_civil(int32_t day)
{
    int z = day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int mp = (5 * day_of_year + 2) / 153;
    int month = mp < 10 ? mp + 3 : mp - 9;

    return (Civil){ year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * mp + 2) / 5 + 1 };
}

int day_weekday(int32_t day)
{
    int since_thursday = day % 7;           /* 1970-01-01 was a Thursday */
    return (since_thursday + 7 + 3) % 7 + 1;
}

int month_length(int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return lengths[month - 1] + (month == 2 && leap);
}

int32_t day_of_iso_week(int year, int week)
{
    int32_t fourth = day_from_civil(year, 1, 4);    /* always in week 1 */
    return fourth - (day_weekday(fourth) - 1) + (week - 1) * 7;
}

void day_iso_week(int32_t day, int *year, int *week)
{
    int32_t thursday = day - (day_weekday(day) - 1) + 3;
    *year = day_to_civil(thursday).year;
    *week = (thursday - day_from_civil(*year, 1, 1)) / 7 + 1;
}

void day_format(int32_t day, char out[11])
{
    Civil c = day_to_civil(day);
    char text[40];

    snprintf(text, sizeof text, "%04d-%02d-%02d", c.year, c.month, c.day);
    memcpy(out, text, 10);
    out[10] = '\0';
}

bool day_parse(Str iso, int32_t *ret)
{
    int64_t y, m, d;

    if (iso.len != 10 || iso.ptr[4] != '-' || iso.ptr[7] != '-' ||
        !str_to_i64(str_slice(iso, 0, 4), &y) || !str_to_i64(str_slice(iso, 5, 7), &m) ||
        !str_to_i64(str_slice(iso, 8, 10), &d) || m < 1 || m > 12 || d < 1 ||
        d > month_length((int)y, (int)m))
        return false;
    *ret = day_from_civil((int)y, (int)m, (int)d);
    return true;
}

int64_t time_now(void)
{
    return (int64_t)time(NULL);
}

void time_format(int64_t seconds, char out[21])
{
    int64_t day = seconds / 86400, rest = seconds % 86400;
    char text[60];

    if (rest < 0) {
        rest += 86400;
        day--;
    }
    Civil c = day_to_civil((int32_t)day);
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day,
             (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
    memcpy(out, text, 20);
    out[20] = '\0';
}

/* Two decimal digits at byte `at`, below `limit`. */
static bool two_digits(Str s, size_t at, int limit, int64_t *ret)
{
    if (s.ptr[at] < '0' || s.ptr[at] > '9' || s.ptr[at + 1] < '0' || s.ptr[at + 1] > '9')
        return false;
    *ret = (s.ptr[at] - '0') * 10 + s.ptr[at + 1] - '0';
    return *ret < limit;
}

bool time_parse(Str s, int64_t *ret)
{
    int32_t day;
    int64_t hour, minute, second;
    char again[21];

    if (s.len != 20 || s.ptr[10] != 'T' || s.ptr[19] != 'Z' || !day_parse(str_slice(s, 0, 10), &day) ||
        !two_digits(s, 11, 24, &hour) || !two_digits(s, 14, 60, &minute) || !two_digits(s, 17, 60, &second))
        return false;
    int64_t when = (int64_t)day * 86400 + hour * 3600 + minute * 60 + second;
    if (when < 0)
        return false;
    time_format(when, again);
    if (!str_eq(s, str_of(again)))
        return false;
    *ret = when;
    return true;
}
