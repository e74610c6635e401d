/* run_survey - facts about all of a run's data, from one pass over them. */
/* SPDX-License-Identifier: MIT */
#include "nn/run.h"

#include "base/fail.h"
#include "data/cache.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "io/crc32c.h"
#include "nn/loader.h"

#define COLUMNS 40 /* enough for FIELD_MOST of two places, and others */

/* Checksums of columns, one for each, since columns arrive in parts. */
struct run_survey {
	uint32_t crc[COLUMNS];
	uint64_t bytes[COLUMNS];
	double weight; /* of all examples together */
};

static void
add(struct run_survey *s, size_t k, const void *p, size_t bytes)
{
	s->crc[k] = crc32c(s->crc[k], p, bytes);
	s->bytes[k] += bytes;
}

/* Adds the values of fields, from column k on. */
static size_t
add_fields(struct run_survey *s, size_t k, const struct field_column *field,
    size_t n, size_t rows, size_t events)
{
	size_t i;

	for (i = 0; i < n; i++)
		add(s, k++, field[i].id,
		    (field[i].of_row ? rows : events) * sizeof(*field[i].id));
	return k;
}

static void
add_examples(struct run_survey *s, const struct examples *x)
{
	size_t k = 0, i;

	add(s, k++, x->context, x->n * x->k * sizeof(*x->context));
	k = add_fields(s, k, x->field, x->nfields, x->n, x->n * x->k);
	if (x->length)
		add(s, k++, x->length, x->n * sizeof(*x->length));
	add(s, k, x->label, x->n * sizeof(*x->label));
	for (i = 0; i < x->n; i++)
		s->weight += x->weight ? (double)x->weight[i] : 1;
}

static void
add_sequences(struct run_survey *s, const struct sequences *q)
{
	add(s, 0, q->item, q->events * sizeof(*q->item));
	(void)add_fields(s, 1, q->field, q->nfields, q->n, q->events);
}

/* A number that differs if the data or their order differ (a hash). */
static uint32_t
joined(struct run_survey *s, const struct sequences *q)
{
	uint32_t crc = 0;
	size_t k;

	for (k = 0; k < COLUMNS; k++)
		crc = crc32c_join(crc, s->crc[k], s->bytes[k]);
	return q ? crc32c(crc, q->start, (q->n + 1) * sizeof(*q->start)) : crc;
}

static int
survey(
    const struct loader_data *d, uint32_t *crc, double *weight, struct fail *f)
{
	struct run_survey s = {.weight = 0};
	const struct examples *x;
	const struct sequences *q;
	struct cache_walk *w;
	int more;

	*crc = 0;
	*weight = 1;
	if (!d->examples && !d->sequences)
		return 0;
	w = cache_walk_new(d->examples, d->sequences, f);
	if (!w)
		return -1;
	while ((more = cache_walk_next(w, &x, &q, f)) > 0) {
		if (x)
			add_examples(&s, x);
		else
			add_sequences(&s, q);
	}
	cache_walk_free(w);
	*crc = joined(&s, d->sequences);
	if (d->examples)
		*weight = s.weight / (double)d->examples->n;
	return more;
}

int
run_survey(struct run *run, struct fail *f)
{
	double none;

	return survey(run->data, &run->data_crc, &run->mean_weight, f) ||
	               survey(run->valid, &run->valid_crc, &none, f)
	           ? -1
	           : 0;
}
