/* windows - training examples: an event of a timeline with the events before
 * it. */
/* SPDX-License-Identifier: MIT */
#include "log/windows.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "data/column_names.h"
#include "data/vocab.h"
#include "io/output.h"
#include "io/tsv.h"
#include "log/event_cells.h"
#include "log/held_out.h"
#include "log/item_cells.h"
#include "log/split.h"
#include "log/timeline.h"

#define UNKNOWN_GENRE "UNK"
#define AHEAD 8 /* rows */

struct windows {
	const struct timeline *t;
	struct windows_shape shape;
	struct item_cells *item; /* [items+1] */
	struct slice *rating;    /* [ratings+1]; [0]: 0.0 */
	struct slice pad_ids, pad_ratings, pad_years; /* K pads each */
	struct slice pad_genres;                      /* G pads */
	struct event_cells carried;
	size_t row; /* maximum bytes of a row, including room for copying */
	int check;  /* check that items are in the list */
	struct arena *a;
};

/* Makes the texts of all items and ratings, and the pads. */
static int
make_texts(struct windows *w, const struct items *list)
{
	const struct windows_shape *s = &w->shape;

	w->item = item_cells_make(w->a, w->t, list);
	w->rating = item_cells_ratings(w->a, w->t);
	if (!w->item || !w->rating ||
	    event_cells_make(&w->carried, w->a, w->t, s->fields, w->item))
		return -1;
	if (!s->pad)
		return 0;
	if (item_cells_repeat(w->a, s->pad, s->context, &w->pad_ids) ||
	    item_cells_repeat(w->a, "0.0", s->context, &w->pad_ratings) ||
	    item_cells_repeat(w->a, "0", s->context, &w->pad_years) ||
	    item_cells_repeat(w->a, UNKNOWN_GENRE, s->genres, &w->pad_genres))
		return -1;
	return 0;
}

/* Returns the maximum bytes of a row: K and G times the longest element. */
static int
measure(struct windows *w)
{
	size_t id = w->pad_ids.n / w->shape.context, rating = 4, year = 5;
	size_t genre = sizeof(UNKNOWN_GENRE), i, g, contexts, genres;

	for (i = 1; i <= vocab_size(w->t->ratings); i++)
		rating = size_max(rating, w->rating[i].n);
	for (i = 1; i <= vocab_size(w->t->items); i++) {
		const struct item_cells *x = &w->item[i];

		id = size_max(id, x->id.n);
		for (g = 0; g < x->ngenres; g++)
			genre = size_max(genre,
			    x->genre_end[g] - (g ? x->genre_end[g - 1] : 0));
	}
	if (size_mul(id + rating + year, w->shape.context, &contexts) ||
	    size_mul(genre, w->shape.genres, &genres) ||
	    contexts > SIZE_MAX / 4 || genres > SIZE_MAX / 4)
		return -1;
	w->row = contexts + genres + id + ITEM_CELLS_WIDE;
	return 0;
}

struct windows *
windows_new(const struct timeline *t, const struct items *list,
    const struct windows_shape *shape, struct fail *f)
{
	struct windows *w = calloc(1, sizeof(*w));

	if (shape->pad &&
	    vocab_find(t->items, shape->pad, strlen(shape->pad))) {
		(void)fail_set(f,
		    "'%s' is an item of the log and cannot be the pad: choose "
		    "another pad with --pad",
		    shape->pad);
		free(w);
		return NULL;
	}
	if (w) {
		w->t = t;
		w->shape = *shape;
		w->check = list != NULL;
		w->a = arena_new(SIZE_MAX);
	}
	if (!w || !w->a || make_texts(w, list) || measure(w)) {
		(void)fail_memory(f);
		windows_free(w);
		return NULL;
	}
	return w;
}

void
windows_free(struct windows *w)
{
	if (!w)
		return;
	arena_free(w->a);
	free(w);
}

/* Every event of a timeline except the last is in some context, so checking the
 * one before each label is enough. */
int
windows_check(
    const struct windows *w, size_t n, const size_t *at, struct fail *f)
{
	size_t i;

	for (i = 0; w->check && i < n; i++) {
		int32_t item = w->t->events[at[i] - 1].item;
		struct slice id = vocab_token(w->t->items, item);

		if (!w->item[item].known)
			return fail_set(f,
			    "the item '%.*s' of the log is not "
			    "in --items",
			    (int)size_min(id.n, 100), id.s);
	}
	return 0;
}

/* Copies s to p and returns the end.  Texts are short, and a copy of fixed size
 * is one instruction: both sides have ITEM_CELLS_WIDE bytes of room. */
static char *
copy(char *p, struct slice s)
{
	if (s.n <= ITEM_CELLS_WIDE)
		memcpy(p, s.s, ITEM_CELLS_WIDE);
	else
		memcpy(p, s.s, s.n);
	return p + s.n;
}

/* Copies the last n of `total` equal pads. */
static char *
copy_pads(char *p, struct slice pads, size_t n, size_t total)
{
	size_t size;

	if (!n)
		return p;
	size = pads.n / total * n;
	memcpy(p, pads.s, size);
	return p + size;
}

/* Copies the first G genres of the events. */
static char *
copy_genres(
    const struct windows *w, char *p, const struct timeline_event *e, size_t n)
{
	size_t i, left = w->shape.genres;

	for (i = 0; i < n && left; i++) {
		const struct item_cells *x = &w->item[e[i].item];
		size_t take = size_min(x->ngenres, left);
		struct slice s = {
		    x->genres.s, take ? x->genre_end[take - 1] : 0};

		p = copy(p, s);
		left -= take;
	}
	return copy_pads(p, w->pad_genres, left, w->shape.genres);
}

static void
put_user(const struct windows *w, struct output *o, size_t at)
{
	int32_t user = w->t->events[at].user;
	struct slice name = vocab_token(w->t->users, user + 1);

	tsv_put_escaped(o, name.s, name.n);
}

/* Writes the row of the example whose label is event `at`. */
static void
put_row(const struct windows *w, struct output *o, size_t at)
{
	const struct timeline *t = w->t;
	size_t first = t->start[t->events[at].user];
	size_t i, n = size_min(at - first, w->shape.context);
	const struct timeline_event *e = t->events + at - n;
	char *row, *p;

	put_user(w, o, at);
	output_char(o, '\t');
	p = row = output_room(o, w->row);
	if (!row)
		return;
	for (i = 0; i < n; i++)
		p = copy(p, w->item[e[i].item].id);
	p[-1] = '\t'; /* replaces the last comma; also below */
	p = copy(p, w->item[e[n].item].id);
	output_took(o, (size_t)(p - row) - 1);
	event_cells_put(&w->carried, o, at - n, at);
	output_char(o, '\n');
}

/* Writes the row with the tutorial's columns. */
static void
put_tutorial_row(const struct windows *w, struct output *o, size_t at)
{
	const struct timeline *t = w->t;
	size_t first = t->start[t->events[at].user], k = w->shape.context;
	size_t i, n = size_min(at - first, k);
	const struct timeline_event *e = t->events + at - n;
	char *row = output_room(o, w->row), *p = row;

	if (!row)
		return;
	for (i = 0; i < n; i++)
		p = copy(p, w->item[e[i].item].id);
	p = copy_pads(p, w->pad_ids, k - n, k);
	p[-1] = '\t';
	for (i = 0; i < n; i++)
		p = copy(p, w->rating[e[i].rating]);
	p = copy_pads(p, w->pad_ratings, k - n, k);
	p[-1] = '\t';
	for (i = 0; i < n; i++)
		p = copy(p, w->item[e[i].item].year);
	p = copy_pads(p, w->pad_years, k - n, k);
	p[-1] = '\t';
	p = copy_genres(w, p, e, n);
	p[-1] = '\t';
	p = copy(p, w->item[e[n].item].id);
	p[-1] = '\n';
	output_took(o, (size_t)(p - row));
}

/* Shuffled examples are scattered in memory: prefetches the parts of row i +
 * AHEAD while row i is made.  (In a function of its own, since gcc 12 drops the
 * prefetches otherwise.) */
static inline void
put_rows(const struct windows *w, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out,
    void (*put)(const struct windows *, struct output *, size_t at))
{
	const struct timeline_event *e = w->t->events;
	size_t i, k, next;

	for (i = 0; i < n && !output_failed(out[part[i]]); i++) {
		next = at[size_min(i + AHEAD, n - 1)];
		for (k = 0; k <= size_min(next, 9); k += 3)
			__builtin_prefetch(e + next - k);
		put(w, out[part[i]], at[i]);
	}
}

void
windows_put_tutorial(const struct windows *w, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out)
{
	put_rows(w, n, at, part, out, put_tutorial_row);
}

void
windows_put(const struct windows *w, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out)
{
	put_rows(w, n, at, part, out, put_row);
}

void
windows_put_tutorial_header(const struct windows *w, struct output *o)
{
	(void)w;
	output_string(o, COLUMN_TUTORIAL_CONTEXT
	    "\tcontext_movie_rating\tcontext_movie_year\t"
	    "context_movie_genre\t" COLUMN_TUTORIAL_LABEL "\n");
}

void
windows_put_header(const struct windows *w, struct output *o)
{
	output_string(o, COLUMN_USER "\t" COLUMN_CONTEXT "\t" COLUMN_LABEL);
	event_cells_put_names(&w->carried, o);
	output_char(o, '\n');
}

void
windows_put_sequence_header(const struct windows *w, struct output *o)
{
	output_string(o, COLUMN_USER "\t" COLUMN_SEQUENCE);
	event_cells_put_sequence_names(&w->carried, o);
	output_char(o, '\n');
}

/* Writes the items of events [at, end), at least one. */
static void
put_items(const struct windows *w, struct output *o, size_t at, size_t end)
{
	size_t i;

	output_char(o, '\t');
	for (i = at; i < end; i++) {
		struct slice item = w->item[w->t->events[i].item].id;

		/* Commas separate items. */
		output_put(o, item.s, item.n - (i + 1 == end));
	}
}

/* Writes events [at, end) of a timeline as a row. */
static void
put_sequence(const struct windows *w, struct output *o, size_t at, size_t end)
{
	put_user(w, o, at);
	put_items(w, o, at, end);
	event_cells_put_sequence(&w->carried, o, at, end);
	output_char(o, '\n');
}

/* The end of the timeline of event `at`. */
static size_t
end_of(const struct windows *w, size_t at)
{
	return w->t->start[w->t->events[at].user + 1];
}

void
windows_put_sequences(const struct windows *w, size_t n, const size_t *at,
    const unsigned char *part, struct output *const *out)
{
	size_t i;

	for (i = 0; i < n && !output_failed(out[part[i]]); i++)
		put_sequence(w, out[part[i]], at[i], end_of(w, at[i]));
}

void
windows_put_held_out_headers(const struct windows *w, struct output *const *out)
{
	int part;

	for (part = 0; part < SPLIT_PARTS; part++) {
		if (out[part] && part == SPLIT_TRAIN)
			windows_put_sequence_header(w, out[part]);
		else if (out[part])
			windows_put_header(w, out[part]);
	}
}

/* Writes event `label` with at most k events before it, from `first` on. */
static void
put_labelled(const struct windows *w, struct output *o, size_t first,
    size_t label, size_t k)
{
	size_t from = label - size_min(k, label - first);

	put_user(w, o, label);
	put_items(w, o, from, label);
	put_items(w, o, label, label + 1);
	event_cells_put(&w->carried, o, from, label);
	output_char(o, '\n');
}

void
windows_put_held_out(const struct windows *w, const struct split *s,
    const struct held_out *h, size_t k, struct output *const *out,
    size_t *count)
{
	size_t label[SPLIT_PARTS], i, p, at, train;

	memset(count, 0, SPLIT_PARTS * sizeof(*count));
	for (i = 0; i < s->n && !output_failed(out[SPLIT_TRAIN]); i++) {
		at = s->at[i];
		held_out_find(h, w->t, at, end_of(w, at), &train, label);
		for (p = 0; p < SPLIT_PARTS; p++) {
			if (label[p] == HELD_OUT_NONE)
				continue;
			put_labelled(w, out[p], at, label[p], k);
			count[p]++;
		}
		if (train > at) {
			put_sequence(w, out[SPLIT_TRAIN], at, train);
			count[SPLIT_TRAIN]++;
		}
	}
}
