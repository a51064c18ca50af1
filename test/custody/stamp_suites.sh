#!/bin/sh
# The suites of other makers (rfc3161-client, opentimestamps-client) against our readers, and `openssl ts`
# beside us on every token. The files are read where they lie and never copied into the project.
#
#     stamp_suites.sh STAMP_TOOL SHARED
set -u
tool=$(realpath "$1") shared=${DOKAZ_SHARED:-$2}
archive=$shared/reference/custody/conformance.tar.xz
[ -f "$archive" ] || { echo "skipped: no suites at $archive (set DOKAZ_SHARED)"; exit 0; }
archive=$(realpath "$archive")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 3
tar -xJf "$archive" --wildcards '*rfc3161-fixtures*' '*ots-examples*' || exit 3
tokens=$(find . -type d -path '*rfc3161-fixtures/test/fixtures') proofs=$(find . -type d -path '*ots-examples/examples')
failures=0 good=0 later=0 refused=0
printf hello >hello
openssl x509 -inform DER -in "$tokens/identrust/ts_chain.pem" -out identrust.pem

# token good|later|refused FILE CA MADE AT [WORD FILE]...: words as stamp_tool takes them
token() {
    want=$1 file=$tokens/$2 ca=$3 at=$4
    shift 4
    words='' given=''
    while [ $# -gt 1 ]; do
        words="$words $1 $2"
        case $1 in data) given="-data $2" ;; query) given="-queryfile $2" ;; digest) given="-digest $2"; words='' ;; esac
        shift 2
    done
    # shellcheck disable=SC2086
    ours() { "$tool" tsr "$file" ca "$ca" $words "$@" >out 2>&1; }
    # shellcheck disable=SC2086
    theirs() { openssl ts -verify $given -in "$file" -CAfile "$ca" -untrusted "$ca" "$@" >theirs 2>&1; }
    ours; plain=$?
    theirs; [ $? -eq $plain ] || { echo "$file: openssl does not agree"; cat out theirs; failures=$((failures + 1)); }
    ours at "$at"; then=$?
    theirs -attime "$at"; [ $? -eq $then ] || { echo "$file: openssl does not agree at $at"; cat out theirs; failures=$((failures + 1)); }
    case $plain$then in 00) got=good good=$((good + 1)) ;; 10) got=later later=$((later + 1)) ;; *) got=refused refused=$((refused + 1)) ;; esac
    [ $got = "$want" ] || { echo "$file: $got, want $want"; cat out; failures=$((failures + 1)); }
}

# proves P71
for hash in sha256 sha384 sha512; do
    token good sigstage/response-$hash.tsr "$tokens/sigstage/ts_chain.pem" 1760000000 data hello
done
token good sigstage/response-no-embedded-cert.tsr "$tokens/sigstage/ts_chain.pem" 1760000000 data hello
token refused sigstage/response-invalid-signature.tsr "$tokens/sigstage/ts_chain.pem" 1760000000 data hello
for name in response response-injected-certs; do
    token good test_tsa/$name.tsr "$tokens/test_tsa/ts_chain.pem" 1760000000 data hello query "$tokens/test_tsa/request.der"
done
grep -q 'good O = local, CN = Test TSA Timestamping' out || { echo 'injected certificates: another name'; cat out; failures=$((failures + 1)); }
token refused test_tsa/other_response.tsr "$tokens/test_tsa/ts_chain.pem" 1760000000 data hello
token later sigstore.mock/response-expired.tsr "$tokens/sigstore.mock/ts_chain.pem" 1675209600 data "$tokens/sigstore.mock/payload"
token later identrust/issue-104.tsr identrust.pem 1741683128 digest \
    9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043
echo "rfc3161-fixtures: $good good, $later good only at their time, $refused refused, of 10; openssl agrees on each"
[ "$good/$later/$refused" = 6/2/2 ] || failures=$((failures + 1))

# proves P72
replayed=0 refused=0
for file in "$proofs"/*.ots "$proofs"/sha1/*.ots; do
    original=${file%.ots}
    [ -f "$original" ] || original=
    # shellcheck disable=SC2086
    if "$tool" ots "$file" $original >out; then replayed=$((replayed + 1)); else echo "$file"; cat out; failures=$((failures + 1)); fi
    case $file in */hello-world.txt.ots)
        grep -q 'bitcoin 358391 007ee445d23ad061af4a36b809501fab1ac4f2d7e7a739817dd0cbb7ec661b8a' out ||
            { echo 'another merkle root'; cat out; failures=$((failures + 1)); } ;;
    esac
done
for file in "$proofs"/invalid/*.ots; do
    if "$tool" ots "$file" >out; then echo "$file: accepted"; failures=$((failures + 1)); else refused=$((refused + 1)); fi
done
echo "ots-examples: $replayed replayed of 14, $refused refused of 3"
[ $replayed/$refused = 14/3 ] || failures=$((failures + 1))
[ $failures -eq 0 ]
