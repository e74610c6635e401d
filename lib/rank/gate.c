/* gate - what a user asks of a metric. */
/* SPDX-License-Identifier: MIT */
#include "rank/gate.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "rank/metric.h"
#include "rank/report.h"

static const char coverage[] = "coverage@";

struct choice
gate_choice(size_t k)
{
	const struct metric *m;
	size_t i;

	for (i = 0; (m = metric_at(i)); i++) {
		if (m->small)
			continue;
		if (!k--)
			return (struct choice){
			    m->name, m->cut ? "K=VALUE" : "=VALUE", m->help};
	}
	if (k)
		return (struct choice){0};
	return (struct choice){coverage, "K=VALUE",
	    "share of candidates that are in anybody's list of K"};
}

int
gate_parse(struct gate *g, const char *text, struct fail *f)
{
	const char *equals = strrchr(text, '=');
	size_t n = equals ? (size_t)(equals - text) : 0, k;
	const struct metric *m;

	if (n == 0 || n >= sizeof(g->name))
		return fail_set(f, "'%s' is not METRIC=VALUE", text);
	memcpy(g->name, text, n);
	g->name[n] = '\0';
	if (num_get_double(equals + 1, strlen(equals + 1), &g->least) ||
	    !isfinite(g->least))
		return fail_set(f, "'%s' is not a number", equals + 1);
	m = metric_find(g->name, &k);
	if (m && m->small)
		return fail_set(
		    f, "less of %s is better: it has no minimum", g->name);
	if (!m && strncmp(g->name, coverage, strlen(coverage)) != 0)
		return fail_set(f, "there is no metric '%s'", g->name);
	return 0;
}

int
gate_met(const struct gate *g, const struct report *r, struct fail *f)
{
	double value = report_value(r, g->name);

	if (isnan(value))
		return fail_set(f,
		    "%s was not measured: it needs --coverage, and its "
		    "cut-off in --top",
		    g->name);
	if (value >= g->least)
		return 1;
	(void)fail_set(f, "%s is %.6g, less than the %.6g of --min", g->name,
	    value, g->least);
	return 0;
}

int
gate_no_worse(
    const struct report *r, const char *baseline, double level, struct fail *f)
{
	const char *name;
	double worse;
	size_t n = report_worse(r, level, &name, &worse);

	if (n == 0)
		return 1;
	(void)fail_set(f,
	    "%s is worse than in %s: p = %.3g (%zu of the tests fail at level "
	    "%g)",
	    name, baseline, worse, n, level);
	return 0;
}

size_t
gate_cuts(const char *text, size_t *cuts, size_t max, struct fail *f)
{
	const char *s = text, *end;
	size_t n;

	for (n = 0; n < max; s = end + 1) {
		end = strchrnul(s, ',');
		if (metric_parse_cut(s, (size_t)(end - s), &cuts[n])) {
			(void)fail_set(f,
			    "'%s' is not a list of whole numbers from 1", text);
			return 0;
		}
		n++;
		if (!*end)
			return n;
	}
	(void)fail_set(f, "'%s' has more than %zu numbers", text, max);
	return 0;
}
