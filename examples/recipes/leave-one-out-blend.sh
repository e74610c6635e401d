#!/bin/sh
# leave-one-out-blend - a recurrent net and SASRec, their scores added up, in the
# test of leave-one-out.sh.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: leave-one-out-blend.sh [options] log

Everybody's last event is the test.  The event before chooses the epoch of each model
and the weight of their sum; the others are for training.  Items that a user has seen
are left out of the ranks.  The log is anything that seq-examples reads."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs one log of users and items" 2
weights='0 0.25 0.5 1 2 4'

# train NAME OPTIONS EPOCHS: a model.
train() {
	run "seq-train --model=$1 $2 \\
    --epochs=${epochs:-$3} --valid=valid.tsv --metric=ndcg@10 --exclude-context \\
    --seed=$seed --threads=$threads --log=epoch train.tsv >$1-log.tsv"
}

# blended PART WEIGHT: what both find, with this weight of the recurrent net; the
# queries of PART are there.
blended() {
	run "topk-blend -q --threads=$threads --scale=zscore -w 1,$2 \\
    sasrec sasrec-$1.f32 gru gru-$1.f32 |
    topk-eval -q -k 10 --threads=$threads --scores --vocab=sasrec/vocab.tsv \\
    --labels=$1.tsv --exclude=$1.tsv >$1-$2.tsv"
}

run "seq-examples --sequences --split=leave-last --train=train.tsv \\
    --valid=valid.tsv --test=test.tsv $(quote "$1")"
train gru "--preset=tutorial --layout=sequences --max-length=200 \\
    --tie-embeddings --normalize --temperature=0.08 --dim=256 --dropout=0.4 \\
    --sampler=all --mask-context --mean-loss --optimizer=adam \\
    --learning-rate=0.002 --schedule=cosine --batch-size=16" 12
train sasrec --preset=sasrec 100
for part in valid test; do
	for model in gru sasrec; do
		run "seq-embed -q --model=$model --threads=$threads $part.tsv >$model-$part.f32"
	done
done
for w in $weights; do
	blended valid "$w"
	awk -v w="$w" '$1 == "ndcg@10" { print $2 "\t" w }' "valid-$w.tsv" \
		>>weights.tmp
done
sort -k 1,1gr -k 2,2g weights.tmp >weights.tsv
rm weights.tmp
w=$(head -n 1 weights.tsv | cut -f 2)
echo "NDCG@10 of the validation by the weight of the recurrent net; $w is taken:"
cat weights.tsv
blended test 0
[ "$w" = 0 ] || blended test "$w"
run "seq-embed -q --model=gru --threads=$threads test.tsv |
    topk-eval -q --model=gru -k 10 --threads=$threads --labels=test.tsv \\
    --exclude=test.tsv >test-gru.tsv"
echo
echo "HR@10 and NDCG@10 of the recurrent net, SASRec, and both:"
grep -E '^(top_|ndcg@)10' test-gru.tsv test-0.tsv "test-$w.tsv" | tr : '\t' |
	cut -f 1-3,5,6
