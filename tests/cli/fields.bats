# fields: values beside the context, from the columns to the query.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	# The label follows the last rating: 1 to 5 decide among five items.
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

# numbers MODEL: of all tensors but the state's.
numbers() {
	cat "$1"/*.f32 | cksum
}

@test "a query is what the item gives and what each field adds, row by row" {
	seq-train $ARGS $FIELDS --encoder=last:8 --fill-context=no -m m x.tsv
	seq-embed -m m x.tsv >q.f32
	perl -e '
		sub rows { my ($name, $cols) = @_; local $/; my @r;
			open F, "<:raw", "m/$name.f32"; my @x = unpack "f<*", <F>;
			push @r, [splice @x, 0, $cols] while @x; @r }
		sub lines { open F, "<", "m/$_[0].tsv";
			map { (split /[\t\n]/)[0] } <F> }
		my %set = map { chomp; split /\t/ } do { open S, "<", "m/settings.tsv"; <S> };
		my ($i, $j) = (1, 1);
		my %item = map { $_ => $i++ } lines("vocab");
		my %year = map { $_ => $j++ } lines("event_field1");
		my @limit = lines("event_field2");
		my @e = rows("query_embedding", 8);
		my @t1 = rows("event_field1_embedding", 3);
		my @t2 = rows("event_field2_embedding", 2);
		my @k = map { [rows("event_field${_}_kernel", 8)] } 0 .. 2;
		open X, "<", "x.tsv"; <X>;
		local $/ = \32; open Q, "<:raw", "q.f32";
		{ local $/ = "\n"; @x = <X>; }
		for (@x) {
			chomp; my ($c, $r, $y, $t) = map { (split /,/)[-1] } split /\t/;
			my @q = unpack "f<*", <Q>;
			my $b = 1 + grep { $_ <= $t } @limit;
			my @in = ([($r - $set{event_field0_mean}) / $set{event_field0_deviation}],
				$t1[$year{$y}], $t2[$b]);
			for my $d (0 .. 7) {
				my $w = $e[$item{$c}][$d];
				for my $f (0 .. 2) {
					$w += $in[$f][$_] * $k[$f][$_][$d] for 0 .. $#{$in[$f]} }
				die "$_: $d: $q[$d], not $w" if abs($q[$d] - $w) > 1e-5 } }
		print scalar @x, "\n"' >compared
	echo 600 | cmp - compared
}

@test "mean and deviation are those of all values, pads left out" {
	printf '%s\t%s\t%s\n' context rating label \
	    a,b,0 1,3,0 b  b,0,0 4,0,0 a  a,b,a 2,2,6 b >x.tsv
	seq-train $ARGS --event-field=rating:number -m m x.tsv
	# 1 3 4 2 2 6: mean 3, deviation sqrt(16 / 6)
	grep -q $'^event_field0_mean\t3$' m/settings.tsv
	grep -q $'^event_field0_deviation\t1.632993161855452$' m/settings.tsv
}

@test "buckets are filled alike, and a number begins one where it is a limit" {
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

@test "what a field says is learnt: the rating decides, and the loss tells" {
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

@test "a run that is taken up again ends as the one that went through" {
	seq-train $ARGS $FIELDS -m a x.tsv
	seq-train $ARGS $FIELDS -e 1 -m b x.tsv
	seq-train $ARGS $FIELDS --resume -m b x.tsv
	diff -r a b
}

@test "a run is not taken up with other fields, or none" {
	seq-train $ARGS $FIELDS -e 1 -m b x.tsv
	run -1 --separate-stderr seq-train $ARGS --resume -m b x.tsv
	[[ $stderr == *"its event_field0 is rating:number, not none"* ]]
	run -1 --separate-stderr seq-train $ARGS $FIELDS --event-field=label:id --resume -m b x.tsv
	[[ $stderr == *"its event_field3 is none, not label:id:8"* ]]
}

@test "other values of a field are other examples" {
	seq-train $ARGS $FIELDS -e 1 -m b x.tsv
	awk -F'\t' -v OFS='\t' 'NR == 5 { sub(/[1-5]$/, "9", $2) } 1' x.tsv >y.tsv
	run -1 --separate-stderr seq-train $ARGS $FIELDS --resume -m b y.tsv
	[[ $stderr == *"trained on other examples"* ]]
}

@test "weights are taken over with the fields" {
	seq-train $ARGS $FIELDS -m a x.tsv
	seq-train $ARGS $FIELDS -e 1 --learning-rate=0 --init-from=a -m b x.tsv
	[ "$(numbers a)" = "$(numbers b)" ]
}

@test "pads are known without --pad, and the fields beside them fall away" {
	awk -F'\t' -v OFS='\t' 'NR > 1 { n = split($1, a, ",")
		for (; n < 4; n++) { $1 = $1 ",0"; $2 = $2 ",UNK"; $3 = $3 ",0"; $4 = $4 "," } } 1' \
	    x.tsv >padded.tsv
	seq-train $ARGS $FIELDS --context-length=4 --unknown=drop --fill-context=no -m a x.tsv
	seq-train $ARGS $FIELDS --context-length=4 --unknown=drop --fill-context=no -m b padded.tsv
	[ "$(numbers a)" = "$(numbers b)" ]
	cmp a/event_field1.tsv b/event_field1.tsv
}

@test "an item that is left out takes its values along" {
	seq-train $ARGS $FIELDS --unknown=drop --fill-context=no -m m x.tsv
	printf 'context\trating\tyear\ttime\ni1,i2\t1,5\t1991,1992\t3,70\n' >a
	printf 'context\trating\tyear\ttime\ni1,nobody,i2\t1,3,5\t1991,1996,1992\t3,9,70\n' >b
	seq-embed -q -m m a >a.f32
	seq-embed -q -m m b >b.f32
	cmp a.f32 b.f32
}

@test "an empty value and one that training did not have are row 0" {
	seq-train $ARGS $FIELDS -m m x.tsv
	printf 'context\trating\tyear\ttime\ni1\t\t\t\n' | seq-embed -m m >a.f32
	printf 'context\ni1\n' | seq-embed -q -m m --missing-fields >b.f32
	printf 'context\trating\tyear\ttime\ni1\t\t1871\t\n' | seq-embed -m m >c.f32
	cmp a.f32 b.f32
	cmp a.f32 c.f32
}

@test "a column that is not there is an error that names it" {
	run -1 --separate-stderr seq-train $ARGS --event-field=stars:number -m m x.tsv
	[[ $stderr == *"there is no column 'stars'"* ]]
	seq-train $ARGS $FIELDS -m m x.tsv
	cut -f 1,3- x.tsv >y.tsv
	run -1 --separate-stderr seq-embed -m m y.tsv
	[[ $stderr == *"there is no column 'rating'"* ]]
}

@test "--missing-fields and --no-header do without columns, and say so once" {
	seq-train $ARGS $FIELDS -m m x.tsv
	cut -f 1,3- x.tsv >y.tsv
	run -0 --separate-stderr bash -c 'seq-embed -m m --missing-fields y.tsv >q.f32'
	[ "$stderr" = "seq-embed: there is no column rating: its values are missing" ]
	run -0 --separate-stderr bash -c "printf 'i1\ni2\n' | seq-embed -H -m m >q.f32"
	[ "$stderr" = "seq-embed: there are no columns rating, year, time: their values are missing" ]
	[ "$(stat -c %s q.f32)" -eq 64 ]
}

@test "a list that is shorter than its context is an error with record and column" {
	awk -F'\t' -v OFS='\t' 'NR == 7 { $3 = $3 ",1" } 1' x.tsv >y.tsv
	run -1 --separate-stderr seq-train $ARGS $FIELDS -m m y.tsv
	[[ $stderr =~ "y.tsv:line 7: column year: "[2-5]" values where the context has "[1-4]" items" ]]
}

@test "a word where a number stands is an error with record and column" {
	awk -F'\t' -v OFS='\t' 'NR == 9 { sub(/[1-5]$/, "five", $2) } 1' x.tsv >y.tsv
	run -1 --separate-stderr seq-train $ARGS $FIELDS -m m y.tsv
	[[ $stderr == *"y.tsv:line 9: column rating: 'five' is not a number"* ]]
	for x in inf nan 1e999; do
		awk -F'\t' -v OFS='\t' -v x=$x 'NR == 9 { sub(/[1-5]$/, x, $2) } 1' x.tsv >y.tsv
		run -1 seq-train $ARGS $FIELDS -m m y.tsv
	done
}

@test "a field that cannot be is a wrong command line" {
	for field in rating rating:stars rating:number:3 rating:id:0 rating:id:2:2 \
	    rating:bucket rating:bucket:1 rating:bucket:4:0 :id id; do
		run -2 seq-train $ARGS --event-field=$field -m m x.tsv
	done
	run -2 --separate-stderr seq-train $ARGS --event-field=year:id --event-field=year:number -m m x.tsv
	[[ $stderr == *"'year' is given twice"* ]]
	run -2 seq-train $ARGS --layout=sessions --event-field=year:id -m m x.tsv
	[ ! -e m ]
}

@test "a field is parsed from the right: its name may have colons" {
	sed '1s/year/a:id:7/' x.tsv >y.tsv
	seq-train $ARGS --event-field=a:id:7:id:5 -m m y.tsv
	grep -q $'^event_field0\ta:id:7:id:5$' m/settings.tsv
}

@test "values that are all alike, or none, are no field" {
	printf 'context\tx\tlabel\na,b\t3,3\tb\n' >y.tsv
	run -1 --separate-stderr seq-train $ARGS --event-field=x:bucket:2 -m m y.tsv
	[[ $stderr == *"column x: all values are alike"* ]]
	printf 'context\tx\tlabel\na,b\t,\tb\n' >y.tsv
	for kind in id number bucket:2; do
		run -1 --separate-stderr seq-train $ARGS --event-field=x:$kind -m m y.tsv
		[[ $stderr == *"column x: there is no value"* ]]
	done
}

@test "what is validated is what seq-embed gives" {
	head -n 101 x.tsv >v.tsv
	seq-train $ARGS $FIELDS --log=epoch --valid=v.tsv -m m x.tsv >log
	seq-embed -m m v.tsv | topk-eval -q -m m -l v.tsv |
		awk '$1 == "top_5" { print $2 }' >a
	awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		{ x = $(at["valid_top_5"]) } END { print x }' log | cmp - a
}

@test "limits that do not ascend are refused" {
	seq-train $ARGS $FIELDS -m m x.tsv
	sort -rn m/event_field2.tsv >s
	cp s m/event_field2.tsv
	seal m event_field2.tsv
	run -1 --separate-stderr seq-embed -m m x.tsv
	[[ $stderr == *"the limits of field time do not ascend"* ]]
}

@test "the encoders take fields" {
	for encoder in gru gru-reset-before lstm mean cnn last attention readout gru,gru; do
		seq-train $ARGS --encoder=$encoder --fill-context=no -m a x.tsv
		seq-train $ARGS --encoder=$encoder --fill-context=no $FIELDS -m b x.tsv
		[ "$(numbers a)" != "$(numbers b)" ]
		seq-embed -m b x.tsv | cksum >one
		seq-embed -m b --threads=2 --kernels=portable x.tsv | cksum | cmp - one
	done
}
