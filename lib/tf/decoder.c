/* decoder - reads TFRecords of Examples, decodes them in parallel, writes
 * them in order. */
/* SPDX-License-Identifier: MIT */
#include "tf/decoder.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/threads.h"
#include "io/buffer.h"
#include "io/output.h"
#include "tf/example.h"
#include "tf/feature.h"
#include "tf/record_block.h"
#include "tf/schema.h"
#include "tf/selection.h"
#include "tf/tfrecord.h"
#include "tf/tfwriter.h"
#include "tf/to_tsv.h"

#define BLOCK ((size_t)256 << 10) /* bytes of a block */
#define BLOCKS_A_THREAD 4
#define PIECE ((size_t)64 << 10) /* bytes written at a time */
#define SAMPLE_BYTES ((size_t)64 << 20)

/* A block and its result. */
struct decoder_job {
	struct record_block block;
	uint64_t first; /* number of the block's first record, from 0 */
	struct buffer rows;
	/* Records selected: their rows are in rows, or they are moved to the
	 * front of block.at. */
	size_t taken;
	int failed; /* stopped at a bad record, after `taken` good ones */
	struct fail fail;
};

struct decoder {
	struct tfrecord_reader *reader;
	int salvaged; /* the reader has checked the data's checksums */
	const struct selection *selection;
	/* Records in blocks so far, and before them. */
	uint64_t records;
	uint64_t left;            /* records that may still be selected */
	struct decoder_job *jobs; /* [njobs] */
	size_t njobs;
	struct arena **arenas; /* [narenas] one for each thread */
	size_t narenas;
	struct to_tsv *to_tsv; /* either rows are written, with to_tsv, */
	struct output *out;
	struct tfwriter *copy; /* or records are copied */
	size_t filled;         /* jobs with a block that is not yet processed */
	int more;              /* last result of the reader: 1, 0 or -1 */
	struct fail fail;      /* its error, for -1 */
};

/* Allocates the jobs and arenas for the threads. */
static int
make_room(struct decoder *x, struct fail *f)
{
	size_t threads = (size_t)threads_count(), i;

	x->jobs = calloc(threads * BLOCKS_A_THREAD, sizeof(*x->jobs));
	x->arenas = calloc(threads, sizeof(struct arena *));
	if (!x->jobs || !x->arenas)
		return fail_memory(f);
	x->njobs = threads * BLOCKS_A_THREAD;
	x->narenas = threads;
	for (i = 0; i < threads; i++) {
		x->arenas[i] = arena_new(EXAMPLE_MEMORY);
		if (!x->arenas[i])
			return fail_memory(f);
	}
	return 0;
}

struct decoder *
decoder_open(const char *const *paths, size_t n, const char *packing,
    int salvage, const struct selection *s, uint64_t first, struct fail *f)
{
	struct decoder *x = calloc(1, sizeof(*x));

	if (!x) {
		(void)fail_memory(f);
		return NULL;
	}
	x->salvaged = salvage;
	x->selection = s;
	x->records = first;
	x->left = s->head;
	x->more = 1;
	x->reader = tfrecord_open(paths, n, packing, f);
	if (!x->reader || make_room(x, f)) {
		decoder_close(x);
		return NULL;
	}
	if (salvage)
		tfrecord_salvage(x->reader);
	return x;
}

void
decoder_close(struct decoder *x)
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
	tfrecord_close(x->reader);
	free(x);
}

uint64_t
decoder_holes(const struct decoder *x, uint64_t *bytes)
{
	return tfrecord_holes(x->reader, bytes);
}

/* Decodes a record.  Returns 1, or -1 with the place in the message. */
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

/* Returns 1 if the record of that number is selected, 0 if not, -1 with the
 * place in the message.  Decodes the record to e if e is not NULL. */
static int
take(const struct decoder *x, const struct tfrecord *t, uint64_t number,
    struct example *e, struct arena *a, struct fail *f)
{
	int got;

	if (!selection_takes(x->selection, number))
		return 0;
	if (!e && !x->salvaged && tfrecord_check(t, f))
		return -1;
	if (!e)
		return 1;
	if (decode(x, t, e, a, f) < 0)
		return -1;
	got = selection_wants(x->selection, e, a, f);
	return got < 0 ? tfrecord_at(t, f) : got;
}

/* Fills a job with the next records, if there are any. */
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

/* Fills the jobs, but stops early if records are huge. */
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

/* Returns the reader's error, if one ended the records. */
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
	struct fail ignored; /* reported when the record is read again */
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
work(void *ctx, size_t i, int thread)
{
	struct decoder *x = ctx;
	struct decoder_job *j = &x->jobs[i];
	struct arena *a = x->arenas[thread];
	struct example room;
	struct example *e = x->to_tsv || x->selection->nwhere ? &room : NULL;
	size_t k;
	int got;

	j->rows.n = j->taken = 0;
	j->failed = 0;
	for (k = 0; k < j->block.n && !j->failed; k++) {
		const struct tfrecord *t = &j->block.at[k];

		got = take(x, t, j->first + k, e, a, &j->fail);
		if (got > 0 && x->to_tsv &&
		    to_tsv_row(x->to_tsv, e, a, &j->rows, &j->fail))
			got = tfrecord_at(t, &j->fail);
		j->failed = got < 0;
		if (got > 0)
			j->block.at[j->taken++] = *t;
	}
}

/* Cuts the rows after the first n. */
static void
cut(struct buffer *rows, uint64_t n)
{
	size_t at = 0;
	const char *end;

	while (n--) {
		end = memchr(rows->p + at, '\n', rows->n - at);
		at = (size_t)(end - rows->p) + 1;
	}
	rows->n = at;
}

/* Writes the rows of a job in pieces, so that o does not hold all of them. */
static void
put_rows(struct decoder_job *j, struct output *o)
{
	size_t i, n;

	for (i = 0; i < j->rows.n; i += n) {
		n = size_min(j->rows.n - i, PIECE);
		output_put(o, j->rows.p + i, n);
	}
}

/* Writes the selected records of a job, up to the limit, and frees large
 * buffers. */
static void
put(struct decoder *x, struct decoder_job *j)
{
	size_t i;

	if (j->taken > x->left) {
		cut(&j->rows, x->to_tsv ? x->left : 0);
		j->taken = (size_t)x->left;
	}
	if (x->to_tsv)
		put_rows(j, x->out);
	for (i = 0; x->copy && i < j->taken; i++)
		tfwriter_put(x->copy, j->block.at[i].data, j->block.at[i].n);
	x->left -= j->taken;
	if (j->rows.size > 32 * BLOCK)
		buffer_free(&j->rows);
	if (j->block.size > 4 * BLOCK)
		record_block_free(&j->block);
}

/* Writes the selected records of all filled jobs.  Returns 1, 0 if the limit
 * is reached or the output failed, -1 on an error. */
static int
put_all(struct decoder *x, struct fail *f)
{
	size_t i;

	for (i = 0; i < x->filled; i++) {
		struct decoder_job *j = &x->jobs[i];

		put(x, j);
		if (!x->left)
			return 0;
		if (j->failed) {
			*f = j->fail;
			return -1;
		}
	}
	x->filled = 0;
	return x->copy ? !tfwriter_failed(x->copy) : !output_failed(x->out);
}

static int
run(struct decoder *x, struct fail *f)
{
	int got = 1;

	while (got > 0 && (x->filled || x->more > 0)) {
		fill_all(x);
		threads_for(x->filled, work, x);
		got = put_all(x, f);
	}
	/* The commit reports a failed output. */
	return got > 0 ? end(x, f) : got;
}

int
decoder_rows(
    struct decoder *x, struct to_tsv *to_tsv, struct output *o, struct fail *f)
{
	x->to_tsv = to_tsv;
	x->out = o;
	return run(x, f);
}

int
decoder_copy(struct decoder *x, struct tfwriter *w, struct fail *f)
{
	x->copy = w;
	return run(x, f);
}

/* Reads the next selected record to t, and to e if that is not NULL. */
static int
next(struct decoder *x, struct tfrecord *t, struct example *e, struct fail *f)
{
	int got = 0;

	while (x->left && !got) {
		got = tfrecord_next(x->reader, t, f);
		if (got <= 0)
			return got;
		got = take(x, t, x->records++, e, x->arenas[0], f);
	}
	x->left -= got > 0;
	return got;
}

int
decoder_schema(struct decoder *x, struct schema *s, struct fail *f)
{
	struct tfrecord t;
	struct example e;
	int got;

	while ((got = next(x, &t, &e, f)) > 0) {
		if (schema_add(s, &e, f))
			return tfrecord_at(&t, f);
	}
	return got;
}

int
decoder_count(struct decoder *x, uint64_t *n, uint64_t *read, struct fail *f)
{
	struct tfrecord t;
	struct example e;
	uint64_t first = x->records;
	int got;

	for (*n = 0;; ++*n) {
		got = next(x, &t, x->selection->nwhere ? &e : NULL, f);
		if (got <= 0)
			break;
	}
	*read = x->records - first;
	return got;
}
