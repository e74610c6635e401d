#!/bin/sh
# recommended - the recommended settings on the tutorial's own data, with its split
# and its test; only its training file is used for training.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: recommended.sh [options] log

Trains on the tutorial's examples with better settings, and tests like the tutorial.
In training all items are candidates, both towers share a table, scores are cosines,
padding is ignored, and the optimiser is Adam with a cosine schedule."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs one log, such as ml-1m/ratings.dat" 2

recipe_liked "$1"
run "seq-examples $liked--split=random --train=train.tsv \\
    --test=test.tsv $(quote "$1")"
run "seq-train --preset=tutorial \\
    --fill-context=no --shuffle=epoch --tie-embeddings --normalize \\
    --temperature=0.08 --dim=128 --sampler=all --mean-loss --optimizer=adam \\
    --learning-rate=0.005 --schedule=cosine --batch-size=1024 \\
    --epochs=${epochs:-4} --seed=$seed --threads=$threads --log=epoch \\
    train.tsv >log.tsv"
run "seq-embed --threads=$threads test.tsv |
    topk-eval --threads=$threads --labels=test.tsv >metrics.tsv"
run "cut -f 1-5 metrics.tsv | head -n 6"
