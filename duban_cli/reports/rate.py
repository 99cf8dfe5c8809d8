"""A share printed in a paper: always with what it is a share of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """``numerator`` of ``denominator`` things.

    Raises:
        ValueError: unless 0 ≤ numerator ≤ denominator.
    """

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"not a share: {self.numerator}/{self.denominator}")

    @property
    def tenths(self) -> int | None:
        """Tenths of a percent, rounded half-up; None where there is nothing to take a share of."""
        if not self.denominator:
            return None
        return (2000 * self.numerator + self.denominator) // (2 * self.denominator)

    @property
    def text(self) -> str:
        """Percent, rounded half-up to one decimal; ``—`` where there is nothing to take a share of."""
        tenths = self.tenths
        return "—" if tenths is None else f"{tenths // 10}.{tenths % 10}%"

    def __str__(self) -> str:
        return self.text
