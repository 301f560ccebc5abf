"""Sends SOAP messages over HTTP, with or without TLS, and reads the answers."""
import http.client
import re
import ssl

import soap_message

_TIMEOUT_S = 60


class CallFailed(Exception):
    """No SOAP answer came; the text tells what did."""


class SoapClient:
    """Calls the services of one gateway. One connection a call: plans are no load test."""

    def __init__(self, host, port, tls=None):
        """`tls` is (certificate, key, trusted authorities) as PEM files, None for plain HTTP."""
        self.host = host
        self.port = port
        self._context = None
        if tls is not None:
            self._context = ssl.create_default_context(cafile=tls[2])
            self._context.load_cert_chain(tls[0], tls[1])

    def url(self, path):
        return "%s://%s:%d%s" % ("https" if self._context else "http", self.host, self.port, path)

    def post(self, path, content_type, content):
        """The HTTP answer as (status, content type, bytes). Raises CallFailed."""
        if self._context is None:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=_TIMEOUT_S)
        else:
            connection = http.client.HTTPSConnection(self.host, self.port, timeout=_TIMEOUT_S, context=self._context)
        try:
            connection.request("POST", path, body=content, headers={"Content-Type": content_type})
            response = connection.getresponse()
            body = response.read(soap_message.MAX_BYTES + 1)
            return response.status, response.getheader("Content-Type", ""), body
        except (OSError, http.client.HTTPException) as error:
            raise CallFailed("no answer from %s: %s" % (self.url(path), error or type(error).__name__)) from error
        finally:
            connection.close()

    def call(self, path, content_type, content):
        """The message that answers. Raises CallFailed."""
        status, answer_type, body = self.post(path, content_type, content)
        try:
            message = soap_message.read(answer_type, body)
        except soap_message.BadMessage as error:
            raise CallFailed("HTTP %d without a SOAP answer: %s" % (status, error)) from error
        is_fault = message.body.tag.endswith("}Fault")
        if status != 200 and not is_fault:
            raise CallFailed("HTTP %d with an answer that is no fault" % status)
        return message

    def accept(self, path, content_type, content):
        """Sends a message whose answer goes elsewhere. Raises CallFailed when it comes back at once."""
        status, _, body = self.post(path, content_type, content)
        if status != 202:
            text = re.sub(r"<[^>]*>", " ", body[:4000].decode("utf-8", "replace"))
            raise CallFailed("HTTP %d instead of 202 to an asynchronous request: %s" % (status, " ".join(text.split())))
