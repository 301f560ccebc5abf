#!/usr/bin/env python3
"""Tests the writing and reading of SOAP messages, also of bytes that are none."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [_HERE, os.path.join(_HERE, "testing"), os.path.join(_HERE, "../../tools")]

import fake_gateway  # pylint: disable=wrong-import-position
import names  # pylint: disable=wrong-import-position
import soap_message  # pylint: disable=wrong-import-position
import unittest_main  # pylint: disable=wrong-import-position
from lxml import etree  # pylint: disable=wrong-import-position
from reply_listener import ReplyListener  # pylint: disable=wrong-import-position
from soap_client import CallFailed, SoapClient  # pylint: disable=wrong-import-position

BINARY = bytes(range(256)) + b"\r\n--x\r\n"


def retrieve_response(*contents):
    root = etree.Element("{%s}RetrieveDocumentSetResponse" % names.XDSB)
    for content in contents:
        reply = etree.SubElement(root, "{%s}DocumentResponse" % names.XDSB)
        document = etree.SubElement(reply, "{%s}Document" % names.XDSB)
        if isinstance(content, str):
            document.text = content
        else:
            document.append(content)
    return root


def envelope(body):
    return soap_message.envelope(body, "urn:action", "http://there/", "urn:uuid:1")


class SoapMessageTest(unittest.TestCase):

    def test_a_plain_message_reads_as_it_was(self):
        message = soap_message.read(*soap_message.plain(envelope(etree.Element("Hello"))))
        self.assertEqual((message.body.tag, message.action, message.is_mtom, message.documents),
                         ("Hello", "urn:action", False, []))

    def test_documents_come_out_of_their_parts_byte_for_byte(self):
        body = retrieve_response(soap_message.include("a b@x"), "aGVpCg==")
        packed = soap_message.mtom(envelope(body), "urn:action", [("a b@x", "application/pdf", BINARY)])
        message = soap_message.read(*packed)
        self.assertTrue(message.is_mtom)
        self.assertEqual(message.documents, [BINARY, b"hei\n"])

    def test_what_is_no_message_is_refused(self):
        good_type, good = soap_message.mtom(envelope(etree.Element("a")), "urn:action", [])
        cases = {
            "other media type": ("text/html", b"<html/>"),
            "no media type": ("", b"<html/>"),
            "no XML": ("application/soap+xml", b"<a"),
            "no envelope": ("application/soap+xml", b"<a/>"),
            "SOAP 1.1": ("application/soap+xml", b'<Envelope xmlns="%s"><Body><a/></Body></Envelope>' %
                         names.SOAP_11.encode()),
            "empty body": ("application/soap+xml", b'<Envelope xmlns="%s"><Body/></Envelope>' % names.SOAP_12.encode()),
            "no boundary": ("multipart/related", good),
            "another boundary": ('multipart/related; boundary="x"', good),
            "cut off": (good_type, good[:-30]),
            "start of no part": (good_type.replace("root@docshare.test", "other"), good),
            "part that is missing": soap_message.mtom(
                envelope(retrieve_response(soap_message.include("none"))), "urn:action", []),
            "no base64": soap_message.plain(envelope(retrieve_response("a!b"))),
        }
        for name, (content_type, content) in cases.items():
            with self.subTest(name), self.assertRaises(soap_message.BadMessage):
                soap_message.read(content_type, content)

    def test_entities_do_not_grow(self):
        bomb = b'<!DOCTYPE a [<!ENTITY b "%s">%s]><Envelope xmlns="%s"><Body><a>&c9;</a></Body></Envelope>' % (
            b"x" * 1000, b"".join(b'<!ENTITY c%d "%s">' % (i, (b"&c%d;" % (i - 1) if i else b"&b;") * 10)
                                  for i in range(10)), names.SOAP_12.encode())
        try:
            message = soap_message.read("application/soap+xml", bomb)
            self.assertLess(len("".join(message.body.itertext())), 10000)
        except soap_message.BadMessage:
            pass

    def test_deep_nesting_is_refused(self):
        deep = b'<Envelope xmlns="%s"><Body>%s%s</Body></Envelope>' % (
            names.SOAP_12.encode(), b"<a>" * 100000, b"</a>" * 100000)
        with self.assertRaises(soap_message.BadMessage):
            soap_message.read("application/soap+xml", deep)

    def test_a_message_may_not_be_endless(self):
        with self.assertRaises(soap_message.BadMessage):
            soap_message.read("application/soap+xml", b" " * (soap_message.MAX_BYTES + 1))


class SoapClientTest(unittest.TestCase):

    def test_calls_and_answers(self):
        with fake_gateway.FakeGateway(lambda action, body: fake_gateway.registry_response()) as server:
            client = SoapClient("127.0.0.1", server.port)
            packed = soap_message.plain(envelope(etree.Element("a")))
            message = client.call("/path", *packed)
            self.assertEqual((message.relates_to, message.action), ("urn:uuid:1", "urn:actionResponse"))
            self.assertEqual(server.requests[0][0], "/path")
            with self.assertRaises(CallFailed):
                client.accept("/path", *packed)

    def test_an_asynchronous_answer_comes_to_the_listener(self):
        with ReplyListener() as listener:
            port = int(listener.url.split(":")[2].split("/")[0])
            SoapClient("127.0.0.1", port).accept("/reply", *soap_message.plain(envelope(etree.Element("late"))))
            self.assertEqual(listener.message().body.tag, "late")


if __name__ == "__main__":
    unittest_main.main()
