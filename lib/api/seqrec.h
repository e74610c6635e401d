/*
 * seqrec - the library: a trained model, its items, and the best for a query.
 *
 * A model that seq-train has made is opened; contexts, lists of items with the
 * oldest first, become query embeddings; an index finds the items that score
 * best for them, exactly.  With them come what such programs need around it:
 * vocabularies, text in columns, files that are written whole or not at all,
 * and random numbers that repeat.  A recommendation, without its checks:
 *
 *   struct seqrec_model *m = seqrec_model_open("model", &e);
 *   struct seqrec_encoder *n = seqrec_encoder_new(m, &e);
 *   struct seqrec_index *x = seqrec_index_of_model(m, SEQREC_PRODUCT, &e);
 *
 *   seqrec_encoder_run(n, &contexts, q, &e);
 *   seqrec_index_search(x, contexts.n, q, 10, &contexts, item, score, &e);
 *
 * Letters: V items, m queries, n candidates, d columns, k places of a list.
 *
 * Items have numbers from 1 on, the line of the vocabulary; 0 is an unknown
 * item.  Matrices are floats row by row, [rows,columns].
 *
 * Errors: what can fail takes a struct seqrec_error last, which may be NULL, and
 * returns NULL or -1 after it has filled it in.  Nothing prints, ends the
 * process or reads the environment.
 *
 * Ownership: what _new, _open or _read gave is freed by the _free or _close of
 * the same name, for which NULL is fine.  A pointer that a function returns
 * besides belongs to the object that it was asked of, and lives as long.
 *
 * Threads: a call computes on the thread that calls.  An object is for one
 * thread at a time, but functions that take it as const may be called by any
 * number of them.  So threads share a model, and have an encoder and an index
 * each.  The same input gives the same bytes on one type of processor.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SEQREC_H
#define SEQREC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __GNUC__
#define SEQREC_PRINTF(f, a) __attribute__((__format__(__printf__, f, a)))
#else
#define SEQREC_PRINTF(f, a)
#endif

/* Of the library that is linked, as in "0.1.0". */
const char *seqrec_version(void);

/* What went wrong, in words for a person: the place first, no newline last. */
struct seqrec_error {
	char message[1024];
};

/* A run of bytes that somebody else owns; no NUL stands behind it. */
struct seqrec_text {
	const char *s;
	size_t n; /* bytes */
};

/* n lists of items; list i is item[start[i]] .. item[start[i+1] - 1]. */
struct seqrec_lists {
	size_t n;
	const size_t *start; /* [n+1] ascending */
	const int32_t *item; /* [start[n]] */
};

/*
 * A vocabulary: tokens, their numbers, and how often each was counted.  A token
 * is the text of an item as a TSV has it, escapes and all (see below); bytes
 * are compared with bytes.
 */
struct seqrec_vocab;

/* An empty one; and one from a file, "token<TAB>count" a line, see vocab-tsv(5).
 * "-" is standard input. */
struct seqrec_vocab *seqrec_vocab_new(struct seqrec_error *);
struct seqrec_vocab *seqrec_vocab_read(const char *path, struct seqrec_error *);
void seqrec_vocab_free(struct seqrec_vocab *);

/* Writes such a file, whole or not at all; 0 or -1. */
int seqrec_vocab_write(
    const struct seqrec_vocab *, const char *path, struct seqrec_error *);

/* V: the items are 1 .. V. */
size_t seqrec_vocab_size(const struct seqrec_vocab *);

/* The item whose token is s [n], 0 if there is none. */
int32_t seqrec_vocab_find(const struct seqrec_vocab *, const char *s, size_t n);

/* The same, adding a token that is new as item V + 1; -1 where s [n] is not a
 * token (it is empty, or has a TAB, a comma or a line's end that is not
 * escaped), or without memory. */
int32_t seqrec_vocab_add(
    struct seqrec_vocab *, const char *s, size_t n, struct seqrec_error *);

/* Adds times to the count of an item in 1 .. V. */
void seqrec_vocab_tally(struct seqrec_vocab *, int32_t item, uint64_t times);

/* The token and the count of an item; NULL and 0 of one that is not in 1 .. V.
 * The token lives until the next is added. */
struct seqrec_text seqrec_vocab_token(
    const struct seqrec_vocab *, int32_t item);
uint64_t seqrec_vocab_count(const struct seqrec_vocab *, int32_t item);

/* A model: a directory as seq-train writes it, see seq-model(5), in memory. */
struct seqrec_model;

/* Fails unless every file is there and whole, by its shape, size and checksum,
 * and all numbers are finite. */
struct seqrec_model *seqrec_model_open(const char *dir, struct seqrec_error *);
void seqrec_model_free(struct seqrec_model *);

/* The model's items; an item's count is how often it was a label. */
const struct seqrec_vocab *seqrec_model_vocab(const struct seqrec_model *);

/* A line of settings.tsv, such as "loss" or "epochs"; NULL if there is none. */
const char *seqrec_model_setting(const struct seqrec_model *, const char *name);

/* The candidates as they are scored, [V,d]: row i is item i + 1. */
const float *seqrec_model_candidates(const struct seqrec_model *);
size_t seqrec_model_items(const struct seqrec_model *);   /* V */
size_t seqrec_model_columns(const struct seqrec_model *); /* d */

/* An encoder makes query embeddings of contexts, as seq-embed does. */
struct seqrec_encoder;

/* Takes some 10 to 100 MB.  Needs the model no longer afterwards. */
struct seqrec_encoder *seqrec_encoder_new(
    const struct seqrec_model *, struct seqrec_error *);
void seqrec_encoder_free(struct seqrec_encoder *);

/*
 * The query embedding of each of n contexts, oldest item first: q [n,d].  Of a
 * context longer than the model's own the last items count.  An item 0 stands
 * for one that the model does not know; who wants it ignored leaves it out.
 * -1: a number that is no item, no memory, or an embedding that is not finite.
 */
int seqrec_encoder_run(struct seqrec_encoder *,
    const struct seqrec_lists *contexts, float *q, struct seqrec_error *);

/* An index finds the candidates with the highest scores, looking at all. */
struct seqrec_index;

enum seqrec_score {
	SEQREC_PRODUCT, /* q . c, what a model is trained for */
	SEQREC_COSINE   /* of the angle between them; 0 with a row of zeros */
};

/*
 * Over a model's candidates, or over others x [n,d], whose row i is item i + 1.
 * The model or x must outlive the index, unchanged.  An index takes some 5 MB,
 * with SEQREC_COSINE also a copy of the candidates.  A model may have an item
 * bias as its last column: cosines are without it, of candidates and queries.
 * NULL: n or d is 0, n does not fit 31 bits, a number is not finite, no memory.
 */
struct seqrec_index *seqrec_index_of_model(
    const struct seqrec_model *, enum seqrec_score, struct seqrec_error *);
struct seqrec_index *seqrec_index_new(size_t n, size_t d, const float *x,
    enum seqrec_score, struct seqrec_error *);
void seqrec_index_free(struct seqrec_index *);

/*
 * For each of the queries q [m,d] its k best: item [m,k] and score [m,k], the
 * highest score first, of equal scores the lower item.  exclude, unless it is
 * NULL, lists for each of the m queries the items that it leaves out, in any
 * order; numbers that are no items are ignored there.  Where fewer than k are
 * left, the rest of the row is item 0 with score minus infinity.  -1: a query is
 * not finite or so large that a score could overflow, exclude has not m lists,
 * no memory.
 */
int seqrec_index_search(struct seqrec_index *, size_t m, const float *q,
    size_t k, const struct seqrec_lists *exclude, int32_t *item, float *score,
    struct seqrec_error *);

/*
 * Text in columns: rows end in a newline, cells are divided by TABs, and a cell
 * may be a list, its elements divided by commas.  \t \n \r \\ \, \; and \xHH
 * are bytes that would otherwise end something.  See examples-tsv(5).
 */
struct seqrec_tsv;

/*
 * Opens a file, "-" is standard input; gzip is inflated.  With header not 0 the
 * first line names the columns.  A file that is empty is an error, and so is
 * later one whose last line has no newline, which is how a producer that failed
 * leaves it, or whose rows differ in length.
 */
struct seqrec_tsv *seqrec_tsv_open(
    const char *path, int header, struct seqrec_error *);
void seqrec_tsv_close(struct seqrec_tsv *);

/* The column called name, counted from 0; or of that number, counted from 1;
 * -1 if there is none. */
int seqrec_tsv_column(
    const struct seqrec_tsv *, const char *name, struct seqrec_error *);

/* The next row: 1 with its cells [*n], which live until the next call; 0 at the
 * end; -1. */
int seqrec_tsv_row(struct seqrec_tsv *, const struct seqrec_text **cells,
    size_t *n, struct seqrec_error *);

/* Where the row read last stands, for messages: "file:line 7". */
const char *seqrec_tsv_where(struct seqrec_tsv *);

/* Takes the first element off a list cell, escapes and all, as a token is: 1;
 * or 0 if there is none left.  *rest is the cell to begin with. */
int seqrec_tsv_element(struct seqrec_text *rest, struct seqrec_text *element);

/* Writes the bytes that an element or a cell that is no list stands for to out,
 * which has room for its n; how many they are, -1 if an escape is wrong. */
int64_t seqrec_tsv_unescape(struct seqrec_text, char *out);

/*
 * A file of text that appears whole or not at all: it is written beside its
 * place, and takes its name when it is committed.  Standard output lacks its
 * last newline until then.  An error of writing is kept until then too.
 */
struct seqrec_output;

/* "-" is standard output.  The umask is asked for, which means to set it: no
 * other thread should make files meanwhile. */
struct seqrec_output *seqrec_output_open(
    const char *path, struct seqrec_error *);

void seqrec_output_put(struct seqrec_output *, const char *s, size_t n);
void seqrec_output_printf(struct seqrec_output *, const char *fmt, ...)
    SEQREC_PRINTF(2, 3);

/* Puts s [n] as an element or a cell that is no list: escaped where it must be. */
void seqrec_output_escaped(struct seqrec_output *, const char *s, size_t n);

/* Has writing failed, so that a long loop may end early? */
int seqrec_output_failed(const struct seqrec_output *);

/* All n files are written: syncs them and gives them their names, those only
 * once all are on the disk.  Frees them, also when it returns -1. */
int seqrec_output_commit(
    struct seqrec_output *const *, size_t n, struct seqrec_error *);

/* The work has failed: no file appears.  Frees it; NULL is fine. */
void seqrec_output_abandon(struct seqrec_output *);

/*
 * Random numbers that repeat: xoshiro256**.  A seed gives as many independent
 * streams as are wanted, so that one more use does not change the others.
 */
struct seqrec_random {
	uint64_t state[4];
};

void seqrec_random_seed(struct seqrec_random *, uint64_t seed, uint64_t stream);

uint64_t seqrec_random_below(struct seqrec_random *, uint64_t n); /* 0 .. n-1 */
double seqrec_random_uniform(struct seqrec_random *);             /* [0, 1) */
double seqrec_random_normal(struct seqrec_random *); /* mean 0, variance 1 */

#ifdef __cplusplus
}
#endif

#endif
