"""Bytes to a socket and the bytes that answer, whatever the bytes are, in bounded time."""
import select
import socket
import time

# More than any answer to these requests.
MAX_ANSWER_BYTES = 8 << 20
_PIECE_BYTES = 1 << 16


class NoAnswer(Exception):
    """The peer neither answered nor ended the connection in time."""


def exchange(address, pieces, is_whole, limit_s):
    """Sends each of the byte strings `pieces`, which may be a generator that goes on for ever, and reads at the same
    time, until the answer is whole by `is_whole` or the peer ends the connection. An empty piece sends nothing for
    a tenth of a second. Returns what was read. Raises NoAnswer after `limit_s` seconds."""
    deadline = time.monotonic() + limit_s
    pieces = iter(pieces)
    rest, sends, answer = b"", True, b""
    with socket.create_connection(address, timeout=limit_s) as connection:
        connection.setblocking(False)
        while not is_whole(answer) and len(answer) <= MAX_ANSWER_BYTES:
            pause_s = None
            while sends and not rest and pause_s is None:
                piece = next(pieces, None)
                sends = piece is not None
                rest = memoryview(piece or b"")
                pause_s = 0.1 if piece == b"" else None
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise NoAnswer("no whole answer in %g s, but %d bytes" % (limit_s, len(answer)))
            readable, writable, _ = select.select([connection], [connection] if rest else [], [],
                                                  min(left_s, pause_s or left_s))
            try:
                if readable:
                    piece = connection.recv(_PIECE_BYTES)
                    if not piece:
                        break
                    answer += piece
                elif writable:
                    rest = rest[connection.send(rest[:_PIECE_BYTES]):]
            except BlockingIOError:
                pass
            except (ConnectionResetError, BrokenPipeError):
                break
    return answer


def is_whole_http(answer):
    """Whether an HTTP answer is there to its end, as far as its head tells that."""
    head, blank, body = answer.partition(b"\r\n\r\n")
    if not blank:
        return False
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line)
    if b"content-length" in fields:
        return len(body) >= int(fields[b"content-length"])
    if b"chunked" in fields.get(b"transfer-encoding", b""):
        return body.endswith(b"0\r\n\r\n")
    return False


def is_whole_mllp(answer):
    return answer.endswith(b"\x1c\r")
