"""The bytes of an HttpTransaction's BodyFile: a whole HTTP body, kept as text."""
import re

import soap_message
from names import PATIENT_ID_SCHEMES, UNIQUE_ID_SCHEMES

_IDENTIFIER = re.compile(rb"<[\w:]*ExternalIdentifier\b[^>]*>")
_VALUE = re.compile(rb'(\bvalue=")[^"]*(")')


def fill(content, values, patient_id, ids):
    """The content with its symbols replaced, with a patient that exists, since the file names one of the registry
    it was made for, and with new uniqueIds, since several files have the same. A multipart body that lost its CRs
    on the way gets them back around its parts, where RFC 2046 wants CRLF; the parts' bytes stay."""
    for key, value in values.items():
        content = content.replace(key.encode(), _escaped(value))

    def with_ids(found):
        tag = found.group(0)
        if any(scheme.encode() in tag for scheme in PATIENT_ID_SCHEMES):
            value = _escaped(patient_id)
        elif any(scheme.encode() in tag for scheme in UNIQUE_ID_SCHEMES):
            value = ids.oid().encode()
        else:
            return tag
        return _VALUE.sub(lambda match: match.group(1) + value + match.group(2), tag)

    return _with_crlf(_IDENTIFIER.sub(with_ids, content))


def _escaped(text):
    return text.replace("&", "&amp;").encode()


def _with_crlf(content):
    if not content.startswith(b"--") or b"\r\n" in content:
        return content
    boundary = content.split(b"\n", 1)[0]
    pieces = content.split(b"\n" + boundary)
    pieces[0] = pieces[0][len(boundary):]
    made = []
    for piece in pieces:
        head, blank, body = piece.partition(b"\n\n")
        made.append(head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + body if blank else piece.replace(b"\n", b"\r\n"))
    return boundary + (b"\r\n" + boundary).join(made)


def first_in_body(content):
    """The first element of the SOAP body in a body, or None."""
    begin, end = content.find(b"<?xml"), content.rfind(b"Envelope>")
    begin = begin if begin >= 0 else content.find(b"<")
    if begin < 0 or end < begin:
        return None
    try:
        return soap_message.first_in_body(content[begin:end + len(b"Envelope>")])
    except soap_message.BadMessage:
        return None
