/* layer - the table of layers that users name. */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

static const struct layer_kind *const layers[] = {
    &layer_gru,
    &layer_gru_reset_before,
    &layer_lstm,
    &layer_attention,
    &layer_mean,
    &layer_cnn,
    &layer_last,
    &layer_readout,
};

const struct layer_kind *
layer_at(size_t k)
{
	return k < COUNTOF(layers) ? layers[k] : NULL;
}

const struct layer_kind *
layer_find(const char *name)
{
	size_t k;

	for (k = 0; k < COUNTOF(layers); k++) {
		if (!strcmp(layers[k]->name, name))
			return layers[k];
	}
	return NULL;
}

struct choice
layer_norm_choice(size_t k)
{
	static const struct choice places[] = {
	    [LAYER_NORM_SASREC] = {"sasrec", NULL,
		"of the queries; residual connections bypass the norms"},
	    [LAYER_NORM_PRE] = {"pre", NULL, "before each half of a block"},
	    [LAYER_NORM_POST] = {"post", NULL, "after each half"},
	};

	return k < COUNTOF(places) ? places[k] : (struct choice){0};
}
