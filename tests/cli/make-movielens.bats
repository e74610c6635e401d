#!/usr/bin/env bats
# make-movielens - the invented data set resembles MovieLens, and repeats.
load helper

small() { # DIRECTORY [OPTION ...]
	make-movielens --users=30 --movies=60 --ratings-per-user=20 "${@:2}" "$1"
}

@test "the same seed makes the same bytes" {
	small a
	small b --seed=0
	cmp a/ratings.dat b/ratings.dat
	cmp a/movies.dat b/movies.dat
}

@test "another seed makes other data" {
	small a
	small b --seed=1
	run -1 cmp -s a/ratings.dat b/ratings.dat
	run -1 cmp -s a/movies.dat b/movies.dat
}

@test "more users do not change the movies and the first users" {
	small a
	small b --users=40
	cmp a/movies.dat b/movies.dat
	awk -F:: '$1 <= 30' b/ratings.dat | cmp - a/ratings.dat
}

@test "a movie is a number, a title with a year, and genres" {
	small a
	[[ $(grep -cE "^[0-9]+::[^:]+ \([12][09][0-9][0-9]\)::[A-Z][A-Za-z'-]+(\|[A-Z][A-Za-z'-]+)*\$" a/movies.dat) == 60 ]]
	[[ $(wc -l <a/movies.dat) == 60 ]]
}

@test "a rating is a user, a movie, 1 to 5, and a time" {
	small a
	run -1 grep -vE '^[0-9]+::[0-9]+::[1-5]::[0-9]{9,10}$' a/ratings.dat
}

@test "titles differ, even when there are more than the words allow" {
	make-movielens --users=1 --movies=20000 a
	awk -F:: '{ sub(/ \([0-9]*\)$/, "", $2); print $2 }' a/movies.dat |
		sort | uniq -d >twice
	[[ ! -s twice ]]
}

@test "no user rates a movie twice, and every rated movie is listed" {
	small a
	[[ -z $(awk -F:: '{ print $1, $2 }' a/ratings.dat | sort | uniq -d) ]]
	awk -F:: 'NR == FNR { known[$1] = 1; next } !($2 in known)' \
		a/movies.dat a/ratings.dat >unknown
	[[ ! -s unknown ]]
}

@test "stars are as frequent as in MovieLens, to within 3 %" {
	make-movielens --users=500 a
	awk -F:: '{ n[$3]++ } END {
		split("5.6 10.8 26 35 22.6", want, " ")
		for (i = 1; i <= 5; i++) {
			d = 100 * n[i] / NR - want[i]
			if (d > 3 || d < -3) { print i, d; exit 1 }
		} }' a/ratings.dat
}

@test "many times are equal, and lines are not in order of time" {
	make-movielens --users=200 a
	awk -F:: '$1 == user { same += $4 == t; back += $4 < t }
		{ user = $1; t = $4 }
		END { exit !(same > NR / 3 && back > 100) }' a/ratings.dat
}

@test "the previous movie predicts the next far better than popularity does" {
	make-movielens --users=500 a
	seq-examples -q --preset=tutorial --max-context-length=1 -i a/movies.dat a/ratings.dat | awk -F'\t' 'NR > 1 {
			all[$5]++; pair[$1 " " $5]++; n++
			if (all[$5] > best) best = all[$5]
			if (pair[$1 " " $5] > top[$1]) top[$1] = pair[$1 " " $5]
		}
		END { for (i in top) hit += top[i]
			exit !(hit / n > 0.2 && hit > 10 * best) }'
}

@test "a directory that cannot be made is an error" {
	run --separate-stderr -1 make-movielens no/such/place
	[[ $stderr == "make-movielens: no/such/place: "* ]]
}

@test "a failed write leaves nothing behind" {
	mkdir -p a/movies.dat
	run --separate-stderr -1 make-movielens a
	[[ $stderr == "make-movielens: a/movies.dat: "* ]]
	[[ $(ls a) == movies.dat ]]
}

@test "no directory, too few movies, a malformed number, an unknown option exit 2" {
	run --separate-stderr -2 make-movielens
	run --separate-stderr -2 make-movielens --movies=20 --ratings-per-user=11 a
	run --separate-stderr -2 make-movielens --users=many a
	run --separate-stderr -2 make-movielens --actors=3 a
	[[ ! -e a ]]
}
