# rank - ranks and lists beside sgemm, torch, faiss, and an earlier build.
# Read by run, whose functions and files it uses.
# shellcheck shell=sh disable=SC2154 # run sets them
# SPDX-License-Identifier: MIT

# trained DIM: queries test.f32 and rows items.f32 of a model after an epoch.
trained() {
	seq-train --preset=tutorial -q --vocab=vocab.tsv --log=none --epochs=1 \
	    --dim="$1" train.tsv
	seq-embed -q test.tsv >test.f32
	seq-embed -q --tower=item >items.f32
}

# list_turns THREADS: topk-list as it is and of the build OLD, in turns; the median of
# the ratios.  The bytes must be the same.
list_turns() {
	set -- --threads="$1" -H -k 100 --candidates=big.f32 --vocab=big.tsv q.f32
	i=0
	while [ "$i" -lt "$runs" ]; do
		ours=$(wall "$(measure 1 /dev/null topk-list "$@")")
		theirs=$(wall "$(measure 1 /dev/null "$OLD/topk-list" "$@")")
		calc "$theirs / $ours"
		echo " $theirs $ours"
		i=$((i + 1))
	done >turns
	topk-list -q "$@" >lists
	"$OLD/topk-list" -q "$@" | cmp - lists
	row "topk-list, $what, ${1#*=} threads" "$(cut -d' ' -f3 turns | median)" s \
	    OLD "$(cut -d' ' -f2 turns | median)" "$(cut -d' ' -f1 turns | median)"
}

# big N D: 1,024 queries against N candidates of D columns, those of the model that
# was trained last and noise.
big() {
	noise "$1" "$2" 1 items.f32 >big.f32
	head -c $((4096 * $2)) test.f32 >q.f32
	seq 1 "$1" >big.tsv
	sed -n 1,1024p big.tsv >q.tsv
	what="1,024 x $1 x $2, whole process"
	m=$(measure "$runs" /dev/null topk-list -H -k 100 \
	    --candidates=big.f32 --vocab=big.tsv q.f32)
	row "topk-list, 1,024 x $1 x $2, peak memory" "${m##* }" MB \
	    'candidates, their bytes, and 100' \
	    "$(calc "5e-6 * $2 * $1 + 100")" \
	    "$(calc "(5e-6 * $2 * $1 + 100) / ${m##* }")"
	if [ -n "${PEERS:-}" ]; then
		peer "$here/tests/bench/peer-rank" q.f32 big.f32 "$2" "$runs" faiss \
		    >peer.tsv
		peer_rows 'torch and faiss'
		t=$(sed -n 's/^faiss\t//p' peer.tsv)
		row "topk-list, $what" "$(wall "$m")" s \
		    'faiss, searching alone' "$t" "$(calc "$t / $(wall "$m")")"
	fi
	if [ -n "${OLD:-}" ]; then
		list_turns 1
		list_turns 2
	fi
	roofline 2375 "$2" measure "$runs" /dev/null topk-eval -H -l q.tsv \
	    --candidates=big.f32 --vocab=big.tsv q.f32
	e=$answer
	gf=$(calc "2e-9 * 1024 * $1 * $2 / $(wall "$e")")
	row "topk-eval, $what" "$gf" GF/s sgemm "$rate" "$(calc "$gf / $rate")"
	row "topk-eval, 1,024 x $1 x $2, peak memory" "${e##* }" MB \
	    'candidates + 100' "$(calc "4e-6 * $2 * $1 + 100")" \
	    "$(calc "(4e-6 * $2 * $1 + 100) / ${e##* }")"
}

# One query after the other, in a process that stays.
stays_rows() {
	for threads in 1 2; do
		i=0
		while [ "$i" -lt "$runs" ]; do
			"$here/tests/bench/stays" q.f32 big.f32 big.tsv "$1" "$threads"
			i=$((i + 1))
		done | awk '{ printf "%s %s %.3f\n", $2, $1, $1 / $2 }' >turns
		row "a query of $what, $threads threads" \
		    "$(cut -d' ' -f1 turns | median)" s 'all scores as floats' \
		    "$(cut -d' ' -f2 turns | median)" \
		    "$(cut -d' ' -f3 turns | median)"
	done
}

trained 64
big 1000000 64
[ -z "${BIG:-}" ] || big 10000000 64
trained 32
big 1000000 32
what='a million x 32, resident'
stays_rows 32
[ -z "${BIG:-}" ] || big 10000000 32

n=$(($(wc -l <test.tsv) - 1))
v=$(wc -l <vocab.tsv)
roofline "$v" 32 measure "$runs" /dev/null topk-eval -l test.tsv test.f32
m=$answer
gf=$(calc "2e-9 * $n * $v * 32 / $(wall "$m")")
row "topk-eval $n x $v, whole process" "$gf" GF/s sgemm "$rate" \
    "$(calc "$gf / $rate")"
l=$(measure "$runs" /dev/null topk-list -q -k 10 test.f32)
row "topk-list, ten items each" "$(calc "$n / $(wall "$l")")" users/s \
    - - -
if [ -n "${PEERS:-}" ]; then
	peer "$here/tests/bench/peer-rank" test.f32 items.f32 32 \
	    "$runs" >peer.tsv
	peer_rows 'torch and faiss'
	t=$(sed -n 's/^rank\t//p' peer.tsv)
	row "topk-eval $n x $v, whole process" "$(wall "$m")" s \
	    'torch, ranks' "$t" "$(calc "$t / $(wall "$m")")"
	t=$(sed -n 's/^lists\t//p' peer.tsv)
	row "topk-eval $n x $v, whole process" "$(wall "$m")" s \
	    'torch, top-100 lists' "$t" "$(calc "$t / $(wall "$m")")"
	t=$(sed -n 's/^faiss\t//p' peer.tsv)
	row "topk-eval $n x $v, whole process" "$(wall "$m")" s \
	    'faiss, top-100 lists' "$t" "$(calc "$t / $(wall "$m")")"
fi
