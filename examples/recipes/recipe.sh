# recipe - functions shared by the recipes, which read this file.
#
# A recipe sets usage (its lines of --help) and calls recipe_begin "$@".  The
# recipe is then in its work folder.  It has $seed, $threads and $epochs, and the
# absolute paths of its operands, quoted, in $files.  Every command is printed
# before it is run.
# shellcheck shell=sh disable=SC2034,SC2154 # the recipe sets and uses them
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
				"  --work=DIR   folder to work in (default: a new one)" \
				"  --seed=N     seed of all random numbers (default 1)" \
				"  --epochs=N   largest number of epochs (default: the recipe's)" \
				"  --threads=N  threads; 0 is one per processor (default 0)"
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

# recipe_newest FILE OUT: writes the header line and the last sixth of the rows of FILE,
# at least one row, to OUT.  A network is trained again on these rows, because tastes and
# the available items change.
recipe_newest() {
	rows=$(($(wc -l <"$1") - 1))
	run "(head -n 1 $1; tail -n $(((rows + 5) / 6)) $1) >$2"
}

# Finds MovieLens 1M or 100K, as published, in a zip file or a folder.  Sets
# $ratings and $movies.
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

# Writes the ratings in a random order, as examples of user, label and time: four
# fifths to train.tsv, the rest to test.tsv.  Writes all rated movies to vocab.tsv.
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
