# tower - serve.py and to_torch.py make seq-embed's queries of a model's safetensors.
load helper

examples=$BATS_TEST_DIRNAME/../../examples/serve

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	awk 'BEGIN { srand(5); print "context\tlabel\twho"
		for (i = 0; i < 200; i++) {
			n = 1 + int(rand() * 12); c = ""
			for (k = 0; k < n; k++)
				c = c (k ? "," : "") "i" 1 + int(rand() * 30)
			print c "\ti" 1 + int(rand() * 30) "\tu" i % 7 } }' >x.tsv
	awk -F'\t' 'NR == 1 { print "items" } NR > 1 { print $1 "," $2 }' x.tsv >s.tsv
	awk -F'\t' 'NR > 1 { gsub(",", "\",\"", $1)
		print "{\"who\":\"" $3 "\",\"context\":[\"" $1 "\"]}" }' x.tsv >requests
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR"/* .
	export ARGS="-q -d 8 -b 50 -e 1 --log=none --hold-out=0"
}

# Keeps ./model as $1.safetensors, with its queries and its fields' values.
keep() {
	seq-embed -q --export=safetensors -o "$1.safetensors"
	seq-embed -q -o "$1.f32" x.tsv
	mv model "$1"
}

# Trains with every preset, and the layers and norms besides.
every() {
	local name encoder
	for name in $(seq-train --completion=bash |
		sed -n "s/.*--preset) take=(-W '\([^']*\)').*/\1/p"); do
		seq-train $ARGS --preset="$name" x.tsv 2>/dev/null ||
			seq-train $ARGS --preset="$name" s.tsv 2>/dev/null ||
			seq-train $ARGS --preset="$name" --query-field=who:id x.tsv
		keep "preset-$name"
	done
	for encoder in gru-reset-before:6,lstm attention:6,mean:4 last,gru cnn:6 gru:6,readout:5; do
		seq-train $ARGS --encoder=$encoder --hidden=7:relu x.tsv
		keep "$encoder"
	done
	for name in pre post; do
		seq-train $ARGS --encoder=attention,attention --heads=2 \
			--norm=$name --query-field=who:id:3 x.tsv
		keep "$name"
	done
	[ "$(ls -d preset-*.f32 | wc -l)" -ge 8 ]
}

# same STATEMENTS: query(m, request), which they define, makes seq-embed's queries.
same() {
	PYTHONPATH=$examples "$python" -c 'import glob, json
import numpy as np
from serve import Model
'"$1"'
requests = [json.loads(line) for line in open("requests")]
for path in glob.glob("*.safetensors"):
    name = path[:-len(".safetensors")]
    m = Model(path, name)
    want = np.fromfile(name + ".f32", "<f4").reshape(len(requests), -1)
    got = np.array(list(query(m, requests)))
    assert got.shape == want.shape, name
    assert abs(got - want).max() < 1e-5, (name, abs(got - want).max())'
}

@test "serve.py makes the queries of every preset" {
	python_with numpy
	every
	same '
def query(m, requests): return [m.query(r["context"], r) for r in requests]'
}

@test "to_torch.py makes the queries of every preset" {
	python_with torch
	every
	same '
import torch
from to_torch import Tower, query_of
def query(m, requests):
    tower = Tower(m).eval()
    return [query_of(tower, m, r) for r in requests]'
}

@test "to_torch.py writes them as TSV" {
	python_with torch
	seq-train $ARGS --query-field=who:id x.tsv
	keep m
	"$python" "$examples/to_torch.py" m.safetensors --values=m <requests >q.tsv
	"$python" -c 'import numpy as np
q = np.loadtxt("q.tsv")
assert abs(q - np.fromfile("m.f32", "<f4").reshape(q.shape)).max() < 1e-5'
}

@test "serve.py lists what topk-list lists" {
	python_with numpy
	seq-train $ARGS x.tsv
	seq-embed -q --export=safetensors -o m.safetensors
	"$python" "$examples/serve.py" m.safetensors --top=3 <requests |
		"$python" -c '
import json, sys
for line in sys.stdin: print(",".join(i["id"] for i in json.loads(line)["items"]))' >got
	seq-embed -q --format=tsv x.tsv | topk-list --wide --exclude-context -k 3 |
		cut -f 2 | tail -n +2 | cmp - got
}

@test "serve.py finds items by their text, not by the escapes of vocab.tsv" {
	python_with numpy
	printf 'context\tlabel\na\\,b,c\\\\d\tx\342\200\250y\nx\342\200\250y\ta\\,b\nc\\\\d\ta\\,b\n' >odd.tsv
	seq-train $ARGS odd.tsv
	seq-embed -q --export=safetensors -o m.safetensors
	run -0 "$python" "$examples/serve.py" m.safetensors \
		<<<'{"user":1,"context":["a,b","c\\d"]}'
	[[ $output == *'"items": [{"id": "x\u2028y", '*'}]}' ]]
}

@test "serve.py answers what it cannot with an error, and goes on" {
	python_with numpy
	seq-train $ARGS x.tsv
	seq-embed -q --export=safetensors -o m.safetensors
	run -0 bash -c "printf '%s\n' '{' '[1]' '{\"user\":7}' '{\"user\":8,\"context\":[\"no\"]}' \
		'{\"user\":9,\"context\":[\"i1\"]}' | '$python' '$examples/serve.py' m.safetensors --top=1"
	[ "${#lines[@]}" = 5 ]
	[[ ${lines[0]} == *'"items": [], "error": '* && ${lines[1]} == *'"error": '* ]]
	[[ ${lines[3]} == *'"user": 8, '*'"error": "no item of the context is known"'* ]]
	[[ ${lines[4]} == '{"user": 9, "items": [{"id": "i'* ]]
}

@test "serve.py says which model it does not know" {
	python_with numpy
	seq-train $ARGS --query-field=who:bucket:3 <(sed 's/	u/	/' x.tsv)
	seq-embed -q --export=safetensors -o m.safetensors
	run -1 "$python" "$examples/serve.py" m.safetensors
	[ "$output" = "serve.py: m.safetensors: a field of the kind who:bucket:3:8 is not known here" ]
	seq-train $ARGS --query-field=who:id x.tsv
	seq-embed -q --export=safetensors -o m.safetensors
	run -1 "$python" "$examples/serve.py" m.safetensors
	[[ $output == *"has fields; --values=DIR names the model directory that has their values" ]]
	run -1 "$python" "$examples/serve.py" x.tsv
	[[ $output == "serve.py: x.tsv: "* ]]
}
