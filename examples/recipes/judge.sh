# judge - evaluates a model on a test; read by other scripts, not run.
# shellcheck shell=sh disable=SC2154 # who reads it has threads
# SPDX-License-Identifier: MIT

# Does the header of $1 name the column $2?
has_column() {
	head -n 1 "$1" | tr '\t' '\n' | grep -qx "$2"
}

# judge MODEL TEST OUT [OPTION ...]: writes the table of topk-eval to OUT.  In a
# TEST of sequences every event after the first is a label; a test of contexts
# and labels excludes the contexts' items.  Unknown items keep their places and
# are misses, so that all models get the same queries.
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
