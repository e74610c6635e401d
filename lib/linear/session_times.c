/* session_times - when the sequences of training ended. */
/* SPDX-License-Identifier: MIT */
#include "linear/session_times.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/sort.h"
#include "data/field.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "linear/pack.h"
#include "log/log_time.h"
#include "model/model.h"

#define DAY 86400.0 /* seconds */

/* The end of sequence i. */
struct session_times_one {
	struct log_time time;
	size_t i;
};

int
session_times_field(struct fields *to, const char *column, struct fail *f)
{
	char words[FIELD_NAME + 8];
	const char *const one = words;

	/* The field kind bag keeps a cell as one text, list or not. */
	(void)snprintf(words, sizeof(words), "%s:bag", column);
	return fields_parse(to, FIELD_QUERY, &one, 1, f);
}

/* The last element of a list. */
static struct slice
last_of(struct slice cell)
{
	const char *comma = memrchr(cell.s, ',', cell.n);
	const char *from = comma ? comma + 1 : cell.s;

	return (struct slice){from, (size_t)(cell.s + cell.n - from)};
}

static int
read_times(struct session_times_one *to, const struct sequences *s,
    const struct field *k, struct fail *f)
{
	enum log_time_kind kind, first = LOG_TIME_NUMBER;
	struct slice t;
	size_t i;

	for (i = 0; i < s->n; i++) {
		const int32_t id = s->field[0].id[i];

		t = id ? last_of(vocab_token(k->text, id)) : (struct slice){0};
		if (!t.n)
			return fail_set(f,
			    "sequence %zu has no time in the column %s", i + 1,
			    k->name);
		if (log_time_parse(t, &to[i].time, &kind, f))
			return fail_at(
			    f, "sequence %zu, column %s", i + 1, k->name);
		first = i ? first : kind;
		if (kind != first)
			return fail_set(f,
			    "sequence %zu, column %s: '%.*s' is a %s, and "
			    "those before are not",
			    i + 1, k->name, (int)size_min(t.n, 100), t.s,
			    kind == LOG_TIME_DATE ? "date" : "number");
		to[i].i = i;
	}
	return 0;
}

static int
by_time(const void *a, const void *b, const void *ctx)
{
	const struct session_times_one *x = a, *y = b;

	(void)ctx;
	return log_time_compare(x->time, y->time);
}

/* Reorders the sequences as the n entries of `one`. */
static int
reorder(
    struct sequences *s, const struct session_times_one *one, struct fail *f)
{
	size_t *start = malloc((s->n + 1) * sizeof(*start));
	int32_t *item = malloc((s->events + 1) * sizeof(*item));
	size_t i, at = 0;

	if (!start || !item) {
		free(start);
		free(item);
		return fail_memory(f);
	}
	for (i = 0; i < s->n; i++) {
		const size_t from = s->start[one[i].i];
		const size_t m = s->start[one[i].i + 1] - from;

		start[i] = at;
		memcpy(item + at, s->item + from, m * sizeof(*item));
		at += m;
	}
	start[s->n] = at;
	free(s->start);
	free(s->item);
	s->start = start;
	s->item = item;
	return 0;
}

int
session_times_sort(struct sequences *s, const struct fields *fields,
    double **days, struct fail *f)
{
	struct session_times_one *one = NULL, *spare = NULL;
	const struct session_times_one *newest;
	int64_t second;
	size_t i;
	int r = -1;

	*days = NULL;
	if (ARRAY_RESIZE(&one, s->n, 1, f) ||
	    ARRAY_RESIZE(&spare, s->n, 1, f) ||
	    ARRAY_RESIZE(days, s->n, 1, f) ||
	    read_times(one, s, &fields->field[0], f))
		goto out;
	sort_stable(s->n, sizeof(*one), one, spare, by_time, NULL);
	if (reorder(s, one, f))
		goto out;
	newest = &one[s->n - 1];
	second = log_time_second(newest->time.whole);
	for (i = 0; i < s->n; i++)
		(*days)[i] =
		    log_time_between(one[i].time, newest->time, second) / DAY;
	r = 0;
out:
	free(one);
	free(spare);
	return r;
}

int
session_times_save(
    const double *days, size_t n, struct model *m, struct fail *f)
{
	struct tensor *t = model_add(m, "session_days", n, 2, f);
	size_t i;

	if (!t)
		return -1;
	for (i = 0; i < n; i++)
		pack_put_double(t->x + 2 * i, days[i]);
	return 0;
}

int
session_times_load(double **days, size_t n, struct model *m, struct fail *f)
{
	const struct tensor *t;
	size_t i;

	*days = NULL;
	if (!model_tensor(m, "session_days"))
		return 0;
	t = model_need(m, "session_days", n, 2, f);
	if (!t || ARRAY_RESIZE(days, n, 1, f))
		return -1;
	for (i = 0; i < n; i++)
		(*days)[i] = pack_get_double(t->x + 2 * i);
	return 0;
}
