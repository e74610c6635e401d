/*
 * test_attention - the softmax and the normalisation of every table of kernels
 * against plain loops in double, and the tables against each other, bit for
 * bit.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/attention.h"
#include "math/kernels.h"

#include "tap.h"

#define LONGEST 70
#define ROWS 5
#define GUARD 12345.5f

static struct rng rng;

struct attention_block {
	float p[ROWS * LONGEST + 1], d[ROWS * LONGEST + 1];
	float gamma[LONGEST], beta[LONGEST], stat[2 * ROWS];
	float dx[ROWS * LONGEST + 1];
	double dgamma[LONGEST], dbeta[LONGEST];
};

static void
fill(struct attention_block *b)
{
	size_t i;

	memset(b, 0, sizeof(*b));
	for (i = 0; i < ROWS * LONGEST; i++) {
		b->p[i] = (float)(3 * rng_normal(&rng));
		b->d[i] = (float)rng_normal(&rng);
		b->dx[i] = (float)rng_normal(&rng);
	}
	for (i = 0; i < LONGEST; i++) {
		b->gamma[i] = (float)rng_normal(&rng);
		b->beta[i] = (float)rng_normal(&rng);
	}
	b->p[ROWS * LONGEST] = GUARD;
}

static int
is_near(double got, double want, double size)
{
	return fabs(got - want) <= 4e-6 * (size + fabs(want)) + 1e-30;
}

/* Scores of ROWS rows; the first row sees n - ROWS + 1 keys. */
static struct attention_scores
scores(struct attention_block *b, size_t n)
{
	return (struct attention_scores){.rows = ROWS,
	    .first = n - ROWS,
	    .width = n,
	    .scale = 0.3f,
	    .p = b->p,
	    .d = b->d,
	    .ld = LONGEST};
}

static int
try_softmax(const struct kernels *t, size_t n)
{
	static struct attention_block b, was;
	const struct attention_scores s = scores(&b, n);
	size_t i, k;
	int good = 1;

	fill(&b);
	was = b;
	t->attention_softmax(&s);
	t->attention_softmax_back(&s);
	for (i = 0; i < ROWS; i++) {
		const float *x = was.p + i * LONGEST, *d = was.d + i * LONGEST;
		const size_t keys = n - ROWS + i + 1;
		double sum = 0, inner = 0;

		for (k = 0; k < keys; k++) {
			sum += exp(0.3 * (double)x[k]);
			inner += exp(0.3 * (double)x[k]) * (double)d[k];
		}
		inner /= sum;
		for (k = 0; k < n; k++) {
			const double p =
			    k < keys ? exp(0.3 * (double)x[k]) / sum : 0;

			good &= is_near((double)b.p[i * LONGEST + k], p, 0) &&
			        is_near((double)b.d[i * LONGEST + k],
				    0.3 * p * ((double)d[k] - inner), p * 3);
		}
	}
	return good && b.p[ROWS * LONGEST] == GUARD;
}

static struct attention_norm
norm(struct attention_block *b, const float *x, float *y, size_t n)
{
	return (struct attention_norm){.rows = ROWS,
	    .width = n,
	    .x = x,
	    .gamma = b->gamma,
	    .beta = b->beta,
	    .y = y,
	    .stat = b->stat,
	    .dy = b->d,
	    .dx = b->dx,
	    .dgamma = b->dgamma,
	    .dbeta = b->dbeta};
}

/* Computes row i of dx by the equations and adds to dgamma and dbeta. */
static int
is_norm_back(const struct attention_block *b, const struct attention_block *was,
    size_t i, size_t n, const double *hat, double over)
{
	const float *d = was->d + i * n;
	double g = 0, gh = 0;
	size_t k;
	int good = 1;

	for (k = 0; k < n; k++) {
		g += (double)(d[k] * was->gamma[k]) / (double)n;
		gh += (double)(d[k] * was->gamma[k]) * hat[k] / (double)n;
	}
	for (k = 0; k < n; k++)
		good &= is_near((double)b->dx[i * n + k],
		    (double)was->dx[i * n + k] +
			over *
			    ((double)(d[k] * was->gamma[k]) - g - hat[k] * gh),
		    20 * over);
	return good;
}

static int
try_norm(const struct kernels *t, size_t n)
{
	static struct attention_block b, was;
	static float y[ROWS * LONGEST + 1];
	const struct attention_norm a = norm(&b, b.p, y, n);
	double hat[LONGEST], dgamma[LONGEST] = {0};
	size_t i, k;
	int good = 1;

	fill(&b);
	was = b;
	y[ROWS * n] = GUARD;
	t->attention_norm(&a);
	t->attention_norm_back(&a);
	for (i = 0; i < ROWS; i++) {
		const float *x = b.p + i * n;
		double mean = 0, square = 0;

		for (k = 0; k < n; k++)
			mean += (double)x[k] / (double)n;
		for (k = 0; k < n; k++)
			square += pow((double)x[k] - mean, 2) / (double)n;
		square = 1 / sqrt(square + 1e-8);
		for (k = 0; k < n; k++) {
			hat[k] = ((double)x[k] - mean) * square;
			dgamma[k] += (double)was.d[i * n + k] * hat[k];
			good &= is_near((double)y[i * n + k],
			    hat[k] * (double)b.gamma[k] + (double)b.beta[k],
			    3 * square);
		}
		good &= is_norm_back(&b, &was, i, n, hat, square);
	}
	for (k = 0; k < n; k++)
		good &= is_near(b.dgamma[k], dgamma[k], 20);
	return good && y[ROWS * n] == GUARD;
}

/* Do both tables give the same bits? */
static int
same(const struct kernels *s, const struct kernels *t, size_t n)
{
	static struct attention_block b[2];
	static float y[2][ROWS * LONGEST];
	const struct kernels *const table[] = {s, t};
	size_t i;

	fill(&b[0]);
	b[1] = b[0];
	memset(y, 0, sizeof(y));
	for (i = 0; i < 2; i++) {
		const struct attention_scores a = scores(&b[i], n);
		const struct attention_norm x = norm(&b[i], b[i].p, y[i], n);

		table[i]->attention_softmax(&a);
		table[i]->attention_softmax_back(&a);
		table[i]->attention_norm(&x);
		table[i]->attention_norm_back(&x);
	}
	return !memcmp(&b[0], &b[1], sizeof(b[0])) &&
	       !memcmp(y[0], y[1], sizeof(y[0]));
}

int
main(void)
{
	const struct kernels *t;
	size_t k, n;
	int soft, normal, bits;

	rng_seed(&rng, 6, 1);
	for (k = 0; (t = kernels_at(k)); k++) {
		soft = normal = bits = 1;
		for (n = ROWS; n <= LONGEST; n++) {
			soft &= try_softmax(t, n);
			normal &= try_norm(t, n);
			bits &= same(kernels_at(0), t, n);
		}
		ok(soft, "%s: softmax over what came before, and back",
		    t->name);
		ok(normal, "%s: rows normalised, and back", t->name);
		ok(bits, "%s: the same bits as portable", t->name);
	}
	return done();
}
