"""Cursors: how far a walk through a list has come.

A cursor carries the moment that the walk judges hours at, a fingerprint of its filters, and which services it has met,
by their numbers, which are given once and never change. An edit during the walk may change the order; as what was met
is known by itself and not by its place, the walk still meets every service that exists all the while exactly once.
"""

import binascii
import hashlib
import struct
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from api.directory.finding import ServiceQuery

_FORMAT = 2
_HEAD = struct.Struct(">Bq8s")  # format, moment in seconds since 1970, fingerprint of the filters
_SEAL_BYTES = 8  # at the end: a digest of all before it. It tells a damaged cursor; whoever forges one fools himself
MAX_MET_BYTES = 1 << 14  # 131,072 services; a longer one was not made here


class CursorError(ValueError):
    """The text is no cursor that was given out here."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a walk: the moment it judges hours at, and the numbers of the services it has met."""

    text: str
    moment: datetime
    met: frozenset[int]
    fingerprint: bytes

    def belongs_to(self, query: ServiceQuery) -> bool:
        """Whether it was given out for these filters."""
        return self.fingerprint == _fingerprint(query)


def write_cursor(query: ServiceQuery, moment: datetime, met: Iterable[int]) -> str:
    """The cursor as text that is safe in a URL."""
    bits = 0
    for number in met:
        bits |= 1 << number
    packed = zlib.compress(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), 9)
    head = _HEAD.pack(_FORMAT, int(moment.timestamp()), _fingerprint(query))
    return urlsafe_b64encode(head + packed + _digest(head + packed)).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """What `write_cursor` wrote.

    Raises:
        CursorError: it did not.
    """
    try:
        sealed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        data, seal = sealed[:-_SEAL_BYTES], sealed[-_SEAL_BYTES:]
        version, seconds, fingerprint = _HEAD.unpack_from(data)
        unpacker = zlib.decompressobj()
        bits = int.from_bytes(unpacker.decompress(data[_HEAD.size :], MAX_MET_BYTES), "little")
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError, binascii.Error, struct.error, zlib.error):
        raise CursorError(text) from None
    is_exact = urlsafe_b64encode(sealed).decode().rstrip("=") == text  # the decoder passes over foreign characters
    if version != _FORMAT or seal != _digest(data) or not unpacker.eof or unpacker.unused_data or not is_exact:
        raise CursorError(text)
    met = frozenset(number for number, bit in enumerate(f"{bits:b}"[::-1]) if bit == "1")
    return Cursor(text, moment, met, fingerprint)


def _fingerprint(query: ServiceQuery) -> bytes:
    return _digest(repr(query).encode())


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:_SEAL_BYTES]
