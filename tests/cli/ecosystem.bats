# ecosystem - other programs read our output, and we read theirs. Each test is
# skipped if its program is not installed.
# shellcheck disable=SC2016 # $ is for the programs
load helper

# 200 examples of 6 items of 40, and a model of them.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	random_examples 200 40 >x.tsv
	seq-train --preset=tutorial -q -d 8 -b 40 --log=none x.tsv
	seq-embed x.tsv >q.f32
	seq-embed --tower=item >c.f32
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR"/* .
}

needs() {
	local p
	for p; do
		type "$p" >/dev/null 2>&1 || skip "$p is not installed"
	done
}

@test "numpy loads npy and f32, and both agree" {
	python_with numpy
	seq-embed --format=npy x.tsv -o q.npy
	"$python" - <<-END
	import numpy as np
	q = np.load('q.npy')
	assert q.shape == (200, 8) and q.dtype == np.dtype('<f4')
	assert (q == np.fromfile('q.f32', '<f4').reshape(-1, 8)).all()
	END
}

@test "numpy loads tsv, bit for bit" {
	python_with numpy
	seq-embed --tower=item --format=tsv -o i.tsv
	seq-embed --tower=item -o i.f32
	"$python" - <<-END
	import numpy as np
	t = np.loadtxt('i.tsv', str, skiprows=1)[:, 1:].astype(np.float32)
	assert (t == np.fromfile('i.f32', '<f4').reshape(-1, 8)).all()
	END
}

@test "faiss finds the same items in npy as topk-list" {
	python_with "faiss numpy"
	seq-embed --tower=item --format=npy -o c.npy
	topk-list -k 5 q.f32 | tail -n +2 | cut -f 1-3 >want
	"$python" - <<-END >got
	import faiss
	import numpy as np
	index = faiss.IndexFlatIP(8)
	index.add(np.load('c.npy'))
	vocab = [line.split('\t')[0] for line in open('model/vocab.tsv')]
	_, found = index.search(np.fromfile('q.f32', '<f4').reshape(-1, 8), 5)
	for i, row in enumerate(found):
	    for r, j in enumerate(row):
	        print(i + 1, r + 1, vocab[j], sep='\t')
	END
	cmp want got
}

@test "faiss's own tools read fvecs" {
	python_with "faiss numpy"
	"$python" -c 'import faiss.contrib.vecs_io' 2>/dev/null ||
		skip "this faiss has no contrib"
	seq-embed --format=fvecs x.tsv -o q.fvecs
	"$python" - <<-END
	import numpy as np
	from faiss.contrib.vecs_io import fvecs_read
	q = fvecs_read('q.fvecs')
	assert (q == np.fromfile('q.f32', '<f4').reshape(-1, 8)).all()
	END
}

@test "gensim loads word2vec and finds the same neighbours" {
	python_with gensim
	seq-embed --tower=item --format=word2vec -o items.w2v
	topk-list --similar=i7 -k 5 | tail -n +2 | cut -f 3 >want
	"$python" - <<-END >got
	from gensim.models import KeyedVectors
	v = KeyedVectors.load_word2vec_format('items.w2v')
	assert v.vector_size == 8
	for item, _ in v.most_similar('i7', topn=5):
	    print(item)
	END
	cmp want got
}

# A reader written from the specification of safetensors alone.
read_safetensors() {
	"$python" - "$1" <<-END
	import json, struct, sys
	b = open(sys.argv[1], 'rb').read()
	n, = struct.unpack('<Q', b[:8])
	assert n <= 100000000 and n % 8 == 0 and b[8:9] == b'{'
	def once(pairs):
	    assert len(dict(pairs)) == len(pairs)
	    return dict(pairs)
	h = json.loads(b[8:8 + n].decode(), object_pairs_hook=once)
	meta = h.pop('__metadata__')
	assert all(type(v) is str for v in meta.values())
	size, at = {'F32': 4, 'U8': 1}, 0
	data = b[8 + n:]
	for name, t in sorted(h.items(), key=lambda x: x[1]['data_offsets']):
	    assert set(t) == {'dtype', 'shape', 'data_offsets'}
	    begin, end = t['data_offsets']
	    want = size[t['dtype']]
	    for k in t['shape']:
	        want *= k
	    assert begin == at and end == begin + want and begin % size[t['dtype']] == 0
	    open('tensor.' + name, 'wb').write(data[begin:end])
	    print(name, *t['shape'])
	    at = end
	assert at == len(data)
	for name, value in meta.items():
	    print(name, value, sep='\t', file=open('meta', 'a'))
	END
}

@test "a reader written from the specification loads the model from safetensors" {
	python=python3
	needs python3
	seq-embed --export=safetensors -o m.safetensors
	read_safetensors m.safetensors >shapes
	tail -n +2 model/settings.tsv | cmp - meta
	cmp tensor.vocab.tsv model/vocab.tsv
	awk 'NR > 3 && $1 !~ /state/ { sub(",", " ", $2); print $1, $2 }' \
		model/tensors.tsv >want
	grep -v vocab shapes | cmp - want
	[[ $(wc -l <want) == 5 ]]
	while read -r name _; do
		cmp "tensor.$name" "model/$name.f32"
	done <want
}

@test "safetensors has the fields of events, queries and items: tables, products and lists" {
	python=python3
	needs python3
	awk -F'\t' -v OFS='\t' 'NR == 1 { print $0, "rate", "who", "kind"; next }
		{ r = $1; gsub(/[^,]+/, "3", r); print $0, r (NR % 2), "u" NR % 9, "a,b" }' x.tsv >f.tsv
	awk -F'\t' 'NR == 1 { print "item\tyear"; next } { print $1 "\t19" 10 + NR }' model/vocab.tsv >items.tsv
	seq-train --preset=tutorial -q -d 8 -b 40 --log=none -m fields --event-field=rate:number \
		--query-field=who:id:5 --query-field=kind:bag:3 --items=items.tsv \
		--item-field=year:bucket:4:2 --item-hidden=6 f.tsv
	seq-embed -m fields --export=safetensors -o m.safetensors
	read_safetensors m.safetensors >shapes
	for t in "event_field0_kernel 1 " "query_field0_embedding 10 5" "query_field0_kernel 5 8" \
		"query_field1_embedding 3 3" "query_field1_kernel 3 8" "item_field0_embedding 5 2" \
		"item_field0_kernel 2 6" "item_hidden0_kernel 8 6" "item_projection_kernel 6 8"; do
		grep -q "^$t" shapes || { echo "$t" && cat shapes && return 1; }
	done
	awk 'NR > 1 && $1 !~ /state/ && $2 ~ /,/ { sub(",", " ", $2); print $1, $2 }' \
		fields/tensors.tsv >want
	while read -r name rows cols; do
		grep -qx "$name $rows $cols" shapes
		cmp "tensor.$name" "fields/$name.f32"
	done <want
	for list in query_field0 query_field1 item_field0; do
		cmp tensor.$list.tsv fields/$list.tsv
	done
}

@test "a pad that needs JSON escapes is a setting like any other" {
	python=python3
	needs python3
	sed 's/,i5\t/,"\\\\ü\t/' x.tsv >odd.tsv
	seq-train --preset=tutorial -q -d 8 -b 40 --log=none -m odd --pad='"\\ü' odd.tsv
	seq-embed -m odd -E safetensors | cat >m.safetensors
	PYTHONUTF8=1 read_safetensors m.safetensors >/dev/null
	tail -n +2 odd/settings.tsv | cmp - meta
	cp -r odd latin
	seq-train --preset=tutorial -q -d 8 -b 40 --log=none -m latin --pad=$'\xfc' odd.tsv
	run -1 --separate-stderr seq-embed -m latin -E safetensors -o no.safetensors
	[[ $stderr == *"latin: the setting pad is not UTF-8"* ]]
	assert_not_exist no.safetensors
}

@test "safetensors itself loads the model" {
	python_with "safetensors.numpy numpy"
	seq-embed --export=safetensors -o m.safetensors
	"$python" - <<-END
	import numpy as np
	from safetensors.numpy import load_file
	t = load_file('m.safetensors')
	c = np.fromfile('c.f32', '<f4').reshape(-1, 8)
	assert (t['candidate_embedding'][1:] == c).all()
	END
}

@test "protobuf reads the output of tsv2tfrec, with its own checksums" {
	python_with google.protobuf
	printf '%s\n' $'b:bytes\tf:float\ti:int64' $'x,\\,\t1.5\t-1,2' \
		$'\\N\t\\E\t9223372036854775807' $'\xc3\xbc\t-0.0,inf\t0' >in.tsv
	tsv2tfrec -o in.tfr in.tsv
	"$python" - <<-END >got
	import struct
	from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
	F = descriptor_pb2.FieldDescriptorProto
	d = descriptor_pb2.FileDescriptorProto(name='e.proto', package='t', syntax='proto3')
	def message(name, *fields, to=d.message_type):
	    m = to.add(name=name)
	    for number, (field, kind, label, type_name) in enumerate(fields, 1):
	        m.field.add(name=field, number=number, type=kind, label=label,
	                    type_name=type_name)
	    return m
	one, many = F.LABEL_OPTIONAL, F.LABEL_REPEATED
	message('B', ('value', F.TYPE_BYTES, many, None))
	message('F', ('value', F.TYPE_FLOAT, many, None))
	message('I', ('value', F.TYPE_INT64, many, None))
	f = message('Feature', ('b', F.TYPE_MESSAGE, one, '.t.B'),
	            ('f', F.TYPE_MESSAGE, one, '.t.F'), ('i', F.TYPE_MESSAGE, one, '.t.I'))
	f.oneof_decl.add(name='kind')
	for field in f.field:
	    field.oneof_index = 0
	fs = message('Features', ('feature', F.TYPE_MESSAGE, many, '.t.Features.FeatureEntry'))
	entry = message('FeatureEntry', ('key', F.TYPE_STRING, one, None),
	                ('value', F.TYPE_MESSAGE, one, '.t.Feature'), to=fs.nested_type)
	entry.options.map_entry = True
	message('Example', ('features', F.TYPE_MESSAGE, one, '.t.Features'))
	pool = descriptor_pool.DescriptorPool()
	pool.Add(d)
	found = pool.FindMessageTypeByName('t.Example')
	Example = (message_factory.GetMessageClass(found)
	           if hasattr(message_factory, 'GetMessageClass')
	           else message_factory.MessageFactory(pool).GetPrototype(found))
	def masked_crc(data): # bit by bit, as RFC 3720 B.4 has the polynomial
	    c = 0xffffffff
	    for byte in data:
	        c ^= byte
	        for _ in range(8):
	            c = c >> 1 ^ (0x82f63b78 if c & 1 else 0)
	    c ^= 0xffffffff
	    return ((c >> 15 | c << 17) + 0xa282ead8) & 0xffffffff
	data = open('in.tfr', 'rb').read()
	while data:
	    n, head = struct.unpack('<QI', data[:12])
	    assert head == masked_crc(data[:8])
	    record, data = data[12:12 + n], data[12 + n:]
	    assert struct.unpack('<I', data[:4])[0] == masked_crc(record)
	    data = data[4:]
	    e = Example.FromString(record)
	    print({k: list(getattr(v, v.WhichOneof('kind')).value)
	           for k, v in sorted(e.features.feature.items())})
	END
	cat >want <<-'END'
	{'b': [b'x', b','], 'f': [1.5], 'i': [-1, 2]}
	{'f': [], 'i': [9223372036854775807]}
	{'b': [b'\xc3\xbc'], 'f': [-0.0, inf], 'i': [0]}
	END
	diff want got
}

@test "matrices made by numpy are ranked as numpy ranks them" {
	python_with numpy
	"$python" - <<-END >want
	import numpy as np
	rng = np.random.default_rng(1)
	# small whole numbers, so that sums are exact in any order
	c = rng.integers(-9, 10, (300, 16)).astype('<f4')
	q = rng.integers(-9, 10, (120, 16)).astype('<f4')
	y = rng.integers(0, 300, 120)
	c.tofile('c')
	q.tofile('q')
	with open('v.tsv', 'w') as f:
	    for j in range(300):
	        print(f'item {j}', 1000 - j, sep='\t', file=f)
	with open('l.tsv', 'w') as f:
	    print('label_movie_id', file=f)
	    for j in y:
	        print(f'item {j}', file=f)
	s = q @ c.T
	own = s[np.arange(120), y]
	rank = (s > own[:, None]).sum(1) + 1
	for k in 1, 5, 10, 50, 100:
	    pop = np.mean(y < k)
	    print(f'top_{k}', f'{np.mean(rank <= k):.6f}', f'{pop:.6f}', sep='\t')
	order = np.argsort(-s, axis=1, kind='stable')[:, :3]
	with open('lists', 'w') as f:
	    for i, row in enumerate(order):
	        for r, j in enumerate(row):
	            print(i + 1, r + 1, f'item {j}', s[i, j], sep='\t', file=f)
	END
	topk-eval --candidates=c --vocab=v.tsv -l l.tsv q | grep top_ | cut -f1-3 | diff want -
	topk-list --candidates=c --vocab=v.tsv -k 3 -H q | diff lists -
}

@test "datamash computes the same hit rate from ranks as topk-eval" {
	needs datamash
	topk-eval -l x.tsv --ranks=ranks.tsv q.f32 >table
	tail -n +2 ranks.tsv | awk '{ print ($2 < 10) }' |
		datamash -R 6 mean 1 >got
	[[ $(<got) == "$(awk '$1 == "top_10" { print $2 }' table)" ]]
}

@test "Miller: examples are read and written, and train the same model" {
	needs mlr
	mlr --tsv cat x.tsv | seq-train --preset=tutorial -q -d 8 -b 40 --log=none -m other
	cmp model/gru0_kernel.f32 other/gru0_kernel.f32
	topk-list -k 2 q.f32 >l.tsv
	mlr --tsv nest --implode --values --across-records --nested-fs , -f item \
		<(cut -f 1,3 l.tsv) >got
	awk 'NR == 1 { print $1 "\t" $3 } NR > 1 { l[$1] = l[$1] "," $3 }
		END { for (q = 1; q <= 200; q++) print q "\t" substr(l[q], 2) }' \
		l.tsv | cmp - got
}

@test "Miller: --tsvlite keeps every escape" {
	needs mlr
	printf 'a:int64\tb:bytes\tt:bytes:steps\n' >in.tsv
	printf '1,2\tx\\,y,z\t\\Z\n\\N\t\\E\tp;q\\;\n' >>in.tsv
	printf '3\t"q\\t\\n\\\\\\x00\t\\N\n' >>in.tsv
	tsv2tfrec in.tsv >in.tfr
	tfrec2tsv -t in.tfr | mlr --tsvlite cat | cmp - in.tsv
	tfrec2tsv -t in.tfr | mlr --tsvlite filter '${a:int64} == 3' | tsv2tfrec >some.tfr
	tfrec2tsv --where a=3 -o want.tfr in.tfr
	tfrec2tsv -t -f a:int64,b:bytes some.tfr | cmp - <(
		tfrec2tsv -t -f a:int64,b:bytes want.tfr)
}

@test "Miller: missing numbers written by --tsv are refused or unchanged" {
	needs mlr
	printf 'a:int64\n1\n\\N\n' >in.tsv
	mlr --tsv cat in.tsv >out.tsv
	tsv2tfrec in.tsv >in.tfr
	if ! cmp -s in.tsv out.tsv; then
		run -1 --separate-stderr tsv2tfrec out.tsv
		[[ $stderr == *"line 3: column 'a': "* ]]
	fi
}

@test "jq: JSON lines are read as a log, and lists are written as JSON" {
	needs jq
	cat >log.json <<-END
	{"who":"ann","what":"tea, green","at":"2024-05-01T09:00:00Z"}
	{"who":"ann","what":"milk","at":"2024-05-01T08:00:00Z"}
	{"who":"ann","what":"tab\there","at":"2024-05-01T10:00:00Z"}
	END
	jq -n -r '["user", "item", "time"], (inputs | [.who, .what, .at]) |
		@csv' log.json | seq-examples -q -S -H >got
	printf 'ann\tmilk,tea\\, green,tab\\there\n' | cmp - got
	topk-list -k 2 q.f32 |
		jq -R -n -c '[inputs / "\t"] | .[0] as $h | .[1:][] |
			[$h, .] | transpose | map({(.[0]): .[1]}) | add' >got.json
	[[ $(wc -l <got.json) == 400 ]]
	[[ $(head -n 1 got.json) == '{"query":"1","rank":"1","item":"i'* ]]
}

@test "GNU parallel: shares give the table of the whole" {
	needs parallel
	parallel --version 2>/dev/null | grep -q GNU || skip "another parallel"
	export HOME=$PWD
	topk-eval -l x.tsv q.f32 >want
	parallel --will-cite -j 2 \
		'seq-embed --threads=1 --shard={}/4 x.tsv |
		topk-eval --threads=1 --shard={}/4 -l x.tsv --ranks=ranks.{} >/dev/null' \
		::: 1 2 3 4
	topk-eval --from-ranks -m model ranks.[1-4] | cmp - want
}

@test "Make: only files older than their sources are made again" {
	needs make
	cat >Makefile <<-'END'
	.RECIPEPREFIX = >
	metrics.tsv: queries.f32 x.tsv
	> topk-eval -l x.tsv <queries.f32 >$@.new && mv $@.new $@
	queries.f32: x.tsv fresh
	> seq-embed -q -m fresh -o $@ x.tsv
	fresh: x.tsv
	> seq-train --preset=tutorial -q -d 8 -b 40 --log=none -m $@ x.tsv
	END
	make -s
	topk-eval -l x.tsv q.f32 | cmp - metrics.tsv
	touch -c -d '1 minute' metrics.tsv
	run -0 make -q
	rm queries.f32
	run -1 make -q
	make -s
	run -0 make -q
}

@test "Slurm arrays: each task is a share, by its number" {
	cat >job.sh <<-'END'
	#!/bin/sh
	#SBATCH --array=1-3
	set -eu
	share=$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT
	seq-embed --shard=$share x.tsv |
	    topk-eval --shard=$share -l x.tsv --ranks=ranks.$SLURM_ARRAY_TASK_ID
	END
	for i in 1 2 3; do
		SLURM_ARRAY_TASK_ID=$i SLURM_ARRAY_TASK_COUNT=3 sh job.sh >/dev/null
	done
	topk-eval -l x.tsv q.f32 >want
	topk-eval -R -m model ranks.[1-3] | cmp - want
}
