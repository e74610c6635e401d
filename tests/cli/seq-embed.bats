# seq-embed: one row for each example, in any context and format.
# shellcheck disable=SC2002,SC2016 # pipes are meant; $ is for sh and awk
load helper

# 300 examples of 6 items of 40 with pads at their ends; items i41 and up are
# unknown to the model.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	awk 'function r(m) {
			x = (x * 1103515245 + 12345) % 2147483648
			return int(x / 65536) % m
		}
		BEGIN {
			x = 1
			print "context_movie_id\tlabel_movie_id"
			for (i = 0; i < 300; i++) {
				n = 1 + r(6)
				c = "i" 1 + r(40)
				for (k = 1; k < 6; k++)
					c = c "," (k < n ? "i" 1 + r(40) : 0)
				print c "\ti" 1 + r(40)
			}
		}' >x.tsv
	seq-train --preset=tutorial -q -d 9 -b 40 --log=none x.tsv
	seq-train --preset=tutorial -q -d 9 -b 40 --log=none --fill-context=no -m masked x.tsv
	sed 's/i7,/j7,/g; s/i13\t/j13\t/; s/i30/j30/g' x.tsv |
		awk -F'\t' -v OFS='\t' 'NR > 1 && $1 !~ /i/ {
			sub(/^j[0-9]*/, "i1", $1) } 1' >unknown.tsv
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR"/*.tsv .
	cp -r "$BATS_FILE_TMPDIR"/model "$BATS_FILE_TMPDIR"/masked .
}

@test "there is one row for each example" {
	seq-embed x.tsv >q.f32
	[ "$(wc -c <q.f32)" -eq $((300 * 9 * 4)) ]
}

@test "a file, a pipe, single bytes, gzip, operands and locale do not change a byte" {
	seq-embed x.tsv >a.f32
	cat x.tsv | seq-embed | cmp - a.f32
	dd bs=1 status=none <x.tsv | seq-embed - | cmp - a.f32
	gzip <x.tsv | seq-embed | cmp - a.f32
	LC_ALL=C.UTF-8 seq-embed x.tsv | cmp - a.f32
	tail -n +2 x.tsv | seq-embed -H | cmp - a.f32
	head -n 101 x.tsv >1.tsv
	awk 'NR == 1 || NR > 101' x.tsv >2.tsv
	seq-embed 1.tsv 2.tsv | cmp - a.f32
	cat <(seq-embed 1.tsv) <(seq-embed 2.tsv) | cmp - a.f32
}

@test "any number of threads gives the same bytes" {
	for n in 1 2 3 5; do
		seq-embed --threads=$n x.tsv >$n.f32
		cmp 1.f32 $n.f32
	done
}

@test "a row depends on its example alone, not on the others" {
	seq-embed x.tsv >a.f32
	for i in 1 2 17 150 300; do
		head -n $((i + 1)) x.tsv | tail -n 1 | seq-embed -H |
			cmp - <(tail -c +$((36 * (i - 1) + 1)) a.f32 | head -c 36)
	done
	for n in 3 50; do
		awk -v n=$n 'NR == 1 || (NR - 2) % n == 0' x.tsv | seq-embed >some.f32
		perl -e 'local $/; $_ = <STDIN>; my $i = 0;
			while (/(.{36})/gs) { print $1 if $i++ % $ARGV[0] == 0 }' $n <a.f32 |
			cmp - some.f32
	done
}

@test "labels are not needed, and other columns do not matter" {
	seq-embed x.tsv >a.f32
	cut -f1 x.tsv | seq-embed | cmp - a.f32
	awk -F'\t' -v OFS='\t' '{ print "r" NR, $1, "z" }' x.tsv >y.tsv
	seq-embed y.tsv | cmp - a.f32
	seq-embed --context=2 y.tsv | cmp - a.f32
	sed -i '1s/.*/r\tbefore\tz/' y.tsv
	seq-embed --context=before y.tsv | cmp - a.f32
	run -1 --separate-stderr seq-embed y.tsv
	[[ $stderr == *"no column 'context'"* ]]
}

@test "contexts without their pads, or with more pads, are the same" {
	seq-embed x.tsv >a.f32
	sed 's/,0//g' x.tsv | seq-embed | cmp - a.f32
	sed 's/\t/,0,0,0\t/; 1s/.*/context_movie_id\tx/' x.tsv | seq-embed | cmp - a.f32
}

@test "only the last items of a long context count" {
	seq-embed x.tsv >a.f32
	# Only full contexts can be made longer.
	awk 'NR == 1 || !/,0/' x.tsv >full.tsv
	[ "$(wc -l <full.tsv)" -gt 20 ]
	sed '2,$s/^/i3,i4,i5,/' full.tsv | seq-embed | cmp - <(seq-embed full.tsv)
}

@test "contexts are filled with row 0 as in the tutorial, or not" {
	# The state runs on over row 0, so an unknown item at the end is the
	# same.
	sed '2,$s/,0/,nothing/g' x.tsv >n.tsv
	seq-embed -q --unknown=row0 n.tsv | cmp - <(seq-embed x.tsv)
	# Otherwise a context has an end, and an unknown item is an item.
	run -1 cmp -s <(seq-embed -q --unknown=row0 -m masked n.tsv) \
		<(seq-embed -m masked x.tsv)
	seq-embed -q --unknown=drop -m masked n.tsv |
		cmp - <(seq-embed -m masked x.tsv)
	sed 's/,0//g' x.tsv | seq-embed -m masked | cmp - <(seq-embed -m masked x.tsv)
}

@test "unknown items are row 0 of a model that had it, and are counted; no row is dropped" {
	run -0 --separate-stderr bash -c 'seq-embed unknown.tsv >q.f32'
	n=$(tail -n +2 unknown.tsv | cut -f1 | grep -o j | wc -l)
	names=$(tail -n +2 unknown.tsv | cut -f1 | tr , '\n' | grep j | awk '!had[$0]++' |
		head -n 3 | sed "s/.*/'&'/" | paste -sd , | sed 's/,/, /g')
	[[ $stderr == "seq-embed: $n items are not in the model: row 0 ($names"* ]]
	[ "$(wc -c <q.f32)" -eq $((300 * 36)) ]
	sed '2,$s/j[0-9]*/xyz/g' unknown.tsv | seq-embed -q --unknown=row0 | cmp - q.f32
	run -1 cmp -s q.f32 <(seq-embed x.tsv)
}

@test "--unknown=drop equals removing them before" {
	run -0 --separate-stderr bash -c 'seq-embed --unknown=drop unknown.tsv >q.f32'
	[[ $stderr == "seq-embed: "*" items are not in the model: left out ('"* ]]
	[ "$(wc -c <q.f32)" -eq $((300 * 36)) ]
	awk -F'\t' -v OFS='\t' 'NR > 1 { n = split($1, c, ","); s = ""
		for (i = 1; i <= n; i++) if (c[i] !~ /^j/) s = s (s == "" ? "" : ",") c[i]
		$1 = s } 1' unknown.tsv >clean.tsv
	seq-embed clean.tsv | cmp - q.f32
}

# rows_of FILE: its rows of 9 floats as text, one a line.
rows_of() {
	perl -e 'binmode STDIN; local $/ = \36; print join(",", map {
		$_ == $_ ? sprintf "%.9g", $_ : "NaN" } unpack "f<*", $_), "\n"
		while <STDIN>' <"$1"
}

@test "the row of a context without a known item is NaN, the others stay" {
	printf 'i1\ni2,xyz\nabc,xyz\ni3\n' >some
	for way in '' --unknown=drop; do
		run -0 --separate-stderr bash -c 'seq-embed -H '"$way"' some >q.f32'
		[[ $stderr == *"seq-embed: 1 context without a known item: no query, that is, NaN"* ]]
		sed 3d some | seq-embed -q -H $way >known.f32
		rows_of known.f32 | sed '2a NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN' |
			cmp - <(rows_of q.f32)
	done
	seq-embed -q -H --format=npy some | tail -c +129 | cmp - q.f32
	seq-embed -q -H --format=fvecs some |
		perl -e 'local $/ = \40; print substr $_, 4 while <STDIN>' | cmp - q.f32
}

@test "as text, the query of a context without a known item is \\N" {
	printf 'context\ni1\ni2,xyz\nabc,xyz\n\\E\n' >some
	seq-embed -q --format=tsv some >q.tsv
	[ "$(sed -n 4p q.tsv)" = '\E	\N' ]
	seq-embed -q some >q.f32
	awk -F'\t' 'NR > 1 && $2 != "\\N" { print $2 }' q.tsv | tr , '\n' |
		perl -e 'print pack "f<", $_ while <STDIN>' |
		cmp - <(perl -e 'binmode STDIN; local $/; $_ = <STDIN>;
			print substr($_, 0, 72), substr($_, 108)' <q.f32)
	[ "$(seq-embed -q --format=tsv --shard=1/2 some | sed -n 3p)" = '\E	\N' ]
}

@test "with --unknown=row0 a context without a known item has a query" {
	printf 'i1\nabc,xyz\n' >some
	seq-embed -q -H --unknown=row0 some >q.f32
	run -1 grep NaN <(rows_of q.f32)
	[ "$(rows_of q.f32 | wc -l)" -eq 2 ]
	# An empty context has a query too.
	printf 'i1\n\\E\n' | seq-embed -q -H >q.f32
	run -1 grep NaN <(rows_of q.f32)
}

@test "a context without a known item has no query if pads are detected, either" {
	printf 'i1,i2,0\nabc,0,0\ni3,0,0\n' >some
	seq-embed -q -H some >q.f32
	[ "$(rows_of q.f32 | grep -n NaN | cut -d: -f1)" = 2 ]
}

@test "input without any known item is an error that suggests a column" {
	printf 'u1\ti1\nu2\ti3\n' >users
	run -1 --separate-stderr seq-embed -q -H users
	[[ $stderr == *"is in the vocabulary ('u1', 'u2'); --context=COLUMN names"* ]]
	[ "$(seq-embed -H --context=2 users | wc -c)" -eq 72 ]
}

@test "--unknown=error stops at the first one and names it" {
	printf 'i1\ni2,xyz\n' >some
	run -1 --separate-stderr seq-embed -H --unknown=error some
	[[ $stderr == "seq-embed: some:line 2: the item 'xyz' is not in the vocabulary" ]]
	printf 'i1\ni2\n' | seq-embed -H --unknown=error | cmp - <(printf 'i1\ni2\n' | seq-embed -H)
}

@test "an unknown item with a blank gets a hint" {
	run -0 --separate-stderr bash -c "echo 'i1, i2' | seq-embed -H >q.f32"
	[[ $stderr == *"(' i2'; commas without blanks separate items)" ]]
}

@test "an empty context has a row too" {
	printf '0\n\\E\n' | seq-embed -q -H >q.f32
	[ "$(wc -c <q.f32)" -eq 72 ]
	cmp <(head -c 36 q.f32) <(tail -c 36 q.f32)
	printf '0\n' | seq-embed -H -m masked | od -An -v -tx1 | tr -d ' 0\n' >bytes
	[ ! -s bytes ]
}

@test "--tower=item: row i is line i of the vocabulary, the table without row 0" {
	seq-embed --tower=item | cmp - <(tail -c +37 model/candidate_embedding.f32)
	seq-embed --tower=item --format=tsv -H | cut -f1 | cmp - <(cut -f1 model/vocab.tsv)
	run -2 --separate-stderr seq-embed --tower=item x.tsv
	[[ $stderr == "seq-embed: --tower=item reads no examples"* ]]
}

@test "npy is f32 after 128 bytes that name the shape" {
	seq-embed x.tsv >q.f32
	seq-embed --format=npy x.tsv >q.npy
	tail -c +129 q.npy | cmp - q.f32
	printf '\223NUMPY\001\000v\000' | cmp - <(head -c 10 q.npy)
	head -c 128 q.npy | tail -c 118 |
		grep -q "^{'descr': '<f4', 'fortran_order': False, 'shape': (300, 9), } *$"
	[ "$(head -c 128 q.npy | tail -c 1 | od -An -tx1)" = " 0a" ]
}

@test "fvecs is f32 with the number of columns before each row" {
	seq-embed x.tsv >q.f32
	seq-embed --format=fvecs x.tsv >q.fvecs
	perl -e 'local $/; $_ = <STDIN>; print pack("l<", 9), $1 while /(.{36})/gs' <q.f32 |
		cmp - q.fvecs
}

# numbers FILE: the floats of rows, with enough digits to tell them apart.
numbers() {
	perl -e 'local $/; $_ = <STDIN>; printf "%.9g\n", $_ for unpack "f<*", $_' <"$1"
}

@test "tsv and word2vec read back as f32" {
	seq-embed x.tsv >q.f32
	seq-embed --format=word2vec x.tsv >q.w2v
	[ "$(head -n 1 q.w2v)" = "300 9" ]
	cmp <(tail -n +2 q.w2v | cut -d' ' -f1) <(seq 300)
	tail -n +2 q.w2v | cut -d' ' -f2- | tr ' ' '\n' |
		perl -e 'print pack "f<", $_ while <STDIN>' | cmp - q.f32
	seq-embed --format=tsv x.tsv | tail -n +2 | awk '{ print $NF }' |
		cmp - <(tail -n +2 q.w2v | cut -d' ' -f2- | tr ' ' ,)
	seq-embed --tower=item >i.f32
	seq-embed --tower=item --format=tsv >i.tsv
	[ "$(head -n 1 i.tsv)" = "$(printf 'row\tx1\tx2\tx3\tx4\tx5\tx6\tx7\tx8\tx9')" ]
	tail -n +2 i.tsv | cut -f2- | tr '\t' '\n' |
		perl -e 'print pack "f<", $_ while <STDIN>' | cmp - i.f32
	seq-embed --tower=item --format=word2vec | tail -n +2 | cut -d' ' -f1 | cmp - <(cut -f1 model/vocab.tsv)
	numbers q.f32 | head -n 1 | grep -q -E '^-?[0-9.e-]+$'
}

@test "--every-position equals windows made by awk" {
	awk 'NR > 1 { gsub(/,0/, ""); printf "%s%s", $1, NR % 4 ? "," : "\n" }
		END { print "i1" }' x.tsv >seqs
	printf 'items\n' | cat - seqs >s.tsv
	awk -F, 'BEGIN { print "context_movie_id\tlabel" }
		{ for (i = 2; i <= NF; i++) { s = $(i - 1)
			for (k = i - 2; k > 0 && k > i - 7; k--) s = $k "," s
			print s "\t" $i } }' seqs >w.tsv
	[ "$(wc -l <w.tsv)" -gt 500 ]
	seq-embed w.tsv >want.f32
	seq-embed --every-position --labels-out=l.tsv s.tsv | cmp - want.f32
	cmp l.tsv <(cut -f2 w.tsv)
	seq-embed -H --every-position --labels-out=h.tsv seqs | cmp - want.f32
	cmp h.tsv <(tail -n +2 l.tsv)
	awk '{ print NR "\t" $0 }' seqs | seq-embed -H --every-position --labels-out=h.tsv | cmp - want.f32
	seq-embed -m masked --every-position --labels-out=l.tsv s.tsv | cmp - <(seq-embed -m masked w.tsv)
}

@test "--every-position has no queries at pads" {
	printf 'items\ni1,i2,0,0,0,0\ni3,0,i4,0\ni5,0\n' >padded.tsv
	printf 'items\ni1,i2\ni3,i4\ni5\n' >s.tsv
	for m in model masked; do
		seq-embed -m $m --every-position --labels-out=padded-l.tsv padded.tsv >q.f32
		seq-embed -m $m --every-position --labels-out=l.tsv s.tsv | cmp - q.f32
		cmp l.tsv padded-l.tsv
	done
	[ "$(cat l.tsv)" = $'label\ni2\ni4' ]
}

@test "--every-position --unknown=drop equals sequences without them" {
	awk 'NR > 1 { gsub(/,0/, ""); printf "%s%s", $1, NR % 4 ? "," : "\n" }
		END { print "i1" }' unknown.tsv >seqs
	sed -E 's/j[0-9]+,//g; s/,?j[0-9]+$//' seqs | grep . >clean
	seq-embed -q -H --every-position --labels-out=a.tsv --unknown=drop seqs >a.f32
	seq-embed -H --every-position --labels-out=b.tsv clean | cmp - a.f32
	cmp a.tsv b.tsv
	seq-embed -q -H --every-position --labels-out=c.tsv seqs >c.f32
	cmp c.tsv <(tr ',' '\n' <seqs | wc -l >n; awk -F, '{ for (i = 2; i <= NF; i++) print $i }' seqs)
	[ "$(wc -c <c.f32)" -eq $(($(wc -l <c.tsv) * 36)) ]
}

@test "--sequence names the column of sequences, --context that of contexts" {
	printf 'user\tseen\tend\nu\ti1,i2,i3\tx\n' >named.tsv
	printf 'items\ni1,i2,i3\n' >items.tsv
	seq-embed --every-position --labels-out=l.tsv items.tsv >want.f32
	seq-embed --every-position --labels-out=l.tsv --sequence=seen named.tsv |
		cmp - want.f32
	run -2 --separate-stderr seq-embed --every-position --labels-out=l.tsv \
		--context=seen named.tsv
	[[ $stderr == "seq-embed: --every-position takes --sequence, not --context"* ]]
	run -2 --separate-stderr seq-embed --sequence=seen named.tsv
	[[ $stderr == "seq-embed: --sequence needs --every-position; see "* ]]
}

@test "topk-eval in the same pipe waits for the labels" {
	printf 'items\ni1,i2,i3\ni4,i5\n' >s.tsv
	seq-embed --every-position --labels-out=l.tsv s.tsv >q.f32
	topk-eval -q -l l.tsv q.f32 >want.tsv
	rm l.tsv
	{ sleep 0.2; seq-embed --every-position --labels-out=l.tsv s.tsv; } | topk-eval -q -l l.tsv | cmp - want.tsv
}

@test "--every-position and --labels-out must be used together, and stdout is for queries" {
	run -2 seq-embed --every-position x.tsv
	run -2 seq-embed --labels-out=l.tsv x.tsv
	run -2 --separate-stderr seq-embed --every-position --labels-out=- x.tsv
	printf 'items\ni1\n' >s.tsv
	run -1 --separate-stderr seq-embed --every-position --labels-out=l.tsv s.tsv
	[[ $stderr == *"no sequence has two items" ]]
	[ ! -e l.tsv ]
}

@test "embedded queries are evaluated: topk-eval counts every row" {
	seq-embed x.tsv | topk-eval -q -l x.tsv >m.tsv
	grep -q '^examples	300	' m.tsv
	echo 'i5,i6' | seq-embed -H | topk-list -k 3 >l.tsv
	[ "$(wc -l <l.tsv)" -eq 4 ]
}

@test "a full disk is an error" {
	for f in f32 npy tsv; do
		run -1 --separate-stderr bash -c "seq-embed --format=$f x.tsv >/dev/full"
		[[ $stderr == "seq-embed: standard output: "* ]]
	done
	run -1 --separate-stderr bash -c "seq-embed --tower=item >/dev/full"
	[[ $stderr == "seq-embed: standard output: "* ]]
}

@test "truncated input is an error, and a closed reader ends the program" {
	head -c -1 x.tsv >cut.tsv
	run -1 --separate-stderr seq-embed cut.tsv
	[[ $stderr == "seq-embed: cut.tsv:line 301: "* ]]
	[ -z "$output" ]
	gzip <x.tsv | head -c 500 >cut.gz
	run -1 --separate-stderr seq-embed cut.gz
	run -1 --separate-stderr seq-embed /
	run -1 --separate-stderr seq-embed nowhere
	run -1 --separate-stderr seq-embed /dev/null
	for i in 1 2 3 4 5 6 7 8; do
		tail -n +2 x.tsv
	done >long
	run -141 --separate-stderr bash -c 'cat long long long long long long long long |
		seq-embed -H | head -c 1 >/dev/null; exit ${PIPESTATUS[1]}'
}

@test "damage in any used file is refused, and nothing is written" {
	for file in settings.tsv vocab.tsv tensors.tsv candidate_embedding.f32 \
		query_embedding.f32 gru0_kernel.f32 gru0_recurrent_kernel.f32 gru0_bias.f32; do
		rm -rf bad
		cp -r model bad
		perl -e 'open F, "+<", $ARGV[0]; seek F, 40, 0; read F, $c, 1;
			seek F, 40, 0; print F chr(ord($c) ^ 4)' bad/$file
		if [ $file = candidate_embedding.f32 ]; then
			run -1 --separate-stderr seq-embed -m bad --tower=item
		else
			run -1 --separate-stderr seq-embed -m bad x.tsv
		fi
		[[ $stderr == "seq-embed: bad"* ]]
		[ -z "$output" ]
		rm bad/$file
		run -1 --separate-stderr seq-embed -m bad x.tsv
		[[ $stderr == "seq-embed: bad/$file: No such file"* ||
			$file == tensors.tsv ]]
	done
	run -1 --separate-stderr seq-embed -m nowhere x.tsv
	[[ $stderr == "seq-embed: nowhere: no such model"* ]]
}

@test "a folder without tensors.tsv and a file are not models" {
	mkdir empty
	: >file
	for m in empty file; do
		run -1 --separate-stderr seq-embed -m $m x.tsv
		[[ $stderr == "seq-embed: $m is not a model: a model is a directory with a file tensors.tsv; "* ]]
	done
}

@test "queries that are not finite are refused, with their number" {
	for t in query_embedding gru0_kernel gru0_recurrent_kernel; do
		perl -e 'print pack("f<", $_ % 2 ? 3e38 : -3e38) for 1 .. (-s $ARGV[0]) / 4' \
			model/$t.f32 >huge
		cp huge model/$t.f32
		seal model $t.f32
	done
	run -1 --separate-stderr seq-embed -o q.f32 x.tsv
	[[ $stderr == "seq-embed: query "[0-9]*" is not finite; train with a smaller learning rate" ]]
	[ ! -e q.f32 ]
}

@test "the state of training is not needed" {
	seq-embed x.tsv >a.f32
	rm -r model/state
	seq-embed x.tsv | cmp - a.f32
}

@test "wrong options exit 2" {
	for bad in --nothing --format=x --threads=-1 --model; do
		run -2 --separate-stderr seq-embed $bad
		[[ $stderr == "seq-embed: "* ]]
	done
}

@test "-q does not report unknown items" {
	run -0 --separate-stderr bash -c 'seq-embed -q unknown.tsv >q.f32'
	[ -z "$stderr" ]
}

@test "-o writes the same as standard output, whole or not at all" {
	seq-embed x.tsv >want
	seq-embed -o q.f32 x.tsv
	cmp want q.f32
	head -c -1 x.tsv >cut.tsv
	run -1 --separate-stderr seq-embed -o q.f32 cut.tsv
	cmp want q.f32
	run -1 --separate-stderr seq-embed -o new.f32 -m nowhere x.tsv
	[[ $(echo new.f32*) == "new.f32*" ]]
}

@test "--export excludes options for queries" {
	for wrong in "-c" "x.tsv" "-f npy" "--shard=1/2"; do
		# shellcheck disable=SC2086 # several words
		run -2 --separate-stderr seq-embed --export=safetensors $wrong
		[[ -z $output && $stderr == "seq-embed: "* ]]
	done
	run -1 bash -c 'seq-embed --export=safetensors >/dev/full'
}
