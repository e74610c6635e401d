# weights: the weight of an example, from a column of the log to the loss.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf '%s\n' user,item,time,quantity 1,a,1,2 1,b,2,0 1,c,3,1.5 2,a,1,1 \
		2,b,2,3 2,c,3,1 >log.csv
	export ARGS="-q --preset=tutorial -d 8 -e 3 --fill-context=no --sampler=all"
	# Rows of weight 0, 1, 2 or 3 over repeated items.
	awk 'BEGIN { OFS = "\t"; print "context", "label", "w"
		for (i = 0; i < 200; i++)
			print "i" i % 7 ",i" i * i % 11, "i" (i * 3 + 1) % 11, i % 4
	}' >weighted.tsv
	awk -F '\t' 'NR == 1 { print; next }
		{ for (k = 0; k < $3; k++) print }' weighted.tsv >repeated.tsv
	tail -n +2 weighted.tsv | cut -f 1,2 | tr '\t,' '\n\n' | sort -u |
		sed 's/$/\t1/' >v.tsv
}

# near A B: are the files' numbers equal, to 1e-4 of the largest?
near() {
	perl -e 'local $/; my @f = map { open F, "<", $_; [split " ", <F>] } @ARGV;
		my ($off, $most) = (0, 0);
		for my $i (0 .. $#{$f[0]}) {
			my $d = abs($f[0][$i] - $f[1][$i]);
			$off = $d if $d > $off;
			$most = abs $f[0][$i] if abs $f[0][$i] > $most;
		}
		exit !(@{$f[0]} == @{$f[1]} && @{$f[0]} > 50 && $most > 0.1
			&& $off <= 1e-4 * $most)' "$1" "$2"
}

# vectors MODEL: of the first contexts, as text.
vectors() {
	head -n 20 weighted.tsv >"$1.some"
	seq-embed -q -m "$1" "$1.some" | od -An -v -t f4
}

@test "the weight of an example is that of its label's event" {
	seq-examples -q --weight=quantity log.csv >e.tsv
	printf '%s\n' user,context,label,weight 1,a,b,0 '1,a;b,c,1.5' 2,a,b,3 \
		'2,a;b,c,1' | tr ',;' '\t,' | cmp - e.tsv
}

@test "a weight is given by number or role, beside extra columns" {
	sed 's/quantity/rating/' log.csv >r.csv
	seq-examples -q --weight=rating --event-field=rating r.csv |
		cut -f 3-5 >role.tsv
	seq-examples -q --weight=4 --event-field=4 r.csv | cut -f 3-5 >number.tsv
	printf '%s\t%s\t%s\n' label context_rating weight b 2 0 c 2,0 1.5 b 1 3 \
		c 1,3 1 | cmp - role.tsv
	sed s/context_rating/context_4/ role.tsv | cmp - number.tsv
}

@test "held-out parts have the weights too" {
	seq-examples -q --weight=quantity --split=leave-last --train=train.tsv \
		--test=test.tsv log.csv
	cut -f 3,4 train.tsv >a
	cut -f 3,4 test.tsv >b
	printf 'label\tweight\nb\t0\nb\t3\n' | cmp - a
	printf 'label\tweight\nc\t1.5\nc\t1\n' | cmp - b
}

@test "a weight in a log that is not a number of 0 or more is named with its line" {
	local bad
	for bad in -1 x '' nan 1e99; do
		{ cat log.csv && echo "3,a,1,$bad"; } >bad.csv
		run --separate-stderr -1 seq-examples -q --weight=quantity bad.csv
		assert_equal "$stderr" "seq-examples: bad.csv:line 8 @offset 74:\
 the weight '$bad' is not a number of 0 or more"
	done
}

@test "a weight is refused if the output has no examples" {
	run --separate-stderr -2 seq-examples --weight=4 --sequences log.csv
	assert_equal "$stderr" \
		"seq-examples: --weight cannot be used with --sequences: a row has\
 many labels, each with its own weight; see seq-examples --help"
	run --separate-stderr -2 seq-examples --weight=4 --preset=tutorial log.csv
	run --separate-stderr -2 seq-examples --weight=4 --line=user log.csv
	run --separate-stderr -2 seq-examples --weight= log.csv
}

@test "a missing column for the weight is named" {
	run --separate-stderr -1 seq-examples -q --weight=price log.csv
	[[ $stderr == *": --weight: there is no column 'price'; the 4 columns are:"* ]]
}

@test "a row of weight 2 equals the row twice, and weight 0 no row" {
	local loss
	for loss in $(seq-train --loss=help | awk '/^[a-z]/ { print $1 }'); do
		seq-train $ARGS --loss=$loss --vocab=v.tsv --weight=w -m a \
			weighted.tsv >a.log
		seq-train $ARGS --loss=$loss --vocab=v.tsv -m b repeated.tsv >b.log
		near <(cut -f 4 a.log | sed 1d; vectors a) \
			<(cut -f 4 b.log | sed 1d; vectors b)
	done
}

@test "weights of 1 change no byte" {
	cut -f 1,2 weighted.tsv | sed '1s/$/\tw/; 2,$s/$/\t1/' >one.tsv
	seq-train $ARGS -b 50 --mean-loss --weight=w -m a one.tsv >a.log
	seq-train $ARGS -b 50 --mean-loss -m b one.tsv >b.log
	cmp a.log b.log
	cat a/*.f32 | cksum >a.sum
	cat b/*.f32 | cksum | cmp - a.sum
}

@test "with a mean only the ratios of weights matter" {
	awk -F '\t' -v OFS='\t' 'NR > 1 { $3 *= 8 } 1' weighted.tsv >eight.tsv
	seq-train $ARGS -b 50 --mean-loss --weight=w -m a weighted.tsv >a.log
	seq-train $ARGS -b 50 --mean-loss --weight=w -m b eight.tsv >b.log
	cat a/*.f32 | cksum >a.sum
	cat b/*.f32 | cksum | cmp - a.sum
	near <(cut -f 4 a.log | awk 'NR > 1 { print $1 * 8 }'; vectors a) \
		<(cut -f 4 b.log | sed 1d; vectors b)
}

@test "weights give the same bytes for any number of threads" {
	seq-train $ARGS -b 70 --weight=w --threads=1 -m a weighted.tsv >a.log
	seq-train $ARGS -b 70 --weight=w --threads=3 -m b weighted.tsv >b.log
	cmp a.log b.log
	cat a/*.f32 | cksum >a.sum
	cat b/*.f32 | cksum | cmp - a.sum
}

@test "a run with weights can be resumed" {
	seq-train $ARGS -b 70 --weight=w -m whole weighted.tsv >whole.log
	seq-train $ARGS -b 70 --weight=w -e 1 -m parts weighted.tsv >/dev/null
	seq-train $ARGS -b 70 --weight=w --resume -m parts weighted.tsv >rest.log
	cat whole/*.f32 | cksum >a.sum
	cat parts/*.f32 | cksum | cmp - a.sum
}

@test "a run with weights cannot be resumed without them" {
	seq-train $ARGS --weight=w -e 1 -m m weighted.tsv >/dev/null
	run --separate-stderr -1 seq-train $ARGS --resume -m m weighted.tsv
	[[ $stderr == *"weight"* ]]
}

@test "held-out data are validated without weights" {
	awk -F '\t' -v OFS='\t' 'NR > 1 { $3 = 4 } 1' weighted.tsv >four.tsv
	seq-train $ARGS --weight=w --hold-out=40 --mean-loss -m a four.tsv >a.log
	seq-train $ARGS --hold-out=40 --mean-loss -m b four.tsv >b.log
	cat a/*.f32 | cksum >a.sum
	cat b/*.f32 | cksum | cmp - a.sum
	cut -f 1-3,5- a.log >a.valid
	cut -f 1-3,5- b.log | cmp - a.valid
	seq-train $ARGS --weight=w --hold-out=40 --mean-loss --cache=rows -m c four.tsv \
		>c.log
	cmp a.log c.log
}

@test "a weight of examples that is not a number of 0 or more is named" {
	local bad
	for bad in -1 x '\N' inf 1,2 ''; do
		{ cat weighted.tsv && printf 'i1\ti2\t%s\n' "$bad"; } >bad.tsv
		run --separate-stderr -1 seq-train $ARGS --weight=w bad.tsv
		assert_equal "$stderr" "seq-train: bad.tsv:line 202: the weight\
 '$bad' is not a number >= 0"
	done
}

@test "weights that are all 0 are refused" {
	awk -F '\t' -v OFS='\t' 'NR > 1 { $3 = 0 } 1' weighted.tsv >zero.tsv
	run --separate-stderr -1 seq-train $ARGS --weight=w zero.tsv
	[[ $stderr == *": every weight is 0" ]]
}

@test "weights are refused if rows are whole sequences" {
	printf 'items\tweight\na,b,c\t1\nb,c,a\t2\n' >s.tsv
	run --separate-stderr -2 seq-train --layout=sequences --weight=weight s.tsv
	assert_equal "$stderr" \
		"seq-train: --weight has one number a row, and a row of\
 --layout=sequences has many predictions: train on examples, which seq-examples\
 writes without --sequences; see seq-train --help"
	run --separate-stderr -2 seq-train --preset=gru4rec --weight=weight s.tsv
	[[ $stderr == *" a row of --layout=sessions has many predictions: "* ]]
}

@test "an unused column weight is reported" {
	sed 1s/w\$/weight/ weighted.tsv >named.tsv
	run --separate-stderr -0 seq-train --preset=tutorial -e 1 --log=none named.tsv
	[[ $stderr == *"the column weight is not used; --weight=weight does"* ]]
	run --separate-stderr -0 seq-train --preset=tutorial -e 1 --log=none \
		--weight=weight named.tsv
	[[ $stderr != *"is not used"* ]]
}
