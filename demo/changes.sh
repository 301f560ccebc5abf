# The later scenes of the demo: documents, folders and patients change. Sourced by tools/demo, after
# story.sh, whose words it uses.
# shellcheck shell=bash
# shellcheck disable=SC2154

# Ivan Petrov's national identity number, which he gets after his D-number; synthetic too.
readonly IVAN_NEW=03827910162
# Names that the hospital gives to two of its documents.
readonly LETTER_ID=2.999.3.1.20240510.1 MISPLACED_ID=2.999.3.1.20240510.2

# write_letter FILE DOSE
write_letter() {
  cat >"$1" <<END_OF_LETTER
Epikrise. Testsykehuset HF, barneavdelingen.

Innlagt 6. mai 2024 med astma. Utskrevet 10. mai i god form.
Medisin: Flutikason inhalasjon, $2 mikrogram to ganger daglig.
END_OF_LETTER
}

# titles ARGUMENTS...: the titles of what `docshare find` finds, sorted, one a line.
titles() { docshare --profile municipality find --json "$@" | index titles; }

# same_titles WHAT EXPECTED ARGUMENTS...: EXPECTED are the titles, sorted, with ", " between them.
same_titles() {
  local what=$1 expected=$2 found
  shift 2
  found=$(titles "$@" | paste -sd, | sed 's/,/, /g')
  same "$what" "$expected" "$found"
}

a_folder_is_filled() {
  scene "A folder holds what belongs together"
  say "The hospital puts a discharge letter into a new folder, made in the same submission."
  write_letter letter.txt 250
  cat letter.txt
  run docshare --profile hospital publish letter.txt --patient "$IDA" --title Epikrise \
    --created 2024-05-10T12:00Z --unique-id "$LETTER_ID" --folder "Case 2024" --folder-code "$CORRESPONDENCE"

  say "The municipality finds the folder, and adds a note of its health centre."
  run docshare --profile municipality folders --patient "$IDA"
  local folder
  folder=$(docshare --profile municipality folders --patient "$IDA" --json | index folders)
  case_folder=${folder%%$'\t'*}
  echo "Kontroll på helsestasjonen 17. mai: ingen pipelyd." >note.txt
  run docshare --profile municipality publish note.txt --patient "$IDA" --title Kontroll \
    --created 2024-05-17T08:00Z --class "$RECORD" --folder "$case_folder"
  run docshare --profile municipality find --folder "$case_folder"
  same_titles "in the folder" "Epikrise, Kontroll" --folder "$case_folder"
}

a_letter_is_corrected() {
  scene "A corrected discharge letter replaces the old one"
  say "The dose was wrong."
  write_letter corrected.txt 125
  diff letter.txt corrected.txt || true
  run docshare --profile hospital publish corrected.txt --patient "$IDA" --title "Epikrise (rettet)" \
    --created 2024-05-11T09:00Z --replaces "$LETTER_ID"

  say "The old letter is deprecated: who looks for documents finds the new one, unless they ask for more."
  run docshare --profile municipality find --patient "$IDA"
  same_titles "found" "Brev til foresatte, Epikrise (rettet), Kontroll" --patient "$IDA"
  run docshare --profile municipality find --patient "$IDA" --deprecated
  same_titles "found with --deprecated" "Brev til foresatte, Epikrise, Epikrise (rettet), Kontroll" \
    --patient "$IDA" --deprecated
  same_titles "the new letter followed into the folder" "Epikrise (rettet), Kontroll" --folder "$case_folder"

  say "Who has the old one by its name learns what replaced it, and may still open it."
  show docshare --profile municipality show "$LETTER_ID"
  docshare --profile municipality show "$LETTER_ID" >shown.txt
  echo "..."
  sed -n '/^Related documents/,$p' shown.txt
  grep -q 'replaced by' shown.txt || fail "docshare show does not say that the letter was replaced"
  ok "it says: replaced by"
  fetch_and_compare "$LETTER_ID" letter.txt "from the hospital"

  say "It cannot be replaced a second time."
  run_refused 1 XDSRegistryDeprecatedDocumentError docshare --profile hospital publish note.txt \
    --patient "$IDA" --title "Too late" --replaces "$LETTER_ID"
}

a_patient_gets_another_number() {
  scene "A patient gets another number"
  local before
  before=$(titles --patient "$IVAN_CX" | paste -sd,)
  say "Ivan Petrov had a D-number. Now he has a national identity number, and the identity feed says that
both are the same person."
  run docshare --profile admin patient feed --patient "$IVAN_NEW" --family Petrov --given Ivan \
    --birth-date 1979-02-03 --sex M
  run docshare --profile admin patient merge --surviving "$IVAN_NEW" --subsumed "$IVAN_CX" --yes

  say "Everything is found under the new number, and nothing under the old one."
  run docshare --profile municipality find --patient "$IVAN_NEW"
  same "titles under the new number" "$before" "$(titles --patient "$IVAN_NEW" | paste -sd,)"
  same "documents under the old number" 0 "$(found_count --patient "$IVAN_CX" 2>"$state/messages")"

  say "New documents need the new number, too."
  run_refused 1 XDSUnknownPatientId docshare --profile municipality publish note.txt \
    --patient "$IVAN_CX" --title "To the old number"
  run docshare --profile municipality publish note.txt --patient "$IVAN_NEW" --title Kontroll \
    --created 2024-05-17T08:00Z --class "$RECORD"
}

a_document_is_withdrawn() {
  scene "A document is withdrawn"
  local before
  before=$(titles --patient "$MARET" | paste -sd,)
  say "The hospital chose the wrong patient. It is not enough to replace such a document: it has to go."
  echo "Kontroll av en helt annen pasient." >misplaced.txt
  run docshare --profile hospital publish misplaced.txt --patient "$MARET" --title "Feil pasient" \
    --created 2024-05-17T09:00Z --unique-id "$MISPLACED_ID"
  run docshare --profile municipality find --patient "$MARET"

  say "The administrator looks at what would go, and removes it. A person would have to type its name."
  run docshare-admin --profile admin withdraw "$MISPLACED_ID" --dry-run
  run_refused 4 "does not let the system" docshare-admin --profile municipality withdraw "$MISPLACED_ID" --yes
  run docshare-admin --profile admin withdraw "$MISPLACED_ID" --bytes --yes

  say "Nobody finds it from then on, not even among the deprecated ones, and nobody opens it by its name.
Its bytes went too, and the key they were encrypted under."
  same "titles that are left" "$before" "$(titles --patient "$MARET" --deprecated | paste -sd,)"
  run_refused 3 "no document has this id" docshare --profile municipality get "$MISPLACED_ID" \
    -o inbox/misplaced.txt
  [ ! -e inbox/misplaced.txt ] || fail "a failed fetch left a file behind"
}

keys_are_changed() {
  scene "Keys are changed, and everything is verified"
  say "All that the servers store is encrypted. On each of them the administrator adds a key, and has them use it."
  local server
  for server in "${SERVERS[@]}"; do
    run docshare-admin keys add "$state/$server/key-ring.textproto" --id next
  done
  run docshare-admin --profile admin rotate-keys
  say "No document was rewritten. Every byte is as it was stored, and registry and repositories agree."
  local repository
  for repository in "$HOSPITAL_OID" "$MUNICIPAL_OID"; do
    run docshare-admin --profile admin scrub --repository "$repository"
    run docshare-admin --profile admin reconcile --repository "$repository"
  done
  run docshare-admin --profile admin repository usage --repository "$HOSPITAL_OID"
  say "Nothing readable lies on the disks: a search for the patient's number finds nothing."
  local found
  # grep finds nothing, which it calls a failure.
  found=$({ grep -rlF -- "$MARET" "$state"/registry/data "$state"/*-repository/data || true; } | wc -l)
  same "files with the number" 0 "$found"
}

a_list_is_made() {
  scene "A list is made when it is asked for"
  say "The hospital's repository makes a list of Ida's documents whenever somebody opens it."
  run docshare-admin --profile admin repository register-list --patient "$IDA" --repository "$HOSPITAL_OID"
  run docshare --profile municipality find --patient "$IDA" --on-demand
  local list rows
  list=$(docshare-admin --profile admin repository register-list --patient "$IDA" --repository "$HOSPITAL_OID" --json |
    sed -n 's/.*"uniqueId": *"\([^"]*\)".*/\1/p')
  run docshare --profile municipality get "$list" -o inbox/list.xml
  rows=$(grep -o '<tr><td>' inbox/list.xml | wc -l)
  same "documents on the list" "$(found_count --patient "$IDA" 2>"$state/messages")" "$((rows + 1))"
  grep -q '<td>Epikrise (rettet)</td>' inbox/list.xml || fail "the list lacks the letter"
  say "It was kept as a snapshot, which the registry knows, too: who opens the list now gets the same one."
  run docshare --profile municipality get "$list" -o inbox/list-again.xml
  cmp inbox/list.xml inbox/list-again.xml || fail "the list changed, and nothing else did"
  ok "the same list"
}

tell_what_changes() {
  a_folder_is_filled
  a_letter_is_corrected
  a_patient_gets_another_number
  a_document_is_withdrawn
  a_list_is_made
  a_system_speaks_soap
  keys_are_changed
}
