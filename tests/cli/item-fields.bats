# fields of items: from a file of items to both towers, and to new items.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	# A label has the colour of the last item of its context.
	awk 'BEGIN { srand(7); OFS = "\t"
		print "context", "label"
		for (i = 0; i < 900; i++) {
			a = int(rand() * 30); b = int(rand() * 30)
			print "i" a ",i" b, "i" (b % 5 + 5 * int(rand() * 6)) } }' >x.tsv
	awk 'BEGIN { OFS = "\t"; split("red green blue grey pink", colour, " ")
		print "item", "name", "colour", "weight"
		for (i = 0; i < 30; i++)
			print "i" i, "Item, the " i, colour[i % 5 + 1], i * i / 4 }' >items.tsv
	export ARGS="-q --preset=tutorial -d 8 -b 60 -e 2 --log=none --fill-context=no"
	export FIELDS="--items=items.tsv --item-field=colour:id:3 --item-field=weight:number --item-field=weight2:bucket:4:2"
	awk -F'\t' -v OFS='\t' '{ print $0, (NR == 1) ? "weight2" : $4 }' items.tsv >i && mv i items.tsv
}

# numbers MODEL: of all tensors except the state's.
numbers() {
	cat "$1"/*.f32 | cksum
}

@test "a candidate is the sum of its own row and each field's" {
	for tied in no yes; do
		seq-train $ARGS $FIELDS --tie-embeddings=$tied -m m x.tsv
		perl -e '
		sub rows { my ($name, $cols) = @_; local $/; my @r;
			open F, "<:raw", "m/$name.f32" or die $name;
			my @x = unpack "f<*", <F>;
			push @r, [splice @x, 0, $cols] while @x; @r }
		sub lines { open F, "<", "m/$_[0].tsv";
			map { (split /[\t\n]/)[0] } <F> }
		my %set = map { chomp; split /\t/ } do { open S, "<", "m/settings.tsv"; <S> };
		my ($j, $table) = (1, $ARGV[0] eq "no" ? "candidate_table" : "query_embedding");
		my %colour = map { $_ => $j++ } lines("item_field0");
		my @limit = lines("item_field2");
		my @own = rows($table, 8);
		my @is = rows("candidate_embedding", 8);
		my @t0 = rows("item_field0_embedding", 3);
		my @t2 = rows("item_field2_embedding", 2);
		my @k = map { [rows("item_field${_}_kernel", 8)] } 0 .. 2;
		open I, "<", "items.tsv"; <I>;
		my %of = map { chomp; my @c = split /\t/; $c[0] => \@c } <I>;
		my $i = 0;
		for my $item (lines("vocab")) {
			my (undef, undef, $c, $w) = @{$of{$item}};
			$i++;
			my $b = 1 + grep { $_ <= $w } @limit;
			my @in = ($t0[$colour{$c}],
				[($w - $set{item_field1_mean}) / $set{item_field1_deviation}], $t2[$b]);
			for my $d (0 .. 7) {
				my $x = $own[$i][$d];
				for my $f (0 .. 2) {
					$x += $in[$f][$_] * $k[$f][$_][$d] for 0 .. $#{$in[$f]} }
				die "$item: $d: $is[$i][$d], not $x" if abs($is[$i][$d] - $x) > 1e-5 } }
		print "$i\n"' $tied >compared
		echo 30 | cmp - compared
	done
}

@test "mean and deviation are over the items, each counted once" {
	printf 'item\tx\ni1\t1\ni2\t3\ni3\t8\nnobody\t100\n' >few.tsv
	seq-train $ARGS --items=few.tsv --item-field=x:number -m m x.tsv
	grep -q $'^item_field0_mean\t4$' m/settings.tsv
	grep -q $'^item_field0_deviation\t2.943920288775949$' m/settings.tsv
}

@test "threads and kernels change no byte" {
	seq-train $ARGS $FIELDS --dropout=0.2 --threads=1 -m a x.tsv
	seq-train $ARGS $FIELDS --dropout=0.2 --threads=3 --kernels=portable -m b x.tsv
	diff -r a b
}

@test "a resumed run ends like an unbroken one, without the file" {
	seq-train $ARGS $FIELDS -m a x.tsv
	seq-train $ARGS $FIELDS -e 1 -m b x.tsv
	rm items.tsv
	seq-train $ARGS ${FIELDS#--items=items.tsv} --resume -m b x.tsv
	diff -r a b
}

@test "a run can be resumed with the file, but not with another file" {
	seq-train $ARGS $FIELDS -m a x.tsv
	seq-train $ARGS $FIELDS -e 1 -m b x.tsv
	cp -r b c
	seq-train $ARGS $FIELDS --resume -m b x.tsv
	diff -r a b
	sed -i 's/pink/red/' items.tsv
	run -1 --separate-stderr seq-train $ARGS $FIELDS --resume -m c x.tsv
	[[ $stderr == *"item_values_crc32c was"* ]]
}

@test "queries need no file: the model has the values of its items" {
	seq-train $ARGS $FIELDS -m m x.tsv
	seq-embed -m m x.tsv >a
	seq-embed --threads=2 --kernels=portable -m m x.tsv | cmp - a
	seq-train $ARGS -m n x.tsv
	seq-embed -m n x.tsv >b
	run ! cmp -s a b
}

@test "--init-from takes the field values of the model, or of a file" {
	seq-train $ARGS $FIELDS -m a x.tsv
	seq-train $ARGS ${FIELDS#--items=items.tsv} -e 1 --learning-rate=0 --init-from=a -m b x.tsv
	[ "$(numbers a)" = "$(numbers b)" ]
	seq-train $ARGS $FIELDS -e 1 --learning-rate=0 --init-from=a -m c x.tsv
	[ "$(numbers a)" = "$(numbers c)" ]
	sed -i '2,5s/red/grey/' items.tsv
	seq-train $ARGS $FIELDS -e 1 --learning-rate=0 --init-from=a -m c x.tsv
	cmp a/item_field0_embedding.f32 c/item_field0_embedding.f32
	run ! cmp -s a/candidate_embedding.f32 c/candidate_embedding.f32
}

@test "items of the vocabulary missing in the file are counted, and so are new items" {
	sed '/^i7	/d; /^i8	/d' items.tsv >few.tsv
	printf 'new\tNew\tred\t1\t1\n' >>few.tsv
	run -0 --separate-stderr seq-train ${ARGS#-q} ${FIELDS/items.tsv/few.tsv} -m m x.tsv
	[[ $stderr == *"few.tsv: 2 of 30 items are not in the file: their fields are missing"* ]]
	[[ $stderr == *"few.tsv: 1 item is not in the training data"* ]]
}

@test "a repeated item, a malformed number and a missing column are errors with their place" {
	sed '4s/^i2/i1/' items.tsv >y.tsv
	run -1 --separate-stderr seq-train $ARGS ${FIELDS/items.tsv/y.tsv} -m m x.tsv
	[[ $stderr == *"y.tsv:line 4: the item 'i1' occurs twice"* ]]
	awk -F'\t' -v OFS='\t' 'NR == 6 { $4 = "heavy" } 1' items.tsv >y.tsv
	run -1 --separate-stderr seq-train $ARGS ${FIELDS/items.tsv/y.tsv} -m m x.tsv
	[[ $stderr == *"y.tsv:line 6: column weight: 'heavy' is not a number"* ]]
	run -1 --separate-stderr seq-train $ARGS --items=items.tsv --item-field=price:number -m m x.tsv
	[[ $stderr == "seq-train: items.tsv: there is no column 'price'"* ]]
	printf 'item\tcolour\na\tred\n' >y.tsv
	run -1 --separate-stderr seq-train $ARGS --items=y.tsv --item-field=colour:id -m m x.tsv
	[[ $stderr == *"y.tsv: none of its items is in the vocabulary"* ]]
	[ ! -e m ]
}

@test "--items and --item-field need each other, and --item-dropout needs both" {
	run -2 --separate-stderr seq-train $ARGS --items=items.tsv -m m x.tsv
	[[ $stderr == *"--items needs --item-field"* ]]
	run -2 --separate-stderr seq-train $ARGS --item-field=colour:id -m m x.tsv
	[[ $stderr == *"--item-field needs --items"* ]]
	run -2 --separate-stderr seq-train $ARGS --item-dropout=0.1 -m m x.tsv
	[[ $stderr == *"--item-dropout needs --item-field"* ]]
}

@test "all layouts and encoders take fields of items" {
	awk -F'\t' 'NR > 1 { print $1 "," $2 } BEGIN { print "items" }' x.tsv >s.tsv
	for layout in sequences sessions; do
		seq-train $ARGS $FIELDS --fill-context=no --layout=$layout -b 16 -m a s.tsv
		seq-train $ARGS --fill-context=no --layout=$layout -b 16 -m b s.tsv
		run ! cmp -s a/gru0_kernel.f32 b/gru0_kernel.f32
	done
	for encoder in gru lstm mean cnn last attention; do
		seq-train $ARGS $FIELDS --encoder=$encoder --sampler=all -m a x.tsv
		seq-embed -m a x.tsv >one
		seq-embed -m a --threads=2 --kernels=portable x.tsv | cmp - one
	done
}

@test "validation agrees with seq-embed and topk-eval" {
	validation_agrees $ARGS $FIELDS
}

@test "the bias of a candidate follows its own gradient, whatever else reads the table" {
	awk -F'\t' 'NR == 1 { print $0 "\tlast"; next }
		{ n = split($1, item, ","); print $0 "\t" item[n] }' x.tsv >y.tsv
	one="-b 900 -e 1 --optimizer=sgd --learning-rate=0.1 --tie-embeddings --item-bias"
	seq-train $ARGS $one -m a y.tsv
	# The field begins as 0, so that the first step is the same.
	seq-train $ARGS $one --query-field=last:item -m b y.tsv
	cmp a/item_bias.f32 b/item_bias.f32
	seq-train $ARGS $one $FIELDS --item-dropout=0 -m c y.tsv
	seq-train $ARGS $one $FIELDS --item-dropout=0 --query-field=last:item -m d y.tsv
	cmp c/item_bias.f32 d/item_bias.f32
}

@test "values that are no rows of the table are refused" {
	seq-train $ARGS $FIELDS -m m x.tsv
	for n in '\x00\x00\xc8\x42' '\x00\x00\x80\xbf' '\x00\x00\xc0\x3f'; do
		printf "$n" | dd of=m/item_field0_value.f32 bs=4 seek=3 conv=notrunc status=none
		seal m item_field0_value.f32
		run -1 --separate-stderr seq-embed -m m x.tsv
		[[ $stderr == *"item_field0_value.f32: number 3 is"* ]]
	done
}

@test "known items of a file get the vectors that the model has for them" {
	seq-train $ARGS $FIELDS --item-bias --normalize --temperature=0.5 -m m x.tsv
	sort -t$'\t' -k1,1 items.tsv | awk -F'\t' '$1 != "item"' >sorted
	{ sed 1q items.tsv; cat sorted; } >again.tsv
	seq-embed --tower=item -m m --format=tsv | sed 1d | sort >want
	seq-embed -q --tower=item --items=again.tsv -m m --format=tsv --labels-out=v.tsv | sed 1d >got
	sort got | cmp - want
	cut -f1 sorted >a
	cut -f1 v.tsv | cmp - a
	sort m/vocab.tsv >want
	sort v.tsv | cmp - want
}

@test "a new item is row 0 plus its fields" {
	seq-train $ARGS $FIELDS --item-bias -m m x.tsv
	printf 'weight\tname\titem\tweight2\tcolour\n2.5\tNew\tnew\t2.5\tblue\n' >new.tsv
	seq-embed -q --tower=item --items=new.tsv -m m >new.f32
	perl -e '
		sub rows { my ($name, $cols) = @_; local $/; my @r;
			open F, "<:raw", $name or die $name;
			my @x = unpack "f<*", <F>;
			push @r, [splice @x, 0, $cols] while @x; @r }
		sub lines { open F, "<", "m/$_[0].tsv";
			map { (split /[\t\n]/)[0] } <F> }
		my %set = map { chomp; split /\t/ } do { open S, "<", "m/settings.tsv"; <S> };
		my $j = 1;
		my %colour = map { $_ => $j++ } lines("item_field0");
		my $b = 1 + grep { $_ <= 2.5 } lines("item_field2");
		my @in = ((rows("m/item_field0_embedding.f32", 3))[$colour{blue}],
			[(2.5 - $set{item_field1_mean}) / $set{item_field1_deviation}],
			(rows("m/item_field2_embedding.f32", 2))[$b]);
		my @want = @{(rows("m/candidate_table.f32", 8))[0]};
		for my $f (0 .. 2) { my @k = rows("m/item_field${f}_kernel.f32", 8);
			for my $d (0 .. 7) { $want[$d] += $in[$f][$_] * $k[$_][$d] for 0 .. $#k } }
		push @want, (rows("m/item_bias.f32", 1))[0][0];
		my @got = @{(rows("new.f32", 9))[0]};
		for (0 .. 8) { die "$_: $got[$_], not $want[$_]" if abs($got[$_] - $want[$_]) > 1e-5 }
		print scalar @want, "\n"' >compared
	echo 9 | cmp - compared
}

@test "new items are found by their fields and listed with the others" {
	seq-train $ARGS $FIELDS -e 30 --item-dropout=0.3 -m m x.tsv
	{ cat items.tsv; printf 'new%s\tNew\t%s\t\t\n' 1 red 2 blue; } >all.tsv
	seq-embed -q --tower=item --items=all.tsv --labels-out=all.vocab -m m >all.f32
	# i0 is red, i2 is blue.
	printf 'context\ni1,i0\ni1,i2\n' | seq-embed -m m |
		topk-list -q --candidates=all.f32 --vocab=all.vocab -k 32 |
		awk -F'\t' '$3 ~ /new/ { print $1, $3 }' | awk '!seen[$1]++' >first
	printf '1 new1\n2 new2\n' | cmp - first
	printf 'label\nnew1\nnew2\n' >labels
	printf 'context\ni1,i0\ni1,i2\n' | seq-embed -m m |
		topk-eval -q --candidates=all.f32 --vocab=all.vocab -l labels |
		awk '$1 == "top_10" { print $2 }' >top
	echo 1.000000 | cmp - top
}

@test "only training drops own rows, by --seed" {
	seq-train $ARGS $FIELDS --item-dropout=0.5 -m a x.tsv
	seq-train $ARGS $FIELDS --item-dropout=0.5 -m b x.tsv
	diff -r a b
	seq-train $ARGS $FIELDS --item-dropout=0 -m c x.tsv
	run ! cmp -s a/candidate_table.f32 c/candidate_table.f32
	seq-train $ARGS $FIELDS --item-dropout=0 --learning-rate=0 -m a x.tsv
	seq-train $ARGS $FIELDS --item-dropout=0.5 --learning-rate=0 -m b x.tsv
	[ "$(numbers a)" = "$(numbers b)" ]
}

@test "an item without known field values is reported" {
	seq-train $ARGS $FIELDS -m m x.tsv
	printf 'item\tcolour\tweight\tweight2\ni3\t\t\t\nodd\tbeige\t\t\n' >new.tsv
	run -0 --separate-stderr bash -c 'seq-embed --tower=item --items=new.tsv -m m >x'
	[[ $stderr == *"new.tsv: 2 items, 1 of them known to the model"* ]]
	[[ $stderr == *"new.tsv: 2 items without a field value that the model knows"* ]]
	[ "$(stat -c %s x)" -eq 64 ]
}

@test "a model without fields of items cannot embed new items" {
	seq-train $ARGS -m m x.tsv
	run -1 --separate-stderr seq-embed --tower=item --items=items.tsv -m m
	[[ $stderr == *"the model has no fields of items"* ]]
	run -2 --separate-stderr seq-embed --items=items.tsv -m m x.tsv
	[[ $stderr == *"--tower=item takes --items, not --every-position"* ]]
}

@test "--item-dropout=1 leaves items only their fields" {
	seq-train $ARGS $FIELDS --item-bias --item-dropout=1 -m m x.tsv
	sed '/item/!s/^i/j/' items.tsv >new.tsv
	seq-embed -q --tower=item --items=items.tsv -m m >a
	seq-embed -q --tower=item --items=new.tsv -m m >b
	cmp a b
	seq-embed --tower=item -m m --format=tsv | sed 1d | sort >want
	seq-embed -q --tower=item --items=items.tsv -m m --format=tsv | sed 1d | sort | cmp - want
	seq-embed -m m x.tsv >q
	seq-train $ARGS $FIELDS --item-bias --item-dropout=1 --resume -e 3 -m m x.tsv
	seq-train $ARGS $FIELDS --item-bias --item-dropout=1 -e 3 -m n x.tsv
	diff -r m n
}

@test "bags and words of items are the mean of their parts' rows" {
	awk -F'\t' -v OFS='\t' 'NR == 1 { print $0, "tags" }
		NR > 1 { print $0, (NR % 3 ? "a|b" : "c") (NR % 4 ? "" : "|d") }' items.tsv >tagged.tsv
	seq-train $ARGS --items=tagged.tsv --item-field=tags:bag:2 --item-field=name:words:40:3 -m m x.tsv
	cut -f1 m/item_field0.tsv | sort | tr '\n' ' ' >tags
	[ "$(cat tags)" = "a b c d " ]
	printf 'item\tname\ttags\nn1\tITEM, the 7!\td|nobody|a\nn2\t\t\n' >new.tsv
	seq-embed -q --tower=item --items=new.tsv -m m >new.f32
	perl -e '
		sub rows { my ($name, $cols) = @_; local $/; my @r;
			open F, "<:raw", $name or die $name;
			my @x = unpack "f<*", <F>;
			push @r, [splice @x, 0, $cols] while @x; @r }
		sub ids { my $j = 1; open F, "<", "m/$_[0].tsv";
			map { (split /[\t\n]/)[0] => $j++ } <F> }
		my %tag = ids("item_field0"); my %word = ids("item_field1");
		my @t = rows("m/item_field0_embedding.f32", 2);
		my @w = rows("m/item_field1_embedding.f32", 3);
		my @kt = rows("m/item_field0_kernel.f32", 8);
		my @kw = rows("m/item_field1_kernel.f32", 8);
		my @got = rows("new.f32", 8);
		sub mean { my ($t, @id) = @_; my @m;
			for my $r (@id) { $m[$_] += $t->[$r][$_] / @id for 0 .. $#{$t->[0]} } @m }
		my @n1 = grep { defined } map { $word{$_} } qw(item the 7);
		for ([0, [@tag{qw(d a)}], [@n1]], [1, [0], [0]]) {
			my ($i, $tags, $words) = @$_;
			my @a = mean(\@t, @$tags); my @b = mean(\@w, @$words);
			for my $d (0 .. 7) {
				my $x = (rows("m/candidate_table.f32", 8))[0][$d];
				$x += $a[$_] * $kt[$_][$d] for 0 .. 1;
				$x += $b[$_] * $kw[$_][$d] for 0 .. 2;
				die "$i $d: $got[$i][$d], not $x" if abs($got[$i][$d] - $x) > 1e-5 } }
		print scalar @n1, "\n"' >compared
	echo 3 | cmp - compared
	seq-train $ARGS --items=tagged.tsv --item-field=tags:bag:2 --item-field=name:words:40:3 \
		-e 1 -m n x.tsv
	seq-train $ARGS --item-field=tags:bag:2 --item-field=name:words:40:3 --resume -m n x.tsv
	diff -r m n
}
