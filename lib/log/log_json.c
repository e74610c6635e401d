/* log_json - the command that turns JSON into columns. */
/* SPDX-License-Identifier: MIT */
#include "log/log_json.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "io/file_kind.h"
#include "io/input.h"
#include "log/log_columns.h"

#define MOST_KEYS 64

/* The keys of an object. */
struct log_json_keys {
	struct slice at[MOST_KEYS]; /* [n] */
	size_t n;
	struct log_columns roles; /* of them */
};

/* An object's keys, and those of the objects in its first list of objects. */
struct log_json {
	struct log_json_keys outer, inner;
	struct slice list; /* the list's key */
	int array;         /* the objects are elements of an array */
};

/* The rest of the text, which may be cut short anywhere. */
struct log_json_cursor {
	const char *s, *end;
};

/* Returns the next byte that is not a blank, or 0 at the end. */
static char
next(struct log_json_cursor *c)
{
	while (c->s < c->end && strchr(" \t\r\n", *c->s))
		c->s++;
	return c->s < c->end ? *c->s : 0;
}

/* Takes a string, with its escapes.  Returns -1 if there is none, or if it is
 * cut short. */
static int
take_string(struct log_json_cursor *c, struct slice *s)
{
	if (next(c) != '"')
		return -1;
	s->s = ++c->s;
	while (c->s < c->end && *c->s != '"')
		c->s += 1 + (*c->s == '\\');
	if (c->s >= c->end)
		return -1;
	s->n = (size_t)(c->s++ - s->s);
	return 0;
}

/* Takes a value of any kind. */
static int
take_value(struct log_json_cursor *c)
{
	struct slice s;
	int depth = 0;

	do {
		switch (next(c)) {
		case 0:
			return -1;
		case '"':
			if (take_string(c, &s))
				return -1;
			break;
		case '{':
		case '[':
			depth++;
			c->s++;
			break;
		case '}':
		case ']':
			depth--;
			c->s++;
			break;
		case ',':
		case ':':
			c->s++;
			break;
		default:
			while (c->s < c->end && !strchr(",:]} \t\r\n", *c->s))
				c->s++;
		}
	} while (depth);
	return 0;
}

/* Takes an object's keys; those of the first list of objects in it go to
 * *inner, unless that is NULL. */
static void
take_keys(struct log_json_cursor *c, struct log_json_keys *k,
    struct log_json_keys *inner, struct slice *list)
{
	struct log_json_cursor ahead;
	struct slice key;

	if (next(c) != '{')
		return;
	do {
		c->s++;
		if (take_string(c, &key) || next(c) != ':')
			return;
		c->s++;
		if (k->n < MOST_KEYS)
			k->at[k->n++] = key;
		if (inner && !inner->n && next(c) == '[') {
			ahead = (struct log_json_cursor){c->s + 1, c->end};
			take_keys(&ahead, inner, NULL, NULL);
			*list = key;
		}
	} while (!take_value(c) && next(c) == ',');
}

static void
find_roles(struct log_json_keys *k)
{
	struct fail odd; /* two keys of one role: the first counts */

	(void)log_columns_header(&k->roles, k->at, k->n, NULL, &odd);
}

static const struct slice nothing = {"", 0};

/* Text of limited size. */
struct log_json_text {
	char s[600];
	size_t n;
};

static void
put(struct log_json_text *t, const char *before, struct slice s)
{
	int n = snprintf(t->s + t->n, sizeof(t->s) - t->n, "%s%.*s", before,
	    (int)size_min(s.n, 60), s.s);

	t->n = size_min(t->n + (size_t)n, sizeof(t->s) - 1);
}

/* Returns 1 if jq takes the key after a point. */
static int
is_plain(struct slice s)
{
	size_t i = 0;

	while (i < s.n && ((s.s[i] >= '0' && s.s[i] <= '9' && i) ||
			      ((s.s[i] | 32) >= 'a' && (s.s[i] | 32) <= 'z') ||
			      s.s[i] == '_'))
		i++;
	return s.n && i == s.n;
}

static void
put_key(struct log_json_text *t, struct slice key)
{
	put(t, is_plain(key) ? "." : ".[\"", key);
	if (!is_plain(key))
		put(t, "\"]", nothing);
}

/* The command of jq, while it is put together. */
struct log_json_command {
	struct log_json_text before, cells, columns;
	int nested; /* items are in the list */
	int has_user, has_item;
};

/* Adds a role, if a key has it. */
static void
put_role(struct log_json_command *q, const struct log_json *j, enum role role)
{
	struct slice name = {log_columns_name(role), 0};
	int outer = j->outer.roles.column[role];
	int inner = q->nested ? j->inner.roles.column[role] : -1;

	name.n = strlen(name.s);
	if (outer < 0 && inner < 0)
		return;
	q->has_user |= role == ROLE_USER;
	q->has_item |= role == ROLE_ITEM;
	put(&q->columns, q->columns.n ? "," : "", name);
	put(&q->cells, q->cells.n ? ", " : "", nothing);
	if (outer < 0 || !q->nested) {
		put_key(&q->cells,
		    outer < 0 ? j->inner.at[inner] : j->outer.at[outer]);
		return;
	}
	put_key(&q->before, j->outer.at[outer]);
	put(&q->before, " as $", name);
	put(&q->before, " | ", nothing);
	put(&q->cells, "$", name);
}

int
log_json_explain(
    const unsigned char *p, size_t n, const char *file, struct fail *f)
{
	static const enum role roles[] = {
	    ROLE_USER, ROLE_ITEM, ROLE_RATING, ROLE_TIME};
	struct log_json_cursor c = {(const char *)p, (const char *)p + n};
	struct log_json j = {.array = next(&c) == '['};
	struct log_json_command q = {0};
	char quoted[256];
	size_t k;

	c.s += j.array;
	take_keys(&c, &j.outer, &j.inner, &j.list);
	find_roles(&j.outer);
	find_roles(&j.inner);
	q.nested = j.outer.roles.column[ROLE_ITEM] < 0;
	for (k = 0; k < COUNTOF(roles); k++)
		put_role(&q, &j, roles[k]);
	if (!q.has_user || !q.has_item)
		return 0;
	if (q.nested) {
		put_key(&q.before, j.list);
		put(&q.before, "[] | ", nothing);
	}
	file_kind_quote(file, quoted, sizeof(quoted));
	return fail_set(f,
	    "%s: is JSON, not a log; jq -r '%s%s[%s] | @tsv' %s | seq-examples "
	    "--columns=%s",
	    file, j.array ? ".[] | " : "", q.before.s, q.cells.s, quoted,
	    q.columns.s);
}

const struct input_mode log_json_input = {
    .accepted = FILE_LOG, .explain_json = log_json_explain};
