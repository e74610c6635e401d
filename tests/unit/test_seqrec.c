/* test_seqrec - edge cases of the library's own functions.
 * tests/cli/install.bats compares them with the programs. */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/seqrec.h"
#include "model/model.h"
#include "nn/net.h"
#include "nn/params.h"

#include "scratch.h"
#include "small_model.h"

static struct seqrec_error e;

/* Was the last error about that? */
static int
said(const char *what)
{
	int good = strstr(e.message, what) != NULL;

	if (!good)
		printf("# %s\n", e.message);
	e.message[0] = '\0';
	return good;
}

static void
test_vocab(void)
{
	static const char *const bad[] = {
	    "", "a,b", "a\tb", "a\n", "a\r", "\\E"};
	struct seqrec_vocab *v = seqrec_vocab_new(&e), *again = NULL;
	size_t i;
	int good = 1;

	for (i = 0; i < COUNTOF(bad); i++)
		good &= seqrec_vocab_add(v, bad[i], strlen(bad[i]), &e) == -1 &&
		        said("is not a token");
	good &= seqrec_vocab_add(v, "a\0b", 3, NULL) == -1;
	ok(good, "what cannot stand in a list is no token");

	good = seqrec_vocab_add(v, "a\\,b", 4, &e) == 1 &&
	       seqrec_vocab_add(v, "c", 1, &e) == 2 &&
	       seqrec_vocab_add(v, "c", 1, &e) == 2 &&
	       seqrec_vocab_size(v) == 2 && seqrec_vocab_find(v, "c", 1) == 2 &&
	       seqrec_vocab_find(v, "d", 1) == 0 &&
	       seqrec_vocab_find(v, "", 0) == 0;
	ok(good, "tokens are numbered as they are added");

	seqrec_vocab_tally(v, 2, 5);
	seqrec_vocab_tally(v, 2, UINT64_MAX);
	seqrec_vocab_tally(v, 3, 1);
	seqrec_vocab_tally(v, 1, 7);
	good = seqrec_vocab_count(v, 2) == INT64_MAX &&
	       seqrec_vocab_count(v, 3) == 0 &&
	       seqrec_vocab_count(v, -1) == 0 && !seqrec_vocab_token(v, 0).s &&
	       !seqrec_vocab_token(v, 3).s;
	ok(good, "numbers that are no items have no token and no count");

	good = !seqrec_vocab_write(v, "v.tsv", &e) &&
	       (again = seqrec_vocab_read("v.tsv", &e)) &&
	       seqrec_vocab_size(again) == 2 &&
	       seqrec_vocab_count(again, 1) == 7 &&
	       seqrec_vocab_find(again, "a\\,b", 4) == 1;
	ok(good, "a vocabulary is read as it was written");
	seqrec_vocab_free(again);
	good = seqrec_vocab_write(v, "no/such", &e) && said("no/such") &&
	       !seqrec_vocab_read("no/such", &e) && said("no/such");
	ok(good, "a file that is not to be had is an error");
	seqrec_vocab_free(v);
	seqrec_vocab_free(NULL);
}

/* Candidates in the plane, with known lists. */
static const float plane[] = {1, 0, /* 2 */ 0, 1, /* 3 */ 3, 3, /* 4 */ 0, 0};

static void
test_index(void)
{
	const float q[] = {1, 0, 0, 2};
	const size_t start[] = {0, 3, 3}, back[] = {0, 2, 1};
	const int32_t skip[] = {3, 77, 0};
	const struct seqrec_lists exclude = {2, start, skip};
	struct seqrec_index *x =
	    seqrec_index_new(4, 2, plane, SEQREC_PRODUCT, &e);
	const float bad[] = {NAN, INFINITY};
	int32_t item[10];
	float score[10];
	int good;

	good = x && !seqrec_index_search(x, 2, q, 2, NULL, item, score, &e) &&
	       item[0] == 3 && item[1] == 1 && score[0] == 3 && score[1] == 1 &&
	       item[2] == 3 && item[3] == 2 && score[2] == 6 && score[3] == 2;
	ok(good, "the highest products come first");
	good = x &&
	       !seqrec_index_search(x, 2, q, 5, &exclude, item, score, &e) &&
	       item[0] == 1 && item[1] == 2 && item[2] == 4 && item[3] == 0 &&
	       isinf(score[3]) && score[3] < 0 && item[4] == 0 &&
	       item[5] == 3 && item[8] == 4 && item[9] == 0;
	ok(good, "items are left out, and a short list ends with item 0");
	good = seqrec_index_search(x, 1, q, 2, &exclude, item, score, &e) &&
	       said("2 lists") &&
	       seqrec_index_search(x, 2, q, 2,
		   &(struct seqrec_lists){2, back, skip}, item, score, &e) &&
	       said("list 1 ends before");
	ok(good, "lists that do not fit the queries are an error");
	good = seqrec_index_search(x, 1, bad, 2, NULL, item, score, &e) &&
	       said("overflow") &&
	       !seqrec_index_search(x, 0, q, 2, NULL, item, score, &e) &&
	       !seqrec_index_search(x, 2, q, 0, NULL, item, score, &e);
	ok(good, "a query that is no number is an error, no query is none");
	seqrec_index_free(x);

	x = seqrec_index_new(4, 2, plane, SEQREC_COSINE, &e);
	good = x &&
	       !seqrec_index_search(x, 1, q + 2, 4, NULL, item, score, &e) &&
	       item[0] == 2 && score[0] == 1 && item[1] == 3 &&
	       fabsf(score[1] - 0.70710678f) < 1e-6f && score[2] == 0;
	ok(good, "cosines do not depend on lengths");
	seqrec_index_free(x);
	good =
	    !seqrec_index_new(0, 2, plane, SEQREC_PRODUCT, &e) &&
	    said("no candidates") &&
	    !seqrec_index_new(1, 2, bad, SEQREC_COSINE, &e) &&
	    said("not finite") &&
	    !seqrec_index_new((size_t)1 << 31, 2, plane, SEQREC_PRODUCT, &e) &&
	    said("too many");
	ok(good, "candidates that cannot be scored are an error");
	seqrec_index_free(NULL);
}

/* A context's embedding, alone or among others. */
static void
test_encoder(const struct seqrec_model *m)
{
	const size_t d = seqrec_model_columns(m), start[] = {0, 2, 2, 5, 11};
	const int32_t item[] = {1, 2, 3, 0, 1, 6, 5, 4, 3, 2, 1}, no[] = {1, 7};
	const struct seqrec_lists all = {4, start, item},
				  third = {1, start + 2, item},
				  wrong = {1, start, no};
	struct seqrec_encoder *n = seqrec_encoder_new(m, &e);
	float *q = calloc(5 * d, sizeof(*q));
	size_t i;
	int good;

	good = n && q && !seqrec_encoder_run(n, &all, q, &e) &&
	       !seqrec_encoder_run(n, &third, q + 4 * d, &e) &&
	       !memcmp(q + 2 * d, q + 4 * d, d * sizeof(*q));
	for (i = 0; i < 5 * d && good; i++)
		good = isfinite(q[i]);
	ok(good, "an embedding does not depend on what is beside it");
	good = seqrec_encoder_run(n, &wrong, q, &e) &&
	       said("context 0: 7 is not an item");
	ok(good, "a number that is no item is an error");
	seqrec_encoder_free(n);
	seqrec_encoder_free(NULL);
	free(q);
}

static void
test_model(void)
{
	struct net net = new_net(1);
	struct model *made = new_model(&net);
	struct seqrec_model *m;
	const float *c;
	int good;

	if (model_set(made, "context_length", &f, "%d", 3) ||
	    model_save(made, "m", &f))
		abort();
	model_free(made);
	m = seqrec_model_open("m", &e);
	good = m && seqrec_model_items(m) == 6 &&
	       seqrec_model_columns(m) == 4 &&
	       seqrec_vocab_size(seqrec_model_vocab(m)) == 6 &&
	       !seqrec_model_setting(m, "colour");
	c = good ? seqrec_model_candidates(m) : NULL;
	good = good && !memcmp(c, net_candidates(&net)->w + 4, 24 * sizeof(*c));
	ok(good, "a model shows its items and their candidates");
	if (m)
		test_encoder(m);
	seqrec_model_free(m);
	seqrec_model_free(NULL);
	net_free(&net);
	ok(!seqrec_model_open("nothing", &e) && said("no such model") &&
		!seqrec_model_open("nothing", NULL),
	    "a model that is not there is an error, which nobody need hear");
}

static void
test_text(void)
{
	struct seqrec_output *o[2];
	struct seqrec_text rest, t;
	const struct seqrec_text *cells;
	struct seqrec_tsv *in;
	char plain[8];
	size_t n;
	int good;

	o[0] = seqrec_output_open("a.tsv", &e);
	o[1] = seqrec_output_open("b.tsv", &e);
	seqrec_output_printf(o[0], "id\tlist\n%d\t", 7);
	seqrec_output_escaped(o[0], "x,y", 3);
	seqrec_output_put(o[0], ",z\n", 3);
	seqrec_output_printf(o[1], "cut");
	good = access("a.tsv", F_OK) && !seqrec_output_failed(o[0]) &&
	       !seqrec_output_commit(o, 2, &e) && !access("a.tsv", F_OK);
	ok(good, "files appear when they are committed, together");
	seqrec_output_abandon(seqrec_output_open("c.tsv", &e));
	seqrec_output_abandon(NULL);
	ok(access("c.tsv", F_OK), "a file that is abandoned does not appear");

	in = seqrec_tsv_open("a.tsv", 1, &e);
	good = in && seqrec_tsv_column(in, "list", &e) == 1 &&
	       seqrec_tsv_column(in, "none", &e) == -1 && said("'none'") &&
	       seqrec_tsv_row(in, &cells, &n, &e) == 1 && n == 2 &&
	       !strcmp(seqrec_tsv_where(in), "a.tsv:line 2");
	rest = good ? cells[1] : (struct seqrec_text){NULL, 0};
	good = good && seqrec_tsv_element(&rest, &t) && t.n == 4 &&
	       seqrec_tsv_unescape(t, plain) == 3 && !memcmp(plain, "x,y", 3) &&
	       seqrec_tsv_element(&rest, &t) && t.n == 1 &&
	       !seqrec_tsv_element(&rest, &t) &&
	       seqrec_tsv_row(in, &cells, &n, &e) == 0;
	ok(good, "rows are read as they were written");
	seqrec_tsv_close(in);
	in = seqrec_tsv_open("b.tsv", 0, &e);
	ok(in && seqrec_tsv_row(in, &cells, &n, &e) == -1 && said("newline"),
	    "a cut file is an error");
	seqrec_tsv_close(in);
	ok(!seqrec_tsv_open("none", 0, &e) && said("none"),
	    "and so is one that is not there");
	seqrec_tsv_close(NULL);
}

static void
test_random(void)
{
	struct seqrec_random a, b;
	int good, i;

	seqrec_random_seed(&a, 1, 0);
	seqrec_random_seed(&b, 1, 0);
	for (i = 0, good = 1; i < 100; i++)
		good &=
		    seqrec_random_below(&a, 10) ==
			seqrec_random_below(&b, 10) &&
		    !(seqrec_random_uniform(&a) - seqrec_random_uniform(&b) <
			0) &&
		    !(seqrec_random_normal(&a) - seqrec_random_normal(&b) < 0);
	seqrec_random_seed(&b, 1, 1);
	good &= a.state[0] != b.state[0] && seqrec_random_below(&b, 0) == 0;
	ok(good, "random numbers repeat by seed and stream");
}

int
main(void)
{
	scratch_enter();
	test_vocab();
	test_index();
	test_model();
	test_text();
	test_random();
	return done();
}
