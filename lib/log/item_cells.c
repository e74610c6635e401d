/* item_cells - items, ratings and genres as cells of examples. */
/* SPDX-License-Identifier: MIT */
#include "log/item_cells.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "data/vocab.h"
#include "io/tsv.h"
#include "log/items.h"
#include "log/timeline.h"

/* s, escaped, and a comma. */
int
item_cells_element(struct arena *a, const char *s, size_t n, struct slice *out)
{
	char *p = arena_alloc(a, 4 * n + 1 + ITEM_CELLS_WIDE);

	if (!p)
		return -1;
	out->s = p;
	out->n = tsv_escape(s, n, p);
	p[out->n++] = ',';
	return 0;
}

/* Writes the genres of an item, one element after another. */
static int
make_genres(struct arena *a, struct slice genres, struct item_cells *x)
{
	struct slice rest = genres, genre;
	size_t n = 0;
	char *p;

	while (items_next_genre(&rest, &genre))
		n++;
	p = arena_alloc(a, 4 * genres.n + n + ITEM_CELLS_WIDE);
	x->genre_end = arena_alloc(a, n * sizeof(*x->genre_end));
	if (!p || !x->genre_end)
		return -1;
	x->genres.s = p;
	x->ngenres = 0;
	for (rest = genres; items_next_genre(&rest, &genre);) {
		p += tsv_escape(genre.s, genre.n, p);
		*p++ = ',';
		x->genre_end[x->ngenres++] = (size_t)(p - x->genres.s);
	}
	x->genres.n = (size_t)(p - x->genres.s);
	return 0;
}

static int
make_item(struct arena *a, struct slice id, const struct items *list,
    struct item_cells *x)
{
	int32_t k = list ? vocab_find(list->ids, id.s, id.n) : 0;
	struct slice genres = {"", 0};
	char year[NUM_MAX];
	size_t n =
	    (size_t)(num_put_int(year, k ? list->item[k].year : 0) - year);

	if (k)
		genres = list->item[k].genres;
	x->known = k > 0;
	return item_cells_element(a, id.s, id.n, &x->id) ||
	       item_cells_element(a, year, n, &x->year) ||
	       make_genres(a, genres, x);
}

struct item_cells *
item_cells_make(
    struct arena *a, const struct timeline *t, const struct items *list)
{
	size_t i, n = vocab_size(t->items);
	struct item_cells *x = arena_alloc(a, (n + 1) * sizeof(*x));

	for (i = 1; x && i <= n; i++) {
		if (make_item(
			a, vocab_token(t->items, (int32_t)i), list, &x[i]))
			return NULL;
	}
	return x;
}

struct slice *
item_cells_ratings(struct arena *a, const struct timeline *t)
{
	size_t i, n = vocab_size(t->ratings);
	struct slice *x = arena_alloc(a, (n + 1) * sizeof(*x));
	char s[NUM_MAX], *end;

	for (i = 0; x && i <= n; i++) {
		end = num_put_float(s, i ? (float)t->rating[i] : 0.0f);
		if (item_cells_element(a, s, (size_t)(end - s), &x[i]))
			return NULL;
	}
	return x;
}

int
item_cells_repeat(struct arena *a, const char *s, size_t n, struct slice *out)
{
	struct slice one;
	size_t i, size;
	char *p;

	if (item_cells_element(a, s, strlen(s), &one) ||
	    size_mul(n, one.n, &size) || !(p = arena_alloc(a, size)))
		return -1;
	for (i = 0; i < n; i++)
		memcpy(p + i * one.n, one.s, one.n);
	*out = (struct slice){p, size};
	return 0;
}
