/* estimate - predicts the time and memory of a training from its first
 * steps. */
/* SPDX-License-Identifier: MIT */
#include "nn/estimate.h"

#include <sys/resource.h>
#include <time.h>

#include "base/ranks.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "io/output.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/params.h"
#include "nn/run.h"
#include "nn/train.h"
#include "nn/validate.h"

#define ENOUGH 2.0 /* seconds of steps to measure */
#define LEAST 4    /* steps at least; the first is not timed */

struct estimate_watch {
	double start; /* after the first step */
	double seconds;
	size_t predictions; /* of the timed steps */
	size_t first;       /* of the first step */
	size_t steps;       /* in an epoch */
	size_t seen;
};

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The first step allocates memory that later steps reuse, so it is not
 * timed. */
static int
watch(void *ctx, const struct train_event *e)
{
	struct estimate_watch *w = ctx;

	w->steps = e->steps;
	if (w->seen++ == 0) {
		w->first = e->examples;
		w->start = now();
		return e->steps == 1;
	}
	w->predictions += e->examples;
	w->seconds = now() - w->start;
	return ranks_any(e->step + 1 >= e->steps ||
			 (w->seen >= LEAST && w->seconds >= ENOUGH));
}

/* Predictions of an epoch. */
static size_t
predictions(const struct loader_data *d)
{
	const struct sequences *s = d->sequences;
	size_t n = d->examples ? d->examples->n : 0, i;

	for (i = 0; s && i < s->n; i++)
		n += s->start[i + 1] - s->start[i] > 1
		         ? s->start[i + 1] - s->start[i] - 1
		         : 0;
	return n;
}

/* Seconds of a pass over the validation data. */
static int
time_validation(const struct run *r, double *seconds, struct fail *f)
{
	struct validation v;
	double start = now();

	*seconds = 0;
	if (!r->valid->examples && !r->valid->sequences)
		return 0;
	if (validate(r->net, r->valid, r->options->validate, &v, f))
		return -1;
	*seconds = now() - start;
	return 0;
}

/* The peak of memory so far, and the copies of the weights at the end: of the
 * best epoch, and for writing with the optimiser's numbers. */
static uint64_t
memory(const struct run *r)
{
	const uint64_t weights = r->net->params->size * sizeof(real);
	struct rusage u;

	(void)getrusage(RUSAGE_SELF, &u);
	return (uint64_t)u.ru_maxrss * 1024 +
	       weights * (r->options->validate->metric ? 5 : 3);
}

int
estimate(struct run *r, struct estimate *e, struct fail *f)
{
	struct estimate_watch w = {.start = now()};
	const double start = w.start, n = (double)predictions(r->data);
	double each, validation;

	if (train_run(r, watch, &w, f) < 0 ||
	    time_validation(r, &validation, f))
		return -1;
	each = w.predictions ? w.seconds / (double)w.predictions
	                     : (now() - start) / (double)w.first;
	e->epochs = r->options->epochs;
	e->steps = (uint64_t)w.steps * e->epochs;
	e->seconds = (double)e->epochs * (each * n + validation);
	e->bytes = memory(r);
	return 0;
}

int
estimate_print(struct run *r, int header, struct fail *f)
{
	struct estimate e;
	struct output *o;

	if (estimate(r, &e, f) || !(o = output_open(NULL, OUTPUT_TEXT, f)))
		return -1;
	if (header)
		output_string(o, "name\tvalue\n");
	output_printf(o,
	    "epochs\t%zu\nsteps\t%llu\nseconds\t%.1f\nbytes\t%llu\n", e.epochs,
	    (unsigned long long)e.steps, e.seconds,
	    (unsigned long long)e.bytes);
	return output_commit(o, f);
}
