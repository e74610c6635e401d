/*
 * nearest - the items most similar to an item by cosine: nearest MODEL ITEM [K]
 *
 * Shows the library in a program of your own: opens a model, makes an index of
 * its items that scores by cosine, and lists the K best for one item,
 * "item<TAB>cosine" a line.  It does the same as topk-list --similar, and needs
 * only the installed library:
 *
 *   cc nearest.c $(pkg-config --cflags --libs seqrec) -o nearest
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <seqrec.h> /* from make install, or the package libseqrec-dev */

/* Prints a list of k places; item 0 ends it earlier. */
static void
print_list(const struct seqrec_vocab *v, size_t k, const int32_t *item,
    const float *cosine)
{
	size_t r;

	for (r = 0; r < k && item[r]; r++) {
		struct seqrec_text token = seqrec_vocab_token(v, item[r]);

		printf(
		    "%.*s\t%.6f\n", (int)token.n, token.s, (double)cosine[r]);
	}
}

/* Lists the k items nearest to item self of m, without self. */
static int
list_nearest(const struct seqrec_model *m, int32_t self, size_t k,
    struct seqrec_error *e)
{
	const float *c = seqrec_model_candidates(m);
	const size_t n = seqrec_model_items(m), d = seqrec_model_columns(m);
	const size_t start[2] = {0, 1};
	const struct seqrec_lists exclude = {1, start, &self};
	struct seqrec_index *x = seqrec_index_of_model(m, SEQREC_COSINE, e);
	int32_t *item;
	float *cosine;
	int r = -1;

	if (k > n)
		k = n;
	item = calloc(k, sizeof(*item));
	cosine = calloc(k, sizeof(*cosine));
	if (!item || !cosine)
		(void)snprintf(e->message, sizeof(e->message), "out of memory");
	else if (x)
		r = seqrec_index_search(x, 1, c + (size_t)(self - 1) * d, k,
		    &exclude, item, cosine, e);
	if (!r)
		print_list(seqrec_model_vocab(m), k, item, cosine);
	free(item);
	free(cosine);
	seqrec_index_free(x);
	return r;
}

static int
run(const char *dir, const char *name, size_t k, struct seqrec_error *e)
{
	struct seqrec_model *m = seqrec_model_open(dir, e);
	int32_t self;
	int r = -1;

	if (!m)
		return -1;
	self = seqrec_vocab_find(seqrec_model_vocab(m), name, strlen(name));
	if (self)
		r = list_nearest(m, self, k, e);
	else
		(void)snprintf(e->message, sizeof(e->message),
		    "'%.200s' is no item of the model", name);
	seqrec_model_free(m);
	return r;
}

int
main(int argc, char **argv)
{
	char none[] = "", *end = none;
	unsigned long k = 10;
	struct seqrec_error e;

	errno = 0;
	if (argc == 4)
		k = strtoul(argv[3], &end, 10);
	if (argc < 3 || argc > 4 || *end || errno || k < 1 || k > INT32_MAX) {
		(void)fprintf(stderr, "usage: nearest MODEL ITEM [K]\n");
		return 2;
	}
	if (run(argv[1], argv[2], k, &e)) {
		(void)fprintf(stderr, "nearest: %s\n", e.message);
		return 1;
	}
	if (fflush(stdout)) {
		(void)fprintf(
		    stderr, "nearest: standard output: %s\n", strerror(errno));
		return 1;
	}
	return 0;
}
