#!/bin/sh
# shuffle-test - how much a model depends on the order of events: the same test,
# with the events of every context in a random order.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: shuffle-test.sh [options] log

The last event of each user is the test set.  The event before it chooses the epoch.
All earlier events are for training.  The table has three rows: a model trained and
tested on the order of the log; the same model, tested on contexts in random order; and
a model trained and tested on random order.  If the rows are alike, the order of the
log says nothing about the next item (Klenitskiy, Volodkevich and others, 2024).  The
log is a file that seq-examples can read."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs one log of users, items and times" 2

# shuffle FILE: shuffles the list in column 2; the order depends on the seed.  The
# generator is Park and Miller's, whose products a double represents exactly.
shuffle() {
	awk -F '\t' -v OFS='\t' -v state=$((seed % 2147483646 + 1)) '
		function below(n) {
			state = state * 16807 % 2147483647
			return int(state / 2147483647 * n)
		}
		NR > 1 {
			n = split($2, item, ",")
			$2 = ""
			for (; n; n--) {
				i = 1 + below(n)
				$2 = $2 ($2 == "" ? "" : ",") item[i]
				item[i] = item[n]
			}
		}
		1' "$1"
}

train() { # NAME
	run "seq-train --preset=tutorial --model=$1 \\
    --layout=sequences --max-length=200 --tie-embeddings \\
    --normalize --temperature=0.08 --dim=64 --dropout=0.4 --sampler=all \\
    --mean-loss --optimizer=adam --learning-rate=0.002 --schedule=cosine \\
    --batch-size=16 --epochs=${epochs:-6} --valid=$1-valid.tsv --metric=ndcg@10 \\
    --exclude-context --seed=$seed --threads=$threads --log=epoch \\
    $1-train.tsv >$1-log.tsv"
}

# row NAME MODEL PART: adds a row to the table.
row() {
	run "seq-embed --model=$2 --threads=$threads $3 | topk-eval --model=$2 -k 10 \\
    --threads=$threads --labels=$3 --exclude=$3 >$1-metrics.tsv"
	awk -v OFS='\t' -v name="$1" '{ value[$1] = $2 }
		END { print name, value["top_10"], value["ndcg@10"] }' \
		"$1-metrics.tsv" >>orders.tsv
}

run "seq-examples --sequences --split=leave-last --train=kept-train.tsv \\
    --valid=kept-valid.tsv --test=kept-test.tsv $(quote "$1")"
for part in train valid test; do
	shuffle kept-$part.tsv >random-$part.tsv
done
train kept
train random
printf 'order\ttop_10\tndcg@10\n' >orders.tsv
row kept kept kept-test.tsv
row asked-at-random kept random-test.tsv
row learned-at-random random random-test.tsv
run "cat orders.tsv"
