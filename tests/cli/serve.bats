# serve - the examples that work with a model: a service, and a nightly run.
# shellcheck disable=SC2154 # coproc and run set them
load helper

examples=$BATS_TEST_DIRNAME/../../examples

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	# Users walk from item to item and sometimes skip one.
	awk 'BEGIN {
		r = 1
		for (t = 1; t <= 12; t++)
			for (u = 1; u <= 200; u++) {
				at[u] = t == 1 ? r % 60 : (at[u] + (r % 4 ? 1 : 2)) % 60
				r = r * 75 % 65537
				print "u" u ",i" at[u] "," ++time
			}
	}' >log.csv
	head -n 2000 log.csv >yesterday.csv
	seq-examples -q --columns=user,item,time -o train.tsv log.csv
	seq-train -q --log=none --epochs=2 train.tsv
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR"/* .
}

nightly() {
	"$examples/nightly/nightly.sh" --examples=--columns=user,item,time \
		--newest=0.1 "$@" >out 2>err
}

@test "a JSON request is answered by a line of JSON before the next" {
	type jq >/dev/null 2>&1 || skip "jq is not installed"
	coproc service { "$examples/serve/answer.sh" model --top=3; }
	ask=${service[1]} answers=${service[0]} pid=$service_PID
	echo '{"user":"u1","context":["i1","i2"]}' >&"$ask"
	read -r -t 20 answer <&"$answers"
	[ "$(jq -c '[.user, (.items | length)]' <<<"$answer")" = '["u1",3]' ]
	want=$(printf 'context\ni1,i2\n' | seq-embed -q --format=tsv |
		topk-list -H --wide --exclude-context -k 3 | cut -f 2)
	[ "$(jq -r '[.items[].id] | join(",")' <<<"$answer")" = "$want" ]
	echo '{"user":"u\t2","context":["i1"],"include":["i7","i9","i1"],"exclude":["i9"]}' >&"$ask"
	read -r -t 20 answer <&"$answers"
	[ "$(jq -c '[.user, .items[].id]' <<<"$answer")" = '["u\t2","i7"]' ]
	eval "exec $ask>&-"
	wait "$pid"
}

@test "a wrong request is answered with an error, and the next one is answered" {
	type jq >/dev/null 2>&1 || skip "jq is not installed"
	run -1 --separate-stderr bash -c "printf '%s\n' '{\"user\":' '[1]' '{\"context\":3}' \
		'{\"context\":[[\"i1\"]]}' '{\"user\":{}}' \
		'{\"user\":7,\"context\":[\"i1\"]}' | '$examples/serve/answer.sh' model --top=1"
	[ "${#lines[@]}" = 6 ]
	for i in 0 1 2 3 4; do
		[ "$(jq -c '[.items, has("error")]' <<<"${lines[i]}")" = '[[],true]' ]
	done
	[ "$(jq -c '[.user, has("error")]' <<<"${lines[5]}")" = '["7",false]' ]
	[[ ${lines[0]} == *"'not a request: no JSON'"* ]]
	[[ ${lines[1]} == *"'not a request: no object'"* ]]
	[[ ${lines[2]} == *"'not a request: context is no list'"* ]]
	[[ ${lines[3]} == *"'not a request: an item of context is neither text nor a number'"* ]]
	[[ ${lines[4]} == *"'not a request: user is neither text nor a number'"* ]]
}

@test "a first night makes a model, and the next one continues from it" {
	nightly d yesterday.csv
	[ -L d/model ]
	first=$(readlink d/model)
	nightly d log.csv
	[[ $(<out) == *"--init-from=model"* && $(<err) == *" items start from model"* ]]
	[ "$(readlink d/model)" != "$first" ]
	[ -d "d/$first" ]
	[ -z "$(find d -name "night-*")" ]
	seq-embed -q -m d/model --tower=item >/dev/null
	[ "$(grep -c '"event":"complete"' d/journal.jsonl)" = 2 ]
}

@test "the next night has the shape and the settings of the first" {
	nightly --train='--encoder=gru:12 --dim=12 -r 0.02' d yesterday.csv
	cp d/model/settings.tsv first.tsv
	nightly --epochs=5 d log.csv
	for name in encoder dim learning_rate optimizer temperature; do
		grep "^$name	" first.tsv
	done | diff - <(for name in encoder dim learning_rate optimizer \
		temperature; do grep "^$name	" d/model/settings.tsv; done)
	grep -q '^encoder	gru:12$' d/model/settings.tsv
}

@test "a night that was stopped goes on" {
	nightly d yesterday.csv
	# Killed as it keeps its state for the first time.
	run faulted mkdir:4:KILL "$examples/nightly/nightly.sh" \
		--examples=--columns=user,item,time --newest=0.1 \
		--train=--checkpoint-every=1 --epochs=2 d log.csv
	ls -d d/night-*/new.part
	nightly --train=--checkpoint-every=1 --epochs=2 d log.csv
	[ -z "$(find d -name "night-*")" ]
}

@test "items that are new since yesterday are listed, and found" {
	nightly d yesterday.csv
	# After i5 comes a new one.
	awk -F, -v OFS=, '{ print } $2 == "i5" && NR > 1000 { print $1, "fresh", $3 }' log.csv >with.csv
	nightly d with.csv
	[[ $(<err) == *"1 other starts from the mean of the items before it"* ]]
	echo i4,i5 | seq-embed -q -H -m d/model --format=tsv |
		topk-list -m d/model --wide -k 5 | grep -q fresh
}

@test "a worse model is not deployed" {
	nightly d log.csv
	before=$(readlink d/model)
	# A learning rate that destroys what was learned.
	run -3 nightly --train='-r 20' --epochs=1 d log.csv
	[ "$(readlink d/model)" = "$before" ]
	[[ $(<err) == *"nightly.sh: the model in use is kept"* ]]
}

@test "after a kill at any point, the model in use is the old or the new one, whole" {
	nightly d yesterday.csv
	RANDOM=3
	for ((i = 0; i < ${SLOW:+9}6; i++)); do
		timeout -s KILL "0.$(printf %03d $((200 + RANDOM % 800)))" \
			"$examples/nightly/nightly.sh" --examples=--columns=user,item,time \
			--newest=0.1 --epochs=3 d log.csv >/dev/null 2>&1 || true
		seq-embed -q -m d/model --tower=item >/dev/null
	done
	nightly --epochs=3 d log.csv
	[ -z "$(find d -name "night-*")" ]
}

@test "a connection without a request ends in silence" {
	type jq >/dev/null 2>&1 || skip "jq is not installed"
	run -0 --separate-stderr "$examples/serve/answer.sh" model </dev/null
	[ "$output$stderr" = "" ]
}
