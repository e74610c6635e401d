#!/usr/bin/env bats
# seq-examples - times as spreadsheets, exports and services write them.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

# order TIME ... - the places of the times in their order, from 1.
order() {
	printf '%s\n' "$@" | awk '{ print "a;" NR ";\"" $0 "\"" }' |
		seq-examples -q -H --sequences --columns=user,item,time $opt | cut -f 2
}

@test "month first or day first is what one number above 12 shows" {
	[[ $(order '12/1/2010 8:26' '2/12/2010' '1/30/2011') == 2,1,3 ]]
	[[ $(order '12/1/2010 8:26' '2/12/2010' '30/1/2011') == 1,3,2 || \
		$(order '12/1/2010 8:26' '2/12/2010' '30/1/2011') == 1,2,3 ]]
	[[ $(order '12/1/2010 8:26' '11/2/2010' '30/1/2010') == 1,3,2 ]]
	[[ $(order 12-31-10 1-1-11 12-30-10) == 3,1,2 ]]
}

@test "where no number is above 12, --date-order tells the order" {
	printf 'a,1,12/1/2010\na,2,11/2/2010\n' >log
	run -1 --separate-stderr seq-examples log
	[[ $stderr == *"--date-order=month-first or --date-order=day-first" ]]
	opt=--date-order=month-first
	[[ $(order 12/1/2010 11/2/2010) == 2,1 ]]
	opt=--date-order=day-first
	[[ $(order 12/1/2010 11/2/2010) == 1,2 ]]
}

@test "a date that contradicts the order is refused with its line" {
	printf 'a,1,12/13/2010\na,2,13/12/2010\n' >log
	run -1 --separate-stderr seq-examples --columns=user,item,time log
	[[ $stderr == *"log:line 2 @offset 15: the time '13/12/2010' begins with the day, but an earlier time with the other" ]]
	run -1 --separate-stderr seq-examples --date-order=day-first log
	[[ $stderr == *"log:line 1 @offset 0: the time '12/13/2010' begins with the month, but --date-order says otherwise" ]]
	printf 'a,1,2/30/2010\na,2,2/28/2010\n' >log
	run -1 --separate-stderr seq-examples --columns=user,item,time log
	[[ $stderr == *"'2010-02-30' is not a valid time" ]]
}

@test "noon and midnight, offsets, names of months, and points" {
	[[ $(order '1/13/2010 12:00 PM' '1/13/2010 11:59 PM' '1/13/2010 12:00 AM' \
		'1/13/2010 1:00am') == 3,4,1,2 ]]
	[[ $(order 'Sat Jul 15 04:50:18 +0000 2017' 'Sat Jul 15 04:50:18 +0100 2017' \
		'Jul 14, 2017' '16-Jul-17 0:30' 'Sun, 15 Jul 2017 22:00:00 GMT' \
		'July 15, 2017 5:00 PM') == 3,2,1,6,5,4 ]]
	[[ $(order 31.12.2016 '1.1.2017 0:01' '01.01.2017 00:00:30') == 1,3,2 ]]
	[[ $(order '09 13, 2009' '10 1, 2008' '08 2, 2009') == 2,3,1 ]]
	[[ $(order 2017/7/14 2017/07/02 '2017/07/14 3:15') == 2,1,3 ]]
	[[ $(order '2017-12-02 14' '2017-12-02 09') == 2,1 ]]
}

@test "numbers that are all dates become seconds, and a message says so" {
	printf 'a,%s\n' 1,20231231 2,20240101 3,20240103 >log
	run -0 --separate-stderr seq-examples -H --sequences \
		--columns=user,item,time --session-gap=90000 log
	[[ $output == $'a/1\t1,2' ]]
	[[ $stderr == *"times like 20231231 are taken for dates"* ]]
	run -0 --separate-stderr seq-examples -H --sequences \
		--columns=user,item,time --from=20240101 log
	[[ $output == $'a\t2,3' ]]
	[[ $(order 20240101235959 20240101000000) == 2,1 ]]
	printf 'a,1,20231231\na,2,20249999\n' >log
	run -0 --separate-stderr seq-examples log
	[[ $stderr != *"taken for dates"* ]]
}

@test "a clock beside a date may have one digit, and AM or PM" {
	printf '%s\n' user,item,date,time a,1,2/28/2010,8:26 a,2,2/28/2010,08:25 >log
	run -0 --separate-stderr seq-examples -H --sequences log
	[[ $output == $'a\t2,1' ]]
	printf '%s\n' user,item,date,time 'a,1,20100228,8:26 PM' a,2,20100228,9:25 >log
	run -0 --separate-stderr seq-examples -H --sequences log
	[[ $output == $'a\t2,1' ]]
}

@test "what is no date is refused" {
	for time in 12/13/2010/1 '12/13/2010 25:00' '1/13/2010 13:00 PM' \
		'13 Foo 2010' 1/2 28.2.20100 '1/32/2010'; do
		printf 'a,1,%s\n' "$time" >log
		run -1 --separate-stderr seq-examples --columns=user,item,time log
		[[ $stderr == *"log:line 1 @offset 0: the time '$time' is neither a number nor a date like"* ]]
	done
}
