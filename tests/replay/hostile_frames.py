"""Bytes at the MLLP port made to hang, fill or confuse the gateway, and what each is to get."""
import itertools

from hostile_requests import Hostile

_HEAD = b"MSH|^~\\&|A|B|C|D|20260101||ADT^A01^ADT_A01|1|P|2.5"
_MIB = 1 << 20


def _frame(message):
    return b"\x0b" + message + b"\x1c\r"


def of_mllp():
    """The limit for a message is two seconds, and a mebibyte."""

    def endless(begin, piece):
        return lambda: itertools.chain((begin,), itertools.repeat(piece))

    def drip(begin, piece):
        return lambda: itertools.chain((begin,), itertools.cycle((b"", piece)))

    pid = b"\rEVN|A01|2026\rPID|||%s\r"
    return [
        Hostile("frame without an end", endless(b"\x0b" + _HEAD + b"\r", b"a" * 65536), "closed"),
        Hostile("segments without an end", endless(b"\x0b" + _HEAD + b"\r", b"ZZZ|a\r" * 10_000), "closed"),
        Hostile("frame that stops", drip(b"\x0b" + _HEAD, b""), "closed"),
        Hostile("frame byte by byte", drip(b"\x0b" + _HEAD, b"a"), "closed"),
        Hostile("noise without an end", endless(b"", b"a" * 65536), "closed"),
        Hostile("beginnings without an end", endless(b"", b"\x0b" * 65536), "closed"),
        Hostile("ends without a beginning", endless(b"", b"\x1c\r" * 32768), "closed"),
        Hostile("HTTP at the wrong port", endless(b"POST / HTTP/1.1\r\nHost: x\r\n\r\n", b"\r\n" * 32768), "closed"),
        Hostile("empty frame", _frame(b""), "AE 10[0-3]"),
        Hostile("no MSH", _frame(b"PID|||1\r"), "AE 10[0-3]"),
        Hostile("MSH alone", _frame(b"MSH"), "AE 10[0-3]"),
        Hostile("separators that are one", _frame(b"MSH|||||\r"), "AE 10[0-3]"),
        Hostile("NULs", _frame(b"\0" * 1000), "AE 10[0-3]"),
        Hostile("unknown character set", _frame(_HEAD + b"||||||KLINGON" + pid % b"1^^^&2.999.9.1&ISO"), "AE 10[0-3]"),
        Hostile("letters of no character set",
                _frame(_HEAD + b"||||||UNICODE UTF-8" + pid % b"\xff\xfe^^^&2.999.9.1&ISO"), "AE 10[0-3]"),
        Hostile("field of nearly a mebibyte", _frame(_HEAD + pid % (b"a" * (_MIB - 1000))), "AE 10[0-3]"),
        Hostile("hundred thousand identifiers", _frame(_HEAD + pid % (b"1^^^&1.2&ISO~" * 70_000)), "AE 10[0-3]"),
        Hostile("hundred thousand segments", _frame(_HEAD + b"\r" + b"PID|||1\r" * 100_000), "AE 10[0-3]"),
        Hostile("escapes that do not end", _frame(_HEAD + pid % (b"\\H" * 100_000)), "AE 10[0-3]"),
    ]
