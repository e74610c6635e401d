#!/usr/bin/env bats
# seq-examples - logs in the forms in which data sets are published.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

sequences() { # [OPTION ...] FILE
	seq-examples -q -H --sequences "$@"
}

# converted FILE - the command of the message about FILE is run, with timelines.
converted() {
	run -1 --separate-stderr seq-examples "$1"
	local command=${stderr#*not a log; }
	bash -c "${command#*convert the file: } -q -H --sequences"
}

@test "events without a user or an item are left out and counted" {
	printf '%s\n' InvoiceNo,StockCode,InvoiceDate,CustomerID \
		1,a,12/13/2010,17850.0 1,b,12/14/2010, 1,c,12/15/2010,17850.0 \
		1,,12/16/2010,17850.0 1,d,12/17/2010,nan 1,NULL,12/18/2010,7 >log.csv
	run -0 --separate-stderr seq-examples -H --sequences log.csv
	[[ $output == $'17850.0\ta,c' ]]
	[[ $stderr == *"6 events read, 2 kept: 1 user, 2 items; left out: 4 without a user or an item"* ]]
	printf 'user,item\n,x\nNone,y\n' >log.csv
	run -1 --separate-stderr seq-examples log.csv
	[[ $stderr == *"no examples: 0 of 2 events were kept"* ]]
	printf 'user,item\nNora,nil8\nNora,Nana\n' | sequences |
		cmp - <(printf 'Nora\tnil8,Nana\n')
}

@test "a quoted field may have newlines" {
	printf 'user,item,text,time\r\nu,a,"two\r\n\r\nlines, ""so""",3\r\nu,b,"x",2\r\nu,c,,1' >log.csv
	sequences log.csv | cmp - <(printf 'u\tc,b,a\n')
	dd if=log.csv bs=1 status=none | sequences | cmp - <(printf 'u\tc,b,a\n')
	printf 'user,item,text\nu,a,"1\n2"\nu,b\n' >log.csv
	run -1 --separate-stderr seq-examples log.csv
	[[ $stderr == *"log.csv:line 4 @offset 25: 2 fields where the first line has 3" ]]
}

@test "a quoted field without an end is refused where it begins" {
	printf 'user,item,text\nu,a,"1\n2"\nu,b,"3\nu,c,4\n' >log.csv
	run -1 --separate-stderr seq-examples log.csv
	[[ $stderr == *"log.csv:line 4 @offset 25: a quoted field does not end" ]]
	{ printf 'user,item,text\nu,a,"1\n'; yes u,b,2 | sed 400000q; } >log.csv
	run -1 --separate-stderr seq-examples log.csv
	[[ $stderr == *"log.csv:line 2 @offset 15: a quoted field does not end" ]]
}

@test "the only column of dates is the time, unless it is a birthday" {
	printf 'member,sku,shipped,bill\nu,a,2024-05-02,3\nu,b,2024-05-01,4\n' >log.csv
	run -0 --separate-stderr seq-examples -H --sequences log.csv
	[[ $output == $'u\tb,a' ]]
	[[ $stderr == *"user=member, item=sku, time=shipped"* ]]
	sed -i s/shipped/birthday/ log.csv
	run -0 --separate-stderr seq-examples -H --sequences log.csv
	[[ $output == $'u\ta,b' && $stderr == *"no column of times: "* ]]
	printf 'member,sku,shipped,billed\nu,a,2024-05-02,2024-05-03\n' >log.csv
	run -1 --separate-stderr seq-examples log.csv
	[[ $stderr == *"more than one column could be the time."*"--time=shipped log.csv" ]]
}

@test "Foursquare, Steam and Last.fm 360K are known without headers" {
	printf '7\t%s\t4bf5\tArts & Crafts\t40.7\t-74.0\t-240\t%s\n' \
		p1 'Tue Apr 03 18:00:09 +0000 2012' p2 'Sun Apr 01 18:00:09 +0000 2012' |
		sequences | cmp - <(printf '7\tp2,p1\n')
	printf '5,%s,%s,%s,0\n' 'Dota 2' purchase 1.0 'Dota 2' play 0.5 '"Left, 2"' purchase 1.0 |
		sequences --unique=first | cmp - <(printf '5\tDota 2,Left\\, 2\n')
	for a in Björk AC/DC; do
		printf '00000c289a1829a808ac09c00daf10bc3c4e223b\t%s\t%s\t23\n' "" $a
	done | sequences | cut -f 2 | cmp - <(echo Björk,AC/DC)
}

@test "MIND and RecBole's lists are refused with the command that converts them" {
	printf '%s\tU1\t11/%s AM\tN9 N8\t%s\n' 1 '15/2019 9:55:12' 'N1-0 N2-1 N5-1' \
		2 '14/2019 10:55:12' 'N3-1 N4-0' >mind.tsv
	converted mind.tsv | cmp - <(printf 'U1\tN3,N2,N5\n')
	printf '%s\n' $'session_id:token\titem_id_list:token_seq\titem_id:token' \
		$'1\t5 6\t7' $'1\t5\t6' >train.inter
	run -1 --separate-stderr seq-examples train.inter
	[[ $stderr == *"| seq-train" ]]
	bash -c "$(sed 's/.*convert the file: //; s/| seq-train//' <<<"$stderr")" |
		cmp - <(printf 'context\tlabel\n5,6\t7\n5\t6\n')
}

@test "the command for JSON has its keys: flat, in an array, with a list of events" {
	for e in '"a",30' '"b",20'; do
		printf '{"text":"x\\"}, [","n":{"user_id":1},"reviewerID":"u","asin":%s}\n' \
			"${e%,*},\"unixReviewTime\":${e#*,}"
	done >flat.json
	converted flat.json | cmp - <(printf 'u\tb,a\n')
	printf '[\n {\n "user-id": "u",\n "sku": "a"\n },\n {"user-id":"u","sku":"b"}]\n' >array.json
	converted array.json | cmp - <(printf 'u\ta,b\n')
	printf '{"session":3,"events":[{"aid":1,"ts":20,"type":"x"},{"aid":2,"ts":10,"type":"y"}]}\n' >nested.json
	converted nested.json | cmp - <(printf '3\t2,1\n')
	printf '{"a":1,"b":2}\n' >other.json
	run -1 --separate-stderr seq-examples other.json
	[[ $stderr == *"jq -r '[.user, .item, .time] | @tsv' other.json"* ]]
}

@test "a header in any language is one, if only the next line has digits" {
	printf 'Kunde;Artikel;Note;Datum\nK1;A7;"4,5";1.2.2024\nK1;A8;3,5;31.1.2024\n' >de.csv
	run -1 --separate-stderr seq-examples de.csv
	[[ $stderr == *"--user=Kunde --item=Artikel --time=Datum de.csv" ]]
	sequences --user=Kunde --item=Artikel --rating=Note de.csv |
		cmp - <(printf 'K1\tA8,A7\n')
	run -1 seq-examples -q --user=1 --item=2 --rating=3 --min-rating=4 de.csv
	[[ $output == *"no examples: 1 of 2 events was kept"* ]]
	printf 'anna;milk\nanna;bread\n' | sequences | cmp - <(printf 'anna\tmilk,bread\n')
}

@test "names that only hint at a role are suggested, a table of items is told" {
	printf 'session_id,session_position,track_id_clean\n0,1,t_5\n' >spotify.csv
	run -1 --separate-stderr seq-examples spotify.csv
	[[ $stderr == *"--user=session_id --item=track_id_clean spotify.csv" ]]
	printf 'movieId,title,genres\n1,"One, two",War\n' >movies.csv
	run -1 --separate-stderr seq-examples movies.csv
	[[ $stderr == *"no column is a user: a table of items, for --items?" ]]
	printf '%% sym\n1 2\n' >out.net
	run -1 --separate-stderr seq-examples out.net
	[[ $stderr == *"the first line is a comment; convert the file: grep -v '^[#%]' out.net | seq-examples" ]]
	printf "{'user': 1}\n" >dict
	run -1 --separate-stderr seq-examples dict
	[[ $stderr == *"is lines of Python's dictionaries"* ]]
	python3 -c 'import ast, json, sys; [print(json.dumps(ast.literal_eval(x))) for x in open(sys.argv[1])]' dict |
		cmp - <(echo '{"user": 1}')
}
