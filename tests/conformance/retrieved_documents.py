"""Judges the documents of a retrieve: how many, and each one's media type, bytes, hash and size."""
import hashlib

import symbols
from names import children, descendants, local, text_of
from step_request import Unresolved


class Retrieved:
    """One DocumentResponse with its bytes."""

    def __init__(self, reply, content):
        self.values = {local(part): text_of(part) for part in children(reply) if local(part) != "Document"}
        self.content = content
        self.unique_id = self.values.get("DocumentUniqueId", "")
        self.sha1 = hashlib.sha1(content).hexdigest()

    def known(self):
        """What the automatic reports of a retrieve tell of it, by the beginnings of their names."""
        return {"repuid": self.values.get("RepositoryUniqueId", ""), "mimetype": self.values.get("mimeType", ""),
                "home": self.values.get("HomeCommunityId", ""), "hash": self.sha1, "size": str(len(self.content))}


def _slot(entry, name):
    for slot in children(entry, "Slot"):
        if slot.get("name") == name:
            return [text_of(value) for value in descendants(slot, "Value")]
    return []


def judge_by_metadata(document, entry):
    """The faults of a document by the ExtrinsicObject that a query gave for it; `entry` may be None."""
    if entry is None:
        return ["the query before it had no document %s" % document.unique_id]
    stated = {"mimeType": [entry.get("mimeType")], "size": _slot(entry, "size"),
              "hash": [text.lower() for text in _slot(entry, "hash")],
              "repositoryUniqueId": _slot(entry, "repositoryUniqueId")}
    real = {"mimeType": document.values.get("mimeType"), "size": str(len(document.content)), "hash": document.sha1,
            "repositoryUniqueId": document.values.get("RepositoryUniqueId")}
    return ["document %s: %s is %s, its metadata say %s" %
            (document.unique_id, what, real[what], ", ".join(map(str, stated[what])) or "nothing")
            for what in stated if stated[what] != [real[what]]]


def judge(run, plan, step, step_log, values, status):
    """The faults of the answer in the log of a retrieve step; fills its automatic reports. Raises Unresolved and
    NotThere."""
    transaction = step.transaction
    replies = descendants(step_log.result, "DocumentResponse")
    if len(replies) != len(step_log.documents):
        return ["a DocumentResponse without a Document"]
    documents = [Retrieved(*pair) for pair in zip(replies, step_log.documents)]
    faults = []
    asked = len(descendants(step_log.request, "DocumentRequest"))
    if status == "Success" and len(documents) != asked:
        faults.append("%d documents instead of %d" % (len(documents), asked))
    for number, document in enumerate(documents):
        # Plans count documents from 1, and a few from 0.
        for name, value in document.known().items():
            step_log.reports["$%s_doc%d$" % (name, number + 1)] = value
            step_log.reports.setdefault("$%s_doc%d$" % (name, number), value)
    faults += ["mimeType %s instead of %s" % (document.values.get("mimeType"), text_of(expected))
               for expected in children(transaction, "ExpectedMimeType") for document in documents
               if document.values.get("mimeType") != text_of(expected)]
    used = values.ids(transaction, must_be_there=False)
    used.update(values.reports(transaction))
    for reference in children(transaction, "ReferenceDocument"):
        faults += _judge_bytes(run, plan, reference, used, documents)
    for reference in children(transaction, "ReferenceMetadata"):
        source = values.step_of(reference)
        for document in documents:
            faults += judge_by_metadata(document, source.entry(document.unique_id))
    return faults


def _judge_bytes(run, plan, reference, used, documents):
    uid = symbols.replace_in(reference.get("uid") or "", used)
    # Without a known uniqueId a lone document is the one that is meant.
    wanted = [document for document in documents if document.unique_id == uid]
    if not wanted and "$" in (uid or "$") and len(documents) == 1:
        wanted = documents
    if not wanted:
        return ["no document %s in the answer" % uid]
    # What was sent under the uniqueId is sure. The file is what the plan's author expected to be sent: a few
    # references were not moved along with their files, and some take the first of two documents in an answer, whose
    # order is free.
    expected = run.sent_documents.get(wanted[0].unique_id)
    if expected is None:
        path = run.references.file(plan, text_of(reference))
        if path is None:
            raise Unresolved("no file %s" % text_of(reference))
        with open(path, "rb") as file:
            expected = file.read()
    if wanted[0].content != expected:
        return ["document %s: its %d bytes are not the %d of %s" %
                (uid, len(wanted[0].content), len(expected), text_of(reference))]
    return []
