# What the reader of the demo sees: headings, commands as they are run, checks. Sourced by tools/demo.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Shared with tools/demo: $failure_is_told, $state.

# The longest line of a command that is shown.
readonly WIDTH=100

bold='' green='' red='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
fi

scene_number=0
checks=0

# scene TITLE
scene() {
  scene_number=$((scene_number + 1))
  printf '\n%s%d. %s%s\n' "$bold" "$scene_number" "$1" "$plain"
}

# say TEXT: what happens next, and why.
say() { printf '\n%s\n' "$*"; }

# ok TEXT: an expectation that was met.
ok() {
  checks=$((checks + 1))
  printf '  %sok%s  %s\n' "$green" "$plain" "$*"
}

# fail TEXT: an expectation that was not met. Ends the demo; never call it in a subshell.
fail() {
  printf '\n%sdemo: FAILED:%s %s\n' "$red" "$plain" "$*" >&2
  failure_is_told=1
  exit 1
}

# same WHAT EXPECTED ACTUAL
same() {
  [ "$2" = "$3" ] || fail "$1: expected $2, got $3"
  ok "$1: $3"
}

# same_bytes WHAT FILE FILE
same_bytes() {
  cmp "$2" "$3" >&2 || fail "$1: the bytes differ"
  ok "$1"
}

# quoted WORD: as one would type it.
quoted() {
  if [[ $1 =~ ^[A-Za-z0-9_./:=@%^,+-]+$ ]]; then
    printf '%s' "$1"
  else
    printf "'%s'" "${1//\'/\'\\\'\'}"
  fi
}

# show COMMAND...: prints it, over several lines when it is long; a flag stays beside its value.
show() {
  local line='$' part='' word
  for word in "$@" ''; do
    # A part is complete when the next word is no value of its flag.
    if [[ -n $part && ! ($part = ' -'* && $part != *' '*' '* && -n $word && $word != -*) ]]; then
      if ((${#line} + ${#part} > WIDTH)); then
        printf '%s%s \\%s\n' "$bold" "$line" "$plain"
        line='   '
      fi
      line+=$part part=''
    fi
    part+=" $(quoted "$word")"
  done
  printf '%s%s%s\n' "$bold" "$line" "$plain"
}

# run COMMAND...: shows it and runs it; the demo ends when it fails.
run() {
  show "$@"
  "$@" || fail "the command ended with exit code $?"
}

# run_saying TEXT COMMAND...: the same, and its messages have to contain TEXT.
run_saying() {
  local text=$1 code=0
  shift
  show "$@"
  "$@" 2>"$state/messages" || code=$?
  cat "$state/messages"
  [ "$code" = 0 ] || fail "the command ended with exit code $code"
  grep -qF -- "$text" "$state/messages" || fail "the command did not say: $text"
  ok "it says: $text"
}

# run_refused EXIT_CODE TEXT COMMAND...: the command has to fail in just this way.
run_refused() {
  local expected=$1 text=$2 code=0
  shift 2
  show "$@"
  "$@" 2>"$state/messages" || code=$?
  cat "$state/messages"
  [ "$code" = "$expected" ] || fail "the command ended with exit code $code, expected $expected"
  grep -qF -- "$text" "$state/messages" || fail "the command did not say: $text"
  ok "exit code $code: $text"
}
