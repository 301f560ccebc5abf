"""SOAP 1.2 messages with WS-Addressing, plain or as MTOM/XOP packages, as bytes.

Source: xds.md 2.0; SOAP 1.2, WS-Addressing 1.0, XOP 1.0, RFC 2387.
"""
import base64
import copy
import dataclasses
import email.parser
import email.policy
import urllib.parse
import uuid

from lxml import etree

import names
from names import children, descendants, local

# Answers come from the server under test; a larger one is a fault.
MAX_BYTES = 64 << 20
_ANONYMOUS = "http://www.w3.org/2005/08/addressing/anonymous"


class BadMessage(Exception):
    """Bytes that are no SOAP message; the text tells the rule that is broken."""


@dataclasses.dataclass
class Message:
    """A message read: `body` is the first element of the Body, `documents` the bytes of the xdsb:Document
    elements in order."""
    body: object
    action: str
    relates_to: str
    documents: list
    is_mtom: bool


def new_message_id():
    return "urn:uuid:%s" % uuid.uuid4()


def envelope(body, action, to, message_id, reply_to=None, extra_headers=()):
    """A SOAP 1.2 envelope around a body element."""
    soap = "{%s}" % names.SOAP_12
    wsa = "{%s}" % names.WSA
    root = etree.Element(soap + "Envelope", nsmap={"s": names.SOAP_12, "wsa": names.WSA})
    header = etree.SubElement(root, soap + "Header")
    for name, text in (("Action", action), ("MessageID", message_id), ("To", to)):
        element = etree.SubElement(header, wsa + name)
        element.text = text
        if name == "Action":
            element.set(soap + "mustUnderstand", "true")
    address = etree.SubElement(etree.SubElement(header, wsa + "ReplyTo"), wsa + "Address")
    address.text = reply_to or _ANONYMOUS
    for element in extra_headers:
        header.append(copy.deepcopy(element))
    etree.SubElement(root, soap + "Body").append(copy.deepcopy(body))
    return root


def plain(root):
    """(content type, bytes) of a message without attachments."""
    return ("application/soap+xml; charset=UTF-8",
            etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def include(content_id):
    """The xop:Include that stands for the part with the content id."""
    return etree.Element("{%s}Include" % names.XOP, nsmap={"xop": names.XOP},
                         href="cid:" + urllib.parse.quote(content_id, safe="@"))


def mtom(root, action, parts):
    """(content type, bytes) of an MTOM package; `parts` are (content id, media type, bytes)."""
    boundary = "docshare-conformance-%s" % uuid.uuid4()
    out = [b"--%s\r\n" % boundary.encode(),
           b'Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"\r\n'
           b"Content-Transfer-Encoding: binary\r\nContent-ID: <root@docshare.test>\r\n\r\n",
           etree.tostring(root, xml_declaration=True, encoding="UTF-8")]
    for content_id, media_type, content in parts:
        out.append(b"\r\n--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <%s>\r\n\r\n"
                   % (boundary.encode(), media_type.encode(), content_id.encode()))
        out.append(content)
    out.append(b"\r\n--%s--\r\n" % boundary.encode())
    content_type = ('multipart/related; type="application/xop+xml"; start="<root@docshare.test>"; '
                    'start-info="application/soap+xml"; boundary="%s"; action="%s"' % (boundary, action))
    return content_type, b"".join(out)


def _header(text):
    return email.parser.HeaderParser(policy=email.policy.compat32).parsestr(text)


def _split(content_type, content):
    """The parts of a multipart body as (headers, bytes)."""
    boundary = _header("Content-Type: %s\n\n" % content_type).get_param("boundary")
    if not boundary:
        raise BadMessage("multipart without a boundary: %s" % content_type)
    pieces = (b"\r\n" + content).split(b"\r\n--" + boundary.encode())
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise BadMessage("the multipart body does not end with its boundary")
    parts = []
    for piece in pieces[1:-1]:
        head, blank, body = piece.partition(b"\r\n\r\n")
        if not blank:
            raise BadMessage("a part without an empty line after its head")
        headers = _header(head.strip(b"\r\n").decode("utf-8", "replace"))
        encoding = (headers.get("Content-Transfer-Encoding") or "binary").lower()
        if encoding == "base64":
            body = base64.b64decode(body)
        elif encoding not in ("binary", "8bit", "7bit"):
            raise BadMessage("Content-Transfer-Encoding %s" % encoding)
        parts.append((headers, body))
    return parts


def _root_part(content_type, parts):
    start = (_header("Content-Type: %s\n\n" % content_type).get_param("start") or "").strip("<>")
    for headers, body in parts:
        if start and (headers.get("Content-ID") or "").strip(" <>") == start:
            return body
    if start:
        raise BadMessage("no part has the Content-ID of start")
    return parts[0][1]


def _bytes_of(document, parts):
    inner = children(document)
    if not inner:
        try:
            return base64.b64decode("".join((document.text or "").split()), validate=True)
        except ValueError as error:
            raise BadMessage("a document is no base64: %s" % error) from error
    if len(inner) != 1 or local(inner[0]) != "Include":
        raise BadMessage("a document holds %s" % local(inner[0]))
    href = inner[0].get("href", "")
    wanted = urllib.parse.unquote(href[len("cid:"):]) if href.startswith("cid:") else None
    for headers, body in parts:
        if (headers.get("Content-ID") or "").strip(" <>") == wanted:
            return body
    raise BadMessage("no part for %s" % href)


def _parse(xml):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise BadMessage("no XML: %s" % error) from error


def element_of(xml):
    """The root of a document that may come from anybody. Raises BadMessage."""
    return _parse(xml)


def first_in_body(xml):
    """The first element of the Body of an envelope. Raises BadMessage."""
    bodies = children(_parse(xml), "Body")
    if not bodies or not children(bodies[0]):
        raise BadMessage("no Body with an element")
    return children(bodies[0])[0]


def read(content_type, content):
    """The message in the bytes of an HTTP body. Raises BadMessage."""
    if len(content) > MAX_BYTES:
        raise BadMessage("more than %d bytes" % MAX_BYTES)
    media_type = content_type.partition(";")[0].strip().lower()
    is_mtom = media_type == "multipart/related"
    parts = _split(content_type, content) if is_mtom else []
    if not is_mtom and media_type != "application/soap+xml":
        raise BadMessage("Content-Type %s: %s" % (content_type or "missing", content[:200].decode("utf-8", "replace")))
    root = _parse(_root_part(content_type, parts) if is_mtom else content)
    if root.tag != "{%s}Envelope" % names.SOAP_12:
        raise BadMessage("%s is no SOAP 1.2 envelope" % root.tag)
    bodies = children(root, "Body")
    if len(bodies) != 1 or not children(bodies[0]):
        raise BadMessage("no Body with an element")
    headers = {local(item): names.text_of(item) for part in children(root, "Header") for item in children(part)}
    body = children(bodies[0])[0]
    documents = [_bytes_of(document, parts) for document in descendants(body, "Document")
                 if local(document.getparent()) == "DocumentResponse"]
    return Message(body, headers.get("Action", ""), headers.get("RelatesTo", ""), documents, is_mtom)
