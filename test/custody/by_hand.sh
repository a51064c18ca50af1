#!/bin/sh
# A case and a disclosure are checked with stock tools alone, by the very commands that docs/formats
# gives to a stranger; and the same commands, like dokaz-verify, refuse what was changed.
#
#     by_hand.sh MAKE_CASE DOKAZ_VERIFY DOCS
set -u
make_case=$(realpath "$1") verify=$(realpath "$2") docs=$(realpath "$3")
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
failures=0

# The commands of a page, as a script.
commands() { awk '/^```sh$/{on = 1; next} /^```$/{on = 0} on' "$docs/formats/$1"; }
commands case.md > "$folder/check-case.sh"
commands disclosure.md > "$folder/check-disclosure.sh"

# expect 0|1 ABOUT COMMAND...: runs it in a folder of its own
expect() {
    want=$1 about=$2
    shift 2
    rm -rf "$folder/work" && mkdir "$folder/work"
    (cd "$folder/work" && "$@") > "$folder/out" 2>&1
    got=$?
    [ "$got" -ne 0 ] && got=1
    if [ "$got" -ne "$want" ]; then
        echo "$about: exit $got, want $want"
        cat "$folder/out"
        failures=$((failures + 1))
    fi
}
said() {
    grep -q -- "$1" "$folder/out" && return
    echo "not said: $1"
    cat "$folder/out"
    failures=$((failures + 1))
}

"$make_case" "$folder" || exit 1
CASE=$folder/case FILE=$folder/disclosure KEY=$folder/case/keys/case.vkey
export CASE FILE KEY

# proves P7
expect 0 'the case by hand' sh "$folder/check-case.sh"
said 'Signature Verified Successfully'
expect 0 'the disclosure by hand' sh "$folder/check-disclosure.sh"
said 'Signature Verified Successfully'
said 'piece 1: First sentence of the report.'
expect 0 'the case by dokaz-verify' "$verify" "$CASE"
said ' 0 wrong, 0 notes'
expect 0 'the disclosure by dokaz-verify' "$verify" --key "$KEY" --disclosure "$FILE"
said '2 of 5 pieces are withheld'
expect 0 'the key as text' "$verify" --key "$(cat "$KEY")" --disclosure "$FILE"
expect 0 'an entry' "$verify" --key "$KEY" --entry "$folder/entry" --proof "$folder/proof"
expect 1 'another entry' "$verify" --key "$KEY" --entry "$FILE" --proof "$folder/proof"
expect 0 'a checkpoint' "$verify" --key "$KEY" --checkpoint "$CASE/checkpoint"
expect 0 'a remembered checkpoint' "$verify" "$CASE" --since "$CASE/checkpoints/2"
expect 0 'the secret key is read by openssl' openssl pkey -in "$folder/keys/actor.pem" -noout

# Each part of a disclosure changed: base64 digits that no padding hides.
for key in salt bytes path entry; do
    FILE=$folder/changed
    sed "s/^$key ./$key !/; s/^$key !A/$key BA/; s/^$key !/$key A/" "$folder/disclosure" > "$FILE"
    cmp -s "$FILE" "$folder/disclosure" && sed "s/^$key A/$key B/" "$folder/disclosure" > "$FILE"
    expect 1 "by hand, changed $key" sh "$folder/check-disclosure.sh"
    expect 1 "dokaz-verify, changed $key" "$verify" --key "$KEY" --disclosure "$FILE"
done
for edit in 's/^total 5/total 6/' 's/^leaf 2/leaf 1/' 's/^index 9/index 8/' 's/^22$/21/'; do
    FILE=$folder/changed
    sed "$edit" "$folder/disclosure" > "$FILE"
    cmp -s "$FILE" "$folder/disclosure" && { echo "nothing changed by $edit"; failures=$((failures + 1)); }
    expect 1 "by hand, $edit" sh "$folder/check-disclosure.sh"
    expect 1 "dokaz-verify, $edit" "$verify" --key "$KEY" --disclosure "$FILE"
done

pack=$CASE/packs/000001.tar
printf x | dd of="$pack" bs=1 seek=512 conv=notrunc 2>/dev/null
expect 1 'a changed original by hand' sh "$folder/check-case.sh"
expect 1 'a changed original by dokaz-verify' "$verify" "$CASE"
said "WRONG packs/000001.tar:$(tar -tf "$pack" | head -n 1)"

expect 1 'no case' "$verify" "$folder/work"
said 'holds no case'
expect 1 'usage' "$verify"
[ "$failures" -eq 0 ]
