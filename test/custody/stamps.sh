#!/bin/sh
# Time stamps by a real authority (openssl), good and bad of every kind: ours and `openssl ts -verify` must
# agree; then a case that is stamped, renewed, judged ten years later, and damaged.
#
#     stamps.sh DOKAZ DOKAZ_VERIFY STAMP_TOOL DOCS
set -u
dokaz=$(realpath "$1") verify=$(realpath "$2") tool=$(realpath "$3") docs=$(realpath "$4")
here=$(dirname "$(realpath "$0")")
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder" || exit 3
export XDG_DATA_HOME="$folder/home" LC_ALL=C
. "$here/tsa.sh"
failures=0
wrong() { echo "$*"; cat out; failures=$((failures + 1)); }
later() { date -u -d "$1" +%Y%m%d%H%M%SZ; }

tsa_root root p256
tsa_root stranger p256
tsa_middle middle root rsa2048
tsa_signer p256 middle p256
tsa_signer rsa2048 middle rsa2048
tsa_signer rsa3072 middle rsa3072
tsa_signer brief middle p256 "$(later '1 day ago')" "$(later '90 days')"
tsa_signer purpose_missing middle p256 20200101000000Z 20990101000000Z purpose_missing
tsa_signer purpose_wide middle p256 20200101000000Z 20990101000000Z purpose_wide
tsa_signer elsewhere stranger p256
tsa_signer unborn middle p256 "$(later '1 year')" "$(later '2 years')"

printf 'a checkpoint\n' >text
printf 'another text\n' >other
openssl ts -query -data text -sha256 -cert -out text.tsq 2>/dev/null
openssl ts -query -data text -sha512 -cert -out sha512.tsq 2>/dev/null
openssl ts -query -data text -sha1 -cert -out sha1.tsq 2>/dev/null
openssl ts -query -data other -sha256 -cert -out other.tsq 2>/dev/null

# --- single tokens -------------------------------------------------------------

# judge good|bad ABOUT TOKEN [words of stamp_tool]; `agree` also asks openssl, with its options in $theirs
judge() {
    want=$1 about=$2 file=$3
    shift 3
    "$tool" tsr "$file" data text ca root.pem chain middle.pem "$@" >out 2>&1
    case $? in 0) got=good ;; *) got=bad ;; esac
    [ $got = "$want" ] || wrong "$about: $got, want $want"
}
agree() {
    judge "$@"
    # shellcheck disable=SC2086
    openssl ts -verify -data text -in "$3" ${token:+-token_in} -CAfile ${trusted:-root.pem} -untrusted middle.pem $theirs >theirs 2>&1
    case $? in 0) got=good ;; *) got=bad ;; esac
    [ $got = "$1" ] || { cp theirs out; wrong "$2: openssl says $got"; }
}
theirs='' token='' trusted=''

# proves P71
for name in p256 rsa2048 rsa3072 brief; do
    tsa_reply $name text.tsq $name.tsr middle.pem
    agree good "an authority with $name" $name.tsr
    grep -q "good O = Test, CN = $name\$" out || wrong "$name: another name"
done
tsa_reply p256 sha512.tsq sha512.tsr middle.pem
agree good 'an imprint of SHA-512' sha512.tsr
tsa_reply p256 sha1.tsq sha1.tsr middle.pem
judge bad 'an imprint of SHA-1, which openssl would take' sha1.tsr
tsa_reply p256 other.tsq other.tsr middle.pem
agree bad 'about another text' other.tsr
judge good 'the nonce that was sent' p256.tsr query text.tsq
judge bad 'another nonce' p256.tsr query sha512.tsq
tsa_reply elsewhere text.tsq elsewhere.tsr stranger.pem
agree bad 'an authority that is not trusted' elsewhere.tsr
after=$(date -u -d '1 year' +%s)
theirs="-attime $after"
agree bad 'judged after the certificate ran out' brief.tsr at "$after"
agree good 'judged when another one is still valid' p256.tsr at "$after"
theirs=''
judge bad 'judged before it was made' p256.tsr at 1600000000
cp middle.pem nobody.pem
"$tool" reply text.tsq early.tsr unborn nobody.pem "$(date -u +%s)"
theirs="-attime $(date -u -d '18 months' +%s)"
judge bad 'dated before its certificate' early.tsr at "${theirs#-attime }"
theirs=''

# Tokens that `openssl ts -reply` would not make, signed as plain CMS over the same statement.
openssl ts -reply -in p256.tsr -token_out -out p256.token 2>/dev/null
openssl cms -verify -noverify -inform DER -in p256.token -out info.der 2>/dev/null
sign() { openssl cms -sign -binary -nodetach -nosmimecap -econtent_type 1.2.840.113549.1.9.16.1.4 -in info.der -signer "$1.pem" -inkey "$1.key" \
    -certfile "${4:-middle.pem}" $3 -md sha256 -outform DER -out "$2" 2>tsa.out || cat tsa.out; }
token=yes
agree good 'a token without its reply' p256.token
sign p256 again.token -cades
agree good 'the same, signed as CMS' again.token
sign purpose_missing purpose_missing.token -cades
agree bad 'a certificate that is not for time stamps' purpose_missing.token
sign purpose_wide purpose_wide.token -cades
agree bad 'a certificate for time stamps and other things' purpose_wide.token
sign p256 unnamed.token ''
agree bad 'a signature that does not name its certificate' unnamed.token
token=''

# Certificates with a false name in the token: one that stands first (CMS sorts them), and one that also has issuer
# and number of the true one. openssl gives up on the second; a token is no worse for what was added to it.
token=yes
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout x.key -subj '/CN=Famous' -days 9 -out famous.pem 2>/dev/null
cat famous.pem middle.pem >bag.pem
sign p256 spoofed.token -cades bag.pem
openssl pkcs7 -inform DER -in spoofed.token -print_certs -noout | head -1 >out
grep -q Famous out || wrong 'the false certificate does not stand first'
agree good 'a false certificate stands first' spoofed.token
grep -q 'good O = Test, CN = p256$' out || wrong 'the false name is believed'
mkdir false
(cd false && tsa_root middle p256 && tsa_begin Famous p256 && openssl x509 -req -in Famous.csr -CA middle.pem -CAkey middle.key \
    -set_serial "0x$(openssl x509 -in ../p256.pem -noout -serial | sed 's/.*=//')" -extfile tsa.cnf -extensions signer -out Famous.pem) >out 2>&1 ||
    wrong 'no false authority'
cat false/Famous.pem middle.pem >bag.pem
sign p256 twin.token -cades bag.pem
openssl pkcs7 -inform DER -in twin.token -print_certs -noout | head -1 >out
grep -q Famous out || wrong 'the false twin does not stand first'
judge good 'a false certificate has issuer and number of the true one' twin.token
grep -q 'good O = Test, CN = p256$' out || wrong 'the false twin is believed'
token=''

# Status of the reply: granted (0), with modifications (1), refused (2).
at=$(LC_ALL=C grep -obUaP '\x30\x03\x02\x01\x00' p256.tsr | head -1 | cut -d: -f1)
for status in 1 2; do
    cp p256.tsr status.tsr
    printf "\\00$status" | dd of=status.tsr bs=1 seek=$((at + 4)) conv=notrunc 2>/dev/null
    case $status in 1) agree good 'granted with modifications' status.tsr ;; 2) agree bad 'refused, with a token' status.tsr ;; esac
done

# Every 29th byte changed: whatever openssl thinks of it, we think the same.
size=$(wc -c <p256.tsr) seen=0
at=0
while [ $at -lt "$size" ]; do
    python3 -c 'import sys; b = bytearray(open("p256.tsr", "rb").read()); b[int(sys.argv[1])] ^= 1 << int(sys.argv[1]) % 8; open("bit.tsr", "wb").write(b)' $at
    "$tool" tsr bit.tsr data text ca root.pem chain middle.pem >out 2>&1; ours=$?
    openssl ts -verify -data text -in bit.tsr -CAfile root.pem -untrusted middle.pem >/dev/null 2>&1; [ $? -eq 0 ] && his=0 || his=1
    [ $ours -eq $his ] || wrong "byte $at changed: we say $ours, openssl $his"
    at=$((at + 29)) seen=$((seen + 1))
done
echo "$seen tokens with one changed bit: openssl and we agree on each"

# Revocation: without a reason or for a bad one no stamp is left; for a harmless one older stamps stay (RFC 3161, 4).
for reason in none keyCompromise superseded; do
    tsa_signer gone_$reason middle p256
    tsa_reply gone_$reason text.tsq gone_$reason.tsr middle.pem
done
sleep 2
tsa_revoke gone_none middle
tsa_revoke gone_keyCompromise middle keyCompromise
tsa_revoke gone_superseded middle superseded
tsa_list middle middle.crl
tsa_list root root.crl
cat root.pem root.crl middle.crl >with_lists.pem
trusted=with_lists.pem theirs=-crl_check
agree good 'not revoked' p256.tsr chain middle.crl
agree bad 'revoked without a reason' gone_none.tsr chain middle.crl
agree bad 'revoked: the key was stolen' gone_keyCompromise.tsr chain middle.crl
judge good 'revoked harmlessly after the stamp, which openssl refuses' gone_superseded.tsr chain middle.crl
trusted='' theirs=''
tsa_list stranger stranger.crl
judge good 'a list of another authority says nothing' gone_none.tsr chain stranger.crl

# --- a case --------------------------------------------------------------------

# run 0|1 ABOUT COMMAND...
run() {
    want=$1 about=$2
    shift 2
    "$@" >out 2>&1
    got=$?
    [ $got -eq "$want" ] || wrong "$about: exit $got, want $want"
}
said() { grep -q -- "$1" out || wrong "not said: $1"; }
stamp() { "$dokaz" -C case stamp "$@"; }
newest() { find case/stamps -name '*.tsq' | sed 's,.*/,,; s/\.tsq//' | sort -n | tail -n 1; }

"$dokaz" init case >/dev/null
run 1 'no stamp yet' stamp verify
run 0 'a beacon' "$dokaz" -C case beacon 'seven white ships at dawn' --where 'The Harbour Paper, front page of today'
echo 'Shells fell on the harbour town. Nobody was hurt.' >report.txt
run 0 'an original' "$dokaz" -C case add report.txt
run 0 'a request' stamp request
first=$(newest)
cp case/checkpoint before
run 1 'not about this case' stamp import p256.tsr
said 'about no checkpoint'
run 3 'no stamp at all' stamp import report.txt
run 3 'a secret key' stamp import p256.key
said 'secret key'
tsa_reply brief "case/stamps/$first.tsq" brief.tsr middle.pem
sed '/^$/,$d' "case/checkpoints/$first" >checkpoint.text
openssl ts -query -data checkpoint.text -sha256 -cert -out own.tsq 2>/dev/null
tsa_reply brief own.tsq own.tsr middle.pem
run 1 'the answer to another request' stamp import own.tsr
said 'another request'
run 1 'one of two is bad' stamp import brief.tsr other.tsr
cmp -s before case/checkpoint || wrong 'bad input changed the log'
[ "$(find case/stamps -type f | wc -l)" -eq 2 ] || wrong 'bad input left a file'
# proves P75
run 0 'a reply' stamp import brief.tsr middle.pem root.crl middle.crl --ca root.pem
said 'O = Test, CN = brief'
cp case/checkpoint before
run 0 'the same again' stamp import brief.tsr middle.pem
said 'known already'
cmp -s before case/checkpoint || wrong 'importing again changed the log'
# proves P74
run 0 'verified' stamp verify --ca root.pem
said "entries 0 to $((first - 1)) sealed not later than"
said 'signed by   O = Test, CN = brief'
grep -q 'entries 2 to 3: after "seven white ships at dawn" (The Harbour Paper, front page of today) became known, and not later than' out ||
    wrong 'no interval'
run 1 'nobody trusted' stamp verify
said 'no authority is trusted'
run 1 'a stranger trusted' stamp verify --ca stranger.pem
run 3 'no block header' stamp verify --ca root.pem --header report.txt
said 'a block header is 80 bytes'
run 0 'all files as sealed' "$dokaz" -C case verify
said 'stamp files'

# Ten years, by authorities that live for two or three each and sign at their time. Today is the real day,
# so it goes by years from now on.
year() { date -u -d "$1 years" +%s; }
tsa_signer third middle p256 "$(later '2 years')" "$(later '6 years')"
tsa_signer fourth middle p256 "$(later '5 years')" "$(later '11 years')"
tsa_signer second middle p256 "$(later '1 day ago')" "$(later '4 years')"
renew() {       # renew AUTHORITY YEARS-FROM-NOW
    run 0 "renewal in year $2" stamp renew
    "$tool" reply "case/stamps/$(newest).tsq" "$1.tsr" "$1" middle.pem "$(year "$2")" || wrong "no reply by $1"
    run 0 "reply in year $2" stamp import "$1.tsr"
}
run 1 'alone it has run out' stamp verify --ca root.pem --attime "$(year 1)"
said 'expired'
sleep 1
run 0 'a renewal now' stamp renew
tsa_reply second "case/stamps/$(newest).tsq" second.tsr middle.pem
run 0 'its reply' stamp import second.tsr
run 0 'covered' stamp verify --ca root.pem --attime "$(year 3)"
said 'because it was covered by the later'
run 1 'the cover has run out too' stamp verify --ca root.pem --attime "$(year 10)"
renew third 3
renew fourth 5
# proves P73
run 0 'in ten years' stamp verify --ca root.pem --attime "$(year 10)"
[ "$(grep -c 'because it was covered' out)" -eq 3 ] || wrong 'three stamps hold thanks to a later one'
run 1 'in twelve years nothing holds' stamp verify --ca root.pem --attime "$(year 12)"
mv "case/stamps/$(newest).tsr" gone.tsr
run 1 'without the last one' stamp verify --ca root.pem --attime "$(year 10)"
mv gone.tsr "case/stamps/$(newest).tsr"

# The first authority is revoked a year from now: covered before, its stamp stays.
openssl x509 -in second.pem -noout -serial | sed 's/.*=//' >number
sed "s/^V\t\([0-9]*Z\)\t\t\($(cat number)\)/R\t\1\t$(date -u -d '42 months' +%y%m%d%H%M%SZ),keyCompromise\t\2/" middle.index >index.new
cmp -s index.new middle.index && wrong 'nothing revoked'
mv index.new middle.index
tsa_list middle later.crl
run 0 'revoked after it was covered' stamp verify --ca root.pem --crl later.crl --attime "$(year 10)"
said 'a certificate was revoked later'
sed "s/^R\t\([0-9]*Z\)\t[0-9]*Z,keyCompromise\t\($(cat number)\)/R\t\1\t$(date -u -d '1 month ago' +%y%m%d%H%M%SZ),keyCompromise\t\2/" middle.index >index.new
mv index.new middle.index
tsa_list middle sooner.crl
run 1 'revoked before it was covered' stamp verify --ca root.pem --crl sooner.crl --attime "$(year 10)"
said 'certificate revoked as of'

# What a program killed in the middle of an import leaves: a file that no record names. The same import seals it.
cp second.tsr late.tsr
"$tool" reply "case/stamps/$first.tsq" late.tsr second middle.pem "$(date -u +%s)"
cp late.tsr "case/stamps/$first-2.tsr"
run 0 'an unsealed file' "$verify" case
said "note  stamps/$first-2.tsr: in no record"
run 0 'imported again' stamp import late.tsr
run 0 'sealed now' "$verify" case
said ' 0 wrong, 0 notes'

# By hand, by the very commands of the page.
# proves P76
awk '/^```sh$/{on = 1; next} /^```$/{on = 0} on' "$docs/formats/stamps.md" >by_hand.sh
mkdir work
CASE=$folder/case CA=$folder/root.pem SIZE=$first
export CASE CA SIZE
(cd work && sh ../by_hand.sh) >out 2>&1 || wrong 'by hand'
said 'Verification: OK'

# One changed bit in any file of the folder, and a missing one, are found and named by both programs.
# proves P70
run 0 'as sealed' "$verify" case
said ' 0 wrong, 0 notes'
for file in $(cd case && find stamps -type f); do
    cp "case/$file" whole
    size=$(wc -c <whole)
    for at in 0 1 4 $((size / 3)) $((size / 2)) $((size - 20)) $((size - 1)); do
        python3 -c 'import sys; b = bytearray(open("whole", "rb").read()); at = int(sys.argv[1]); b[at] ^= 1 << at % 8; open(sys.argv[2], "wb").write(b)' \
            "$at" "case/$file"
        run 1 "a bit of $file" "$verify" case
        said "WRONG $file: "
        said ' 1 wrong, '
    done
    run 1 "a bit of $file" "$dokaz" -C case verify
    said "wrong: $file: "
    rm "case/$file"
    run 1 "$file is gone" "$verify" case
    said "WRONG $file: missing"
    cp whole "case/$file"
done
run 0 'as sealed again' "$verify" case
[ $failures -eq 0 ]
