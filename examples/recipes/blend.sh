#!/bin/sh
# blend - adds the scores of networks and baselines.  The weights are chosen on a
# validation set; then all models are trained on all training data.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # the files read are beside this one
set -eu
. "$(dirname "$0")/recipe.sh"
. "$(dirname "$0")/judge.sh"
. "$(dirname "$0")/mix.sh"

usage="usage: blend.sh [options] train.txt test.txt

Each line is a session: its items, separated by blanks, oldest first.  Every event
after the first of a test session is ranked among all items of the training data;
unknown items are misses.  The newest fiftieth of the training sessions, at most 2,000
of them, is the validation set.  Networks are trained on all training sessions, and then
once more on the newest sixth.  The environment variable MODELS replaces the models:
each of its lines has a name and the command that fits the model, as in
'pop seq-baseline --method=pop'."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 2 ] || die "needs sessions to train on and sessions to test on" 2

network="seq-train --preset=recommended --layout=sequences --negative-power=0.5 --logq=1 --learning-rate=0.002 --batch-size=64 --hold-out=0 --seed=$seed --log=none"
again="--learning-rate=0.0004 --hold-out=0 --seed=$seed --log=none --epochs=$((${epochs:-3} < 3 ? epochs : 3))"
models=${MODELS:-"gru $network --encoder=gru --dim=256 --dropout=0.5 --temperature=0.06 --negatives=4096 --epochs=${epochs:-8}
attention $network --encoder=attention,attention --norm=pre --heads=2 --dim=200 --dropout=0.3 --temperature=0.07 --negatives=2048 --epochs=${epochs:-5}
stan seq-baseline --method=stan
slit seq-baseline --method=slit"}
embedded='--unknown=row0 --every-position --labels-out=LABELS'
ranked='-k 1,5,10,20 --labels=TEST.labels'
metric=ndcg@20 # depends on both hits and ranks

run "(echo items; tr -s ' ' , <$(quote "$1")) >train.tsv"
run "(echo items; tr -s ' ' , <$(quote "$2")) >test.tsv"
sessions=$(($(wc -l <train.tsv) - 1))
held=$((sessions / 50 < 2000 ? sessions / 50 : 2000))
[ $held -gt 0 ] || die "needs 50 sessions to train on, not $sessions"
run "head -n $((sessions - held + 1)) train.tsv >part.tsv"
run "(echo items; tail -n $held train.tsv) >valid.tsv"
# shellcheck disable=SC2046 # several words
mix_fit part $(mix_names)
mix_labels "$(mix_names | head -n 1).part" valid
mix_choose part valid
weights=$(mix_best)
mix_tell "NDCG@20 of the validation set"
used=$(mix_used "$weights")
# shellcheck disable=SC2086 # several words
mix_fit train $used
mix_labels "$(echo "$used" | head -n 1).train" test
for name in $used; do
	judge "$name.train" test.tsv "$name.tsv" -k 1,5,10,20
done
mix_sum train test "$weights" >blend.tsv
# shellcheck disable=SC2086 # several words
mix_report 'Recall@20 and MRR@20 of the models, and of the sum:' '^(top_|mrr@)20' $used blend
