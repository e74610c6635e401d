/* example - tf.train.Example and tf.train.SequenceExample, read and written. */
/* SPDX-License-Identifier: MIT */
#include "tf/example.h"

#include "base/arena.h"
#include "base/fail.h"
#include "tf/feature.h"
#include "tf/wire.h"

#include "example.pb-c.h"

/* protobuf-c takes its memory from an arena, and we see whether it got it. */
struct source {
	ProtobufCAllocator allocator;
	struct arena *arena;
	int dry;
};

static void *
take(void *data, size_t n)
{
	struct source *s = data;
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

/* Does a message hold fields that ours does not know? */
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
	for (i = 0; i < list->n_value; i++) {
		values[i].s = (const char *)list->value[i].data;
		values[i].n = list->value[i].len;
	}
	f->kind = FEATURE_BYTES;
	f->n = list->n_value;
	f->bytes = values;
	return 1;
}

/* 1, 0 if there is something strange in m, -1 without memory. */
static int
get_feature(const Tf__Feature *m, struct arena *a, struct feature *f)
{
	f->kind = FEATURE_NONE;
	f->n = 0;
	if (!m)
		return 1;
	if (is_strange(&m->base))
		return 0;
	switch (m->kind_case) {
	case TF__FEATURE__KIND_BYTES_LIST:
		return is_strange(&m->bytes_list->base)
		           ? 0
		           : get_bytes(m->bytes_list, a, f);
	case TF__FEATURE__KIND_FLOAT_LIST:
		f->kind = FEATURE_FLOAT;
		f->n = m->float_list->n_value;
		f->floats = m->float_list->value;
		return !is_strange(&m->float_list->base);
	case TF__FEATURE__KIND_INT64_LIST:
		f->kind = FEATURE_INT64;
		f->n = m->int64_list->n_value;
		f->ints = m->int64_list->value;
		return !is_strange(&m->int64_list->base);
	default:
		return 1;
	}
}

static struct slice
get_key(ProtobufCBinaryData key)
{
	return (struct slice){(const char *)key.data, key.len};
}

static int
get_features(const Tf__Features *m, struct arena *a, struct example *e)
{
	size_t i;
	int got;

	if (!m)
		return 1;
	if (is_strange(&m->base))
		return 0;
	e->features = arena_alloc(a, m->n_feature * sizeof(*e->features));
	if (!e->features)
		return -1;
	e->nfeatures = m->n_feature;
	for (i = 0; i < e->nfeatures; i++) {
		const Tf__FeatureEntry *entry = m->feature[i];

		e->features[i].key = get_key(entry->key);
		got = is_strange(&entry->base)
		          ? 0
		          : get_feature(entry->value, a, &e->features[i]);
		if (got <= 0)
			return got;
	}
	return 1;
}

static int
get_steps(const Tf__FeatureList *m, struct arena *a, struct feature *f)
{
	size_t i;
	int got;

	f->kind = FEATURE_STEPS;
	f->n = 0;
	if (!m)
		return 1;
	if (is_strange(&m->base))
		return 0;
	f->steps = arena_alloc(a, m->n_feature * sizeof(*f->steps));
	if (!f->steps)
		return -1;
	f->n = m->n_feature;
	for (i = 0; i < f->n; i++) {
		f->steps[i].key = (struct slice){NULL, 0};
		got = get_feature(m->feature[i], a, &f->steps[i]);
		if (got <= 0)
			return got;
	}
	return 1;
}

static int
get_lists(const Tf__FeatureLists *m, struct arena *a, struct example *e)
{
	size_t i;
	int got;

	if (!m)
		return 1;
	if (is_strange(&m->base))
		return 0;
	e->lists = arena_alloc(a, m->n_feature_list * sizeof(*e->lists));
	if (!e->lists)
		return -1;
	e->nlists = m->n_feature_list;
	for (i = 0; i < e->nlists; i++) {
		const Tf__FeatureListEntry *entry = m->feature_list[i];

		e->lists[i].key = get_key(entry->key);
		got = is_strange(&entry->base)
		          ? 0
		          : get_steps(entry->value, a, &e->lists[i]);
		if (got <= 0)
			return got;
	}
	return 1;
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
	struct source s = {{take, give_back, &s}, a, 0};
	Tf__SequenceExample *m;
	int got;

	*e = (struct example){0};
	m = tf__sequence_example__unpack(&s.allocator, n, p);
	if (!m)
		return s.dry ? -1 : 0;
	got = is_strange(&m->base) ? 0 : get_features(m->context, a, e);
	if (got > 0)
		got = get_lists(m->feature_lists, a, e);
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
	return fail_set(f, "is not a tf.train.Example");
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
	if (got == 0) {
		arena_reset(a);
		got = read_any(e, p, n, a);
	} else if (got > 0) {
		got = settle(e, a);
	}
	return answer(got, f);
}

/* A feature as the messages it is made of. */
struct message {
	Tf__FeatureEntry entry;
	Tf__FeatureListEntry list_entry;
	Tf__FeatureList list;
	Tf__Feature feature;
	union {
		Tf__BytesList bytes;
		Tf__FloatList floats;
		Tf__Int64List ints;
	};
};

static int
set_bytes(struct message *m, const struct feature *f, struct arena *a)
{
	ProtobufCBinaryData *values = arena_alloc(a, f->n * sizeof(*values));
	size_t i;

	if (!values)
		return -1;
	for (i = 0; i < f->n; i++) {
		values[i].data = (uint8_t *)f->bytes[i].s; /* only read */
		values[i].len = f->bytes[i].n;
	}
	tf__bytes_list__init(&m->bytes);
	m->bytes.n_value = f->n;
	m->bytes.value = values;
	m->feature.kind_case = TF__FEATURE__KIND_BYTES_LIST;
	m->feature.bytes_list = &m->bytes;
	return 0;
}

static int
set_feature(struct message *m, const struct feature *f, struct arena *a)
{
	tf__feature__init(&m->feature);
	switch (f->kind) {
	case FEATURE_BYTES:
		return set_bytes(m, f, a);
	case FEATURE_FLOAT:
		tf__float_list__init(&m->floats);
		m->floats.n_value = f->n;
		m->floats.value = (float *)f->floats; /* only read */
		m->feature.kind_case = TF__FEATURE__KIND_FLOAT_LIST;
		m->feature.float_list = &m->floats;
		return 0;
	case FEATURE_INT64:
		tf__int64_list__init(&m->ints);
		m->ints.n_value = f->n;
		m->ints.value = (int64_t *)f->ints; /* only read */
		m->feature.kind_case = TF__FEATURE__KIND_INT64_LIST;
		m->feature.int64_list = &m->ints;
		return 0;
	default:
		return 0;
	}
}

static ProtobufCBinaryData
set_key(const struct feature *f)
{
	/* only read */
	return (ProtobufCBinaryData){f->key.n, (uint8_t *)f->key.s};
}

static int
set_features(
    Tf__Features *m, const struct feature *f, size_t n, struct arena *a)
{
	struct message *all = arena_alloc(a, n * sizeof(*all));
	size_t i;

	tf__features__init(m);
	m->feature = arena_alloc(a, n * sizeof(*m->feature));
	if (!all || !m->feature)
		return -1;
	m->n_feature = n;
	for (i = 0; i < n; i++) {
		tf__feature_entry__init(&all[i].entry);
		all[i].entry.key = set_key(&f[i]);
		all[i].entry.value = &all[i].feature;
		m->feature[i] = &all[i].entry;
		if (set_feature(&all[i], &f[i], a))
			return -1;
	}
	return 0;
}

static int
set_list(struct message *m, const struct feature *f, struct arena *a)
{
	struct message *steps = arena_alloc(a, f->n * sizeof(*steps));
	size_t i;

	tf__feature_list__init(&m->list);
	m->list.feature = arena_alloc(a, f->n * sizeof(*m->list.feature));
	if (!steps || !m->list.feature)
		return -1;
	m->list.n_feature = f->n;
	for (i = 0; i < f->n; i++) {
		m->list.feature[i] = &steps[i].feature;
		if (set_feature(&steps[i], &f->steps[i], a))
			return -1;
	}
	return 0;
}

static int
set_lists(
    Tf__FeatureLists *m, const struct feature *f, size_t n, struct arena *a)
{
	struct message *all = arena_alloc(a, n * sizeof(*all));
	size_t i;

	tf__feature_lists__init(m);
	m->feature_list = arena_alloc(a, n * sizeof(*m->feature_list));
	if (!all || !m->feature_list)
		return -1;
	m->n_feature_list = n;
	for (i = 0; i < n; i++) {
		tf__feature_list_entry__init(&all[i].list_entry);
		all[i].list_entry.key = set_key(&f[i]);
		all[i].list_entry.value = &all[i].list;
		m->feature_list[i] = &all[i].list_entry;
		if (set_list(&all[i], &f[i], a))
			return -1;
	}
	return 0;
}

unsigned char *
example_write(const struct example *e, int sequence, struct arena *a, size_t *n)
{
	Tf__SequenceExample m = TF__SEQUENCE_EXAMPLE__INIT;
	Tf__Features features;
	Tf__FeatureLists lists;
	unsigned char *out;

	if (set_features(&features, e->features, e->nfeatures, a))
		return NULL;
	m.context = &features;
	if (sequence) {
		if (set_lists(&lists, e->lists, e->nlists, a))
			return NULL;
		m.feature_lists = &lists;
	}
	*n = tf__sequence_example__get_packed_size(&m);
	out = arena_alloc(a, *n);
	if (out)
		(void)tf__sequence_example__pack(&m, out); /* it fits */
	return out;
}
