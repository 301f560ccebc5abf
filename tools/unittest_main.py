"""Runs a Python test under Bazel and writes the report that tools/test counts.

The report has GoogleTest's form, at XML_OUTPUT_FILE (set by Bazel).
"""
import os
import sys
import time
import unittest
import xml.etree.ElementTree as ET


class _Recorder(unittest.TextTestResult):
    """Keeps each case's verdict: [test, failure text or None, reason skipped or None]."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = []

    def startTest(self, test):
        super().startTest(test)
        self.cases.append([test, None, None])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.cases[-1][1] = self.failures[-1][1]

    def addError(self, test, err):
        super().addError(test, err)
        if not self.cases:  # The error of a setUpClass belongs to no case.
            self.cases.append([test, None, None])
        self.cases[-1][1] = self.errors[-1][1]

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.cases[-1][1] = "%s\n%s" % (subtest, self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.cases[-1][2] = reason


def _write_report(path, cases, seconds):
    root = ET.Element("testsuites", name="AllTests", tests=str(len(cases)), time="%.3f" % seconds)
    for test, failure, reason in cases:
        class_name, _, name = test.id().replace("__main__.", "").rpartition(".")
        suite = ET.SubElement(root, "testsuite", name=class_name)
        case = ET.SubElement(suite, "testcase", name=name, classname=class_name, status="run")
        if failure is not None:
            ET.SubElement(case, "failure", message=failure)
        elif reason is not None:
            ET.SubElement(case, "skipped", message=reason)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def main():
    """Runs the tests of the calling script and exits."""
    started = time.monotonic()
    runner = unittest.TextTestRunner(resultclass=_Recorder, verbosity=2)
    program = unittest.main(module="__main__", testRunner=runner, exit=False)
    report = os.environ.get("XML_OUTPUT_FILE")
    if report:
        _write_report(report, program.result.cases, time.monotonic() - started)
    sys.exit(0 if program.result.wasSuccessful() else 1)
