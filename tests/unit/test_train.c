/*
 * test_train - the tiles of a batch, and what validation says, against a plain
 * restatement; a run that ends and is taken up again.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/par.h"
#include "base/rng.h"
#include "data/examples.h"
#include "nn/batch.h"
#include "nn/cell.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optim.h"
#include "nn/step.h"
#include "nn/train.h"

#include "tap.h"

#define MOST 2000

static struct fail f;

/*
 * The tiles of a batch
 */

#define ITEMS 60

static struct examples
random_examples(size_t n, size_t k, uint64_t seed)
{
	struct examples x = {.n = n, .k = k};
	struct rng r;
	size_t i, j;

	x.context = malloc(n * k * sizeof(*x.context));
	x.label = malloc(n * sizeof(*x.label));
	x.length = malloc(n * sizeof(*x.length));
	if (!x.context || !x.label || !x.length)
		abort();
	rng_seed(&r, seed, 0);
	for (i = 0; i < n; i++) {
		x.label[i] = (int32_t)rng_below(&r, ITEMS + 1);
		x.length[i] = (int32_t)rng_below(&r, k + 1);
		for (j = 0; j < k; j++)
			x.context[i * k + j] =
			    j < (size_t)x.length[i]
				? (int32_t)rng_below(&r, ITEMS + 1)
				: 0;
	}
	return x;
}

/* Do the lists of b say of row i what example at does, up to its pads? */
static int
row_is(const struct batch *b, size_t i, const struct examples *x, size_t at)
{
	size_t tile = i / b->tile * b->tile, k;
	size_t rows = size_min(b->tile, b->n - tile);

	for (k = 0; k < (size_t)x->length[at]; k++) {
		int32_t place = b->context[tile * x->k + k * rows + (i - tile)];

		if ((size_t)place >= b->nitems ||
		    b->item[place] != x->context[at * x->k + k])
			return 0;
	}
	return b->length[i] == x->length[at] &&
	       (size_t)b->column[i] < b->nlabels &&
	       b->label[b->column[i]] == x->label[at];
}

/* Each id once, and the weights those of the labels. */
static int
lists_are_right(const struct batch *b)
{
	unsigned char seen[2][ITEMS + 1] = {{0}};
	double times[ITEMS + 1] = {0};
	size_t i;
	int good = 1;

	for (i = 0; i < b->n; i++)
		times[b->label[b->column[i]]] += 1;
	for (i = 0; i < b->nlabels; i++)
		good &= !seen[0][b->label[i]]++ &&
		        (double)b->weight[i] == times[b->label[i]];
	for (i = 0; i < b->nitems; i++)
		good &= !seen[1][b->item[i]]++;
	return good;
}

static int
try_batch(struct batch *b, const struct examples *x, size_t n, size_t units)
{
	int32_t order[MOST] = {0};
	size_t i, tiles;
	int good;

	for (i = 0; i < n; i++)
		order[i] = (int32_t)((i * 7 + 3) % x->n);
	batch_fill(b, x, order, 0, n, units);
	good = lists_are_right(b);
	for (i = 0; i < n; i++)
		good &= row_is(b, i, x, (size_t)order[i]);
	batch_fill(b, x, NULL, x->n - n, n, units);
	good &= lists_are_right(b);
	for (i = 0; i < n; i++)
		good &= row_is(b, i, x, x->n - n + i);
	tiles = (n + b->tile - 1) / b->tile;
	/* Tiles are of near a multiple of 8: no more than 8 rows are wanting
	 * for that. */
	return good && b->n == n && b->tile > 0 &&
	       (n < 64 || (b->tile - 1) * ((tiles + 7) / 8 * 8) < n);
}

static void
test_batch(void)
{
	struct examples x = random_examples(1500, 7, 1);
	struct batch b;
	size_t n;
	int good = 1;

	if (batch_alloc(&b, 1500, 7, ITEMS, 1, &f)) {
		ok(0, "%s", f.msg);
		return;
	}
	for (n = 1; n <= 1500; n += n < 130 ? 1 : 97)
		good &= try_batch(&b, &x, n, 16);
	ok(good, "batches of 1 to 1,500: each row is its example, in order or "
		 "by an order, and the lists have every item once");
	ok(try_batch(&b, &x, 1500, 65536) && b.tile == 1,
	    "with many units a tile is a single row");
	batch_free(&b);
	examples_free(&x);
}

/*
 * Validation
 */

static double
plain_dot(const float *a, const float *b, size_t n)
{
	double s = 0;
	size_t i;

	for (i = 0; i < n; i++)
		s += (double)a[i] * (double)b[i];
	return s;
}

/* q [n,units]: what validation should say, by counting. */
static struct train_valid
plain_valid(const struct net *net, const struct examples *x, const float *q,
    size_t batch)
{
	const size_t H = net->units;
	const float *c = net->p[NET_CANDIDATE].w;
	struct train_valid v = {0};
	double sum = 0, batches = 0;
	size_t i, j, first, k;

	for (i = 0; i < x->n; i++) {
		const float *l = c + (size_t)x->label[i] * H;
		size_t above = 0;

		for (j = 1; j <= net->items; j++)
			above += plain_dot(q + i * H, c + j * H, H) >
			         plain_dot(q + i * H, l, H);
		for (k = 0; k < TRAIN_KS; k++)
			v.top[k] +=
			    (x->label[i] && above < train_ks[k]) / (double)x->n;
	}
	for (first = 0; first < x->n; first += batch, batches++) {
		size_t end = size_min(first + batch, x->n);

		v.loss_last = 0;
		for (i = first; i < end; i++) {
			double z = 0;

			for (j = first; j < end; j++)
				z += exp(plain_dot(
				    q + i * H, c + (size_t)x->label[j] * H, H));
			v.loss_last +=
			    log(z) - plain_dot(q + i * H,
					 c + (size_t)x->label[i] * H, H);
		}
		sum += v.loss_last;
	}
	v.loss = sum / batches;
	v.loss_bar = (sum + v.loss_last) / (batches + 1);
	return v;
}

static void
test_valid(size_t n, size_t batch)
{
	struct examples x = random_examples(n, 5, n);
	struct net net;
	struct batch b;
	struct step *s;
	struct train_valid got, want;
	struct rng r;
	size_t i, k, H = 6;
	float *q = malloc(n * H * sizeof(*q));

	rng_seed(&r, 9, 9);
	if (!q || net_alloc(&net, ITEMS, 4, H, cell_find("gru"), 0, &f) ||
	    batch_alloc(&b, n, 5, ITEMS, 0, &f) || !(s = step_new(&net, &f)))
		abort();
	for (i = 0; i < NET_PARAMS; i++)
		for (k = 0; k < net.p[i].rows * net.p[i].cols; k++)
			net.p[i].w[k] = (float)rng_normal(&r);
	batch_fill(&b, &x, NULL, 0, n, H);
	if (step_queries(s, &b, q, &f) ||
	    train_validate(&net, &x, loss_find("softmax"), batch, &got, &f))
		ok(0, "%s", f.msg);
	want = plain_valid(&net, &x, q, batch);
	ok(fabs(got.loss - want.loss) <= 1e-5 * want.loss &&
		fabs(got.loss_last - want.loss_last) <= 1e-5 * want.loss_last &&
		fabs(got.loss_bar - want.loss_bar) <= 1e-5 * want.loss_bar,
	    "%zu validation examples in batches of %zu: mean %.3f, last %.3f, "
	    "bar %.3f",
	    n, batch, got.loss, got.loss_last, got.loss_bar);
	for (k = 0; k < TRAIN_KS && fabs(got.top[k] - want.top[k]) < 1e-12; k++)
		;
	ok(k == TRAIN_KS && got.top[0] < got.top[3],
	    "%zu validation examples: top-1 %.3f, top-10 %.3f, top-50 %.3f", n,
	    got.top[0], got.top[2], got.top[3]);
	free(q);
	step_free(s);
	batch_free(&b);
	net_free(&net);
	examples_free(&x);
}

/*
 * train_run
 */

/* Stops after a step, if stop is not 0. */
struct told {
	size_t stop, steps, valid;
};

static int
tell(void *ctx, const struct train_event *e)
{
	struct told *t = ctx;

	t->steps++;
	t->valid += e->valid != NULL;
	return t->steps == t->stop;
}

static void
test_run(enum train_shuffle shuffle)
{
	struct examples x = random_examples(500, 5, 3);
	struct train_options o = {.epochs = 3,
	    .batch = 90,
	    .shuffle = shuffle,
	    .buffer = 100,
	    .rate = 0.1,
	    .seed = 1,
	    .loss = loss_find("softmax"),
	    .optim = optim_find("adagrad"),
	    .valid_batch = 50};
	struct net whole, parts;
	struct told one = {0}, two = {.stop = 8};
	uint64_t a = 0, b = 0;
	size_t i;
	int good = 1;

	if (net_alloc(&whole, ITEMS, 4, 4, cell_find("gru"), 1, &f) ||
	    net_alloc(&parts, ITEMS, 4, 4, cell_find("gru"), 1, &f) ||
	    net_init(&whole, o.optim, 1, &f) ||
	    net_init(&parts, o.optim, 1, &f))
		abort();
	ok(train_run(&whole, &x, &x, &o, &a, tell, &one, &f) == 0 && a == 18 &&
		one.steps == 18 && one.valid == 3,
	    "3 epochs of 6 steps, and validation after each");
	ok(train_run(&parts, &x, NULL, &o, &b, tell, &two, &f) == 1 && b == 8,
	    "the caller ends a run after a step");
	two.stop = 0;
	good &= train_run(&parts, &x, NULL, &o, &b, tell, &two, &f) == 0;
	for (i = 0; i < NET_PARAMS; i++)
		good &= !memcmp(whole.p[i].w, parts.p[i].w,
		    whole.p[i].rows * whole.p[i].cols * sizeof(float));
	ok(good && b == 18 && two.steps == 18 && two.valid == 0,
	    "taken up again it ends with the same bits");
	net_free(&whole);
	net_free(&parts);
	examples_free(&x);
}

static void
test_not_finite(void)
{
	struct examples x = random_examples(50, 5, 3);
	struct train_options o = {.epochs = 2,
	    .batch = 25,
	    .rate = 0.1,
	    .loss = loss_find("softmax"),
	    .optim = optim_find("adagrad")};
	struct told t = {0};
	struct net n;
	struct rng r;
	uint64_t done = 0;
	size_t i, k;

	if (net_alloc(&n, ITEMS, 4, 4, cell_find("gru"), 1, &f))
		abort();
	rng_seed(&r, 1, 1);
	for (i = 0; i < NET_PARAMS; i++)
		for (k = 0; k < n.p[i].rows * n.p[i].cols; k++)
			n.p[i].w[k] = rng_below(&r, 2) ? 3e38f : -3e38f;
	ok(!net_check(&n, &f) &&
		train_run(&n, &x, NULL, &o, &done, tell, &t, &f) == -1 &&
		done == 0 && strstr(f.msg, "epoch 1, step 1: the loss"),
	    "a loss that is not finite: %s", f.msg);
	n.p[NET_KERNEL].w[3] = NAN;
	ok(net_check(&n, &f) && strstr(f.msg, "gru0_kernel"),
	    "a weight that is not finite: %s", f.msg);
	n.p[NET_KERNEL].w[3] = 0;
	n.p[NET_BIAS].acc[3] = INFINITY;
	ok(net_check(&n, &f) && strstr(f.msg, "gru0_bias"),
	    "an accumulator that is not finite: %s", f.msg);
	net_free(&n);
	examples_free(&x);
}

int
main(void)
{
	par_set_threads(2);
	test_batch();
	test_valid(100, 30);
	test_valid(64, 32);
	test_valid(10, 500);
	test_run(TRAIN_NONE);
	test_run(TRAIN_BUFFER);
	test_run(TRAIN_EPOCH);
	test_not_finite();
	return done();
}
