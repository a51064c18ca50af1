/* commands.h -- the rows that the cmd_*.c files define. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

extern const Command cmd_add, cmd_catalogue, cmd_conflicts, cmd_documents, cmd_explain, cmd_export, cmd_incidents,
    cmd_init, cmd_origins, cmd_parity, cmd_places, cmd_read, cmd_repair, cmd_report, cmd_search, cmd_serve, cmd_show, cmd_sources, cmd_status, cmd_verify;

#endif
