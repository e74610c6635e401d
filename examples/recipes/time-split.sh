#!/bin/sh
# time-split - trains on events before a point in time, and predicts the last
# item of every later user.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: time-split.sh [options] log

The last tenth of the events is not used for training.  Each user with events in that
tenth is tested on the last one, with all earlier events as context.  Items that the
user has seen are not candidates.  Items and users with fewer than five events are left
out of the log.  The log is a file that seq-examples can read.

A leave-one-out test trains on events that are later than tested ones, so its figures
are higher, and it may rank two models differently (Gusak and others, 2025)."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs one log of users, items and times" 2

run "seq-examples --sequences --min-user-events=5 --min-item-events=5 \\
    --split=time-last --train-fraction=0.9 --train=train.tsv --valid=valid.tsv \\
    --test=test.tsv $(quote "$1")"
run "seq-train --preset=tutorial \\
    --layout=sequences --max-length=200 --tie-embeddings \\
    --normalize --temperature=0.08 --dim=64 --dropout=0.4 --sampler=all \\
    --mean-loss --optimizer=adam --learning-rate=0.002 --schedule=cosine \\
    --batch-size=16 --epochs=${epochs:-6} --valid=valid.tsv --metric=ndcg@10 \\
    --exclude-context --seed=$seed --threads=$threads --log=epoch train.tsv >log.tsv"
run "seq-embed --threads=$threads test.tsv | topk-eval -k 1,5,10,20 \\
    --threads=$threads --labels=test.tsv --exclude=test.tsv >metrics.tsv"
run "grep -E '@10\\b|top_10|metric|examples' metrics.tsv | cut -f 1-5"
