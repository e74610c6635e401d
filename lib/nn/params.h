/*
 * params - the named matrices of numbers that training changes.
 *
 * The layers of a net declare their parameters by name.  Everything else walks
 * the declarations: memory, first values, the optimiser, files and checks.  All
 * numbers of a net are in one block, so that they can be saved and restored at
 * once.
 *
 * A table is a parameter with a row for every item or every value of a field.
 * Row 0 is for the unknown item and the pad, or for a missing value.  A step
 * touches few rows, so the gradient of a table is a list of rows.  Every other
 * parameter is dense: its gradient has as many numbers as the parameter.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_PARAMS_H
#define NN_PARAMS_H

#include "base/base.h"

struct optimizer;

#define PARAMS_MOST 256 /* parameters of a net */
#define PARAMS_BORROWED SIZE_MAX
#define PARAMS_SLOTS 2 /* most numbers that an optimiser keeps for a weight */

/* Keras' initialisers. */
enum param_init {
	PARAM_ZERO,
	PARAM_UNIFORM,   /* uniform in +-0.05 */
	PARAM_GLOROT,    /* uniform in +-sqrt(6 / (rows + columns)) (Glorot,
			    Bengio 2010) */
	PARAM_NORMAL,    /* normal with deviation 0.02, as in transformers */
	PARAM_TRUNCATED, /* normal with deviation 1 / sqrt(columns), redrawn
                            beyond two deviations */
	PARAM_ORTHOGONAL /* orthonormal rows (Saxe, McClelland, Ganguli 2014) */
};

/* A table has rows of items or rows of field values. */
enum param_rows { PARAM_DENSE, PARAM_ITEMS, PARAM_FIELD };

/* The initialisers of item tables, by name: params_init_choice() returns the
 * k-th, params_init_find() the index of a name, which must exist, and
 * params_init_at() the enum of an index. */
struct choice params_init_choice(size_t k);
enum param_init params_init_at(size_t k);
size_t params_init_find(const char *name);

/* The properties of a parameter. */
struct param_kind {
	enum param_init init;
	size_t fan_out; /* for Glorot; 0: the number of columns */
	int table;      /* enum param_rows */
	int bias; /* a bias: its gradient has a term for every event and is
                     summed in double */
	size_t ones, ones_end; /* the first column that begins with 1, and the
                                  first that does not */
};

struct param {
	char name[48]; /* of the tensor in a model */
	size_t rows, cols;
	struct param_kind is;
	size_t at;      /* dense: its offset in the gradient, see nn/grads.h */
	size_t bias_at; /* bias: the offset of its double sums */
	int unchecked;  /* borrowed from a file, not yet checked
                           (model_check()) */
	real *w;        /* [rows,cols] */
	real *slot[PARAMS_SLOTS]; /* [rows,cols] the optimiser's numbers; NULL:
                                     none */
};

/* Zero this before use. */
struct params {
	struct param p[PARAMS_MOST]; /* [n] in the order of declaration */
	size_t n;
	size_t size;  /* numbers of all parameters */
	size_t dense; /* numbers of dense parameters */
	size_t bias;  /* numbers of the biases */
	real *block;  /* [size] all w, then the slots */
};

/* Declares a parameter and returns its index.  Returns -1 if there are too many
 * numbers or parameters.  Names must differ. */
int params_add(struct params *, const char *name, size_t rows, size_t cols,
    struct param_kind, struct fail *);

/* The index of the parameter of that name, or -1. */
int params_find(const struct params *, const char *name);

/* Allocates the declared parameters, zeroed, with that many slots for each
 * weight.  Free it with params_free(), even after a failure. */
int params_alloc(struct params *, size_t slots, struct fail *);
void params_free(struct params *);

/* Sets the first values of all weights, and of slots as the optimiser
 * requires. */
int params_init(
    struct params *, const struct optimizer *, uint64_t seed, struct fail *);

/* Returns -1 if a weight or slot is not finite; the message names the
 * tensor. */
int params_check(const struct params *, struct fail *);

/* Loads the model's tensors of the same names, with that many slots.  With
 * PARAMS_BORROWED the numbers stay in the model's memory, read-only, without
 * slots; the model must outlive them. */
int params_load(struct params *, struct model *, size_t slots, struct fail *);

/* params_save() stores the weights in the model, params_save_slots() the
 * slots. */
int params_save(const struct params *, struct model *, struct fail *);
int params_save_slots(const struct params *, struct model *, struct fail *);

#endif
