"""Being told how far long work has come, by whoever does it and without knowing who looks on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Watch(Protocol):
    """Passes things on one by one while somebody looks on; ``doing`` says what is done to them."""

    def __call__(self, things: Sequence[T], doing: str) -> Iterator[T]: ...


def unwatched(things: Sequence[T], doing: str) -> Iterator[T]:  # noqa: ARG001 - a Watch
    """Nobody looks on."""
    return iter(things)
