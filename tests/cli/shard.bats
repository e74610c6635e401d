# shard - shares of the work, merged, equal the whole, byte for byte.
# shellcheck disable=SC2016 # $0 is for bash -c
load helper

# 500 examples of 6 items of 40, and a model of them.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	random_examples 500 42 >x.tsv
	head -n 300 x.tsv | seq-train --preset=tutorial -q -d 8 -b 40 --log=none
	tsv2tfrec -o x.tfr x.tsv
	seq-embed -q x.tsv >q.f32
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR"/* .
}

# shares N COMMAND: runs it for each share I of N, as COMMAND with I and N.
shares() {
	local i
	for i in $(seq "$1"); do
		I=$i N=$1 bash -euo pipefail -c "$2"
	done
}

@test "records: share I of N is file I of tsv2tfrec --shards=N" {
	for n in 1 3 7; do
		tsv2tfrec --shards=$n -o "cut$n" x.tsv
		for i in $(seq $n); do
			tfrec2tsv -H --shard=$i/$n x.tfr >a
			tfrec2tsv -H "$(printf 'cut%d-%05d-of-%05d' $n $((i - 1)) $n)" |
				cmp - a
		done
	done
}

@test "records: interleaved shares are the whole, over several files too" {
	tfrec2tsv -H x.tfr x.tfr >whole
	shares 3 'tfrec2tsv -H --shard=$I/$N x.tfr x.tfr >s$I'
	paste -d '\n' s1 s2 s3 | grep . | cmp - whole
}

@test "records: every share has the columns of the whole" {
	printf 'a\n1\n2\n\\N\n' | tsv2tfrec >some.tfr
	printf 'b\n3\n' | tsv2tfrec >>some.tfr
	for i in 1 2 3 4; do
		[[ $(tfrec2tsv -q --shard=$i/4 some.tfr | head -n 1) == $'a\tb' ]]
	done
}

@test "records: damage is reported by the share that contains it" {
	head -c 60 /dev/zero >zeros
	tsv2tfrec -f a:bytes <(printf 'a\naaaaaaaaaaaaaaaa\n') >one
	tsv2tfrec -f a:bytes <(printf 'a\nbbbbbbbbbbbbbbbb\n') | tr b c >two
	cat one two >both
	tfrec2tsv -q -f a:bytes --shard=1/2 both
	run -1 --separate-stderr tfrec2tsv -f a:bytes --shard=2/2 both
	[[ $stderr == *"both:record 2"* ]]
}

@test "rows: embeddings of shares, by number, are those of the whole" {
	seq-embed --format=word2vec x.tsv | tail -n +2 >whole
	shares 4 'seq-embed --format=word2vec --shard=$I/$N x.tsv | tail -n +2 >s$I'
	sort -m -k1,1n s1 s2 s3 s4 | cmp - whole
}

@test "rows: share I is that of awk" {
	awk 'NR == 1 || (NR - 1) % 5 == 2' x.tsv >part.tsv
	seq-embed -q part.tsv >want
	seq-embed -q --shard=2/5 x.tsv | cmp - want
}

@test "ranks of shares give the table, and the ranks, of the whole" {
	topk-eval -l x.tsv --ranks=ranks q.f32 >whole
	for n in 2 3 8; do
		shares $n 'seq-embed -q --shard=$I/$N x.tsv |
			topk-eval --shard=$I/$N -l x.tsv --ranks=r$I >/dev/null'
		topk-eval -R -m model $(seq -f r%g $n) | cmp - whole
		(
			head -n 1 r1
			for i in $(seq $n); do
				tail -n +2 r$i >t$i
			done
			paste -d '\n' $(seq -f t%g $n) | grep .
		) | cmp - ranks
	done
}

@test "shares exclude seen items as the whole does" {
	topk-eval -l x.tsv -x x.tsv q.f32 >whole
	shares 3 'seq-embed -q --shard=$I/$N x.tsv |
		topk-eval --shard=$I/$N -l x.tsv -x x.tsv --ranks=r$I >/dev/null'
	topk-eval -R -m model r1 r2 r3 | cut -f 1,2 | cmp - <(cut -f 1,2 whole)
}

@test "lists of shares, merged by query, are those of the whole" {
	topk-list -H -k 3 -x <(tail -n +2 x.tsv) q.f32 >whole
	shares 3 'seq-embed -q --shard=$I/$N x.tsv |
		topk-list -k 3 --shard=$I/$N -x x.tsv | tail -n +2 >l$I'
	sort -m -s -k1,1n l1 l2 l3 | cmp - whole
}

@test "vocabularies of shares, merged, are that of the whole" {
	vocab-build x.tsv >whole
	shares 3 'tfrec2tsv --shard=$I/$N x.tfr | vocab-build >v$I'
	vocab-build --merge v1 v2 v3 | cmp - whole
}

@test "queries of another share, or of all, are refused" {
	run -1 --separate-stderr topk-eval --shard=1/2 -l x.tsv q.f32
	[[ $stderr == *"x.tsv ends after 250 rows, but there are more queries"* ]]
	seq-embed -q --shard=1/3 x.tsv >third
	run -1 --separate-stderr topk-eval --shard=1/2 -l x.tsv third
	[[ $stderr == *"more rows than the 167 queries"* ]]
}

@test "an empty share is an error" {
	head -n 4 x.tsv >three.tsv
	run -1 --separate-stderr seq-embed -q --shard=4/5 three.tsv
	[[ $stderr == *"the share is empty: the input has only 3 rows"* ]]
	[[ -z $output ]]
}

@test "an invalid share exits 2" {
	for p in seq-embed "topk-eval -l x.tsv" topk-list tfrec2tsv; do
		for wrong in 0/3 4/3 1 1/ /2 -1/2 1/2/3 a/b 1/1000001 ""; do
			# shellcheck disable=SC2086 # several words
			run -2 --separate-stderr $p --shard=$wrong
			[[ $stderr == *"--shard: '$wrong' is not a share I/N"* ]]
		done
	done
	run -2 --separate-stderr seq-embed --tower=item --shard=1/2
	run -2 --separate-stderr topk-eval -R --shard=1/2 r
	run -2 --separate-stderr topk-eval -l x.tsv --compare=r --shard=1/2
	run -2 --separate-stderr topk-list --similar=i1 --shard=1/2
}

@test "rows: a share without a known item is valid, although a whole input is not" {
	printf 'context_movie_id\nnobody\ni1\nnothing\ni2\n' >some.tsv
	seq-embed -q --format=word2vec some.tsv >whole
	run -0 --separate-stderr seq-embed --format=word2vec --shard=1/2 some.tsv
	[[ $stderr == *"'nobody', 'nothing'"* ]]
	assert_line --index 1 --regexp '^1 nan nan'
	seq-embed -q --format=word2vec --shard=2/2 some.tsv | tail -n +2 >part
	sed -n '3p; 5p' whole | cmp - part
	printf 'context_movie_id\nnobody\nnothing\n' >none.tsv
	run -1 --separate-stderr seq-embed none.tsv
	[[ $stderr == *"no item of the contexts is in the vocabulary"* ]]
}
