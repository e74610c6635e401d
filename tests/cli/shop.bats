#!/usr/bin/env bats
# shop - README's first page: from a CSV of orders to lists for every customer.

load helper

make_orders=$BATS_TEST_DIRNAME/../../examples/shop/make-orders

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	"$make_orders" --customers=1500 --products=400 .
	seq-examples --sequences orders.csv >orders.tsv 2>examples.err
	seq-train --log=none orders.tsv 2>train.err
	seq-embed --format=tsv orders.tsv 2>embed.err |
	    topk-list --exclude-context --items=products.csv \
	        --format=json >lists.json 2>lists.err
}

setup() {
	cd "$BATS_FILE_TMPDIR" || exit
}

@test "every customer gets an object with ten titled products" {
	tail -n +2 orders.csv | cut -d, -f2 | sort -u >customers
	sed 's/^{"user":"\([^"]*\)".*/\1/' lists.json | sort >listed
	diff customers listed
	# Each line has ten ids and ten titles, and each title belongs to its
	# id.
	awk '{ n = gsub(/"id":"SKU-/, "&"); m = gsub(/"title":"/, "&") }
	    n != 10 || m != 10 { exit 1 }' lists.json
	line=$(sed -n 5p products.csv)
	id=${line%%,*}
	title=$(echo "$line" | cut -d'"' -f2)
	grep -o "\"id\":\"$id\",\"title\":\"[^\"]*\"" lists.json | sort -u >found
	[ "$(cat found)" = "\"id\":\"$id\",\"title\":\"$title\"" ]
}

@test "no customer is recommended a product they bought" {
	awk -F'\t' 'NR > 1 { n = split($2, x, ",")
		for (i = 1; i <= n; i++) print $1, x[i] }' orders.tsv |
	    sort -u >bought
	sed 's/[{}":,]/ /g' lists.json | awk '{
		for (i = 1; i <= NF; i++)
			if ($i ~ /^SKU-/) print $2, $i }' | sort -u >offered
	[ -s offered ]
	comm -12 bought offered >both
	[ ! -s both ]
}

@test "the model is reported to find more than popularity, and does" {
	words=$(grep 'popularity' train.err)
	echo "$words" | awk '{ exit !($3 > 2 * $5) }' FS='[ ,]+'
}

@test "the guessed columns are reported" {
	grep -qx 'seq-examples: orders.csv: user=customer_id, item=sku, time=ordered_at' \
	    examples.err
}

@test "the invented orders are the same every time, and different with another seed" {
	"$make_orders" --customers=1500 --products=400 again
	cmp orders.csv again/orders.csv
	cmp products.csv again/products.csv
	"$make_orders" --customers=1500 --products=400 \
	    --seed=2 other
	run -1 cmp -s orders.csv other/orders.csv
}
