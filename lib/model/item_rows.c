/* item_rows - the embeddings of a model's items, in any format of rows. */
/* SPDX-License-Identifier: MIT */
#include "model/item_rows.h"

#include "data/vocab.h"
#include "io/embedding_format.h"
#include "model/model.h"

int
item_rows_put(struct output *o, const struct embedding_format *e, int header,
    struct model *m, struct fail *f)
{
	const struct tensor *t = model_need(m, "candidate_embedding", 0, 0, f);
	size_t i;

	if (!t)
		return -1;
	if (e->begin)
		e->begin(o, t->rows - 1, t->cols, header);
	for (i = 1; i < t->rows; i++)
		e->row(o, vocab_token(m->vocab, (int32_t)i), t->cols,
		    t->x + i * t->cols);
	return 0;
}
