# lines - line-by-line answers: each comes before the next question.
# shellcheck disable=SC2154 # asked, listed: coproc sets them
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	users_examples >train.tsv
	seq-train -q --log=none --dim=4 --epochs=1 train.tsv
	seq-train -q --log=none --dim=4 --epochs=1 --seed=7 -m other train.tsv
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
}

# serve OPTION ...: both programs as a co-process, with descriptors for
# questions and answers.
serve() {
	coproc pair { seq-embed --format=tsv --line-buffered 2>embed.err |
		topk-list --line-buffered "$@" 2>list.err; }
	asked=${pair[1]} answers=${pair[0]} pid=$pair_PID
}

# ask LINE: the answer, which must come before the next question.
ask() {
	printf '%s\n' "$1" >&"$asked"
	read -r -t 20 answer <&"$answers"
}

# close_pair: ends the input; the status is topk-list's.
close_pair() {
	eval "exec $asked>&-"
	status=0
	wait "$pid" || status=$?
}

@test "each line is answered before the next is sent" {
	serve -k 3 --wide
	printf 'user\tcontext\n' >&"$asked"
	ask "u1	i1,i2"
	[ "$answer" = "user	items" ]
	read -r -t 20 answer <&"$answers"
	[[ $answer == "u1	"* ]]
	ask "u2	i3"
	[[ $answer == "u2	"* ]]
	close_pair
	[ "$status" = 0 ]
}

@test "lists line by line equal those of the whole input" {
	seq-embed -q --format=tsv train.tsv | topk-list -k 3 --exclude-context --wide >want
	seq-embed -q --format=tsv --line-buffered train.tsv |
		topk-list -k 3 --exclude-context --wide --line-buffered | cmp - want
	seq-embed -q --format=tsv train.tsv | topk-list -k 3 --format=json >want
	seq-embed -q --format=tsv --line-buffered train.tsv |
		topk-list -k 3 --format=json --line-buffered | cmp - want
}

@test "a slow and a fast writer get the same answers" {
	seq-embed -q --format=tsv --line-buffered train.tsv >want
	dd bs=7 if=train.tsv 2>/dev/null | seq-embed -q --format=tsv --line-buffered | cmp - want
	topk-list --wide --line-buffered want >lists
	dd bs=11 if=want 2>/dev/null | topk-list --wide --line-buffered | cmp - lists
}

@test "rows line by line are the queries of the whole input, with a column for errors" {
	seq-embed -q --format=tsv train.tsv >want
	seq-embed -q --format=tsv --line-buffered train.tsv >got
	[[ $(head -n 1 got) =~ ^"user	context	label	error	query@" ]]
	awk -F'\t' -v OFS='\t' '{ print $1, $2, $3, $5 }' got | cmp - want
	[ "$(awk -F'\t' 'NR > 1 { print $4 }' got | sort -u)" = '\N' ]
}

@test "a malformed line is answered and reported, and the status is 1" {
	serve -k 2 --format=json
	printf 'user\tcontext\n' >&"$asked"
	ask "u1	i1,i2	i3"
	[ "$answer" = '{"user":null,"items":[],"error":"standard input:line 2: 3 columns, but earlier rows have 2"}' ]
	ask "u2	i1"
	[[ $answer == '{"user":"u2","items":[{"id":"i'*'}]}' ]]
	close_pair
	[ "$status" = 1 ]
	[ "$(cat embed.err)" = "seq-embed: standard input:line 2: 3 columns, but earlier rows have 2" ]
	[ ! -s list.err ]
}

@test "the answer to a malformed line keeps its user" {
	printf 'user\tcontext\nu1\ti1,new\nu2\ti2\n' >in.tsv
	run -1 --separate-stderr seq-embed --format=tsv --line-buffered --unknown=error in.tsv
	[ "$(cut -f 1-3 <<<"${lines[1]}")" = "u1	i1	in.tsv:line 2: the item 'new' is not in the vocabulary" ]
	[[ ${lines[1]} == *'	\N' ]]
	[[ ${lines[2]} == 'u2	i2	\N	'* ]]
	[ "$stderr" = "seq-embed: in.tsv:line 2: the item 'new' is not in the vocabulary" ]
}

@test "lines that are too long, truncated or from another system are errors, and the next one is not" {
	{ printf 'user\tcontext\nu1\ti1\nu2\t'; printf 'i1,%.0s' {1..500}
		printf '\nu3\ti1\r\nu4\ti2\nu5\ti3'; } >in.tsv
	run -1 --separate-stderr seq-embed --format=tsv --line-buffered --longest-line=1000 in.tsv
	[ "$(cut -f 1 <<<"$output" | paste -sd,)" = 'user,u1,\N,\N,u4,\N' ]
	[[ ${stderr_lines[0]} == *"in.tsv:line 3: the line is longer than 1000 bytes" ]]
	[[ ${stderr_lines[1]} == *"in.tsv:line 4: the line ends in a carriage return"* ]]
	[[ ${stderr_lines[2]} == *"in.tsv:line 6: the line has no newline: the input is cut short" ]]
}

@test "an endless line does not make memory grow" {
	! nm "$BUILD/bin/seq-embed" | grep -q __asan_init ||
		skip "the address sanitizer needs all address space"
	ulimit -v 1000000
	run -1 --separate-stderr bash -c '{ printf "context\n"; head -c 1200000000 /dev/zero | tr "\0" x
		printf "\ni1\n"; } | seq-embed --format=tsv --line-buffered'
	[[ ${lines[2]} == 'i1	\N	'* ]]
	[[ $stderr == *"line 2: the line is longer than 1048576 bytes" ]]
}

@test "a malformed query is answered and reported, and the status is 1" {
	seq-embed -q --format=tsv train.tsv | sed '3s/[^	]*$/1,x,3/; 5s/	/,/' >q.tsv
	run -1 --separate-stderr topk-list -k 1 --wide --line-buffered q.tsv
	[ "${#lines[@]}" = 201 ]
	[ "${lines[2]}" = 'u2	\N' ]
	[ "${lines[4]}" = '\N	\N' ]
	[[ ${lines[5]} == 'u5	i'* ]]
	[[ ${stderr_lines[0]} == "topk-list: q.tsv:line 3: number 2 of the query, 'x', is not finite" ]]
	[[ ${stderr_lines[1]} == "topk-list: q.tsv:line 5: 3 columns, but earlier rows have 4" ]]
}

@test "a context without a known item is not an error" {
	printf 'context\nnew\n\\E\ni1\n' >in.tsv
	run -0 --separate-stderr seq-embed --format=tsv --line-buffered in.tsv
	[ "$(cut -f 2 <<<"${lines[1]}")" = '\N' ]
	[ "$(cut -f 3 <<<"${lines[1]}")" = '\N' ]
	[[ $stderr == *"1 item is not in the model ('new'); 1 context without a known item"* ]]
}

@test "include and exclude are rules for a single list, by line and in blocks" {
	printf '%s\n' 'context	include	exclude' 'i1	\N	\N' 'i1	i4,i9,i2,nix	\N' \
		'i1	i4,i9,i2	i9' 'i1	\E	\N' >in.tsv
	seq-embed -q --format=tsv in.tsv >q.tsv
	[[ $(head -n 1 q.tsv) == "context	include	exclude	query@"* ]]
	topk-list -k 20 --wide q.tsv >got
	all=$(awk -F'\t' '$1 == 1 { print $2 }' got)
	[ "$(tr , '\n' <<<"$all" | wc -l)" = 20 ]
	want=$(tr , '\n' <<<"$all" | grep -xE 'i4|i9|i2' | paste -sd,)
	[ "$(awk -F'\t' '$1 == 2 { print $2 }' got)" = "$want" ]
	[ "$(awk -F'\t' '$1 == 3 { print $2 }' got)" = "$(tr , '\n' <<<"$want" | grep -vx i9 | paste -sd,)" ]
	[ "$(awk -F'\t' '$1 == 4 { print $2 }' got)" = '\E' ]
	topk-list -k 20 --wide --line-buffered q.tsv | cmp - got
}

@test "rules also apply to popular items" {
	printf 'context\tinclude\texclude\n\\E\ti4,i9,i2\ti9\n' >in.tsv
	seq-embed -q --format=tsv in.tsv | topk-list --wide --fallback=popular >got
	want=$(grep -E '^i[42]	' model/vocab.tsv | cut -f 1 | paste -sd,)
	[ "$(tail -n 1 got)" = "1	$want" ]
}

@test "topk-eval refuses rules, which it cannot follow" {
	printf 'context\tlabel\tinclude\ni1\ti2\t\\N\ni1\ti2\ti3\n' >in.tsv
	seq-embed -q --format=tsv in.tsv >q.tsv
	run -1 --separate-stderr topk-eval q.tsv
	[[ $stderr == *"q.tsv:line 3: the query has rules for its list"* ]]
	head -n 2 q.tsv | topk-eval -q >/dev/null
}

@test "after the model is replaced the next line is answered by the new one" {
	cp -r model m
	coproc pair { seq-embed -m m --format=tsv --line-buffered |
		topk-list -m m -k 5 --wide -H --line-buffered; }
	asked=${pair[1]} answers=${pair[0]} pid=$pair_PID
	printf 'context\n' >&"$asked"
	ask i1,i2
	[ "$answer" = "$(echo i1,i2 | seq-embed -H --format=tsv | topk-list -H -k 5 --wide)" ]
	cp -r other new
	mv m old
	mv new m
	ask i1,i2
	[ "$answer" = "$(echo i1,i2 | seq-embed -m other -H --format=tsv |
		topk-list -m other -H -k 5 --wide | sed 's/^1/2/')" ]
	close_pair
	[ "$status" = 0 ]
}

@test "a damaged new model is reported, and the old one continues" {
	cp -r model n
	coproc pair { seq-embed -m n --format=tsv --line-buffered 2>embed.err |
		topk-list -m n -k 5 --wide -H --line-buffered; }
	asked=${pair[1]} answers=${pair[0]} pid=$pair_PID
	printf 'context\n' >&"$asked"
	ask i1,i2
	before=$answer
	cp -r other new
	rm new/settings.tsv
	mv n old2
	mv new n
	ask i1,i2
	[ "${answer#2}" = "${before#1}" ]
	[[ $(cat embed.err) == "seq-embed: the new model is not used: n/settings.tsv: "* ]]
	close_pair
	[ "$status" = 0 ]
}

@test "--line-buffered needs rows that are lines, and standard output" {
	run -2 --separate-stderr seq-embed --line-buffered train.tsv
	[[ $stderr == *"--line-buffered needs --format=tsv and standard output"* ]]
	run -2 seq-embed --line-buffered --format=tsv -o out train.tsv
	run -2 --separate-stderr topk-list --line-buffered
	[[ $stderr == *"needs standard output and --wide or --format=json"* ]]
	run -1 --separate-stderr bash -c 'seq-embed -q train.tsv | topk-list --line-buffered --wide'
	[[ $stderr == *"rows of floats are not lines"* ]]
}

@test "a full disk is an error line by line too" {
	run -1 --separate-stderr bash -c 'seq-embed --format=tsv --line-buffered train.tsv >/dev/full'
	[[ $stderr == "seq-embed: standard output: "* ]]
	seq-embed -q --format=tsv train.tsv >q.tsv
	run -1 --separate-stderr bash -c 'topk-list --wide --line-buffered q.tsv >/dev/full'
	[[ $stderr == "topk-list: standard output: "* ]]
}

@test "baselines answer line by line" {
	command -v seq-baseline >/dev/null || skip "seq-baseline is not built"
	seq-baseline -q --method=item-knn -m base train.tsv
	seq-embed -q -m base --format=tsv train.tsv | topk-list -m base -k 3 --wide >want
	seq-embed -q -m base --format=tsv --line-buffered train.tsv |
		topk-list -m base -k 3 --wide --line-buffered | cmp - want
}

@test "without a line, the header is the whole answer" {
	run -0 --separate-stderr piped "printf 'user\tcontext\n' | seq-embed --format=tsv --line-buffered"
	[[ $output == $'user\tcontext\terror\tquery'* ]]
	[ "${#lines[@]}" -eq 1 ]
}
