# plot.sh - functions shared by plot-training, plot-ranks and plot-embeddings, which
# read this file: options, input, the look of a picture, and output.
#
# A picture is written completely or not at all.  The same input gives the same bytes.
# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034 # others use what is set here
set -eu

LC_ALL=C # numbers with a point, and bytes as they are
export LC_ALL

# shellcheck source=examples/steps.sh
. "$(dirname "$0")/../steps.sh"
out='' size='' title=''

# Okabe and Ito's colours, which colour-blind people can tell apart.  From the seventh
# line on, lines are dashed.
colours='#0072b2 #d55e00 #009e73 #cc79a7 #e69f00 #56b4e9'
grey='#767676'

wrong() {
	die "$1; see $program --help" 2
}

# The last lines of every --help.
common_help() {
	cat <<-END
	  -o, --output=FILE  write FILE: a picture if its name ends in .svg or
	                     .png, the numbers if it ends in .tsv (default: draw
	                     in characters on standard output)
	      --size=WxH     width and height in pixels, or in characters
	      --title=TEXT   title of the picture
	  -h, --help         print this help and exit

	Pictures need gnuplot.  The exit status is 1 after a failure, and 2 if
	the command line is wrong.
	END
}

# Takes the option $1 if it is one of those above; $2 is the next word.  Sets taken to
# the number of words used, 0 for other options.
common_option() {
	taken=1
	case $1 in
	-h | --help)
		usage
		exit 0
		;;
	-o | --output)
		[ $# -gt 1 ] || wrong "$1 needs an argument"
		out=$2 taken=2
		;;
	-o*) out=${1#-o} ;;
	--output=*) out=${1#*=} ;;
	--size=*) size=${1#*=} ;;
	--title=*) title=${1#*=} ;;
	*) taken=0 ;;
	esac
}

# Is $2, given with $1, a whole number from 1 to 999999999?
need_number() {
	case $2 in
	'' | 0* | *[!0-9]* | ??????????*)
		wrong "$1: '$2' is not a whole number from 1 on"
		;;
	esac
}

# Call begin after the options.  It checks the output, and makes a folder $tmp for
# intermediate files.
begin() {
	case $out in
	'') kind=text ;;
	*.svg | *.png | *.tsv) kind=${out##*.} ;;
	*) wrong "--output: '$out' ends in none of .svg, .png, .tsv" ;;
	esac
	width=${size%x*} height=${size#*x}
	if [ -n "$size" ]; then
		[ "$size" = "${width}x$height" ] ||
			wrong "--size: '$size' is not like 800x500"
		need_number --size "$width"
		need_number --size "$height"
	fi
	[ $kind = tsv ] || command -v gnuplot >/dev/null ||
		die "gnuplot is not installed (on Debian, gnuplot-nox)"
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/$program.XXXXXX") ||
		die "no folder for temporary files; set TMPDIR"
	part='' tty=no
	[ ! -t 1 ] || tty=yes
	exec 3>&1 # where $(...) and pipes have another 1
	trap 'rm -rf "$tmp" ${part:+"$part"}' EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

# Copies the file $1, or standard input for "-", to $2.  A last line without a
# newline comes from a program that failed.
take() {
	if [ "$1" = - ]; then
		name="standard input"
		cat >"$2" || die "standard input: cannot be read"
	else
		name=$1
		[ ! -d "$1" ] || die "$1: is a directory"
		cat -- "$1" >"$2" 2>/dev/null || die "$1: cannot be read"
	fi
	[ -s "$2" ] || die "$name: is empty"
	[ "$(tail -c 1 "$2" | wc -l)" -eq 1 ] ||
		die "$name: the last line has no newline: it was cut"
}

# Splits LABEL=FILE into $label and $file; FILE alone is labelled with its name
# without folder and suffix.  A file may have a = in its name.
split_operand() {
	label=${1%%=*} file=${1#*=}
	if [ "$1" = - ]; then
		label="standard input"
	elif [ -z "$label" ] || [ "$label" = "$1" ] || [ -e "$1" ]; then
		label=${1##*/} file=$1 label=${label%.tsv}
	fi
	label=$(printf %s "$label" | tr '\t\n"' "  '")
}

# Sets the size: as requested, else that of the terminal, or $1 by $2 pixels.
measure() {
	[ -z "$size" ] || return 0
	width=$1 height=$2
	[ $kind = text ] || return 0
	width=79 height=24
	[ $tty = no ] || size=$(stty size <&3 2>/dev/null) || size=''
	case $size in
	'' | 0* | *' 0') ;;
	*) width=$((${size#* } - 1)) height=$((${size% *} - 1)) ;;
	esac
}

# Gnuplot's commands for the terminal and the common look of pictures.
look() {
	case $kind in
	svg) echo "set terminal svg size $width,$height font 'sans-serif,13' \
		background rgb 'white' dynamic" ;;
	png) echo "set terminal pngcairo size $width,$height \
		font 'sans-serif,10' background rgb 'white'" ;;
	text)
		how=mono
		[ $tty = no ] || [ -n "${NO_COLOR:-}" ] ||
			[ "${TERM:-dumb}" = dumb ] || how=ansi256
		echo "set terminal dumb size $width,$height $how"
		;;
	esac
	cat <<-END
	set encoding utf8
	set datafile separator '\t'
	set datafile commentschars ''
	set datafile missing '\\\\N'
	set border 3 linecolor rgb '#999999'
	set format '%g'
	set tics nomirror out scale 0.6 textcolor rgb '#333333'
	set title noenhanced textcolor rgb '#111111'
	set key noenhanced textcolor rgb '#333333'
	END
	[ $kind = text ] || echo "set grid ytics linecolor rgb '#e4e4e4' \
		linetype 1 linewidth 1"
	n=0
	for dash in 1 2 4; do
		for colour in $colours; do
			n=$((n + 1))
			echo "set linetype $n linecolor rgb '$colour' \
				dashtype $dash linewidth 2 pointtype 7"
		done
	done
}

# Gives the SVG on standard input a title, and a dark mode: inverted, with the
# same hues.
dress_svg() {
	name=$(printf %s "${title:-$program}" | tr '\n' ' ' |
		sed 's/&/\&amp;/g; s/</\&lt;/g; s/[\\&|]/\\&/g')
	dark='@media (prefers-color-scheme: dark) {'
	dark="$dark svg { filter: invert(0.9) hue-rotate(180deg); } }"
	sed "s|<title>Gnuplot</title>|<title>$name</title>\\
<style>$dark</style>|"
}

# Prints the text $1 as a Gnuplot string.
quoted() {
	printf "'%s'" "$(printf %s "$1" | tr '\n' ' ' | sed "s/'/''/g")"
}

# Draws with the Gnuplot commands on standard input, which name files in $tmp.  The
# files "$@" there have the numbers of the picture.
finish() {
	target=$tmp/picture
	if [ -n "$out" ]; then
		part=$out.part.$$ target=$out.part.$$
		true 2>/dev/null >"$target" || die "$out: cannot be written"
	fi
	if [ $kind = tsv ]; then
		(cd "$tmp" && cat "$@") >"$target" ||
			die "$out: cannot be written"
	else
		look >"$tmp/all.gp"
		cat >>"$tmp/all.gp"
		(cd "$tmp" && gnuplot all.gp 2>words >drawn) ||
			die "gnuplot: $(grep . "$tmp/words" | tail -n 1)"
		case $kind in
		svg) dress_svg <"$tmp/drawn" >"$target" || : ;;
		*) cat "$tmp/drawn" >"$target" || : ;;
		esac
	fi
	case $kind in # gnuplot does not tell of a full disk
	svg) ! tail -n 2 "$target" | grep -q '^</svg>' || kind=whole ;;
	png) ! tail -c 12 "$target" | grep -qa IEND || kind=whole ;;
	*) kind=whole ;;
	esac
	[ $kind = whole ] || die "$out: cannot be written whole: disk full?"
	if [ -z "$out" ]; then
		tr -d '\f' <"$target" | sed 's/ *$//' || die "standard output: cannot be written"
	else
		mv -f "$target" "$out" || die "$out: cannot be written"
	fi
	part=''
}
