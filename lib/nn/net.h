/*
 * net - the parameters of the two towers, where they come from and go to.
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
#ifndef NN_NET_H
#define NN_NET_H

#include "base/base.h"

struct cell;
struct optim;
struct optim_options;

#define NET_LAYERS 8
#define NET_SLOTS 2 /* numbers an optimiser keeps for a weight, at most */

/* Parameters; those a net does not have are empty.  Layer l has the three from
 * NET_KERNEL + 3 l on. */
enum net_param {
	NET_QUERY,           /* [V+1,D] */
	NET_CANDIDATE,       /* [V+1,D]; empty if the towers share a table */
	NET_ITEM_BIAS,       /* [V+1,1] */
	NET_PROJECTION,      /* [H,D] */
	NET_PROJECTION_BIAS, /* [1,D] */
	NET_KERNEL,          /* [D,GH] or [H,GH] of the input */
	NET_RECURRENT,       /* [H,GH] */
	NET_BIAS,            /* [1 or 2,GH] of the input, of the recurrence */
	NET_PARAMS = NET_KERNEL + 3 * NET_LAYERS
};

struct net_shape {
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
	real *w;               /* [rows,cols] */
	real *slot[NET_SLOTS]; /* [rows,cols] the optimiser's; NULL: none */
};

struct net {
	struct net_shape is;
	struct param p[NET_PARAMS];
	size_t size; /* numbers of all parameters */
	real *block; /* [size] all w, then the slots */
};

/* Only the shape: the parameters' names and sizes, without memory. */
void net_shapes(struct net *, const struct net_shape *);

/* Memory for a net of that shape, zeroed, with so many slots a weight.  Freed
 * by net_free() in any case. */
int net_alloc(
    struct net *, const struct net_shape *, size_t slots, struct fail *);
void net_free(struct net *);

/*
 * Keras' initialisers: embeddings uniform in +-0.05, kernels uniform in +-
 * sqrt(6 / (rows + columns)) (Glorot, Bengio 2010), recurrent kernels with
 * orthonormal rows (Saxe, McClelland, Ganguli 2014), biases 0; slots as the
 * optimiser starts them.
 */
int net_init(struct net *, const struct optim *, uint64_t seed, struct fail *);

/* The columns of scored rows, E. */
size_t net_columns(const struct net *);

/* The candidates' table, whichever it is. */
const struct param *net_candidates(const struct net *);

/* Is row i of the candidates' table what is scored, as it is? */
int net_is_plain(const struct net *);

/* Candidates first .. first + rows - 1 as they are scored at retrieval, with
 * the temperature taken in: out [rows,E]. */
void net_fold(const struct net *, size_t first, size_t rows, real *out);

/* Is that parameter a table with a row an item? */
int net_is_table(size_t param);

/* The shape of the net a model holds, and its numbers, with slots slots.
 * Freed by net_free(). */
int net_from_model(struct net *, struct model *, size_t slots, struct fail *);

/*
 * Takes over the weights of a model of the same shape whose vocabulary, theirs,
 * may be another: rows go by token, and items that the model does not know keep
 * the rows they have.  *taken is how many items were known.
 */
int net_take(struct net *, const struct vocab *, struct model *,
    const struct vocab *theirs, size_t *taken, struct fail *);

/* Puts the settings of a shape into m. */
int net_describe(const struct net_shape *, struct model *m, struct fail *);

/* The same of n, and its numbers; with state the slots too. */
int net_to_model(const struct net *, int state, struct model *, struct fail *);

/* Is every weight, and slot, finite?  -1 and a message that names the tensor if
 * not. */
int net_check(const struct net *, struct fail *);

#endif
