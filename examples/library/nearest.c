/*
 * nearest - the items nearest to one by cosine: nearest MODEL ITEM [K]
 *
 * The library from a program of your own: a model is loaded, its items become
 * a catalogue of vectors of length 1, and the K best scores of one of them are
 * listed, "item<TAB>cosine" a line.  It does what topk-list --similar does, and
 * needs nothing but the installed library:
 *
 *   cc nearest.c $(pkg-config --cflags --libs seqrec) -o nearest
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "model/model.h"
#include "rank/candidates.h"
#include "rank/score_tiles.h"
#include "rank/topk.h"

/* Prints the list but for the item itself, wherever it stands. */
static void
print_list(
    const struct candidates *c, const struct topk *t, int32_t self, size_t k)
{
	size_t r;

	for (r = 0; r < topk_length(t, 0) && k > 0; r++) {
		float cosine;
		int32_t item = candidates_item(c, topk_at(t, 0, r, &cosine));
		struct slice token = vocab_token(c->vocab, item);

		if (item == self)
			continue;
		printf("%.*s\t%.6f\n", (int)token.n, token.s, (double)cosine);
		k--;
	}
}

/* The k nearest to the item called name in c, whose rows are normalised. */
static int
list_nearest(
    const struct candidates *c, const char *name, size_t k, struct fail *f)
{
	int32_t self = vocab_find(c->vocab, name, strlen(name));
	struct score_tiles *scan = NULL;
	struct topk *topk = NULL;
	int r = -1;

	if (!self)
		return fail_set(f, "'%s' is no item of the model", name);
	scan = score_tiles_new(c->x, c->n, c->d, f);
	if (scan)
		topk = topk_new(scan, k + 1, 1, f);
	if (topk)
		r = topk_run(topk, 1,
		    c->x + (size_t)candidates_find(c, self) * c->d, NULL, f);
	if (!r)
		print_list(c, topk, self, k);
	topk_free(topk);
	score_tiles_free(scan);
	return r;
}

static int
run(const char *dir, const char *name, size_t k, struct fail *f)
{
	struct model *m = model_load(dir, f);
	struct candidates c = {0};
	int r;

	if (!m)
		return -1;
	r = candidates_of_model(&c, m, f);
	if (!r)
		r = candidates_normalise(&c, f);
	if (!r)
		r = list_nearest(&c, name, k, f);
	candidates_close(&c);
	model_free(m);
	return r;
}

int
main(int argc, char **argv)
{
	uint64_t k = 10;
	struct fail f;

	if (argc < 3 || argc > 4 ||
	    (argc == 4 &&
		num_get_count(argv[3], strlen(argv[3]), 1, INT32_MAX, &k))) {
		(void)fprintf(stderr, "usage: nearest MODEL ITEM [K]\n");
		return 2;
	}
	if (run(argv[1], argv[2], k, &f)) {
		(void)fprintf(stderr, "nearest: %s\n", f.msg);
		return 1;
	}
	if (fflush(stdout)) {
		(void)fprintf(
		    stderr, "nearest: standard output: %s\n", strerror(errno));
		return 1;
	}
	return 0;
}
