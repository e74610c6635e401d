# steps - functions shared by the scripts in these folders; read with ".".
#
# A script works in steps: commands that are printed before they are run.
# shellcheck shell=sh
# SPDX-License-Identifier: MIT

program=${0##*/}

# A function for awk: the text of a cell of examples-tsv(5), with a blank for each
# control byte.
# shellcheck disable=SC2034 # others use it
awk_plain='
function plain(s) {
	gsub(/\\\\/, "\\x5c", s)
	gsub(/\\[tnr]|\\x[01][0-9a-f]|[[:cntrl:]]/, " ", s)
	gsub(/\\x2c/, ",", s)
	gsub(/\\E|\\x7f/, "", s)
	while (match(s, /\\[^x]/))
		s = substr(s, 1, RSTART - 1) substr(s, RSTART + 1)
	gsub(/\\x5c/, "\\", s)
	return s
}'

# Ends the script with a message, and with status $2 (default 1).
die() {
	echo "$program: $1" >&2
	exit "${2:-1}"
}

# Prints the command $1, and runs it.
run() {
	printf '$ %s\n' "$1"
	eval "$1"
}

# Prints $1 as one word of a command.
quote() {
	case $1 in
	*[!A-Za-z0-9_./-]*)
		printf %s "$1" | sed "s/'/'\\\\''/g; 1s/^/'/; \$s/\$/'/"
		;;
	*) printf %s "$1" ;;
	esac
}

# Prints the absolute path of the file $1, which must be readable.
absolute() {
	[ -r "$1" ] || die "$1: cannot be read"
	printf '%s\n' "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
}

# Takes an option --NAME=N, N at least $2 (default 0): sets the variable NAME, or
# its last word, to N.
take_number() {
	case ${1#*=} in
	*[!0-9]* | ??????????*) die "$1: not a number" 2 ;;
	esac
	[ "${1#*=}" -ge "${2:-0}" ] || die "$1: not a number from $2 up" 2
	option=${1%%=*}
	eval "${option##*-}=${1#*=}"
}

# Finds the programs: those on PATH, else those built beside these scripts.
# Call it before any cd.
find_programs() {
	tree=$(cd "$(dirname "$0")/../.." && pwd)
	command -v seq-train >/dev/null || PATH=$PATH:$tree/build/bin
	command -v make-movielens >/dev/null || PATH=$PATH:$tree/build/examples
	command -v seq-train >/dev/null || die "no seq-train; run make first"
}
