/* trainlog - the training log: rows of TSV that repeat to the byte. */
/* SPDX-License-Identifier: MIT */
#include "nn/trainlog.h"

#include "io/outf.h"
#include "nn/train.h"

static void
put_valid(struct outf *o, const struct train_valid *v, int metric)
{
	size_t k;

	if (!v) {
		for (k = 0; k < 3 + TRAIN_KS + (metric != 0); k++)
			outf_string(o, "\t\\N");
		return;
	}
	outf_printf(
	    o, "\t%.4f\t%.4f\t%.4f", v->loss, v->loss_last, v->loss_bar);
	for (k = 0; k < TRAIN_KS; k++)
		outf_printf(o, "\t%.6f", v->top[k]);
	if (metric)
		outf_printf(o, "\t%.6f", v->metric);
}

void
trainlog_header(struct outf *o, const char *metric)
{
	size_t k;

	outf_string(o, "epoch\tstep\texamples\tloss\tvalid_loss\t"
		       "valid_loss_last\tvalid_loss_bar");
	for (k = 0; k < TRAIN_KS; k++)
		outf_printf(o, "\tvalid_top_%zu", train_ks[k]);
	if (metric)
		outf_printf(o, "\tvalid_%s", metric);
	outf_char(o, '\n');
}

void
trainlog_row(struct outf *o, const struct train_event *e, size_t examples,
    double loss, int metric)
{
	outf_printf(
	    o, "%zu\t%zu\t%zu\t%.4f", e->epoch, e->step, examples, loss);
	put_valid(o, e->valid, metric);
	outf_char(o, '\n');
	outf_flush(o);
}
