"""反馈: what units report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.records import Item, Person
from duban_cli.ledger.vocabulary import EACH_UNIT
from duban_cli.ledger.writer import Facts
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text, person_facts
from duban_cli.rules.periods import PeriodError, parse_period
from duban_cli.rules.standing import Standing


def plan_reply(
    inputs: Inputs, ids: Sequence[str], *, day: date, content: str, done: bool = False, unit: str | None = None,
    signed_by: Person | None = None, incoming: str | None = None, received: date | None = None,
    clock: time | None = None, period: str | None = None, about: str | None = None, done_on: date | None = None,
    progress: str | None = None, by: str | None = None, note: str | None = None, again: bool = False,
    attachments: Sequence[str] = (),
) -> Change:  # fmt: skip
    """Record one reply for one or several items; ``again``: though the same is on record already.

    Raises RuleRefused when an item was not handed out, or has this very reply; WrongUse where one reply would
    stand for several units.
    """
    if unit is None:
        _refuse_several_leads(inputs, tuple(dict.fromkeys(ids)))
    sheet = Sheet(inputs)
    changed: list[Item] = []
    for item_id in dict.fromkeys(ids):
        item = inputs.ledger.item(item_id)
        standing = inputs.stand(item)
        who = inputs.ledger.units.full_name(unit or standing.item.lead)
        facts: dict[str, Facts | None] = {
            "日期": date_text(day), "动作": "反馈",
            # Where the hour counts, it is recorded; elsewhere the day says enough.
            "时间": f"{clock:%H:%M}" if clock and _by_the_clock(standing) else None,
            "单位": who, "收到": date_text(received) if received else None, "来文": incoming,
            "期": period_name(standing, period), "针对": about, "内容": content,
            "签发": person_facts(signed_by), "办结": "是" if done else "否",
            "完成": date_text(done_on) if done_on else None, "进度": progress, "附件": list(attachments),
            "经办": by, "备注": note,
        }  # fmt: skip
        changed.append(sheet.add(item_id, compact(facts)))
        if not again:
            _refuse_twice(inputs, standing, day, who, incoming, content)
        lead = inputs.book.canonical(standing.item.lead)
        if done and inputs.book.canonical(who) != lead and standing.item.reply_by == EACH_UNIT:
            sheet.remark(f"{item_id}：记为{who}自己的反馈；办结仍由主办单位{lead}报")
        elif done and inputs.book.canonical(who) != lead:
            sheet.remark(f"{item_id}：{who}是协办单位，这条反馈不算主办单位{lead}的办结反馈")
        if period is None and not done:
            _remark_owed(sheet, standing, day, who)
    entry = changed[0].entries[-1]
    return sheet.told(changed, entry)


def _refuse_several_leads(inputs: Inputs, ids: tuple[str, ...]) -> None:
    """One reply is one unit's: items of different 主办单位 are not answered together."""
    leads: dict[str, list[str]] = {}
    for item_id in ids:
        lead = inputs.stand(inputs.ledger.item(item_id)).item.lead
        leads.setdefault(inputs.book.canonical(lead), []).append(item_id)
    if len(leads) > 1:
        told = "；".join(f"{lead}：{'、'.join(found)}" for lead, found in leads.items())
        raise WrongUse(
            f"这几件的主办单位不同，不能合成一份反馈（{told}）",
            "一个单位报来的记一次；协办单位报来的加 --unit 单位",
        )


def _by_the_clock(standing: Standing) -> bool:
    """True when the hour of a reply decides whether it came in time."""
    return any(not d.met and d.due.clock is not None for d in standing.current)


def _refuse_twice(
    inputs: Inputs, standing: Standing, day: date, who: str, incoming: str | None, content: str
) -> None:
    canonical = inputs.book.canonical
    for entry in standing.course.entries:
        if entry.action != "反馈" or entry.day != day or entry.incoming != incoming:
            continue
        same_unit = canonical(entry.unit or standing.course.lead_on(day)) == canonical(who)
        if same_unit and (entry.content or "").strip() == content.strip():
            raise RuleRefused(
                f"事项 {standing.item.id} 在 {day} 已经记过这条反馈：单位、来文、内容都相同",
                "记重了的不用再记；确是另一次的，加 --yes",
            )


def _remark_owed(sheet: Sheet, standing: Standing, day: date, who: str) -> None:
    """A reply that may have been meant for a period gone by, and how to set it right."""
    owed = unanswered_periods(standing, sheet.inputs.book.canonical(who))
    if not owed:
        return
    item_id = standing.item.id
    nth = 1 + sum(1 for e in standing.item.entries if e.action == "反馈" and e.day == day)
    place = f"{day}/反馈{nth if nth > 1 else ''}"
    sheet.remark(
        f"{item_id} 还欠{'、'.join(owed)}，这条没有写期，算作{day}所在的一期；"
        f"补报以前的，改用 --period；已经记下的，用 duban correct {item_id} --entry {place} --field 期 --new {owed[0]}"
    )


def period_name(standing: Standing, text: str | None) -> str | None:
    """The period in its full name, so that the file reads well."""
    if text is None:
        return None
    rhythms = [d.period.rhythm for d in standing.current if d.period is not None]
    try:
        return parse_period(text, rhythms[0] if rhythms else None).name
    except PeriodError as error:
        raise WrongUse(f"期{error.message}", error.hint) from error


def unanswered_periods(standing: Standing, unit: str) -> list[str]:
    """Past periods ``unit`` still owes, which a reply without 期 would not answer."""
    own = [d for d in standing.current if d.supporting and d.who == unit]
    duties = own or [d for d in standing.current if not d.supporting]
    return [d.period.name for d in duties if d.period is not None and d.overdue]
