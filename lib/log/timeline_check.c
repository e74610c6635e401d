/* timeline_check - checks that the columns of a log hold what was assumed. */
/* SPDX-License-Identifier: MIT */
#include "log/timeline_check.h"

#include <math.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "log/log_columns.h"
#include "log/log_notes.h"
#include "log/log_time.h"
#include "log/timeline.h"

#define LARGE 100 /* no rating scale goes beyond this */

/* Returns 1 if there are values and each is a point in time. */
static int
are_times(const struct vocab *v)
{
	size_t i, n = vocab_size(v);

	for (i = 1; i <= n; i++) {
		if (!log_time_is_likely(vocab_token(v, (int32_t)i)))
			return 0;
	}
	return n > 1;
}

/* Returns 1 if the ratings are whole numbers, most of them too large for
 * ratings. */
static int
are_ids(const struct timeline *t)
{
	size_t i, n = vocab_size(t->ratings), large = 0;

	for (i = 1; i <= n; i++) {
		if (t->rating[i] != rint(t->rating[i]))
			return 0;
		large += t->rating[i] > LARGE;
	}
	return n > 1 && 2 * large > n;
}

/* Refuses a guess; warns about a given column. */
static int
doubt(unsigned guessed, enum role role, const char *what,
    struct log_notes *notes, struct fail *f)
{
	if (guessed >> role & 1)
		return fail_set(f,
		    "the column taken for the %s holds %s; name the columns "
		    "with --user, --item, --time and --rating, or with "
		    "--columns",
		    log_columns_name(role), what);
	return log_notes_add(notes, 1, f,
	    "the column named as the %s holds %s; check the name",
	    log_columns_name(role), what);
}

int
timeline_check(struct timeline *t, unsigned guessed, struct log_notes *notes,
    struct fail *f)
{
	if (are_times(t->users) &&
	    doubt(guessed, ROLE_USER, "only times", notes, f))
		return -1;
	if (are_times(t->items) &&
	    doubt(guessed, ROLE_ITEM, "only times", notes, f))
		return -1;
	if (t->has_ratings && are_ids(t) &&
	    doubt(guessed, ROLE_RATING, "whole numbers as large as ids", notes,
		f))
		return -1;
	return 0;
}
