#!/bin/sh
# A fuzz target over what a small case hands out: on_case.sh MAKE_CASE FUZZ NAME CHANGES
set -eu
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
"$1" "$folder"
"$2" -n "$4" "$folder/$(echo "$3" | tr _ -)"
[ "$3" != sd_jwt ] || {
    printf '["%043d",{"i":1,"of":1,"t":"words \\"\\u0001\\n\\\\"}]' 0 | sed 's/"0*"/"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"/' > "$folder/json"
    "$2" -n "$4" "$folder/json"
}
