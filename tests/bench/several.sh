# several - where a step of seq-train-mpi spends its time, and how fast two ranks are.
# Read by run, whose functions and files it uses.
# shellcheck shell=sh disable=SC2154 # run sets them
# SPDX-License-Identifier: MIT

export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none
mpicc -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -shared -fPIC -o ranks_clock.so \
    "$here/tests/bench/mpi/ranks_clock.c"
head -n 320001 train.tsv >ranks.tsv
steps=$((($(wc -l <ranks.tsv) - 1 + 12799) / 12800))

# ranks_train N OPTION ...: trains with N ranks of one thread.
ranks_train() {
	n=$1
	shift
	mpirun -x LD_PRELOAD -x RANKS_STEPS -x RANKS_CLOCK -n "$n" seq-train-mpi \
	    --preset=tutorial --vocab=vocab.tsv --threads=1 --log=none -m model "$@" \
	    ranks.tsv
}

# Processor time, which suffers little when ranks share a processor.  A rank's
# computing is a/N + b: what the ranks divide, and what each does alone.
export RANKS_STEPS="$steps" RANKS_CLOCK=ranks.clock LD_PRELOAD=
for n in 1 2 4 8 16; do
	LD_PRELOAD=$PWD/ranks_clock.so ranks_train "$n" -q -e 1
	cat ranks.clock.*
	rm ranks.clock.*
done >clocks
unset LD_PRELOAD
awk '
	{ ranks[$1]++; for (k = 4; k <= 8; k++) sum[$1, k] += $k
		if ($4 > most[$1]) most[$1] = $4 }
	END {
		for (n = 1; n <= 16; n *= 2) {
			y = sum[n, 4] / ranks[n]
			x = 1 / n
			w = 1 / (y * y) # errors count relative to y
			sw += w; sx += w * x; sy += w * y
			sxx += w * x * x; sxy += w * x * y
			printf "%d %.2f %.2f %.2f %.2f %.0f %.2f\n", n, y,
			    most[n], sum[n, 6] / ranks[n], sum[n, 7] / ranks[n],
			    sum[n, 8] / ranks[n], sum[n, 5] / ranks[n]
		}
		a = (sw * sxy - sx * sy) / (sw * sxx - sx * sx)
		printf "fit %.2f %.2f\n", a, (sy - a * sx) / sw
	}' clocks >parts
read -r _ a b <<-END
	$(sed -n '$p' parts)
END
while read -r n computing most exchanging mb messages waiting; do
	[ "$n" != fit ] || continue
	row "a step, ranks $n: computing, mean" "$computing" 'ms cpu' \
	    "$a / N + $b" "$(calc "$a / $n + $b")" "$(calc "($a / $n + $b) / $computing")"
	row "a step, ranks $n: computing, the slowest" "$most" 'ms cpu' - - -
	row "a step, ranks $n: exchanging" "$exchanging" 'ms cpu' \
	    'MB, messages' "$mb, $messages" -
	row "a step, ranks $n: waiting" "$waiting" 'ms cpu' - - -
done <parts

# Seconds, in turns.
ranks_seconds() {
	sed -n 's/.* steps in \([0-9.]*\) s$/\1/p'
}
i=0
while [ "$i" -lt "$runs" ]; do
	one=$(ranks_train 1 -e 3 2>&1 >/dev/null | ranks_seconds)
	two=$(ranks_train 2 -e 3 2>&1 >/dev/null | ranks_seconds)
	threads=$(seq-train --preset=tutorial --vocab=vocab.tsv --threads=2 --log=none \
	    -m model -e 3 ranks.tsv 2>&1 >/dev/null | ranks_seconds)
	echo "$one $two $threads" |
	    awk '{ printf "%s %s %s %.3f %.3f\n", $1, $2, $3, $1 / $2, $3 / $2 }'
	i=$((i + 1))
done >turns
row 'two ranks, 3 epochs' "$(cut -d' ' -f2 turns | median)" s 'one rank' \
    "$(cut -d' ' -f1 turns | median)" "$(cut -d' ' -f4 turns | median)"
row 'two ranks, 3 epochs' "$(cut -d' ' -f2 turns | median)" s 'two threads' \
    "$(cut -d' ' -f3 turns | median)" "$(cut -d' ' -f5 turns | median)"
row 'two ranks: least and greatest ratio' \
    "$(cut -d' ' -f4 turns | sort -n | sed -n 1p)" - - \
    "$(cut -d' ' -f4 turns | sort -n | sed -n '$p')" -
exchanging=$(awk '$1 == 2 { print $4 }' parts)
row 'two ranks of one, predicted' "$(calc "($a + $b) / ($a / 2 + $b + $exchanging)")" \
    times measured "$(cut -d' ' -f4 turns | median)" -
