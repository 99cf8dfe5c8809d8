"""A share is printed with one decimal, rounded half-up."""

from __future__ import annotations

import pytest

from duban_cli.reports.rate import Rate


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (39, 41, "95.1%"),
        (3, 15, "20.0%"),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (0, 0, "—"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 2000, "0.1%"),  # 0.05 goes up
        (1, 2001, "0.0%"),
        (1999, 2000, "100.0%"),  # 99.95 goes up: nothing is bent
        (5, 16, "31.3%"),  # 31.25, where round() would give 31.2
    ],
)
def test_text(numerator: int, denominator: int, text: str) -> None:
    rate = Rate(numerator, denominator)
    assert rate.text == text
    assert str(rate) == text


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 3), (4, 3), (1, 0), (0, -1)])
def test_what_is_no_share_is_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        Rate(numerator, denominator)
