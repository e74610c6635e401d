# recipe - functions shared by the recipes; read by them, not run.
#
# A recipe sets usage (its lines of --help) and calls recipe_begin "$@".  The
# recipe is then in its work folder, with $seed, $threads, and its operands in
# $1 ... as absolute paths.  Every command is printed before it is run.
# shellcheck shell=sh disable=SC2034,SC2154 # who reads it has and sets them
# SPDX-License-Identifier: MIT

# shellcheck source=examples/steps.sh
. "$(dirname "$0")/../steps.sh"

# Parses the options; the operands are files, which must be readable.
recipe_begin() {
	seed=1 threads=0 epochs='' work='' files=''
	for arg; do
		value=${arg#*=}
		case $arg in
		--help | -h)
			printf '%s\n' "$usage" \
				"  --work=DIR   work there (default: a new folder)" \
				"  --seed=N     of all that is random (default 1)" \
				"  --epochs=N   at most (default: the recipe's)" \
				"  --threads=N  0 is one per processor (default 0)"
			exit 0
			;;
		--work=?*) work=$value ;;
		--seed=?* | --epochs=?* | --threads=?*) take_number "$arg" ;;
		-*) die "unknown option $arg; see --help" 2 ;;
		*)
			path=$(absolute "$arg")
			files="$files $(quote "$path")"
			;;
		esac
	done
	find_programs
	[ -n "$work" ] || work=$(mktemp -d "${TMPDIR:-/tmp}/seqrec.XXXXXX")
	mkdir -p "$work"
	cd "$work" || exit
	echo "working in $(pwd)"
}

# Sets $liked to the option of seq-examples that leaves out ratings below 2, as
# TensorFlow's tutorial does, or to nothing if the log has no ratings.
recipe_liked() { # LOG
	liked='--min-rating=2 '
	if seq-examples -q --min-rating=2 --sequences "$1" 2>&1 >/dev/null |
		grep -q 'there are no ratings'; then
		liked=''
		echo "$1: no ratings, so all events are taken"
	fi
}

# recipe_newest FILE OUT: the last sixth of the rows of FILE, at least one, and its
# header line.  A network that has learned from all sessions learns from these again,
# because tastes and the items on offer change.
recipe_newest() {
	rows=$(($(wc -l <"$1") - 1))
	run "(head -n 1 $1; tail -n $(((rows + 5) / 6)) $1) >$2"
}

# Finds MovieLens as published, 1M or 100K, in a zip or a folder: $ratings,
# $movies.
recipe_movielens() { # ZIP|FOLDER
	case $1 in
	*.zip)
		command -v unzip >/dev/null || die "needs unzip"
		run "unzip -qo $(quote "$1") -d movielens"
		;;
	*) movielens=$1 ;;
	esac
	for names in ratings.dat:movies.dat u.data:u.item ratings.csv:movies.csv; do
		ratings=$(find "${movielens:-movielens}" -name "${names%:*}" | head -n 1)
		movies=$(dirname "$ratings")/${names#*:}
		[ -z "$ratings" ] || break
	done
	[ -r "$ratings" ] && [ -r "$movies" ] ||
		die "$1: neither ratings.dat and movies.dat nor u.data and u.item"
}

# Writes ratings as examples of user, label and time in a random order: four
# fifths to train.tsv, the others to test.tsv; vocab.tsv has all rated movies.
recipe_ratings() {
	printf '%032d' "$seed" >random
	run "awk -F '::|[\\t,]' -v OFS='\\t' '\$1 ~ /^[0-9]+\$/ { print \$1, \$2, \$4, \$4 }' \\
    $(quote "$ratings") | sort -R --random-source=random >ratings.tsv"
	[ -s ratings.tsv ] || die "$ratings: no ratings"
	run "cut -f 2 ratings.tsv | vocab-build -H -o vocab.tsv"
	run "awk -v OFS='\\t' -v n=\$(wc -l <ratings.tsv) 'BEGIN {
    head = \"user\tlabel\ttime\tbucket\"
    print head >\"train.tsv\"; print head >\"test.tsv\" }
    { print >(NR <= n * 4 / 5 ? \"train.tsv\" : \"test.tsv\") }' ratings.tsv"
}
