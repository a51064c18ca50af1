#!/bin/sh
# verify.sh [KEY] -- is this text what was sealed, and is every gap in it marked?
#
# Needs sh, awk, sed, openssl and the usual small tools (sha256sum, base64, cmp), no network, nothing of
# Dokaz. KEY is the log's verifier key as you had it from somebody you trust (the text, one line). Without it
# the key in case.vkey is used: then compare what is printed with the key that you were told.
set -eu
LC_ALL=C
export LC_ALL
here=$(dirname "$0")
tmp=/tmp
[ ! -w /dev/shm ] || tmp=/dev/shm       # in memory: a long text makes many small files
work=$(TMPDIR=${TMPDIR:-$tmp} mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "WRONG: $1"; exit 1; }
bundle=$here/bundle.dokaz

# What the awk programs below share: base64 and hex to the escapes of printf's %b, so that bytes of any
# value pass through a shell.
cat > "$work/lib.awk" <<'AWK'
BEGIN {
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (i = 0; i < 64; i++) value[substr(digits, i + 1, 1)] = i
    for (i = 0; i < 256; i++) { escape[i] = sprintf("\\0%03o", i); hex_escape[sprintf("%02x", i)] = escape[i] }
}
function wrong(why) { print "WRONG: " why; broken = 1; exit 1 }
# Standard base64, padded, no stray bits; of `size` bytes, or of any number when size is 0.
function is_base64(s, size) {
    if (length(s) == 0 || length(s) % 4 || (size && length(s) != int((size + 2) / 3) * 4)) return 0
    if (size) return size % 3 == 2 ? s ~ /^[A-Za-z0-9+\/]*[AEIMQUYcgkosw048]=$/ : size % 3 == 1 ? \
        s ~ /^[A-Za-z0-9+\/]*[AQgw]==$/ : s ~ /^[A-Za-z0-9+\/]*$/
    return s ~ /^[A-Za-z0-9+\/]*$/ || s ~ /^[A-Za-z0-9+\/]*[AEIMQUYcgkosw048]=$/ || s ~ /^[A-Za-z0-9+\/]*[AQgw]==$/
}
function is_number(s) { return length(s) < 16 && (s == "0" || s ~ /^[1-9][0-9]*$/) }
# Into byte[1 .. result].
function decode(s,   i, n, a, b, c, d) {
    n = 0
    for (i = 1; i <= length(s); i += 4) {
        a = value[substr(s, i, 1)]; b = value[substr(s, i + 1, 1)]
        byte[++n] = a * 4 + int(b / 16)
        if ((c = substr(s, i + 2, 1)) == "=" || c == "") break
        byte[++n] = b % 16 * 16 + int(value[c] / 4)
        if ((d = substr(s, i + 3, 1)) == "=" || d == "") break
        byte[++n] = value[c] % 4 * 64 + value[d]
    }
    return n
}
function escapes(n,   i, out) { out = ""; for (i = 1; i <= n; i++) out = out escape[byte[i]]; return out }
function hex(n,   i, out) { out = ""; for (i = 1; i <= n; i++) out = out sprintf("%02x", byte[i]); return out }
function hex_escapes(s,   i, out) {
    out = ""
    for (i = 1; i < length(s); i += 2) out = out hex_escape[substr(s, i, 2)]
    return out
}
function plain(s,   i, out) {       # ASCII as escapes
    out = ""
    for (i = 1; i <= length(s); i++) out = out escape[code[substr(s, i, 1)]]
    return out
}
BEGIN { for (i = 32; i < 127; i++) code[sprintf("%c", i)] = i }
function u32(n) { return escape[int(n / 16777216) % 256] escape[int(n / 65536) % 256] escape[int(n / 256) % 256] escape[n % 256] }
AWK
cat > "$work/bundle.awk" <<'AWK'
# The bundle line by line, in its one spelling. Writes: hashes of the withheld, scripts that write the leaves
# of the shown, the text, the page; the parts of the proof.
function shown(i, salt, bytes,   n, k, b, text, page, json) {
    n = decode(salt)
    printf "printf %%b '%s' > %s/leaf/%08d\n", escape[0] escapes(n) u32(i) u32(total), work, i > (work "/leaves.sh")
    n = decode(bytes)
    printf "printf %%b '%s' >> %s/leaf/%08d\n", escapes(n), work, i > (work "/leaves.sh")
    text = page = ""
    json = escape[34]
    for (k = 1; k <= n; k++) {
        b = byte[k]
        json = json (b == 34 || b == 92 ? escape[92] escape[b] : b == 10 ? plain("\\n") : b == 13 ? plain("\\r") : \
                     b == 9 ? plain("\\t") : b < 32 ? plain(sprintf("\\u%04x", b)) : escape[b])
        if (b == 194 && k < n && byte[k + 1] >= 128 && byte[k + 1] < 160) { k++; json = json escape[byte[k]]; b = 32 }
        else if (b == 127 || (b < 32 && b != 10)) b = 32
        text = text escape[b]
        page = page (b == 38 ? plain("&amp;") : b == 60 ? plain("&lt;") : b == 62 ? plain("&gt;") : \
                     b == 34 ? plain("&quot;") : b == 39 ? plain("&#39;") : escape[b])
        if (b == 91 && (k == n || byte[k + 1] == 112)) { text = text escape[91]; page = page escape[91] }
    }
    print i + 1, json escape[34] > (work "/pieces.json")
    say(text, page)
}
function say(text, page) {
    printf "printf %%b '%s'\n", text > (work "/text.sh")
    printf "printf %%b '%s'\n", page > (work "/page.sh")
}
function gap(i,   block) {
    block = plain("[piece " i + 1 " of " total " withheld]")
    say(block, plain("<b class=\"gap\">") block plain("</b>"))
}
BEGIN { want = "head"; count = total = 0 }
want == "head" { if ($0 != "dokaz-redacted/v1") wrong("this is no dokaz-redacted/v1"); want = "piece"; next }
want == "piece" && /^piece / {
    if (split($0, w, " ") != 4 || w[3] != "of" || !is_number(w[2]) || !is_number(w[4]) || w[2] != count + 1 ||
        (total && w[4] != total) || w[2] + 0 > w[4] + 0 || $0 != "piece " w[2] " of " w[4]) wrong("the piece after number " count)
    total = w[4]; want = "salt"; next
}
want == "salt" && /^withheld / {
    if (!is_base64(substr($0, 10), 32)) wrong("the hash of piece " count + 1)
    printf "%08d %s\n", count, hex(decode(substr($0, 10))) > (work "/withheld"); gap(count); count++; want = "piece"; next
}
want == "salt" && /^salt / { salt = substr($0, 6); if (!is_base64(salt, 32)) wrong("the salt of piece " count + 1); want = "bytes"; next }
want == "bytes" && /^bytes / {
    if (!is_base64(substr($0, 7), 0)) wrong("the bytes of piece " count + 1)
    shown(count, salt, substr($0, 7)); count++; want = "piece"; next
}
want == "piece" && /^entry / {
    if (count == 0 || count != total || !is_base64(substr($0, 7), 0)) wrong("the number of pieces, or the entry")
    print substr($0, 7) > (work "/entry.b64"); want = "gap"; next
}
want == "gap" && $0 == "" { want = "proof"; next }
want == "proof" && $0 == "c2sp.org/tlog-proof@v1" { want = "index"; next }
want == "index" && /^index / { if (!is_number(substr($0, 7))) wrong("the index"); print substr($0, 7) > (work "/index"); want = "path"; next }
want == "path" && $0 == "" { want = "checkpoint"; next }
want == "path" { if (!is_base64($0, 32)) wrong("a hash of the proof"); print hex(decode($0)) > (work "/path"); next }
want == "checkpoint" { print > (work "/checkpoint"); next }
{ wrong("line " NR " of the bundle") }
END {
    if (broken) exit 1
    if (want != "checkpoint") wrong("the bundle is cut off")
    print total > (work "/total")
}
AWK

# 0. The files that must be here, and the key.
for file in bundle.dokaz bundle.sd-jwt case.vkey log.der checkpoint redacted.txt redacted.html; do
    [ -f "$here/$file" ] || fail "$file is missing"
done
[ "$(wc -l < "$here/case.vkey")" -eq 1 ] && [ "$(tail -c 1 "$here/case.vkey" | od -A n -t x1 | tr -d ' ')" = 0a ] ||
    fail "case.vkey is not one line"
vkey=$(cat "$here/case.vkey")
[ $# -eq 0 ] || [ "$vkey" = "$1" ] || fail "case.vkey is not the key that you gave"
origin=${vkey%%+*} rest=${vkey#*+}
id=${rest%%+*} key=${rest#*+}
echo "$key" | grep -Eq '^[A-Za-z0-9+/]{44}$' && echo "$origin" | grep -Eq '^dokaz/[0-9a-f]{32}$' || fail "case.vkey is no verifier key"
echo "$key" | base64 -d > "$work/typed"
{ printf '%s\n' "$origin"; cat "$work/typed"; } | sha256sum | cut -c 1-8 > "$work/id"
[ "$(cat "$work/id")" = "$id" ] && [ "$(head -c 1 "$work/typed" | od -A n -t x1 | tr -d ' ')" = 01 ] ||
    fail "case.vkey does not bear its own key id"
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; tail -c 32 "$work/typed"; } > "$work/log.der"
cmp -s "$work/log.der" "$here/log.der" || fail "log.der is not the key of case.vkey"
signed() { openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/log.der" -rawin -in "$1" -sigfile "$2" > /dev/null 2>&1; }

# 1. The bundle, taken apart.
[ "$(tail -c 1 "$bundle" | od -A n -t x1 | tr -d ' ')" = 0a ] || fail "the bundle does not end a line"
[ "$(tr -d '\n\040-\176\342\200\224' < "$bundle" | wc -c)" -eq 0 ] || fail "the bundle holds bytes that are no part of it"
mkdir "$work/leaf" "$work/node" "$work/disclosure"
: > "$work/withheld" ; : > "$work/path" ; : > "$work/leaves.sh" ; : > "$work/pieces.json"
awk -v work="$work" -f "$work/lib.awk" -f "$work/bundle.awk" "$bundle" || exit 1
total=$(cat "$work/total") index=$(cat "$work/index")

# 2. Every piece, shown or withheld, gives its leaf; all leaves give the sealed root of the text.
to_hex() { base64 -d | od -A n -v -t x1 | tr -d ' \n'; }
hash_all() { (cd "$1" && find . -type f | sort | xargs -r sha256sum | sed 's|^\([0-9a-f]*\)  \./\(.*\)|\2 \1|'); }
sh "$work/leaves.sh"
{ hash_all "$work/leaf"; cat "$work/withheld"; } | sort | cut -d ' ' -f 2 > "$work/level"
[ "$(wc -l < "$work/level")" -eq "$total" ] || fail "the number of leaves"
while [ "$(wc -l < "$work/level")" -gt 1 ]; do
    rm -rf "$work/node" && mkdir "$work/node"
    printf '' > "$work/odd"
    awk -v work="$work" -f "$work/lib.awk" -f /dev/stdin "$work/level" > "$work/nodes.sh" <<'AWK'
NR % 2 { left = $1; next }
{ printf "printf %%b '%s' > %s/node/%08d\n", escape[1] hex_escapes(left) hex_escapes($1), work, NR }
END { if (NR % 2) print left > (work "/odd") }
AWK
    sh "$work/nodes.sh"
    { hash_all "$work/node" | cut -d ' ' -f 2; cat "$work/odd"; } > "$work/level"
done
base64 -d < "$work/entry.b64" > "$work/entry"
[ "$(sed -n 2p "$work/entry")" = "type segmentation" ] || fail "the entry is of another type"
tree=$(sed -n 's/^seg \([^ ]*\) n=.*$/\1/p' "$work/entry")
[ "$(sed -n 's/^seg [^ ]* n=//p' "$work/entry")" = "$total" ] || fail "the entry seals another number of pieces"
[ "$(cat "$work/level")" = "$(echo "$tree" | to_hex)" ] || fail "the pieces are not those that were sealed"

# 3. The entry lies in the log (RFC 9162, 2.1.3.2), and the log's key signed the log.
join() { printf %b "$(echo "01$1$2" | awk -f "$work/lib.awk" -f "$work/one.awk")" | sha256sum | cut -c 1-64; }
echo '{ out = out hex_escapes($1) } END { print out }' > "$work/one.awk"
{ printf '\000'; cat "$work/entry"; } | sha256sum | cut -c 1-64 > "$work/climbed"
size=$(sed -n 2p "$work/checkpoint") root=$(sed -n 3p "$work/checkpoint")
echo "$size" | grep -Eq '^[1-9][0-9]{0,14}$' && [ "$index" -lt "$size" ] || fail "the index lies outside the log"
fn=$index sn=$((size - 1)) r=$(cat "$work/climbed")
while read -r p; do
    [ "$sn" -ne 0 ] || fail "the path through the log is too long"
    if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
        r=$(join "$p" "$r")
        while [ $((fn % 2)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn / 2)) sn=$((sn / 2)); done
    else
        r=$(join "$r" "$p")
    fi
    fn=$((fn / 2)) sn=$((sn / 2))
done < "$work/path"
[ "$sn" -eq 0 ] && [ "$r" = "$(echo "$root" | to_hex)" ] || fail "the entry does not lie in the log"
cmp -s "$work/checkpoint" "$here/checkpoint" || fail "the file checkpoint is not that of the bundle"
[ "$(sed -n 1p "$work/checkpoint")" = "$origin" ] && [ -z "$(sed -n 4p "$work/checkpoint")" ] || fail "the checkpoint is of another log"
sed 4,\$d "$work/checkpoint" > "$work/checkpoint.text"
[ "$(sed -n '5,$p' "$work/checkpoint" | grep -Evc '^[^ ]+ [^ ]+ [A-Za-z0-9+/]+=*$')" -eq 0 ] || fail "the checkpoint's signatures"
dash=$(printf '\342\200\224')
signature=$(sed -n "5,\$s|^$dash $origin ||p" "$work/checkpoint" | head -n 1)
echo "$signature" | grep -Eq '^[A-Za-z0-9+/]{90}[AEIMQUYcgkosw048]=$' || fail "the checkpoint has no signature of its log"
echo "$signature" | base64 -d > "$work/signature"
[ "$(head -c 4 "$work/signature" | od -A n -t x1 | tr -d ' \n')" = "$id" ] || fail "the checkpoint is signed by another key"
tail -c 64 "$work/signature" > "$work/checkpoint.sig"
signed "$work/checkpoint.text" "$work/checkpoint.sig" || fail "the checkpoint's signature"

# 4. The text and the page for reading say what the bundle says.
sh "$work/text.sh" > "$work/text"
cmp -s "$work/text" "$here/redacted.txt" || fail "redacted.txt does not say what was sealed"
{ echo '<!-- pieces -->'; sh "$work/page.sh"; printf '\n<!-- end -->\n'; } > "$work/page"
sed -n '/^<!-- pieces -->$/,/^<!-- end -->$/p' "$here/redacted.html" | cmp -s "$work/page" - ||
    fail "redacted.html does not say what was sealed"
sed '/^<!-- pieces -->$/,/^<!-- end -->$/d' "$here/redacted.html" | sha256sum | grep -q '^@PAGE@ ' ||
    fail "redacted.html has something around the text"

# 5. The SD-JWT (RFC 9901) is signed by the same key and shows the same pieces.
[ "$(tail -c 1 "$here/bundle.sd-jwt")" = "~" ] && [ "$(tr -d 'A-Za-z0-9_.~-' < "$here/bundle.sd-jwt" | wc -c)" -eq 0 ] ||
    fail "bundle.sd-jwt is no SD-JWT"
tr '~' '\n' < "$here/bundle.sd-jwt" > "$work/parts"
sed 1d "$work/parts" > "$work/disclosures"
sed -n 1p "$work/parts" | tr '.' '\n' > "$work/jwt"
[ "$(wc -l < "$work/jwt")" -eq 3 ] || fail "the SD-JWT does not begin with three parts"
from_url() {    # adds the padding that base64 wants
    tr -- '-_' '+/' | awk '{ while (length($0) % 4) $0 = $0 "="; print }' | base64 -d 2>/dev/null
}
sed -n 1p "$work/jwt" | from_url > "$work/header"
printf '{"alg":"EdDSA","kid":"%s+%s","typ":"dokaz+sd-jwt"}' "$origin" "$id" | cmp -s - "$work/header" || fail "the SD-JWT's header"
sed -n 3p "$work/jwt" | grep -Eq '^[A-Za-z0-9_-]{85}[AQgw]$' || fail "the SD-JWT's signature is malformed"
sed -n 3p "$work/jwt" | from_url > "$work/jwt.sig"
printf '%s.%s' "$(sed -n 1p "$work/jwt")" "$(sed -n 2p "$work/jwt")" > "$work/jwt.text"
signed "$work/jwt.text" "$work/jwt.sig" || fail "the SD-JWT's signature"
sed -n 2p "$work/jwt" | from_url > "$work/payload"
{ sed 's/.*"seg":\[//; s/\],"size":.*//' "$work/payload"; echo; } | tr ',' '\n' | sed -n 's/^{"\.\.\.":"\([A-Za-z0-9_-]*\)"}$/\1/p' > "$work/digests"
[ "$(wc -l < "$work/digests")" -eq "$total" ] && [ -z "$(sort "$work/digests" | uniq -d)" ] || fail "the SD-JWT has another number of pieces"
{
    printf '{"_sd_alg":"sha-256","entry":%s,"log":"%s","root":"%s","seg":[' "$index" "$origin" "$root"
    awk '{ printf "%s{\"...\":\"%s\"}", (NR > 1 ? "," : ""), $0 }' "$work/digests"
    printf '],"size":%s,"tree":"%s"}' "$size" "$tree"
} | cmp -s - "$work/payload" || fail "the SD-JWT speaks of another entry or log"
awk -v work="$work" '{ file = sprintf("%s/disclosure/%08d", work, NR); printf "%s", $0 > file; close(file) }' "$work/disclosures"
hash_all "$work/disclosure" | cut -d ' ' -f 2 > "$work/hashes"
cat > "$work/disclosures.awk" <<'AWK'
# Files in turn: digests of `seg`, hashes of the disclosures, shown pieces as JSON, the disclosures.
function to_url(h,   i, out, three) {       # 32 bytes of hex as base64url
    out = ""; h = h "0000"
    for (i = 1; i <= 66; i += 6) {
        three = (hexed[substr(h, i, 2)] * 256 + hexed[substr(h, i + 2, 2)]) * 256 + hexed[substr(h, i + 4, 2)]
        out = out substr(digits, int(three / 262144) + 1, 1) substr(digits, int(three / 4096) % 64 + 1, 1) \
                  substr(digits, int(three / 64) % 64 + 1, 1) substr(digits, three % 64 + 1, 1)
    }
    out = substr(out, 1, 43); gsub(/\+/, "-", out); gsub(/\//, "_", out)
    return out
}
BEGIN { for (i = 0; i < 256; i++) hexed[sprintf("%02x", i)] = i }
FILENAME != last { last = FILENAME; file++; line = 0 }
{ line++ }
FILENAME ~ /digests$/ { place[$0] = line; next }
FILENAME ~ /hashes$/ { digest[line] = to_url($1); next }
FILENAME ~ /pieces.json$/ { number[++pieces] = $1; json[pieces] = $2; next }
{
    shown++
    if (place[digest[line]] != number[shown]) wrong("disclosure " line " is not of piece " number[shown])
    gsub(/-/, "+"); gsub(/_/, "/")
    got = escapes(decode($0))
    from = plain("[\""); upto = plain("\",{\"i\":" number[shown] ",\"of\":" total ",\"t\":") json[shown] plain("}]")
    if (substr(got, 1, length(from)) != from || substr(got, length(from) + 43 * 5 + 1) != upto) wrong("disclosure " line)
}
END { if (!broken && shown != pieces + 0) wrong("the SD-JWT shows " shown + 0 " of the " pieces + 0 " pieces that are shown"); if (broken) exit 1 }
AWK
awk -v total="$total" -f "$work/lib.awk" -f "$work/disclosures.awk" \
    "$work/digests" "$work/hashes" "$work/pieces.json" "$work/disclosures" || exit 1

when=$(sed -n 's/^time //p' "$work/entry")
echo "verified: $(wc -l < "$work/pieces.json") of $total pieces are shown, $(wc -l < "$work/withheld") are withheld; no other byte of the text was changed since $when"
echo "signed by $vkey"
[ $# -gt 0 ] || echo "This key came with the bundle. Compare it with the one that the senders told you in another way."
