"""One run over a tree of plans: what its steps share, and the verdict of each plan."""
import dataclasses
import datetime
import fnmatch
import os
import urllib.parse

from lxml import etree

import soap_message
import submission
from names import ENTRY_UNIQUE_ID, PATIENT_ID_SCHEMES, children, descendants
from reply_listener import ReplyListener
from section_log import NotThere, SectionLog
from step_runner import StepRunner

PASS = "PASS"
FAIL = "FAIL"
NOT_APPLICABLE = "NOT APPLICABLE"
# Root of the uniqueIds of a run; the time of its start follows.
_OID_ROOT = "2.999.9.43"


@dataclasses.dataclass
class PlanResult:
    plan: object
    verdict: str
    reason: str = ""
    steps: list = dataclasses.field(default_factory=list)


def _content_id(document):
    for include in children(document, "Include"):
        return urllib.parse.unquote(include.get("href", "")[len("cid:"):])
    return None


class Gateway:
    """The servers under test: `client` is a SoapClient, `paths` are by service, `feed` takes patients,
    and asynchronous answers come to `reply_port` of 127.0.0.1."""

    def __init__(self, client, paths, feed, home, repository_unique_id, reply_port=0):
        self.reply_port = reply_port
        self.client = client
        self.paths = paths
        self.feed = feed
        self.home = home
        self.repository_unique_id = repository_unique_id


class PlanRun:
    """Runs plans, each once. With `gateway` None it is a dry run: requests are built and not sent."""

    def __init__(self, references, set_up, patients, gateway, folder=None, listed_patients=frozenset()):
        """`folder`: where requests and answers are kept; None for nowhere. `listed_patients` are fed when a
        request first names them."""
        self.references = references
        self.patients = patients
        self.is_dry = gateway is None
        start = datetime.datetime.now(datetime.timezone.utc)
        self.ids = submission.IdSource("%s.%s" % (_OID_ROOT, start.strftime("%Y%m%d%H%M%S")))
        self.current_patient = ""
        self._set_up = set_up
        self._gateway = gateway
        self._folder = folder
        self._listed_patients = listed_patients
        self._fed_as_named = set()
        # uniqueId -> bytes of each document that was sent.
        self.sent_documents = {}
        self._logs = {}
        self._test_patients = {}
        self._runner = StepRunner(self)
        self.home = gateway.home if gateway else "urn:oid:2.999.9.42"
        self.repository_unique_id = gateway.repository_unique_id if gateway else "2.999.9.44"

    # What steps ask for.

    def parameters(self, plan):
        """The external parameters and the standard symbols of a plan."""
        patient = self.current_patient
        values = {"$patientid$": patient, "$patient_id$": patient, "$altpatientid$": self._other_patient(plan.test),
                  "$repuid$": self.repository_unique_id}
        values["$repositoryUniqueId$"] = self.repository_unique_id
        values["$AlternatePatientId$"] = values["$altpatientid$"]
        for name in ("$home$", "$testdata_home$", "$configHome$", "$homeCommunityId$"):
            values[name] = self.home
        for symbol, test in self._set_up.patients(plan).items():
            if symbol != "current":
                values[symbol] = self._fed_by(test)
        # Seconds are rounded up: what was stored in this second was stored before $now$.
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1)
        values.update({"$now$": now.strftime("%Y%m%d%H%M%S"), "$lastyear$": str(now.year - 1),
                       "$DATE$": now.strftime("%Y%m%d")})
        return values

    def log_of(self, plan, name):
        """The log of a plan that was run. Raises NotThere."""
        if plan is None:
            raise NotThere("there is no plan %s" % name)
        if plan.id not in self._logs:
            raise NotThere("%s was not run before" % plan.id)
        return self._logs[plan.id]

    def log_if_run(self, plan):
        """The log of a plan, None when it was not run yet."""
        return self._logs.get(plan.id)

    def new_current_patient(self):
        self.current_patient = self.patients.new()
        self.feed_patient(self.current_patient)

    def unknown_patient(self):
        """An id that is never fed."""
        return self.patients.new()

    def feed_patient(self, patient):
        """Raises FeedFailed."""
        if not self.is_dry:
            self._gateway.feed.feed(patient)

    def move_patient(self, *ids):
        """Raises FeedFailed."""
        if not self.is_dry:
            self._gateway.feed.move(*ids)

    def send(self, kind, request):
        """(message that answers, MessageID of the request). Raises CallFailed."""
        client = self._gateway.client
        path = self._gateway.paths[kind.service]
        message_id = soap_message.new_message_id()

        def packed(reply_to):
            root = soap_message.envelope(request.body, kind.action, client.url(path), message_id, reply_to,
                                         request.headers)
            return soap_message.mtom(root, kind.action, request.parts) if request.is_mtom else \
                soap_message.plain(root)

        if not request.is_async:
            return client.call(path, *packed(None)), message_id
        with ReplyListener(self._gateway.reply_port) as listener:
            client.accept(path, *packed(listener.url))
            return listener.message(), message_id

    def post(self, kind, content_type, content):
        """The answer to bytes as they are. Raises CallFailed."""
        return self._gateway.client.call(self._gateway.paths[kind.service], content_type, content)

    def note_submission(self, request):
        """Remembers the documents of a request, and feeds the listed patients in it. Raises FeedFailed."""
        contents = {content_id: content for content_id, _, content in request.parts}
        by_document = {document.get("id"): contents.get(_content_id(document))
                       for document in descendants(request.body, "Document")}
        for identifier in descendants(request.body, "ExternalIdentifier"):
            value, scheme = identifier.get("value"), identifier.get("identificationScheme")
            if scheme in PATIENT_ID_SCHEMES and self._exists_before(value):
                self._fed_as_named.add(value)
                self.feed_patient(value)
            if scheme == ENTRY_UNIQUE_ID and by_document.get(identifier.getparent().get("id")) is not None:
                self.sent_documents[value] = by_document[identifier.getparent().get("id")]

    def _exists_before(self, patient):
        """Whether a patient that a message names has to be fed now."""
        return patient not in self._fed_as_named and (
            patient in self._listed_patients
            or any(fnmatch.fnmatchcase(patient, pattern) for pattern in self._set_up.known_patients))

    def keep(self, plan, step, what, body):
        if self._folder is None:
            return
        name = urllib.parse.quote("%s.%s.%s.xml" % (plan.id.replace("/", "."), step.id, what), safe=" ")
        with open(os.path.join(self._folder, name), "wb") as file:
            file.write(etree.tostring(body, pretty_print=True))

    # Patients behind the tests.

    def _fed_by(self, test):
        for plan in self.references.sections(test):
            log = self._logs.get(plan.id)
            for step in log.steps.values() if log else []:
                if step.reports.get("$patientid$"):
                    return step.reports["$patientid$"]
        return self._other_patient(test)

    def _other_patient(self, test):
        """A known patient of the test beside its current one, the same each time."""
        if test not in self._test_patients:
            self._test_patients[test] = self.patients.new()
            self.feed_patient(self._test_patients[test])
        return self._test_patients[test]

    # Plans.

    def begin_test(self):
        """Gives a test its current patient. Raises FeedFailed."""
        self.new_current_patient()

    def run(self, plan):
        """Runs all steps of a plan, also after one that failed: each is judged by itself."""
        result = PlanResult(plan, PASS)
        if plan.defect:
            return PlanResult(plan, FAIL, "the plan cannot be read: " + plan.defect)
        chosen = self._set_up.patients(plan).get("current")
        if chosen:
            self.current_patient = self._fed_by(chosen)
        log = SectionLog(plan)
        self._logs[plan.id] = log
        for step in plan.steps:
            result.steps.append(self._runner.execute(plan, step, log))
        faults = ["step %s: %s" % (step.id, "; ".join(step.faults)) for step in result.steps if not step.passed]
        if faults:
            result.verdict, result.reason = FAIL, " | ".join(faults)
        return result


