"""日办的摘要: one plain text fit for a mail, its first line the subject; and the same as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from duban_cli.reports.tasks import GROUPS
from duban_cli.views import as_json
from duban_cli.views.agenda import agenda_text, heading, task_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duban_cli.ledger.change import Change
    from duban_cli.ledger.findings import Finding
    from duban_cli.plans.daily import DraftPaper
    from duban_cli.plans.drafts import DraftFiles
    from duban_cli.reports.tasks import Agenda

_SHOWN = 20
"""Errors a summary lists before it says how many more."""

DraftState = Literal["新写", "未变", "手工改过"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft and what became of its file: written, already so, or left alone since a person changed it."""

    paper: DraftPaper
    state: DraftState

    @property
    def path(self) -> str:
        return f"drafts/{self.paper.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What the day's run found and did (or, ``planned``, would do)."""

    office: str
    found: Agenda
    findings: tuple[Finding, ...]
    holiday: str | None = None
    drafted: tuple[Drafted, ...] = ()
    dropped: tuple[str, ...] = ()
    issued: Change | None = None
    remarks: tuple[str, ...] = ()
    months: tuple[DraftFiles, ...] = ()
    planned: bool = False

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.level == "error")

    @property
    def to_do(self) -> bool:
        """True when somebody should read this: errors on any day, on a working day whatever is on the agenda."""
        if self.holiday is not None:
            return bool(self.errors)
        return bool(self.errors or self.found.tasks or self.issued or self.remarks or self.months)


def subject(day: Day) -> str:
    """``督查日办 2026-11-20 周五：台账有1处错误，今天应办13件，本周到期5件``."""
    errors = f"台账有{len(day.errors)}处错误，" if day.errors else ""
    head, _, counts = heading(day.found).partition("：")
    return f"督查日办 {head}：{errors}{counts}"


def daily_text(day: Day) -> str:
    """The whole summary."""
    parts = [
        subject(day),
        "\n".join(_check_lines(day)),
        "\n".join(_paper_lines(day)),
        _agenda(day),
        day.office,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def unreadable_text(office: str | None, today: str, findings: Sequence[Finding]) -> str:
    """The summary for a ledger whose base files are broken."""
    errors = [f for f in findings if f.level == "error"]
    lines = [f"督查日办 {today}：台账读不出来，有{len(errors)}处错误", "", *_listed(errors), "", office or ""]
    return "\n".join(lines).rstrip() + "\n"


def daily_json(day: Day) -> dict[str, Any]:
    """The fields of ``daily --format json`` after the head."""
    return {
        "subject": subject(day),
        "holiday": day.holiday,
        "errors": len(day.errors),
        "warnings": len(day.findings) - len(day.errors),
        "findings": [as_json.finding(f) for f in day.errors],
        "drafts": [
            {"path": d.path, "kind": d.paper.kind, "unit": d.paper.unit, "items": list(d.paper.items),
             "missing": list(d.paper.missing), "state": d.state}
            for d in day.drafted
        ],
        "monthly": [
            {"path": f"drafts/{m.name}.docx", "kind": m.kind, "missing": list(m.missing)} for m in day.months
        ],
        "dropped": list(day.dropped),
        "papers": [
            {"doc_no": p.doc_no, "kind": p.kind, "path": p.path, "sha256": p.sha256}
            for p in (day.issued.papers if day.issued else ())
        ],
        "remarks": list(day.remarks),
        "until": as_json.iso(day.found.until),
        "tasks": [task_row(t) for t in day.found.tasks],
    }  # fmt: skip


def _check_lines(day: Day) -> Iterator[str]:
    warnings = len(day.findings) - len(day.errors)
    told = f"{len(day.errors)}处错误、{warnings}处提醒" if day.findings else "没有问题"
    yield f"校验：{told}{'（duban check 看全部）' if day.findings else ''}"
    for line in _listed(day.errors):
        yield f"  {line}"
    yield from day.remarks


def _listed(errors: Sequence[Finding]) -> Iterator[str]:
    yield from (f.text for f in errors[:_SHOWN])
    if len(errors) > _SHOWN:
        yield f"……还有{len(errors) - _SHOWN}处"


def _paper_lines(day: Day) -> Iterator[str]:
    if day.holiday is not None:
        yield f"今天不是工作日（{day.holiday}），不出文书"
        return
    if not (day.drafted or day.issued or day.dropped or day.months):
        return
    yield "文书（未写入，只是列出）" if day.planned else "文书"
    for paper in day.issued.papers if day.issued else ():
        yield f"  {'将发' if day.planned else '已发'}  {paper.kind}（{paper.doc_no}）  {paper.path}"
    for d in day.drafted:
        ids = "、".join(d.paper.items)
        yield f"  稿    {d.path}（{ids}）{'，手工改过，没有重写' if d.state == '手工改过' else ''}"
        missing = [name for name in d.paper.missing if name != "文号"]
        if missing:
            yield f"        还缺：{'、'.join(missing)}"
    for path in day.dropped:
        yield f"  {'将删' if day.planned else '已删'}  {path}（不再需要）"
    for month in day.months:
        yield f"  {'将备' if day.planned else '送审稿'}  drafts/{month.name}.docx"
        yield f"        签发：duban issue {month.name} --approved-by 批准人"
    if day.drafted:
        yield "  稿没有编号，没有发出；看过无误，用下面的命令发"


def _agenda(day: Day) -> str:
    """The agenda without its heading, which the subject says already."""
    return agenda_text(day.found).split("\n\n", 1)[1].rstrip() if any(map(day.found.of, GROUPS)) else ""
