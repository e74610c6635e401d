/* decoder - TFRecords of Examples read, worked on in parallel, written in order.
 */
/* SPDX-License-Identifier: MIT */
#include "tf/decoder.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/shard.h"
#include "base/threads.h"
#include "io/buffer.h"
#include "io/output.h"
#include "tf/example.h"
#include "tf/feature.h"
#include "tf/record_block.h"
#include "tf/schema.h"
#include "tf/tfrecord.h"
#include "tf/to_tsv.h"

#define BLOCK ((size_t)256 << 10) /* bytes of data a thread takes at a time */
#define BLOCKS_A_THREAD 4
#define PIECE ((size_t)64 << 10) /* bytes put at a time */
#define SAMPLE_BYTES ((size_t)64 << 20)

/* A block and what became of it. */
struct decoder_job {
	struct record_block block;
	uint64_t first; /* of all records, from 0 */
	struct buffer rows;
	int failed; /* at its first bad record; rows are of those before */
	struct fail fail;
};

struct decoder {
	struct tfrecord_reader *reader;
	int salvaged;              /* the reader has checked the data */
	const struct shard *shard; /* NULL: all */
	uint64_t records;          /* in blocks so far */
	struct decoder_job *jobs;  /* [njobs] */
	size_t njobs;
	struct arena **arenas; /* [narenas], one a thread */
	size_t narenas;
	struct to_tsv *to_tsv;
	size_t filled;    /* jobs whose block waits to be worked on */
	int more;         /* 1, 0 or -1, as the reader said last */
	struct fail fail; /* what it said with -1 */
};

struct decoder *
decoder_new(struct tfrecord_reader *r, int salvaged, struct fail *f)
{
	struct decoder *x = calloc(1, sizeof(*x));
	size_t threads = (size_t)threads_count(), i;

	if (!x)
		goto memory;
	x->reader = r;
	x->salvaged = salvaged;
	x->more = 1;
	x->jobs = calloc(threads * BLOCKS_A_THREAD, sizeof(*x->jobs));
	x->arenas = calloc(threads, sizeof(struct arena *));
	if (!x->jobs || !x->arenas)
		goto memory;
	x->njobs = threads * BLOCKS_A_THREAD;
	x->narenas = threads;
	for (i = 0; i < threads; i++) {
		x->arenas[i] = arena_new(EXAMPLE_MEMORY);
		if (!x->arenas[i])
			goto memory;
	}
	return x;
memory:
	decoder_free(x);
	(void)fail_memory(f);
	return NULL;
}

void
decoder_free(struct decoder *x)
{
	size_t i;

	if (!x)
		return;
	for (i = 0; i < x->njobs; i++) {
		record_block_free(&x->jobs[i].block);
		buffer_free(&x->jobs[i].rows);
	}
	for (i = 0; i < x->narenas; i++)
		arena_free(x->arenas[i]);
	free(x->jobs);
	free(x->arenas);
	free(x);
}

void
decoder_shard(struct decoder *x, const struct shard *shard)
{
	x->shard = shard;
}

/* Decodes a record: 1, or -1 and a place. */
static int
decode(const struct decoder *x, const struct tfrecord *t, struct example *e,
    struct arena *a, struct fail *f)
{
	if (!x->salvaged && tfrecord_check(t, f))
		return -1;
	if (example_read(e, t->data, t->n, a, f))
		return tfrecord_at(t, f);
	return 1;
}

/* Fills a job with what comes next, if anything does. */
static void
fill(struct decoder *x, size_t most, size_t bytes)
{
	struct decoder_job *j = &x->jobs[x->filled];

	x->more =
	    record_block_fill(&j->block, x->reader, most, bytes, &x->fail);
	j->first = x->records;
	x->records += j->block.n;
	x->filled += j->block.n > 0;
}

/* Fills the jobs, but not all of them with records that are huge. */
static void
fill_all(struct decoder *x)
{
	size_t i, held = 0;

	for (i = 0; i < x->filled; i++)
		held += x->jobs[i].block.used;
	while (x->filled < x->njobs && x->more > 0 &&
	       held < 2 * x->njobs * BLOCK) {
		fill(x, SIZE_MAX, BLOCK);
		if (x->filled > i)
			held += x->jobs[i++].block.used;
	}
}

/* The reader's failure, if that is how the records ended. */
static int
end(const struct decoder *x, struct fail *f)
{
	if (x->more < 0)
		*f = x->fail;
	return x->more < 0 ? -1 : 0;
}

void
decoder_sample(struct decoder *x, struct schema *s)
{
	struct record_block *b = &x->jobs[0].block;
	struct example e;
	struct fail ignored; /* told when the record is met again */
	size_t i;
	int got;

	fill(x, DECODER_SAMPLE, SAMPLE_BYTES);
	for (i = 0; i < b->n; i++) {
		got = decode(x, &b->at[i], &e, x->arenas[0], &ignored);
		if (got < 0 || (got > 0 && schema_add(s, &e, &ignored)))
			break;
	}
}

static void
make_rows(void *ctx, size_t i, int thread)
{
	struct decoder *x = ctx;
	struct decoder_job *j = &x->jobs[i];
	struct arena *a = x->arenas[thread];
	struct example e;
	size_t k;
	int got;

	j->rows.n = 0;
	j->failed = 0;
	for (k = 0; k < j->block.n && !j->failed; k++) {
		const struct tfrecord *t = &j->block.at[k];

		if (!shard_has(x->shard, j->first + k))
			continue;
		got = decode(x, t, &e, a, &j->fail);
		if (got < 0) {
			j->failed = 1;
		} else if (to_tsv_row(x->to_tsv, &e, a, &j->rows, &j->fail)) {
			(void)tfrecord_at(t, &j->fail);
			j->failed = 1;
		}
	}
}

/* Puts the rows of a job, in pieces, so that o does not hold all of them too,
 * and gives back what a job seldom needs. */
static void
put_rows(struct decoder_job *j, struct output *o)
{
	size_t i, n;

	for (i = 0; i < j->rows.n; i += n) {
		n = size_min(j->rows.n - i, PIECE);
		output_put(o, j->rows.p + i, n);
	}
	if (j->rows.size > 32 * BLOCK)
		buffer_free(&j->rows);
	if (j->block.size > 4 * BLOCK)
		record_block_free(&j->block);
}

int
decoder_rows(
    struct decoder *x, struct to_tsv *to_tsv, struct output *o, struct fail *f)
{
	size_t i;

	x->to_tsv = to_tsv;
	while (x->filled || x->more > 0) {
		fill_all(x);
		threads_for(x->filled, make_rows, x);
		for (i = 0; i < x->filled; i++) {
			struct decoder_job *j = &x->jobs[i];

			put_rows(j, o);
			if (j->failed) {
				*f = j->fail;
				return -1;
			}
		}
		x->filled = 0;
		if (output_failed(o))
			return 0; /* output_commit() tells */
	}
	return end(x, f);
}

/* For each record in turn: t, its data checked. */
static int
next(struct decoder *x, struct tfrecord *t, struct fail *f)
{
	int got = tfrecord_next(x->reader, t, f);

	return got > 0 && !x->salvaged && tfrecord_check(t, f) ? -1 : got;
}

int
decoder_schema(struct decoder *x, struct schema *s, struct fail *f)
{
	struct tfrecord t;
	struct example e;
	int got;

	while ((got = next(x, &t, f)) > 0) {
		if (example_read(&e, t.data, t.n, x->arenas[0], f) ||
		    schema_add(s, &e, f))
			return tfrecord_at(&t, f);
	}
	return got;
}

int
decoder_count(struct decoder *x, uint64_t *n, struct fail *f)
{
	struct tfrecord t;
	int got;

	for (*n = 0; (got = next(x, &t, f)) > 0; ++*n)
		;
	return got;
}
