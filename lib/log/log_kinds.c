/* log_kinds - recognises logs by the values of their fields. */
/* SPDX-License-Identifier: MIT */
#include "log/log_kinds.h"

#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/num.h"
#include "log/log_columns.h"
#include "log/log_time.h"

/*
 * A letter for each field of the first line: i digits, r a number with a point,
 * n a number, d a date, t a point in time, b an action of Taobao's users, a and
 * u an item and a user of Amazon, p an action of Steam's users, h 32 or more
 * hexadecimal digits, k a list of clicks as in a-0 b-1, w a word with digits
 * after a '_', * anything.  Instead of roles, awk converts a log
 * that is not one event a line.
 */
static const struct {
	const char *name, *help;
	const char *fields, *roles; /* roles, or the command of awk */
} published[] = {
    {"YooChoose's clicks", "session,date,item,category", "idi*",
	"user,time,item"},
    {"YooChoose's buys", "session,date,item,price,quantity", "idiii",
	"user,time,item"},
    {"Taobao's user behaviour", "user,item,category,behaviour,time", "iiibt",
	"user,item,-,-,time"},
    {"Gowalla's check-ins", "user,date,latitude,longitude,place", "idrr*",
	"user,time,-,-,item"},
    {"Last.fm's 1K users", "user,date,artist id,artist,track id,track",
	"wd****", "user,time,-,item"},
    {"Last.fm's 360K users", "user,artist id,artist,plays", "h**i",
	"user,-,item"},
    {"Foursquare's check-ins (TSMC2014)",
	"user,place,category id,category,latitude,longitude,offset,date",
	"i***rrnd", "user,item,-,-,-,-,-,time"},
    {"Steam-200k", "user,game,behaviour,hours,0", "i*pni", "user,item"},
    {"MIND's behaviours", "impression,user,date,history,impressions", "i*d*k",
	"awk -F '\\t' -v OFS='\\t' '{ n = split($5, a, \" \"); for (i = 1; "
	"i <= n; i++) if (sub(/-1$/, \"\", a[i])) print $2, a[i], $3 }'"},
    {"Amazon's ratings, the item first", "item,user,rating,time", "aunt",
	"item,user,rating,time"},
    {NULL, NULL, "**nn", "user,item,rating,time"},
    {NULL, NULL, "**nd", "user,item,rating,time"},
    {NULL, NULL, "**t", "user,item,time"},
    {NULL, NULL, "*t*", "user,time,item"},
    {NULL, NULL, "**", "user,item"},
};

static int
has_digits_only(struct slice s)
{
	size_t i = 0;

	while (i < s.n && s.s[i] >= '0' && s.s[i] <= '9')
		i++;
	return s.n && i == s.n;
}

static int
is_number(struct slice s)
{
	double x;

	return !num_get_double(s.s, s.n, &x) && s.s[0] <= '9';
}

/* Returns 1 if the text has only digits and these letters, from least to most
 * of them. */
static int
is_code_of(struct slice s, size_t least, size_t most, const char *letters)
{
	size_t i = 0;

	while (i < s.n && ((s.s[i] >= '0' && s.s[i] <= '9') ||
			      (s.s[i] && strchr(letters, s.s[i]))))
		i++;
	return i == s.n && s.n >= least && s.n <= most;
}

static int
is_code(struct slice s, size_t least, size_t most)
{
	return is_code_of(s, least, most, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static int
is_one_of(struct slice s, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (strlen(words[i]) == s.n && !strncasecmp(words[i], s.s, s.n))
			return 1;
	}
	return 0;
}

static int
is_of_kind(struct slice s, char kind)
{
	static const char *const behaviours[] = {"pv", "buy", "cart", "fav"};
	static const char *const of_steam[] = {"purchase", "play"};

	switch (kind) {
	case 'i':
		return has_digits_only(s);
	case 'r':
		return is_number(s) && memchr(s.s, '.', s.n);
	case 'n':
		return is_number(s);
	case 'd':
		return log_time_is_date(s);
	case 't':
		return log_time_is_likely(s);
	case 'b':
		return is_one_of(s, behaviours, COUNTOF(behaviours));
	case 'p':
		return is_one_of(s, of_steam, COUNTOF(of_steam));
	case 'h':
		return is_code_of(s, 32, 128, "abcdef");
	case 'k':
		return s.n > 2 && s.s[s.n - 2] == '-' &&
		       (s.s[s.n - 1] == '0' || s.s[s.n - 1] == '1');
	case 'a':
		return is_code(s, 10, 10) && s.s[0] != 'A';
	case 'u':
		return is_code(s, 11, 21) && s.s[0] == 'A';
	case 'w':
		return s.n > 5 && memchr(s.s, '_', s.n) && log_kinds_is_word(s);
	default:
		return 1;
	}
}

int
log_kinds_is_missing(struct slice s)
{
	static const char *const missing[] = {
	    "", "na", "n/a", "nan", "<na>", "null", "none", "nil", "\\N"};

	if (s.n && !strchr("Nn<\\", *s.s)) /* most are not */
		return 0;
	return is_one_of(s, missing, COUNTOF(missing));
}

int
log_kinds_is_word(struct slice s)
{
	static const char *const numbers[] = {"inf", "infinity"};
	unsigned char c = s.n ? (unsigned char)*s.s : 0;

	return (((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80 ||
		   c == '_') &&
	       !is_one_of(s, numbers, COUNTOF(numbers)) &&
	       !log_kinds_is_missing(s) && !log_time_is_date(s);
}

int
log_kinds_is_value(struct slice s)
{
	return is_number(s) || log_time_is_date(s);
}

int
log_kinds_find(struct log_columns *r, const struct slice *cells, size_t n,
    const char **name, const char **convert)
{
	struct fail none; /* the table's roles are correct */
	size_t k, i;

	for (k = 0; k < COUNTOF(published); k++) {
		const char *fields = published[k].fields;

		if (strlen(fields) != n)
			continue;
		for (i = 0; i < n && is_of_kind(cells[i], fields[i]); i++)
			;
		if (i < n)
			continue;
		*name = published[k].name;
		if (!strncmp(published[k].roles, "awk ", 4)) {
			*convert = published[k].roles;
			return 0;
		}
		(void)log_columns_parse(r, published[k].roles, &none);
		r->columns = n;
		return 1;
	}
	return 0;
}

struct choice
log_kinds_published(size_t k)
{
	return CHOICE_OF(
	    k < COUNTOF(published) && published[k].name ? &published[k] : NULL);
}
