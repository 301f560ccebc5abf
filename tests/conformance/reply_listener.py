"""Where the answer to an asynchronous request comes in [WS-Addressing ReplyTo]."""
import http.server
import queue
import socket
import threading

import soap_message
from soap_client import CallFailed

_WAIT_S = 30


def free_port():
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):  # pylint: disable=invalid-name
        """Hands the message over and accepts it."""
        content = self._body()
        if content is None:
            self.send_error(400)
            return
        self.server.received.put((self.headers.get("Content-Type", ""), content))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _body(self):
        if (self.headers.get("Transfer-Encoding") or "").lower() != "chunked":
            length = int(self.headers.get("Content-Length") or 0)
            return self.rfile.read(length) if length <= soap_message.MAX_BYTES else None
        content = b""
        while len(content) <= soap_message.MAX_BYTES:
            size = int(self.rfile.readline(64).split(b";")[0], 16)
            if size == 0:
                while self.rfile.readline(8192) not in (b"\r\n", b"\n", b""):
                    pass
                return content
            content += self.rfile.read(size)
            self.rfile.readline(8)
        return None

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        """Keeps quiet."""


class ReplyListener:
    """Listens while it is entered; port 0 takes a free one."""

    def __init__(self, port=0):
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), _Handler)
        self._server.received = queue.Queue()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = "http://127.0.0.1:%d/reply" % self._server.server_address[1]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *unused):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def message(self):
        """The message that comes in. Raises CallFailed when none does, or none that is SOAP."""
        try:
            content_type, content = self._server.received.get(timeout=_WAIT_S)
            return soap_message.read(content_type, content)
        except queue.Empty as error:
            raise CallFailed("no asynchronous answer within %d seconds" % _WAIT_S) from error
        except soap_message.BadMessage as error:
            raise CallFailed("the asynchronous answer is no SOAP message: %s" % error) from error
