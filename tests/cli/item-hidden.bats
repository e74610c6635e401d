# dense layers over candidates: --item-hidden.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	# A label has the colour of the last item of its context.
	awk 'BEGIN { srand(7); OFS = "\t"
		print "user", "context", "label"
		for (i = 0; i < 600; i++) {
			a = int(rand() * 30); b = int(rand() * 30)
			print "u" i % 40, "i" a ",i" b, "i" (b % 5 + 5 * int(rand() * 6)) } }' >x.tsv
	awk 'BEGIN { OFS = "\t"; split("red green blue grey pink", colour, " ")
		print "item", "colour", "weight"
		for (i = 0; i < 30; i++)
			print "i" i, colour[i % 5 + 1], i * i / 4 }' >items.tsv
	export ARGS="-q --preset=tutorial -d 8 -b 60 -e 2 --log=none --fill-context=no"
	export FIELDS="--items=items.tsv --item-field=colour:id:3 --item-field=weight:number"
}

# compare_items ROWS ITEMS TABLE [shared]: computes the rows of the items of a
# file from the tensors of m, with the layers item_hidden0 (6, ReLU) and
# item_projection, and compares ROWS.  shared: fields are added to the items'
# own rows, else to the first layer's output.  An item unknown to m has row 0.
compare_items() {
	perl -e '
	sub rows { my ($name, $cols) = @_; local $/; my @r;
		open F, "<:raw", $name or die $name;
		my @x = unpack "f<*", <F>;
		push @r, [splice @x, 0, $cols] while @x; @r }
	sub ids { my $j = 1; open F, "<", "m/$_[0].tsv"; map { (split /[\t\n]/)[0] => $j++ } <F> }
	sub product { my ($x, $k, @y) = @_;
		for my $d (0 .. $#{$k->[0]}) { $y[$d] += $x->[$_] * $k->[$_][$d] for 0 .. $#$x } @y }
	my ($got, $items, $table, $shared) = @ARGV;
	my %set = map { chomp; split /\t/ } do { open S, "<", "m/settings.tsv"; <S> };
	my $bias = $set{item_bias};
	my %id = ids("vocab"); my @own = rows("m/$table.f32", 8);
	my @got = rows($got, 8 + $bias);
	shift @got if @got == @own && $got =~ /^m/;
	my (%colour, @t, @k);
	if (-e "m/item_field0.tsv") {
		%colour = ids("item_field0");
		@t = rows("m/item_field0_embedding.f32", 3);
		@k = map { [rows("m/item_field${_}_kernel.f32", $shared ? 8 : 6)] } 0, 1 }
	my @w0 = rows("m/item_hidden0_kernel.f32", 6); my ($b0) = rows("m/item_hidden0_bias.f32", 6);
	my @w1 = rows("m/item_projection_kernel.f32", 8); my ($b1) = rows("m/item_projection_bias.f32", 8);
	open I, "<", $items; <I>;
	my %of = map { chomp; my @c = split /\t/; $c[0] => \@c } <I>;
	my @order = $got =~ /^m/ ? sort { $id{$a} <=> $id{$b} } keys %id
		: do { open I, "<", $items; <I>; map { (split /\t/)[0] } <I> };
	my $n = 0;
	for my $item (@order) {
		my ($x, $c) = ($own[$id{$item} // 0], $of{$item});
		my @in = @t ? ($t[$colour{$c->[1]} // 0],
			[($c->[2] - $set{item_field1_mean}) / $set{item_field1_deviation}]) : ();
		my @x = @$x;
		if ($shared) { @x = product($in[$_], $k[$_], @x) for 0 .. $#in }
		my @y = product(\@x, \@w0, @$b0);
		if (!$shared) { @y = product($in[$_], $k[$_], @y) for 0 .. $#in }
		@y = product([map { $_ > 0 ? $_ : 0 } @y], \@w1, @$b1);
		push @y, (rows("m/item_bias.f32", 1))[$id{$item} // 0][0] if $bias;
		for (0 .. $#y) {
			die "$item: $_: $got[$n][$_], not $y[$_]" if abs($got[$n][$_] - $y[$_]) > 1e-5 }
		$n++ }
	print "$n\n"' "$@"
}

@test "a candidate is its row through the dense layers and the projection" {
	for tied in no yes; do
		table=candidate_table
		[ $tied = no ] || table=query_embedding
		seq-train $ARGS --item-hidden=6:relu --item-bias --tie-embeddings=$tied -m m x.tsv
		compare_items m/candidate_embedding.f32 items.tsv $table >n
		echo 30 | cmp - n
	done
}

@test "fields of candidates enter at the first dense layer, before its ReLU" {
	seq-train $ARGS $FIELDS --item-hidden=6:relu --item-bias -m m x.tsv
	compare_items m/candidate_embedding.f32 items.tsv candidate_table >n
	echo 30 | cmp - n
}

@test "with one table for both towers the dense layers follow the sum with the fields" {
	seq-train $ARGS $FIELDS --item-hidden=6:relu --tie-embeddings -m m x.tsv
	compare_items m/candidate_embedding.f32 items.tsv query_embedding shared >n
	echo 30 | cmp - n
}

@test "without events fields enter at the first dense layer" {
	seq-train $ARGS $FIELDS --encoder=none --query-field=user:id:4 --item-hidden=6:relu -m m x.tsv
	compare_items m/candidate_embedding.f32 items.tsv query_embedding >n
	echo 30 | cmp - n
}

@test "new items go through the dense layers too, with row 0 as their own" {
	printf 'item\tcolour\tweight\nnew\tblue\t2.5\ni3\tgrey\t2.25\nother\tmauve\t9\n' >new.tsv
	seq-train $ARGS $FIELDS --item-hidden=6:relu --item-bias -m m x.tsv
	seq-embed -q --tower=item --items=new.tsv -m m >new.f32
	compare_items new.f32 new.tsv candidate_table >n
	seq-train $ARGS $FIELDS --item-hidden=6:relu --tie-embeddings -m m x.tsv
	seq-embed -q --tower=item --items=new.tsv -m m >new.f32
	compare_items new.f32 new.tsv query_embedding shared >>n
	printf '3\n3\n' | cmp - n
}

@test "known items of a file get the vectors that the model has for them" {
	seq-train $ARGS $FIELDS --item-hidden=6:relu --normalize --temperature=0.5 -m m x.tsv
	seq-embed --tower=item -m m --format=tsv | sed 1d | sort >want
	seq-embed -q --tower=item --items=items.tsv -m m --format=tsv | sed 1d | sort | cmp - want
}

@test "training changes the layers" {
	seq-train $ARGS $FIELDS --learning-rate=0 --item-hidden=6:relu -m a x.tsv
	seq-train $ARGS $FIELDS --item-hidden=6:relu -m b x.tsv
	for t in item_hidden0_kernel item_hidden0_bias item_projection_kernel item_field0_kernel; do
		run ! cmp -s a/$t.f32 b/$t.f32
	done
}

@test "threads and kernels change no byte" {
	for tied in no yes; do
		seq-train $ARGS $FIELDS --item-hidden=12:relu,5 --tie-embeddings=$tied --item-bias \
			--dropout=0.2 --threads=1 -m a x.tsv
		seq-train $ARGS $FIELDS --item-hidden=12:relu,5 --tie-embeddings=$tied --item-bias \
			--dropout=0.2 --threads=3 --kernels=portable -m b x.tsv
		diff -r a b
	done
}

@test "a resumed run ends like an unbroken one" {
	seq-train $ARGS $FIELDS --item-hidden=6:relu -m a x.tsv
	seq-train $ARGS $FIELDS --item-hidden=6:relu -e 1 -m b x.tsv
	seq-train $ARGS $FIELDS --item-hidden=6:relu --resume -m b x.tsv
	diff -r a b
}

@test "a run cannot be resumed or begun with other layers" {
	seq-train $ARGS --item-hidden=6:relu -m m x.tsv
	run -1 --separate-stderr seq-train $ARGS -e 3 --item-hidden=6 --resume -m m x.tsv
	[[ $stderr == *"item_hidden was 6:relu"* ]]
	run -1 --separate-stderr seq-train $ARGS --item-hidden=none --init-from=m -m n x.tsv
	[[ $stderr == *"its hidden layers of items are '6:relu', but this run has 'none'"* ]]
	seq-train -q -e 1 --log=none --learning-rate=0 --init-from=m -m n x.tsv
	cmp m/candidate_embedding.f32 n/candidate_embedding.f32
}

@test "every loss, sampler and layout takes dense layers over candidates" {
	awk -F'\t' 'NR > 1 { print $2 "," $3 } BEGIN { print "items" }' x.tsv >s.tsv
	for how in --loss=bpr --loss=top1-max --loss=gbce --sampler=all --negatives=5 \
		--normalize "--layout=sequences s.tsv" "--layout=sessions s.tsv"; do
		file=x.tsv
		[[ $how != *s.tsv ]] || file=s.tsv
		seq-train $ARGS ${how% s.tsv} --item-hidden=6:relu -b 16 -m a $file
		seq-train $ARGS ${how% s.tsv} -b 16 -m b $file
		run ! cmp -s a/gru0_kernel.f32 b/gru0_kernel.f32
	done
}

@test "validation agrees with seq-embed and topk-eval" {
	validation_agrees $ARGS $FIELDS --item-hidden=6:relu
}

@test "a cache trains like its text" {
	seq-train $ARGS --item-hidden=6:relu -m a x.tsv
	seq-train $ARGS --item-hidden=6:relu --cache=rows -m b x.tsv
	for t in candidate_embedding item_hidden0_kernel; do
		cmp a/$t.f32 b/$t.f32
	done
}

@test "a model without one of the layers is refused" {
	seq-train $ARGS --item-hidden=6:relu -m m x.tsv
	cp -r m n
	sed -i 's/^item_hidden	.*/item_hidden	none/' n/settings.tsv
	seal n settings.tsv
	run -1 --separate-stderr seq-embed -m n x.tsv
	[[ $stderr == *"which no layer of its settings reads"* ]]
	sed -i 's/^item_hidden	.*/item_hidden	6:relu,7/' m/settings.tsv
	seal m settings.tsv
	run -1 --separate-stderr seq-embed -m m x.tsv
	[[ $stderr == *item_hidden1_kernel* ]]
}

@test "a malformed list of layers is a wrong command line that names the option" {
	for list in 0 6:tanh relu "6," 1,2,3,4,5,6,7,8,9; do
		run -2 --separate-stderr seq-train $ARGS --item-hidden=$list -m m x.tsv
		[[ $stderr == *"--item-hidden:"* ]]
	done
}

@test "context-features has a dense layer on both towers" {
	seq-train -q --preset=context-features --query-field=user:id:4 $FIELDS -e 1 --log=none -m m x.tsv
	grep -x $'hidden\t32' m/settings.tsv
	grep -x $'item_hidden\t32' m/settings.tsv
	[ "$(wc -c <m/item_hidden0_kernel.f32)" = $((4 * 32 * 32)) ]
}
