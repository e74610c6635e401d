#!/bin/sh
# blend - a network and a baseline, their scores added up: the weight of the baseline is
# chosen on a validation part, then both learn from all of the training data.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh and judge.sh are beside this
set -eu
. "$(dirname "$0")/recipe.sh"
. "$(dirname "$0")/judge.sh"

usage="usage: blend.sh [options] train.txt test.txt

A line is a session, its items divided by blanks, the oldest first.  Every event after
the first of a test session is to be found among all items of the training; unknown
ones are misses.  The newest tenth of the training sessions, at most 5,000, is the
validation part.  The environment may say more: NETWORK has options of seq-train,
BASELINE those of seq-baseline (default --method=vstan)."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 2 ] || die "needs sessions to train on, and sessions to test" 2
weights='0 0.5 1 2 4'

# models PART: net.PART and base.PART, of PART.tsv.
models() {
	run "seq-train ${NETWORK:+$NETWORK }${epochs:+--epochs=$epochs }--seed=$seed \\
    --threads=$threads --log=none -m net.$1 $1.tsv"
	run "seq-baseline ${BASELINE:---method=vstan} --threads=$threads \\
    -m base.$1 $1.tsv"
}

# blended PART TEST WEIGHT: what the models of PART find in TEST.tsv.
blended() {
	run "seq-embed -q -m net.$1 --unknown=row0 --threads=$threads --every-position \\
    --labels-out=labels.tsv -o net.f32 $2.tsv"
	run "seq-embed -q -m base.$1 --unknown=row0 --threads=$threads --every-position \\
    --labels-out=base.labels $2.tsv |
    topk-blend -q --threads=$threads -w 1,$3 net.$1 net.f32 base.$1 - |
    topk-eval -q --threads=$threads --scores -v net.$1/vocab.tsv -k 1,5,10,20 \\
    --labels=labels.tsv >$2.$3.tsv"
}

run "(echo items; tr -s ' ' , <$(quote "$1")) >train.tsv"
run "(echo items; tr -s ' ' , <$(quote "$2")) >test.tsv"
sessions=$(($(wc -l <train.tsv) - 1))
held=$((sessions / 10 < 5000 ? sessions / 10 : 5000))
run "head -n $((sessions - held + 1)) train.tsv >part.tsv"
run "(echo items; tail -n $held train.tsv) >valid.tsv"
models part
for w in $weights; do
	blended part valid "$w"
	awk -v w="$w" '$1 == "mrr@20" { print $2 "\t" w }' "valid.$w.tsv" \
		>>weights.tmp
done
sort -k 1,1gr -k 2,2g weights.tmp >weights.tsv
rm weights.tmp
w=$(head -n 1 weights.tsv | cut -f 2)
echo "MRR@20 of the validation part by the weight of the baseline; $w is taken:"
cat weights.tsv
models train
blended train test "$w"
for m in net base; do
	judge $m.train test.tsv $m.tsv -k 20
done
mv "test.$w.tsv" blend.tsv
echo
echo "Recall@20 and MRR@20 of the network, the baseline, and both:"
grep -E '^(top_|mrr@)20' net.tsv base.tsv blend.tsv | tr : '\t' | cut -f 1-3,5,6
