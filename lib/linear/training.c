/* training - the input of a baseline: sequences and their vocabulary. */
/* SPDX-License-Identifier: MIT */
#include "linear/training.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/chains.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/layout.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "data/vocab_build.h"
#include "linear/session_times.h"

static int
read_examples(struct training *t, struct input *in,
    const struct training_columns *c, struct fail *f)
{
	const struct examples_columns columns = {.context = c->context,
	    .label = c->label,
	    .pad = c->pad,
	    .header = c->header,
	    .lost = EXAMPLES_KEEP};
	struct examples x;
	int r;

	if (c->time)
		return fail_set(f,
		    "--sequence-time needs sequences, such as those of "
		    "seq-examples --sequences --event-field=time: examples "
		    "have no times of their labels");
	if (examples_read(&x, in, &columns, t->v, !c->vocab, f))
		return -1;
	t->examples = x.n;
	t->unknown = x.labels->n;
	t->pad = x.pad;
	t->guessed = x.guessed ? x.pads : 0;
	r = chains_of_examples(t->s, &x, f);
	examples_free(&x);
	return r;
}

static int
read_sequences(struct training *t, struct input *in,
    const struct training_columns *c, struct fail *f)
{
	struct fields times = {0};
	const struct sequences_columns columns = {.items = c->sequence,
	    .pad = c->pad,
	    .header = c->header,
	    .fields = c->time ? &times : NULL};
	int r = c->time ? session_times_field(&times, c->time, f) : 0;

	if (!r)
		r = sequences_read(t->s, in, &columns, t->v, !c->vocab, f);
	if (!r && c->time)
		r = session_times_sort(t->s, &times, &t->days, f);
	fields_free(&times);
	if (r)
		return -1;
	t->unknown = t->s->unknown->n;
	t->pad = t->s->pad;
	t->guessed = t->s->guessed ? t->s->pads : 0;
	return 0;
}

int
training_read(struct training *t, struct input *in,
    const struct training_columns *c, struct fail *f)
{
	int sequences = c->sequence != NULL;

	*t = (struct training){.s = calloc(1, sizeof(*t->s))};
	t->v = c->vocab ? vocab_read(c->vocab, f) : vocab_new(f);
	if (!t->s)
		return fail_memory(f);
	if (!t->v)
		return -1;
	if (!sequences && !c->context && !c->label &&
	    layout_is_sequences(in, c->header, &sequences, f))
		return -1;
	if (sequences ? read_sequences(t, in, c, f)
		      : read_examples(t, in, c, f))
		return -1;
	if (!t->s->events)
		return fail_set(f, "there are no known items to learn from");
	return vocab_build_from_sequences(t->s, t->v, f);
}

void
training_free(struct training *t)
{
	if (t->s)
		sequences_free(t->s);
	free(t->s);
	free(t->days);
	vocab_free(t->v);
}
