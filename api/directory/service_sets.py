"""Sets of services as integers: bit `i` is the service at place `i` of a directory.

Filtering is `&` and `|` of integers, and the first twenty of a hundred thousand cost as much as the first twenty of
forty.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Protocol, TypeVar

ServiceSet = int  # bit i = the service at place i of `Directory.services`


class Placed(Protocol):
    """What has a place in a directory."""

    @property
    def place(self) -> int:
        """The place."""


Key = TypeVar("Key", bound=Hashable)
Member = TypeVar("Member", bound=Placed)


def index_of(services: Iterable[Member], keys_of: Callable[[Member], Iterable[Key]]) -> Mapping[Key, ServiceSet]:
    """The set of services for each key that `keys_of` gives to any of them."""
    members: dict[Key, list[Member]] = defaultdict(list)
    for service in services:
        for key in keys_of(service):
            members[key].append(service)
    return MappingProxyType({key: set_of(of_key) for key, of_key in members.items()})


def set_of(services: Iterable[Placed]) -> ServiceSet:
    """The bits of many services at once: adding them one by one would copy the whole integer for each."""
    bits = bytearray()
    for service in services:
        byte, bit = divmod(service.place, 8)
        if byte >= len(bits):
            bits.extend(bytes(byte + 1 - len(bits)))
        bits[byte] |= 1 << bit
    return int.from_bytes(bits, "little")


def union_of(sets: Iterable[ServiceSet]) -> ServiceSet:
    """What is in any of the sets."""
    union = 0
    for services in sets:
        union |= services
    return union


def places_in(services: ServiceSet) -> Iterator[int]:
    """The places in a set, in order."""
    while services:
        lowest = services & -services
        yield lowest.bit_length() - 1
        services ^= lowest
