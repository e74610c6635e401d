# steps - functions shared by the scripts in these folders; read with ".".
#
# A script works in steps: commands that are printed before they are run.
# shellcheck shell=sh
# SPDX-License-Identifier: MIT

program=${0##*/}

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

# Finds the programs: those on PATH, else those built beside these scripts.
# Call it before any cd.
find_programs() {
	tree=$(cd "$(dirname "$0")/../.." && pwd)
	command -v seq-train >/dev/null || PATH=$PATH:$tree/build/bin
	command -v make-movielens >/dev/null || PATH=$PATH:$tree/build/examples
	command -v seq-train >/dev/null || die "no seq-train; run make first"
}
