/*
 * outf - output that arrives whole or is seen to be cut.
 *
 * A named file is written beside its place and renamed into it by
 * outf_commit(), so that it is there whole or not at all.  Standard output
 * goes out as it is made, but never up to the end of a row: the newline of
 * the last row so far (of a binary row, its last byte) is held back until
 * more follows or outf_commit() says that the work is done.  A producer that
 * fails, or dies, thus leaves a row that is visibly cut, and every reader of
 * ours refuses it.  (Into a pipe, writes are of at most PIPE_BUF bytes, which
 * POSIX makes atomic, so that this holds for a killed process too.)
 *
 * An error of the system is kept and told by outf_commit(); until then writing
 * goes nowhere, and outf_failed() tells a long loop to end early.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_OUTF_H
#define IO_OUTF_H

#include "base/base.h"

enum outf_kind {
	OUTF_TEXT,   /* rows end in a newline */
	OUTF_BINARY, /* rows end where outf_mark() says; not to a terminal */
};

/* NULL or "-" is standard output.  NULL with f set if the file cannot be made
 * or binary bytes would go to a terminal. */
struct outf *outf_open(const char *path, enum outf_kind, struct fail *);

/* The output as messages name it. */
const char *outf_name(const struct outf *);

void outf_put(struct outf *, const void *p, size_t n);
void outf_string(struct outf *, const char *s);
void outf_char(struct outf *, char c);
void outf_printf(struct outf *, const char *fmt, ...) PRINTF(2, 3);

/* Numbers in the form of num.h. */
void outf_int(struct outf *, int64_t x);
void outf_float(struct outf *, float x);

/* Room for n bytes, to be filled in place; then outf_took() says how many
 * were.  NULL if there is no memory (kept as the error). */
char *outf_room(struct outf *, size_t n);
void outf_took(struct outf *, size_t n);

/* Binary: a row (record) is complete here. */
void outf_mark(struct outf *);

/* Hands over now what may be handed over, for a reader that waits. */
void outf_flush(struct outf *);

int outf_failed(const struct outf *);

/*
 * All is written: flush, sync, close.  What can fail has failed then, and a
 * named file still lacks its name; so several can be settled before the first
 * is committed.  A single one is settled by outf_commit().
 */
void outf_settle(struct outf *o);

/* Settles, renames, and tells what of it failed.  Frees o. */
int outf_commit(struct outf *o, struct fail *);

/* The work has failed.  Standard output gets what was made, without the end
 * of its last row; of a named file nothing stays.  Frees o; NULL is fine. */
void outf_abandon(struct outf *o);

#endif
