/* make-movielens_movies - the movies of an invented MovieLens. */
/* SPDX-License-Identifier: MIT */
#include "make-movielens_movies.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNTOF(a) (sizeof(a) / sizeof((a)[0]))

static const char *const adjectives[] = {"Silent", "Crimson", "Hidden",
    "Golden", "Broken", "Distant", "Electric", "Forgotten", "Frozen", "Gentle",
    "Hollow", "Invisible", "Last", "Lonely", "Lucky", "Midnight", "Paper",
    "Perfect", "Quiet", "Restless", "Secret", "Stolen", "Velvet", "Burning"};

static const char *const nouns[] = {"Harbour", "Garden", "Letter", "Summer",
    "Mirror", "Orchard", "Station", "Promise", "Empire", "Lantern", "Stranger",
    "Voyage", "Island", "Carnival", "Witness", "Sparrow", "Bridge", "Waltz",
    "Planet", "River", "Kingdom", "Shadow", "Wedding", "Thief", "Lighthouse"};

static const char *const places[] = {"Lisbon", "Oslo", "Kyoto", "Alaska",
    "Dublin", "the Rain", "the Attic", "Orbit", "Love"};

static const char *const names[] = {"Clara", "Henry", "Otto", "Felix",
    "Beatrice", "Matilda", "Leopold", "Agnes", "Ophelia"};

static const char *const genres[] = {"Action", "Adventure", "Animation",
    "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
    "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western"};

/* Forms of titles: 1 an adjective, 2 a noun, 3 a place, 4 a name. */
static const char *const shapes[] = {"The 1 2", "The 1 2", "The 1 2", "1 2",
    "The 2 of the 1 2", "2 in 3", "4's 2", "4 and the 1 2"};

#define PICK(r, words) (words)[seqrec_random_below((r), COUNTOF(words))]

int
movies_no_memory(struct seqrec_error *e)
{
	(void)snprintf(e->message, sizeof(e->message), "out of memory");
	return -1;
}

size_t
movies_in_circle(size_t n, size_t circle)
{
	size_t left = n - circle * CIRCLE;

	return left < CIRCLE ? left : CIRCLE;
}

/* 0 .. n-1 in random order. */
static void
shuffled(struct seqrec_random *r, size_t n, size_t *x)
{
	size_t i, j;

	for (i = 0; i < n; i++) {
		j = seqrec_random_below(r, i + 1);
		x[i] = x[j];
		x[j] = i;
	}
}

struct movie *
movies_make(size_t n, uint64_t seed, struct seqrec_error *e)
{
	struct movie *m = calloc(n, sizeof(*m));
	size_t *order = calloc(n, sizeof(*order)), i, k, circle;
	struct seqrec_random r;
	int id = 0;

	if (!m || !order) {
		free(m);
		free(order);
		(void)movies_no_memory(e);
		return NULL;
	}
	seqrec_random_seed(&r, seed, MOVIES_FOR_MOVIES);
	shuffled(&r, n, order);
	for (i = 0; i < n; i++) {
		circle = i / CIRCLE;
		m[i].weight = 1 / (double)(order[i] + 8);
		m[i].quality = 0.6 * seqrec_random_normal(&r);
		for (k = 0; k < SUCCESSORS; k++)
			m[i].next[k] =
			    circle * CIRCLE + seqrec_random_below(&r,
						  movies_in_circle(n, circle));
	}
	shuffled(&r, n, order);
	for (i = 0; i < n; i++) {
		id += 1 + (seqrec_random_below(&r, 10) == 0) *
		              (int)seqrec_random_below(&r, 4);
		m[order[i]].id = id;
		m[i].listed = order[i];
	}
	free(order);
	return m;
}

/* A title without a year in s [128]; after many tries it gets a number. */
static void
invent_title(struct seqrec_random *r, size_t tries, char *s)
{
	const char *shape = PICK(r, shapes);
	char *end = s + 127;

	for (; *shape && s < end; shape++) {
		const char *word = *shape == '1'   ? PICK(r, adjectives)
		                   : *shape == '2' ? PICK(r, nouns)
		                   : *shape == '3' ? PICK(r, places)
		                   : *shape == '4' ? PICK(r, names)
		                                   : NULL;
		if (!word)
			*s++ = *shape;
		while (word && *word && s < end)
			*s++ = *word++;
	}
	*s = '\0';
	if (tries > 20)
		(void)snprintf(s, (size_t)(end - s), " %zu", tries - 19);
}

/* Writes a line of movies.dat.  Half of the movies are from the last seven
 * years; the genres are the circle's and up to two more, in order. */
static int
put_movie(struct seqrec_random *r, struct seqrec_output *o,
    struct seqrec_vocab *titles, int id, size_t circle, struct seqrec_error *e)
{
	size_t was = seqrec_vocab_size(titles), n, more, i;
	unsigned set = 1u << 7 * circle % COUNTOF(genres);
	char title[128];
	int years = (int)(-10 * log(1 - seqrec_random_uniform(r)));

	for (n = 0; seqrec_vocab_size(titles) == was; n++) {
		invent_title(r, n, title);
		if (seqrec_vocab_add(titles, title, strlen(title), e) < 0)
			return -1;
	}
	seqrec_output_printf(o, "%d::%s (%d)::", id, title,
	    years < 78 ? 2000 - years : 1922 + years % 78);
	for (more = seqrec_random_below(r, 3); more; more--)
		set |= 1u << seqrec_random_below(r, COUNTOF(genres));
	for (i = n = 0; i < COUNTOF(genres); i++) {
		if (set >> i & 1)
			seqrec_output_printf(
			    o, "%s%s", n++ ? "|" : "", genres[i]);
	}
	seqrec_output_put(o, "\n", 1);
	return 0;
}

int
movies_put(struct seqrec_output *o, const struct movie *m, size_t n,
    uint64_t seed, struct seqrec_error *e)
{
	struct seqrec_vocab *titles = seqrec_vocab_new(e);
	struct seqrec_random r;
	size_t i;
	int bad = !titles;

	seqrec_random_seed(&r, seed, MOVIES_FOR_TITLES);
	for (i = 0; i < n && !bad; i++)
		bad = put_movie(
		    &r, o, titles, m[m[i].listed].id, m[i].listed / CIRCLE, e);
	seqrec_vocab_free(titles);
	return bad ? -1 : 0;
}
