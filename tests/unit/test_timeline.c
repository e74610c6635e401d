/* test_timeline - reading logs: columns, separators, order in time. */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/rng.h"
#include "data/vocab.h"
#include "io/input.h"
#include "log/log_columns.h"
#include "log/log_notes.h"
#include "log/timeline.h"
#include "log/timeline_read.h"
#include "scratch.h"
#include "tap.h"

static const char path[] = "log";

static const struct timeline_log plain = {.min_rating = NAN};

/* Reads the log text [n] into t.  Returns the result of timeline_read(). */
static int
read_bytes(struct timeline *t, const char *text, size_t n,
    const struct timeline_log *log, struct fail *f)
{
	const char *paths[] = {path};
	FILE *file = fopen(path, "w");
	struct log_notes notes = {0};
	struct input *in;
	int r;

	*t = (struct timeline){0};
	if (!file || fwrite(text, 1, n, file) != n || fclose(file))
		return fail_errno(f, "%s", path);
	in = input_open(paths, 1, NULL, f);
	r = in ? timeline_read(t, in, log, &notes, f) : -1;
	input_close(in);
	log_notes_free(&notes);
	return r;
}

/* Returns the timelines as "user:item@time/rating,... user:..."; or "-" and
 * the error. */
static const char *
read_as(const char *text, const struct timeline_log *log)
{
	static char s[4096];
	struct timeline t;
	struct fail f;
	size_t u, i, n = 0;

	if (read_bytes(&t, text, strlen(text), log, &f)) {
		const char *why = strstr(f.msg, ":line ");

		(void)snprintf(s, sizeof(s), "- %s", why ? why : f.msg);
		timeline_free(&t);
		return s;
	}
	for (u = 0; u < t.nusers; u++) {
		struct slice w = vocab_token(t.users, (int32_t)u + 1);

		n += (size_t)snprintf(s + n, sizeof(s) - n,
		    "%s%.*s:", u ? " " : "", (int)w.n, w.s);
		for (i = t.start[u]; i < t.start[u + 1]; i++) {
			const struct timeline_event *e = &t.events[i];

			w = vocab_token(t.items, e->item);
			n += (size_t)snprintf(s + n, sizeof(s) - n,
			    "%s%.*s@%lld/%g", i > t.start[u] ? "," : "",
			    (int)w.n, w.s, (long long)e->time,
			    e->rating ? t.rating[e->rating] : 0.0);
		}
	}
	timeline_free(&t);
	return s;
}

static void
is(const char *text, struct timeline_log log, const char *want,
    const char *claim)
{
	const char *got = read_as(text, &log);

	if (!ok(!strcmp(got, want), "%s", claim))
		printf("# got  %s\n# want %s\n", got, want);
}

static void
test_formats(void)
{
	const char *want = "a:x@1/4,y@2/3.5 b:x@7/1";
	struct timeline_log log = plain;

	is("a::y::3.5::2\nb::x::1::7\na::x::4::1\n", log, want, ":: separates");
	is("a\ty\t3.5\t2\nb\tx\t1\t7\na\tx\t4\t1\n", log, want,
	    "TAB separates");
	is("a,y,3.5,2\nb,x,1,7\na,x,4,1\n", log, want, "a comma separates");
	is("a;y;3.5;2\nb;x;1;7\na;x;4;1\n", log, want, "a semicolon separates");
	is("a y 3.5 2\nb x 1 7\na x 4 1\n", log, want, "a blank separates");
	is("a,y,3.5,2\r\nb,x,1,7\r\na,x,4,1", log, want,
	    "CR LF and no last newline are fine");
	is("\xef\xbb\xbf"
	   "a,y,3.5,2\n\nb,x,1,7\na,x,4,1\n\n",
	    log, want, "a byte order mark and empty lines are passed over");
	is("\"a\",\"y\",3.5,2\nb,x,\"1\",7\n\"a\",x,4,1\n", log, want,
	    "fields may be quoted");
	is("\"a,\"\"1\"\"\",\"y,z\"\n", log, "a,\"1\":y,z@0/0",
	    "a quoted field may hold commas and quotes");
	is("\"a,\"\"1\"\", b\";\"y,z\"\n", log, "a,\"1\", b:y,z@0/0",
	    "quoted commas do not separate where semicolons do");
	log.separator = "|";
	is("a|y|3.5|2\nb|x|1|7\na|x|4|1\n", log, want, "-F forces");
	log = plain;
	log.separator = ",";
	is("a::b,c\n", log, "a::b:c@0/0", "-F forces what is found too");
}

static void
test_columns(void)
{
	struct log_told told = {0};
	struct timeline_log log = plain;

	log.told = &told;

	is("a,x\nb,y\na,z\n", log, "a:x@0/0,z@0/0 b:y@0/0",
	    "without times the order is that of the log");
	is("timestamp,movieId,userId,rating\n5,x,a,2\n", log, "a:x@5/2",
	    "a header says which columns there are");
	is("Item_ID\tmood\tUser-ID\nx\tgood\ta\n", log, "a:x@0/0",
	    "names are known in any style, others skipped");
	told.columns = "time,-,item,user";
	is("5,?,x,a\n", log, "a:x@5/0", "--columns names columns in order");
	is("ts,what,item,user\n5,?,x,a\n", log, "a:x@5/0",
	    "with --columns a header is seen by its names");
	told.header = LOG_HEADER_YES;
	is("1,2,3,4\n5,?,x,a\n", log, "a:x@5/0", "a header can be stated");
	told.columns = NULL;
	is("what,who\nx,a\n", log,
	    "- :line 1 @offset 0: no columns look like the user and the item. "
	    "There "
	    "are 2 columns, and the first line is what,who; perhaps: "
	    "seq-examples --user=what --item=who",
	    "a stated header of unknown names is refused");
	told.header = LOG_HEADER_NO;
	is("user,item\na,x\n", log, "user:item@0/0 a:x@0/0",
	    "and so can that there is none");
	is("a,x,1\n", plain,
	    "- :line 1 @offset 0: the columns cannot be guessed. There are 3 "
	    "columns, "
	    "and "
	    "the first line is a,x,1; perhaps: seq-examples --user=1 --item=2",
	    "three columns without names are not guessed at");
	is("user,session,item\na,s,x\n", plain,
	    "- :line 1 @offset 0: more than one column could be the user. "
	    "There "
	    "are 3 columns, and the first line is user,session,item; perhaps: "
	    "seq-examples --user=user --item=item",
	    "two columns for one role are not guessed at");
}

static void
test_errors(void)
{
	const struct timeline_log log = plain;

	is("a::x::4::1\nb::x::four::1\n", log,
	    "- :line 2 @offset 11: the rating 'four' is not a number",
	    "a rating that is no number");
	is("a::x::4::1\na::x::nan::1\n", log,
	    "- :line 2 @offset 11: the rating 'nan' is not a number",
	    "nan is no rating");
	is("a::x::4::1\na::x::4::1.5.\n", log,
	    "- :line 2 @offset 11: the time '1.5.' is neither a number nor a "
	    "date "
	    "like 2024-05-01T12:34:56Z, 5/1/2024 12:34 or 1 May 2024",
	    "a time that is no number");
	is("a::x::4::9223372036854775808\n", log,
	    "- :line 1 @offset 0: the time '9223372036854775808' is "
	    "neither a number nor a date like 2024-05-01T12:34:56Z, 5/1/2024 "
	    "12:34 or 1 May 2024",
	    "a time that is too large");
	is("a::x::4::9223372036854775807\n", log, "a:x@9223372036854775807/4",
	    "the largest time");
	is("a::x::4::-5\na::y::4::-6\n", log, "a:y@-6/4,x@-5/4",
	    "times before 1970 are times");
}

static void
test_cut_lines(void)
{
	struct timeline_log log = plain;

	is("a::x::4::1\na::x::4\n", log,
	    "- :line 2 @offset 11: 3 fields where the first line has 4",
	    "a line that is cut");
	is("::x::4::1\nb::y::4::1\n", log, "b:y@1/4", "no user");
	is("a::NULL::4::1\nb::y::4::1\n", log, "b:y@1/4", "no item");
	is("user,item\na,x\nuser,item\n", log,
	    "- :line 3 @offset 14: a second header line; give the files as "
	    "separate operands",
	    "a header that comes again");
	is("a,\"x\n", log, "- :line 1 @offset 0: a quoted field does not end",
	    "a quote that is not closed");
	is("a,\"x\"y\n", log,
	    "- :line 1 @offset 0: something follows the end of a quoted field",
	    "a quote that is closed too early");
	is("ax\n", log,
	    "- :line 1 @offset 0: no separator found: no ::, TAB, comma, "
	    "semicolon, | or blank (--separator)",
	    "no separator");
	log.min_rating = 2;
	is("a,x\n", log,
	    "- :line 1 @offset 0: there are no ratings to compare with "
	    "--min-rating",
	    "a least rating without ratings");
	is("a::x::2::1\nb::x::1.9::1\na::y::1::1\n", log, "a:x@1/2",
	    "ratings equal to the least are kept, users without any are not");
}

/* Many users with few different times, against the definition: a user's
 * event comes after all events with an earlier time, and after those of the
 * same time that are earlier in the log. */
static void
test_order(void)
{
	enum { LINES = 20000 };
	char *text = malloc(LINES * 32), *p = text;
	struct timeline t;
	struct fail f;
	struct rng r;
	size_t i, u;
	int good = 1;

	rng_seed(&r, 1, 0);
	for (i = 0; i < LINES && text; i++) {
		/* Users with very different numbers of events; the item is
		 * the line number. */
		unsigned user =
		    (unsigned)(30 * rng_uniform(&r) * rng_uniform(&r));

		p += sprintf(p, "%u\t%zu\t1\t%u\n", user, i,
		    (unsigned)rng_below(&r, 50));
	}
	if (!text || read_bytes(&t, text, (size_t)(p - text), &plain, &f)) {
		ok(0, "many events are read");
		free(text);
		return;
	}
	ok(t.n == LINES && t.start[t.nusers] == LINES && t.read == LINES,
	    "every event is in a timeline");
	for (u = 0; u < t.nusers; u++) {
		for (i = t.start[u]; i < t.start[u + 1]; i++) {
			const struct timeline_event *e = &t.events[i];

			good &= e->user == (int32_t)u;
			if (i > t.start[u])
				good &= e[-1].time < e->time ||
				        (e[-1].time == e->time &&
					    e[-1].item < e->item);
		}
	}
	ok(good, "timelines are in order of time, ties in that of the log");
	timeline_free(&t);
	free(text);
}

int
main(void)
{
	scratch_enter();
	test_formats();
	test_columns();
	test_errors();
	test_cut_lines();
	test_order();
	return done();
}
