/* test_candidates - which rows are scored, and which items they are. */
/* SPDX-License-Identifier: MIT */
#include "rank/candidates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "model/model.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;

/* Rows of a, b and c. */
static const float x[] = {3, 4, 0, 0, 0, -2};

static int
write_matrix(const char *path, size_t n, const float *rows)
{
	FILE *out = fopen(path, "w");

	return !out || fwrite(rows, sizeof(*rows), n, out) != n || fclose(out);
}

static int
rows_are(const struct candidates *c, size_t n, size_t d, const float *want)
{
	return c->n == n && c->d == d &&
	       !memcmp(c->x, want, n * d * sizeof(*want));
}

static void
test_files(void)
{
	struct candidates_source s = {.matrix = "c.f32", .vocab = "v.tsv"};
	struct candidates c;

	if (write_matrix("c.f32", 6, x) ||
	    text_write("v.tsv", "a\t5\nb\t3\nc\t1\n", &f))
		ok(0, "files can be written");
	ok(!candidates_open(&c, &s, &f) && rows_are(&c, 3, 2, x),
	    "the columns follow from the sizes");
	ok(candidates_item(&c, 2) == 3 && candidates_find(&c, 1) == 0,
	    "candidate j is item j + 1");
	candidates_close(&c);
	s.dim = 3;
	ok(candidates_open(&c, &s, &f) &&
		strstr(f.msg, "2 rows of 3 columns, but"),
	    "columns that do not fit are an error: %s", f.msg);
	if (write_matrix("bad.f32", 5, x))
		ok(0, "a file can be written");
	s = (struct candidates_source){.matrix = "bad.f32", .vocab = "v.tsv"};
	ok(candidates_open(&c, &s, &f) &&
		strstr(f.msg, "20 bytes cannot be divided"),
	    "so is a size that no columns have: %s", f.msg);
}

static void
test_keep(void)
{
	static const float kept[] = {3, 4, 0, -2};
	struct vocab *v = text_letters(NULL, "abc", &f);
	struct candidates c;
	size_t unknown;

	candidates_of(&c, v, x, 2);
	if (text_write("some", "c\nz\na\nc\n", &f))
		ok(0, "%s", f.msg);
	ok(!candidates_keep_listed(&c, "some", &unknown, &f) && unknown == 1 &&
		rows_are(&c, 2, 2, kept),
	    "only listed items stay, in the vocabulary's order");
	ok(candidates_item(&c, 1) == 3 && candidates_find(&c, 3) == 1 &&
		candidates_find(&c, 2) == -1,
	    "and keep their numbers");
	candidates_close(&c);
	candidates_of(&c, v, x, 2);
	if (text_write("some", "y\nz\n", &f))
		ok(0, "%s", f.msg);
	ok(candidates_keep_listed(&c, "some", &unknown, &f) &&
		strstr(f.msg, "none of its items"),
	    "a list of nothing known is an error: %s", f.msg);
	candidates_close(&c);
	vocab_free(v);
}

/* A model of a, b and c with rows of 2 columns; the last may be a bias. */
static struct model *
model_of(struct candidates *c, const char *bias)
{
	struct model *m = model_new(&f);
	struct tensor *t =
	    m ? model_add(m, "candidate_embedding", 4, 2, &f) : NULL;

	if (!t || model_set(m, "item_bias", &f, "%s", bias) ||
	    !(m->vocab = text_letters(NULL, "abc", &f))) {
		ok(0, "%s", f.msg);
		return m;
	}
	memcpy(t->x + 2, x, sizeof(x));
	ok(!candidates_of_model(c, m, &f) && rows_are(c, 3, 2, x),
	    "a model's candidates are its rows but row 0");
	return m;
}

static void
test_normalise(void)
{
	static const float cosine[] = {0.6F, 0.8F, 0, 0, 0, -1};
	static const float signs[] = {1, 0, 0};
	struct candidates c;
	struct model *m = model_of(&c, "0");

	ok(!candidates_normalise(&c, &f) && rows_are(&c, 3, 2, cosine),
	    "rows get length 1, and one of zeros stays");
	candidates_close(&c);
	model_free(m);
	m = model_of(&c, "1");
	ok(!candidates_normalise(&c, &f) && rows_are(&c, 3, 1, signs),
	    "a bias is not part of them");
	ok(!candidates_normalise(&c, &f) && rows_are(&c, 3, 1, signs),
	    "and no other column goes when that is done again");
	candidates_close(&c);
	model_free(m);
}

static void
test_rows(void)
{
	static const float want[] = {0, -2, 3, 4};
	struct vocab *v = text_letters(NULL, "abc", &f);
	struct candidates c;
	int32_t *item;
	float *rows;

	candidates_of(&c, v, x, 2);
	ok(candidates_rows(&c, "c,a", &rows, &item, &f) == 2 &&
		!memcmp(rows, want, sizeof(want)) && item[0] == 3 &&
		item[1] == 1,
	    "the rows of some items, in their order");
	free(rows);
	free(item);
	ok(!candidates_rows(&c, "c,z", &rows, &item, &f) &&
		strstr(f.msg, "'z' is not in the vocabulary"),
	    "an unknown item is an error: %s", f.msg);
	free(rows);
	free(item);
	candidates_close(&c);
	vocab_free(v);
}

int
main(void)
{
	scratch_enter();
	test_files();
	test_rows();
	test_keep();
	test_normalise();
	return done();
}
