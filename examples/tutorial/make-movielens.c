/*
 * make-movielens - invents a MovieLens: ratings.dat and movies.dat, offline.
 *
 * For demos, tests and measurements without the real data set, which may not be
 * redistributed.  The invented data look alike: "::" between fields, titles
 * with years, genres joined by "|", gaps in the numbers, many equal times, a
 * user's lines out of order, equally frequent ratings, a few movies that almost
 * everybody saw, and many that hardly anybody did.
 *
 * The next movie is predictable.  Movies belong to circles, and each has three
 * successors in its circle.  A viewer mostly goes on to a successor, sometimes
 * to a popular movie of the circle, and now and then to another circle:
 *
 *   P(next) = 0.60 a successor not yet seen (the 1st, 2nd, 3rd: 6 to 3 to 1)
 *             0.28 the circle, by popularity
 *             0.12 all movies, by popularity
 *
 * So popularity alone is easily beaten.  The same seed makes the same bytes.
 * The program only needs the installed library:
 *
 *   cc make-movielens*.c $(pkg-config --cflags --libs seqrec) -lm
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <seqrec.h>

#include "make-movielens_movies.h"

enum { FAILED = 1, WRONG_USE = 2 }; /* exit statuses */

static size_t nusers = 2000, nmovies = 800, per_user = 100, seed;

static const char help[] =
    "usage: make-movielens [options] directory\n"
    "\n"
    "Invents ratings in the format of MovieLens, and writes ratings.dat and "
    "movies.dat\n"
    "to the directory, which is created if it does not exist.\n"
    "\n"
    "      --users=N               number of people (default 2000)\n"
    "      --movies=N              number of movies (default 800)\n"
    "      --ratings-per-user=N    mean number of ratings of a person "
    "(default 100)\n"
    "      --seed=N                seed of the random numbers (default 0)\n"
    "  -q, --quiet                 print only errors on standard error\n"
    "  -h, --help                  print this help and exit\n"
    "  -V, --version               print the version and exit\n";

/* One of the n movies from `first` on, by popularity; sum[i] is the weight of
 * all movies before i. */
static size_t
popular(struct seqrec_random *r, const double *sum, size_t first, size_t n)
{
	double x = sum[first] +
	           seqrec_random_uniform(r) * (sum[first + n] - sum[first]);
	size_t lo = first, hi = first + n - 1, mid;

	while (lo < hi) {
		mid = (lo + hi + 1) / 2;
		if (sum[mid] <= x)
			lo = mid;
		else
			hi = mid - 1;
	}
	return lo;
}

/* The movie after `now`; seen marks the movies already seen, which are never
 * all. */
static size_t
next_movie(struct seqrec_random *r, const struct movie *m, const double *sum,
    const char *seen, size_t now)
{
	double kind = seqrec_random_uniform(r),
	       which = seqrec_random_uniform(r);
	size_t circle = now / CIRCLE, i, k, try;

	k = which < 0.6 ? 0 : which < 0.9 ? 1 : 2;
	if (kind < 0.6 && !seen[m[now].next[k]])
		return m[now].next[k];
	for (try = 0; kind < 0.88 && try < 4; try++) {
		i = popular(
		    r, sum, circle * CIRCLE, movies_in_circle(nmovies, circle));
		if (!seen[i])
			return i;
	}
	i = popular(r, sum, 0, nmovies);
	while (seen[i])
		i = popular(r, sum, 0, nmovies);
	return i;
}

/* 1 to 5 as frequent as in MovieLens (5.6, 10.8, 26, 35, 22.6 %) for a standard
 * normal x: compares x with the quantiles. */
static int
stars(double x)
{
	return 1 + (x > -1.589) + (x > -0.978) + (x > -0.192) + (x > 0.752);
}

struct view {
	int id, stars;
	long time;
};

/*
 * The movies of one user, in order, with many equal times, since people rate a
 * screen full of movies at once.  v has room for nmovies / 2; seen [nmovies] is
 * all 0 before and after.
 */
static size_t
watch(struct seqrec_random *r, const struct movie *m, const double *sum,
    char *seen, struct view *v)
{
	double more =
	    -0.75 * (double)per_user * log(1 - seqrec_random_uniform(r));
	size_t n = per_user / 4 + (size_t)fmin(more, 1e9), i;
	size_t now = popular(r, sum, 0, nmovies);
	double generous = 0.4 * seqrec_random_normal(r);
	long time = 956700000 + (long)seqrec_random_below(r, 80000000);

	n = n < 1 ? 1 : n > nmovies / 2 ? nmovies / 2 : n;
	for (i = 0; i < n; i++) {
		if (i)
			now = next_movie(r, m, sum, seen, now);
		seen[now] = 1;
		v[i] = (struct view){m[now].id,
		    stars(m[now].quality + generous +
			  0.69 * seqrec_random_normal(r)),
		    time};
		if (seqrec_random_below(r, 9) < 4)
			time += 1 + (long)seqrec_random_below(r, 50);
		if (seqrec_random_below(r, 60) == 0)
			time += 3600 * (1 + (long)seqrec_random_below(r, 500));
	}
	memset(seen, 0, nmovies);
	return n;
}

/* Writes a user's lines, the later ones first, cut where the time changes: a
 * reader must sort by time, and keep the order of equal times. */
static void
put_views(struct seqrec_random *r, struct seqrec_output *o, size_t user,
    const struct view *v, size_t n)
{
	size_t cut = seqrec_random_below(r, n), i;

	while (cut > 0 && v[cut].time == v[cut - 1].time)
		cut--;
	for (i = cut; i < cut + n; i++) {
		const struct view *x = &v[i % n];

		seqrec_output_printf(
		    o, "%zu::%d::%d::%ld\n", user, x->id, x->stars, x->time);
	}
}

static int
put_ratings(
    struct seqrec_output *o, const struct movie *m, struct seqrec_error *e)
{
	double *sum = calloc(nmovies + 1, sizeof(*sum));
	struct view *v = calloc(nmovies, sizeof(*v));
	char *seen = calloc(nmovies, 1);
	struct seqrec_random r;
	size_t i;
	int bad = !sum || !v || !seen;

	for (i = 0; i < nmovies && !bad; i++)
		sum[i + 1] = sum[i] + m[i].weight;
	seqrec_random_seed(&r, seed, MOVIES_FOR_USERS);
	for (i = 1; i <= nusers && !bad && !seqrec_output_failed(o); i++)
		put_views(&r, o, i, v, watch(&r, m, sum, seen, v));
	free(sum);
	free(v);
	free(seen);
	return bad ? movies_no_memory(e) : 0;
}

/* Prints "make-movielens: message" on standard error; returns the exit
 * status. */
static int
say(int status, const char *fmt, ...)
{
	va_list ap;

	(void)fprintf(stderr, "make-movielens: ");
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fprintf(stderr,
	    status == WRONG_USE ? "; see make-movielens --help\n" : "\n");
	return status;
}

/* Parses --name=text, a number between least and most; returns 0, or the exit
 * status. */
static int
parse_size(
    const char *name, const char *text, double least, double most, size_t *to)
{
	unsigned long long x;
	char *end;

	errno = 0;
	x = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end)
		return say(
		    WRONG_USE, "--%s: '%s' is not a whole number", name, text);
	if (errno || (double)x < least || (double)x > most)
		return say(WRONG_USE, "--%s: %s is not between %.0f and %.0f",
		    name, text, least, most);
	*to = (size_t)x;
	return 0;
}

/* Prints text and ends without any work; returns the exit status. */
static int
print(const char *fmt, const char *what)
{
	if (printf(fmt, what) < 0 || fflush(stdout))
		return say(FAILED, "standard output: %s", strerror(errno));
	return 0;
}

/* -1: all options are parsed, and optind is the first operand.  Else the exit
 * status. */
static int
parse_options(int argc, char **argv)
{
	static const struct option longs[] = {
	    {"users", required_argument, NULL, 'u'},
	    {"movies", required_argument, NULL, 'm'},
	    {"ratings-per-user", required_argument, NULL, 'r'},
	    {"seed", required_argument, NULL, 's'},
	    {"quiet", no_argument, NULL, 'q'},
	    {"help", no_argument, NULL, 'h'},
	    {"version", no_argument, NULL, 'V'},
	    {NULL, 0, NULL, 0},
	};
	int got, r = 0;

	opterr = 0;
	while (
	    !r && (got = getopt_long(argc, argv, ":qhV", longs, NULL)) != -1) {
		switch (got) {
		case 'u':
			r = parse_size("users", optarg, 1, 1e8, &nusers);
			break;
		case 'm':
			r = parse_size("movies", optarg, 10, 1e7, &nmovies);
			break;
		case 'r':
			r = parse_size(
			    "ratings-per-user", optarg, 1, 1e6, &per_user);
			break;
		case 's':
			r = parse_size("seed", optarg, 0, 1e15, &seed);
			break;
		case 'q': /* only errors are ever printed */
			break;
		case 'h':
			return print("%s", help);
		case 'V':
			return print(
			    "make-movielens (seqrec) %s\n", seqrec_version());
		case ':':
			return say(WRONG_USE, "%s needs an argument",
			    argv[optind - 1]);
		default:
			return say(WRONG_USE,
			    "unknown option %s, or it takes no argument; see "
			    "--help",
			    argv[optind - 1]);
		}
	}
	return r ? r : -1;
}

/* Writes both files, whole or not at all. */
static int
write_files(const char *movies, const char *ratings, struct seqrec_error *e)
{
	struct movie *m = movies_make(nmovies, seed, e);
	struct seqrec_output *out[2] = {NULL, NULL};
	int r = -1;

	if (m && (out[0] = seqrec_output_open(movies, e)) &&
	    (out[1] = seqrec_output_open(ratings, e)) &&
	    !movies_put(out[0], m, nmovies, seed, e) &&
	    !put_ratings(out[1], m, e)) {
		r = seqrec_output_commit(out, 2, e);
	} else {
		seqrec_output_abandon(out[0]);
		seqrec_output_abandon(out[1]);
	}
	free(m);
	return r;
}

int
main(int argc, char **argv)
{
	int status = parse_options(argc, argv);
	char movies[4096], ratings[4096];
	const char *dir;
	struct seqrec_error e;

	if (status >= 0)
		return status;
	dir = argv[optind];
	if (argc - optind > 1)
		return say(WRONG_USE, "'%s' is one operand too many",
		    argv[optind + 1]);
	if (!dir)
		return say(WRONG_USE, "which directory?");
	if (2 * per_user > nmovies)
		return say(WRONG_USE,
		    "nobody rates more than half of the movies: give "
		    "--movies=%zu",
		    2 * per_user);
	if (strlen(dir) > sizeof(movies) - 16)
		return say(WRONG_USE, "the name of the directory is too long");
	(void)snprintf(movies, sizeof(movies), "%s/movies.dat", dir);
	(void)snprintf(ratings, sizeof(ratings), "%s/ratings.dat", dir);
	if (mkdir(dir, 0777) && errno != EEXIST)
		return say(FAILED, "%s: %s", dir, strerror(errno));
	if (write_files(movies, ratings, &e))
		return say(FAILED, "%s", e.message);
	return 0;
}
