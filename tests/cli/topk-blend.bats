# topk-blend: scores of several models, added up.
# shellcheck disable=SC2016 # $ is for perl and awk
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf 'a\t3\nb\t2\nc\t1\n' >v1
	printf 'c\t3\na\t2\nd\t1\n' >v2
	floats 1 2 3  0 1 0 >s1
	floats 1 1 2  3 0 1 >s2
}

floats() {
	perl -e 'print pack "f<*", @ARGV' -- "$@"
}

# Rows of $1 floats from standard input, "x y ..." each.
rows() {
	od -An -v -tf4 -w"$((4 * $1))" | awk '{ $1 = $1 } 1'
}

# A model without a net, and one with a net, of sequences in a circle of 12
# items.
models() {
	awk 'BEGIN { print "items"; for (i = 0; i < 300; i++) {
		s = i % 12; for (k = 1; k < 4; k++) s = s "," (i + k) % 12
		print s } }' >train.tsv
	printf 'context\tlabel\n3,4\t5\n\\E\t1\n11,0\t1\n7\t8\n' >test.tsv
	seq-baseline -q --method=vstan -m base train.tsv
	seq-train -q --log=none --epochs=2 --dim=8 --encoder=gru:8 -m net train.tsv
	seq-embed -q -m base test.tsv >base.f32
	seq-embed -q -m net test.tsv >net.f32
}

@test "scores of the same item are added, times their weights" {
	run -0 bash -c "topk-blend -q --scale=none -w 1,10 v1 s1 v2 s2 | od -An -tf4 -w12"
	assert_line --index 0 --regexp '^ +11 +2 +13$'
	assert_line --index 1 --regexp '^ +0 +1 +30$'
}

@test "without --weights each model counts once" {
	topk-blend -q --scale=none v1 s1 v2 s2 | rows 3 >have
	printf '2 2 4\n0 1 3\n' | cmp - have
}

@test "--scale is as defined on the page" {
	while read -r scale want; do
		topk-blend --scale="$scale" v1 s1 | rows 3 | head -n 1 |
			awk -v want="$want" '{
				n = split(want, w)
				for (k = 1; k <= n; k++)
					if (($k - w[k]) ^ 2 > 1e-12) exit 1
				seen = 1
			} END { exit !seen }'
	done <<-'END'
		none 1 2 3
		share 0.16666667 0.33333333 0.5
		zscore -1.2247449 0 1.2247449
		softmax 0.09003057 0.24472847 0.66524096
		auto 0.16666667 0.33333333 0.5
	END
}

@test "share divides by magnitudes" {
	floats -1 1 2 >s
	topk-blend --scale=share v1 s | rows 3 >have
	echo '-0.25 0.25 0.5' | cmp - have
}

@test "scale turns a net's scores into probabilities" {
	models
	topk-blend -q net net.f32 | rows 12 | head -n 1 |
		awk '{ for (k = 1; k <= NF; k++) s += $k; n = NF }
			END { exit !(n == 12 && (s - 1) ^ 2 < 1e-10) }'
	topk-blend -q --scale=softmax net net.f32 | cmp - <(topk-blend -q net net.f32)
}

@test "--vocab names the items to write, in order" {
	printf 'd\nb\nx\n' >v
	run -0 --separate-stderr bash -c \
		'topk-blend --scale=none --vocab=v v1 s1 v2 s2 | od -An -v -tf4 -w12'
	assert_line --index 0 --regexp '^ +2 +2 +0$'
	assert_line --index 1 --regexp '^ +1 +1 +0$'
	[[ $stderr == *"4 items of the models are not scored"* ]]
	[[ $stderr == *"1 item is in no model: score 0"* ]]
}

@test "with one model, the ranks are the model's own" {
	models
	for m in base net; do
		topk-eval -q -m $m -l test.tsv --ranks=want $m.f32 >/dev/null
		seq-embed -q -m $m test.tsv | topk-blend -q --scale=none $m - |
			topk-eval -q --scores --ties=counts -v $m/vocab.tsv \
				-l test.tsv --ranks=have - >/dev/null
		paste want have | awk -F '\t' 'NR > 1 && $2 != $5 { exit 1 }'
	done
}

@test "the sum equals that of both models' own scores" {
	models
	topk-blend -q --scale=none net net.f32 | rows 12 >n
	topk-blend -q --scale=none --vocab=net/vocab.tsv base base.f32 |
		rows 12 >b
	topk-blend -q --scale=none -w 0.5,2 net net.f32 base base.f32 |
		rows 12 >both
	paste -d ' ' n b both | awk 'NF != 36 { exit 1 }
		{ for (k = 1; k <= 12; k++) {
			x = 0.5 * $k + 2 * $(k + 12) - $(k + 24)
			if ($k != "nan" && x * x > 1e-9) exit 1 } }'
	[[ $(wc -l <both) == 4 ]]
}

@test "a query that no model knows is void, and counted" {
	floats 1 1 1  1 2 3 >flat
	run -0 --separate-stderr bash -c \
		'topk-blend --scale=none v1 flat | od -An -v -tf4 -w12'
	assert_line --index 0 --regexp '^ +nan +nan +nan$'
	assert_line --index 1 --regexp '^ +1 +2 +3$'
	[[ $stderr == *"1 of 2 queries has no item that any model knows"* ]]
	perl -e 'print pack "f<*", ("nan") x 3, 1, 2, 3' >gap
	topk-blend -q --scale=none v1 gap | rows 3 | head -n 1 >have
	[[ $(<have) == "nan nan nan" ]]
}

@test "a query that only one model knows has that model's scores" {
	floats 0 0 0  4 2 1 >s3
	topk-blend -q --scale=none v1 s1 v1 s3 | rows 3 >have
	printf '1 2 3\n4 3 1\n' | cmp - have
}

@test "queries as text equal those of floats" {
	models
	seq-embed -q -m net --format=tsv test.tsv >net.tsv
	topk-blend -q net net.tsv | cmp - <(topk-blend -q net net.f32)
}

@test "threads, kernels and chunks change no byte" {
	models
	topk-blend -q -w 2,1 net net.f32 base base.f32 >want
	for how in --threads=1 --threads=3 --kernels=portable; do
		topk-blend -q $how -w 2,1 net net.f32 base base.f32 | cmp - want
	done
	dd bs=1 if=base.f32 status=none |
		topk-blend -q -w 2,1 net net.f32 base - | cmp - want
	topk-blend -q -w 2,1 -o out net net.f32 base base.f32
	cmp out want
}

@test "blocks join: many rows equal those of one at a time" {
	perl -e 'srand 4; print pack "f<*", map { $_ % 3 + 4 * int rand 9 } 1 .. 2500 * 3' >many
	topk-blend -q --scale=none v1 many | cmp - many
}

@test "queries that differ in number are refused, with the place" {
	floats 1 2 3 >one
	run -1 --separate-stderr topk-blend v1 s1 v1 one
	[[ $stderr == *"one ends after 1 query, but s1 continues: all models need the same queries"* ]]
	run -1 --separate-stderr topk-blend v1 one v1 s1
	[[ $stderr == *"one ends after 1 query, but s1 continues"* ]]
	: >none
	run -1 --separate-stderr topk-blend v1 none
	[[ $stderr == *"there are no queries"* ]]
}

@test "queries of another model are refused" {
	models
	seq-embed -q -m net --format=tsv test.tsv >net.tsv
	run -1 --separate-stderr topk-blend base net.tsv
	[[ $stderr == *net.tsv* ]]
}

@test "sums beyond a float's range are refused" {
	run -1 --separate-stderr topk-blend -w 1e300,1 --scale=none v1 s1 v2 s2
	[[ $stderr == *"query 1: a sum of scores is too large"* ]]
}

@test "contradictory operands and weights exit 2" {
	while read -r words; do
		# shellcheck disable=SC2086 # several words
		run -2 --separate-stderr topk-blend $words
	done <<-'END'

		v1
		v1 s1 v2
		v1 - v2 -
		-w 1 v1 s1 v2 s2
		-w 1,2,3 v1 s1 v2 s2
		-w 1,x v1 s1 v2 s2
		-w 1, v1 s1 v2 s2
		-w inf,1 v1 s1 v2 s2
		--scale=mean v1 s1
		--colour v1 s1
	END
	# shellcheck disable=SC2046 # 17 pairs
	run -2 --separate-stderr topk-blend $(yes v1 s1 | head -n 17)
	[[ $stderr == *"more than 16 models"* ]]
}

@test "a full disk, a truncated row, a directory and a missing file are errors" {
	run -1 --separate-stderr bash -c 'topk-blend v1 s1 >/dev/full'
	[[ $stderr == *"topk-blend: standard output: "* ]]
	head -c 20 s1 >cut.f32
	run -1 --separate-stderr topk-blend v1 cut.f32
	[[ $stderr == *cut* ]]
	run -1 --separate-stderr topk-blend v1 .
	run -1 --separate-stderr topk-blend missing s1
	[[ $stderr == *missing* ]]
	run -1 --separate-stderr topk-blend -o out v1 cut.f32
	assert_not_exist out
}
