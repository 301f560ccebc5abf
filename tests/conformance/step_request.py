"""Builds the request of a step that goes over SOAP, by the 11 rules for the toolkit's templates."""
import base64
import copy
import dataclasses
import os

import soap_message
import submission
import symbols
import transactions
from names import children, local, text_of
from plan_tree import parse_file


class Unresolved(Exception):
    """The request of a step cannot be made; the text tells what is missing."""


@dataclasses.dataclass
class Request:
    """What a step sends: the element in the SOAP body, (content id, media type, bytes) of the parts beside it,
    and elements for the SOAP header."""
    body: object
    is_mtom: bool
    parts: list = dataclasses.field(default_factory=list)
    headers: list = dataclasses.field(default_factory=list)
    # Whether the answer is to come on a connection of its own.
    is_async: bool = False


def read_bytes(plan, path):
    """A file of a section. Raises Unresolved."""
    try:
        with open(os.path.join(plan.folder, path), "rb") as file:
            return file.read()
    except OSError as error:
        raise Unresolved("no file %s" % path) from error


def _read_request(plan, transaction):
    for part in children(transaction, "Metadata"):
        if children(part):
            return copy.deepcopy(children(part)[0])
    for part in children(transaction, "Metadata") + children(transaction, "MetadataFile"):
        return parse_file(os.path.join(plan.folder, text_of(part)))
    raise Unresolved("no MetadataFile")


def _assign(run, step, step_log, request, used):
    """Rules 3 to 7 and 9."""
    transaction = step.transaction
    if any(text_of(part) == "False" for part in children(transaction, "ParseMetadata")):
        return request
    assigned = step_log.assigned
    if not children(transaction, "NoPatientId"):
        patient = run.unknown_patient() if step.has("AltPatientId") else run.current_patient
        assigned["AssignedPatientId"] = submission.assign_patient(request, patient)
    symbols.replace(request, used)
    kept = [part.get("id") for part in children(transaction, "NoAssignUids")]
    excluded = [part.get("value") for parent in children(transaction, "AssignUuids")
                for part in children(parent, "Exclude")]
    keeps_all = any(not name for name in kept)
    assigned["AssignedUids"] = submission.assign_unique_ids(request, run.ids, kept, excluded, keeps_all)
    assigned["AssignedSourceId"] = submission.assign_source_id(request)
    if children(transaction, "AssignUuids"):
        assigned["AssignedUuids"] = submission.assign_uuids(request, run.ids)
    step_log.report_assigned()
    return request if children(transaction, "NoConvert") else submission.to_ebrim_30(request)


def _external(run, plan, transaction):
    """The external parameters, but for the names that the step gives values of earlier steps."""
    taken = {part.get("symbol") for part in children(transaction)}
    return {key: value for key, value in run.parameters(plan).items() if key not in taken}


def build(run, plan, step, step_log, values):
    """The Request of a step; what was assigned goes into its log. `values` are the plan's StepValues. Raises
    Unresolved, NotThere and BadPlan."""
    transaction, kind = step.transaction, transactions.SOAP[step.kind]
    request = _read_request(plan, transaction)
    reports = values.reports(transaction)
    # A name without its closing "$" is a mistake of a plan, and would spoil the whole name.
    symbols.replace(request, {key: value for key, value in reports.items()
                              if not key.startswith("$") or key.endswith("$")})
    symbols.replace(request, _external(run, plan, transaction))
    symbols.replace(request, reports)
    used = values.ids(transaction, must_be_there=kind.shape != transactions.RETRIEVE)
    if kind.shape in (transactions.SUBMIT, transactions.PROVIDE):
        request = _assign(run, step, step_log, request, used)
    symbols.replace(request, used)
    if children(transaction, "CleanParams"):
        symbols.clean_parameters(request)
    left = symbols.unresolved(request)
    if left:
        raise Unresolved("no value for %s" % ", ".join(left))
    is_mtom = kind.mtom and not children(transaction, "NoMTOM")
    parts = []
    if kind.shape == transactions.PROVIDE:
        request, parts = _provide(plan, transaction, step_log, request, not is_mtom)
    headers = [child for part in children(transaction, "SOAPHeader") for child in children(part)]
    return Request(request, is_mtom, parts, headers, bool(children(transaction, "ASync")))


def _provide(plan, transaction, step_log, request, is_inline):
    """Rule 10."""
    parts, elements = [], []
    for number, part in enumerate(children(transaction, "Document"), 1):
        content = read_bytes(plan, text_of(part))
        name = step_log.assigned["AssignedUuids"].get(part.get("id", ""), part.get("id", ""))
        if is_inline:
            elements.append((name, base64.b64encode(content).decode()))
            continue
        content_id = "document%d@docshare.test" % number
        parts.append((content_id, "application/octet-stream", content))
        elements.append((name, soap_message.include(content_id)))
    if local(request) == "ProvideAndRegisterDocumentSetRequest":
        # A file that is the whole message already.
        if not elements:
            return request, parts
        request = children(request, "SubmitObjectsRequest")[0]
    return submission.provide_request(request, elements), parts
