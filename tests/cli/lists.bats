# lists - queries with keys, from seq-embed to lists and metrics.
# shellcheck disable=SC2016 # $ is for awk and perl
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	users_examples >train.tsv
	seq-train -q --log=none --dim=4 --epochs=1 train.tsv
	seq-embed -q train.tsv >q.f32
	seq-embed -q --format=tsv train.tsv >q.tsv
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
}

@test "queries as TSV have user, context, label, and floats bit for bit" {
	[[ $(head -n 1 q.tsv) =~ ^"user	context	label	query@"[0-9a-f]{16}$ ]]
	cut -f 1-3 q.tsv | tail -n +2 | cmp - <(tail -n +2 train.tsv)
	awk -F'\t' 'NR > 1 { print $4 }' q.tsv | tr , '\n' |
		perl -e 'print pack "f<", $_ while <STDIN>' | cmp - q.f32
}

@test "contexts as TSV have the known items, in order" {
	printf 'context\ni1,new,i2\nnew2\n\\E\n' >c.tsv
	seq-embed -q --unknown=row0 --format=tsv c.tsv | cut -f 1 >got
	printf '%s\n' context i1,i2 '\E' '\E' | cmp - got
}

@test "without a header columns are given by number, and the output has its header" {
	tail -n +2 train.tsv >bare.tsv
	seq-embed -q -H --format=tsv --user=1 --context=2 --label=3 bare.tsv | cmp - q.tsv
	run -2 seq-embed --user=1 train.tsv
	run -2 seq-embed --tower=item --format=tsv --user=1
}

@test "lists of both kinds of queries are the same, except for the keys" {
	topk-list -k 3 q.f32 >f
	topk-list -k 3 q.tsv >t
	[ "$(head -n 1 t)" = "user	rank	item	score" ]
	sed 's/^u//; 1s/^user/query/; 1s/^ser/query/' t | cmp - f
	cut -f 2- q.tsv | topk-list -k 3 | cmp - f
}

@test "columns of queries may be in any order, and rows may be left out" {
	awk -F'\t' -v OFS='\t' '{ print $4, $2, $1 }' q.tsv | awk 'NR == 1 || NR % 3 == 0' >some.tsv
	topk-list -k 2 some.tsv >got
	topk-list -k 2 q.tsv | awk -F'\t' 'NR == 1 || substr($1, 2) % 3 == 2' | cmp - got
}

@test "--exclude-context equals --exclude with the same contexts" {
	topk-list -k 5 -x train.tsv --key=train.tsv q.f32 >want
	topk-list -k 5 --exclude-context q.tsv | cmp - want
	topk-eval -q -l train.tsv -x train.tsv q.f32 >want
	topk-eval -q --exclude-context q.tsv | cmp - want
	run -1 --separate-stderr topk-list --exclude-context q.f32
	[[ $stderr == *"q.f32: rows of floats have no contexts; seq-embed --format=tsv"* ]]
}

@test "labels come with the queries, and --labels overrides them" {
	topk-eval -q -l train.tsv q.f32 >want
	topk-eval -q q.tsv | cmp - want
	{ echo label; tail -n +2 train.tsv | cut -f 3 | tac; } >other.tsv
	topk-eval -q -l other.tsv q.f32 >want
	topk-eval -q -l other.tsv q.tsv | cmp - want
	cut -f 1,2,4 q.tsv >without.tsv
	run -1 --separate-stderr topk-eval without.tsv
	[[ $stderr == *"without.tsv: there is no column 'label'"* ]]
}

@test "queries of another model, or of another width, are refused" {
	seq-train -q --log=none --dim=4 --epochs=1 --seed=7 -m other train.tsv
	run -1 --separate-stderr topk-list -m other q.tsv
	[[ $stderr == *"q.tsv: the queries are of model"* ]]
	run -1 --separate-stderr topk-eval -m other q.tsv
	[[ $stderr == *"q.tsv: the queries are of model"* ]]
	n=$(tail -n 1 q.tsv | cut -f 4 | tr , '\n' | wc -l)
	sed '3s/,[^,]*$//' q.tsv >cut.tsv
	run -1 --separate-stderr topk-list cut.tsv
	[[ $stderr == *"cut.tsv:line 3: the query has $((n - 1)) numbers, but the candidates have $n columns"* ]]
	sed '3s/[^,]*$/nan/' q.tsv >nan.tsv
	run -1 --separate-stderr topk-list nan.tsv
	[[ $stderr == *"nan.tsv:line 3: number $n of the query, 'nan', is not finite"* ]]
	seq-embed -q --tower=item >items.f32
	topk-list --candidates=items.f32 -v model/vocab.tsv q.tsv | cmp - <(topk-list q.tsv)
}

@test "equal models have the same fingerprint, under any name" {
	cp -r model again
	topk-list -m again q.tsv | cmp - <(topk-list q.tsv)
}

@test "text that is not queries is refused" {
	run -1 --separate-stderr topk-list train.tsv
	[[ $stderr == *"train.tsv is text, not a matrix of floats"* ]]
	run -1 --separate-stderr topk-list q.f32 train.tsv
	[[ $stderr == *"train.tsv is text, not a matrix of floats"* ]]
}

@test "--key puts the user in place of the number, on every row of a list" {
	topk-list -k 3 --key=train.tsv q.f32 | cmp - <(topk-list -k 3 q.tsv)
	topk-list -k 3 --key=train.tsv --key-column=label q.f32 >got
	[ "$(head -n 1 got | cut -f 1)" = label ]
	tail -n +2 got | cut -f 1 | awk 'NR % 3 == 0' | cmp - <(tail -n +2 train.tsv | cut -f 3)
	tail -n +2 train.tsv >bare.tsv
	topk-list -k 3 -H --key=bare.tsv q.f32 | cmp - <(topk-list -k 3 q.tsv | tail -n +2)
	run -1 --separate-stderr topk-list --key=<(head -n 20 train.tsv) q.f32
	[[ $stderr == *"ends after 19 rows, but there are more queries"* ]]
	run -2 topk-list --key-column=user q.f32
}

@test "--wide is one row a user, with the same list" {
	topk-list -k 4 --wide q.tsv >got
	topk-list -k 4 q.tsv | awk -F'\t' -v OFS='\t' 'NR == 1 { print "user", "items"; next }
		{ l = $2 == 1 ? $3 : l "," $3 } $2 == 4 { print $1, l }' | cmp - got
	cut -f 1 got | cmp - <(cut -f 1 q.tsv)
	topk-list --wide --min-score=1000 q.tsv | sed -n 2p | grep -qx 'u1	\\E'
	run -2 topk-list --wide --format=json q.tsv
}

@test "--format=json is one object a user, with ids, titles and scores" {
	printf 'item\ttitle\n' >titles.tsv
	seq 2 20 | awk '{ print "i" $1 "\tT \"" $1 "\" \\\\ x" }' >>titles.tsv
	topk-list -k 4 -i titles.tsv --format=json q.tsv >got.json
	[ "$(wc -l <got.json)" -eq 200 ]
	perl -MJSON::PP -ne 'my $o = decode_json($_); my $r = 0;
		printf "%s\t%d\t%s\t%.6g\t%s\n", $o->{user}, ++$r, $_->{id}, $_->{score},
			$_->{title} // "\\N" for @{$o->{items}}' got.json >got
	topk-list -k 4 -i titles.tsv q.tsv | tail -n +2 | perl -F'\t' -ane 'chomp @F;
		$F[4] =~ s/\\\\/\\/g if $F[4] ne "\\N";
		printf "%s\t%s\t%s\t%.6g\t%s\n", @F' | cmp - got
	topk-list -k 1 --format=json q.f32 | head -n 1 >one || true
	[[ $(cat one) =~ ^'{"query":1,"items":[{"id":"i'[0-9]+'","score":'-?[0-9.e-]+'}]}'$ ]]
	topk-list --min-score=1000 --format=json q.tsv >none
	[ "$(sed -n 1p none)" = '{"user":"u1","items":[]}' ]
}

@test "--fallback=popular lists popular items for users without events, and no one else" {
	printf 'user\tcontext\na\ti1,i2\nb\t\\E\nc\tnew\n' >who.tsv
	seq-embed -q --unknown=row0 --format=tsv who.tsv >w.tsv
	topk-list -q -k 3 w.tsv >plain
	topk-list -k 3 --fallback=popular w.tsv >got
	grep '^[ua]' plain | cmp - <(grep '^[ua]' got)
	sort -s -k 2,2nr model/vocab.tsv | awk '{ printf "%d\t%s\t%.1f\n", NR, $1, $2 } NR == 3 { exit }' >best
	grep '^b' got | cut -f 2- | cmp - best
	grep '^c' got | cut -f 2- | cmp - best
	printf 'items\n\\E\n%s\n\\E\n' "$(sed -n 1p best | cut -f 2)" >x.tsv
	topk-list -k 2 --fallback=popular -x x.tsv w.tsv | grep '^b' | cut -f 3 |
		cmp - <(sed -n '2,3p' best | cut -f 2)
	run -0 --separate-stderr topk-list -k 3 w.tsv
	[[ $stderr == *"2 empty contexts: "*"--fallback=popular"* ]]
	run -1 --separate-stderr topk-list --fallback=popular q.f32
	[[ $stderr == *"--fallback needs queries with contexts, which seq-embed --format=tsv writes"* ]]
}

# gaps: q.f32, npy, fvecs and tsv of four contexts; the second has no known
# item, and the last is empty.
gaps() {
	printf 'user\tcontext\tlabel\na\ti1,i2\ti3\nb\tnew\ti4\nc\ti2\ti5\nd\t\\E\ti6\n' >gap.ctx
	for format in f32 npy fvecs tsv; do
		seq-embed -q --format=$format gap.ctx >gap.$format
	done
	sed 3d gap.ctx >known.ctx
	seq-embed -q --format=tsv known.ctx >known.tsv
}

@test "a void query has no list in any format of queries; the others stay" {
	gaps
	run -0 --separate-stderr bash -c 'topk-list -k 3 gap.tsv >got'
	[[ $stderr == *"1 context without a known item: no list; --fallback=popular"* ]]
	topk-list -q -k 3 known.tsv | cmp - got
	for format in f32 npy fvecs; do
		topk-list -q -k 3 --key=gap.ctx gap.$format | cmp - got
	done
}

@test "a void query has an empty list if every query has a row" {
	gaps
	topk-list -q -k 3 --wide gap.tsv >got
	[ "$(sed -n 3p got)" = 'b	\E' ]
	sed 3d got | cmp - <(topk-list -q -k 3 --wide known.tsv)
	topk-list -q -k 3 --format=json gap.tsv >got
	[ "$(sed -n 2p got)" = '{"user":"b","items":[]}' ]
	sed 2d got | cmp - <(topk-list -q -k 3 --format=json known.tsv)
}

@test "--fallback=popular lists popular items for void queries" {
	gaps
	run -0 --separate-stderr topk-list -k 3 --fallback=popular gap.tsv
	[ "$stderr" = "" ]
	grep '^b' <<<"$output" | cut -f 2- | cmp - <(sort -s -k 2,2nr model/vocab.tsv |
		awk '{ printf "%d\t%s\t%.1f\n", NR, $1, $2 } NR == 3 { exit }')
	grep '^[ac]' <<<"$output" | cmp - <(topk-list -q -k 3 gap.tsv | grep '^[ac]')
}

@test "a query with some numbers NaN is refused" {
	gaps
	n=$(($(wc -c <gap.f32) / 16))
	perl -e 'binmode STDIN; binmode STDOUT; local $/; $_ = <STDIN>;
		substr $_, 4 * ($ARGV[0] + 1), 4, pack "f<", 1; print' $n <gap.f32 >bad.f32
	for program in topk-list 'topk-eval -l gap.ctx'; do
		run -1 --separate-stderr $program bad.f32
		[[ $stderr == *"bad.f32:row 2: column 1 is not a finite number"* ]]
	done
	sed '3s/\\N$/\\N,1/' gap.tsv >bad.tsv
	run -1 --separate-stderr topk-list bad.tsv
	[[ $stderr == *"bad.tsv:line 3: number 1 of the query, '\\N', is not finite"* ]]
	run -1 --separate-stderr topk-list --candidates=gap.f32 -v <(head -n 4 model/vocab.tsv) gap.tsv
	[[ $stderr == *"gap.f32:row 2: column 1 is not a finite number"* ]]
}

@test "shares of queries as text keep their users and labels" {
	for i in 1 2 3; do
		seq-embed -q --format=tsv --shard=$i/3 train.tsv >s$i.tsv
		topk-eval -q --shard=$i/3 --ranks=r$i.tsv s$i.tsv >/dev/null
	done
	topk-eval -q q.tsv | head -n 17 >want
	topk-eval -q -R -m model r1.tsv r2.tsv r3.tsv | head -n 17 | cmp - want
	topk-list -k 1 s2.tsv | cut -f 1 | sed -n 2,3p | paste -sd, | grep -qx u2,u5
}

@test "queries as text: a cut stream, a full disk and chunks" {
	head -c -1 q.tsv >cut.tsv
	run -1 --separate-stderr topk-list cut.tsv
	[[ $stderr == *"the line has no newline: the input is cut short" ]]
	run -1 --separate-stderr bash -c 'seq-embed -q --format=tsv train.tsv >/dev/full'
	[[ $stderr == "seq-embed: standard output: "* ]]
	topk-list -k 2 q.tsv >want
	dd if=q.tsv bs=7 status=none | topk-list -k 2 | cmp - want
	for n in 1 3; do topk-list -k 2 --threads=$n q.tsv | cmp - want; done
}

# sequences: seen.tsv, users with all their items, and the same as contexts.
sequences() {
	printf 'user\titems\nu1\ti1,i2\nu2\ti3\nu3\ti4,i5,i6\n' >seen.tsv
	sed '1s/items/context/; s/$/\ti7/; 1s/i7$/label/' seen.tsv >contexts.tsv
}

@test "without a column context, the column items is the context" {
	sequences
	seq-embed -q --format=tsv seen.tsv | cut -f 1,2,3 | tail -n +2 |
		cmp - <(seq-embed -q --format=tsv contexts.tsv | cut -f 1,2,4 | tail -n +2)
	seq-embed -q seen.tsv >s.f32
	seq-embed -q contexts.tsv | cmp - s.f32
	for program in 'topk-list -k 20' 'topk-eval -q -l contexts.tsv'; do
		$program -x seen.tsv s.f32 >got
		$program -x contexts.tsv s.f32 | cmp - got
		run -1 cmp -s got <($program s.f32)
	done
	# With both, the column context is used.
	paste contexts.tsv <(printf 'items\ni9\ni9\ni9\n') >both.tsv
	seq-embed -q both.tsv | cmp - s.f32
}

@test "without a header contexts are found beside users and labels, or alone" {
	sequences
	seq-embed -q contexts.tsv >s.f32
	topk-list -q -k 20 -x contexts.tsv s.f32 >want
	tail -n +2 contexts.tsv >three.tsv
	cut -f 1,2 three.tsv >users.tsv
	cut -f 2,3 three.tsv >two.tsv
	cut -f 2 three.tsv >one.tsv
	for f in three users two one; do
		seq-embed -q -H $f.tsv | cmp - s.f32
		topk-list -q -k 20 -H -x $f.tsv s.f32 | cmp - <(tail -n +2 want)
	done
}

@test "without a header, of three columns the context trains, not the user" {
	tail -n +2 train.tsv >bare.tsv
	seq-train -q -H --log=none --dim=4 --epochs=1 -m bare bare.tsv
	cmp bare/vocab.tsv model/vocab.tsv
	cut -f 2,3 bare.tsv >two.tsv
	seq-train -q -H --log=none --dim=4 --epochs=1 -m two two.tsv
	cmp two/vocab.tsv model/vocab.tsv
	vocab-build -q -H bare.tsv | cut -f 1 | sort | cmp - <(cut -f 1 model/vocab.tsv | sort)
}

@test "without a header the items of sequences are the last column" {
	awk -F'\t' -v OFS='\t' 'NR > 1 { print $1, $2 "," $3 }' train.tsv >bare.seq
	seq-train -q -H --layout=sequences --log=none --dim=4 --epochs=1 -m seq bare.seq
	cut -f 1 seq/vocab.tsv | sort | cmp - <(cut -f 1 model/vocab.tsv | sort)
	vocab-build -q -H bare.seq | cut -f 1 | sort | cmp - <(cut -f 1 seq/vocab.tsv | sort)
}
