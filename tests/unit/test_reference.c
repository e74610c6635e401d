/*
 * test_reference - thirty steps of training against a plain restatement in
 * double: loops over the equations, and a softmax over all pairs of the batch.
 *
 * The tower is Keras' GRU (reset_after) over an embedding.  The loss is that of
 * TFRS' Retrieval: a sum, with the labels of the batch, duplicates included, as
 * candidates.  The optimiser is Keras' Adagrad, which first sums the gradients
 * of a row that occurs several times.  Both start from the same weights.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "base/threads.h"
#include "data/examples.h"
#include "nn/apply.h"
#include "nn/batch.h"
#include "nn/gradient.h"
#include "nn/layer.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/objective.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/step.h"

#include "tap.h"

#define V 23     /* items */
#define D 5      /* embedding */
#define H 5      /* units: no projection */
#define K 4      /* context */
#define B 150    /* examples in a batch */
#define N 1000   /* examples: the last batch is smaller */
#define STEPS 30 /* of training */
#define RATE 0.1

#ifdef REAL_IS_DOUBLE
#define LOSS_BOUND 1e-12
#define WEIGHT_BOUND 1e-11
#else
#define LOSS_BOUND 1e-5
#define WEIGHT_BOUND 1e-3
#endif

static struct rng rng;
static struct fail f;
static int32_t context[N][K], label[N], length[N];

/* The parameters; gradients and accumulators have the same shape. */
struct reference_tower {
	double e[V + 1][D]; /* query embedding */
	double c[V + 1][H]; /* item embedding */
	double w[D][3][H];  /* kernel: gates z, r, n */
	double u[H][3][H];  /* recurrent kernel */
	double b[2][3][H];  /* biases: of the input, of the recurrence */
};

/* The values that the forward pass keeps for one example. */
struct trace {
	double h[K + 1][H]; /* the state before each step, and the last one */
	double z[K][H], r[K][H], n[K][H];
	double rn[K][H]; /* the recurrent part of n with its bias */
};

static double
sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

/* Gate g of unit j: the parts of the input and of the recurrence. */
static double
input_part(const struct reference_tower *t, const double *x, int g, int j)
{
	double s = t->b[0][g][j];
	int i;

	for (i = 0; i < D; i++)
		s += x[i] * t->w[i][g][j];
	return s;
}

static double
state_part(const struct reference_tower *t, const double *h, int g, int j)
{
	double s = t->b[1][g][j];
	int i;

	for (i = 0; i < H; i++)
		s += h[i] * t->u[i][g][j];
	return s;
}

static void
query(const struct reference_tower *t, size_t at, int masked, struct trace *s)
{
	int k, j;

	memset(s, 0, sizeof(*s));
	for (k = 0; k < K; k++) {
		const double *x = t->e[context[at][k]], *h = s->h[k];

		memcpy(s->h[k + 1], h, sizeof(s->h[k]));
		if (masked && k >= length[at])
			continue;
		for (j = 0; j < H; j++) {
			double z = sigmoid(
			    input_part(t, x, 0, j) + state_part(t, h, 0, j));
			double r = sigmoid(
			    input_part(t, x, 1, j) + state_part(t, h, 1, j));
			double rn = state_part(t, h, 2, j);
			double n = tanh(input_part(t, x, 2, j) + r * rn);

			s->z[k][j] = z;
			s->r[k][j] = r;
			s->n[k][j] = n;
			s->rn[k][j] = rn;
			s->h[k + 1][j] = z * h[j] + (1 - z) * n;
		}
	}
}

/* Adds the gradient to d, given g [H], that of the last state. */
static void
query_back(const struct reference_tower *t, size_t at, int masked,
    const struct trace *s, double *g, struct reference_tower *d)
{
	int k, j, i, q;

	for (k = K - 1; k >= 0; k--) {
		int32_t item = context[at][k];
		double dx[3][H], dh[3][H], before[H];

		if (masked && k >= length[at])
			continue;
		for (j = 0; j < H; j++) {
			double z = s->z[k][j], r = s->r[k][j], n = s->n[k][j];

			dx[2][j] = g[j] * (1 - z) * (1 - n * n);
			dx[0][j] = g[j] * (s->h[k][j] - n) * z * (1 - z);
			dx[1][j] = dx[2][j] * s->rn[k][j] * r * (1 - r);
			dh[0][j] = dx[0][j];
			dh[1][j] = dx[1][j];
			dh[2][j] = dx[2][j] * r;
			before[j] = g[j] * z;
		}
		for (q = 0; q < 3; q++) {
			for (j = 0; j < H; j++) {
				d->b[0][q][j] += dx[q][j];
				d->b[1][q][j] += dh[q][j];
				for (i = 0; i < D; i++) {
					d->w[i][q][j] +=
					    t->e[item][i] * dx[q][j];
					d->e[item][i] +=
					    t->w[i][q][j] * dx[q][j];
				}
				for (i = 0; i < H; i++) {
					d->u[i][q][j] += s->h[k][i] * dh[q][j];
					before[i] += t->u[i][q][j] * dh[q][j];
				}
			}
		}
		memcpy(g, before, sizeof(before));
	}
}

/* The loss of examples first .. first+n-1 over all pairs; d gets the
 * gradient. */
static double
reference(const struct reference_tower *t, size_t first, size_t n, int masked,
    struct reference_tower *d)
{
	static struct trace trace[B];
	double s[B], g[H], loss = 0;
	size_t i, j;
	int k;

	memset(d, 0, sizeof(*d));
	for (i = 0; i < n; i++) {
		const double *q = trace[i].h[K];
		double most = -INFINITY, sum = 0;

		query(t, first + i, masked, &trace[i]);
		for (j = 0; j < n; j++) {
			s[j] = 0;
			for (k = 0; k < H; k++)
				s[j] += q[k] * t->c[label[first + j]][k];
			most = fmax(most, s[j]);
		}
		for (j = 0; j < n; j++)
			sum += exp(s[j] - most);
		loss += log(sum) + most - s[i];
		memset(g, 0, sizeof(g));
		for (j = 0; j < n; j++) {
			double p = exp(s[j] - most) / sum - (j == i);

			for (k = 0; k < H; k++) {
				g[k] += p * t->c[label[first + j]][k];
				d->c[label[first + j]][k] += p * q[k];
			}
		}
		query_back(t, first + i, masked, &trace[i], g, d);
	}
	return loss;
}

/* Rows without a gradient do not change here either: 0 is added. */
static void
adagrad(struct reference_tower *t, struct reference_tower *acc,
    const struct reference_tower *d)
{
	double *w = &t->e[0][0], *a = &acc->e[0][0];
	const double *g = &d->e[0][0];
	size_t i;

	for (i = 0; i < sizeof(*t) / sizeof(*w); i++) {
		a[i] += g[i] * g[i];
		w[i] -= RATE * g[i] / (sqrt(a[i]) + 1e-7);
	}
}

static void
fill_examples(void)
{
	size_t i, k;

	for (i = 0; i < N; i++) {
		length[i] = (int32_t)rng_below(&rng, K) + 1;
		for (k = 0; k < K; k++)
			context[i][k] = k < (size_t)length[i]
			                    ? (int32_t)rng_below(&rng, V + 1)
			                    : 0;
		/* Learnable data: the label is mostly the item after the
		 * first one. */
		label[i] = rng_below(&rng, 4) ? (context[i][0] + 1) % (V + 1)
		                              : (int32_t)rng_below(&rng, V + 1);
	}
}

/* Both start from the net's initial weights. */
static void
copy_weights(const struct net *n, struct reference_tower *t)
{
	double *to = &t->e[0][0];
	size_t i, k;

	for (i = 0; i < n->params->n; i++)
		for (k = 0; k < n->params->p[i].rows * n->params->p[i].cols;
		     k++)
			*to++ = (double)n->params->p[i].w[k];
}

/* The largest difference from the reference, relative to the largest weight. */
static double
weights_off(const struct net *n, const struct reference_tower *t, size_t param)
{
	const double *want = &t->e[0][0];
	double off = 0, most = 0, x;
	size_t i, k;

	for (i = 0; i < param; i++)
		want += n->params->p[i].rows * n->params->p[i].cols;
	/* Not fmax(): gcc 12 for arm64 fails on it. */
	for (k = 0; k < n->params->p[param].rows * n->params->p[param].cols;
	     k++) {
		x = fabs((double)n->params->p[param].w[k] - want[k]);
		off = x > off ? x : off;
		most = fabs(want[k]) > most ? fabs(want[k]) : most;
	}
	return off / most;
}

/* Trains both.  Returns the largest relative difference of a loss, and how
 * much the mean loss fell. */
static double
train_both(struct net *n, struct reference_tower *t, struct batch *b,
    struct step *s, struct apply *a, double *down)
{
	static struct reference_tower acc, d;
	const struct examples x = {.n = N,
	    .k = K,
	    .context = &context[0][0],
	    .length = length,
	    .label = label};
	const struct loss_options options = {0};
	const struct objective softmax = {loss_find("softmax"), &options};
	struct optimizer_options settings = OPTIMIZER_UNSET;
	const struct apply_change adagrad_step = {
	    .optim = optimizer_find("adagrad"),
	    .options = &settings,
	    .rate = RATE,
	    .t = 1,
	    .scale = 1};
	const struct batch_limits limits = net_limits(n);
	double *sums = &acc.e[0][0], worst = 0, first = 0, ours, theirs;
	struct gradient g;
	size_t i, at = 0, size;

	if (optimizer_settle(adagrad_step.optim, &settings, &f))
		return INFINITY;
	for (i = 0; i < sizeof(acc) / sizeof(*sums); i++)
		sums[i] = 0.1;
	for (i = 0; i < STEPS; i++, at = at + size < N ? at + size : 0) {
		size = size_min(B, N - at);
		theirs = reference(t, at, size, !n->is.fill_context, &d);
		adagrad(t, &acc, &d);
		batch_windows(b, &x, NULL, at, size, &limits);
		if (step_gradient(s, b, &softmax, NULL, &ours, &g, &f) ||
		    apply_gradient(a, &g, &adagrad_step, &f))
			return INFINITY;
		worst = fmax(worst, fabs(ours - theirs) / theirs);
		first = i ? first : theirs / (double)size;
		*down = first - theirs / (double)size;
	}
	return worst;
}

static void
test_training(int masked)
{
	static struct reference_tower t;
	const char *how = masked ? "pads masked" : "pads are items";
	struct batch b = {0};
	struct step *s = NULL;
	struct apply *a = NULL;
	const struct net_shape is = {.items = V,
	    .dim = D,
	    .encoder = "gru", /* with D = H units */
	    .temperature = 1,
	    .fill_context = !masked};
	struct net n;
	double off, down = 0;
	size_t i;

	if (net_alloc(&n, &is, 1, &f) ||
	    params_init(n.params, optimizer_find("adagrad"), 3, &f) ||
	    batch_alloc(&b, B, B * K, B, V, &f) || !(s = step_new(&n, 0, &f)) ||
	    !(a = apply_new(n.params, &f))) {
		ok(0, "%s", f.msg);
		return;
	}
	copy_weights(&n, &t);
	off = train_both(&n, &t, &b, s, a, &down);
	ok(off <= LOSS_BOUND, "%s: the loss of %d steps, off by %.1e at most",
	    how, STEPS, off);
	ok(down > 0.3, "%s: it came down by %.2f an example", how, down);
	for (i = 0; i < n.params->n; i++) {
		off = weights_off(&n, &t, i);
		ok(off <= WEIGHT_BOUND, "%s: %s, off by %.1e", how,
		    n.params->p[i].name, off);
	}
	apply_free(a);
	step_free(s);
	batch_free(&b);
	net_free(&n);
}

int
main(void)
{
	threads_set(2);
	rng_seed(&rng, 11, 0);
	fill_examples();
	test_training(0);
	test_training(1);
	return done();
}
