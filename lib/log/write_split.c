/* write_split - splits the examples or timelines of a log and writes them. */
/* SPDX-License-Identifier: MIT */
#include "log/write_split.h"

#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "log/event_fields.h"
#include "log/held_out.h"
#include "log/labels.h"
#include "log/log_time.h"
#include "log/moment.h"
#include "log/split.h"
#include "log/split_sessions.h"
#include "log/timeline.h"
#include "log/windows.h"

#define CONTEXT 10 /* default number of items */
#define GENRES 10  /* and of genres */

/* Finds where the parts begin; *x points into at. */
static int
set_bounds(const struct write_split_plan *p, const struct timeline *t,
    struct log_time at[2], struct split_fractions *x, struct fail *f)
{
	if (p->test_from) {
		if (moment_find(p->test_from, t, &at[0], f))
			return -1;
		x->test_from = &at[0];
	}
	if (p->valid_from) {
		if (moment_find(p->valid_from, t, &at[1], f))
			return -1;
		x->valid_from = &at[1];
	}
	return 0;
}

/* Timelines with held-out ends. */
static int
put_held_out(const struct write_split_plan *p, const struct windows *w,
    struct timeline *t, struct output *const *out, struct split *s,
    struct fail *f)
{
	int valid = out[SPLIT_VALID] != NULL;
	struct split_fractions x = {p->train, valid ? p->valid : 0, NULL, NULL};
	struct log_time at[2];
	struct held_out *h;

	if (p->way->needs_times && !t->has_times)
		return fail_set(
		    f, "the log has no times, which the split needs");
	if (set_bounds(p, t, at, &x, f))
		return -1;
	h = held_out_new(t, p->way->needs_times ? &x : NULL, valid, f);
	if (!h || (p->known && held_out_known(h, t, s, f))) {
		held_out_free(h);
		return -1;
	}
	if (p->header)
		windows_put_held_out_headers(w, out);
	windows_put_held_out(
	    w, s, h, p->context ? p->context : SIZE_MAX, out, s->count);
	held_out_free(h);
	return 0;
}

/* Assigns the examples to parts by the plan. */
static int
deal(const struct write_split_plan *p, struct timeline *t, int valid,
    struct split *s, struct fail *f)
{
	struct split_fractions x = {p->train, valid ? p->valid : 0, NULL, NULL};
	struct log_time at[2];

	if (set_bounds(p, t, at, &x, f))
		return -1;
	s->whole = p->sequences;
	s->in_order = !p->tutorial;
	if (split_make(s, p->way, t, &x, p->seed, f))
		return -1;
	if (p->known && split_known(s, t, f))
		return -1;
	return p->newest < 1 ? split_newest(s, t, p->newest, f) : 0;
}

/* The kinds of output: examples, the tutorial's, sequences. */
static const struct write_split_rows {
	void (*header)(const struct windows *, struct output *);
	void (*rows)(const struct windows *, size_t n, const size_t *at,
	    const unsigned char *part, struct output *const *out);
} rows[] = {
    {windows_put_header, windows_put},
    {windows_put_tutorial_header, windows_put_tutorial},
    {windows_put_sequence_header, windows_put_sequences},
};

static int
put_split(const struct write_split_plan *p, const struct windows *w,
    struct timeline *t, struct output *const *out, struct split *s,
    struct fail *f)
{
	const struct write_split_rows *put = &rows[p->sequences  ? 2
						   : p->tutorial ? 1
								 : 0];
	size_t i;

	if (windows_check(w, s->n, s->at, f) ||
	    deal(p, t, out[SPLIT_VALID] != NULL, s, f))
		return -1;
	for (i = 0; i < SPLIT_PARTS && p->header; i++) {
		if (out[i])
			put->header(w, out[i]);
	}
	put->rows(w, s->n, s->at, s->part, out);
	return 0;
}

/* Checks options that apply only to some methods. */
static int
check_sessions(const struct write_split_plan *p, int valid, struct fail *f)
{
	int whole = p->sequences && p->way->shuffles && !p->way->divides_ends;
	int ends = p->way->divides_ends && p->way->needs_times;

	if (ends && !p->sequences)
		return fail_set(
		    f, "--split=%s needs --sequences", p->way->name);
	if ((p->test_from || p->valid_from) && !p->way->needs_times)
		return fail_set(f, "--test-from and --valid-from need "
				   "--split=time or time-last");
	if (p->valid_from && !valid)
		return fail_set(f, "--valid-from needs --valid=FILE");
	if (p->known && !whole && !ends)
		return fail_set(f, "--known-items needs --sequences and "
				   "--split=time, random, user or time-last");
	if (p->newest < 1 && !whole)
		return fail_set(f, "--newest needs --sequences and "
				   "--split=time, random or user");
	if (p->test_from && moment_check(p->test_from, f))
		return fail_at(f, "--test-from");
	return p->valid_from && moment_check(p->valid_from, f)
	           ? fail_at(f, "--valid-from")
	           : 0;
}

/* Checks the extra columns. */
static int
check_fields(const struct write_split_plan *p, struct fail *f)
{
	const struct event_fields *e = p->fields;

	if (p->tutorial && (e->n || e->gaps || e->nth || e->earlier))
		return fail_set(f,
		    "the tutorial's columns are fixed: leave out "
		    "--event-field, --time-gaps, --nth, --earlier and "
		    "--weight");
	if (p->sequences && e->earlier)
		return fail_set(f,
		    "--earlier cannot be used with --sequences: a row has all "
		    "items");
	if (p->sequences && e->weighs)
		return fail_set(f,
		    "--weight cannot be used with --sequences: a row has "
		    "many labels, each with its own weight");
	return event_fields_check(e, p->sequences, f);
}

struct choice
write_split_preset(size_t k)
{
	static const struct choice presets[] = {
	    {"tutorial", NULL,
		"the five padded columns of the TensorFlow tutorial, shuffled"},
	};

	return k < COUNTOF(presets) ? presets[k] : (struct choice){0};
}

static int
same_file(const char *a, const char *b)
{
	return a && b && !strcmp(a, b) && strcmp(a, "/dev/null");
}

/* Returns 1 if each part has a file of its own. */
static int
check_files(const struct write_split_plan *p, const char *const *paths,
    const char *output, struct fail *f)
{
	const char *train = paths[SPLIT_TRAIN], *valid = paths[SPLIT_VALID];
	const char *test = paths[SPLIT_TEST];

	if (output && (train || valid || test))
		return fail_set(f, "--output cannot be used with --train, "
				   "--valid and --test, which name the output");
	if (!p->way->shuffles)
		return train || valid || test
		           ? fail_set(f, "--split=none cannot be used with "
					 "--train, --valid or --test")
		           : 0;
	if (!train || !test)
		return fail_set(f,
		    "--split=%s needs --train=FILE and --test=FILE",
		    p->way->name);
	if (same_file(train, test) || same_file(train, valid) ||
	    same_file(valid, test))
		return fail_set(f, "two parts would go to the same file");
	return 0;
}

int
write_split_check(const struct write_split_plan *p, const char *const *paths,
    const char *output, struct fail *f)
{
	const struct split_way *way = p->way;
	int valid = paths[SPLIT_VALID] != NULL;

	if (check_files(p, paths, output, f))
		return -1;
	if (!p->tutorial && (p->pad || p->genres))
		return fail_set(f,
		    "--pad and --max-context-genre-length need "
		    "--preset=tutorial: other examples have no pads");
	if (p->pad && !*p->pad)
		return fail_set(f, "--pad is empty");
	if (p->sequences && p->tutorial)
		return fail_set(
		    f, "--preset=tutorial cannot be used with --sequences");
	if (p->sequences && p->context && !way->divides_ends)
		return fail_set(f,
		    "--max-context-length needs contexts, which --sequences "
		    "writes only with --split=leave-last and time-last");
	if (valid && p->valid > p->train)
		return fail_set(f, "--valid-fraction exceeds --train-fraction");
	return check_sessions(p, valid, f) || check_fields(p, f) ? -1 : 0;
}

int
write_split(const struct write_split_plan *p, struct timeline *t,
    const struct items *list, struct output *const *out, struct split *s,
    struct fail *f)
{
	struct windows_shape shape = {
	    .context = p->context ? p->context : CONTEXT,
	    .genres = !p->tutorial ? 0
	              : p->genres  ? p->genres
	                           : GENRES,
	    .pad = !p->tutorial ? NULL
	           : p->pad     ? p->pad
	                        : "0",
	    .fields = p->fields};
	struct windows *w;
	int r = -1;

	if ((p->sequences ? labels_users : labels_list)(
		t, p->least, &s->at, &s->n, f))
		return -1;
	if (t->read == 0)
		return fail_set(f, "no examples: 0 of 0 events were "
				   "kept, because the log is empty");
	if (s->n == 0)
		return fail_set(f,
		    "no examples: %zu of %zu event%s %s kept, and no user has "
		    "%zu or more (--min-timeline-length)",
		    t->n, t->read, num_s(t->read), t->n == 1 ? "was" : "were",
		    p->least > 2 || p->sequences ? p->least : 2);
	if (p->fields->gaps && !t->has_times)
		return fail_set(
		    f, "the log has no times, which --time-gaps needs");
	w = windows_new(t, list, &shape, f);
	if (w)
		r = (p->sequences && p->way->divides_ends
			 ? put_held_out
			 : put_split)(p, w, t, out, s, f);
	windows_free(w);
	if (!r && p->way->shuffles && !s->count[SPLIT_TRAIN])
		return fail_set(f,
		    "--train would be empty: the split leaves no %s for "
		    "training; change the split, or give more events",
		    p->sequences ? "timelines" : "examples");
	return r;
}
