#!/bin/sh
# leave-one-out - ranks every user's last item among all items that the user has
# not seen: the test of SASRec, BERT4Rec and similar models.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: leave-one-out.sh [options] log

The last event of each user is the test set.  The event before it chooses the epoch.
All earlier events are for training, as whole sequences.  Items that a user has seen
are not candidates.  The log is a file that seq-examples can read."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs one log of users and items" 2

run "seq-examples --sequences --split=leave-last --train=train.tsv \\
    --valid=valid.tsv --test=test.tsv $(quote "$1")"
run "seq-train --preset=tutorial \\
    --layout=sequences --max-length=200 --tie-embeddings \\
    --normalize --temperature=0.08 --dim=256 --dropout=0.4 --sampler=all \\
    --mask-context --mean-loss --optimizer=adam --learning-rate=0.002 --schedule=cosine \\
    --batch-size=16 --epochs=${epochs:-12} --valid=valid.tsv --metric=ndcg@10 \\
    --exclude-context --seed=$seed --threads=$threads --log=epoch train.tsv >log.tsv"
for part in valid test; do
	run "seq-embed --threads=$threads $part.tsv | topk-eval -k 1,5,10,20 \\
    --threads=$threads --labels=$part.tsv --exclude=$part.tsv >$part-metrics.tsv"
done
run "grep -E '@10\\b|metric' test-metrics.tsv | cut -f 1,2,4,5"
