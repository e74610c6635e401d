/* setup - what a training run begins from: examples, vocabulary, weights. */
/* SPDX-License-Identifier: MIT */
#include "nn/setup.h"

#include "base/fail.h"
#include "data/examples.h"
#include "data/numbering.h"
#include "data/vocab.h"
#include "io/bytein.h"
#include "nn/checkpoint.h"
#include "nn/model.h"
#include "nn/net.h"
#include "nn/train.h"

#define MAX_LENGTH 1000000 /* of a context */

/* Reads files [n] as examples of contexts k long. */
static int
read_examples(const struct setup *s, const char *const *files, size_t n,
    size_t k, struct vocab *v, int grow, struct examples *x, struct fail *f)
{
	struct examples_columns c = *s->columns;
	struct bytein *in = bytein_open(files, n, NULL, f);
	int r;

	c.k = k;
	r = in ? examples_read(x, in, &c, v, grow, f) : -1;
	bytein_close(in);
	return r;
}

/* How long contexts are: as asked for, else as in the known model, else (0) as
 * the longest. */
static int
context_length(
    const struct setup *s, const struct model *known, size_t *k, struct fail *f)
{
	*k = s->columns->k;
	if (*k || !known)
		return 0;
	return model_number(known, "context_length", MAX_LENGTH, k, f);
}

/* The training examples and the vocabulary v, whose counts become those of the
 * labels; items the examples have and v, told or known, has not are row 0. */
static int
read_training(const struct setup *s, const char *const *files, size_t n,
    const struct model *known, struct vocab *v, struct examples *x,
    struct fail *f)
{
	int grow = !known && !s->vocab_file;
	size_t k;

	if (context_length(s, known, &k, f) ||
	    read_examples(s, files, n, k, v, grow, x, f) ||
	    (grow && numbering_by_count(x, v, f)))
		return -1;
	return numbering_label_counts(x, v, f);
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

/* An empty vocabulary, or with other a copy of its tokens. */
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

/* A new vocabulary: that of the file, the model's, or an empty one. */
static struct vocab *
make_vocab(const struct setup *s, const struct model *known, struct fail *f)
{
	struct vocab *v;

	if (!s->vocab_file)
		return copy_vocab(known ? known->vocab : NULL, f);
	v = vocab_read(s->vocab_file, f);
	if (v && s->resume && !same_tokens(v, known->vocab)) {
		(void)fail_set(f,
		    "%s: is not a state of this run: vocab was another than %s",
		    s->model, s->vocab_file);
		vocab_free(v);
		return NULL;
	}
	return v;
}

/* The net of run as it begins: from its state, from other weights, or fresh. */
static int
make_net(const struct setup *s, struct model *known, struct checkpoint *run,
    struct net *net, size_t *taken, struct fail *f)
{
	const struct train_options *o = run->options;

	if (net_alloc(
		net, vocab_size(run->vocab), s->dim, s->dim, s->cell, 1, f))
		return -1;
	net->mask_padding = s->mask_padding;
	if (s->resume) {
		if (checkpoint_agrees(run, known, &run->done, f))
			return fail_at(f, "%s", s->model);
		net_free(net);
		return net_from_model(net, known, 1, f);
	}
	if (net_init(net, o->optim, o->seed, f))
		return -1;
	if (known && net_take(net, run->vocab, known, known->vocab, taken, f))
		return fail_at(f, "%s", s->init_from);
	return 0;
}

int
setup_run(const struct setup *s, const char *const *files, size_t n,
    const char *valid_file, struct checkpoint *run, struct examples *x,
    struct examples *valid, struct net *net, size_t *taken, struct fail *f)
{
	struct model *known = NULL;
	int r;

	/* What would be refused at the end is refused before the work. */
	if (model_replaceable(s->model, f))
		return -1;
	if (s->resume || s->init_from) {
		known = s->resume ? model_load_state(s->model, f)
		                  : model_load(s->init_from, f);
		if (!known)
			return -1;
	}
	run->net = net;
	run->examples = x;
	run->vocab = make_vocab(s, known, f);
	r = !run->vocab ||
	    read_training(s, files, n, known, run->vocab, x, f) ||
	    make_net(s, known, run, net, taken, f);
	if (!r && valid_file)
		r = read_examples(
		    s, &valid_file, 1, x->k, run->vocab, 0, valid, f);
	model_free(known);
	return r ? -1 : 0;
}
