/* trainlog - the training log: rows of TSV that repeat byte for byte. */
/* SPDX-License-Identifier: MIT */
#include "nn/trainlog.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/ranks.h"
#include "io/output.h"
#include "nn/train.h"
#include "nn/validate.h"

static void
put_valid(struct output *o, const struct validation *v, int metric)
{
	size_t k;

	if (!v) {
		for (k = 0; k < 3 + VALIDATE_KS + (metric != 0); k++)
			output_string(o, "\t\\N");
		return;
	}
	output_printf(
	    o, "\t%.4f\t%.4f\t%.4f", v->loss, v->loss_last, v->loss_bar);
	for (k = 0; k < VALIDATE_KS; k++)
		output_printf(o, "\t%.6f", v->top[k]);
	if (metric)
		output_printf(o, "\t%.6f", v->metric);
}

static void
put_header(struct output *o, const char *metric)
{
	size_t k;

	output_string(o, "epoch\tstep\texamples\tloss\tvalid_loss\t"
			 "valid_loss_last\tvalid_loss_bar");
	for (k = 0; k < VALIDATE_KS; k++)
		output_printf(o, "\tvalid_top_%zu", validate_ks[k]);
	if (metric)
		output_printf(o, "\tvalid_%s", metric);
	output_char(o, '\n');
}

struct choice
trainlog_rows(size_t k)
{
	static const struct choice rows[] = {
	    {"step", NULL, "a row for every step"},
	    {"epoch", NULL, "a row for every epoch"},
	    {"none", NULL, "no rows"},
	};

	return k < COUNTOF(rows) ? rows[k] : (struct choice){0};
}

int
trainlog_open(struct trainlog *t, const char *rows, const char *metric,
    int header, struct fail *f)
{
	if (!rows)
		rows = isatty(STDOUT_FILENO) && !ranks_are_begun() ? "none"
		                                                   : "step";
	*t = (struct trainlog){
	    .each_epoch = !strcmp(rows, "epoch"), .metric = metric};
	if (!strcmp(rows, "none"))
		return 0;
	t->out = output_open(NULL, OUTPUT_TEXT, f);
	if (!t->out)
		return -1;
	if (header)
		put_header(t->out, metric);
	return 0;
}

static void
put_row(struct trainlog *t, const struct train_event *e, size_t examples,
    double loss)
{
	output_printf(
	    t->out, "%zu\t%zu\t%zu\t%.4f", e->epoch, e->step, examples, loss);
	put_valid(t->out, e->valid, t->metric != NULL);
	output_char(t->out, '\n');
	output_flush(t->out);
}

void
trainlog_step(struct trainlog *t, const struct train_event *e)
{
	if (e->step == 1) {
		t->loss = 0;
		t->examples = 0;
	}
	t->loss += e->loss;
	t->examples += e->examples;
	if (t->out && !t->each_epoch)
		put_row(t, e, e->examples, e->loss);
	else if (t->out && e->step == e->steps)
		put_row(t, e, t->examples, t->loss);
}

double
trainlog_bar_words(const struct train_event *e, size_t epochs, uint64_t first,
    uint64_t done, double seconds, char what[64], char tail[128])
{
	const double all = (double)epochs * (double)e->steps;

	(void)snprintf(what, 64, "epoch %zu/%zu", e->epoch, epochs);
	(void)snprintf(tail, 128, "step %zu/%zu, loss %.4f, %.0f s left",
	    e->step, e->steps, e->loss / (double)e->examples,
	    seconds / (double)(done - first) * (all - (double)done));
	return (double)done / all;
}

void
trainlog_epoch_words(const struct trainlog *t, const struct train_event *e,
    int best, double seconds, char *words, size_t room)
{
	const struct validation *v = e->valid;
	char valid[128] = "", metric[64] = "top-10";
	double x = v ? v->top[2] : 0;

	if (v && t->metric) {
		(void)snprintf(metric, sizeof(metric), "%s", t->metric);
		x = v->metric;
	}
	if (v)
		(void)snprintf(valid, sizeof(valid), ", valid %.4f, %s %.*f%s",
		    v->loss_each, metric, x < 10 ? 4 : 1, x,
		    best ? " best" : "");
	(void)snprintf(words, room, "loss %.4f%s, %.*f s",
	    t->loss / (double)t->examples, valid, seconds < 10 ? 1 : 0,
	    seconds);
}
