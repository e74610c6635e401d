# mix - adds the scores of models, with weights that a validation set chooses;
# recipes read this file.
#
# A recipe sets $models, which has a line for each model: a name and the command
# that fits the model.  The recipe also sets $metric, which chooses the weights;
# $embedded, options of seq-embed, in which LABELS stands for a file; and $ranked,
# options of topk-eval, in which TEST stands for the name of a test set.  Files in
# the work folder are not made again, so a recipe that was stopped can continue.
# shellcheck shell=sh disable=SC2154 # the recipe sets them
# SPDX-License-Identifier: MIT

# Options for training networks again, on the newest rows; empty: networks are trained
# once.
again=''

mix_names() {
	echo "$models" | cut -d ' ' -f 1
}

# mix_fit PART NAME ...: fits each model to PART.tsv; its directory is NAME.PART.
mix_fit() {
	part=$1
	shift
	for name; do
		[ ! -e "$name.$part" ] || continue
		command=$(echo "$models" | sed -n "s/^$name //p")
		case ${again:+$command} in
		seq-train*) mix_train ;;
		*) run "$command \\
    -q --threads=$threads -m $name.$part $part.tsv" ;;
		esac
	done
}

# Trains the network $name with $command in two rounds: on $part.tsv, and then on its
# newest rows.
mix_train() {
	[ -e "$name.$part.first" ] || run "$command \\
    -q --threads=$threads -m $name.$part.first $part.tsv"
	[ -e "$part.newest.tsv" ] || recipe_newest "$part.tsv" "$part.newest.tsv"
	run "seq-train --init-from=$name.$part.first $again \\
    -q --threads=$threads -m $name.$part $part.newest.tsv"
}

# mix_embed MODEL TEST FILE: writes the model's queries for TEST.tsv to FILE.
mix_embed() {
	# shellcheck disable=SC2046 # several words
	seq-embed -q -m "$1" --threads="$threads" \
		$(echo "$embedded" | sed "s/LABELS/spare.labels/") "$2.tsv" >"$3"
}

# mix_labels MODEL TEST: writes the labels of sequences to TEST.labels.
mix_labels() {
	run "seq-embed -q -m $1 --threads=$threads \\
    $(echo "$embedded" | sed "s/LABELS/$2.labels/") $2.tsv >/dev/null"
}

# mix_sum PART TEST WEIGHTS: prints the table of topk-eval for the sum.  Models of
# weight 0 are left out.  If there is no file NAME.TEST with the queries of a model,
# they come through a pipe.
mix_sum() {
	some='' pairs='' first='' pipes='' writers=''
	rest=$3,
	for name in $(mix_names); do
		weight=${rest%%,*} rest=${rest#*,}
		[ "$weight" != 0 ] || continue
		queries=$name.$2
		if [ ! -e "$queries" ]; then
			queries=pipe.$name
			mkfifo "$queries"
			mix_embed "$name.$1" "$2" "$queries" &
			pipes="$pipes $queries" writers="$writers $!"
		fi
		some=$some${some:+,}$weight
		pairs="$pairs $name.$1 $queries"
		first=${first:-$name}
	done
	status=0
	# shellcheck disable=SC2046,SC2086 # several words
	topk-blend -q --threads="$threads" -w "$some" $pairs |
		topk-eval -q --threads="$threads" --scores -v "$first.$1/vocab.tsv" \
			$(echo "$ranked" | sed "s/TEST/$2/g") || status=$?
	if [ "$pipes" ]; then
		[ "$status" -eq 0 ] || kill $writers 2>/dev/null # they may wait for readers
		for writer in $writers; do
			wait "$writer" || status=$?
		done
		rm $pipes
	fi
	return "$status"
}

# mix_try PART TEST WEIGHTS: adds the row of these weights to mixes.tsv, unless
# mixes.tsv has it.
mix_try() {
	[ -n "$3" ] && ! grep -q "	$3\$" mixes.tsv || return 0
	mix_sum "$@" >mixed.tsv || die "the sum with weights $3 failed"
	awk -v m="$metric" -v weights="$3" '$1 == m { print $2 "\t" weights }' \
		mixed.tsv >>mixes.tsv
}

# Prints the weights with the highest metric; ties go to the weights tried first.
mix_best() {
	sort -s -k 1,1gr mixes.tsv | head -n 1 | cut -f 2
}

# mix_choose PART TEST: writes mixes.tsv.  First tries each model alone.  Then goes
# twice through the models, and tries the values below for the weight of each, while
# the other weights are the best so far.
mix_choose() {
	count=$(mix_names | wc -l)
	for name in $(mix_names); do
		[ -e "$name.$2" ] || {
			mix_embed "$name.$1" "$2" "$name.$2.new"
			mv "$name.$2.new" "$name.$2"
		}
	done
	[ -e mixes.tsv ] || : >mixes.tsv
	for k in $(seq "$count"); do
		mix_try "$1" "$2" "$(mix_set "$(seq -s , "$count" | sed 's/[0-9][0-9]*/0/g')" "$k" 1)"
	done
	for k in $(seq "$count") $(seq "$count"); do
		others=$(mix_best)
		for w in 0 0.125 0.25 0.5 1; do
			mix_try "$1" "$2" "$(mix_set "$others" "$k" "$w")"
		done
	done
}

# mix_tell NAME: prints the best rows of mixes.tsv; NAME describes the metric.
mix_tell() {
	echo "$1 with these weights of $(mix_names | paste -sd ' '); the first are used:"
	sort -s -k 1,1gr mixes.tsv | head -n 5
}

# mix_report TITLE ROWS NAME ...: prints the rows of the tables NAME.tsv that match
# ROWS.
mix_report() {
	rows=$2
	echo
	echo "$1"
	shift 2
	for name; do
		grep -E "$rows" "$name.tsv" | sed "s/^/$name	/" | cut -f 1-3,5,6
	done
}

# mix_set WEIGHTS K W: prints the weights with W as the K-th; nothing if all are 0.
mix_set() {
	echo "$1" | awk -F , -v OFS=, -v k="$2" -v w="$3" '{
		$k = w
		for (i = 1; i <= NF; i++) some += $i
		if (some > 0) print
	}'
}

# mix_used WEIGHTS: prints the names of the models whose weight is above 0.
mix_used() {
	mix_names | awk -v weights="$1" 'BEGIN { split(weights, w, ",") } w[NR] > 0'
}
