#!/usr/bin/env python3
"""Tests the list of what is not applicable, and how an outcome is told."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [_HERE, os.path.join(_HERE, "testing"), os.path.join(_HERE, "../../tools")]
import tempfile
import types

import report  # pylint: disable=wrong-import-position
import unittest_main  # pylint: disable=wrong-import-position
from applicability import BadList, NotApplicable  # pylint: disable=wrong-import-position
from plan_run import FAIL, NOT_APPLICABLE, PASS, PlanResult  # pylint: disable=wrong-import-position
from set_up import BadSetUp, SetUp  # pylint: disable=wrong-import-position
from step_runner import StepResult  # pylint: disable=wrong-import-position


def plan(plan_id="1/a", kinds=("Register",), collections=("reg",), listed=True, sut_initiates=False):
    return types.SimpleNamespace(id=plan_id, collections=collections, listed=listed, sut_initiates=sut_initiates,
                                 steps=[types.SimpleNamespace(kind=kind) for kind in kinds])


def written(text):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as file:
        file.write(text)
    return file.name


def results():
    refused = StepResult("s", "RegisterTransaction", "ITI-42", "Failure", ["XDSRegistryError"], ["<b>bad</b>\nnews"])
    return [PlanResult(plan("1/a"), PASS, "", [StepResult("s", "RegisterTransaction", "ITI-42", "Success")]),
            PlanResult(plan("1/b"), FAIL, "step s: <b>bad</b>\nnews", [refused]),
            PlanResult(plan("2/a"), NOT_APPLICABLE, "another actor")]


class NotApplicableTest(unittest.TestCase):

    def reason(self, text, *args, **kwargs):
        path = written(text)
        self.addCleanup(os.remove, path)
        return NotApplicable(path).reason(plan(*args, **kwargs), lambda test: test == "there")

    def test_lines_match_by_their_kind(self):
        cases = (
            ("plan 1/*: x", {}, "x"),
            ("plan 2/*: x", {}, ""),
            ("transaction Reg*: x", {}, "x"),
            ("transaction StoredQuery: x", {}, ""),
            ("collection rg*: x", {"collections": ("reg", "rg(xca)")}, "x"),
            ("initiates *: x", {}, ""),
            ("initiates *: x", {"sut_initiates": True}, "x"),
            ("without there 1/*: x", {}, ""),
            ("without gone 1/*: x", {}, "x"),
            ("# a remark\n\nplan 1/a: x\nplan 1/a: y", {}, "x"),
        )
        for text, of_plan, reason in cases:
            with self.subTest(text):
                self.assertEqual(self.reason(text, **of_plan), reason)

    def test_what_the_index_leaves_out_is_retired(self):
        self.assertIn("retired", self.reason("", listed=False))

    def test_a_line_without_a_reason_is_refused(self):
        for text in ("plan 1/a", "plan 1/a: ", "plans 1/a: x", "plan 1/a 2/a: x"):
            with self.subTest(text), self.assertRaises(BadList):
                self.reason(text)

    def test_the_files_of_the_project_can_be_read(self):
        self.assertGreater(len(NotApplicable(os.path.join(_HERE, "not_applicable.txt")).rules), 10)
        self.assertEqual(SetUp(os.path.join(_HERE, "set_up.txt")).present_name("11890"), "12346")

    def test_a_wrong_set_up_is_refused(self):
        path = written("patience 1 2")
        self.addCleanup(os.remove, path)
        with self.assertRaises(BadSetUp):
            SetUp(path)


class ReportTest(unittest.TestCase):

    def test_lines(self):
        self.assertEqual([report.line_of(result) for result in results()],
                         ["PASS 1/a", "FAIL 1/b: step s: <b>bad</b> news", "NOT APPLICABLE 2/a: another actor"])

    def test_the_json_counts_plans_and_has_their_steps(self):
        outcome = report.as_json(results(), "plans")
        self.assertEqual((outcome["passed"], outcome["failed"], outcome["not_applicable"]), (1, 1, 1))
        self.assertEqual(outcome["plans"][1]["steps"][0]["error_codes"], ["XDSRegistryError"])

    def test_the_page_shows_text_as_text(self):
        page = report.as_html(report.as_json(results(), "plans"))
        self.assertIn("&lt;b&gt;bad", page)
        self.assertNotIn("<b>", page)
        self.assertIn("conformance: 1 passed, 1 failed, 1 not applicable", page)

    def test_the_section_takes_the_place_of_the_old_one(self):
        section = report.as_markdown(report.as_json(results(), "plans"))
        self.assertIn("| 1 | 1 passed, 1 failed: ITI-42 |", section)
        self.assertIn("| 2/a | another actor |", section)
        once = report.put_into("# By hand\n", section)
        self.assertTrue(once.startswith("# By hand\n"))
        self.assertEqual(report.put_into(once, section), once)
        self.assertEqual(report.put_into(once + "After\n", "new").count(report.BEGIN), 1)
        self.assertTrue(report.put_into(once + "After\n", "new").endswith("After\n"))


if __name__ == "__main__":
    unittest_main.main()
