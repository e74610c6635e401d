# onnx: the query tower as an ONNX graph; evaluated with NumPy by onnx_eval.py,
# it computes the queries of seq-embed.
load helper

# 300 contexts of 1 to 12 of 30 items, and the same as sequences.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	awk 'BEGIN { srand(7); print "context\tlabel\twho"
		for (i = 0; i < 300; i++) {
			n = 1 + int(rand() * 12); c = ""
			for (k = 0; k < n; k++)
				c = c (k ? "," : "") "i" 1 + int(rand() * 30)
			print c "\ti" 1 + int(rand() * 30) "\tu" i % 7 } }' >x.tsv
	awk -F'\t' 'NR == 1 { print "items" } NR > 1 { print $1 "," $2 }' x.tsv >s.tsv
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR"/* .
	export ARGS="-q -d 8 -b 50 -e 2 --log=none"
}

# evaluated [OPTION ...]: the graph of ./model computes seq-embed's queries of
# x.tsv.
evaluated() {
	python_with numpy
	seq-embed --export=onnx -o m.onnx
	seq-embed -q $EMBED x.tsv >q.f32
	"$python" "$BATS_TEST_DIRNAME/onnx_eval.py" "$@" m.onnx model x.tsv q.f32
}

# trained FILE OPTION ...: trains a model and tests its graph.
trained() {
	seq-train $ARGS "${@:2}" "$1"
	evaluated
}

# choices OPTION: the values that seq-train takes for it, from its completion.
choices() {
	seq-train --completion=bash |
		sed -n "s/.*--$1) take=(-W '\\([^']*\\)').*/\\1/p"
}

@test "the graph of every preset computes seq-embed's queries" {
	run -0 choices preset
	[[ $output == *tutorial* ]]
	for preset in $output; do
		# Presets whose queries see no events have fields for them.
		seq-train $ARGS --preset="$preset" x.tsv 2>/dev/null ||
			seq-train $ARGS --preset="$preset" s.tsv 2>/dev/null ||
			seq-train $ARGS --preset="$preset" --query-field=who:id x.tsv
		evaluated
	done
}

@test "the graph of every layer that --encoder names computes seq-embed's queries" {
	run -0 choices encoder
	[[ $output == *readout* ]]
	for encoder in $output; do
		fields=
		[ "$encoder" != none ] || fields=--query-field=who:id
		trained x.tsv --encoder="$encoder" $fields
	done
}

@test "stacked layers, of different widths, and hidden layers" {
	trained x.tsv --encoder=lstm:6,gru:5 --hidden=7:relu,6
	trained x.tsv --encoder=gru-reset-before:12,readout:10 --hidden=8
	trained x.tsv --encoder=cnn:12,mean --hidden=9:relu
	trained x.tsv --encoder=mean:12
}

@test "attention: heads, and every placement of its norms" {
	for norm in sasrec pre post; do
		trained x.tsv --encoder=attention:12,attention:12 --heads=3 --norm="$norm"
	done
}

@test "queries without normalisation and bias, with a temperature" {
	trained x.tsv --normalize=no --item-bias=no
	trained x.tsv --normalize=no --temperature=2
	trained x.tsv --tie-embeddings=no
}

@test "a context may be longer than the model sees: its last items count" {
	seq-train $ARGS --preset=tutorial x.tsv
	awk '{ print (NR > 1) ? "i3,i4,i5," $0 : $0 }' x.tsv >long
	rm x.tsv && mv long x.tsv
	evaluated
	evaluated --length=40
	seq-train $ARGS --layout=sequences --max-length=5 --encoder=attention s.tsv
	evaluated
	evaluated --length=40
	seq-train $ARGS --preset=tutorial --encoder=attention --positions=3 x.tsv
	evaluated --pad=-1
	trained x.tsv --encoder=attention --positions=3
	trained x.tsv --encoder=attention --position-embedding=no
}

@test "pads after contexts change nothing, nor do other contexts of the batch" {
	seq-train $ARGS --encoder=attention,gru,mean,cnn,readout x.tsv
	evaluated --length=30
	head -n 2 x.tsv >one
	rm x.tsv && mv one x.tsv
	evaluated
}

@test "an empty context is a query" {
	for encoder in gru attention mean; do
		seq-train $ARGS --encoder="$encoder" --hidden=6 "$BATS_FILE_TMPDIR/x.tsv"
		printf 'context\tlabel\n\\E\ti1\ni2\ti1\n' >empty
		rm -f x.tsv && mv empty x.tsv
		evaluated
		evaluated --length=5
	done
}

@test "if row 0 was trained as the unknown item, contexts end with -1" {
	cut -f 2 x.tsv | tail -n +2 | grep -v -x i7 | sort -u | sed 's/$/\t1/' >v.tsv
	seq-train $ARGS --preset=tutorial --fill-context=no --unknown=row0 -v v.tsv x.tsv
	EMBED=-urow0 evaluated --pad=-1 --length=14
	run -0 --separate-stderr seq-embed --export=onnx -o m.onnx
	[[ $stderr == *"contexts up with -1"* ]]
	seq-train $ARGS --preset=tutorial -v v.tsv x.tsv
	EMBED=-urow0 evaluated --length=14
	run -0 --separate-stderr seq-embed --export=onnx -o m.onnx
	[[ -z $stderr ]]
}

# A file of items with a colour, a year (some missing), and genres.
items_file() {
	awk 'BEGIN { OFS = "\t"; split("red green blue", colour, " ")
		print "item", "colour", "year", "genres"
		for (i = 1; i <= 28; i++)
			print "i" i, colour[i % 3 + 1], (i % 5) ? 1950 + i : "",
				"g" i % 4 "|g" i % 3 }' >items.tsv
}

@test "fields of items are part of the rows of events' items" {
	items_file
	for tied in yes no; do
		trained x.tsv --items=items.tsv --item-field=colour:id:3 --tie-embeddings=$tied \
			--item-field=year:number --item-field=genres:bag:4
	done
	trained x.tsv --items=items.tsv --item-field=year:bucket:4:2 --item-dropout=1 --encoder=attention
	trained x.tsv --items=items.tsv --item-field=colour:id:3 --item-hidden=6:relu
}

# f.tsv: x.tsv with values of every kind, of events and of queries, some
# missing.  g.tsv: sequences with these.
fields_file() {
	awk -F'\t' -v OFS='\t' 'BEGIN { srand(3) }
		function some(x) { return rand() < 0.1 ? "" : x }
		function add(to, x) { return k == 1 ? x : to "," x }
		NR == 1 { print $1, "rating", "shop", "year", "gap", "tags", "title",
			"gift", "user", "age", "hour", "liked", "said", "seen", $2 }
		NR > 1 { n = split($1, c, ",")
			for (k = 1; k <= n; k++) {
				r = add(r, some(1 + int(rand() * 9) / 2))
				s = add(s, some("s" int(rand() * 4)))
				y = add(y, some(1990 + int(rand() * 9)))
				t = add(t, some(int(exp(rand() * 12))))
				g = add(g, some("g" int(rand() * 5) "|g" int(rand() * 3)))
				w = add(w, some("Word" int(rand() * 6) " the, end"))
				i = add(i, some("i" 1 + int(rand() * 30))) }
			if (n == 1) for (k in c) { r = 4; s = "s1"; y = 1991; t = 7; g = "g1"; w = "a"; i = "i2" }
			print $1, r, s, y, t, g, w, i, some("u" NR % 20), some(20 + NR % 50),
				some(NR % 24 * 3600), some("g" NR % 5 ",g" NR % 3 ",zz" NR),
				some("A word" NR % 7 "."), some("i" 1 + NR % 30), $2 }' x.tsv |
		sed 's/the, end/the end/g' >f.tsv
	rm x.tsv && mv f.tsv x.tsv
	export EVENT="--event-field=rating:number --event-field=shop:id:3
		--event-field=year:bucket:4:2 --event-field=gap:time:3
		--event-field=tags:bag:4 --event-field=title:words:20:5 --event-field=gift:item"
	export QUERY="--query-field=user:id:4 --query-field=age:number
		--query-field=hour:bucket:5:3 --query-field=liked:bag:4
		--query-field=said:words:3 --query-field=seen:item"
}

@test "fields of events, of every kind" {
	fields_file
	trained x.tsv $EVENT
	trained x.tsv $EVENT --encoder=attention:12 --heads=2
	trained x.tsv $EVENT --encoder=mean
	trained x.tsv $EVENT --preset=tutorial --context-length=5
	trained x.tsv $EVENT --preset=tutorial --encoder=last
	evaluated --length=20
}

@test "fields of queries, of every kind, and both" {
	fields_file
	trained x.tsv $QUERY
	trained x.tsv $QUERY --hidden=9:relu,7
	trained x.tsv $EVENT $QUERY --encoder=lstm,cnn
	items_file
	trained x.tsv $EVENT $QUERY --items=items.tsv --item-field=genres:bag:4 --item-field=colour:id
	evaluated --length=20
}

@test "a column named like a value of the graph is refused" {
	awk -F'\t' -v OFS='\t' '{ print $0, (NR == 1) ? "query" : "q" NR % 3 }' x.tsv >f
	seq-train $ARGS --query-field=query:id f
	run -1 --separate-stderr seq-embed --export=onnx -o no.onnx
	[[ $stderr == *"model: "*"would be named 'query'"* ]]
	assert_not_exist no.onnx
}

@test "the comparison detects the queries of another model" {
	seq-train $ARGS -s 1 x.tsv
	evaluated
	seq-train $ARGS -s 2 -m other x.tsv
	seq-embed -q -m other x.tsv >q.f32
	run -1 "$python" "$BATS_TEST_DIRNAME/onnx_eval.py" m.onnx model x.tsv q.f32
}

@test "the bytes are the same for any number of threads, and on every run" {
	seq-train $ARGS x.tsv
	seq-embed --threads=1 --export=onnx >a
	seq-embed --threads=4 --kernels=portable --export=onnx >b
	cmp a b
	[[ -s a ]]
}

@test "the file has the settings as metadata" {
	python_with numpy
	seq-train $ARGS --preset=tutorial x.tsv
	seq-embed --export=onnx -o m.onnx
	PYTHONPATH=$BATS_TEST_DIRNAME PYTHONDONTWRITEBYTECODE=1 "$python" - <<-END >got
	import onnx_eval
	for note in onnx_eval.Graph('m.onnx').notes.items():
	    print(*note, sep='\t')
	END
	tail -n +2 model/settings.tsv | cmp - got
}

@test "a model that cannot be a graph is refused" {
	seq-train $ARGS x.tsv
	cp -r model cut
	truncate -s -4 cut/gru0_kernel.f32
	run -1 --separate-stderr seq-embed -m cut --export=onnx -o no.onnx
	[[ $stderr == *gru0_kernel* ]]
	assert_not_exist no.onnx
	run -2 --separate-stderr seq-embed --export=onyx
	[[ $stderr == *onnx* ]]
	run -2 --separate-stderr seq-embed --export=onnx x.tsv
}

@test "a model of seq-baseline has no graph, and the message names its alternative" {
	type seq-baseline >/dev/null 2>&1 || skip "built without OpenBLAS"
	seq-baseline -q --method=item-knn -m model x.tsv
	run -1 --separate-stderr seq-embed --export=onnx -o no.onnx
	[[ $stderr == *"no query tower"*"--export=safetensors"* ]]
	assert_not_exist no.onnx
}

@test "a full disk is an error, and so is every failing call" {
	seq-train $ARGS x.tsv
	run -1 --separate-stderr bash -c 'seq-embed --export=onnx >/dev/full'
	[[ $stderr == "seq-embed: standard output: "* ]]
	mkdir start
	cp -r model start
	run -0 "$BATS_TEST_DIRNAME/../fault/sweep" -o m.onnx \
		"seq-embed --export=onnx -o m.onnx"
}

@test "onnx's own checker accepts the graphs" {
	python_with "onnx onnx.shape_inference"
	mkdir graphs
	for encoder in gru lstm attention mean cnn last readout; do
		seq-train $ARGS --encoder="$encoder" x.tsv
		seq-embed --export=onnx -o "graphs/$encoder"
	done
	seq-train $ARGS --preset=tutorial x.tsv
	seq-embed --export=onnx -o graphs/tutorial
	"$python" - graphs/* <<-END
	import sys, onnx
	for path in sys.argv[1:]:
	    m = onnx.load(path)
	    onnx.checker.check_model(m, full_check=True)
	    onnx.shape_inference.infer_shapes(m, strict_mode=True)
	END
}

@test "onnxruntime computes seq-embed's queries" {
	local runtime
	export TMPDIR=$BATS_TEST_TMPDIR # node's onnxruntime leaves logs there
	if python3 -c 'import onnxruntime' 2>/dev/null; then
		runtime=onnxruntime
	elif node -e 'require("onnxruntime-node")' 2>/dev/null; then
		runtime=node
	else
		skip "neither python3 nor node has onnxruntime"
	fi
	for encoder in gru gru-reset-before lstm attention mean cnn last gru,readout; do
		seq-train $ARGS --encoder="$encoder" --hidden=6:relu x.tsv
		evaluated --runtime=$runtime --length=20
	done
	for preset in $(choices preset); do
		seq-train $ARGS --preset="$preset" x.tsv 2>/dev/null ||
			seq-train $ARGS --preset="$preset" s.tsv 2>/dev/null ||
			seq-train $ARGS --preset="$preset" --query-field=who:id x.tsv
		evaluated --runtime=$runtime
	done
	fields_file
	seq-train $ARGS $EVENT $QUERY x.tsv
	evaluated --runtime=$runtime
}
