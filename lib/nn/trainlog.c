/* trainlog - the training log: rows of TSV that repeat to the byte. */
/* SPDX-License-Identifier: MIT */
#include "nn/trainlog.h"

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

void
trainlog_header(struct output *o, const char *metric)
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

void
trainlog_row(struct output *o, const struct train_event *e, size_t examples,
    double loss, int metric)
{
	output_printf(
	    o, "%zu\t%zu\t%zu\t%.4f", e->epoch, e->step, examples, loss);
	put_valid(o, e->valid, metric);
	output_char(o, '\n');
	output_flush(o);
}
