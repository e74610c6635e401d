/* sequences - whole sequences in memory, as item ids. */
/* SPDX-License-Identifier: MIT */
#include "data/sequences.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/column_names.h"
#include "data/pads.h"
#include "data/token_ids.h"
#include "data/unknown.h"
#include "io/tsv.h"

struct sequences_reader {
	struct sequences *s;
	struct output *labels; /* NULL: none asked */
	size_t starts, room;   /* what start and item have room for */
	struct token_ids ids;
	struct pads pads;
};

/* Now that pads are known: settles the sequences that have marks. */
static int
settle(struct sequences_reader *r, struct fail *f)
{
	struct sequences *s = r->s;
	size_t i, at = 0, n;

	for (i = 0; i < s->n; i++) {
		int32_t *x = s->item + s->start[i];

		n = s->start[i + 1] - s->start[i];
		if (token_ids_settle(&r->ids, x, &n, f))
			return -1;
		if (n)
			memmove(s->item + at, x, n * sizeof(*x));
		/* start[i + 1] is where the next one still stands. */
		s->start[i] = at;
		at += n;
	}
	s->start[s->n] = s->events = at;
	return 0;
}

static int
add(struct sequences_reader *r, struct slice cell, struct fail *f)
{
	struct sequences *s = r->s;
	struct token_ids *d = &r->ids;
	const int open = r->pads.open;

	if (token_ids_read(d, cell, f))
		return -1;
	if (open && !r->pads.open &&
	    ((s->n && settle(r, f)) || token_ids_settle(d, d->id, &d->n, f)))
		return -1;
	if (r->labels && token_ids_put_labels(d, cell, r->labels, f))
		return -1;
	if (ARRAY_ROOM(&s->start, &r->starts, s->n + 2, f) ||
	    ARRAY_ROOM(&s->item, &r->room, s->events + d->n, f))
		return -1;
	s->start[0] = 0;
	if (d->n)
		memcpy(s->item + s->events, d->id, d->n * sizeof(*s->item));
	s->events += d->n;
	s->start[++s->n] = s->events;
	return 0;
}

/* What there must be, now that all rows have been read. */
static int
check(const struct sequences_reader *r, struct fail *f)
{
	char words[UNKNOWN_WORDS];
	const char *where = tsv_where(r->ids.t);

	if (r->s->n == 0)
		return fail_set(
		    f, "%s: no sequence after the header line", where);
	if (r->ids.known == 0 && r->ids.unknown->n) {
		unknown_words(r->ids.unknown, words);
		return fail_set(f,
		    "%s: no item up to here is known (%s): are these items? "
		    "--sequence says which column has them",
		    where, words);
	}
	if (r->s->events == 0)
		return fail_set(
		    f, "%s: every sequence up to here is empty", where);
	return 0;
}

static int
read_rows(struct sequences_reader *r, const char *column, struct fail *f)
{
	struct tsv *t = r->ids.t;
	const struct slice *cells;
	size_t n;
	int more, c = -1;

	while ((more = tsv_row(t, &cells, &n, f)) > 0) {
		if (c < 0 && (c = column_names_find(
				  t, column, COLUMN_SEQUENCE, n - 1, n, f)) < 0)
			return -1;
		if (add(r, cells[c], f))
			return fail_at(f, "%s", tsv_where(t));
	}
	if (more < 0)
		return -1;
	if (r->pads.open && r->s->n && (pads_end(&r->pads, f) || settle(r, f)))
		return -1;
	return check(r, f);
}

/* Gives back what is not needed. */
static int
trim(struct sequences *s, struct fail *f)
{
	return ARRAY_RESIZE(&s->start, s->n + 1, 1, f) ||
	               ARRAY_RESIZE(&s->item, s->events, 1, f)
	           ? -1
	           : 0;
}

int
sequences_read(struct sequences *s, struct input *in,
    const struct sequences_columns *c, struct vocab *v, int grow,
    struct fail *f)
{
	struct sequences_reader r = {.s = s, .labels = c->labels};
	struct tsv *t = tsv_open(in, c->header, f);
	int failed;

	*s = (struct sequences){.unknown = calloc(1, sizeof(*s->unknown))};
	pads_begin(&r.pads, c->pad);
	r.ids = (struct token_ids){.v = v,
	    .grow = grow ? v : NULL,
	    .way = c->unknown,
	    .pads = &r.pads,
	    .unknown = s->unknown,
	    .t = t};
	if (!s->unknown)
		(void)fail_memory(f);
	failed = !t || !s->unknown || read_rows(&r, c->items, f) || trim(s, f);
	s->pad = pads_said(&r.pads);
	s->pads = r.pads.n;
	s->guessed = !c->pad && s->pads;
	token_ids_free(&r.ids);
	tsv_close(t);
	if (failed)
		sequences_free(s);
	return failed ? -1 : 0;
}

void
sequences_renumber(struct sequences *s, const int32_t *map)
{
	const size_t lost = token_ids_renumber(s->item, s->events, map);

	if (s->unknown)
		s->unknown->n += lost;
}

void
sequences_free(struct sequences *s)
{
	free(s->start);
	free(s->item);
	free(s->unknown);
	*s = (struct sequences){0};
}
