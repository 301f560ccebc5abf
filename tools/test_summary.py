#!/usr/bin/env python3
"""Counts test cases from Bazel's build event files; last line `N passed, N failed`.

Usage: test_summary.py [--fuzz FILE] [--each-must-test] BUILD_EVENT_JSON...

Only reports that a test wrote itself (GoogleTest's XML) count. One failure is
counted for each target that did not build, crashed, timed out, passed without
a report or ran no case at all, and for a Bazel that failed for another reason.
FILE has a line `passed|failed TAB label TAB detail` for each fuzz target run.
With --each-must-test an input that tested nothing is a failure. Exits with 1
when anything failed or nothing passed.
"""
import argparse
import collections
import json
import os
import sys
import urllib.parse
import xml.etree.ElementTree as ET

# Bazel's exit codes (by name) that need no failure of their own: either nothing
# failed, or the events say which test or target did.
EXPLAINED = {"SUCCESS", "TESTS_FAILED", "NO_TESTS_FOUND"}


class Counts:
    """Passed, failed and skipped cases, with a line for all that did not pass."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.lines = []

    def fail(self, label, why):
        self.failed += 1
        self.lines.append("FAILED   %s  %s" % (label, why))

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.lines += other.lines


def read_events(path):
    """Returns (last attempt's result by label, run and shard; unbuilt labels; exit code name)."""
    results, unbuilt, exit_name = {}, set(), "no exit code"
    if not os.path.exists(path):
        return results, unbuilt, "no build event file"
    with open(path, encoding="utf-8") as events:
        for line in events:
            try:
                event = json.loads(line)
            except ValueError:  # Cut off: Bazel was killed.
                break
            ident = event.get("id", {})
            if "testResult" in ident and "testResult" in event:
                test = ident["testResult"]
                key = (test["label"], test.get("run", 1), test.get("shard", 0))
                attempt = test.get("attempt", 1)
                if key not in results or attempt >= results[key][0]:
                    results[key] = (attempt, event["testResult"])
            elif "targetCompleted" in ident:
                if not event.get("completed", {}).get("success", False):
                    unbuilt.add(ident["targetCompleted"]["label"])
            elif "buildFinished" in ident:
                exit_name = event["finished"].get("exitCode", {}).get("name", "SUCCESS")
    return {key: result for key, (_, result) in results.items()}, unbuilt, exit_name


def report_of(result):
    """Returns the root of the report that the test wrote, or None."""
    for output in result.get("testActionOutput", []):
        if output["name"] != "test.xml":
            continue
        try:
            root = ET.parse(urllib.parse.unquote(urllib.parse.urlparse(output["uri"]).path)).getroot()
        except (OSError, ET.ParseError):
            return None
        # Bazel writes a stand-in for a test without report: no totals at the root.
        return root if root.get("tests") is not None else None
    return None


def count_cases(label, root, counts):
    for suite in root.iter("testsuite"):
        for case in suite.iter("testcase"):
            name = "%s.%s" % (case.get("classname") or suite.get("name"), case.get("name"))
            skipped = case.find("skipped")
            if case.find("failure") is not None or case.find("error") is not None:
                counts.fail(label, name)
            elif skipped is not None or case.get("status") == "notrun":
                why = "disabled" if skipped is None else " ".join((skipped.get("message") or "").split())
                counts.skipped += 1
                counts.lines.append("SKIPPED  %s  %s  %s" % (label, name, why))
            else:
                counts.passed += 1


def count_label(label, results):
    """Counts one target: all its runs and shards."""
    counts = Counts()
    for result in results:
        status = result.get("status", "NO_STATUS")
        root = report_of(result)
        failed_before = counts.failed
        if root is not None:
            count_cases(label, root, counts)
        if status not in ("PASSED", "FLAKY") and counts.failed == failed_before:
            counts.fail(label, "%s (crashed, timed out or exited non-zero)" % status)
        elif root is None and counts.failed == failed_before:
            counts.fail(label, "passed, but wrote no GoogleTest report: did it exit early?")
    if counts.passed + counts.failed + counts.skipped == 0:
        counts.fail(label, "ran no test case")
    return counts


def count_build_events(path):
    counts = Counts()
    results, unbuilt, exit_name = read_events(path)
    by_label = collections.defaultdict(list)
    for key in sorted(results):
        by_label[key[0]].append(results[key])
    for label, label_results in sorted(by_label.items()):
        counts.add(count_label(label, label_results))
    for label in sorted(unbuilt - set(by_label)):
        counts.fail(label, "did not build")
    # A package that does not load makes no target: only the exit code tells.
    if exit_name not in EXPLAINED and not (exit_name == "BUILD_FAILURE" and unbuilt):
        counts.fail("bazel", "%s; its messages are above" % exit_name)
    return counts


def count_fuzz_runs(path):
    counts = Counts()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            verdict, label, detail = line.rstrip("\n").split("\t")
            if verdict == "passed":
                counts.passed += 1
                counts.lines.append("fuzzed   %s  %s" % (label, detail))
            else:
                counts.fail(label, detail)
    return counts


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("events", nargs="+", metavar="BUILD_EVENT_JSON")
    parser.add_argument("--fuzz", metavar="FILE")
    parser.add_argument("--each-must-test", action="store_true")
    args = parser.parse_args(argv)

    parts = [(os.path.basename(path), count_build_events(path)) for path in args.events]
    if args.fuzz:
        # What did not build is in the build events of the fuzz targets.
        parts = [part for part in parts if part[0] != "fuzz.json" or part[1].failed]
        parts.append(("fuzz", count_fuzz_runs(args.fuzz)))
    total = Counts()
    for name, counts in parts:
        if args.each_must_test and counts.passed + counts.failed == 0:
            counts.fail(name, "nothing was tested")
        total.add(counts)

    print()
    for line in total.lines:
        print(line)
    print("%d passed, %d failed%s" % (
        total.passed, total.failed, ", %d skipped" % total.skipped if total.skipped else ""))
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
