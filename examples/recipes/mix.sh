# mix - models whose scores are added with weights from a validation part; read by
# recipes, not run.
#
# A recipe sets $models, a line each: a name, and the command that fits the model;
# $metric, by which weights are chosen; and options: $embedded of seq-embed, where
# LABELS stands for a file, and $ranked of topk-eval, where TEST stands for a test's
# name.  What is in the work folder is not made again, so a recipe that was stopped
# goes on.
# shellcheck shell=sh disable=SC2154 # who reads it has them
# SPDX-License-Identifier: MIT

again=''

mix_names() {
	echo "$models" | cut -d ' ' -f 1
}

# mix_fit PART NAME ...: fits models to PART.tsv, NAME.PART each.
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

# Fits the network $name by $command in two rounds: to $part.tsv, and to its newest rows.
mix_train() {
	[ -e "$name.$part.first" ] || run "$command \\
    -q --threads=$threads -m $name.$part.first $part.tsv"
	[ -e "$part.newest.tsv" ] || recipe_newest "$part.tsv" "$part.newest.tsv"
	run "seq-train --init-from=$name.$part.first $again \\
    -q --threads=$threads -m $name.$part $part.newest.tsv"
}

# mix_embed MODEL TEST FILE: its queries of TEST.tsv.
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

# mix_sum PART TEST WEIGHTS: the table of topk-eval for the sum, in which a model of
# weight 0 has no part.  Queries that are not in a file NAME.TEST come through a pipe.
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
		[ "$status" -eq 0 ] || kill $writers 2>/dev/null # they may wait for a reader
		for writer in $writers; do
			wait "$writer" || status=$?
		done
		rm $pipes
	fi
	return "$status"
}

# mix_try PART TEST WEIGHTS: adds a row to mixes.tsv, unless it is there.
mix_try() {
	[ -n "$3" ] && ! grep -q "	$3\$" mixes.tsv || return 0
	mix_sum "$@" >mixed.tsv || die "the sum with weights $3 failed"
	awk -v m="$metric" -v weights="$3" '$1 == m { print $2 "\t" weights }' \
		mixed.tsv >>mixes.tsv
}

# Prints the weights with the highest figure; those tried earlier win ties.
mix_best() {
	sort -s -k 1,1gr mixes.tsv | head -n 1 | cut -f 2
}

# mix_choose PART TEST: writes mixes.tsv.  Begins with each model alone.  From the
# best on, one weight after the other, twice, takes the values below while the
# others keep theirs.
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

# mix_tell FIGURE: the best weights, and the figure of the validation part by them.
mix_tell() {
	echo "$1 by the weights of $(mix_names | paste -sd ' '); the first is taken:"
	sort -s -k 1,1gr mixes.tsv | head -n 5
}

# mix_report TITLE ROWS NAME ...: the rows of the tables NAME.tsv that match ROWS.
mix_report() {
	rows=$2
	echo
	echo "$1"
	shift 2
	for name; do
		grep -E "$rows" "$name.tsv" | sed "s/^/$name	/" | cut -f 1-3,5,6
	done
}

# mix_set WEIGHTS K W: the weights with W as the K-th; nothing if all are 0.
mix_set() {
	echo "$1" | awk -F , -v OFS=, -v k="$2" -v w="$3" '{
		$k = w
		for (i = 1; i <= NF; i++) some += $i
		if (some > 0) print
	}'
}

# mix_used WEIGHTS: the names of models that have a weight.
mix_used() {
	mix_names | awk -v weights="$1" 'BEGIN { split(weights, w, ",") } w[NR] > 0'
}
