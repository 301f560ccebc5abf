"""Makes the request that a file of the test data is, or has inside, fit for this community.

Done to the bytes, so that they stay as their makers wrote them: patients and uniqueIds are replaced by ones that exist
or are new here, home community and repository by ours, and what a file lacks of a request is put around it.
"""
import re
import uuid

from lxml import etree

import gateway_under_test
import http_body
import names
import outcome
import soap_message
import submission
import transactions
from names import children, descendants, local
from patients import AUTHORITY

# What a file is sent as.
MLLP = "MLLP"
HTTP = "HTTP"

_PATIENT_IN_QUERY = re.compile(rb"'\s*[^'^<>]*\^\^\^&amp;[0-9.]+&amp;ISO\s*'|'xxx'")
_COMMUNITY = re.compile(rb"(<(?:\w+:)?HomeCommunityId>)[^<]*")
_REPOSITORY = re.compile(rb"(<(?:\w+:)?RepositoryUniqueId>)[^<]*")
_SYMBOL = re.compile(rb"\$[A-Za-z][A-Za-z0-9]*")
_ACTION = re.compile(rb"<(?:\w+:)?Action[^>]*>\s*([^<\s]*)")
_DOCUMENT = re.compile(rb"(<(?:\w+:)?DocumentUniqueId>)[^<]*")
_TARGET = re.compile(rb"(targetObject=\")([^\"]*)")
# As some files were broken into lines.
_BROKEN_UUID = re.compile(rb"(urn:uuid:[-0-9a-f]*-) ([0-9a-f]+)")
_MERGED_IDS = re.compile(rb"(?:^|[\r\n])(?:PID\|[^|]*\|[^|]*\||MRG\|)([^|\r\n]*)")
_OBJECT_ID = re.compile(rb"\bid=\"(urn:uuid:[-0-9a-f]{36})\"")
_BOUNDARY_PREFIX = b"--"
_PLAIN_TYPE = "application/soap+xml; charset=UTF-8"
_PROVIDE = transactions.SOAP["ProvideAndRegister"]
_WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"

# Bodies without an envelope, by their root and the transaction of the case.
_TRANSACTIONS = {kind.iti: kind for name, kind in transactions.SOAP.items() if name != "Rmd"}


class Maker:
    """Makes requests for a GatewayUnderTest. `read` gives the bytes of another file of the test data."""

    def __init__(self, gateway, read):
        self._gateway = gateway
        self._read = read
        self._ids = submission.IdSource("2.999.9.45.%d" % (uuid.uuid4().int >> 96))

    def make(self, case, content):
        """(MLLP or HTTP, bytes) of the request that a case's file becomes. Raises BadMessage for a file that
        cannot be understood although it has to be changed."""
        path = case["file"]
        if path.startswith("hl7v2/"):
            return MLLP, self._hl7(content)
        if "document" in case["transaction"] or case["transaction"] == "value pool":
            return HTTP, self._providing(content)
        if case["transaction"] == "XUA" and b"DocumentSetRequest" not in content:
            return HTTP, self._asserting(content)
        head = b""
        if path == "http-raw/toolkit2/multipart.body.txt":
            head = self._read("http-raw/toolkit2/multipart.header.txt")
        elif content.startswith((b"POST ", b"DefaultHttp")):
            head, content = _split(content)
        if path.startswith("charset/"):
            # Nothing may be changed here: it is the encoding that is the test.
            return HTTP, self._post(transactions.REGISTRY, "application/soap+xml", content)
        bare = re.search(rb"<(?:\w+:)?(SubmitObjectsRequest|AdhocQueryRequest|ProvideAndRegisterDocumentSetRequest)\b",
                         content)
        if bare and b"Envelope" not in content:
            return HTTP, self._wrapped(case, content)
        return HTTP, self._as_sent(case, head, content)

    def _post(self, service, content_type, content, more=""):
        return gateway_under_test.http_request(self._gateway.paths[service], content_type, content, more)

    def _values(self, content):
        """Symbols and their values."""
        patient = self._gateway.new_patient()
        values = {"$patientId": patient}
        for symbol in sorted(set(_SYMBOL.findall(content)), reverse=True):
            name = symbol.decode()
            if not name.startswith(("$patientId", "$XDS")):
                values[name] = "urn:uuid:%s" % uuid.uuid4()
        return patient, values

    def _filled(self, content):
        """The content with patient, ids and names of this community."""
        patient, values = self._values(content)
        if b"SubmitObjectsRequest" in content:
            content = self._with_objects(_BROKEN_UUID.sub(rb"\1\2", content), patient)
        else:
            values = {}
            content = _PATIENT_IN_QUERY.sub(b"'%s'" % patient.replace("&", "&amp;").encode(), content)
        if b"DocumentUniqueId>" in content:
            content = _DOCUMENT.sub(rb"\g<1>" + self._provided(patient)[0].encode(), content)
        content = _COMMUNITY.sub(rb"\g<1>" + self._gateway.home.encode(), content)
        content = _REPOSITORY.sub(rb"\g<1>" + self._gateway.repository_unique_id.encode(), content)
        return http_body.fill(content, values, patient, self._ids)

    def _with_objects(self, content, patient):
        """A submission whose new objects have new UUIDs, and whose references to a document of another registry
        lead to one of the patient."""
        own = set(_OBJECT_ID.findall(content))
        for found in _TARGET.finditer(content):
            old = found.group(2)
            if (old.startswith(b"urn:uuid:") and old not in own) or old.endswith(b"_doc_uuid"):
                content = content.replace(b'targetObject="%s"' % old,
                                          b'targetObject="%s"' % self._provided(patient)[1].encode())
        for old in own:
            content = content.replace(old, b"urn:uuid:%s" % str(uuid.uuid4()).encode())
        return content

    def _provided(self, patient):
        """(uniqueId, UUID) of a new document of a patient. Raises BadMessage when it is refused."""
        message, unique_id, entry = self.provide_message(patient, b"here before")
        answer = outcome.of_http(self._gateway.post(transactions.REPOSITORY, *message))
        if answer != "success":
            raise soap_message.BadMessage("a document that others refer to: " + answer)
        return unique_id, entry

    def _as_sent(self, case, head, content):
        """A request as it was recorded, with its own head where there is one."""
        is_chunked = b"Transfer-Encoding: chunked" in head
        content = self._filled(_without_chunks(content) if is_chunked else content)
        service = _service_of(case, content)
        if not head:
            return self._post(service, _type_of(content), content)
        lines = [line for line in head.splitlines() if line.strip() and not line.startswith(b"Content-Length")]
        lines[0] = b"POST %s HTTP/1.1" % self._gateway.paths[service].encode()
        if is_chunked:
            content = b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content)
        else:
            lines.append(b"Content-Length: %d" % len(content))
        return b"\r\n".join(line.strip() for line in lines) + b"\r\n\r\n" + content

    def _wrapped(self, case, content):
        """A body without an envelope, in one. A submission of documents gets those that it describes."""
        kind = _TRANSACTIONS[case["transaction"][:6]]
        body = soap_message.element_of(self._filled(content))
        parts = []
        if local(body) == "ProvideAndRegisterDocumentSetRequest" and not children(body, "Document"):
            for entry in descendants(body, "ExtrinsicObject"):
                for slot in children(entry, "Slot"):
                    if slot.get("name") in ("hash", "size"):
                        entry.remove(slot)
                parts.append(("%s@docshare.test" % uuid.uuid4(), entry.get("mimeType"),
                              self._read("soap/openxds/medical_summary.xml")))
                document = etree.SubElement(body, "{%s}Document" % names.XDSB, id=entry.get("id"))
                document.append(soap_message.include(parts[-1][0]))
        root = soap_message.envelope(body, kind.action, "urn:x", soap_message.new_message_id())
        packed = soap_message.mtom(root, kind.action, parts) if parts else soap_message.plain(root)
        return self._post(kind.service, *packed)

    def _providing(self, document):
        """ITI-41 of a document."""
        return self._post(transactions.REPOSITORY, *self.provide_message(self._gateway.new_patient(), document)[0])

    def provide_message(self, patient, document):
        """((content type, bytes) of an ITI-41 request with the document, its uniqueId, its entry's UUID)."""
        body = soap_message.element_of(self._read("soap/toolkit2-it-tests/PnR1Doc.xml"))
        submission.assign_patient(body, patient)
        unique_id = submission.assign_unique_ids(body, self._ids, (), ())["Document01"]
        entry = submission.assign_uuids(body, self._ids)["Document01"]
        content_id = "document@docshare.test"
        element = etree.SubElement(body, "{%s}Document" % names.XDSB, id=entry)
        element.append(soap_message.include(content_id))
        root = soap_message.envelope(body, _PROVIDE.action, "urn:x", soap_message.new_message_id())
        return soap_message.mtom(root, _PROVIDE.action, [(content_id, "text/plain", document)]), unique_id, entry

    def _asserting(self, assertion):
        """FindDocuments with an assertion, as it is, in its security header."""
        try:
            found = names.descendants(soap_message.element_of(assertion), "Assertion")[0]
            assertion = etree.tostring(found, with_tail=False)
        except soap_message.BadMessage:
            begin = re.search(rb"<(\w+:)?Assertion\b", assertion).start()
            assertion = assertion[begin:assertion.rfind(b"Assertion>") + len(b"Assertion>")]
        kind = transactions.SOAP["StoredQuery"]
        header = etree.Element("{%s}Security" % _WSSE, nsmap={"wsse": _WSSE})
        header.text = "ASSERTION"
        query = gateway_under_test.find_documents(self._gateway.new_patient())
        content_type, content = soap_message.plain(
            soap_message.envelope(query, kind.action, "urn:x", soap_message.new_message_id(), None, [header]))
        return self._post(kind.service, content_type,
                          content.replace(b"ASSERTION", assertion))

    def _hl7(self, content):
        old, new = self._gateway.new_patient(), self._gateway.new_patient()
        values = {"$pid$": new, "$NewXADPID$": new, "$OldXADPID$": old, "$NewLocalPID$": "L1^^^&2.999.9.9&ISO",
                  "$OldLocalPID$": "L1^^^&2.999.9.9&ISO", "$EVN2$": "20260101", "$MSH7$": "20260101"}
        for symbol, value in values.items():
            content = content.replace(symbol.encode(), value.encode())
        if b"MRG|" in content:
            self._feed_merged(content)
        return content if content.startswith(b"\x0b") else b"\x0b" + content + b"\x1c\r"


    def _feed_merged(self, content):
        """Makes the patients known that a message merges."""
        for field in _MERGED_IDS.findall(content):
            for identifier in field.decode("latin-1").split("~"):
                parts = identifier.split("^") + [""] * 4
                oid = (parts[3].split("&") + [""])[1] or AUTHORITY
                if oid in self._gateway.authorities:
                    self._gateway.feed.feed("%s^^^&%s&ISO" % (parts[0], oid))


def _split(dump):
    """(head, body) of a recorded message, without the first line that a logger put above it."""
    dump = re.sub(rb"\ADefaultHttp\w+\([^\n]*\n", b"", dump)
    end = re.search(rb"\r?\n[ \t]*\r?\n", dump)
    return dump[:end.start()], dump[end.end():]


def _without_chunks(body):
    """The bytes in a chunked body that lost its CRs when it was kept."""
    size, _, rest = body.partition(b"\n")
    return rest[:int(size, 16)]


def _service_of(case, content):
    action = _ACTION.search(content)
    for kind in transactions.SOAP.values():
        if action and kind.action == action.group(1).decode("latin-1"):
            return kind.service
    kind = _TRANSACTIONS.get(case["transaction"][:6])
    return kind.service if kind else transactions.REGISTRY


def _type_of(content):
    """The Content-Type of a message that lost its head."""
    if not content.startswith(_BOUNDARY_PREFIX):
        return _PLAIN_TYPE
    boundary = content.splitlines()[0][len(_BOUNDARY_PREFIX):].strip().decode("latin-1")
    start = re.search(rb"(?i)content-id:\s*(<[^>]*>)", content)
    kind = "application/xop+xml" if b"xop+xml" in content else "text/xml"
    return 'multipart/related; type="%s"; start="%s"; start-info="application/soap+xml"; boundary="%s"' % (
        kind, start.group(1).decode("latin-1") if start else "", boundary)
