/* run_cache - training data whose rows are in a cache: a file, or all ranks. */
/* SPDX-License-Identifier: MIT */
#include "nn/run_reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/ranks.h"
#include "data/cache.h"
#include "data/cache_about.h"
#include "data/cache_make.h"
#include "data/cache_rows.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "data/spill.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "io/buffer.h"
#include "io/input.h"
#include "nn/run.h"

static const char *
path_of(const struct run_sources *s)
{
	return s->cache ? s->cache : s->rows;
}

/* The training data of run after reading, in the form of a cache's
 * description. */
static struct cache_about
about_of(struct run *run, const struct run_sources *s,
    const struct run_reading *how, struct buffer *by, struct fields *beside)
{
	*beside = fields_beside(run->fields);
	return (struct cache_about){.path = path_of(s),
	    .by = by,
	    .pad = how->pad,
	    .asked = how->k,
	    .grows = how->grow,
	    .x = run->reads_sequences ? NULL : run->examples,
	    .s = run->reads_sequences ? run->sequences : NULL,
	    .v = run->vocab,
	    .fields = beside};
}

/* Adds the options that rows depend on, besides the vocabulary and fields. */
static void
put_by(struct buffer *by, const struct run *run, const struct run_sources *s,
    const struct run_reading *how)
{
	const struct examples_columns *x = s->examples_columns;
	const struct sequences_columns *q = s->sequences_columns;
	const struct {
		const char *name, *value;
	} rows[] = {
	    {"layout", run->reads_sequences ? "sequences" : "examples"},
	    {"--context", s->no_context ? "none" : x->context},
	    {"--label", x->label},
	    {"--sequence", q->items},
	    {"--no-header", x->header ? NULL : "yes"},
	    {"--pad", how->pad},
	    {"--unknown", unknown_choice((size_t)s->unknown).name},
	    {"--weight", how->weight},
	};
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++)
		cache_about_by(
		    by, rows[i].name, rows[i].value ? rows[i].value : "");
}

static void
put_input(struct buffer *by, const struct input_sum *sum)
{
	char words[64];

	(void)snprintf(words, sizeof(words), "%llu bytes, %08lx",
	    (unsigned long long)sum->bytes, (unsigned long)sum->crc);
	cache_about_by(by, "input", words);
}

/* Reads the input and makes its cache. */
static int
make(struct run *run, const struct run_sources *s,
    const struct run_reading *given, struct fail *f)
{
	struct run_reading how = *given;
	struct sequences *q = run->reads_sequences ? run->sequences : NULL;
	struct cache_about about;
	struct buffer by = {0};
	struct input_sum sum = {0};
	struct fields beside;
	struct spill spill;
	int r = spill_open(&spill, path_of(s), f);

	how.spill = &spill;
	input_sum_to(run->in, &sum);
	if (!r)
		r = run_reading_read(
		    run, s, run->in, &how, run->vocab, run->examples, q, f);
	put_by(&by, run, s, given);
	put_input(&by, &sum);
	about = about_of(run, s, given, &by, &beside);
	if (!r && by.failed)
		r = fail_memory(f);
	if (!r)
		r = cache_make(&about, &spill, !q && run->examples->k, f);
	buffer_free(&by);
	spill_close(&spill);
	examples_free(run->examples);
	sequences_free(run->sequences);
	return r ? -1 : 0;
}

/* Takes the values of fields. */
static int
set_limits(struct run *run, const struct fields *beside, struct fail *f)
{
	size_t k;

	run->cache_values = calloc(beside->n + 1, sizeof(*run->cache_values));
	if (!run->cache_values)
		return fail_memory(f);
	for (k = 0; k < beside->n; k++)
		run->cache_values[k] = field_values(&beside->field[k]);
	cache_limit(run->cache, vocab_size(run->vocab), run->cache_values);
	return 0;
}

/* Takes the description of the cache into the run. */
static int
take_about(struct run *run, const struct run_sources *s,
    const struct run_reading *how, struct buffer *by, struct fail *f)
{
	struct fields beside;
	struct cache_about about = about_of(run, s, how, by, &beside);
	size_t n;
	char *p;
	int r;

	run->examples->items = calloc(1, sizeof(*run->examples->items));
	run->examples->labels = calloc(1, sizeof(*run->examples->labels));
	run->sequences->unknown = calloc(1, sizeof(*run->sequences->unknown));
	if (!run->examples->items || !run->examples->labels ||
	    !run->sequences->unknown)
		return fail_memory(f);
	if (!(p = cache_about(run->cache, &n, f)))
		return -1;
	r = cache_about_take(&about, p, n, cache_shape(run->cache)->k, f);
	free(p);
	run->strangers = about.strangers;
	return r ? -1 : set_limits(run, &beside, f);
}

/* Opens the cache, which exists; sum: checksum of the input, or NULL if it need
 * not be compared. */
static int
take(struct run *run, const struct run_sources *s,
    const struct run_reading *how, const struct input_sum *sum, struct fail *f)
{
	struct buffer by = {0};
	int r;

	run->cache =
	    s->cache ? cache_open(s->cache, f) : cache_open_shared(s->rows, f);
	if (!run->cache)
		return -1;
	put_by(&by, run, s, how);
	if (sum)
		put_input(&by, sum);
	r = by.failed ? fail_memory(f) : take_about(run, s, how, &by, f);
	buffer_free(&by);
	if (r || cache_check(run->cache, run->sequences, f))
		return -1;
	return run->reads_sequences
	           ? cache_sequence_columns(run->cache, run->sequences, f)
	           : cache_columns(run->cache, run->examples, f);
}

/* Rank 0: makes sure that the cache exists and belongs to this input, whose
 * checksum is *sum. */
static int
prepare(struct run *run, const struct run_sources *s,
    const struct run_reading *how, struct input_sum *sum, struct fail *f)
{
	if (!s->cache || access(s->cache, F_OK) != 0)
		return make(run, s, how, f);
	input_sum_to(run->in, sum);
	return input_pass(run->in, f);
}

int
run_cache_read(struct run *run, const struct run_sources *s,
    const struct run_reading *how, struct fail *f)
{
	struct input_sum sum = {0};
	const int failed = !ranks_me() && prepare(run, s, how, &sum, f);

	if (ranks_any(failed))
		return failed ? -1
		              : fail_set(f, "rank 0 has no %s", path_of(s));
	return take(run, s, how, sum.bytes ? &sum : NULL, f);
}
