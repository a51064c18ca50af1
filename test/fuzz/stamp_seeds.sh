#!/bin/sh
# A token, a request, a proof and certificates, for the fuzz targets to begin from: stamp_seeds.sh FOLDER
set -eu
here=$(dirname "$(realpath "$0")")
out=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
. "$here/../custody/tsa.sh"
tsa_root root p256
tsa_signer signer root p256
echo text >text
openssl ts -query -data text -sha256 -cert -out "$out/seed.tsq" 2>/dev/null
tsa_reply signer "$out/seed.tsq" "$out/seed.tsr" root.pem
tsa_list root root.crl
cat root.pem signer.pem root.crl >"$out/seed.pem"
# Two branches, every operation, every kind of attestation.
{
    printf '\000OpenTimestamps\000\000Proof\000\277\211\342\350\204\350\222\224\001\010'
    openssl dgst -sha256 -binary text
    printf '\377\000\203\337\343\015\056\371\014\216\022\021https://a.example'
    printf '\377\360\004abcd\010\361\004efgh\002\362\363\003\010\000\005\210\226\015\163\327\031\001\003\220\353\034'
    printf '\377\010\000\006\206\232\015\163\327\033\105\001\005'
    printf '\377\147\000\060\376\200\207\265\307\352\327\001\006'
    printf '\010\010\000\001\002\003\004\005\006\007\010\003xyz'
} >"$out/seed.ots"
