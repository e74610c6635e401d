#!/bin/sh
# popularity - compares seq-train's default settings with popularity: a table
# with a row for each log.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: popularity.sh [options] log ...

A log is a file that seq-examples can read without options.  Each log is used twice: as
examples, a random tenth of which is the test set, and as sequences, whose last items
are the test set.  A log may also be a folder with train.tsv and test.tsv.  If test.tsv
has sequences, every event after the first of a sequence is tested.

The table shows top_K of the model and of popularity for K = 10, or for a tenth of the
items if that is less, and the 95 % interval of the paired difference.  The last columns
show the interval at the K, from 1 to a tenth of the items, at which it is lowest.  The
exit status is 1 if an interval is below 0."
recipe_begin "$@"
eval "set -- $files"
[ $# -ge 1 ] || die "needs a log" 2

# Prints at most 32 values of K, from 1 to a tenth of the $1 items; small values are
# closer together.
cuts() {
	awk -v most="$(($1 / 10 > 1 ? $1 / 10 : 1))" 'BEGIN {
		for (k = 1; n < 31 && k < most; k = k * f > k + 1 ? int(k * f) : k + 1) {
			if (k == 10)
				f = exp(log(most / 10) / 21)
			printf "%d,", k
			n++
		}
		print most
	}'
}

# Evaluates the model $1 of this folder on test.tsv, and writes $1.ranks.
ranks() {
	if head -n 1 test.tsv | grep -qw label; then
		run "seq-embed --threads=$threads -m $1 test.tsv |
    topk-eval -q --threads=$threads -m $1 -l test.tsv --ranks=$1.ranks >$1.tsv"
	else
		run "seq-embed --threads=$threads --every-position --unknown=drop -m $1 \\
    --labels-out=labels.tsv test.tsv |
    topk-eval -q --threads=$threads -m $1 -l labels.tsv --ranks=$1.ranks >$1.tsv"
	fi
}

# Prints the setting $1 of the model.
setting() {
	awk -F '\t' -v name="$1" '$1 == name { print $2 }' model/settings.tsv
}

# Prints the row of the log $1; $2 names how it was used.
row() {
	tail -n +2 compared.tsv | awk -F '\t' -v OFS='\t' -v log_="$1" -v what="$2" \
		-v examples="$(setting examples)" -v items="$(wc -l <model/vocab.tsv)" \
		-v net="$(setting dim)/$(setting batch_size)/$(setting best_epoch)" '
	$1 !~ /^top_/ { next }
	{ k = substr($1, 5) + 0 }
	k <= 10 { usual = k OFS $2 OFS $6 OFS $8 OFS $9 }
	least == "" || $9 < least { least = $9; worst = k OFS $8 OFS $9 }
	END { print log_, what, examples, items, net, usual, worst }'
}

# Trains with default settings in the folder $1 and adds the row of the log $2, used
# as $3.
compare() {
	(
		cd "$1"
		run "seq-train --threads=$threads --seed=$seed${epochs:+ --epochs=$epochs} \\
    --log=none train.tsv"
		run "seq-baseline -q --threads=$threads --method=pop -m popular train.tsv"
		ranks model
		ranks popular
		run "topk-eval -q -R --compare=popular.ranks \\
    -k $(cuts "$(wc -l <model/vocab.tsv)") model.ranks >compared.tsv" ||
			[ $? -eq 3 ]
	)
	(cd "$1" && row "$2" "$3") >>table.tsv
}

for title in log as predictions items dim/batch/epoch K top_K popularity low \
	high lowest_K low high; do
	printf '%s\t' "$title"
done | sed 's/\t$//' >table.tsv
echo >>table.tsv
n=0
for log; do
	name=$(basename "$log")
	n=$((n + 1))
	mkdir -p "$n-examples" "$n-sequences"
	if [ -d "$log" ]; then
		cp "$log/train.tsv" "$log/test.tsv" "$n-sequences"
		compare "$n-sequences" "$name" given
		continue
	fi
	run "seq-examples --split=random --train=$n-examples/train.tsv \\
    --test=$n-examples/test.tsv $(quote "$log")"
	compare "$n-examples" "$name" examples
	run "seq-examples --sequences --split=leave-last \\
    --train=$n-sequences/train.tsv --test=$n-sequences/test.tsv $(quote "$log")"
	compare "$n-sequences" "$name" sequences
done
echo
column -t -s "$(printf '\t')" table.tsv 2>/dev/null || cat table.tsv
awk -F '\t' 'NR > 1 && $13 < 0 { bad++ }
	END { exit bad > 0 }' table.tsv
