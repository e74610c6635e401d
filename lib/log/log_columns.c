/* log_columns - the roles of the columns of a log or a list of items. */
/* SPDX-License-Identifier: MIT */
#include "log/log_columns.h"

#include <string.h>

#include "base/fail.h"
#include "base/num.h"

/*
 * Names by role, without ignored characters.  Strong names come first; a weak
 * one, like `date` beside `timestamp`, only counts if there is no strong one.
 */
static const struct {
	const char *name; /* of the role */
	const char *strong, *weak;
} names[ROLES] = {
    [ROLE_USER] = {"user",
	" user userid uid username userkey userno customer customerid custid "
	"customerno customernumber client clientid buyer buyerid shopper "
	"shopperid member memberid account accountid visitor visitorid "
	"fullvisitorid reviewer reviewerid subscriber subscriberid person "
	"personid profile profileid player playerid student studentid guest "
	"guestid household householdkey userpseudoid session sessionid ",
	" email emailaddress device deviceid cookie cookieid "},
    [ROLE_ITEM] = {"item",
	" item itemid itemkey itemno movie movieid film filmid product "
	"productid productcode productno productkey sku stockcode article "
	"articleid articleno articlenumber book bookid isbn parentasin track "
	"trackid song songid aid business businessid place placeid venue "
	"venueid poi poiid location locationid game gameid appid show showid "
	"course courseid news newsid video videoid recipe recipeid content "
	"contentid goods goodsid anime animeid beer beerid hotel hotelid "
	"offer offerid listing listingid itemcode productuuid steamappid "
	"upc ean gtin barcode job jobid ",
	" asin variant variantid artist artistid page pageid url "},
    [ROLE_RATING] = {"rating",
	" rating ratings score stars bookrating userrating overall ", " "},
    [ROLE_TIME] = {"time",
	" time timestamp timestampms timems ts utctimestamp unixtime "
	"unixtimestamp "
	"unixreviewtime epoch datetime eventtime eventtimestamp eventdate "
	"createdat orderedat purchasedat boughtat soldat placedat visitedat "
	"viewedat clickedat watchedat ratedat listenedat playedat occurredat "
	"orderdate ordertime purchasedate purchasetime transactiondate "
	"transactiontime saledate invoicedate reviewdate checkintime "
	"clicktime viewtime starttime servertime tdat when ",
	" date day datestamp dateadded reviewtime created updatedat "
	"modified "},
    [ROLE_CLOCK] = {"time of day", " timeofday clock clocktime ", " "},
    [ROLE_TITLE] = {"title",
	" title movietitle name itemname productname producttitle booktitle "
	"articlename prodname ",
	" "},
    [ROLE_GENRES] = {"genres", " genres genre category categories class ", " "},
};

/* A cell's name without its type. */
static struct slice
untyped(struct slice cell)
{
	static const char *const types[] = {
	    ":token", ":token_seq", ":float", ":float_seq"};
	size_t i, n;

	for (i = 0; i < COUNTOF(types); i++) {
		n = strlen(types[i]);
		if (cell.n > n && !memcmp(cell.s + cell.n - n, types[i], n))
			return (struct slice){cell.s, cell.n - n};
	}
	return cell;
}

/* Takes the next significant byte of a name from *s, in lower case; 0 at its
 * end. */
static char
next_byte(struct slice *s)
{
	while (s->n) {
		char c = *s->s++;

		s->n--;
		if (!c || !strchr("_-. ", c))
			return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return 0;
}

int
log_columns_same(struct slice cell, struct slice name)
{
	char a, b;

	cell = untyped(cell);
	name = untyped(name);
	do {
		a = next_byte(&cell);
		b = next_byte(&name);
	} while (a && a == b);
	return a == b;
}

/* Returns 1 if the cell is among these names, each of which has a blank at both
 * ends. */
static int
is_one_of(struct slice cell, const char *list)
{
	char plain[32] = " ";
	size_t n = 1;

	cell = untyped(cell);
	while (n < sizeof(plain) - 2 && (plain[n] = next_byte(&cell)))
		n++;
	if (n == 1 || cell.n)
		return 0;
	plain[n] = ' ';
	plain[n + 1] = '\0';
	return strstr(list, plain) != NULL;
}

const char *
log_columns_name(enum role role)
{
	return names[role].name;
}

enum role
log_columns_role(struct slice cell, int *weak)
{
	size_t k;

	for (k = 0; k < ROLES; k++) {
		*weak = !is_one_of(cell, names[k].strong);
		if (!*weak || is_one_of(cell, names[k].weak))
			return (enum role)k;
	}
	return ROLES;
}

int
log_columns_hints(struct slice cell, enum role role)
{
	size_t i, from = 0;

	cell = untyped(cell);
	for (i = 0; i <= cell.n; i++) {
		if (i < cell.n && cell.s[i] && !strchr("_-. ", cell.s[i]))
			continue;
		if (is_one_of((struct slice){cell.s + from, i - from},
			names[role].strong))
			return 1;
		from = i + 1;
	}
	return 0;
}

int
log_columns_find(const struct log_head *h, struct slice name, int header)
{
	size_t i, same = h->nfirst;
	uint64_t number;

	for (i = 0; i < h->nfirst && header; i++) {
		struct slice cell = h->first[i];

		if (cell.n == name.n && !memcmp(cell.s, name.s, name.n))
			return (int)i;
		if (same == h->nfirst && log_columns_same(cell, name))
			same = i;
	}
	if (same < h->nfirst)
		return (int)same;
	return num_get_count(name.s, name.n, 1, h->nfirst, &number)
	           ? -1
	           : (int)number - 1;
}

static void
clear(struct log_columns *r)
{
	int i;

	for (i = 0; i < ROLES; i++)
		r->column[i] = -1;
	r->columns = 0;
}

static int
is_name(size_t role, const char *s, size_t n)
{
	const char *name = log_columns_name((enum role)role);

	return strlen(name) == n && !memcmp(name, s, n);
}

int
log_columns_parse(struct log_columns *r, const char *list, struct fail *f)
{
	size_t k, n;

	clear(r);
	for (;; list += n + 1) {
		n = strcspn(list, ",");
		for (k = 0; k < ROLE_CLOCK && !is_name(k, list, n); k++)
			;
		if (k == ROLE_CLOCK)
			k = ROLES;
		else if (k == ROLE_TIME && r->column[k] >= 0)
			k = ROLE_CLOCK;
		if (k < ROLES && r->column[k] >= 0)
			return fail_set(f, "'%s' is given twice",
			    log_columns_name((enum role)k));
		if (k < ROLES)
			r->column[k] = (int)r->columns;
		else if (n != 1 || *list != '-')
			return fail_set(f,
			    "'%.*s' is not a role: user, item, rating, time, "
			    "or - for a column to skip; --user, --item, "
			    "--rating and --time take names of columns",
			    (int)size_min(n, 100), list);
		r->columns++;
		if (!list[n])
			return 0;
	}
}

int
log_columns_header(struct log_columns *r, const struct slice *cells, size_t n,
    unsigned *twice, struct fail *f)
{
	int weak_at[ROLES] = {0}, weak, result = 0;
	enum role role;
	size_t i;

	clear(r);
	r->columns = n;
	if (twice)
		*twice = 0;
	for (i = 0; i < n; i++) {
		int *at;

		role = log_columns_role(cells[i], &weak);
		if (role == ROLES)
			continue;
		at = &r->column[role];
		if (*at < 0 || (weak_at[role] && !weak)) {
			*at = (int)i;
			weak_at[role] = weak;
		} else if (weak_at[role] == weak && role < LOG_ROLES) {
			if (twice)
				*twice |= 1U << role;
			result = fail_set(f,
			    "columns %d and %zu could both be the %s", *at + 1,
			    i + 1, log_columns_name(role));
		}
	}
	return result;
}
