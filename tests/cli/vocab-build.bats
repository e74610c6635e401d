# vocab-build: counting tokens, ordering them, adding up vocabularies.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	# 2,000 examples of items 1 .. 89, some padded at the end.
	awk 'BEGIN {
		srand(5)
		print "context_movie_id\tcontext_movie_year\tlabel_movie_id"
		for (i = 0; i < 2000; i++) {
			n = 1 + int(5 * rand())
			for (k = 0; k < 5; k++)
				printf "%s%d", k ? "," : "",
				    k < n ? 1 + int(89 * rand() * rand()) : 0
			printf "\t%s\t%d\n", "1995,1996", 1 + int(89 * rand())
		}
	}' >in.tsv
	tail -n +2 in.tsv >rows.tsv
}

# The tokens of column 1 (lists) and 3 of rows.tsv, by other means.
tokens() {
	cut -f1,3 rows.tsv | tr '\t,' '\n\n' | grep -vx 0
}

@test "counts are those of sort and uniq, in count order, ties by bytes" {
	tokens | sort | uniq -c | sort -k1,1nr -k2,2 |
		awk '{ print $2 "\t" $1 }' >want.tsv
	vocab-build in.tsv >got.tsv
	cmp want.tsv got.tsv
}

@test "byte order is that of sort" {
	tokens | sort -u >want.txt
	vocab-build --order=bytes in.tsv | cut -f1 >got.txt
	cmp want.txt got.txt
}

@test "number order is that of sort -n" {
	tokens | sort -nu >want.txt
	vocab-build --order=number in.tsv | cut -f1 >got.txt
	cmp want.txt got.txt
}

@test "first order is that of first appearance, by rows, then columns" {
	tokens | awk '!seen[$0]++' >want.txt
	vocab-build --order=first in.tsv | cut -f1 >got.txt
	cmp want.txt got.txt
}

@test "tokens that are not numbers follow the numbers, by bytes" {
	printf 'b\n10\na\n-1\n9\n1.5\n' | vocab-build -H --order=number >got.tsv
	printf -- '-1\t1\n1.5\t1\n9\t1\n10\t1\na\t1\nb\t1\n' | cmp - got.tsv
}

@test "the order of the input only matters for --order=first" {
	sort -R rows.tsv >other.tsv
	for order in count bytes number; do
		vocab-build -H -T 1,3 --order=$order rows.tsv >a.tsv
		vocab-build -H -T 1,3 --order=$order other.tsv >b.tsv
		cmp a.tsv b.tsv
	done
}

@test "columns by name equal columns by number, and the default" {
	vocab-build in.tsv >a.tsv
	vocab-build -T context_movie_id,label_movie_id in.tsv >b.tsv
	vocab-build -T 3,1 in.tsv >c.tsv
	vocab-build -H --tokens=1,3 rows.tsv >d.tsv
	cmp a.tsv b.tsv
	cmp a.tsv c.tsv
	cmp a.tsv d.tsv
}

@test "without the usual columns an only column is counted, and several are refused" {
	printf 'x\na,b\n' | vocab-build >got.tsv
	printf 'a\t1\nb\t1\n' | cmp - got.tsv
	printf 'who\twhat\nu1\ta,b\n' >x.tsv
	run -1 --separate-stderr vocab-build x.tsv
	assert_equal "$output" ""
	[[ $stderr == "vocab-build: x.tsv: there is no column 'context'"*$'who\twhat'*"--tokens=COLUMN"* ]]
	vocab-build -T what x.tsv | cmp - got.tsv
}

@test "sequences are counted if there are no contexts" {
	printf 'user\titems\nu1\ta,b\n' | vocab-build >got.tsv
	printf 'a\t1\nb\t1\n' | cmp - got.tsv
}

@test "without a header items are where readers find them, which is reported" {
	printf 'a\t1\nb\t1\nc\t1\n' >want.tsv
	printf 'u1\ta,b\tc\n' >three.tsv
	printf 'a,b\tc\n' >two.tsv
	printf 'u1\ta,b,c\n' >sequences.tsv
	for f in three two sequences; do
		vocab-build -q -H $f.tsv | cmp - want.tsv
	done
	run -0 --separate-stderr vocab-build -H three.tsv
	[[ $stderr == "vocab-build: without a header, columns 2 and 3 are counted; --tokens"* ]]
	run -0 --separate-stderr vocab-build -H sequences.tsv
	[[ $stderr == "vocab-build: without a header, column 2 is counted; --tokens"* ]]
	cut -f 2 sequences.tsv >one.tsv
	run -0 --separate-stderr vocab-build -H one.tsv
	assert_equal "$stderr" ""
}

@test "with only one of the usual columns, that one is counted" {
	printf 'x\tlabel_movie_id\na\tb\n' | vocab-build >got.tsv
	printf 'b\t1\n' | cmp - got.tsv
}

@test "absent and empty lists add nothing" {
	printf 'a\n\\N\n\\E\nb\n' | vocab-build -H >got.tsv
	printf 'a\t1\nb\t1\n' | cmp - got.tsv
}

@test "an escaped comma does not end a token, and stays escaped" {
	printf 'a\\,b,c\n' | vocab-build -H >got.tsv
	printf 'a\\,b\t1\nc\t1\n' | cmp - got.tsv
}

@test "the given pad is counted in no column, without a report" {
	printf 'a,0,0\t0\n' >in
	run -0 --separate-stderr vocab-build -H -T 1,2 --pad=0 in
	assert_equal "$output" $'a\t1'
	assert_equal "$stderr" ""
}

@test "padding is detected, and reported once with its count" {
	printf 'context\tlabel\na,0,0\tb\na,b,0\tc\n' >in
	run -0 --separate-stderr vocab-build in
	assert_equal "$output" $'a\t2\nb\t2\nc\t1'
	assert_equal "$stderr" "vocab-build: padding, which is not counted: '0', 3 times; if it is an item, give --pad=none"
	for pad in -1 UNK PAD '[PAD]' '<pad>' ''; do
		sed "s/,0/,$pad/g" in | vocab-build -q >got.tsv
		printf 'a\t2\nb\t2\nc\t1\n' | cmp - got.tsv
	done
}

@test "a usual pad is an item unless it behaves like padding" {
	zeros() { vocab-build "$@" | awk -F'\t' '$1 == "0" { print $2 }'; }
	# As a label, in lists of different lengths, before an item, alone, as
	# given.
	[ "$(printf 'context\tlabel\na,0\tb\na,b\t0\n' | zeros)" = 2 ]
	[ "$(printf 'context\tlabel\na,0\tb\na\tc\n' | zeros)" = 1 ]
	[ "$(printf 'context\tlabel\n0,a\tb\na,0\tc\n' | zeros)" = 2 ]
	[ "$(printf 'items\n0\na\n0\n' | zeros)" = 2 ]
	[ "$(printf 'context\tlabel\na,0\tb\n' | zeros --pad=none)" = 1 ]
	# It comes late, when the lists are known to differ.
	[ "$(printf 'context\tlabel\na\tb\na,b\tc\na,0\td\n' | zeros)" = 1 ]
}

@test "each column has its own padding" {
	printf 'c\tg\na,0\tx,UNK\nb,0\tUNK,UNK\n' >in
	run -0 --separate-stderr vocab-build -T c,g in
	assert_equal "$output" $'a\t1\nb\t1\nx\t1'
	[[ $stderr == *": '0', 2 times; 'UNK', 3 times; if"* ]]
	printf 'a,0\tb,-1\na,-1\tc,-1\n' >in
	run -1 --separate-stderr vocab-build -H -T 1,2 in
	[[ $stderr == *"'0' and '-1' both look like padding: choose one with --pad"* ]]
}

@test "padding does not change the order of the others" {
	printf 'context\tlabel\nb,0,0\tz\na,b,0\tc\n' >in
	for order in first count bytes number; do
		vocab-build -q --order=$order in | cmp - <(vocab-build --pad=0 --order=$order in)
	done
	[ "$(vocab-build -q --order=first in | cut -f 1 | paste -sd,)" = b,z,a,c ]
}

@test "with another pad, 0 is a token like others" {
	printf 'a,0,UNK\n' | vocab-build -H --pad=UNK >got.tsv
	printf '0\t1\na\t1\n' | cmp - got.tsv
}

@test "an empty token is an error" {
	printf 'a\na,,b\n' >in
	run -1 --separate-stderr vocab-build -H in
	assert_equal "$output" ""
	assert_equal "$stderr" "vocab-build: in:line 2: a token is empty"
}

@test "an empty token can be the pad" {
	printf 'a,,b,,\n' | vocab-build -H --pad= >got.tsv
	printf 'a\t1\nb\t1\n' | cmp - got.tsv
}

@test "min-count drops exactly the less frequent tokens" {
	vocab-build in.tsv | awk -F'\t' '$2 >= 60' >want.tsv
	vocab-build --min-count=60 in.tsv >got.tsv
	test -s got.tsv
	cmp want.tsv got.tsv
}

@test "merging the vocabularies of parts equals counting the whole" {
	split -n l/7 rows.tsv part.
	for p in part.*; do
		vocab-build -H -T 1,3 "$p" >"vocab.$p"
	done
	vocab-build --merge vocab.part.* >a.tsv
	vocab-build in.tsv >b.tsv
	cmp a.tsv b.tsv
}

@test "min-count applies to merged counts" {
	printf 'a\t2\nb\t1\n' >a.tsv
	printf 'a\t1\nc\t2\n' >b.tsv
	vocab-build --merge --min-count=3 a.tsv b.tsv >got.tsv
	printf 'a\t3\n' | cmp - got.tsv
}

@test "merging a single vocabulary reorders it" {
	vocab-build --order=bytes in.tsv >a.tsv
	vocab-build in.tsv | vocab-build --merge --order=bytes >b.tsv
	cmp a.tsv b.tsv
}

@test "merging a vocabulary with a repeated token is an error" {
	printf 'a\t2\na\t1\n' >a.tsv
	run -1 --separate-stderr vocab-build --merge a.tsv
	assert_equal "$stderr" \
		"vocab-build: a.tsv:line 2: the token 'a' is also on line 1"
}

@test "counts that are too large are an error" {
	printf 'a\t9223372036854775807\n' >a.tsv
	run -1 --separate-stderr vocab-build --merge a.tsv a.tsv
	assert_equal "$stderr" \
		"vocab-build: 'a': counts add up to more than 9223372036854775807"
}

@test "examples are not taken for a vocabulary to merge" {
	run -1 --separate-stderr vocab-build --merge in.tsv
	[[ $stderr == "vocab-build: in.tsv:line 1: 3 columns: "* ]]
}

@test "two files are one stream" {
	{ cat in.tsv; cat rows.tsv; } | vocab-build >a.tsv
	vocab-build in.tsv in.tsv >b.tsv
	cmp a.tsv b.tsv
}

@test "two files joined with both headers are an error" {
	cat in.tsv in.tsv >both.tsv
	run -1 --separate-stderr vocab-build both.tsv
	[[ $stderr == "vocab-build: both.tsv:line 2002 repeats the header line"* ]]
}

@test "gzip is read like its contents" {
	gzip <in.tsv >in.tsv.gz
	vocab-build in.tsv >a.tsv
	vocab-build in.tsv.gz >b.tsv
	cmp a.tsv b.tsv
}

@test "input without tokens is an error" {
	printf 'context_movie_id\n' >in
	run -1 --separate-stderr vocab-build in
	[[ $stderr == "vocab-build: the input has only pads"* ]]
	printf '0,0\n0,0\n' >in
	run -1 --separate-stderr vocab-build -q -H in
	[[ $stderr == "vocab-build: the input has only pads"* ]]
}

@test "input without a sufficiently frequent token is an error" {
	printf 'a\nb\nb\n' >in
	run -1 --separate-stderr vocab-build -H --min-count=3 in
	assert_equal "$output" ""
	assert_equal "$stderr" \
		"vocab-build: none of 2 tokens has a count of 3"
}

@test "an empty input is an error" {
	run -1 --separate-stderr vocab-build -H /dev/null
	assert_equal "$stderr" "vocab-build: /dev/null is empty"
}

@test "a missing column is an error" {
	run -1 --separate-stderr vocab-build -T nix in.tsv
	[[ $stderr == "vocab-build: in.tsv: there is no column 'nix'; the header"* ]]
	run -1 --separate-stderr vocab-build -H -T 4 rows.tsv
	assert_equal "$stderr" \
		"vocab-build: rows.tsv:line 1: there is no column 4, only 3"
}

@test "a repeated column is an error" {
	run -1 --separate-stderr vocab-build -T 1,context_movie_id in.tsv
	assert_equal "$stderr" "vocab-build: column 1 is given twice"
}

@test "output to a file is the same, and whole or not at all" {
	vocab-build in.tsv >a.tsv
	vocab-build -o b.tsv in.tsv
	cmp a.tsv b.tsv
	printf 'x' >cut.tsv
	run -1 vocab-build -H -o b.tsv cut.tsv
	cmp a.tsv b.tsv
	assert_equal "$(echo b.tsv*)" b.tsv
}

@test "a full disk is an error" {
	run -1 --separate-stderr bash -c 'vocab-build -q in.tsv >/dev/full'
	assert_equal "$stderr" \
		"vocab-build: standard output: No space left on device"
	run -1 --separate-stderr vocab-build -q -o /dev/full in.tsv
	assert_equal "$stderr" "vocab-build: /dev/full: No space left on device"
}

@test "truncated input is an error and gives nothing" {
	head -c -1 in.tsv >cut.tsv
	run -1 --separate-stderr vocab-build cut.tsv
	assert_equal "$output" ""
	[[ $stderr == "vocab-build: cut.tsv:line 2001: the line has no newline"* ]]
}

@test "truncated gzip is an error and gives nothing" {
	gzip <in.tsv | head -c -9 >cut.gz
	run -1 --separate-stderr vocab-build cut.gz
	assert_equal "$output" ""
	[[ $stderr == "vocab-build: cut.gz: the gzip stream is cut short"* ]]
}

@test "a directory as input is an error" {
	run -1 --separate-stderr vocab-build .
	assert_equal "$stderr" "vocab-build: .: Is a directory"
}

@test "a missing file is an error" {
	run -1 --separate-stderr vocab-build in.tsv none.tsv
	assert_equal "$stderr" "vocab-build: none.tsv: No such file or directory"
}

@test "malformed numbers and unknown options are a wrong command line" {
	run -2 --separate-stderr vocab-build --min-count=x in.tsv
	assert_equal "$output" ""
	run -2 --separate-stderr vocab-build --min-count=-1 in.tsv
	run -2 --separate-stderr vocab-build --order=size in.tsv
	run -2 --separate-stderr vocab-build --nix in.tsv
	[[ $stderr == "vocab-build: "*"--nix"* ]]
}

@test "options without a meaning with --merge are a wrong command line" {
	printf 'a\t1\n' >a.tsv
	run -2 vocab-build --merge -T 1 a.tsv
	run -2 vocab-build --merge -H a.tsv
	run -2 vocab-build --merge --pad=0 a.tsv
}

@test "a pipe of single bytes, and the locale, change nothing" {
	head -n 100 in.tsv >some.tsv
	vocab-build some.tsv >a.tsv
	piped 'dd if=some.tsv bs=1 2>/dev/null | vocab-build >b.tsv'
	LC_ALL=C.UTF-8 vocab-build - <some.tsv >c.tsv
	cmp a.tsv b.tsv
	cmp a.tsv c.tsv
}

@test "a truncated vocabulary is an error" {
	vocab-build in.tsv | head -c -1 >cut.tsv
	run -1 --separate-stderr vocab-build --merge cut.tsv
	[[ $stderr == *"the line has no newline"* ]]
}

@test "help names every option and goes to standard output" {
	run -0 --separate-stderr vocab-build --help
	assert_equal "$stderr" ""
	for o in tokens pad order min-count merge no-header output; do
		assert_line --partial "--$o"
	done
}

@test "a column is found by its name if the header has types" {
	sed '1s/\t/:int64\t/; 1s/$/:int64/' in.tsv >typed.tsv
	head -n 1 typed.tsv | grep -q 'context_movie_id:int64.*label_movie_id:int64'
	vocab-build in.tsv >want.tsv
	vocab-build typed.tsv | cmp - want.tsv
	vocab-build -T label_movie_id,context_movie_id typed.tsv | cmp - want.tsv
	vocab-build -T label_movie_id:int64,1 typed.tsv | cmp - want.tsv
}

@test "a column of exactly that name comes before one with a type" {
	printf 'a:int64\ta\ta:float\n1\t2\t3.0\n' >x.tsv
	[[ $(vocab-build -T a x.tsv) == $'2\t1' ]]
	[[ $(vocab-build -T a:float x.tsv) == $'3.0\t1' ]]
	run -1 --separate-stderr vocab-build -T b x.tsv
	run -1 --separate-stderr vocab-build -T a:int x.tsv
}
