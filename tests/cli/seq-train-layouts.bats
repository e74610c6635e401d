# seq-train-layouts: --layout=sequences and sessions, together with windows:
# repeatability, stopping and resuming, validation.
# shellcheck disable=SC2002,SC2016,SC2086,SC2154 # pipes are meant; $ is for sh and awk; ARGS is several words; run sets stderr
load helper

# sequences SEED N: of 1 to 12 events of 40 items; the next item is mostly the
# one after; with a third argument, random.
sequences() {
	awk -v x="$1" -v n="$2" -v any="${3-}" '
		function r(m) {
			x = (x * 1103515245 + 12345) % 2147483648
			return int(x / 65536) % m
		}
		BEGIN {
			print "user\titems"
			for (i = 0; i < n; i++) {
				s = a = 1 + r(40)
				for (k = r(12); k > 0; k--) {
					a = any == "" && r(4) ? a % 40 + 1 : 1 + r(40)
					s = s "," a
				}
				print "u" i "\t" s
			}
		}'
}

# The predictions of sequences as windows of full length.
windows() {
	awk -F'\t' 'BEGIN { print "context_movie_id\tlabel_movie_id" }
		NR > 1 { n = split($2, x, ","); c = x[1]
			for (i = 2; i <= n; i++) { print c "\t" x[i]; c = c "," x[i] } }' "$@"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	sequences 1 120 >s.tsv
	sequences 2 60 >v.tsv
	windows s.tsv >w.tsv
	export ARGS="-q -d 8 -b 25"
}

# input LAYOUT: the layout's input file.
input() {
	case $1 in
	windows) echo w.tsv ;;
	*) echo s.tsv ;;
	esac
}

# Other features of a run, one a line.
everything() {
	cat <<-'EOF'
		--dropout=0.2 --dropout-embedding=0.1 --negatives=9 --logq=0.5
		--optimizer=adam --encoder=gru:5,gru:5 --item-bias
		--optimizer=adamw --lazy --tie-embeddings --normalize --temperature=0.2
		--optimizer=rmsprop --momentum=0.5 --schedule=step:7:0.5 --warmup=5 --clip=1
		--optimizer=adagrad-gru4rec --encoder=gru-reset-before --loss=bpr-max --negatives=5 --dropout=0.1
		--optimizer=sgd --momentum=0.9 --mean-loss --schedule=cosine:0.1 --sampler=all --tie-embeddings --item-bias
	EOF
}

@test "any number of threads gives the same bytes, in every layout" {
	sequences 3 900 >s.tsv
	windows s.tsv >w.tsv
	args="-q -d 8 -b 300 -e 1 --encoder=gru,gru --dropout=0.2 --negatives=9"
	for l in windows sequences sessions; do
		for n in 1 2 3 7; do
			seq-train --preset=tutorial $args --threads=$n -m $l$n --layout=$l --valid=v.tsv \
				"$(input $l)" >$l$n.tsv || true
			[ $l != windows ] || seq-train --preset=tutorial $args --threads=$n -m $l$n \
				--valid=w.tsv w.tsv >$l$n.tsv
			diff -r ${l}1 $l$n
			cmp ${l}1.tsv $l$n.tsv
		done
	done
}

@test "a file, a pipe, single bytes, gzip and two operands give the same bytes" {
	head -n 51 s.tsv >1.tsv
	awk 'NR == 1 || NR > 51' s.tsv >2.tsv
	gzip <s.tsv >s.gz
	for l in sequences sessions; do
		args="$ARGS --layout=$l"
		seq-train --preset=tutorial $args -m a s.tsv >a.tsv
		cat s.tsv | seq-train --preset=tutorial $args -m b >b.tsv
		dd bs=1 status=none <s.tsv | seq-train --preset=tutorial $args -m c - >c.tsv
		seq-train --preset=tutorial $args -m d s.gz >d.tsv
		seq-train --preset=tutorial $args -m e 1.tsv 2.tsv >e.tsv
		tail -n +2 s.tsv | seq-train --preset=tutorial $args -m f -H | cat <(head -n 1 a.tsv) - >f.tsv
		awk -F'\t' '{ print NR "\t" $2 "\tz" NR }' s.tsv | sed '1s/.*/a\tx\ty/' |
			seq-train --preset=tutorial $args -m g --sequence=x >g.tsv
		for m in b c d e f g; do
			diff -r a $m
			cmp a.tsv $m.tsv
		done
	done
}

@test "validation from a pipe is the same as from a file" {
	windows v.tsv >vw.tsv
	for l in sequences sessions; do
		for v in v.tsv vw.tsv; do
			seq-train --preset=tutorial $ARGS --layout=$l -m a --valid=$v s.tsv >a.tsv
			cat $v | seq-train --preset=tutorial $ARGS --layout=$l -m b --valid=- s.tsv >b.tsv
			cmp a.tsv b.tsv
		done
	done
}

@test "--resume after fewer epochs is the whole run, including the log" {
	for l in windows sequences sessions; do
		f=$(input $l)
		while read -r more; do
			args="$ARGS --layout=$l $more"
			rm -rf a b
			seq-train --preset=tutorial $args -e 3 -m a $f >a.tsv
			# A cosine depends on the number of epochs.
			[[ $more == *cosine* ]] && continue
			seq-train --preset=tutorial $args -e 1 -m b $f >b.tsv
			seq-train --preset=tutorial $args -e 3 -m b --resume $f | tail -n +2 >>b.tsv
			diff -r a b
			cmp a.tsv b.tsv
		done < <(everything)
	done
}

@test "SIGTERM in the middle of an epoch, and --resume, is the whole run" {
	sequences 4 30 >s.tsv
	windows s.tsv >w.tsv
	for l in windows sequences sessions; do
		f=$(input $l)
		while read -r more; do
			args="-q -d 8 -b 4 -e 9 --layout=$l $more --valid=$f --metric=mrr@5"
			rm -rf a b
			seq-train --preset=tutorial $args -m a $f >a.tsv
			# Each step writes its row; the first also writes the
			# header line.
			steps=$(awk '$1 == 4 { print NR - 1; exit }' a.tsv)
			run -143 --separate-stderr eval "faulted write:$((steps + 3)):TERM \
				seq-train --preset=tutorial $args --threads=1 -m b $f >b.tsv"
			grep -q "^steps_done	$((steps + 3))$" b.part/settings.tsv
			[ "$(tail -n 1 b.tsv | cut -f1,2)" = "4	4" ]
			seq-train --preset=tutorial $args -m b --log=none --resume $f
			diff -r a b
		done < <(everything)
	done
}

@test "a killed run resumes from its last checkpoint, including carried states" {
	sequences 4 30 >s.tsv
	windows s.tsv >w.tsv
	for l in windows sequences sessions; do
		args="-q -d 8 -b 4 -e 6 --layout=$l --optimizer=adam --encoder=gru,gru --dropout=0.1 --log=none"
		rm -rf a b
		seq-train --preset=tutorial $args -m a "$(input $l)"
		# A checkpoint makes two directories, the model and its state.
		run -137 faulted mkdir:6:KILL seq-train --preset=tutorial $args --checkpoint-every=7 -m b \
			"$(input $l)"
		grep -q '^steps_done	14$' b.part/settings.tsv
		seq-train --preset=tutorial $args -m b --resume "$(input $l)"
		diff -r a b
	done
}

@test "--resume keeps the best epoch, and continues from the last" {
	for l in sequences sessions; do
		args="$ARGS --layout=$l --valid=v.tsv --metric=ndcg@10 -r 0.9 --item-bias"
		rm -rf a b
		seq-train --preset=tutorial $args -e 12 -m a s.tsv >a.tsv
		for e in 1 5 6 11 12; do
			seq-train --preset=tutorial $args -e $e -m b --resume s.tsv >>b.tsv 2>err ||
				seq-train --preset=tutorial $args -e $e -m b s.tsv >b.tsv
			sed -i '1!{/^epoch/d;}' b.tsv
		done
		diff -r a b
		cmp a.tsv b.tsv
	done
}

@test "--resume with another option is refused by name" {
	seq-train --preset=tutorial $ARGS --layout=sessions --log=none --valid=v.tsv --metric=mrr@5 s.tsv
	cp -r model before
	while read -r option name; do
		run -1 --separate-stderr seq-train --preset=tutorial $ARGS --layout=sessions --valid=v.tsv \
			--metric=mrr@5 $option --resume s.tsv
		[[ $stderr == "seq-train: model: cannot resume: $name was "* ]]
	done <<-'EOF'
		--layout=sequences layout
		--shuffle=buffer:9 shuffle
		--encoder=gru-reset-before encoder
		--hidden=9 hidden
		--tie-embeddings tie_embeddings
		--item-bias item_bias
		--normalize normalize
		--temperature=2 temperature
		--dropout=0.1 dropout
		--dropout-embedding=0.1 dropout_embedding
		--loss=top1 loss
		--activation=tanh activation
		--sampler=all sampler
		--negatives=3 negatives
		--logq=1 logq
		--mask-accidental mask_accidental
		--mask-context mask_context
		--label-smoothing=0.1 label_smoothing
		--optimizer=sgd optimizer
		--epsilon=0.01 epsilon
		--schedule=step:5:0.5 schedule
		--warmup=3 warmup
		--clip=1 clip
		--mean-loss mean_loss
		--metric=mrr@6 metric
		--valid=s.tsv valid_crc32c
	EOF
	seq-train --preset=tutorial $ARGS --layout=sessions --log=none --optimizer=adam -m adam s.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --layout=sessions --optimizer=adam --lazy \
		-m adam --resume s.tsv
	[[ $stderr == "seq-train: adam: cannot resume: lazy was "* ]]
	diff -r model before
	sed '7s/\t.*/\t1,2/' s.tsv >other.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --layout=sessions --valid=v.tsv \
		--metric=mrr@5 --resume other.tsv
	[[ $stderr == *"trained on other examples; --init-from trains "* ]]
}

# Scores that are all alike: the loss of a query is the logarithm of how many
# candidates count, which are those of the whole sequence that are not before it.
@test "--mask-context: what is before a query does not count, in any layout" {
	args="$ARGS --sampler=all --learning-rate=0 -e 1 --log=epoch --mask-context"
	want=$(tail -n +2 s.tsv | awk -F '[\t,]' '
		{ for (i = 2; i <= NF; i++) if (!($i in item)) { item[$i]; v++ }
			row[NR] = $0 }
		END { for (r = 1; r <= NR; r++) {
				n = split(row[r], x); split("", seen); k = 0
				for (i = 3; i <= n; i++) {
					if (!(x[i - 1] in seen)) { seen[x[i - 1]]; k++ }
					sum += log(v - k + (x[i] in seen))
				}
			}
			print sum }')
	for layout in "sequences --max-length=3" sessions windows; do
		[ "$layout" = windows ] && data=w.tsv || data=s.tsv
		seq-train --preset=tutorial $args --layout=$layout $data | tail -n 1 |
			awk -v want="$want" '{ print; d = $4 / want - 1; exit !(d * d < 1e-8) }'
	done
	seq-train --preset=tutorial ${args% *} --layout=sequences s.tsv | tail -n 1 |
		awk -v want="$want" '{ exit !($4 > want * 1.01) }'
}

# tops LOG: of its last row.
tops() {
	tail -n 1 "$1" | awk '{ for (i = 8; i <= 12; i++) printf "%.6f\n", $i }'
}

@test "validation agrees with seq-embed and topk-eval" {
	windows v.tsv >vw.tsv
	while read -r more; do
		for l in windows sequences sessions; do
			for v in vw.tsv v.tsv; do
				[ $l$v != windowsv.tsv ] || continue
				seq-train --preset=tutorial $ARGS -e 2 --layout=$l $more --valid=$v \
					"$(input $l)" >log.tsv
				if [ $v = v.tsv ]; then
					seq-embed --every-position --labels-out=l.tsv v.tsv >q.f32
				else
					cut -f2 vw.tsv >l.tsv
					seq-embed vw.tsv >q.f32
				fi
				topk-eval -q -l l.tsv q.f32 |
					awk '/^top_/ { printf "%.6f\n", $2 }' >got
				tops log.tsv | cmp - got
				[ "$(wc -l <got)" -eq 5 ]
			done
		done
	done <<-'EOF'
		--item-bias
		--item-bias --temperature=0.1
		--normalize --temperature=0.2
		--encoder=gru:5 --item-bias
		--encoder=gru:12,gru:12,gru:12 --normalize --temperature=0.1 --item-bias
		--tie-embeddings --encoder=gru-reset-before,gru-reset-before --dropout=0.2
	EOF
}

@test "sequences and their windows are validated alike" {
	windows v.tsv >vw.tsv
	for l in sequences sessions; do
		seq-train --preset=tutorial $ARGS --layout=$l --valid=v.tsv --metric=mrr@20 s.tsv >a.tsv
		seq-train --preset=tutorial $ARGS --layout=$l --valid=vw.tsv --metric=mrr@20 s.tsv >b.tsv
		cmp <(tops a.tsv) <(tops b.tsv)
		cmp <(tail -n 1 a.tsv | cut -f13) <(tail -n 1 b.tsv | cut -f13)
	done
}

@test "the metric is that of topk-eval, and its column has the metric's name" {
	for metric in recall@7 mrr@20 ndcg@10; do
		seq-train --preset=tutorial $ARGS --layout=sequences --valid=v.tsv --metric=$metric -e 1 s.tsv >log.tsv
		head -n 1 log.tsv | grep -q "	valid_$metric$"
		seq-embed --every-position --labels-out=l.tsv v.tsv >q.f32
		topk-eval -q -k 7,10,20 -l l.tsv q.f32 |
			awk -v m=${metric/recall@/top_} '$1 == m { printf "%.6f\n", $2 }' >got
		[ -s got ]
		tail -n 1 log.tsv | cut -f13 | cmp - got
	done
}

# weights A B: are all tensors equal, except the state's?
weights() {
	for t in "$1"/*.f32; do
		cmp $t "$2/${t##*/}" || return 1
	done
}

@test "the model of the best epoch is the same as if training had ended there" {
	sequences 5 60 any >v.tsv
	for l in windows sequences sessions; do
		v=v.tsv
		[ $l != windows ] || { windows v.tsv >vw.tsv; v=vw.tsv; }
		args="$ARGS --layout=$l --valid=$v -r 0.9"
		seq-train --preset=tutorial $args -e 12 --metric=mrr@5 -m a "$(input $l)" >a.tsv
		best=$(awk 'NR > 1 && $5 != "\\N" && (!n || $13 > m) { n = $1; m = $13 } END { print n }' a.tsv)
		[ "$(awk '$1 == "best_epoch" { print $2 }' a/settings.tsv)" = "$best" ]
		[ "$best" -lt 12 ]
		seq-train --preset=tutorial $args -e $best -m b "$(input $l)" >b.tsv
		weights a b
	done
}

@test "a cosine's best epoch differs from that of a shorter cosine" {
	sequences 5 60 any >v.tsv
	args="$ARGS --layout=sequences --valid=v.tsv -r 0.9 --schedule=cosine"
	seq-train --preset=tutorial $args -e 8 --metric=mrr@5 -m a s.tsv >a.tsv
	best=$(awk '$1 == "best_epoch" { print $2 }' a/settings.tsv)
	[ "$best" -lt 8 ]
	seq-train --preset=tutorial $args -e $best -m b s.tsv >b.tsv
	run -1 weights a b
}

@test "--patience stops that many epochs after the best, and --resume has nothing left to do" {
	args="$ARGS --layout=sequences --valid=v.tsv -r 0.9 --metric=mrr@5"
	seq-train --preset=tutorial $args -e 50 --patience=2 -m a s.tsv >a.tsv
	best=$(awk '$1 == "best_epoch" { print $2 }' a/settings.tsv)
	[ "$(tail -n 1 a.tsv | cut -f1)" -eq $((best + 2)) ]
	[ $((best + 2)) -lt 50 ]
	cp -r a b
	run -0 --separate-stderr seq-train --preset=tutorial $args -e 50 --patience=2 -m b --resume s.tsv
	[ "$(wc -l <<<"$output")" -eq 1 ]
	diff -r a b
	seq-train --preset=tutorial $args -e $((best + 4)) --patience=9 -m b --resume s.tsv >b.tsv
	[ "$(tail -n 1 b.tsv | cut -f1)" -eq $((best + 4)) ]
}

@test "--patience alone uses ndcg@10" {
	seq-train --preset=tutorial $ARGS --layout=sequences --valid=v.tsv --patience=3 s.tsv >a.tsv
	head -n 1 a.tsv | grep -q '	valid_ndcg@10$'
	run -2 --separate-stderr seq-train --preset=tutorial $ARGS --patience=3 w.tsv
	[[ $stderr == "seq-train: --metric, --patience and --valid-batch need --valid"* ]]
}

@test "--init-from starts from the weights, not from the scored candidates" {
	args="$ARGS --layout=sequences --normalize --temperature=0.2 --log=none"
	seq-train --preset=tutorial $args -m old s.tsv
	seq-train --preset=tutorial $args -m new --init-from=old -r 0 -e 1 s.tsv
	weights old new
	# A net without those parts has the same tensors.
	seq-train --preset=tutorial $ARGS --layout=sequences --log=none -m plain --init-from=old -r 0 -e 1 s.tsv
	cmp old/candidate_table.f32 plain/candidate_embedding.f32
	while read -r more; do
		run -1 --separate-stderr seq-train --preset=tutorial $args -m bad $more --init-from=old s.tsv
		[[ $stderr == "seq-train: old: "* ]]
		[ ! -e bad ]
	done <<-'EOF'
		--item-bias
		--encoder=gru,gru
		--tie-embeddings
		--encoder=gru-reset-before
		--encoder=gru:9
	EOF
	seq-train --preset=tutorial $args --encoder=gru,gru -m two s.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $args -m bad --init-from=two s.tsv
	[[ $stderr == "seq-train: two: its encoder is 'gru:8,gru:8', but this run has 'gru:8'" ]]
}

@test "one sequence suffices, but with sessions it needs negatives" {
	printf 'items\n1,2,3\n' >one.tsv
	seq-train --preset=tutorial $ARGS --layout=sequences one.tsv >log.tsv
	[ "$(tail -n 1 log.tsv | cut -f1-3)" = "3	1	2" ]
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --layout=sessions one.tsv
	[[ $stderr == "seq-train: a single session has no negatives"*"--negatives"* ]]
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS -b 1 --layout=sessions s.tsv
	[[ $stderr == *"a single session has no negatives"* ]]
	for more in --negatives=3 --sampler=all; do
		seq-train --preset=tutorial $ARGS --layout=sessions $more one.tsv >log.tsv
		[ "$(tail -n 1 log.tsv | cut -f1-3)" = "3	2	1" ]
	done
}

@test "sequences of single items have no predictions, and no model is made" {
	printf 'items\n1\n2\n' >single.tsv
	for l in sequences sessions; do
		run -1 --separate-stderr seq-train --preset=tutorial $ARGS --layout=$l single.tsv
		[[ $stderr == "seq-train: there is nothing to predict: no sequence has two events" ]]
		run -1 --separate-stderr seq-train --preset=tutorial $ARGS -e 1 --layout=$l --valid=single.tsv s.tsv
		[[ $stderr == *"no validation sequence has two events" ]]
		[ ! -e model ]
	done
}

@test "sequences without items, or with one, only change the order" {
	printf 'items\n\\E\n1,2,3\n\\N\n3\n2,3\n\\E\n' >all.tsv
	printf 'items\n1,2,3\n2,3\n' >some.tsv
	printf '1\n2\n3\n' >vocab.tsv
	for l in sequences sessions; do
		args="$ARGS --layout=$l --shuffle=none --vocab=vocab.tsv"
		seq-train --preset=tutorial $args -m a all.tsv >a.tsv
		seq-train --preset=tutorial $args -m b some.tsv >b.tsv
		cmp a.tsv b.tsv
		weights a b
	done
}

@test "negatives are drawn by counts of all events, including the first ones" {
	vocab-build -T items s.tsv >all.tsv
	vocab-build -T items --order=bytes s.tsv | cut -f1 >bare.tsv
	for l in sequences sessions; do
		seq-train --preset=tutorial $ARGS -e 1 --layout=$l --log=none s.tsv
		cmp all.tsv model/vocab.tsv
		seq-train --preset=tutorial $ARGS -e 1 --layout=$l --vocab=bare.tsv --log=none s.tsv
		sort all.tsv | cmp - <(sort model/vocab.tsv)
	done
}

@test "unknown items are row 0, counted, and never hits" {
	printf 'items\n1,x,2,1\n2,1\n' >s2.tsv
	printf '1\n2\n' >vocab.tsv
	for l in sequences sessions; do
		run -0 --separate-stderr bash -c "seq-train --preset=tutorial -d 8 --log=none --layout=$l \
			--vocab=vocab.tsv --valid=s2.tsv s2.tsv"
		[[ $stderr == *"1 context item and 0 labels are not in the vocabulary: row 0"* ]]
		seq-train --preset=tutorial -q --layout=$l --vocab=vocab.tsv --valid=s2.tsv s2.tsv >log.tsv
		# 4 queries, one with label x.
		[ "$(tail -n 1 log.tsv | cut -f9)" = 0.750000 ]
	done
}

@test "a vocabulary of one item, D of 1 and of 200, batches larger than the data all work" {
	printf 'items\n7,7,7\n7,7\n' >same.tsv
	for l in sequences sessions; do
		seq-train --preset=tutorial $ARGS --layout=$l --sampler=all same.tsv >log.tsv
		awk 'NR > 1 && $4 != 0 { exit 1 }' log.tsv
		seq-train --preset=tutorial -q --layout=$l -d 1 -b 1000 -m one s.tsv >log.tsv
		[ "$(wc -c <one/gru0_bias.f32)" -eq 24 ]
		seq-train --preset=tutorial -q --layout=$l -d 200 -b 1000 -e 1 -m wide s.tsv >log.tsv
		[ "$(wc -c <wide/gru0_recurrent_kernel.f32)" -eq 480000 ]
	done
}

@test "more negatives than items, and sequences of 10,000 events, work" {
	for l in sequences sessions; do
		seq-train --preset=tutorial $ARGS --layout=$l --negatives=5000 -e 1 s.tsv >log.tsv
	done
	awk 'BEGIN { print "items"; for (i = 0; i < 2; i++) { s = i + 1
		for (k = 1; k < 10000; k++) s = s "," (i * k) % 41 + 1
		print s } }' >long.tsv
	seq-train --preset=tutorial -q -d 4 --layout=sequences -e 1 long.tsv >log.tsv
	[ "$(tail -n 1 log.tsv | cut -f3)" = 19998 ]
	seq-train --preset=tutorial -q -d 4 --layout=sessions -e 1 long.tsv >log.tsv
	[ "$(tail -n 1 log.tsv | cut -f2)" = 9999 ]
}

@test "--max-length cuts sequences into pieces of that many predictions, from the end" {
	printf '1\n2\n3\n4\n5\n' >vocab.tsv
	printf 'items\n1,2,3,4,5\n2,3\n' >whole.tsv
	printf 'items\n1,2\n2,3,4\n4,5\n' >two.tsv
	args="$ARGS --layout=sequences --vocab=vocab.tsv --shuffle=none"
	# 4 predictions by 3: the first piece has the remainder.
	printf 'items\n1,2\n2,3,4,5\n2,3\n' >pieces.tsv
	seq-train --preset=tutorial $args -m a --max-length=3 whole.tsv >a.tsv
	seq-train --preset=tutorial $args -m b pieces.tsv >b.tsv
	cmp a.tsv b.tsv
	weights a b
	printf 'items\n1,2\n2,3\n3,4\n4,5\n2,3\n' >pairs.tsv
	seq-train --preset=tutorial $args -m a --max-length=1 whole.tsv >a.tsv
	seq-train --preset=tutorial $args -m b pairs.tsv >b.tsv
	cmp a.tsv b.tsv
	weights a b
}

@test "a learning rate that diverges stops the run at a step, and no model is made" {
	for l in sequences sessions; do
		run -1 --separate-stderr seq-train --preset=tutorial $ARGS --layout=$l --optimizer=sgd -r 1e6 \
			--item-bias --loss=bpr-max --negatives=9 --bpr-regularisation=1e6 -e 20 s.tsv
		[[ $stderr =~ ^"seq-train: epoch "[0-9]+", step "[0-9]+": the loss is not finite; try a smaller --learning-rate"$ ]]
		[ ! -e model ]
	done
}

@test "tied tables are one file with two names, which every reader accepts" {
	args="$ARGS --layout=sequences --tie-embeddings"
	seq-train --preset=tutorial $args -e 2 --log=none s.tsv
	[ ! -e model/candidate_embedding.f32 ]
	[ "$(grep -c '	query_embedding.f32	' model/tensors.tsv)" -eq 2 ]
	seq-embed --tower=item | cmp - <(tail -c +33 model/query_embedding.f32)
	cp -r model whole
	seq-train --preset=tutorial $args -e 3 --log=none --resume s.tsv
	seq-train --preset=tutorial $args -e 3 --log=none -m whole s.tsv
	diff -r model whole
	# Folded candidates are a table of their own.
	seq-train --preset=tutorial $args --normalize -m unit --log=none s.tsv
	run -1 cmp -s unit/candidate_embedding.f32 unit/query_embedding.f32
}

# apart A B: the largest difference between the numbers of their tensors.
apart() {
	for t in "$1"/*.f32; do
		paste <(od -An -v -tf4 -w4 $t) <(od -An -v -tf4 -w4 "$2/${t##*/}")
	done | awk '{ d = $1 - $2; if (d < 0) d = -d; if (d > m) m = d }
		END { print m + 0 }'
}

@test "a step on sequences equals the step on all their windows" {
	vocab-build -T items s.tsv >vocab.tsv
	for more in "" "--encoder=gru:5,gru:5 --item-bias" "--loss=bpr-max --negatives=20 --negative-power=0" \
		"--sampler=all --tie-embeddings --normalize --temperature=0.2"; do
		args="-q -d 8 -e 1 -b 5000 --vocab=vocab.tsv --optimizer=sgd -r 0.01 --log=none $more"
		seq-train --preset=tutorial $args --layout=sequences -m a s.tsv
		seq-train --preset=tutorial $args --fill-context=no -m b w.tsv
		seq-train --preset=tutorial $args -r 0 --fill-context=no -m c w.tsv
		# The step is large, and both take it alike.
		awk -v near="$(apart a b)" -v far="$(apart a c)" \
			'BEGIN { exit !(far > 0.001 && near < far * 1e-4) }'
	done
}

@test "a step on sessions equals that on windows of their first events" {
	printf 'items\n1,2\n3,4\n5,1\n2,2\n' >pairs.tsv
	awk 'NR == 1 { print "context_movie_id\tlabel_movie_id"; next } { sub(",", "\t"); print }' \
		pairs.tsv >w.tsv
	vocab-build -T items pairs.tsv >vocab.tsv
	for l in windows sequences sessions; do
		seq-train --preset=tutorial -q -d 8 -e 3 -b 4 --vocab=vocab.tsv --shuffle=none --layout=$l -m $l \
			"$([ $l = windows ] && echo w.tsv || echo pairs.tsv)" >$l.tsv
		cmp windows.tsv $l.tsv
		[ "$(apart windows $l)" = 0 ]
	done
}

@test "lstm: a stopped and resumed run on sessions is the whole run" {
	args="$ARGS --layout=sessions --encoder=lstm,lstm --optimizer=adam --dropout=0.1"
	seq-train --preset=tutorial $args -e 2 -m a s.tsv >a.tsv
	# In the middle of the second epoch, with states to carry on.
	rows=$(($(wc -l <a.tsv) * 3 / 4))
	run -143 --separate-stderr eval "faulted write:$rows:TERM \
		seq-train --preset=tutorial $args -e 2 --threads=1 -m b s.tsv >b.tsv"
	[ "$(cut -f1 b.tsv | tail -n 1)" = 2 ]
	[ "$(wc -l <b.tsv)" -lt "$(wc -l <a.tsv)" ]
	seq-train --preset=tutorial $args -e 2 -m b --log=none --resume s.tsv
	diff -r a b
}

@test "lstm: tensors have the shapes of seq-model(5), and a state has output and cell" {
	seq-train --preset=tutorial $ARGS --layout=sessions --encoder=lstm:5 --log=none s.tsv
	grep -qx 'lstm0_kernel	8,20	.*' model/tensors.tsv
	grep -qx 'lstm0_recurrent_kernel	5,20	.*' model/tensors.tsv
	grep -qx 'lstm0_bias	1,20	.*' model/tensors.tsv
	[ "$(wc -c <model/state/carried.f32)" -eq $((2 * 25 * 5 * 4)) ]
}

@test "lstm: the bias of the forget gate begins at 1" {
	seq-train --preset=tutorial $ARGS -r 0 -e 1 --encoder=lstm --log=none w.tsv
	od -An -v -tf4 -w4 model/lstm0_bias.f32 |
		awk '$1 != (NR > 8 && NR <= 16) { exit 1 }'
}

@test "lstm: --init-from starts from the model's weights, but not from another cell's" {
	seq-train --preset=tutorial $ARGS --encoder=lstm --log=none -m old w.tsv
	seq-train --preset=tutorial $ARGS --encoder=lstm --log=none -m new --init-from=old -r 0 -e 1 w.tsv
	weights old new
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --encoder=gru -m bad --init-from=old w.tsv
	[[ $stderr == "seq-train: old: "* ]]
	[ ! -e bad ]
}

@test "lstm: queries are the same for any number of threads" {
	seq-train --preset=tutorial $ARGS --encoder=lstm,lstm --log=none w.tsv
	for n in 1 2 3; do
		seq-embed --threads=$n w.tsv >$n.f32
		cmp 1.f32 $n.f32
	done
}

@test "lstm: --every-position equals the queries of all windows" {
	seq-train --preset=tutorial $ARGS --layout=sequences --encoder=lstm --log=none s.tsv
	seq-embed --every-position --labels-out=l.tsv s.tsv >every.f32
	seq-embed w.tsv | cmp every.f32
	[ -s every.f32 ]
}
