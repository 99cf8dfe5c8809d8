"""An item as one row: its facts under the names import knows them by, and what duban concludes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from duban_cli.exchange.columns import PHONE
from duban_cli.ledger.records import Entry, Milestone, Origin, Person
from duban_cli.rules.openness import said_public
from duban_cli.rules.standing import Standing

FOR_PUBLIC = "公开"

_LEFT_OUT = "（电话略）"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _person(attr: str) -> Callable[[Standing], str]:
    def shown(s: Standing) -> str:
        person: Person | None = getattr(s.item, attr)
        return person.text if person else ""

    return shown


def _phone(attr: str) -> Callable[[Standing], str]:
    def shown(s: Standing) -> str:
        person: Person | None = getattr(s.item, attr)
        return (person.phone or "") if person else ""

    return shown


def _item(attr: str) -> Callable[[Standing], str]:
    return lambda s: getattr(s.item, attr) or ""


def _origin(attr: str) -> Callable[[Standing], str]:
    def shown(s: Standing) -> str:
        origin: Origin | None = s.item.origin
        value = getattr(origin, attr) if origin else None
        return value.isoformat() if isinstance(value, date) else value or ""

    return shown


def _first(action: str, attr: str) -> Callable[[Standing], str]:
    def shown(s: Standing) -> str:
        entry = next((e for e in s.course.entries if e.action == action), None)
        value = getattr(entry, attr) if entry else None
        return value.isoformat() if isinstance(value, date) else value or ""

    return shown


def _last_reply(s: Standing) -> Entry | None:
    lead = [r.entry for r in s.course.all_replies if r.entry.unit in (None, s.item.lead)]
    return lead[-1] if lead else None


def _reply(shown: Callable[[Entry], str]) -> Callable[[Standing], str]:
    return lambda s: shown(entry) if (entry := _last_reply(s)) else ""


def _stone(stone: Milestone) -> str:
    plan = f"（计划{stone.plan:f}%）" if stone.plan is not None else ""
    return f"{stone.number}. {stone.due.isoformat()}：{' '.join(stone.content.split())}{plan}"


def _overdue(s: Standing) -> str:
    return (f"{s.overdue_workdays}个工作日" if s.overdue_workdays else "已逾期") if s.overdue else ""


def _due(s: Standing) -> str:
    return f"{s.due.text} 暂定" if s.due and s.provisional else s.due.text if s.due else ""


_MAIN: Mapping[str, Callable[[Standing], str]] = MappingProxyType({
    "编号": _item("id"), "标题": _item("title"), "类别": _item("category"), "主办单位": _item("lead"),
    "协办单位": lambda s: "、".join(s.item.support), "办结时限": lambda s: s.item.limit.text if s.item.limit else "",
    "状态": lambda s: s.state, "灯": lambda s: s.light.name if s.light else "", "期限": _due, "逾期": _overdue,
    "下一步": lambda s: s.next.step if s.next else "", "责任人": _person("officer"),
    "反馈日期": _reply(lambda e: _day(e.day)), "反馈情况": _reply(lambda e: e.content or ""),
})  # fmt: skip
"""The columns a page is printed with."""
_FURTHER: Mapping[str, Callable[[Standing], str]] = MappingProxyType({
    "要求": _item("demand"), "工作标准": _item("standard"), "原因": _item("cause"), "措施": _item("measure"),
    "责任人电话": _phone("officer"), "承办人": _person("handler"), "承办人电话": _phone("handler"),
    "第一责任人": _person("first_officer"), "第一责任人电话": _phone("first_officer"), "分管领导": _item("leader"),
    "督办科室": _item("section"), "责任领导": _item("unit_leader"), "缓急": _item("urgency"), "难度": _item("difficulty"),
    "公开属性": _item("openness"), "反馈频次": lambda s: s.item.rhythm.text if s.item.rhythm else "",
    "反馈单位": _item("reply_by"), "节点": lambda s: "\n".join(map(_stone, s.item.milestones)),
    "上级事项": _item("parent"), "来源类型": _origin("kind"), "来源名称": _origin("name"), "批示人": _origin("instructed_by"),
    "批示人层级": _origin("level"), "来源日期": _origin("day"), "届次": _origin("session"), "序号": _origin("number"),
    "来源文号": _origin("doc_no"), "来源链接": _origin("link"), "来源说明": _origin("note"),
    "立项日期": _first("立项", "day"), "立项批准": _first("立项", "approved_by"), "交办日期": _first("交办", "day"),
    "交办文号": _first("交办", "doc_no"), "交办限期": _first("交办", "due"),
    "进度": _reply(lambda e: f"{e.progress:f}%" if e.progress is not None else ""),
    "是否办结": _reply(lambda e: "是" if e.done else "否"), "销号日期": lambda s: _day(s.closed),
    "催办次数": lambda s: str(s.course.count("催办") or ""), "备注": _item("note"),
})  # fmt: skip
_ALL: Mapping[str, Callable[[Standing], str]] = MappingProxyType({**_MAIN, **_FURTHER})
_KEPT = frozenset({*_MAIN, "要求", "立项日期", "交办日期"})
"""Columns that stand in an export even where no item has them."""
_PUBLIC = (
    "编号",
    "标题",
    "类别",
    "主办单位",
    "协办单位",
    "责任人",
    "承办人",
    "办结时限",
    "期限",
    "状态",
    "销号日期",
)
"""What may be published of a 主动公开 item (县督查革新意见 二7: 承办单位、具体责任人、具体承办人、办结时限)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table of an export: ``main`` columns are those a page is printed with; ``lights`` one to a row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lights: tuple[str | None, ...]
    main: int


def sheet_of(standings: Sequence[Standing], audience: str | None = None, *, whole: bool = False) -> Sheet:
    """Items as rows; columns nobody fills are left out unless it is to be ``whole``.

    For the public: the items open to it, the fields it may see, no telephone anywhere.
    """
    if audience == FOR_PUBLIC:
        rows = tuple(tuple(public_row(s).values()) for s in standings if said_public(s.item))
        return Sheet(_PUBLIC, rows, (None,) * len(rows), len(_PUBLIC))
    cells = [{name: shown(s) for name, shown in _ALL.items()} for s in standings]
    columns = tuple(c for c in _ALL if whole or c in _KEPT or any(row[c] for row in cells))
    return Sheet(
        columns=columns, rows=tuple(tuple(row[c] for c in columns) for row in cells),
        lights=tuple(s.light.name if s.light else None for s in standings), main=len(_MAIN),
    )  # fmt: skip


def public_row(standing: Standing) -> dict[str, str]:
    """What may be published of a matter, by column; no telephone. Whether the matter may be: ``rules.openness``."""
    return {column: without_phones(_ALL[column](standing)) for column in _PUBLIC}


def without_phones(text: str) -> str:
    """The text with telephone numbers left out."""
    return PHONE.sub(_LEFT_OUT, text)
