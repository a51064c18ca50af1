/* commands.c -- the table of commands. To add one: a file cmd_<name>.c that ends in its row, a line
 * here, a line in commands.h and in meson.build. */
#include "cli/commands.h"

const Command *const commands[] = {
    /* cases and what goes into them */
    &cmd_init,
    &cmd_add,
    &cmd_read,
    &cmd_places,
    &cmd_map,
    /* what the documents say, and how it fits together */
    &cmd_catalogue,
    &cmd_compare,
    &cmd_conflicts,
    &cmd_copies,
    &cmd_custody,
    &cmd_documents,
    &cmd_explain,
    &cmd_incidents,
    &cmd_methodology,
    &cmd_origins,
    &cmd_search,
    &cmd_show,
    &cmd_sources,
    &cmd_status,
    &cmd_timeline,
    &cmd_tolls,
    &cmd_whosaid,
    /* what people decide */
    &cmd_agreement,
    &cmd_judge,
    &cmd_judgements,
    &cmd_queue,
    /* what leaves the case */
    &cmd_export,
    &cmd_redact,
    &cmd_report,
    &cmd_serve,
    /* keeping it */
    &cmd_bag,
    &cmd_beacon,
    &cmd_consistency,
    &cmd_erase,
    &cmd_erasures,
    &cmd_import,
    &cmd_parity,
    &cmd_rebuild,
    &cmd_repair,
    &cmd_stamp,
    &cmd_verify,
    &cmd_witness,
    NULL
};
