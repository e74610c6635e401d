/*
 * recommend - ten items for each context: recommend MODEL CONTEXTS OUTPUT
 *
 * The whole way from text to recommendations in one process.  CONTEXTS is a
 * file with a header line; its column "context" has a user's items, oldest
 * first, as in "1193,661,914".  OUTPUT becomes
 * "query<TAB>rank<TAB>item<TAB>score", without the items of the context.  It
 * does the same as
 *
 *   seq-embed --context=context CONTEXTS |
 *       topk-list --exclude=CONTEXTS --context=context
 *
 * and needs only the installed library:
 *
 *   cc recommend.c $(pkg-config --cflags --libs seqrec) -o recommend
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include <seqrec.h> /* from make install, or the package libseqrec-dev */

#define K 10

/* Contexts being read. */
struct contexts {
	size_t n, room;     /* number of lists, capacity of start */
	size_t items, size; /* number of items, capacity of item */
	size_t *start;      /* [n+1] */
	int32_t *item;      /* [items] */
};

static int
no_memory(struct seqrec_error *e)
{
	(void)snprintf(e->message, sizeof(e->message), "out of memory");
	return -1;
}

/* Makes room for another list, and another item. */
static int
grow(struct contexts *c, struct seqrec_error *e)
{
	void *p;

	if (c->n + 2 > c->room) {
		c->room = 2 * c->room + 1024;
		p = realloc(c->start, c->room * sizeof(*c->start));
		if (!p)
			return no_memory(e);
		c->start = p;
	}
	if (c->items + 1 > c->size) {
		c->size = 2 * c->size + 1024;
		p = realloc(c->item, c->size * sizeof(*c->item));
		if (!p)
			return no_memory(e);
		c->item = p;
	}
	return 0;
}

/* Adds the items of a cell as a list. */
static int
add_context(struct contexts *c, const struct seqrec_vocab *v,
    struct seqrec_text cell, struct seqrec_error *e)
{
	struct seqrec_text token;

	if (grow(c, e))
		return -1;
	c->start[c->n++] = c->items;
	while (seqrec_tsv_element(&cell, &token)) {
		c->item[c->items++] = seqrec_vocab_find(v, token.s, token.n);
		if (grow(c, e))
			return -1;
	}
	c->start[c->n] = c->items;
	return 0;
}

static int
read_contexts(struct contexts *c, const struct seqrec_vocab *v,
    const char *path, struct seqrec_error *e)
{
	struct seqrec_tsv *t = seqrec_tsv_open(path, 1, e);
	const struct seqrec_text *cells;
	int column = t ? seqrec_tsv_column(t, "context", e) : -1, r = -1;
	size_t n;

	while (column >= 0 && (r = seqrec_tsv_row(t, &cells, &n, e)) > 0) {
		if (add_context(c, v, cells[column], e)) {
			r = -1;
			break;
		}
	}
	seqrec_tsv_close(t);
	return r;
}

/* Writes lists of K items, item and score [n,K], to a file. */
static int
write_lists(const char *path, const struct seqrec_vocab *v, size_t n,
    const int32_t *item, const float *score, struct seqrec_error *e)
{
	struct seqrec_output *o = seqrec_output_open(path, e);
	size_t i, r;

	if (!o)
		return -1;
	seqrec_output_printf(o, "query\trank\titem\tscore\n");
	for (i = 0; i < n; i++) {
		for (r = 0; r < K && item[i * K + r]; r++) {
			struct seqrec_text t =
			    seqrec_vocab_token(v, item[i * K + r]);

			seqrec_output_printf(o, "%zu\t%zu\t%.*s\t%.9g\n", i + 1,
			    r + 1, (int)t.n, t.s, (double)score[i * K + r]);
		}
	}
	return seqrec_output_commit(&o, 1, e);
}

/* Computes the lists of all contexts: queries, then the best items for them. */
static int
recommend(const struct seqrec_model *m, const struct contexts *c,
    const char *path, struct seqrec_error *e)
{
	const struct seqrec_lists lists = {c->n, c->start, c->item};
	const size_t d = seqrec_model_columns(m);
	struct seqrec_encoder *encoder = seqrec_encoder_new(m, e);
	struct seqrec_index *index =
	    seqrec_index_of_model(m, SEQREC_PRODUCT, e);
	float *q = calloc(c->n + 1, d * sizeof(*q));
	int32_t *item = calloc(c->n + 1, K * sizeof(*item));
	float *score = calloc(c->n + 1, K * sizeof(*score));
	int r = -1;

	if (!q || !item || !score)
		r = no_memory(e);
	else if (encoder && index)
		r = seqrec_encoder_run(encoder, &lists, q, e) ||
		            seqrec_index_search(
				index, c->n, q, K, &lists, item, score, e) ||
		            write_lists(path, seqrec_model_vocab(m), c->n, item,
				score, e)
		        ? -1
		        : 0;
	free(q);
	free(item);
	free(score);
	seqrec_index_free(index);
	seqrec_encoder_free(encoder);
	return r;
}

int
main(int argc, char **argv)
{
	struct contexts c = {0};
	struct seqrec_model *m;
	struct seqrec_error e;
	int r = -1;

	if (argc != 4) {
		(void)fprintf(
		    stderr, "usage: recommend MODEL CONTEXTS OUTPUT\n");
		return 2;
	}
	m = seqrec_model_open(argv[1], &e);
	if (m && !read_contexts(&c, seqrec_model_vocab(m), argv[2], &e))
		r = recommend(m, &c, argv[3], &e);
	if (r)
		(void)fprintf(stderr, "recommend: %s\n", e.message);
	free(c.start);
	free(c.item);
	seqrec_model_free(m);
	return r ? 1 : 0;
}
