/*
 * settings_auto - settings that follow from the data, where they are not given.
 *
 * Each is a function of few facts: how many predictions there are to learn
 * from, how many items to choose from, how long the sequences are.  None of
 * them is of one data set, and the number of epochs is only the most: the
 * schedule comes down over them, and the best on what is held back is kept.
 *
 * They were tuned by ndcg@10 of what is held out of training, never by a test.
 * Windows of the first 100,000 ratings of MovieLens 1M: .102 with 64 units, .107
 * with 128, and a batch of 256 or 512 alike.  Amazon Beauty as sequences (131,000
 * predictions, 12,000 items): 128 units, 51 sequences a batch, 6 epochs and all
 * items .090; 200 units, 32 sequences, 12 epochs and 2,048 drawn items .094, in
 * half of the time.  A made-up shop (23,000 windows): without dropout .191, with
 * .3 .193.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/settings.h"

#include <math.h>
#include <string.h>

#include "data/examples.h"
#include "data/sequences.h"
#include "nn/run.h"

#define EVERY 20          /* one of so many predictions is held back, */
#define FEWEST 200        /* but no fewer, */
#define MOST 5000         /* and no more; */
#define TOO_FEW 2000      /* none of fewer than these, */
#define TOO_FEW_ROWS 20   /* or of so few sequences */
#define MOST_SCORED 10000 /* items that are all scored in training */
#define STEPS 9000        /* of sequences that a training is to have, in so */
#define FEWEST_EPOCHS 6   /* many epochs, */
#define MOST_EPOCHS 12    /* or so many */

/* n is more than every limit before the one at the place returned. */
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

/* What is held back: enough to tell epochs apart, little enough to spare. */
static size_t
held_back(const struct settings_facts *is)
{
	if (is->valid || is->predictions < TOO_FEW || is->rows < TOO_FEW_ROWS)
		return 0;
	return size_min(size_max(is->predictions / EVERY, FEWEST), MOST);
}

/* A catalogue that is large is sampled: what a step costs does not grow with
 * it then. */
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
 * More to learn from bears, and pays for, a wider net; of many windows, each of
 * which is run from its beginning, a narrow one learns enough in less time.
 */
static void
settle_net(struct settings *p, const struct settings_facts *is, int windows)
{
	static const size_t limits[2][2] = {{20000, 100000}, {20000, 400000}};
	static const size_t dims[2][3] = {{64, 128, 200}, {64, 128, 64}};
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
 * A step is a small part of what there is; of sequences it has as many
 * predictions, whatever their length.  Where an epoch of sequences has few
 * steps, more epochs are worth their time.
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
