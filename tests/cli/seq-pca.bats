# seq-pca: principal components of vectors.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	command -v seq-pca >/dev/null || skip "seq-pca is not built"
	# Rows of 6 columns along three known unit directions, with variances 9,
	# 4 and 1, in eight corners, far from the origin.
	awk 'BEGIN { OFS = "\t"; OFMT = "%.9g"; print "row", "a", "b", "c", "d", "e", "f"
		s = sqrt(0.5)
		for (i = 0; i < 8; i++) {
			p = i % 2 ? 3 : -3
			q = int(i / 2) % 2 ? 2 : -2
			r = i > 3 ? 1 : -1
			print "i" i, 100 + p * s, 100 + p * s, 50 - q, 7,
				r * s, -r * s
		} }' >v.tsv
}

# floats FILE: a TSV with header and names as raw floats.
floats() {
	perl -ne 'next if $. == 1; chomp; (undef, @x) = split /\t/;
		print pack "f<*", @x' "$1"
}

@test "coordinates and variances are those along known directions" {
	seq-pca --components=3 --variance=variance v.tsv >out.tsv
	[ "$(head -n 1 out.tsv)" = $'row\tx1\tx2\tx3' ]
	awk -F '\t' 'function far(x, y) { return (x - y) ^ 2 > 1e-8 }
		NR > 1 {
			i = NR - 2
			bad += $1 != "i" i || far($2, i % 2 ? 3 : -3) ||
				far($3, int(i / 2) % 2 ? -2 : 2) ||
				far($4, i > 3 ? 1 : -1)
		}
		END { exit bad || NR != 9 }' out.tsv
	awk -F '\t' 'NR == 1 { bad = $0 != "component\tvariance\tshare"; next }
		{
			want = (5 - NR) ^ 2
			bad += $1 != "x" NR - 1 || ($2 - want) ^ 2 > 1e-8 ||
				($3 - want / 14) ^ 2 > 1e-10
		}
		END { exit bad || NR != 4 }' variance
}

@test "the components are those of NumPy's singular value decomposition" {
	local python
	for python in python3 /usr/bin/python3; do
		$python -c 'import numpy' 2>/dev/null && break
	done
	$python -c 'import numpy' 2>/dev/null || skip "there is no NumPy"
	awk 'BEGIN { srand(3); for (i = 0; i < 500; i++) {
		printf "%s", i; for (k = 0; k < 40; k++)
			printf "\t%.5f", (rand() - 0.3) * (50 - k); print "" } }' >x.tsv
	seq-pca -H --components=5 x.tsv >out.tsv
	$python - <<-END
		import numpy
		x = numpy.loadtxt("x.tsv")[:, 1:]
		have = numpy.loadtxt("out.tsv")[:, 1:]
		x -= x.mean(0)
		_, _, v = numpy.linalg.svd(x, full_matrices=False)
		v = v[:5]
		big = v[range(5), abs(v).argmax(1)]
		want = x @ (v * numpy.sign(big)[:, None]).T
		assert abs(want - have).max() < 1e-4, abs(want - have).max()
	END
}

@test "the largest element of each direction is positive" {
	awk -F '\t' -v OFS='\t' -v CONVFMT=%.9g 'NR > 1 { for (k = 2; k <= NF; k++) $k = -$k } 1' \
		v.tsv >minus.tsv
	seq-pca -H --components=2 <(tail -n +2 v.tsv) >a
	seq-pca -H --components=2 <(tail -n +2 minus.tsv) >b
	# The direction is the same, so the coordinates have the opposite sign.
	paste a b | awk -F '\t' '($2 + $5) ^ 2 > 1e-9 || ($3 + $6) ^ 2 > 1e-9 { exit 1 }'
}

@test "floats, npy and fvecs give the same as text, with rows by number" {
	floats v.tsv >v.f32
	seq-pca --dim=6 v.f32 >a
	printf '%s\n' row 1 2 3 4 5 6 7 8 | cmp - <(cut -f 1 a)
	awk -F '\t' 'NR == FNR { x[FNR] = $2; y[FNR] = $3; next }
		FNR > 1 && ((x[FNR] - $2) ^ 2 > 1e-8 || (y[FNR] - $3) ^ 2 > 1e-8) {
			exit 1 }' a <(seq-pca v.tsv)
	for i in 0 1 2 3 4 5 6 7; do
		printf '\6\0\0\0'
		tail -c +$((24 * i + 1)) v.f32 | head -c 24
	done >v.fvecs
	seq-pca --dim=6 v.fvecs | cmp - a
	dd bs=1 if=v.f32 status=none | seq-pca --dim=6 | cmp - a
}

@test "rows are written in the formats of seq-embed" {
	seq-pca v.tsv >want
	seq-pca --format=word2vec v.tsv >out
	[ "$(head -n 1 out)" = "8 2" ]
	tail -n +2 out | tr ' ' '\t' | cmp - <(tail -n +2 want)
	[ "$(seq-pca --format=f32 v.tsv | wc -c)" -eq 64 ]
	seq-pca --format=f32 -o q.f32 v.tsv
	seq-pca --format=npy -o q.npy v.tsv
	tail -c 64 q.npy | cmp - q.f32
}

@test "chunks, threads and locale change no byte" {
	seq-pca v.tsv >want
	dd bs=1 if=v.tsv status=none | seq-pca --threads=1 | cmp - want
	LC_ALL=C.UTF-8 seq-pca --threads=3 - <v.tsv | cmp - want
}

@test "names are unchanged, including escapes" {
	sed 's/^i3/a\\tb, c\\\\d/' v.tsv >n.tsv
	seq-pca n.tsv | cut -f 1 | cmp - <(cut -f 1 n.tsv)
}

@test "a malformed vector is reported with its line" {
	local line
	while IFS='|' read -r line want; do
		{ head -n 3 v.tsv; printf '%b\n' "$line"; } >bad.tsv
		run -1 --separate-stderr seq-pca bad.tsv
		assert_equal "$stderr" "seq-pca: bad.tsv:line 4$want"
	done <<-'END'
		x\t1\t2\t3\tfour\t5\t6|: column 5: 'four' is not a finite number
		x\t1\t2\t3\tnan\t5\t6|: column 5: 'nan' is not a finite number
		x\t1\t2\t3\t\t5\t6|: column 5: '' is not a finite number
		x\t1\t2|: 3 columns, but earlier rows have 7
	END
}

@test "input without components is refused" {
	printf 'row\tx\ty\na\t1\t2\n' >one.tsv
	run -1 --separate-stderr seq-pca one.tsv
	[[ $stderr == *"a single vector has no components"* ]]
	printf 'row\tx\ty\na\t1\t2\nb\t1\t2\n' >same.tsv
	run -1 --separate-stderr seq-pca same.tsv
	[[ $stderr == *"all rows are the same"* ]]
	run -1 --separate-stderr seq-pca --components=7 v.tsv
	[[ $stderr == *"--components=7: the vectors have only 6 columns"* ]]
	printf 'row\na\nb\n' >names.tsv
	run -1 --separate-stderr seq-pca names.tsv
	[[ $stderr == *"names.tsv:line 2: the row has a name but no number"* ]]
	head -n 1 v.tsv >title
	run -1 --separate-stderr seq-pca title
	[[ $stderr == *"title:line 1: there are no rows"* ]]
	: >empty
	run -1 --separate-stderr seq-pca --dim=3 empty
	run -1 --separate-stderr seq-pca <(tail -n +2 v.tsv)
	[[ $stderr == *"a number instead of a header line: give -H if there is none"* ]]
}

@test "truncated input, a directory, a full disk and a malformed number are reported" {
	head -c -1 v.tsv >cut.tsv
	run -1 --separate-stderr seq-pca cut.tsv
	[[ $stderr == *"cut.tsv:line 9"*"cut short"* && -z $output ]]
	run -1 --separate-stderr seq-pca .
	run -1 --separate-stderr bash -c 'seq-pca v.tsv >/dev/full'
	[[ $stderr == "seq-pca: standard output: "* ]]
	run -1 --separate-stderr seq-pca --variance=/dev/full v.tsv
	run -2 --separate-stderr seq-pca --components=0 v.tsv
	run -2 --separate-stderr seq-pca --colour v.tsv
}
