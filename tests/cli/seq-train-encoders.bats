# seq-train-encoders: layers over events by name: attention and others; their
# first weights, the events they see, repeatability, resuming.
# shellcheck disable=SC2016,SC2086,SC2154 # $ is for awk; ARGS is several words; run sets stderr
load helper

# sequences SEED N LONGEST: of 30 items; the next item is mostly the one after.
sequences() {
	awk -v x="$1" -v n="$2" -v most="$3" '
		function r(m) {
			x = (x * 1103515245 + 12345) % 2147483648
			return int(x / 65536) % m
		}
		BEGIN {
			print "user\titems"
			for (i = 0; i < n; i++) {
				s = a = 1 + r(30)
				for (k = 1 + r(most - 1); k > 0; k--) {
					a = r(5) ? a % 30 + 1 : 1 + r(30)
					s = s "," a
				}
				print "u" i "\t" s
			}
		}'
}

# contexts FILE: each sequence without its last item, and that item.
contexts() {
	awk -F'\t' 'NR == 1 { print "context\tlabel"; next }
		{ n = split($2, x, ","); c = x[1]
			for (i = 2; i < n; i++) c = c "," x[i]
			print c "\t" x[n] }' "$1"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	sequences 1 90 14 >s.tsv
	contexts s.tsv >w.tsv
	export ARGS="-q --preset=sasrec -d 8 -b 20 -e 2 --max-length=6 --log=none"
}

# numbers FILE: its floats, one a line.
numbers() {
	od -An -v -tf4 -w4 "$1"
}

# apart A B: the largest difference between the floats of two files.
apart() {
	paste <(numbers "$1") <(numbers "$2") |
		awk '{ d = $1 - $2; if (d < 0) d = -d; if (d > m) m = d } END { print m + 0 }'
}

# moments FILE: mean, deviation and largest magnitude of its floats.
moments() {
	numbers "$1" | awk '{ s += $1; q += $1 * $1; x = $1 < 0 ? -$1 : $1; if (x > m) m = x }
		END { print s / NR, sqrt(q / NR - s * s / NR / NR), m }'
}

@test "first embeddings have the distribution of --embedding-init" {
	seq 1 2000 | awk 'BEGIN { print "items" } { print $1 "," $1 % 2000 + 1 }' >many.tsv
	args="-q --preset=tutorial --layout=sequences -d 16 -e 1 --optimizer=sgd -r 0 --log=none"
	while read -r init deviation most; do
		seq-train $args --embedding-init=$init -m m many.tsv
		moments m/query_embedding.f32 | awk -v d=$deviation -v most=$most '
			{ exit !($1 ^ 2 < 1e-3 * d ^ 2 && $2 > 0.98 * d && $2 < 1.02 * d &&
				$3 > 0.9 * most && $3 < 1.1 * most) }' || {
			echo "$init: $(moments m/query_embedding.f32)"
			return 1
		}
	done <<-'EOF'
		uniform 0.028868 0.05
		normal 0.02 0.088
		truncated 0.21993 0.5
	EOF
}

@test "attention: projections to queries, keys and values begin like one matrix" {
	seq-train $ARGS -d 64 -r 0 s.tsv
	for t in query key value; do
		moments model/attention0_${t}_kernel.f32 |
			awk '{ b = sqrt(6 / (4 * 64)); exit !($3 <= b && $3 > 0.99 * b) }'
	done
	moments model/attention0_output_kernel.f32 | awk '{ exit !($2 > 0.019 && $2 < 0.021) }'
}

@test "attention: any threads and kernels give the same bytes, also with dropout" {
	for norm in sasrec pre post; do
		args="$ARGS --dropout=0.2 --heads=2 --norm=$norm"
		seq-train $args --threads=1 -m a s.tsv
		for how in --threads=2 --threads=5 --kernels=portable --kernels=avx2; do
			seq-train $args $how -m b s.tsv
			diff -r a b
		done
	done
}

@test "attention: a stopped and resumed run equals the whole run" {
	args="$ARGS --dropout=0.2 -e 3 --log=step --valid=s.tsv --metric=ndcg@10"
	seq-train $args -m a s.tsv >a.tsv
	run -143 --separate-stderr eval "faulted write:8:TERM \
		seq-train $args --threads=1 -m b s.tsv >b.tsv"
	[ "$(wc -l <b.tsv)" -lt "$(wc -l <a.tsv)" ]
	seq-train $args -m b --resume s.tsv >>b.tsv
	diff -r a b
}

@test "attention: only the last events of a context beyond --positions count" {
	seq-train $ARGS --positions=6 s.tsv
	awk -F'\t' 'NR == 1 { print; next } { n = split($1, x, ","); c = x[n]
		for (i = n - 1; i > 0 && i > n - 6; i--) c = x[i] "," c
		print c "\t" $2 }' w.tsv >short.tsv
	run -1 cmp -s w.tsv short.tsv
	seq-embed w.tsv >a.f32
	seq-embed short.tsv | cmp a.f32
	[ -s a.f32 ]
}

@test "attention: more --positions than events change no query" {
	seq-train $ARGS --positions=6 -r 0 -m a s.tsv
	seq-train $ARGS --positions=9 -r 0 -m b s.tsv
	awk -F'\t' 'NR == 1 || split($1, x, ",") <= 6' w.tsv >short.tsv
	seq-embed -m a short.tsv >a.f32
	seq-embed -m b short.tsv | cmp - a.f32
}

@test "attention: the order of events matters, also of those before the last" {
	printf 'context\n1,2,3\n2,1,3\n' >q.tsv
	seq-train $ARGS -e 5 s.tsv
	seq-embed q.tsv | numbers - | sed -n '1,8p' >first
	seq-embed q.tsv | numbers - | sed -n '9,16p' >second
	run -1 cmp -s first second
}

@test "attention: without vectors for positions the order before the last does not matter" {
	printf 'context\n1,2,3\n2,1,3\n1,3,2\n' >q.tsv
	seq-train $ARGS -e 5 --position-embedding=no s.tsv
	[ ! -e model/attention0_position_embedding.f32 ]
	seq-embed q.tsv | numbers - | paste -sd' ' | awk '{
		for (i = 1; i <= 8; i++) {
			same += ($i - $(i + 8)) ^ 2 < 1e-8
			other += ($i - $(i + 16)) ^ 2 > 1e-6 }
		print same, (other > 4) }' >found
	echo 8 1 | cmp - found
}

@test "attention: without vectors for positions the time between events tells their order" {
	awk -F'\t' 'NR == 1 { print $0 "\tgap"; next } { n = split($2, x, ","); g = 0
		for (i = 2; i <= n; i++) g = g "," 2 ^ (i % 9)
		print $0 "\t" g }' s.tsv >g.tsv
	printf 'context\tgap\n1,2,3\t0,1,9\n1,2,3\t0,9,1\n' >q.tsv
	seq-train $ARGS -e 5 --position-embedding=no --event-field=gap:time g.tsv
	seq-embed -q q.tsv | numbers - >both
	run -1 cmp -s <(head -n 8 both) <(tail -n 8 both)
	seq-train $ARGS -e 5 --position-embedding=no --event-field=gap:time --threads=3 \
		--kernels=portable -m other g.tsv
	diff -r model other
}

@test "--position-embedding is attention's" {
	run -2 --separate-stderr seq-train -q --encoder=gru --position-embedding=no s.tsv
	[[ $stderr == *"--position-embedding and --norm apply only to --encoder=attention"* ]]
}

@test "attention: a query does not depend on the others of its batch" {
	seq-train $ARGS --heads=2 s.tsv
	seq-embed w.tsv >all.f32
	while read -r line; do
		printf 'context\tlabel\n%s\n' "$line" | seq-embed -
	done < <(tail -n +2 w.tsv) | cmp - all.f32
	[ -s all.f32 ]
}

@test "attention: sequences and their last positions agree" {
	seq-train $ARGS --layout=sequences s.tsv
	seq-embed --every-position --labels-out=l.tsv s.tsv >every.f32
	seq-embed w.tsv >last.f32
	# In a sequence of n events, query n - 1 is that of its context.
	awk -F'\t' 'NR > 1 { n += split($2, x, ",") - 1; print n }' s.tsv >rows
	numbers every.f32 | paste -d' ' - - - - - - - - | awk 'NR == FNR { want[$1]; next }
		FNR in want' rows - >a
	numbers last.f32 | paste -d' ' - - - - - - - - | cmp - a
}

@test "attention: --init-from starts from the model's weights" {
	seq-train $ARGS -m old s.tsv
	seq-train $ARGS -r 0 -e 1 --init-from=old -m new s.tsv
	for t in old/*.f32; do
		cmp $t new/${t#old/}
	done
	run -1 --separate-stderr seq-train $ARGS --encoder=attention --init-from=old -m no s.tsv
	[[ $stderr == "seq-train: old: its encoder is 'attention:8,attention:8', but this run has 'attention:8'"* ]]
}

@test "attention: the export has every tensor of seq-model(5)" {
	seq-train $ARGS s.tsv
	seq-embed --export=safetensors -o m.safetensors
	for t in position_embedding norm_gamma query_kernel key_bias value_kernel output_bias \
		ffn_norm_beta ffn1_kernel ffn2_bias; do
		grep -aq "\"attention0_$t\"" m.safetensors
	done
	grep -aq '"attention1_final_norm_gamma"' m.safetensors
}

@test "attention: a truncated, missing or misshapen tensor is refused" {
	seq-train $ARGS s.tsv
	cp -r model cut
	truncate -s -4 cut/attention1_ffn1_kernel.f32
	run -1 --separate-stderr seq-embed -m cut w.tsv
	[[ $stderr == *attention1_ffn1_kernel* ]]
	cp -r model lacks
	rm lacks/attention0_position_embedding.f32
	run -1 --separate-stderr seq-embed -m lacks w.tsv
	[[ $stderr == *attention0_position_embedding* ]]
	cp -r model other
	sed -i 's/^heads\t1$/heads\t3/' other/settings.tsv
	seal other settings.tsv
	run -1 --separate-stderr seq-embed -m other w.tsv
	[[ $stderr == *--heads=3* ]]
}

@test "attention: any failing allocation is an error and leaves no model" {
	for ((n = 1; ; n += 15)); do
		run --separate-stderr faulted "malloc:$n:ENOMEM" seq-train $ARGS -e 1 --threads=1 s.tsv
		[ "$status" -ne 0 ] || break
		[ "$status" -eq 1 ]
		[[ $stderr == *memory* || $stderr == *Memory* ]]
		[ ! -e model ]
	done
	[ $n -gt 60 ]
}

@test "readout: a query is computed from the tensors as the page says" {
	args="-q --preset=tutorial --layout=sequences -d 5 -b 20 -e 9 --tie-embeddings --log=none"
	seq-train $args --encoder=last,readout s.tsv
	printf 'context\n3,7,3,9\n' >q.tsv
	seq-embed q.tsv | numbers - >a
	id() { awk -F'\t' -v t="$1" '$1 == t { print NR; exit }' model/vocab.tsv; }
	echo "$(id 3) $(id 7) $(id 3) $(id 9)" >ids
	for t in query_embedding readout1_event_kernel readout1_others_kernel \
		readout1_vector readout1_output_kernel; do
		numbers model/$t.f32 | awk -v t=$t '{ print t, NR - 1, $1 }'
	done | awk '
		NR == FNR { n = split($0, id, " "); next }
		{ w[$1, $2] = $3 }
		function x(j, i) { return w["query_embedding", id[j] * 5 + i] }
		END {
			for (i = 0; i < 5; i++) both[i] = x(n, i)
			for (j = 1; j <= n; j++) {
				pick = 0
				for (i = 0; i < 5; i++) {
					s = 0
					for (k = 0; k < 5; k++) {
						s += x(n, k) * w["readout1_event_kernel", k * 5 + i]
						s += x(j, k) * w["readout1_others_kernel", k * 5 + i]
					}
					pick += w["readout1_vector", i] / (1 + exp(-s))
				}
				for (i = 0; i < 5; i++) both[5 + i] += pick * x(j, i)
			}
			for (i = 0; i < 5; i++) {
				y = 0
				for (k = 0; k < 10; k++) y += both[k] * w["readout1_output_kernel", k * 5 + i]
				print y
			}
		}' ids - >b
	paste a b | awk '{ d = $1 - $2; far += d * d; all += $1 * $1 }
		END { exit !(NR == 5 && all > 0.001 && far < 1e-10 * all) }' || {
		paste a b
		return 1
	}
}

@test "readout: any threads and kernels give the same bytes, and sessions are refused" {
	args="-q --preset=tutorial -d 6 -b 20 -e 2 --encoder=gru,readout --dropout=0.2 --log=none"
	seq-train $args --layout=sequences --threads=1 -m a s.tsv
	for how in --threads=2 --threads=5 --kernels=portable --kernels=avx2; do
		seq-train $args --layout=sequences $how -m b s.tsv
		diff -r a b
	done
	run -2 --separate-stderr seq-train $args --layout=sessions s.tsv
	[[ $stderr == *"--encoder=readout needs all events of a sequence"* ]]
}

@test "readout: windows and their sequences are trained alike" {
	vocab-build -T items s.tsv >vocab.tsv
	awk -F'\t' 'NR == 1 { print "context\tlabel"; next } { n = split($2, x, ","); c = x[1]
		for (i = 2; i <= n; i++) { print c "\t" x[i]; c = c "," x[i] } }' s.tsv >all.tsv
	args="-q --preset=tutorial -d 6 -e 1 -b 5000 --vocab=vocab.tsv --fill-context=no \
		--optimizer=sgd -r 0.1 --encoder=gru,readout --log=none"
	seq-train $args --layout=sequences -m a s.tsv
	seq-train $args -m b all.tsv
	seq-train $args -r 0 -m c all.tsv
	for t in a/readout1_*.f32 a/gru0_*.f32; do
		near=$(apart $t b/${t#a/}) far=$(apart $t c/${t#a/})
		awk -v n="$near" -v f="$far" 'BEGIN { exit !(f > 1e-5 && n < f * 1e-3) }' || {
			echo "$t: $near $far"
			return 1
		}
	done
}

@test "tflite: its layers, and with the last ReLU no query is negative" {
	args="-q --preset=tflite -e 3 --log=none"
	seq-train $args w.tsv
	cut -f1,2 model/tensors.tsv >shapes
	for t in 'hidden0_kernel	8,32' 'hidden1_kernel	32,32' 'projection_kernel	32,8' \
		'query_embedding	31,8' 'candidate_embedding	31,8'; do
		grep -qx "$t" shapes
	done
	seq-embed w.tsv | numbers - | awk '$1 < 0 { n++ } END { exit !(n > 50) }'
	seq-train $args --hidden=32:relu,32:relu,8:relu w.tsv
	seq-embed w.tsv | numbers - | awk '$1 < 0 { exit 1 } $1 > 0 { n++ } END { exit !n }'
}

@test "tflite: the first loss is that of chance among all items" {
	seq-train -q --preset=tflite -b 1000 --log=step -m m w.tsv |
		awk 'NR == 2 { x = $4 / $3 / log(30); exit !(x > 0.97 && x < 1.15) }'
}

# people N: users and items, mostly near to where the users live.
people() {
	awk -v n="$1" 'BEGIN { x = 7; print "user\tlabel\ttown"
		for (i = 0; i < n; i++) {
			x = (x * 1103515245 + 12345) % 2147483648; u = int(x / 65536) % 12
			x = (x * 1103515245 + 12345) % 2147483648
			print "u" u "\t" "i" (u * 4 + int(x / 65536) % 5) % 40 "\t" "t" u % 3
		} }'
}

@test "none: a query is the row of its user, to the bit" {
	people 300 >p.tsv
	seq-train -q --preset=user-item --query-field=user:id:32 -b 50 -e 3 --log=none p.tsv
	cut -f1,2 model/tensors.tsv >shapes
	grep -qx 'query_field0_embedding	13,32' shapes
	run -1 grep -E 'kernel|bias' shapes
	printf 'user\nu3\nu7\nnobody\n' >q.tsv
	seq-embed -q q.tsv | numbers - >have
	users() { awk -F'\t' '{ print $1 }' model/query_field0.tsv; }
	for u in u3 u7; do
		users | grep -nx $u | cut -d: -f1
	done | cat - <(echo 0) >rows
	numbers model/query_field0_embedding.f32 | awk 'NR == FNR { row[NR] = $1; next }
		{ w[FNR - 1] = $1 } END { for (k = 1; k <= 3; k++)
			for (i = 0; i < 32; i++) print w[row[k] * 32 + i] }' rows - | paste - have |
		awk '$1 != $2 { exit 1 }'
	[ "$(wc -l <have)" -eq 96 ]
}

@test "none: with a dense layer a query is its bias plus its fields" {
	people 300 >p.tsv
	seq-train -q --preset=context-features --query-field=user:id:3 --query-field=town:id:2 \
		-d 4 --hidden=4 -b 50 -e 3 --log=none p.tsv
	printf 'user\ttown\nu3\tt0\n' | seq-embed -q - | numbers - >have
	a=$(cut -f1 model/query_field0.tsv | grep -nx u3 | cut -d: -f1)
	b=$(cut -f1 model/query_field1.tsv | grep -nx t0 | cut -d: -f1)
	for t in hidden0_bias query_field0_embedding query_field0_kernel query_field1_embedding \
		query_field1_kernel; do
		numbers model/$t.f32 | awk -v t=$t '{ print t, NR - 1, $1 }'
	done | awk -v a=$a -v b=$b '{ w[$1, $2] = $3 } END {
		for (i = 0; i < 4; i++) {
			y = w["hidden0_bias", i]
			for (k = 0; k < 3; k++) y += w["query_field0_embedding", a * 3 + k] * w["query_field0_kernel", k * 4 + i]
			for (k = 0; k < 2; k++) y += w["query_field1_embedding", b * 2 + k] * w["query_field1_kernel", k * 4 + i]
			print y
		} }' | paste - have | awk '{ d = $1 - $2; far += d * d; all += $1 * $1 }
			END { exit !(NR == 4 && all > 0.001 && far < 1e-10 * all) }'
}

@test "none: users find their items, and popularity does not" {
	people 2000 >p.tsv
	seq-train -q --preset=user-item --query-field=user:id:32 -b 100 -e 10 --log=none p.tsv
	seq-embed p.tsv | topk-eval -q -k 5 -l p.tsv | awk '$1 == "top_5" { exit !($2 > 0.9 && $3 < 0.3) }'
}

@test "none: contexts are not read, and may be absent" {
	people 300 >p.tsv
	awk -F'\t' -v OFS='\t' '{ print $1, $2, NR == 1 ? "context" : "i1,i2" }' p.tsv >c.tsv
	args="-q --preset=user-item --query-field=user:id:32 -b 50 -e 2 --log=none"
	seq-train $args -m a p.tsv
	seq-train $args -m b c.tsv
	diff -r a b
	seq-embed -m a p.tsv >a.f32
	seq-embed -m a c.tsv | cmp - a.f32
}

@test "none: any threads and kernels give the same bytes, and a resumed run is the whole" {
	people 900 >p.tsv
	args="-q --preset=context-features --query-field=user:id --query-field=town:id -b 50 --log=step"
	seq-train $args -e 3 --threads=1 -m a p.tsv >a.tsv
	for how in --threads=2 --threads=5 --kernels=portable; do
		seq-train $args -e 3 $how -m b p.tsv | cmp - a.tsv
		diff -r a b
	done
	seq-train $args -e 1 -m c p.tsv >c.tsv
	seq-train $args -e 3 -m c --resume p.tsv >>c.tsv
	diff -r a c
}

@test "none: without a field, with contexts requested, or in other layouts it is refused" {
	people 30 >p.tsv
	run -1 --separate-stderr seq-train -q --preset=user-item p.tsv
	[[ $stderr == *"--query-field=NAME:KIND"* ]]
	run -2 --separate-stderr seq-train -q --preset=user-item --query-field=user:id \
		--event-field=town:id p.tsv
	[[ $stderr == *"--event-field"*"--encoder=none"* ]]
	run -2 --separate-stderr seq-train -q --preset=user-item --query-field=user:id \
		--context=town p.tsv
	[[ $stderr == *"--context"*"--encoder=none"* ]]
	run -2 --separate-stderr seq-train -q --preset=user-item --layout=sequences \
		--query-field=user:id s.tsv
	[[ $stderr == *"--encoder=none"*"--layout=windows"* ]]
	[ ! -e model ]
}

@test "none: validation and held-out rows see the queries of seq-embed" {
	people 600 >p.tsv
	head -n 101 p.tsv >v.tsv
	seq-train -q --preset=user-item --query-field=user:id:32 -b 50 -e 2 --log=epoch \
		--valid=v.tsv p.tsv >log
	seq-embed v.tsv | topk-eval -q -k 5 -l v.tsv | awk '$1 == "top_5" { print $2 }' >a
	awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		{ x = $(at["valid_top_5"]) } END { print x }' log | cmp - a
	seq-train -q --preset=user-item --query-field=user:id:32 -b 50 -e 2 --log=none \
		--hold-out=100 p.tsv
}

@test "none: queries without any of their columns are refused, with advice" {
	people 60 >p.tsv
	args="-q --preset=user-item -b 50 -e 1 --log=none"
	seq-train $args --query-field=user:id:32 p.tsv
	for user in u3 nobody; do
		run -1 --separate-stderr piped "echo $user | seq-embed -H"
		[[ $stderr == *"the column user, which is missing"*"header"* ]]
		[ -z "$output" ]
	done
	run -1 --separate-stderr piped "printf 'town\nt1\n' | seq-embed --missing-fields"
	[[ $stderr == *"the column user, which is missing" ]]
	seq-embed p.tsv >a.f32
	tail -n +2 p.tsv | cut -f1,2 | seq-train $args -H --query-field=1:id:32 -
	tail -n +2 p.tsv | cut -f1,2 | seq-embed -H | cmp - a.f32
}

@test "attention: the gap to the previous event can be a field of events" {
	awk -F'\t' -v OFS='\t' 'NR == 1 { print $0, "gap"; next } { n = split($1, x, ",")
		g = "0"; for (i = 2; i <= n; i++) g = g "," (i * NR * 37) % 5000
		print $0, g }' w.tsv >g.tsv
	seq-train -q --preset=tutorial --fill-context=no --encoder=attention -d 8 -b 20 -e 2 \
		--log=none --event-field=gap:time g.tsv
	seq-embed g.tsv >a.f32
	awk -F'\t' -v OFS='\t' 'NR > 1 { gsub(/[0-9]+/, "4999", $3) } { print }' g.tsv |
		seq-embed >b.f32
	[ "$(wc -c <a.f32)" -eq "$(wc -c <b.f32)" ]
	run -1 cmp -s a.f32 b.f32
}
