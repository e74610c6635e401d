# compare.sh: methods under one protocol, each tuned by a search of one size.
# shellcheck disable=SC2154,SC2016 # bats' run sets stderr; $ is for awk
load helper

compare() {
	"$BATS_TEST_DIRNAME/../../examples/recipes/compare.sh" --work=work \
		--trials=2 --epochs=1 --rounds=1 --threads=1 "$@"
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	make-movielens -q --users=120 --movies=60 --ratings-per-user=30 .
	awk -F:: '{ n[$1]++; s[$1] = s[$1] (n[$1] > 1 ? " " : "") $2 }
		END { for (u in s) print s[u] }' ratings.dat | sort >sessions.txt
	head -n 90 sessions.txt >train.txt
	tail -n +91 sessions.txt | sed '1s/ / nowhere /' >test.txt
	seq-examples -q --sequences --split=leave-last --train=train.tsv \
		--test=test.tsv ratings.dat
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR"/*.dat "$BATS_FILE_TMPDIR"/*.t?? .
}

# cell ROW COLUMN: of the table out; columns by number.
cell() {
	awk -F '\t' -v row="$1" -v k="$2" '$1 == row { print $k }' out
}

@test "sessions: every event of the test is asked, and unknown items are misses" {
	compare --methods=pop,markov train.txt test.txt >out 2>err
	events=$(awk '{ n += NF - 1 } END { print n }' test.txt)
	for m in pop markov; do
		[ "$(awk '$1 == "examples" { print $2 }' work/$m.tsv)" -eq "$events" ]
		awk '$1 == "unknown_labels" { n = $2 } END { exit n != 1 }' work/$m.tsv
	done
}

@test "the figures of a row are those of its model" {
	compare --methods=pop,markov train.txt test.txt >out 2>err
	seq-baseline -q --method=markov -m m work/train.tsv
	seq-embed -q -m m --unknown=row0 --every-position --labels-out=l work/test.tsv |
		topk-eval -q -m m -l l -k 20 >want
	for metric in top_20:2 mrr@20:5; do
		awk -F '\t' -v m="${metric%:*}" -v x="$(cell markov "${metric#*:}")" \
			'$1 == m { seen = 1; if (sprintf("%.4f", $2) != x) exit 1 }
			END { exit !seen }' want
	done
}

@test "the best method comes first, and what others lack is paired" {
	compare --methods=pop,stan,markov train.txt test.txt >out 2>err
	[ "$(wc -l <out)" -eq 4 ]
	awk -F '\t' 'NR == 1 { next }
		NR == 2 { best = last = $5; if ($8 != 0 || $11 != 1) exit 1; next }
		{
			d = $5 - best - $8
			if (d * d > 4e-8 || $5 > last || $9 > $8 || $10 < $8) exit 1
		}
		{ last = $5 }' out
}

@test "leave one out: contexts are left out of the ranks" {
	compare --methods=pop train.tsv test.tsv >out 2>err
	[ "$(head -n 1 out | cut -f 2,5)" = $'top_10\tndcg@10' ]
	seq-baseline -q --method=pop -m m train.tsv
	seq-embed -q -m m test.tsv | topk-eval -q -m m -l test.tsv -x test.tsv -k 10 >want
	awk -F '\t' -v x="$(cell pop 5)" '$1 == "ndcg@10" {
		if (sprintf("%.4f", $2) != x) exit 1 }' want
}

@test "--search-events searches on the newest sequences, and fits to all" {
	compare --methods=item-knn --search-events=600 train.txt test.txt >out 2>err
	{ cat work/part.tsv; tail -n +2 work/valid.tsv; } >have
	n=$(($(wc -l <have) - 1))
	cmp <(tail -n +2 have) <(tail -n "$n" work/train.tsv)
	count() { tail -n "$1" work/train.tsv | awk -F , '{ n += NF } END { print n }'; }
	[ "$(count "$n")" -le 600 ]
	[ "$(count $((n + 1)))" -gt 600 ]
	# shellcheck disable=SC2046 # words
	seq-baseline -q --method=item-knn $(cell item-knn 14) -m m work/train.tsv
	diff -r m work/model.item-knn
}

@test "settings are chosen on a part of the training data, and the test is not in it" {
	compare --methods=item-knn train.txt test.txt >out 2>err
	tail -n +2 work/part.tsv | cat - <(tail -n +2 work/valid.tsv) |
		cmp - <(tail -n +2 work/train.tsv)
	[ "$(wc -l <work/valid.tsv)" -eq 10 ]
	[ "$(wc -l <work/search.item-knn/trials.tsv)" -eq 3 ]
	best=$(sort -t $'\t' -k 3,3gr work/search.item-knn/trials.tsv | head -n 1 | cut -f 5)
	[ "$(cell item-knn 14)" = "$best" ]
	rm -r work
	compare --methods=item-knn train.tsv test.tsv >out 2>err
	awk -F '\t' 'FILENAME != was { row = 0; was = FILENAME }
		++row == 1 { next }
		FILENAME ~ /part/ { part[row] = $1; next }
		FILENAME ~ /valid/ { valid[row] = $1 "," $2; next }
		valid[row] != $2 || index($2, part[row] ",") != 1 { exit 1 }' \
		work/part.tsv work/valid.tsv work/train.tsv
}

@test "networks are searched and trained as baselines are" {
	compare --methods=recommended,gru4rec,sasrec train.txt test.txt >out 2>err
	for m in recommended gru4rec sasrec; do
		[ "$(wc -l <work/search.$m/trials.tsv)" -eq 3 ]
		[ "$(awk '$1 == "examples" { print $2 }' work/$m.tsv)" -gt 100 ]
		[[ $(cell $m 14) == *--learning-rate=* ]]
	done
}

@test "leave one out: searches of networks leave contexts out of the ranks" {
	compare --methods=recommended train.tsv test.tsv >out 2>err
	read -r _ _ value _ options < <(tail -n 1 work/search.recommended/trials.tsv)
	# shellcheck disable=SC2086 # words
	seq-train -q --threads=1 --preset=recommended --metric=ndcg@10 --valid=work/valid.tsv \
		--exclude-context $options --epochs=1 --seed=1 --log=none -m m work/part.tsv
	[ "$(awk '$1 == "best_metric" { print $2 }' m/settings.tsv)" = "$value" ]
}

@test "what is there already is not done again" {
	compare --methods=pop train.txt test.txt >out 2>err
	compare --methods=pop,markov train.txt test.txt >again 2>err
	cut -f 1-8 out | tail -n 1 >before
	[ "$(cut -f 1-7 before)" = "$(grep ^pop again | cut -f 1-7)" ]
	[ "$(grep ^pop again | cut -f 12)" = "$(grep ^pop out | cut -f 12)" ]
}

@test "Markdown and LaTeX have the cells of the TSV, intervals in brackets" {
	compare --methods=pop,s-pop train.txt test.txt >out 2>err
	# The columns after the methods are figures with low and high, thrice.
	awk -F '\t' -v OFS='\t' 'NR == 1 { print $1, $2, $5, $8, $11, $12, $13; next }
		{ print $1, $2 " (" $3 " to " $4 ")", $5 " (" $6 " to " $7 ")",
			$8 " (" $9 " to " $10 ")", $11, $12, $13 }' out >want
	compare --methods=pop,s-pop --format=markdown train.txt test.txt 2>err |
		sed '2d; s/^| //; s/ |$//; s/ | /\t/g; s/ |$/\t/' | cut -f 1-7 | diff - want
	compare --methods=pop,s-pop --format=latex train.txt test.txt 2>err |
		sed -n 's/ \\\\$//; /&/p' | sed 's/ & /\t/g; s/\\//g' | cut -f 1-7 |
		diff - want
}

@test "a log instead of sequences is refused, with the program that makes them" {
	printf 'user,item,time\nu1,i1,1\n' >log.csv
	run -1 --separate-stderr compare --methods=pop log.csv test.tsv
	[[ $stderr == *"log.csv: has neither a column items nor items separated by blanks; seq-examples --sequences makes sequences from a log" ]]
}

@test "an item with commas or backslashes stays whole in the validation part" {
	{ echo items; for _ in 1 2 3 4 5; do printf 'p,q,a\\,b\nq,c\\\\,d\n'; done; } >odd.tsv
	printf 'context\tlabel\np,q\ta\\,b\n' >t.tsv
	compare --methods=markov,sr odd.tsv t.tsv >out
	[ "$(sort -u work/valid.tsv | paste -sd '|')" = 'context	label|p,q	a\,b|q,c\\	d' ]
}

@test "wrong words are refused before the work" {
	run -2 --separate-stderr compare --methods=pop,svd train.txt test.txt
	[[ $stderr == *"there is no 'svd'; there are recommended"* ]]
	run -2 --separate-stderr compare --format=html train.txt test.txt
	run -2 --separate-stderr compare --trials=x train.txt test.txt
	run -2 --separate-stderr compare train.txt
	run -1 --separate-stderr compare train.txt missing
	assert_not_exist work
}
