/* pages_made_test.c -- see pages_made_test.h. The texts are composed for the tests. */
#include "keep/pages_made_test.h"

#include "base/strbuf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define FONT "DejaVu Serif"

const char *const made_left[] = {
    "On 5 October 2022 a rocket hit the market of Velyka Lypa in the early morning. Twelve people were killed and "
    "thirty were wounded, the mayor's office said on the same day.",
    "People had come to buy bread and medi\xC2\xAD" "cines. The first ambulance arrived after twenty min-\nutes, because "
    "the bridge over the river had been destroyed in the spring of that year.",
    "Witnesses spoke of two explosions that followed each other within a minute, the second of them louder.", NULL
};

const char *const made_right[] = {
    "Уранці 5 жовтня 2022 року ракета влучила в ринок Великої Липи. Загинуло дванадцять людей, тридцятеро дістали "
    "поранення, повідомила того ж дня міська рада.",
    "Люди прийшли по хліб і ліки. Перша швидка приїхала за двадцять хвилин, бо міст через річку було зруй-\nновано "
    "навесні того самого року.",
    "Свідки розповідали про два вибухи, що сталися один за одним протягом хвилини, і другий був гучніший.", NULL
};

const char made_uk[] =
    "Уранці 5 жовтня 2022 року ракета влучила в ринок Великої Липи. Загинуло дванадцять людей, тридцятеро дістали "
    "поранення. Люди прийшли по хліб і ліки. Перша швидка приїхала за двадцять хвилин, бо міст через річку було "
    "зруйновано навесні.";
const char made_en[] =
    "On 5 October 2022 a rocket hit the market of Velyka Lypa in the early morning. Twelve people were killed and "
    "thirty were wounded. The first ambulance arrived after twenty minutes, because the bridge over the river had "
    "been destroyed in the spring of that year.";

static cairo_status_t append(void *context, const unsigned char *data, unsigned len)
{
    strbuf_add(context, (Str){ (const char *)data, len });
    return CAIRO_STATUS_SUCCESS;
}

/* Text at a place, wrapped at a width in points; returns its height. */
static double put(cairo_t *cairo, double x, double y, double width, double size, const char *markup)
{
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    PangoFontDescription *font = pango_font_description_from_string(FONT);
    int height;

    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_justify(layout, TRUE);
    pango_layout_set_markup(layout, markup, -1);
    cairo_move_to(cairo, x, y);
    pango_cairo_show_layout(cairo, layout);
    pango_layout_get_size(layout, NULL, &height);
    pango_font_description_free(font);
    g_object_unref(layout);
    return (double)height / PANGO_SCALE;
}

static double column(cairo_t *cairo, double x, double y, const char *const *paragraphs, const char *mark)
{
    for (size_t i = 0; paragraphs[i]; i++) {
        char *markup = g_strconcat(paragraphs[i], i == 0 ? mark : "", NULL);
        y += put(cairo, x, y, 230, 10, markup) + 8;
        g_free(markup);
    }
    return y;
}

static void page(cairo_t *cairo, int number)
{
    char *foot = g_strdup_printf("%d", number), *note = g_strdup_printf("<sup>%d</sup> Letter %d of the mayor's office, "
                                                                        "kept in the archive of the town.", number, number);
    char *mark = g_strdup_printf("<sup>%d</sup>", number);

    put(cairo, 50, 30, 495, 8, "Bulletin of the Committee, issue 7");
    if (number == 1)
        put(cairo, 50, 70, 495, 22, "The market of Velyka Lypa");
    column(cairo, 50, 120, made_left, mark);
    column(cairo, 315, 120, made_right, "");
    put(cairo, 50, 740, 230, 8, note);
    put(cairo, 290, 800, 30, 8, foot);
    g_free(foot);
    g_free(note);
    g_free(mark);
}

static Str take(Arena *arena, StrBuf *b)
{
    Str s = arena_str(arena, strbuf_str(b));

    strbuf_finish(b);
    return s;
}

Str make_two_columns(Arena *arena)
{
    StrBuf out = { 0 };
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append, &out, 595, 842);
    cairo_t *cairo = cairo_create(surface);

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, "The market of Velyka Lypa");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, "Committee of the Town");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2022-11-01T10:00:00Z");
    for (int i = 1; i <= 3; i++) {
        page(cairo, i);
        cairo_show_page(cairo);
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return take(arena, &out);
}

static cairo_surface_t *picture_of(const char *text)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1654, 1000);
    cairo_t *cairo = cairo_create(surface);

    cairo_set_source_rgb(cairo, 0.96, 0.95, 0.92);
    cairo_paint(cairo);
    cairo_set_source_rgb(cairo, 0.1, 0.1, 0.15);
    put(cairo, 160, 140, 1330, 34, text);
    cairo_destroy(cairo);
    return surface;
}

Str make_picture(Arena *arena, const char *text)
{
    StrBuf out = { 0 };
    cairo_surface_t *surface = picture_of(text);

    cairo_surface_write_to_png_stream(surface, append, &out);
    cairo_surface_destroy(surface);
    return take(arena, &out);
}

Str make_scan(Arena *arena, const char *text)
{
    StrBuf out = { 0 };
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append, &out, 595, 360);
    cairo_surface_t *picture = picture_of(text);
    cairo_t *cairo = cairo_create(surface);

    cairo_scale(cairo, 595 / 1654.0, 360 / 1000.0);
    cairo_set_source_surface(cairo, picture, 0, 0);
    cairo_paint(cairo);
    cairo_show_page(cairo);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    cairo_surface_destroy(picture);
    return take(arena, &out);
}
