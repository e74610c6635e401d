# pages - programs, --help, man pages, README and suites agree.
# shellcheck disable=SC2016,SC2154 # $0 is for bash -c; run sets stderr
load helper
load pages

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	root=$BATS_TEST_DIRNAME/../..
	man=$root/man
	programs=$(cd "$root/cmd" && echo *.c | sed 's/\.c//g')
}

# The options of PROGRAM by --help: "-x --name" or "--name" a line.
helped() {
	"$1" --help=all | sed -nE 's/^  (-[A-Za-z]), (--[a-z0-9-]+).*/\1 \2/p
		s/^      (--[a-z0-9-]+).*/\1/p' | sort
}

# The options of a page: items ".It Fl x , Fl -name Ns = Ns Ar ARG", several
# together if described together.
described() {
	awk '/^\.It Fl / {
		letter = ""
		for (i = 2; i < NF; i++) {
			if ($i != "Fl")
				continue
			if ($(i + 1) !~ /^-/)
				letter = "-" $(i + 1) " "
			else {
				print letter "-" $(i + 1)
				letter = ""
			}
		}
		if (letter != "")
			print letter
	}' "$man/$1.1" | sort
}

# The text of .Sh SECTION in the page FILE.
section() {
	awk -v want=".Sh $1" '/^\.Sh/ { on = $0 == want; next } on' "$2"
}

# For a list of names, one a line, from a program's --help.
choices() {
	"$1" --help=all | awk '/^  +-/ || !NF { print line; line = "" }
		{ sub(/^ +/, ""); line = line " " $0 } END { print line }' |
		sed -nE 's/ \(default [^)]*\)$//
			s/.*: ([a-z0-9-]+(, [a-z0-9-]+)*)$/\1/p' |
		tr -d , | tr ' ' '\n'
}

@test "every program has a page, a suite, and a place in README and the tour" {
	for p in $programs; do
		assert_exist "$man/$p.1"
		assert_exist "$root/tests/cli/$p.bats"
		grep -q "$p" "$root/README.md"
		grep -q "^\.Xr $p 1" "$man/seqrec.7"
	done
}

@test "every page belongs to a program or format, and is in the tour" {
	for page in "$man"/*.[15]; do
		name=$(basename "$page")
		case $name in
		seq-train-mpi.1) assert_exist "$root/lib/base/mpi" ;;
		*.1) assert_exist "$root/cmd/${name%.1}.c" ;;
		*.5) grep -q "^\.Xr ${name%.5} 5" "$man/seqrec.7" ;;
		esac
	done
}

@test "--help and the page have the same options" {
	for p in $programs; do
		helped "$p" >help
		described "$p" >page
		diff help page >differ || fail "$p: --help < > man page
$(<differ)"
		[[ $(wc -l <help) -ge 3 ]]
	done
}

@test "the page has every name that --help offers for a choice" {
	for p in $programs; do
		for name in $(choices "$p"); do
			grep -qw -e "$name" "$man/$p.1" ||
				fail "$p.1 says nothing about $name"
		done
	done
	[[ $(choices topk-eval) == *conservative* ]]
	[[ $(choices seq-train) == *softmax* ]]
}

@test "SYNOPSIS has only existing options" {
	for p in $programs; do
		helped "$p" | tr ' ' '\n' >help
		section SYNOPSIS "$man/$p.1" | awk '{
			for (i = 1; i < NF; i++) {
				if ($i != "Fl")
					continue
				for (i++; i <= NF && $i !~ /^(Ar|Ns|Oc|Fl)$/; i++)
					if ($i ~ /^-/)
						print "-" $i
					else
						for (k = 1; $i ~ /^[A-Za-z]+$/ &&
						    k <= length($i); k++)
							print "-" substr($i, k, 1)
				i--
			}
		}' >synopsis
		while read -r option; do
			grep -qx -e "$option" help ||
				fail "$p.1 shows $option in its synopsis"
		done <synopsis
	done
}

@test "the pages of programs have the same sections in the same order" {
	printf '%s\n' NAME SYNOPSIS DESCRIPTION "EXIT STATUS" EXAMPLES \
		"SEE ALSO" >want
	for p in $programs; do
		sed -n 's/^\.Sh //p' "$man/$p.1" | grep -xFf want >have
		diff want have >differ || fail "$p.1: $(<differ)"
		section SYNOPSIS "$man/$p.1" | grep -q '^\.Nm'
		section "EXIT STATUS" "$man/$p.1" | grep -q 2
	done
}

@test "a page's name is that of its file" {
	for page in "$man"/*.[157]; do
		name=$(basename "$page" | sed 's/\.[157]$//')
		grep -qx "\.Dt ${name^^} ${page##*.}" "$page"
		section NAME "$page" | grep -qx "\.Nm $name"
	done
}

@test "references lead to our pages, or to the system's" {
	for page in "$man"/*.[157]; do
		sed -n 's/^\.Xr \([^ ]*\) \([0-9]\).*/\1.\2/p' "$page" >refs
		while read -r ref; do
			case $ref in
			awk.1 | cat.1 | cut.1 | gzip.1 | head.1 | od.1 | \
			paste.1 | rename.2 | renameat2.2 | sort.1 | split.1 | \
			tail.1) ;;
			*) [[ -e $man/$ref ]] ||
				fail "$page refers to $ref" ;;
			esac
		done <refs
	done
}

@test "mandoc reports nothing" {
	type mandoc >/dev/null || skip "mandoc is not installed"
	for page in "$man"/*.[157]; do
		run -0 mandoc -T lint -W warning "$page"
		[[ -z $output ]]
	done
}

@test "--help and -h print the same on stdout, and nothing else" {
	for p in $programs; do
		run -0 --separate-stderr "$p" --help
		[[ $output == "usage: $p [options] "* && -z $stderr ]]
		long=$output
		run -0 --separate-stderr "$p" -h
		[[ $output == "$long" ]]
	done
}

@test "lines of --help have at most 80 characters" {
	for p in $programs; do
		run -1 grep '.\{81\}' <("$p" --help=all)
	done
}

@test "--help fits a terminal of 40 lines" {
	for p in $programs; do
		[[ $("$p" --help | wc -l) -le 40 ]] || fail "$p"
	done
}

@test "--help refers to --help=all if it omits options" {
	for p in $programs; do
		"$p" --help=all >all
		[[ $(wc -l <all) -gt 40 ]] || continue
		run -0 "$p" --help
		assert_line "All options: $p --help=all."
		grep -E '^( +-|[A-Z][A-Za-z ]+:$)' <<<"$output" >usual
		[[ $(wc -l <usual) -ge 10 ]]
		run -1 grep -vxFf all usual
	done
	run -2 --separate-stderr seq-train --help=some
	[[ -z $output && $stderr == "seq-train: --help takes no argument but all; "* ]]
}

@test "the example of --help parses, and has only existing options" {
	for p in $programs; do
		helped "$p"
	done | tr ' ' '\n' | sort -u >all
	for p in $programs; do
		"$p" --help | sed -n 's/^Example: //p' >example
		grep -q "$p " example || fail "$p"
		bash -n example
		grep -oE '(^| )--?[A-Za-z-]+' example | tr -d ' ' >said || :
		run -1 grep -vxFf all said
	done
}

@test "the groups of --help=all are those of the page" {
	for p in $programs; do
		"$p" --help=all | sed -nE "s/^([A-Z][A-Za-z' ]+):\$/group \1/p
			s/^  (-[A-Za-z],|   ) (--[a-z0-9-]+).*/\2/p" |
			awk '/^group / { g = $0; next } { print g, $1 }' |
			sort >help
		awk '/^\.Ss / { g = substr($0, 5) }
			/^\.It Fl / { for (i = 3; i <= NF; i++)
				if ($(i - 1) == "Fl" && $i ~ /^-/)
					print "group " g " -" $i }' "$man/$p.1" |
			sort >page
		diff help page >differ || fail "$p: --help=all < > man page
$(<differ)"
		[[ $(wc -l <help) -ge 8 ]]
	done
}

@test "--version and -V print program and version, the same for all" {
	for p in $programs; do
		run -0 --separate-stderr "$p" --version
		[[ $output =~ ^"$p (seqrec) "[0-9]+\.[0-9]+\.[0-9]+$ ]]
		[[ -z $stderr ]]
		echo "${output##* }" >>versions
		run -0 "$p" -V
		[[ $output == "$p "* ]]
	done
	[[ $(sort -u versions | wc -l) == 1 ]]
}

@test "--help on a full disk is an error" {
	for p in $programs; do
		run -1 --separate-stderr bash -c '"$0" --help >/dev/full' "$p"
		[[ $stderr == "$p: standard output: "* ]]
	done
}

@test "an unknown option exits 2, with a message on stderr alone" {
	for p in $programs; do
		for wrong in --nothing -Z --version=1; do
			run -2 --separate-stderr "$p" "$wrong" </dev/null
			[[ -z $output && $stderr == "$p: "*"$p --help"* ]]
		done
	done
}

@test "an option without its argument exits 2" {
	for p in $programs; do
		option=$("$p" --help | sed -nE 's/.*(--[a-z-]+)=.*/\1/p' |
			head -n 1)
		run -2 --separate-stderr "$p" "$option" </dev/null
		[[ -z $output && $stderr == "$p: "* ]]
	done
}

@test "empty input is an error that says so, never an empty success" {
	# Only TFRecord files may be empty: no records.
	for p in $programs; do
		[[ $p == tfrec2tsv ]] && continue
		touch labels
		args=()
		[[ $p == topk-eval ]] && args=(-l labels)
		[[ $p == topk-blend ]] && echo a >items && args=(items -)
		run -1 --separate-stderr "$p" "${args[@]}" </dev/null
		[[ -z $output && $stderr == "$p: "* ]]
	done
}

@test "every command on a page parses, and each has its prompt" {
	for page in "$man"/*.[157]; do
		while IFS= read -r -d '' command; do
			bash -n -c "$command" || fail "${page##*/}: $command"
			echo . >>parsed
		done < <(commands "$page")
		# A line that begins with a program continues the one above, or
		# belongs to a script.
		displayed "$page" | sed '/^#!/,/^[$] /d' >lines
		commands "$page" | tr -d '\0' | sed 's/^[$] //' >within
		for p in $programs; do
			grep "^ *$p " lines | grep -vxFf within >bare || continue
			fail "${page##*/}: no prompt before: $(<bare)"
		done
	done
	[[ $(wc -l <parsed) -gt 50 ]]
}

# README's code blocks, without their prompts.
readme() {
	sed -n 's/^    \([$] \)\{0,1\}//p' "$root/README.md"
}

@test "README names only existing options" {
	readme | sed -e ':more' -e '/[\\|]$/ { N; s/\\\n//; s/|\n/| /; b more; }' |
		tr '|' '\n' | sed 's/^ *//' >lines
	for p in $programs; do
		helped "$p" | tr ' ' '\n' >help
		grep "^$p " lines | grep -oE ' --?[A-Za-z][a-z-]*' | tr -d ' ' >named ||
			:
		run -1 grep -vxFf help named
		cat named >>all
	done
	[[ $(wc -l <all) -gt 15 ]]
}

@test "README refers only to existing files" {
	grep -oE '\]\([^)#:]+\)' "$root/README.md" | tr -d '])(' >files
	while read -r file; do
		assert_exist "$root/$file"
	done <files
	[[ $(wc -l <files) -gt 10 ]]
}

@test "no page has a backslash that roff removes, or an unparsed macro" {
	run -1 grep -nE '(^|[^\])(\\\\)*\\$' "$man"/*.[157]
	run -1 grep -nE '^[^.].*[[:space:]]\.[A-Z][a-z][[:space:]]' "$man"/*.[157]
}

@test "the tour's own-log chapter prints what it shows" {
	displayed "$man/seqrec.7" "FROM A LOG OF YOUR OWN" >want
	[[ $(grep -c '^[$] ' want) -ge 5 ]]
	transcript "$man/seqrec.7" "FROM A LOG OF YOUR OWN" >script
	sh -eu script >have 2>err || fail "$(<err)"
	diff want have
}
