#!/usr/bin/env python3
"""A submission in each charset that real senders use: its letters come back as they were meant."""
import os
import sys
import unittest

from lxml import etree

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [_HERE, os.path.join(_HERE, "../conformance"), os.path.join(_HERE, "../../tools")]

# pylint: disable=wrong-import-position
import gateway_under_test
import names
import outcome
import small_submission
import soap_message
import transactions
import unittest_main
from names import descendants

_REGISTER = transactions.SOAP["Register"]
_QUERY = transactions.SOAP["StoredQuery"]
_LATIN = "Epikrise på bokmål, «Ærøskøbing»"
# Title, encoding of the bytes, charset of the Content-Type, encoding of the XML declaration.
_CASES = (
    ("Blåbær 血 😀", "utf-8", "UTF-8", "UTF-8"),
    ("Blåbær 血 😀", "utf-8-sig", None, None),
    ("Blåbær 血 😀", "utf-16", "UTF-16", "UTF-16"),
    ("Blåbær 血 😀", "utf-16", None, None),
    (_LATIN, "iso-8859-1", None, "ISO-8859-1"),
    (_LATIN, "iso-8859-1", "ISO-8859-1", None),
    # The header goes before the declaration [RFC 7303, 3].
    (_LATIN, "iso-8859-1", "ISO-8859-1", "UTF-8"),
    (_LATIN + " €", "windows-1252", "windows-1252", "windows-1252"),
    (_LATIN + " €", "iso-8859-15", None, "ISO-8859-15"),
    ("Выписка", "iso-8859-5", None, "ISO-8859-5"),
)


class CharsetTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.gateway = gateway_under_test.GatewayUnderTest(gateway_under_test.default_binaries())
        cls.addClassCleanup(cls.gateway.close)

    def _titles(self, patient):
        query = soap_message.envelope(gateway_under_test.find_documents(patient), _QUERY.action, "urn:x",
                                      soap_message.new_message_id())
        answer = self.gateway.post(_QUERY.service, *soap_message.plain(query))
        _, content_type, body = outcome.http_answer(answer)
        entries = descendants(soap_message.read(content_type, body).body, "ExtrinsicObject")
        return [names.children(names.children(entry, "Name")[0])[0].get("value") for entry in entries]

    def test_letters_come_back(self):
        for title, encoding, charset, declared in _CASES:
            with self.subTest(encoding=encoding, charset=charset, declared=declared):
                patient = self.gateway.new_patient()
                submit = small_submission.submit_objects(patient, small_submission.new_unique_id(), title,
                                                         (self.gateway.repository_unique_id, b"text"))
                root = soap_message.envelope(submit, _REGISTER.action, "urn:x", soap_message.new_message_id())
                declaration = "<?xml version='1.0' encoding='%s'?>" % declared if declared else ""
                content = (declaration + etree.tostring(root, encoding="unicode")).encode(encoding)
                content_type = "application/soap+xml" + ("; charset=" + charset if charset else "")
                answer = self.gateway.post(_REGISTER.service, content_type, content)
                self.assertEqual(outcome.of_http(answer), "success")
                self.assertEqual(self._titles(patient), [title])


if __name__ == "__main__":
    unittest_main.main()
