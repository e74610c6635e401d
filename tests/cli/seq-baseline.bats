# seq-baseline - compared with perl code for the equations on its page, and by
# equations between runs.
# shellcheck disable=SC2016 # $ is for perl and awk
load helper

# 60 sessions of 12 items, some repeated, and 6 queries.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	perl -e 'srand 5; print "items\n"; for (1 .. 60) {
		my @s = (1 + int rand 12);
		push @s, rand() < .2 ? $s[-1] : rand() < .5 ? 1 + $s[-1] % 12
			: 1 + int rand 12 for 1 .. 1 + int rand 5;
		print join(",", map { "i$_" } @s), "\n" }' >s.tsv
	printf 'context_movie_id\ni1\ni2,i2,i3\ni4,i7,i4,i9\ni5,zz,i6\nzz\ni1,i2,i3,i4,i5,i6,i7,i8,i9,i10,i11,i12\n' >q.tsv
}

# scores METHOD [OPTION ...]: rows of scores, items in the vocabulary's order.
scores() {
	seq-baseline -q --method="$1" "${@:2}" -m m s.tsv &&
		seq-embed -q -m m --format=word2vec q.tsv |
		tail -n +2 | cut -d ' ' -f 2- | tr ' ' '\t'
}

# same PERL: the output of scores, in have, equals the result of the perl code,
# which fills %x from @q, @s (the sessions) and $n{item} (counts).
same() {
	cut -f1 m/vocab.tsv >items
	perl -e '
		my ($code) = @ARGV; my (@s, %n, @items, %last);
		sub set { my %h; @h{@_} = (); keys %h }
		open F, "<", "s.tsv"; <F>;
		while (<F>) { chomp; push @s, [split /,/]; $n{$_}++ for @{$s[-1]} }
		open F, "<", "items"; @items = map { chomp; $_ } <F>;
		open Q, "<", "q.tsv"; <Q>; open H, "<", "have"; my $bad = 0;
		while (<Q>) {
			chomp; my @q = grep { $n{$_} } split /,/; my %x;
			eval "$code; 1" or die $@;
			my @have = split " ", <H>; my $i = 0;
			for (@items) {
				my ($a, $b) = ($have[$i++], $x{$_} || 0);
				if (abs($a - $b) > 2e-5 * (1 + abs $b)) {
					print "query $.: $_ is $a, not $b\n";
					$bad = 1;
				}
			}
			die "items" if @have != @items;
		}
		exit $bad' "$1"
}

@test "pop and s-pop count items" {
	scores pop >have
	same '$x{$_} = $n{$_} / (1 + $n{$_}) for @items'
	scores s-pop --popular=3 >have
	same 'my @top = @items[0 .. 2]; $x{$_} = $n{$_} / (1 + $n{$_}) for @top;
		$x{$_}++ for @q'
}

@test "markov: items after the last known item" {
	scores markov >have
	same 'for my $s (@s) { for (1 .. $#$s) {
		$x{$s->[$_]}++ if @q && $s->[$_ - 1] eq $q[-1] } }'
}

@test "sr: a window of steps, weighted by distance" {
	for w in 'div 1/$g' 'quadratic 1/$g**2' 'linear 1-$g/10' 'log log(10)/log($g+1.7)'; do
		scores sr --steps=3 --weighting="${w% *}" --top=0 >have
		same 'for my $s (@s) { for my $p (0 .. $#$s) { for my $g (1 .. 3) {
			next if $p < $g || !@q || $s->[$p - $g] ne $q[-1];
			$x{$s->[$p]} += '"${w#* }"' } } }'
	done
}

@test "ar: all pairs of a session, in both directions" {
	scores ar >have
	same 'for my $s (@s) { for my $a (0 .. $#$s) { for my $b (0 .. $#$s) {
		$x{$s->[$b]}++ if $a != $b && @q && $s->[$a] eq $q[-1] } } }'
}

@test "item-knn: clicks of one item, sessions of the other" {
	scores item-knn --lambda=5 --alpha=0.75 >have
	same 'for my $s (@s) { my $t = grep { @q && $_ eq $q[-1] } @$s;
		for (set @$s) { $x{$_} += $t if @q && $_ ne $q[-1] } }
		$_ = $_ for keys %x;
		$x{$_} /= ($n{$q[-1]} + 5) ** .75 * ($n{$_} + 5) ** .25 for keys %x'
}

@test "--top keeps the largest weights, and reports the dropped ones" {
	run --separate-stderr -0 seq-baseline --method=markov --top=2 -m m s.tsv
	[[ $stderr == *"weights kept, the 2 largest of each item, and "*" dropped (--top)"* ]]
	scores markov --top=2 >few
	scores markov --top=0 >all
	perl -e 'open A, "<", "all"; open F, "<", "few";
		while (my $all = <A>) {
			my @most = grep { $_ > 0 } sort { $b <=> $a } split " ", $all;
			my @kept = grep { $_ > 0 } sort { $b <=> $a } split " ", <F>;
			splice @most, 2 if @most > 2;
			exit 1 if "@kept" ne "@most" }'
}

# The neighbours of q: the perl code $sim computes the similarity of @u (items
# of q, newest first), %p (their last places), $l, and @v (items of the
# session), by $i its number.
neighbours='
	my (%p, @u, @c); my $l = @q; $p{$q[$_]} = $_ + 1 for 0 .. $#q;
	@u = sort { $p{$b} <=> $p{$a} } keys %p;
	for my $i (reverse 0 .. $#s) {
		my %v; @v{@{$s[$i]}} = ();
		push @c, $i if grep { exists $v{$_} } @u }
	@c = @c[0 .. 11] if @c > 12; my %sim;
	for my $i (@c) { my %v; @v{@{$s[$i]}} = (); my $v = keys %v;
		my @m = grep { exists $v{$_} } @u; my $m = @m; my $u = @u;
		$sim{$i} = SIM }
	my @k = sort { $sim{$b} <=> $sim{$a} || $b <=> $a } grep { $sim{$_} > 0 } @c;
	@k = @k[0 .. 4] if @k > 5;
	for my $i (@k) { my %pos; my $s = $s[$i];
		$pos{$s->[$_]} = $_ + 1 for 0 .. $#$s;
		my ($star, $r) = (0, 0);
		for (grep { $pos{$_} } @u) {
			$star = $pos{$_} if $pos{$_} > $star;
			$r = $p{$_} if $p{$_} > $r }
		$x{$_} += $sim{$i} * WEIGHT for keys %pos }'

near() {
	local code=${neighbours/SIM/$1}
	same "${code/WEIGHT/$2}"
}

@test "s-knn: cosine, jaccard and binary similarity of the newest sessions that share an item" {
	local few=(--neighbours=5 --sample=12)
	scores s-knn "${few[@]}" >have
	near '$m / sqrt($u * $v)' 1
	scores s-knn "${few[@]}" --similarity=jaccard >have
	near '$m / ($u + $v - $m)' 1
	scores s-knn "${few[@]}" --similarity=binary >have
	near '2 * $m / (2 * $m + $u + $v)' 1
}

@test "vs-knn: newer items of the query weigh more" {
	scores vs-knn --neighbours=5 --sample=12 >have
	near 'eval { my $t = 0; $t += log(10) / log($l - $p{$_} + 1.7) for @m; $t / $u }' \
		'(1 + 2 * log(@s / $n{$_})) / ($l + 1 - $r) ** 2'
}

@test "stan and vstan: places and days" {
	sim='eval { my ($t, $w) = (0, 0); $t += exp(($p{$_} - $l) / SPW) for @m;
		$w += exp(2 * ($p{$_} - $l) / SPW) for @u;
		$t / sqrt($w * $v) * DAY }'
	scores stan --neighbours=5 --sample=12 --span=30 --lambda-snh=4 >have
	day='exp(-(30 - 30 * $i \/ @s) \/ 4)'
	near "$(sed "s/SPW/1/g; s/DAY/$day/" <<<"$sim")" \
		'exp(-abs($pos{$_} - $star) / 1)'
	scores vstan --neighbours=5 --sample=12 >have
	near "$(sed 's/SPW/4/g; s/DAY/1/' <<<"$sim")" \
		'exp(-abs($pos{$_} - $star) / 0.5) * (1 + 2 * log(@s / $n{$_})) * exp(($r - $l) / 1)'
}

@test "ease agrees with a calculation by hand" {
	printf 'items\na,b\nb,a,a\na\n' >s.tsv
	printf 'context_movie_id\na\nb\na,a\n' >q.tsv
	# X'X + I = [4 2; 2 3], P = [3 -2; -2 4] / 8
	scores ease --lambda=1 >have
	run awk '{ printf "%.5f %.5f,", $1, $2 }' have
	assert_output '0.00000 0.50000,0.66667 0.00000,0.00000 0.50000,'
}

@test "ease and slist keep all weights as a matrix, or the largest of each item" {
	for method in ease slist; do
		scores $method --top=0 >all
		assert_exist m/weight_matrix.f32
		scores $method --top=100 >most
		assert_not_exist m/weight_matrix.f32
		perl -e 'open A, "<", "all"; open B, "<", "most"; while (my $a = <A>) {
			my @a = split " ", $a; my @b = split " ", <B>;
			@a == 12 && abs($a[$_] - $b[$_]) < 1e-6 or exit 1 for 0 .. 11 }'
	done
	scores ease --top=3 >few
	run awk 'NR == 1 { for (i = 1; i <= NF; i++) n += $i != 0; print n }' few
	assert_output 3
}

@test "slit agrees with a calculation by hand: a rule's weight over its count plus lambda" {
	printf 'items\na,b,c\na,c\n' >s.tsv
	printf 'context_movie_id\na\na,b\n' >q.tsv
	scores slit --lambda=1 --delta-pos=2 >have
	cut -f1 m/vocab.tsv | paste -sd' ' >order
	run cat order
	assert_output 'a c b'
	# a: b 1, c e^(-1/2) + 1, over 2 + 1.  b: c 1 over 1 + 1.
	run awk 'NR == 1 { printf "%.5f %.5f %.5f,", $1, $2, $3 }
		NR == 2 { printf "%.5f %.5f %.5f", $1, $2, $3 }' have
	assert_output '0.00000 0.53551 0.33333,0.00000 0.69700 0.12263'
}

# slist: (G + lambda I) B = C; perl computes G and C from the page's
# definitions.
@test "slist solves its equations" {
	cut -d, -f1 q.tsv >one.tsv
	scores slist --rows=part --delta-pos=2 >/dev/null
	printf 'context_movie_id\n' >q.tsv
	cut -f1 m/vocab.tsv >>q.tsv
	seq-embed -q -m m --format=word2vec q.tsv | tail -n +2 | cut -d ' ' -f 2- | tr ' ' '\t' >b
	cut -f1 m/vocab.tsv >items
	perl -e '
		my (@g, @c); open F, "<", "items"; my %id;
		while (<F>) { chomp; $id{$_} = $. - 1 } my $n = keys %id;
		sub row { my ($w, $x, $y) = @_;
			for my $i (keys %$x) {
				$g[$i][$_] += $w * $x->{$i} * $x->{$_} for keys %$x;
				$c[$i][$_] += $w * $x->{$i} * $y->{$_} for keys %$y } }
		open F, "<", "s.tsv"; <F>;
		while (<F>) { chomp; my @s = map { $id{$_} } split /,/; my (%x, %y);
			$y{$_} = 1 for @s; $x{$_} = 1 / keys %y for @s;
			row(.4, \%x, \%y);
			for my $p (0 .. $#s - 1) { my (%x, %y, $t); 
				for (0 .. $p) { my $w = exp(-($p - $_) / 2);
					$x{$s[$_]} += $w; $t += $w }
				$_ /= $t for values %x;
				$y{$s[$_]} += exp(-($_ - $p - 1) / 2) for $p + 1 .. $#s;
				row(.6, \%x, \%y) } }
		open F, "<", "b"; my @b = map { [split " "] } <F>;
		die "rows" if @b != $n;
		for my $i (0 .. $n - 1) { for my $j (0 .. $n - 1) {
			my $t = 10 * $b[$i][$j];
			$t += $g[$i][$_] * $b[$_][$j] for 0 .. $n - 1;
			die "$i $j: $t, not $c[$i][$j]"
				if abs($t - $c[$i][$j]) > 1e-4 } }'
}

@test "ials: queries fold in by their equation, and the gradient of items is 0" {
	seq-baseline -q --method=ials --factors=3 --lambda=0.05 --epochs=200 -m m s.tsv
	sed 1d s.tsv | sed '1icontext_movie_id' >u.tsv
	seq-embed -q -m m u.tsv >p.f32
	cut -f1 m/vocab.tsv >items
	perl -e '
		sub rows { open my $f, "<", shift; local $/; binmode $f;
			my @x = unpack "f<*", <$f>; my @r;
			push @r, [splice @x, 0, 3] while @x; @r }
		my @v = rows "m/candidate_embedding.f32"; shift @v; my @p = rows "p.f32";
		open F, "<", "items"; my %id; while (<F>) { chomp; $id{$_} = $. - 1 }
		open F, "<", "s.tsv"; <F>; my @seen;
		while (<F>) { chomp; push @seen, { map { $id{$_} => 1 } split /,/ } }
		my ($m, $n) = (scalar @p, scalar @v); die if $m != @seen;
		# The gradient of row x of one side, given the rows y of the other.
		sub gradient { my ($x, $y, $has, $others) = @_; my @g;
			my $c = grep { $has->($_) } 0 .. $#$y;
			my $own = .05 * ($c + .1 * $others);
			@g = map { $own * $_ } @$x;
			for my $o (0 .. $#$y) { my $s = 0;
				$s += $x->[$_] * $y->[$o][$_] for 0 .. 2;
				my $by = .1 * $s + ($has->($o) ? $s - 1 : 0);
				$g[$_] += $by * $y->[$o][$_] for 0 .. 2 }
			for (@g) { die "gradient $_" if abs $_ > 2e-3 } }
		for my $u (0 .. $m - 1) {
			gradient($p[$u], \@v, sub { $seen[$u]{$_[0]} }, $n) }
		for my $i (0 .. $n - 1) {
			gradient($v[$i], \@p, sub { $seen[$_[0]]{$i} }, $m) }
		my $size = 0; $size += $_->[0] ** 2 for @v; die "zeros" if $size < .01'
}

@test "any number of threads fits and answers with the same bytes" {
	for method in pop s-pop markov sr ar item-knn s-knn vs-knn vstan slit ials; do
		seq-baseline -q --method=$method --threads=1 -m one s.tsv
		seq-baseline -q --method=$method --threads=3 -m three s.tsv
		diff -r one three
		seq-embed -q --threads=1 -m one q.tsv >one.f32
		seq-embed -q --threads=3 -m one q.tsv >three.f32
		cmp one.f32 three.f32
	done
}

@test "OpenBLAS uses kernels that suit the processor, or the requested ones" {
	unset OPENBLAS_CORETYPE
	seq-baseline -q --method=ease -m m s.tsv
	! grep -qw avx2 /proc/cpuinfo ||
		[ "$(grep openblas_core m/settings.tsv)" != $'openblas_core\tPrescott' ]
	grep -qw ssse3 /proc/cpuinfo || skip "this is no x86-64 of 2008"
	OPENBLAS_CORETYPE=Nehalem seq-baseline -q --method=ease -m m s.tsv
	grep -q $'^openblas_core\tNehalem$' m/settings.tsv
}

# Folders of the installed OpenBLAS variants; BLAS_TYPES has others.
blas_types() {
	local dir
	for dir in /usr/lib/*/openblas-*/ $BLAS_TYPES; do
		[ -e "$dir/libopenblas.so.0" ] && echo "$dir"
	done
}

# orders A B: do both files order those scores of a row alike that differ by
# more than 1e-6 of the largest?
orders() {
	perl -e 'my @f = map { open my $f, "<", $_; $f } @ARGV; my $rows = 0;
		while (my $line = readline $f[0]) {
			my @x = split " ", $line; my @y = split " ", readline $f[1];
			my $most = 0; $rows++; exit 1 if @x != @y || @x < 50;
			for (@x) { $most = abs if abs > $most }
			for my $i (0 .. $#x) { for my $k (0 .. $i - 1) {
				next if abs($x[$i] - $x[$k]) <= 1e-6 * $most;
				exit 1 if ($x[$i] <=> $x[$k]) != ($y[$i] <=> $y[$k]);
			} }
		}
		exit($rows < 20)' "$1" "$2"
}

@test "every variant of OpenBLAS gives the same ranks" {
	local dir method n=0
	perl -e 'srand 8; print "items\n"; for (1 .. 400) {
		my @s = (1 + int rand 80);
		push @s, rand() < .7 ? 1 + $s[-1] % 80 : 1 + int rand 80
			for 1 .. 2 + int rand 6;
		print join(",", map { "i$_" } @s), "\n" }' >s.tsv
	{ echo context; sed -n '2,40p' s.tsv; } >q.tsv
	for dir in $(blas_types); do
		n=$((n + 1))
		for method in ease slist; do
			LD_LIBRARY_PATH=$dir scores $method >have
			mv have $method.$n
			[ $n = 1 ] || orders $method.1 $method.$n ||
				fail "$method: $dir ranks otherwise"
		done
	done
	[ $n -gt 1 ] || skip "only one type of OpenBLAS is installed"
}

@test "examples are read as the sequences that they were cut from" {
	perl -ne 'BEGIN { print "context_movie_id\tlabel_movie_id\n" }
		next if $. == 1; chomp; my @s = split /,/;
		for my $p (1 .. $#s) { my $b = $p > 3 ? $p - 3 : 0;
			my @c = @s[$b .. $p - 1]; push @c, 0 while @c < 3;
			print join(",", @c), "\t$s[$p]\n" }' s.tsv >x.tsv
	seq-baseline -q --method=sr --pad=0 -m of-sequences s.tsv
	run --separate-stderr -0 seq-baseline --method=sr -m of-examples x.tsv
	[[ $stderr == *"examples are read as the sequences that they were cut from: "*" examples, 60 sequences"* ]]
	diff -r of-sequences of-examples
}

@test "the pipeline: every position of sequences, ranked by training counts" {
	seq-baseline -q --method=markov -m m s.tsv
	seq-embed -q -m m --every-position --labels-out=l.tsv s.tsv |
		topk-eval -m m -l l.tsv -k 3 --ranks=r.tsv >out.tsv 2>err
	run cat err
	assert_output 'topk-eval: ties are ranked by --ties=counts'
	run awk 'NR > 1 && $3 != 1' r.tsv
	assert_output ''
	[[ $(wc -l <r.tsv) -eq $(wc -l <l.tsv) ]]
	[[ $(awk '$1 == "top_3" { print ($2 > $3) }' out.tsv) == 1 ]]
}

@test "a query without a known item is a miss, not a list of equals" {
	printf 'context_movie_id\tlabel_movie_id\nzz\ti1\ni1\tzz\n' >none.tsv
	for method in markov stan slit ials; do
		seq-baseline -q --method=$method -m m s.tsv
		run -0 bash -c 'seq-embed -q --unknown=row0 -m m none.tsv |
			topk-eval -q -m m -l none.tsv -k 12 | awk "\$1 ~ /top_/ { print \$2 }"'
		assert_output 0.000000
	done
}

@test "a position after an unknown item still asks a query" {
	printf 'items\ni1,zz,i2,yy\n' >t.tsv
	seq-baseline -q --method=markov -m m s.tsv
	seq-embed -q -m m --every-position --labels-out=l.tsv --format=word2vec t.tsv |
		tail -n +2 | cut -d " " -f 2- >have
	run paste -sd, l.tsv
	assert_output --partial zz,i2,yy
	[[ $(wc -l <have) -eq 3 ]]
	# The unknown item is skipped: the items after i1 appear twice.
	[[ $(sed -n 1p have) == "$(sed -n 2p have)" ]]
	[[ $(sed -n 2p have) != "$(sed -n 3p have)" ]]
}

@test "lists are titled by the model's vocabulary, and exclude seen items" {
	seq-baseline -q --method=s-pop -m m s.tsv
	printf 'context_movie_id\ni3,i3,i5\n' >one.tsv
	run -0 bash -c 'seq-embed -q -m m one.tsv | topk-list -m m -k 2 | cut -f3 | paste -sd,'
	assert_output item,i3,i5
	run -0 bash -c 'seq-embed -q -m m one.tsv | topk-list -m m -k 12 -x one.tsv | cut -f3 | grep -cE "^i[35]$"' || true
	assert_output 0
}

@test "a given vocabulary defines the items" {
	printf 'i1\ni2\ni77\n' >v.tsv
	run --separate-stderr -0 seq-baseline --method=pop -v v.tsv -m m s.tsv
	[[ $stderr == *"events are not in the vocabulary: left out"* ]]
	run cut -f1 m/vocab.tsv
	assert_output --partial i77
	[[ $(wc -l <m/vocab.tsv) -eq 3 ]]
}

@test "a setting of another method exits 2 and lists the method's own" {
	run --separate-stderr -2 seq-baseline --method=ease --steps=3 s.tsv
	[[ $stderr == "seq-baseline: ease: --steps does not apply to this method, whose options are: lambda=500 top=0"* ]]
	assert_not_exist model
}

@test "decay by days needs the number of days" {
	run --separate-stderr -2 seq-baseline --method=stan --lambda-snh=5 s.tsv
	[[ $stderr == *"the number of days with --span"* ]]
}

# timed: 30 sequences of 8 items, the i-th at noon of day i, as one time a row, as
# lists and as dates, and in another order.
timed() {
	awk 'BEGIN { srand(5); print "items\tone\tlist\tdate" > "timed.tsv"
		for (i = 1; i <= 30; i++) {
			t = 1.7e9 + 86400 * i
			s = int(8 * rand()) "," int(8 * rand()) "," int(8 * rand())
			printf "%s\t%d\t%d,%d,%d\t2024-%02d-%02d\n", s, t,
				t - 9, t - 5, t, 1 + int((i - 1) / 15),
				1 + (i - 1) % 15 > "timed.tsv" } }'
	(head -n 1 timed.tsv; tail -n +2 timed.tsv | sort -R \
		--random-source=timed.tsv) >shuffled.tsv
	printf 'context\n1\n2,3\n4,0,5\n' >q.tsv
}

# rows OPTION ...: the scores of a baseline of these options.
rows() {
	seq-baseline -q --pad=none -m timed "$@" &&
		seq-embed -q -m timed q.tsv | od -An -v -tf4 -w4
}

@test "times put sequences in order" {
	timed
	for m in stan slist vs-knn; do
		rows --method=$m timed.tsv >want
		rows --method=$m --sequence-time=one shuffled.tsv | cmp - want
	done
}

@test "a sequence's time is the last of its list, or its only one" {
	timed
	for m in "stan --lambda-snh=3" "slist --delta-time=3"; do
		# shellcheck disable=SC2086 # several words
		rows --method=$m --sequence-time=one timed.tsv >want
		# shellcheck disable=SC2086
		rows --method=$m --sequence-time=list timed.tsv | cmp - want
	done
}

@test "days between times decay as those of an even --span" {
	timed
	rows --method=slist --delta-time=3 --span=30 timed.tsv >want
	rows --method=slist --delta-time=3 --sequence-time=one timed.tsv >have
	paste want have | awk '($1 - $2) ^ 2 > 1e-12 { exit 1 } END { exit NR != 24 }'
	# stan counts to the end of the span, a day after the newest.
	rows --method=stan --lambda-snh=3 --span=30 timed.tsv >want
	rows --method=stan --lambda-snh=3 --sequence-time=one timed.tsv >have
	paste want have | awk '{ x = $1 - $2 * exp(-1 / 3); if (x * x > 1e-12) exit 1 }'
	rows --method=stan --lambda-snh=9 --sequence-time=one timed.tsv >other
	run -1 cmp -s have other
}

@test "dates are times, over months" {
	timed
	rows --method=slist --delta-time=3 --sequence-time=date timed.tsv >have
	# February begins 16 days later than the 15th before it.
	awk -F '\t' -v OFS='\t' 'NR > 1 { $2 += (NR > 16) * 16 * 86400 } 1' \
		timed.tsv >gap.tsv
	rows --method=slist --delta-time=3 --sequence-time=one gap.tsv | cmp - have
}

@test "sequences without a time, or with none that is one, are refused" {
	local want
	timed
	while IFS='|' read -r cell want; do
		{ head -n 3 timed.tsv | cut -f 1,2; printf '1,2,3\t%b\n' "$cell"; } >bad.tsv
		run -1 --separate-stderr seq-baseline --pad=none \
			--method=stan --sequence-time=one bad.tsv
		[[ $stderr == *"sequence 3"*"$want"* ]]
	done <<-'END'
		|has no time in the column one
		soon|'soon'
		2024-05-01|'2024-05-01' is a date, and those before are not
	END
	run -1 --separate-stderr seq-baseline --pad=none --sequence-time=when timed.tsv
	[[ $stderr == *when* ]]
	run -2 --separate-stderr seq-baseline --method=stan --span=3 \
		--sequence-time=one timed.tsv
	[[ $stderr == *"--span applies only to sequences without times"* ]]
	printf 'context\tlabel\ttime\n1\t2\t3\n' >x.tsv
	run -1 --separate-stderr seq-baseline --sequence-time=time x.tsv
	[[ $stderr == *"examples have no times of their labels"* ]]
}

@test "a matrix larger than memory is refused, with the figure" {
	bash -c 'ulimit -v 2000000; seq-baseline -V' >/dev/null 2>&1 ||
		skip "the address sanitizer needs all address space"
	perl -e 'print "items\n"; print "a$_,b$_\n" for 1 .. 20000' >many.tsv
	run --separate-stderr -1 bash -c \
		'ulimit -v 2000000; OPENBLAS_NUM_THREADS=1 seq-baseline --threads=1 --method=ease -m m many.tsv'
	[[ $stderr == *"a matrix of 40000 items needs "*" MiB of memory, and "*" are available: "* ]]
	assert_not_exist m
}

@test "a directory that is not a model is left alone" {
	mkdir m && touch m/mine
	run --separate-stderr -1 seq-baseline --method=pop -m m s.tsv
	assert_exist m/mine
}

@test "truncated input and input without items leave no model" {
	head -c 30 s.tsv >cut.tsv
	run --separate-stderr -1 seq-baseline --method=pop -m m cut.tsv
	printf 'items\na\nb\n' >alone.tsv
	run --separate-stderr -1 seq-baseline --method=markov -m m alone.tsv
	[[ $stderr == *"no two items occur together"* ]]
	assert_not_exist m
}

@test "a damaged model is refused" {
	for method in markov stan ials; do
		rm -rf m
		seq-baseline -q --method=$method -m m s.tsv
		for file in m/*.f32; do
			cp "$file" kept
			printf 'x' | dd of="$file" bs=1 seek=5 conv=notrunc status=none
			run --separate-stderr -1 bash -c 'seq-embed -m m q.tsv | cat >/dev/null; exit ${PIPESTATUS[0]}'
			[[ $stderr == *"${file#m/}"* ]]
			cp kept "$file"
		done
	done
}

@test "a model with correct checksums but invalid items is refused" {
	seq-baseline -q --method=markov -m m s.tsv
	perl -e 'print pack "f<", 99' | dd of=m/weight_item.f32 conv=notrunc status=none
	seal m weight_item.f32
	run --separate-stderr -1 seq-embed -m m -o q.f32 q.tsv
	[[ $stderr == *"weight_item: row 1 is not an item"* ]]
	seq-baseline -q --method=s-knn -m m s.tsv
	perl -e 'print pack "f<", 0.5' | dd of=m/session_length.f32 conv=notrunc status=none
	seal m session_length.f32
	run --separate-stderr -1 seq-embed -m m -o q.f32 q.tsv
	[[ $stderr == *"session_length: row 1 is not a length"* ]]
}

@test "counts of one are followed by a noun in the singular" {
	printf 'items\na,a\n' >one.tsv
	run -0 --separate-stderr seq-baseline --method=pop -m one one.tsv
	[[ $stderr == *": pop of 1 item, 1 sequence, 2 events in "* ]]
}
