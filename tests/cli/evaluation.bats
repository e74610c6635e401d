# topk-eval for papers - labels, candidates, protocols and tables, compared with
# independent code.
# shellcheck disable=SC2016 # $ is for awk and perl
load helper

# 12 items of small counts, 6 queries of 2 whole numbers, so that ties are many.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	perl -e 'srand 1; print pack "f<*", map { int(rand 5) - 2 } 1 .. 24' >c.f32
	perl -e 'srand 2; print pack "f<*", map { int(rand 5) - 2 } 1 .. 80' >q.f32
	perl -e 'print "i$_\t", 13 - $_, "\n" for 1 .. 12' >v.tsv
	perl -e 'srand 3; print "context\tlabel\tsegment\n";
		for (1 .. 40) { my %s; my @l = grep { !$s{$_}++ } map { "i" . (1 +
			int rand 13) } 0 .. rand 4;
			print "i", 1 + int rand 12, "\t", join(",", @l), "\t",
				("new", "old")[$_ % 3 > 0], "\n" }' >several.tsv
	awk -F'\t' -v OFS='\t' '{ sub(/,.*/, "", $2) } 1' several.tsv >one.tsv
	export ARGS="--candidates=c.f32 -v v.tsv"
}

scores() { # "query item score", one a line
	perl -e 'sub rows { open my $f, "<", shift; binmode $f; local $/;
			my @x = unpack "f<*", <$f>; map { [@x[2 * $_, 2 * $_ + 1]] } 0 .. @x / 2 - 1 }
		my @c = rows "c.f32"; my $i = 0;
		for my $q (rows "q.f32") { $i++;
			printf "%d i%d %d\n", $i, $_ + 1, $q->[0] * $c[$_][0] +
				$q->[1] * $c[$_][1] for 0 .. 11 }'
}

# several K: top, recall, mrr, ndcg and map at K of several.tsv; labels come
# last among equal scores.
several() {
	scores | awk -v k="$1" '
	FILENAME == "several.tsv" {
		if (FNR > 1) want[++n] = $2
		next
	}
	{ s[$1, $2] = $3 }
	END {
		for (q = 1; q <= n; q++) {
			m = split(want[q], l, ",")
			hits = gain = first = ideal = precision = 0
			# Places from the best on; labels come last among equal
			# scores.
			place = 0
			for (x = 9; x >= -9; x--) {
				others = mine = 0
				for (j = 1; j <= 12; j++) {
					if (s[q, "i" j] != x) continue
					is = 0
					for (a = 1; a <= m; a++) is += l[a] == "i" j
					if (is) mine++
					else others++
				}
				place += others
				for (a = 1; a <= mine; a++) {
					place++
					if (place > k) continue
					hits++
					gain += log(2) / log(place + 1)
					precision += hits / place
					if (!first) first = 1 / place
				}
			}
			for (a = 1; a <= m && a <= k; a++) ideal += log(2) / log(a + 1)
			T += hits > 0; R += hits / m; M += first
			N += gain / ideal; P += precision / (m < k ? m : k)
		}
		printf "top_%d\t%.6f\nrecall@%d\t%.6f\nmrr@%d\t%.6f\n", k, T / n, k, R / n, k, M / n
		printf "ndcg@%d\t%.6f\nmap@%d\t%.6f\n", k, N / n, k, P / n
	}' several.tsv -
}

@test "several labels a query: the metrics are those of the definitions" {
	for k in 1 3 12; do
		topk-eval -q $ARGS -l several.tsv --ties=conservative -k $k q.f32 |
			grep @\\\|top_ | cut -f 1,2 >got
		several $k >want
		diff want got
	done
}

@test "several labels a query: a repeated label counts once" {
	sed 's/\t\(i[0-9]*\)/\t\1,\1/' several.tsv >twice.tsv
	topk-eval -q $ARGS -l twice.tsv q.f32 >got
	topk-eval -q $ARGS -l several.tsv q.f32 | cmp - got
	grep -q '^labels	' got
}

@test "several labels a query: ranks are written to a file and read back" {
	topk-eval -q $ARGS -l several.tsv --ranks=r.tsv q.f32 >want
	topk-eval -q -R -v v.tsv r.tsv | cmp - want
	grep -q ',' r.tsv
	printf 'label\tgreater\tequal\na,b\t1\t1,1\n' >bad.tsv
	run -1 --separate-stderr topk-eval -R bad.tsv
	[[ $stderr == *"bad.tsv:line 2: '1' and '1,1' are not"* ]]
}

@test "several labels with equal scores never share a place" {
	perl -e 'print pack "f<*", (1) x 24' >c.f32
	printf 'label\ni1,i2,i3\n' >l.tsv
	perl -e 'print pack "f<*", 1, 1' >q.f32
	topk-eval -q $ARGS -l l.tsv --ranks=r.tsv -k 2 q.f32 >got
	[ "$(tail -n 1 r.tsv)" = "i1,i2,i3	0,1,2	10,10,10" ]
	grep -q '^ndcg@2	1.000000' got
	grep -q '^recall@2	0.666667' got
}

@test "one label a query: hr, recall and map are other names, without rows of their own" {
	topk-eval -q $ARGS -l one.tsv -k 3 q.f32 >out
	[ "$(grep -c 'recall@\|hr@\|map@' out)" -eq 0 ]
	top=$(awk '$1 == "top_3" { print $2 }' out)
	topk-eval -q $ARGS -l one.tsv --min=hr@3="$top" --min=recall@3="$top" q.f32
	run -3 --separate-stderr topk-eval -q $ARGS -l one.tsv --min=hr@3=0.999 q.f32
	[[ $stderr == *"hr@3 is $(printf '%.3f' "$top" | cut -c 1-4)"* ]]
}

@test "--include evaluates among those candidates alone" {
	printf 'i%s\n' 2 3 5 7 11 >some
	topk-eval -q $ARGS --include=some -l one.tsv -x one.tsv q.f32 >got
	perl -e 'open F, "<c.f32"; binmode F; local $/; my @x = unpack "f<*", <F>;
		print pack "f<*", @x[2 * $_ - 2, 2 * $_ - 1] for 2, 3, 5, 7, 11' >d.f32
	grep -w -f some v.tsv >w.tsv
	topk-eval -q --candidates=d.f32 -v w.tsv -l one.tsv -x one.tsv q.f32 | cmp - got
	grep -q '^candidates	5	' got
	printf 'i2\ni99\n' >other
	run -0 --separate-stderr topk-eval $ARGS --include=other -l one.tsv q.f32
	[[ $stderr == *"other: 1 item is not in the vocabulary"* ]]
}

@test "--sampled ranks among the stated number, and marks its metrics" {
	topk-eval -q $ARGS -l one.tsv --sampled=4 -k 5 --ranks=r.tsv q.f32 >out
	grep -q '^sampled_4_top_5	' out
	grep -q '^sampled_4_mean_rank	' out
	# Among 5, known labels are always found.
	[ "$(awk -F'\t' 'NR > 1 && $2 != "\\N" && $2 + $3 > 5' r.tsv | wc -l)" -eq 0 ]
	known=$(awk -F'\t' 'NR > 1 && $2 != "\\N"' r.tsv | wc -l)
	[ "$(awk -v n="$known" '$1 == "sampled_4_top_5" { printf "%.6f", n / 40 - $2 }' out)" = 0.000000 ]
}

@test "--sampled with all remaining candidates equals the full evaluation" {
	printf 'label\n' >l.tsv
	seq 40 | awk '{ print "i" 1 + $1 % 12 }' >>l.tsv
	topk-eval -q $ARGS -l l.tsv --ties=median q.f32 >want
	topk-eval -q $ARGS -l l.tsv --ties=median --sampled=11 q.f32 |
		sed 's/^sampled_11_//' | cmp - want
	run -1 --separate-stderr topk-eval -q $ARGS -l l.tsv --sampled=12 q.f32
	[[ $stderr == *"query 1: cannot sample 12 of the 11 candidates left" ]]
}

@test "--sampled depends on its seed, not on threads or shards" {
	topk-eval -q $ARGS -l one.tsv --sampled=3 --ranks=a.tsv --threads=1 q.f32 >/dev/null
	topk-eval -q $ARGS -l one.tsv --sampled=3 --ranks=b.tsv --threads=3 q.f32 >/dev/null
	cmp a.tsv b.tsv
	perl -e 'binmode STDIN; binmode STDOUT; local $/ = \8; while (<STDIN>) { print if $. % 2 == 0 }' <q.f32 >half.f32
	topk-eval -q $ARGS -l one.tsv --sampled=3 --shard=2/2 --ranks=h.tsv half.f32 >/dev/null
	awk 'NR == 1 || NR % 2 == 1' a.tsv | cmp - h.tsv
	topk-eval -q $ARGS -l one.tsv --sampled=3 --seed=2 --ranks=c.tsv q.f32 >/dev/null
	run -1 cmp -s a.tsv c.tsv
}

@test "--sampled draws every candidate equally often, but no labels or exclusions" {
	perl -e 'print pack "f<*", map { $_, 0 } 1 .. 12' >c.f32
	perl -e 'print pack "f<*", (1, 0) x 6000' >q.f32
	{ printf 'context\tlabel\n'; yes 'i12,i11	i6' | sed 6000q; } >l.tsv
	# 9 candidates can be drawn: 5 below the label and 4 above; 3 are drawn.
	topk-eval -q $ARGS -l l.tsv -x l.tsv --sampled=3 --ranks=r.tsv q.f32 >/dev/null
	tail -n +2 r.tsv | cut -f 2 | sort | uniq -c |
		awk '{ n[$2] = $1 } END {
			split("10 40 30 4", w); sum = 84 # C(4,g) C(5,3-g) of 84
			for (g = 0; g <= 3; g++) {
				want = 6000 * w[g + 1] / sum; d = n[g] - want
				x += d * d / want
			}
			exit !(x < 16.3) }' # chi-square, 3 degrees, 0.1 %
}

@test "--seen-labels=miss equals an evaluation with these labels unknown" {
	sed 's/^context/seen/' one.tsv | awk -F'\t' -v OFS='\t' \
		'NR > 1 && NR % 4 == 0 { $1 = $2 } 1' >s.tsv
	topk-eval -q $ARGS -l s.tsv -x s.tsv -C seen q.f32 >keep
	topk-eval -q $ARGS -l s.tsv -x s.tsv -C seen --seen-labels=miss --ranks=r.tsv q.f32 >miss
	n=$(awk -F'\t' 'NR > 1 && $1 == $2 && $2 != "i13"' s.tsv | wc -l)
	[ "$n" -gt 2 ]
	grep -q "^seen_labels	$n	" miss
	[ "$(grep ^unknown miss)" = "$(grep ^unknown keep)" ]
	awk -F'\t' 'NR == FNR { if ($1 == $2) seen[FNR]; next }
		FNR in seen && $2 != "\\N" { exit 1 }' s.tsv r.tsv
	run -2 topk-eval $ARGS -l s.tsv --seen-labels=miss q.f32
}

@test "--by reports all examples, then each group as if it were alone" {
	topk-eval -q $ARGS -l one.tsv --by=segment q.f32 >out
	[ "$(head -n 1 out | cut -f 1,2)" = "segment	metric" ]
	topk-eval -q $ARGS -l one.tsv q.f32 >whole
	awk -F'\t' '$1 == "segment" || $1 == "\\N"' out | cut -f 2- | cmp - whole
	for s in new old; do
		awk -v s=$s -F'\t' 'NR == 1 || $3 == s' one.tsv >l.tsv
		perl -e 'open L, "<one.tsv"; <L>; binmode STDIN; binmode STDOUT; local $/ = "\n";
			while (<L>) { read STDIN, my $q, 8; print $q if /\t$ARGV[0]$/ }' $s <q.f32 >s.f32
		topk-eval -q $ARGS -l l.tsv s.f32 | tail -n +2 >want
		awk -v s=$s -F'\t' '$1 == s' out | cut -f 2- | cmp - want
	done
}

@test "--mean reports mean, standard deviation and range of the runs" {
	for seed in 1 2 3; do
		topk-eval -q $ARGS -l one.tsv --sampled=5 --seed=$seed --ranks=r$seed.tsv q.f32 >/dev/null
		topk-eval -q -R r$seed.tsv >e$seed
	done
	topk-eval -q -R --mean r1.tsv r2.tsv r3.tsv >got
	[ "$(head -n 1 got)" = "metric	mean	sd	least	most	runs" ]
	awk -F'\t' '/^(top|ndcg)/ { n[$1]++; s[$1] += $2; q[$1] += $2 * $2
			if (n[$1] == 1 || $2 < a[$1]) a[$1] = $2
			if (n[$1] == 1 || $2 > b[$1]) b[$1] = $2 }
		END { for (m in n) printf "%s\t%.4f\t%.4f\t%.4f\t%.4f\t3\n", m, s[m] / 3,
			sqrt((q[m] - s[m] * s[m] / 3) / 2 + 1e-12), a[m], b[m] }' e1 e2 e3 | sort >want
	awk -F'\t' '/^(top|ndcg)/ { printf "%s\t%.4f\t%.4f\t%.4f\t%.4f\t%d\n", $1, $2, $3, $4, $5, $6 }' got |
		sort | diff want -
	run -2 topk-eval -l one.tsv --mean q.f32
}

@test "--compare: difference, interval and two-sided p value" {
	printf 'label\tgreater\tequal\n' | tee a.tsv >b.tsv
	awk 'BEGIN { for (i = 0; i < 100; i++) print "x\t" (i < 60 ? 0 : 5) "\t1" }' >>a.tsv
	awk 'BEGIN { for (i = 0; i < 100; i++) print "x\t" (i < 45 || i >= 95 ? 0 : 5) "\t1" }' >>b.tsv
	topk-eval -q -R -k 1 --compare=b.tsv a.tsv >got
	# 15 better, 5 worse: d = 0.1, sum d^2 = 20; McNemar's z = 9 / sqrt 20.
	awk -F'\t' '$1 == "top_1" { seen = 1
			if ($7 != "0.100000" || $10 < 0.0441 || $10 > 0.0443) exit 1
			s = sqrt((20 - 1) / 99 / 100) * 1.959964
			if (sprintf("%.5f", 0.1 - s) != sprintf("%.5f", $8)) exit 1
			if (sprintf("%.5f", 0.1 + s) != sprintf("%.5f", $9)) exit 1 }
		END { exit !seen }' got
	topk-eval -q -R -k 1 --compare=a.tsv b.tsv --level=0.001 >back
	awk -F'\t' 'NR == FNR { p[$1] = $10; d[$1] = $7; next }
		$1 ~ /^(top|mrr|ndcg|mean)/ && ($10 != p[$1] || $7 + d[$1] != 0) { exit 1 }' got back
}

@test "--compare: a higher mean rank is worse, and NDCG is tested too" {
	printf 'label\tgreater\tequal\n' | tee good.tsv >bad.tsv
	awk 'BEGIN { for (i = 0; i < 200; i++) print "x\t" i % 3 "\t1" }' >>good.tsv
	awk 'BEGIN { for (i = 0; i < 200; i++) print "x\t" 1 + i % 3 "\t1" }' >>bad.tsv
	run -3 --separate-stderr topk-eval -q -R -k 4 --compare=good.tsv bad.tsv
	[[ $stderr == *"ndcg@4 is worse than in good.tsv"* || $stderr == *"mrr@4 is worse"* ]]
	[ "$(awk -F'\t' '$1 == "mean_rank" { print $7 }' <<<"$output")" = 1.000000 ]
	run -0 topk-eval -q -R -k 4 --compare=bad.tsv good.tsv
}

@test "--format: json has all rows, with numbers and null" {
	topk-eval -q $ARGS -l one.tsv q.f32 >t.tsv
	topk-eval -q $ARGS -l one.tsv --format=json q.f32 >t.json
	perl -MJSON::PP -e 'local $/; my $t = decode_json(<STDIN>);
		print "metric\tvalue\tpopularity\tlow\thigh\n";
		for my $r (@$t) { print join("\t", $r->{metric}, map { !defined $r->{$_} ? "\\N" :
			$r->{metric} =~ /examples|candidates|labels/ ? $r->{$_} :
			sprintf "%.6f", $r->{$_} } qw(value popularity low high)), "\n" }' <t.json |
		cmp - t.tsv
}

@test "--format: markdown and latex have the same cells" {
	topk-eval -q $ARGS -l one.tsv -k 3 q.f32 >t.tsv
	topk-eval -q $ARGS -l one.tsv -k 3 --format=markdown q.f32 >t.md
	[ "$(sed -n 2p t.md)" = "| --- | ---: | ---: | ---: | ---: |" ]
	sed '2d; s/^| //; s/ |$//; s/ | /\t/g; s/ |/\t/g' t.md |
		sed 's/\\N//g' | tr -d ' ' >got
	sed 's/\\N//g' t.tsv | diff got -
	topk-eval -q $ARGS -l one.tsv -k 3 --format=latex q.f32 >t.tex
	[ "$(sed -n 1p t.tex)" = '\begin{tabular}{lrrrr}' ]
	[ "$(tail -n 1 t.tex)" = '\end{tabular}' ]
	grep ' & ' t.tex | sed 's/ \\\\$//; s/ & /\t/g; s/\\_/_/g; s/ &/\t/g' | tr -d ' ' | diff got -
}

@test "--coverage: popularity, novelty and Gini are those of topk-list's lists" {
	topk-list $ARGS -k 3 q.f32 >lists.tsv
	topk-eval -q $ARGS -l one.tsv -k 3 --coverage q.f32 >out
	awk 'NR == FNR { count[$1] = $2; all += $2; n++; next }
		FNR > 1 { s++; c[$3]++; p += count[$3]
			v -= log((count[$3] + 1) / (all + n)) / log(2) }
		END {
			for (i in count) for (j in count) {
				d = c[i] - c[j]; g += d < 0 ? -d : d }
			printf "popularity@3\t%.6f\nnovelty@3\t%.6f\ngini@3\t%.6f\n", p / s, v / s, g / (2 * n * s)
		}' v.tsv lists.tsv >want
	grep '^popularity@\|^novelty@\|^gini@' out | cut -f 1,2 | diff want -
	topk-eval -q $ARGS -l one.tsv -k 3 --coverage --min=novelty@3=1 q.f32
}

@test "tied labels are counted" {
	topk-eval -q $ARGS -l one.tsv --ranks=r.tsv q.f32 >out
	n=$(awk -F'\t' 'NR > 1 && $3 != "\\N" && $3 > 1' r.tsv | wc -l)
	[ "$n" -gt 3 ]
	grep -q "^tied_labels	$n	" out
}

@test "scores that are all equal and labels that are all unknown are reported" {
	perl -e 'print pack "f<*", (0) x 80' >z.f32
	run -0 --separate-stderr topk-eval $ARGS -l one.tsv -u drop z.f32
	[[ $stderr == *"scores all candidates alike: the ranks only show"* ]]
	run -0 --separate-stderr topk-eval $ARGS -l one.tsv q.f32
	[[ $stderr != *"score alike"* ]]
	sed '2,$s/\ti/\tj/' one.tsv >u.tsv
	run -0 --separate-stderr topk-eval $ARGS -l u.tsv q.f32
	[[ $stderr == *"no label is a candidate; check that labels"* ]]
}

@test "a model that finds less than popularity is reported, with the cut-offs" {
	printf 'label\ni1\n' >l.tsv
	perl -e 'print pack "f<*", map { $_, 0 } 1 .. 12' >c.f32
	perl -e 'print pack "f<*", 1, 0' >q.f32
	run -0 --separate-stderr topk-eval $ARGS -l l.tsv -k 1,5,12 q.f32
	[ "$stderr" = "topk-eval: popularity is better than the model at K = 1, 5" ]
}

# gaps: gap.f32, in which every fifth query is void, and gap.tsv, whose labels
# are unknown there: such labels are misses under any rule.
gaps() {
	perl -e 'binmode STDIN; binmode STDOUT; local $/ = \8; while (<STDIN>) {
		print $. % 5 ? $_ : pack "f<*", ("NaN") x 2 }' <q.f32 >gap.f32
	awk -F'\t' -v OFS='\t' 'NR > 1 && (NR - 1) % 5 == 0 { gsub(/i[0-9]*/, "none", $2) } 1' \
		"$1" >gap.tsv
}

@test "a void query is a miss under every rule for ties" {
	for labels in one several; do
		gaps $labels.tsv
		for ties in standard conservative median counts; do
			topk-eval -q $ARGS -l $labels.tsv --ties=$ties gap.f32 >got
			topk-eval -q $ARGS -l gap.tsv --ties=$ties q.f32 >want
			grep -v '^tied\|^unknown\|^labels' want | cut -f 1,2 >w
			grep -v '^tied\|^unknown\|^labels' got | cut -f 1,2 | diff w -
		done
	done
}

@test "void queries are counted and reported" {
	gaps one.tsv
	run -0 --separate-stderr topk-eval $ARGS -l one.tsv gap.f32
	[[ $stderr == *"8 contexts without a known item: misses"* ]]
	[ "$(awk -F'\t' '$1 == "examples" { print $2 }' <<<"$output")" -eq 40 ]
}

@test "a void query stays a miss when unknown labels are dropped" {
	gaps one.tsv
	topk-eval -q $ARGS -l one.tsv -u drop --ranks=r.tsv gap.f32 >got
	known=$(awk -F'\t' 'NR > 1 && $2 != "i13"' one.tsv | wc -l)
	[ "$(awk -F'\t' '$1 == "examples" { print $2 }' got)" -eq "$known" ]
	topk-eval -q $ARGS -l gap.tsv --ranks=w.tsv q.f32 >/dev/null
	hits=$(awk -F'\t' 'NR > 1 && $2 != "\\N" && $2 < 5' w.tsv | wc -l)
	awk -F'\t' -v h="$hits" -v n="$known" '$1 == "top_5" {
		seen = 1; d = $2 - h / n; exit !(d < 1e-6 && d > -1e-6) } END { if (!seen) exit 1 }' got
	topk-eval -q -R -v v.tsv -u drop r.tsv | diff got -
	run -0 topk-eval -q $ARGS -l <(sed 's/i13/i1/' one.tsv) -u error gap.f32
}

@test "a void query is a miss among sampled candidates" {
	gaps one.tsv
	topk-eval -q $ARGS -l one.tsv --sampled=4 -k 5 --ranks=r.tsv gap.f32 >got
	awk -F'\t' 'NR > 1 && (NR - 1) % 5 == 0 && $2 != "\\N" { exit 1 }' r.tsv
	known=$(awk -F'\t' 'NR > 1 && (NR - 1) % 5 && $2 != "i13"' one.tsv | wc -l)
	# Among 5, the known labels of queries are always found.
	[ "$(awk -v n="$known" '$1 == "sampled_4_top_5" { printf "%.6f", n / 40 - $2 }' got)" = 0.000000 ]
}

@test "a void query is a miss in a comparison, on either side" {
	gaps one.tsv
	topk-eval -q $ARGS -l one.tsv --ranks=whole.tsv q.f32 >/dev/null
	topk-eval -q $ARGS -l one.tsv --ranks=gap.ranks gap.f32 >/dev/null
	topk-eval -q $ARGS -l one.tsv --compare=whole.tsv --level=1e-9 gap.f32 >got
	topk-eval -q -R --compare=whole.tsv --level=1e-9 gap.ranks >again
	grep '^top\|^ndcg' got | cut -f 1,2,6- >a
	grep '^top\|^ndcg' again | cut -f 1,2,6- | diff a -
	topk-eval -q $ARGS -l one.tsv --compare=gap.ranks --level=1e-9 q.f32 >back
	awk -F'\t' 'NR == FNR { d[$1] = $7; next }
		$1 ~ /^(top|mrr|ndcg)/ { n++; if ($7 + d[$1] != 0) exit 1 }
		END { if (n < 3) exit 1 }' got back
}

@test "a void query has no list that coverage counts" {
	gaps one.tsv
	topk-eval -q $ARGS -l one.tsv -k 3 --coverage gap.f32 |
		grep '@3	' | grep '^cov\|^pop\|^nov\|^gini' | cut -f 1,2 >got
	awk 'NR == 1 || (NR - 1) % 5' one.tsv >l.tsv
	perl -e 'binmode STDIN; binmode STDOUT; local $/ = \8; while (<STDIN>) {
		print if $. % 5 }' <q.f32 >some.f32
	topk-eval -q $ARGS -l l.tsv -k 3 --coverage some.f32 |
		grep '@3	' | grep '^cov\|^pop\|^nov\|^gini' | cut -f 1,2 >want
	[ -s want ]
	diff want got
}
