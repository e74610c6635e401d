# fields: values beside the context, from columns to queries.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	# The label follows from the last rating: 1 to 5 select one of five
	# items.
	awk 'BEGIN { srand(5); OFS = "\t"
		print "context", "rating", "year", "time", "label"
		for (i = 0; i < 600; i++) {
			c = r = y = t = ""
			n = 1 + int(rand() * 4)
			for (k = 0; k < n; k++) {
				a = 1 + int(rand() * 20)
				s = 1 + int(rand() * 5)
				z = k ? "," : ""
				c = c z "i" a; r = r z s; y = y z 1990 + a % 7
				t = t z int(rand() * 1000) / 8 }
			print c, r, y, t, "i" s } }' >x.tsv
	export ARGS="-q --preset=tutorial -d 8 -b 60 -e 2 --log=none"
	export FIELDS="--event-field=rating:number --event-field=year:id:3 --event-field=time:bucket:4:2"
}

# numbers MODEL: of all tensors except the state's.
numbers() {
	cat "$1"/*.f32 | cksum
}

# Every kind at both places: columns and options.
every_kind() {
	awk -F'\t' -v OFS='\t' 'BEGIN { srand(11)
		split("Red fox|The red, red house|fox; RED|a HOUSE of glass|glass", name, "|")
		for (k in name) gsub(/,/, "\\,", name[k])
		split("drama|war drama|war|drama war art|art", tag, "|") }
		NR == 1 { print $0, "tags", "title", "gap", "with", "hour", "user", "list", \
			"name", "level", "wait", "from"; next }
		{ n = split($1, a, ","); g = t = s = w = ""
		for (k = 1; k <= n; k++) {
			z = k > 1 ? "," : ""; x = tag[1 + int(rand() * 5)]; gsub(/ /, "|", x)
			g = g z x; t = t z name[1 + int(rand() * 5)]
			s = s z int(exp(rand() * 12)); w = w z "i" 1 + int(rand() * 22) }
		x = tag[1 + int(rand() * 5)]; n = gsub(/ /, ",", x)
		for (; n < 3; n++) x = x ",UNK"
		print $0, g, t, s, w, int(rand() * 24), "u" 1 + int(rand() * 40), x, \
			name[1 + int(rand() * 5)], rand() * 9, rand() * 20, "i" 1 + int(rand() * 20)
		}' x.tsv >all.tsv
	EVENT="rating:number year:id:3 time:bucket:4:2 tags:bag:3 title:words:4:2 gap:time:2 with:item"
	QUERY="hour:number user:id:3 list:bag:3 name:words level:bucket:3:2 wait:time:2 from:item"
	ALL=
	for k in $EVENT; do ALL="$ALL --event-field=$k"; done
	for k in $QUERY; do ALL="$ALL --query-field=$k"; done
	export ALL
}

# The query of every row of all.tsv, computed from the files of m with
# --encoder=last, and compared with q.f32; arguments name the dense layers after
# it.
compare_queries() {
	perl -e '
		use POSIX;
		sub rows { my ($name, $cols) = @_; local $/; my @r;
			open F, "<:raw", "m/$name.f32" or die $name;
			my @x = unpack "f<*", <F>;
			die "$name: no columns" if !$cols; push @r, [splice @x, 0, $cols] while @x; @r }
		sub lines { my $i = 1; open F, "<", "m/$_[0].tsv";
			map { $_ => $i++ } map { (split /[\t\n]/)[0] } <F> }
		my %set = map { chomp; split /\t/ }
			do { open S, "<", "m/settings.tsv"; <S> };
		my %item = lines("vocab");
		my @e = rows("query_embedding", 8);
		# The row of field k of a place for the text $t, in $cols
		# columns.
		my %is;
		sub adds { my ($f, $t, $cols) = @_;
			my $k = $is{$f} //= do {
				my ($name, $kind, @n) = split /:/, $set{$f};
				my %k = (kind => $kind, size => $n[-1] // 8, k => [rows("${f}_kernel", $cols)]);
				$k{id} = {lines($f)} if $kind =~ /id|bag|words/;
				$k{limit} = [sort { $a <=> $b } keys %{{lines($f)}}] if $kind eq "bucket";
				$k{t} = [rows("${f}_embedding", $k{size})] if $kind !~ /number|item/;
				\%k };
			my @r;
			if ($k->{kind} eq "number") {
				@r = [($t - $set{"${f}_mean"}) / $set{"${f}_deviation"}] }
			elsif ($k->{kind} eq "item") { @r = $e[$item{$t} // 0] }
			elsif ($k->{kind} eq "id") { @r = $k->{t}[$k->{id}{$t} // 0] }
			elsif ($k->{kind} eq "bag") { @r = map { $k->{t}[$k->{id}{$_} // die "$f: $_"] }
				grep { $_ ne "UNK" } split /[,|]/, $t }
			elsif ($k->{kind} eq "words") { $t = lc $t; $t =~ s/\\//g; $t =~ s/[,;]//g;
				@r = map { $k->{t}[$k->{id}{$_}] } grep { $k->{id}{$_} } split / /, $t;
				@r = $k->{t}[0] unless @r }
			elsif ($k->{kind} eq "bucket") {
				@r = $k->{t}[1 + grep { $_ <= $t } @{$k->{limit}}] }
			else { @r = $k->{t}[1 + grep { 2 ** $_ <= $t } 0 .. 31] }
			my @out = (0) x $cols;
			for my $r (@r) { for my $i (0 .. $#$r) {
				$out[$_] += $r->[$i] * $k->{k}[$i][$_] / @r for 0 .. $cols - 1 } }
			@out }
		my (%at, $n);
		open X, "<", "all.tsv"; $_ = <X>; chomp; $at{$_} = $n++ for split /\t/;
		open Q, "<:raw", "q.f32";
		my @layers = map { my $l = $_; my ($b) = do { local $/; open F, "<:raw", "m/${l}_bias.f32"; [unpack "f<*", <F>] };
			[$b, rows("${l}_kernel", scalar @$b)] } @ARGV;
		my $first = @layers ? scalar @{$layers[0][0]} : 8;
		my @query = grep { /^query_field\d+$/ } keys %set;
		while (<X>) {
			chomp; my @c = split /\t/; local $/ = \32; my @q = unpack "f<*", <Q>; $/ = "\n";
			my @x = @{$e[$item{(split /,/, $c[0])[-1]}]};
			for my $f (grep { /^event_field\d+$/ } keys %set) {
				my ($name) = split /:/, $set{$f};
				my @d = adds($f, (split /(?<!\\),/, $c[$at{$name}])[-1], 8);
				$x[$_] += $d[$_] for 0 .. 7 }
			my @add = (0) x $first;
			for my $f (@query) {
				my ($name) = split /:/, $set{$f};
				my @d = adds($f, $c[$at{$name}], $first);
				$add[$_] += $d[$_] for 0 .. $#d }
			if (!@layers) { $x[$_] += $add[$_] for 0 .. 7 }
			for my $l (0 .. $#layers) { my ($b, @k) = @{$layers[$l]}; my @y = @$b;
				for my $i (0 .. $#x) { $y[$_] += $x[$i] * $k[$i][$_] for 0 .. $#y }
				if (!$l) { $y[$_] += $add[$_] for 0 .. $#y }
				@x = $ARGV[$l] =~ /hidden/ ? map { $_ > 0 ? $_ : 0 } @y : @y }
			for (0 .. 7) { die "line $.: $_: $q[$_], not $x[$_]" if !(abs($q[$_] - $x[$_]) <= 1e-5) }
			$rows++ }
		print "$rows\n"' "$@" >compared
	echo 600 | cmp - compared
}

@test "a field of events is found as NAME and as context_NAME" {
	sed '1s/\trating/\tcontext_rating/' x.tsv >c.tsv
	head -n 1 c.tsv | grep -q context_rating
	seq-train $ARGS --event-field=rating:number -m m x.tsv
	seq-embed -q -m m x.tsv >x.f32
	seq-embed -q -m m c.tsv | cmp - x.f32
	seq-train $ARGS --event-field=context_rating:number -m n c.tsv
	seq-embed -q -m n c.tsv | cmp - x.f32
	seq-embed -q -m n x.tsv | cmp - x.f32
}

@test "a field of queries has one name" {
	run -1 --separate-stderr seq-train $ARGS --query-field=context_year:id -m q x.tsv
	[[ $stderr == *"no column 'context_year'"* ]]
}

@test "a query is the sum of the item's row and each field's, row by row" {
	every_kind
	seq-train $ARGS $ALL --encoder=last:8 --fill-context=no -m m all.tsv
	seq-embed -q -m m all.tsv >q.f32
	compare_queries
}

@test "fields of queries enter at the first hidden layer, before its ReLU" {
	every_kind
	seq-train $ARGS $ALL --encoder=last:8 --hidden=6:relu --fill-context=no -m m all.tsv
	seq-embed -q -m m all.tsv >q.f32
	compare_queries hidden0 projection
}

@test "every kind at both places: threads, kernels and resuming change no byte" {
	every_kind
	seq-train $ARGS $ALL --threads=1 -m a all.tsv
	seq-train $ARGS $ALL --threads=2 --kernels=portable -m b all.tsv
	seq-train $ARGS $ALL --threads=3 -e 1 -m c all.tsv
	seq-train $ARGS $ALL --threads=3 --resume -m c all.tsv
	diff -r a b
	diff -r a c
}

@test "every kind in all layouts and encoders: validation sees the queries of seq-embed" {
	every_kind
	awk -F'\t' -v OFS='\t' 'NR == 1 { $1 = "items"; print; next }
		split($1, a, ",") > 1' all.tsv | cut -f 1-4,6- >s.tsv
	for how in sequences/gru sequences/lstm sequences/attention sequences/mean \
	    sequences/cnn sessions/gru sessions/lstm sessions/gru,gru; do
		layout=${how%/*}
		cut=
		[ $layout = sessions ] || cut=--max-length=3
		seq-train $ARGS $ALL --layout=$layout --encoder=${how#*/} -b 20 \
		    $cut --log=epoch --valid=s.tsv -m m s.tsv >log
		seq-embed -q -m m --every-position --labels-out=l s.tsv |
			topk-eval -q -m m -l l | awk '$1 == "top_5" { print $2 }' >a
		awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
			{ x = $(at["valid_top_5"]) } END { print x }' log | cmp - a
		seq-train $ARGS $ALL --layout=$layout --encoder=${how#*/} -b 20 \
		    $cut --threads=2 --kernels=portable --valid=s.tsv -m n s.tsv
		diff -r m n
	done
}

@test "every kind in windows: --every-position equals windows made by awk" {
	every_kind
	seq-train $ARGS $ALL --context-length=2 --fill-context=no -m m all.tsv
	cut -f 1-4,6- all.tsv | sed '1s/context/items/' >s.tsv
	awk -F'\t' -v OFS='\t' 'NR == 1 { $1 = "context"; print; next }
		{ gsub(/\\,/, "\001"); n = split($1, item, ",")
		for (k = 1; k <= 8; k++) list[k] = $k
		for (at = 2; at <= n; at++) {
			for (k = 1; k <= 8; k++) {
				split(list[k], v, ",")
				$k = v[1]
				for (i = 2; i < at; i++) $k = $k "," v[i] }
			row = $0; gsub("\001", "\\,", row); print row } }' s.tsv >w.tsv
	[ "$(wc -l <w.tsv)" -gt 600 ]
	seq-embed -q -m m w.tsv >want.f32
	seq-embed -q -m m --every-position --labels-out=l s.tsv | cmp - want.f32
}

@test "--every-position needs the columns of the fields, unless --missing-fields" {
	seq-train $ARGS $FIELDS -m m x.tsv
	printf 'items\trating\tyear\ni1,i2,i3\t1,2,3\t1990,1991,1992\n' >s.tsv
	run -1 --separate-stderr seq-embed -m m --every-position --labels-out=l s.tsv
	[[ $stderr == "seq-embed: s.tsv: there is no column 'time'; "* ]]
	run -0 --separate-stderr bash -c 'seq-embed -m m --every-position --labels-out=l \
		--missing-fields s.tsv | wc -c'
	[ "$output" -eq $((2 * 8 * 4)) ]
	[[ $stderr == *"there is no column time: these values are missing"* ]]
}

@test "a query's field is learned: it determines the label, and the loss falls" {
	awk -F'\t' -v OFS='\t' '{ print $0, NR == 1 ? "wish" : $5 }' x.tsv >y.tsv
	for kind in id bag words item; do
		seq-train $ARGS -e 20 --query-field=wish:$kind -m m y.tsv
		seq-embed -q -m m y.tsv | topk-eval -q -m m -l y.tsv |
			awk -v k=$kind '$1 == "top_1" { print k, ($2 > 0.9) }'
	done >found
	printf '%s 1\n' id bag words item | cmp - found
}

@test "the padding of a query's list is not a word of the list, and is reported" {
	printf 'context\tlist\tlabel\n' >y.tsv
	yes $'a,b\tx,y,UNK\tb\nb\tx,UNK,UNK\ta' | sed 16q >>y.tsv
	run -0 --separate-stderr seq-train ${ARGS#-q} --query-field=list:bag -m m y.tsv
	[[ $stderr == *"column list: 'UNK' is treated as padding, 24 times"* ]]
	printf 'x\t16\ny\t8\n' | cmp - m/query_field0.tsv
	printf 'context\tlist\na\tx\na\tx,UNK,UNK\n' | seq-embed -m m >q.f32
	cmp <(head -c 32 q.f32) <(tail -c 32 q.f32)
	printf 'a,b\tx,UNK,y\tb\n' >>y.tsv # it fills nothing up here
	seq-train $ARGS --query-field=list:bag -m m y.tsv
	grep -q $'^UNK\t25$' m/query_field0.tsv
}

@test "words ignore case and punctuation, and only the most frequent ones count" {
	printf '%s\t%s\t%s\n' context title label \
	    a 'The Cat (1994)' b  b "cat's tail" a  a 'A CAT' b  b '' a \
	    a 'cat\, the' b >y.tsv
	seq-train $ARGS --query-field=title:words -m m y.tsv
	printf '%s\t%s\n' cat 3 the 2 1994 1 a 1 cats 1 tail 1 | cmp - m/query_field0.tsv
	grep -q $'^query_field0\ttitle:words$' m/settings.tsv
	seq-train $ARGS --query-field=title:words:2:4 -m m y.tsv
	printf '%s\t%s\n' cat 3 the 2 | cmp - m/query_field0.tsv
	[ "$(stat -c %s m/query_field0_embedding.f32)" -eq $((3 * 4 * 4)) ]
	grep -q $'^query_field0\ttitle:words:2:4$' m/settings.tsv
}

@test "values that training did not have are counted and reported, three by name" {
	every_kind
	seq-train $ARGS $ALL -m m all.tsv
	awk -F'\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 1 { $at["user"] = "x" NR % 2; $at["list"] = "drama,new"; $at["from"] = "i99" }
		NR < 6' all.tsv >y.tsv
	run -0 --separate-stderr bash -c 'seq-embed -m m y.tsv >q.f32'
	[[ $stderr == *"column user: 4 values are not in the model: row 0 ('x0', 'x1')"* ]]
	[[ $stderr == *"column list: 1 word is not in the model: left out ('new')"* ]]
	[[ $stderr == *"column from: 4 items are not in the model: row 0 ('i99')"* ]]
	awk -F'\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 1 { $at["user"] = ""; $at["list"] = "drama"; $at["from"] = "" } 1' y.tsv |
		seq-embed -q -m m | cmp - q.f32
}

@test "a list instead of a query's single value is an error with record and column" {
	run -1 --separate-stderr seq-train $ARGS --query-field=year:id -m m x.tsv
	[[ $stderr == *"x.tsv:line "*": column year: '199"*"' is a list, but a query has one value"* ]]
	printf 'context\twait\tlabel\na\t3\tb\nb\t-1\ta\n' >y.tsv
	run -1 --separate-stderr seq-train $ARGS --query-field=wait:time -m m y.tsv
	[[ $stderr == *"y.tsv:line 3: column wait: '-1' is not a number of seconds"* ]]
	run -1 --separate-stderr seq-train $ARGS --query-field=wait:bag --query-field=nobody:id -m m y.tsv
	[[ $stderr == *"there is no column 'nobody'"* ]]
}

@test "fields of each place have names of their own: one column may serve both" {
	awk -F'\t' -v OFS='\t' 'NR == 1 || $1 !~ /,/' x.tsv >y.tsv
	seq-train $ARGS --event-field=year:id --query-field=year:id -m m y.tsv
	run -2 --separate-stderr seq-train $ARGS --query-field=year:id --query-field=year:bag -m m y.tsv
	[[ $stderr == *"'year' is given twice"* ]]
}

@test "mean and deviation are over all values except pads" {
	printf '%s\t%s\t%s\n' context rating label \
	    a,b,0 1,3,0 b  b,0,0 4,0,0 a  a,b,a 2,2,6 b >x.tsv
	seq-train $ARGS --event-field=rating:number -m m x.tsv
	# 1 3 4 2 2 6: mean 3, deviation sqrt(16 / 6)
	grep -q $'^event_field0_mean\t3$' m/settings.tsv
	grep -q $'^event_field0_deviation\t1.632993161855452$' m/settings.tsv
}

@test "buckets have equal counts, and a number on a bound begins a bucket" {
	{
		printf 'context\tx\tlabel\n'
		seq 1 8 | awk -v OFS='\t' '{ print "a", $1, "b" }'
	} >x.tsv
	seq-train $ARGS --event-field=x:bucket:4:2 -m m x.tsv
	printf '3\t0\n5\t0\n7\t0\n' | cmp - m/event_field0.tsv
	[ "$(stat -c %s m/event_field0_embedding.f32)" -eq $((5 * 2 * 4)) ]
}

@test "the values of an id are a vocabulary, the most frequent first" {
	seq-train $ARGS $FIELDS -m m x.tsv
	sort -t$'\t' -k2,2nr -k1,1 m/event_field1.tsv | cmp - m/event_field1.tsv
	awk 'NR > 1 { n += split($3, a, ",") } END { print n }' x.tsv >want
	awk '{ n += $2 } END { print n }' m/event_field1.tsv | cmp - want
}

@test "a field of events is learned: the rating determines the label, and the loss falls" {
	seq-train $ARGS -e 20 -m without x.tsv
	seq-train $ARGS -e 20 --event-field=rating:id -m with x.tsv
	for m in without with; do
		seq-embed -m $m x.tsv | topk-eval -q -m $m -l x.tsv |
			awk -v m=$m '$1 == "top_1" { print m, ($2 > 0.9) }'
	done >found
	printf 'without 0\nwith 1\n' | cmp - found
}

@test "threads and kernels change no byte" {
	seq-train $ARGS $FIELDS --threads=1 -m a x.tsv
	seq-train $ARGS $FIELDS --threads=2 --kernels=portable -m b x.tsv
	diff -r a b
}

@test "a resumed run ends like an unbroken one" {
	seq-train $ARGS $FIELDS -m a x.tsv
	seq-train $ARGS $FIELDS -e 1 -m b x.tsv
	seq-train $ARGS $FIELDS --resume -m b x.tsv
	diff -r a b
}

@test "a run cannot be resumed with other fields, or none" {
	seq-train $ARGS $FIELDS -e 1 -m b x.tsv
	run -1 --separate-stderr seq-train $ARGS --resume -m b x.tsv
	[[ $stderr == *"its event_field0 is rating:number, not none"* ]]
	run -1 --separate-stderr seq-train $ARGS $FIELDS --event-field=label:id --resume -m b x.tsv
	[[ $stderr == *"its event_field3 is none, not label:id:8"* ]]
	run -1 --separate-stderr seq-train $ARGS $FIELDS --query-field=label:id --resume -m b x.tsv
	[[ $stderr == *"its query_field0 is none, not label:id:8"* ]]
}

@test "other values of a field make other examples" {
	seq-train $ARGS $FIELDS -e 1 -m b x.tsv
	awk -F'\t' -v OFS='\t' 'NR == 5 { sub(/[1-5]$/, "9", $2) } 1' x.tsv >y.tsv
	run -1 --separate-stderr seq-train $ARGS $FIELDS --resume -m b y.tsv
	[[ $stderr == *"trained on other examples"* ]]
}

@test "--init-from takes the weights of fields" {
	seq-train $ARGS $FIELDS -m a x.tsv
	seq-train $ARGS $FIELDS -e 1 --learning-rate=0 --init-from=a -m b x.tsv
	[ "$(numbers a)" = "$(numbers b)" ]
}

@test "pads are detected, and the fields beside them are ignored" {
	awk -F'\t' -v OFS='\t' 'NR > 1 { n = split($1, a, ",")
		for (; n < 4; n++) { $1 = $1 ",0"; $2 = $2 ",UNK"; $3 = $3 ",0"; $4 = $4 "," } } 1' \
	    x.tsv >padded.tsv
	seq-train $ARGS $FIELDS --context-length=4 --unknown=drop --fill-context=no -m a x.tsv
	seq-train $ARGS $FIELDS --context-length=4 --unknown=drop --fill-context=no -m b padded.tsv
	[ "$(numbers a)" = "$(numbers b)" ]
	cmp a/event_field1.tsv b/event_field1.tsv
}

@test "an item that is left out takes its field values along" {
	seq-train $ARGS $FIELDS --unknown=drop --fill-context=no -m m x.tsv
	printf 'context\trating\tyear\ttime\ni1,i2\t1,5\t1991,1992\t3,70\n' >a
	printf 'context\trating\tyear\ttime\ni1,nobody,i2\t1,3,5\t1991,1996,1992\t3,9,70\n' >b
	seq-embed -q -m m a >a.f32
	seq-embed -q -m m b >b.f32
	cmp a.f32 b.f32
}

@test "an empty value and a value new since training are row 0" {
	seq-train $ARGS $FIELDS -m m x.tsv
	printf 'context\trating\tyear\ttime\ni1\t\t\t\n' | seq-embed -m m >a.f32
	printf 'context\ni1\n' | seq-embed -q -m m --missing-fields >b.f32
	printf 'context\trating\tyear\ttime\ni1\t\t1871\t\n' | seq-embed -m m >c.f32
	cmp a.f32 b.f32
	cmp a.f32 c.f32
}

@test "a missing column is an error that names it" {
	run -1 --separate-stderr seq-train $ARGS --event-field=stars:number -m m x.tsv
	[[ $stderr == *"there is no column 'stars'"* ]]
	seq-train $ARGS $FIELDS -m m x.tsv
	cut -f 1,3- x.tsv >y.tsv
	run -1 --separate-stderr seq-embed -m m y.tsv
	[[ $stderr == *"there is no column 'rating'"* ]]
}

@test "--missing-fields and --no-header work without columns, and report it once" {
	seq-train $ARGS $FIELDS -m m x.tsv
	cut -f 1,3- x.tsv >y.tsv
	run -0 --separate-stderr bash -c 'seq-embed -m m --missing-fields y.tsv >q.f32'
	[ "$stderr" = "seq-embed: there is no column rating: these values are missing" ]
	run -0 --separate-stderr bash -c "printf 'i1\ni2\n' | seq-embed -H -m m >q.f32"
	[ "$stderr" = "seq-embed: there are no columns rating, year, time: these values are missing" ]
	[ "$(stat -c %s q.f32)" -eq 64 ]
}

@test "a list shorter than its context is an error with record and column" {
	awk -F'\t' -v OFS='\t' 'NR == 7 { $3 = $3 ",1" } 1' x.tsv >y.tsv
	run -1 --separate-stderr seq-train $ARGS $FIELDS -m m y.tsv
	[[ $stderr =~ "y.tsv:line 7: column year: "[2-5]" value"s?", but the context has "[1-4]" item" ]]
}

@test "a word instead of a number is an error with record and column" {
	awk -F'\t' -v OFS='\t' 'NR == 9 { sub(/[1-5]$/, "five", $2) } 1' x.tsv >y.tsv
	run -1 --separate-stderr seq-train $ARGS $FIELDS -m m y.tsv
	[[ $stderr == *"y.tsv:line 9: column rating: 'five' is not a number"* ]]
	for x in inf nan 1e999; do
		awk -F'\t' -v OFS='\t' -v x=$x 'NR == 9 { sub(/[1-5]$/, x, $2) } 1' x.tsv >y.tsv
		run -1 seq-train $ARGS $FIELDS -m m y.tsv
	done
}

@test "an impossible field is a wrong command line" {
	for field in rating rating:stars rating:number:3 rating:id:0 rating:id:2:2 \
	    rating:bucket rating:bucket:1 rating:bucket:4:0 :id id; do
		run -2 seq-train $ARGS --event-field=$field -m m x.tsv
	done
	run -2 --separate-stderr seq-train $ARGS --event-field=year:id --event-field=year:number -m m x.tsv
	[[ $stderr == *"'year' is given twice"* ]]
	[ ! -e m ]
}

@test "a field is parsed from the right: its name may have colons" {
	sed '1s/year/a:id:7/' x.tsv >y.tsv
	seq-train $ARGS --event-field=a:id:7:id:5 -m m y.tsv
	grep -q $'^event_field0\ta:id:7:id:5$' m/settings.tsv
}

@test "values that are all equal, or absent, make no field" {
	printf 'context\tx\tlabel\na,b\t3,3\tb\n' >y.tsv
	run -1 --separate-stderr seq-train $ARGS --event-field=x:bucket:2 -m m y.tsv
	[[ $stderr == *"column x: all values are equal"* ]]
	printf 'context\tx\tlabel\na,b\t,\tb\n' >y.tsv
	for kind in id number bucket:2; do
		run -1 --separate-stderr seq-train $ARGS --event-field=x:$kind -m m y.tsv
		[[ $stderr == *"column x: there are no values"* ]]
	done
}

@test "validation sees the queries of seq-embed" {
	validation_agrees $ARGS $FIELDS
}

@test "bounds that do not ascend are refused" {
	seq-train $ARGS $FIELDS -m m x.tsv
	sort -rn m/event_field2.tsv >s
	cp s m/event_field2.tsv
	seal m event_field2.tsv
	run -1 --separate-stderr seq-embed -m m x.tsv
	[[ $stderr == *"the limits of field time do not ascend"* ]]
}

@test "all encoders take fields" {
	for encoder in gru gru-reset-before lstm mean cnn last attention readout gru,gru; do
		seq-train $ARGS --encoder=$encoder --fill-context=no -m a x.tsv
		seq-train $ARGS --encoder=$encoder --fill-context=no $FIELDS -m b x.tsv
		[ "$(numbers a)" != "$(numbers b)" ]
		seq-embed -m b x.tsv | cksum >one
		seq-embed -m b --threads=2 --kernels=portable x.tsv | cksum | cmp - one
	done
}

@test "the tutorial's TFRecords go straight into training: ratings, years and genres" {
	make-movielens -q --users=60 --movies=50 --ratings-per-user=25 .
	seq-examples -q --preset=tutorial --min-rating=2 --items=movies.dat \
		--train=train.tsv --test=test.tsv ratings.dat
	tsv2tfrec -o train.tfrecord train.tsv
	tsv2tfrec -o test.tfrecord test.tsv
	tutorial() {
		seq-train -q --log=none --epochs=1 --dim=16 --event-field=context_movie_rating:number \
			--event-field=context_movie_year:id --query-field=context_movie_genre:bag "$@"
	}
	tfrec2tsv -q train.tfrecord | tutorial -m m
	tfrec2tsv -q test.tfrecord | seq-embed -q -m m >q.f32
	[ "$(wc -c <q.f32)" -eq $((($(wc -l <test.tsv) - 1) * 17 * 4)) ] # and the bias
	# As from the text that the records were made of.
	tutorial -m n train.tsv
	diff -r m n
	seq-embed -q -m m test.tsv | cmp - q.f32
	# What was learned of the columns, without what fills them up.
	tail -n +2 train.tsv | awk -F'\t' '{ n = split($1, item, ","); split($2, r, ",")
			split($3, y, ",")
			for (i = 1; i <= n; i++) if (item[i] != "0") { sum += r[i]; all++; print y[i] >"years" } }
		END { printf "%.4f\n", sum / all }' >mean
	awk '$1 == "event_field0_mean" { printf "%.4f\n", $2 }' m/settings.tsv | cmp - mean
	cut -f 1 m/event_field1.tsv | sort | cmp - <(sort -u years)
	tail -n +2 train.tsv | cut -f 4 | tr , '\n' | grep -v '^UNK$' | sort -u |
		cmp - <(cut -f 1 m/query_field0.tsv | sort)
}
