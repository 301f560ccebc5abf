"""Requests made to hang, fill, confuse or mislead the gateway, and what each is to get.

Each is a Hostile with the bytes, or the pieces that go on for ever, of a connection.
"""
import dataclasses
import itertools

import transactions
from gateway_under_test import http_request

REGISTRY = transactions.REGISTRY
REPOSITORY = transactions.REPOSITORY
_SOAP = "application/soap+xml; charset=UTF-8"
_MIB = 1 << 20
_QUERY = transactions.SOAP["StoredQuery"].action
_PROVIDE = transactions.SOAP["ProvideAndRegister"].action

_ANY_FAULT = r"fault Sender: "
_BAD_XML = r"fault Sender: the XML of the message: "


@dataclasses.dataclass(frozen=True)
class Hostile:
    name: str
    # bytes, or a function without arguments that makes pieces of them.
    sent: object
    # Regular expression for the beginning of the outcome (outcome.py).
    wanted: str
    # How much memory may grow while it is answered.
    memory_mib: int = 16
    # The connection has to end after one answer: what else is in the bytes is no request.
    ends: bool = False


def _envelope(action=_QUERY, headers="", body="<x/>", before="", more=""):
    return ("<?xml version='1.0'?>%s<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' "
            "xmlns:a='http://www.w3.org/2005/08/addressing'%s><s:Header><a:Action>%s</a:Action>"
            "<a:MessageID>urn:uuid:0c3f0e9a-5b0e-4f49-8d4e-6a3a9f1c0001</a:MessageID>%s</s:Header>"
            "<s:Body>%s</s:Body></s:Envelope>" % (before, more, action, headers, body)).encode()


def _xml(paths, **parts):
    return http_request(paths[REGISTRY], _SOAP, _envelope(**parts))


def _growing(paths, begin, piece, count, end):
    """A message of many pieces, of a length that is told; `count` None: chunked and without an end."""
    head = "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n" % (paths[REGISTRY], _SOAP)

    def with_length():
        size = len(begin) + count * len(piece) + len(end)
        yield (head + "Content-Length: %d\r\n\r\n" % size).encode() + begin
        yield from itertools.repeat(piece, count)
        yield end

    def without_end():
        yield (head + "Transfer-Encoding: chunked\r\n\r\n").encode() + b"%x\r\n%s\r\n" % (len(begin), begin)
        chunk = b"%x\r\n%s\r\n" % (len(piece), piece)
        yield from itertools.repeat(chunk)

    return without_end if count is None else with_length


def of_xml(paths, outside):
    """XML that grows, nests or looks elsewhere. `outside` is a port at which nobody may call."""
    laughs = "".join("<!ENTITY l%d '%s'>" % (i, "&l%d;" % (i - 1) * 10) for i in range(1, 20))
    bomb = "<!DOCTYPE x [<!ENTITY l0 'ha'>%s]>" % laughs
    url = "http://127.0.0.1:%d/x" % outside
    begin, end = _envelope(body="<x a='SPLIT'/>").split(b"SPLIT")
    text_begin, text_end = _envelope(body="<x>SPLIT</x>").split(b"SPLIT")
    many_begin, many_end = _envelope(body="<x>SPLIT</x>").split(b"SPLIT")
    deep = 100_000
    return [
        Hostile("entity bomb", _xml(paths, before=bomb, body="<x>&l19;</x>"), _BAD_XML + ".*DOCTYPE"),
        Hostile("entity as large as the message, many times",
                _xml(paths, before="<!DOCTYPE x [<!ENTITY e '%s'>]>" % ("e" * 100_000), body="&e;" * 10_000),
                _BAD_XML + ".*DOCTYPE"),
        Hostile("file as external entity",
                _xml(paths, before="<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", body="<x>&e;</x>"),
                _BAD_XML + ".*DOCTYPE"),
        Hostile("URL as external entity",
                _xml(paths, before="<!DOCTYPE x [<!ENTITY e SYSTEM '%s'>]>" % url, body="<x>&e;</x>"),
                _BAD_XML + ".*DOCTYPE"),
        Hostile("URL as parameter entity",
                _xml(paths, before="<!DOCTYPE x [<!ENTITY %% e SYSTEM '%s'> %%e;]>" % url), _BAD_XML + ".*DOCTYPE"),
        Hostile("DTD at a URL", _xml(paths, before="<!DOCTYPE x SYSTEM '%s'>" % url), _BAD_XML + ".*DOCTYPE"),
        Hostile("XInclude of a URL",
                _xml(paths, body="<i:include xmlns:i='http://www.w3.org/2001/XInclude' href='%s'/>" % url),
                _ANY_FAULT + ".*include"),
        Hostile("style sheet at a URL", _xml(paths, before="<?xml-stylesheet href='%s'?>" % url), _BAD_XML),
        Hostile("schema at a URL",
                _xml(paths, more=" xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='x %s'" % url),
                _ANY_FAULT),
        Hostile("answer to a URL that is not allowed",
                _xml(paths, headers="<a:ReplyTo><a:Address>%s</a:Address></a:ReplyTo>" % url), _ANY_FAULT),
        Hostile("fault to a URL that is not allowed",
                _xml(paths, headers="<a:FaultTo><a:Address>%s</a:Address></a:FaultTo>" % url), _ANY_FAULT),
        Hostile("deep nesting", _xml(paths, body="<x>" * deep + "</x>" * deep), _BAD_XML),
        Hostile("deep nesting without an end", _growing(paths, begin[:begin.index(b"<x")], b"<x>" * 20_000, None, b""),
                _ANY_FAULT, 300),
        Hostile("many attributes", _xml(paths, body="<x %s/>" % " ".join("a%d=''" % i for i in range(100_000))),
                _BAD_XML),
        Hostile("many namespaces", _xml(paths, body="<x %s/>" % " ".join("xmlns:a%d='u'" % i for i in range(10_000))),
                _BAD_XML),
        Hostile("many names", _xml(paths, body="".join("<x%d/>" % i for i in range(200_000))), _ANY_FAULT, 200),
        Hostile("attribute of 100 MB", _growing(paths, begin, b"a" * _MIB, 100, end), _ANY_FAULT, 300),
        Hostile("attribute without an end", _growing(paths, begin, b"a" * _MIB, None, b""), _ANY_FAULT, 300),
        Hostile("text of 60 MB", _growing(paths, text_begin, b"a" * _MIB, 60, text_end), _ANY_FAULT, 300),
        Hostile("text without an end", _growing(paths, text_begin, b"a" * _MIB, None, b""), _ANY_FAULT, 300),
        Hostile("twelve million elements", _growing(paths, many_begin, b"<a/>" * 300_000, 40, many_end), _BAD_XML, 700),
        Hostile("long name", _xml(paths, body="<%s/>" % ("n" * 5_000_000)), _ANY_FAULT, 64),
        Hostile("long action", _xml(paths, action="a" * 5_000_000), _ANY_FAULT, 64),
        Hostile("NUL", _xml(paths, body="<x>\0</x>"), _BAD_XML),
        Hostile("encoding that is not the declared one",
                http_request(paths[REGISTRY], _SOAP, _envelope().decode().encode("utf-16")), _ANY_FAULT),
        Hostile("encoding nobody has",
                http_request(paths[REGISTRY], "application/soap+xml; charset=klingon", _envelope()), _BAD_XML),
        Hostile("UTF-8 too long",
                http_request(paths[REGISTRY], _SOAP, _envelope(body="<x>Y</x>").replace(b"Y", b"\xc0\xaf")), _BAD_XML),
        Hostile("header that must be understood",
                _xml(paths, headers="<u:x xmlns:u='urn:x' s:mustUnderstand='true'/>"), "fault MustUnderstand: "),
        Hostile("two actions", _xml(paths, headers="<a:Action>%s</a:Action>" % _PROVIDE), _ANY_FAULT),
        Hostile("action of another service", _xml(paths, action=_PROVIDE), _ANY_FAULT),
        Hostile("two bodies", http_request(paths[REGISTRY], _SOAP,
                                           _envelope().replace(b"</s:Envelope>", b"<s:Body/></s:Envelope>")),
                _ANY_FAULT),
        Hostile("no bytes", http_request(paths[REGISTRY], _SOAP, b""), _BAD_XML),
    ]


def of_types(paths):
    """Media types that are none of SOAP 1.2."""
    media_types = ("text/plain", "application/json", "", "application/soap+xml;;;=", "multipart/form-data; boundary=x",
                   "multipart/related", "multipart/related; boundary=", "multipart/related; boundary=" + "b" * 2000,
                   "application/soap+xml; charset=" + "c" * 30_000)
    cases = [Hostile("Content-Type %s" % media_type[:50], http_request(paths[REGISTRY], media_type, _envelope()),
                     _ANY_FAULT) for media_type in media_types]
    soap_11 = (b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><x/></s:Body></s:Envelope>")
    return cases + [
        Hostile("no Content-Type", http_request(paths[REGISTRY], "x", _envelope()).replace(b"Content-Type: x\r\n", b""),
                _ANY_FAULT),
        Hostile("SOAP 1.1", http_request(paths[REGISTRY], "text/xml", soap_11), "fault VersionMismatch: "),
    ]


def _part(content_id, content, media_type="text/plain", more=""):
    return ("--b\r\nContent-Type: %s\r\nContent-ID: <%s>\r\n%s\r\n" % (media_type, content_id, more)).encode() + \
        content + b"\r\n"


def of_packages(paths, provide):
    """Broken multipart messages. `provide` makes ITI-41 envelopes that include cid:document@docshare.test, each of
    another submission."""
    content_type = 'multipart/related; boundary=b; type="application/xop+xml"; start="<%s>"'
    document = _part("document@docshare.test", b"text")
    end = b"--b--\r\n"

    def package(*parts, start="root"):
        return http_request(paths[REPOSITORY], content_type % start, b"".join(parts))

    def root_with(target=b"cid:document@docshare.test"):
        return _part("root", provide().replace(b"cid:document@docshare.test", target),
                     'application/xop+xml; type="application/soap+xml"')

    root = root_with()
    return [
        Hostile("start that is not there", package(root, document, end, start="nobody"), _ANY_FAULT),
        Hostile("two roots", package(root, root, document, end), _ANY_FAULT),
        Hostile("two parts of one id", package(root_with(), document, document, end), _ANY_FAULT + ".*Content-ID"),
        Hostile("part that is not there", package(root, end), _ANY_FAULT),
        Hostile("part nobody includes", package(root_with(), document, _part("more", b"x"), end), "success"),
        Hostile("cut off behind the last part that is asked for", package(root, document, b"--b\r\nContent-"),
                _ANY_FAULT),
        Hostile("root behind a large part", package(_part("x", b"a" * (2 * _MIB)), root, document, end), _ANY_FAULT),
        Hostile("no end", package(root, document), _ANY_FAULT),
        Hostile("no boundary at all", package(b"x" * _MIB), _ANY_FAULT),
        Hostile("no root's end", package(root[:-10]), _ANY_FAULT),
        Hostile("head of a part without an end", package(b"--b\r\n" + b"X-A: b\r\n" * 100_000), _ANY_FAULT),
        Hostile("one line of a part's head", package(b"--b\r\nX: " + b"y" * _MIB), _ANY_FAULT),
        Hostile("five thousand parts",
                package(root, *(_part("x%d" % i, b"") for i in range(5000)), document, end), _ANY_FAULT + ".*parts"),
        Hostile("unknown transfer encoding",
                package(root, _part("document@docshare.test", b"x", more="Content-Transfer-Encoding: rot13\r\n"), end),
                _ANY_FAULT),
        Hostile("broken base64",
                package(root, _part("document@docshare.test", b"*" * 99, more="Content-Transfer-Encoding: base64\r\n"),
                        end), _ANY_FAULT),
        Hostile("include of a file", package(root_with(b"file:///etc/passwd"), document, end), _ANY_FAULT),
        Hostile("include of a URL", package(root_with(b"http://127.0.0.1:1/x"), document, end), _ANY_FAULT),
        Hostile("include of the root", package(root_with(b"cid:root"), document, end), _ANY_FAULT),
        Hostile("include in a message that is no package", http_request(paths[REPOSITORY], _SOAP, provide()),
                _ANY_FAULT),
        Hostile("package in a package", package(root_with(), _part("document@docshare.test", b"--c\r\n\r\nx\r\n--c--",
                                                                   "multipart/related; boundary=c"), end), "success"),
    ]


def of_http(paths):
    """Heads and bodies that two programs may read differently, and others that no server takes."""
    path = paths[REGISTRY]
    hidden = "GET %s?wsdl HTTP/1.1\r\nHost: hidden\r\n\r\n" % path
    no_chunks = "0\r\n\r\n" + hidden

    def head(*lines, first=None, body=hidden):
        return ("\r\n".join((first or "POST %s HTTP/1.1" % path,) + lines) + "\r\n\r\n" + body).encode("latin-1")

    refused = {
        "length and chunks": head("Host: x", "Content-Length: 4", "Transfer-Encoding: chunked", body=no_chunks),
        "chunks and length": head("Host: x", "Transfer-Encoding: chunked", "Content-Length: 4", body=no_chunks),
        "two lengths": head("Host: x", "Content-Length: 0", "Content-Length: 9"),
        "list of lengths": head("Host: x", "Content-Length: 0, 9"),
        "signed length": head("Host: x", "Content-Length: +0"),
        "negative length": head("Host: x", "Content-Length: -1"),
        "hexadecimal length": head("Host: x", "Content-Length: 0x0"),
        "length beyond 64 bits": head("Host: x", "Content-Length: 99999999999999999999999999"),
        "chunked twice": head("Host: x", "Transfer-Encoding: chunked, chunked", body=no_chunks),
        "almost chunked": head("Host: x", "Transfer-Encoding: xchunked", body=no_chunks),
        "chunked, not last": head("Host: x", "Transfer-Encoding: chunked, gzip", body=no_chunks),
        "chunked behind a vertical tab": head("Host: x", "Transfer-Encoding: \x0bchunked", body=no_chunks),
        "chunked in HTTP/1.0": head("Host: x", "Transfer-Encoding: chunked", first="POST %s HTTP/1.0" % path,
                                    body=no_chunks),
        "folded line": head("Host: x", "Transfer-Encoding:", " chunked", body=no_chunks),
        "space before a colon": head("Host: x", "Content-Length : 0"),
        "line feed alone": head("Host: x\nContent-Length: 0"),
        "carriage return alone": head("Host: x\rContent-Length: 0"),
        "NUL in a header": head("Host: x", "X: \0"),
        "no host": head("Content-Length: 0"),
        "two hosts": head("Host: x", "Host: y"),
        "no version": head("Host: x", first="POST " + path),
        "version 9": head("Host: x", first="POST %s HTTP/9.0" % path),
        "preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "hello of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,
        "tunnel": head("Host: x", first="CONNECT 127.0.0.1:1 HTTP/1.1"),
        "thousands of headers": head("Host: x", *("X-%d: y" % i for i in range(5000))),
        "line of a megabyte": head("Host: x", "X: " + "y" * _MIB),
        "noise": bytes(range(256)) * 500,
        "MLLP at the wrong port": b"\x0bMSH|^~\\&|A|B|C|D|2026||ADT^A01|1|P|2.5\r\x1c\r",
    }
    chunked = ["Host: x", "Content-Type: " + _SOAP, "Transfer-Encoding: chunked"]
    broken_chunks = {
        "chunk size beyond 64 bits": "fffffffffffffffff\r\nx",
        "chunk size with a sign": "-1\r\nx",
        "chunk size of C": "0x1\r\nx\r\n0\r\n\r\n",
        "chunk longer than its size": "1\r\nxyz\r\n0\r\n\r\n",
        "chunk ended by a line feed": "1\nx\n0\n\n",
        "chunk extension of a megabyte": "1;" + "e" * _MIB + "\r\nx\r\n0\r\n\r\n",
        "trailer of a megabyte": "0\r\n" + "X: y\r\n" * 200_000 + "\r\n",
    }
    climbing = "POST %s/../../etc/passwd HTTP/1.1" % path
    return [
        *(Hostile(name, sent, "HTTP (400|431|501|505)", ends=True) for name, sent in refused.items()),
        *(Hostile(name, head(*chunked, body=body + hidden), _ANY_FAULT, ends=True)
          for name, body in broken_chunks.items()),
        Hostile("path that climbs", head("Host: x", "Content-Length: 0", first=climbing, body=""), "HTTP 404"),
        Hostile("path of no service", head("Host: x", first="GET / HTTP/1.1", body=""), "HTTP 404"),
        Hostile("method of no service", head("Host: x", first="DELETE %s HTTP/1.1" % path, body=""), "HTTP 405"),
    ]


def of_patience(paths):
    """Senders that stop, or nearly stop. The stall limit of the gateway is a second."""
    head = ("POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n" % (paths[REGISTRY], _SOAP)).encode()
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"

    def drip(begin, piece):
        def pieces():
            yield begin
            while True:
                yield b""
                yield piece
        return pieces

    late = "HTTP 408|fault Sender: .*too slowly"
    return [
        Hostile("head without an end", drip(head, b""), late),
        Hostile("head byte by byte", drip(b"POST /", b"a"), late),
        Hostile("head line by line", drip(head, b"X: y\r\n"), late),
        Hostile("no body", drip(head + b"Content-Length: 100\r\n\r\n", b""), late),
        Hostile("chunk that does not come", drip(chunked + b"5\r\n", b""), late),
        Hostile("no last chunk", drip(chunked + b"5\r\n<?xml\r\n", b""), late),
        Hostile("chunks byte by byte", drip(chunked, b"1\r\n \r\n"), late),
        Hostile("body byte by byte", drip(head + b"Content-Length: 1000000\r\n\r\n", b" "), late),
        Hostile("chunk extension byte by byte", drip(chunked + b"5;", b"e"), late),
        Hostile("part that does not come", drip(
            head.replace(_SOAP.encode(), b"multipart/related; boundary=b") +
            b"Content-Length: 1000\r\n\r\n--b\r\n", b""), late),
    ]
