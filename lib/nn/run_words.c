/* run_words - reports about a run, before and after training. */
/* SPDX-License-Identifier: MIT */
#include "nn/run.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/ranks.h"
#include "base/threads.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/odd_items.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "nn/net.h"
#include "nn/settings.h"
#include "nn/train.h"
#include "nn/validate.h"
#include "rank/metric.h"

#define FEW_STEPS 20 /* in an epoch: fewer get a warning */

__attribute__((format(printf, 3, 4))) static void
say(run_say *to, int warning, const char *fmt, ...)
{
	char words[1024];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(words, sizeof(words), fmt, args);
	va_end(args);
	to(warning, words);
}

/* Reports tokens of a file, "" for the training data, that are no items or
 * unknown items. */
static void
say_items(run_say *to, const char *file, const struct examples *x,
    const struct sequences *s, int way)
{
	const char *colon = *file ? ": " : "";
	struct unknown all = {0};
	char words[UNKNOWN_WORDS];
	size_t items;

	if (x->guessed || s->guessed)
		say(to, 0,
		    "%s%s'%s' is treated as padding, %zu time%s; if it is an "
		    "item, give --pad=none",
		    file, colon, s->guessed ? s->pad : x->pad,
		    x->pads + s->pads, num_s(x->pads + s->pads));
	unknown_join(&all, x->items);
	unknown_join(&all, s->unknown);
	items = all.n;
	unknown_join(&all, x->labels);
	if (!all.n)
		return;
	unknown_words(&all, words);
	say(to, 1,
	    "%s%s%zu context item%s and %zu label%s not in the vocabulary: "
	    "%s (%s)",
	    file, colon, items, num_s(items), all.n - items,
	    num_are(all.n - items), way == UNKNOWN_ROW0 ? "row 0" : "left out",
	    words);
	if (x->left_out)
		say(to, 1,
		    "%s%s%zu example%s left out: the label or the whole "
		    "context "
		    "is unknown",
		    file, colon, x->left_out, num_s(x->left_out));
}

/* Reports fields' values that exceed their tables or were not in training. */
static void
say_fields(const struct run *r, run_say *to)
{
	char words[FIELD_SAID];
	size_t i;

	for (i = 0; i < r->fields->n; i++) {
		if (field_padding(&r->fields->field[i], words))
			say(to, 0, "%s", words);
		if (field_unknown(&r->fields->field[i], words))
			say(to, 1, "%s", words);
	}
}

static void
say_start(const struct run *r, const struct run_sources *from, run_say *to)
{
	struct unknown all = {0};

	if (!from->init_from)
		return;
	unknown_join(&all, r->examples->items);
	unknown_join(&all, r->examples->labels);
	unknown_join(&all, r->sequences->unknown);
	if (!from->vocab_file && all.n)
		say(to, 1,
		    "to add new items, give --vocab=FILE, which vocab-build "
		    "makes from old and new examples");
	say(to, 0, "%zu of %zu item%s start%s from %s", r->taken,
	    r->net->is.items, num_s(r->net->is.items), r->taken == 1 ? "s" : "",
	    from->init_from);
	if (r->begun)
		say(to, 0,
		    r->begun == 1
			? "%zu other starts from the mean of the items "
			  "before it"
			: "%zu others start from the mean of the items "
			  "before them",
		    r->begun);
}

/* Compares the file of items with the vocabulary. */
static void
say_table(const struct run *r, const struct run_sources *from, run_say *to)
{
	if (r->items_lacking)
		say(to, 1,
		    "%s: %zu of %zu items %s not in the file: %s fields "
		    "are missing",
		    from->items, r->items_lacking, r->net->is.items,
		    r->items_lacking == 1 ? "is" : "are",
		    r->items_lacking == 1 ? "its" : "their");
	if (r->items_others)
		say(to, 0,
		    "%s: %zu item%s not in the training data; seq-embed "
		    "--tower=item makes their vectors",
		    from->items, r->items_others, num_are(r->items_others));
}

/* Reports the settings that follow from the data. */
static void
say_settings(const struct run *r, run_say *to)
{
	const struct settings *p = r->settings;
	char scored[64] = "all items", held[96] = "";

	if (p->negatives)
		(void)snprintf(scored, sizeof(scored), "%zu negative%s",
		    p->negatives, num_s(p->negatives));
	if (r->held_out)
		(void)snprintf(held, sizeof(held), ", %zu %s%s held out by %s",
		    r->held_out, r->reads_sequences ? "event" : "example",
		    num_s(r->held_out),
		    r->reads_sequences   ? "sequence"
		    : r->examples->group ? "user"
					 : "row");
	say(to, 0, "%s: %s, batch %zu, %s, %s%zu epoch%s%s", p->layout,
	    p->encoder, p->batch, scored, r->options->patience ? "up to " : "",
	    p->epochs, num_s(p->epochs), held);
}

/* Warns of lists in another notation in training data that define the
 * vocabulary.  Returns 1 if it does. */
static int
say_odd_items(const struct run *r, const struct run_sources *from, run_say *to)
{
	char words[ODD_ITEMS_WORDS];
	const struct sequences *s = r->sequences;

	if (from->vocab_file || from->init_from ||
	    !odd_items_words(
		r->vocab, r->reads_sequences && s->n == s->events, words))
		return 0;
	say(to, 1, "%s", words);
	return 1;
}

void
run_say_data(const struct run *r, const struct run_sources *from, run_say *to)
{
	const struct settings *p = r->settings;
	const struct sequences *s = r->sequences;
	size_t n = r->examples->n ? r->examples->n : s->n, steps;

	if (!strcmp(p->layout, "sessions")) /* each step has one event of each
                                               session */
		n = s->events - size_min(s->events, s->n);
	steps = (n + p->batch - 1) / p->batch;
	say_items(to, "", r->examples, s, from->unknown);
	if (from->valid_file)
		say_items(to, from->valid_file, r->valid_examples,
		    r->valid_sequences, from->unknown);
	if (!say_odd_items(r, from, to) && r->strangers)
		say(to, 1,
		    "no label occurs in any context: the contexts may not hold "
		    "items; --context=COLUMN names their column, and confirms "
		    "it");
	if (r->examples->has_weight && !p->weight)
		say(to, 0,
		    "the column " COLUMN_WEIGHT
		    " is not used; --weight=" COLUMN_WEIGHT " does");
	say_fields(r, to);
	say_start(r, from, to);
	say_table(r, from, to);
	if (p->by_data)
		say_settings(r, to);
	if (!p->by_data && n / p->batch < FEW_STEPS && n > FEW_STEPS)
		say(to, 1,
		    "an epoch of only %zu step%s is too short to learn much; "
		    "try --batch-size=%zu",
		    steps, num_s(steps), n / (4 * FEW_STEPS) + 1);
}

/* Compares the model with rankings that need no training. */
static void
say_simple(const struct run *r, run_say *to)
{
	const struct settings *p = r->settings;
	char words[256] = "";
	size_t i, n = 0, best = 0;
	int small;

	if (!r->best_epoch || isnan(r->simple[0]))
		return; /* there may be no metric */
	small = r->options->validate->metric->small;
	for (i = 0; i < VALIDATE_SIMPLE; i++) {
		const double x = r->simple[i], y = r->simple[best];

		if (isnan(x))
			continue;
		n += (size_t)snprintf(words + n, sizeof(words) - n, ", %s %.4f",
		    validate_simple[i].name, x);
		if (small ? x < y : x > y)
			best = i;
	}
	say(to, 0, "%s %.4f%s", p->metric, r->best, words);
	if (small ? r->best >= r->simple[best] : r->best <= r->simple[best])
		say(to, 1,
		    "the model is no better than %s: try seq-baseline "
		    "--method=%s, alone or added to the model by topk-blend",
		    validate_simple[best].name, validate_simple[best].method);
}

void
run_say_end(const struct run *r, const struct run_end *end, run_say *to)
{
	if (r->best_epoch)
		say(to, 0, "%s: weights of epoch %zu, the best%s", end->model,
		    r->best_epoch, end->early ? "; stopped early" : "");
	say_simple(r, to);
	say(to, 0, "%s: %zu item%s, %s, %llu step%s in %.1f s", end->model,
	    r->net->is.items, num_s(r->net->is.items), r->net->is.encoder,
	    (unsigned long long)end->steps, num_s(end->steps), end->seconds);
}

void
run_say_idle(size_t leaves, run_say *to)
{
	const size_t n = (size_t)threads_count() * (size_t)ranks_count();

	if (leaves < n)
		say(to, 0,
		    "%zu of %zu threads %s idle: a batch has work for %zu; "
		    "try a larger --batch-size",
		    n - leaves, n, n - leaves == 1 ? "is" : "are", leaves);
}
