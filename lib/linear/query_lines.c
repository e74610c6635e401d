/* query_lines - answers contexts line by line. */
/* SPDX-License-Identifier: MIT */
#include "linear/query_lines.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/query_cells.h"
#include "data/query_rows.h"
#include "data/unknown.h"
#include "io/input.h"
#include "io/output.h"
#include "io/prometheus.h"
#include "io/tsv.h"
#include "linear/query_maker.h"
#include "model/model.h"
#include "model/model_stamp.h"
#include "nn/encode.h"

struct query_lines {
	const struct query_lines_plan *plan;
	struct tsv *t;
	struct model_stamp stamp; /* of the present model, or of one that failed
                                     to load */
	int begun;                /* the header line was written */
	uint64_t bad, lost;       /* lines with errors; lines without a known
                                     item */
	struct unknown unknown;   /* unknown items */
};

/* Passes the present model to the rows. */
static void
follow(struct query_lines *l)
{
	const struct query_lines_plan *p = l->plan;

	p->columns->fields = query_maker_fields(*p->by);
	p->rows->d = query_maker_columns(*p->by);
	p->rows->fingerprint = query_maker_model(*p->by)->fingerprint;
	l->begun = 0;
}

/* Loads the present model, if it was replaced; keeps the old one on failure. */
static void
renew(struct query_lines *l)
{
	const struct query_lines_plan *p = l->plan;
	struct encode_columns columns = *p->columns;
	struct query_maker *by;
	struct fail f;

	if (model_stamp_take(&l->stamp, p->dir))
		return;
	by = query_maker_open(p->dir, &f);
	columns.fields = by ? query_maker_fields(by) : NULL;
	if (!by || (tsv_header(l->t) && encode_find(l->t, &columns,
					    query_maker_model(by), &f))) {
		p->warn("the new model is not used: %s", f.msg);
		query_maker_close(by);
		return;
	}
	query_maker_close(*p->by);
	*p->by = by;
	follow(l);
}

/* Writes the header line, once the columns are known. */
static void
begin(struct query_lines *l)
{
	if (!l->begun)
		query_rows_begin(l->plan->rows);
	l->begun = 1;
}

/* Reports a line that is not a query.  Returns -1 if reading cannot
 * continue. */
static int
put_bad(struct query_lines *l, struct fail *f)
{
	const struct query_lines_plan *p = l->plan;
	struct query_rows *w = p->rows;
	const unsigned char lost = 1;
	struct fail why = *f;
	int r;

	if (!tsv_can_go_on(l->t) || (!tsv_header(l->t) && !l->begun))
		return -1;
	p->warn("%s", why.msg);
	l->bad++;
	query_cells_clear(p->columns->cells);
	if (query_cells_add(p->columns->cells, tsv_last(l->t),
		query_maker_model(*p->by)->vocab, why.msg, f))
		return -1;
	begin(l);
	w->lost = &lost;
	r = query_rows_put(w, 0, 1, NULL, f);
	w->lost = NULL;
	return r;
}

static int
put_query(struct query_lines *l, const struct encode_data *d, struct fail *f)
{
	struct query_rows *w = l->plan->rows;

	begin(l);
	l->lost += d->x->nlost;
	unknown_join(&l->unknown, d->x->items);
	w->lost = d->x->nlost ? d->x->lost : NULL;
	return query_maker_run(*l->plan->by, d, query_rows_put, w, f);
}

/* Answers the next line.  Returns 1, 0 at the end, -1 on an error. */
static int
answer(struct query_lines *l, struct fail *f)
{
	const struct query_lines_plan *p = l->plan;
	struct encode_data d = {0};
	const uint64_t bad = l->bad;
	int r;

	tsv_wait(l->t);
	prometheus_begin(p->requests);
	if (model_stamp_differs(&l->stamp, p->dir))
		renew(l);
	query_cells_clear(p->columns->cells);
	r = encode_read_row(&d, l->t, p->columns, query_maker_model(*p->by), f);
	if (r > 0 && put_query(l, &d, f))
		r = -1;
	encode_free(&d);
	if (r < 0)
		r = put_bad(l, f) < 0 ? -1 : 1;
	if (r > 0)
		prometheus_end(p->requests, 1, l->bad - bad, p->warn);
	if (p->columns->fields && fields_forget(p->columns->fields, f))
		r = -1;
	output_flush(p->rows->out);
	return r;
}

/* Answers all lines; the header, if there is one, must have the columns. */
static int
answer_all(struct query_lines *l, struct fail *f)
{
	const struct query_lines_plan *p = l->plan;
	int r = 1;

	follow(l);
	tsv_by_line(l->t, p->longest);
	if (tsv_header(l->t) &&
	    encode_find(l->t, p->columns, query_maker_model(*p->by), f))
		return -1;
	while (r > 0 && !output_failed(p->rows->out))
		r = answer(l, f);
	if (!r && tsv_header(l->t))
		begin(l); /* no line came: the header tells a reader so */
	return r < 0 ? -1 : 0;
}

static void
say(const struct query_lines *l)
{
	char words[UNKNOWN_WORDS];

	unknown_words(&l->unknown, words);
	if (l->unknown.n)
		l->plan->warn("%zu item%s not in the model (%s); %llu "
			      "context%s without a known item",
		    l->unknown.n, num_are(l->unknown.n), words,
		    (unsigned long long)l->lost, num_s(l->lost));
}

int
query_lines(const struct query_lines_plan *p, const char *const *files,
    size_t n, struct fail *f)
{
	struct query_lines l = {.plan = p};
	struct input *in;
	int r = -1;

	output_by_line(p->rows->out);
	(void)model_stamp_take(&l.stamp, p->dir); /* on failure the old stamp
                                                     stays */
	p->rows->begun = 1;                       /* begin() writes the
                                                     header */
	in = input_open(files, n, NULL, f);
	l.t = in ? tsv_open(in, p->columns->header, f) : NULL;
	if (l.t)
		r = answer_all(&l, f);
	tsv_close(l.t);
	input_close(in);
	if (!r)
		say(&l);
	if (!r && prometheus_write(p->requests, f))
		r = -1;
	return r ? r : l.bad > 0;
}
