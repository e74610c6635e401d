/* gate - a required value of a metric. */
/* SPDX-License-Identifier: MIT */
#include "rank/gate.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "rank/coverage.h"
#include "rank/metric.h"
#include "rank/report.h"

struct choice
gate_choice(size_t k)
{
	const struct coverage_metric *c;
	const struct metric *m;
	size_t i;

	for (i = 0; (m = metric_at(i)); i++) {
		if (m->small)
			continue;
		if (!k--)
			return (struct choice){
			    m->name, m->cut ? "K=VALUE" : "=VALUE", m->help};
	}
	c = coverage_metric_at(k);
	return c ? (struct choice){c->name, "K=VALUE", c->help}
	         : (struct choice){0};
}

int
gate_parse(struct gate *g, const char *text, struct fail *f)
{
	const char *equals = strrchr(text, '=');
	size_t n = equals ? (size_t)(equals - text) : 0, k, sampled;
	const struct metric *m;

	if (n == 0 || n >= sizeof(g->name))
		return fail_set(f, "'%s' is not METRIC=VALUE", text);
	memcpy(g->name, text, n);
	g->name[n] = '\0';
	if (num_get_double(equals + 1, strlen(equals + 1), &g->least) ||
	    !isfinite(g->least))
		return fail_set(f, "'%s' is not a number", equals + 1);
	m = metric_find(g->name + metric_sampled(g->name, &sampled), &k);
	if (m && m->small)
		return fail_set(
		    f, "%s has no minimum: less is better", g->name);
	if (!m && !coverage_metric_find(g->name))
		return fail_set(f, "unknown metric '%s'", g->name);
	return 0;
}

int
gate_met(const struct gate *g, const struct report *r, struct fail *f)
{
	double value = report_value(r, g->name);

	if (isnan(value))
		return fail_set(f, "%s was not measured: %s", g->name,
		    coverage_metric_find(g->name)
			? "the metric needs --coverage, and its cut-off in "
			  "--top"
			: "names of metrics begin with sampled_N_ if, and only "
			  "if, --sampled=N is given");
	if (value >= g->least)
		return 1;
	(void)fail_set(f, "%s is %.6g, below --min=%s=%.6g", g->name, value,
	    g->name, g->least);
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
