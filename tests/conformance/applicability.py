"""Which plans are not ours to pass: a closed list in a file, reviewed by people.

A line is `KIND PATTERN: reason`; KIND is

  plan         the plan's id matches the pattern
  transaction  a step of the plan has this transaction element (without "Transaction")
  collection   collections.txt of the test has this word
  initiates    the plan says that the system under test acts by itself; the pattern is *
  without      as plan, but only while the test of the first word is not there: "without 12310 12337/*"

Patterns are those of file names. The first line that matches decides, whatever the plan's outcome is.
"""
import fnmatch


class BadList(Exception):
    """A line of the list that does not have its form."""


class NotApplicable:
    """The list of a file. Raises BadList."""

    KINDS = {"plan": 2, "transaction": 2, "collection": 2, "initiates": 2, "without": 3}

    def __init__(self, path):
        self.rules = []
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.strip()
                if not line or line.startswith("#"):
                    continue
                head, colon, reason = line.partition(": ")
                words = head.split()
                if not colon or not reason.strip() or not words or self.KINDS.get(words[0]) != len(words):
                    raise BadList("line %d is not 'KIND PATTERN: reason'" % number)
                self.rules.append((words[0], words[-1], words[1] if len(words) == 3 else "", reason.strip()))

    def reason(self, plan, has_test):
        """Why the plan is not ours; "" when it is. `has_test` tells whether a test is there."""
        for kind, pattern, missing, reason in self.rules:
            if missing and has_test(missing):
                continue
            if any(fnmatch.fnmatchcase(subject, pattern) for subject in self._subjects(kind, plan)):
                return reason
        return "" if plan.listed else "retired: index.idx of its test does not list it, so the source does not run it"

    @staticmethod
    def _subjects(kind, plan):
        if kind in ("plan", "without"):
            return [plan.id]
        if kind == "transaction":
            return [step.kind for step in plan.steps]
        if kind == "collection":
            return plan.collections
        return ["*"] if plan.sut_initiates else []
