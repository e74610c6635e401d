/*
 * net - the parameters of the two towers, where they come from and go to.
 *
 * Query tower: Embedding [V+1,D], then a recurrent cell of H units over the K
 * items of the context.  Item tower: Embedding [V+1,H].  Row 0 of both is the
 * unknown item and the pad.  All numbers stand in one block.
 *
 * Letters: V items, D embedding size, H units, G gates, K context length.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_NET_H
#define NN_NET_H

#include "base/base.h"

struct cell;
struct optim;

enum net_param {
	NET_QUERY,     /* [V+1,D] */
	NET_CANDIDATE, /* [V+1,H] */
	NET_KERNEL,    /* [D,GH] */
	NET_RECURRENT, /* [H,GH] */
	NET_BIAS,      /* [2,GH] of the input, of the recurrence */
	NET_PARAMS
};

struct param {
	char name[48]; /* of the tensor in a model */
	size_t rows, cols;
	real *w;   /* [rows,cols] */
	real *acc; /* [rows,cols] the optimiser's; NULL if not for training */
};

struct net {
	size_t items, dim, units; /* V, D, H */
	const struct cell *cell;
	int mask_padding; /* pads leave the state as it is */
	struct param p[NET_PARAMS];
	real *block;
};

/* Memory for a net of that shape, zeroed; with accumulators if training.
 * Freed by net_free() in any case. */
int net_alloc(struct net *, size_t items, size_t dim, size_t units,
    const struct cell *, int training, struct fail *);
void net_free(struct net *);

/*
 * Keras' initialisers: embeddings uniform in +-0.05, kernel uniform in +-
 * sqrt(6 / (D + GH)) (Glorot, Bengio 2010), recurrent kernel with orthonormal
 * rows (Saxe, McClelland, Ganguli 2014), biases 0; accumulators as the
 * optimiser starts them.
 */
int net_init(struct net *, const struct optim *, uint64_t seed, struct fail *);

/* The shape of the net a model holds, and its numbers.  Freed by net_free(). */
int net_from_model(struct net *, struct model *, int training, struct fail *);

/*
 * Takes over the weights of a model of the same shape whose vocabulary, theirs,
 * may be another: rows go by token, and items that the model does not know keep
 * the rows they have.  *taken is how many items were known.
 */
int net_take(struct net *, const struct vocab *, struct model *,
    const struct vocab *theirs, size_t *taken, struct fail *);

/* Puts the numbers into m, which has no tensors yet; with state the
 * accumulators too. */
int net_to_model(const struct net *, int state, struct model *, struct fail *);

/* Is every weight, and accumulator, finite?  -1 and a message that names the
 * tensor if not. */
int net_check(const struct net *, struct fail *);

#endif
