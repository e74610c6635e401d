#!/usr/bin/env bats
# seq-examples - extra columns of the log, and the time between events.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf '%s\n' 'order,customer,sku,ordered_at,price,note;x' \
		'1,c1,s2,2024-05-02 00:00:01.5,9,"a,b"' \
		'2,c1,s1,2024-05-01,8.50,' '3,c2,s1,2024-05-01,7,NA' \
		'4,c2,s3,2024-05-03,6,' '5,c1,s9,2024-05-02,5,zz' >orders.csv
}

# Events whose field v7 belongs to item i7: 40 users, times out of order.
numbered() {
	awk 'BEGIN { OFS = ","; print "user", "item", "extra", "time"
		for (i = 0; i < 3000; i++)
			print "u" i * 7 % 40, "i" i, "v" i, i * 7919 % 1009 }'
}

# Is each v beside its i, in columns $1 and $2 of every row?
aligned() {
	awk -F '\t' -v a="$1" -v b="$2" '
		{ gsub(/v/, "i", $b); n++; if ($a != $b) bad++ }
		END { exit !(n > 1 && !bad) }' "$3"
}

@test "an extra column is kept verbatim, aligned with the context" {
	run -0 --separate-stderr seq-examples -q --event-field=price,6 \
		--user=customer orders.csv
	[[ $output == "user	context	label	context_price	context_6
c1	s1	s9	8.50	
c1	s1,s9	s2	8.50,5	,zz
c2	s1	s3	7	NA" ]]
}

@test "with sequences an extra column is aligned with the items, under its own name" {
	seq-examples -q --sequences --event-field=note\;x,price --user=customer \
		orders.csv >got
	printf '%s\t%s\t%s\t%s\n' user items 'note\;x' price \
		c1 s1,s9,s2 ',zz,a\,b' 8.50,5,9 c2 s1,s3 NA, 7,6 | diff - got
}

@test "values go with their events through sorting, cleaning and splits" {
	numbered >log
	seq-examples -q -H --event-field=extra log >got
	aligned 2 4 got
	seq-examples -q -H --event-field=extra --session-gap=20 --from=100 \
		--unique=first --min-user-events=3 --sequences log >got
	aligned 2 3 got
	[[ $(tr -cd v <got | wc -c) -gt 2000 ]]
	seq-examples -q -H --event-field=extra --split=random --train=tr \
		--test=te log
	aligned 2 4 tr
	aligned 2 4 te
	seq-examples -q -H --event-field=extra --sequences --split=time \
		--train-fraction=0.6 --known-items --train=tr --test=te \
		<(sed 's/,i\([0-9]*\),/,i0,/' log)
	[[ -s tr ]]
	seq-examples -q -H --event-field=extra --sequences --split=leave-last \
		--train=tr --valid=va --test=te log
	aligned 2 3 tr
	aligned 2 4 va
	aligned 2 4 te
}

@test "the other columns are the same as without fields" {
	numbered >log
	seq-examples -q log >without
	seq-examples -q --event-field=extra --time-gaps log | cut -f 1-3 |
		cmp - without
}

@test "gaps are seconds since the previous event, also where the context is cut" {
	seq-examples -q -H --time-gaps --max-context-length=1 \
		--user=customer orders.csv >got
	printf '%s\t%s\t%s\t%s\t%s\n' c1 s1 s9 0 86400 c1 s9 s2 86400 1.5 \
		c2 s1 s3 0 172800 | diff - got
	seq-examples -q --time-gaps --sequences --user=customer orders.csv >got
	printf '%s\t%s\t%s\n' user items gap c1 s1,s9,s2 0,86400,1.5 \
		c2 s1,s3 0,172800 | diff - got
}

@test "places count a user's kept events from 1, also where the context is cut" {
	printf '%s\n' u,a,1,5 u,b,2,1 v,c,3,5 u,d,4,4 u,e,5,5 v,f,6,3 >log
	seq-examples -q -H --nth --max-context-length=1 -c user,item,time,rating log >got
	printf '%s\t%s\t%s\t%s\n' u a b 1 u b d 2 u d e 3 v c f 1 | diff - got
	seq-examples -q --nth --sequences --min-rating=2 -c user,item,time,rating log >got
	printf '%s\t%s\t%s\n' user items nth u a,d,e 1,2,3 v c,f 1,2 | diff - got
	seq-examples -q -H --nth --session-gap=1 -c user,item,time,rating log |
		cut -f 2-4 >got
	printf '%s\t%s\t%s\n' a b 1 d e 1 | diff - got
}

@test "earlier items are the last ones before the context, oldest first" {
	printf '%s\n' u,a,1 'u,b;c,2' u,d,3 u,e,4 u,f,5 v,g,6 v,h,7 |
		tr ';' ' ' >log
	seq-examples -q --earlier=2 --max-context-length=1 -c user,item,time log | cut -f 2- >got
	printf '%s\t%s\t%s\n' context label earlier a 'b c' '' 'b c' d a d e 'a,b c' \
		e f 'b c,d' g h '' | diff - got
	# With the context they are the whole history.
	seq-examples -q -H --earlier=9 --max-context-length=2 -c user,item,time log |
		awk -F'\t' '{ print $1 "\t" $4 ($4 == "" ? "" : ",") $2 "\t" $3 }' >got
	seq-examples -q -H --max-context-length=9 -c user,item,time log | diff - got
	# Weights come last.
	seq-examples -q --earlier=2 --weight=3 -c user,item,time log | sed -n 1p >got
	printf 'user\tcontext\tlabel\tearlier\tweight\n' | diff - got
}

@test "earlier items with separators are escaped as in contexts" {
	printf 'user\titem\nu\ta,b\nu\tc\nu\td\n' >log
	seq-examples -q --earlier=1 --max-context-length=1 log | cut -f 2- >got
	printf '%s\t%s\t%s\n' context label earlier 'a\,b' c '' c d 'a\,b' | diff - got
}

@test "gaps are in seconds whatever the unit of the log" {
	printf 'u,%s\n' a,1500000000000 b,1500000000250 c,1500000060250 >ms
	run -0 seq-examples -q -H --time-gaps --sequences -c user,item,time ms
	[[ $output == "u	a,b,c	0,0.25,60" ]]
	run -1 seq-examples -q --time-gaps <(printf 'u,a\nu,b\n')
	[[ $output == *"the log has no times, which --time-gaps needs" ]]
}

@test "rating and time are found by role in a log without a header" {
	printf '1::%s\n' 5::4::978300019 6::3::978300055 >ratings.dat
	run -0 seq-examples -q -H --sequences --event-field=rating,time,2 ratings.dat
	[[ $output == "1	5,6	4,3	978300019,978300055	5,6" ]]
}

@test "another file may have the fields in other columns" {
	printf 'user,item,time,w\n%s\n' u,a,1,x >a.csv
	printf 'w,item,user,time\n%s\n' y,b,u,2 >b.csv
	run -0 seq-examples -q -H --sequences --event-field=w a.csv b.csv
	[[ $output == "u	a,b	x,y" ]]
	printf 'user,item,time\n%s\n' u,c,3 >c.csv
	run -1 seq-examples -q --event-field=w a.csv c.csv
	[[ $output == *"c.csv:line 1 @offset 0: --event-field: there is no column 'w'; the 3 columns are: user,item,time" ]]
}

@test "names that would make a second column are refused" {
	run -2 seq-examples --event-field=price,price orders.csv
	[[ $output == *"'price' is given twice"* ]]
	run -2 seq-examples --event-field=price, orders.csv
	run -2 seq-examples --sequences --event-field=items orders.csv
	[[ $output == *"a second column items; name that column of the log by its number"* ]]
	run -2 seq-examples --event-field=movie_id orders.csv
	run -2 seq-examples --event-field=gap --time-gaps orders.csv
	run -2 seq-examples --event-field=nth --nth orders.csv
	run -2 seq-examples --preset=tutorial --event-field=price orders.csv
	run -2 seq-examples --preset=tutorial --nth orders.csv
	run -2 seq-examples --preset=tutorial --earlier=2 orders.csv
	run -2 seq-examples --sequences --earlier=2 orders.csv
	[[ $output == *"a row has all items"* ]]
	run -2 seq-examples --earlier=0 orders.csv
	run -2 seq-examples --line=user --event-field=price orders.csv
}

@test "a number of a field in the first line does not make the line a header" {
	printf '2,1\n2,3\n3,1\n3,4\n' >log
	seq-examples -q -H --sequences --user=1 --item=2 log >got
	printf '2\t1,3\n3\t1,4\n' | diff - got
	{ echo 7,2; cat log; } | seq-examples -q -H --sequences --log-header=yes \
		--user=7 --item=2 | diff - got
}
