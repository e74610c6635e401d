/* prometheus - figures in the text format of Prometheus. */
/* SPDX-License-Identifier: MIT */
#include "io/prometheus.h"

#include <math.h>

#include "base/clock.h"
#include "base/fail.h"
#include "io/output.h"

#define EVERY 10.0 /* seconds between two files */

/* Bounds of the buckets, in seconds. */
static const double bounds[PROMETHEUS_BUCKETS] = {0.0001, 0.00025, 0.0005,
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};

static void
put_kind(struct output *o, const char *name, const char *kind, const char *help)
{
	output_printf(
	    o, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

void
prometheus_put(struct output *o, const char *name, const char *kind,
    const char *help, double x)
{
	if (isnan(x))
		return;
	put_kind(o, name, kind, help);
	output_printf(o, "%s %.15g\n", name, x);
}

void
prometheus_begin(struct prometheus_requests *r)
{
	if (r->path)
		r->start = clock_seconds();
}

void
prometheus_end(struct prometheus_requests *r, uint64_t n, uint64_t wrong,
    void (*warn)(const char *fmt, ...))
{
	struct fail f;
	double now, took;
	size_t i = 0;

	if (!r->path)
		return;
	now = clock_seconds();
	took = now - r->start;
	while (i < PROMETHEUS_BUCKETS && took > bounds[i])
		i++;
	r->count[i] += n;
	r->seconds += took * (double)n;
	r->wrong += wrong;
	if (r->written > 0 && now - r->written < EVERY)
		return;
	r->written = now;
	if (!prometheus_write(r, &f))
		r->failed = 0;
	else if (!r->failed++)
		warn("%s; trying again", f.msg);
}

static void
put_requests(struct output *o, const struct prometheus_requests *r)
{
	static const char took[] = "seqrec_request_seconds";
	uint64_t n = 0;
	size_t i;

	put_kind(o, took, "histogram", "Time from a request to its answer.");
	for (i = 0; i < PROMETHEUS_BUCKETS; i++) {
		n += r->count[i];
		output_printf(o, "%s_bucket{program=\"%s\",le=\"%g\"} %llu\n",
		    took, r->name, bounds[i], (unsigned long long)n);
	}
	n += r->count[PROMETHEUS_BUCKETS];
	output_printf(o, "%s_bucket{program=\"%s\",le=\"+Inf\"} %llu\n", took,
	    r->name, (unsigned long long)n);
	output_printf(
	    o, "%s_sum{program=\"%s\"} %.9g\n", took, r->name, r->seconds);
	output_printf(o, "%s_count{program=\"%s\"} %llu\n", took, r->name,
	    (unsigned long long)n);
	put_kind(o, "seqrec_request_errors_total", "counter",
	    "Requests that were wrong.");
	output_printf(o, "seqrec_request_errors_total{program=\"%s\"} %llu\n",
	    r->name, (unsigned long long)r->wrong);
}

int
prometheus_write(struct prometheus_requests *r, struct fail *f)
{
	struct output *o;

	if (!r->path)
		return 0;
	o = output_open(r->path, OUTPUT_TEXT, f);
	if (!o)
		return -1;
	put_requests(o, r);
	return output_commit(o, f);
}
