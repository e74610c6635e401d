#!/bin/sh
# nightly - trains a new model from the current model and the log up to today.  The new
# model replaces the current one only if it is not worse.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2154 # steps.sh is found from here, and sets program
set -eu
. "$(dirname "$0")/../steps.sh"

usage="usage: nightly.sh [options] DIR log ...

Trains a new model, and makes DIR/model, a symbolic link, point to it.  The log has all
events so far.  Its newest part is the test set, and the rest is used for training.
Training starts from the current model, with the same settings.  If topk-eval finds the
new model significantly worse than the current one, the link does not change.  A first
model must be at least as good as a list of bestsellers.  The link changes atomically.
DIR/journal.jsonl records what was trained, with which settings, and when.  A run that
was stopped continues when it is started again with the same log.

  --epochs=N      epochs (default 1, or 5 for a first model)
  --newest=X      share of the log that is the test set (default 0.02)
  --keep=N        older models to keep beside the current one (default 2)
  --examples=ARGS more options of seq-examples, such as '--user=customer'
  --train=ARGS    more options of seq-train

The exit status is 0 if the new model is in use, 3 if it is worse and the old model is
kept, and 1 after a failure."
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

# The name of the folder depends on the contents of the log, so that a restarted run
# finds the folder again.  Other such folders belong to an older log.
night=night-$(eval "cksum $logs" | cksum | cut -d ' ' -f 1)
for old in night-*; do
	[ "$old" = "$night" ] || rm -rf "$old"
done
mkdir -p "$night"
fraction=$(awk -v x="$newest" 'BEGIN { print 1 - x }')
run "seq-examples -q --split=time --train-fraction=$fraction $more_examples \\
    --train=$night/train.tsv --test=$night/test.tsv $logs"

# Known items keep their numbers and rows; new items are appended.
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

# The gate: the new model must not be worse than the model in use, and a first model
# must not be worse than popularity.
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
	[ $status -ne 3 ] || echo "$program: the model in use is kept" >&2
	exit $status
fi

# The link always points to the old or the new model.
name=model-$(date +%Y%m%d-%H%M%S)
while [ -e "$name" ]; do # made in the same second
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
