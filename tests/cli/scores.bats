# Rows of scores, which any program can make, are ranked like a model's queries.
# shellcheck disable=SC2016 # $ is for perl and awk
load helper

# Scores of 5 items for 6 queries: ties, an unknown label, a row of zeros.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf 'a\t3\nb\t9\nc\t9\nd\t1\ne\t0\n' >v.tsv
	perl -e 'print pack "f<*", 0, 2, 2, 2, 1,  5, 0, 0, 0, 0,
		-1, -1, -1, -1, -2,  0, 0, 0, 0, 0,  1, 2, 3, 4, 5,
		0, 0, 7, 0, 0' >s.f32
	printf 'label\nd\nc\na\nb\nzz\nd\n' >l.tsv
	printf 'context\nb\nb,c\nb\nb\nb\na,c\n' >x.tsv
}

ranks() {
	topk-eval -q --scores -v v.tsv -l l.tsv -L 1 --ranks=r.tsv "$@" s.f32 \
		>/dev/null && tail -n +2 r.tsv | cut -f2,3 | tr '\t\n' ', '
}

@test "scores above and equal to the label's are counted in its row" {
	run ranks
	assert_output '0,3 1,4 0,4 \N,1 \N,\N 1,4 '
}

@test "with --ties=counts the label comes after equals with a higher count or an earlier line" {
	run ranks --ties=counts
	assert_output '2,1 2,1 2,1 \N,1 \N,\N 3,1 '
}

@test "excluded items do not count as equal" {
	run ranks --ties=counts -x x.tsv -C 1
	assert_output '1,1 1,1 1,1 \N,1 \N,\N 1,1 '
}

@test "a row of equal scores is a miss at any cut-off, by any rule" {
	for rule in standard conservative median counts; do
		printf 'label\nb\n' >one.tsv
		perl -e 'print pack "f<*", (0.5) x 5' |
			topk-eval -q --scores -v v.tsv -l one.tsv -L 1 -k 5 \
				--ties=$rule >out.tsv
		awk '$1 == "top_5" { seen = 1; if ($2 != 0) exit 1 }
			END { if (!seen) exit 1 }' out.tsv
	done
}

@test "a row of equal scores is a miss that --unknown=drop does not drop" {
	topk-eval -q --scores -v v.tsv -l l.tsv -L 1 -k 5 -u drop s.f32 >out.tsv
	awk -F '\t' '{ x[$1] = $2 }
		END { exit !(x["examples"] == 5 && x["top_5"] == 0.8) }' out.tsv
}

@test "rows of equal scores are reported" {
	run --separate-stderr -0 topk-eval --scores -v v.tsv -l l.tsv -L 1 s.f32
	[[ $stderr == *": 1 query with equal scores for all candidates: misses"* ]]
}

@test "--unknown=error concerns labels that are not candidates" {
	run --separate-stderr -1 topk-eval --scores -v v.tsv -l l.tsv -L 1 \
		-u error s.f32
	[[ $stderr == *"example 5: the label 'zz' is not in the vocabulary"* ]]
}

@test "the rule for ties of --scores is reported" {
	run --separate-stderr -0 topk-eval --scores -v v.tsv -l l.tsv -L 1 s.f32
	[[ $stderr == *"topk-eval: ties are ranked by --ties=conservative"* ]]
}

@test "lists of scores: highest first, equals in the vocabulary's order" {
	run -0 topk-list --scores -v v.tsv -k 3 s.f32
	assert_line --index 1 "$(printf '1\t1\tb\t2.0')"
	assert_line --index 2 "$(printf '1\t2\tc\t2.0')"
	assert_line --index 3 "$(printf '1\t3\td\t2.0')"
	assert_line --index 4 "$(printf '2\t1\ta\t5.0')"
	assert_line --index 16 "$(printf '6\t1\tc\t7.0')"
}

@test "--include takes only those columns" {
	printf 'd\ne\nb\n' >in.txt
	run -0 bash -c 'topk-list --scores -v v.tsv -k 2 --include=in.txt s.f32 |
		awk "NR > 1 { print \$3 }" | paste -sd, -'
	assert_output b,d,b,d,b,d,b,d,e,d,b,d
}

@test "any number of threads gives the same" {
	perl -e 'srand 4; print pack "f<*", map { int rand 9 } 1 .. 5000 * 5' >many.f32
	perl -e 'print "l\n"; print qw(a b c d e)[$_ % 5], "\n" for 1 .. 5000' >ml.tsv
	for n in 1 3; do
		topk-eval -q --scores -v v.tsv -l ml.tsv -L 1 --ties=counts \
			--threads=$n --ranks=r$n.tsv many.f32 >e$n
		topk-list --scores -v v.tsv --threads=$n many.f32 >l$n
	done
	cmp r1.tsv r3.tsv && cmp e1 e3 && cmp l1 l3
}

@test "a truncated row is refused" {
	head -c 30 s.f32 >cut.f32
	run --separate-stderr -1 topk-list --scores -v v.tsv cut.f32
	[[ $stderr == *cut.f32* ]]
}

@test "--scores needs --vocab, and excludes a matrix, a model and --tfrs" {
	run --separate-stderr -2 topk-list --scores s.f32
	run --separate-stderr -2 topk-list --scores -v v.tsv -m model s.f32
	run --separate-stderr -2 topk-eval --scores -v v.tsv --candidates=s.f32 -l l.tsv s.f32
	run --separate-stderr -1 topk-eval --scores -v v.tsv --tfrs -l l.tsv -L 1 s.f32
	[[ $stderr == *"--tfrs cannot be used with --scores"* ]]
}

@test "--similar needs vectors" {
	run --separate-stderr -1 topk-list --scores -v v.tsv --similar=a
	[[ $stderr == *"items have no vectors"* ]]
}
