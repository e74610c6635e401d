/*
 * plain_layer - one event of every recurrent layer of nn/layer.h by its equations, in double
 * and without a thought for speed.
 *
 * x [3H] is the input with its bias, u [H,3H], c [3H], h and next [H]; of an LSTM
 * 4 for 3, and the cell's states behind the outputs.
 */
/* SPDX-License-Identifier: MIT */
#ifndef PLAIN_LAYER_H
#define PLAIN_LAYER_H

#include <math.h>
#include <stddef.h>

#define PLAIN_UNITS 64 /* most */

static inline double
plain_sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

/* h' u's column j, of gh */
static inline double
plain_column(const double *h, const double *u, size_t H, size_t gh, size_t j)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < H; i++)
		sum += h[i] * u[i * gh + j];
	return sum;
}

/* The state after one event, by the equations. */
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

/* As the paper has it: its z is 1 - z of ours, by a kernel of the other sign,
 * and it is here that the two are seen to be one. */
static inline void
plain_gru_reset_before(size_t H, const double *x, const double *u,
    const double *c, const double *h, double *next)
{
	const size_t G = 3 * H;
	double rh[PLAIN_UNITS];
	size_t j;

	(void)c; /* it has one bias, in x */
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

/* h [2H]: the output, then the cell's state; x and u of i, f, g, o. */
static inline void
plain_lstm(size_t H, const double *x, const double *u, const double *c,
    const double *h, double *next)
{
	const size_t G = 4 * H;
	size_t j;

	(void)c; /* it has one bias, in x */
	for (j = 0; j < H; j++) {
		double i = plain_sigmoid(x[j] + plain_column(h, u, H, G, j));
		double f =
		    plain_sigmoid(x[H + j] + plain_column(h, u, H, G, H + j));
		double g =
		    tanh(x[2 * H + j] + plain_column(h, u, H, G, 2 * H + j));
		double o = plain_sigmoid(
		    x[3 * H + j] + plain_column(h, u, H, G, 3 * H + j));

		next[H + j] = f * h[H + j] + i * g;
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

#endif
