/* asset.c -- looks an embedded file up by name. */
#include "tell/asset.h"

/* Made by tools/embed, one array a file: see meson.build. */
extern const char
    asset_acled[],
    asset_bag_check[],
    asset_bag_en[],
    asset_bag_uk[],
    asset_check[],
    asset_dossier[],
    asset_dossier_script[],
    asset_en[],
    asset_icon[],
    asset_outlines[],
    asset_reading_script[],
    asset_reading_style[],
    asset_redacted_page[],
    asset_redacted_readme[],
    asset_redacted_script[],
    asset_report_en[],
    asset_report_uk[],
    asset_rivers[],
    asset_rules[],
    asset_script[],
    asset_style[],
    asset_towns[],
    asset_uk[];
extern const char asset_style[], asset_script[], asset_icon[], asset_dossier[], asset_dossier_script[], asset_dossier_styles[],
    asset_report_en[], asset_report_uk[], asset_check[], asset_en[], asset_rules[],
    asset_outlines[], asset_rivers[], asset_towns[], asset_reading_style[], asset_reading_script[], asset_uk[], asset_bag_check[],
    asset_bag_en[], asset_bag_uk[], asset_redacted_page[], asset_redacted_script[], asset_redacted_readme[];

static const struct {
    const char *name, *text;
} assets[] = {
    { "style.css",   asset_style },
    { "script.js",   asset_script },
    { "icon.svg",    asset_icon },
    { "dossier.css", asset_dossier },
    { "dossier.js",  asset_dossier_script },
    { "dossier_styles.xml", asset_dossier_styles },
    { "check.sh",    asset_check },
    { "report/template.en.txt", asset_report_en },
    { "report/template.uk.txt", asset_report_uk },
    { "en.tsv",      asset_en },
    { "uk.tsv",      asset_uk },
    { "rules.tsv",   asset_rules },
    { "outlines.tsv", asset_outlines },
    { "rivers.tsv",  asset_rivers },
    { "towns.tsv",   asset_towns },
    { "reading.css", asset_reading_style },
    { "reading.js",  asset_reading_script },
    { "bag/verify.sh", asset_bag_check },
    { "bag/readme.en.txt", asset_bag_en },
    { "bag/readme.uk.txt", asset_bag_uk },
    { "redacted/page.html", asset_redacted_page },
    { "redacted/verify.sh", asset_redacted_script },
    { "redacted/README.txt", asset_redacted_readme },
    { "acled.tsv",   asset_acled },
};

Str asset_bytes(Str name)
{
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++)
        if (str_eq(str_of(assets[i].name), name))
            return str_of(assets[i].text);
    return STR_NONE;
}
