/* run_begin - holds out validation data and makes the net of a run. */
/* SPDX-License-Identifier: MIT */
#include "nn/run.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/holdout.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "model/model.h"
#include "nn/checkpoint.h"
#include "nn/field_data.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/new_items.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/settings.h"
#include "nn/train.h"
#include "nn/validate.h"

/* How many events have an event before them. */
static size_t
predictions(const struct sequences *s, size_t *rows)
{
	size_t i, length, n = 0;

	for (*rows = i = 0; i < s->n; i++) {
		length = s->start[i + 1] - s->start[i];
		*rows += length > 1;
		n += length ? length - 1 : 0;
	}
	return n;
}

void
run_facts(const struct run *run, const struct run_sources *s,
    struct settings_facts *is)
{
	*is = (struct settings_facts){
	    .sequences = run->reads_sequences,
	    .rows = run->examples->n,
	    .predictions = run->examples->n,
	    .items = vocab_size(run->vocab),
	    .valid = s->valid_file != NULL,
	};
	if (run->reads_sequences)
		is->predictions = predictions(run->sequences, &is->rows);
}

/* Examples or sequences, whichever is given. */
static struct loader_data
either(const struct examples *x, const struct sequences *s)
{
	return (struct loader_data){
	    .examples = x->n ? x : NULL, .sequences = s->n ? s : NULL};
}

/* Adds what is held out to the vocabulary's counts, or takes it off them. */
static void
count_held_out(struct run *run, int comes)
{
	const struct examples *x = run->valid_examples;
	const struct sequences *s = run->valid_sequences;
	struct vocab *v = run->vocab;
	const int32_t *id = run->reads_sequences ? s->item : x->label;
	size_t n = run->reads_sequences ? s->events : x->n, i;

	for (i = 0; i < n; i++)
		if (id[i])
			vocab_set_count(v, id[i],
			    comes ? vocab_count(v, id[i]) + 1
				  : vocab_count(v, id[i]) - 1);
}

static int
hold_out(struct run *run, struct fail *f)
{
	const struct settings *p = run->settings;
	const size_t n = p->hold_out;
	size_t rows;

	if (!run->reads_sequences && n >= run->examples->n)
		return fail_set(f,
		    "--hold-out=%zu: the input has only %zu example%s", n,
		    run->examples->n, num_s(run->examples->n));
	if (run->reads_sequences) {
		if (holdout_sequences(
			run->sequences, n, p->seed, run->valid_sequences, f))
			return -1;
		run->held_out = predictions(run->valid_sequences, &rows);
		if (!run->held_out || !predictions(run->sequences, &rows))
			return fail_set(f,
			    "--hold-out=%zu: there are too few sequences to "
			    "train on and to hold out",
			    n);
	} else {
		if (holdout_examples(
			run->examples, n, p->seed, run->valid_examples, f))
			return -1;
		run->held_out = n;
	}
	count_held_out(run, 0);
	return 0;
}

/* Makes the first net of the run: from its state, from other weights, or
 * new. */
static int
make_net(struct run *run, const struct run_sources *s,
    const struct net_shape *shape, struct fail *f)
{
	const struct train_options *o = run->options;
	struct model *known = run->known;
	struct net_shape is = *shape;

	is.items = vocab_size(run->vocab);
	net_set_fields(&is, run->fields);
	if (s->resume) {
		return checkpoint_resume(run, known, f)
		           ? fail_at(f, "%s", s->state)
		           : 0;
	}
	if (net_alloc(run->net, &is, o->optim->slots(o->optim_options), f))
		return -1;
	run->net->values = run->item_values;
	run->item_values = NULL;
	if (params_init(run->net->params, o->optim, o->seed, f))
		return -1;
	if (run->settings->bias_from_counts)
		net_bias_from_counts(run->net, run->vocab);
	if (known && (net_take(run->net, run->vocab, known, known->vocab,
			  &run->taken, f) ||
			 new_items_begin(run->net, run->data, run->vocab,
			     known->vocab, &run->begun, f)))
		return fail_at(f, "%s", s->init_from);
	return 0;
}

/* Takes the field values of the data. */
static int
take_fields(struct run *run, struct fail *f)
{
	if (!fields_beside(run->fields).n)
		return 0;
	run->data_fields =
	    field_data_new(run->fields, run->examples, run->sequences, f);
	if (!run->data_fields)
		return -1;
	run->data->fields = run->data_fields;
	run->valid_fields = field_data_new(
	    run->fields, run->valid_examples, run->valid_sequences, f);
	run->valid->fields = run->valid_fields;
	return run->valid_fields ? 0 : -1;
}

int
run_begin(struct run *run, const struct run_sources *s,
    const struct settings *settings, const struct train_options *options,
    const struct net_shape *shape, struct fail *f)
{
	run->settings = settings;
	run->options = options;
	if (settings->hold_out && hold_out(run, f))
		return -1;
	*run->data = either(run->examples, run->sequences);
	*run->valid = either(run->valid_examples, run->valid_sequences);
	if (take_fields(run, f) || run_survey(run, f) ||
	    validate_simple_metrics(run->vocab, run->data, run->valid,
		options->validate, run->simple, f) ||
	    make_net(run, s, shape, f) || checkpoint_agree(run, f))
		return -1;
	model_free(run->known);
	run->known = NULL;
	if (settings->hold_out)
		count_held_out(run, 1);
	return 0;
}
