# Sourced by the other tools. Goes to the root of the repository and sets
#   ROOT   that folder
#   BAZEL  the Bazel to call; Debian's is bazel-4, BAZEL= in the environment names another
#   CACHE  a folder of ours that outlives the clone: build outputs, lint tools
# shellcheck shell=bash
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT"
BAZEL=${BAZEL:-bazel-4}
# CI and services may run without HOME; the password file still knows it.
CACHE=${XDG_CACHE_HOME:-${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}/.cache}/docshare-bazel
mkdir -p "$CACHE" 2>/dev/null && [ -w "$CACHE" ] || { CACHE=$ROOT/.cache && mkdir -p "$CACHE"; }
