"""One item of each category of every packaged regime but 岳阳's own, from 立项 to 归档; see ``test_courses``.

What the office itself owed for the item is told too: ``本室 交办 限2026-03-04 按期``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.test_courses import COURSES, WRITE, course
from tests.offices import OfficeOf
from tests.regimes.scene import regime

pytest_plugins = ("tests.gitkit", "tests.clerk", "tests.offices")

REGIMES = ("county", "daguan", "hebei")
PLACES = [(name, category) for name in REGIMES for category in regime(name).categories]


@pytest.mark.parametrize(("name", "category"), PLACES)
def test_an_item_runs_as_agreed(office: OfficeOf, name: str, category: str) -> None:
    path = COURSES / name / f"{category}.txt"
    clerk = office(name)
    text = course(path, clerk, own=True)
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    states = [line.split()[1] for line in text.splitlines() if line.startswith("  状态 ")]
    assert states[-1] == "已归档"
    assert clerk.run("check", today="2026-12-31").code == 0


@pytest.mark.parametrize("name", REGIMES)
def test_there_is_a_course_for_each_category(name: str) -> None:
    assert {p.stem for p in Path(COURSES / name).glob("*.txt")} == set(regime(name).categories)
