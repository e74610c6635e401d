# sessions - an epoch of GRU4Rec on sessions with its authors' settings, and the same by
# the authors' program, in turns, on one thread.
# Read by run, whose functions and files it uses.
# shellcheck shell=sh disable=SC2154 # run sets them
# SPDX-License-Identifier: MIT

echo items >clicks.tsv
tr -s ' ' , <"$SESSIONS" >>clicks.tsv
awk -v OFS='\t' 'BEGIN { print "SessionId", "ItemId", "Time" }
	{ for (k = 1; k <= NF; k++) print NR, $k, ++time }' "$SESSIONS" >clicks.peer.tsv

i=0
while [ "$i" -lt "$runs" ]; do
	ours=$(seq-train --preset=tutorial --layout=sessions --tie-embeddings --item-bias \
	    --dim=100 --dropout=0.4 --negatives=2048 --negative-power=0.5 --logq=1 \
	    --mean-loss --optimizer=adagrad-gru4rec --learning-rate=0.2 --momentum=0.2 \
	    --batch-size=32 --epochs=1 --threads=1 --log=none clicks.tsv 2>&1 |
	    sed -n 's/.* steps in \([0-9.]*\) s$/\1/p')
	PYTHONPATH=$GRU4REC OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \
	    peer "$GRU4REC/run.py" "$PWD/clicks.peer.tsv" -d cpu \
	    -ps "loss=cross-entropy,constrained_embedding=True,embedding=0,\
layers=100,n_epochs=1,batch_size=32,dropout_p_embed=0,dropout_p_hidden=0.4,\
learning_rate=0.2,momentum=0.2,n_sample=2048,sample_alpha=0.5,bpreg=0,logq=1" \
	    >peer.txt
	sed -n 's/^Epoch1 .*(\([0-9.]*\)s).*/\1/p' peer.txt |
	    awk -v ours="$ours" '{ printf "%s %s %.3f\n", ours, $1, $1 / ours }'
	i=$((i + 1))
done >turns
peer_rows "GRU4Rec's authors' program"
row 'gru4rec, an epoch, 1 thread' "$(cut -d' ' -f1 turns | median)" s \
    "GRU4Rec's authors' program" "$(cut -d' ' -f2 turns | median)" \
    "$(cut -d' ' -f3 turns | median)"
