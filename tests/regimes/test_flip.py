"""Every number of every packaged regime tells: one changed, and just what rests on its clause comes out otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from duban_cli.ledger.nodes import Source
from duban_cli.ledger.records import Item
from duban_cli.ledger.regime_file import read_regime
from duban_cli.rules.regime import Regime
from duban_cli.shipped import regime_bytes, regime_names
from tests.regimes.probes import Conclusions, conclusions, probes
from tests.regimes.scene import regime

GROUP = re.compile(r"\{[^{}]*\}")
PAIR = re.compile(r"(?<=[{ ])(\S+): ('[^']*'|\[[^\]]*\]|[^,{}]+)")
RHYTHMS = {"周": "月", "半月": "月", "月": "季", "季": "半年", "半年": "季", "年": "半年"}
LIMIT_KEYS = ("时限", "逾期")


def others(key: str, value: str) -> Iterator[str]:
    """Other legal values of a number, next to it."""
    if key in LIMIT_KEYS or value.startswith("到期前"):
        yield from _other_limits(value)
    elif key == "每" and value in RHYTHMS:
        yield RHYTHMS[value]
    elif key == "周期":
        yield {"月": "年", "年": "月"}[value]
    elif key == "起":
        yield {"期初": "期末", "期末": "期初"}[value]
    elif key == "按":
        yield {"收到": "完成", "完成": "收到"}[value]
    elif key == "剩余不少于":
        yield "1/3"
    elif key == "无事项":
        yield {"不考核": "满分", "满分": "不考核"}[value]
    elif key in ("满", "分", "上限", "基础分"):
        found = re.fullmatch(r"(-?)(\d+)(次?)", value)
        assert found, value
        yield f"{found[1]}{int(found[2]) + 1}{found[3]}"
    elif re.search(r"\d", value) and key not in (
        "依据",
        "时限依据",
        "代号",
        "文号",
        "名称",
        "引作",
        "施行",
        "说明",
    ):
        raise AssertionError(f"{key}: {value} 里的数没有试")


def _other_limits(value: str) -> Iterator[str]:
    if value == "当日":
        yield "1个工作日"
    elif value in ("长期", "常年"):
        yield "10个工作日"
    else:
        for found in re.finditer(r"\d+(?!\d*:?\d*')(?=[个日:])", value):
            # A clock's hour, or a count: one more.
            yield f"{value[: found.start()]}{int(found[0]) + 1}{value[found.end() :]}"


@dataclass(frozen=True, slots=True)
class Flip:
    """One number of a regime and another in its place."""

    regime: str
    line: int
    key: str
    old: str
    new: str
    clauses: tuple[str, ...]
    text: str

    @property
    def name(self) -> str:
        return f"{self.regime}:{self.line} {self.key} {self.old} → {self.new}"


def flips(name: str) -> Iterator[Flip]:
    """Every number of the regime's file, one at a time."""
    lines = regime_bytes(name).decode().splitlines(keepends=True)
    for number, line in enumerate(lines):
        if line.lstrip().startswith("#"):
            continue
        for group in GROUP.finditer(line):
            pairs = dict(PAIR.findall(group[0]))
            cited = tuple(pairs[k] for k in ("依据", "时限依据") if k in pairs)
            for pair in PAIR.finditer(group[0]):
                if pair[1] in ("施行", "说明"):
                    continue
                for new in others(pair[1], pair[2]):
                    start = group.start() + pair.start(2)
                    flipped = line[:start] + new + line[start + len(pair[2]) :]
                    text = "".join((*lines[:number], flipped, *lines[number + 1 :]))
                    yield Flip(name, number + 1, pair[1], pair[2], new, cited, text)


def clause_texts(rules: Regime, cited: tuple[str, ...]) -> set[str]:
    """``岳07 二（三）`` as a conclusion cites it."""
    found = set()
    for one in cited:
        code, _, article = one.partition(" ")
        document = next((d for d in rules.documents if d.code == code), None)
        name = document.citation if document else code
        found.add(f"{name}{'' if name.endswith('）') else ' '}{article}".strip())
    return found


@cache
def as_shipped(name: str) -> tuple[dict[str, Item], Conclusions]:
    items = probes(name, regime(name))
    return items, conclusions(regime(name), items)


@pytest.mark.parametrize("name", regime_names())
def test_a_number_changed_changes_what_rests_on_its_clause_and_nothing_else(name: str) -> None:
    items, before = as_shipped(name)
    tried = list(flips(name))
    assert tried
    wrong: list[str] = []
    for flip in tried:
        source = Source(f"{name}.yaml")
        rules = read_regime(flip.text.encode(), source)
        assert rules is not None, (flip.name, [p.text for p in source.problems])
        after = conclusions(rules, items)
        changed = [k for k in before.keys() | after.keys() if before.get(k) != after.get(k)]
        if not changed:
            wrong.append(f"{flip.name}：没有一个结论改变")
        rests = clause_texts(rules, flip.clauses)
        for key in changed:
            cited = {c for side in (before, after) if key in side for c in side[key].clauses}
            if not cited & rests:
                wrong.append(f"{flip.name}：{key} 变了，依据却是{'、'.join(sorted(cited))}")
    assert not wrong, "\n".join(wrong)
