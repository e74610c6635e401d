/* run_open - opens the sources of a training: data, vocabulary, weights. */
/* SPDX-License-Identifier: MIT */
#include "nn/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/ranks.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/item_table.h"
#include "data/layout.h"
#include "data/pads.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "data/vocab_build.h"
#include "io/input.h"
#include "model/model.h"
#include "model/model_stamp.h"
#include "nn/checkpoint.h"
#include "nn/field_data.h"
#include "nn/item_data.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/run_reading.h"
#include "nn/settings.h"
#include "nn/train.h"

#define MAX_LENGTH 1000000 /* most items of a context */

/* The length of contexts: as requested, else as in the initial model, else 0:
 * as the longest. */
static int
context_length(const struct run_sources *s, const struct model *known,
    size_t *k, struct fail *f)
{
	*k = s->examples_columns->k;
	if (*k || !known)
		return 0;
	return model_number(known, "context_length", MAX_LENGTH, k, f);
}

/* Returns 1 if rows stay in a cache.  Then rank 0 alone reads the input. */
static int
has_cache(const struct run_sources *s)
{
	return s->cache || ranks_count() > 1;
}

/* Reads the training data and completes the vocabulary v, whose counts become
 * the label counts.  If v is given, items that it lacks are row 0. */
static int
read_training(struct run *d, const struct run_sources *s, struct fail *f)
{
	struct run_reading how = {
	    .pad = s->examples_columns->pad,
	    .lost =
		s->unknown == UNKNOWN_DROP ? EXAMPLES_LEAVE_OUT : EXAMPLES_KEEP,
	    .weight = s->weight,
	    .grow = !d->known && !s->vocab_file,
	};
	const int grow = how.grow;
	struct vocab *v = d->vocab;

	if (context_length(s, d->known, &how.k, f))
		return -1;
	if (has_cache(s))
		return run_cache_read(d, s, &how, f);
	if (run_reading_read(d, s, d->in, &how, v, d->examples,
		d->reads_sequences ? d->sequences : NULL, f))
		return -1;
	if (grow &&
	    (d->reads_sequences ? vocab_build_from_sequences(d->sequences, v, f)
				: vocab_build_from_examples(d->examples, v, f)))
		return -1;
	if (field_data_settle(d->fields, v, d->examples, d->sequences, f))
		return -1;
	return d->reads_sequences ? vocab_build_event_counts(d->sequences, v, f)
	                          : vocab_build_label_counts(d->examples, v, f);
}

/* A model of sequences is validated on sequences, or on examples with contexts
 * of any length. */
static int
read_valid(struct run *d, const struct run_sources *s, struct fail *f)
{
	const char *name = s->sequences_columns->items;
	struct input *in = input_open(&s->valid_file, 1, NULL, f);
	int sequences = d->reads_sequences, r = in ? 0 : -1;
	struct run_reading how = {
	    .pad = s->examples_columns->pad,
	    .k = sequences ? d->context_length : d->examples->k,
	    .whole = s->whole,
	};

	/* The pad of training is no item here either. */
	if (!how.pad && strcmp(d->pad, PADS_NONE) != 0)
		how.pad = d->pad;

	if (!name)
		name = COLUMN_SEQUENCE;
	if (!r && sequences && s->sequences_columns->header &&
	    name[strspn(name, "0123456789")])
		r = layout_has_column(in, name, &sequences, f);
	if (!r)
		r = run_reading_read(d, s, in, &how, d->vocab,
		    d->valid_examples, sequences ? d->valid_sequences : NULL,
		    f);
	if (!r)
		r = field_data_settle(d->fields, d->vocab, d->valid_examples,
		    d->valid_sequences, f);
	input_close(in);
	return r ? -1 : 0;
}

static int
same_tokens(const struct vocab *a, const struct vocab *b)
{
	size_t i, n = vocab_size(a);

	if (n != vocab_size(b))
		return 0;
	for (i = 1; i <= n; i++) {
		struct slice t = vocab_token(a, (int32_t)i);

		if (vocab_find(b, t.s, t.n) != (int32_t)i)
			return 0;
	}
	return 1;
}

/* An empty vocabulary, or a copy of the tokens of `other`. */
static struct vocab *
copy_vocab(const struct vocab *other, struct fail *f)
{
	struct vocab *v = vocab_new(f);
	size_t i;

	for (i = 1; v && other && i <= vocab_size(other); i++) {
		struct slice t = vocab_token(other, (int32_t)i);

		if (vocab_add(v, t.s, t.n, f) < 0) {
			vocab_free(v);
			return NULL;
		}
	}
	return v;
}

/* A new vocabulary: from the file, from the model, or empty. */
static struct vocab *
make_vocab(
    const struct run_sources *s, const struct model *known, struct fail *f)
{
	struct vocab *v;

	if (!s->vocab_file)
		return copy_vocab(known ? known->vocab : NULL, f);
	v = vocab_read(s->vocab_file, f);
	if (v && known && s->resume && !same_tokens(v, known->vocab)) {
		(void)fail_set(f,
		    "%s: cannot resume: the vocabulary differs from %s",
		    s->state, s->vocab_file);
		vocab_free(v);
		return NULL;
	}
	return v;
}

/* Takes the field values of items: from the file, else from the initial
 * model. */
static int
read_items(struct run *run, const struct run_sources *s, struct fail *f)
{
	struct item_table_counts n = {0};

	if (!s->field[FIELD_ITEM].n)
		return 0;
	run->item_values =
	    s->items
		? item_table_read(s->items, run->fields, run->vocab, 0, &n, f)
		: item_data_take(run->fields, run->known, run->vocab, f);
	run->items_others = n.others;
	run->items_lacking = n.lacking;
	return run->item_values ? 0 : -1;
}

int
run_read(struct run *run, const struct run_sources *s, struct fail *f)
{
	run->vocab = make_vocab(s, run->known, f);
	if (!run->vocab || read_training(run, s, f))
		return -1;
	input_close(run->in);
	run->in = NULL;
	run->pad =
	    run->reads_sequences ? run->sequences->pad : run->examples->pad;
	if (read_items(run, s, f))
		return -1;
	run->context_length =
	    run->reads_sequences ? s->max_length : run->examples->k;
	if (run->reads_sequences || s->no_context ||
	    s->examples_columns->context)
		run->strangers = 0;
	else if (!run->cache && examples_strangers(run->examples,
				    vocab_size(run->vocab), &run->strangers, f))
		return -1;
	return s->valid_file ? read_valid(run, s, f) : 0;
}

int
run_parse_fields(struct fields *to, const struct run_sources *s, struct fail *f)
{
	int place;

	for (place = 0; place < FIELD_PLACES; place++)
		if (fields_parse(to, (enum field_place)place,
			s->field[place].words, s->field[place].n, f))
			return -1;
	return 0;
}

/* Opens the input and decides whether it has sequences. */
static int
open_input(struct run *run, const struct run_sources *s,
    const char *const *files, size_t n, struct fail *f)
{
	run->reads_sequences = s->sequences;
	run->in = input_open(files, n, NULL, f);
	return !run->in ||
	               (s->sequences < 0 && layout_is_sequences(run->in,
						s->sequences_columns->header,
						&run->reads_sequences, f))
	           ? -1
	           : 0;
}

int
run_open(struct run *run, const struct run_sources *s, const char *const *files,
    size_t n, struct fail *f)
{
	struct model_stamp stamp;
	int failed;

	if (run_parse_fields(run->fields, s, f))
		return -1;
	if (s->resume && !strcmp(s->state, s->model) &&
	    model_stamp_take(&stamp, s->state))
		return fail_set(f,
		    "nothing to resume: neither %s.part nor %s exists; "
		    "--resume=auto starts a new run",
		    s->model, s->model);
	if (s->resume || s->init_from) {
		run->known = s->resume ? model_load_state(s->state, f)
		                       : model_load(s->init_from, f);
		if (!run->known)
			return -1;
		if (field_data_take(run->fields, run->known, f))
			return fail_at(
			    f, "%s", s->resume ? s->state : s->init_from);
	}
	if (!has_cache(s))
		return open_input(run, s, files, n, f);
	failed = !ranks_me() && open_input(run, s, files, n, f);
	if (ranks_any(failed))
		return failed ? -1 : fail_set(f, "rank 0 has no input");
	run->reads_sequences = ranks_any(run->reads_sequences);
	return 0;
}
