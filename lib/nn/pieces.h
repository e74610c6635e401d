/*
 * pieces - long sequences cut into pieces for training.
 *
 * A piece of m predictions has m events as inputs; its last label is the event
 * after them.  All pieces of a sequence are full except the first, which has
 * the remainder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_PIECES_H
#define NN_PIECES_H

#include "base/base.h"

struct sequences;

struct pieces_piece {
	uint32_t row;          /* the sequence */
	uint32_t from, length; /* its first event in the sequence; its number of
                                  predictions */
};

struct pieces {
	struct pieces_piece *piece; /* [n] */
	size_t n;
};

/* Cuts the sequences into pieces of at most `length` predictions (0: no limit);
 * with last_only, keeps only the last piece of each sequence.  Returns -1 if
 * memory runs out.  Free it with pieces_free(), even after a failure. */
int pieces_cut(struct pieces *, const struct sequences *, size_t length,
    int last_only, struct fail *);
void pieces_free(struct pieces *);

/* Sets *events to the most events that any `rows` pieces have together.
 * Returns -1 if memory runs out. */
int pieces_most_events(
    const struct pieces *, size_t rows, size_t *events, struct fail *);

#endif
