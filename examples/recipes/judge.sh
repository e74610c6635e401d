# judge - evaluates a model on a test set; other scripts read this file.
# shellcheck shell=sh disable=SC2154 # the script that reads it sets threads
# SPDX-License-Identifier: MIT

# Does the header of $1 name the column $2?
has_column() {
	head -n 1 "$1" | tr '\t' '\n' | grep -qx "$2"
}

# judge MODEL TEST OUT [OPTION ...]: writes the table of topk-eval to OUT.  If TEST
# has sequences, every event after the first of a sequence is a label.  If TEST has
# contexts and labels, the items of a context are not candidates.  Unknown items
# keep their places and are misses, so all models get the same queries.
judge() {
	model=$1 asked=$2 to=$3
	shift 3
	if has_column "$asked" items; then
		seq-embed -q -m "$model" --unknown=row0 --threads="$threads" \
			--every-position --labels-out="$to.labels" "$asked" |
			topk-eval -q -m "$model" --threads="$threads" \
				--labels="$to.labels" "$@" >"$to"
	else
		seq-embed -q -m "$model" --unknown=row0 --threads="$threads" \
			"$asked" |
			topk-eval -q -m "$model" --threads="$threads" \
				--labels="$asked" --exclude="$asked" "$@" >"$to"
	fi
}
