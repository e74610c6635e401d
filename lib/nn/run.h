/*
 * run - one training: what it was asked for, what it works on, where it stands.
 *
 * A run starts fresh, from the weights of another model (--init-from), or from
 * its own state (--resume).  nn/train goes on with it, nn/checkpoint keeps it as
 * a model directory.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_RUN_H
#define NN_RUN_H

#include "base/base.h"

struct batch_fields;
struct examples_columns;
struct fields;
struct item_values;
struct loader_data;
struct net;
struct net_shape;
struct sequences_columns;
struct settings;
struct settings_facts;
struct settings_parts;
struct train_options;

struct run {
	const struct settings *settings;     /* filled in by settings_make() */
	const struct train_options *options; /* what they are to nn/train */
	const char *pad;       /* the token that is no item, or PADS_NONE */
	size_t context_length; /* items of a context; 0: any */

	struct fields *fields; /* as training has them */
	struct batch_fields *data_fields, *valid_fields; /* their values */
	struct item_values *item_values; /* of items; until the net has them */
	size_t items_others, items_lacking; /* see data/item_table.h */

	struct model *known; /* what it begins from, until it begins; or NULL */
	struct net *net;
	struct vocab *vocab;       /* with the counts of the labels */
	struct loader_data *data;  /* what to train on */
	struct loader_data *valid; /* with nothing in it: no validation */

	/* Where the run stands. */
	uint64_t done;     /* steps */
	size_t best_epoch; /* from 1; 0: none yet */
	double best;       /* its metric */
	real *best_w;      /* [params.size] its weights; NULL: none */
	real *carry;       /* [ncarry] what rows of sessions carry */
	size_t ncarry;

	struct input *in;    /* what is to be read; NULL afterwards */
	int reads_sequences; /* of it, else examples */

	/* What was read; data and valid point to one of both. */
	struct examples *examples, *valid_examples;
	struct sequences *sequences, *valid_sequences;

	size_t taken;  /* items that had weights in the model begun from */
	size_t begun;  /* others that begin near those they came after */
	int strangers; /* is no label an item of any context? */

	size_t held_out; /* predictions that validate, not train */
	double popular;  /* the metric of the list of what is popular, on the
			    validation; NAN: not known */
};

/* A run with nothing to work on yet.  NULL without memory. */
struct run *run_new(struct fail *);
void run_free(struct run *); /* NULL is fine */

/* Fields in words, NAME:KIND. */
struct run_words {
	const char *const *words; /* [n] */
	size_t n;
};

/* Where a run's data and first weights come from. */
struct run_sources {
	const char *model;      /* the directory that will be written */
	const char *init_from;  /* a model's, or NULL */
	int resume;             /* go on from state: enum run_resume */
	const char *state;      /* a model directory, see nn/run_place */
	const char *vocab_file; /* NULL: the known model's; else the items of
				   the data, most frequent first */
	const char *valid_file; /* NULL: no validation */
	int sequences; /* data are sequences, 0: examples, -1: what the columns
			  say */
	const struct examples_columns *examples_columns;
	const struct sequences_columns *sequences_columns;
	int no_context;    /* the net looks at none: none is read */
	const char *group; /* the column of examples that are held out together,
			      if it is there; or NULL */
	size_t max_length; /* of a sequence's piece; 0: any */
	int unknown;       /* what becomes of unknown items: enum unknown_way */
	const char *weight; /* the training examples' column of it, or NULL */
	struct run_words field[3]; /* by enum field_place */
	const char *items;         /* the file of items, or NULL */
};

/* The fields of the sources; -1: as fields_parse(). */
int run_parse_fields(
    struct fields *, const struct run_sources *, struct fail *);

/* Looks at what there is: the model begun from, and what files [n] hold.  -1:
 * what cannot be read, or a model that must not be replaced. */
int run_open(struct run *, const struct run_sources *, const char *const *files,
    size_t n, struct fail *);

/*
 * Reads them as training data, the validation if there is a file, and makes the
 * vocabulary.  With sequences the validation may be examples too, where its file
 * has no column of sequences.  -1: what cannot be read or does not fit together,
 * no memory.
 */
int run_read(struct run *, const struct run_sources *, struct fail *);

/* What has been read, in numbers. */
void run_facts(
    const struct run *, const struct run_sources *, struct settings_facts *);

/*
 * Makes the run ready for its first step: takes out what validates, if the
 * settings hold some out, and makes the net.  The settings, filled in by
 * settings_make(), what came of them, and the shape must outlive the run.
 */
int run_begin(struct run *, const struct run_sources *, const struct settings *,
    const struct train_options *, const struct net_shape *, struct fail *);

/*
 * All of that, with settings as they were given: they are filled in, and the
 * parts must outlive the run.  -1: as above; -2: options that do not go
 * together, or with such data.
 */
int run_prepare(struct run *, struct settings *, struct run_sources *,
    const char *const *files, size_t n, struct settings_parts **,
    struct fail *);

/* Says, line by line, what the data decided and what is odd about them; and what
 * the training came to, beside what is popular. */
typedef void run_say(int warning, const char *words);
void run_say_data(const struct run *, const struct run_sources *, run_say *);
struct run_end {
	const char *model; /* where it is written */
	uint64_t steps;    /* of this process */
	double seconds;
	int early; /* it ended for want of patience */
};
void run_say_end(const struct run *, const struct run_end *, run_say *);

/* Says if a batch has fewer leaves (nn/tree) than threads work on it, of all
 * ranks. */
void run_say_idle(size_t leaves, run_say *);

#endif
