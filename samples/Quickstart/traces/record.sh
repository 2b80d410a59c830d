#!/usr/bin/env bash
# Records shop.tptrace: the memory accesses of sqlite3 while it works through a year of a shop's business.
#
#   ./record.sh [OUT.tptrace]      (some 8 minutes on an idle machine; needs valgrind, sqlite3 and the .NET SDK)
#
# On Debian: apt-get install valgrind sqlite3. PACKER names another program to pack with; it gets the output
# path as its argument and lackey's lines on standard input.
#
# The shop's database is a file of 38 MB, made before the recording starts and mapped into memory
# (PRAGMA mmap_size), so that its pages are first read. The sessions of its customers are in a second
# database in memory, whose pages are first written. In each of twelve months the shop
#   - opens sessions for the customers who are new,
#   - serves 3000 requests in ten batches: looks up orders of the last three months (recent ones more often)
#     with their items, and the sessions of the customers who are active in that season; one request in
#     sixteen is for any older order and any earlier customer; a quarter of the requests change the session,
#   - counts the month's orders, and each third month the items of the quarter.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/shop.tptrace}
months=12
requests=3000
orders=8000
batches=10

database() {
    cat <<SQL
PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, city INT, notes TEXT);
CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INT, day INT, total INT, remark TEXT);
CREATE TABLE item(orderid INT, line INT, product INT, price INT, note TEXT, PRIMARY KEY(orderid, line)) WITHOUT ROWID;
CREATE TABLE request(id INTEGER PRIMARY KEY, orderid INT, customer INT, amount INT);
WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n < 10000)
  INSERT INTO customer SELECT n, 'customer ' || n, n*104729%997, hex(zeroblob(200)) FROM c;
WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n < $months*$orders)
  INSERT INTO orders SELECT n, 1 + n*7907%10000, n/267, n*31%9000, hex(zeroblob(50)) FROM c;
WITH RECURSIVE line(k) AS (SELECT 1 UNION ALL SELECT k+1 FROM line WHERE k < 2)
  INSERT INTO item SELECT id, k, 1 + (id*31 + k*1777)%4000, 100 + id*k%9000, hex(zeroblob(42)) FROM orders, line ORDER BY 1, 2;
-- t is the time in months; a, b and c are pseudo-random between 0 and 1.
WITH RECURSIVE lcg(n, x, y, z) AS (
    SELECT 1, 12345, 67891, 424242
    UNION ALL
    SELECT n+1, x*1103515245+12345 & 0x7fffffff, y*1140671485+12820163 & 0x7fffffff, z*1103515245+12345 & 0x7fffffff
    FROM lcg WHERE n < $months*$requests),
  r(n, t, a, b, c) AS (SELECT n, 1.0*n/$requests, x/2147483648.0, y/2147483648.0, z/2147483648.0 FROM lcg)
  INSERT INTO request SELECT n,
    max(1, CAST(iif(c < 1/16.0, a*t, t - 3*a*a)*$orders AS INT)),
    1 + CAST(iif(c < 1/16.0, (0.75*t/$months + 0.25)*b, 0.75*t/$months + 0.25*b)*9999 AS INT),
    CAST(c*5000 AS INT) FROM r;
SQL
}

workload() {
    echo "PRAGMA mmap_size=1000000000; PRAGMA temp_store=MEMORY;"
    echo "ATTACH ':memory:' AS m;"
    echo "CREATE TABLE m.session(customer INTEGER PRIMARY KEY, hits INT, spent INT, state BLOB);"
    echo "INSERT INTO m.session SELECT id, 0, 0, zeroblob(1300) FROM customer WHERE id <= 2500;"
    local month batch from to of
    for ((month = 0; month < months; month++)); do
        from=$((2500 + month * 625 + 1)) to=$((2500 + month * 625 + 625))
        echo "INSERT INTO m.session SELECT id, 0, 0, zeroblob(1300) FROM customer WHERE id BETWEEN $from AND $to;"
        for ((batch = 0; batch < batches; batch++)); do
            from=$((month * requests + batch * requests / batches + 1)) to=$((from + requests / batches - 1))
            of="r.id BETWEEN $from AND $to"
            echo "SELECT max(o.day), sum(i.price) FROM request r CROSS JOIN orders o ON o.id=r.orderid" \
                "CROSS JOIN item i ON i.orderid=o.id AND i.line=1 WHERE $of;"
            echo "SELECT sum(s.hits) FROM request r CROSS JOIN m.session s ON s.customer=r.customer WHERE $of;"
            echo "INSERT INTO m.session SELECT customer, 1, amount, NULL FROM request r WHERE $of AND amount < 1250" \
                "ON CONFLICT(customer) DO UPDATE SET hits=hits+1, spent=spent+excluded.spent;"
            if ((batch % 5 == 4)); then
                echo "SELECT count(*) FROM request r CROSS JOIN customer c ON c.id=r.customer WHERE $of AND c.city < 500;"
            fi
        done
        echo "SELECT count(*) FROM orders WHERE id BETWEEN $((month * orders + 1)) AND $((month * orders + orders));"
        if ((month % 3 == 2)); then
            echo "SELECT count(*) FROM item WHERE orderid BETWEEN $(((month - 2) * orders + 1)) AND $(((month + 1) * orders));"
        fi
    done
    echo "SELECT hits > 3, count(*), sum(spent) FROM m.session GROUP BY 1;"
}

pack() {
    if [[ -n ${PACKER:-} ]]; then
        $PACKER "$1"
    else
        dotnet run --configuration Release --project "$here/.." -- pack-lackey "$1"
    fi
}

folder=$(mktemp -d)
partial=$out.partial
trap 'rm -rf "$folder" "$partial"' EXIT

database | sqlite3 "$folder/shop.db" >/dev/null
workload >"$folder/workload.sql"

# Lackey's lines go to the packer; what sqlite3 answers is of no interest. The trace takes its place only if
# both of them ended well.
valgrind --tool=lackey --trace-mem=yes --log-fd=3 \
    sqlite3 -batch -bail "$folder/shop.db" <"$folder/workload.sql" 3>&1 1>/dev/null | pack "$partial"
mv "$partial" "$out"
