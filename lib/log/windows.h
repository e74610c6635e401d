/*
 * windows - training examples: an event of a timeline with the events before
 * it.
 *
 * Every event of a timeline except the first is the label of an example.  The
 * context is the last K events before it, oldest first.  Columns: user,
 * context, label, and those of log/event_fields.
 *
 * The TensorFlow example generator has other columns, padded at the end:
 *
 *   context_movie_id      K items, then pads
 *   context_movie_rating  K ratings; 0.0 for pads and logs without ratings
 *   context_movie_year    K years; 0 for pads and unknown years
 *   context_movie_genre   the first G of all genres of the context's items,
 *                         item by item, then UNK
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
	size_t genres;   /* G > 0; 0: not the tutorial's columns */
	const char *pad; /* stands for no item; NULL: not the tutorial's
                            columns */
	const struct event_fields *fields; /* not with the tutorial's columns */
};

struct windows;

/* Prepares the text of all items; timeline and fields must outlive it.  list
 * may be NULL.  NULL: no memory, or an item equals the pad. */
struct windows *windows_new(const struct timeline *, const struct items *list,
    const struct windows_shape *, struct fail *);

void windows_free(struct windows *); /* NULL is fine */

/* -1: an item in the contexts of these examples is missing in the list; f names
 * it.  Without a list there is nothing to check. */
int windows_check(
    const struct windows *, size_t n, const size_t *at, struct fail *);

/* Writes the header line; writes rows: the example with label event at[i] goes
 * to out[part[i]].  Stops early when an output fails; the output keeps the
 * reason. */
void windows_put_header(const struct windows *, struct output *);
void windows_put(const struct windows *, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out);

/* Does the same with the tutorial's columns, for windows with a pad. */
void windows_put_tutorial_header(const struct windows *, struct output *);
void windows_put_tutorial(const struct windows *, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out);

/* Does the same with columns user and items: the timeline that begins at event
 * at[i]. */
void windows_put_sequence_header(const struct windows *, struct output *);
void windows_put_sequences(const struct windows *, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out);

/*
 * Writes whole timelines with held-out ends: training events to
 * out[SPLIT_TRAIN], columns user and items; the label of another part p to
 * out[p] with at most k events before it, columns user, context and label.
 * count [SPLIT_PARTS] becomes the number of rows of each.
 */
void windows_put_held_out_headers(
    const struct windows *, struct output *const *out);
void windows_put_held_out(const struct windows *, const struct split *,
    const struct held_out *, size_t k, struct output *const *out,
    size_t *count);

#endif
