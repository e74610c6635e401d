/* metric - the tables of metrics and of rules for ties. */
/* SPDX-License-Identifier: MIT */
#include "rank/metric.h"

#include <math.h>
#include <string.h>

#include "base/elementary.h"
#include "base/num.h"

#define MAX_CUT 1000000000

static double
hit(double rank, double k)
{
	return rank <= k;
}

static double
reciprocal(double rank, double k)
{
	return rank <= k ? 1 / rank : 0;
}

/* One relevant item, so the ideal gain is 1.  Jarvelin, Kekalainen 2002. */
static double
gain(double rank, double k)
{
	return rank <= k ? 1 / elementary_log2(rank + 1) : 0;
}

/* How many of n ascending ranks are at most k. */
static size_t
found(size_t n, const double *rank, double k)
{
	size_t i = 0;

	while (i < n && rank[i] <= k)
		i++;
	return i;
}

static double
set_hit(size_t n, const double *rank, double k)
{
	return found(n, rank, k) > 0;
}

static double
set_recall(size_t n, const double *rank, double k)
{
	return (double)found(n, rank, k) / (double)n;
}

static double
set_reciprocal(size_t n, const double *rank, double k)
{
	(void)n;
	return reciprocal(rank[0], k);
}

/* The gain of the labels found, divided by the ideal gain. */
static double
set_gain(size_t n, const double *rank, double k)
{
	double sum = 0, most = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		sum += gain(rank[i], k);
		most += gain((double)i + 1, k);
	}
	return sum / most;
}

/* Average precision: the sum of the precision at each label found, divided by
 * how many could have been found. */
static double
set_precision(size_t n, const double *rank, double k)
{
	double sum = 0;
	size_t i, hits = found(n, rank, k);

	for (i = 0; i < hits; i++)
		sum += (double)(i + 1) / rank[i];
	return sum / fmin((double)n, k);
}

static double
itself(double rank, double k)
{
	(void)k;
	return rank;
}

static const struct metric metrics[] = {
    {.name = "top_",
	.help = "share of queries with a label among the best K",
	.cut = 1,
	.share = 1,
	.most = 1,
	.one = hit,
	.set = set_hit},
    {.name = "hr@",
	.help = "another name for top_K",
	.cut = 1,
	.share = 1,
	.alias = 1,
	.most = 1,
	.one = hit,
	.set = set_hit},
    {.name = "recall@",
	.help = "mean share of a query's labels among the best K",
	.cut = 1,
	.share = 1,
	.twin = 1,
	.most = 1,
	.one = hit,
	.set = set_recall},
    {.name = "mrr@",
	.help = "mean of 1 / rank of the first label, 0 beyond K",
	.cut = 1,
	.most = 1,
	.one = reciprocal,
	.set = set_reciprocal},
    {.name = "ndcg@",
	.help = "mean of 1 / log2(rank + 1), 0 beyond K",
	.cut = 1,
	.most = 1,
	.one = gain,
	.set = set_gain},
    {.name = "map@",
	.help = "mean average precision; of one label a query, mrr@K",
	.cut = 1,
	.twin = 1,
	.most = 1,
	.one = reciprocal,
	.set = set_precision},
    {.name = "mean_rank",
	.help = "mean rank of the known labels",
	.small = 1,
	.least = 1,
	.most = INFINITY,
	.one = itself},
    {.name = "median_rank",
	.help = "median rank of the known labels",
	.small = 1,
	.least = 1,
	.most = INFINITY},
};

const struct metric *
metric_at(size_t i)
{
	return i < COUNTOF(metrics) ? &metrics[i] : NULL;
}

int
metric_parse_cut(const char *s, size_t n, size_t *k)
{
	uint64_t x;

	if (!n || *s == '0' || num_get_count(s, n, 1, MAX_CUT, &x))
		return -1;
	*k = (size_t)x;
	return 0;
}

size_t
metric_sampled(const char *name, size_t *sampled)
{
	static const char prefix[] = "sampled_";
	const size_t n = sizeof(prefix) - 1;
	size_t digits;

	*sampled = 0;
	if (strncmp(name, prefix, n))
		return 0;
	digits = strspn(name + n, "0123456789");
	if (name[n + digits] != '_' ||
	    metric_parse_cut(name + n, digits, sampled))
		return 0;
	return n + digits + 1;
}

const struct metric *
metric_find(const char *name, size_t *k)
{
	size_t i, n;

	for (i = 0; i < COUNTOF(metrics); i++) {
		n = strlen(metrics[i].name);
		*k = 0;
		if (strncmp(name, metrics[i].name, n))
			continue;
		if (metrics[i].cut)
			(void)metric_parse_cut(
			    name + n, strlen(name + n), k); /* 0 without a
                                                               cut-off */
		if (metrics[i].cut ? *k > 0 : !name[n])
			return &metrics[i];
	}
	return NULL;
}

size_t
metric_counted(const struct metric *m, size_t n, const double *rank)
{
	while (m->small && n && isinf(rank[n - 1]))
		n--;
	return n;
}

size_t
metric_run(size_t n, const double *rank, size_t i)
{
	size_t end = i + 1;

	while (end < n && rank[end] == rank[i])
		end++;
	return end;
}

double
metric_value(const struct metric *m, size_t k, size_t n, const double *rank)
{
	double sum = 0;
	size_t i, end, known = metric_counted(m, n, rank);

	if (known == 0)
		return NAN;
	if (!m->one)
		return (rank[(known - 1) / 2] + rank[known / 2]) / 2;
	for (i = 0; i < known && (!m->cut || rank[i] <= (double)k); i = end) {
		end = metric_run(known, rank, i);
		sum += m->one(rank[i], (double)k) * (double)(end - i);
	}
	return sum / (double)known;
}

double
metric_mean(size_t n, const double *worth)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += worth[i];
	return n ? sum / (double)n : NAN;
}

static double
standard(uint64_t greater, uint64_t equal)
{
	(void)equal;
	return (double)greater + 1;
}

static double
conservative(uint64_t greater, uint64_t equal)
{
	return (double)(greater + equal);
}

static double
middle(uint64_t greater, uint64_t equal)
{
	return (double)greater + 1 + (double)(equal - 1) / 2;
}

static const struct ties rules[] = {
    {"standard", "the label comes first among equal scores", standard, 0},
    {"conservative", "the label comes last", conservative, 0},
    {"median", "the label comes in the middle", middle, 0},
    {"counts",
	"equal scores are ordered by training count, like a popularity ranking",
	conservative, 1},
};

const struct ties *
ties_find(const char *name)
{
	size_t i;

	for (i = 0; i < COUNTOF(rules); i++) {
		if (!strcmp(rules[i].name, name))
			return &rules[i];
	}
	return NULL;
}

struct choice
ties_choice(size_t i)
{
	return CHOICE_OF(i < COUNTOF(rules) ? &rules[i] : NULL);
}
