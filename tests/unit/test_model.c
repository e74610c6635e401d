/*
 * test_model - a model loads as it was saved, and saving replaces only models.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "model/model.h"
#include "nn/net.h"
#include "nn/params.h"

#include "scratch.h"
#include "small_model.h"
#include "tap.h"

static int
same_vocab(const struct vocab *a, const struct vocab *b)
{
	size_t i;

	for (i = 1; i <= vocab_size(a); i++) {
		struct slice s = vocab_token(a, (int32_t)i);

		if (vocab_find(b, s.s, s.n) != (int32_t)i ||
		    vocab_count(a, (int32_t)i) != vocab_count(b, (int32_t)i))
			return 0;
	}
	return vocab_size(a) == vocab_size(b);
}

/* Does b equal a? */
static int
same_tensors(struct model *a, struct model *b)
{
	size_t i;

	for (i = 0; i < a->ntensors; i++) {
		struct tensor *s = &a->tensors[i];
		struct tensor *t = model_need(b, s->name, s->rows, s->cols, &f);

		if (!t || memcmp(s->x, t->x, s->rows * s->cols * sizeof(*s->x)))
			return 0;
	}
	return 1;
}

static void
test_round_trip(void)
{
	struct net n = new_net(1), back;
	struct model *m = new_model(&n), *got, *state;
	size_t x, i;
	int good = 1;

	ok(!model_save(m, "m", &f), "a model is saved where there is none");
	got = model_load("m", &f);
	state = model_load_state("m", &f);
	if (!got || !state) {
		ok(0, "load: %s", f.msg);
		return;
	}
	ok(same_vocab(m->vocab, got->vocab), "tokens and counts come back");
	ok(same_tensors(m, state) && same_tensors(got, m) &&
		m->ntensors == state->ntensors && got->ntensors == 7 &&
		!model_tensor(got, "state/gru0_bias"),
	    "tensors come back to the bit, the state's only when asked for");
	ok(!strcmp(model_setting(got, "encoder"), "gru:3") &&
		!strcmp(model_setting(got, "pad"), "") &&
		got->nsettings == 15 && !model_setting(got, "no"),
	    "settings come back, an empty one too");
	ok(!model_number(got, "answer", 42, &x, &f) && x == 42 &&
		model_number(got, "answer", 41, &x, &f) &&
		model_number(got, "encoder", 100, &x, &f) &&
		model_number(got, "no", 100, &x, &f),
	    "a setting as a number, within its bound");
	good =
	    !net_load(&back, state, NULL, 1, &f) && back.is.fill_context == 1;
	for (i = 0; i < n.params->n && good; i++) {
		size_t size =
		    n.params->p[i].rows * n.params->p[i].cols * sizeof(real);

		good = size == back.params->p[i].rows * back.params->p[i].cols *
		                   sizeof(real) &&
		       (!size || !memcmp(n.params->p[i].w, back.params->p[i].w,
				     size)) &&
		       (!size || !memcmp(n.params->p[i].slot[0],
				     back.params->p[i].slot[0], size));
	}
	ok(good, "a net goes through a model and back");
	net_free(&back);
	ok(!!model_add(state, "gru1_bias", 1, 1, &f) &&
		net_load(&back, state, NULL, 1, &f) &&
		strstr(f.msg, "gru1_bias.f32, which no layer"),
	    "a tensor that no layer reads is refused");
	model_free(m);
	model_free(got);
	model_free(state);
	net_free(&n);
	net_free(&back);
}

/* A directory that saving must leave unchanged. */
static void
test_foreign(const char *dir, const char *make)
{
	struct net n = new_net(2);
	struct model *m = new_model(&n);

	sh("rm -rf '%s' && %s", dir, make);
	sh("ls -lARi --time-style=full-iso '%s' >before", dir);
	ok(model_replaceable(dir, &f) && model_save(m, dir, &f),
	    "refused: %s: %s", make, f.msg);
	sh("ls -lARi --time-style=full-iso '%s' | cmp -s - before", dir);
	model_free(m);
	net_free(&n);
}

static void
test_replace(void)
{
	size_t n;

	sh("rm -rf m");
	n = scratch_entries();
	save_new("m", 1);
	sh("cp -r m first && touch m/old_tensor.f32");
	save_new("m", 2);
	ok(scratch_entries() == n + 2,
	    "after replacing, nothing is left beside");
	ok(system("cmp -s m/gru0_kernel.f32 first/gru0_kernel.f32") &&
		access("m/old_tensor.f32", F_OK),
	    "the new model is there, and nothing of the old");
	save_new("m/", 1);
	ok(!system("diff -r m first"),
	    "a slash at the end, and the same bytes again");
	sh("rm -rf m && mkdir m");
	save_new("m", 1);
	ok(!system("diff -r m first"), "an empty directory is filled");
	test_foreign("d", "mkdir d && touch d/thesis.tex");
	test_foreign("d", "cp -r first d && touch d/notes.txt");
	test_foreign("d", "cp -r first d && touch d/state/notes.txt");
	test_foreign("d", "cp -r first d && mkdir d/sub");
	test_foreign("d", "cp -r first d && mkdir d/x.f32");
	test_foreign("d", "mkdir d && touch d/x.f32");
	test_foreign("d", "touch d");
	test_foreign("d", "ln -s first d");
	test_foreign(
	    "d", "cp -r first d && mv d/state e && ln -s ../e d/state");
	test_foreign(
	    "d", "cp -r first d && mv d/vocab.tsv v && ln -s ../v d/vocab.tsv");
	ok(!system("diff -r e first/state"), "what a link leads to is there");
	ok(model_replaceable(".", &f) && model_replaceable("first/..", &f) &&
		model_replaceable("/", &f),
	    "what has no name cannot be replaced: %s", f.msg);
	ok(model_replaceable("no/where", &f) && strstr(f.msg, "no: "),
	    "where there is no place it is said before: %s", f.msg);
}

/* Up to the limit no tensor is lost or gets another name. */
static void
test_many(void)
{
	struct model *m = model_new(&f);
	char name[MODEL_NAME];
	int i, good = m != NULL;

	for (i = 0; i < MODEL_MAX_TENSORS && good; i++) {
		struct tensor *t;

		(void)snprintf(name, sizeof(name), "t%d", i);
		t = model_add(m, name, 1, 1, &f);
		good = t && !strcmp(t->name, name);
		if (good)
			t->x[0] = (float)i;
	}
	ok(good && m->ntensors == MODEL_MAX_TENSORS &&
		model_tensor(m, "t0")->x[0] == 0 &&
		model_tensor(m, "t1000")->x[0] == 1000,
	    "a model takes %d tensors", MODEL_MAX_TENSORS);
	ok(good && !model_add(m, "more", 1, 1, &f) &&
		m->ntensors == MODEL_MAX_TENSORS,
	    "one more is an error: %s", f.msg);
	model_free(m);
	m = model_new(&f);
	ok(m &&
		!model_add(m,
		    "a_name_of_forty_eight_bytes_which_is_one_too_"
		    "many",
		    1, 1, &f) &&
		strstr(f.msg, "too long"),
	    "so is a name that is too long: %s", f.msg);
	model_free(m);
}

int
main(void)
{
	scratch_enter();
	test_many();
	test_round_trip();
	test_replace();
	return done();
}
