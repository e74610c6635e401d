/* method - the table of baselines and their fits. */
/* SPDX-License-Identifier: MIT */
#include "linear/method.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "data/sequences.h"
#include "linear/fit.h"
#include "linear/linear_settings.h"
#include "model/model.h"

/* The defaults of neighbours and slist are the published ones for YooChoose
 * 1/64, without days, which need --span. */
static const struct method methods[] = {
    {"pop", "popularity: count in training", "", "pop", NULL},
    {"s-pop", "count within the session, then popularity", "popular=0", "s-pop",
	NULL},
    {"markov", "a Markov chain: items that followed the last item",
	"steps=1 weighting=same pairs=forward top=20", "last", fit_pairs},
    {"sr", "sequential rules: items within some steps after an item",
	"steps=4 weighting=quadratic pairs=forward top=20", "last", fit_pairs},
    {"ar", "association rules: items in the same session",
	"steps=0 weighting=same pairs=both top=20", "last", fit_pairs},
    {"item-knn", "items in the same sessions as the last item, by cosine",
	"lambda=20 alpha=0.5 top=100", "last", fit_item_knn},
    {"session-knn", "items of the most similar sessions",
	"similarity=cosine weighting=exp step-weighting=same neighbours=500 "
	"sample=5000 lambda-spw=1 lambda-snh=0 lambda-inh=1 lambda-ipw=0 "
	"lambda-idf=0 span=0",
	"sessions", fit_sessions},
    {"s-knn", "the same, ignoring order",
	"similarity=cosine weighting=same neighbours=500 sample=1000",
	"sessions", fit_sessions},
    {"vs-knn", "the same, with more weight on newer items of the session",
	"similarity=vec weighting=log step-weighting=quadratic "
	"neighbours=1000 sample=5000 lambda-idf=2",
	"sessions", fit_sessions},
    {"stan", "the same, by places in both sessions and by days",
	"similarity=cosine weighting=exp neighbours=500 sample=5000 "
	"lambda-spw=1 lambda-snh=0 lambda-inh=1 span=0",
	"sessions", fit_sessions},
    {"vstan", "combination of vs-knn and stan",
	"similarity=cosine weighting=exp neighbours=2000 sample=10000 "
	"lambda-spw=4 lambda-snh=0 lambda-inh=0.5 lambda-ipw=1 lambda-idf=2 "
	"span=0",
	"sessions", fit_sessions},
    {"slist", "a linear model of sessions and their transitions",
	"alpha=0.4 lambda=10 rows=sr delta-pos=1 delta-inf=1 delta-time=0 "
	"span=0 top=200",
	"decayed", fit_slist},
    {"slis", "the session part of slist",
	"lambda=10 delta-inf=1 delta-time=0 xi=10 span=0 top=200", "decayed",
	fit_slist},
    {"slit", "the transition part of slist",
	"lambda=10 rows=sr delta-pos=1 delta-inf=1 delta-time=0 "
	"span=0 top=200",
	"decayed", fit_slist},
    {"ease", "a linear model of sets of items, with a zero diagonal",
	"lambda=500 top=0", "distinct", fit_ease},
    {"ials", "vectors of users and items by alternating least squares",
	"factors=64 alpha=0.1 lambda=0.003 nu=1 sigma=0.1 epochs=16 seed=1",
	"factors", fit_ials},
};

const struct method *
method_find(const char *name)
{
	size_t i;

	for (i = 0; i < COUNTOF(methods); i++) {
		if (!strcmp(methods[i].name, name))
			return &methods[i];
	}
	return NULL;
}

struct choice
method_choice(size_t k)
{
	return CHOICE_OF(k < COUNTOF(methods) ? &methods[k] : NULL);
}

int
method_check(const struct linear_settings *s, int timed, struct fail *f)
{
	/* Weights by days need the number of days. */
	if ((s->lambda_snh > 0 || s->delta_time > 0) && !(s->span > 0) &&
	    !timed)
		return fail_set(f,
		    "--%s decays by days: name the column of times with "
		    "--sequence-time, or give the number of days with --span",
		    s->lambda_snh > 0 ? "lambda-snh" : "delta-time");
	if (s->span > 0 && timed)
		return fail_set(f,
		    "--span applies only to sequences without times, but "
		    "--sequence-time names their times");
	return 0;
}

int
method_fit(const struct method *t, const struct fit_data *d, struct model *m,
    struct fail *f)
{
	const int vector = !strcmp(t->scorer, "factors");

	if (method_check(d->set, d->days != NULL, f) ||
	    model_set(m, "method", f, "%s", t->name) ||
	    model_set(m, "scorer", f, "%s", t->scorer) ||
	    model_set(m, "query", f, vector ? "vector" : "scores") ||
	    model_set(m, "ties", f, vector ? "standard" : "counts") ||
	    linear_settings_save(d->set, m, f) ||
	    model_set(m, "sequences", f, "%zu", d->s->n) ||
	    model_set(m, "events", f, "%zu", d->s->events))
		return -1;
	return t->fit ? t->fit(d, m, f) : 0;
}
