/* write_split - the examples of a log, or its timelines, split and written. */
/* SPDX-License-Identifier: MIT */
#include "log/write_split.h"

#include "base/fail.h"
#include "log/split.h"
#include "log/timeline.h"
#include "log/windows.h"

#define CONTEXT 10 /* the usual number */

/* Timelines in a random order, their ends held out. */
static int
put_held_out(const struct write_split_plan *p, const struct windows *w,
    const struct timeline *t, struct output *const *out, struct split *s,
    struct fail *f)
{
	static const struct split_fractions all = {.train = 1};
	size_t k = p->context ? p->context : SIZE_MAX;

	if (split_make(s, split_find("random"), t, &all, p->seed, f))
		return -1;
	if (p->header)
		windows_put_held_out_headers(out);
	windows_put_held_out(w, s->n, s->at, k, out, s->count);
	return 0;
}

static int
put_split(const struct write_split_plan *p, const struct windows *w,
    const struct timeline *t, struct output *const *out, struct split *s,
    struct fail *f)
{
	struct split_fractions x = {p->train, out[SPLIT_VALID] ? p->valid : 0};
	size_t i;

	if ((!p->sequences && windows_check(w, s->n, s->at, f)) ||
	    split_make(s, p->way, t, &x, p->seed, f))
		return -1;
	for (i = 0; i < SPLIT_PARTS && p->header; i++) {
		if (out[i])
			(p->sequences ? windows_put_sequence_header
				      : windows_put_header)(out[i]);
	}
	(p->sequences ? windows_put_sequences : windows_put)(
	    w, s->n, s->at, s->part, out);
	return 0;
}

int
write_split_check(const struct write_split_plan *p, int valid, struct fail *f)
{
	const struct split_way *way = p->way;

	if (!*p->pad)
		return fail_set(f, "--pad is empty");
	if (p->sequences && way->divides_users && !way->divides_ends)
		return fail_set(f,
		    "--split=%s divides a user's examples, but --sequences "
		    "writes whole users; use --split=user or leave-last",
		    way->name);
	if (p->sequences && p->context && !way->divides_ends)
		return fail_set(f,
		    "--sequences has contexts with --split=leave-last only; "
		    "--max-context-length is for them");
	if (valid && p->valid > p->train)
		return fail_set(
		    f, "--valid-fraction is more than --train-fraction");
	return 0;
}

int
write_split(const struct write_split_plan *p, const struct timeline *t,
    const struct items *list, struct output *const *out, struct split *s,
    struct fail *f)
{
	struct windows_shape shape = {
	    .context = p->context ? p->context : CONTEXT,
	    .genres = p->genres,
	    .pad = p->pad};
	struct windows *w;
	int r = -1;

	if ((p->sequences ? windows_users : windows_labels)(
		t, p->least, &s->at, &s->n, f))
		return -1;
	if (s->n == 0)
		return fail_set(f,
		    "no examples: of %zu events %zu are kept, and no user has "
		    "as many as it takes, %zu (--min-timeline-length)",
		    t->read, t->n, p->least > 2 || p->sequences ? p->least : 2);
	w = windows_new(t, list, &shape, f);
	if (w)
		r = (p->sequences && p->way->divides_ends
			 ? put_held_out
			 : put_split)(p, w, t, out, s, f);
	windows_free(w);
	return r;
}
