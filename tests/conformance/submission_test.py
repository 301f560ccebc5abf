#!/usr/bin/env python3
"""Tests what becomes of a submission and of a query template before they are sent."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [_HERE, os.path.join(_HERE, "testing"), os.path.join(_HERE, "../../tools")]

import http_body  # pylint: disable=wrong-import-position
import names  # pylint: disable=wrong-import-position
import submission  # pylint: disable=wrong-import-position
import symbols  # pylint: disable=wrong-import-position
import tree_maker  # pylint: disable=wrong-import-position
import unittest_main  # pylint: disable=wrong-import-position
from lxml import etree  # pylint: disable=wrong-import-position
from names import children, descendants, local  # pylint: disable=wrong-import-position


def values(request, schemes):
    return [found.get("value") for found in descendants(request, "ExternalIdentifier")
            if found.get("identificationScheme") in schemes]


class SubmissionTest(unittest.TestCase):

    def setUp(self):
        self.request = etree.fromstring(tree_maker.submission())
        self.ids = submission.IdSource("2.999.1")

    def test_the_patient_goes_into_every_object(self):
        assigned = submission.assign_patient(self.request, "7^^^&1.2&ISO")
        self.assertEqual(assigned, {"Document01": "7^^^&1.2&ISO", "SubmissionSet01": "7^^^&1.2&ISO"})
        self.assertEqual(values(self.request, names.PATIENT_ID_SCHEMES), ["7^^^&1.2&ISO"] * 2)

    def test_unique_ids_are_new_each_time(self):
        first = submission.assign_unique_ids(self.request, self.ids, [], [])
        second = submission.assign_unique_ids(self.request, self.ids, [], [])
        self.assertEqual(len(set(first.values()) | set(second.values())), 4)

    def test_an_object_keeps_its_unique_id(self):
        assigned = submission.assign_unique_ids(self.request, self.ids, ["Document01"], [])
        self.assertEqual(list(assigned), ["SubmissionSet01"])
        self.assertIn("1.2", values(self.request, names.UNIQUE_ID_SCHEMES))

    def test_a_scheme_keeps_its_unique_ids(self):
        assigned = submission.assign_unique_ids(self.request, self.ids, [], [names.SET_UNIQUE_ID])
        self.assertEqual(list(assigned), ["Document01"])

    def test_names_that_are_no_oids_are_never_kept(self):
        self.request.find(".//{*}ExtrinsicObject/{*}ExternalIdentifier[2]").set("value", "Document01_uniqueid")
        assigned = submission.assign_unique_ids(self.request, self.ids, [], [], keeps_oids=True)
        self.assertEqual(list(assigned), ["Document01"])

    def test_the_source_id_is_the_toolkits(self):
        submission.assign_source_id(self.request)
        self.assertEqual(values(self.request, [names.SOURCE_ID]), [submission.TOOLKIT_SOURCE_ID])

    def test_uuids_take_the_place_of_symbolic_ids_everywhere(self):
        assigned = submission.assign_uuids(self.request, self.ids)
        member = descendants(self.request, "Association")[0]
        self.assertEqual(member.get("sourceObject"), assigned["SubmissionSet01"])
        self.assertEqual(member.get("targetObject"), assigned["Document01"])
        self.assertEqual(descendants(self.request, "Classification")[0].get("classifiedObject"),
                         assigned["Document01"])

    def test_uuids_stay(self):
        submission.assign_uuids(self.request, self.ids)
        self.assertEqual(descendants(self.request, "Association")[1].get("targetObject"),
                         "urn:uuid:00000000-0000-4000-8000-000000000001")

    def test_ebrim_21_becomes_30(self):
        made = submission.to_ebrim_30(self.request)
        self.assertEqual(made.tag, "{%s}SubmitObjectsRequest" % names.LCM)
        objects = children(made[0])
        self.assertEqual([local(found) for found in objects],
                         ["ExtrinsicObject", "RegistryPackage", "Association", "Association"])
        entry = objects[0]
        self.assertEqual([local(part) for part in children(entry)],
                         ["Slot", "Name", "Classification", "ExternalIdentifier", "ExternalIdentifier"])
        self.assertEqual(entry.get("status"), names.APPROVED)
        self.assertEqual({part.get("registryObject") for part in children(entry, "ExternalIdentifier")}, {"Document01"})
        self.assertEqual([found.get("associationType") for found in objects[2:]],
                         ["urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember",
                          "urn:ihe:iti:2007:AssociationType:RPLC"])
        ids = [found.get("id") for found in made.iter() if local(found) in ("Association", "Classification")]
        self.assertEqual(len(set(ids)), 3)
        self.assertTrue(all(ids))

    def test_ebrim_30_stays(self):
        made = submission.to_ebrim_30(self.request)
        self.assertEqual(etree.tostring(submission.to_ebrim_30(made)), etree.tostring(made))


class HttpBodyTest(unittest.TestCase):

    HEAD = b"--b\nContent-ID: <1>\n\n"
    PATIENT = b'<ExternalIdentifier value="old" identificationScheme="%s"/>' % names.SET_PATIENT_ID.encode()
    UNIQUE_ID = b'<x:ExternalIdentifier id="i"\n value="1.2" identificationScheme="%s"/>' % names.SET_UNIQUE_ID.encode()

    def filled(self, content):
        return http_body.fill(content, {"$home$": "urn:a&b"}, "7^^^&1.2&ISO", submission.IdSource("2.999.1"))

    def test_symbols_patient_and_unique_ids_are_filled_in(self):
        made = self.filled(b"<a>$home$</a>" + self.PATIENT + self.UNIQUE_ID)
        self.assertIn(b"<a>urn:a&amp;b</a>", made)
        self.assertIn(b'value="7^^^&amp;1.2&amp;ISO"', made)
        self.assertIn(b'value="2.999.1.1"', made)

    def test_a_multipart_body_gets_its_line_ends_back_but_not_its_parts(self):
        made = self.filled(self.HEAD + b"one\ntwo\n\n--b\nContent-ID: <2>\n\nthree\n--b--\n")
        self.assertEqual(made, b"--b\r\nContent-ID: <1>\r\n\r\none\ntwo\n\r\n--b\r\nContent-ID: <2>\r\n\r\n"
                               b"three\r\n--b--\r\n")

    def test_a_body_with_its_line_ends_stays(self):
        content = self.HEAD.replace(b"\n", b"\r\n") + b"one\ntwo\r\n--b--\r\n"
        self.assertEqual(self.filled(content), content)

    def test_the_request_is_found_in_the_body(self):
        xml = b'<?xml version="1.0"?><s:Envelope xmlns:s="%s"><s:Body><a/></s:Body></s:Envelope>' % names.SOAP_12.encode()
        self.assertEqual(http_body.first_in_body(self.HEAD + xml + b"\n--b--").tag, "a")
        self.assertIsNone(http_body.first_in_body(b"nothing"))


class SymbolsTest(unittest.TestCase):

    def test_texts_and_attributes_are_replaced_but_documents_stay(self):
        root = etree.fromstring('<a b="$x$ $xy$"><c>$x$</c><Document>$x$</Document></a>')
        symbols.replace(root, {"$x$": "1", "$xy$": "2"})
        self.assertEqual(etree.tostring(root), b'<a b="1 2"><c>1</c><Document>$x$</Document></a>')

    def test_longer_names_go_first(self):
        self.assertEqual(symbols.replace_in("orig_uuid_2", {"orig_uuid": "a", "orig_uuid_2": "b"}), "b")

    def test_parameter_names_are_no_placeholders(self):
        root = etree.fromstring('<Slot name="$XDSDocumentEntryStatus"><Value>$left$</Value></Slot>')
        self.assertEqual(symbols.unresolved(root), ["$left$"])

    def test_what_is_left_of_a_template_goes(self):
        query = etree.fromstring(tree_maker.query())
        symbols.replace(query, {"$uid$": "1.2"})
        symbols.clean_parameters(query)
        self.assertEqual([slot.get("name") for slot in descendants(query, "Slot")], ["$XDSDocumentEntryUniqueId"])
        self.assertEqual([value.text for value in descendants(query, "Value")], ["('1.2')"])


if __name__ == "__main__":
    unittest_main.main()
