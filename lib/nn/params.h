/*
 * params - named matrices of numbers that training changes.
 *
 * The layers of a net declare their parameters by name; everything else walks
 * what was declared: memory, first values, the optimiser, files and checks.
 * All numbers of a net stand in one block, so that they can be kept and put
 * back at once.
 *
 * A table is a parameter with a row for every item, or every value of a field
 * (row 0: the unknown item and the pad; what is missing), of which a step touches few; its gradient is a list of rows.  Every
 * other parameter is dense: its gradient is as large as itself.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_PARAMS_H
#define NN_PARAMS_H

#include "base/base.h"

struct optimizer;

#define PARAMS_MOST 256 /* parameters of a net */
#define PARAMS_BORROWED SIZE_MAX
#define PARAMS_SLOTS 2 /* numbers an optimiser keeps for a weight, at most */

/* Keras' initialisers. */
enum param_init {
	PARAM_ZERO,
	PARAM_UNIFORM,   /* in +-0.05 */
	PARAM_GLOROT,    /* uniform in +-sqrt(6 / (rows + columns)) (Glorot,
			    Bengio 2010) */
	PARAM_NORMAL,    /* of deviation 0.02, as transformers begin */
	PARAM_TRUNCATED, /* normal of deviation 1 / sqrt(columns), drawn again
			    beyond two */
	PARAM_ORTHOGONAL /* orthonormal rows (Saxe, McClelland, Ganguli 2014) */
};

/* A table has rows of items, or of the values of a field. */
enum param_rows { PARAM_DENSE, PARAM_ITEMS, PARAM_FIELD };

/* How tables of items can begin: the k-th by name, NULL past the last, and its
 * initialiser; and which the name is, that is one of them. */
struct choice params_init_choice(size_t k);
enum param_init params_init_at(size_t k);
size_t params_init_find(const char *name);

/* What a declaration says. */
struct param_kind {
	enum param_init init;
	size_t fan_out; /* of Glorot, if it is not its columns; 0: they */
	int table;      /* what its rows are: enum param_rows */
	int bias; /* its gradient has a term for every event: summed in double */
	size_t ones, ones_end; /* columns from, and before, that begin with 1 */
};

struct param {
	char name[48]; /* of the tensor in a model */
	size_t rows, cols;
	struct param_kind is;
	size_t at;      /* dense: where its gradient begins, see nn/grads.h */
	size_t bias_at; /* of a bias: where its double sums do */
	int unchecked; /* borrowed, its numbers may be damaged: model_check() */
	real *w;       /* [rows,cols] */
	real *slot[PARAMS_SLOTS]; /* [rows,cols] the optimiser's; NULL: none */
};

/* Zero it first. */
struct params {
	struct param p[PARAMS_MOST]; /* [n] in the order of declaration */
	size_t n;
	size_t size;  /* numbers of all */
	size_t dense; /* numbers of those that are no table */
	size_t bias;  /* numbers of the biases */
	real *block;  /* [size] all w, then the slots */
};

/* Declares a parameter: its index, or -1 if there are too many numbers or
 * parameters.  Two of one name are a mistake of the caller. */
int params_add(struct params *, const char *name, size_t rows, size_t cols,
    struct param_kind, struct fail *);

/* The index of the parameter of that name, or -1. */
int params_find(const struct params *, const char *name);

/* Memory for what was declared, zeroed, with so many slots a weight.  Freed by
 * params_free() in any case. */
int params_alloc(struct params *, size_t slots, struct fail *);
void params_free(struct params *);

/* First values of all weights; slots as the optimiser starts them. */
int params_init(
    struct params *, const struct optimizer *, uint64_t seed, struct fail *);

/* Is every weight, and slot, finite?  -1 and a message that names the tensor if
 * not. */
int params_check(const struct params *, struct fail *);

/* The numbers of the model's tensors of the same names, with slots slots; or with
 * PARAMS_BORROWED none, and they stay in the model's memory: it must outlive them,
 * and nobody changes them. */
int params_load(struct params *, struct model *, size_t slots, struct fail *);

/* Puts the numbers into the model; with state the slots too. */
int params_save(const struct params *, struct model *, struct fail *);
int params_save_slots(const struct params *, struct model *, struct fail *);

#endif
