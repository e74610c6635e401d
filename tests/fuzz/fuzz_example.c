/*
 * fuzz_example - a record as an Example or SequenceExample, and as TSV.
 *
 * The record is what stands past the checksum.  With memory enough, both
 * readers and the slow one must agree; with little, the readers may refuse
 * but take no more than that.  What has been read is written and read again,
 * and made a row of TSV and read from that again, and is still the same.
 */
/* SPDX-License-Identifier: MIT */
#include "tf/example.h"

#include <math.h>

#include "base/arena.h"
#include "base/fail.h"
#include "fuzz.h"
#include "io/buffer.h"
#include "io/output.h"
#include "tf/cell_values.h"
#include "tf/column.h"
#include "tf/schema.h"
#include "tf/schema_table.h"
#include "tf/to_tsv.h"
#include "tf/wire.h"

#include "../unit/slow_example.h"

#define ENOUGH ((size_t)1 << 26)

static struct arena *arenas[4];
static struct output *nowhere;

/* A nan is written as nan, whatever its bits. */
static void
settle_nans(const struct feature *x)
{
	float *floats = (float *)x->floats; /* in an arena of ours */
	size_t i;

	for (i = 0; i < x->n; i++) {
		if (x->kind == FEATURE_STEPS)
			settle_nans(&x->steps[i]);
		if (x->kind == FEATURE_FLOAT && isnan(floats[i]))
			floats[i] = NAN;
	}
}

/* Steps without a kind are written as empty lists. */
static void
settle_steps(struct feature *x, int kind)
{
	size_t i;

	for (i = 0; x->kind == FEATURE_STEPS && i < x->n; i++) {
		if (x->steps[i].kind == FEATURE_NONE)
			x->steps[i].kind = (enum feature_kind)kind;
	}
}

/* Reads the n cells of a row into e, which has the columns in order. */
static void
read_row(struct buffer row, const struct columns *cs, struct example *e,
    struct arena *a)
{
	const char *p = row.p, *end = row.p + row.n, *tab;
	struct feature *x = fuzz_need(arena_alloc(a, cs->n * sizeof(*x)));
	struct fail f;
	size_t i;

	*e = (struct example){.features = x, .lists = x};
	for (i = 0; i < cs->n; i++) {
		tab = memchr(p, i + 1 < cs->n ? '\t' : '\n', (size_t)(end - p));
		CLAIM(tab != NULL);
		CLAIM(!cell_values_read((struct slice){p, (size_t)(tab - p)},
		    &cs->at[i], a, x, &f));
		CLAIM(!x->kind == !(cs->at[i].kind || cs->at[i].steps));
		p = tab + 1;
		x++;
		if (cs->at[i].steps)
			e->nlists++;
		else
			e->nfeatures++;
	}
	e->lists += e->nfeatures;
	CLAIM(p == end || !cs->n);
}

static void
through_tsv(struct example *e, struct arena *a)
{
	struct buffer row = {0}, header = {0};
	struct columns cs = {0};
	struct example back;
	struct fail f = {0};
	struct schema *s = fuzz_need(schema_new(&f));
	struct to_tsv *t;
	size_t i;

	if (schema_add(s, e, &f)) { /* steps of two kinds */
		schema_free(s);
		return;
	}
	CLAIM(!schema_columns(s, a, &cs));
	CLAIM(cs.n == e->nfeatures + e->nlists);
	t = fuzz_need(to_tsv_new(&cs, s, 1, &f));
	to_tsv_header(t, 1, &header);
	if (cs.n) {
		CLAIM(!to_tsv_row(t, e, a, &row, &f));
		for (i = 0; i < e->nfeatures; i++)
			settle_nans(&e->features[i]);
		for (i = 0; i < e->nlists; i++) {
			settle_nans(&e->lists[i]);
			settle_steps(
			    &e->lists[i], cs.at[e->nfeatures + i].kind);
		}
		read_row(row, &cs, &back, a);
		CLAIM(slow_same(e, &back));
	}
	for (i = SCHEMA_TSV; i <= SCHEMA_JSON; i++)
		CLAIM(!schema_table_put(s, (int)i, 80, nowhere, &f));
	CLAIM(!row.failed && !header.failed);
	buffer_free(&row);
	buffer_free(&header);
	to_tsv_free(t);
	schema_free(s);
}

/* Written and read again it is the same, and then the same bytes. */
static void
through_bytes(const struct example *e)
{
	struct example back;
	unsigned char *p, *q;
	struct fail f = {0};
	size_t n, m;
	int sequence = e->nlists > 0;

	arena_reset(arenas[2]);
	p = fuzz_need(wire_write(e, sequence, arenas[2], &n));
	CLAIM(!example_read(&back, p, n, arenas[3], &f));
	CLAIM(slow_same(e, &back));
	q = fuzz_need(wire_write(&back, sequence, arenas[3], &m));
	CLAIM(n == m && !memcmp(p, q, n));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	unsigned little = fuzz_byte(p, &n);
	struct arena *small;
	struct example e, other;
	struct fail f = {0};
	int i, r;

	for (i = 0; i < 4 && !arenas[i]; i++)
		arenas[i] = fuzz_need(arena_new(ENOUGH));
	if (!nowhere)
		nowhere = fuzz_need(output_open("/dev/null", OUTPUT_TEXT, &f));
	if (n > 65536)
		return 0;
	if (little) {
		small = fuzz_need(arena_new(little * 32));
		(void)example_read(&e, p, n, small, &f);     /* any answer */
		(void)example_read_any(&e, p, n, small, &f); /* will do */
		arena_free(small);
	}
	r = example_read(&e, p, n, arenas[0], &f);
	CLAIM(example_read_any(&other, p, n, arenas[1], &f) == r);
	CLAIM(r || slow_same(&e, &other));
	arena_reset(arenas[2]);
	CLAIM(slow_example(&other, p, n, arenas[2]) == r);
	CLAIM(r || slow_same(&e, &other));
	if (r)
		return 0;
	through_bytes(&e);
	through_tsv(&e, arenas[0]);
	return 0;
}
