#!/bin/sh
# next-click - predicts the next click of a session: the test of the GRU4Rec
# papers, on YooChoose as prepared by SR-GNN.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: next-click.sh [options] train.txt test.txt

Each line is a session: its items, separated by blanks.  Every event after the first of
a test session is ranked among all items of the training data.  The network is trained
on all training sessions, and then once more on the newest sixth."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 2 ] || die "needs sessions to train on and sessions to test on" 2

run "(echo items; tr -s ' ' , <$(quote "$1")) >train.tsv"
run "(echo items; tr -s ' ' , <$(quote "$2")) >test.tsv"
run "seq-train --layout=sequences --encoder=gru --dim=256 --dropout=0.5 \\
    --temperature=0.06 --negatives=4096 --negative-power=0.5 --logq=1 \\
    --learning-rate=0.002 --batch-size=64 --epochs=${epochs:-8} --hold-out=0 \\
    --seed=$seed --threads=$threads --log=epoch -m first train.tsv >log.tsv"
recipe_newest train.tsv newest.tsv
run "seq-train --init-from=first --learning-rate=0.0004 \\
    --epochs=$((${epochs:-3} < 3 ? epochs : 3)) --hold-out=0 --seed=$seed \\
    --threads=$threads --log=epoch newest.tsv >newest.log.tsv"
for unknown in drop miss; do
	way=$unknown
	[ $unknown = drop ] || way=row0
	run "seq-embed --threads=$threads --unknown=$way --every-position \\
    --labels-out=labels.tsv test.tsv |
    topk-eval -k 1,5,10,20 --threads=$threads --labels=labels.tsv \\
    >$unknown.tsv"
done
echo
echo "Recall@20 and MRR@20, first without unknown items of the test, then with these as misses:"
grep -hE '^(top_|mrr@)20' drop.tsv miss.tsv | cut -f 1,2,4,5
