# The scene in which a system speaks SOAP instead of gRPC. Sourced by tools/demo.
# shellcheck shell=bash
# shellcheck disable=SC2154 # Shared with tools/demo: $state, $port.

# message TEMPLATE FILE [SED_EXPRESSION...]: a message of demo/soap with its places filled in.
message() {
  local template=$1 file=$2
  shift 2
  sed -e "s|@UUID@|$(</proc/sys/kernel/random/uuid)|" \
    -e "s|@PATIENT@|$IDA^^^\&amp;2.16.578.1.12.4.1.4.1\&amp;ISO|" "$@" "$ROOT/demo/soap/$template" >"$file"
}

# post SERVICE FILE ANSWER: sends it as the hospital, over mutual TLS.
post() {
  run curl --silent --show-error --cert "$state/certs/hospital.crt" --key "$state/certs/hospital.key" \
    --cacert "$state/certs/ca.crt" -H "Content-Type: application/soap+xml; charset=UTF-8" \
    --data-binary "@$2" "https://127.0.0.1:${port[gateway]}/$1" -o "$3"
}

a_system_speaks_soap() {
  scene "A system that speaks SOAP takes part"
  say "A gateway speaks SOAP XDS.b and asks registry and repositories in the name of whoever asks it. What each
service takes is told at its path with ?wsdl. An older system of the hospital provides a note [ITI-41]."
  start gateway
  local document
  document=2.999.4.$((RANDOM + 1)).$((RANDOM + 1))
  message provide.xml provide.xml -e "s|@DOCUMENT@|$document|" \
    -e "s|@BASE64@|$(printf 'Notat: ses igjen om to uker.\n' | base64)|"
  post Repository/services/RepositoryService provide.xml provided.xml
  grep -q 'ResponseStatusType:Success' provided.xml || fail "it was refused: $(<provided.xml)"
  ok "the repository answers with success"
  say "It finds what is there [ITI-18], its own note among it, and the municipality opens that over gRPC."
  message find.xml find.xml
  post Registry/services/RegistryService find.xml found.xml
  grep -q "$document" found.xml || fail "the answer lacks the note"
  same "documents in the answer" "$(found_count --patient "$IDA" 2>"$state/messages")" "$(grep -o '<rim:ExtrinsicObject ' found.xml | wc -l)"
  run docshare --profile municipality get "$document" -o inbox/note.txt
  same "the note" "Notat: ses igjen om to uker." "$(<inbox/note.txt)"
}
