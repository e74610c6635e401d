#!/bin/sh
# nightly - from yesterday's model and the log up to today, trains a new model,
# which replaces the old one only if it is not worse.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2154 # steps.sh is found from here, and sets program
set -eu
. "$(dirname "$0")/../steps.sh"

usage="usage: nightly.sh [options] DIR log ...

DIR/model, a link to the model in use, is trained on with the log, of all events
so far; the new one has its shape and settings.  The newest part of the log is the
test.  The new model takes the link
over, in one step, if topk-eval does not find it worse than the old one; if there
is none, if it is better than a list of bestsellers.  DIR/journal.jsonl says of every
night what was trained, how and when.  A run that was stopped goes
on when it is started again.

  --epochs=N      over the log (default 1, and 5 for a first model)
  --newest=X      share of the log that is the test (default 0.02)
  --keep=N        models kept beside the one in use (default 2)
  --examples=ARGS more options of seq-examples, such as '--user=customer'
  --train=ARGS    more options of seq-train

Exit: 0 the new model is in use; 3 it is worse, and the old one stays; 1 failed."
epochs='' newest=0.02 keep=2 more_examples='' more_train=''
while [ $# -gt 0 ]; do
	case $1 in
	--help | -h) echo "$usage"; exit 0 ;;
	--epochs=*) epochs=${1#*=} ;;
	--newest=*) newest=${1#*=} ;;
	--keep=*) keep=${1#*=} ;;
	--examples=*) more_examples=${1#*=} ;;
	--train=*) more_train=${1#*=} ;;
	-*) die "unknown option $1; see --help" 2 ;;
	*) break ;;
	esac
	shift
done
[ $# -ge 2 ] || die "needs a folder and a log; see --help" 2
dir=$1
shift
logs=
for log; do
	path=$(absolute "$log")
	logs="$logs $(quote "$path")"
done
find_programs
mkdir -p "$dir"
cd "$dir"

# The present state of the log, in a folder that a restarted run finds again.
# Other contents of the folder belong to an older log.
night=night-$(eval "cksum $logs" | cksum | cut -d ' ' -f 1)
for old in night-*; do
	[ "$old" = "$night" ] || rm -rf "$old"
done
mkdir -p "$night"
fraction=$(awk -v x="$newest" 'BEGIN { print 1 - x }')
run "seq-examples -q --split=time --train-fraction=$fraction $more_examples \\
    --train=$night/train.tsv --test=$night/test.tsv $logs"

# Known items keep their numbers and rows; new ones come after.
begin=
if [ -e model ]; then
	begin="--init-from=model"
	run "vocab-build -q $night/train.tsv >$night/all.tsv"
	run "awk -F '\\t' 'NR == FNR { n[\$1] = \$2; next } \$1 in n {
    print \$1 FS n[\$1]; delete n[\$1]; next } { print \$1 FS 0 }
    ' $night/all.tsv model/vocab.tsv >$night/vocab.tsv"
	run "awk -F '\\t' 'NR == FNR { is[\$1]; next } !(\$1 in is)
    ' model/vocab.tsv $night/all.tsv >>$night/vocab.tsv"
	begin="$begin --vocab=$night/vocab.tsv"
	epochs=${epochs:-1}
fi
run "seq-train --log=epoch --hold-out=0 --epochs=${epochs:-5} $begin \\
    --journal=journal.jsonl --resume=auto --checkpoint-every=1000 $more_train -m $night/new \\
    $night/train.tsv >$night/log.tsv"

# The gate: not worse than the model in use; the first model, not worse than
# popularity.
if [ -e model ]; then
	run "seq-embed -q -m model --format=tsv $night/test.tsv |
    topk-eval -q -m model --ranks=$night/ranks.tsv >$night/old.tsv"
	gate="--compare=$night/ranks.tsv"
else
	gate=
fi
status=0
run "seq-embed -q -m $night/new --format=tsv $night/test.tsv |
    topk-eval -m $night/new $gate >$night/metrics.tsv" || status=$?
if [ -z "$gate" ] && [ $status -eq 0 ]; then
	run "awk -F '\\t' '\$1 == \"top_10\" && \$2 < \$3 { exit 3 }
    ' $night/metrics.tsv" || status=$?
fi
if [ $status -ne 0 ]; then
	[ $status -ne 3 ] || echo "$program: the model in use stays" >&2
	exit $status
fi

# The swap: the link is new or old, never absent.
name=model-$(date +%Y%m%d-%H%M%S)
while [ -e "$name" ]; do # of this very second
	sleep 1
	name=model-$(date +%Y%m%d-%H%M%S)
done
run "mv -T $night/new $name"
run "ln -sfn $name model.new"
run "mv -T model.new model"
rm -rf "$night"
for old in $(printf '%s\n' model-* | sort -r | tail -n "+$((keep + 2))"); do
	[ "$old" = "$name" ] || run "rm -r $old"
done
