/* item_inputs - sums of rows of items for both towers. */
/* SPDX-License-Identifier: MIT */
#include "nn/item_inputs.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/threads.h"
#include "nn/batch.h"
#include "nn/gradient.h"
#include "nn/item_sums.h"
#include "nn/lookup.h"
#include "nn/net.h"

struct item_inputs {
	struct item_sums *of[ITEM_SUMS_LISTS]; /* by list; equal pointers if
                                                  tied */
	const int32_t *at[ITEM_SUMS_LISTS];    /* indices of the batch's
                                                  items */

	/* The backward pass at work. */
	struct item_sums *sums;
	const struct item_sums_grads *grads;
	real *const *transposed;
};

static int
tied(const struct item_inputs *in)
{
	return in->of[ITEM_SUMS_EVENTS] == in->of[ITEM_SUMS_CANDIDATES];
}

struct item_inputs *
item_inputs_new(const struct net *net, struct fail *f)
{
	struct item_inputs *in = calloc(1, sizeof(*in));

	if (!in) {
		(void)fail_memory(f);
		return NULL;
	}
	in->of[ITEM_SUMS_CANDIDATES] = net_item_sums(net, 1, f);
	in->of[ITEM_SUMS_EVENTS] = net->is.tied ? in->of[ITEM_SUMS_CANDIDATES]
	                                        : net_item_sums(net, 0, f);
	if (!in->of[ITEM_SUMS_CANDIDATES] || !in->of[ITEM_SUMS_EVENTS]) {
		item_inputs_free(in);
		return NULL;
	}
	return in;
}

void
item_inputs_free(struct item_inputs *in)
{
	if (!in)
		return;
	if (!tied(in))
		item_sums_free(in->of[ITEM_SUMS_EVENTS]);
	item_sums_free(in->of[ITEM_SUMS_CANDIDATES]);
	free(in);
}

/* The k-th different sum; NULL past the last. */
static struct item_sums *
sums_at(const struct item_inputs *in, size_t k)
{
	if (k >= ITEM_SUMS_LISTS || (k && tied(in)))
		return NULL;
	return in->of[k];
}

int
item_inputs_begin(struct item_inputs *in, const struct batch *b, int scored,
    const struct dropout *dropout, int backward, struct fail *f)
{
	struct item_sums *s;
	size_t k;

	for (k = 0; (s = sums_at(in, k)); k++)
		item_sums_clear(s);
	if (scored)
		in->at[ITEM_SUMS_CANDIDATES] = item_sums_list(
		    in->of[ITEM_SUMS_CANDIDATES], ITEM_SUMS_CANDIDATES,
		    b->candidate, b->ncandidates, dropout);
	in->at[ITEM_SUMS_EVENTS] = item_sums_list(in->of[ITEM_SUMS_EVENTS],
	    ITEM_SUMS_EVENTS, b->item, b->nitems, NULL);
	for (k = 0; (s = sums_at(in, k)); k++)
		if (item_sums_begin(s, backward, f))
			return -1;
	return 0;
}

static const int32_t *
take(const struct item_inputs *in, enum item_sums_list which, struct lookup *u)
{
	lookup_take(u, item_sums_rows(in->of[which]));
	return in->at[which];
}

const int32_t *
item_inputs_take_events(const struct item_inputs *in, struct lookup *u)
{
	return take(in, ITEM_SUMS_EVENTS, u);
}

const int32_t *
item_inputs_take_candidates(const struct item_inputs *in, struct lookup *u)
{
	return take(in, ITEM_SUMS_CANDIDATES, u);
}

static void
values_task(void *ctx, size_t i, int thread)
{
	(void)thread; /* tasks have different rows; also below */
	item_sums_values(ctx, i);
}

static void
sums_task(void *ctx, size_t i, int thread)
{
	(void)thread;
	item_sums_forward(ctx, i);
}

void
item_inputs_forward(const struct item_inputs *in)
{
	struct item_sums *s;
	size_t k;

	for (k = 0; (s = sums_at(in, k)); k++) {
		threads_for(item_sums_value_blocks(s), values_task, s);
		threads_for(item_sums_blocks(s), sums_task, s);
	}
}

int32_t
item_inputs_own(const struct item_inputs *in, size_t k)
{
	return item_sums_own(
	    in->of[ITEM_SUMS_CANDIDATES], in->at[ITEM_SUMS_CANDIDATES][k]);
}

static void
take_task(void *ctx, size_t i, int thread)
{
	const struct item_inputs *in = ctx;

	(void)thread;
	item_sums_take(in->sums, i, in->grads);
}

static void
back_task(void *ctx, size_t i, int thread)
{
	const struct item_inputs *in = ctx;

	(void)thread;
	item_sums_backward(in->sums, i, in->transposed);
}

void
item_inputs_backward(const struct item_inputs *in,
    const struct item_sums_grads *d, real *const *transposed)
{
	struct item_inputs back = *in;
	size_t k;

	back.grads = d;
	back.transposed = transposed;
	for (k = 0; (back.sums = sums_at(in, k)); k++) {
		threads_for(item_sums_blocks(back.sums), take_task, &back);
		threads_for(item_sums_row_blocks(back.sums), back_task, &back);
	}
}

void
item_inputs_gradient(
    const struct item_inputs *in, size_t i, size_t parts, struct grads *g)
{
	const struct item_sums *s;
	size_t k;

	for (k = 0; (s = sums_at(in, k)); k++)
		item_sums_gradient(s, i, parts, g);
}

size_t
item_inputs_tables(const struct item_inputs *in, struct row_grads *to)
{
	const struct item_sums *s;
	size_t k, n = 0;

	for (k = 0; (s = sums_at(in, k)); k++)
		n += item_sums_tables(s, to + n);
	return n;
}
