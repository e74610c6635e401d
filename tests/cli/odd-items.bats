# odd-items - a warning of lists in another notation, which are valid cells.
# shellcheck disable=SC2154 # run sets stderr
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	perl -e 'srand 1; print "user\tcontext\tlabel\n"; for my $u (1 .. 40) {
		my @x = map { "i" . int rand 20 } 1 .. 8;
		print join("\t", "u$u", join(",", @x[0 .. $_ - 1]), $x[$_]), "\n" for 1 .. 7 }' >plain.tsv
	seq-train -q --log=none -e 1 -d 4 plain.tsv
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
}

# rewritten COMMANDS: plain.tsv with its contexts changed by Perl.
rewritten() {
	perl -F'\t' -ane 'if ($. > 1) { for ($F[1]) { '"$1"' } } print join "\t", @F' plain.tsv
}

notations=(
	's/,/|/g' 's/,/;/g' 's/,/ /g' 's/,/\\,/g' 's/,/\\;/g' 's/,/\//g'
	's/,/, /g' '$_ = "[$_]"' 's/,/, /g; $_ = "[$_]"' '$_ = "\"$_\""'
	's/,/\\,/g; $_ = "\"$_\""' 's/,/;/g; $_ = "\"$_\""'
	's/(\w+)/\x27$1\x27/g; s/,/, /g; $_ = "[$_]"' 's/,/ /g; $_ = "[$_]"'
	's/,/|/g; $_ = "($_)"' 's/,/, /g; $_ = "{$_}"'
)

@test "lists in another notation are told by the programs that number items" {
	for by in "${notations[@]}"; do
		rewritten "$by" >x.tsv
		for command in vocab-build 'seq-baseline -m b' 'seq-train -m t -e 1 -d 4 --log=none'; do
			run -0 --separate-stderr $command x.tsv
			[[ $stderr == *"items such as '"*"' seem to be lists, or parts of lists, in another notation: "* ]]
		done
		run -0 --separate-stderr vocab-build -q x.tsv
		[[ $stderr == "" ]]
	done
}

@test "where items are looked up, the names of unknown ones get a hint" {
	for by in "${notations[@]}"; do
		rewritten "$by" >x.tsv
		# The first context of each user has one item.
		run --separate-stderr seq-embed x.tsv
		[[ $stderr == *"; commas without blanks separate items)"* ]]
	done
}

@test "sequences of one item each are examined for separators alone" {
	printf 'items\na|b\nb|c\nd|a\n' >x.tsv
	run -0 --separate-stderr seq-baseline -m b x.tsv
	[[ $stderr == *"items such as 'a|b' seem to be lists"* ]]
	run -1 --separate-stderr seq-train -m t x.tsv
	[[ $stderr == *"items such as 'a|b' seem to be lists"*"no sequence has two events" ]]
	printf 'items\na|b,b|c\nb|c\nd|a\n' >x.tsv
	run -0 --separate-stderr seq-baseline -m b x.tsv
	[[ $stderr != *"seem to be"* ]]
}

@test "names with separators, pairs of brackets and a few odd items are no lists" {
	for by in 's/(i\d+)/The $1/g' 's/(i\d+)/$1|$1x/g' 's/(i\d+)/[$1]/g' \
		's/(i\d+)/$1 (1999)/g' 's/(i\d+)/Alien\\, $1/g' 's/(i\d+)/"$1"/g' \
		's/(i\d+)/a\/$1/g' 's/(i\d+)/$1;/g'; do
		perl -F'\t' -ane 'if ($. > 1) { for (@F[1, 2]) { '"$by"' } } print join "\t", @F' \
			plain.tsv >x.tsv
		run -0 --separate-stderr vocab-build x.tsv
		[[ $stderr == "" ]]
	done
	sed 's/i3\b/i4 i5/g; s/i7\b/27"/g' plain.tsv >x.tsv
	run -0 --separate-stderr vocab-build x.tsv
	[[ $stderr == "" ]]
}

@test "no list in a plain file is odd, and a vocabulary that is given is not examined" {
	for command in vocab-build 'seq-baseline -m b' 'seq-train -m t -e 1 -d 4 --log=none'; do
		run -0 --separate-stderr $command plain.tsv
		[[ $stderr != *"another notation"* ]]
	done
	rewritten 's/,/|/g' >x.tsv
	vocab-build -q x.tsv >v.tsv
	run -0 --separate-stderr seq-train -m t -e 1 -d 4 --log=none --vocab=v.tsv x.tsv
	[[ $stderr != *"another notation"* ]]
}
