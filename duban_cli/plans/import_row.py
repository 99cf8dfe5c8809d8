"""One imported row → the items it is to become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from duban_cli.exchange.table import Table
from duban_cli.ledger.files import ITEM_NAME
from duban_cli.ledger.writer import INVISIBLE, Facts
from duban_cli.plans.decompose import PROBLEM
from duban_cli.plans.import_cells import header_facts, origin_in
from duban_cli.plans.import_history import Put, entries_in
from duban_cli.plans.import_limits import limit_day
from duban_cli.plans.import_reading import Reading
from duban_cli.plans.import_units import reader_of, shares
from duban_cli.plans.sheet import Inputs, compact
from duban_cli.rules.regime import Regime
from duban_cli.rules.rule_kinds import Category
from duban_cli.text import halfwidth, nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What holds for every row unless the row says otherwise."""

    category: str | None = None
    source: Mapping[str, Facts] | None = None
    lead: str | None = None
    leader: str | None = None
    openness: str | None = None
    year: int | None = None
    assigned: date | None = None
    add_units: bool = False


@dataclass(slots=True)
class Draft:
    """An item to be."""

    reading: Reading
    header: dict[str, Facts]
    entries: list[dict[str, Facts]]
    id: str = ""
    keep: str | None = None
    """The id the table gives it, where that is one of duban's own."""
    parent: str | None = None

    @property
    def row(self) -> int:
        return self.reading.row.number

    @property
    def year(self) -> int | None:
        first = next((e for e in self.entries if e["动作"] == "立项"), None)
        return int(str(first["日期"])[:4]) if first else None


@dataclass(slots=True)
class Work:
    """What is at hand while a table is gone through."""

    inputs: Inputs
    table: Table
    given: Given
    put: Put
    remarks: list[str] = field(default_factory=list)
    guessed: Counter[str] = field(default_factory=Counter)


def drafts_of(work: Work, reading: Reading) -> Iterator[Draft]:
    """The items a row is to become: several where a group leads; none where something is wrong."""
    row, given = reading.row, work.given
    header = header_facts(reading)
    origin = _origin(work, reading)
    header |= compact({"来源": origin or None, "类别": _category(work, reading, origin)})
    header.setdefault("分管领导", given.leader or "")
    header.setdefault("公开属性", given.openness or "")
    number = halfwidth(row.cell("编号"))
    keep = number if ITEM_NAME.fullmatch(f"{number}.yaml") else None
    if number and keep is None:
        header["原号"] = number
    who = shares(reading, reader_of(work.inputs), given.lead)
    entries = entries_in(reading, header, work.put)
    _doubt_past(work, reading, header)
    for place, text in row.cells.items():
        if found := INVISIBLE.search(text.replace("\n", "").replace("\t", "")):
            reading.wrong(place, f"有看不见的控制字符 U+{ord(found[0]):04X}，删去或重新输入")
    if reading.notes:
        header["备注"] = "\n".join(filter(None, (str(header.get("备注", "")), *reading.notes)))
    header["导入"] = compact(
        {"文件": work.table.file, "表": work.table.sheet, "行": str(row.number), "摘要": row.digest}
    )
    if reading.problems:
        return
    for lead, support in who:
        helping: list[Facts] = [*support]
        yield Draft(
            reading, compact({**header, "主办单位": lead, "协办单位": helping}), entries,
            keep=keep if len(who) == 1 else None, parent=halfwidth(row.cell("上级事项")) or None,
        )  # fmt: skip


def _origin(work: Work, reading: Reading) -> dict[str, Facts]:
    found = {**(work.given.source or {}), **origin_in(reading)}
    if "类型" in found:
        return found
    return {"类型": "文件", **found} if "链接" in found else {}


def _category(work: Work, reading: Reading, origin: Mapping[str, Facts]) -> str | None:
    regime, given = work.inputs.ledger.regime, work.given
    written = reading.row.cell("类别")
    found = regime.category(written) if written else None
    if found is not None:
        return found.name
    asked = regime.category(given.category) if given.category else None
    if asked is not None:
        if written:
            reading.doubt("类别", f"制度里没有类别“{written[:20]}”，按 --category 记为{asked.name}")
        return asked.name
    near = nearest(given.category or written, regime.categories) if given.category or written else None
    if written or given.category:
        told = f"本台账的制度里没有类别“{(given.category or written)[:20]}”"
        reading.wrong(
            "类别", told + (f"，是否指“{near}”" if near else f"；可用：{'、'.join(regime.categories)}")
        )
        return None
    problems = any("问题" in c.heading for c in work.table.head.columns if c.meaning == "标题")
    by_kind = regime.category(PROBLEM) if problems else _by_kind(regime, str(origin.get("类型", "")))
    if by_kind is None:
        reading.wrong("类别", f"没有写类别；加 --category，可用：{'、'.join(regime.categories)}")
        return None
    work.guessed[by_kind.name] += 1
    return by_kind.name


def _by_kind(regime: Regime, kind: str) -> Category | None:
    """The one category of a regime that the kind of a matter's origin belongs to, by its name or its 别名."""
    all_of_them = regime.categories.values()
    found = [c for c in all_of_them if kind and any(kind in name for name in (c.name, *c.aliases))]
    return found[0] if len(found) == 1 else None


def _doubt_past(work: Work, reading: Reading, header: Mapping[str, Facts]) -> None:
    due = limit_day(header.get("办结时限"))
    row = reading.row
    over = row.cell("办结日期") or row.cell("销号日期")
    if due is not None and due < work.put.today and not over:
        reading.doubt("办结时限", f"时限 {due} 已经过了，照记")
