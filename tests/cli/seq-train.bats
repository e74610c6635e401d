# seq-train: repeatability, a correct log, stopping and resuming.
# shellcheck disable=SC2002,SC2016,SC2086 # pipes are meant; $ is for sh and awk; ARGS is several words
load helper

# examples SEED N: contexts of 6 items of 40, padded at the end, and labels that
# mostly follow from the first item.
examples() {
	awk -v x="$1" -v n="$2" '
		function r(m) {
			x = (x * 1103515245 + 12345) % 2147483648
			return int(x / 65536) % m
		}
		BEGIN {
			print "context_movie_id\tlabel_movie_id"
			for (i = 0; i < n; i++) {
				len = 1 + r(6)
				first = 1 + r(40)
				c = first
				for (k = 1; k < 6; k++)
					c = c "," (k < len ? 1 + r(40) : 0)
				print c "\t" (r(4) ? first % 40 + 1 : 1 + r(40))
			}
		}'
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	examples 1 400 >x.tsv
	examples 2 100 >v.tsv
	export ARGS="-q -d 8 -b 90"
}

# loss LOG: the last row's, per example.
loss() {
	awk 'END { print $4 / $3 }' "$1"
}

@test "a file, a pipe, single bytes, gzip and two operands give the same bytes" {
	seq-train --preset=tutorial $ARGS -m a x.tsv >a.tsv
	cat x.tsv | seq-train --preset=tutorial $ARGS -m b >b.tsv
	dd bs=1 status=none <x.tsv | seq-train --preset=tutorial $ARGS -m c - >c.tsv
	gzip <x.tsv >x.gz
	seq-train --preset=tutorial $ARGS -m d x.gz >d.tsv
	head -n 101 x.tsv >1.tsv
	awk 'NR == 1 || NR > 101' x.tsv >2.tsv
	seq-train --preset=tutorial $ARGS -m e 1.tsv 2.tsv >e.tsv
	LC_ALL=C.UTF-8 seq-train --preset=tutorial $ARGS -m f x.tsv >f.tsv
	tail -n +2 x.tsv | seq-train --preset=tutorial $ARGS -m g -H | cat <(head -n 1 a.tsv) - >g.tsv
	for m in b c d e f g; do
		diff -r a $m
		cmp a.tsv $m.tsv
	done
}

@test "two operands in the other order give another model" {
	head -n 101 x.tsv >1.tsv
	awk 'NR == 1 || NR > 101' x.tsv >2.tsv
	seq-train --preset=tutorial $ARGS -m a 1.tsv 2.tsv >a.tsv
	seq-train --preset=tutorial $ARGS -m b 2.tsv 1.tsv >b.tsv
	run -1 diff -rq a b
}

@test "any number of threads gives the same bytes" {
	for n in 1 2 3 7 16 32; do
		seq-train --preset=tutorial $ARGS -b 371 --threads=$n -m $n --valid=v.tsv x.tsv >$n.tsv
		diff -r 1 $n
		cmp 1.tsv $n.tsv
	done
}

@test "many threads train and validate with the same bytes" {
	for n in 1 16 33; do
		seq-train --preset=tutorial $ARGS -b 371 --threads=$n -m $n --valid=v.tsv x.tsv >$n.tsv
		diff -r 1 $n
		cmp 1.tsv $n.tsv
		seq-embed --threads=$n -m 1 v.tsv >$n.f32
		cmp 1.f32 $n.f32
		topk-eval -q --threads=$n -m 1 -l v.tsv --coverage $n.f32 >$n.metrics
		cmp 1.metrics $n.metrics
	done
}

@test "another seed gives another model, the same seed the same" {
	seq-train --preset=tutorial $ARGS -m a x.tsv >a.tsv
	seq-train --preset=tutorial $ARGS -m b -s 1 x.tsv >b.tsv
	seq-train --preset=tutorial $ARGS -m c -s 2 x.tsv >c.tsv
	diff -r a b
	run -1 cmp -s a/gru0_kernel.f32 c/gru0_kernel.f32
}

@test "the first loss is B ln B, and the last is lower" {
	seq-train --preset=tutorial $ARGS x.tsv >log.tsv
	awk 'NR == 2 { b = 90 * log(90); d = $4 / b - 1
		exit !(d < 1e-4 && d > -1e-4) }' log.tsv
	seq-train --preset=tutorial $ARGS -e 40 x.tsv >log.tsv
	awk 'NR == 2 { first = $4 / $3 } END { exit !($4 / $3 < first - 0.3) }' log.tsv
}

@test "the log has one row a step, counts its examples, and has no validation without --valid" {
	seq-train --preset=tutorial $ARGS x.tsv >log.tsv
	awk 'BEGIN { print "epoch\tstep\texamples\tloss\tvalid_loss\tvalid_loss_last\tvalid_loss_bar\tvalid_top_1\tvalid_top_5\tvalid_top_10\tvalid_top_50\tvalid_top_100"
		for (e = 1; e <= 3; e++) for (s = 1; s <= 5; s++) {
			printf "%d\t%d\t%d\tLOSS", e, s, s < 5 ? 90 : 40
			for (i = 0; i < 8; i++) printf "\t\\N"
			print "" } }' >want.tsv
	awk -F'\t' -v OFS='\t' 'NR > 1 { $4 = "LOSS" } 1' log.tsv | cmp - want.tsv
	run -1 grep -v -E '^([0-9]+	){3}[0-9]+\.[0-9]{4}(	\\N){8}$' <(tail -n +2 log.tsv)
}

@test "--log=epoch adds up the steps, --log=none prints nothing" {
	seq-train --preset=tutorial $ARGS --valid=v.tsv x.tsv >step.tsv
	seq-train --preset=tutorial $ARGS --valid=v.tsv --log=epoch x.tsv >epoch.tsv
	awk 'NR > 1 { n[$1] += $3; l[$1] += $4 } $5 != "\\N" && NR > 1 { v[$1] = $5 FS $12 }
		END { for (e = 1; e <= 3; e++) printf "%d 5 %d %.3f %s\n", e, n[e], l[e], v[e] }' step.tsv >want
	awk 'NR > 1 { printf "%d %d %d %.3f %s %s\n", $1, $2, $3, $4, $5, $12 }' epoch.tsv >got
	[ "$(wc -l <got)" -eq 3 ]
	# The rows' losses are rounded to 4 places.
	paste -d' ' want got | awk '{ d = $4 - $10; if (d > 0.002 || d < -0.002) exit 1
		for (i = 1; i <= 6; i++) if (i != 4 && $i != $(i + 6)) exit 1 }'
	run -0 --separate-stderr seq-train --preset=tutorial $ARGS --log=none x.tsv
	[ -z "$output$stderr" ]
}

@test "validation agrees with seq-embed and topk-eval" {
	seq-train --preset=tutorial $ARGS --valid=v.tsv x.tsv | tail -n 1 |
		awk '{ for (i = 8; i <= 12; i++) printf "%.6f\n", $i }' >want
	seq-embed v.tsv | topk-eval -q -l v.tsv | awk '/^top_/ { printf "%.6f\n", $2 }' >got
	[ "$(wc -l <got)" -eq 5 ]
	cmp want got
}

@test "--exclude-context: validation ranks are those of topk-eval --exclude" {
	seq-train --preset=tutorial $ARGS --exclude-context --valid=v.tsv x.tsv | tail -n 1 |
		awk '{ for (i = 8; i <= 12; i++) printf "%.6f\n", $i }' >want
	seq-embed v.tsv | topk-eval -q -l v.tsv --exclude=v.tsv |
		awk '/^top_/ { printf "%.6f\n", $2 }' >got
	cmp want got
	seq-embed v.tsv | topk-eval -q -l v.tsv | awk '/^top_/ { printf "%.6f\n", $2 }' >in
	run -1 cmp -s want in
}

# Users of 9 to 20 events of 30 items; no net sees more than 4.  The last event
# is the label, or in all.tsv every event after the first.
seen_data() {
	awk 'BEGIN { OFS = "\t"; print "items" >"s.tsv"
		print "context", "label" >"last.tsv"; print "context", "label" >"all.tsv"
		print "items" >"sv.tsv"; x = 7
		for (u = 0; u < 60; u++) {
			list = ""; n = 9 + u % 12
			for (i = 0; i < n; i++) {
				x = (x * 75 + 74) % 65537
				item = 1 + int(30 * (x / 65537) ^ 2)
				if (i && u % 3 == 0) print list, item >"all.tsv"
				if (i == n - 1) print list, item >"last.tsv"
				list = list (i ? "," : "") item
			}
			print list >"s.tsv"
			if (u % 3 == 0) print list >"sv.tsv"
		} }'
	export SEEN="-q --preset=sasrec -d 8 -b 20 -e 2 --metric=ndcg@10 --log=epoch"
}

@test "--exclude-context excludes also events that the net does not see" {
	seen_data
	seq-train $SEEN --max-length=4 --valid=last.tsv s.tsv >log.tsv
	best=$(awk '$1 == "best_metric" { printf "%.6f", $2 }' model/settings.tsv)
	value=$(seq-embed last.tsv | topk-eval -q -k 10 -l last.tsv --exclude=last.tsv |
		awk '$1 == "ndcg@10" { print $2 }')
	[ "$best" = "$value" ]
	value=$(seq-embed last.tsv | topk-eval -q -k 10 -l last.tsv |
		awk '$1 == "ndcg@10" { print $2 }')
	[ "$best" != "$value" ]
}

@test "--exclude-context: sequences are validated like the examples made from them" {
	seen_data
	seq-train $SEEN --max-length=20 --valid=sv.tsv s.tsv | cut -f 8- >sequences
	seq-train $SEEN --max-length=20 --valid=all.tsv s.tsv | cut -f 8- >examples
	[ "$(wc -l <examples)" -eq 3 ]
	cmp sequences examples
}

@test "--exclude-context: popularity has the same exclusions" {
	seen_data
	run -0 --separate-stderr seq-train ${SEEN#-q } --max-length=4 --valid=last.tsv s.tsv
	said=${stderr##*popularity }
	value=$(seq-embed -q last.tsv | topk-eval -q -k 10 -l last.tsv --exclude=last.tsv |
		awk '$1 == "ndcg@10" { printf "%.4f", $3 }')
	[ "${said%%[!0-9.]*}" = "$value" ]
}

@test "--exclude-context needs contexts" {
	run -2 --separate-stderr seq-train --encoder=none --exclude-context x.tsv
	[[ $stderr == "seq-train: --exclude-context needs contexts"* ]]
}

@test "Keras' bar counts the last batch twice" {
	seq-train --preset=tutorial $ARGS --valid=v.tsv --valid-batch=40 x.tsv | tail -n 1 >row
	# 3 batches, mean m, last l: the bar is (3 m + l) / 4.
	awk '{ d = (3 * $5 + $6) / 4 - $7; exit !(d < 1e-3 && d > -1e-3) }' row
}

@test "a log without a reader: trains to the end, saves, and exits 1" {
	seq-train --preset=tutorial $ARGS -m a x.tsv >log.tsv
	run -1 --separate-stderr unread seq-train --preset=tutorial $ARGS -m b x.tsv
	[[ $stderr == "seq-train: standard output: "* ]]
	diff -r a b
}

@test "a full disk for the log: saves, and exits 1" {
	seq-train --preset=tutorial $ARGS -m a x.tsv >log.tsv
	run -1 --separate-stderr bash -c 'seq-train --preset=tutorial $ARGS -m b x.tsv >/dev/full'
	[[ $stderr == "seq-train: standard output: "* ]]
	diff -r a b
}

@test "--resume after fewer epochs is the whole run, including the log" {
	for shuffle in buffer:100 epoch none; do
		rm -rf a b
		seq-train --preset=tutorial $ARGS --shuffle=$shuffle -e 5 -m a x.tsv >a.tsv
		seq-train --preset=tutorial $ARGS --shuffle=$shuffle -e 2 -m b x.tsv >b.tsv
		seq-train --preset=tutorial $ARGS --shuffle=$shuffle -e 5 -m b --resume x.tsv |
			tail -n +2 >>b.tsv
		diff -r a b
		cmp a.tsv b.tsv
	done
}

@test "--resume with masked pads, a vocabulary and an odd pad is the whole run" {
	sed 's/,0/,pad/g' x.tsv >p.tsv
	vocab-build -q --order=bytes x.tsv >vocab.tsv
	args="$ARGS --fill-context=no --pad=pad --vocab=vocab.tsv"
	seq-train --preset=tutorial $args -e 4 -m a p.tsv >a.tsv
	seq-train --preset=tutorial $args -e 1 -m b p.tsv >b.tsv
	seq-train --preset=tutorial $args -e 4 -m b --resume p.tsv | tail -n +2 >>b.tsv
	diff -r a b
	cmp a.tsv b.tsv
}

@test "SIGTERM ends after a step, saves, and --resume gives the whole run" {
	seq-train --preset=tutorial $ARGS -m a x.tsv >a.tsv
	# Each step writes its row; the first also writes the header line.
	run -143 --separate-stderr eval \
		"faulted write:8:TERM seq-train --preset=tutorial $ARGS --threads=1 -m b x.tsv >b.tsv"
	grep -q '^steps_done	8$' b.part/settings.tsv
	# An interrupted log lacks its last newline.
	head -n 9 a.tsv | head -c -1 | cmp - b.tsv
	seq-train --preset=tutorial $ARGS -m b --log=none --resume x.tsv
	diff -r a b
}

@test "--checkpoint-every: a killed run resumes from its last checkpoint" {
	args="$ARGS -b 40 -e 5 --log=none"
	seq-train --preset=tutorial $args -m a x.tsv
	# A checkpoint makes two directories, the model and its state.
	run -137 faulted mkdir:6:KILL seq-train --preset=tutorial $args --checkpoint-every=7 -m b x.tsv
	grep -q '^steps_done	14$' b.part/settings.tsv
	seq-train --preset=tutorial $args -m b --resume --checkpoint-every=1000 x.tsv
	diff -r a b
}

@test "--resume with another option, or other data, is refused by name" {
	seq-train --preset=tutorial $ARGS --log=none x.tsv
	cp -r model before
	while read -r option name; do
		run -1 --separate-stderr seq-train --preset=tutorial $ARGS $option --resume x.tsv
		[[ $stderr == "seq-train: model: cannot resume: $name was "* ]]
	done <<-'EOF'
		-b91 batch_size
		-d9 dim
		-s2 seed
		-r0.2 learning_rate
		--context-length=5 context_length
		--pad=00 pad
		--fill-context=no fill_context
		--shuffle=none shuffle
		--shuffle=buffer:7 shuffle
	EOF
	head -n 400 x.tsv >fewer.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --resume fewer.tsv
	[[ $stderr == "seq-train: model: cannot resume: the run was trained on other examples; --init-from "* ]]
	awk 'NR == 1 { print; next } { print | "sort" }' x.tsv >sorted.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --resume sorted.tsv
	[[ $stderr == *"trained on other examples; --init-from "* ]]
	vocab-build -q --order=bytes x.tsv >vocab.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --resume --vocab=vocab.tsv x.tsv
	[[ $stderr == *" the vocabulary differs from vocab.tsv" ]]
	diff -r model before
	run -2 --separate-stderr seq-train --preset=tutorial $ARGS --resume --init-from=model x.tsv
}

@test "--resume without a model, or without its state, is refused" {
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --resume x.tsv
	[[ $stderr == "seq-train: nothing to resume: neither model.part nor model exists; "* ]]
	seq-train --preset=tutorial $ARGS --log=none x.tsv
	rm -r model/state
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --resume x.tsv
	[[ $stderr == *"model/state"* ]]
}

# rows FILE COLUMNS: a line of bytes for each row.
rows() {
	od -An -v -tx1 -w$((4 * $2)) "$1"
}

@test "--init-from takes rows by token, and leaves the others as initialised" {
	seq-train --preset=tutorial $ARGS -m old --log=none x.tsv
	# 5 items of the old model, in another order, and 2 new ones.
	printf '%s\n' 7 new1 30 2 new2 11 40 >vocab.tsv
	seq-train --preset=tutorial $ARGS -r 0 -e 1 -m new --vocab=vocab.tsv --init-from=old --log=none x.tsv
	seq-train --preset=tutorial $ARGS -r 0 -e 1 -m fresh --vocab=vocab.tsv --log=none x.tsv
	for t in query_embedding candidate_embedding; do
		paste -d' ' <(echo; cut -f1 old/vocab.tsv) <(rows old/$t.f32 8) >old.rows
		paste -d' ' <(echo; cut -f1 new/vocab.tsv) <(rows new/$t.f32 8) >new.rows
		paste -d' ' <(echo; cut -f1 new/vocab.tsv) <(rows fresh/$t.f32 8) >fresh.rows
		grep -v new new.rows | sort >got
		awk 'NR == FNR { k[$1]; next } $1 in k || FNR == 1' vocab.tsv old.rows |
			sort | cmp - got
		[ "$(wc -l <got)" -eq 6 ]
		grep new new.rows >got
		grep new fresh.rows | cmp - got
	done
	for t in gru0_kernel gru0_recurrent_kernel gru0_bias; do
		cmp old/$t.f32 new/$t.f32
	done
}

@test "--init-from alone keeps the vocabulary, and refuses another shape" {
	seq-train --preset=tutorial $ARGS -m old --log=none x.tsv
	seq-train --preset=tutorial $ARGS -r 0 -e 1 -m new --init-from=old --log=none v.tsv
	cmp <(cut -f1 old/vocab.tsv) <(cut -f1 new/vocab.tsv)
	cmp old/candidate_embedding.f32 new/candidate_embedding.f32
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS -d 9 --init-from=old x.tsv
	[[ $stderr == *"seq-train: old: its encoder is 'gru:8', but this run has 'gru:9'" ]]
	[ ! -e model ]
}

@test "the vocabulary it builds is that of vocab-build, and using that changes nothing" {
	seq-train --preset=tutorial $ARGS -m a x.tsv >a.tsv
	vocab-build x.tsv >vocab.tsv
	cmp <(cut -f1 vocab.tsv) <(cut -f1 a/vocab.tsv)
	seq-train --preset=tutorial $ARGS -m b --vocab=vocab.tsv x.tsv >b.tsv
	diff -r a b
	cmp a.tsv b.tsv
}

@test "the counts in the model are those of the labels" {
	seq-train --preset=tutorial $ARGS --log=none x.tsv
	awk 'NR == FNR { if (FNR > 1) n[$2]++; next } { print $1 "\t" n[$1] + 0 }' \
		x.tsv model/vocab.tsv | cmp - model/vocab.tsv
}

@test "the order of items in the vocabulary only changes random numbers" {
	vocab-build --order=number x.tsv >vocab.tsv
	seq-train --preset=tutorial $ARGS -e 30 -m a x.tsv >a.tsv
	seq-train --preset=tutorial $ARGS -e 30 -m b --vocab=vocab.tsv x.tsv >b.tsv
	run -1 cmp a.tsv b.tsv
	awk -v a="$(loss a.tsv)" -v b="$(loss b.tsv)" 'BEGIN { exit !(a / b < 1.25 && b / a < 1.25) }'
}

@test "items and labels missing in the vocabulary are row 0, and counted" {
	vocab-build x.tsv | head -n 30 >some.tsv
	awk -F'\t' 'NR == FNR { known[$1]; next } FNR > 1 {
		n = split($1, c, ",")
		for (i = 1; i <= n; i++) items += c[i] != 0 && !(c[i] in known)
		labels += !($2 in known)
	} END { print "seq-train: " items " context items and " labels " labels are not in the vocabulary: row 0" }' \
		some.tsv x.tsv >want
	seq-train --preset=tutorial -d 8 --log=none --vocab=some.tsv x.tsv 2>err
	sed -n '2s/ (.*//p' err | cmp - want
	grep -q "row 0 ('[^']*', '[^']*', '[^']*', ...)$" err
	seq-train --preset=tutorial -d 8 --log=none --vocab=some.tsv --valid=v.tsv x.tsv 2>err
	grep -q '^seq-train: v.tsv: [0-9]* context items and [0-9]* labels are not' err
}

@test "with --fill-context=no pads do not matter, but for the detected one" {
	sed 's/,0//g' x.tsv >short.tsv
	awk -F'\t' -v OFS='\t' 'NR > 1 { $1 = $1 ",0,0,0" } 1' x.tsv >long.tsv
	seq-train --preset=tutorial $ARGS --fill-context=no --context-length=6 -m a x.tsv >a.tsv
	seq-train --preset=tutorial $ARGS --fill-context=no --context-length=6 -m b short.tsv >b.tsv
	seq-train --preset=tutorial $ARGS --fill-context=no --context-length=9 -m c long.tsv >c.tsv
	cmp <(grep -v '^pad	' a/settings.tsv) <(grep -v '^pad	' b/settings.tsv)
	grep -qx 'pad	0' a/settings.tsv
	grep -qx 'pad	none' b/settings.tsv
	cmp a.tsv b.tsv
	# The longer ones differ only in the setting and the fingerprint.
	for t in a/*.f32 a/vocab.tsv; do
		cmp $t b/${t#a/}
		cmp $t c/${t#a/}
	done
	cmp a.tsv c.tsv
	seq-train --preset=tutorial $ARGS --context-length=9 -m d long.tsv >d.tsv
	run -1 cmp -s a.tsv d.tsv
}

@test "contexts cut to the last items equal contexts cut before" {
	awk -F'\t' -v OFS='\t' 'NR > 1 { n = split($1, c, ",")
		while (n && c[n] == 0) n--
		s = c[n]
		for (i = n - 1; i && i > n - 3; i--) s = c[i] "," s
		$1 = s } 1' x.tsv >last.tsv
	seq-train --preset=tutorial $ARGS --context-length=3 -m a x.tsv >a.tsv
	seq-train --preset=tutorial $ARGS --context-length=3 -m b last.tsv >b.tsv
	cmp a.tsv b.tsv
	for t in a/*.f32; do
		cmp $t b/${t#a/}
	done
}

@test "columns by name and by number are the same, and other columns are ignored" {
	seq-train --preset=tutorial $ARGS -m a x.tsv >a.tsv
	awk -F'\t' -v OFS='\t' '{ print "r" NR, $2, $1, "z" }' x.tsv >y.tsv
	sed -i '1s/.*/r\tto\tfrom\tz/' y.tsv
	seq-train --preset=tutorial $ARGS -m b --context=from --label=to y.tsv >b.tsv
	seq-train --preset=tutorial $ARGS -m c --context=3 -L 2 y.tsv >c.tsv
	diff -r a b
	diff -r a c
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS -m d y.tsv
	[[ $stderr == *"no column 'context'"*"; --context=COLUMN names the contexts' column, --sequence=COLUMN one of whole sequences" ]]
	run -1 --separate-stderr seq-train $ARGS -m d --context=from y.tsv
	[[ $stderr == *"no column 'label'"*"; --label=COLUMN names the labels' column" ]]
}

@test "--shuffle: none keeps the input order, as does a buffer of 1; the others do not" {
	seq-train --preset=tutorial $ARGS -m a --shuffle=none x.tsv >none.tsv
	seq-train --preset=tutorial $ARGS -m b --shuffle=buffer:1 x.tsv >one.tsv
	seq-train --preset=tutorial $ARGS -m c --shuffle=buffer:10000 x.tsv >all.tsv
	seq-train --preset=tutorial $ARGS -m d --shuffle=epoch x.tsv >epoch.tsv
	seq-train --preset=tutorial $ARGS -m e x.tsv >default.tsv
	cmp none.tsv one.tsv
	cmp all.tsv default.tsv
	run -1 cmp -s none.tsv all.tsv
	run -1 cmp -s all.tsv epoch.tsv
	for how in buffer: buffer:0 buffer:x epochs ''; do
		run -2 --separate-stderr seq-train --preset=tutorial $ARGS --shuffle=$how x.tsv
		[[ $stderr == "seq-train: --shuffle: "* ]]
	done
}

@test "a batch of all examples ignores their order, up to rounding" {
	awk 'NR == 1 { print; next } { print | "sort" }' x.tsv >sorted.tsv
	vocab-build x.tsv >vocab.tsv
	seq-train --preset=tutorial $ARGS -b 1000 -e 10 -m a --vocab=vocab.tsv x.tsv >a.tsv
	seq-train --preset=tutorial $ARGS -b 400 -e 10 -m b --vocab=vocab.tsv sorted.tsv >b.tsv
	paste a.tsv b.tsv | awk 'NR > 1 { d = $4 / $16 - 1; if (d > 1e-5 || d < -1e-5) exit 1 }'
}

@test "one example, batches larger than the data, D of 1 and of 100 all work" {
	head -n 2 x.tsv >one.tsv
	seq-train --preset=tutorial -q -m a one.tsv >log.tsv
	awk 'NR == 2 { exit !($3 == 1 && $4 == 0) }' log.tsv
	seq-train --preset=tutorial -q -d 1 -m b x.tsv >log.tsv
	[ "$(wc -c <b/gru0_bias.f32)" -eq 24 ]
	seq-train --preset=tutorial -q -d 100 -m c x.tsv >log.tsv
	[ "$(wc -c <c/gru0_recurrent_kernel.f32)" -eq 120000 ]
}

@test "D of 1,024 works" {
	head -n 9 x.tsv >few.tsv
	seq-train --preset=tutorial -q -d 1024 -e 2 few.tsv >log.tsv
	awk 'NR == 2 { d = $4 / (8 * log(8)); exit !(d > 0.999 && d < 1.001) }' log.tsv
	awk 'NR == 3 { b = $4 } NR == 2 { a = $4 } END { exit !(b < a) }' log.tsv
	[ "$(seq-embed few.tsv | wc -c)" -eq 32768 ]
}

@test "a single item gives nothing to learn, alone or among its copies" {
	printf 'context_movie_id\tlabel_movie_id\n1,1\t1\n1\t1\n' >item.tsv
	for more in "" --sampler=all --negatives=3 --loss=bpr-max --loss=gbce --fill-context=no; do
		seq-train --preset=tutorial $ARGS $more --valid=item.tsv item.tsv >log.tsv
		[ "$(tail -n 1 log.tsv | cut -f8)" = 1.000000 ]
	done
}

@test "contexts of 1 and of 10,000 items work" {
	awk 'BEGIN { print "context_movie_id\tlabel_movie_id"
		for (i = 0; i < 20; i++) { c = i
			for (k = 1; k < 10000; k++) c = c "," (i * k) % 41 + 1
			print c "\t" i % 7 + 1 } }' >long.tsv
	seq-train --preset=tutorial $ARGS -m a long.tsv >a.tsv
	grep -q '^context_length	10000$' a/settings.tsv
	awk 'NR == 2 { d = $4 / (20 * log(20)) - 1; exit !(d < 1e-3 && d > -1e-3) }' a.tsv
	vocab-build long.tsv >vocab.tsv
	seq-train --preset=tutorial $ARGS -m b --vocab=vocab.tsv --context-length=1 long.tsv >b.tsv
	sed 's/^[0-9,]*,//' long.tsv >last.tsv
	seq-train --preset=tutorial $ARGS -m c --vocab=vocab.tsv last.tsv >c.tsv
	cmp b.tsv c.tsv
}

@test "tokens may be any text" {
	printf 'context_movie_id\tlabel_movie_id\ncaf\xc3\xa9,a b,\\x01\tx\\,y\n\\t,0\tcaf\xc3\xa9\n' >t.tsv
	seq-train --preset=tutorial $ARGS t.tsv >log.tsv
	[ "$(cut -f1 model/vocab.tsv | sort)" = "$(printf '\\t\n\\x01\n0\na b\ncaf\xc3\xa9\nx\\,y\n' | sort)" ]
}

@test "--pad= is the empty token" {
	printf 'context\tlabel\n0,1,\t0\n1\t2\n' >t.tsv
	seq-train --preset=tutorial $ARGS --pad= t.tsv >log.tsv
	[ "$(cut -f1 model/vocab.tsv | sort | tr '\n' ' ')" = "0 1 2 " ]
	run -2 --separate-stderr seq-train --preset=tutorial $ARGS --pad="$(printf 'a\tb')" t.tsv
}

@test "numbers that grow without bound stop training with a message, exit 1, and no model" {
	seq-train --preset=tutorial $ARGS -m old --log=none x.tsv
	perl -e 'print pack("f<", 3e38) x ((-s "old/candidate_embedding.f32") / 4)' >huge
	cp huge old/candidate_embedding.f32
	seal old candidate_embedding.f32
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --init-from=old x.tsv
	[[ $stderr == "seq-train: epoch 1"*"; try a smaller --learning-rate" ]]
	[ ! -e model ]
	[ -z "$(find . -name '*model*')" ]
}

@test "a candidate that its temperature makes infinite is refused, not written" {
	vocab-build x.tsv >vocab.tsv
	echo "never	0" >>vocab.tsv
	seq-train --preset=tutorial $ARGS -m old --log=none --vocab=vocab.tsv x.tsv
	perl -e 'open F, "+<", "old/candidate_embedding.f32"; seek F, -4, 2; print F pack("f<", 1e33)'
	seal old candidate_embedding.f32
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS -r 0 --temperature=1e-6 --init-from=old x.tsv
	[[ $stderr == *"is not finite; try a larger --temperature" ]]
	[ ! -e model ]
}

@test "learning rates from 0 to a million work; other words are refused" {
	seq-train --preset=tutorial $ARGS -r 0 -e 1 -m a x.tsv >log.tsv
	seq-train --preset=tutorial $ARGS -r 0 -e 3 -m b x.tsv >log.tsv
	cmp a/gru0_kernel.f32 b/gru0_kernel.f32
	seq-train --preset=tutorial $ARGS -r 1e6 -m c x.tsv >log.tsv
	run -2 --separate-stderr seq-train --preset=tutorial $ARGS -r nan x.tsv
	run -2 --separate-stderr seq-train --preset=tutorial $ARGS -r -1 x.tsv
	run -2 --separate-stderr seq-train --preset=tutorial $ARGS -r 1e7 x.tsv
}

@test "a directory that is not a model, or holds more, is refused before the work" {
	mkdir thesis
	echo "the only copy" >thesis/chapter.tex
	cp -r thesis before
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS -m thesis x.tsv
	[[ $stderr == "seq-train: thesis/chapter.tex does not belong to a model"* ]]
	[ -z "$output" ]
	diff -r thesis before
	seq-train --preset=tutorial $ARGS --log=none x.tsv
	echo mine >model/notes.txt
	cp -r model before2
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS -e 1 x.tsv
	diff -r model before2
	for dir in . no/where x.tsv; do
		run -1 --separate-stderr seq-train --preset=tutorial $ARGS -m $dir x.tsv
		[ -z "$output" ]
	done
}

@test "an old model is replaced as a whole, and nothing is left beside it" {
	seq-train --preset=tutorial $ARGS --log=none x.tsv
	touch model/other.f32
	seq-train --preset=tutorial $ARGS -d 5 --log=none x.tsv
	[ ! -e model/other.f32 ]
	[ "$(find . -maxdepth 1 | sort | tr '\n' ' ')" = ". ./model ./v.tsv ./x.tsv " ]
	[ "$(stat -c %a model)" = "$(mkdir d && stat -c %a d)" ]
}

@test "an unwritable directory is refused before the work" {
	[ "$(id -u)" -ne 0 ] || skip "root may write anywhere"
	mkdir closed
	chmod 555 closed
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS -m closed/model x.tsv
	[[ $stderr == "seq-train: closed: Permission denied" ]]
}

@test "damaged examples are an error that says where, and leave no model" {
	head -c -1 x.tsv >cut.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS cut.tsv
	[[ $stderr == "seq-train: cut.tsv:line 401: "* ]]
	gzip <x.tsv | head -c 700 >cut.gz
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS cut.gz
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS /
	[[ $stderr == "seq-train: /: "* ]]
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS nowhere.tsv
	[[ $stderr == "seq-train: nowhere.tsv: "* ]]
	: >empty.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS empty.tsv
	[[ $stderr == "seq-train: empty.tsv is empty: it has no header line" ]]
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --vocab=empty.tsv x.tsv
	[[ $stderr == "seq-train: empty.tsv is empty" ]]
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --valid=empty.tsv x.tsv
	run -1 --separate-stderr bash -c "seq-train --preset=tutorial $ARGS </dev/null"
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --valid=cut.tsv x.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS --vocab=/dev/null x.tsv
	head -n 1 x.tsv >none.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS none.tsv
	sed '7s/\t.*/\t5,6/' x.tsv >two.tsv
	run -1 --separate-stderr seq-train --preset=tutorial $ARGS two.tsv
	[[ $stderr == "seq-train: two.tsv:line 7: the label "* ]]
	[ ! -e model ]
}

@test "damage in any file of an initial model is refused" {
	seq-train --preset=tutorial $ARGS -m old --log=none x.tsv
	for file in $(cd old && find . -type f | cut -c3-); do
		cp -r old bad
		perl -e 'open F, "+<", $ARGV[0]; seek F, 30, 0; read F, $c, 1;
			seek F, 30, 0; print F chr(ord($c) ^ 1)' bad/$file
		run -1 --separate-stderr seq-train --preset=tutorial $ARGS -m bad -e 4 --resume x.tsv
		[[ $stderr == "seq-train: "*bad* || $stderr == *"the model"* ]]
		rm -r bad
	done
}

@test "wrong options exit 2, and malformed numbers are errors" {
	for bad in --nothing -b0 -b1x -e0 -d0 -d --context-length=-1 -rx --encoder=rnn --loss=x --optimizer=x \
		--log=x --threads=x --seed=-1 --valid-batch=0; do
		run -2 --separate-stderr seq-train --preset=tutorial $bad x.tsv
		[[ $stderr == "seq-train: "* ]]
	done
	[ ! -e model ]
}

@test "-q prints nothing, and without it there is a line an epoch" {
	run -0 --separate-stderr bash -c 'seq-train --preset=tutorial $ARGS x.tsv >log.tsv'
	[ -z "$stderr" ]
	run -0 --separate-stderr bash -c 'seq-train --preset=tutorial -d 8 -b 90 --valid=v.tsv x.tsv >log.tsv'
	[ "$(grep -c '^seq-train: epoch [123]/3: loss .*, valid [0-9.]*, top-10 ' <<<"$stderr")" -eq 3 ]
}

@test "a model contains no threads, paths or times" {
	mkdir sub
	seq-train --preset=tutorial $ARGS -m a --threads=1 x.tsv >a.tsv
	cp x.tsv sub/y.tsv
	sleep 1
	(cd sub && seq-train --preset=tutorial -d 8 -b 90 -m ../b --threads=2 --log=none y.tsv 2>err)
	diff -r a b
}

@test "a log in place of examples gets the command that makes examples" {
	for header in user,item,time 'user;item' 1::1193::5::978300760; do
		printf '%s\n' "$header" "$header.1" >log
		run -1 --separate-stderr seq-train --preset=tutorial log
		[[ $stderr == *"log:line 1: TABs must separate columns, not "*" as in '$header'; seq-examples reads "* ]]
	done
	printf 'user\titem,too\n1\t2\n' >log
	run -1 --separate-stderr seq-train --preset=tutorial log
	[[ $stderr == *"the header is: user	item,too; --context="* ]]
}

@test "a TFRecord file in place of text is recognised" {
	printf 'label_movie_id:int64\n7\n' | tsv2tfrec -q -o x.tfrecord
	run -1 --separate-stderr seq-train --preset=tutorial x.tfrecord
	[[ $stderr == "seq-train: x.tfrecord is a TFRecord file, not tab-separated text; tfrec2tsv x.tfrecord converts it to text" ]]
}

@test "--init-from names the missing model" {
	run -1 --separate-stderr seq-train --init-from=nowhere x.tsv
	[[ $stderr == "seq-train: nowhere: no such model; "* ]]
}

@test "a missing column of the file of items names the file once" {
	printf 'item\tprice\ni1\t3\n' >prod.tsv
	run -1 --separate-stderr seq-train --items=prod.tsv --item-field=cost:number x.tsv
	[[ $stderr == "seq-train: prod.tsv: there is no column 'cost'; "* ]]
}
