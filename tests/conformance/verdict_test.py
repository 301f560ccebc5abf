#!/usr/bin/env python3
"""Tests the verdict over contents, statuses and errors of an answer."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [_HERE, os.path.join(_HERE, "testing"), os.path.join(_HERE, "../../tools")]

import answer  # pylint: disable=wrong-import-position
import contents  # pylint: disable=wrong-import-position
import fake_gateway  # pylint: disable=wrong-import-position
import names  # pylint: disable=wrong-import-position
import unittest_main  # pylint: disable=wrong-import-position
from lxml import etree  # pylint: disable=wrong-import-position


def doc(name, status="Approved", kind=names.STABLE_ENTRY):
    return '<ExtrinsicObject id="%s" objectType="%s" status="x:%s"/>' % (name, kind, status)


def package(name, node, status="Approved"):
    return '<RegistryPackage id="%s" status="x:%s"><Classification classificationNode="%s"/></RegistryPackage>' % (
        name, status, node)


def submission_set(name="s", status="Approved"):
    return package(name, names.SET_NODE, status)


def link(source, target, kind="HasMember", name=""):
    return '<Association id="%s" associationType="x:%s" sourceObject="%s" targetObject="%s"/>' % (
        name, kind, source, target)


def faults(expected, *objects, use_id=lambda element: element.get("id")):
    body = etree.fromstring('<AdhocQueryResponse><RegistryObjectList xmlns="%s">%s</RegistryObjectList>'
                            "</AdhocQueryResponse>" % (names.RIM, "".join(objects)))
    return contents.judge(etree.fromstring("<ExpectedContents>%s</ExpectedContents>" % expected), body, use_id)


ONE_DOC = (submission_set(), doc("d"), link("s", "d"))
IN_FOLDER = (submission_set(), doc("d"), package("f", names.FOLDER_NODE), link("s", "d"), link("s", "f"),
             link("f", "d", name="m"), link("s", "m"))


class ContentsTest(unittest.TestCase):

    def test_what_is_as_expected_has_no_fault(self):
        cases = (
            ("<Documents count='2'/>", (doc("a"), doc("b"))),
            ("<Documents count='0'/><Folders count='0'/><Associations count='0'/><SubmissionSets count='0'/>", ()),
            ("<ObjectRefs count='1'/>", ('<ObjectRef id="a"/>',)),
            ("<None/>", ()),
            ("<SSwithOneDoc/>", ONE_DOC),
            ("<SSwithTwoDoc/>", ONE_DOC[:2] + (doc("e"), link("s", "e"), link("s", "d"))),
            ("<SSwithOneFol/>", (submission_set(), package("f", names.FOLDER_NODE), link("s", "f"))),
            ("<SSwithOneDocOneFol/>", IN_FOLDER),
            ("<SSApproved/>", ONE_DOC),
            ("<DocApp/><FolApp/>", (doc("a"),)),
            ("<DocDep/>", (doc("a", "Deprecated"),)),
            ("<FolDep/>", (package("f", names.FOLDER_NODE, "Deprecated"),)),
            ("<OneDocApp/><OneDocDep/>", (doc("a"), doc("b", "Deprecated"))),
            ("<HasXFRM_RPLC/>", (link("a", "b", "XFRM_RPLC"),)),
            ("<HasAPND/>", (link("a", "b", "APND"), link("a", "c", "APND"))),
            ("<DocRplcDoc/>", (doc("a"), doc("b", "Deprecated"), link("a", "b", "RPLC"))),
            ("<HasSnapshotPattern/>", (doc("a"), doc("b", kind=names.ON_DEMAND_ENTRY), link("a", "b", "IsSnapshotOf"))),
        )
        for expected, objects in cases:
            with self.subTest(expected):
                self.assertEqual(faults(expected, *objects), [])

    def test_each_pattern_sees_what_is_wrong(self):
        cases = (
            ("<Documents count='2'/>", (doc("a"),), "1 Documents instead of 2"),
            ("<Documents/>", (), "the plan wants Documents without a count"),
            ("<ObjectRefs count='1'/>", ('<ObjectRef id="a"/>', doc("a")), "1 documents instead of 0"),
            ("<None/>", (doc("a"),), "1 documents instead of 0"),
            ("<None/>", ('<ObjectRef id="a"/>',), "1 object references instead of 0"),
            ("<SSwithOneDoc/>", ONE_DOC + (link("d", "x", "RPLC"),), "2 associations instead of 1"),
            ("<SSwithOneDoc/>", ONE_DOC[:2] + (link("s", "x"),), "no HasMember from the submission set to d"),
            ("<SSwithOneDoc/>", (submission_set(status="Deprecated"),) + ONE_DOC[1:],
             "a submission set is Deprecated instead of Approved"),
            ("<SSwithOneDocOneFol/>", IN_FOLDER[:-1] + (link("s", "x"),),
             "the membership m is no member of the submission set"),
            ("<DocApp/>", (doc("a", "Deprecated"),), "a document is Deprecated instead of Approved"),
            ("<OneDocDep/>", (doc("a"),), "0 documents are Deprecated instead of 1"),
            ("<HasRPLC/>", (), "no RPLC association"),
            ("<HasRPLC/>", (link("a", "b", "RPLC"), link("c", "b", "RPLC")), "two RPLC associations to one document"),
            ("<Bells/>", (), "the plan wants the contents Bells, which are unknown"),
        )
        for expected, objects, fault in cases:
            with self.subTest(expected):
                self.assertEqual(faults(expected, *objects), [fault])

    def test_entries_are_told_by_id_and_type(self):
        wanted = ("<DocumentEntries><%s><DocumentEntry><UseId id='a'/><DocumentEntryType>" + names.STABLE_ENTRY +
                  "</DocumentEntryType></DocumentEntry></%s></DocumentEntries>")
        only, some, none = (wanted % (word, word) for word in ("MustOnlyInclude", "Include", "Exclude"))
        self.assertEqual(faults(only, doc("a")), [])
        self.assertEqual(faults(only, doc("a"), doc("b")), ["2 documents in the answer, of which 1 should be"])
        self.assertEqual(faults(some, doc("a"), doc("b")), [])
        self.assertEqual(faults(some, doc("b")), ["a is not in the answer"])
        self.assertEqual(faults(some, doc("a", kind="other")), ["a has objectType other"])
        self.assertEqual(faults(none, doc("a")), ["a should not be in the answer"])


class AnswerTest(unittest.TestCase):

    def judge(self, body, statuses, codes=(), messages=()):
        return answer.judge_status(answer.read_answer(body), statuses, codes, messages)

    def test_statuses_codes_and_messages(self):
        refused = fake_gateway.registry_response("Failure", [("XDSMissingDocument", "no bytes for Document01")])
        cases = (
            (fake_gateway.registry_response(), ["Success"], (), (), 0),
            (fake_gateway.registry_response(), [], (), (), 0),
            (refused, ["Failure"], ["XDSMissingDocument"], ["Document01"], 0),
            (refused, ["Failure"], (), ["XDSMissingDocument"], 0),
            (refused, ["Success,Failure"], (), (), 0),
            (refused, [], (), (), 1),
            (refused, ["Failure"], ["XDSMissing"], (), 1),
            (refused, ["Failure"], (), ["Document02"], 1),
            (fake_gateway.registry_response("Failure"), ["Failure"], (), (), 1),
            (fake_gateway.registry_response("Success", [("XDSRegistryError", "x")]), ["Success"], (), (), 1),
            (fake_gateway.registry_response("PartialSuccess", [("XDSRegistryError", "x")]), ["Success"], (), (), 1),
            (etree.fromstring('<x status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:PartialSuccess"/>'),
             ["PartialSuccess"], (), (), 1),
        )
        for body, statuses, codes, messages, count in cases:
            with self.subTest(str((etree.tostring(body), statuses, codes, messages))):
                self.assertEqual(len(self.judge(body, statuses, codes, messages)), count)

    def test_a_fault_is_a_status(self):
        fault = etree.fromstring('<Fault xmlns="%s"><Reason><Text>too bad</Text></Reason></Fault>' % names.SOAP_12)
        self.assertEqual(self.judge(fault, ["Fault"]), [])
        self.assertEqual(self.judge(fault, ["Success"]), ["status Fault instead of Success (too bad)"])


if __name__ == "__main__":
    unittest_main.main()
