/* candidates - the vectors that are scored, and the items they belong to. */
/* SPDX-License-Identifier: MIT */
#include "rank/candidates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/shard.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/mat.h"
#include "io/tsv.h"
#include "model/model.h"
#include "model/model_map.h"
#include "rank/score_tiles.h"

void
candidates_of(
    struct candidates *c, const struct vocab *v, const float *x, size_t d)
{
	const size_t n = vocab_size(v);

	*c = (struct candidates){.vocab = v, .n = n, .d = d, .x = x, .to = n};
}

int
candidates_of_model(struct candidates *c, struct model *m, struct fail *f)
{
	const char *bias = model_setting(m, "item_bias");
	const char *query = model_setting(m, "query");
	const struct tensor *t;

	if (query && !strcmp(query, "scores")) {
		candidates_of(c, m->vocab, NULL, vocab_size(m->vocab));
	} else {
		t = model_need(
		    m, "candidate_embedding", vocab_size(m->vocab) + 1, 0, f);
		if (!t)
			return -1;
		/* Row 0 is the unknown item, which is not a candidate. */
		candidates_of(c, m->vocab, t->x + t->cols, t->cols);
		c->largest = t->map ? model_map_largest(t->map) : 0;
	}
	c->ties = model_setting(m, "ties");
	c->blank = query != NULL;
	c->bias = bias && !strcmp(bias, "1");
	c->fingerprint = m->fingerprint;
	return 0;
}

int
candidates_source_check(
    const struct candidates_source *s, int alone, struct fail *f)
{
	if (s->matrix && (s->model || !s->vocab))
		return fail_set(f, "--candidates needs --vocab, and cannot be "
				   "used with --model");
	if (s->scores && (s->model || s->matrix || !s->vocab))
		return fail_set(f,
		    "--scores needs --vocab (the scored items in order), "
		    "and cannot be used with --model or --candidates");
	if (s->dim && !s->matrix)
		return fail_set(f, "--dim needs --candidates");
	if (s->vocab && !s->matrix && !s->scores && (!alone || s->model))
		return fail_set(f, "--vocab needs --candidates or --scores");
	return 0;
}

/* Opens the vocabulary alone: the queries are scores. */
static int
open_scores(
    struct candidates *c, const struct candidates_source *s, struct fail *f)
{
	struct vocab *v = vocab_open(s->vocab, f);

	if (!v)
		return -1;
	candidates_of(c, v, NULL, vocab_size(v));
	c->vocab_read = v;
	c->blank = 1;
	c->ties = "conservative";
	return 0;
}

static int
open_matrix(
    struct candidates *c, const struct candidates_source *s, struct fail *f)
{
	struct vocab *v = vocab_open(s->vocab, f);

	c->vocab = c->vocab_read = v;
	if (!v)
		return -1;
	c->n = c->to = vocab_size(v);
	c->mat = calloc(1, sizeof(*c->mat));
	if (!c->mat)
		return fail_memory(f);
	if (mat_open(c->mat, s->matrix, s->dim, c->n, f)) {
		free(c->mat);
		c->mat = NULL;
		return -1;
	}
	c->x = c->mat->x;
	c->d = c->mat->cols;
	if (c->mat->rows != c->n)
		return fail_set(f,
		    "%s: %zu rows of %zu columns, but the vocabulary %s has "
		    "%zu items",
		    s->matrix, c->mat->rows, c->d, s->vocab, c->n);
	if (mat_check(c->mat, s->matrix, f))
		return -1;
	c->largest = c->mat->largest;
	return 0;
}

static int
open_model(struct candidates *c, const char *dir, struct fail *f)
{
	struct model *m = model_load(dir, f);

	if (!m)
		return -1;
	if (candidates_of_model(c, m, f)) {
		model_free(m);
		return -1;
	}
	c->model = m;
	return 0;
}

int
candidates_open(
    struct candidates *c, const struct candidates_source *s, struct fail *f)
{
	*c = (struct candidates){0};
	if (s->scores   ? open_scores(c, s, f)
	    : s->matrix ? open_matrix(c, s, f)
			: open_model(c, s->model ? s->model : "model", f)) {
		candidates_close(c);
		return -1;
	}
	return 0;
}

struct score_tiles *
candidates_scan(const struct candidates *c, struct fail *f)
{
	struct score_tiles *sc =
	    c->x ? score_tiles_new_below(c->x, c->n, c->d, c->largest, f)
		 : score_tiles_of_rows(c->n, c->d, c->item, f);

	if (sc)
		score_tiles_narrow(sc, c->from, c->to);
	return sc;
}

int
candidates_index(struct candidates *c, struct fail *f)
{
	return c->vocab_read ? vocab_index(c->vocab_read, f) : 0;
}

/* Copies the first d columns of the n items in keep, or of all items. */
static float *
copy_rows(const struct candidates *c, const char *keep, size_t n, size_t d,
    struct fail *f)
{
	size_t size, j;
	float *x, *to;

	if (size_mul(n, d, &size) || size_mul(size, sizeof(*x), &size) ||
	    !(x = malloc(size ? size : 1))) {
		(void)fail_memory(f);
		return NULL;
	}
	for (j = 0, to = x; j < c->n; j++) {
		if (keep && !keep[candidates_item(c, j)])
			continue;
		memcpy(to, c->x + j * c->d, d * sizeof(*x));
		to += d;
	}
	return x;
}

/* Replaces the rows by x. */
static void
replace_rows(struct candidates *c, float *x)
{
	free(c->copy);
	c->x = c->copy = x;
	c->largest = 0;
	if (c->mat)
		mat_close(c->mat);
	free(c->mat);
	c->mat = NULL;
}

/* Keeps only the items with nonzero keep [V+1]. */
static int
keep_items(struct candidates *c, const char *keep, struct fail *f)
{
	size_t j, n = 0, items = vocab_size(c->vocab);
	int32_t *item, *candidate;
	float *x;

	for (j = 0; j < c->n; j++)
		n += keep[candidates_item(c, j)] != 0;
	item = malloc(n ? n * sizeof(*item) : 1);
	candidate = malloc((items + 1) * sizeof(*candidate));
	x = item && candidate && c->x ? copy_rows(c, keep, n, c->d, f) : NULL;
	if (!item || !candidate || (c->x && !x)) {
		free(item);
		free(candidate);
		return fail_memory(f);
	}
	for (j = 0; j <= items; j++)
		candidate[j] = -1;
	for (j = 0, n = 0; j < c->n; j++) {
		int32_t id = candidates_item(c, j);

		if (!keep[id])
			continue;
		candidate[id] = (int32_t)n;
		item[n++] = id;
	}
	if (x)
		replace_rows(c, x);
	free(c->item);
	free(c->candidate);
	c->item = item;
	c->candidate = candidate;
	c->n = c->to = n;
	return 0;
}

/* Marks the items of the file in keep [V+1], which must be zeros. */
static int
read_listed(const struct vocab *v, const char *path, char *keep,
    size_t *unknown, struct fail *f)
{
	struct input *in = input_open(&path, 1, NULL, f);
	struct tsv *t = in ? tsv_open(in, 0, f) : NULL;
	const struct slice *cells;
	size_t n, known = 0;
	int r = t ? 0 : -1;

	*unknown = 0;
	while (t && (r = tsv_row(t, &cells, &n, f)) > 0) {
		int32_t id = vocab_find(v, cells[0].s, cells[0].n);

		keep[id] = id != 0;
		known += id != 0;
		*unknown += id == 0;
	}
	if (r == 0 && known == 0)
		r = fail_set(
		    f, "%s: none of its items is in the vocabulary", path);
	tsv_close(t);
	input_close(in);
	return r;
}

int
candidates_keep_listed(
    struct candidates *c, const char *path, size_t *unknown, struct fail *f)
{
	char *keep = calloc(vocab_size(c->vocab) + 1, 1);
	int failed;

	if (!keep)
		return fail_memory(f);
	failed = read_listed(c->vocab, path, keep, unknown, f) ||
	         keep_items(c, keep, f);
	free(keep);
	return failed ? -1 : 0;
}

int
candidates_share(
    struct candidates *c, const struct shard *share, struct fail *f)
{
	const uint64_t n = c->n;

	if (c->blank)
		return fail_set(f,
		    "--candidates-share needs a model of seq-train: with "
		    "other models a query may score all items alike, which "
		    "one share cannot detect");
	if (share->n > n)
		return fail_set(f,
		    "--candidates-share: %llu shares are more than the %zu "
		    "candidates",
		    (unsigned long long)share->n, c->n);
	c->from = (size_t)(n * share->i / share->n);
	c->to = (size_t)(n * (share->i + 1) / share->n);
	return 0;
}

static int
no_vectors(struct fail *f)
{
	return fail_set(f, "queries are scores here: items have no vectors");
}

size_t
candidates_rows(const struct candidates *c, const char *list, float **x,
    int32_t **item, struct fail *f)
{
	struct slice rest = {list, strlen(list)}, t;
	size_t n = 0, most = rest.n + 1, size;

	*x = NULL;
	*item = NULL;
	if (!c->x) {
		(void)no_vectors(f);
		return 0;
	}
	*item = malloc(most * sizeof(**item));
	if (!*item || size_mul(most, c->d * sizeof(**x), &size) ||
	    !(*x = malloc(size))) {
		(void)fail_memory(f);
		return 0;
	}
	while (tsv_list_next(&rest, &t)) {
		int32_t id = vocab_find(c->vocab, t.s, t.n);

		if (!id) {
			(void)fail_set(f, "'%.*s' is not in the vocabulary",
			    (int)size_min(t.n, 200), t.s);
			return 0;
		}
		memcpy(*x + n * c->d,
		    c->x + (size_t)candidates_find(c, id) * c->d,
		    c->d * sizeof(**x));
		(*item)[n++] = id;
	}
	if (!n)
		(void)fail_set(f, "'%s' lists no items", list);
	return n;
}

void
candidates_normalise_row(size_t d, float *x)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < d; i++)
		sum += (double)x[i] * (double)x[i];
	for (i = 0; i < d && sum > 0; i++)
		x[i] = (float)((double)x[i] / sqrt(sum));
}

int
candidates_normalise(struct candidates *c, struct fail *f)
{
	size_t j;
	float *x;

	if (!c->x)
		return no_vectors(f);
	if (!c->copy || c->bias) {
		size_t d = c->d - (size_t)c->bias;

		x = copy_rows(c, NULL, c->n, d, f);
		if (!x)
			return -1;
		replace_rows(c, x);
		c->d = d;
		c->bias = 0;
	}
	for (j = 0; j < c->n; j++)
		candidates_normalise_row(c->d, c->copy + j * c->d);
	return 0;
}

int32_t
candidates_item(const struct candidates *c, size_t j)
{
	return c->item ? c->item[j] : (int32_t)j + 1;
}

int32_t
candidates_find(const struct candidates *c, int32_t item)
{
	return c->candidate ? c->candidate[item] : item - 1;
}

void
candidates_close(struct candidates *c)
{
	replace_rows(c, NULL);
	free(c->item);
	free(c->candidate);
	vocab_free(c->vocab_read);
	model_free(c->model);
	*c = (struct candidates){0};
}
