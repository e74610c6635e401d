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
	const char *pad; /* the padding token; NULL: not the tutorial's
                            columns */
	const struct event_fields *fields; /* not with the tutorial's columns */
};

struct windows;

/* Prepares the text of all items; the timeline and the fields must outlive the
 * result.  list may be NULL.  Returns NULL if an item equals the pad, or if
 * memory runs out. */
struct windows *windows_new(const struct timeline *, const struct items *list,
    const struct windows_shape *, struct fail *);

void windows_free(struct windows *); /* NULL is allowed */

/* Checks that the list has every item in the contexts of these examples.
 * Returns -1, with the item in the message, if one is missing.  Without a list
 * there is nothing to check. */
int windows_check(
    const struct windows *, size_t n, const size_t *at, struct fail *);

/* windows_put_header() writes the header line.  windows_put() writes rows: the
 * example whose label is event at[i] goes to out[part[i]].  It stops early when
 * an output fails; the output keeps the reason. */
void windows_put_header(const struct windows *, struct output *);
void windows_put(const struct windows *, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out);

/* The same with the tutorial's columns, for windows with a pad. */
void windows_put_tutorial_header(const struct windows *, struct output *);
void windows_put_tutorial(const struct windows *, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out);

/* The same with columns user and items; row i is the timeline that begins at
 * event at[i]. */
void windows_put_sequence_header(const struct windows *, struct output *);
void windows_put_sequences(const struct windows *, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out);

/*
 * Writes whole timelines with held-out ends.  Training events go to
 * out[SPLIT_TRAIN], in columns user and items.  The label of another part p
 * goes to out[p], with at most k events before it, in columns user, context and
 * label.  count [SPLIT_PARTS] becomes the number of rows of each part.
 */
void windows_put_held_out_headers(
    const struct windows *, struct output *const *out);
void windows_put_held_out(const struct windows *, const struct split *,
    const struct held_out *, size_t k, struct output *const *out,
    size_t *count);

#endif
