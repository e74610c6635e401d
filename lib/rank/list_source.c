/* list_source - the sources of lists: candidates and their titles. */
/* SPDX-License-Identifier: MIT */
#include "rank/list_source.h"

#include "base/fail.h"
#include "base/num.h"
#include "rank/candidates.h"
#include "rank/titles.h"

int
list_source_open(const struct list_source *s, struct candidates *c,
    struct titles **t, struct fail *f)
{
	*t = NULL;
	if (candidates_open(c, s->from, f))
		return -1;
	if (((s->finds || s->titles || s->include) && candidates_index(c, f)) ||
	    (s->titles && !(*t = titles_read(s->titles, c->vocab, f)))) {
		candidates_close(c);
		return -1;
	}
	return 0;
}

int
list_source_narrow(
    const struct list_source *s, struct candidates *c, struct fail *f)
{
	size_t unknown = 0;

	if (s->include && candidates_keep_listed(c, s->include, &unknown, f))
		return -1;
	if (unknown)
		s->warn("%s: %zu item%s not in the vocabulary", s->include,
		    unknown, num_are(unknown));
	return s->share ? candidates_share(c, s->share, f) : 0;
}

int
list_source_renew(
    const struct list_source *s, struct candidates *c, struct titles **t)
{
	struct candidates now;
	struct titles *titles = NULL;
	struct fail f;
	int failed = list_source_open(s, &now, &titles, &f);

	if (!failed && list_source_narrow(s, &now, &f)) {
		titles_free(titles);
		candidates_close(&now);
		failed = 1;
	}
	if (failed) {
		s->warn("the new model is not used: %s", f.msg);
		return -1;
	}
	titles_free(*t);
	candidates_close(c);
	*c = now;
	*t = titles;
	return 0;
}
