# The community of the demo: one registry and two repositories, and the profiles of the systems that
# use them. Sourced by tools/demo, which sets $state (a folder for everything) and $bin (the programs).
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154

readonly SERVERS=(registry hospital-repository municipal-repository)
readonly HOSPITAL_OID=2.999.2.1
readonly MUNICIPAL_OID=2.999.2.2

declare -A pid port

# The files below $state: SERVER/{config.textproto,data,log,port,pid}, certs, profiles.textproto and
# environment.

# tls NAME INDENT: NAME's side of mutual TLS.
tls() {
  printf "$2%s\n" \
    'tls {' \
    "  certificate_chain: \"$state/certs/$1.crt\"" \
    "  private_key: \"$state/certs/$1.key\"" \
    "  trusted_authorities: \"$state/certs/ca.crt\"" \
    '}'
}

# server_config NAME: on a free port the first time, later on the same.
server_config() {
  cat <<END
data_dir: "$state/$1/data"
key_ring: "$state/$1/key-ring.textproto"
listener {
  address: "127.0.0.1:${port[$1]:-0}"
  port_file: "$state/$1/port"
$(tls "$1" '  ')
}
END
  case $1 in
    registry)
      cat <<END
home_community_id: "urn:oid:2.999.1"
peers { name: "gateway" roles: ROLE_ACT_FOR }
peers { name: "admin" roles: ROLE_PATIENT_FEED roles: ROLE_QUERY roles: ROLE_ADMINISTER }
peers { name: "hospital" roles: ROLE_QUERY }
peers { name: "municipality" roles: ROLE_QUERY }
peers { name: "hospital-repository" roles: ROLE_REGISTER roles: ROLE_QUERY }
peers { name: "municipal-repository" roles: ROLE_REGISTER }
END
      ;;
    hospital-repository)
      repository_config "$1" "$HOSPITAL_OID" hospital municipality
      document_list
      ;;
    municipal-repository) repository_config "$1" "$MUNICIPAL_OID" municipality hospital ;;
  esac
}

# document_list: the hospital's repository makes a list of each patient's documents on demand.
document_list() {
  cat <<'END'
document_list {
  entry {
    title { localized { value: "Pasientens dokumenter" } }
    class_code { code: "A00-1" code_system: "2.16.578.1.12.4.1.1.9602" display_name: "Epikriser og sammenfatninger" }
    type_code { code: "A03-2" code_system: "2.16.578.1.12.4.1.1.9602" display_name: "Epikrise" }
    format_code { code: "urn:ihe:iti:xds:2017:mimeTypeSufficient" code_system: "1.3.6.1.4.1.19376.1.2.3" display_name: "MIME type sufficient" }
    confidentiality_codes { code: "N" code_system: "2.16.840.1.113883.5.25" display_name: "normal" }
    healthcare_facility_type_code { code: "86.101" code_system: "2.16.578.1.12.4.1.1.1305" display_name: "Somatiske sykehustjenester" }
    practice_setting_code { code: "S03" code_system: "2.16.578.1.12.4.1.1.8655" display_name: "Indremedisin" }
    language_code: "nb-NO"
  }
  content_type_code { code: "A00-1" code_system: "2.16.578.1.12.4.1.1.9602" display_name: "Epikriser og sammenfatninger" }
  custodian {
    name: "Testsykehuset HF"
    id: "100000016"
    assigning_authority { universal_id: "2.16.578.1.12.4.1.4.101" universal_id_type: "ISO" }
  }
  keep_snapshots: true
}
END
}

# repository_config NAME OID PUBLISHER READER
repository_config() {
  cat <<END
repository_unique_id: "$2"
registry {
  address: "127.0.0.1:${port[registry]}"
$(tls "$1" '  ')
}
peers { name: "$3" roles: ROLE_PROVIDE roles: ROLE_RETRIEVE }
peers { name: "$4" roles: ROLE_RETRIEVE }
peers { name: "admin" roles: ROLE_ADMINISTER roles: ROLE_REMOVE }
peers { name: "gateway" roles: ROLE_ACT_FOR }
END
}

# gateway_config: it keeps nothing, so there is neither data nor a key ring.
gateway_config() {
  cat <<END
home_community_id: "urn:oid:2.999.1"
registry {
  address: "127.0.0.1:${port[registry]}"
$(tls gateway '  ')
}
repositories {
  repository_unique_id: "$HOSPITAL_OID"
  endpoint {
    address: "127.0.0.1:${port[hospital-repository]}"
$(tls gateway '    ')
  }
}
soap {
  address: "127.0.0.1:0"
  port_file: "$state/gateway/port"
$(tls gateway '  ')
}
missing_assertion: MISSING_ASSERTION_ALLOWED
END
}

program() {
  case $1 in
    registry) echo "$bin/registry/server/docshare-registry" ;;
    gateway) echo "$bin/gateway/server/docshare-gateway" ;;
    *) echo "$bin/repository/server/docshare-repository" ;;
  esac
}

# start NAME: returns when the server is ready.
start() {
  local name=$1 folder=$state/$1
  mkdir -p "$folder"
  if [ "$name" = gateway ]; then
    gateway_config >"$folder/config.textproto"
  else
    [ -f "$folder/key-ring.textproto" ] ||
      "$bin/admin/cli/docshare-admin" keys new "$folder/key-ring.textproto" >/dev/null
    server_config "$name" >"$folder/config.textproto"
  fi
  rm -f "$folder/port"
  # With --keep a server lives on without this terminal.
  # shellcheck disable=SC2086
  ${keep:+setsid} "$(program "$name")" --config "$folder/config.textproto" >>"$folder/log" 2>&1 </dev/null &
  pid[$name]=$!
  echo "${pid[$name]}" >"$folder/pid"
  local deadline=$((SECONDS + 30))
  until [ -s "$folder/port" ]; do
    kill -0 "${pid[$name]}" 2>/dev/null || fail "the $name did not start"
    ((SECONDS < deadline)) || fail "the $name is not ready after 30 seconds"
    sleep 0.05
  done
  port[$name]=$(<"$folder/port")
}

# crash NAME: no chance to tidy up.
crash() {
  show kill -KILL "${pid[$1]}"
  kill -KILL "${pid[$1]}"
  # The shell would report the death.
  wait "${pid[$1]}" 2>/dev/null || true
}

# runs NAME PID: whether that process is this server of $state, and not one that got its number later.
runs() {
  [ -r "/proc/$2/cmdline" ] && tr '\0' '\n' <"/proc/$2/cmdline" | grep -qxF "$state/$1/config.textproto"
}

# stop_all: ends the servers of $state, the registry last: repositories may still have to ask it.
stop_all() {
  local name number deadline
  for name in gateway hospital-repository municipal-repository registry; do
    [ -f "$state/$name/pid" ] || continue
    number=$(<"$state/$name/pid")
    runs "$name" "$number" || continue
    kill -TERM "$number" 2>/dev/null || true
    deadline=$((SECONDS + 10))
    while runs "$name" "$number" && ((SECONDS < deadline)); do sleep 0.05; done
    if runs "$name" "$number"; then kill -KILL "$number" 2>/dev/null || true; fi
    wait "$number" 2>/dev/null || true
  done
}

# write_profiles: who the systems are and where the servers are.
write_profiles() {
  {
    echo 'default_profile: "municipality"'
    profile hospital "$HOSPITAL_OID" 2.999.3.1 "Testsykehuset HF" 100000016 \
      "86.101^^2.16.578.1.12.4.1.1.1305^Somatiske sykehustjenester" \
      "S03^^2.16.578.1.12.4.1.1.8655^Indremedisin"
    profile municipality "$MUNICIPAL_OID" 2.999.3.2 "Testvik kommune" 100000024 \
      "86.210^^2.16.578.1.12.4.1.1.1305^Allmennlegetjeneste" \
      "S01^^2.16.578.1.12.4.1.1.8655^Allmennmedisin"
    profile admin "" "" "" "" "" ""
  } >"$state/profiles.textproto"
}

# profile NAME REPOSITORY SOURCE_ID INSTITUTION ORGANIZATION_NUMBER FACILITY PRACTICE: without
# repository it is the profile of a system that publishes nothing.
profile() {
  cat <<END

profiles {
  name: "$1"
  registry {
    address: "127.0.0.1:${port[registry]}"
$(tls "$1" '    ')
  }
  repositories {
    repository_unique_id: "$HOSPITAL_OID"
    endpoint {
      address: "127.0.0.1:${port[hospital-repository]}"
$(tls "$1" '      ')
    }
  }
  repositories {
    repository_unique_id: "$MUNICIPAL_OID"
    endpoint {
      address: "127.0.0.1:${port[municipal-repository]}"
$(tls "$1" '      ')
    }
  }
END
  [ -z "$2" ] || cat <<END
  publish_to: "$2"
END
  cat <<END
  publish {
    patient_authority: "2.16.578.1.12.4.1.4.1"
END
  [ -z "$2" ] || cat <<END
    source_id: "$3"
    author_institution: "$4^^^^^&2.16.578.1.12.4.1.4.101&ISO^^^^$5"
    healthcare_facility_type_code: "$6"
    practice_setting_code: "$7"
    language_code: "nb-NO"
    confidentiality_code: "N^^2.16.840.1.113883.5.25^normal"
    class_code: "A00-1^^2.16.578.1.12.4.1.1.9602^Epikriser og sammenfatninger"
    type_code: "A03-2^^2.16.578.1.12.4.1.1.9602^Epikrise"
    content_type_code: "A00-1^^2.16.578.1.12.4.1.1.9602^Epikriser og sammenfatninger"
END
  printf '  }\n}\n'
}
