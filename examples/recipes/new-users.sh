#!/bin/sh
# new-users - predicts every event after the first of users that training has
# not seen.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: new-users.sh [options] log

A tenth of all users is held out with all events.  Ratings below 2 are left out.  Every
event after the first of a held-out user is ranked among all items."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs one log, such as ml-1m/ratings.dat" 2

recipe_liked "$1"
run "seq-examples $liked--sequences --split=user --train=train.tsv \\
    --test=test.tsv $(quote "$1")"
run "seq-train --preset=tutorial \\
    --layout=sequences --max-length=200 --tie-embeddings \\
    --normalize --temperature=0.08 --dim=64 --dropout=0.1 --sampler=all \\
    --mean-loss --optimizer=adam --learning-rate=0.003 --schedule=cosine \\
    --batch-size=16 --epochs=${epochs:-5} --seed=$seed --threads=$threads \\
    --log=epoch train.tsv >log.tsv"
run "seq-embed --threads=$threads --unknown=drop --every-position \\
    --labels-out=labels.tsv test.tsv |
    topk-eval -k 1,5,10,20 --threads=$threads --labels=labels.tsv >metrics.tsv"
run "grep -E '^(top_|mrr@)20' metrics.tsv | cut -f 1,2,4,5"
