/* example - tf.train.Example and tf.train.SequenceExample, read. */
/* SPDX-License-Identifier: MIT */
#include "tf/example.h"

#include "base/arena.h"
#include "base/fail.h"
#include "tf/feature.h"
#include "tf/wire.h"

#include "example.pb-c.h"

/* protobuf-c takes its memory from an arena, and we see whether it got it. */
struct example_source {
	ProtobufCAllocator allocator;
	struct arena *arena;
	int dry;
};

static void *
take(void *data, size_t n)
{
	struct example_source *s = data;
	void *p = arena_alloc(s->arena, n);

	s->dry |= !p;
	return p;
}

static void
give_back(void *data, void *p)
{
	(void)data; /* an arena is given back as a whole */
	(void)p;
}

/* Does m hold fields that its message does not have? */
static int
is_strange(const ProtobufCMessage *m)
{
	return m->n_unknown_fields != 0;
}

static int
get_bytes(const Tf__BytesList *list, struct arena *a, struct feature *f)
{
	struct slice *values = arena_alloc(a, list->n_value * sizeof(*values));
	size_t i;

	if (!values)
		return -1;
	for (i = 0; i < list->n_value; i++)
		values[i] = (struct slice){
		    (const char *)list->value[i].data, list->value[i].len};
	f->kind = FEATURE_BYTES;
	f->n = list->n_value;
	f->bytes = values;
	return 1;
}

/* Of the n values m of an entry: 1, 0 if there is something strange in them, -1
 * without memory. */
static int
get_feature(size_t n, Tf__Feature *const *m, struct arena *a, struct feature *f)
{
	const Tf__Feature *x = n ? m[0] : NULL;
	size_t lists;

	f->kind = FEATURE_NONE;
	f->n = 0;
	if (!x)
		return 1;
	lists = x->n_bytes_list + x->n_float_list + x->n_int64_list;
	if (n > 1 || lists > 1 || is_strange(&x->base))
		return 0;
	if (x->n_bytes_list && !is_strange(&x->bytes_list[0]->base))
		return get_bytes(x->bytes_list[0], a, f);
	if (x->n_float_list && !is_strange(&x->float_list[0]->base)) {
		f->kind = FEATURE_FLOAT;
		f->n = x->float_list[0]->n_value;
		f->floats = x->float_list[0]->value;
	}
	if (x->n_int64_list && !is_strange(&x->int64_list[0]->base)) {
		f->kind = FEATURE_INT64;
		f->n = x->int64_list[0]->n_value;
		f->ints = x->int64_list[0]->value;
	}
	return !lists || f->kind != FEATURE_NONE;
}

/* Adds the entries of m to e, whose features have room for them. */
static int
get_features(const Tf__Features *m, struct arena *a, struct example *e)
{
	size_t i;
	int got = !is_strange(&m->base);

	for (i = 0; i < m->n_feature && got > 0; i++) {
		const Tf__FeatureEntry *entry = m->feature[i];
		struct feature *f = &e->features[e->nfeatures++];

		f->key.s = (const char *)entry->key.data;
		f->key.n = entry->key.len;
		got = is_strange(&entry->base)
		          ? 0
		          : get_feature(entry->n_value, entry->value, a, f);
	}
	return got;
}

static int
get_steps(
    size_t n, Tf__FeatureList *const *m, struct arena *a, struct feature *f)
{
	const Tf__FeatureList *x = n ? m[0] : NULL;
	size_t i;
	int got = 1;

	f->kind = FEATURE_STEPS;
	f->n = 0;
	if (!x)
		return 1;
	if (n > 1 || is_strange(&x->base))
		return 0;
	f->steps = arena_alloc(a, x->n_feature * sizeof(*f->steps));
	if (!f->steps)
		return -1;
	f->n = x->n_feature;
	for (i = 0; i < f->n && got > 0; i++) {
		f->steps[i].key = (struct slice){NULL, 0};
		got = get_feature(1, &x->feature[i], a, &f->steps[i]);
	}
	return got;
}

static int
get_lists(const Tf__FeatureLists *m, struct arena *a, struct example *e)
{
	size_t i;
	int got = !is_strange(&m->base);

	for (i = 0; i < m->n_feature_list && got > 0; i++) {
		const Tf__FeatureListEntry *entry = m->feature_list[i];
		struct feature *f = &e->lists[e->nlists++];

		f->key.s = (const char *)entry->key.data;
		f->key.n = entry->key.len;
		got = is_strange(&entry->base)
		          ? 0
		          : get_steps(entry->n_value, entry->value, a, f);
	}
	return got;
}

/* Takes over all that m holds, any number of each message. */
static int
get_all(const Tf__SequenceExample *m, struct arena *a, struct example *e)
{
	size_t i, n = 0, nlists = 0;
	int got = !is_strange(&m->base);

	for (i = 0; i < m->n_context; i++)
		n += m->context[i]->n_feature;
	for (i = 0; i < m->n_feature_lists; i++)
		nlists += m->feature_lists[i]->n_feature_list;
	e->features = arena_alloc(a, n * sizeof(*e->features));
	e->lists = arena_alloc(a, nlists * sizeof(*e->lists));
	if (!e->features || !e->lists)
		return -1;
	for (i = 0; i < m->n_context && got > 0; i++)
		got = get_features(m->context[i], a, e);
	for (i = 0; i < m->n_feature_lists && got > 0; i++)
		got = get_lists(m->feature_lists[i], a, e);
	return got;
}

static int
settle(struct example *e, struct arena *a)
{
	return feature_settle(e->features, &e->nfeatures, a) ||
	               feature_settle(e->lists, &e->nlists, a)
	           ? -1
	           : 1;
}

/* An Example is a SequenceExample that has no lists. */
static int
read_any(struct example *e, const unsigned char *p, size_t n, struct arena *a)
{
	struct example_source s = {{take, give_back, &s}, a, 0};
	Tf__SequenceExample *m;
	int got;

	*e = (struct example){0};
	m = tf__sequence_example__unpack(&s.allocator, n, p);
	if (!m)
		return s.dry ? -1 : 0;
	got = get_all(m, a, e);
	return got > 0 ? settle(e, a) : got;
}

/* got, as above, in words. */
static int
answer(int got, struct fail *f)
{
	if (got > 0)
		return 0;
	if (got < 0)
		return fail_set(f,
		    "too large: there is no memory to unpack it, or it would "
		    "take more than %zu bytes",
		    EXAMPLE_MEMORY);
	return fail_set(f,
	    "is neither a tf.train.Example nor a SequenceExample; records of "
	    "other kinds can only be counted, with --count");
}

int
example_read_any(struct example *e, const unsigned char *p, size_t n,
    struct arena *a, struct fail *f)
{
	arena_reset(a);
	return answer(read_any(e, p, n, a), f);
}

int
example_read(struct example *e, const unsigned char *p, size_t n,
    struct arena *a, struct fail *f)
{
	int got;

	arena_reset(a);
	*e = (struct example){0};
	got = wire_read(p, n, a, &e->features, &e->nfeatures);
	if (got == 0)
		return example_read_any(e, p, n, a, f);
	return answer(got > 0 ? settle(e, a) : got, f);
}
