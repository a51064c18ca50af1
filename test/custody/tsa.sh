#!/bin/sh
# A time-stamping authority for tests, made of openssl alone. Sourced, in a folder of its own:
#
#     tsa_root NAME KEY [START END]           NAME.pem: a root; KEY is p256, rsa2048 or rsa3072
#     tsa_middle NAME CA KEY [START END]      NAME.pem: an intermediate authority below CA
#     tsa_signer NAME CA KEY [START END] [EXTENSIONS]     NAME.pem: a certificate for stamps below CA
#     tsa_revoke NAME CA [REASON]
#     tsa_list CA OUT                         revocation list of CA
#     tsa_reply NAME QUERY OUT [CHAIN]        answers a request, with the certificates of CHAIN in the reply
#
# START and END are YYYYMMDDHHMMSSZ.
tsa_config() {
    [ -f tsa.cnf ] || cat >tsa.cnf <<'END'
[req]
distinguished_name = name
prompt = no
[name]
CN = nobody
[ca]
default_ca = here
[here]
dir = .
database = $ENV::CA.index
serial = $ENV::CA.serial
crlnumber = $ENV::CA.crlnumber
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
default_days = 3650
default_crl_days = 36500
[any]
organizationName = optional
commonName = supplied
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[purpose_missing]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
[purpose_wide]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping, codeSigning
[tsa]
default_tsa = it
[it]
serial = ./tsa.serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512, sha1
accuracy = secs:1
ess_cert_id_alg = sha256
END
    [ -f tsa.serial ] || echo 01 >tsa.serial
    CA=${CA:-none}
    export CA
}
tsa_key() {
    case $2 in
    p256) openssl ecparam -name prime256v1 -genkey -noout -out "$1.key" ;;
    rsa*) openssl genrsa -out "$1.key" "${2#rsa}" 2>/dev/null ;;
    *) openssl genpkey -algorithm "$2" -out "$1.key" ;;
    esac
}
# tsa_sign NAME CA EXTENSIONS START END [OPTIONS]
tsa_sign() {
    CA=$2 openssl ca -batch -notext -config tsa.cnf -in "$1.csr" -out "$1.pem" -extensions "$3" -startdate "$4" -enddate "$5" \
        -keyfile "$2.key" $6 2>tsa.out || { cat tsa.out >&2; return 1; }
}
tsa_begin() {
    tsa_config
    tsa_key "$1" "$2" || return 1
    openssl req -new -config tsa.cnf -key "$1.key" -subj "/O=Test/CN=$1" -out "$1.csr"
}
tsa_books() { : >"$1.index"; echo 01 >"$1.serial"; echo 01 >"$1.crlnumber"; }
tsa_root() {
    tsa_begin "$1" "$2" && tsa_books "$1" && tsa_sign "$1" "$1" root "${3:-20200101000000Z}" "${4:-20990101000000Z}" -selfsign
}
tsa_middle() {
    tsa_begin "$1" "$3" && tsa_books "$1" && tsa_sign "$1" "$2" root "${4:-20200101000000Z}" "${5:-20990101000000Z}" "-cert $2.pem"
}
tsa_signer() {
    tsa_begin "$1" "$3" && tsa_sign "$1" "$2" "${6:-signer}" "${4:-20200101000000Z}" "${5:-20990101000000Z}" "-cert $2.pem"
}
tsa_revoke() {
    CA=$2 openssl ca -config tsa.cnf -keyfile "$2.key" -cert "$2.pem" -revoke "$1.pem" ${3:+-crl_reason "$3"} 2>tsa.out
}
tsa_list() {
    CA=$1 openssl ca -config tsa.cnf -keyfile "$1.key" -cert "$1.pem" -gencrl -out "$2" 2>tsa.out
}
tsa_reply() {
    CA=none openssl ts -reply -config tsa.cnf -queryfile "$2" -inkey "$1.key" -signer "$1.pem" ${4:+-chain "$4"} -out "$3" 2>tsa.out ||
        { cat tsa.out >&2; return 1; }
}
