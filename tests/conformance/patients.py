"""Patients of the test run: fresh ids, and making them known to the registry.

The feed is replaceable: HL7 v2 over MLLP [ITI-8, ITI-64] is what the plans mean; the command line serves
where there is no listener.
"""
import datetime
import os
import re
import socket
import subprocess

from lxml import etree

# The affinity domain's assigning authority of the test patients, and one for ids of local domains.
AUTHORITY = "2.999.9.1"

_START = b"\x0b"
_END = b"\x1c\r"
_TIMEOUT_S = 30
_MAX_BYTES = 1 << 20


class FeedFailed(Exception):
    """The registry did not take a patient message; the text tells why."""


class PatientIds:
    """Ids that were never used before: "C17^^^&2.999.9.1&ISO"."""

    def __init__(self, authority=AUTHORITY):
        self._authority = authority
        self._last = 0

    def new(self):
        self._last += 1
        return "C%d^^^&%s&ISO" % (self._last, self._authority)


def read_authorities(codes_path, default=AUTHORITY):
    """The assigning authorities that a codes.xml names, its own patients' first; `default` alone when it names
    none."""
    try:
        found = etree.parse(codes_path).getroot().findall("AssigningAuthority")
    except (OSError, etree.XMLSyntaxError):
        return [default]
    parts = [element.get("id", "").split("&") for element in found]
    return [part[1] for part in parts if len(part) == 3] or [default]


def listed_patients(codes_path):
    """The ids in pids.txt beside a codes.xml: patients that exist before any plan runs."""
    try:
        with open(os.path.join(os.path.dirname(codes_path), "pids.txt"), encoding="utf-8", errors="replace") as file:
            return frozenset(re.findall(r"[^\[\],;\s^]+\^\^\^&[0-9.]+&ISO", file.read()))
    except OSError:
        return frozenset()


class MllpFeed:
    """HL7 v2 messages over MLLP."""

    def __init__(self, host, port, wrap=None):
        """`wrap` puts TLS around a socket."""
        self._address = (host, port)
        self._wrap = wrap or (lambda connection: connection)
        self._last = 0

    def _head(self, event, structure):
        self._last += 1
        now = datetime.datetime.now().strftime("%Y%m%d%H%M%S")
        return ["MSH|^~\\&|CONFORMANCE|DOCSHARE|REGISTRY|DOCSHARE|%s||ADT^%s^%s|CONF%06d|P|2.5" %
                (now, event, structure, self._last), "EVN|%s|%s" % (event, now)]

    def feed(self, patient_id):
        """ADT^A01: the patient is known from now on. Raises FeedFailed."""
        self._send(self._head("A01", "ADT_A01") + [
            "PID|||%s||APPLESEED^JOHN^A^III||19710101|M" % patient_id, "PV1||I"])

    def move(self, new_id, old_id, new_local_id, old_local_id):
        """ADT^A43: what is filed for the old pair of ids is the new pair's; a local id may be "". Raises
        FeedFailed."""
        self._send(self._head("A43", "ADT_A43") + [
            "PID|||" + "~".join(filter(None, (new_id, new_local_id))),
            "MRG|" + "~".join(filter(None, (old_id, old_local_id)))])

    def _send(self, segments):
        message = "\r".join(segments).encode("utf-8") + b"\r"
        try:
            with socket.create_connection(self._address, timeout=_TIMEOUT_S) as plain:
                connection = self._wrap(plain)
                connection.sendall(_START + message + _END)
                answer = b""
                while not answer.endswith(_END):
                    piece = connection.recv(65536)
                    if not piece or len(answer) > _MAX_BYTES:
                        raise FeedFailed("the acknowledgement does not end")
                    answer += piece
        except OSError as error:
            raise FeedFailed("MLLP %s:%d: %s" % (self._address + (error,))) from error
        lines = answer.strip(_START + _END).decode("utf-8", "replace").split("\r")
        code = next((line.split("|")[1] for line in lines if line.startswith("MSA|")), "no MSA")
        if code != "AA":
            raise FeedFailed("acknowledged with %s: %s" % (code, " ".join(lines[1:])[:300]))


class CommandLineFeed:
    """`docshare patient feed`, for a stack without an MLLP listener."""

    def __init__(self, program, profiles):
        self._program = program
        self._profiles = profiles

    def feed(self, patient_id):
        environment = dict(os.environ, DOCSHARE_CONFIG=self._profiles)
        done = subprocess.run([self._program, "patient", "feed", "--patient", patient_id], env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_TIMEOUT_S,
                              check=False)
        if done.returncode != 0:
            raise FeedFailed("docshare patient feed: " + done.stderr.strip()[:300])

    def move(self, new_id, old_id, new_local_id, old_local_id):
        raise FeedFailed("the command line cannot send ADT^A43; the gateway needs an MLLP listener")
