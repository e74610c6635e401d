/* encode_items - vectors for the items of a file, from their fields. */
/* SPDX-License-Identifier: MIT */
#include "nn/encode_items.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/item_table.h"
#include "data/item_values.h"
#include "data/vocab.h"
#include "io/embedding_format.h"
#include "io/output.h"
#include "model/model.h"
#include "nn/net.h"

#define BLOCK 4096 /* rows computed at a time */

/* Takes the own rows of v's items and their counts from the model. */
static int
find_own(struct encode_items *e, struct item_values *to, struct vocab *v,
    const struct model *m, struct fail *f)
{
	size_t i;

	if (ARRAY_RESIZE(&to->own, e->items + 1, 1, f))
		return -1;
	to->own[0] = 0;
	for (i = 1; i <= e->items; i++) {
		const struct slice t = vocab_token(v, (int32_t)i);
		const int32_t id = vocab_find(m->vocab, t.s, t.n);

		to->own[i] = id;
		if (!id)
			continue;
		e->known++;
		vocab_set_count(v, (int32_t)i, vocab_count(m->vocab, id));
	}
	return 0;
}

static int
put_rows(const struct encode_items *e, const struct net *net,
    const struct vocab *v, struct fail *f)
{
	const size_t E = net_columns(net);
	real *x = malloc(BLOCK * E * sizeof(*x));
	size_t i, k, some;
	int r = x ? 0 : fail_memory(f);

	if (!r && e->format->begin)
		e->format->begin(e->out, e->items, E, e->header);
	for (i = 1; i <= e->items && !r; i += some) {
		some = size_min(BLOCK, e->items + 1 - i);
		r = net_fold(net, i, some, x, f);
		for (k = 0; k < some && !r; k++)
			e->format->row(e->out, vocab_token(v, (int32_t)(i + k)),
			    E, x + k * E);
	}
	free(x);
	return r;
}

static int
write_vocab(const char *path, const struct vocab *v, struct fail *f)
{
	struct output *o = output_open(path, OUTPUT_TEXT, f);

	if (!o)
		return -1;
	vocab_put(o, v);
	return output_commit(o, f);
}

static int
encode_vocab(struct encode_items *e, struct net *net, struct fields *fields,
    struct vocab *v, const struct model *m, struct fail *f)
{
	struct item_table_counts n;
	struct item_values *values =
	    item_table_read(e->path, fields, v, 1, &n, f);

	if (!values)
		return -1;
	item_values_free(net->values);
	net->values = values; /* owned by the net from now on */
	e->items = vocab_size(v);
	e->blank = n.blank;
	return find_own(e, values, v, m, f) || put_rows(e, net, v, f) ||
	               (e->vocab && write_vocab(e->vocab, v, f))
	           ? -1
	           : 0;
}

int
encode_items(struct encode_items *e, struct net *net, struct fields *fields,
    const struct model *m, struct fail *f)
{
	struct vocab *v;
	int r;

	if (!net_has_items(net))
		return fail_set(f, "the model has no fields of items; train it "
				   "with --item-field");
	v = vocab_new(f);
	r = v ? encode_vocab(e, net, fields, v, m, f) : -1;
	vocab_free(v);
	return r;
}

void
encode_items_say(
    const struct encode_items *e, void (*say)(int warning, const char *words))
{
	char words[1024];

	(void)snprintf(words, sizeof(words),
	    "%s: %zu item%s, %zu of them known to the model", e->path, e->items,
	    num_s(e->items), e->known);
	say(0, words);
	if (!e->blank)
		return;
	(void)snprintf(words, sizeof(words),
	    "%s: %zu item%s without a field value that the model knows",
	    e->path, e->blank, num_s(e->blank));
	say(1, words);
}
