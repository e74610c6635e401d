# seq-train --preset=recommended: settings that follow from the data, and
# held-out data to choose the epoch.
# shellcheck disable=SC2016 # $ is for awk
load helper

# log USERS: users who walk from item to item, mostly in one order, as "user
# context label" and as "user items".
log() {
	awk -v users="$1" 'BEGIN {
		print "user\tcontext_movie_id\tlabel_movie_id" >"x.tsv"
		print "user\titems" >"s.tsv"
		r = 7
		for (u = 1; u <= users; u++) {
			i = r % 30
			c = "i" i
			for (t = 1; t <= 8; t++) {
				r = r * 75 % 65537
				i = r % 5 ? (i * 3 + 1) % 30 : r % 11
				print "u" u "\t" c "\ti" i >"x.tsv"
				c = c ",i" i
			}
			print "u" u "\t" c >"s.tsv"
		}
	}'
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	log 300
	export A="--preset=recommended --log=epoch"
}

# of MODEL NAME: a setting of the model.
of() {
	awk -F '\t' -v name="$2" '$1 == name { print $2 }' "$1/settings.tsv"
}

@test "the layout follows from the columns" {
	seq-train -q $A -e 1 -m x x.tsv >x.log
	seq-train -q $A -e 1 -m s s.tsv >s.log
	[ "$(of x layout) $(of s layout)" = "windows sequences" ]
}

@test "without a header a list at the end, or a single column, is a sequence" {
	tail -n +2 s.tsv | seq-train -q $A -H -e 1 -m s >s.log
	tail -n +2 s.tsv | cut -f 2 | seq-train -q $A -H -e 1 -m c >c.log
	tail -n +2 x.tsv | cut -f 2,3 | seq-train -q $A -H -e 1 -m x >x.log
	[ "$(of s layout) $(of c layout) $(of x layout)" = \
		"sequences sequences windows" ]
}

@test "settings that follow from the data are auto without data, and a value in the model" {
	run -0 --separate-stderr seq-train --preset=recommended --print-settings
	[[ $output == *$'\nbatch_size\tauto\n'* ]]
	[[ $output == *$'\nepochs\tauto\n'* ]]
	[[ $output == *$'\noptimizer\tadam\n'* ]]
	seq-train -q $A -m x x.tsv >x.log
	run -1 grep auto x/settings.tsv
	[ "$(of x batch_size) $(of x hold_out)" = "32 200" ]
}

@test "a twentieth of the users is held out, and the model is that of the best epoch" {
	run -0 --separate-stderr seq-train $A -m x x.tsv
	[[ $stderr == *", up to "*" epochs, 200 examples held out by user"* ]]
	[ "$(of x examples)" -eq 2200 ]
	best=$(awk -F '\t' 'NR > 1 && $NF > most { most = $NF; e = $1 }
		END { print e }' <<<"$output")
	[ "$(of x best_epoch)" -eq "$best" ]
}

@test "without users rows are held out, or sequences" {
	cut -f 2,3 x.tsv >r.tsv
	run -0 --separate-stderr seq-train $A -e 1 -m r r.tsv
	[[ $stderr == *"200 examples held out by row"* ]]
	run -0 --separate-stderr seq-train $A -e 1 -m s s.tsv
	[[ $stderr == *"200 events held out by sequence"* ]]
	[ "$(of s examples)" -eq 275 ]
}

@test "of fewer than 2,000 examples none is held out, without validation" {
	head -n 1900 x.tsv >few.tsv
	run -0 --separate-stderr seq-train $A -m x few.tsv
	[[ $stderr != *held* ]]
	[ "$(of x examples) $(of x hold_out) $(of x metric)" = "1899 0 none" ]
}

@test "a validation file replaces the held-out data" {
	head -n 200 x.tsv >v.tsv
	seq-train -q $A -e 1 -m x --valid=v.tsv x.tsv >x.log
	[ "$(of x examples) $(of x hold_out) $(of x metric)" = \
		"2400 0 ndcg@10" ]
	run -2 --separate-stderr seq-train $A --valid=v.tsv --hold-out=9 x.tsv
	[[ $stderr == *"--hold-out and --valid cannot be used together"* ]]
}

@test "threads change no byte, another seed holds out others" {
	seq-train -q $A -e 2 -m a --threads=1 x.tsv >a.log
	seq-train -q $A -e 2 -m b --threads=3 x.tsv >b.log
	seq-train -q $A -e 2 -m c --seed=2 x.tsv >c.log
	cmp a.log b.log
	diff -r a b
	[ "$(of a valid_crc32c)" != "$(of c valid_crc32c)" ]
}

@test "a resumed run gives the same model as an unbroken one" {
	seq-train -q $A -m whole x.tsv >whole.log
	# Killed during its second save.
	run -137 faulted mkdir:4:KILL seq-train -q $A -m part \
		--checkpoint-every=50 x.tsv
	[ "$(of part.part steps_done)" -eq 50 ]
	seq-train -q $A -m part --resume x.tsv >rest.log
	diff -r whole part
}

@test "given settings stay, and dependent settings follow them" {
	run -0 seq-train --preset=recommended --print-settings --dim=9 \
		--item-bias=no --negatives=5
	[[ $output == *$'\ndim\t9\n'* && $output == *$'\nnegatives\t5\n'* ]]
	seq-train -q $A -e 1 -m x --dim=9 --negatives=5 --optimizer=sgd x.tsv \
		>x.log
	[ "$(of x dim) $(of x sampler) $(of x lazy) $(of x learning_rate)" = \
		"9 batch 0 0.01" ]
}

@test "between 2,000 and 25,000 predictions the temperature is higher" {
	seq-train -q $A -e 1 --dim=4 --log=none -m x x.tsv
	head -n 1901 x.tsv | seq-train -q $A -e 1 --dim=4 --log=none -m few
	log 3200
	seq-train -q $A -e 1 --dim=4 --log=none -m many s.tsv
	[ "$(of few temperature) $(of x temperature) $(of many temperature)" = \
		"0.08 0.12 0.08" ]
}

@test "the initial model determines the size of the net" {
	seq-train -q $A -e 1 -m a --dim=12 x.tsv >a.log
	seq-train -q $A -e 1 -m b --init-from=a x.tsv >b.log
	[ "$(of b dim)" -eq 12 ]
}

@test "a run that begins from a model has its settings, but not its validation" {
	seq-train -q $A -e 1 -m a --encoder=cnn:6 --optimizer=sgd \
		--momentum=0.5 --loss=bpr-max x.tsv >a.log
	seq-train -q ${A#--preset=recommended} -m b --init-from=a --dropout=0.2 x.tsv >b.log
	for name in encoder optimizer momentum learning_rate loss; do
		[ "$(of a $name)" = "$(of b $name)" ]
	done
	[ "$(of b dropout) $(of b hold_out) $(of b metric)" = "0.2 0 none" ]
}

@test "a run that begins from a model has its fields" {
	awk -v OFS='\t' 'NR == 1 { print $0, "kind"; next } { print $0, NR % 3 }' \
		x.tsv >with.tsv
	seq-train -q $A -e 1 -m a --query-field=kind:id:4 with.tsv >a.log
	seq-train -q ${A#--preset=recommended} -m b --init-from=a with.tsv >b.log
	[ "$(of b query_field0)" = "$(of a query_field0)" ]
	[[ $(of b query_field0) == kind:id* ]]
}

@test "another optimiser than the model's has its own rate, and a preset its own all" {
	seq-train -q $A -e 1 -m a --dim=9 -r 0.3 x.tsv >a.log
	seq-train -q ${A#--preset=recommended} -m b --init-from=a --optimizer=sgd --lazy=no x.tsv >b.log
	[ "$(of b learning_rate) $(of b dim)" = "0.01 9" ]
	run -1 --separate-stderr seq-train --preset=tutorial --log=none \
		--init-from=a -m c x.tsv
	[[ $stderr == *"seq-train: a: "* ]]
}

@test "settings are not taken from a model that has none" {
	seq-baseline -q --method=pop -m base x.tsv
	run -1 --separate-stderr seq-train ${A#--preset=recommended} --init-from=base -m c x.tsv
	[[ $stderr == "seq-train: base: its settings say nothing of "*": it is no model of seq-train" ]]
}

@test "the model finds more than popularity, and reports both" {
	run -0 --separate-stderr seq-train $A -m x x.tsv
	re='ndcg@10 (0\.[0-9]+), popularity (0\.[0-9]+)'
	[[ $stderr =~ $re ]]
	awk -v m="${BASH_REMATCH[1]}" -v p="${BASH_REMATCH[2]}" \
		'BEGIN { exit !(m > p + 0.2 && p > 0) }'
}

@test "a model that finds no more than a simple ranking is reported" {
	run -0 --separate-stderr seq-train $A -e 1 -m x --item-bias=no \
		--learning-rate=0 x.tsv
	[[ $stderr == *"the model is no better than transitions: try seq-baseline --method=markov,"* ]]
	[ "$(grep -c 'no better' <<<"$stderr")" -eq 1 ]
}

@test "a model that finds more than the simple ranking is not blamed" {
	run -0 --separate-stderr seq-train $A -m x x.tsv
	[[ $stderr == *", transitions 0."* && $stderr != *"no better"* ]]
}

# parts TABLE: the first 200 users in t.tsv, the others in v.tsv.
parts() {
	awk 'NR == 1 || substr($1, 2) + 0 <= 200' "$1" >t.tsv
	awk 'NR == 1 || substr($1, 2) + 0 > 200' "$1" >v.tsv
}

# ndcg RULE OPTION ...: ndcg@10 of the model base on v.tsv, by this rule for ties.
ndcg() {
	seq-embed -q "${@:2}" -m base v.tsv |
		topk-eval -q -m base "--ties=$1" -k 10 -l labels.tsv |
		awk '$1 == "ndcg@10" { print $2 }'
}

# same_as_baselines SLACK OPTION ...: the metrics of own items and of transitions on
# v.tsv are those of s-pop and markov, where popularity decides between equal scores.
same_as_baselines() {
	run -0 --separate-stderr seq-train $A -e 1 -m x --valid=v.tsv t.tsv
	for pair in "own items=s-pop" transitions=markov; do
		said=${stderr##*"${pair%=*} "}
		seq-baseline -q --method="${pair#*=}" -m base t.tsv
		awk -v said="${said%%[!0-9.]*}" -v least="$(ndcg conservative "${@:2}")" \
			-v slack="$1" -v most="$(ndcg standard "${@:2}")" 'BEGIN {
			exit !(least > 0.1 && most - least < 0.2 &&
			    said > least - slack && said < most + slack) }'
	done
}

@test "own items and transitions are s-pop and markov: examples" {
	parts x.tsv
	cp v.tsv labels.tsv
	same_as_baselines 0.01 # seq-train counts labels, seq-baseline all events
}

@test "own items and transitions are s-pop and markov: sequences" {
	parts s.tsv
	same_as_baselines 0.0001 --every-position --labels-out=labels.tsv
}

@test "own items and transitions are s-pop and markov: sessions" {
	parts s.tsv
	export A="$A --layout=sessions"
	same_as_baselines 0.0001 --every-position --labels-out=labels.tsv
}

@test "transitions of a cache are those of memory" {
	seq-train $A -e 1 -m x x.tsv >x.log 2>x.err
	seq-train $A -e 1 -m y --cache=rows x.tsv >y.log 2>y.err
	of_err() { grep -o 'ndcg@10 .*, popularity .*, own items .*, transitions .*' "$1"; }
	[ "$(of_err x.err)" = "$(of_err y.err)" ]
}

@test "--bias-from-counts begins as the popularity ranking" {
	seq-train -q --preset=tutorial -e 1 -b 100 --learning-rate=0 --item-bias \
		--bias-from-counts -m x x.tsv >x.log
	seq-embed -m x x.tsv >q.f32
	run -0 topk-eval -m x -l x.tsv -k 1,5 q.f32
	awk -F '\t' '/^top_/ && $2 < $3 - 0.02 { exit 1 }' <<<"$output"
	run -2 --separate-stderr seq-train --preset=tutorial --bias-from-counts x.tsv
	[[ $stderr == *"--bias-from-counts applies only to --item-bias"* ]]
}

@test "any preset can hold out data, but not more than there is" {
	seq-train -q --preset=tutorial -b 100 -e 2 --hold-out=300 \
		--metric=mrr@10 -m x x.tsv >x.log
	[ "$(of x examples) $(of x metric)" = "2100 mrr@10" ]
	run -1 --separate-stderr seq-train --preset=tutorial --hold-out=2400 x.tsv
	[[ $stderr == *"--hold-out=2400: the input has only 2400 examples"* ]]
}

@test "an estimate has the epochs and steps of the run, and writes no model" {
	run -0 --separate-stderr seq-train $A --estimate x.tsv
	steps=$(awk '$1 == "steps" { print $2 }' <<<"$output")
	[ ! -e model ]
	seq-train -q $A --patience=0 x.tsv >x.log
	[ "$steps" -eq "$(of model steps_done)" ]
	awk '$1 == "seconds" { s = $2 > 0 } $1 == "bytes" { b = $2 > 1e6 }
		END { exit !(s && b) }' <<<"$output"
}

@test "estimates of sequences and sessions have steps too" {
	for layout in sequences sessions; do
		run -0 --separate-stderr seq-train --preset=recommended \
			--layout=$layout --estimate s.tsv
		[[ $output == *$'\nsteps\t'[1-9]* ]]
	done
}
