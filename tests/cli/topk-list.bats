# topk-list - compared with sorting in perl, and by equations between runs.
# shellcheck disable=SC2086,SC2016 # ARGS is several words, and $ is for perl, awk and sh
load helper

# 50 candidates and 30 queries of 5 small whole numbers: many ties.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	perl -e 'srand 1; print pack "f<*", map { int(rand 5) - 2 } 1 .. 250' >c.f32
	perl -e 'srand 2; print pack "f<*", map { int(rand 5) - 2 } 1 .. 150' >q.f32
	perl -e 'print "i$_\n" for 1 .. 50' >v.tsv
	perl -e 'srand 3; print "context_movie_id\n"; print join(",",
		map { "i" . int rand 60 } 1 .. 4), ",0\n" for 1 .. 30' >x.tsv
	export ARGS="--candidates=c.f32 -v v.tsv"
}

# reference K EXCLUDE: the lists by sorting; among equals, earlier candidates
# first.
reference() {
	perl -e '
		my ($k, $exclude) = @ARGV;
		sub rows { open my $f, "<", shift or die; local $/; binmode $f;
			my @x = unpack "f<*", <$f>; my @r;
			push @r, [splice @x, 0, 5] while @x; @r }
		my @c = rows "c.f32"; my $i = 0; open my $x, "<", "x.tsv"; <$x>;
		print "query\trank\titem\tscore\n";
		for my $q (rows "q.f32") {
			my $line = <$x>; chomp $line; $i++;
			my %out = $exclude ? map { $_ => 1 } split /,/, $line : ();
			my @s = map { my $c = $_; my $s = 0;
				$s += $q->[$_] * $c->[$_] for 0 .. 4; $s } @c;
			my @j = sort { $s[$b] <=> $s[$a] || $a <=> $b }
				grep { !$out{"i" . ($_ + 1)} } 0 .. 49;
			for my $r (1 .. ($k < @j ? $k : @j)) { my $j = $j[$r - 1];
				printf "%d\t%d\ti%d\t%.1f\n", $i, $r, $j + 1, $s[$j] }
		}' "$1" "$2"
}

@test "lists are those of sorting all scores, for any k" {
	for k in 1 7 50 80; do
		topk-list $ARGS -k $k q.f32 >got.tsv
		reference $k 0 >want.tsv
		cmp got.tsv want.tsv
	done
}

@test "--exclude leaves out the items of its row, and other items move up" {
	for k in 7 80; do
		topk-list $ARGS -k $k -x x.tsv q.f32 >got.tsv
		reference $k 1 >want.tsv
		cmp got.tsv want.tsv
	done
}

@test "--include lists the same as all without the others" {
	printf 'i%s\n' 40 3 17 18 41 5 >some
	topk-list $ARGS -k 50 q.f32 | awk 'NR == FNR { keep[$1]; next }
		FNR == 1 || $3 in keep { print $1 "\t" $3 "\t" $4 }' some - >want
	topk-list $ARGS -k 50 --include=some q.f32 | cut -f1,3,4 >got
	cmp got want
	printf '7\n' | cat some - >some7
	run -0 --separate-stderr bash -c \
		'topk-list $ARGS -k 50 --include=some7 q.f32 | cut -f1,3,4 >got'
	[ "$stderr" = "topk-list: some7: 1 item is not in the vocabulary" ]
	cmp got want
	printf 'nothing\n' >none
	run -1 --separate-stderr topk-list $ARGS --include=none q.f32
}

@test "--include and --exclude together" {
	printf 'i%s\n' $(seq 2 2 50) >even
	topk-list $ARGS -k 50 -x x.tsv q.f32 | awk 'FNR == 1 ||
		substr($3, 2) % 2 == 0 { print $1 "\t" $3 "\t" $4 }' >want
	topk-list $ARGS -k 50 -x x.tsv --include=even q.f32 | cut -f1,3,4 >got
	cmp got want
}

@test "--min-score ends a list early" {
	topk-list $ARGS -k 50 q.f32 | awk 'NR == 1 || $4 >= 4' >want
	topk-list $ARGS -k 50 --min-score=4 q.f32 >got
	cmp got want
	[ "$(wc -l <got)" -lt 1501 ]
}

@test "--similar lists by cosine, without the item itself" {
	perl -e '
		open F, "<c.f32"; binmode F; local $/; my @x = unpack "f<*", <F>; my @c;
		push @c, [splice @x, 0, 5] while @x;
		sub dot { my ($a, $b) = @_; my $s = 0; $s += $a->[$_] * $b->[$_] for 0 .. 4; $s }
		my $i = 0;
		for my $q (2, 29) { $i++;
			my @s = map { my $n = dot($_, $_) * dot($c[$q], $c[$q]);
				$n ? dot($c[$q], $_) / sqrt $n : 0 } @c;
			my $r = 0;
			printf "%d\t%d\t%.5f\n", $i, ++$r, $s[$_]
				for (sort { $s[$b] <=> $s[$a] } grep { $_ != $q } 0 .. 49)[0 .. 19];
		}' >want
	topk-list $ARGS -k 20 --similar=i3,i30 >out.tsv
	awk 'NR > 1 { printf "%d\t%d\t%.5f\n", $1, $2, $4 }' out.tsv | sed 's/-0.00000/0.00000/' >got
	cmp got want
	run -1 grep -E '^(1	.*	i3|2	.*	i30)	' out.tsv
}

@test "--similar leaves a model's item bias out of the cosines" {
	perl -e 'srand 5; print "context_movie_id\tlabel_movie_id\n"; print
		join(",", map { 1 + int rand 20 } 1 .. 3), "\t",
		1 + int rand(rand 20), "\n" for 1 .. 400' >train.tsv
	seq-train --preset=tutorial -q --log=none --dim=4 --epochs=3 --item-bias train.tsv
	# The rows of the model without row 0, and without the last of 5
	# columns.
	perl -e 'local $/; binmode STDIN; binmode STDOUT; my @x = unpack "f<*", <STDIN>;
		splice @x, 0, 5; print pack "f<4", splice @x, 0, 5 while @x' \
		<model/candidate_embedding.f32 >vectors.f32
	topk-list --candidates=vectors.f32 -v model/vocab.tsv --similar=1,7 >want.tsv
	topk-list --similar=1,7 | cmp - want.tsv
	tail -c +21 model/candidate_embedding.f32 >rows.f32
	run -1 --separate-stderr bash -c \
		'topk-list --candidates=rows.f32 -v model/vocab.tsv --similar=1,7 | cmp -s - want.tsv'
}

@test "--similar with --include lists only included items; the query item may be another" {
	printf 'i%s\n' 40 17 18 41 5 >some
	topk-list $ARGS -k 50 --similar=i3,i17 | awk 'NR == FNR { keep[$1]; next }
		FNR == 1 || $3 in keep { print $1 "\t" $3 "\t" $4 }' some - >want
	topk-list $ARGS -k 50 --similar=i3,i17 --include=some | cut -f1,3,4 >got
	cmp got want
}

@test "--similar with an unknown item is an error" {
	run -1 --separate-stderr topk-list $ARGS --similar=i3,i99
	[ "$stderr" = "topk-list: --similar: 'i99' is not in the vocabulary" ]
	run -1 --separate-stderr topk-list $ARGS --similar='\E'
	[ "$stderr" = "topk-list: --similar: '\E' lists no items" ]
	run -2 topk-list $ARGS --similar=i3 q.f32
}

@test "--items adds titles from a TSV" {
	awk '{ print $1 "\tTitle of " $1 ", the\tmore" }' v.tsv | grep -v i7 >names.tsv
	topk-list $ARGS -k 50 -i names.tsv q.f32 >out.tsv
	topk-list $ARGS -k 50 q.f32 | awk -F'\t' '{ t = "Title of " $3 ", the" }
		NR == 1 { t = "title" } $3 == "i7" { t = "\\N" } { print $0 "\t" t }' |
		cmp - out.tsv
}

@test "--items reads movies.dat, and its ISO-8859-1 becomes UTF-8" {
	printf '1\n2\n3\n' >mv.tsv
	perl -e 'print pack "f<*", 3, 2, 1' >mc.f32
	perl -e 'print pack "f<", 1' >mq.f32
	printf '1::Les Mis\351rables (1995)::Drama|Musical\r\n2::A\\B::x\n3::Mis\303\251::y\n9::no::z' >movies.dat
	topk-list -H --candidates=mc.f32 -v mv.tsv -i movies.dat mq.f32 >got
	printf '1\t1\t1\t3.0\tLes Mis\303\251rables (1995)\n1\t2\t2\t2.0\tA\\\\B\n1\t3\t3\t1.0\tMis\303\251\n' >want
	cmp got want
}

@test "--items reads CSV, whose titles may be quoted" {
	printf 'i1\tAlien\ni2\tThe "Good", the; Bad\ni3\tA\\\\B\n' >a.tsv
	printf 'i1,Alien\r\ni2,"The ""Good"", the; Bad"\r\ni3,A\\B' >a.csv
	printf 'i1;Alien\ni2;"The ""Good"", the; Bad"\ni3;"A\\B"\n' >s.csv
	topk-list $ARGS -k 50 -i a.tsv q.f32 >want
	grep -qF 'The "Good", the; Bad' want
	topk-list $ARGS -k 50 -i a.csv q.f32 | cmp - want
	topk-list $ARGS -k 50 -i s.csv q.f32 | cmp - want
	(printf '\357\273\277"x, y";item;title\n'; sed 's/^/;/' s.csv) >b.csv
	topk-list $ARGS -k 50 -i b.csv q.f32 | cmp - want
}

@test "--items takes the columns that a header names item and title" {
	printf 'i1\tOne, two\ni2\tThree\n' >a.tsv
	printf '"year","Title",item_id\n7,"One, two",i1\n8,Three,i2\n' >a.csv
	topk-list $ARGS -k 50 -i a.tsv q.f32 >want
	grep -q "One, two" want
	topk-list $ARGS -k 50 -i a.csv q.f32 | cmp - want
}

@test "an item with a comma finds its title in CSV and in TSV" {
	printf 'a\\,b\t0\nc\t0\n' >cv.tsv
	perl -e 'print pack "f<*", 1, 2' >cc.f32
	perl -e 'print pack "f<", 1' >cq.f32
	printf 'c,Two\n"a,b",One\n' >n.csv
	printf 'c\tTwo\na\\,b\tOne\n' >n.tsv
	topk-list -H --candidates=cc.f32 -v cv.tsv -i n.csv cq.f32 | cut -f 5 >got
	printf 'Two\nOne\n' | cmp - got
	topk-list -H --candidates=cc.f32 -v cv.tsv -i n.tsv cq.f32 | cut -f 5 | cmp - got
}

@test "a table of items without titles is refused" {
	cp v.tsv plain
	run -1 --separate-stderr topk-list $ARGS -i plain q.f32
	[[ $stderr == *"plain:line 1"*"the line has no TAB, ::, comma or semicolon" ]]
}

@test "a title with an unquoted comma is an error that says so" {
	printf 'i1,Heat\ni2,The Good, the Bad\n' >a.csv
	run -1 --separate-stderr topk-list $ARGS -i a.csv q.f32
	[[ $stderr == *"a.csv:line 2"*"3 fields where the first line has 2; quote fields that contain the separator" ]]
}

@test "without -H there is a header line, with -H neither input nor output has one" {
	topk-list $ARGS -x x.tsv q.f32 | tail -n +2 >want
	tail -n +2 x.tsv >h.tsv
	topk-list $ARGS -H -x h.tsv q.f32 >got
	cmp got want
}

@test "query numbers continue over several inputs and blocks" {
	for _ in 1 2 3; do cat q.f32; done >three.f32
	for _ in $(seq 40); do cat three.f32; done >many.f32
	topk-list $ARGS -k 2 q.f32 three.f32 - <q.f32 >got
	cat q.f32 three.f32 q.f32 | topk-list $ARGS -k 2 >want
	cmp got want
	topk-list -H $ARGS -k 2 many.f32 >got
	topk-list -H $ARGS -k 2 q.f32 | awk -v OFS='\t' '{ r[NR] = $0 }
		END { for (i = 0; i < 120; i++) for (j = 1; j <= NR; j++) {
			$0 = r[j]; $1 += 30 * i; print } }' >want
	cmp got want
}

@test "scores agree with topk-eval's ranks" {
	# Random numbers that round: rank r of query i has r - 1 items above it.
	perl -e 'srand 7; print pack "f<*", map { rand() - .5 } 1 .. 2500 * 8' >rc.f32
	perl -e 'srand 8; print pack "f<*", map { rand() - .5 } 1 .. 40 * 8' >rq.f32
	seq 2500 >rv.tsv
	topk-list --candidates=rc.f32 -v rv.tsv -k 9 rq.f32 | awk 'NR == 1 { print "label" }
		$2 == 9 { print $3 }' >labels
	topk-eval --candidates=rc.f32 -v rv.tsv -l labels --ranks=ranks.tsv rq.f32 >/dev/null
	[ "$(tail -n +2 ranks.tsv | cut -f2,3 | sort -u)" = "8	1" ]
}

@test "rows of --exclude and queries must be equal in number" {
	head -n 20 x.tsv >short.tsv
	run -1 --separate-stderr topk-list $ARGS -x short.tsv q.f32
	[[ $stderr == *"short.tsv ends after 19 rows, but there are more queries" ]]
	(cat x.tsv; echo i1) >long.tsv
	run -1 --separate-stderr topk-list $ARGS -x long.tsv q.f32
	[[ $stderr == *"long.tsv:line 32: more rows than the 30 queries" ]]
}

@test "lists made before a failure are written, without the last newline" {
	for _ in $(seq 40); do cat q.f32; done >many.f32
	topk-list $ARGS -k 2 many.f32 | head -c -1 | head -n 2050 >want
	head -c -3 many.f32 >cut.f32
	run -1 --separate-stderr bash -c 'topk-list $ARGS -k 2 cut.f32 >got'
	[[ $stderr == *"cut.f32:row 1200 "*"cut short"* ]]
	[ "$(tail -c 1 got)" != "" ]
	head -n 2000 got | cmp - <(head -n 2000 want)
}

@test "chunks, file and pipe, locale and threads do not change a byte" {
	topk-list $ARGS -x x.tsv q.f32 >want
	topk-list $ARGS -x x.tsv <q.f32 | cmp - want
	dd if=q.f32 bs=1 2>/dev/null | topk-list $ARGS -x x.tsv | cmp - want
	LC_ALL=C.UTF-8 topk-list $ARGS -x x.tsv q.f32 | cmp - want
	for n in 1 2 3; do
		topk-list --threads=$n $ARGS -x x.tsv q.f32 | cmp - want
	done
	topk-list $ARGS -x x.tsv -o out q.f32
	cmp out want
}

@test "no queries are an error, since a producer writes queries or fails" {
	: >none.f32
	run -1 --separate-stderr topk-list $ARGS none.f32
	[ "$stderr" = "topk-list: there are no queries" ]
	run -1 topk-list $ARGS -o out none.f32
	[ ! -e out ]
}

@test "the model in ./model equals --candidates and --vocab" {
	small_model
	topk-list mq.f32 >want
	topk-list --candidates=mc.f32 -v model/vocab.tsv mq.f32 | cmp - want
	topk-list -m model mq.f32 | cmp - want
	topk-list -m model --similar=3,4 >want
	topk-list --candidates=mc.f32 -v model/vocab.tsv --similar=3,4 | cmp - want
}

@test "queries may come straight from seq-embed" {
	small_model
	echo '3,4,5' | seq-embed -H | topk-list -k 10 >got
	[ "$(wc -l <got)" = 11 ]
	[ "$(cut -f3 got | tail -n +2 | sort -u | wc -l)" = 10 ]
}

@test "a full disk is an error" {
	run -1 --separate-stderr bash -c 'topk-list $ARGS q.f32 >/dev/full'
	[[ $stderr == "topk-list: standard output: "* ]]
}

@test "truncated input is an error" {
	head -c 147 q.f32 >cut.f32
	run -1 --separate-stderr topk-list $ARGS cut.f32
	[[ $stderr == *"cut.f32:row 8 "*"cut short"* ]]
	head -c -1 v.tsv >cut.tsv
	run -1 --separate-stderr topk-list --candidates=c.f32 -v cut.tsv q.f32
	head -c -1 x.tsv >cutx.tsv
	run -1 --separate-stderr topk-list $ARGS -x cutx.tsv q.f32
}

@test "numbers that are not finite are refused" {
	(head -c 596 q.f32; perl -e 'print pack "f<", 9**9**9') >inf.f32
	run -1 --separate-stderr topk-list $ARGS inf.f32
	[[ $stderr == *"inf.f32:row 30: column 5 is not a finite number" ]]
	(perl -e 'print pack "f<", -9**9**9'; tail -c +5 c.f32) >inf.f32
	run -1 --separate-stderr topk-list --candidates=inf.f32 -v v.tsv q.f32
	[[ $stderr == *"inf.f32:row 1: column 1 is not a finite number" ]]
}

@test "a directory as input is an error" {
	mkdir dir
	run -1 --separate-stderr topk-list $ARGS dir
	run -1 --separate-stderr topk-list $ARGS --include=dir q.f32
	run -1 --separate-stderr topk-list $ARGS -i dir q.f32
	run -1 --separate-stderr topk-list --candidates=dir -v v.tsv q.f32
}

@test "a missing model is an error that names it" {
	run -1 --separate-stderr topk-list q.f32
	[[ $stderr == "topk-list: model"* ]]
}

@test "a wrong command line exits 2" {
	run -2 topk-list --no-such-option
	run -2 topk-list $ARGS -k 0 q.f32
	run -2 topk-list $ARGS -k x q.f32
	run -2 topk-list $ARGS --min-score=x q.f32
	run -2 topk-list --candidates=c.f32 q.f32
	run -2 topk-list -v v.tsv q.f32
	run -2 topk-list -m model $ARGS q.f32
	run -2 topk-list $ARGS -x - <q.f32
}

@test "an empty pipe is reported as such, whatever columns are needed" {
	run -1 --separate-stderr piped "printf '' | topk-list $ARGS --exclude-context"
	[[ $stderr == "topk-list: standard input: the pipe is empty: "* ]]
	run -1 --separate-stderr topk-list $ARGS --exclude-context /dev/null
	[ "$stderr" = "topk-list: there are no queries" ]
}
