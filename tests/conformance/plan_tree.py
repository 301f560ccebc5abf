"""A folder of test plans in the layout of the NIST XDS toolkit.

A test is a folder with sections; a section is a folder with a testplan.xml, whose TestSteps hold one
transaction element each. A plan is one testplan.xml and is called "test/section", below
testkit/tests; elsewhere the path goes before it, as in "utilities/FindDocuments/XDS". index.idx lists
the sections of a test in running order; the source does not run a section that is not in it.
"""
import dataclasses
import glob
import os

from lxml import etree

from names import children, local, text_of

# What a step may have beside its transaction.
_STEP_PARTS = ("ExpectedStatus", "ExpectedErrorMessage", "ExpectedErrorCode", "NewPatientId", "AltPatientId", "Rule",
               "Goal", "Standard", "RegistryEndpoint")
# Files of a stranger; larger ones are no test plan.
_MAX_BYTES = 16 << 20


class BadPlan(Exception):
    """A file that is not what the layout asks for; the text tells which and why."""


def parse_file(path):
    """The root element of an XML file. Raises BadPlan; never reads another file or the network."""
    try:
        if os.path.getsize(path) > _MAX_BYTES:
            raise BadPlan("%s is larger than %d bytes" % (path, _MAX_BYTES))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                                 remove_pis=True)
        with open(path, "rb") as file:
            # A few files begin with empty lines, before which XML allows no declaration.
            return etree.fromstring(file.read().lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except OSError as error:
        raise BadPlan("there is no file %s" % os.path.basename(path)) from error
    except etree.XMLSyntaxError as error:
        raise BadPlan("%s is no XML: %s" % (os.path.basename(path), error)) from error


@dataclasses.dataclass
class Step:
    """One TestStep: `transaction` is its transaction element, None where it has none."""
    id: str
    element: object
    transaction: object

    @property
    def kind(self):
        """The name of the transaction element without "Transaction"; "" where there is none."""
        if self.transaction is None:
            return ""
        name = local(self.transaction)
        return name[:-len("Transaction")] if name.endswith("Transaction") else name

    def texts(self, name):
        """The texts of the parts of the step called `name`."""
        return [text_of(part) for part in children(self.element, name)]

    def has(self, name):
        return bool(children(self.element, name))


@dataclasses.dataclass
class Plan:
    """One testplan.xml."""
    test: str
    section: str
    folder: str
    listed: bool
    steps: list = dataclasses.field(default_factory=list)
    collections: tuple = ()
    sut_initiates: bool = False
    # Why the plan cannot be read; "" when it can.
    defect: str = ""

    @property
    def id(self):
        return self.test + "/" + self.section if self.section else self.test

    @property
    def path(self):
        return os.path.join(self.folder, "testplan.xml")

    def load(self):
        """Reads the steps; a plan that cannot be read gets a `defect`."""
        try:
            root = parse_file(self.path)
        except BadPlan as error:
            self.defect = str(error)
            return
        self.sut_initiates = bool(children(root, "SUTInitiates"))
        for element in children(root, "TestStep"):
            transactions = [part for part in children(element) if local(part) not in _STEP_PARTS]
            if len(transactions) > 1:
                self.defect = "step %s has %d transactions" % (element.get("id"), len(transactions))
            self.steps.append(Step(element.get("id", ""), element, transactions[0] if transactions else None))
        if not self.steps:
            self.defect = "no TestStep"


def _words(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return tuple(file.read().split())
    except OSError:
        return ()


def roots_of(folder):
    """The folders below which tests are, with the prefix of their names.

    `folder` may hold testkit/, or be testkit/, or be the folder of tests itself.
    """
    if os.path.isdir(os.path.join(folder, "testkit")):
        folder = os.path.join(folder, "testkit")
    if not os.path.isdir(os.path.join(folder, "tests")):
        return [("", folder)]
    others = [name for name in sorted(os.listdir(folder))
              if name != "tests" and os.path.isdir(os.path.join(folder, name))]
    return [("", os.path.join(folder, "tests"))] + [(name + "/", os.path.join(folder, name)) for name in others]


def _plans_below(prefix, root):
    below = {}
    for path in glob.glob(os.path.join(glob.escape(root), "**", "testplan.xml"), recursive=True):
        folder = os.path.dirname(path)
        parts = os.path.relpath(folder, root).split(os.sep)
        if parts == ["."]:
            continue
        test = parts[0] if len(parts) == 1 else "/".join(parts[:-1])
        section = "" if len(parts) == 1 else parts[-1]
        below.setdefault(test, []).append((section, folder))
    for test in sorted(below):
        test_folder = os.path.join(root, *test.split("/"))
        index = _words(os.path.join(test_folder, "index.idx"))
        order = {section: place for place, section in enumerate(index)}
        has_sections = any(section for section, _ in below[test])
        for section, folder in sorted(below[test], key=lambda found: (order.get(found[0], len(order)), found[0])):
            # Beside sections, a plan of the test itself is left from an older layout.
            listed = section in order if index and section else not (has_sections and not section)
            plan = Plan(prefix + test, section, folder, listed)
            plan.collections = _words(os.path.join(test_folder, "collections.txt"))
            plan.load()
            yield plan


class PlanTree:
    """All plans of a folder, in the order of their tests and of the sections in index.idx."""

    def __init__(self, folder):
        """Raises BadPlan when there are none."""
        self.folder = folder
        self.plans = [plan for prefix, root in roots_of(folder) for plan in _plans_below(prefix, root)]
        if not self.plans:
            raise BadPlan("no testplan.xml below %s" % folder)
        self._by_id = {(plan.test, plan.section): plan for plan in self.plans}

    def find(self, test, section):
        """The plan, or None."""
        return self._by_id.get((test, section))

    def sections(self, test):
        """The plans of a test in running order."""
        return [plan for plan in self.plans if plan.test == test]

    def has_test(self, test):
        return any(plan.test == test for plan in self.plans)
