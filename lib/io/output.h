/*
 * output - output that is complete or visibly cut short.
 *
 * A named file is written under a temporary name beside its place.
 * output_commit() renames it, so the file appears complete or not at all.
 * Standard output is written as it is produced, but never up to the end of a
 * row: the newline of the last row so far (the last byte of a binary row) waits
 * until more follows or output_commit() ends the work.  So a producer that
 * fails or dies leaves a row that is visibly cut short, and all our readers
 * refuse such input.  Writes to a pipe have at most PIPE_BUF bytes, which POSIX
 * makes atomic, so the same holds for a killed process.
 *
 * A terminal gets whole rows: no program reads them there, and a message should
 * begin on a new line.
 *
 * Errors of the system are kept and reported by output_commit().  Until then
 * further output is dropped; output_failed() lets a long loop end early.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_OUTPUT_H
#define IO_OUTPUT_H

#include <stdarg.h>

#include "base/base.h"

enum output_kind {
	OUTPUT_TEXT,   /* rows end in a newline */
	OUTPUT_BINARY, /* output_mark() ends rows; never to a terminal */
};

/* NULL or "-" is standard output.  Returns NULL with f set if the file
 * cannot be created or binary bytes would go to a terminal. */
struct output *output_open(const char *path, enum output_kind, struct fail *);

/* The name of the output for messages. */
const char *output_name(const struct output *);

void output_put(struct output *, const void *p, size_t n);
void output_string(struct output *, const char *s);
void output_char(struct output *, char c);
void output_printf(struct output *, const char *fmt, ...) PRINTF(2, 3);
void output_vprintf(struct output *, const char *fmt, va_list) PRINTF(2, 0);

/* Numbers as num.h writes them. */
void output_int(struct output *, int64_t x);
void output_float(struct output *, float x);

/* Returns room for n bytes.  The caller fills some of them and passes their
 * number to output_took().  NULL if memory runs out; output_commit() reports
 * that. */
char *output_room(struct output *, size_t n);
void output_took(struct output *, size_t n);

/* Binary: a row (record) ends here. */
void output_mark(struct output *);

/* From now on output_flush() writes whole rows.  Then only the exit status
 * tells whether the work succeeded. */
void output_by_line(struct output *);

/* Writes all bytes that may be written now, for a reader that waits. */
void output_flush(struct output *);

int output_failed(const struct output *);

/*
 * Flushes, syncs and closes the output, without renaming the file.  Everything
 * that can fail has then been tried, so several outputs can be settled before
 * the first is committed.  output_commit() settles a single one.
 */
void output_settle(struct output *o);

/* Settles and renames the output, and reports its first error.  Frees o. */
int output_commit(struct output *o, struct fail *);

/* The work has failed.  Standard output gets all rows made so far without
 * the end of the last one; a terminal gets no lone header.  A named file is
 * removed.  Frees o; NULL is allowed. */
void output_abandon(struct output *o);

#endif
