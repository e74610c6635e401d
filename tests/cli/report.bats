# report - examples/plots/report.sh: one page about a run.
# shellcheck disable=SC2016,SC2154 # $ is for awk; run sets stderr
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	make-movielens -q --users=150 --movies=80 --ratings-per-user=30 .
	seq-examples -q --preset=tutorial --min-rating=2 --train=train.tsv \
		--test=test.tsv --split=random ratings.dat
	seq-train --preset=tutorial -q --dim=8 --epochs=3 --hold-out=100 --log=epoch train.tsv >log.tsv
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	type gnuplot >/dev/null 2>&1 || skip "needs gnuplot"
	ln -s "$BATS_FILE_TMPDIR"/* .
}

report() {
	"$BATS_TEST_DIRNAME/../../examples/plots/report.sh" --seen "$@"
}

@test "a report has all its parts, and loads nothing" {
	report -l log.tsv -i movies.dat train.tsv test.tsv >page.html
	for part in 'The data' 'The training' 'Metrics' 'A map of the items' 'Ten histories'; do
		[ "$(grep -c "<h2>$part</h2>" page.html)" -eq 1 ]
	done
	[ "$(grep -c '<svg' page.html)" -eq 2 ]
	run -1 grep -E '(src|href)="?(http|//)|url\(|@import' page.html
}

@test "a report's figures are those of topk-eval" {
	report train.tsv test.tsv >page.html
	seq-embed -q --format=tsv test.tsv | topk-eval -q >metrics.tsv
	awk -F'\t' '/^top_10\t/ { printf "<td>top_10</td><td class=n>%.4f</td><td class=n>%.4f to %.4f</td><td class=n>%.4f</td>",
		$2, $4, $5, $3 }' metrics.tsv >want
	grep -qF "$(<want)" page.html
	grep -qF "<td>rows</td><td class=n>$(($(wc -l <train.tsv) - 1))</td><td class=n>$(($(wc -l <test.tsv) - 1))</td>" page.html
}

@test "a report's map has every item once, with title and count, as JSON" {
	report -i movies.dat train.tsv test.tsv >page.html
	sed -n '/^<script>const points = \[/,/^\]; showMap/p' page.html |
		sed '1s/^.*= //; $s/;.*//' >points.json
	perl -MJSON::PP -e 'local $/; my $p = decode_json(<STDIN>);
		print "$$_[0]\t$$_[4]\n" for sort { $$b[4] <=> $$a[4] } @$p;
		die unless grep { $$_[1] =~ /\(\d{4}\)/ } @$p' <points.json | sort >got
	cut -f1,2 model/vocab.tsv | sort | cmp - got
}

@test "items with commas and backslashes are listed by their text" {
	mkdir odd && cd odd
	awk 'BEGIN { print "items"; for (i = 0; i < 40; i++)
		print "a\\,b,c\\\\d,e" i % 3 }' >train.tsv
	printf 'context\tlabel\na\\,b\tc\\\\d\n' >test.tsv
	seq-train -q --dim=4 --epochs=1 --log=none train.tsv
	report --seen train.tsv test.tsv >page.html
	grep -qF '<ul><li>a,b</ul><p>Next: <b>c\d</b>' page.html
	grep -qF '["a,b","a,b",' page.html
	grep -qF '["c\\d","c\\d",' page.html
}

@test "titles cannot inject markup into the page" {
	{
		printf 'item\ttitle\n'
		awk '{ print $1 "\t</script><b>\\\\ \"quoted\" & \047more\047 " $1 }' model/vocab.tsv
	} >titles.tsv
	report -i titles.tsv train.tsv test.tsv >page.html
	run -1 grep -E '</script><b>|<li[^>]*><' page.html
	[ "$(grep -c '</script>' page.html)" -eq 2 ]
}

@test "ten histories get the lists of topk-list" {
	report train.tsv test.tsv >page.html
	[ "$(grep -c '<div class=history>' page.html)" -eq 10 ]
	{ head -n 1 test.tsv && sed -n 2p test.tsv; } | seq-embed -q --format=tsv |
		topk-list -q | awk -F'\t' 'NR > 1 { print $3 }' >want
	grep -m 1 '<div class=history>' page.html | sed 's/.*<ol>//; s/<\/ol>.*//; s/<li[^>]*>/\n/g' |
		sed 1d >got
	cmp want got
}

@test "a browser draws the map and finds an item in it" {
	type chromium >/dev/null 2>&1 || skip "chromium is not installed"
	report -i movies.dat train.tsv test.tsv >page.html
	sed 's|^</html>|<script>search.value = "(19"; search.dispatchEvent(new Event("input"))</script>&|' \
		page.html >found.html
	for page in page found; do
		HOME=$PWD timeout 60 chromium --headless=new --no-sandbox --disable-gpu \
			--user-data-dir="$PWD/profile" --dump-dom "file://$PWD/$page.html" \
			>$page.dom 2>errors || skip "chromium does not run here: $(tail -n 1 errors)"
	done
	grep -q "<output id=\"told\">$(wc -l <model/vocab.tsv) items</output>" page.dom
	grep -qE '<output id="told">[1-9][0-9]* found</output>' found.dom
}

@test "a report is written whole or not at all, and names missing files" {
	report -o page.html train.tsv test.tsv
	[ "$(tail -n 1 page.html)" = '</html>' ]
	cp page.html before
	run -1 --separate-stderr report -m nowhere -o page.html train.tsv test.tsv
	[[ $stderr == *"nowhere/settings.tsv: cannot be read"* ]]
	sed 's/^context[^	]*/other/' test.tsv >bad.tsv
	run -1 --separate-stderr report -o page.html train.tsv bad.tsv
	[[ -n $stderr ]]
	cmp page.html before
	run -2 --separate-stderr report train.tsv
	run -2 --separate-stderr report --nonsense train.tsv test.tsv
}
