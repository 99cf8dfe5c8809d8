"""交办: hand items to their units, each unit by one paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from duban_cli.checks.limits import limited
from duban_cli.errors import RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.numbering import DocNumber
from duban_cli.ledger.records import Entry, Item
from duban_cli.ledger.writer import Facts
from duban_cli.plans.act_sheet import ActSheet
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text
from duban_cli.rules.limits import Hours, Limit, LongTerm
from duban_cli.rules.moments import Now
from duban_cli.rules.required import lacking_for
from duban_cli.rules.standing import Standing, stand


def plan_assign(
    inputs: Inputs, ids: Sequence[str], *, day: date, clock: time | None = None, deadline: Limit | None = None,
    doc_no: str | None = None, approved_by: str | None = None, by: str | None = None, note: str | None = None,
    attachments: Sequence[str] = (), anyway: bool = False, sheet: ActSheet | None = None,
) -> Change:  # fmt: skip
    """Hand the items out; those of one unit and one kind of paper go in one paper. ``attachments``: what goes with it.

    The limits the rules give are printed on the paper and recorded: from then on they bind. ``anyway``: although
    something is missing that goes with it (an 附件 of 须写, the 来源 of a 批示).
    Raises RuleRefused when an item cannot be handed out now, or has no limit; WrongUse for a limit gone by.
    """
    groups: dict[tuple[str, str], list[Item]] = {}
    for item_id in dict.fromkeys(ids):
        item = inputs.ledger.item(item_id)
        standing = inputs.stand(item)
        if standing.state != "待交办":
            _refuse_too_early(inputs, item)
            raise RuleRefused(
                f"事项 {item_id} 现在是“{standing.state}”，不能交办", _hint(standing.state, item_id)
            )
        _refuse_no_limit(inputs, item, standing.course.initiated_on or day, deadline)
        if not anyway:
            _refuse_incomplete(inputs, standing, day, attachments)
        category = inputs.ledger.regime.category(item.category)
        kind = category.paper if category else "督查函"
        groups.setdefault((inputs.book.canonical(standing.item.lead), kind), []).append(item)
    if doc_no and len(groups) > 1:
        raise RuleRefused(
            "这些事项要发给不同的单位，不能共用一个文号", "逐个单位交办，或不写 --doc-no 由程序编号"
        )
    sheet = sheet or ActSheet(inputs)
    told: list[str] = []
    for (_, kind), items in groups.items():
        number = sheet.number(kind, day, doc_no)
        done = _assign_group(
            sheet, items, number, day=day, clock=clock, deadline=deadline, approved_by=approved_by, by=by, note=note,
            attachments=attachments,
        )  # fmt: skip
        entry = done[0].entries[-1]
        told.append("\n".join(part for part in sheet.words(done, entry) if part))
    first, _, rest = told[0].partition("\n")
    if len(told) > 1:
        return sheet.change(f"交办{sum(len(g) for g in groups.values())}项督查事项", "\n".join(told))
    return sheet.change(first, rest)


def _refuse_too_early(inputs: Inputs, item: Item) -> None:
    """Raises RuleRefused: the item was put on the ledger after the day asked about."""
    filed = next((e.day for e in item.entries if e.action == "立项"), None)
    if filed is not None and filed > inputs.now.day:
        raise RuleRefused(
            f"事项 {item.id} 是 {filed} 立项的，{inputs.now.day} 还不能交办", "核对 --today 或电脑的日期"
        )


def _refuse_no_limit(inputs: Inputs, item: Item, since: date, deadline: Limit | None) -> None:
    """Raises RuleRefused: neither the item nor the rules say by when, so nothing could ever be overdue."""
    if isinstance(deadline, LongTerm):
        raise RuleRefused(
            "交办时写不了“长期”", f"先在 {item.path} 里写 办结时限: 长期，运行 duban save，再交办"
        )
    if deadline is None and not limited(item, item, inputs.ledger.regime, since):
        raise RuleRefused(
            f"事项 {item.id} 没有时限，“{item.category}”也没有规定，逾期无从算起",
            f"加上 --deadline 10个工作日；确实长期的，先在 {item.path} 里写 办结时限: 长期，再 duban save",
        )


def _refuse_incomplete(inputs: Inputs, standing: Standing, day: date, attachments: Sequence[str]) -> None:
    """Raises RuleRefused: the paper would go out without an 附件 the rules want with it, or could not say whose 批示 it hands on."""
    item, regime = standing.item, inputs.ledger.regime
    act = Entry(day=day, action="交办", attachments=tuple(attachments))
    for one in lacking_for(standing.course, regime, act):
        if one.rule.attachment is not None and one.attached:
            raise RuleRefused(
                f"事项 {item.id} 交办须附上“{one.rule.attachment}”（{one.rule.clause.text}）",
                f"加上 --attach {one.rule.attachment}；确实没有的，加 --yes 照办",
            )
    category = regime.category(item.category)
    wanting = _no_origin(item, category.name if category else item.category)
    if wanting:
        raise RuleRefused(
            f"事项 {item.id} 没有写{wanting}，发出的文书上来源是空的",
            f"在 {item.path} 里写上 来源: {{类型: 批示, 批示人: 市长, 层级: 主要领导, 日期: 2026-03-02}}（照实写），"
            "运行 duban save，再交办；确实没有的，加 --yes 照办",
        )


def _no_origin(item: Item, category: str) -> str | None:
    """What is not written of where a 批示 comes from, so that its paper could not say whose it is."""
    origin = item.origin
    if origin is None:
        return "来源（哪位领导、哪天批示）" if "批示" in category else None
    if origin.kind == "批示" and not (origin.instructed_by or origin.name or origin.note):
        return "来源里的批示人"
    return None


def _hint(state: str, item_id: str) -> str:
    if state == "待立项":
        return f"先立项：duban new {item_id} --approved-by 批准人"
    return "已交办的事项改单位、改期限，要记变更或延期"


def _assign_group(
    sheet: ActSheet, items: Sequence[Item], number: DocNumber, *, day: date, clock: time | None,
    deadline: Limit | None, approved_by: str | None, by: str | None, note: str | None, attachments: Sequence[str],
) -> list[Item]:  # fmt: skip
    inputs = sheet.inputs
    done: list[Item] = []
    for item in items:
        facts: dict[str, Facts | None] = {
            "日期": date_text(day), "动作": "交办",
            "时间": f"{clock:%H:%M}" if clock and isinstance(deadline or item.limit, Hours) else None,
            "文书": number.kind, "文号": number.text, "时限": deadline.text if deadline else None,
        }  # fmt: skip
        due, reply_due = limits_of(inputs, item, day, clock, deadline)
        _mind_the_past(sheet, item, day, due, deadline)
        facts["限期"] = date_text(due) if due else None
        facts["反馈限期"] = date_text(reply_due) if reply_due and reply_due != due else None
        facts |= {"附件": list(attachments) or None, "批准": approved_by, "经办": by, "备注": note}
        done.append(sheet.add(item.id, compact(facts)))
    sheet.issue_act(number, [(i.id, i.entries[-1]) for i in done], day=day, signed_by=approved_by)
    return done


def _mind_the_past(sheet: Sheet, item: Item, day: date, due: date | None, deadline: Limit | None) -> None:
    """A limit given now that is gone by is refused; the item's own stands, and that is told."""
    if due is None or due >= day:
        return
    if deadline is not None:
        raise WrongUse(f"办结时限 {due} 早于交办日期 {day}", "核对 --deadline")
    sheet.remark(f"{item.id} 的限期 {due} 在交办（{day}）之前已经过了，函上照写；要另定的，加 --deadline")


def limits_of(
    inputs: Inputs, item: Item, day: date, clock: time | None, deadline: Limit | None
) -> tuple[date | None, date | None]:
    """The 限期 and 反馈限期 the rules give an item handed out on ``day``; ``deadline`` goes before the item's own.

    None for a limit that is to run from 签收: its day is not known yet.
    """
    given = item if deadline is None else replace(item, limit=deadline)
    trial = replace(given, entries=(*item.entries, Entry(day=day, action="交办", clock=clock)))
    duties = [d for d in stand(trial, inputs.book, Now(day)).current if d.period is None and d.what != "节点"]
    first = {d.what: d.first_due.day for d in reversed(duties) if d.awaits is None}
    return first.get("办结"), first.get("反馈")
