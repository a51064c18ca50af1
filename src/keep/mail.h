/* mail.h -- e-mail: the text of messages and what is attached to them, many messages in one run of the worker.
 *
 * Headers are facts as the message states them; none is judged. The text is the plain one where there is one, else that
 * of its HTML; quoted replies and signatures are marked.
 */
#ifndef KEEP_MAIL_H
#define KEEP_MAIL_H

#include "base/err.h"
#include "keep/part.h"
#include "keep/worker.h"

#define MAILS_A_RUN  500                    /* messages and bytes that one run is given at most */
#define MAIL_BYTES   ((uint64_t)32 << 20)

typedef struct Mail {
    Answer answer;
    Parts  parts;           /* attachments and messages inside; bytes live in the arena */
    Str    refused;         /* why it cannot be read, or STR_NONE */
} Mail;

/* One answer a message, in order; a message that the parser chokes on is tried alone and refused alone.
 * fails ERR_IO  there is no worker, or no box */
Status mail_read_all(Arena *arena, Workers *workers, const Str *messages, size_t count, Mail *ret, Error *err);

#endif
