# encoders - an epoch of each encoder over whole sequences on one thread: its share
# of sgemm's rate, and SASRec beside PyTorch, step by step in turns.
# Read by run, whose functions and files it uses.
# shellcheck shell=sh disable=SC2154 # run sets them
# SPDX-License-Identifier: MIT

# What each user did in time order, numbered anew, and the last two held out: the
# peer's file, and ours.
awk -F:: '{ print $1, $4, NR, $2 }' "$DATA/ratings.dat" |
	sort -k1,1n -k2,2n -k3,3n | awk '{ if (!($4 in id)) id[$4] = ++n
	print $1, id[$4] }' >all.txt
awk '{ n[$1]++; list[$1] = list[$1] (n[$1] > 1 ? "," : "") $2 }
	END { for (u in n) print u, n[u], list[u] }' all.txt | sort -n |
	awk -v users="${USERS:-1200}" 'NR <= users && $2 > 3' >users.txt
awk '{ k = split($3, a, ","); for (i = 1; i <= k; i++) print $1, a[i] }' \
	users.txt >peer.txt
awk 'BEGIN { print "items" } { k = split($3, a, ","); s = a[1]
	for (i = 2; i <= k - 2; i++) s = s "," a[i]; print s }' users.txt >sequences.tsv
items=$(cut -d' ' -f2 peer.txt | sort -un | tail -n 1)
# As the peer has it: all items up to the last number are candidates.
seq 1 "$items" >items.tsv

# Predictions, and the pairs of an event and one before it or itself, of pieces of
# at most 200.
read -r positions pairs <<-EOF
	$(awk 'NR > 1 { n = split($1, a, ",") - 1; if (n > 200) n = 200
		p += n; q += n * (n + 1) / 2 } END { printf "%.0f %.0f\n", p, q }' \
		sequences.tsv)
EOF

# epoch OPTION...: seconds of training alone.
epoch() {
	seq-train --preset=sasrec --epochs=1 --threads=1 --vocab=items.tsv \
	    --model=m --log=none "$@" sequences.tsv 2>&1 >/dev/null |
	    sed -n 's/.* steps in \([0-9.]*\) s$/\1/p'
}

# share NAME FLOPS OPTION...: a median of runs, sgemm beside each.  The flops are
# those of the encoder, for a prediction and in all; six times as many
# multiplications of the scores come on top: scores and both gradients.
share() {
	name=$1 flops=$2
	shift 2
	i=0
	while [ "$i" -lt "$runs" ]; do
		before=$(sgemm 1 256 "$items" 64)
		s=$(epoch "$@")
		after=$(sgemm 1 256 "$items" 64)
		awk -v s="$s" -v a="$before" -v b="$after" -v n="$positions" \
		    -v f="$flops" -v v="$items" 'BEGIN {
			gf = (f + n * 6 * 64 * v) / s / 1e9; top = a > b ? a : b
			printf "%.2f %.1f %.1f %.3f\n", s, gf, top, gf / top }'
		i=$((i + 1))
	done >turns
	row "$name, 1 thread" "$(cut -d' ' -f2 turns | median)" GF/s \
	    "sgemm 256x${items}x64" "$(cut -d' ' -f3 turns | median)" \
	    "$(cut -d' ' -f4 turns | median)"
}

# A block of SASRec is six products D x D for an event, and for a pair of events
# two of D numbers, each of the six times twice: forward, and both gradients.
d=64
share sasrec "$((2 * (positions * 36 * d * d + pairs * 12 * d)))"
share gru "$((positions * 18 * d * d))" --encoder=gru
share lstm "$((positions * 24 * d * d))" --encoder=lstm
share cnn "$((positions * 24 * d * d))" --encoder=cnn
share mean 0 --encoder=mean

# turns FORM: an epoch of ours and of the peer's in turn, dropout alike.
peer_turns() {
	i=0
	while [ "$i" -lt "$runs" ]; do
		ours=$(epoch)
		OMP_NUM_THREADS=1 peer "$PEERS/torch_sasrec.py" --data peer.txt \
		    --threads 1 --form "$1" --epochs 1 --json peer.json >/dev/null
		tr -d ' \n' <peer.json | sed 's/.*"epoch_s":\[\([0-9.]*\).*/\1/' |
		    awk -v ours="$ours" '{ printf "%.3f %.3f %.3f\n", ours, $1, $1 / ours }'
		i=$((i + 1))
	done >turns
	peer_rows "torch, $1"
	row 'sasrec, an epoch, 1 thread' "$(cut -d' ' -f1 turns | median)" s \
	    "torch, $1" "$(cut -d' ' -f2 turns | median)" \
	    "$(cut -d' ' -f3 turns | median)"
}
if [ -n "${PEERS:-}" ]; then
	peer_turns tuned
	peer_turns plain
fi
