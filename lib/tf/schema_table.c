/* schema_table - prints a schema as a table. */
/* SPDX-License-Identifier: MIT */
#include "tf/schema_table.h"

#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "io/aligned_table.h"
#include "io/buffer.h"
#include "io/json.h"
#include "io/output.h"
#include "tf/column.h"
#include "tf/feature.h"
#include "tf/schema.h"
#include "tf/value_summary.h"

static void
put_text(struct buffer *t, const char *s)
{
	buffer_put(t, s, strlen(s));
}

static void
put_number(struct buffer *t, uint64_t n)
{
	char *room = buffer_room(t, NUM_MAX);

	if (room)
		t->n += (size_t)(num_put_int(room, (int64_t)n) - room);
}

static void
put_cell(struct buffer *t, uint64_t n)
{
	buffer_char(t, '\t');
	put_number(t, n);
}

/* Writes the name without its type, then the type. */
static void
put_name(struct buffer *t, const struct column *c)
{
	struct column name = {.name = c->name};

	column_put_header(&name, 0, t);
	buffer_char(t, '\t');
	put_text(t, feature_kind_name((enum feature_kind)c->kind));
	if (c->steps)
		put_text(t, ":steps");
}

/* Writes the number of different values, and with times the count of the
 * most frequent value, as cells. */
static void
put_distinct(struct buffer *t, const struct schema_seen *x, int times)
{
	uint64_t n, most;

	if (value_summary_counts(x->values, &n, &most)) {
		put_text(t, times ? "\t\\N\t\\N" : "\t\\N");
		return;
	}
	put_cell(t, n);
	if (times)
		put_cell(t, most);
}

static void
put_value(struct buffer *t, const struct schema_seen *x,
    enum value_summary_which which)
{
	buffer_char(t, '\t');
	value_summary_put(x->values, which, 0, t);
}

static void
put_tsv(const struct schema *s, struct buffer *t)
{
	struct schema_seen x;
	size_t k;

	put_text(t, "feature\ttype\tcount\tmissing\tshortest\tlongest\tleast\t"
		    "greatest\tdistinct\ttimes\tmost_frequent\n");
	for (k = 0; schema_at(s, k, &x); k++) {
		put_name(t, x.column);
		put_cell(t, x.count);
		put_cell(t, schema_records(s) - x.count);
		put_cell(t, x.shortest);
		put_cell(t, x.longest);
		put_value(t, &x, VALUE_LEAST);
		put_value(t, &x, VALUE_GREATEST);
		put_distinct(t, &x, 1);
		put_value(t, &x, VALUE_FREQUENT);
		buffer_char(t, '\n');
	}
}

static void
put_short(const struct schema *s, struct buffer *t)
{
	struct schema_seen x;
	size_t k;

	put_text(t,
	    "feature\ttype\tmissing\tlength\tdistinct\tleast\tgreatest\t"
	    "top\n");
	for (k = 0; schema_at(s, k, &x); k++) {
		put_name(t, x.column);
		put_cell(t, schema_records(s) - x.count);
		put_cell(t, x.shortest);
		if (x.longest > x.shortest) {
			buffer_char(t, '-');
			put_number(t, x.longest);
		}
		put_distinct(t, &x, 0);
		put_value(t, &x, VALUE_LEAST);
		put_value(t, &x, VALUE_GREATEST);
		put_value(t, &x, VALUE_FREQUENT);
		buffer_char(t, '\n');
	}
}

static void
put_member(struct buffer *t, const char *name, uint64_t n)
{
	put_text(t, ", \"");
	put_text(t, name);
	put_text(t, "\": ");
	put_number(t, n);
}

static void
put_json_value(struct buffer *t, const char *name, const struct schema_seen *x,
    enum value_summary_which which)
{
	put_text(t, name);
	value_summary_put(x->values, which, 1, t);
}

static void
put_object(
    const struct schema *s, const struct schema_seen *x, struct buffer *t)
{
	const struct column *c = x->column;
	const char *kind = feature_kind_name((enum feature_kind)c->kind);
	uint64_t distinct, times;

	put_text(t, "{\"feature\": ");
	json_add_string(t, c->name);
	put_text(t, ", \"type\": ");
	if (*kind)
		json_add_string(t, (struct slice){kind, strlen(kind)});
	else
		put_text(t, "null");
	put_text(t, c->steps ? ", \"steps\": true" : ", \"steps\": false");
	put_member(t, "count", x->count);
	put_member(t, "missing", schema_records(s) - x->count);
	put_member(t, "shortest", x->shortest);
	put_member(t, "longest", x->longest);
	put_json_value(t, ", \"least\": ", x, VALUE_LEAST);
	put_json_value(t, ", \"greatest\": ", x, VALUE_GREATEST);
	if (value_summary_counts(x->values, &distinct, &times)) {
		put_text(t, ", \"distinct\": null, \"times\": null");
	} else {
		put_member(t, "distinct", distinct);
		put_member(t, "times", times);
	}
	put_json_value(t, ", \"most_frequent\": ", x, VALUE_FREQUENT);
	buffer_char(t, '}');
}

static void
put_json(const struct schema *s, struct buffer *t)
{
	struct schema_seen x;
	size_t k;

	put_text(t, "{\"records\": ");
	put_number(t, schema_records(s));
	put_text(t, ", \"features\": [");
	for (k = 0; schema_at(s, k, &x); k++) {
		put_text(t, k ? ",\n" : "\n");
		put_object(s, &x, t);
	}
	put_text(t, "]}\n");
}

int
schema_table_put(const struct schema *s, int form, size_t width,
    struct output *o, struct fail *f)
{
	static void (*const puts[])(const struct schema *, struct buffer *) = {
	    [SCHEMA_TSV] = put_tsv,
	    [SCHEMA_SHORT] = put_short,
	    [SCHEMA_JSON] = put_json,
	};
	struct buffer t = {0};
	int r = 0;

	puts[form](s, &t);
	if (t.failed)
		r = fail_memory(f);
	else if (form == SCHEMA_SHORT)
		r = aligned_table_fit(o, t.p, t.n, width, f);
	else
		output_put(o, t.p, t.n);
	buffer_free(&t);
	return r;
}
