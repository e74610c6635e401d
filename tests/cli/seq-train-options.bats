# seq-train-options: every option of seq-train has an effect, bounds are
# checked, and contradictions are refused.
# shellcheck disable=SC2086 # ARGS is several words
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	awk 'BEGIN { srand(3); print "items"; for (i = 0; i < 60; i++) {
		s = a = 1 + int(rand() * 20)
		for (k = int(rand() * 8); k > 0; k--) {
			a = rand() < 0.8 ? a % 20 + 1 : 1 + int(rand() * 20)
			s = s "," a }
		print s } }' >s.tsv
	export ARGS="-q -d 6 -b 10 -e 1 --log=none"
}

# numbers MODEL: of all tensors except the state's.
numbers() {
	cat "$1"/*.f32 | cksum
}

@test "every option of training changes the model" {
	seq-train --preset=tutorial $ARGS --layout=sequences -m base s.tsv
	while read -r option; do
		seq-train --preset=tutorial $ARGS --layout=sequences $option -m other s.tsv
		[ "$(numbers base)" != "$(numbers other)" ] || {
			echo "$option changes nothing"
			return 1
		}
	done <<-'EOF'
		--layout=sessions
		--max-length=2
		--embedding-init=normal
		--encoder=gru:7
		--encoder=gru,gru
		--encoder=gru-reset-before
		--encoder=lstm
		--encoder=mean
		--encoder=cnn
		--encoder=last
		--encoder=readout
		--encoder=gru,readout
		--hidden=7:relu
		--hidden=7
		--last-piece --max-length=2
		--tie-embeddings
		--item-bias
		--normalize
		--temperature=0.5
		--dropout=0.2
		--dropout-embedding=0.2
		--loss=bpr
		--loss=bpr-max
		--loss=top1
		--loss=top1-max
		--loss=gbce
		--activation=tanh
		--activation=relu
		--activation=elu-0.5
		--sampler=all
		--negatives=5
		--logq=1
		--mask-accidental
		--mask-context
		--label-smoothing=0.1
		--batch-size=9
		--epochs=2
		--optimizer=sgd
		--optimizer=adam
		--optimizer=adagrad-gru4rec
		--optimizer=rmsprop
		--learning-rate=0.2
		--schedule=step:2:0.5
		--schedule=cosine
		--warmup=5
		--epsilon=0.1
		--clip=0.01
		--clip-each=0.01
		--mean-loss
		--shuffle=none
		--shuffle=buffer:5
		--seed=2
		--dim=5
	EOF
}

@test "every option that belongs to another option changes the model" {
	while read -r base option; do
		base=${base//,/ }
		seq-train --preset=tutorial $ARGS --layout=sequences $base -m base s.tsv
		seq-train --preset=tutorial $ARGS --layout=sequences $base $option -m other s.tsv
		[ "$(numbers base)" != "$(numbers other)" ] || {
			echo "$base: $option changes nothing"
			return 1
		}
	done <<-'EOF'
		--negatives=5 --negative-power=0
		--negatives=5 --logq=1
		--loss=bpr-max,--negatives=5 --bpr-regularisation=0
		--loss=gbce,--batch-size=2 --calibration=0
		--optimizer=sgd --momentum=0.5
		--optimizer=adam --beta1=0.5
		--optimizer=adam --beta2=0.5
		--optimizer=adam --lazy
		--optimizer=sgd,--momentum=0.5 --lazy
		--optimizer=rmsprop --lazy
		--optimizer=adamw --weight-decay=0.1
		--optimizer=adagrad-gru4rec --momentum=0.5
		--optimizer=rmsprop --beta2=0.5
		--schedule=cosine --schedule=cosine:0.5
		--normalize --temperature=0.2
	EOF
}

@test "contradictory options are refused, and both are named" {
	printf 'items\n1,2\n' >v.tsv
	while read -r one other more; do
		given=$other # a bare name is only to be named
		[[ $other == *=* || $other == --mask-accidental ]] || given=
		run -2 --separate-stderr seq-train --preset=tutorial $ARGS $one $given $more s.tsv
		one=${one%%=*}
		other=${other%%=*}
		[[ $stderr == "seq-train: "*$one* && $stderr == *"$other"* ]] || {
			echo "$one $other: $stderr"
			return 1
		}
		[ ! -e model ]
	done <<-'EOF'
		--shuffle=epoch session --layout=sessions
		--max-length=5 --layout
		--max-length=5 --layout --layout=sessions
		--context-length=5 --layout=sequences
		--context-length=5 --layout=sessions
		--sequence=items --layout
		--sampler=all --negatives=5
		--sampler=all --logq=1
		--sampler=all --mask-accidental
		--negative-power=0.5 --negatives
		--bpr-regularisation=1 --loss=top1
		--calibration=1 --loss=softmax
		--label-smoothing=0.1 --loss=bpr
		--label-smoothing=0.1 --logq=1
		--logq=1 --loss=top1-max
		--lazy --optimizer=adagrad
		--lazy --optimizer=adagrad-gru4rec --momentum=0.5
		--lazy --optimizer=sgd
		--momentum=0.5 --optimizer=adam
		--beta1=0.5 --optimizer=sgd
		--beta2=0.5 --optimizer=adagrad
		--weight-decay=0.1 --optimizer=adam
		--epsilon=0.1 --optimizer=sgd
		--metric=mrr@5 --valid
		--patience=2 --valid
		--valid-batch=7 --valid
		--label=items --layout=sequences
		--context=items --layout=sessions
		--resume --init-from=model
	EOF
}

@test "numbers out of bounds, and words instead of numbers, exit 2 and name the option" {
	for bad in --encoder=gru:0 --encoder=gru:65537 --encoder=gru: "--encoder=gru," "--encoder=,gru" \
		--encoder=gru,xyz --encoder=gru,gru,gru,gru,gru,gru,gru,gru,gru \
		--hidden=0 --hidden=8:tanh "--hidden=8," --hidden=relu --heads=2 --positions=7 --max-length=0 --temperature=0 \
		--temperature=-1 --dropout=1 --dropout=-0.1 --dropout-embedding=1 --dropout=nan \
		--activation=softmax --activation=elu --activation=elu-0 --activation=tanh-1 \
		--sampler=some --negatives=-1 --negatives=1e12 --negative-power=-1 --logq=-1 \
		--label-smoothing=1 --bpr-regularisation=-1 --calibration=1.1 --schedule=linear \
		--schedule=step:0:0.5 --schedule=step:5 --schedule=step:5:2 --schedule=cosine:2 \
		--warmup=-1 --momentum=1 --beta1=1 --beta2=1.5 --epsilon=2 --weight-decay=-1 \
		--clip=-1 --patience=-1 --layout=rows --encoder=rnn; do
		opt="--optimizer=adamw"
		case $bad in
		--momentum=*) opt="--optimizer=sgd" ;;
		esac
		run -2 --separate-stderr seq-train --preset=tutorial $ARGS --layout=sequences $opt $bad s.tsv
		[[ $stderr == "seq-train: "*"${bad%%=*}"* ]] || {
			echo "$bad: $stderr"
			return 1
		}
	done
	run -2 --separate-stderr seq-train --preset=tutorial $ARGS --layout=sequences --valid=s.tsv --metric=best s.tsv
	[[ $stderr == "seq-train: --metric: unknown value 'best'; known: top_K, "* ]]
	run -2 --separate-stderr seq-train --preset=tutorial $ARGS --layout=sequences --valid=s.tsv --metric=recall@0 s.tsv
	[ ! -e model ]
}

@test "the settings of a model are those of the run" {
	seq-train --preset=tutorial $ARGS --layout=sequences --encoder=gru:7,gru:7 --item-bias --normalize \
		--temperature=0.5 --dropout=0.25 --negatives=5 --negative-power=0.5 --logq=1 \
		--optimizer=adam --beta1=0.8 --schedule=cosine:0.5 --warmup=3 s.tsv
	while read -r name value; do
		[ "$(awk -v n=$name '$1 == n { print $2 }' model/settings.tsv)" = "$value" ]
	done <<-'EOF'
		layout sequences
		encoder gru:7,gru:7
		hidden none
		item_bias 1
		normalize 1
		temperature 0.5
		dropout 0.25
		negatives 5
		negative_power 0.5
		logq 1
		optimizer adam
		learning_rate 0.001
		beta1 0.8
		schedule cosine:0.5
		warmup 3
	EOF
	[ "$(grep -c '^gru1_' model/tensors.tsv)" -eq 3 ]
	[ "$(awk '$1 == "candidate_embedding" { print $2 }' model/tensors.tsv)" = 21,7 ]
}

@test "--print-settings writes the future settings.tsv, without training" {
	make-movielens -q --users=60 --movies=300 .
	seq-examples -q ratings.dat >x.tsv
	seq-train --preset=tutorial --print-settings -m none --epochs=1 --batch-size=64 x.tsv >said
	[[ ! -e none ]]
	seq-train --preset=tutorial -q --log=none --epochs=1 --batch-size=64 x.tsv
	[[ $(sed -n 2p model/settings.tsv) == $'format\t2' ]]
	tail -n +2 said | sort >a
	sort model/settings.tsv | comm -12 a - | cmp - a
}

@test "a preset is its settings, and given settings override them" {
	seq-train --print-settings --preset=gru4rec >a
	grep -qx $'negatives\t2048' a
	grep -qx $'momentum\t0.2' a
	seq-train --print-settings --preset=gru4rec --negatives=7 >b
	run -1 diff a b
	[[ $(grep -c '^[<>]' <<<"$output") -eq 2 ]]
	seq-train --print-settings --negatives=7 --preset=gru4rec | cmp - b
	seq-train --print-settings --preset=tutorial >c
	seq-train --preset=tutorial --print-settings | cmp - c
}

@test "a model of another format is refused with advice" {
	make-movielens -q --users=60 --movies=300 .
	seq-examples -q ratings.dat >x.tsv
	seq-train --preset=tutorial -q --log=none --epochs=1 --batch-size=64 x.tsv
	sed -i '/^format/s/2/1/' model/settings.tsv
	seal model settings.tsv
	run -1 --separate-stderr seq-embed x.tsv
	[[ $stderr == *"the model has format 1, but this program reads format 2: train the model again" ]]
}

@test "labels that occur in no context are reported, unless the column is named" {
	awk 'BEGIN { OFS = "\t"; print "user", "context", "label"
		for (i = 0; i < 60; i++)
			print "u" i % 9, "i" i % 7, (i % 2 ? "i" : "j") i % 11 }' >x.tsv
	args="--preset=tutorial -e 1 --log=none"
	run -0 --separate-stderr seq-train $args x.tsv
	[[ $stderr != *"occurs in any context"* ]]
	sed 's/\ti/\tk/' x.tsv >y.tsv
	run -0 --separate-stderr seq-train $args y.tsv
	[[ $stderr == *"no label occurs in any context: the contexts may not hold items"* ]]
	run -0 --separate-stderr seq-train $args --context=user x.tsv
	[[ $stderr != *"occurs in any context"* ]]
	cut -f 1,3 x.tsv >z.tsv
	run -0 --separate-stderr seq-train $args -H z.tsv
	[[ $stderr == *"no label occurs in any context"* ]]
}

@test "--preset=item-item: a query is the row of the last item, and candidates have other rows" {
	printf 'context\tlabel\na,b\tc\nb\ta\nc,a\tb\n' >pairs.tsv
	seq-train -q --preset=item-item --log=none -m pairs pairs.tsv
	seq-embed -m pairs pairs.tsv >queries.f32
	for item in b b a; do
		n=$(cut -f1 pairs/vocab.tsv | grep -n "^$item$" | cut -d: -f1)
		dd if=pairs/query_embedding.f32 bs=128 skip="$n" count=1 status=none
	done | cmp - queries.f32
	run ! cmp -s pairs/query_embedding.f32 pairs/candidate_embedding.f32
	for line in 'batch_size 8192' 'shuffle buffer:100000' 'optimizer adagrad' \
	    'learning_rate 0.1' 'epochs 3' 'dim 32' 'tie_embeddings 0'; do
		grep -qx "${line% *}	${line#* }" pairs/settings.tsv
	done
}
