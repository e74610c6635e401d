# topk-eval - compared with independent perl code, and by equations between
# runs.
# shellcheck disable=SC2086,SC2016 # ARGS is several words, and $ is for perl, awk and sh
load helper

# 60 candidates and 90 queries of 6 small whole numbers, so that scores are
# exact and many tie; some labels are unknown; contexts have pads.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	perl -e 'srand 1; print pack "f<*", map { int(rand 5) - 2 } 1 .. 360' >c.f32
	perl -e 'srand 2; print pack "f<*", map { int(rand 5) - 2 } 1 .. 540' >q.f32
	perl -e 'print "i$_\t", int(99 / $_), "\n" for 1 .. 60' >v.tsv
	perl -e 'srand 3; print "context_movie_id\tlabel_movie_id\n";
		for (1 .. 90) {
			print join(",", map { "i" . int rand 70 } 1 .. 4), ",0,0";
			print "\ti", 1 + int rand 66, "\n";
		}' >l.tsv
	export ARGS="--candidates=c.f32 -v v.tsv -l l.tsv"
}

# reference EXCLUDE RULE: "label greater equal", by definition.
reference() {
	perl -e '
		sub rows { open my $f, "<", shift or die; local $/; binmode $f;
			my @x = unpack "f<*", <$f>; my @r;
			push @r, [splice @x, 0, 6] while @x; @r }
		my @c = rows "c.f32"; my @q = rows "q.f32"; my (%id, @token);
		open my $v, "<", "v.tsv"; while (<$v>) { /^(\S+)/; $id{$1} = $. - 1 }
		open my $l, "<", "l.tsv"; <$l>; my $i = 0;
		print "label\tgreater\tequal\n";
		while (<$l>) {
			chomp; my ($context, $label) = split /\t/; my $q = $q[$i++];
			my %out = map { $_ => 1 } split /,/, $context;
			delete $out{$label};
			print "$label\t\\N\t\\N\n" and next unless exists $id{$label};
			my ($g, $e) = (0, 0); my %s;
			for my $t (keys %id) { my $c = $c[$id{$t}];
				$s{$t} += $q->[$_] * $c->[$_] for 0 .. 5 }
			for my $t (keys %id) { next if $ARGV[0] && $out{$t};
				$g++ if $s{$t} > $s{$label};
				$e++ if $s{$t} == $s{$label} }
			print "$label\t$g\t$e\n";
		}' "$1"
}

# metrics RULE KS: the table's first two columns from ranks on stdin.
metrics() {
	perl -e '
		my ($rule, $ks) = @ARGV; my @ks = split /,/, $ks; <STDIN>; my @r;
		while (<STDIN>) { chomp; my (undef, $g, $e) = split /\t/;
			push @r, $g eq "\\N" ? 9**9**9 : $rule eq "standard" ? $g + 1
			    : $rule eq "median" ? $g + ($e - 1) / 2 + 1 : $g + $e }
		my $n = @r; my @known = sort { $a <=> $b } grep { $_ < 1e9 } @r;
		sub mean { my $f = shift; my $s = 0; $s += $f->($_) for @r; $s / $n }
		print "metric\tvalue\n";
		for my $m (["top_", sub { 1 }], ["mrr@", sub { 1 / $_[0] }],
		    ["ndcg@", sub { log(2) / log($_[0] + 1) }]) {
			printf "%s%d\t%.6f\n", $m->[0], $_, do { my $k = $_;
			    mean(sub { $_[0] <= $k ? $m->[1]->($_[0]) : 0 }) }
			    for @ks;
		}
		my $s = 0; $s += $_ for @known;
		printf "mean_rank\t%.6f\n", $s / @known;
		printf "median_rank\t%.6f\n",
		    ($known[(@known - 1) / 2] + $known[@known / 2]) / 2;
		printf "examples\t%d\n", $n' "$1" "$2"
}

# intervals KS: "metric low high" from ranks on stdin, by definition.
intervals() {
	perl -e '
		my @ks = split /,/, shift; my $z = 1.959963984540054; <STDIN>; my @r;
		while (<STDIN>) { chomp; my (undef, $g) = split /\t/;
			push @r, $g eq "\\N" ? 9**9**9 : $g + 1 }
		my $n = @r; my @known = sort { $a <=> $b } grep { $_ < 1e9 } @r;
		# The p from b to e at a distance of z standard errors from m.
		sub edge { my ($m, $b, $e) = @_;
			for (1 .. 200) { my $p = ($b + $e) / 2;
				if (($p - $m)**2 * $n < $z**2 * $p * (1 - $p))
					{ $b = $p } else { $e = $p } }
			$b }
		sub mean { my ($least, $most, @x) = @_; my ($m, $s) = (0, 0);
			$m += $_ / @x for @x; $s += ($_ - $m)**2 for @x;
			my $h = $z * sqrt($s / (@x - 1)) / sqrt(@x);
			my ($low, $high) = ($m - $h, $m + $h);
			($low < $least ? $least : $low, $high > $most ? $most : $high) }
		sub row { printf "%s\t%.6f\t%.6f\n", @_ }
		for my $k (@ks) { my $m = grep({ $_ <= $k } @r) / $n;
			row("top_$k", edge($m, $m, 0), edge($m, $m, 1)) }
		for my $k (@ks) { row("mrr\@$k", mean(0, 1,
			map { $_ <= $k ? 1 / $_ : 0 } @r)) }
		for my $k (@ks) { row("ndcg\@$k", mean(0, 1,
			map { $_ <= $k ? log(2) / log($_ + 1) : 0 } @r)) }
		row("mean_rank", mean(1, 9**9**9, @known));
		my $h = $z * sqrt(@known) / 2;
		row("median_rank", $known[int(@known / 2 - $h) - 1],
			$known[-1 - int(@known / 2 - $h) + 1]);' "$1"
}

@test "ranks are those of the definitions" {
	topk-eval $ARGS --ranks=ranks.tsv q.f32 >/dev/null
	reference 0 >want.tsv
	cmp ranks.tsv want.tsv
	grep -q '\\N' ranks.tsv
}

@test "ranks without the items of --exclude are those of the definitions" {
	topk-eval $ARGS -x l.tsv --ranks=ranks.tsv q.f32 >/dev/null
	reference 1 >want.tsv
	cmp ranks.tsv want.tsv
}

@test "a list of thousands excludes every item but the label" {
	perl -e 'srand 5; print pack "f<*", map { rand() - 0.5 } 1 .. 24000' >c.f32
	perl -e 'srand 6; print pack "f<*", map { rand() - 0.5 } 1 .. 60' >q.f32
	seq 1 4000 >v.tsv
	all=$(seq 4000 -1 1 | paste -sd,)
	{
		printf 'context_movie_id\tlabel_movie_id\n'
		for i in 1 4000 77; do printf '%s,0,0\t%d\n' "$all,$all" $i; done
		for i in 1 4000 77; do printf '%s\t%d\n' "${all#4000,3999,}" $i; done
		for i in 5 6 7 8; do printf '0,0\t%d\n' $i; done
	} >l.tsv
	topk-eval $ARGS -x l.tsv --ranks=got.tsv q.f32 >/dev/null
	topk-eval $ARGS --ranks=whole.tsv q.f32 >/dev/null
	printf '%s\t0\t1\n' 1 4000 77 | cmp - <(sed -n 2,4p got.tsv)
	sed -n 5,7p got.tsv | awk '$2 > 2 || $3 != 1 { exit 1 }'
	cmp <(tail -n 4 whole.tsv) <(tail -n 4 got.tsv)
}

@test "metrics are those of the definitions, by every rule for ties" {
	for rule in standard conservative median; do
		topk-eval $ARGS --ties=$rule -k 1,2,7,1000 --ranks=ranks.tsv q.f32 |
			cut -f1,2 | grep -v -e candidates -e unknown -e tied >got.tsv
		metrics $rule 1,2,7,1000 <ranks.tsv >want.tsv
		cmp got.tsv want.tsv
	done
}

@test "low and high are the confidence intervals of the definitions" {
	topk-eval $ARGS -k 1,2,7,1000 --ranks=ranks.tsv q.f32 >out.tsv
	[ "$(head -n 1 out.tsv)" = "metric	value	popularity	low	high" ]
	sed -n '2,/^median/p' out.tsv | cut -f1,4,5 >got.tsv
	intervals 1,2,7,1000 <ranks.tsv >want.tsv
	cmp got.tsv want.tsv
}

@test "counts, coverage, and metrics of one example have no interval" {
	topk-eval $ARGS -k 3 --coverage q.f32 >out.tsv
	for name in examples candidates unknown_labels coverage@3; do
		grep -q "^$name	.*	\\\\N	\\\\N$" out.tsv
	done
	printf 'label\tgreater\tequal\nx\t0\t1\n' >one.tsv
	topk-eval -R -k 3 one.tsv >out.tsv
	grep -q '^mrr@3	1.000000	\\N	\\N	\\N$' out.tsv
	grep -q '^median_rank	1.000000	\\N	\\N	\\N$' out.tsv
	grep -q '^top_3	1.000000	\\N	0.206549	1.000000$' out.tsv
}

@test "the popularity column is the metric of a ranking by count, then by line" {
	perl -e 'print pack "f<*", map { 61 - $_ } 1 .. 60' >p.f32
	perl -e 'print pack "f<*", (1) x 90' >ones.f32
	for more in "" "-x l.tsv" "--ties=median"; do
		topk-eval $ARGS $more q.f32 | cut -f1,3 | head -n 18 >got.tsv
		topk-eval --candidates=p.f32 -v v.tsv -l l.tsv $more ones.f32 |
			cut -f1,2 | head -n 18 | sed 's/value/popularity/' >want.tsv
		cmp got.tsv want.tsv
	done
}

@test "without counts popularity is unknown" {
	cut -f1 v.tsv >v1.tsv
	topk-eval --candidates=c.f32 -v v1.tsv -l l.tsv q.f32 | cut -f3 | sort -u >got
	printf '%s\n' '\N' popularity >want
	cmp got want
}

@test "the table has the tutorial's names, and the counts" {
	topk-eval $ARGS q.f32 >out.tsv
	for name in top_1 top_5 top_10 top_50 top_100 mean_rank median_rank; do
		grep -q "^$name	[0-9]" out.tsv
	done
	grep -q '^examples	90	' out.tsv
	grep -q '^candidates	60	' out.tsv
	grep -q "^unknown_labels	$(reference 0 | grep -c N)	" out.tsv
}

@test "ranks of parts, joined in any order, give the metrics of the whole" {
	head -c 960 q.f32 >qa.f32
	tail -c +961 q.f32 >qb.f32
	head -n 41 l.tsv >la.tsv
	(head -n 1 l.tsv; tail -n +42 l.tsv) >lb.tsv
	topk-eval --candidates=c.f32 -v v.tsv -l la.tsv --ranks=ra.tsv qa.f32 >/dev/null
	topk-eval --candidates=c.f32 -v v.tsv -l lb.tsv --ranks=rb.tsv qb.f32 >/dev/null
	topk-eval $ARGS q.f32 >want.tsv
	topk-eval --from-ranks -v v.tsv rb.tsv ra.tsv >got.tsv
	cmp got.tsv want.tsv
}

@test "--from-ranks needs no vocabulary, but then reports less" {
	topk-eval $ARGS --ranks=ranks.tsv q.f32 | cut -f1,2 | grep -v candidates >want
	topk-eval --from-ranks ranks.tsv >out.tsv
	cut -f1,2 out.tsv | grep -v candidates | cmp - want
	grep -q '^candidates	\\N	\\N	\\N	\\N$' out.tsv
}

@test "--unknown=drop equals the evaluation of the known labels alone" {
	perl -ne 'print if $. == 1 || /\ti(\d+)$/ && $1 <= 60' l.tsv >known.tsv
	perl -e 'open L, "<l.tsv"; <L>; open Q, "<q.f32"; binmode Q;
		while (<L>) { read Q, my $r, 24; /\ti(\d+)$/; print $r if $1 <= 60 }
		' >known.f32
	for rule in standard conservative median; do
		topk-eval $ARGS -u drop --ties=$rule -x l.tsv q.f32 |
			grep -v unknown >got.tsv
		topk-eval --candidates=c.f32 -v v.tsv -l known.tsv --ties=$rule -x known.tsv \
			known.f32 | grep -v unknown >want.tsv
		cmp got.tsv want.tsv
	done
}

@test "--unknown=error names the example and the label" {
	run -1 --separate-stderr topk-eval $ARGS -u error q.f32
	[ -z "$output" ]
	[[ $stderr =~ ^"topk-eval: example "[0-9]+": the label 'i6"[1-6]"' is not in the vocabulary"$ ]]
}

@test "coverage is the share of items in topk-list's lists" {
	for more in "" "-x l.tsv"; do
		topk-list --candidates=c.f32 -v v.tsv -k 3 $more q.f32 >lists.tsv
		topk-eval $ARGS -k 1,3 --coverage $more q.f32 >out.tsv
		for k in 1 3; do
			want=$(tail -n +2 lists.tsv | awk -v k=$k '$2 <= k { s[$3] }
				END { for (i in s) n++; printf "%.6f", n / 60 }')
			[ "$(awk -v m=coverage@$k '$1 == m { print $2 }' out.tsv)" = "$want" ]
		done
	done
}

@test "--tfrs counts scores above the rounded sum of products" {
	# In float, 1 + 2^-24 is 1 in a chain, but larger in the sum of lanes.
	perl -e 'print pack "f<*", 1, 2**-24, 0, 0, 0, 2**-24, 0, 0,
		1 + 2**-23, 0, 0, 0, 0, 0, 0, 0' >t.f32
	perl -e 'print pack "f<*", (1) x 16' >o.f32
	printf 'a\nb\n' >t.tsv
	printf 'label\nb\na\n' >tl.tsv
	topk-eval --candidates=t.f32 -v t.tsv -l tl.tsv --ranks=plain.tsv o.f32 >/dev/null
	topk-eval --candidates=t.f32 -v t.tsv -l tl.tsv --ranks=tfrs.tsv --tfrs o.f32 >/dev/null
	printf 'label\tgreater\tequal\nb\t0\t1\na\t1\t1\n' | cmp - plain.tsv
	printf 'label\tgreater\tequal\nb\t0\t1\na\t0\t2\n' | cmp - tfrs.tsv
}

@test "a metric below --min exits 3, and names metric, value and bound" {
	topk-eval $ARGS q.f32 >want.tsv
	run -3 --separate-stderr topk-eval $ARGS --min=recall@7=0.99 q.f32
	[ "$output" = "$(cat want.tsv)" ]
	[[ $stderr =~ "topk-eval: recall@7 is 0."[0-9]+", below --min=recall@7=0.99"$ ]]
}

@test "--quiet does not hide why the status is 3" {
	run -3 --separate-stderr topk-eval -q $ARGS --min=recall@7=0.99 q.f32
	[[ $stderr == "topk-eval: recall@7 is "* ]]
	run -0 --separate-stderr topk-eval -q $ARGS --min=recall@7=0 q.f32
	[[ $stderr == "" ]]
}

@test "a metric that is reached exits 0; of several --min each counts" {
	topk-eval $ARGS --min=top_100=0.5 --min=ndcg@3=0 q.f32 >/dev/null
	run -3 topk-eval $ARGS --min=top_100=0.5 --min=top_1=1 q.f32
}

@test "--min with an unmeasured or unknown metric is refused" {
	run -2 --separate-stderr topk-eval $ARGS --min=precision@3=1 q.f32
	run -2 --separate-stderr topk-eval $ARGS --min=mean_rank=1 q.f32
	run -1 --separate-stderr topk-eval $ARGS --min=coverage@3=1 q.f32
	[[ $stderr == *"coverage@3 was not measured"* ]]
	topk-eval $ARGS -k 3 --coverage --min=coverage@3=0.1 q.f32 >/dev/null
}

@test "--compare: a run is not worse than itself" {
	topk-eval $ARGS --ranks=ranks.tsv q.f32 >/dev/null
	topk-eval $ARGS --compare=ranks.tsv q.f32 >out.tsv
	[ "$(head -n 1 out.tsv)" = "metric	value	popularity	low	high	baseline	difference	difference_low	difference_high	p" ]
	awk -F'\t' '/^(top_|mrr|ndcg|mean_)/ { n++; if ($2 != $6 || $7 != 0 || $8 != 0 ||
		$9 != 0 || $10 != 1) exit 1 } END { if (n != 16) exit 1 }' out.tsv
}

@test "--compare: much worse exits 3, much better 0" {
	perl -ne 'print $. == 1 ? $_ : /^(\S+)/ && "$1\t0\t1\n"' <(reference 0) >best.tsv
	topk-eval $ARGS --ranks=ranks.tsv q.f32 >/dev/null
	run -3 --separate-stderr topk-eval $ARGS --compare=best.tsv q.f32
	[[ $stderr == "topk-eval: "*" is worse than in best.tsv: p = "* ]]
	topk-eval --from-ranks --compare=ranks.tsv best.tsv >/dev/null
}

@test "--compare refuses ranks of other examples" {
	topk-eval $ARGS --ranks=ranks.tsv q.f32 >/dev/null
	head -n 50 ranks.tsv >short.tsv
	run -1 --separate-stderr topk-eval $ARGS --compare=short.tsv q.f32
	[[ $stderr == *"short.tsv ends after 49 examples"* ]]
	(cat ranks.tsv; echo 'i1	0	1') >long.tsv
	run -1 --separate-stderr topk-eval $ARGS --compare=long.tsv q.f32
	[[ $stderr == *"long.tsv:line 92: more rows than the 90 examples"* ]]
	sed '5s/^[^	]*/other/' ranks.tsv >other.tsv
	run -1 --separate-stderr topk-eval $ARGS --compare=other.tsv q.f32
	[[ $stderr == *"other.tsv:line 5: the label is 'other'"* ]]
}

@test "queries and labels must be equal in number" {
	head -n 50 l.tsv >short.tsv
	run -1 --separate-stderr topk-eval --candidates=c.f32 -v v.tsv -l short.tsv q.f32
	[[ $stderr == "topk-eval: short.tsv ends after 49 rows, but there are more queries" ]]
	head -c 240 q.f32 >q10.f32
	run -1 --separate-stderr topk-eval $ARGS q10.f32
	[[ $stderr == "topk-eval: l.tsv:line 12: more rows than the 10 queries" ]]
	run -1 --separate-stderr topk-eval $ARGS -x short.tsv q.f32
	[[ $stderr == *"short.tsv ends after 49 rows"* ]]
}

@test "without a header the label is the last column, the context the first" {
	topk-eval $ARGS -x l.tsv --ranks=want.tsv q.f32 | tail -n +2 >want
	tail -n +2 l.tsv >h.tsv
	topk-eval -H --candidates=c.f32 -v v.tsv -l h.tsv -x h.tsv --ranks=got.tsv q.f32 >got
	cmp got want
	tail -n +2 want.tsv | cmp - got.tsv
	topk-eval -H --from-ranks -v v.tsv got.tsv >/dev/null
}

@test "columns are found by name and number; an only column needs no name" {
	topk-eval $ARGS q.f32 >want
	awk -F'\t' '{ print (NR == 1 ? "wanted" : $2) "\tx" }' l.tsv >other.tsv
	for column in wanted 1; do
		topk-eval --candidates=c.f32 -v v.tsv -l other.tsv -L $column q.f32 | cmp - want
	done
	cut -f1 other.tsv >one.tsv
	topk-eval --candidates=c.f32 -v v.tsv -l one.tsv q.f32 | cmp - want
	run -1 --separate-stderr topk-eval --candidates=c.f32 -v v.tsv -l other.tsv q.f32
	[[ $stderr == *"there is no column 'label'"* ]]
}

@test "a label that is an empty list is refused" {
	sed '4s/\t[^\t]*$/\t\\E/' l.tsv >none.tsv
	run -1 --separate-stderr topk-eval --candidates=c.f32 -v v.tsv -l none.tsv q.f32
	[ "$stderr" = "topk-eval: none.tsv:line 4: there are no labels" ]
}

@test "candidates that do not match the vocabulary are refused" {
	head -n 59 v.tsv >v59.tsv
	run -1 --separate-stderr topk-eval --candidates=c.f32 -v v59.tsv -l l.tsv q.f32
	[[ $stderr == *"c.f32: 1440 bytes cannot be divided into 59 equal rows, one per item"* ]]
	run -1 --separate-stderr topk-eval -d 6 --candidates=c.f32 -v v59.tsv -l l.tsv q.f32
	[[ $stderr == *"60 rows of 6 columns, but the vocabulary v59.tsv has 59 items" ]]
	run -1 --separate-stderr topk-eval -d 7 $ARGS q.f32
	[[ $stderr == *"c.f32: "* ]]
	head -c 1439 c.f32 >cut.f32
	run -1 --separate-stderr topk-eval --candidates=cut.f32 -v v.tsv -l l.tsv q.f32
}

@test "numbers that are not finite are refused and named" {
	(head -c 1436 c.f32; perl -e 'print pack "f<", 9**9**9') >inf.f32
	run -1 --separate-stderr topk-eval --candidates=inf.f32 -v v.tsv -l l.tsv q.f32
	[[ $stderr == "topk-eval: inf.f32:row 60: column 6 is not a finite number" ]]
	(head -c 28 q.f32; perl -e 'print pack "f<", -sin(9**9**9)'; tail -c +33 q.f32) >nan.f32
	run -1 --separate-stderr topk-eval $ARGS nan.f32
	[[ $stderr == "topk-eval: nan.f32:row 2: column 2 is not a finite number" ]]
	perl -e 'print pack "f<*", (1e30, (1) x 23) x 15' >big.f32
	perl -e 'print pack "f<*", (1e30, (1) x 23) x 22, (1) x 12' >bigq.f32
	run -1 --separate-stderr topk-eval --candidates=big.f32 -v v.tsv -l l.tsv bigq.f32
	[[ $stderr == *"scores would overflow"* ]]
}

@test "no queries are an error" {
	head -n 1 l.tsv >none.tsv
	run -1 --separate-stderr topk-eval --candidates=c.f32 -v v.tsv -l none.tsv /dev/null
	[[ $stderr == *"there are no examples"* ]]
}

@test "a malformed ranks file is refused" {
	topk-eval $ARGS --ranks=ranks.tsv q.f32 >/dev/null
	for bad in '3	0' '-1	1' 'x	1' '1	' '9999999999	1' '\N	2'; do
		{ cat ranks.tsv; printf 'i1\t%s\n' "$bad"; } >bad.tsv
		run -1 --separate-stderr topk-eval -R bad.tsv
		[[ $stderr == "topk-eval: bad.tsv:line 92: "* ]]
	done
	head -c 100 ranks.tsv >cut.tsv
	run -1 --separate-stderr topk-eval -R cut.tsv
}

@test "a failed run leaves no new ranks file and keeps an old one" {
	head -n 50 l.tsv >short.tsv
	run -1 topk-eval --candidates=c.f32 -v v.tsv -l short.tsv --ranks=new.tsv q.f32
	[ ! -e new.tsv ]
	echo old >old.tsv
	run -1 topk-eval --candidates=c.f32 -v v.tsv -l short.tsv --ranks=old.tsv q.f32
	[ "$(cat old.tsv)" = old ]
}

@test "chunks, file and pipe, locale and threads do not change a byte" {
	topk-eval $ARGS -x l.tsv --ranks=want.tsv --coverage q.f32 >want
	check() {
		cmp got want && cmp got.tsv want.tsv
	}
	topk-eval $ARGS -x l.tsv --ranks=got.tsv --coverage <q.f32 >got
	check
	dd if=q.f32 bs=1 2>/dev/null |
		topk-eval $ARGS -x l.tsv --ranks=got.tsv --coverage >got
	check
	LC_ALL=C.UTF-8 topk-eval $ARGS -x l.tsv --ranks=got.tsv --coverage q.f32 >got
	check
	for n in 1 2 3; do
		topk-eval --threads=$n $ARGS -x l.tsv --ranks=got.tsv --coverage q.f32 >got
		check
	done
}

# Long lists make small blocks of queries: of 23, 2 and 1; the next is read
# while one is counted.
@test "blocks of queries change no rank, and end where labels end" {
	local k n
	topk-eval $ARGS -x l.tsv --ranks=want.tsv q.f32 >/dev/null
	head -n 50 l.tsv >short.tsv
	(cat l.tsv; sed -n 2p l.tsv) >long.tsv
	head -c 2159 q.f32 >cut.f32
	for k in 90000 1000000 2000000; do
		for n in 1 2 3; do
			set -- --candidates=c.f32 -v v.tsv -k "5,$k" --coverage --threads=$n
			topk-eval "$@" -l l.tsv -x l.tsv --ranks=got.tsv q.f32 >/dev/null
			cmp got.tsv want.tsv
			run -1 --separate-stderr topk-eval "$@" -l short.tsv q.f32
			[[ $stderr == *"short.tsv ends after 49 rows, but there are more queries" ]]
			run -1 --separate-stderr topk-eval "$@" -l l.tsv -x short.tsv q.f32
			[[ $stderr == *"short.tsv ends after 49 rows, but there are more queries" ]]
			run -1 --separate-stderr topk-eval "$@" -l long.tsv q.f32
			[[ $stderr == *"long.tsv:line 92: more rows than the 90 queries" ]]
			run -1 --separate-stderr topk-eval "$@" -l l.tsv cut.f32
			[[ $stderr == *"cut.f32"* ]]
		done
	done
}

@test "labels may come from standard input, but not together with queries" {
	topk-eval $ARGS q.f32 >want
	topk-eval --candidates=c.f32 -v v.tsv -l - q.f32 <l.tsv | cmp - want
	run -2 --separate-stderr topk-eval --candidates=c.f32 -v v.tsv -l - <l.tsv
	[[ $stderr == *"standard input is named 2 times"* ]]
}

@test "the model in ./model equals --candidates and --vocab" {
	small_model
	seq-embed -q train.tsv | topk-eval -l train.tsv >want
	topk-eval --candidates=mc.f32 -v model/vocab.tsv -l train.tsv mq.f32 | cmp - want
	topk-eval -m model -l train.tsv --ranks=ranks.tsv mq.f32 | cmp - want
	topk-eval --from-ranks -m model ranks.tsv | cmp - want
}

@test "a full disk is an error" {
	run -1 --separate-stderr bash -c 'topk-eval $ARGS q.f32 >/dev/full'
	[[ $stderr == "topk-eval: standard output: "* ]]
}

@test "truncated input is an error" {
	head -c 535 q.f32 >cut.f32
	run -1 --separate-stderr topk-eval $ARGS cut.f32
	[[ $stderr == *"cut.f32:row 23 "*"cut short"* ]]
	head -c -1 l.tsv >cut.tsv
	run -1 --separate-stderr topk-eval --candidates=c.f32 -v v.tsv -l cut.tsv q.f32
	[[ $stderr == *"cut.tsv:line 91: the line has no newline"* ]]
}

@test "a directory as input is an error" {
	mkdir dir
	run -1 --separate-stderr topk-eval $ARGS dir
	run -1 --separate-stderr topk-eval --candidates=c.f32 -v v.tsv -l dir q.f32
	run -1 --separate-stderr topk-eval --candidates=dir -v v.tsv -l l.tsv q.f32
	run -1 --separate-stderr topk-eval -R dir
}

@test "a missing model is an error that names it" {
	run -1 --separate-stderr topk-eval -l l.tsv q.f32
	[[ $stderr == "topk-eval: model"* ]]
	run -1 --separate-stderr topk-eval -m nowhere -l l.tsv q.f32
	[[ $stderr == "topk-eval: nowhere"* ]]
}

@test "a wrong command line exits 2" {
	run -2 topk-eval --no-such-option
	run -2 topk-eval $ARGS -k 0 q.f32
	run -2 topk-eval $ARGS -k x q.f32
	run -2 topk-eval $ARGS --threads=x q.f32
	run -2 topk-eval $ARGS --level=2 q.f32
	run -2 topk-eval $ARGS --ties=fair q.f32
	run -2 topk-eval $ARGS --unknown=ignore q.f32
	run -2 topk-eval $ARGS --tfrs --ties=median q.f32
	run -1 --separate-stderr topk-eval --candidates=c.f32 -v v.tsv q.f32
	[[ $stderr == *"rows of floats have no labels"*"--labels names a separate file"* ]]
	run -2 topk-eval --candidates=c.f32 -l l.tsv q.f32
	run -2 topk-eval -v v.tsv -l l.tsv q.f32
	run -2 topk-eval -m model $ARGS q.f32
	run -2 topk-eval -R -x l.tsv ranks.tsv
}

@test "a ranks file given twice, also by another name, is refused" {
	printf 'label\tgreater\tequal\na\t0\t1\nb\t3\t1\n' >twice.tsv
	ln -sf twice.tsv other.tsv
	run -2 --separate-stderr topk-eval -R twice.tsv other.tsv
	[[ $stderr == "topk-eval: twice.tsv and other.tsv are the same file: "* ]]
	cp twice.tsv copy.tsv
	topk-eval -R twice.tsv copy.tsv >/dev/null
}

@test "a file without ranks is named as such" {
	printf 'label\ta\nx\t1\n' >noranks.tsv
	run -1 --separate-stderr topk-eval -R noranks.tsv
	[[ $stderr == "topk-eval: noranks.tsv is not a ranks file: it has no column 'greater'; "* ]]
}

@test "--dim without --candidates is refused" {
	run -2 --separate-stderr topk-eval -d 5 -l l.tsv q.f32
	[[ $stderr == "topk-eval: --dim needs --candidates; "* ]]
	run -2 --separate-stderr topk-list -m model -d 5 q.f32
	[[ $stderr == "topk-list: --dim needs --candidates; "* ]]
}
