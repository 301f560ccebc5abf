"""Runs one step of a plan: builds its request, sends it, keeps its log and judges the answer."""
import dataclasses
import time

from lxml import etree

import answer as answers
import contents
import http_body
import retrieved_documents
import step_request
import symbols
import transactions
from names import children, local, text_of
from patients import FeedFailed
from plan_tree import BadPlan
from section_log import NotThere
from soap_client import CallFailed
from step_request import Unresolved
from step_values import StepValues

_MAX_WAIT_S = 10


@dataclasses.dataclass
class StepResult:
    """The verdict over a step; it passed when there are no faults."""
    id: str
    transaction: str
    iti: str = ""
    status: str = ""
    codes: list = dataclasses.field(default_factory=list)
    faults: list = dataclasses.field(default_factory=list)

    @property
    def passed(self):
        return not self.faults


class StepRunner:
    """Runs the steps of one run of tests.

    `run` gives what steps share: references, logs, patients, ids, endpoints; see plan_run.py.
    """

    def __init__(self, run):
        self._run = run

    def execute(self, plan, step, log):
        """Runs a step and writes its log. Never raises for what a plan or a server does wrong."""
        name = local(step.transaction) if step.transaction is not None else ""
        known = transactions.SOAP.get(step.kind)
        result = StepResult(step.id, name, known.iti if known else "")
        step_log = log.new_step(step.id, name)
        try:
            if step.has("NewPatientId"):
                self._run.new_current_patient()
            self._check_parts(step, result)
            if not result.faults:
                values = StepValues(self._run, plan, log)
                self._take_patient(values.reports(step.transaction) if step.transaction is not None else {})
                self._dispatch(plan, step, step_log, values, result)
                self._assert(plan, step, log, step_log, values, result)
                self._report(step, step_log, result)
        except (Unresolved, NotThere, BadPlan) as error:
            result.faults.append("cannot run: %s" % error)
        except (CallFailed, FeedFailed) as error:
            result.faults.append(str(error))
        except Exception as error:  # pylint: disable=broad-except
            # A plan we do not foresee fails alone, and the run goes on.
            result.faults.append("the interpreter cannot cope with this step: %r" % error)
        step_log.passed = result.passed
        return result

    @staticmethod
    def _check_parts(step, result):
        if step.transaction is None:
            return
        if step.kind not in transactions.SOAP and step.kind not in transactions.OTHER:
            result.faults.append("the transaction %s is unknown" % local(step.transaction))
            return
        result.faults += ["the instruction %s is unknown" % local(part) for part in children(step.transaction)
                          if local(part) not in transactions.KNOWN_PARTS]

    def _dispatch(self, plan, step, step_log, values, result):
        if step.kind == "PatientIdentityFeed":
            self._feed(plan, step, step_log)
        elif step.kind == "PatientMove":
            self._move(plan, step, step_log, values)
        elif step.kind == "Http":
            self._post_file(plan, step, step_log, result)
        elif step.kind in transactions.SOAP:
            self._call(plan, step, step_log, values, result)
        else:
            step_log.reports.update(self._run.parameters(plan))

    def _take_patient(self, reports):
        """What a plan uses as $patientid$ is the patient that the toolkit's operator would have chosen for it."""
        for name in ("$patientid$", "$patientid"):
            if name in reports:
                self._run.current_patient = reports[name]

    # Sending.

    def _call(self, plan, step, step_log, values, result):
        kind = transactions.SOAP[step.kind]
        if not self._run.is_dry:
            for part in children(step.transaction, "WaitBefore"):
                # The plan wants times of the registry that differ.
                time.sleep(min(float(text_of(part) or 0) / 1000, _MAX_WAIT_S))
        request = step_request.build(self._run, plan, step, step_log, values)
        body = request.body
        step_log.put_request(body)
        step_log.reports.update(self._run.parameters(plan))
        self._run.note_submission(request)
        self._run.keep(plan, step, "request", body)
        if self._run.is_dry:
            return
        message, request_id = self._run.send(kind, request)
        self._run.keep(plan, step, "answer", message.body)
        step_log.put_result(message.body)
        step_log.documents = message.documents
        if message.relates_to != request_id:
            result.faults.append("wsa:RelatesTo is %r instead of the request's MessageID" % message.relates_to)
        self._judge_answer(step, kind, message, request.is_mtom, result)
        if not result.faults and result.status != "Fault":
            self._judge_contents(plan, step, step_log, values, result)

    def _feed(self, plan, step, step_log):
        """ITI-8: a fresh patient, the one of PatientID, or the test's current one."""
        forced = [text_of(part) for part in children(step.transaction, "PatientID")]
        if forced:
            patient = symbols.replace_in(forced[0], self._run.parameters(plan))
            patient = self._run.current_patient if "$" in patient else patient
        else:
            patient = self._run.patients.new()
        self._run.feed_patient(patient)
        self._run.current_patient = patient
        step_log.reports.update(self._run.parameters(plan))
        step_log.reports["$patientid$"] = patient

    def _move(self, plan, step, step_log, values):
        """ITI-64."""
        values = values.reports(step.transaction)
        missing = [name for name in ("$NewXADPID$", "$OldXADPID$") if name not in values]
        if missing:
            raise Unresolved("no value for %s" % ", ".join(missing))
        self._run.move_patient(values["$NewXADPID$"], values["$OldXADPID$"], values.get("$NewLocalPID$", ""),
                               values.get("$OldLocalPID$", ""))
        self._run.current_patient = values["$NewXADPID$"]
        step_log.reports.update(self._run.parameters(plan))
        step_log.reports["$patientid$"] = values["$NewXADPID$"]

    def _post_file(self, plan, step, step_log, result):
        """Sends the bytes of BodyFile, with its symbols replaced, under the heads given."""
        files = [text_of(part) for part in children(step.transaction, "BodyFile")]
        if not files:
            raise Unresolved("no BodyFile")
        content = step_request.read_bytes(plan, files[0])
        content = http_body.fill(content, self._run.parameters(plan), self._run.current_patient,
                                 self._run.ids)
        heads = [text_of(part) for part in children(step.transaction, "Headers")]
        content_type = next((line.partition(":")[2].strip() for line in "\n".join(heads).splitlines()
                             if line.strip().lower().startswith("content-type:")), "application/soap+xml")
        kind = next((known for known in transactions.SOAP.values()
                     if (">%s<" % known.action).encode() in content), None)
        if kind is None:
            raise Unresolved("the body has no action of a transaction of ours")
        request = http_body.first_in_body(content)
        if request is not None:
            step_log.put_request(request)
        if self._run.is_dry:
            return
        message = self._run.post(kind, content_type, content)
        self._run.keep(plan, step, "answer", message.body)
        step_log.put_result(message.body)
        self._judge_answer(step, kind, message, content_type.startswith("multipart/"), result)

    # Verdicts.

    def _judge_contents(self, plan, step, step_log, values, result):
        for expected in children(step.transaction, "ExpectedContents"):
            result.faults += contents.judge(expected, step_log.result, values.use_id)
        if transactions.SOAP[step.kind].shape == transactions.RETRIEVE and result.status != "Failure":
            result.faults += retrieved_documents.judge(self._run, plan, step, step_log, values, result.status)

    @staticmethod
    def _judge_answer(step, kind, message, is_mtom, result):
        found = answers.read_answer(message.body)
        result.status, result.codes = found.status, found.codes
        result.faults += answers.judge_status(found, step.texts("ExpectedStatus"), step.texts("ExpectedErrorCode"),
                                              step.texts("ExpectedErrorMessage"))
        if found.status == "Fault":
            return
        if local(message.body) not in kind.answers:
            result.faults.append("the answer is a %s instead of a %s" % (local(message.body), kind.answers[0]))
        if not kind.expects_action(message.action):
            result.faults.append("wsa:Action of the answer is %r" % message.action)
        if message.is_mtom != is_mtom:
            result.faults.append("the answer is %s" % ("MTOM" if message.is_mtom else "not MTOM"))

    def _assert(self, plan, step, log, step_log, values, result):
        """Assertions: XPaths over the section's log, and over the answers in it alone."""
        if step.transaction is None or result.faults:
            return
        asserts = [found for part in children(step.transaction, "Assertions") for found in children(part, "Assert")]
        if not asserts and step.kind != "Null":
            return
        known = values.reports(step.transaction)
        if self._run.is_dry:
            return
        for more in (values.ids(step.transaction, False), step_log.reports, self._run.parameters(plan)):
            known.update({key: value for key, value in more.items() if key not in known})
        for element in asserts:
            expression = symbols.replace_in(" ".join(text_of(element).split()), known)
            documents = [log.document]
            if "count(" not in expression and "InputMetadata" not in expression:
                # What was sent alone may not meet an assertion about what came back; where plans count, they
                # count both.
                documents.append(log.answers_only())
            try:
                held = all(document.xpath("boolean(%s)" % expression) for document in documents)
            except etree.XPathError as error:
                result.faults.append("assertion %s is no XPath: %s" % (expression, error))
                continue
            if not held:
                result.faults.append("assertion %s does not hold: %s" % (element.get("id") or "", expression))

    def _report(self, step, step_log, result):
        """Report elements; one that selects nothing is missed by the step that uses it."""
        if step.transaction is None:
            return
        for element in children(step.transaction, "Report"):
            try:
                step_log.report(element.get("name"), element.get("section"), text_of(element))
            except NotThere as error:
                if self._run.is_dry:
                    step_log.reports[element.get("name")] = self._run.ids.oid()
                else:
                    step_log.missing[element.get("name")] = str(error)
