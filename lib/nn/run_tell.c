/* run_tell - reports a run while it works. */
/* SPDX-License-Identifier: MIT */
#include "nn/run_tell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/ranks.h"
#include "base/threads.h"
#include "base/version.h"
#include "io/journal.h"
#include "io/output.h"
#include "io/prometheus.h"
#include "math/vec.h"
#include "nn/net.h"
#include "nn/run.h"
#include "nn/settings.h"
#include "nn/train.h"
#include "nn/trainlog.h"
#include "nn/validate.h"

#define EVERY 10.0 /* seconds between two writes of the metrics */
#define MINUTE \
	60.0 /* least seconds between two lines of the journal within an
                       epoch */

struct run_tell {
	const struct run_tell_plan *plan;
	const struct run *run;
	const struct run_sources *from;
	struct trainlog log;
	struct journal *journal; /* NULL: none */
	double start, epoch_start, metrics_at, journal_at;
	uint64_t first;            /* steps done before this process */
	struct train_event now;    /* the last step */
	uint64_t examples;         /* of this process */
	double valid_loss, metric; /* of the last validation, or NAN */
	int failed;
	struct fail why;
};

/* Keeps the first failure. */
static void
note(struct run_tell *t, int r, const struct fail *f)
{
	if (r && !t->failed)
		t->why = *f;
	t->failed |= r != 0;
}

static int
put_setting(void *journal, const char *name, const char *value, struct fail *f)
{
	double x;

	(void)f;
	if (num_get_double(value, strlen(value), &x))
		journal_string(journal, name, value);
	else
		journal_number(journal, name, x);
	return 0;
}

/* Writes files, build and settings. */
static int
tell_start(struct run_tell *t, struct fail *f)
{
	const struct run_tell_plan *p = t->plan;
	const struct run_sources *s = t->from;
	struct journal *j = t->journal;
	size_t i;

	journal_begin(j, "start");
	journal_string(j, "program", p->program);
	journal_string(j, "version", VERSION);
	journal_string(j, "kernels", vec_name());
	journal_number(j, "threads", threads_count());
	journal_number(j, "ranks", ranks_count());
	journal_string(j, "command", p->command);
	journal_list(j, "files");
	for (i = 0; i < p->nfiles; i++)
		journal_string(j, NULL, p->files[i]);
	journal_up(j);
	if (s->valid_file)
		journal_string(j, "valid", s->valid_file);
	if (s->items)
		journal_string(j, "items_file", s->items);
	if (s->init_from)
		journal_string(j, "init_from", s->init_from);
	journal_string(j, "model", s->model);
	journal_number(j, "items", (double)t->run->net->is.items);
	journal_number(j, "steps_before", (double)t->first);
	journal_object(j, "settings");
	(void)settings_each(t->run->settings, put_setting, j, f);
	journal_up(j);
	return journal_end(j, f);
}

/* Writes progress and quality. */
static int
tell_event(struct run_tell *t, const char *event, struct fail *f)
{
	struct journal *j = t->journal;
	size_t i;

	journal_begin(j, event);
	journal_number(j, "epoch", (double)t->now.epoch);
	journal_number(j, "epochs", (double)t->run->settings->epochs);
	journal_number(j, "steps", (double)t->run->done);
	journal_number(j, "seconds", clock_seconds() - t->start);
	if (t->log.examples)
		journal_number(
		    j, "loss", t->log.loss / (double)t->log.examples);
	if (!isnan(t->valid_loss))
		journal_number(j, "valid_loss", t->valid_loss);
	if (!isnan(t->metric)) {
		journal_string(j, "metric", t->log.metric);
		journal_number(j, "valid_metric", t->metric);
		journal_number(j, "best_epoch", (double)t->run->best_epoch);
		journal_number(j, "best_metric", t->run->best);
		for (i = 0; i < VALIDATE_SIMPLE; i++) {
			if (!isnan(t->run->simple[i]))
				journal_number(j, validate_simple[i].key,
				    t->run->simple[i]);
		}
	}
	t->journal_at = clock_seconds();
	return journal_end(j, f);
}

static void
put_metrics(const struct run_tell *t, struct output *o, int complete)
{
	const double took = clock_seconds() - t->start;
	const struct run *r = t->run;

#define GAUGE(name, help, x) \
	prometheus_put(o, "seqrec_train_" name, "gauge", help, x)
	GAUGE("epoch", "The epoch under way.", (double)t->now.epoch);
	GAUGE("epochs", "Epochs, at most.", (double)r->settings->epochs);
	GAUGE("steps", "Steps done.", (double)r->done);
	GAUGE("epoch_steps", "Steps in an epoch.", (double)t->now.steps);
	GAUGE("seconds", "Seconds of this process so far.", took);
	GAUGE("examples_per_second", "Examples trained on, a second.",
	    took > 0 ? (double)t->examples / took : NAN);
	GAUGE("loss", "Mean loss of the epoch so far, in nats.",
	    t->log.examples ? t->log.loss / (double)t->log.examples : NAN);
	GAUGE("valid_loss", "Mean loss of the validation, in nats.",
	    t->valid_loss);
	GAUGE("valid_metric", "The metric of the last validation.", t->metric);
	GAUGE("best_metric", "The best metric of a validation.",
	    r->best_epoch ? r->best : NAN);
	GAUGE("popularity_metric", "The metric of popularity.",
	    r->simple[VALIDATE_POPULARITY]);
	GAUGE("own_items_metric", "The metric of the contexts' own items.",
	    r->simple[VALIDATE_OWN]);
	GAUGE("transitions_metric", "The metric of a Markov chain.",
	    r->simple[VALIDATE_TRANSITIONS]);
	GAUGE("complete", "1 when the model is written.", complete);
	GAUGE("updated_seconds", "When this was written, since 1970.",
	    floor(clock_unix()));
#undef GAUGE
}

static int
write_metrics(struct run_tell *t, int complete, struct fail *f)
{
	struct output *o = output_open(t->plan->metrics, OUTPUT_TEXT, f);

	if (!o)
		return -1;
	put_metrics(t, o, complete);
	t->metrics_at = clock_seconds();
	return output_commit(o, f);
}

struct run_tell *
run_tell_open(const struct run_tell_plan *p, const struct run *run,
    const struct run_sources *from, struct fail *f)
{
	struct run_tell *t = calloc(1, sizeof(*t));

	if (!t) {
		(void)fail_memory(f);
		return NULL;
	}
	*t = (struct run_tell){.plan = p,
	    .run = run,
	    .from = from,
	    .first = run->done,
	    .start = clock_seconds(),
	    .valid_loss = NAN,
	    .metric = NAN};
	t->epoch_start = t->journal_at = t->start;
	if (!ranks_me() && p->journal &&
	    (!(t->journal = journal_open(p->journal, f)) || tell_start(t, f)))
		goto failed;
	if (!ranks_me() && p->metrics && write_metrics(t, 0, f))
		goto failed;
	if (!trainlog_open(
		&t->log, p->rows, run->settings->metric, p->header, f))
		return t;
failed:
	journal_close(t->journal);
	free(t);
	return NULL;
}

/* Reports the end of an epoch. */
static void
tell_epoch(struct run_tell *t, const struct train_event *e)
{
	char words[384], line[512];

	if (e->valid) {
		t->valid_loss = e->valid->loss_each;
		if (t->log.metric)
			t->metric = e->valid->metric;
	}
	trainlog_epoch_words(&t->log, e, t->run->best_epoch == e->epoch,
	    clock_seconds() - t->epoch_start, words, sizeof(words));
	(void)snprintf(line, sizeof(line), "epoch %zu/%zu: %s", e->epoch,
	    t->run->settings->epochs, words);
	t->plan->say(0, line);
	t->epoch_start = clock_seconds();
}

void
run_tell_step(struct run_tell *t, const struct train_event *e)
{
	const double now = clock_seconds();
	const int end = e->step == e->steps;
	char what[64], words[384];
	const double part = trainlog_bar_words(e, t->run->settings->epochs,
	    t->first, t->run->done, now - t->start, what, words);
	struct fail f;

	t->now = *e;
	t->examples += e->examples;
	trainlog_step(&t->log, e);
	t->plan->bar(what, part, words);
	if (t->run->done == t->first + 1 && t->plan->idle)
		run_say_idle(e->leaves, t->plan->say);
	if (end)
		tell_epoch(t, e);
	if (t->journal && !t->failed && (end || now - t->journal_at >= MINUTE))
		note(t, tell_event(t, end ? "epoch" : "progress", &f), &f);
	if (t->plan->metrics && !ranks_me() && !t->failed &&
	    (end || now - t->metrics_at >= EVERY))
		note(t, write_metrics(t, 0, &f), &f);
}

void
run_tell_end(struct run_tell *t, int stopped)
{
	const struct run_end end = {t->from->model, t->run->done - t->first,
	    clock_seconds() - t->start,
	    t->now.epoch && t->now.epoch < t->run->settings->epochs};
	struct fail f;

	if (!stopped)
		run_say_end(t->run, &end, t->plan->say);
	if (t->journal && !t->failed)
		note(
		    t, tell_event(t, stopped ? "stopped" : "complete", &f), &f);
	if (t->plan->metrics && !ranks_me() && !t->failed)
		note(t, write_metrics(t, !stopped, &f), &f);
}

void
run_tell_fail(struct run_tell *t, const struct fail *why)
{
	struct fail f;

	if (!t->journal || t->failed)
		return;
	journal_begin(t->journal, "failed");
	journal_string(t->journal, "error", why->msg);
	note(t, journal_end(t->journal, &f), &f);
}

int
run_tell_close(struct run_tell *t, int done, struct fail *f)
{
	struct fail why;

	if (!t)
		return 0;
	if (!done)
		output_abandon(t->log.out);
	else if (t->log.out && output_commit(t->log.out, &why))
		note(t, -1, &why);
	journal_close(t->journal);
	done = t->failed;
	if (done)
		*f = t->why;
	free(t);
	return done ? -1 : 0;
}
