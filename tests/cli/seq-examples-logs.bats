#!/usr/bin/env bats
# seq-examples - real logs: their columns, their times, cleaning, splits.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf '%s\n' order_id,customer_id,sku,ordered_at,quantity \
		1,c1,s2,2024-05-02,9 2,c1,s1,2024-05-01,9 \
		3,c2,s1,2024-05-01,9 4,c2,s3,2024-05-03,9 >orders.csv
	printf 'c1\ts1,s2\nc2\ts1,s3\n' >want
}

sequences() { # [OPTION ...] FILE
	seq-examples -q -H --sequences "$@"
}

@test "a shop's columns are recognised by their names, and the guess is reported" {
	run -0 --separate-stderr seq-examples -H --sequences orders.csv
	[[ $output == "$(<want)" ]]
	[[ $stderr == *"orders.csv: user=customer_id, item=sku, time=ordered_at"* ]]
}

@test "columns are given by name, by number, and in order" {
	sed 's/customer_id,sku/who,what/' orders.csv >own.csv
	sequences --user=who --item=what own.csv | cmp - want
	sequences --user=2 --item=WHAT --time=4 own.csv | cmp - want
	sequences --columns=-,user,item,time own.csv | cmp - want
	sequences --user=2 --item=3 --time=4 <(tail -n +2 own.csv) | cmp - want
	sequences --user=who --item=what --time=- own.csv |
		cmp - <(printf 'c1\ts2,s1\nc2\ts1,s3\n')
}

@test "an unclear log is refused with a command that works" {
	sed 's/customer_id,sku/who,what/' orders.csv >own.csv
	run -1 --separate-stderr seq-examples own.csv
	[[ $stderr == *"first line is order_id,who,what,ordered_at,quantity; perhaps: seq-examples --user=who --item=what --time=ordered_at own.csv" ]]
	[[ -z $output ]]
	bash -c "${stderr##*perhaps: } --sequences -q -H" | cmp - want
	printf 'user_id,session_id,item\na,s,x\n' >two.csv
	run -1 --separate-stderr seq-examples two.csv
	[[ $stderr == *"more than one column could be the user."* ]]
	run -1 --separate-stderr seq-examples --user=nobody orders.csv
	[[ $stderr == *"there is no column 'nobody'; the 5 columns are: order_id,"* ]]
	run -1 --separate-stderr seq-examples --user=sku --item=sku orders.csv
	[[ $stderr == *"column 3 cannot be both the user and the item"* ]]
}

@test "published logs are recognised, with headers and without" {
	printf 'session_id;user_id;item_id;timeframe;eventdate\n%s\n%s\n%s\n' \
		'1;NA;b;2000;2016-05-09' '1;NA;c;1;2016-05-10' \
		'1;NA;a;1000;2016-05-09' >diginetica.csv
	printf '%s\n' 1,2014-04-07T10:51:09.278Z,b,0 \
		1,2014-04-07T10:52:09.277Z,c,0 1,2014-04-07T10:51:09.277Z,a,0 |
		tr abc 123 >yoochoose.dat
	printf '1,%s,9,pv,%s\n' 2 1511544071 3 1511544072 1 1511544070 >taobao.csv
	printf '1\t%s\t30.2\t-97.7\t%s\n' 2010-10-19T23:55:27Z 2 \
		2010-10-18T22:17:43Z 1 2010-10-20T22:17:43Z 3 >gowalla.txt
	printf '%s,AAAAAAAAAAAA1,5.0,%s\n' B000000002 1400000002 \
		B000000001 1400000001 B000000003 1400000003 >amazon.csv
	printf 'user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t2\t3\t5.5\n1\t1\t3\t5.25\n1\t3\t3\t6\n' >a.inter
	for log in yoochoose.dat taobao.csv gowalla.txt a.inter; do
		sequences $log >got
		printf '1\t1,2,3\n' | diff - got
	done
	sequences diginetica.csv | cmp - <(printf '1\ta,b,c\n')
	sequences amazon.csv | cut -f 2 |
		cmp - <(echo B000000001,B000000002,B000000003)
}

@test "items that are all times are refused if guessed, else reported" {
	printf 'a,2024-05-01\na,2024-05-02\n' >times.csv
	run -1 --separate-stderr seq-examples times.csv
	[[ $stderr == *"taken for the item holds only times"* ]]
	run -0 --separate-stderr seq-examples --user=1 --item=2 times.csv
	[[ $stderr == *"named as the item holds only times"* ]]
	printf 'a,x,214558,1\na,y,214559,2\n' >ids.csv
	run -1 --separate-stderr seq-examples ids.csv
	[[ $stderr == *"taken for the rating holds whole numbers as large as ids"* ]]
}

@test "numbers with fractions and exponents are ordered by all their digits" {
	printf 'a,%s\n' d,1396860669.278 c,1396860669.277000001 \
		b,1396860669.277 e,1.39686067e9 a,-0.5 >log
	sequences -c user,item,time log | cmp - <(printf 'a\ta,b,c,d,e\n')
}

@test "a date and a time of day may be two columns, in either order" {
	printf 'a,%s\n' 3,2024-05-02,00:00:01 2,2024-05-01,12:00:00.5 \
		1,2024-05-01,12:00 >log
	sequences -c user,item,time,time log >got
	printf 'a\t1,2,3\n' | cmp - got
	awk -F, -v OFS=, '{ print $1, $2, $4, $3 }' log |
		sequences -c user,item,time,time | cmp - got
	{ echo user,item,date,time; cat log; } | sequences | cmp - got
	{ echo user,item,d,c; cat log; } | sequences --time=d,c | cmp - got
}

@test "times in several units are reported" {
	printf 'a,x,1528729085\na,y,1528808424203\na,z,1528729999\n' >log
	run -0 --separate-stderr seq-examples --sequences log
	[[ $stderr == *"2 of 3 times look like seconds and the others do not"* ]]
}

@test "bars and runs of blanks separate fields; the first of , ; | does" {
	printf 'a|x,1|2\na|y|1\n' | sequences -c user,item,time |
		cmp - <(printf 'a\ty,x\\,1\n')
	printf ' a   x   2\n\na y 1  \n   \n' | sequences -c user,item,time |
		cmp - <(printf 'a\ty,x\n')
	printf '1|One, or two (1995)|01-Jan-1995||0\n2|Two (1994)|||1\n' >u.item
	printf 'u\t1\t4\t1\nu\t2\t5\t2\nu\t1\t5\t3\n' |
		seq-examples -q -H --preset=tutorial -i u.item |
		cut -f 3 | grep -q '^1995,0,'
}

@test "a line may be a user with all items, or a session" {
	printf 'a 1 2 3\nb 2 1\n' >lines
	sequences --line=user lines | cmp - <(printf 'a\t1,2,3\nb\t2,1\n')
	sequences --line=session lines |
		cmp - <(printf '1\ta,1,2,3\n2\tb,2,1\n')
	run -1 --separate-stderr seq-examples <(printf '1 2 3 4 5\n1 2\n')
	[[ $stderr == *"--line=user"*"--line=session"* ]]
	run -2 seq-examples --line=user --user=1 lines
}

@test "lines of users are recognised by their lengths, in the first lines or later" {
	for first in '1 2 3 4' '1 2 3' '1 2'; do
		{ printf '%s\n' "$first" "$first"; echo 2 3 4 5 6; } >lines
		run -1 --separate-stderr seq-examples lines
		[[ $stderr == *"lines:line 1 @offset 0: the columns cannot be guessed."* ]]
		[[ $stderr == *"if a line is a user (user item item ...), give --line=user"* ]]
	done
	{ yes 1 2 3 4 | sed 40q; echo 2 3 4; } >lines
	run -1 --separate-stderr seq-examples lines
	[[ $stderr == *"lines:line 41 @offset 320: 3 fields where the first line has 4; if a line is a user "*"--line=session" ]]
	{ echo user,item,rating; yes 1,2,3 | sed 40q; echo 2,3; } >lines
	run -1 --separate-stderr seq-examples lines
	[[ $stderr == *": 2 fields where the first line has 3" ]]
}

@test "the guess from the next lines does not depend on chunks" {
	{ yes 1 2 3 4 | sed 5q; echo 2 3 4; } >lines
	run -1 --separate-stderr bash -c 'dd bs=1 status=none <lines | seq-examples'
	[[ $stderr == *"standard input:line 1 @offset 0: the columns cannot be guessed."* ]]
}

@test "cleaning: removed events are counted by reason, and add up" {
	printf '%s\n' u,i,5,1 u,i,5,2 u,j,1,3 u,k,5,4 v,i,5,5 v,k,5,6 w,k,5,7 \
		x,i,5,99 >log
	run -0 --separate-stderr seq-examples -H --sequences --min-rating=2 \
		--until=50 --unique=first log
	[[ $output == $'u\ti,k\nv\ti,k' ]]
	[[ $stderr == *"8 events read, 4 kept: 2 users, 2 items; left out: 1 rated too low, 1 outside of --from and --until, 1 repeated, 1 event of 1 user with too few for an example"* ]]
}

@test "--unique keeps the first, the last or one of a run" {
	printf 'u,%s\n' a b a a c b >log
	for want in first:a,b,c last:a,c,b runs:a,b,a,c,b all:a,b,a,a,c,b; do
		sequences --unique=${want%%:*} log |
			cmp - <(printf 'u\t%s\n' "${want#*:}")
	done
}

@test "a core is complete when nothing changes, or after that many rounds" {
	# d is removed with user 3; then c has one event; then user 2 has one.
	printf '%s\n' 1,a 1,b 2,b 2,c 3,c 4,a 4,b >log
	sequences --min-user-events=2 --min-item-events=2 log |
		cmp - <(printf '1\ta,b\n4\ta,b\n')
	sequences --min-user-events=2 --min-item-events=2 --rounds=1 \
		--min-timeline-length=1 log |
		cmp - <(printf '1\ta,b\n2\tb\n4\ta,b\n')
}

@test "sessions end where users are idle, in any unit of time" {
	printf 'u,%s\n' a,0 b,1800 c,3601 d,3602 >log
	want=$'u/1\ta,b\nu/2\tc,d'
	run -0 sequences -c user,item,time --session-gap=1800 log
	[[ $output == "$want" ]]
	awk -F, -v OFS=, '{ $3 = sprintf("%d000", 1.5e9 + $3) } 1' log >ms
	run -0 sequences -c user,item,time --session-gap=1800 ms
	[[ $output == "$want" ]]
	awk -F, -v OFS=, '{ $3 = strftime("%FT%TZ", $3, 1) } 1' log >dates
	run -0 sequences -c user,item,time --session-gap=1800 dates
	[[ $output == "$want" ]]
}

# Sessions s1 to s5; si ends at day i.
days() {
	for i in 1 2 3 4 5; do
		printf "s$i,a$i,2024-05-0${i}T01:00\ns$i,b,2024-05-0${i}T02:00\n"
	done
}

@test "whole timelines are split by their last event, at a share or a date" {
	days >log
	cut_at() {
		sequences --split=time --train=tr --valid=va --test=te "$@" log
		echo "$(cut -f 1 tr va te | sort | xargs) $(cut -f 1 tr | sort | xargs)/$(cut -f 1 va | sort | xargs)/$(cut -f 1 te | sort | xargs)"
	}
	all="s1 s2 s3 s4 s5"
	[[ $(cut_at --train-fraction=0.6 --valid-fraction=0.2) == "$all s1 s2/s3/s4 s5" ]]
	[[ $(cut_at --test-from=2024-05-04 --valid-from=2024-05-02) == "$all s1/s2 s3/s4 s5" ]]
	[[ $(cut_at --test-from=-1d --valid-fraction=0.4) == "$all s1/s2 s3/s4 s5" ]]
	[[ $(cut_at --test-from=1714788000 --valid-fraction=0.2) == "$all s1 s2/s3/s4 s5" ]]
}

@test "examples are split at a date by their label" {
	days | sed 's/^s./u/' >log
	seq-examples -q -H --test-from=2024-05-05 --train=tr --test=te log
	[[ $(wc -l <"tr") == 7 && $(wc -l <te) == 2 ]]
	run -2 seq-examples --split=user --test-from=2024-05-05 --train=tr --test=te log
	run -2 seq-examples --test-from=soon --train=tr --test=te log
}

@test "--known-items removes new items from the test, --newest old sessions" {
	{ days; printf 's5,a1,2024-05-05T03:00\n'; } >log
	sequences --test-from=2024-05-04 --known-items --train=tr --test=te log
	printf 's5\tb,a1\n' | cmp - te
	[[ $(wc -l <"tr") == 3 ]]
	sequences --test-from=2024-05-04 --known-items --newest=0.4 --train=tr2 --test=te log
	printf 's5\tb,a1\n' | cmp - te
	printf 's3\ta3,b\n' | cmp - tr2
}

@test "--newest is a share of the examples, in whole timelines" {
	# Sessions of 1, 2, 3, 4 and 5 examples, one after another; the last is
	# for test.  Half of the other 10 are the newest, with 4, and the one
	# with 3.
	for i in 1 2 3 4 5; do
		for k in $(seq 0 $i); do echo "s$i,i$k,2024-05-0${i}T0$k:00"; done
	done >log
	newest() {
		sequences --test-from=2024-05-05 --newest=$1 --train=tr --test=te log
		cut -f 1 tr | xargs
	}
	[[ $(newest 0.5) == "s3 s4" && $(newest 0.4) == s4 ]]
	[[ $(newest 0.41) == s4 && $(newest 0.71) == "s3 s4" ]]
	[[ $(newest 0.01) == s4 && $(newest 0.9) == "s2 s3 s4" ]]
}

# Users a to d, an event a day: a on days 1 to 4, b on 3 to 6, c on 5 and 6, d on 6.
four() {
	printf '%s,2024-05-0%s\n' a,p 1 a,q 2 a,r 3 a,s 4 b,p 3 b,q 4 b,n 5 \
		b,r 6 c,q 5 c,p 6 d,p 6
}

@test "time-last trains on earlier events, and tests on later users' last" {
	four >log
	sequences --split=time-last --test-from=2024-05-05 --train=tr --test=te log
	printf 'a\tp,q,r,s\nb\tp,q\n' | diff - tr
	printf 'b\tp,q,n\tr\nc\tq\tp\n' | diff - te
	sequences --split=time-last --test-from=2024-05-06 \
		--valid-from=2024-05-04 --train=tr --valid=va --test=te log
	printf 'a\tp,q,r\n' | diff - tr
	printf 'a\tp,q,r\ts\nb\tp,q\tn\n' | diff - va
	printf 'b\tp,q,n\tr\nc\tq\tp\n' | diff - te
}

@test "time-last cuts at a share of the events, and equal times are one part" {
	four >log # of 11 events the 8th is on day 5, the 6th on day 4
	sequences --split=time-last --train-fraction=0.6 --train=tr --test=te log
	[[ $(cut -f 2 tr | tr , '\n' | wc -l) == 6 && $(wc -l <te) == 2 ]]
	printf 'a\tp,q,r,s\nb\tp,q\n' | diff - tr
	sequences --split=time-last --train-fraction=0.45 --train=tr --test=te log
	printf 'a\tp,q,r\n' | diff - tr
	printf 'a\tp,q,r\ts\nb\tp,q,n\tr\nc\tq\tp\n' | diff - te
}

@test "time-last: --known-items removes new items, contexts may be cut" {
	four >log
	run -0 --separate-stderr seq-examples -H --sequences --split=time-last \
		--test-from=2024-05-05 --known-items --max-context-length=1 \
		--train=tr --test=te log
	printf 'b\tq\tr\nc\tq\tp\n' | diff - te
	[[ $stderr == *"left out of the split: 1 event of items not in --train"* ]]
}

@test "time-last needs whole timelines of logs with times" {
	four >log
	run -2 seq-examples --split=time-last --train=tr --test=te log
	[[ $output == *"--split=time-last needs --sequences"* ]]
	run -2 sequences --split=time-last --newest=0.5 --train=tr --test=te log
	run -1 seq-examples -q --sequences --time=- --user=1 --item=2 \
		--split=time-last --train=tr --test=te log
	[[ $output == *"the log has no times, which the split needs" ]]
}

@test "lines of events read as users or sessions are refused by their header" {
	printf 'order,customer_id,sku,time\n1,a,x,2024-01-01\n2,b,y,2024-01-02\n' >shop.csv
	for line in user session; do
		run -1 --separate-stderr seq-examples --line=$line shop.csv
		[[ $stderr == *"shop.csv:line 1 @offset 0: this looks like a header line: order,customer_id,sku,time; --log-header=yes "* ]]
	done
	printf 'user\titems\na\tx\ty\nb\ty\tx\n' >users.tsv
	run -1 seq-examples --line=user users.tsv
	sequences --line=user --log-header=yes users.tsv |
		cmp - <(printf 'a\tx,y\nb\ty,x\n')
	printf 'news\tnews\tsport\n' >news.tsv
	sequences --line=session news.tsv | cmp - <(printf '1\tnews,news,sport\n')
}

@test "lines of events without a header, read as users, are reported" {
	printf 'a,x,2024-01-01\na,y,2024-01-02\n' >bare.csv
	run -0 --separate-stderr seq-examples --sequences --line=user bare.csv
	[[ $stderr == *"bare.csv: the lines look like single events"*"omit --line"* ]]
	printf 'a 1 2 3\nb 2 1 3\n' >lines
	run -0 --separate-stderr seq-examples --sequences --line=user lines
	[[ $stderr != *"single events"* ]]
}

@test "a log of lines gets no advice about --time" {
	printf 'a 1 2 3\nb 2 1 3\n' >lines
	run -0 --separate-stderr seq-examples --sequences --line=user lines
	[[ $stderr == *"no column of times: the log's order is taken"* ]]
	[[ $stderr != *"--time"* ]]
}

@test "in a log without times, columns that hold parts of one are named" {
	printf 'userID,movieID,date_day,date_year\n1,a,2,2017\n1,b,3,2017\n' >x.csv
	run -0 --separate-stderr seq-examples --sequences x.csv
	[[ $stderr == "seq-examples: x.csv: user=userID, item=movieID; join the parts of a time into one column: date_day, date_year"* ]]
	cut -d , -f 1,2 x.csv >y.csv
	run -0 --separate-stderr seq-examples --sequences y.csv
	[[ ${stderr%%$'\n'*} == "seq-examples: y.csv: user=userID, item=movieID" ]]
}

@test "a first line of Excel, quotes between TABs and blanks after commas get advice that works" {
	printf 'user;item;time\nu1;a;1\nu1;b;2\n' >plain.csv
	seq-examples -q plain.csv >want
	{ echo 'sep=;'; cat plain.csv; } >sep.csv
	run -1 --separate-stderr seq-examples sep.csv
	[[ $stderr == *"Excel's sep=,"*"; convert the file: tail -n +2 sep.csv | seq-examples" ]]
	tail -n +2 sep.csv | seq-examples -q | cmp - want
	sed 's/;/, /g' plain.csv >blank.csv
	run -1 --separate-stderr seq-examples blank.csv
	[[ $stderr == *"begin with a blank; if it belongs to the separator, give it too: --separator=', '" ]]
	seq-examples -q --separator=', ' blank.csv | cmp - want
	sed 's/;/"\t"/g; s/^/"/; s/$/"/' plain.csv >quoted.tsv
	run -1 --separate-stderr seq-examples quoted.tsv
	[[ $stderr == *"are in quotes, "*": mlr --icsv --ifs tab --ocsv cat quoted.tsv | seq-examples" ]]
	sed 's/;/","/g; s/^/"/; s/$/"/' plain.csv | seq-examples -q | cmp - want
}

@test "a column that looks like a time but is not used is named" {
	printf 'user,item,time_ns\nu1,a,1700000000000000000\nu1,b,1700000001000000000\n' >x.csv
	run -0 --separate-stderr seq-examples x.csv
	[[ $stderr == *"user=user, item=item; perhaps --time=time_ns"* ]]
	run -0 --separate-stderr seq-examples --time=time_ns x.csv
	[[ $stderr == *"time=time_ns"* && $stderr != *perhaps* ]]
	run -0 --separate-stderr seq-examples --user=user --item=item --time=- x.csv
	[[ $stderr != *perhaps* ]]
}

@test "items that all end in .0 are noted" {
	printf 'user,item\n1,3.0\n1,4.0\n' >x.csv
	run -0 --separate-stderr seq-examples x.csv
	[[ $stderr == *"all items end in .0, such as '4.0', "*"they differ from '4' in other files"* ]]
	printf 'user,item\n1,3.0\n1,4.5\n' >x.csv
	run -0 --separate-stderr seq-examples x.csv
	[[ $stderr != *"end in .0"* ]]
}
