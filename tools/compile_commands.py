#!/usr/bin/env python3
"""Writes compile_commands.json for clang-tidy and editors, from `bazel aquery`.

Usage: compile_commands.py [TARGET_PATTERN]

The paths go through bazel-out in the root: build something first, so that
generated headers exist.
"""
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
BAZEL = os.environ.get("BAZEL", "bazel-4")
# Flags of gcc that clang does not know, and a first -std that a later one overrides.
DROPPED = {"-fno-canonical-system-headers", "-Wno-free-nonheap-object", "-std=c++0x", "-pass-exit-codes"}


def bazel(*args):
    """Returns what Bazel printed; what it could load, when some packages do not."""
    return subprocess.run([BAZEL, *args], cwd=ROOT, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, check=False).stdout


def main(argv):
    pattern = argv[0] if argv else "//..."
    # Fuzz targets are manual, so the pattern alone leaves them out.
    fuzz = bazel("query", "--keep_going", r"attr(tags, '[\[ ]fuzz[],]', %s)" % pattern)
    targets = " + ".join([pattern] + fuzz.decode().split())
    output = bazel("aquery", "--keep_going", "--output=jsonproto", "--include_artifacts=false",
                   'mnemonic("CppCompile", %s)' % targets)
    if not output:
        print("compile_commands.py: bazel aquery failed", file=sys.stderr)
        return 1
    commands = {}
    for action in json.loads(output).get("actions", []):
        arguments = action["arguments"]
        source = arguments[arguments.index("-c") + 1]
        if not source.startswith(("external/", "bazel-out/")):
            arguments = [argument for argument in arguments if argument not in DROPPED]
            commands.setdefault(source, {"directory": ROOT, "file": source, "arguments": arguments})
    with open(os.path.join(ROOT, "compile_commands.json"), "w", encoding="utf-8") as out:
        json.dump(list(commands.values()), out, indent=1)
    print("compile_commands.json: %d files" % len(commands))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
