"""A stack that is replayed at: its sockets, its patients, and whether its gateway is still well."""
import os
import shutil
import tempfile

import outcome
import raw_socket
import soap_message
import transactions
from patients import AUTHORITY, PatientIds
from stack import Stack, StackOptions

# No request may take longer.
LIMIT_S = 20


class GatewayUnderTest:
    """Starts in the constructor; close() ends it and removes its files. Raises StackFailed."""

    def __init__(self, binaries, options=StackOptions(), authorities=()):
        self._folder = tempfile.mkdtemp(prefix="docshare-replay-")
        self._stack = None
        try:
            self._stack = Stack(binaries, self._folder, [AUTHORITY, *authorities], [], options)
            self.soap = ("127.0.0.1", self._stack.gateway.client.port)
            self.mllp = ("127.0.0.1", self._stack.mllp_port())
        except BaseException:
            self.close()
            raise
        self.authorities = (AUTHORITY,) + authorities
        self.paths = self._stack.gateway.paths
        self.feed = self._stack.gateway.feed
        self.home = self._stack.gateway.home
        self.repository_unique_id = self._stack.gateway.repository_unique_id
        self.patients = PatientIds()

    def url(self, service):
        return self._stack.gateway.client.url(self.paths[service])

    def client_files(self):
        """(certificate, key, trusted authorities) of the client that the stack was started with."""
        return self._stack.client_files()

    def new_patient(self):
        """A patient that the registry knows."""
        patient = self.patients.new()
        self.feed.feed(patient)
        return patient

    def answer_to(self, request, limit_s=LIMIT_S):
        """The bytes that answer an HTTP request; `request` is bytes or pieces of them. Raises NoAnswer."""
        pieces = (request,) if isinstance(request, bytes) else request
        return raw_socket.exchange(self.soap, pieces, raw_socket.is_whole_http, limit_s)

    def acknowledgement_of(self, frame, limit_s=LIMIT_S):
        """The bytes that answer an MLLP frame, given as bytes or pieces of them. Raises NoAnswer."""
        pieces = (frame,) if isinstance(frame, bytes) else frame
        return raw_socket.exchange(self.mllp, pieces, raw_socket.is_whole_mllp, limit_s)

    def post(self, service, content_type, content):
        """The answer to a message at a service. Raises NoAnswer."""
        return self.answer_to(http_request(self.paths[service], content_type, content))

    def is_serving(self):
        """Whether all servers run and an ordinary query is answered, by way of the registry."""
        if self._stack.stopped_servers():
            return False
        kind = transactions.SOAP["StoredQuery"]
        answer = self.post(transactions.REGISTRY, *soap_message.plain(
            soap_message.envelope(find_documents("nobody^^^&2.999.9.1&ISO"), kind.action, "urn:x",
                                  soap_message.new_message_id())))
        return outcome.of_http(answer) in ("success", "Failure XDSUnknownPatientId")

    def memory_mib(self, peak=False):
        """Resident memory of the gateway, now or at its peak, in MiB."""
        wanted = "VmHWM:" if peak else "VmRSS:"
        with open("/proc/%d/status" % self._stack.gateway_process(), encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(wanted)) / 1024

    def forget_peak(self):
        """Lets the peak begin anew, at the memory of now."""
        with open("/proc/%d/clear_refs" % self._stack.gateway_process(), "w", encoding="ascii") as file:
            file.write("5")

    def close(self):
        if self._stack is not None:
            self._stack.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def http_request(path, content_type, content, more=""):
    """A POST with its head. `more` are further header lines, each with its CRLF."""
    head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n" % (
        path, content_type, len(content), more)
    return head.encode("latin-1") + content


def find_documents(patient):
    """FindDocuments as an element."""
    xml = """<query:AdhocQueryRequest xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
        xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
      <query:ResponseOption returnType="LeafClass" returnComposedObjects="true"/>
      <rim:AdhocQuery id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d">
        <rim:Slot name="$XDSDocumentEntryPatientId"><rim:ValueList>
          <rim:Value>'%s'</rim:Value></rim:ValueList></rim:Slot>
        <rim:Slot name="$XDSDocumentEntryStatus"><rim:ValueList>
          <rim:Value>('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')</rim:Value></rim:ValueList></rim:Slot>
      </rim:AdhocQuery></query:AdhocQueryRequest>""" % patient.replace("&", "&amp;")
    return soap_message.element_of(xml.encode())


def default_binaries():
    """The folder of the built programs, where Bazel runs the tests."""
    return os.environ.get("DOCSHARE_BINARIES") or os.getcwd()
