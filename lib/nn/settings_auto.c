/*
 * settings_auto - settings that follow from the data unless they are given.
 *
 * Each is a function of a few facts: the number of predictions to learn from,
 * the number of items, and the length of the sequences.  None is specific to a
 * data set.  The number of epochs is a maximum: the learning rate falls over
 * these epochs, and the best epoch on the validation data is kept.
 *
 * They were tuned by ndcg@10 on data held out from training, never on a test
 * set.  Windows of the first 100,000 ratings of MovieLens 1M: .102 with 64
 * units, .107 with 128; batches of 256 and 512 are equal.  Amazon Beauty as
 * sequences (131,000 predictions, 12,000 items): .090 with 128 units, 51
 * sequences a batch, 6 epochs and all items as candidates; .094 in half of the
 * time with 200 units, 32 sequences, 12 epochs and 2,048 negatives.  An
 * invented shop (23,000 windows): .191 without dropout, .193 with dropout .3.
 * Invented logs of 10,000 to 25,000 predictions, with temperatures of 0.08 and 0.12:
 * baskets .154 and .175, tastes .072 and .087, favourites .119 and .136, chains of two
 * .107 and .107, repeats .394 and .389; the first 20,000 ratings of MovieLens 1M .086
 * and .088.  Above 30,000 both are equal, or 0.08 is better: Beauty .059 and .058.  All
 * windows of MovieLens 1M, two epochs: .119 with 64 units, .136 with 128 at a learning
 * rate of .005, .133 with 128 at .003.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/settings.h"

#include <math.h>
#include <string.h>

#include "data/examples.h"
#include "data/sequences.h"
#include "nn/run.h"

#define EVERY 20        /* one of so many predictions is held out, */
#define FEWEST 200      /* but no fewer, */
#define MOST 5000       /* and no more. */
#define TOO_FEW 2000    /* Nothing is held out of fewer predictions */
#define TOO_FEW_ROWS 20 /* or fewer sequences */
#define FEW 25000       /* Fewer predictions take a higher temperature */
#define MOST_SCORED \
	10000           /* up to this many items, all are scored in
                             training */
#define STEPS 9000      /* for sequences: aim for this many steps, in */
#define FEWEST_EPOCHS 6 /* this many epochs at least */
#define MOST_EPOCHS 12  /* and this many at most */

/* The index of the first limit that n does not exceed. */
static size_t
place(size_t n, size_t count, const size_t *limit)
{
	size_t i = 0;

	while (i < count && n > limit[i])
		i++;
	return i;
}

static void
size_if_unset(size_t *x, size_t to)
{
	if (*x == SETTINGS_UNSET)
		*x = to;
}

static void
real_if_unset(double *x, double to)
{
	if (isnan(*x))
		*x = to;
}

/* Held-out predictions: enough to compare epochs, few enough to spare. */
static size_t
held_back(const struct settings_facts *is)
{
	if (is->valid || is->predictions < TOO_FEW || is->rows < TOO_FEW_ROWS)
		return 0;
	return size_min(size_max(is->predictions / EVERY, FEWEST), MOST);
}

/* Many items are sampled, so that the cost of a step does not grow with their
 * number. */
static void
settle_candidates(struct settings *p, const struct settings_facts *is)
{
	const int drawn = (p->negatives != SETTINGS_UNSET && p->negatives) ||
	                  p->logq > 0 || p->mask_accidental;

	if (!p->sampler)
		p->sampler = is->items > MOST_SCORED || drawn ? "batch" : "all";
	if (!strcmp(p->sampler, "all")) {
		size_if_unset(&p->negatives, 0);
		real_if_unset(&p->logq, 0);
		p->lazy = p->lazy > 0;
		return;
	}
	size_if_unset(&p->negatives, 2048);
	if (p->negatives)
		real_if_unset(&p->negative_power, 0.5);
	real_if_unset(&p->logq, !strcmp(p->loss, "softmax"));
	if (p->lazy < 0)
		p->lazy = !strncmp(p->optimizer, "adam", 4);
}

/*
 * More data justify a wider net.  But every window runs through the net from its
 * beginning, so windows never get more than 128 columns.
 */
static void
settle_net(struct settings *p, const struct settings_facts *is, int windows)
{
	static const size_t limits[2][2] = {{20000, 100000}, {20000, 400000}};
	static const size_t dims[2][3] = {{64, 128, 200}, {64, 128, 128}};
	static const double rates[2][3] = {
	    {0.005, 0.003, 0.002}, {0.005, 0.003, 0.005}};
	const size_t k =
	    place(is->predictions, COUNTOF(limits[0]), limits[windows]);

	size_if_unset(&p->dim, is->dim ? is->dim : dims[windows][k]);
	if (!strncmp(p->optimizer, "adam", 4))
		real_if_unset(&p->rate, rates[windows][k]);
	real_if_unset(&p->dropout, !windows ? 0.4 : k == 2 ? 0.1 : 0.3);
}

/*
 * A net learns a few noisy predictions by heart.  A higher temperature keeps its scores
 * closer to the list of what is popular, which the biases have.  It needs more epochs
 * where items follow each other strictly, so held-out data must choose the epoch.
 */
static void
settle_temperature(struct settings *p, const struct settings_facts *is)
{
	const int few = is->predictions < FEW && is->predictions >= TOO_FEW;

	real_if_unset(&p->temperature, few ? 0.12 : 0.08);
}

/*
 * A step is a small part of the data.  With sequences it has about the same
 * number of predictions whatever their length.  If an epoch has few steps, more
 * epochs are worth their time.
 */
static void
settle_steps(struct settings *p, const struct settings_facts *is, int windows)
{
	const size_t rows = size_max(is->rows, 1);
	const size_t length = size_max(is->predictions / rows, 1);
	size_t want =
	    size_min(size_max(is->predictions / 150, 32), windows ? 1024 : 192);

	if (!windows)
		want = size_max(want / length, 16);
	size_if_unset(&p->batch, want);
	if (windows)
		size_if_unset(&p->epochs, is->predictions > 400000 ? 5 : 10);
	else
		size_if_unset(&p->epochs,
		    size_min(
			size_max(STEPS / (rows / p->batch + 1), FEWEST_EPOCHS),
			MOST_EPOCHS));
}

void
settings_auto(struct settings *p, const struct settings_facts *is)
{
	int windows;

	if (!p->by_data)
		return;
	if (!p->layout)
		p->layout = is->sequences ? "sequences" : "windows";
	windows = !strcmp(p->layout, "windows");
	if (p->bias_from_counts < 0)
		p->bias_from_counts = p->item_bias;
	if (!strcmp(p->layout, "sequences"))
		size_if_unset(&p->max_length, 200);
	if (!p->shuffle)
		p->shuffle = !strcmp(p->layout, "sessions") ? "none" : "epoch";
	settle_candidates(p, is);
	settle_net(p, is, windows);
	settle_temperature(p, is);
	settle_steps(p, is, windows);
	size_if_unset(&p->hold_out, held_back(is));
	if (!p->metric && (is->valid || p->hold_out))
		p->metric = "ndcg@10";
	size_if_unset(&p->patience, p->metric ? 3 : 0);
}

void
settings_auto_layout(struct settings *p, const struct run_sources *s)
{
	const struct examples_columns *x = s->examples_columns;

	if (!p->by_data || p->layout)
		return;
	if (p->weight)
		p->layout = "windows";
	else if (s->sequences_columns->items || p->max_length != SETTINGS_UNSET)
		p->layout = "sequences";
	else if (x->context || x->label || x->k || p->fill_context)
		p->layout = "windows";
}

void
settings_auto_suppose(struct settings *p, const struct run_sources *s)
{
	const struct settings_facts many = {.rows = MOST,
	    .predictions = (size_t)MOST * EVERY,
	    .valid = s->valid_file != NULL};

	settings_auto_layout(p, s);
	settings_auto(p, &many);
}
