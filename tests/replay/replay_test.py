#!/usr/bin/env python3
"""Requests of other people's products and test suites, as raw bytes at the gateway's sockets."""
import json
import os
import sys
import unittest

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [_HERE, os.path.join(_HERE, "../conformance"), os.path.join(_HERE, "../../tools")]

# pylint: disable=wrong-import-position
import conformance
import gateway_under_test
import outcome
import raw_socket
import real_request
import unittest_main
import verdict
from patients import FeedFailed
from soap_message import BadMessage

_DATA = os.path.dirname(conformance.DEFAULT_PLANS)
_FOLDERS = ("charset", "hl7v2", "http-raw", "saml", "soap")
# Assigning authorities of the patients in the HL7 messages.
_AUTHORITIES = ("1.2.3.4.5.1000", "1.2.3.4.5.1.1000.901.1.1.3.1", "1.2.3.4.666", "1.3.6.1.4.1.21367.2005.1.1",
                "2.16.840.1.113883.3.37.4.1.1.2.1.1", "2.16.840.1.113883.3.72.5.9.1")
# Everything is sent so often again, while memory may grow by so much.
_MORE_ROUNDS = 5
_GROWTH_MIB = 8


def _read(path):
    with open(os.path.join(_DATA, path), "rb") as file:
        return file.read()


@unittest.skipUnless(os.path.isfile(os.path.join(_DATA, "cases.json")),
                     "SKIPPED: THE REAL TEST DATA IS NOT HERE. Name its folder in DOCSHARE_REAL_DATA to run this test.")
class ReplayTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.cases = [case for case in json.loads(_read("cases.json")) if case["file"].split("/")[0] in _FOLDERS]
        cls.gateway = gateway_under_test.GatewayUnderTest(gateway_under_test.default_binaries(),
                                                          authorities=_AUTHORITIES)
        cls.addClassCleanup(cls.gateway.close)
        cls.maker = real_request.Maker(cls.gateway, _read)

    def _replay(self, case):
        try:
            kind, request = self.maker.make(case, _read(case["file"]))
            if kind == real_request.MLLP:
                return outcome.of_hl7(self.gateway.acknowledgement_of(request))
            return outcome.of_http(self.gateway.answer_to(request))
        except (BadMessage, FeedFailed, raw_socket.NoAnswer, OSError) as error:
            return "unclean: %s" % error

    def test_each_request_gets_the_answer_that_fits(self):
        reviewed = verdict.Reviewed(os.path.join(_HERE, "reviewed.txt"))
        for case in self.cases:
            with self.subTest(case["file"]):
                self.assertIsNone(verdict.fault_of(case, self._replay(case), reviewed))
                self.assertTrue(self.gateway.is_serving(), "the gateway does not serve any more")
        self.assertEqual(reviewed.unused(), [], "not needed in reviewed.txt")
        # Few cases would mean that the data is not what this test is for.
        self.assertGreater(len(self.cases), 100)

    def test_repeated_requests_leave_nothing_in_memory(self):
        for case in self.cases:
            self._replay(case)
        before_mib = self.gateway.memory_mib()
        for _ in range(_MORE_ROUNDS):
            for case in self.cases:
                self._replay(case)
        self.assertLess(self.gateway.memory_mib() - before_mib, _GROWTH_MIB)
        self.assertTrue(self.gateway.is_serving())


if __name__ == "__main__":
    unittest_main.main()
