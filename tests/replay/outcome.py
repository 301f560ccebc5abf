"""What an answer says, in one line.

  success                          a registry response with that status, or a message without a status
  Failure CODE... / PartialSuccess CODE...
  fault CODE: reason               a SOAP fault, of SOAP 1.2 or 1.1
  HTTP 415                         an HTTP refusal without SOAP
  closed                           the connection was ended without an answer
  AA / AE 102 / AR 200             an HL7 acknowledgement, with the code of its error
  unclean: ...                     none of these
"""
import http.client
import io

from lxml import etree

import names
import soap_message
from names import children, descendants, local

_FAULT_CODES = ("Sender", "Receiver", "VersionMismatch", "MustUnderstand", "DataEncodingUnknown", "Client", "Server")


class _Bytes:
    """Bytes as the socket that http.client reads from."""

    def __init__(self, content):
        self._content = content

    def makefile(self, *_, **__):
        return io.BytesIO(self._content)


def http_answer(answer):
    """(status, content type, body) of an answer's bytes. Raises http.client.HTTPException."""
    response = http.client.HTTPResponse(_Bytes(answer), method="POST")
    response.begin()
    return response.status, response.getheader("Content-Type", ""), response.read()


def of_http(answer):
    """The outcome in the bytes of an HTTP answer."""
    if not answer:
        return "closed"
    try:
        status, content_type, body = http_answer(answer)
    except (http.client.HTTPException, ValueError) as error:
        return "unclean: no HTTP answer: %s" % (error or type(error).__name__)
    if "xml" not in content_type and "multipart" not in content_type:
        return "HTTP %d" % status if status >= 400 else "unclean: HTTP %d without SOAP" % status
    fault = _fault(content_type, body)
    if fault is not None:
        return fault if status >= 400 else "unclean: a fault with HTTP %d" % status
    if status != 200:
        return "unclean: HTTP %d without a fault" % status
    try:
        return _status(soap_message.read(content_type, body).body)
    except soap_message.BadMessage as error:
        return "unclean: %s" % error


def _fault(content_type, body):
    """The outcome of a fault, which is never in a multipart message; None for anything else."""
    if content_type.startswith("multipart"):
        return None
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return "unclean: no XML: %s" % error
    faults = descendants(root, "Fault")
    if not faults:
        return None
    if root.tag == "{%s}Envelope" % names.SOAP_11:
        code, reason = children(faults[0], "faultcode"), children(faults[0], "faultstring")
    else:
        code, reason = descendants(faults[0], "Value"), descendants(faults[0], "Text")
    name = names.text_of(code[0]).rpartition(":")[2] if code else ""
    if name not in _FAULT_CODES or not reason:
        return "unclean: a fault without code or reason"
    return "fault %s: %s" % (name, names.text_of(reason[0]))


def _status(body):
    found = [element for element in body.iter(etree.Element) if local(element).endswith("Response")
             and element.get("status")]
    if not found:
        return "unclean: %s has no status" % local(body)
    status = names.RESPONSE_STATUS.get(found[0].get("status"), "unclean: status %s" % found[0].get("status"))
    if status == "Success":
        return "success"
    codes = sorted({error.get("errorCode", "") for error in descendants(body, "RegistryError")})
    return " ".join([status] + codes) if codes else "unclean: %s without an error" % status


def of_hl7(answer):
    """The outcome in the bytes of an MLLP answer."""
    if not answer:
        return "closed"
    if not (answer.startswith(b"\x0b") and answer.endswith(b"\x1c\r")):
        return "unclean: no frame"
    segments = {line.split("|")[0]: line.split("|")
                for line in answer.strip(b"\x0b\x1c\r").decode("utf-8", "replace").split("\r")}
    code = segments.get("MSA", ["", "no MSA"])[1]
    if code not in ("AA", "AE", "AR"):
        return "unclean: acknowledgement %s" % code
    error = segments.get("ERR", [])
    # ERR-3 since version 2.5, the fourth component of ERR-1 before.
    old = error[1].split("^")[3:4] if len(error) > 1 else []
    number = old[0].split("&")[0] if old else error[3].split("^")[0] if len(error) > 3 else ""
    return (code + " " + number).strip()
