#!/bin/sh
# check.sh FILE KEY -- with openssl, sha256sum and base64 alone. KEY is the verifier key of the log, had from somebody
# you trust. FILE is a report of dokaz (is it what was signed, and were its quotations sealed?) or the text of one
# proof out of it (dokaz-disclosure/v1).
set -eu
file=$1 key=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "WRONG: $1"; exit 1; }
hash() { openssl dgst -sha256 -binary; }
hash64() { hash | base64 | tr -d '\n'; }
byte() { printf "\\$(printf %03o "$1")"; }
number() { byte $(($1 / 16777216)); byte $(($1 / 65536 % 256)); byte $(($1 / 256 % 256)); byte $(($1 % 256)); }
plain() { sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#39;/'"'"'/g; s/&amp;/\&/g'; }

# The key as openssl takes it, and a signed note: $1 its text, $2 the base64 of its signature line (Ed25519).
(printf '\060\052\060\005\006\003\053\145\160\003\041\000'
 printf %s "${key#*+*+}" | base64 -d | tail -c +2) > "$work/key.der"
signed() {
    printf %s "$2" | base64 -d | tail -c +5 > "$work/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$1" \
        -sigfile "$work/signature" > "$work/said" 2>&1
}

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

# 1. A shown piece, with its salt, its number and its path, must lead to the sealed root of the text.
finish() {
    [ -n "$piece" ] || return 0
    (printf '\000'; cat "$work/salt"; number "$piece"; number "$total"; cat "$work/bytes") | hash > "$work/node"
    climb "$piece" "$total"
    [ "$(base64 < "$work/node" | tr -d '\n')" = "$root" ] || fail "piece $((piece + 1)) is not in the sealed text"
    printf 'piece %s of %s: %s\n' $((piece + 1)) "$total" "$(cat "$work/bytes")"
}

# One proof, in the file $1.
proof() {
    total=$(sed -n 's/^total //p' "$1" | head -n 1)
    sed -n 's/^entry //p' "$1" | head -n 1 | base64 -d > "$work/entry"
    root=$(sed -n 's/^seg \([^ ]*\) .*/\1/p' "$work/entry")
    grep -q "^seg .* n=$total\$" "$work/entry" || fail "the number of pieces"
    piece= count=0
    while read -r word value; do
        case $word in
        leaf)  finish; piece=$value count=0 ;;
        salt)  printf %s "$value" | base64 -d > "$work/salt" ;;
        bytes) printf %s "$value" | base64 -d > "$work/bytes" ;;
        path)  printf %s "$value" | base64 -d > "$work/path.$count"; count=$((count + 1)) ;;
        entry) finish; break ;;
        esac
    done < "$1"

    # 2. The log entry that holds this root must lead to the root of the log.
    sed '1,/^c2sp.org\/tlog-proof@v1$/d' "$1" > "$work/proof"
    index=$(sed -n 's/^index //p' "$work/proof" | head -n 1)
    sed '1,/^$/d' "$work/proof" > "$work/checkpoint"
    sed '/^$/,$d' "$work/checkpoint" > "$work/head"
    size=$(sed -n 2p "$work/head")
    i=0
    for line in $(sed '/^$/,$d; /^extra /d; /^index /d' "$work/proof"); do
        printf %s "$line" | base64 -d > "$work/path.$i"
        i=$((i + 1))
    done
    (printf '\000'; cat "$work/entry") > "$work/leaf"
    hash < "$work/leaf" > "$work/node"
    echo "entry $index of $size: leaf $(sha256sum < "$work/leaf" | cut -c 1-64)"
    climb "$index" "$size"
    [ "$(base64 < "$work/node" | tr -d '\n')" = "$(sed -n 3p "$work/head")" ] || fail "the entry is not in the log"

    # 3. The checkpoint of the log must be signed by the key.
    [ "$(sed -n 1p "$work/head")" = "${key%%+*}" ] || fail "the checkpoint is of another log"
    ! cmp -s "$work/checkpoint" "$work/good" || return 0
    signed "$work/head" "$(sed '1,/^$/d' "$work/checkpoint" | head -n 1 | sed 's/.* //')" || fail "the signature of the checkpoint"
    cp "$work/checkpoint" "$work/good"
}

if ! grep -a -q '^-- statement$' "$file"; then
    proof "$file"
    echo "RIGHT: these pieces were sealed in this log"
    exit 0
fi

# A report. Its signed statement stands between two lines, in every format; in HTML with escapes.
html=no
[ "$(head -c 15 "$file")" = '<!doctype html>' ] && html=yes
sed -n '/^-- statement$/,/^-- end$/p' "$file" | sed '1d;$d' > "$work/block"
[ $html = no ] || { plain < "$work/block" > "$work/next"; mv "$work/next" "$work/block"; }
sed '/^-- note /,$d' "$work/block" > "$work/statement"
sed '/^$/,$d' "$work/statement" > "$work/signed"
[ "$(sed -n 's/^log //p' "$work/signed")" = "${key%%+*}" ] || fail "the report is of another log"
grep -q '^$' "$work/statement" || fail "the statement is not signed"
signed "$work/signed" "$(sed '1,/^$/d' "$work/statement" | head -n 1 | sed 's/.* //')" || fail "the signature of the statement"
field() { sed -n "s/^$1 //p" "$work/signed" | head -n 1; }

# What stands before and behind it must be what was signed. What is wrong is gathered, so that all of it is named.
: > "$work/wrong"
before=$(field before)
[ "$(head -c "$before" "$file" | hash64)" = "$(field begin)" ] &&
    { [ "$(field format)" = docx ] || [ "$(head -c "$((before + 13))" "$file" | tail -c 13)" = '-- statement' ]; } ||
    echo "WRONG: the file before its statement is not what was signed" >> "$work/wrong"
if [ -n "$(field rest)" ]; then
    end=$(grep -a -b '^-- end$' "$file" | tail -n 1 | cut -d : -f 1)
    [ "$(tail -c "+$((end + 8))" "$file" | hash64)" = "$(field rest)" ] ||
        echo "WRONG: the file behind its statement is not what was signed" >> "$work/wrong"
fi

# Every proof must be the one that the statement names, and hold. HTML has each under its note.
grep '^note ' "$work/signed" > "$work/notes" || true
while read -r word n quote digest; do
    [ "$digest" != - ] || continue
    if [ $html = yes ]; then
        sed -n "/^<pre id=\"note-$n\">\$/,/^<\\/pre>\$/p" "$file" | sed '1d;$d' | plain > "$work/note"
        shown=$(sed -n "/<blockquote id=\"q-$n\"/,/<\\/blockquote>/p" "$file" |
                sed "s/.*<blockquote id=\"q-$n\"[^>]*>//; s/<\\/blockquote>.*//; s/<[^>]*>//g" | plain |
                LC_ALL=C sed 's/\xc2\xa0//g; s/\xc2\xad//g; s/\xe2\x80\x8b//g; s/\xef\xbb\xbf//g' | tr -d ' \t\n\r' | hash64)
        [ "$shown" = "$quote" ] || echo "WRONG: note $n: the quotation is not what was signed" >> "$work/wrong"
    else
        sed -n "/^-- note $n\$/,/^-- /p" "$work/block" | sed '1d; /^-- /d' > "$work/note"
    fi
    echo "note $n"
    [ "$(hash64 < "$work/note")" = "$digest" ] || echo "WRONG: note $n: the proof is not the one that was signed" >> "$work/wrong"
    (proof "$work/note") > "$work/told" 2>&1 || sed -n "s/^WRONG: /WRONG: note $n: /p" "$work/told" >> "$work/wrong"
    cat "$work/told"
done < "$work/notes"

# Every figure must be displayed as it was signed.
if [ $html = yes ]; then
    grep -o '<b class="figure"[^>]*>[^<]*</b>' "$file" |
        sed 's/.* id="f-\([0-9]*\)" data-notes="\([0-9,]*\)">\(.*\)<\/b>/figure \1 \2 \3/' | plain > "$work/figures"
    grep '^figure ' "$work/signed" > "$work/wanted" || true
    diff "$work/wanted" "$work/figures" > "$work/differ" 2>&1 ||
        sed -n 's/^> /WRONG: displayed, and not signed: /p' "$work/differ" >> "$work/wrong"
fi
sed -n 's/^figure \([0-9]*\) \([0-9,]*\) \(.*\)/figure \1: \3 (notes \2)/p' "$work/signed"
if [ -s "$work/wrong" ]; then cat "$work/wrong"; exit 1; fi
echo "RIGHT: $(grep -c '^figure ' "$work/signed") figures and $(grep -c '^note ' "$work/signed") notes are what was signed, the quotations were sealed in this log"
