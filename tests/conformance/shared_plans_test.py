#!/usr/bin/env python3
"""Runs every plan of the shared NIST test data against the real servers."""
import contextlib
import io
import os
import sys
import unittest
from unittest import mock

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [_HERE, os.path.join(_HERE, "../../tools")]

import conformance  # pylint: disable=wrong-import-position
import unittest_main  # pylint: disable=wrong-import-position


class SharedPlansTest(unittest.TestCase):

    @unittest.skipUnless(os.path.isdir(conformance.DEFAULT_PLANS),
                         "SKIPPED: THE NIST TEST PLANS ARE NOT HERE. Name the folder that has them as xds-toolkit2 in "
                         "DOCSHARE_REAL_DATA to run this test.")
    def test_every_plan_passes_or_is_not_applicable(self):
        out = io.StringIO()
        arguments = ["conformance", "--binaries", os.getcwd()]
        with mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(out):
            code = conformance.main()
        lines = out.getvalue().splitlines()
        print("\n".join(line for line in lines if not line.startswith("PASS ")))
        self.assertEqual(code, 0, lines[-1] if lines else "no output")


if __name__ == "__main__":
    unittest_main.main()
