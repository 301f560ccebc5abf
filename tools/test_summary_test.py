#!/usr/bin/env python3
"""Tests what tools/test counts, on small build event files."""
import contextlib
import io
import json
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import test_summary  # pylint: disable=wrong-import-position
import unittest_main  # pylint: disable=wrong-import-position

PASSED = '<testcase name="Passes" classname="ATest" status="run" result="completed"/>'
FAILED = '<testcase name="Fails" classname="ATest" status="run"><failure message="no"/></testcase>'
SKIPPED = '<testcase name="Skips" classname="ATest" status="run"><skipped message="no device"/></testcase>'
DISABLED = '<testcase name="DISABLED_Off" classname="ATest" status="notrun" result="suppressed"/>'
BAZELS_STAND_IN = '<testsuites><testsuite name="a" tests="1"><testcase name="a"/></testsuite></testsuites>'


class TestSummaryTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.written = 0

    def write(self, text):
        self.written += 1
        path = os.path.join(self.folder, "%d" % self.written)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def result(self, *cases, label="//a:a_test", status="PASSED", report=None, **ident):
        """The event of one test run; `report` replaces the cases' GoogleTest report."""
        if report is None:
            report = '<testsuites tests="%d" name="AllTests"><testsuite name="ATest">%s</testsuite></testsuites>' % (
                len(cases), "".join(cases))
        output = {"name": "test.xml", "uri": "file://" + self.write(report)}
        return {"id": {"testResult": {"label": label, **ident}},
                "testResult": {"status": status, "testActionOutput": [output]}}

    def unbuilt(self, label):
        return {"id": {"targetCompleted": {"label": label}}, "completed": {}}

    def summary(self, *events, exit_name="SUCCESS", fuzz=None, flags=()):
        """Returns (exit code, last line) for the events and Bazel's own end."""
        end = {"id": {"buildFinished": {}}, "finished": {"exitCode": {"name": exit_name}}}
        path = self.write("\n".join(json.dumps(event) for event in [*events, end]))
        return self.run_main([path, *flags] + (["--fuzz", self.write(fuzz)] if fuzz is not None else []))

    def run_main(self, argv):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = test_summary.main(argv)
        self.text = out.getvalue()
        return code, self.text.splitlines()[-1]

    def test_counts_cases_not_targets(self):
        self.assertEqual(self.summary(self.result(PASSED, PASSED)), (0, "2 passed, 0 failed"))

    def test_names_failed_cases(self):
        self.assertEqual(self.summary(self.result(PASSED, FAILED, status="FAILED"), exit_name="TESTS_FAILED"),
                         (1, "1 passed, 1 failed"))
        self.assertIn("//a:a_test  ATest.Fails", self.text)

    def test_names_skipped_and_disabled_cases(self):
        self.assertEqual(self.summary(self.result(PASSED, SKIPPED, DISABLED)), (0, "1 passed, 0 failed, 2 skipped"))
        self.assertIn("ATest.Skips  no device", self.text)

    def test_only_skipped_is_nothing_tested(self):
        self.assertEqual(self.summary(self.result(SKIPPED)), (1, "0 passed, 0 failed, 1 skipped"))

    def test_crash_is_one_failure(self):
        crash = self.result(status="FAILED", report=BAZELS_STAND_IN)
        self.assertEqual(self.summary(crash, exit_name="TESTS_FAILED"), (1, "0 passed, 1 failed"))

    def test_crash_after_the_report_is_a_failure(self):
        self.assertEqual(self.summary(self.result(PASSED, status="FAILED"), exit_name="TESTS_FAILED"),
                         (1, "1 passed, 1 failed"))

    def test_early_exit_is_a_failure(self):
        self.assertEqual(self.summary(self.result(report=BAZELS_STAND_IN)), (1, "0 passed, 1 failed"))

    def test_broken_report_is_a_failure(self):
        self.assertEqual(self.summary(self.result(report="<testsuites")), (1, "0 passed, 1 failed"))

    def test_no_case_is_a_failure(self):
        self.assertEqual(self.summary(self.result()), (1, "0 passed, 1 failed"))

    def test_shards_are_one_target(self):
        shards = [self.result(PASSED, shard=1), self.result(PASSED, shard=2), self.result(shard=3)]
        self.assertEqual(self.summary(*shards), (0, "2 passed, 0 failed"))

    def test_last_attempt_counts(self):
        attempts = [self.result(FAILED, status="FAILED", attempt=1), self.result(PASSED, attempt=2)]
        self.assertEqual(self.summary(*attempts), (0, "1 passed, 0 failed"))

    def test_unbuilt_target_is_a_failure(self):
        self.assertEqual(self.summary(self.result(PASSED), self.unbuilt("//a:b"), exit_name="BUILD_FAILURE"),
                         (1, "1 passed, 1 failed"))

    def test_package_that_does_not_load_is_a_failure(self):
        self.assertEqual(self.summary(self.result(PASSED), exit_name="BUILD_FAILURE"), (1, "1 passed, 1 failed"))

    def test_killed_bazel_is_a_failure(self):
        cut_off = self.write(json.dumps(self.result(PASSED)) + '\n{"id": {"tes')
        self.assertEqual(self.run_main([cut_off]), (1, "1 passed, 1 failed"))
        self.assertEqual(self.run_main([os.path.join(self.folder, "none")]), (1, "0 passed, 1 failed"))

    def test_fuzz_runs_are_cases(self):
        fuzz = "passed\t//a:b_fuzz\tDone 9 runs\nfailed\t//a:c_fuzz\tkept\n"
        self.assertEqual(self.summary(self.result(PASSED), fuzz=fuzz), (1, "2 passed, 1 failed"))

    def test_each_part_must_test_when_asked(self):
        self.assertEqual(self.summary(self.result(PASSED), fuzz=""), (0, "1 passed, 0 failed"))
        self.assertEqual(self.summary(self.result(PASSED), fuzz="", flags=["--each-must-test"]),
                         (1, "1 passed, 1 failed"))


if __name__ == "__main__":
    unittest_main.main()
