# candidate-shares - shares of the candidates, scored separately and merged.
# shellcheck disable=SC2086 # options is several words
load helper

# A model of 90 items, in ./model, and queries with labels, some unknown, and
# contexts, some empty, in ./q.tsv.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	perl -e 'srand 4; print "context\tlabel\n"; for (1 .. 400) {
		my $i = int rand 90; print join(",", map {
			"i" . ($i + $_) % 90 } 0 .. 2), "\ti", ($i + 3) % 90, "\n" }' \
		>train.tsv
	perl -e 'srand 5; print "user\tcontext\tlabel\n"; for (1 .. 60) {
		print "u$_\t", $_ % 9 ? join(",", map { "i" . int rand 90 } 0 .. 2)
			: "\\E", "\ti", int rand 95, "\n" }' >test.tsv
	seq-train --preset=tutorial -q --log=none --dim=4 --epochs=3 train.tsv
	seq-embed -q --format=tsv test.tsv >q.tsv
	perl -e 'print "i$_\tThe $_\n" for 0 .. 80' >titles.tsv
}

# parts N PROGRAM OPTIONS: writes the output for each of N shares to part.I.
parts() {
	local i n=$1
	shift
	for ((i = 1; i <= n; i++)); do
		"$@" -q --candidates-share=$i/$n q.tsv >part.$i
	done
}

@test "the ranks of all shares of the candidates add up to those of the whole" {
	for options in "" --exclude-context --ties=counts --tfrs \
		"--exclude-context --seen-labels=miss" --kernels=portable; do
		topk-eval -q $options --ranks=whole q.tsv >/dev/null
		for n in 1 2 7 90; do
			parts $n topk-eval $options
			topk-eval -q -R --ranks=sum part.* >/dev/null
			cmp whole sum
			rm part.*
		done
	done
}

@test "the order of the shares on the command line does not matter" {
	parts 3 topk-eval
	topk-eval -q -R part.1 part.2 part.3 >a
	topk-eval -q -R part.3 part.1 part.2 >b
	cmp a b
}

@test "a share counts only its own candidates and labels" {
	parts 2 topk-eval
	topk-eval -q --ranks=whole q.tsv >/dev/null
	awk 'NR > 1 && $2 != "\\N" { n++; equal += $3; bad += $2 + $3 > 45 }
		END { exit !(n > 40 && equal > 5 && equal < n - 5 && !bad) }' part.1
	[ "$(head -n 1 part.1)" = $'label\tgreater\tequal\tshare' ]
	[ "$(sed -n 2p part.2 | cut -f 4)" = 2/2 ]
}

@test "several labels of a query are separated after the shares are added" {
	perl -e 'srand 6; print "label\n"; print join(",", map { "i" . int rand 95 }
		0 .. 3), "\n" for 1 .. 60' >labels.tsv
	topk-eval -q -l labels.tsv --ranks=whole q.tsv >/dev/null
	parts 4 topk-eval -l labels.tsv
	topk-eval -q -R --ranks=sum part.* >/dev/null
	cmp whole sum
}

@test "queries without a known item are misses in the sum too" {
	printf 'context\tlabel\nno,body\ti1\ni2,i3\ti4\n' >test.tsv
	seq-embed -q --format=tsv test.tsv >q.tsv
	topk-eval -q --ranks=whole q.tsv >/dev/null
	parts 3 topk-eval
	topk-eval -q -R --ranks=sum part.* >/dev/null
	cmp whole sum
	[ "$(sed -n 2p sum)" = $'i1\t\\N\t1' ]
}

@test "a sum with a missing or repeated share is refused" {
	parts 3 topk-eval
	run -1 --separate-stderr topk-eval -R part.1 part.2
	[[ $stderr == *"part.1 is share 1/3: 3 files are needed, not 2"* ]]
	run -2 --separate-stderr topk-eval -R part.1 part.2 part.2
	[[ $stderr == *"part.2 and part.2 are the same file"* ]]
}

@test "ranks of shares and of the whole are not mixed" {
	parts 2 topk-eval
	topk-eval -q --ranks=whole q.tsv >/dev/null
	run -1 --separate-stderr topk-eval -R whole part.1
	[[ $stderr == *"part.1:line 1 counts a share of the candidates"* ]]
	run -1 --separate-stderr topk-eval -R part.1 whole
	[[ $stderr == *"whole counts all candidates, but part.1 only a share"* ]]
	run -1 --separate-stderr topk-eval --compare=part.1 q.tsv
	[[ $stderr == *"part.1 counts a share of the candidates: add up all shares"* ]]
}

@test "shares with other labels or fewer rows are refused" {
	parts 2 topk-eval
	sed '5s/^i[0-9]*/i1/' part.2 >other
	run -1 --separate-stderr topk-eval -R part.1 other
	[[ $stderr == *"other:line 5: the label is 'i1', but in part.1"*"not shares of one evaluation"* ]]
	sed '$d' part.2 >short
	run -1 --separate-stderr topk-eval -R part.1 short
	[[ $stderr == *"part.1 and short differ in their number of rows"* ]]
}

@test "shares that disagree whether a label is known are refused" {
	parts 2 topk-eval
	awk 'BEGIN { FS = OFS = "\t" } NR == 2 { $2 = $3 = "\\N" } 1' part.2 >other
	run -1 --separate-stderr topk-eval -R part.1 other
	[[ $stderr == *"part.1:line 2: the shares do not agree whether this label is a candidate"* ]]
}

@test "a share of the candidates makes no table, and excludes options that need one" {
	for option in --coverage --sampled=5 --min=top_1=0.5 --compare=x -R --no-header; do
		run -2 --separate-stderr topk-eval --candidates-share=1/2 $option q.tsv
		[[ $stderr == *--candidates-share* ]]
	done
}

@test "more shares than candidates are refused" {
	run -1 --separate-stderr topk-eval --candidates-share=1/91 q.tsv
	[[ $stderr == *"91 shares are more than the 90 candidates"* ]]
	run -2 --separate-stderr topk-eval --candidates-share=3/2 q.tsv
	[[ $stderr == *--candidates-share* ]]
}

@test "a model with blank queries has no shares" {
	seq-baseline -q --method=pop -m base train.tsv || skip "no seq-baseline"
	seq-embed -q -m base --format=tsv test.tsv >b.tsv
	run -1 --separate-stderr topk-eval -m base --candidates-share=1/2 b.tsv
	[[ $stderr == *"needs a model of seq-train"* ]]
}

@test "lists of all shares of the candidates merge to the lists of the whole" {
	for options in "" --exclude-context "-k 40" "--min-score=0.1" \
		--fallback=popular "-i titles.tsv" "-k 100 -i titles.tsv"; do
		topk-list -q $options q.tsv >whole
		[[ $options =~ (-k [0-9]+) ]] && top=${BASH_REMATCH[1]} || top=
		for n in 1 3 90; do
			parts $n topk-list $options
			topk-list $top --merge part.* | cmp whole
			rm part.*
		done
	done
}

@test "merged lists can have any format" {
	parts 3 topk-list -i titles.tsv
	topk-list -q -i titles.tsv --format=json q.tsv >whole
	topk-list --merge --format=json part.* | cmp whole
	parts 3 topk-list
	topk-list -q --wide q.tsv >whole
	topk-list --merge --wide part.* | cmp whole
}

@test "lists without a header can be merged" {
	seq-embed -q test.tsv >q.f32
	topk-list -q -H q.f32 >whole
	for i in 1 2; do
		topk-list -q -H --candidates-share=$i/2 q.f32 >part.$i
	done
	topk-list -H --merge part.2 part.1 | cmp whole
}

@test "--similar works with shares too" {
	topk-list -q --similar=i3,i40 >whole
	for i in 1 2 3; do
		topk-list -q --similar=i3,i40 --candidates-share=$i/3 >part.$i
	done
	topk-list --merge part.* | cmp whole
}

@test "equal scores keep the order of the candidates, for any shares" {
	perl -e 'print pack "f<*", (1, 2) x 20' >c.f32
	perl -e 'print pack "f<*", 1' >one.f32
	seq 40 >v.tsv
	topk-list -q --candidates=c.f32 -v v.tsv -d 1 one.f32 >whole
	for i in 1 2 3; do
		topk-list -q --candidates=c.f32 -v v.tsv -d 1 \
			--candidates-share=$i/3 one.f32 >part.$i
	done
	topk-list --merge part.3 part.2 part.1 | cmp whole
}

@test "a merge of lists shorter than the requested length is refused" {
	parts 2 topk-list -k 5
	run -1 --separate-stderr topk-list --merge part.1 part.2
	[[ $stderr == *"part.1:line 7: the share has the best 5, but the best 10 are needed: give the same --top to all"* ]]
	topk-list -k 3 -q q.tsv >whole
	topk-list -k 3 --merge part.1 part.2 | cmp whole
}

@test "a merge of files that are not shares, or of some shares, is refused" {
	parts 2 topk-list
	topk-list -q q.tsv >whole
	run -1 --separate-stderr topk-list --merge whole part.1
	[[ $stderr == *"whole:line 12: "*"only lists written with --candidates-share can be merged"* ]]
	run -1 --separate-stderr topk-list --merge part.1
	[[ $stderr == *"share 1/2: 2 files are needed, not 1"* ]]
	run -1 --separate-stderr topk-list --merge part.2 part.2
	[[ $stderr == *"share 2/2 occurs again: name each share once"* ]]
	sed '$d' part.1 >torn
	run -1 --separate-stderr topk-list --merge torn part.2
	[[ $stderr == *"torn:"*"the last list has no end"* ]]
	sed 's/^u\|^\([0-9]\)/9\1/' part.2 | sed 1d >rest
	{ head -n 1 part.2 && cat rest; } >other
	run -1 --separate-stderr topk-list --merge part.1 other
	[[ $stderr == *"part.1 and other do not have lists of the same queries"* ]]
}

@test "a merge excludes options for candidates and rules" {
	for option in --model=model --exclude-context --include=x --min-score=1 \
		--candidates-share=1/2 --items=titles.tsv; do
		run -2 --separate-stderr topk-list --merge $option a b
		[[ $stderr == *"--merge cannot be used with options for candidates or queries, such as --model"* ]]
	done
}
