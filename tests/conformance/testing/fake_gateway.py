"""A SOAP server for the tests of the interpreter: answers with what it was given."""
import http.server
import threading

from lxml import etree

import names
import soap_message


def registry_response(status="Success", errors=()):
    """A RegistryResponse; `errors` are (code, context)."""
    urn = next(urn for urn, word in names.RESPONSE_STATUS.items() if word == status)
    root = etree.Element("{%s}RegistryResponse" % names.RS, status=urn)
    if errors:
        listed = etree.SubElement(root, "{%s}RegistryErrorList" % names.RS)
        for code, context in errors:
            etree.SubElement(listed, "{%s}RegistryError" % names.RS, errorCode=code, codeContext=context,
                             severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error")
    return root


class FakeGateway:
    """Serves while it is entered. `answer(action, body)` gives the element to answer with."""

    def __init__(self, answer):
        gateway = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """Answers one request."""

            def do_POST(self):  # pylint: disable=invalid-name
                """Reads the request as the interpreter reads answers, and answers it."""
                content = self.rfile.read(int(self.headers["Content-Length"]))
                request = soap_message.read(self.headers["Content-Type"], content)
                gateway.requests.append((self.path, request))
                content_type, reply = gateway.reply(request, content, answer(request.action, request.body))
                self.send_response(200)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, format, *args):  # pylint: disable=redefined-builtin
                """Keeps quiet."""

        # (path, Message) of each request.
        self.requests = []
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.port = self._server.server_address[1]

    @staticmethod
    def reply(request, content, body):
        """(content type, bytes) of the answer, in the encoding of the request."""
        begin = content.index(b"MessageID>") + len(b"MessageID>")
        message_id = content[begin:content.index(b"<", begin)].decode()
        root = soap_message.envelope(body, request.action + "Response", "anonymous", "urn:uuid:answer")
        header = root[0]
        etree.SubElement(header, "{%s}RelatesTo" % names.WSA).text = message_id
        if request.is_mtom:
            return soap_message.mtom(root, request.action + "Response", [])
        return soap_message.plain(root)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *unused):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
