/* layer - the table of layers that users name. */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

static const struct layer_kind *const layers[] = {
    &layer_gru,
    &layer_gru_reset_before,
    &layer_lstm,
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
