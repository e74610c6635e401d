/* run - the memory of a training. */
/* SPDX-License-Identifier: MIT */
#include "nn/run.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/cache.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/item_values.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "io/input.h"
#include "model/model.h"
#include "nn/field_data.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/validate.h"

struct run *
run_new(struct fail *f)
{
	struct run *r = calloc(1, sizeof(*r));

	if (!r) {
		(void)fail_memory(f);
		return NULL;
	}
	r->mean_weight = 1;
	r->fields = calloc(1, sizeof(*r->fields));
	r->net = calloc(1, sizeof(*r->net));
	r->simple = calloc(VALIDATE_SIMPLE, sizeof(*r->simple));
	r->data = calloc(1, sizeof(*r->data));
	r->valid = calloc(1, sizeof(*r->valid));
	r->examples = calloc(1, sizeof(*r->examples));
	r->valid_examples = calloc(1, sizeof(*r->valid_examples));
	r->sequences = calloc(1, sizeof(*r->sequences));
	r->valid_sequences = calloc(1, sizeof(*r->valid_sequences));
	if (!r->fields || !r->net || !r->simple || !r->data || !r->valid ||
	    !r->examples || !r->valid_examples || !r->sequences ||
	    !r->valid_sequences) {
		(void)fail_memory(f);
		run_free(r);
		return NULL;
	}
	return r;
}

void
run_free(struct run *r)
{
	if (!r)
		return;
	if (r->examples)
		examples_free(r->examples);
	if (r->valid_examples)
		examples_free(r->valid_examples);
	if (r->sequences)
		sequences_free(r->sequences);
	if (r->valid_sequences)
		sequences_free(r->valid_sequences);
	if (r->net)
		net_free(r->net);
	field_data_free(r->data_fields);
	field_data_free(r->valid_fields);
	item_values_free(r->item_values);
	fields_free(r->fields);
	free(r->fields);
	free(r->examples);
	free(r->valid_examples);
	free(r->sequences);
	free(r->valid_sequences);
	free(r->net);
	free(r->simple);
	free(r->data);
	free(r->valid);
	cache_free(r->cache);
	free(r->cache_values);
	free(r->best_w);
	free(r->carry);
	model_free(r->known);
	input_close(r->in);
	vocab_free(r->vocab);
	free(r);
}
