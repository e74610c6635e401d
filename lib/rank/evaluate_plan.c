/* evaluate_plan - checks that the options of an evaluation agree. */
/* SPDX-License-Identifier: MIT */
#include "base/fail.h"
#include "rank/candidates.h"
#include "rank/evaluate.h"
#include "rank/queries.h"

struct choice
evaluate_unknown_choice(size_t k)
{
	/* In the order of enum evaluate_unknown. */
	static const struct choice choices[] = {
	    {"miss", NULL, "a miss at any cut-off"},
	    {"drop", NULL, "left out"},
	    {"error", NULL, "the end: exit 1"},
	};

	return k < COUNTOF(choices) ? choices[k] : (struct choice){0};
}

int
evaluate_check(const struct evaluate_plan *p, struct fail *f)
{
	const struct queries_plan *q = p->queries;
	const int excludes = q->exclude || q->exclude_context;

	if (p->from_ranks &&
	    (q->labels || p->source->matrix || p->source->scores || excludes ||
		p->coverage || p->reduce_sum || p->include || p->sampled))
		return fail_set(f, "--from-ranks needs, and takes, no other "
				   "input");
	if (q->group && !q->labels)
		return fail_set(f, "--by names a column of --labels");
	if (p->runs && (!p->from_ranks || p->ranks || p->baseline))
		return fail_set(f, "--mean goes with --from-ranks, without "
				   "--ranks and --compare");
	if (p->sampled && (p->coverage || p->reduce_sum))
		return fail_set(f, "--sampled goes without --coverage and "
				   "--tfrs, which are of all candidates");
	if (p->share && (p->from_ranks || p->sampled || p->coverage ||
			    p->baseline || q->group))
		return fail_set(f,
		    "--candidates-share writes counts, no table: "
		    "--from-ranks of all shares makes it");
	if (p->share && !p->header)
		return fail_set(f, "--candidates-share needs the header of "
				   "its ranks, without --no-header");
	if (q->seen_miss && !excludes)
		return fail_set(f, "--seen-labels goes with --exclude or "
				   "--exclude-context");
	return 0;
}
