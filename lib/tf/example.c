/* example - reads tf.train.Example and tf.train.SequenceExample. */
/* SPDX-License-Identifier: MIT */
#include "tf/example.h"

#include "base/arena.h"
#include "base/fail.h"
#include "tf/feature.h"
#include "tf/wire.h"

#include "example.pb-c.h"

/* A protobuf-c allocator that uses an arena and notes a failure. */
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
	(void)data; /* an arena is freed as a whole */
	(void)p;
}

/* The result of reading a message; only EXAMPLE_READ is success. */
enum example_answer {
	EXAMPLE_READ = 1,
	EXAMPLE_STRANGE = 0, /* not an Example */
	EXAMPLE_DRY = -1,    /* no memory */
	EXAMPLE_RANKED = -2, /* an ExampleListWithContext */
};

/* The largest field number. */
#define FIELD_MOST ((1U << 29) - 1)

/*
 * Returns 1 if m is a different message; n of its fields are known.  Unknown
 * fields are skipped, because a newer writer may add some.  But a message with
 * only unknown fields is not an Example.
 */
static int
is_strange(const ProtobufCMessage *m, size_t n)
{
	unsigned i;

	for (i = 0; i < m->n_unknown_fields; i++) {
		if (m->unknown_fields[i].tag - 1 >= FIELD_MOST)
			return 1;
	}
	return m->n_unknown_fields && !n;
}

static int
get_bytes(const Tf__BytesList *list, struct arena *a, struct feature *f)
{
	struct slice *values = arena_alloc(a, list->n_value * sizeof(*values));
	size_t i;

	if (!values)
		return EXAMPLE_DRY;
	for (i = 0; i < list->n_value; i++)
		values[i] = (struct slice){
		    (const char *)list->value[i].data, list->value[i].len};
	f->kind = FEATURE_BYTES;
	f->n = list->n_value;
	f->bytes = values;
	return !is_strange(&list->base, f->n);
}

/* Reads the n values m of an entry.  Returns an enum example_answer. */
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
	if (n > 1 || lists > 1 || is_strange(&x->base, lists))
		return EXAMPLE_STRANGE;
	if (x->n_bytes_list)
		return get_bytes(x->bytes_list[0], a, f);
	if (x->n_float_list) {
		f->kind = FEATURE_FLOAT;
		f->n = x->float_list[0]->n_value;
		f->floats = x->float_list[0]->value;
		return !is_strange(&x->float_list[0]->base, f->n);
	}
	if (x->n_int64_list) {
		f->kind = FEATURE_INT64;
		f->n = x->int64_list[0]->n_value;
		f->ints = x->int64_list[0]->value;
		return !is_strange(&x->int64_list[0]->base, f->n);
	}
	return EXAMPLE_READ;
}

/*
 * Explains an entry with a key and without a value.  In an
 * ExampleListWithContext an Example is at the place of an Example's Features,
 * so the entries of its map look like keys.
 */
static int
explain(ProtobufCBinaryData key, struct example_source *s)
{
	const Tf__FeatureEntry *x;
	struct feature ignored;
	int got;

	if (key.len < 2) /* shorter than any entry */
		return EXAMPLE_READ;
	x = tf__feature_entry__unpack(&s->allocator, key.len, key.data);
	if (!x)
		return s->dry ? EXAMPLE_DRY : EXAMPLE_READ;
	if (x->n_value != 1 || x->base.n_unknown_fields)
		return EXAMPLE_READ;
	got = get_feature(1, x->value, s->arena, &ignored);
	return got > 0 ? EXAMPLE_RANKED : got < 0 ? got : EXAMPLE_READ;
}

/*
 * Begins feature f with an entry's key; the entry has n values.  Returns an
 * enum example_answer.
 */
static int
get_key(ProtobufCBinaryData key, const ProtobufCMessage *entry, size_t n,
    struct example_source *s, struct feature *f)
{
	f->key = (struct slice){(const char *)key.data, key.len};
	if (is_strange(entry, n + key.len))
		return EXAMPLE_STRANGE;
	return n ? EXAMPLE_READ : explain(key, s);
}

/* Adds the entries of m to e, whose features have room for them. */
static int
get_features(const Tf__Features *m, struct example_source *s, struct example *e)
{
	size_t i;
	int got = !is_strange(&m->base, m->n_feature);

	for (i = 0; i < m->n_feature && got > 0; i++) {
		const Tf__FeatureEntry *entry = m->feature[i];
		struct feature *f = &e->features[e->nfeatures++];

		got = get_key(entry->key, &entry->base, entry->n_value, s, f);
		if (got > 0)
			got = get_feature(
			    entry->n_value, entry->value, s->arena, f);
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
	if (n > 1 || is_strange(&x->base, x->n_feature))
		return EXAMPLE_STRANGE;
	f->steps = arena_alloc(a, x->n_feature * sizeof(*f->steps));
	if (!f->steps)
		return EXAMPLE_DRY;
	f->n = x->n_feature;
	for (i = 0; i < f->n && got > 0; i++) {
		f->steps[i].key = (struct slice){NULL, 0};
		got = get_feature(1, &x->feature[i], a, &f->steps[i]);
	}
	return got;
}

static int
get_lists(
    const Tf__FeatureLists *m, struct example_source *s, struct example *e)
{
	size_t i;
	int got = !is_strange(&m->base, m->n_feature_list);

	for (i = 0; i < m->n_feature_list && got > 0; i++) {
		const Tf__FeatureListEntry *entry = m->feature_list[i];
		struct feature *f = &e->lists[e->nlists++];

		got = get_key(entry->key, &entry->base, entry->n_value, s, f);
		if (got > 0)
			got = get_steps(
			    entry->n_value, entry->value, s->arena, f);
	}
	return got;
}

/* Takes all that m holds.  Each message may occur any number of times. */
static int
get_all(
    const Tf__SequenceExample *m, struct example_source *s, struct example *e)
{
	size_t i, n = 0, nlists = 0;
	int got = !is_strange(&m->base, m->n_context + m->n_feature_lists);

	for (i = 0; i < m->n_context; i++)
		n += m->context[i]->n_feature;
	for (i = 0; i < m->n_feature_lists; i++)
		nlists += m->feature_lists[i]->n_feature_list;
	e->features = arena_alloc(s->arena, n * sizeof(*e->features));
	e->lists = arena_alloc(s->arena, nlists * sizeof(*e->lists));
	if (!e->features || !e->lists)
		return EXAMPLE_DRY;
	for (i = 0; i < m->n_context && got > 0; i++)
		got = get_features(m->context[i], s, e);
	for (i = 0; i < m->n_feature_lists && got > 0; i++)
		got = get_lists(m->feature_lists[i], s, e);
	return got;
}

static int
settle(struct example *e, struct arena *a)
{
	return feature_settle(e->features, &e->nfeatures, a) ||
	               feature_settle(e->lists, &e->nlists, a)
	           ? EXAMPLE_DRY
	           : EXAMPLE_READ;
}

/* Reads an Example as a SequenceExample without feature lists. */
static int
read_any(struct example *e, const unsigned char *p, size_t n, struct arena *a)
{
	struct example_source s = {{take, give_back, &s}, a, 0};
	Tf__SequenceExample *m;
	int got;

	*e = (struct example){0};
	m = tf__sequence_example__unpack(&s.allocator, n, p);
	if (!m)
		return s.dry ? EXAMPLE_DRY : EXAMPLE_STRANGE;
	got = get_all(m, &s, e);
	return got > 0 ? settle(e, a) : got;
}

/* Turns a result into a message.  Returns 0 or -1. */
static int
answer(int got, struct fail *f)
{
	if (got > 0)
		return 0;
	if (got == EXAMPLE_RANKED)
		return fail_set(f,
		    "the record is an ExampleListWithContext, a query and a "
		    "list of items to be ranked, which is not read: write a "
		    "record for each of its examples, with the context's "
		    "features in it");
	if (got < 0)
		return fail_set(f,
		    "the record is too large: memory is short, or it would "
		    "take more than %zu bytes",
		    EXAMPLE_MEMORY);
	return fail_set(f,
	    "the record is neither a tf.train.Example nor a SequenceExample; "
	    "records of other kinds can only be counted, with --count");
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
