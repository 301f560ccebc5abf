"""Values that a step takes over from earlier ones: UseReport, UseId, UseObjectRef, UseXPath and their kind
(rules 2, 4 and 8)."""
from names import children, local, text_of
from section_log import NotThere, xpath_text


class StepValues:
    """Looks values up for the steps of one plan. `log` is the log of the plan's own section."""

    def __init__(self, run, plan, log):
        self._run = run
        self._plan = plan
        self._log = log

    def reports(self, transaction):
        """useAs -> value of the UseReport elements. Raises NotThere."""
        values = {}
        for element in children(transaction, "UseReport"):
            name, step = element.get("reportName"), element.get("step")
            if not name or not step or not element.get("useAs"):
                raise NotThere("a UseReport without reportName, step or useAs")
            source, place = self._section(element.get("test") or self._plan.test, element.get("section") or "")
            step_log = source.step(step)
            if name not in step_log.reports:
                raise NotThere("%s step %s reported no %s%s" % (
                    place, step, name, "".join(": " + why for why in [step_log.missing.get(name)] if why)))
            values[element.get("useAs")] = step_log.reports[name]
        return values

    def _section(self, test, section):
        if section == "THIS" or (test == self._plan.test and section == self._plan.section):
            return self._log, self._plan.id
        place = "%s/%s" % (test, section)
        return self._run.log_of(self._run.references.plan(test, section), place), place

    def step_of(self, element):
        """The StepLog that the testdir and step of an element name. Raises NotThere."""
        for found in self._run.references.by_testdir(self._plan, element.get("testdir")):
            source = self._log if found is self._plan else self._run.log_if_run(found)
            if source is not None and element.get("step") in source.steps:
                return source.step(element.get("step"))
        raise NotThere("no step %s of %s" % (element.get("step"), element.get("testdir") or self._plan.id))

    def use_id(self, element):
        """The value of one UseId. Raises NotThere."""
        return self.step_of(element).use_id(element.get("section"), element.get("id"))

    def ids(self, transaction, must_be_there):
        """symbol -> value of the other elements. Raises NotThere, but leaves out what is not there unless it
        must be: the toolkit itself ignores these elements in retrieves."""
        values = {}
        for element in children(transaction):
            try:
                value = self._value(element)
            except NotThere:
                if must_be_there:
                    raise
                continue
            if value is not None:
                values[element.get("symbol")] = value
        return values

    def _value(self, element):
        name = local(element)
        if name == "UseId":
            return self.use_id(element)
        if name == "UseXPath":
            return xpath_text(self.step_of(element).document, text_of(element))
        if name == "UseRepositoryUniqueId":
            return self._run.repository_unique_id
        if name == "AssignNewUuid":
            return self._run.ids.uuid()
        if name != "UseObjectRef":
            return None
        refs = self.step_of(element).object_refs()
        index = int(element.get("index", "0"))
        if index >= len(refs):
            raise NotThere("the answer of step %s has no ObjectRef %d" % (element.get("step"), index))
        return refs[index]
