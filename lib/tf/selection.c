/* selection - selects the records to use. */
/* SPDX-License-Identifier: MIT */
#include "tf/selection.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/rng.h"
#include "base/shard.h"
#include "tf/condition.h"

int
selection_where(
    struct selection *s, const char *const *texts, size_t n, struct fail *f)
{
	struct condition *c;

	s->where = calloc(n + 1, sizeof(struct condition *));
	if (!s->where)
		return fail_memory(f);
	while (s->nwhere < n) {
		c = condition_new(texts[s->nwhere], f);
		if (!c)
			return -1;
		s->where[s->nwhere++] = c;
	}
	return 0;
}

const char *
selection_unseen(const struct selection *s, size_t k)
{
	size_t i;

	for (i = 0; i < s->nwhere; i++) {
		if (condition_unseen(s->where[i]) && k-- == 0)
			return condition_unseen(s->where[i]);
	}
	return NULL;
}

void
selection_free(struct selection *s)
{
	while (s->nwhere)
		condition_free(s->where[--s->nwhere]);
	free(s->where);
	s->where = NULL;
}

int
selection_takes(const struct selection *s, uint64_t k)
{
	struct rng r;

	if (!shard_has(s->shard, k))
		return 0;
	if (s->sample >= 1)
		return 1;
	rng_seed(&r, s->seed, k);
	return rng_uniform(&r) < s->sample;
}

int
selection_wants(const struct selection *s, const struct example *e,
    struct arena *a, struct fail *f)
{
	size_t i;
	int got = 1;

	for (i = 0; i < s->nwhere && got > 0; i++)
		got = condition_holds(s->where[i], e, a, f);
	return got;
}
