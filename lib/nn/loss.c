/* loss - the table of training objectives. */
/* SPDX-License-Identifier: MIT */
#include "nn/loss.h"

#include <string.h>

static const struct loss *const losses[] = {
    &loss_softmax,
};

const struct loss *
loss_at(size_t k)
{
	return k < COUNTOF(losses) ? losses[k] : NULL;
}

const struct loss *
loss_find(const char *name)
{
	size_t k;

	for (k = 0; k < COUNTOF(losses); k++) {
		if (!strcmp(losses[k]->name, name))
			return losses[k];
	}
	return NULL;
}
