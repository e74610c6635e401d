#!/bin/sh
# gru4rec - GRU4Rec with its authors' settings: session-parallel rows, their
# Adagrad, sampled softmax, and their parameters for this data.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: gru4rec.sh [options] train.txt test.txt

Each line is a session: its items, separated by blanks.  The data are those of
next-click.sh; training is that of \"Recurrent Neural Networks with Top-k Gains\"
(2018)."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 2 ] || die "needs sessions to train on and sessions to test on" 2

run "(echo items; tr -s ' ' , <$(quote "$1")) >train.tsv"
run "(echo items; tr -s ' ' , <$(quote "$2")) >test.tsv"
run "seq-train --preset=tutorial \\
    --layout=sessions --tie-embeddings --item-bias --dim=100 \\
    --dropout=0.4 --negatives=2048 --negative-power=0.5 --logq=1 --mean-loss \\
    --optimizer=adagrad-gru4rec --learning-rate=0.2 --momentum=0.2 \\
    --batch-size=32 --epochs=${epochs:-10} --seed=$seed --threads=$threads \\
    --log=epoch train.tsv >log.tsv"
run "seq-embed --threads=$threads --unknown=drop --every-position \\
    --labels-out=labels.tsv test.tsv |
    topk-eval -k 1,5,10,20 --threads=$threads --labels=labels.tsv >metrics.tsv"
run "grep -E '^(top_|mrr@)20' metrics.tsv | cut -f 1,2,4,5"
