/* pack - whole numbers and doubles in a model's tensors of floats. */
/* SPDX-License-Identifier: MIT */
#include "linear/pack.h"

#include "base/fail.h"
#include "model/model.h"

struct tensor *
pack_integers(
    struct model *m, const char *name, size_t n, size_t most, struct fail *f)
{
	if (most > PACK_MOST) {
		(void)fail_set(f,
		    "%s: numbers up to %zu, and a model's go to %zu", name,
		    most, PACK_MOST);
		return NULL;
	}
	return model_add(m, name, n, 1, f);
}

int
pack_get_integer(float x, size_t most, size_t *to)
{
	if (!(x >= 0 && x <= (float)PACK_MOST) || (float)(size_t)x != x ||
	    (size_t)x > most)
		return -1;
	*to = (size_t)x;
	return 0;
}

void
pack_put_double(float *to, double x)
{
	to[0] = (float)x;
	to[1] = (float)(x - (double)to[0]);
}

double
pack_get_double(const float *x)
{
	return (double)x[0] + (double)x[1];
}
