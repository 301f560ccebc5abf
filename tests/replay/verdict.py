"""What a request of the test data is to get: by cases.json, or by the reviewed list."""
import re

# Messages of nobody's transaction: what is asked is that they can be read, so that the fault is about their content.
_READ_ONLY = ("XML parser", "MIME multipart/related / XOP")
_WAS_READ = re.compile(r"fault Sender: (the root of the message is no Envelope|the header wsa:Action is missing)")
# What cases.json leaves open for XML: "a SOAP edge may refuse DTDs altogether".
_NO_DTD = re.compile(r"fault Sender: the XML of the message: .*DOCTYPE")
_REFUSED = re.compile(r"fault (Sender|VersionMismatch|MustUnderstand|DataEncodingUnknown): |Failure |HTTP 4\d\d|"
                      r"A[ER]( |$)")


class Reviewed:
    """The reviewed list."""

    def __init__(self, path):
        self._lines = {}
        self._used = set()
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.strip() and not line.startswith("#"):
                    name, outcome, reason = (part.strip() for part in line.split(" | "))
                    if name in self._lines or not reason:
                        raise ValueError("%s: %s is there twice, or without a reason" % (path, name))
                    self._lines[name] = outcome

    def outcome(self, name):
        """How the outcome of a file has to begin, None when cases.json alone says it."""
        return self._lines.get(name)

    def use(self, name):
        self._used.add(name)

    def unused(self):
        return sorted(set(self._lines) - self._used)


def is_as_the_case_says(case, outcome):
    if case["expected"] == "failure":
        return bool(_REFUSED.match(outcome))
    if case["transaction"] in _READ_ONLY:
        return bool(_WAS_READ.match(outcome) or _NO_DTD.match(outcome))
    return outcome in ("success", "AA")


def fault_of(case, outcome, reviewed):
    """Why an outcome is wrong, None when it is right."""
    wanted = reviewed.outcome(case["file"])
    if is_as_the_case_says(case, outcome):
        return None
    if wanted is None:
        return "%s expected, got: %s" % (case["expected"], outcome)
    reviewed.use(case["file"])
    return None if outcome.startswith(wanted) else "%s expected by the reviewed list, got: %s" % (wanted, outcome)
