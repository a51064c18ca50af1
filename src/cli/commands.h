/* commands.h -- the rows that the cmd_*.c files define. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

extern const Command
    cmd_add,
    cmd_agreement,
    cmd_bag,
    cmd_beacon,
    cmd_catalogue,
    cmd_compare,
    cmd_conflicts,
    cmd_consistency,
    cmd_copies,
    cmd_custody,
    cmd_documents,
    cmd_erase,
    cmd_erasures,
    cmd_explain,
    cmd_export,
    cmd_import,
    cmd_incidents,
    cmd_init,
    cmd_judge,
    cmd_judgements,
    cmd_map,
    cmd_methodology,
    cmd_origins,
    cmd_parity,
    cmd_places,
    cmd_queue,
    cmd_read,
    cmd_rebuild,
    cmd_redact,
    cmd_repair,
    cmd_report,
    cmd_search,
    cmd_serve,
    cmd_show,
    cmd_sources,
    cmd_stamp,
    cmd_status,
    cmd_timeline,
    cmd_tolls,
    cmd_verify,
    cmd_whosaid,
    cmd_witness;

#endif
