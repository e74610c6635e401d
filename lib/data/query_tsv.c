/* query_tsv - queries as text, query-tsv(5). */
/* SPDX-License-Identifier: MIT */
#include "data/query_tsv.h"

#include <inttypes.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/column_names.h"
#include "io/output.h"
#include "io/tsv.h"

#define LONGEST_HEADER 4096
#define DIGITS 16

static const char prefix[] = "query@";

static const char *const titles[] = {
    [QUERY_TSV_USER] = COLUMN_USER,
    [QUERY_TSV_CONTEXT] = COLUMN_CONTEXT,
    [QUERY_TSV_LABEL] = COLUMN_LABEL,
    [QUERY_TSV_INCLUDE] = COLUMN_INCLUDE,
    [QUERY_TSV_EXCLUDE] = COLUMN_EXCLUDE,
    [QUERY_TSV_ERROR] = COLUMN_ERROR,
};

const struct query_tsv query_tsv_none = {
    .column = {-1, -1, -1, -1, -1, -1}, .query = -1};

int
query_tsv_names(struct slice title, uint64_t *fingerprint)
{
	const size_t n = sizeof(prefix) - 1;

	return title.n == n + DIGITS && !memcmp(title.s, prefix, n) &&
	       !num_get_hex(title.s + n, DIGITS, fingerprint);
}

/* Distinguishes text from floats, whose first bytes include control
 * characters. */
static int
is_text(const unsigned char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] < ' ' && s[i] != '\t')
			return 0;
	}
	return 1;
}

int
query_tsv_begins(const unsigned char *head, size_t n)
{
	const unsigned char *end = memchr(head, '\n', n), *tab;
	size_t length = end ? (size_t)(end - head) : n;
	uint64_t fingerprint;

	if (length > LONGEST_HEADER || !is_text(head, length))
		return 0;
	if (!end)
		return -1;
	for (; head <= end; head = tab + 1) {
		tab = memchr(head, '\t', (size_t)(end - head));
		tab = tab ? tab : end;
		if (query_tsv_names((struct slice){(const char *)head,
					(size_t)(tab - head)},
			&fingerprint))
			return 1;
	}
	return 0;
}

int
query_tsv_columns(struct query_tsv *q, struct tsv *t, struct fail *f)
{
	const struct slice *header = tsv_header(t);
	uint64_t fingerprint;
	size_t i;

	*q = query_tsv_none;
	for (i = 0; i < QUERY_TSV_COLUMNS; i++) {
		q->column[i] = i == QUERY_TSV_CONTEXT || i == QUERY_TSV_LABEL
		                   ? column_names_usual(t, titles[i], f)
		                   : tsv_find_column(t, titles[i]);
		if (q->column[i] == -2)
			return -1;
	}
	for (i = 0; i < tsv_columns(t); i++) {
		if (!query_tsv_names(header[i], &fingerprint))
			continue;
		if (q->query >= 0)
			return fail_set(f,
			    "%s: there are two columns of queries",
			    tsv_where(t));
		q->query = (int)i;
		q->fingerprint = fingerprint;
	}
	return q->query >= 0 ? 0
	                     : fail_set(f, "%s: there is no column of queries",
				   tsv_where(t));
}

int
query_tsv_numbers(struct slice cell, size_t d, float *q, struct fail *f)
{
	struct slice rest = cell, t;
	size_t n = 0;
	float x;

	if (query_tsv_absent(cell))
		return 1;
	while (tsv_list_next(&rest, &t)) {
		if (num_get_float(t.s, t.n, &x) || x - x != 0)
			return fail_set(f,
			    "number %zu of the query, '%.*s', is not finite",
			    n + 1, (int)size_min(t.n, 40), t.s);
		if (n < d)
			q[n] = x;
		n++;
	}
	if (n != d)
		return fail_set(f,
		    "the query has %zu number%s, but the candidates have %zu "
		    "column%s: another model made the query",
		    n, num_s(n), d, num_s(d));
	return 0;
}

int
query_tsv_empty(struct slice cell)
{
	struct slice t;

	return cell.n == 0 || !tsv_list_next(&cell, &t);
}

int
query_tsv_absent(struct slice cell)
{
	return cell.n == 2 && !memcmp(cell.s, "\\N", 2);
}

void
query_tsv_put_header(struct output *o, int (*has)(const void *, int column),
    const void *ctx, uint64_t fingerprint)
{
	int i;

	for (i = 0; i < QUERY_TSV_COLUMNS; i++) {
		if (!has(ctx, i))
			continue;
		output_string(o, titles[i]);
		output_char(o, '\t');
	}
	output_printf(o, "%s%016" PRIx64 "\n", prefix, fingerprint);
}

void
query_tsv_put(struct output *o, struct slice cells, size_t d, const float *q)
{
	size_t i;

	output_put(o, cells.s, cells.n);
	if (!q)
		output_string(o, "\\N");
	for (i = 0; q && i < d; i++) {
		if (i)
			output_char(o, ',');
		output_float(o, q[i]);
	}
	output_char(o, '\n');
}
