#!/usr/bin/env python3
"""Requests made to harm: each is refused or cut in bounded time and memory, and the gateway goes on."""
import concurrent.futures
import os
import re
import socket
import sys
import time
import unittest

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [_HERE, os.path.join(_HERE, "../conformance"), os.path.join(_HERE, "../../tools")]

# pylint: disable=wrong-import-position
import gateway_under_test
import hostile_frames
import hostile_requests
import outcome
import raw_socket
import small_submission
import soap_message
import submission
import transactions
import unittest_main
from stack import StackOptions

# The largest thing a head may take is ten seconds, a stalled body one, an MLLP message two.
_OPTIONS = StackOptions(gateway_fields="stall_limit_s: 1", mllp_fields="message_limit_s: 2")
# What the heap of each thread may keep; a message that leaked would be as much.
_GROWTH_MIB = 96
# More than the gateway answers and lets wait at once.
_STALLED_CONNECTIONS = 150
_RECOVERY_S = 10

_STATUS_LINE = re.compile(rb"HTTP/1\.1 \d{3} ")
_PROVIDE = transactions.SOAP["ProvideAndRegister"]


def _never(_):
    return False


class HostileTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.gateway = gateway_under_test.GatewayUnderTest(gateway_under_test.default_binaries(), _OPTIONS)
        cls.addClassCleanup(cls.gateway.close)
        cls.paths = cls.gateway.paths

    def _sent(self, case, address, is_whole):
        """The bytes that answer a case, None when there are none in time."""
        pieces = (case.sent,) if isinstance(case.sent, bytes) else case.sent()
        try:
            return raw_socket.exchange(address, pieces, _never if case.ends else is_whole, gateway_under_test.LIMIT_S)
        except raw_socket.NoAnswer:
            return None

    def _check(self, case, address, is_whole, read):
        with self.subTest(case.name):
            self.gateway.forget_peak()
            before_mib = self.gateway.memory_mib()
            answer = self._sent(case, address, is_whole)
            self.assertIsNotNone(answer, "no end in %d s" % gateway_under_test.LIMIT_S)
            self.assertRegex(read(answer), "^(%s)" % case.wanted)
            self.assertLessEqual(len(_STATUS_LINE.findall(answer)), 1, "a hidden request was answered")
            self.assertNotIn(b"root:", answer)
            self.assertLess(self.gateway.memory_mib(peak=True) - before_mib, case.memory_mib)
            self.assertTrue(self.gateway.is_serving(), "the gateway does not serve any more")

    def _check_http(self, cases):
        for case in cases:
            self._check(case, self.gateway.soap, raw_socket.is_whole_http, outcome.of_http)

    def test_xml_is_bounded_and_looks_nowhere_else(self):
        with socket.create_server(("127.0.0.1", 0)) as outside:
            outside.settimeout(0.5)
            self._check_http(hostile_requests.of_xml(self.paths, outside.getsockname()[1]))
            with self.assertRaises(TimeoutError, msg="the gateway has called a URL in a message"):
                outside.accept()

    def test_media_types_are_refused(self):
        self._check_http(hostile_requests.of_types(self.paths))

    def _provide(self):
        """An ITI-41 envelope that includes cid:document@docshare.test."""
        submit = small_submission.submit_objects(self.gateway.new_patient(), small_submission.new_unique_id(), "title")
        body = submission.provide_request(
            submit, [(small_submission.DOCUMENT_ID, soap_message.include("document@docshare.test"))])
        return soap_message.plain(soap_message.envelope(body, _PROVIDE.action, "urn:x",
                                                        soap_message.new_message_id()))[1]

    def test_broken_packages_are_refused(self):
        self._check_http(hostile_requests.of_packages(self.paths, self._provide))

    def test_nothing_hides_behind_a_request(self):
        self._check_http(hostile_requests.of_http(self.paths))

    def test_frames_are_bounded(self):
        for case in hostile_frames.of_mllp():
            self._check(case, self.gateway.mllp, raw_socket.is_whole_mllp, outcome.of_hl7)

    # All at once: each waits for a limit.
    def test_senders_that_stop_are_cut(self):
        cases = hostile_requests.of_patience(self.paths)
        with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
            answers = list(pool.map(lambda case: self._sent(case, self.gateway.soap, raw_socket.is_whole_http), cases))
        for case, answer in zip(cases, answers):
            with self.subTest(case.name):
                self.assertIsNotNone(answer, "no end in %d s" % gateway_under_test.LIMIT_S)
                self.assertTrue(re.match(case.wanted, outcome.of_http(answer)), outcome.of_http(answer))
        self.assertTrue(self.gateway.is_serving())

    def test_many_senders_that_stop_do_not_keep_others_out_for_long(self):
        path = self.paths[transactions.REGISTRY]
        begun = gateway_under_test.http_request(path, "application/soap+xml", b"x" * 100)[:-99]
        stalled = [socket.create_connection(self.gateway.soap) for _ in range(_STALLED_CONNECTIONS)]
        try:
            for connection in stalled:
                connection.sendall(begun)
            deadline = time.monotonic() + _RECOVERY_S
            while not self.gateway.is_serving() and time.monotonic() < deadline:
                time.sleep(0.1)
            self.assertTrue(self.gateway.is_serving())
        finally:
            for connection in stalled:
                connection.close()

    def test_large_messages_leave_nothing_in_memory(self):
        before_mib = self.gateway.memory_mib()
        with socket.create_server(("127.0.0.1", 0)) as outside:
            large = [case for case in hostile_requests.of_xml(self.paths, outside.getsockname()[1])
                     if case.memory_mib > 100]
        self._check_http(large * 2)
        self.assertLess(self.gateway.memory_mib() - before_mib, _GROWTH_MIB)


if __name__ == "__main__":
    unittest_main.main()
