#!/usr/bin/env python3
"""Tests the reading, ordering and running of plans, on small trees and a made-up gateway."""
import io
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [_HERE, os.path.join(_HERE, "testing"), os.path.join(_HERE, "../../tools")]

import conformance  # pylint: disable=wrong-import-position
import fake_gateway  # pylint: disable=wrong-import-position
import names  # pylint: disable=wrong-import-position
import tree_maker  # pylint: disable=wrong-import-position
import unittest_main  # pylint: disable=wrong-import-position
from lxml import etree  # pylint: disable=wrong-import-position
from patients import PatientIds  # pylint: disable=wrong-import-position
from plan_run import Gateway  # pylint: disable=wrong-import-position
from plan_tree import BadPlan, PlanTree  # pylint: disable=wrong-import-position
from references import References  # pylint: disable=wrong-import-position
from set_up import SetUp  # pylint: disable=wrong-import-position
from soap_client import SoapClient  # pylint: disable=wrong-import-position

SUBMIT = ("<TestStep id='submit'><ExpectedStatus>%s</ExpectedStatus>%s<RegisterTransaction><XDSb/>%s"
          "<MetadataFile>m.xml</MetadataFile></RegisterTransaction></TestStep>")
QUERY = ("<TestStep id='query'><ExpectedStatus>Success</ExpectedStatus><StoredQueryTransaction><XDSb/>%s"
         "<MetadataFile>q.xml</MetadataFile>%s</StoredQueryTransaction></TestStep>")
USE_UID = "<UseId testdir='../submit' step='submit' section='AssignedUids' id='Document01' symbol='$uid$'/>"


class Feed:
    """Takes every patient."""

    def __init__(self):
        self.fed = []

    def feed(self, patient_id):
        self.fed.append(patient_id)

    def move(self, *ids):
        self.fed.append(ids)


def query_response(inside=""):
    return etree.fromstring('<q:AdhocQueryResponse xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" status="%s">'
                            '<RegistryObjectList xmlns="%s">%s</RegistryObjectList></q:AdhocQueryResponse>'
                            % ("urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success", names.RIM, inside))


class InterpreterTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.feed = Feed()

    def plan(self, plan_id, steps, index=None):
        tree_maker.write_plan(self.folder, plan_id, steps,
                              {"m.xml": tree_maker.submission(), "q.xml": tree_maker.query()}, index)

    def run_plans(self, answer, only=None):
        """The lines of a run, and the requests that came."""
        out = io.StringIO()
        with fake_gateway.FakeGateway(answer) as server:
            paths = {"registry": "/registry", "repository": "/repository", "responding gateway": "/gateway"}
            gateway = Gateway(SoapClient("127.0.0.1", server.port), paths, self.feed, "urn:oid:2.999.1", "2.999.2")
            conformance.run_tree(PlanTree(self.folder), None, gateway, only, None, PatientIds(), out)
            return out.getvalue().splitlines(), [request for _, request in server.requests]

    def run_one(self, steps, reply):
        self.plan("1/a", steps)
        return self.run_plans(lambda action, body: reply)[0]

    # Running.

    def test_an_answer_as_expected_passes(self):
        self.assertEqual(self.run_one(SUBMIT % ("Success", "", ""), fake_gateway.registry_response()), ["PASS 1/a"])

    def test_another_status_fails_and_says_why(self):
        refused = fake_gateway.registry_response("Failure", [("XDSRegistryError", "no")])
        self.assertEqual(self.run_one(SUBMIT % ("Success", "", ""), refused),
                         ["FAIL 1/a: step submit: status Failure instead of Success (XDSRegistryError: no)"])

    def test_one_of_several_statuses_is_enough(self):
        refused = fake_gateway.registry_response("Failure", [("XDSRegistryError", "no")])
        self.assertEqual(self.run_one(SUBMIT % ("Success, Failure", "", ""), refused), ["PASS 1/a"])

    def test_the_error_code_must_be_the_expected_one(self):
        refused = fake_gateway.registry_response("Failure", [("XDSRegistryError", "no")])
        code = "<ExpectedErrorCode>XDSUnknownPatientId</ExpectedErrorCode>"
        self.assertIn("error code XDSUnknownPatientId is not in the answer",
                      self.run_one(SUBMIT % ("Failure", code, ""), refused)[0])

    def test_unknown_transactions_and_instructions_fail(self):
        steps = "<TestStep id='s'><TeleportTransaction/></TestStep>" + SUBMIT % ("Success", "", "<Teleport/>")
        line = self.run_one(steps, fake_gateway.registry_response())[0]
        self.assertIn("the transaction TeleportTransaction is unknown", line)
        self.assertIn("the instruction Teleport is unknown", line)

    def test_unknown_contents_fail(self):
        steps = QUERY % ("<CleanParams/>", "<ExpectedContents><Bells count='2'/></ExpectedContents>")
        self.assertIn("contents Bells, which are unknown", self.run_one(steps, query_response())[0])

    def test_a_gateway_that_does_not_answer_fails_the_plan(self):
        self.plan("1/a", SUBMIT % ("Success", "", ""))
        out = io.StringIO()
        gateway = Gateway(SoapClient("127.0.0.1", 1), {"registry": "/"}, self.feed, "", "")
        conformance.run_tree(PlanTree(self.folder), None, gateway, None, None, PatientIds(), out)
        self.assertIn("no answer from http://127.0.0.1:1/", out.getvalue())

    def test_values_go_from_step_to_step(self):
        self.plan("1/submit", SUBMIT % ("Success", "", "<AssignUuids/>"))
        self.plan("1/ask", QUERY % (USE_UID + "<CleanParams/>", ""), index="submit ask")
        lines, requests = self.run_plans(
            lambda action, body: query_response() if "Query" in action else fake_gateway.registry_response())
        self.assertEqual(lines, ["PASS 1/submit", "PASS 1/ask"])
        sent = [found.get("value") for found in names.descendants(requests[0].body, "ExternalIdentifier")
                if found.get("identificationScheme") == names.ENTRY_UNIQUE_ID]
        self.assertEqual([found.text for found in names.descendants(requests[1].body, "Value")], ["('%s')" % sent[0]])
        self.assertEqual(len(names.descendants(requests[1].body, "Slot")), 1)

    def test_a_test_runs_after_the_tests_it_needs(self):
        self.plan("1/a", QUERY % (USE_UID.replace("../submit", "../../2/submit") + "<CleanParams/>", ""))
        self.plan("2/submit", SUBMIT % ("Success", "", ""))
        lines, _ = self.run_plans(
            lambda action, body: query_response() if "Query" in action else fake_gateway.registry_response(), "1")
        self.assertEqual(lines, ["PASS 1/a"])

    def test_a_value_that_is_not_there_fails_the_step(self):
        self.plan("1/a", QUERY % (USE_UID, ""))
        self.assertEqual(self.run_plans(lambda action, body: query_response())[0],
                         ["FAIL 1/a: step query: cannot run: no step submit of ../submit"])

    def test_assertions_are_about_answers(self):
        assertion = ("<TestStep id='check'><NullTransaction><Assertions><Assert id='x'>//*[local-name()="
                     "'ExtrinsicObject']/@status = 'ok'</Assert></Assertions></NullTransaction></TestStep>")
        steps = QUERY % ("<CleanParams/>", "") + assertion
        self.assertEqual(self.run_one(steps, query_response('<ExtrinsicObject id="a" status="ok"/>')), ["PASS 1/a"])
        self.assertIn("assertion x does not hold",
                      self.run_one(steps, query_response('<ExtrinsicObject id="a" status="bad"/>'))[0])

    def test_the_current_patient_is_fed_and_filled_in(self):
        self.plan("1/a", SUBMIT % ("Success", "", ""))
        _, requests = self.run_plans(lambda action, body: fake_gateway.registry_response())
        patients = {found.get("value") for found in names.descendants(requests[0].body, "ExternalIdentifier")
                    if found.get("identificationScheme") in names.PATIENT_ID_SCHEMES}
        self.assertEqual(len(patients), 1)
        self.assertIn(patients.pop(), self.feed.fed)

    def test_an_alternative_patient_is_never_fed(self):
        self.plan("1/a", SUBMIT % ("Success", "<AltPatientId/>", ""))
        _, requests = self.run_plans(lambda action, body: fake_gateway.registry_response())
        sent = names.descendants(requests[0].body, "ExternalIdentifier")[0].get("value")
        self.assertNotIn(sent, self.feed.fed)

    def test_a_reported_patient_becomes_the_current_one(self):
        self.plan("2/pif", "<TestStep id='step'><PatientIdentityFeedTransaction/></TestStep>")
        report = "<UseReport reportName='$patientid$' test='2' section='pif' step='step' useAs='$patientid$'/>"
        self.plan("1/a", SUBMIT % ("Success", "", report) + SUBMIT.replace("'submit'", "'again'") % ("Success", "", ""))
        _, requests = self.run_plans(lambda action, body: fake_gateway.registry_response(), "1")
        patients = {found.get("value") for request in requests
                    for found in names.descendants(request.body, "ExternalIdentifier")
                    if found.get("identificationScheme") in names.PATIENT_ID_SCHEMES}
        self.assertEqual(len(patients), 1)

    def test_a_dry_run_tells_what_is_missing(self):
        self.plan("1/a", QUERY % ("", ""))
        out = io.StringIO()
        conformance.run_tree(PlanTree(self.folder), None, None, None, None, PatientIds(), out)
        self.assertEqual(out.getvalue(), "FAIL 1/a: step query: cannot run: no value for $id0$, $id1$, $uid$\n")

    # Reading.

    def test_sections_run_in_the_order_of_the_index(self):
        self.plan("1/b", SUBMIT % ("Success", "", ""), index="b a")
        self.plan("1/a", SUBMIT % ("Success", "", ""))
        self.plan("1/c", SUBMIT % ("Success", "", ""))
        plans = PlanTree(self.folder).plans
        self.assertEqual([(plan.id, plan.listed) for plan in plans], [("1/b", True), ("1/a", True), ("1/c", False)])

    def test_a_plan_that_is_no_xml_fails_alone(self):
        self.plan("1/a", "<TestStep>")
        self.plan("2/a", SUBMIT % ("Success", "", ""))
        lines, _ = self.run_plans(lambda action, body: fake_gateway.registry_response())
        self.assertIn("FAIL 1/a: the plan cannot be read: testplan.xml is no XML", lines[0])
        self.assertEqual(lines[1:], ["PASS 2/a"])

    def test_entities_are_not_read(self):
        secret = os.path.join(self.folder, "secret")
        with open(secret, "w", encoding="ascii") as file:
            file.write("the secret")
        tree_maker.write_plan(self.folder, "1/a", "")
        with open(os.path.join(self.folder, "1", "a", "testplan.xml"), "w", encoding="ascii") as file:
            file.write('<!DOCTYPE TestPlan [<!ENTITY s SYSTEM "%s">]><TestPlan><TestStep id="s"><ExpectedStatus>&s;'
                       "</ExpectedStatus></TestStep></TestPlan>" % secret)
        plan = PlanTree(self.folder).plans[0]
        self.assertNotIn("the secret", etree.tostring(plan.steps[0].element, encoding="unicode"))

    def test_a_folder_without_plans_is_refused(self):
        with self.assertRaises(BadPlan):
            PlanTree(self.folder)

    def test_tests_that_need_each_other_end(self):
        self.plan("1/a", QUERY % (USE_UID.replace("../submit", "../../2/a"), ""))
        self.plan("2/a", QUERY % (USE_UID.replace("../submit", "../../1/a"), ""))
        references = References(PlanTree(self.folder), SetUp(os.path.join(_HERE, "set_up.txt")))
        self.assertEqual(sorted(references.in_order(["1", "2"])), ["1", "2"])


if __name__ == "__main__":
    unittest_main.main()
