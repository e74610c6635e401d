/* trainlog - the training log: rows of TSV that repeat to the byte. */
/* SPDX-License-Identifier: MIT */
#include "nn/trainlog.h"

#include "io/outf.h"
#include "nn/train.h"

static void
put_valid(struct outf *o, const struct train_valid *v)
{
	size_t k;

	if (!v) {
		for (k = 0; k < 3 + TRAIN_KS; k++)
			outf_string(o, "\t\\N");
		return;
	}
	outf_printf(
	    o, "\t%.4f\t%.4f\t%.4f", v->loss, v->loss_last, v->loss_bar);
	for (k = 0; k < TRAIN_KS; k++)
		outf_printf(o, "\t%.6f", v->top[k]);
}

void
trainlog_header(struct outf *o)
{
	size_t k;

	outf_string(o, "epoch\tstep\texamples\tloss\tvalid_loss\t"
		       "valid_loss_last\tvalid_loss_bar");
	for (k = 0; k < TRAIN_KS; k++)
		outf_printf(o, "\tvalid_top_%zu", train_ks[k]);
	outf_char(o, '\n');
}

void
trainlog_row(
    struct outf *o, const struct train_event *e, size_t examples, double loss)
{
	outf_printf(
	    o, "%zu\t%zu\t%zu\t%.4f", e->epoch, e->step, examples, loss);
	put_valid(o, e->valid);
	outf_char(o, '\n');
	outf_flush(o);
}
