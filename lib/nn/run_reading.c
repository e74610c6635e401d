/* run_reading - how a run's data are read; and the reading. */
/* SPDX-License-Identifier: MIT */
#include "nn/run_reading.h"

#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "nn/run.h"

int
run_reading_read(const struct run *run, const struct run_sources *s,
    struct input *in, const struct run_reading *how, struct vocab *v,
    struct examples *x, struct sequences *q, struct fail *f)
{
	struct examples_columns c = *s->examples_columns;
	struct sequences_columns w = *s->sequences_columns;
	struct fields beside = fields_beside(run->fields);

	c.pad = w.pad = how->pad;
	c.unknown = w.unknown = s->unknown;
	c.k = how->k;
	c.whole = how->whole;
	c.group = s->group;
	c.lost = (enum examples_lost)how->lost;
	c.weight = how->weight;
	c.empty = s->no_context;
	c.fields = w.fields = beside.n ? &beside : NULL;
	c.spill = w.spill = how->spill;
	return q ? sequences_read(q, in, &w, v, how->grow, f)
	         : examples_read(x, in, &c, v, how->grow, f);
}
