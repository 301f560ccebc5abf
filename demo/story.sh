# The scenes of the demo, in order. Sourced by tools/demo; narration.sh and community.sh have the words
# used here. Commands run in $state/desk, a folder with copies of the documents.
# shellcheck shell=bash
# shellcheck disable=SC2154

# The people of demo/documents/index.json; all numbers are synthetic.
readonly ASTRID=12838520020 ODD=30916130186 IDA=05861860053 JOHAN=20891270128
readonly MAJA=15810980092 IVAN=43827910156 MARET=07729040066
# A D-number, for people without a national identity number, has an authority of its own.
readonly IVAN_CX="$IVAN^^^&2.16.578.1.12.4.1.4.2&ISO"
readonly EVERYBODY=("$ASTRID" "$ODD" "$IDA" "$JOHAN" "$MAJA" "$IVAN_CX" "$MARET")

# Kinds of documents: a part of the Norwegian code list.
kind() { echo "$1^^2.16.578.1.12.4.1.1.9602^$2"; }
RECORD=$(kind B00-1 'Kontinuerlig/løpende journal')
IMAGING=$(kind E00-1 Bildediagnostikk)
IMAGES=$(kind E02-2 'Foto og film')
OBSERVATION=$(kind F00-1 'Kurve, observasjon og behandling')
CORRESPONDENCE=$(kind I00-1 Korrespondanse)
LETTER=$(kind I02-2 Brev)
readonly RECORD IMAGING IMAGES OBSERVATION CORRESPONDENCE LETTER

readonly LARGE_FILE=tissue-scan.bin LARGE_BYTES=200000000

index() { python3 "$ROOT/demo/index.py" "$@"; }

# snapshot FILE: everything the municipality can find, one patient a line.
snapshot() {
  local patient
  for patient in "${EVERYBODY[@]}"; do
    docshare --profile municipality find --patient "$patient" --json
  done >"$1"
}

# entries SNAPSHOT: see index.py.
entries() { index entries <"$1"; }

# same_everywhere WHAT: the registry answers as it did when `before` was taken.
same_everywhere() {
  snapshot "$state/after"
  cmp -s "$state/before" "$state/after" || fail "$1: the registry's answers changed"
  ok "$1: $(entries "$state/after" | wc -l) documents, with the same metadata"
}

servers_start() {
  scene "A community: one registry, and a repository each for a hospital and a municipality"
  say "Certificates for mutual TLS, of a certificate authority made for this demo."
  run tools/dev-certs "$state/certs" --quiet --server registry --server hospital-repository --server municipal-repository \
    --server gateway --client hospital --client municipality --client admin
  local name
  for name in "${SERVERS[@]}"; do
    start "$name"
    ok "the $name runs: process ${pid[$name]}, 127.0.0.1:${port[$name]}"
  done
  write_profiles
}

patients_become_known() {
  scene "The identity feed makes patients known"
  say "A registry refuses documents of people it does not know. All numbers are synthetic."
  local rows number authority family given born sex patient
  rows=$(index patients)
  while IFS=$'\t' read -r number authority family given born sex; do
    patient=$number
    [ "$authority" = 2.16.578.1.12.4.1.4.1 ] || patient="$number^^^&$authority&ISO"
    run docshare --profile admin patient feed --patient "$patient" --family "$family" --given "$given" \
      --birth-date "$born" --sex "$sex" </dev/null
  done <<<"$rows"
  snapshot "$state/before"
  same "documents in the registry" 0 "$(entries "$state/before" | wc -l)"
}

hospital_publishes() {
  scene "The hospital publishes"
  say "A discharge letter. It is a CDA document: title, author, times, type, language and identifier
come from its header, and what is the same for all letters of the hospital from its profile."
  run docshare --profile hospital publish discharge-summary.xml --patient $ASTRID

  say "The radiologist's report of a chest X-ray: another class of document."
  run docshare --profile hospital publish imaging-report.xml --patient $ODD --class "$IMAGING"

  say "A patient with a D-number, which another authority gives out."
  run docshare --profile hospital publish clinic-consultation.xml --patient "$IVAN_CX" --class "$RECORD"

  say "A crisis plan in Norwegian, in UTF-16, with Norwegian codes in its header. It names another person
(the test person of those who wrote it), so one has to say that this is right."
  run_refused 2 "names another patient" docshare --profile hospital publish crisis-plan-norwegian-utf16.xml \
    --patient $MAJA
  run docshare --profile hospital publish crisis-plan-norwegian-utf16.xml --patient $MAJA \
    --allow-other-patient

  say "A PDF says nothing about itself, so its title and time are typed. With a submission id of one's
own the command may be repeated safely, which happens below."
  publish_archive_letter archive-letter-pdfa.pdf run

  say "Several documents in one submission, all of them or none: a PDF wrapped in CDA and a DICOM
manifest among them. What they do not say themselves stands in a JSON file."
  index metadata operative-note.xml unstructured-embedded-pdf.xml imaging-manifest.dcm >operation.json
  run docshare --profile hospital publish operative-note.xml unstructured-embedded-pdf.xml \
    imaging-manifest.dcm --metadata operation.json
  index metadata consultation-note.xml lab-report.xml >consultation.json
  run docshare --profile hospital publish consultation-note.xml lab-report.xml --metadata consultation.json
  index metadata history-and-physical.xml >admission.json
  run docshare --profile hospital publish history-and-physical.xml --metadata admission.json

  say "A large one: $((LARGE_BYTES / 1000000)) MB, made for this run."
  # The key is fixed: the same bytes each time.
  head -c "$LARGE_BYTES" /dev/zero |
    openssl enc -aes-128-ctr -nosalt -K 000102030405060708090a0b0c0d0e0f -iv 00 >"$LARGE_FILE" 2>"$state/messages"
  run docshare --profile hospital publish "$LARGE_FILE" --patient $ODD --title "Tissue scan" \
    --class "$IMAGING" --type "$IMAGES"
}

# publish_archive_letter FILE HOW...: HOW is run, or one of its variants with arguments.
publish_archive_letter() {
  local file=$1
  shift
  "$@" docshare --profile hospital publish "$file" --patient $JOHAN --title "Epikrise (PDF/A-2b)" \
    --created 2024-03-01T09:30Z --submission-id 2.999.3.1.20240301.1
}

municipality_publishes() {
  scene "The municipality publishes to a repository of its own"
  say "Two documents of a nursing home in one submission; their headers say the rest."
  run docshare --profile municipality publish care-plan.xml progress-note.xml --patient $ODD --class "$RECORD"

  say "From the general practitioner: a referral, and an appointment in Danish. That one has a personal
number for a title, which everybody would see in lists, so it gets another."
  run docshare --profile municipality publish referral-note.xml --patient $MARET --class "$CORRESPONDENCE"
  run docshare --profile municipality publish appointment-danish.xml --patient $MARET --title Aftale \
    --class "$CORRESPONDENCE"

  say "Measurements from home, a letter as a PDF, and a summary of the whole record."
  run docshare --profile municipality publish home-monitoring-report.xml --patient $ASTRID \
    --class "$OBSERVATION"
  run docshare --profile municipality publish letter-norwegian.pdf --patient $IDA --title "Brev til foresatte" \
    --created 2024-10-14T10:51Z --class "$CORRESPONDENCE" --type "$LETTER"
  index metadata ccd-patient-summary.xml >summary.json
  run docshare --profile municipality publish ccd-patient-summary.xml --metadata summary.json

  snapshot "$state/before"
  local expected
  expected=$(($(index files | wc -l) + 1))
  same "documents in the registry" "$expected" "$(entries "$state/before" | wc -l)"
}

# found_count: how many documents the command finds that the arguments describe.
found_count() { docshare --profile municipality find --refs "$@" | wc -l; }

municipality_finds() {
  scene "The municipality finds"
  say "All documents of Astrid Nordlys, from both repositories."
  run docshare --profile municipality find --patient $ASTRID
  same "documents found" 5 "$(found_count --patient $ASTRID)"

  say "By class: imaging alone."
  run docshare --profile municipality find --patient $ODD --class "$IMAGING"
  same "documents found" 3 "$(found_count --patient $ODD --class "$IMAGING")"

  say "By time: made in 2012 or until summer 2013."
  run docshare --profile municipality find --patient $ASTRID --after 2012 --before 2013-08-10
  same "documents found" 2 "$(found_count --patient $ASTRID --after 2012 --before 2013-08-10)"

  say "All that is known about one of them; most of it was in the document."
  run docshare --profile municipality show 2.16.840.1.113883.19.5.99999.1^TT988
}

# fetch_and_compare ENTRY_UUID FILE WHERE
fetch_and_compare() {
  run docshare --profile municipality get "${1#urn:uuid:}" -o "inbox/$2"
  same_bytes "$3: every byte is that of the original" "inbox/$2" "$2"
}

municipality_fetches() {
  scene "The municipality fetches every document and compares it with the original"
  local rows files hash uuid repository size file where
  local -A entry_of repository_of size_of
  rows=$(entries "$state/before")
  while IFS=$'\t' read -r hash uuid repository size; do
    entry_of[$hash]=$uuid repository_of[$hash]=$repository size_of[$hash]=$size
  done <<<"$rows"
  files=$(index files && echo "$LARGE_FILE")
  fetched=0 fetched_bytes=0 from_hospital=0
  while IFS= read -r file; do
    hash=$(sha1sum <"$file")
    hash=${hash%% *}
    [ -n "${entry_of[$hash]:-}" ] || fail "the registry has no entry for the bytes of $file"
    case ${repository_of[$hash]} in
      "$HOSPITAL_OID") where="from the hospital" from_hospital=$((from_hospital + 1)) ;;
      "$MUNICIPAL_OID") where="from the municipality" ;;
      *) fail "$file is in a repository nobody knows: ${repository_of[$hash]}" ;;
    esac
    fetch_and_compare "${entry_of[$hash]}" "$file" "$where" </dev/null
    fetched=$((fetched + 1)) fetched_bytes=$((fetched_bytes + size_of[$hash]))
    # These are fetched again after the crashes.
    case $file in
      care-plan.xml) care_plan_entry=${entry_of[$hash]} ;;
      "$LARGE_FILE") large_entry=${entry_of[$hash]} && rm "inbox/$file" ;;
    esac
  done <<<"$files"
  same "documents fetched and compared" "${#entry_of[@]}" "$fetched"
}

duplicates_change_nothing() {
  scene "The same submission again"
  say "The hospital's line dropped before the answer came, so it repeats its command to be sure."
  publish_archive_letter archive-letter-pdfa.pdf run_saying "nothing was changed"
  same_everywhere "answered as the first time; in the registry are still"

  say "The same submission id, but the document has changed since."
  mkdir -p changed
  { cat archive-letter-pdfa.pdf && echo "% one line more"; } >changed/archive-letter-pdfa.pdf
  publish_archive_letter changed/archive-letter-pdfa.pdf run_refused 1 XDSNonIdenticalHash
  same_everywhere "nothing was stored; in the registry are still"
}

unknown_patients_are_refused() {
  scene "An unknown patient"
  say "Ivan Petrov's D-number, sent as if it were a national identity number."
  run_refused 1 XDSUnknownPatientId docshare --profile municipality publish letter-norwegian.pdf \
    --patient $IVAN --title "Letter to the wrong number"
  same "documents under that number" 0 "$(found_count --patient $IVAN 2>"$state/messages")"
  same_everywhere "nothing was stored; in the registry are still"
}

# restart NAME
restart() {
  show "$(basename "$(program "$1")")" --config "$state/$1/config.textproto"
  start "$1"
  ok "the $1 runs again: process ${pid[$1]}, 127.0.0.1:${port[$1]}"
}

crashes_lose_nothing() {
  scene "Crashes"
  say "The registry is killed. While it is gone nothing can be found."
  crash registry
  run_refused 5 "Connection refused" docshare --profile municipality --timeout 2 find --patient $ODD
  restart registry
  same_everywhere "nothing is lost; in the registry are still"
  fetch_and_compare "$care_plan_entry" care-plan.xml "from the municipality"

  say "The hospital's repository is killed. Others still deliver, and what it held comes back with it."
  crash hospital-repository
  run_refused 5 "Connection refused" docshare --profile municipality --timeout 2 get \
    "${large_entry#urn:uuid:}" -o inbox/not-here.bin
  [ ! -e inbox/not-here.bin ] || fail "a failed fetch left a file behind"
  fetch_and_compare "$care_plan_entry" care-plan.xml "from the municipality"
  restart hospital-repository
  fetch_and_compare "$large_entry" "$LARGE_FILE" "from the hospital"
}

summary() {
  printf '\n%sThe end%s\n' "$bold" "$plain"
  cat <<END
  $fetched documents of ${#EVERYBODY[@]} patients, $((fetched_bytes / 1000000)) MB: $from_hospital in the hospital's repository, $((fetched - from_hospital)) in the municipality's.
  All were found through one registry and fetched, and every byte was the same.
  $checks expectations were met in $SECONDS seconds.
END
}

tell_story() {
  SECONDS=0
  servers_start
  mkdir -p "$state/desk/inbox"
  cp -p demo/documents/*.{xml,pdf,dcm} "$state/desk"
  cd "$state/desk" || exit
  patients_become_known
  hospital_publishes
  municipality_publishes
  municipality_finds
  municipality_fetches
  duplicates_change_nothing
  unknown_patients_are_refused
  crashes_lose_nothing
  tell_what_changes
  summary
}
