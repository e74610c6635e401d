# The recipes in examples/ run on small data; README has the figures of real
# data.
# shellcheck disable=SC2154,SC2016 # bats' run sets stderr; $ is for awk
load helper

recipe() { # NAME ARGS
	"$BATS_TEST_DIRNAME/../../examples/recipes/$1.sh" --work=work --epochs=1 "${@:2}"
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	make-movielens -q --users=120 --movies=60 --ratings-per-user=30 .
	awk -F:: '{ n[$1]++; s[$1] = s[$1] (n[$1] > 1 ? " " : "") $2 }
		END { for (u in s) print s[u] }' ratings.dat | sort >sessions.txt
	head -n 90 sessions.txt >train.txt
	tail -n +91 sessions.txt | sed '1s/ / nowhere /' >test.txt
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR"/*.dat "$BATS_FILE_TMPDIR"/*.txt .
}

# found METRIC [N]: out has N rows of that metric, one by default, and each
# finds at least one label.
found() {
	awk -F'\t' -v metric="$1" -v want="${2:-1}" '
		$1 == metric { n++; found += $2 > 0 && $2 <= 1 }
		END { exit !(n == want && found == n) }' out
}

@test "recommended.sh trains and tests on the tutorial's split" {
	recipe recommended ratings.dat >out
	found top_10
	[ "$(awk '/^examples/ { print $2 }' work/metrics.tsv)" -eq $(($(wc -l <work/test.tsv) - 1)) ]
}

@test "recommended.sh and new-users.sh take a log without ratings, whole" {
	awk -F:: -v OFS=, 'NR == 1 { print "user,item,time" }
		{ print $1, $2, $4 }' ratings.dat >log.csv
	recipe recommended log.csv >out
	found top_10
	grep 'log.csv: no ratings, so all events are taken' out
	recipe new-users log.csv >out
	found mrr@20
	run -1 grep -e --min-rating out
}

@test "tutorial-fields.sh compares a model with fields to one without, test by test" {
	mkdir ml-1m
	cp ratings.dat movies.dat ml-1m
	recipe tutorial-fields ml-1m >out
	tests=$(($(wc -l <work/test.tsv) - 1))
	[ "$(asked plain.tsv) $(asked fields.tsv)" = "$tests $tests" ]
	sed -n 1p work/train.tsv | grep -x $'user\tcontext\tlabel\tcontext_nth\tearlier'
	grep '^event_field0	context_nth:bucket:64' work/fields/settings.tsv
	grep '^query_field0	earlier:bag:16' work/fields/settings.tsv
	run -1 grep -q _field work/plain/settings.tsv
	# With less without is the difference, and lies between its bounds.
	awk -F'\t' '$1 == "top_10" { plain = $2 } END { print plain }' work/plain.tsv >plain
	awk -F'\t' '$1 == "top_10" { print $3 }' out | cmp - plain
	awk -F'\t' '/^top_/ { n++; d = $2 - $3 - $4
		if (d * d > 1e-10 || !($5 <= $4 && $4 <= $6)) exit 1 } END { exit n != 5 }' out
}

@test "leave-one-out.sh ranks every user's last item among the unseen items" {
	recipe leave-one-out ratings.dat >out
	found ndcg@10
	[ "$(awk '/^examples/ { print $2 }' work/test-metrics.tsv)" -eq 120 ]
}

@test "time-split.sh learns from nothing that is later than what it is tested on" {
	recipe time-split ratings.dat >out
	found ndcg@10
	asked=$(awk '/^examples/ { print $2 }' work/metrics.tsv)
	[ "$asked" -eq $(($(wc -l <work/test.tsv) - 1)) ]
	[ "$asked" -gt 0 ]
	# The first event of the last tenth, and what was trained on of each user.
	begin=$(sort -t: -k7,7n ratings.dat | awk -F:: '{ t[NR] = $4 } END { print t[int(NR * 0.9) + 1] }')
	awk -F '::|\t' -v begin="$begin" 'FNR == NR { n[$1] += $4 < begin; next }
		FNR > 1 && split($2, a, ",") > n[$1] { exit 1 }' ratings.dat work/train.tsv
}

@test "shuffle-test.sh has the order as it is, and shuffled lists of the same items" {
	recipe shuffle-test ratings.dat >out
	[ "$(grep -c -E '^(kept|asked-at-random|learned-at-random)	0\.[0-9]+	0\.[0-9]+$' out)" -eq 3 ]
	for part in train test; do
		run -1 cmp -s work/kept-$part.tsv work/random-$part.tsv
		for order in kept random; do
			awk -F '\t' 'NR > 1 { n = split($2, a, ","); for (i = 1; i <= n; i++) print $1, a[i] }' \
				work/$order-$part.tsv | sort >$order
		done
		cmp kept random
	done
}

@test "new-users.sh asks a query at every event of held-out users" {
	recipe new-users ratings.dat >out
	found top_20
	events=$(awk -F'\t' 'NR > 1 { n += split($NF, a, ",") - 1 } END { print n }' work/test.tsv)
	[ "$(awk '/^examples/ { print $2 }' work/metrics.tsv)" -eq "$events" ]
	cut -f1 work/train.tsv | sort >a
	cut -f1 work/test.tsv | sort | comm -12 a - >both
	[ "$(cat both)" = user ]
}

asked() {
	awk '/^examples/ { print $2 }' "work/$1"
}

# newest_sixth FILE PART: PART has the last sixth of the rows of FILE, rounded up.
newest_sixth() {
	awk -v n="$(wc -l <"$1")" 'NR == 1 || 6 * (n - NR) < n - 1' "$1" | cmp - "$2"
}

@test "next-click.sh and gru4rec.sh ask a query at every event of the test's sessions" {
	events=$(awk '{ n += NF - 1 } END { print n }' test.txt)
	recipe next-click train.txt test.txt >out
	found mrr@20 2
	newest_sixth work/train.tsv work/newest.tsv
	run ! cmp -s work/first/candidate_embedding.f32 \
		work/model/candidate_embedding.f32
	[ "$(asked miss.tsv)" -eq "$events" ]
	[ "$(asked drop.tsv)" -eq $((events - 1)) ]
	rm -r work
	recipe gru4rec train.txt test.txt >out
	found mrr@20
	[ "$(asked metrics.tsv)" -eq $((events - 1)) ]
}

# The figure and the weights of the best sum that was tried.
top_mix() {
	sort -s -k 1,1gr work/mixes.tsv | head -n 1
}

@test "blend.sh adds models with the weights that are best on the newest sessions" {
	MODELS="net seq-train --dim=8 --epochs=1 --hold-out=0 --log=none
markov seq-baseline --method=markov
pop seq-baseline --method=pop" recipe blend train.txt test.txt >out
	events=$(awk '{ n += NF - 1 } END { print n }' test.txt)
	[ "$(asked blend.tsv)" -eq "$events" ]
	tail -n +2 work/part.tsv | cat - <(tail -n +2 work/valid.tsv) |
		cmp - <(tail -n +2 work/train.tsv)
	[ "$(wc -l <work/valid.tsv)" -eq 2 ]
	IFS=$'\t' read -r best weights < <(top_mix)
	for alone in 1,0,0 0,1,0 0,0,1; do
		awk -v m="$alone" -v best="$best" '$2 == m { seen = 1; if ($1 > best) exit 1 }
			END { exit !seen }' work/mixes.tsv
	done
	cd work
	# The network has learned from the newest sessions again.
	for part in part train; do
		[ -e net.$part ] || continue
		newest_sixth $part.tsv $part.newest.tsv
		seq-train -q --init-from=net.$part.first --learning-rate=0.0004 --hold-out=0 \
			--log=none --epochs=1 -m again $part.newest.tsv
		for tensor in again/*.f32; do
			cmp "$tensor" "net.$part/${tensor#*/}"
		done
	done
	for what in part:valid train:test; do
		for m in net markov pop; do
			[ -e $m.${what%:*} ] || cp -r $m.part $m.train # of weight 0
			seq-embed -q -m $m.${what%:*} --unknown=row0 --every-position \
				--labels-out=l -o $m.f32 "${what#*:}.tsv"
		done
		topk-blend -q -w "$weights" -v net.${what%:*}/vocab.tsv \
			net.${what%:*} net.f32 markov.${what%:*} markov.f32 pop.${what%:*} pop.f32 |
			topk-eval -q --scores -v net.${what%:*}/vocab.tsv -l l -k 1,5,10,20 >want
		[ ${what%:*} = train ] ||
			[ "$(awk '$1 == "ndcg@20" { print $2 }' want)" = "$best" ]
	done
	for m in top_20 mrr@20; do
		diff <(grep "^$m" want | cut -f 1,2) <(grep "^$m" blend.tsv | cut -f 1,2)
	done
}

@test "leave-one-out-blend.sh chooses weights on the last event but one" {
	MODELS="net seq-train --dim=8 --epochs=1 --hold-out=0 --log=none
markov seq-baseline --method=markov" recipe leave-one-out-blend ratings.dat >out
	[ "$(asked blend.tsv)" -eq 120 ]
	IFS=$'\t' read -r best weights < <(top_mix)
	cd work
	for test in valid test; do
		for m in net markov; do
			seq-embed -q -m $m.train -o $m.f32 $test.tsv
		done
		topk-blend -q -w "$weights" net.train net.f32 markov.train markov.f32 |
			topk-eval -q --scores -v net.train/vocab.tsv -l $test.tsv -x $test.tsv \
				-k 1,5,10,20 >want
		[ $test = test ] || [ "$(awk '$1 == "ndcg@10" { print $2 }' want)" = "$best" ]
	done
	diff <(grep "^ndcg@10" want | cut -f 1,2) <(grep "^ndcg@10" blend.tsv | cut -f 1,2)
}

@test "a blend that was stopped goes on, and makes nothing again" {
	export MODELS="markov seq-baseline --method=markov
pop seq-baseline --method=pop"
	recipe blend train.txt test.txt >first
	touch -d '2001-01-01' work/*.part work/*.train
	cp work/mixes.tsv .
	recipe blend train.txt test.txt >second
	cmp work/mixes.tsv mixes.tsv
	[ -z "$(find work -name '*.part' -newermt 2002-01-01)" ]
	cmp <(tail -n 5 first) <(tail -n 5 second)
}

# as_100k FOLDER: the data in the form of MovieLens 100K.
as_100k() {
	mkdir "$1"
	awk -F:: -v OFS='\t' '{ print $1, $2, $3, $4 }' ratings.dat >"$1/u.data"
	awk -F:: '{ flags = ""
		for (k = 0; k < 19; k++) flags = flags "|" (k == $1 % 19 || k == 5)
		print $1 "|" $2 "|01-Jan-1995||http://x" flags }' movies.dat >"$1/u.item"
}

@test "item-item.sh predicts the next movie after each, from a folder, a zip, and 100K" {
	mkdir ml-1m
	cp ratings.dat movies.dat ml-1m
	recipe item-item ml-1m >out
	found top_10
	[ "$(asked metrics.tsv)" -eq $(($(wc -l <work/test.tsv) - 1)) ]
	awk -F'\t' 'NR > 1 && $2 ~ /,/' work/train.tsv >lists
	[ ! -s lists ]
	grep '^top_' out >folder
	rm -r work
	zip -qr ml-1m.zip ml-1m
	recipe item-item ml-1m.zip >out
	grep '^top_' out | cmp - folder
	rm -r work
	as_100k ml-100k
	recipe item-item ml-100k >out
	grep '^top_' out | cmp - folder
}

@test "basic-retrieval.sh finds users' movies, of 1M and of 100K, beside the page" {
	mkdir ml-1m
	cp ratings.dat movies.dat ml-1m
	recipe basic-retrieval ml-1m >out
	found top_100
	grep '^top_100' out | grep -q '	0.2334$'
	ratings=$(wc -l <ratings.dat)
	[ "$(($(wc -l <work/train.tsv) - 1))" -eq $((ratings * 4 / 5)) ]
	[ "$(asked metrics.tsv)" -eq $((ratings - ratings * 4 / 5)) ]
	cut -f1,2 work/train.tsv work/test.tsv | grep -v user | sort >have
	awk -F:: '{ print $1 "\t" $2 }' ratings.dat | sort | cmp - have
	grep -E '^(top|loss)' out >folder
	[ "$(grep -c . folder)" -eq 6 ]
	rm -r work
	as_100k ml-100k
	recipe basic-retrieval ml-100k >out
	grep -E '^(top|loss)' out | cmp - folder
}

@test "context-features.sh compares models with and without time" {
	mkdir ml-1m
	cp ratings.dat movies.dat ml-1m
	recipe context-features ml-1m >out
	awk -F'\t' '$1 == "top_10" && NF == 6 { n++; if (!($3 > 0 && $4 > 0)) exit 1 }
		END { exit n != 2 }' out
	[ "$(cut -f1 work/times/tensors.tsv | grep -c '^query_field.*_embedding')" -eq 2 ]
	[ "$(cut -f1 work/users/tensors.tsv | grep -c '^query_field.*_embedding')" -eq 1 ]
	cut -f1 work/users/tensors.tsv | grep -q '^item_field0_embedding'
}

@test "tflite.sh takes both MovieLens formats, and its first loss is that of chance" {
	mkdir ml-1m
	cp ratings.dat movies.dat ml-1m
	recipe tflite ml-1m >out
	found top_10
	grep '^top_' out >folder
	items=$(cut -f1 work/model/vocab.tsv | wc -l)
	awk -F'\t' -v n="$items" 'NR == 2 { x = $4 / $3 / log(n); exit !(x > 0.95 && x < 1.1) }' \
		work/log.tsv
	rm -r work
	as_100k ml-100k
	recipe tflite ml-100k >out
	grep '^top_' out | cmp - folder
}

@test "new-items.sh finds movies without training events, among all movies" {
	mkdir ml-1m
	cp ratings.dat movies.dat ml-1m
	zip -qr ml-1m.zip ml-1m
	recipe new-items --seed=2 ml-1m.zip >out
	found top_10
	cut -f3 work/test.tsv | sed 1d | sort -u >asked
	cut -f1 work/model/vocab.tsv | sort | comm -12 asked - >both
	[ -s asked ] && [ ! -s both ]
	cut -f2 work/test.tsv | sed 1d | tr ',' '\n' | sort -u | comm -12 asked - >both
	[ ! -s both ]
	cut -f1 work/all.vocab >all
	sed 1d work/items.tsv | cut -f1 | cmp - all
	[ "$(asked model.tsv)" -eq $(($(wc -l <work/test.tsv) - 1)) ]
	# The columns: the model, fields alone, popularity, K of all.
	awk -F'\t' '$1 == "top_10" { print $2 }' work/content.tsv >want
	awk -F'\t' '$1 == "top_10" { print $3 }' out | cmp - want
	[ "$(awk -F'\t' '$1 == "top_10" { print $4, $5 * 60 }' out)" = "0.000000 10" ]
}

@test "a recipe names its requirements, and refuses unknown options" {
	run -2 --separate-stderr recipe next-click train.txt
	[[ $stderr == "next-click.sh: needs sessions to train on"* ]]
	run -1 --separate-stderr recipe recommended nowhere
	[[ $stderr == *"nowhere: cannot be read"* ]]
	run -2 --separate-stderr recipe recommended --no-such ratings.dat
	run -0 recipe gru4rec --help
	[[ $output == "usage: gru4rec.sh"* ]]
}

@test "a recipe that fails halfway reports it" {
	printf 'not a log\n' >bad.dat
	run -1 --separate-stderr recipe recommended bad.dat
	[[ $stderr == "seq-examples: "*"bad.dat:line 1 @offset 0: "* ]]
	[[ $output == *seq-examples* ]]
	[[ $output != *seq-train* ]]
	[ ! -e work/metrics.tsv ]
}

# paired FOLDER K: the ends of the interval of the difference between the
# model's top_K and popularity's, from the ranks of both.
paired() {
	paste "work/$1/model.ranks" "work/$1/popular.ranks" | awk -F'\t' -v k="$2" '
		NR > 1 { d = ($2 < k) - ($5 < k); n++; s += d; q += d * d }
		END {
			m = s / n
			e = 1.96 * sqrt((q - n * m * m) / (n - 1) / n)
			printf "%.4f %.4f\n", m - e, m + e
		}'
}

@test "popularity.sh has a row for each way to prepare a log, with the paired interval" {
	recipe popularity ratings.dat >out
	[ "$(cut -f 1,2,6 work/table.tsv | tail -n +2)" = \
		$'ratings.dat\texamples\t6\nratings.dat\tsequences\t6' ]
	for way in examples sequences; do
		awk -F'\t' -v way="$way" '$2 == way { printf "%.4f %.4f\n", $9, $10 }' \
			work/table.tsv >have
		paired "1-$way" 6 | cmp - have
	done
}

@test "popularity.sh fails if popularity finds more" {
	mkdir given
	(
		printf 'context\tlabel\n'
		awk 'BEGIN { for (; i < 400; i++) print "a\tb\nx\tp\ny\tp" }'
	) >given/train.tsv
	(
		printf 'context\tlabel\n'
		awk 'BEGIN { for (; i < 20; i++) print "a\tp" }'
	) >given/test.tsv
	run -1 --separate-stderr "$BATS_TEST_DIRNAME/../../examples/recipes/popularity.sh" \
		--work=work "$PWD/given"
	[ "$(tail -n 1 work/table.tsv | cut -f 1,2,7,8)" = $'given\tgiven\t0.000000\t1.000000' ]
}

# search ARG ...: in ./found, on examples whose label follows from the context.
search() {
	"$BATS_TEST_DIRNAME/../../examples/recipes/search.sh" --work=found --jobs=2 \
		--with="--hold-out=50 --metric=mrr@20" "$@"
}

draws() {
	awk 'BEGIN { print "context\tlabel"; x = 7
		for (i = 0; i < 300; i++) { x = (x * 75 + 74) % 65537; a = x % 30
			print a "," (a + 1) % 30 "\t" (a + 2) % 30 } }' >train.tsv
	printf '%s\n' '# two' 'dim 4 8  # columns' 'learning-rate 0.0005..0.05 log' \
		'batch-size 16..64 int' >ranges
}

@test "search.sh trains a third of its draws longer, and prints the best as a command" {
	draws
	search --trials=9 --epochs=4 --rounds=2 ranges train.tsv >out
	[ "$(awk -F'\t' '$2 == 1' found/trials.tsv | wc -l)" -eq 9 ]
	awk -F'\t' '$2 == 1' found/trials.tsv | sort -k3,3gr | head -n 3 | cut -f1 | sort >third
	awk -F'\t' '$2 == 4 { print $1 }' found/trials.tsv | sort | cmp third
	best=$(awk -F'\t' '$2 == 4' found/trials.tsv | sort -t$'\t' -k3,3gr | head -n 1 | cut -f3)
	[[ $(<out) == *"best validation metric: $best"* ]]
	eval "$(tail -n 1 out) --threads=1 -q --log=none"
	[ "$(awk '$1 == "best_metric" { print $2 }' model/settings.tsv)" = "$best" ]
}

@test "search.sh draws within its ranges" {
	draws
	search --trials=12 --epochs=1 --rounds=1 ranges train.tsv >out
	tr ' ' '\n' <found/trials.tsv | awk -F'[=\t]' '
		/--dim=/ { n++; bad += $NF != 4 && $NF != 8 }
		/^--learning-rate=/ { n++; bad += $2 < 0.0005 || $2 > 0.05; low += $2 < 0.005 }
		/^--batch-size=/ { n++; bad += $2 < 16 || $2 > 64 || $2 != int($2) }
		END { exit !(n == 36 && !bad && low > 2 && low < 10) }'
}

@test "a stopped search continues without loss" {
	draws
	search --trials=6 --epochs=2 --rounds=2 ranges train.tsv >out
	sort found/trials.tsv | cut -f1-3,5 >want
	head -n 4 found/trials.tsv >some
	printf '6\t1\t0.1' | cat some - >found/trials.tsv
	search --trials=6 --epochs=2 --rounds=2 ranges train.tsv >again
	sort found/trials.tsv | cut -f1-3,5 | diff want -
	[ "$(tail -n 1 again)" = "$(tail -n 1 out)" ]
	[ "$(grep -c '^trial' again)" -eq 5 ]
}

@test "a search with other ranges does not continue in the same folder" {
	draws
	search --trials=1 --epochs=1 --rounds=1 ranges train.tsv >out
	echo 'dropout 0..0.5' >>ranges
	run -1 --separate-stderr search --trials=1 ranges train.tsv
	[[ $stderr == *"found has a search of other ranges, examples, --with or --seed"* ]]
}

@test "a draw that cannot train is a row without a figure, and the search continues" {
	draws
	echo 'optimizer adam adamm' >>ranges
	search --trials=8 --epochs=1 --rounds=1 ranges train.tsv >out
	awk -F'\t' '/=adamm/ { bad++; if ($3 != "\\N") exit 1 } /=adam$/ { good++ }
		END { exit !(bad && good) }' found/trials.tsv
	[[ $(tail -n 1 out) == *--optimizer=adam\ * ]]
	grep -q adamm found/failed.*
}

@test "search.sh --baseline fits each draw once, and prints the best" {
	awk 'BEGIN { print "items"; for (i = 0; i < 60; i++)
		print i % 9 "," (i + 1) % 9 "," (i * i) % 9 }' >train.tsv
	(head -n 1 train.tsv; tail -n 9 train.tsv) >valid.tsv
	printf 'lambda 1..50 log\nalpha 0..1\n' >ranges
	"$BATS_TEST_DIRNAME/../../examples/recipes/search.sh" --work=found --jobs=2 \
		--trials=4 --baseline=valid.tsv --metric=mrr@5 \
		--with=--method=item-knn ranges train.tsv >out
	[ "$(wc -l <found/trials.tsv)" -eq 5 ]
	best=$(tail -n +2 found/trials.tsv | sort -t $'\t' -k3,3gr -k1,1n | head -n 1)
	command=$(tail -n 1 out)
	[[ $command == "seq-baseline --method=item-knn $(cut -f 5 <<<"$best") "*train.tsv ]]
	$command -q -m m
	seq-embed -q -m m --every-position --labels-out=l valid.tsv |
		topk-eval -q -m m -l l -k 5 >figures
	[ "$(awk '$1 == "mrr@5" { print $2 }' figures)" = "$(cut -f 3 <<<"$best")" ]
}

@test "search.sh names a line that it cannot draw from" {
	draws
	for line in '--dim 4 8' dim 'dropout 0.5..0.1' 'learning-rate 0..1 log'; do
		echo "$line" >ranges
		run -1 --separate-stderr search ranges train.tsv
		[[ $stderr == *"ranges:1: cannot be drawn from: $line"* ]]
		rm -r found
	done
}
