/*
 * plain_layer - every layer of nn/layer.h that users can choose, as plain loops
 * over its equations in double: recurrent layers for one event, the others for
 * a sequence.
 *
 * x [3H] is the input with its bias, u [H,3H], c [3H], h and next [H].  An LSTM
 * has 4 instead of 3, and its cell states follow its outputs.
 */
/* SPDX-License-Identifier: MIT */
#ifndef PLAIN_LAYER_H
#define PLAIN_LAYER_H

#include <math.h>
#include <stddef.h>

#define PLAIN_UNITS 64  /* largest size */
#define PLAIN_EVENTS 16 /* longest sequence */

static inline double
plain_sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

/* column j of h' u, for gh */
static inline double
plain_column(const double *h, const double *u, size_t H, size_t gh, size_t j)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < H; i++)
		sum += h[i] * u[i * gh + j];
	return sum;
}

/* Computes the state after one event. */
static inline void
plain_gru(size_t H, const double *x, const double *u, const double *c,
    const double *h, double *next)
{
	const size_t G = 3 * H;
	size_t j;

	for (j = 0; j < H; j++) {
		double z =
		    plain_sigmoid(x[j] + plain_column(h, u, H, G, j) + c[j]);
		double r = plain_sigmoid(
		    x[H + j] + plain_column(h, u, H, G, H + j) + c[H + j]);
		double n = tanh(
		    x[2 * H + j] +
		    r * (plain_column(h, u, H, G, 2 * H + j) + c[2 * H + j]));

		next[j] = z * h[j] + (1 - z) * n;
	}
}

/* The form of the paper: its z is 1 - z of ours, by a kernel with the other
 * sign.  The test shows here that both forms agree. */
static inline void
plain_gru_reset_before(size_t H, const double *x, const double *u,
    const double *c, const double *h, double *next)
{
	const size_t G = 3 * H;
	double rh[PLAIN_UNITS];
	size_t j;

	(void)c; /* its only bias is in x */
	for (j = 0; j < H; j++)
		rh[j] = h[j] * plain_sigmoid(
				   x[H + j] + plain_column(h, u, H, G, H + j));
	for (j = 0; j < H; j++) {
		double z = plain_sigmoid(-x[j] - plain_column(h, u, H, G, j));
		double n =
		    tanh(x[2 * H + j] + plain_column(rh, u, H, G, 2 * H + j));

		next[j] = (1 - z) * h[j] + z * n;
	}
}

/* h [2H]: the output, then the cell's state; x and u for the gates i, f, g,
 * o. */
static inline void
plain_lstm(size_t H, const double *x, const double *u, const double *c,
    const double *h, double *next)
{
	const size_t G = 4 * H;
	size_t j;

	(void)c; /* its only bias is in x */
	for (j = 0; j < H; j++) {
		double i = plain_sigmoid(x[j] + plain_column(h, u, H, G, j));
		double forget =
		    plain_sigmoid(x[H + j] + plain_column(h, u, H, G, H + j));
		double g =
		    tanh(x[2 * H + j] + plain_column(h, u, H, G, 2 * H + j));
		double o = plain_sigmoid(
		    x[3 * H + j] + plain_column(h, u, H, G, 3 * H + j));

		next[H + j] = forget * h[H + j] + i * g;
		next[j] = o * tanh(next[H + j]);
	}
}

static const struct {
	const char *name;
	void (*step)(size_t H, const double *x, const double *u,
	    const double *c, const double *h, double *next);
} plain_layers[] = {
    {"gru", plain_gru},
    {"gru-reset-before", plain_gru_reset_before},
    {"lstm", plain_lstm},
};

/* The matrices of a layer over whole sequences, in the order of its
 * layer.param, and its options. */
struct plain_sequence {
	const double *w[16];
	size_t in, out, heads;
	int norm; /* an enum layer_norm */
};

/* y [out] = x [in] W + b */
static inline void
plain_dense(size_t in, size_t out, const double *x, const double *w,
    const double *b, double *y)
{
	size_t i, j;

	for (j = 0; j < out; j++) {
		y[j] = b[j];
		for (i = 0; i < in; i++)
			y[j] += x[i] * w[i * out + j];
	}
}

static inline void
plain_norm(size_t n, const double *x, const double *gamma, const double *beta,
    double *y)
{
	double mean = 0, square = 0;
	size_t i;

	for (i = 0; i < n; i++)
		mean += x[i] / (double)n;
	for (i = 0; i < n; i++)
		square += (x[i] - mean) * (x[i] - mean) / (double)n;
	for (i = 0; i < n; i++)
		y[i] = (x[i] - mean) / sqrt(square + 1e-8) * gamma[i] + beta[i];
}

/* Computes a [out], what event t of attention takes from the events in x
 * [t+1,out], which are normalised. */
static inline void
plain_attend(const struct plain_sequence *p, size_t t, const double *query,
    const double *keys, double *a)
{
	const size_t D = p->out, d = D / p->heads;
	double q[PLAIN_UNITS], k[PLAIN_UNITS], v[PLAIN_UNITS];
	size_t h, s, j;

	plain_dense(D, D, query, p->w[2], p->w[3], q);
	for (h = 0; h < p->heads; h++) {
		double sum = 0;

		for (j = h * d; j < (h + 1) * d; j++)
			a[j] = 0;
		for (s = 0; s <= t; s++) {
			double score = 0, e;

			plain_dense(D, D, keys + s * D, p->w[4], p->w[5], k);
			plain_dense(D, D, keys + s * D, p->w[6], p->w[7], v);
			for (j = h * d; j < (h + 1) * d; j++)
				score += q[j] * k[j];
			sum += e = exp(score / sqrt((double)d));
			for (j = h * d; j < (h + 1) * d; j++)
				a[j] += e * v[j];
		}
		for (j = h * d; j < (h + 1) * d; j++)
			a[j] /= sum;
	}
}

/* norm: 0 sasrec, 1 pre, 2 post. */
static inline void
plain_attention(
    const struct plain_sequence *p, size_t n, const double *x, double *y)
{
	const size_t D = p->out;
	const double *const *w = p->w;
	double norm[PLAIN_UNITS * PLAIN_EVENTS], a[PLAIN_UNITS], s[PLAIN_UNITS];
	double z[PLAIN_UNITS], inner[PLAIN_UNITS], g[PLAIN_UNITS];
	size_t t, j;

	for (t = 0; t < n; t++)
		plain_norm(D, x + t * D, w[0], w[1], norm + t * D);
	for (t = 0; t < n; t++, y += D) {
		const double *in = x + t * D, *q = norm + t * D;

		plain_attend(
		    p, t, p->norm == 2 ? in : q, p->norm == 1 ? norm : x, a);
		plain_dense(D, D, a, w[8], w[9], s);
		for (j = 0; j < D; j++)
			s[j] += p->norm == 0 ? q[j] : in[j];
		if (p->norm == 2)
			plain_norm(D, s, w[0], w[1], z);
		else
			plain_norm(D, s, w[10], w[11], z);
		plain_dense(D, D, z, w[12], w[13], inner);
		for (j = 0; j < D; j++)
			inner[j] = fmax(inner[j], 0);
		plain_dense(D, D, inner, w[14], w[15], g);
		for (j = 0; j < D; j++)
			y[j] = g[j] + (p->norm == 1 ? s[j] : z[j]);
		if (p->norm == 2) {
			plain_norm(D, y, w[10], w[11], g);
			for (j = 0; j < D; j++)
				y[j] = g[j];
		}
	}
}

static inline void
plain_mean(const struct plain_sequence *p, size_t n, const double *x, double *y)
{
	size_t t, s, j;

	for (t = 0; t < n; t++)
		for (j = 0; j < p->out; j++)
			for (y[t * p->out + j] = 0, s = 0; s <= t; s++)
				y[t * p->out + j] +=
				    x[s * p->out + j] / (double)(t + 1);
}

/* w[0]: four matrices; the first is for the event itself. */
static inline void
plain_cnn(const struct plain_sequence *p, size_t n, const double *x, double *y)
{
	const double *b = p->w[1];
	double part[PLAIN_UNITS], zero[PLAIN_UNITS] = {0};
	size_t t, k, j;

	for (t = 0; t < n; t++, y += p->out) {
		for (j = 0; j < p->out; j++)
			y[j] = b[j];
		for (k = 0; k < 4 && k <= t; k++) {
			plain_dense(p->in, p->out, x + (t - k) * p->in,
			    p->w[0] + k * p->in * p->out, zero, part);
			for (j = 0; j < p->out; j++)
				y[j] += part[j];
		}
		for (j = 0; j < p->out; j++)
			y[j] = fmax(y[j], 0);
	}
}

static inline void
plain_last(const struct plain_sequence *p, size_t n, const double *x, double *y)
{
	size_t i;

	for (i = 0; i < n * p->out; i++)
		y[i] = x[i];
}

/* w: A, B, v, C */
static inline void
plain_readout(
    const struct plain_sequence *p, size_t n, const double *x, double *y)
{
	const size_t H = p->in;
	double zero[2 * PLAIN_UNITS] = {0}, a[PLAIN_UNITS], b[PLAIN_UNITS];
	double both[2 * PLAIN_UNITS], pick;
	size_t t, j, i;

	for (t = 0; t < n; t++) {
		for (i = 0; i < H; i++) {
			both[i] = x[t * H + i];
			both[H + i] = 0;
		}
		plain_dense(H, H, x + t * H, p->w[0], zero, a);
		for (j = 0; j <= t; j++) {
			plain_dense(H, H, x + j * H, p->w[1], zero, b);
			for (pick = 0, i = 0; i < H; i++)
				pick += p->w[2][i] * plain_sigmoid(a[i] + b[i]);
			for (i = 0; i < H; i++)
				both[H + i] += pick * x[j * H + i];
		}
		plain_dense(2 * H, p->out, both, p->w[3], zero, y + t * p->out);
	}
}

static const struct {
	const char *name;
	void (*run)(const struct plain_sequence *, size_t n, const double *x,
	    double *y);
} plain_sequences[] = {
    {"attention", plain_attention},
    {"mean", plain_mean},
    {"cnn", plain_cnn},
    {"last", plain_last},
    {"readout", plain_readout},
};

#endif
