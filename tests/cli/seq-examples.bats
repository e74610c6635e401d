#!/usr/bin/env bats
# seq-examples - windows of timelines, their columns, and their split.
load helper

preset='' # of split_world and whole_world

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	# Four movies seen by one user, from the generator's own unit test;
	# lines are not in order of time.
	printf '%s\n' '9::3::2.0::103' '9::1::3.5::101' '9::4::4.0::104' \
		'9::2::5.0::102' >four.dat
	printf '%s\n' '1::One (1995)::Animation|Children|Comedy' \
		'2::Two (1994)::Comedy|Romance' '3::Three (1994)::Comedy|Drama' \
		'4::Four::Adventure|Animation' >four.movies
}

# A small world, and its examples made by awk from the definition.
world() {
	make-movielens --users=40 --movies=80 --ratings-per-user=25 world
}
restated() { # K G MIN_RATING
	awk -F:: -v OFS='\t' -v k="$1" -v g="$2" -v least="$3" '
		NR == FNR {
			genres[$1] = $3
			year[$1] = 0
			if (match($2, /\([0-9][0-9][0-9][0-9]\)/))
				year[$1] = substr($2, RSTART + 1, 4)
			next
		}
		$3 >= least {
			if (!n[$1]++) user[++users] = $1
			line[$1, n[$1]] = $2 " " $3 " " $4
		}
		END { for (u = 1; u <= users; u++) timeline(user[u]) }
		function timeline(u,   i, j, t, e) {
			if (n[u] < 3)
				return
			for (i = 1; i <= n[u]; i++) { # insertion is stable
				t = line[u, i]
				split(t, e, " ")
				for (j = i; j > 1 && when[j - 1] > e[3]; j--) {
					id[j] = id[j - 1]
					stars[j] = stars[j - 1]
					when[j] = when[j - 1]
				}
				id[j] = e[1]; stars[j] = e[2]; when[j] = e[3] + 0
			}
			for (i = 2; i <= n[u]; i++)
				print_example(i)
		}
		function print_example(l,   i, ids, ratings, years, list, m, x, c) {
			for (i = l > k ? l - k : 1; i < l; i++) {
				ids = ids "," id[i]
				ratings = ratings "," stars[i] ".0"
				years = years "," year[id[i]]
				c = split(genres[id[i]], x, "|")
				for (j = 1; j <= c && m < g; j++) {
					list = list "," x[j]; m++
				}
			}
			for (i = l - 1; i < k; i++) {
				ids = ids ",0"; ratings = ratings ",0.0"
				years = years ",0"
			}
			for (; m < g; m++)
				list = list ",UNK"
			print substr(ids, 2), substr(ratings, 2),
			    substr(years, 2), substr(list, 2), id[l]
		}' world/movies.dat world/ratings.dat
}

# Splits of the world, without header lines, and the whole.
split_world() { # [OPTION ...]
	seq-examples -q -H $preset "$@" --train=train.tsv --test=test.tsv world/ratings.dat
}
whole_world() {
	seq-examples -q -H $preset world/ratings.dat | sort
}

@test "the first example of the generator's own test has all its columns" {
	seq-examples --preset=tutorial -q --max-context-length=5 -i four.movies four.dat | sed -n 2p >got
	printf '1,0,0,0,0\t3.5,0.0,0.0,0.0,0.0\t1995,0,0,0,0\tAnimation,Children,Comedy,UNK,UNK,UNK,UNK,UNK,UNK,UNK\t2\n' |
		diff - got
}

@test "so has the last: genres continue from movie to movie, no year is 0" {
	printf '4::5::1::105\n9::5::1::105\n' >>four.dat
	seq-examples --preset=tutorial -q --max-context-length=5 -g 8 -i four.movies four.dat | tail -n 1 >got
	printf '1,2,3,4,0\t3.5,5.0,2.0,4.0,0.0\t1995,1994,1994,0,0\tAnimation,Children,Comedy,Comedy,Romance,Comedy,Drama,Adventure\t5\n' |
		diff - got
}

@test "the header line names the columns in their order" {
	seq-examples -q four.dat | sed -n 1p >got
	printf 'user\tcontext\tlabel\n' | diff - got
	seq-examples -q --preset=tutorial four.dat | sed -n 1p >got
	printf 'context_movie_id\tcontext_movie_rating\tcontext_movie_year\tcontext_movie_genre\tlabel_movie_id\n' |
		diff - got
}

@test "a short context is short, and no context is longer than requested" {
	seq-examples -q -H four.dat >got
	printf '9\t%s\t%s\n' 1 2 1,2 3 1,2,3 4 | diff - got
	seq-examples -q -H --max-context-length=2 four.dat >got
	printf '9\t%s\t%s\n' 1 2 1,2 3 2,3 4 | diff - got
}

@test "user, context and label are the tutorial's, without its pads" {
	world
	seq-examples -q -H --preset=tutorial world/ratings.dat |
		cut -f 1,5 | sed 's/\(,0\)*\t/\t/' >want
	seq-examples -q -H world/ratings.dat | cut -f 2,3 | cmp - want
	seq-examples -q -H -S world/ratings.dat | awk -F'\t' '{
		n = split($2, x, ","); while (--n) print $1 }' >want
	seq-examples -q -H world/ratings.dat | cut -f 1 | cmp - want
}

@test "users are escaped like items" {
	printf 'u,v\tw;%s\n' a b c >log
	seq-examples -q -H -F ';' log >got
	printf 'u\\,v\\tw\t%s\t%s\n' a b a,b c | diff - got
}

@test "each part keeps the order of the log, in any split" {
	world
	seq-examples -q -H world/ratings.dat | awk '{ print $0 "\t" NR }' |
		sort >numbered
	for way in random leave-last time user; do
		split_world --split=$way --valid=valid.tsv
		for part in train valid test; do
			awk -F'\t' 'NR == FNR { at[$1, $2, $3] = at[$1, $2, $3] " " $4
				next }
				{ n = split(at[$1, $2, $3], x, " ")
				for (i = 1; i <= n && x[i] + 0 <= last; i++) ;
				if (i > n) exit 1
				last = x[i] + 0 }' numbered $part.tsv
		done
	done
}

@test "without ratings, times and items their columns are 0.0, 0 and UNK" {
	printf 'u,a\nu,b\nu,c\n' | seq-examples --preset=tutorial -q -H --max-context-length=2 -g 2 >got
	printf 'a,0\t0.0,0.0\t0,0\tUNK,UNK\tb\na,b\t0.0,0.0\t0,0\tUNK,UNK\tc\n' |
		diff - got
}

@test "all examples of a generated world equal those of independent awk code" {
	world
	seq-examples --preset=tutorial -q -H -i world/movies.dat world/ratings.dat >got
	restated 10 10 0 | diff -q - got
	[[ $(wc -l <got) -gt 500 ]]
}

@test "they also do with other lengths and a least rating" {
	world
	seq-examples --preset=tutorial -q -H --min-rating=3 --max-context-length=4 -g 7 -i world/movies.dat world/ratings.dat |
		diff -q <(restated 4 7 3) -
	seq-examples --preset=tutorial -q -H --min-rating=2 --max-context-length=1 -g 1 -i world/movies.dat world/ratings.dat |
		diff -q <(restated 1 1 2) -
}

@test "events at the same time keep the order of the log" {
	printf 'u::%s::1::7\n' d a c b >same
	seq-examples -q -S -H same >got
	printf 'u\td,a,c,b\n' | diff - got
}

@test "a rating equal to --min-rating is kept" {
	printf 'u::%s\n' a::2::1 b::1.5::2 c::2.5::3 d::2.0::4 >log
	seq-examples -q -S -H --min-rating=2 log >got
	printf 'u\ta,c,d\n' | diff - got
}

@test "users with fewer events than --min-timeline-length are dropped" {
	printf '%s\n' u,a v,a u,b v,b u,c w,a >log
	[[ $(seq-examples -q -H log | wc -l) == 3 ]]
	[[ $(seq-examples -q -H --min-timeline-length=3 log | wc -l) == 2 ]]
	[[ $(seq-examples -q -H --min-timeline-length=0 log | wc -l) == 3 ]]
	[[ $(seq-examples -q -H -S --min-timeline-length=1 log | wc -l) == 3 ]]
}

@test "several logs are one stream" {
	world
	head -n 300 world/ratings.dat >a
	tail -n +301 world/ratings.dat >b
	cmp <(seq-examples -q a b) <(seq-examples -q world/ratings.dat)
}

@test "logs of different formats can be read together" {
	printf 'u::a::4::1\n' >a.dat
	printf 'userId,movieId,rating,timestamp\nu,b,3,2\nu,c,5,3\n' >b.csv
	seq-examples -q -H -S a.dat b.csv >got
	printf 'u\ta,b,c\n' | diff - got
}

@test "every format gives the same examples" {
	world
	seq-examples --preset=tutorial -q -i world/movies.dat world/ratings.dat >want
	for to in '\t' ',' ';' ' '; do
		sed "s/::/$to/g" world/ratings.dat |
			seq-examples --preset=tutorial -q -i world/movies.dat | cmp - want
	done
	sed 's/::/|/g' world/ratings.dat |
		seq-examples --preset=tutorial -q -F '|' -i world/movies.dat | cmp - want
	awk -F:: -v OFS=, '{ print $4, "x", $1, $3, $2 }' world/ratings.dat |
		seq-examples --preset=tutorial -q -c time,-,user,rating,item -i world/movies.dat |
		cmp - want
	sed 's/::/","/g; s/.*/"&"/' world/ratings.dat |
		seq-examples --preset=tutorial -q -i world/movies.dat | cmp - want
	sed 's/$/\r/' world/ratings.dat |
		seq-examples --preset=tutorial -q -i world/movies.dat | cmp - want
	head -c -1 world/ratings.dat |
		seq-examples --preset=tutorial -q -i world/movies.dat | cmp - want
	gzip -c world/ratings.dat |
		seq-examples --preset=tutorial -q -i world/movies.dat | cmp - want
	{ echo user_id,item_id,rating,timestamp
		sed 's/::/,/g' world/ratings.dat; } |
		seq-examples --preset=tutorial -q -i world/movies.dat | cmp - want
}

@test "items from a CSV with header and quotes are those of movies.dat" {
	world
	awk -F:: 'BEGIN { print "genres,movieId,title" }
		{ print $3 "," $1 ",\"" $2 "\"" }' world/movies.dat >movies.csv
	cmp <(seq-examples --preset=tutorial -q -i movies.csv world/ratings.dat) \
		<(seq-examples --preset=tutorial -q -i world/movies.dat world/ratings.dat)
}

@test "ids may be any text, and are escaped" {
	printf 'u;a,b\nu;c\\d\nu;e f\n' | seq-examples -q -F ';' -H -S >got
	printf 'u\ta\\,b,c\\\\d,e f\n' | diff - got
}

@test "the tutorial refuses an item equal to the pad; another pad can be named" {
	printf 'u,0\nu,1\nu,2\n' >log
	run --separate-stderr -1 seq-examples --preset=tutorial log
	[[ $stderr == *"seq-examples: '0' is an item of the log"*"--pad" ]]
	[[ -z $output ]]
	seq-examples -q -H --preset=tutorial --max-context-length=2 --pad=none log |
		cut -f 1 >got
	printf '0,none\n0,1\n' | diff - got
}

@test "an item 0 is an item like any other" {
	printf 'u,0\nu,1\nu,0\n' >log
	seq-examples -q -H log >got
	printf 'u\t%s\t%s\n' 0 1 0,1 0 | diff - got
}

@test "a random split is Python's shuffle with that seed" {
	printf 'u,%d\n' {1..21} >log # 20 examples; label i + 2 is example i
	seq-examples --preset=tutorial -q -H -s 0 --train=train.tsv --test=test.tsv log
	cat train.tsv test.tsv | awk '{ print $NF - 2 }' | paste -sd ' ' >got
	echo 10 18 16 14 0 17 11 2 3 9 5 7 4 19 6 15 8 1 13 12 | diff - got
	[[ $(wc -l <train.tsv) == 18 ]]
}

@test "seed 42 shuffles ten to 7 3 2 8 5 6 9 4 0 1" {
	printf 'u,%d\n' {1..11} >log
	seq-examples --preset=tutorial -q -H -s 42 --train=- --test=/dev/null \
		--train-fraction=1 log | awk '{ print $NF - 2 }' |
		paste -sd ' ' >got
	echo 7 3 2 8 5 6 9 4 0 1 | diff - got
}

@test "the training part is rounded half to even" {
	printf 'u,%d\n' {1..6} >five # examples
	seq-examples -q -H --train=- --test=/dev/null --train-fraction=0.5 five >got
	[[ $(wc -l <got) == 2 ]]
	printf 'u,%d\n' {1..16} >fifteen
	seq-examples -q -H --train=- --test=/dev/null fifteen >got
	[[ $(wc -l <got) == 14 ]]
}

@test "every way to split keeps every example exactly once" {
	world
	for way in random leave-last time user; do
		split_world --split=$way --valid=valid.tsv
		sort train.tsv valid.tsv test.tsv | cmp - <(whole_world)
		[[ -s train.tsv && -s valid.tsv && -s test.tsv ]]
	done
}

@test "a seed repeats, another seed shuffles differently" {
	world
	split_world && mv train.tsv a.tsv
	split_world --seed=0 && cmp train.tsv a.tsv
	split_world --seed=1
	run -1 cmp -s train.tsv a.tsv
}

@test "--valid takes the end of the training part and leaves the test part" {
	preset=--preset=tutorial
	world
	split_world && mv train.tsv all.tsv && mv test.tsv test0.tsv
	split_world --valid=valid.tsv --valid-fraction=0.1
	cat train.tsv valid.tsv | cmp - all.tsv
	cmp test.tsv test0.tsv
	n=$(whole_world | wc -l)
	[[ $(wc -l <valid.tsv) == $(awk -v n="$n" 'BEGIN { printf "%.0f", n * 0.1 }') ]]
}

@test "leave-last: the test part is each user's last, valid the one before" {
	printf '%s\n' u,{1..5} v,{1..4} >log
	seq-examples --preset=tutorial -q -H --max-context-length=1 --split=leave-last --train=train --valid=valid \
		--test=test log
	cut -f 1,5 test | sort | diff <(printf '3\t4\n4\t5\n') -
	cut -f 1,5 valid | sort | diff <(printf '2\t3\n3\t4\n') -
	cut -f 1,5 train | sort | diff <(printf '1\t2\n1\t2\n2\t3\n') -
}

@test "time: every training label is earlier than every test label" {
	printf 'u,%d,%d\n' 1 1 2 2 3 3 4 4 5 4 6 4 7 5 >log
	seq-examples --preset=tutorial -q -H -c user,item,time --split=time --train=train \
		--train-fraction=0.6 --test=test log
	cut -f 5 train | sort | paste -sd ' ' | diff <(echo 2 3) -
	cut -f 5 test | sort | paste -sd ' ' | diff <(echo 4 5 6 7) -
}

@test "user: no user is in two parts" {
	awk 'BEGIN { for (u = 1; u <= 20; u++)
		for (i = 1; i <= 4; i++) print u "," u "-" i }' >log
	seq-examples --preset=tutorial -q -H --split=user --train=train --test=test log
	[[ $(cut -f 5 train | cut -d- -f 1 | sort -u | wc -l) == 18 ]]
	[[ $(wc -l <train) == 54 && $(wc -l <"test") == 6 ]]
	[[ -z $(comm -12 <(cut -f 5 train | cut -d- -f 1 | sort -u) \
		<(cut -f 5 test | cut -d- -f 1 | sort -u)) ]]
}

@test "--sequences has the same timelines as the examples" {
	world
	seq-examples -q -H -S world/ratings.dat | awk -F'\t' '{
		n = split($2, x, ",")
		for (i = 2; i <= n; i++) print x[i - 1] "\t" x[i] }' >got
	seq-examples -q -H --max-context-length=1 world/ratings.dat | cut -f 2,3 | cmp - got
}

@test "--sequences can be split by users" {
	world
	seq-examples -q -S --split=user --train=train --test=test world/ratings.dat
	[[ $(head -n 1 train) == $'user\titems' && $(wc -l <train) == 37 ]]
	sort <(tail -n +2 train) <(tail -n +2 test) |
		cmp - <(seq-examples -q -H -S world/ratings.dat | sort)
}

# The world's timelines with held-out ends, in train, valid and test.
held_out() { # [OPTION ...]
	seq-examples -q -H -S --split=leave-last --train=train --valid=valid \
		--test=test "$@" world/ratings.dat
}

@test "--sequences with leave-last: the held-out events follow the others" {
	world
	held_out
	join -t $'\t' <(sort train) <(cut -f 1,3 valid | sort) |
		join -t $'\t' - <(cut -f 1,3 test | sort) |
		sed 's/\t/,/2g' >got
	seq-examples -q -H -S world/ratings.dat | sort | cmp - got
	[[ $(wc -l <got) -gt 30 ]]
}

@test "a held-out event has all earlier events as its context, without pads" {
	world
	held_out
	awk -F'\t' '{ print $1 "\t" $2 "," $3 }' test | sort |
		cmp - <(seq-examples -q -H -S world/ratings.dat | sort)
	cut -f 1,2 valid | cmp - train
	head -n 1 test >one
	seq-examples -q -S --split=leave-last --train=a --valid=/dev/null \
		--test=- world/ratings.dat >b
	[[ $(head -n 2 b) == \
		$'user\tcontext\tlabel\n'"$(<one)" ]]
	[[ $(head -n 1 a) == $'user\titems' ]]
}

@test "--max-context-length limits the context of a held-out event" {
	world
	held_out
	perl -F'\t' -lane '@x = split ",", $F[1]; @x = splice @x, -12 if @x > 12;
		print join "\t", $F[0], join(",", @x), $F[2]' test >want
	cp train all
	held_out --max-context-length=12
	cmp test want
	cmp train all
}

@test "sequences and examples hold out the same events" {
	world
	held_out --max-context-length=10
	cp test sequences
	seq-examples -q -H --split=leave-last --train=a --valid=b --test=c world/ratings.dat
	cmp c sequences
}

@test "without --valid one event is held out; a timeline keeps at least one" {
	printf 'u,a\nu,b\nu,c\nv,a\nv,d\nw,e\n' >log
	seq-examples -q -H -S --min-timeline-length=1 --split=leave-last --train=train --test=test log
	printf 'u\ta,b\nv\ta\nw\te\n' | cmp - <(sort train)
	printf 'u\ta,b\tc\nv\ta\td\n' | cmp - test
	seq-examples -H -S --min-timeline-length=1 --split=leave-last --train=train --valid=valid \
		--test=test2 log 2>err
	printf 'u\ta\nv\ta\nw\te\n' | cmp - <(sort train)
	printf 'u\ta\tb\n' | cmp - valid
	cmp test test2
	grep -q '^seq-examples: 3 timelines: 3 train, 1 valid, 2 test$' err
}

@test "held-out rows are in the order of their users' sequences" {
	world
	held_out
	cmp <(cut -f 1 train) <(cut -f 1 test)
	cmp <(cut -f 1 train) <(cut -f 1 valid)
	seq-examples -q -H -S world/ratings.dat | cut -f 1 | cmp - <(cut -f 1 train)
}

@test "one part can go to standard output" {
	world
	split_world
	seq-examples -q -H --train=- --test=test2.tsv world/ratings.dat |
		cmp - train.tsv
	cmp test.tsv test2.tsv
}

@test "the vocabularies: years and genres by number of movies, then in order of appearance" {
	seq-examples --preset=tutorial -q -i four.movies --vocab-dir=vocab four.dat >/dev/null
	printf '%s\n' 0 1994 1995 0 | diff - vocab/movie_year_vocab.txt
	printf '%s\n' UNK Comedy Animation Children Romance Drama Adventure |
		diff - vocab/movie_genre_vocab.txt
}

@test "the movie vocabulary is the JSON that Python writes" {
	printf '%s\n' '9::2::4::105' '8::4::2::1' '8::7::1::1' >>four.dat
	printf '5::"Cit\351" \\ \t(2001)::Drama\n' >>four.movies
	seq-examples --preset=tutorial -q --min-rating=2 -i four.movies --vocab-dir=. four.dat >/dev/null
	{
		printf '[\n'
		printf '  [\n    %s,\n    "%s",\n    "%s",\n    %d\n  ],\n' \
			2 'Two (1994)' 'Comedy|Romance' 2 \
			4 Four 'Adventure|Animation' 2 \
			1 'One (1995)' 'Animation|Children|Comedy' 1 \
			3 'Three (1994)' 'Comedy|Drama' 1
		printf '  [\n    5,\n    "%s",\n    "Drama",\n    0\n  ]\n]' \
			'\"Cit\u00e9\" \\ \t(2001)'
	} | cmp - movie_vocab.json
}

@test "ISO-8859-1 becomes UTF-8, and UTF-8 stays" {
	printf 'u,1\nu,2\nu,1\n' >log
	printf '1::A (1990)::Com\351die\n2::B::x\n' >latin
	printf '1::A (1990)::Com\303\251die\n2::\360\237\216\254::x\n' >utf8
	seq-examples --preset=tutorial -q -i latin log >a
	seq-examples --preset=tutorial -q -i utf8 --vocab-dir=. log >b
	cmp a b
	grep -q $'Com\303\251die' a
	grep -q '"\\ud83c\\udfac"' movie_vocab.json
}

@test "a title that is not UTF-8 is read as ISO-8859-1, as in topk-list" {
	printf 'u,1\nu,2\nu,1\n' >log
	printf '1::Mis\351rables (1995)::x\n2::Mis\303\251rables (1998)::x\n' >both
	seq-examples --preset=tutorial -q -i both --vocab-dir=. log >/dev/null
	grep -F '"Mis' movie_vocab.json >got
	printf '    "Mis\\u00e9rables (%s)",\n' 1995 1998 | cmp - got
	printf '1\n2\n' >v.tsv
	perl -e 'print pack "f<*", 2, 1' >c.f32
	perl -e 'print pack "f<", 1' >q.f32
	topk-list -H --candidates=c.f32 -v v.tsv -i both q.f32 | cut -f 5 >got
	printf 'Mis\303\251rables (%s)\n' 1995 1998 | cmp - got
}

@test "overlong forms and surrogates are not UTF-8 in a title" {
	printf 'u,1\nu,2\nu,1\n' >log
	printf '1::A\340\200\200 (1990)::x\n2::B\355\240\200::x\n' >odd
	seq-examples --preset=tutorial -q -i odd --vocab-dir=. log >/dev/null
	grep -qF '"A\u00e0\u0080\u0080 (1990)"' movie_vocab.json
	grep -qF '"B\u00ed\u00a0\u0080"' movie_vocab.json
}

@test "the first (dddd) of a title is its year" {
	printf '1::(12) 2001 (1968) (1999)::\n2::A (19690)(1970)::x\n3::(197)::y\n' >items
	printf 'u,1\nu,2\nu,3\nu,1\n' | seq-examples --preset=tutorial -q -H --max-context-length=3 -i items |
		tail -n 1 | cut -f 3,4 >got
	printf '1968,1970,0\tx,y,UNK,UNK,UNK,UNK,UNK,UNK,UNK,UNK\n' | diff - got
}

@test "a context item missing in --items is an error that names it" {
	sed -i 2d four.movies
	run --separate-stderr -1 seq-examples --preset=tutorial -i four.movies four.dat
	[[ $stderr == *"seq-examples: the item '2' of the log is not in --items" ]]
}

@test "an item that is only a label may be missing in --items" {
	sed -i 4d four.movies
	seq-examples --preset=tutorial -q -i four.movies four.dat | tail -n 1 | cut -f 5 >got
	[[ $(cat got) == 4 ]]
}

@test "an item listed twice is an error" {
	printf '1::Again (1990)::x\n' >>four.movies
	run --separate-stderr -1 seq-examples --preset=tutorial -i four.movies four.dat
	[[ $stderr == "seq-examples: four.movies:line 5 @offset "*": the item '1' occurs a second time" ]]
}

@test "a malformed line names file, line and offset" {
	printf '9::5::x::1\n' >>four.dat
	run --separate-stderr -1 seq-examples four.dat
	[[ $stderr == *"seq-examples: four.dat:line 5 @offset 60: the rating 'x' is not a number" ]]
	[[ -z $output ]]
}

@test "a truncated line is an error" {
	printf '9::5' >>four.dat
	run --separate-stderr -1 seq-examples four.dat
	[[ $stderr == *"four.dat:line 5 @offset 60: 2 fields where the first line has 4" ]]
}

@test "truncated gzip is an error" {
	world
	gzip -c world/ratings.dat | head -c 2000 >cut.gz
	run --separate-stderr -1 seq-examples cut.gz
	[[ $stderr == *"seq-examples: cut.gz: the gzip stream is cut short"* ]]
}

@test "an empty log, or one without an example, is an error" {
	run --separate-stderr -1 seq-examples /dev/null
	[[ $stderr == "seq-examples: no examples: 0 of 0 events were kept"* ]]
	run --separate-stderr -1 seq-examples --min-rating=4.5 four.dat
	[[ $stderr == *"seq-examples: no examples: 1 of 4 events was kept"* ]]
}

@test "a failure leaves no new file, and old files unchanged" {
	echo old >test.tsv
	printf '9::5::x::1\n' >>four.dat
	run -1 seq-examples --train=train.tsv --test=test.tsv four.dat
	[[ $(cat test.tsv) == old && $(ls) == $'four.dat\nfour.movies\ntest.tsv' ]]
}

@test "a full disk is an error, and nothing else is written" {
	run --separate-stderr -1 bash -c 'seq-examples -q four.dat >/dev/full'
	[[ $stderr == "seq-examples: standard output: "* ]]
	run --separate-stderr -1 bash -c \
		'seq-examples -q --train=train.tsv --test=- four.dat >/dev/full'
	[[ $stderr == "seq-examples: standard output: "* ]]
	[[ ! -e train.tsv ]]
}

@test "a directory, or an empty file, as log or items is an error" {
	mkdir d
	run --separate-stderr -1 seq-examples d
	[[ $stderr == "seq-examples: d: Is a directory" ]]
	run --separate-stderr -1 seq-examples --preset=tutorial missing
	[[ $stderr == "seq-examples: missing: "* ]]
	run --separate-stderr -1 seq-examples --preset=tutorial -i d four.dat
	[[ $stderr == "seq-examples: d: Is a directory" ]]
}

@test "a split by time without times is an error" {
	printf 'u,a\nu,b\nu,c\n' >log
	run --separate-stderr -1 seq-examples --split=time --train=a --test=b log
	[[ $stderr == *"seq-examples: the log has no times, which the split needs" ]]
}

@test "a wrong command line exits 2 and says why" {
	run --separate-stderr -2 seq-examples --train=a four.dat
	[[ $stderr == *"--split=random needs --train=FILE and --test=FILE"* ]]
	run --separate-stderr -2 seq-examples --split=user four.dat
	run --separate-stderr -2 seq-examples --split=none --train=a --test=b four.dat
	run --separate-stderr -2 seq-examples --train=a --test=a four.dat
	run --separate-stderr -2 seq-examples --train=a --test=b -o c four.dat
	run --separate-stderr -2 seq-examples --preset=tutorial --vocab-dir=v four.dat
	run --separate-stderr -2 seq-examples --preset=tutorial -i - <four.dat
	run --separate-stderr -2 seq-examples -F '' four.dat
	run --separate-stderr -2 seq-examples --preset=tutorial --pad= four.dat
	[[ $stderr == *"--pad is empty"* ]]
	run --separate-stderr -2 seq-examples -S --items=four.movies four.dat
	[[ $stderr == *"--sequences with --items needs --items-out"* ]]
	for option in --pad=PAD -g3 --vocab-dir=v; do
		run --separate-stderr -2 seq-examples $option four.dat
		[[ $stderr == *"--preset=tutorial"* ]]
	done
	run --separate-stderr -2 seq-examples --preset=tutorial -S four.dat
	run --separate-stderr -2 seq-examples -c user,thing four.dat
	run --separate-stderr -2 seq-examples -c user,rating four.dat
	run --separate-stderr -2 seq-examples --train=a --test=b --valid=c \
		--valid-fraction=0.95 four.dat
	run --separate-stderr -2 seq-examples -S --max-context-length=5 four.dat
	[[ $stderr == *"--max-context-length needs contexts"* ]]
}

@test "a malformed number and an unknown option exit 2" {
	run --separate-stderr -2 seq-examples --max-context-length=0 four.dat
	run --separate-stderr -2 seq-examples --max-context-length=ten four.dat
	run --separate-stderr -2 seq-examples --train-fraction=1.1 four.dat
	run --separate-stderr -2 seq-examples --split=half four.dat
	run --separate-stderr -2 seq-examples --frobnicate four.dat
}

@test "the summary counts, and -q prints nothing" {
	run --separate-stderr -0 seq-examples --min-rating=3 --train=a --test=b four.dat
	[[ $stderr == *"4 events read, 3 kept: 1 user, 3 items"* ]]
	[[ $stderr == *"2 examples: 2 train, 0 test"* ]]
	run --separate-stderr -0 seq-examples -q four.dat
	[[ -z $stderr ]]
}

@test "chunks, pipes and locale do not change a byte" {
	world
	seq-examples --preset=tutorial -q -i world/movies.dat world/ratings.dat >want
	seq-examples --preset=tutorial -q -i world/movies.dat <world/ratings.dat | cmp - want
	dd if=world/ratings.dat bs=1 status=none |
		seq-examples --preset=tutorial -q -i world/movies.dat - | cmp - want
	LC_ALL=C.UTF-8 seq-examples --preset=tutorial -q -i world/movies.dat world/ratings.dat |
		cmp - want
}

@test "dates order a log like the seconds they stand for" {
	world
	awk -F:: '{ print $1 "," $2 "," $3 "," $4 }' world/ratings.dat >n.csv
	awk -F, -v OFS=, '{ $4 = strftime("%Y-%m-%dT%H:%M:%SZ", $4, 1) } 1' \
		n.csv >d.csv
	seq-examples -q n.csv >want.tsv
	seq-examples -q d.csv | cmp - want.tsv
	sed 's/T\(..:..:..\)Z/ \1/' d.csv | seq-examples -q | cmp - want.tsv
}

@test "dates with offsets and fractions are ordered by time" {
	printf '%s\n' user,item,date a,late,2024-05-01T12:00:00.5+02:00 \
		a,first,2024-05-01T11:59:59+02:00 a,mid,2024-05-01T10:00Z \
		a,last,2024-05-01T05:30:01-04:30 >d.csv
	seq-examples -q -S -H d.csv >got
	[[ $(<got) == "a"$'\t'"first,mid,late,last" ]]
}

@test "an invalid date is an error that says where and how" {
	while IFS='|' read -r bad why; do
		printf 'user,item,time\na,x,2024-05-01\na,y,%s\n' "$bad" >d.csv
		run -1 --separate-stderr seq-examples d.csv
		[[ $stderr == *"seq-examples: d.csv:line 3 @offset 30: $why"* ]]
	done <<-END
	2024-02-30|'2024-02-30' is not a valid time
	2024-05-01T25:00|'2024-05-01T25:00' is not a valid time
	2024-05-1|the time '2024-05-1' is not like 2024-05-01 or
	yesterday|the time 'yesterday' is neither a number nor a date
	1714566896|the time '1714566896' is a number, but earlier times are dates
	END
}

@test "a log without times is reported to be taken in order" {
	printf 'user,item,shop\na,x,3\na,y,2\na,z,1\n' >l.csv
	run -0 --separate-stderr bash -c 'seq-examples l.csv >x.tsv'
	[[ $stderr == *"no column of times: the log's order is taken; --time=COLUMN"* ]]
}

@test "--items-out writes item, title, year and genres, for seq-train" {
	printf '1::Toy Story (1995)::Animation|Comedy\n2::Tab\tand, comma\\n::\n3::Caf\xe9 (1999)::Drama\n' >movies.dat
	printf '7::1::5::1\n7::2::5::2\n7::3::5::3\n' >ratings.dat
	seq-examples -q --items=movies.dat --items-out=items.tsv -o x.tsv ratings.dat
	printf '%s\t%s\t%s\t%s\n' item title year genres \
	    1 'Toy Story (1995)' 1995 'Animation|Comedy' 2 'Tab\tand, comma\\n' '' '' \
	    3 'Café (1999)' 1999 Drama | cmp - items.tsv
	seq-examples -q -H --items=movies.dat --items-out=rows.tsv --sequences -o x.tsv ratings.dat
	sed 1d items.tsv | cmp - rows.tsv
	run -2 --separate-stderr seq-examples --items-out=items.tsv ratings.dat
	[[ $stderr == *"--items-out needs --items"* ]]
	run -1 seq-examples -q --items=movies.dat --items-out=/dev/full -o y.tsv ratings.dat
	[ ! -e y.tsv ]
}

@test "the genres of u.item come from its columns of 0 and 1" {
	printf '1|Toy Story (1995)|01-Jan-1995||http://x|0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n' >u.item
	printf '2|GoldenEye (1995)|01-Jan-1995||http://x|0|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0|1|0|1\n' >>u.item
	printf '3|unknown|||http://x|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0\n' >>u.item
	printf '1\t1\t3\t881250949\n1\t2\t4\t881250950\n1\t3\t4\t881250951\n' >u.data
	seq-examples -q --items=u.item --items-out=items.tsv -o x.tsv u.data
	cut -f1,3,4 items.tsv | sed 1d >got
	printf "1\t1995\tAnimation|Children's|Comedy\n2\t1995\tAction|Adventure|Thriller|Western\n3\t\tunknown\n" | cmp - got
}

@test "an empty part is reported, and an empty training part is an error" {
	printf 'a,x,1\na,y,2\nb,x,3\nb,y,4\n' >few.csv
	run -0 --separate-stderr seq-examples -c user,item,time \
		--train=most --valid=va --test=te --train-fraction=1 few.csv
	[[ $stderr == *"seq-examples: te has no examples"* ]]
	[[ $stderr == *"seq-examples: va has no examples"* ]]
	[ "$(wc -l <most)" -eq 3 ]
	run -1 --separate-stderr seq-examples -c user,item,time \
		--train=none --test=te --train-fraction=0 few.csv
	[[ $stderr == "seq-examples: --train would be empty: "* ]]
	[ ! -e none ]
}

@test "--output with the files of a split is refused by name" {
	run -2 --separate-stderr seq-examples -o x --train=a --test=b four.dat
	[[ $stderr == "seq-examples: --output cannot be used with --train, --valid and --test"* ]]
	run -2 --separate-stderr seq-examples -o x --split=random --valid=b four.dat
	[[ $stderr == "seq-examples: --output cannot be used with --train, --valid and --test"* ]]
}

@test "one timeline and one example are counted as one" {
	printf 'u1,a,1\nu1,b,2\n' >one.csv
	run -0 --separate-stderr seq-examples --columns=user,item,time --sequences one.csv
	[[ $stderr == *": 1 timeline" ]]
	run -0 --separate-stderr seq-examples --columns=user,item,time one.csv
	[[ $stderr == *": 1 example" ]]
}
