#!/bin/sh
# verify.sh -- is this bag what was sealed?   sh verify.sh [--key KEY] [--tsa-ca FILE [--tsa-chain FILE] [--attime SECONDS]]
#
# Uses openssl, sha256sum and the other coreutils, awk and sh; nothing of Dokaz. It writes only into a
# folder of its own, which it removes. Each step prints what it has checked; any trouble ends with WRONG and exit 1.
#
# --key        the log's key as you were told it by another way (one line, as in data/custody/keys/case.vkey)
# --tsa-ca     root certificate of a time stamping authority (PEM): checks data/custody/stamps/*.tsr
# --tsa-chain  further certificates of it (PEM)
# --attime     check the stamps as of then, seconds since 1970, when a certificate has expired meanwhile
set -u
LC_ALL=C
export LC_ALL
umask 077
key='' ca='' chain='' attime=''
while [ $# -gt 0 ]; do
    [ $# -gt 1 ] || { echo "usage: sh verify.sh [--key KEY] [--tsa-ca FILE [--tsa-chain FILE] [--attime SECONDS]]" >&2; exit 2; }
    case $1 in
    --key)       key=$2 ;;
    --tsa-ca)    ca=$(realpath "$2") ;;
    --tsa-chain) chain=$(realpath "$2") ;;
    --attime)    attime=$2 ;;
    *)           echo "unknown option $1" >&2; exit 2 ;;
    esac
    shift 2
done
cd "$(dirname "$0")" || exit 3
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
trap 'exit 3' HUP INT TERM
wrong() { echo "WRONG: $1"; exit 1; }
has() { [ -f "$1" ] || wrong "$1 is missing"; }

# What several awk programs below share: digits, base64, and printf formats out of hex.
cat > "$work/lib.awk" <<'AWK'
BEGIN {
    for (i = 0; i < 256; i++) { h = sprintf("%02x", i); value[h] = i; octal[h] = sprintf("\\%03o", i); char[h] = sprintf("%c", i) }
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    two[0] = 1
    for (i = 1; i <= 16; i++) two[i] = two[i - 1] * 2
    for (i = 1; i <= 64; i++) six[substr(digits, i, 1)] = i - 1
}
function hex_of(text,   out, i, bits, have, c) {        # of base64
    bits = 0; have = 0; out = ""
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c == "=") break
        if (!(c in six)) return "?"
        bits = bits * 64 + six[c]; have += 6
        if (have >= 8) { have -= 8; out = out sprintf("%02x", int(bits / two[have])); bits = bits % two[have] }
    }
    return out
}
function format_of(hex,   out, i) {
    out = ""
    for (i = 1; i < length(hex); i += 2) out = out octal[substr(hex, i, 2)]
    return out
}
function trouble(what) { print "WRONG: " what > "/dev/stderr"; failed = 1; exit 1 }
AWK
run() { awk -f "$work/lib.awk" -f "$@" || exit 1; }

# Hash the files of a folder whose names come on standard input, some hundred at a time: "<hex>  <name>" each.
hash_all() {
    awk '{ line = line " " $1; if (NR % 500 == 0) { print "sha256sum" line; line = "" } } END { if (line) print "sha256sum" line }' > "$work/hash.sh"
    (cd "$1" && sh "$work/hash.sh") || wrong "the hashing failed"
}

# ---- 1. The bag: every file against its manifest, and no file beside them.
for file in bagit.txt bag-info.txt manifest-sha256.txt tagmanifest-sha256.txt; do has $file; done
[ "$(cat bagit.txt)" = "BagIt-Version: 1.0
Tag-File-Character-Encoding: UTF-8" ] || wrong "bagit.txt is not that of a BagIt 1.0 bag"
for file in manifest-sha256.txt tagmanifest-sha256.txt; do
    awk -v data="$([ $file = manifest-sha256.txt ] && echo 1)" '
        length($1) != 64 || $1 ~ /[^0-9a-f]/ || $0 != $1 "  " $2 || $2 !~ /^[A-Za-z0-9._\/-]+$/ || $2 ~ /(^|\/)\.\.?(\/|$)/ ||
        $2 ~ /^\// || (data && $2 !~ /^data\//) || (!data && $2 ~ /\//) || seen[$2]++ { bad = 1 }
        END { exit bad || NR == 0 }' $file || wrong "$file is malformed"
done
sha256sum --check --strict --quiet tagmanifest-sha256.txt || wrong "a tag file is not what tagmanifest-sha256.txt states"
for file in bagit.txt bag-info.txt manifest-sha256.txt verify.sh; do
    grep -q "  $file\$" tagmanifest-sha256.txt || wrong "tagmanifest-sha256.txt does not list $file"
done
sha256sum --check --strict --quiet manifest-sha256.txt || wrong "a file is not what manifest-sha256.txt states"
du -al data | cut -f 2- > "$work/there"
while read -r file; do
    [ -L "$file" ] && wrong "$file is a link"
    [ -d "$file" ] || echo "$file"
done < "$work/there" > "$work/files" || exit 1
awk 'NR == FNR { listed[$2] = 1; next } !($0 in listed) { print "WRONG: " $0 " is in no manifest"; bad = 1 } END { exit bad }' \
    manifest-sha256.txt "$work/files" || exit 1
awk '$0 !~ /^data\/(README\.(txt|html)|custody\.tsv|(originals|texts)\/[0-9a-f]+|proofs\/[0-9]+\.(entry|tlog-proof))$/ &&
     $0 !~ /^data\/custody\/(checkpoint|policy|checkpoints\/[0-9]+|(entries|tile|records|keys|stamps|witness)\/.+)$/ {
         print "WRONG: " $0 " is no part of a case: nothing in the log speaks for it"; bad = 1 } END { exit bad }' "$work/files" || exit 1
oxum=$(awk -F ': ' '$1 == "Payload-Oxum" { print $2 }' bag-info.txt)
files=$(awk 'END { print NR }' "$work/files")
bytes=$(awk '{ print $2 }' manifest-sha256.txt | tr '\n' '\0' | wc -c --files0-from=- | awk 'END { print $1 }')
[ "$oxum" = "$bytes.$files" ] || wrong "Payload-Oxum is $oxum, and data/ has $bytes.$files"
echo "1. every one of the $files files is as the manifests state it, and no other is there"

# ---- 2. The checkpoint: who signed what.
c=data/custody
for file in checkpoint keys/case.vkey keys/log.der policy keys/format; do has $c/$file; done
vkey=$(cat $c/keys/case.vkey)
[ -z "$key" ] || [ "$key" = "$vkey" ] || wrong "the bag's key is $vkey"
origin=${vkey%%+*}
rest=${vkey#*+}
id=${rest%%+*}
public=${rest#*+}
[ "$( (printf '\001'; tail -c 32 $c/keys/log.der) | base64 -w 0)" = "$public" ] || wrong "keys/log.der is not the key of keys/case.vkey"
[ "$( (printf '%s\n\001' "$origin"; tail -c 32 $c/keys/log.der) | sha256sum | cut -c 1-8)" = "$id" ] || wrong "the key's id is not its own"
grep -qxF "log $vkey" $c/policy || wrong "policy does not name this log"
sed '/^$/,$d' $c/checkpoint > "$work/checkpoint.text"
sed '1,/^$/d' $c/checkpoint | awk -v origin="$origin" '$2 == origin { print $3; exit }' | base64 -d > "$work/blob" 2>/dev/null ||
    wrong "the checkpoint has no signature by $origin"
[ "$(head -c 4 "$work/blob" | od -A n -t x1 | tr -d ' \n')" = "$id" ] || wrong "the checkpoint is signed by another key"
tail -c +5 "$work/blob" > "$work/checkpoint.sig"
openssl pkeyutl -verify -pubin -keyform DER -inkey $c/keys/log.der -rawin -in "$work/checkpoint.text" \
    -sigfile "$work/checkpoint.sig" > "$work/openssl" 2>&1 || wrong "the checkpoint's signature does not verify"
[ "$(sed -n 1p "$work/checkpoint.text")" = "$origin" ] || wrong "the checkpoint is of another log"
size=$(sed -n 2p "$work/checkpoint.text")
root=$(sed -n 3p "$work/checkpoint.text" | base64 -d | od -A n -v -t x1 | tr -d ' \n')
case $size in ''|*[!0-9]*|0) wrong "the checkpoint signs no entries" ;; esac
cmp -s $c/checkpoint "$c/checkpoints/$size" || wrong "checkpoints/$size is not the checkpoint"
echo "2. the checkpoint is signed by $vkey"

# ---- 3. The log: its entries give the root that the checkpoint signs.
awk -v size="$size" -v dir="$c/entries" '
    function name(n, partial,   s) {
        s = sprintf("%03d", n % 1000)
        for (n = int(n / 1000); n; n = int(n / 1000)) s = sprintf("x%03d/", n % 1000) s
        return dir "/" s (partial ? ".p/" partial : "")
    }
    BEGIN { for (n = 0; n * 256 < size; n++) print name(n, size - n * 256 < 256 ? size - n * 256 : 0) }' > "$work/bundles"
awk 'NR == FNR { bundle[$0] = 1; next } $0 ~ /^data\/custody\/entries\// && !($0 in bundle) { print "WRONG: " $0 " holds no entries of this log"; bad = 1 }
     END { exit bad }' "$work/bundles" "$work/files" || exit 1
mkdir "$work/leaf" "$work/node" "$work/plain"
cat > "$work/entries.awk" <<'AWK'
{ for (i = 1; i <= NF; i++) hex = hex $i }
/^bundle / { split_bundle(); next }
function split_bundle(   at, size, text, i, part) {
    sub(/bundle.*/, "", hex)
    for (at = 1; at < length(hex); at += 4 + 2 * size) {
        size = value[substr(hex, at, 2)] * 256 + value[substr(hex, at + 2, 2)]
        part = substr(hex, at + 4, 2 * size)
        if (length(part) != 2 * size) trouble("an entry bundle is cut short")
        text = ""
        for (i = 1; i < length(part); i += 2) text = text char[substr(part, i, 2)]
        list(text)
        print "printf '\\000" format_of(part) "' > " work "/leaf/" count + 0
        print "printf '" format_of(part) "' > " work "/plain/" count + 0
        count++
    }
    hex = ""
}
function list(text,   lines, i, n, type, time, commit) {
    n = split(text, lines, "\n")
    for (i = 1; i <= n; i++) {
        if (lines[i] ~ /^type /) type = substr(lines[i], 6)
        if (lines[i] ~ /^time /) time = substr(lines[i], 6)
        if (lines[i] ~ /^commit /) commit = hex_of(substr(lines[i], 8))
    }
    if (lines[1] != "dokaz-entry/v1") trouble("entry " count + 0 " is malformed")
    print count + 0, type, time, commit > (work "/entries")
}
END { if (!failed && count != size) { print "WRONG: the bundles hold " count " entries, the checkpoint signs " size > "/dev/stderr"; exit 1 } exit failed }
AWK
: > "$work/hex"
while read -r file; do
    has "$file"
    od -A n -v -t x1 "$file" >> "$work/hex"
    echo bundle >> "$work/hex"
done < "$work/bundles" || exit 1
sed -i 's/^bundle$/bundle /' "$work/hex"
run "$work/entries.awk" -v work="$work" -v size="$size" "$work/hex" > "$work/write.sh"
sh "$work/write.sh" || wrong "no room for the entries"
awk '{ print $1 }' "$work/entries" | hash_all "$work/leaf" | awk '{ print $2, $1 }' | sort -n > "$work/level"
cp "$work/level" "$work/leaves"
while [ "$(awk 'END { print NR }' "$work/level")" -gt 1 ]; do
    cat > "$work/pair.awk" <<'AWK'
{ if (NR % 2) left = $2
  else print "printf '\\001" format_of(left $2) "' > " work "/node/" NR / 2 - 1 }
END { if (NR % 2) print (NR - 1) / 2, left > (work "/odd") }
AWK
    rm -f "$work/odd"
    run "$work/pair.awk" -v work="$work" "$work/level" > "$work/write.sh"
    sh "$work/write.sh" || wrong "no room for the tree"
    pairs=$(awk 'END { print int(NR / 2) }' "$work/level")
    awk -v n="$pairs" 'BEGIN { for (i = 0; i < n; i++) print i }' | hash_all "$work/node" | awk '{ print $2, $1 }' | sort -n > "$work/next"
    [ -f "$work/odd" ] && cat "$work/odd" >> "$work/next"
    mv "$work/next" "$work/level"
done
[ "$(awk '{ print $2 }' "$work/level")" = "$root" ] || wrong "the entries are not those that the checkpoint signs"
echo "3. the $size entries of the log give the root that the checkpoint signs"

# ---- 4. The proofs: each leads from its entry to the checkpoint, without the rest of the log.
awk '$2 ~ /^data\/proofs\/[0-9]+\.entry$/ { sub(/.*\//, "", $2); sub(/\..*/, "", $2); print $2 }' manifest-sha256.txt | sort -n > "$work/proved"
awk -v size="$size" 'NR == FNR { have[$1] = 1; next } ($2 == "item" || $1 == size - 1) && !($1 in have) { print "WRONG: entry " $1 " has no proof"; bad = 1 }
    $1 in have { known[$1] = 1 } END { for (i in have) if (!(i in known)) { print "WRONG: a proof of an entry that is not there"; bad = 1 } exit bad }' \
    "$work/proved" "$work/entries" || exit 1
hash_all "$work/plain" < "$work/proved" > "$work/entry-files"
awk 'NR == FNR { is[$2] = $1; next } is["data/proofs/" $2 ".entry"] != $1 { print "WRONG: data/proofs/" $2 ".entry is not entry " $2 " of the log"; bad = 1 }
    END { exit bad }' manifest-sha256.txt "$work/entry-files" || exit 1
cat > "$work/proof.awk" <<'AWK'
FILENAME ~ /leaves$/ { leaf[$1] = $2; next }
FILENAME ~ /checkpoint$/ { note = note $0 "\n"; next }
FILENAME ~ /sizes$/ { bytes[$2] = $1; next }
{ read_proof($1) }
function read_proof(n,   file, line, state, path, rest, size_is) {
    file = "data/proofs/" n ".tlog-proof"
    state = 0; path = ""; rest = ""; size_is = 0
    while ((getline line < file) > 0) {
        size_is += length(line) + 1
        if (state == 0) { if (line != "c2sp.org/tlog-proof@v1") trouble(file " is malformed"); state = 1 }
        else if (state == 1) { if (line != "index " n) trouble(file " is of another entry"); state = 2 }
        else if (state == 2 && line == "") state = 3
        else if (state == 2) { if (length(hex_of(line)) != 64) trouble(file " is malformed"); path = path hex_of(line) }
        else rest = rest line "\n"
    }
    close(file)
    if (rest != note || size_is != bytes[file]) trouble(file " is not under the checkpoint of this bag")
    print n, n, size - 1, leaf[n], path "."
}
END { exit failed }
AWK
awk '{ print "data/proofs/" $1 ".tlog-proof" }' "$work/proved" | tr '\n' '\0' | wc -c --files0-from=- > "$work/sizes" || wrong "a proof is missing"
[ "$(awk '$2 ~ /^data\/proofs\/.*tlog-proof$/' manifest-sha256.txt | wc -l)" -eq "$(awk 'END { print NR }' "$work/proved")" ] ||
    wrong "there is a proof without its entry"
run "$work/proof.awk" -v size="$size" "$work/leaves" $c/checkpoint "$work/sizes" "$work/proved" > "$work/climb"
while awk '$5 != "." { found = 1; exit } END { exit !found }' "$work/climb"; do
    cat > "$work/step.awk" <<'AWK'
$5 == "." { next }
{   n = $2; last = $3
    if (last == 0) trouble("the proof of entry " $1 " is too long")
    other = substr($5, 1, 64)
    if (n % 2 || n == last) {
        pair = other $4
        while (n % 2 == 0 && n) { n = n / 2; last = int(last / 2) }
    } else pair = $4 other
    print "printf '\\001" format_of(pair) "' > " work "/node/" $1
    print $1, int(n / 2), int(last / 2), substr($5, 65) > (work "/climbing")
}
END { exit failed }
AWK
    rm -f "$work/climbing"
    run "$work/step.awk" -v work="$work" "$work/climb" > "$work/write.sh"
    sh "$work/write.sh" || wrong "no room for the proofs"
    awk '{ print $1 }' "$work/climbing" | hash_all "$work/node" > "$work/hashes"
    awk 'FILENAME ~ /hashes$/ { hash[$2] = $1; next } FILENAME ~ /climbing$/ { n[$1] = $2; last[$1] = $3; rest[$1] = $4; next }
        $1 in n { print $1, n[$1], last[$1], hash[$1], rest[$1]; next } { print }' "$work/hashes" "$work/climbing" "$work/climb" > "$work/next"
    mv "$work/next" "$work/climb"
done
awk -v root="$root" '$3 != 0 || $4 != root { print "WRONG: the proof of entry " $1 " does not lead to the checkpoint"; bad = 1 } END { exit bad }' \
    "$work/climb" || exit 1
echo "4. $(awk 'END { print NR }' "$work/proved") proofs lead from their entry to the checkpoint"

# ---- 5. Records and originals: what the entries commit to.
if ! grep -q '  data/custody/records/' manifest-sha256.txt; then
    grep -q '  data/\(originals\|texts\)/' manifest-sha256.txt && wrong "there are originals without records"
    echo "5. this bag holds the log alone: neither records nor originals"
else
    awk '$2 ~ /^data\/custody\/records\// { print $2 }' manifest-sha256.txt |
        awk '{ line = line " " $1; if (NR % 300 == 0) { print "tail -v -c +33" line; line = "" } } END { if (line) print "tail -v -c +33" line }' > "$work/tail.sh"
    sh "$work/tail.sh" > "$work/records" || wrong "a record cannot be read"
    cat > "$work/records.awk" <<'AWK'
FILENAME ~ /manifest-sha256.txt$/ {
    digest = $2; sub(/.*\//, "", digest)
    if ($2 ~ /^data\/custody\/records\//) { if ($1 != digest) trouble($2 " is not what its name says"); record[digest] = 1 }
    if ($2 ~ /^data\/(originals|texts)\//) { if ($1 != digest) trouble($2 " is not what its name says"); object[digest] = $2 }
    next
}
FILENAME ~ /records$/ {
    if ($0 ~ /^==> .* <==$/) { now = $2; sub(/.*\//, "", now); next }
    at = index($0, " ")
    word = substr($0, 1, at - 1)
    text = substr($0, at + 1)
    if (!((now, word) in field)) field[now, word] = text
    if (word == "sha256" || word == "text") { wants[now] = wants[now] " " text; named[text] = 1 }
    if (word == "erases") erases[now] = erases[now] " " text
    next
}
{   type[$1] = $2; time[$1] = $3; commit[$1] = $4; belongs[$4] = 1; entries = $1 + 1
    if ($2 == "tombstone") { n = split(erases[$4], gone, " "); for (i = 1; i <= n; i++) erased[gone[i]] = 1 }
}
END {
    if (failed) exit 1
    columns = split("sha256 size media-type name received-from publisher url published", column, " ")
    line = "entry\ttime"
    for (k = 1; k <= columns; k++) line = line "\t" column[k]
    print line > (work "/custody.tsv")
    for (i = 0; i < entries; i++) {
        is = commit[i] in record
        if (!is && !(i in erased)) { print "WRONG: the record of entry " i " is missing"; exit 1 }
        n = split(wants[commit[i]], names, " ")
        for (k = 1; is && k <= n; k++)
            if (!(names[k] in object)) { print "WRONG: data/originals/" names[k] " is missing: entry " i " commits to it"; exit 1 }
        checked += n * is
        if (type[i] != "item") continue
        items++
        if (is && object[field[commit[i], "sha256"]] !~ /^data\/originals\//) { print "WRONG: the original of entry " i " is missing"; exit 1 }
        line = i "\t" time[i]
        for (k = 1; k <= columns; k++) line = line "\t" (is ? field[commit[i], column[k]] : k == 1 ? "erased" : "")
        print line > (work "/custody.tsv")
    }
    for (name in record) if (!(name in belongs)) { print "WRONG: data/custody/records/.../" name " belongs to no entry"; exit 1 }
    for (name in object) if (!(name in named)) { print "WRONG: " object[name] " is in no record"; exit 1 }
    print "5. " items " originals are those that the records state, and the records those that the entries commit to"
}
AWK
    run "$work/records.awk" -v work="$work" manifest-sha256.txt "$work/records" "$work/entries"
    cmp -s "$work/custody.tsv" data/custody.tsv || wrong "data/custody.tsv is not what the records say"
fi

# ---- 6. Time stamps.
if [ -n "$ca" ]; then
    stamps=0
    for file in $c/stamps/*.tsr; do
        [ -f "$file" ] || continue
        of=${file##*/}
        of=${of%%[!0-9]*}
        has "$c/checkpoints/$of"
        sed '/^$/,$d' "$c/checkpoints/$of" > "$work/stamped"
        set -- -verify -data "$work/stamped" -in "$file" -CAfile "$ca"
        [ -z "$chain" ] || set -- "$@" -untrusted "$chain"
        [ -z "$attime" ] || set -- "$@" -attime "$attime"
        openssl ts "$@" > "$work/openssl" 2>&1 || { cat "$work/openssl"; wrong "$file does not verify"; }
        openssl ts -reply -in "$file" -text 2>/dev/null | sed -n "s|^Time stamp: |   $of entries were there on |p"
        stamps=$((stamps + 1))
    done
    echo "6. $stamps time stamps verify under the certificate that was given"
elif [ -d $c/stamps ]; then
    echo "6. time stamps are there and were not checked: give the authority's certificate with --tsa-ca"
fi
[ -n "$key" ] || echo "The key was taken from the bag itself. Compare it with the one that you were told, or give that one with --key."
echo "everything is as it was sealed"
