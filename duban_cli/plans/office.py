"""本室: what the office itself did (会议, 对接, 抄送 …), recorded in office/年.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duban_cli.errors import NotFound, RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.office_file import EVENT_ACTIONS, OfficeEvent
from duban_cli.ledger.writer import Facts
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text
from duban_cli.reports.void import events_that_count
from duban_cli.rules.office import office_rounds
from duban_cli.rules.regime import OfficeRule
from duban_cli.text import nearest

NAMING = "政府督查工作条例第二十一条"
PAPERS = {
    "通报": "duban bulletin", "清单": "duban report 月度督办清单", "考核": "duban assess",
}  # fmt: skip
"""动作 that a command records by itself when it issues the paper."""


def plan_event(
    inputs: Inputs, name: str, *, day: date, content: str | None = None, start: date | None = None,
    end: date | None = None, doc_no: str | None = None, approved_by: str | None = None,
    praised: Sequence[str] = (), criticised: Sequence[str] = (), note: str | None = None,
) -> Change:  # fmt: skip
    """One event of the office. ``name``: a 动作, or the regime's name of a round (``市长碰头会``), whose word the
    content then carries.

    Raises NotFound for an unknown name or unit, WrongUse for days that cannot be, RuleRefused for units named
    without an approval and for what is on record already.
    """
    rule = _rule(inputs, name, day)
    action = (rule.action if rule else None) or name
    if action not in EVENT_ACTIONS:
        rounds = [r.what for r in _rules(inputs, day)]
        near = nearest(name, [*EVENT_ACTIONS, *rounds])
        raise NotFound(
            f"本室没有“{name}”这种工作",
            f"是否指“{near}”" if near else f"可用：{'、'.join((*EVENT_ACTIONS, *rounds))}",
        )
    _refuse_days(inputs, day, start, end)
    if rule is not None and (rule.word or rule.what) not in (content or ""):
        # What is called by its name counts: the word it is known by goes into what is written.
        word = rule.word or rule.what
        named = rule.what if word in rule.what else f"{rule.what}{word}"
        content = f"{named}：{content}" if content else named
    if not content:
        raise WrongUse("没有写做了什么", "用 --content 写明")
    if (praised or criticised) and not approved_by:
        raise RuleRefused(f"点名表扬、批评须经批准（{NAMING}）", "加上 --approved-by 批准人")
    facts: dict[str, Facts | None] = {
        "日期": date_text(day), "动作": action, "文号": doc_no, "起": date_text(start) if start else None,
        "止": date_text(end) if end else None, "批评": [inputs.ledger.unit(u) for u in criticised],
        "表扬": [inputs.ledger.unit(u) for u in praised], "批准": approved_by, "内容": content, "备注": note,
    }  # fmt: skip
    _refuse_again(
        inputs, OfficeEvent(day=day, action=action, doc_no=doc_no, start=start, end=end, content=content)
    )
    sheet = Sheet(inputs)
    if action in PAPERS:
        sheet.remark(f"用 {_issued_by(inputs, action, content)} 发出的，程序已自动记入，不用再记")
    _tell_what_it_meets(inputs, sheet, action, day, (start, end), content)
    sheet.record_office(day.year, compact(facts))
    about = content.splitlines()[0].rstrip("。")
    body = f"批准：{approved_by}" if approved_by else ""
    return sheet.change(f"本室{action}{doc_no or ''}：{about[:40]}", body)


def _issued_by(inputs: Inputs, action: str, content: str) -> str:
    """The command that issues such a paper and records it."""
    brief = next((b for b in inputs.ledger.settings.briefs if f"《{b}》" in content), None)
    return f"duban report {brief}" if brief else PAPERS[action]


def _rules(inputs: Inputs, day: date) -> tuple[OfficeRule, ...]:
    """The office's rounds in force."""
    return tuple(r for r in inputs.ledger.regime.office if r.rhythm is not None and r.clause.in_force(day))


def _rule(inputs: Inputs, name: str, day: date) -> OfficeRule | None:
    return next((r for r in _rules(inputs, day) if r.what == name and name not in EVENT_ACTIONS), None)


def _refuse_days(inputs: Inputs, day: date, start: date | None, end: date | None) -> None:
    today = inputs.now.day
    if day > today:
        raise WrongUse(f"日期 {day.isoformat()} 还没有到", f"--date 最晚写 {today.isoformat()}；还没做的不记")
    if (start is None) != (end is None):
        raise WrongUse("--from 和 --to 要同时写", "写明所涉期间的第一天和最后一天；不写的按日期所在的一期算")
    if start is not None and end is not None and start > end:
        raise WrongUse(f"起日 {start.isoformat()} 晚于止日 {end.isoformat()}", "对调 --from 和 --to")


def _refuse_again(inputs: Inputs, new: OfficeEvent) -> None:
    for old in inputs.ledger.office:
        same = (old.day, old.start, old.end, old.content) == (new.day, new.start, new.end, new.content)
        if new.doc_no:
            # A form of 文号 without the year starts anew each year.
            same = (old.doc_no, old.day.year) == (new.doc_no, new.day.year)
        if old.action == new.action and same:
            raise RuleRefused(
                f"{old.day.isoformat()} 已有同样的{new.action}{f'（{new.doc_no}）' if new.doc_no else ''}",
                "不用再记；确是两次的，在 --content 里写出不同",
            )


def _tell_what_it_meets(
    inputs: Inputs, sheet: Sheet, action: str, day: date, span: tuple[date | None, date | None], content: str
) -> None:
    """Say which round of the office the event is counted for, or that it is for none."""
    if not any(r.action == action for r in _rules(inputs, day)):
        return
    event = OfficeEvent(day=day, action=action, start=span[0], end=span[1], content=content)
    first = min(span[0] or day, day)

    def met_by(events: Sequence[OfficeEvent]) -> dict[str, date | None]:
        found = office_rounds(
            inputs.ledger.regime, inputs.ledger.calendar, events, since=date(first.year - 1, 1, 1), until=span[1] or day,
            now=inputs.now,
        )  # fmt: skip
        return {d.name: d.met_on for d in found if d.met}

    met, before = met_by([event]), met_by(events_that_count(inputs.ledger))
    words = [f"{r.what}的内容须有“{r.word}”" for r in _rules(inputs, day) if r.action == action and r.word]
    if met:
        sheet.remark(f"记作{'、'.join(met)}")
        for name in met:
            if (on := before.get(name)) is not None:
                sheet.remark(f"{name}已于 {on} 记过，这是又一次；记重了的不用再记")
    else:
        sheet.remark(f"不计入哪一期的定期工作{'：' if words else ''}{'；'.join(words)}")
