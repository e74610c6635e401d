#!/bin/sh
# leave-one-out-blend - adds the scores of two networks and of baselines, for the
# test of leave-one-out.sh.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # the files read are beside this one
set -eu
. "$(dirname "$0")/recipe.sh"
. "$(dirname "$0")/judge.sh"
. "$(dirname "$0")/mix.sh"

usage="usage: leave-one-out-blend.sh [options] log

The last event of each user is the test set.  The event before it chooses the epoch of
each network and the weights of the sum; all earlier events are for training.  Items
that a user has seen are not candidates.  If users have 50 events on average, the
networks are a recurrent net and SASRec; otherwise they are a recurrent net and
attention with settings for short histories.  The log is a file that seq-examples can
read.  The environment variable LOG has options of seq-examples, such as --line=user,
and MODELS replaces the models, as in blend.sh."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs one log of users and items" 2

run "seq-examples --sequences --split=leave-last --train=train.tsv \\
    --valid=valid.tsv --test=test.tsv ${LOG:+$LOG }$(quote "$1")"
chosen="--valid=valid.tsv --metric=ndcg@10 --exclude-context --seed=$seed --log=none"
short="seq-train --preset=recommended --layout=sequences --dim=200 --dropout=0.5 --negatives=2048 --mask-context --learning-rate=0.002 --batch-size=64 --epochs=${epochs:-8} $chosen"
networks="gru $short --encoder=gru:200
attention $short --encoder=attention:200,attention:200 --norm=pre --heads=2"
if awk -F '\t' 'NR == 1 { for (k = 1; k <= NF; k++) if ($k == "items") c = k; next }
	{ n += split($c, x, ",") } END { exit n < 50 * (NR - 1) }' train.tsv; then
	networks="gru seq-train --preset=tutorial --layout=sequences --max-length=200 --tie-embeddings --normalize --temperature=0.08 --dim=256 --dropout=0.4 --sampler=all --mask-context --mean-loss --optimizer=adam --learning-rate=0.002 --schedule=cosine --batch-size=16 --epochs=${epochs:-12} $chosen
sasrec seq-train --preset=sasrec --epochs=${epochs:-100} $chosen"
fi
models=${MODELS:-"$networks
markov seq-baseline --method=markov
vstan seq-baseline --method=vstan
ease seq-baseline --method=ease
slit seq-baseline --method=slit --lambda=5 --delta-pos=4 --delta-inf=2"}
embedded=''
ranked='-k 1,5,10,20 --labels=TEST.tsv --exclude=TEST.tsv'
metric=ndcg@10

# shellcheck disable=SC2046 # several words
mix_fit train $(mix_names)
mix_choose train valid
weights=$(mix_best)
mix_tell "NDCG@10 of the validation set"
used=$(mix_used "$weights")
for name in $used; do
	judge "$name.train" test.tsv "$name.tsv" -k 1,5,10,20
done
mix_sum train test "$weights" >blend.tsv
# shellcheck disable=SC2086 # several words
mix_report 'HR@10 and NDCG@10 of the models, and of the sum:' '^(top_|ndcg@)10' $used blend
