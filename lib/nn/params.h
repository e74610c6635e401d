/*
 * params - the parameters of the two towers, where they come from and go to.
 *
 * Query tower: Embedding [V+1,D], recurrent cells of H units one on the other,
 * and, where H is not D, a projection [H,D].  Item tower: Embedding [V+1,D],
 * which may be the same table, and perhaps a bias [V+1,1].  Row 0 of a table is
 * the unknown item and the pad.  All numbers stand in one block.
 *
 * A score is the product of two rows of E columns: of the query [q,1], and of
 * the candidate [c,bias]; without bias E = D.  With `normalize` both q and c are
 * divided by their length first; c is also divided by the temperature.
 *
 * Letters: V items, D embedding size, H units, G gates, L layers.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_PARAMS_H
#define NN_PARAMS_H

#include "base/base.h"

struct cell;
struct optimizer;
struct optimizer_options;

#define PARAMS_LAYERS 8
#define PARAMS_SLOTS 2 /* numbers an optimiser keeps for a weight, at most */

/* Parameters; those a net does not have are empty.  Layer l has the three from
 * PARAM_KERNEL + 3 l on. */
enum param_index {
	PARAM_QUERY,           /* [V+1,D] */
	PARAM_CANDIDATE,       /* [V+1,D]; empty if the towers share a table */
	PARAM_ITEM_BIAS,       /* [V+1,1] */
	PARAM_PROJECTION,      /* [H,D] */
	PARAM_PROJECTION_BIAS, /* [1,D] */
	PARAM_KERNEL,          /* [D,GH] or [H,GH] of the input */
	PARAM_RECURRENT,       /* [H,GH] */
	PARAM_BIAS,            /* [1 or 2,GH] of the input, of the recurrence */
	PARAM_COUNT = PARAM_KERNEL + 3 * PARAMS_LAYERS
};

struct params_shape {
	size_t items, dim, units, layers; /* V, D, H, L */
	const struct cell *cell;
	int tied;      /* one table for both towers */
	int item_bias; /* candidates have one */
	int normalize; /* rows are divided by their length */
	double temperature;
	int mask_padding; /* pads at the end are no items */
};

struct param {
	char name[48]; /* of the tensor in a model */
	size_t rows, cols;
	real *w;                  /* [rows,cols] */
	real *slot[PARAMS_SLOTS]; /* [rows,cols] the optimiser's; NULL: none */
};

struct params {
	struct params_shape is;
	struct param p[PARAM_COUNT];
	size_t size; /* numbers of all parameters */
	real *block; /* [size] all w, then the slots */
};

/* Only the shape: the parameters' names and sizes, without memory. */
void params_shapes(struct params *, const struct params_shape *);

/* Memory for a net of that shape, zeroed, with so many slots a weight.  Freed
 * by params_free() in any case. */
int params_alloc(
    struct params *, const struct params_shape *, size_t slots, struct fail *);
void params_free(struct params *);

/*
 * Keras' initialisers: embeddings uniform in +-0.05, kernels uniform in +-
 * sqrt(6 / (rows + columns)) (Glorot, Bengio 2010), recurrent kernels with
 * orthonormal rows (Saxe, McClelland, Ganguli 2014), biases 0; slots as the
 * optimiser starts them.
 */
int params_init(
    struct params *, const struct optimizer *, uint64_t seed, struct fail *);

/* The columns of scored rows, E. */
size_t params_columns(const struct params *);

/* The candidates' table, whichever it is. */
const struct param *params_candidates(const struct params *);

/* Is row i of the candidates' table what is scored, as it is? */
int params_is_plain(const struct params *);

/* Candidates first .. first + rows - 1 as they are scored at retrieval, with
 * the temperature taken in: out [rows,E]. */
void params_fold(const struct params *, size_t first, size_t rows, real *out);

/* Is that parameter a table with a row an item? */
int params_is_table(size_t param);

/* The shape of the net a model holds, and its numbers, with slots slots.
 * Freed by params_free(). */
int params_load(struct params *, struct model *, size_t slots, struct fail *);

/*
 * Takes over the weights of a model of the same shape whose vocabulary, theirs,
 * may be another: rows go by token, and items that the model does not know keep
 * the rows they have.  *taken is how many items were known.
 */
int params_take(struct params *, const struct vocab *, struct model *,
    const struct vocab *theirs, size_t *taken, struct fail *);

/* Puts the settings of a shape into m. */
int params_describe(
    const struct params_shape *, struct model *m, struct fail *);

/* The same of n, and its numbers; with state the slots too. */
int params_save(
    const struct params *, int state, struct model *, struct fail *);

/* Is every weight, and slot, finite?  -1 and a message that names the tensor if
 * not. */
int params_check(const struct params *, struct fail *);

#endif
