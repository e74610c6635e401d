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
	    {"error", NULL, "an error: exit 1"},
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
		return fail_set(f, "--from-ranks cannot be used with options "
				   "for labels, queries or candidates");
	if (q->group && !q->labels)
		return fail_set(f, "--by needs --labels");
	if (p->runs && (!p->from_ranks || p->ranks || p->baseline))
		return fail_set(f, "--mean needs --from-ranks, and cannot be "
				   "used with --ranks or --compare");
	if (p->sampled && (p->coverage || p->reduce_sum))
		return fail_set(f, "--sampled cannot be used with --coverage "
				   "or --tfrs, which need all candidates");
	if (p->share && (p->from_ranks || p->sampled || p->coverage ||
			    p->baseline || q->group))
		return fail_set(f,
		    "--candidates-share writes counts; --from-ranks makes "
		    "the table of all shares");
	if (p->share && !p->header)
		return fail_set(f, "--candidates-share cannot be used with "
				   "--no-header: its ranks need a header");
	if (q->seen_miss && !excludes)
		return fail_set(
		    f, "--seen-labels needs --exclude or --exclude-context");
	return 0;
}
