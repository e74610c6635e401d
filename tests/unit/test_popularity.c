/* test_popularity - ranks by popularity, against values worked out by hand. */
/* SPDX-License-Identifier: MIT */
#include "rank/popularity.h"

#include "base/fail.h"
#include "data/vocab.h"
#include "rank/candidates.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;

/* Has label this rank, from 1, without the n items of skip? */
static int
stands(const struct popularity *p, int32_t label, const int32_t *skip, size_t n,
    uint64_t place)
{
	uint64_t greater, equal;

	popularity_rank(p, label - 1, skip, n, &greater, &equal);
	return equal == 1 && greater + 1 == place;
}

int
main(void)
{
	/* Items 1 to 5; skip and candidates count from 0. */
	static const uint64_t counts[] = {3, 9, 3, 0, 9};
	static const int32_t some[] = {1, 3}, itself[] = {0, 1};
	struct vocab *v = text_letters(NULL, "abcde", &f);
	struct candidates c;
	struct popularity *none, *p;
	uint64_t greater, equal;
	size_t i;

	candidates_of(&c, v, NULL, 0);
	none = popularity_new(&c, &f);
	ok(none && !popularity_known(none), "without a count nothing is known");
	popularity_free(none);
	for (i = 0; i < COUNTOF(counts); i++)
		vocab_set_count(v, (int32_t)i + 1, counts[i]);
	p = popularity_new(&c, &f);
	ok(p && popularity_known(p), "one count is enough");
	ok(stands(p, 2, NULL, 0, 1) && stands(p, 5, NULL, 0, 2) &&
		stands(p, 1, NULL, 0, 3) && stands(p, 3, NULL, 0, 4) &&
		stands(p, 4, NULL, 0, 5),
	    "by count, and of equal counts the earlier item first");
	ok(stands(p, 5, some, 2, 1) && stands(p, 3, some, 2, 3) &&
		stands(p, 4, some, 2, 4),
	    "items left out before the label bring it forward");
	ok(popularity_at(p, 0) == 1 && popularity_at(p, 4) == 3 &&
		popularity_before(p, 1, 4) && !popularity_before(p, 0, 4),
	    "and the order can be walked");
	ok(stands(p, 1, itself, 2, 2), "the label itself is never left out");
	vocab_set_count(v, 4, 100);
	ok(stands(p, 2, NULL, 0, 1), "the counts are those it was made of");
	popularity_rank(p, -1, NULL, 0, &greater, &equal);
	ok(!greater && !equal, "an unknown label has no place");
	popularity_free(p);
	popularity_free(NULL);
	vocab_free(v);
	return done();
}
