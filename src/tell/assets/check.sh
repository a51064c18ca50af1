#!/bin/sh
# check.sh NOTE KEY -- does a shown sentence stand in the sealed text? With openssl, sha256sum and base64 alone.
# NOTE is the text of one note (dokaz-disclosure/v1), KEY the verifier key of the log, as the report prints it.
set -eu
note=$1 key=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "WRONG: $1"; exit 1; }
hash() { openssl dgst -sha256 -binary; }
byte() { printf "\\$(printf %03o "$1")"; }
number() { byte $(($1 / 16777216)); byte $(($1 / 65536 % 256)); byte $(($1 / 256 % 256)); byte $(($1 % 256)); }

# From the hash in $work/node, number $1 of $2, along the files $work/path.0, .1 ... up to the root (RFC 9162, 2.1.3.2).
climb() {
    n=$1 last=$(($2 - 1)) i=0
    while [ -e "$work/path.$i" ]; do
        if [ $((n % 2)) = 1 ] || [ "$n" = "$last" ]; then
            (printf '\001'; cat "$work/path.$i" "$work/node") | hash > "$work/next"
            while [ $((n % 2)) = 0 ] && [ "$n" != 0 ]; do n=$((n / 2)) last=$((last / 2)); done
        else
            (printf '\001'; cat "$work/node" "$work/path.$i") | hash > "$work/next"
        fi
        mv "$work/next" "$work/node"
        rm "$work/path.$i"
        n=$((n / 2)) last=$((last / 2)) i=$((i + 1))
    done
    [ "$last" = 0 ] || fail "the path is too short"
}

# 1. Every shown piece, with its salt, its number and its path, must lead to the sealed root of the text.
total=$(sed -n 's/^total //p' "$note" | head -n 1)
sed -n 's/^entry //p' "$note" | head -n 1 | base64 -d > "$work/entry"
root=$(sed -n 's/^seg \([^ ]*\) .*/\1/p' "$work/entry")
grep -q "^seg .* n=$total\$" "$work/entry" || fail "the number of pieces"
piece=
finish() {
    [ -n "$piece" ] || return 0
    (printf '\000'; cat "$work/salt"; number "$piece"; number "$total"; cat "$work/bytes") | hash > "$work/node"
    climb "$piece" "$total"
    [ "$(base64 < "$work/node" | tr -d '\n')" = "$root" ] || fail "piece $((piece + 1)) is not in the sealed text"
    printf 'piece %s of %s: %s\n' $((piece + 1)) "$total" "$(cat "$work/bytes")"
}
count=0
while read -r word value; do
    case $word in
    leaf)  finish; piece=$value count=0 ;;
    salt)  printf %s "$value" | base64 -d > "$work/salt" ;;
    bytes) printf %s "$value" | base64 -d > "$work/bytes" ;;
    path)  printf %s "$value" | base64 -d > "$work/path.$count"; count=$((count + 1)) ;;
    entry) finish; break ;;
    esac
done < "$note"

# 2. The log entry that holds this root must lead to the root of the log.
sed '1,/^c2sp.org\/tlog-proof@v1$/d' "$note" > "$work/proof"
index=$(sed -n 's/^index //p' "$work/proof" | head -n 1)
sed '1,/^$/d' "$work/proof" > "$work/checkpoint"
sed '/^$/,$d' "$work/checkpoint" > "$work/signed"
size=$(sed -n 2p "$work/signed")
i=0
for line in $(sed '/^$/,$d; /^extra /d; /^index /d' "$work/proof"); do
    printf %s "$line" | base64 -d > "$work/path.$i"
    i=$((i + 1))
done
(printf '\000'; cat "$work/entry") > "$work/leaf"
hash < "$work/leaf" > "$work/node"
echo "entry $index of $size: leaf $(sha256sum < "$work/leaf" | cut -c 1-64)"
climb "$index" "$size"
[ "$(base64 < "$work/node" | tr -d '\n')" = "$(sed -n 3p "$work/signed")" ] || fail "the entry is not in the log"

# 3. The checkpoint of the log must be signed by the key (Ed25519).
[ "$(sed -n 1p "$work/signed")" = "${key%%+*}" ] || fail "the checkpoint is of another log"
(printf '\060\052\060\005\006\003\053\145\160\003\041\000'
 printf %s "${key#*+*+}" | base64 -d | tail -c +2) > "$work/key.der"
sed '1,/^$/d' "$work/checkpoint" | head -n 1 | sed 's/.* //' | base64 -d | tail -c +5 > "$work/signature"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/signed" \
    -sigfile "$work/signature" || fail "the signature"
echo "RIGHT: these pieces were sealed in this log"
