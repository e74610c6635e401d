/*
 * output - output that arrives whole or is seen to be cut.
 *
 * A named file is written beside its place and renamed into it by
 * output_commit(), so that it is there whole or not at all.  Standard output
 * goes out as it is made, but never up to the end of a row: the newline of
 * the last row so far (of a binary row, its last byte) is held back until
 * more follows or output_commit() says that the work is done.  A producer that
 * fails, or dies, thus leaves a row that is visibly cut, and every reader of
 * ours refuses it.  (Into a pipe, writes are of at most PIPE_BUF bytes, which
 * POSIX makes atomic, so that this holds for a killed process too.)
 *
 * A terminal gets rows whole: no program reads them there, and a message would be
 * glued to the row that is open.
 *
 * An error of the system is kept and told by output_commit(); until then writing
 * goes nowhere, and output_failed() tells a long loop to end early.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_OUTPUT_H
#define IO_OUTPUT_H

#include <stdarg.h>

#include "base/base.h"

enum output_kind {
	OUTPUT_TEXT,   /* rows end in a newline */
	OUTPUT_BINARY, /* rows end where output_mark() says; not to a terminal */
};

/* NULL or "-" is standard output.  NULL with f set if the file cannot be made
 * or binary bytes would go to a terminal. */
struct output *output_open(const char *path, enum output_kind, struct fail *);

/* The output as messages name it. */
const char *output_name(const struct output *);

void output_put(struct output *, const void *p, size_t n);
void output_string(struct output *, const char *s);
void output_char(struct output *, char c);
void output_printf(struct output *, const char *fmt, ...) PRINTF(2, 3);
void output_vprintf(struct output *, const char *fmt, va_list) PRINTF(2, 0);

/* Numbers in the form of num.h. */
void output_int(struct output *, int64_t x);
void output_float(struct output *, float x);

/* Room for n bytes, to be filled in place; then output_took() says how many
 * were.  NULL if there is no memory (kept as the error). */
char *output_room(struct output *, size_t n);
void output_took(struct output *, size_t n);

/* Binary: a row (record) is complete here. */
void output_mark(struct output *);

/* From now on output_flush() hands over rows whole: how the work ended is told by
 * the exit status alone. */
void output_by_line(struct output *);

/* Hands over now what may be handed over, for a reader that waits. */
void output_flush(struct output *);

int output_failed(const struct output *);

/*
 * All is written: flush, sync, close.  What can fail has failed then, and a
 * named file still lacks its name; so several can be settled before the first
 * is committed.  A single one is settled by output_commit().
 */
void output_settle(struct output *o);

/* Settles, renames, and tells what of it failed.  Frees o. */
int output_commit(struct output *o, struct fail *);

/* The work has failed.  Standard output gets what was made, without the end
 * of its last row, but a terminal no single row, such as a header; of a named
 * file nothing stays.  Frees o; NULL is fine. */
void output_abandon(struct output *o);

#endif
