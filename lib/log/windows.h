/*
 * windows - training examples: an event of a timeline, and those before it.
 *
 * Every event of a timeline but the first is the label of one example, whose
 * context is the events before it, at most the last K, oldest first: columns user,
 * context and label, and those of log/event_fields.
 *
 * The TensorFlow example generator has other columns, padded at the end:
 *
 *   context_movie_id      K items, then pads
 *   context_movie_rating  K ratings; pads, and a log without ratings: 0.0
 *   context_movie_year    K years; pads, and where it is not known: 0
 *   context_movie_genre   the first G of all genres of the context's items, one
 *                         item after the other, then UNK
 *   label_movie_id        the item
 *
 * Letters: K context length, G genre list length, N examples.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_WINDOWS_H
#define LOG_WINDOWS_H

#include "base/base.h"

struct event_fields; /* log/event_fields */
struct held_out;     /* log/held_out */
struct items;        /* log/items */
struct split;        /* log/split */
struct timeline;     /* log/timeline */

struct windows_shape {
	size_t context;  /* K > 0 */
	size_t genres;   /* G > 0; 0: not the tutorial's */
	const char *pad; /* what stands for no item; NULL: not the tutorial's */
	const struct event_fields *fields; /* not with the tutorial's */
};

struct windows;

/* Prepares the text of all items; timeline and fields must outlive it.  list may be
 * NULL.
 * NULL: no memory, or an item that is also the pad. */
struct windows *windows_new(const struct timeline *, const struct items *list,
    const struct windows_shape *, struct fail *);

void windows_free(struct windows *); /* NULL is fine */

/* Are the items in the contexts of these examples all in the list?  -1
 * names one that is not.  Without list, they need not be. */
int windows_check(
    const struct windows *, size_t n, const size_t *at, struct fail *);

/* The header line, and rows: that of the example whose label is event at[i]
 * goes to out[part[i]].  Ends early when an output fails, which keeps why. */
void windows_put_header(const struct windows *, struct output *);
void windows_put(const struct windows *, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out);

/* The same with the tutorial's columns, of windows with a pad. */
void windows_put_tutorial_header(const struct windows *, struct output *);
void windows_put_tutorial(const struct windows *, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out);

/* The same with columns user and items: the whole timeline that begins at
 * event at[i]. */
void windows_put_sequence_header(const struct windows *, struct output *);
void windows_put_sequences(const struct windows *, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out);

/*
 * Whole timelines, their ends held out: for each the events for training go to
 * out[SPLIT_TRAIN], columns user and items, and a label for another part p goes to
 * out[p] with what came before it, at most the last k, as a row of user, context
 * and label.  count [SPLIT_PARTS] becomes the rows of each.
 */
void windows_put_held_out_headers(
    const struct windows *, struct output *const *out);
void windows_put_held_out(const struct windows *, const struct split *,
    const struct held_out *, size_t k, struct output *const *out,
    size_t *count);

#endif
