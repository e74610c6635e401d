/* query_rows - writes queries in any format as they are computed. */
/* SPDX-License-Identifier: MIT */
#include "data/query_rows.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "data/query_cells.h"
#include "data/query_tsv.h"
#include "io/embedding_format.h"
#include "io/output.h"
#include "math/vec.h"

static int
has_column(const void *cells, int k)
{
	return query_cells_has(cells, k);
}

void
query_rows_begin(const struct query_rows *w)
{
	if (w->cells)
		query_tsv_put_header(
		    w->out, has_column, w->cells, w->fingerprint);
	else if (w->format->begin)
		w->format->begin(w->out, w->n, w->d, w->header);
}

int
query_rows_set_lost(
    struct query_rows *w, const unsigned char *lost, struct fail *f)
{
	size_t i;

	w->lost = lost;
	if (ARRAY_RESIZE(&w->gap, w->d, 1, f))
		return -1;
	for (i = 0; i < w->d; i++)
		w->gap[i] = NAN;
	return 0;
}

void
query_rows_free(struct query_rows *w)
{
	free(w->gap);
	w->gap = NULL;
}

/* Writes query i, whose number in the whole input is row.  q NULL: there is
 * no query. */
static void
put(const struct query_rows *w, size_t i, int64_t row, const float *q)
{
	char number[NUM_MAX];
	struct slice name = {number, 0};

	name.n = (size_t)(num_put_int(number, row) - number);
	if (w->cells)
		query_tsv_put(w->out, query_cells_row(w->cells, i), w->d, q);
	else
		w->format->row(w->out, name, w->d, q ? q : w->gap);
}

int
query_rows_put(
    void *rows, size_t first, size_t m, const float *q, struct fail *f)
{
	const struct query_rows *w = rows;
	size_t i;

	if (first == 0 && !w->begun)
		query_rows_begin(w);
	for (i = first; i < first + m; i++, q += w->d) {
		int64_t row = (int64_t)shard_row(w->shard, i) + 1;

		if (w->lost && w->lost[i]) {
			put(w, i, row, NULL);
			continue;
		}
		if (!vec_finite(w->d, q))
			return fail_set(f,
			    "query %lld is not finite; train with a smaller "
			    "learning rate",
			    (long long)row);
		put(w, i, row, q);
	}
	return output_failed(w->out) ? 1 : 0;
}
