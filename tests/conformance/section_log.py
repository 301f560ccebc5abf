"""What is remembered of a section that was run: the log document of the toolkit's shape and the
values its steps report to later ones.

  <TestResults>
    <TestStep id="submit">
      <RegisterTransaction step="submit">
        <InputMetadata> the request as sent </InputMetadata>
        <Result> the body of the answer </Result>
"""
import copy

from lxml import etree

from names import (ENTRY_UNIQUE_ID, PATIENT_ID_SCHEMES, SOURCE_ID, UNIQUE_ID_SCHEMES, descendants)


class NotThere(Exception):
    """A value that another step should have reported is not there."""


def _detached(element):
    """A copy of an element in a document of its own, so that "//" stays inside it."""
    return copy.deepcopy(element)


def xpath_text(root, expression):
    """The string of the first thing an XPath selects. Raises NotThere when it selects nothing, or is no
    XPath."""
    try:
        found = root.xpath(" ".join(expression.split()))
    except etree.XPathError as error:
        raise NotThere("XPath %s: %s" % (" ".join(expression.split()), error)) from error
    if isinstance(found, list):
        if not found:
            raise NotThere("XPath %s selects nothing" % " ".join(expression.split()))
        found = found[0]
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, float):
        return "%g" % found
    return "".join(found.itertext()).strip() if isinstance(found, etree._Element) else str(found)


class StepLog:
    """What one step left behind."""

    def __init__(self, parent, step_id, transaction_name):
        self.id = step_id
        # Object id (symbolic) -> value; the sections of UseId.
        self.assigned = {"AssignedUids": {}, "AssignedUuids": {}, "AssignedPatientId": {}, "AssignedSourceId": {}}
        self.reports = {}
        # Why a Report has no value, by its name.
        self.missing = {}
        self.documents = []
        self.passed = False
        element = etree.SubElement(parent, "TestStep", id=step_id)
        self._output = etree.SubElement(element, transaction_name, step=step_id) if transaction_name else element

    def _part(self, name):
        found = self._output.find(name)
        return etree.SubElement(self._output, name) if found is None else found

    def put_request(self, request):
        self._part("InputMetadata").append(copy.deepcopy(request))

    def put_result(self, body):
        self._part("Result").append(copy.deepcopy(body))

    @property
    def result(self):
        """The answer's body element, or None."""
        found = self._output.find("Result")
        return found[0] if found is not None and len(found) else None

    @property
    def request(self):
        found = self._output.find("InputMetadata")
        return found[0] if found is not None and len(found) else None

    def report(self, name, section, expression):
        """Keeps the value of an XPath over the request (InputMetadata) or the answer (Result)."""
        part = self._output.find(section)
        if part is None:
            raise NotThere("there is no %s to report %s from" % (section, name))
        self.reports[name] = xpath_text(_detached(part), expression)

    def report_assigned(self):
        """The automatic reports of the ids that were assigned."""
        for section, suffix in (("AssignedUids", "_uid"), ("AssignedUuids", "_uuid")):
            for name, value in self.assigned[section].items():
                self.reports[name + suffix] = value

    def use_id(self, section, name):
        """The value that was assigned to an object. Raises NotThere."""
        assigned = self.assigned.get(section)
        if assigned is None:
            raise NotThere("UseId of the unknown section %s" % section)
        if name in assigned:
            return assigned[name]
        # What the step kept as it was in the file, and what it took over from other steps.
        kept = self._kept(section, name)
        if kept is None:
            raise NotThere("step %s has no %s of %s" % (self.id, section, name))
        return kept

    def _kept(self, section, name):
        schemes = {"AssignedUids": UNIQUE_ID_SCHEMES, "AssignedPatientId": PATIENT_ID_SCHEMES,
                   "AssignedSourceId": (SOURCE_ID,)}.get(section)
        if self.request is None or schemes is None:
            return None
        object_id = self.assigned["AssignedUuids"].get(name, name)
        for identifier in descendants(self.request, "ExternalIdentifier"):
            if identifier.get("identificationScheme") in schemes and identifier.getparent().get("id") == object_id:
                return identifier.get("value")
        return None

    def object_refs(self):
        """Ids of the ObjectRefs of the answer, in order."""
        if self.result is None:
            return []
        return [found.get("id") for found in descendants(self.result, "ObjectRef")]

    def entry(self, unique_id):
        """The ExtrinsicObject of the answer that has the uniqueId, or None."""
        for found in descendants(self.result, "ExternalIdentifier") if self.result is not None else []:
            if found.get("identificationScheme") == ENTRY_UNIQUE_ID and found.get("value") == unique_id:
                return found.getparent()
        return None


class SectionLog:
    """The steps of one section."""

    def __init__(self, plan):
        self.plan = plan
        self.document = etree.Element("TestResults")
        self.steps = {}

    def new_step(self, step_id, transaction_name):
        self.steps[step_id] = StepLog(self.document, step_id, transaction_name)
        return self.steps[step_id]

    def step(self, step_id):
        """Raises NotThere."""
        found = self.steps.get(step_id)
        if found is None:
            raise NotThere("%s has run no step %s" % (self.plan.id, step_id))
        return found

    def answers_only(self):
        """The log without what was sent: an assertion about a server may not be met by our own request."""
        answers = copy.deepcopy(self.document)
        for element in list(answers.iter("InputMetadata")):
            element.getparent().remove(element)
        return answers
