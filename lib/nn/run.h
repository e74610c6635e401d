/*
 * run - one training run: its settings, its data, its progress.
 *
 * A run begins with new weights, with the weights of another model
 * (--init-from), or with its own saved state (--resume).  nn/train advances it,
 * and nn/checkpoint saves it as a model directory.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_RUN_H
#define NN_RUN_H

#include "base/base.h"

struct batch_fields;
struct cache; /* data/cache */
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
	const struct train_options *options; /* the settings in the form of
                                                nn/train */
	const char *pad;       /* the padding token, or PADS_NONE */
	size_t context_length; /* most items of a context; 0: no limit */

	struct fields *fields; /* as training defined them */
	struct batch_fields *data_fields, *valid_fields; /* the values of
                                                            fields */
	struct item_values *item_values; /* field values of items, until the net
                                            takes them */
	size_t items_others, items_lacking; /* see data/item_table.h */

	struct model *known; /* the model that the run starts from, until it
                                starts; or NULL */
	struct net *net;
	struct vocab *vocab;       /* with the counts of the labels */
	struct loader_data *data;  /* training data */
	struct loader_data *valid; /* validation data; empty: no validation */

	/* Progress. */
	uint64_t done;     /* steps */
	size_t best_epoch; /* counted from 1; 0: none yet */
	double best;       /* metric of the best epoch */
	real *best_w;      /* [params.size] weights of the best epoch; NULL:
                              none */
	real *carry;       /* [ncarry] carried states of sessions */
	size_t ncarry;

	struct input *in;    /* the input; NULL after reading */
	int reads_sequences; /* the input has sequences, else examples */

	struct cache *cache;  /* holds the rows of the training data; NULL: they
                                 are in memory */
	size_t *cache_values; /* see cache_limit() */

	/* Checksums that tell data apart, and the mean weight of an example. */
	uint32_t data_crc, valid_crc;
	double mean_weight;

	/* The data that was read; data and valid point to it. */
	struct examples *examples, *valid_examples;
	struct sequences *sequences, *valid_sequences;

	size_t taken;  /* items that took their weights from another model */
	size_t begun;  /* new items that start near the items they follow */
	int strangers; /* no label is an item of any context: perhaps two
                          different sets of items */

	size_t held_out; /* predictions held out for validation */
	double *simple;  /* [VALIDATE_SIMPLE] validation metrics of rankings
                            without training; NAN: unknown */
};

/* A run without data.  Returns NULL if memory runs out. */
struct run *run_new(struct fail *);
void run_free(struct run *); /* NULL is allowed */

/* Fields in words, NAME:KIND. */
struct run_words {
	const char *const *words; /* [n] */
	size_t n;
};

/* The sources of a run's data and first weights. */
struct run_sources {
	const char *model;      /* the directory to write */
	const char *init_from;  /* a model, or NULL */
	int resume;             /* enum run_resume: whether to continue from
                                   state */
	const char *state;      /* a model directory, see nn/run_place */
	const char *vocab_file; /* NULL: the vocabulary of the initial model, or
                                   else the items of the data, most frequent
                                   first */
	const char *cache; /* a file for the training data's rows, or NULL */
	const char *rows;  /* a file for these rows until ranks have divided
                              them */
	const char *valid_file; /* NULL: no validation */
	int sequences; /* 1: the data are sequences; 0: examples; -1: decided by
                          the columns */
	const struct examples_columns *examples_columns;
	const struct sequences_columns *sequences_columns;
	int no_context;     /* the net sees no events: none are read */
	const char *group;  /* a column: examples with equal values are held out
                              together; NULL: none.  The column may be absent */
	size_t max_length;  /* most events of a piece of a sequence; 0: no
                              limit */
	int unknown;        /* enum unknown_way: the treatment of unknown
                              items */
	int whole;          /* contexts of the validation are also kept whole */
	const char *weight; /* a column with the weights of training examples,
                               or NULL */
	struct run_words field[3]; /* by enum field_place */
	const char *items;         /* a file of items, or NULL */
};

/* Parses the fields of the sources.  Returns -1 if fields_parse() fails. */
int run_parse_fields(
    struct fields *, const struct run_sources *, struct fail *);

/* Opens the sources: the initial model and the input files [n].  Returns -1 if
 * the input cannot be read, or the model must not be replaced. */
int run_open(struct run *, const struct run_sources *, const char *const *files,
    size_t n, struct fail *);

/*
 * Reads the training data and the validation file, if there is one, and makes
 * the vocabulary.  With sequences the validation file may hold examples, if it
 * has no column of sequences.  Returns -1 if the data cannot be read or
 * contradict each other, or memory runs out.
 */
int run_read(struct run *, const struct run_sources *, struct fail *);

/* Passes over all data of the run once, and sets the checksums and the mean
 * weight. */
int run_survey(struct run *, struct fail *);

/* Sets the facts about the data that was read. */
void run_facts(
    const struct run *, const struct run_sources *, struct settings_facts *);

/*
 * Prepares the first step: holds out validation data if the settings ask for
 * it, and makes the net.  The settings, as settings_make() completed them,
 * their parts and the shape must outlive the run.
 */
int run_begin(struct run *, const struct run_sources *, const struct settings *,
    const struct train_options *, const struct net_shape *, struct fail *);

/*
 * Calls all functions above, from run_open() to run_begin(), with the settings
 * that the user gave, and completes these.  The parts must outlive the run.
 * Returns -1 if one of the functions fails, and -2 if options contradict each
 * other or the data.
 */
int run_prepare(struct run *, struct settings *, struct run_sources *,
    const char *const *files, size_t n, struct settings_parts **,
    struct fail *);

/* run_say_data() reports which settings follow from the data, and oddities of
 * the data.  run_say_end() reports the result of training, compared with
 * popularity.  Each calls say() once for each line. */
typedef void run_say(int warning, const char *words);
void run_say_data(const struct run *, const struct run_sources *, run_say *);
struct run_end {
	const char *model; /* where the model is written */
	uint64_t steps;    /* steps of this process */
	double seconds;
	int early; /* patience ended the training */
};
void run_say_end(const struct run *, const struct run_end *, run_say *);

/* Reports if a batch has fewer leaves (nn/tree) than all ranks have threads. */
void run_say_idle(size_t leaves, run_say *);

#endif
