/* encode - contexts or sequences in, queries out, block by block. */
/* SPDX-License-Identifier: MIT */
#include "nn/encode.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/pads.h"
#include "data/prefixes.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "io/output.h"
#include "model/model.h"
#include "nn/batch.h"
#include "nn/batches.h"
#include "nn/field_data.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/step.h"

#define BLOCK 8192 /* queries made at a time */
#define MAX_LENGTH 1000000

struct choice
encode_tower(size_t k)
{
	static const struct choice towers[] = {
	    {"query", NULL, "a row for each example's context"},
	    {"item", NULL, "a row for each line of the model's vocabulary"},
	};

	return k < COUNTOF(towers) ? towers[k] : (struct choice){0};
}

/* What is no item: as it was in training. */
static const char *
pad_of(const struct model *m)
{
	const char *pad = model_setting(m, "pad");

	return pad ? pad : PADS_NONE;
}

/* What becomes of unknown items: what is asked for, else row 0 only if that was
 * trained as one. */
static enum unknown_way
way_of(const struct encode_columns *c, const struct model *m)
{
	const char *trained = model_setting(m, "unknown");

	if (c->unknown)
		return unknown_find(c->unknown);
	return trained && unknown_find(trained) == UNKNOWN_ROW0 ? UNKNOWN_ROW0
	                                                        : UNKNOWN_DROP;
}

/* The sequences, or a context for each of their events. */
static int
read_positions(struct encode_data *to, struct input *in,
    const struct encode_columns *c, const struct model *m, size_t k, int whole,
    struct fail *f)
{
	struct output *labels = output_open(c->labels, OUTPUT_TEXT, f);
	const struct sequences_columns columns = {.items = c->sequence,
	    .pad = pad_of(m),
	    .header = c->header,
	    .unknown = way_of(c, m),
	    .labels = labels};
	int r;

	if (!labels)
		return -1;
	if (c->header)
		output_string(labels, COLUMN_LABEL "\n");
	r = whole ? sequences_read(to->s, in, &columns, m->vocab, 0, f)
	          : prefixes_read(to->x, in, &columns, k, m->vocab, f);
	if (!r && !encode_count(to))
		r = fail_set(f, "no sequence has two items");
	if (!r)
		return output_commit(labels, f);
	output_abandon(labels);
	return r;
}

/* The fields' values beside the contexts; of every position they are missing. */
static int
take_fields(struct encode_data *to, struct fields *fields, struct fail *f)
{
	size_t i;

	for (i = 0; i < fields->n && !to->x->nfields; i++)
		fields->field[i].missing = 1;
	if (field_data_settle(fields, to->x, f))
		return -1;
	to->fields = field_data_new(fields, to->x, f);
	return to->fields ? 0 : -1;
}

int
encode_read(struct encode_data *to, struct input *in,
    const struct encode_columns *c, const struct model *m, struct fail *f)
{
	const char *layout = model_setting(m, "layout");
	struct fields beside = {0};
	const int whole = layout && strcmp(layout, "windows");
	struct examples_columns columns = {.context = c->context,
	    .label = "",
	    .pad = pad_of(m),
	    .header = c->header,
	    .unknown = way_of(c, m),
	    .missing_fields = c->missing_fields,
	    .cells = c->cells,
	    .shard = c->shard};
	/* A baseline has an answer to a context that it knows nothing of. */
	const int is_baseline = model_setting(m, "scorer") != NULL;
	int r;

	if (c->fields)
		beside = fields_beside(c->fields);
	columns.fields = beside.n ? &beside : NULL;
	columns.lost = c->unknown && columns.unknown == UNKNOWN_ROW0
	                   ? EXAMPLES_ACCEPT
	               : is_baseline ? EXAMPLES_KEEP
	                             : EXAMPLES_MARK;
	to->row0 = columns.unknown == UNKNOWN_ROW0;
	to->x = calloc(1, sizeof(*to->x));
	to->s = calloc(1, sizeof(*to->s));
	if (!to->x || !to->s)
		return fail_memory(f);
	if (model_number(m, "context_length", MAX_LENGTH, &columns.k, f))
		return fail_at(f, "%s", c->model);
	if (!columns.k && !whole)
		return fail_set(f, "%s: its contexts are empty", c->model);
	r = c->labels ? read_positions(to, in, c, m, columns.k, whole, f)
	              : examples_read(to->x, in, &columns, m->vocab, 0, f);
	if (!r && beside.n)
		r = take_fields(to, &beside, f);
	if (!r && !encode_count(to))
		return fail_set(f, "no sequence has two items");
	return r;
}

void
encode_free(struct encode_data *d)
{
	if (d->x)
		examples_free(d->x);
	if (d->s)
		sequences_free(d->s);
	field_data_free(d->fields);
	free(d->x);
	free(d->s);
}

size_t
encode_count(const struct encode_data *d)
{
	size_t i, n = d->x->n;

	for (i = 0; i < d->s->n; i++)
		n += size_max(d->s->start[i + 1] - d->s->start[i], 1) - 1;
	return n;
}

int
encode(const struct encode_data *d, const struct net *net,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *q, struct fail *),
    void *ctx, struct fail *f)
{
	const struct loader_data data = {
	    d->s->n ? NULL : d->x, d->s->n ? d->s : NULL, d->fields};
	struct batches *all = batches_new(&data, net, BLOCK, 0, f);
	struct step *step = all ? step_new(net, f) : NULL;
	float *q = NULL;
	struct batch *b;
	size_t first = 0;
	int end = step ? 0 : -1;

	if (!end) {
		q = malloc(batches_most(all) * net_columns(net) * sizeof(*q));
		end = q ? 0 : fail_memory(f);
	}
	for (; !end && (b = batches_next(all)); first += b->queries) {
		end = step_queries(step, b, q, f);
		if (!end)
			end = put(ctx, first, b->queries, q, f);
	}
	step_free(step);
	batches_free(all);
	free(q);
	return end < 0 ? -1 : 0;
}
