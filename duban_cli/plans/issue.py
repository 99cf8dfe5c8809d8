"""签发 and 作废: a draft planned anew from today's facts, numbered and recorded; a number struck out but kept."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from duban_cli.documents.acts import ACT_PAPERS
from duban_cli.errors import DataProblem, NotFound, RuleRefused, WrongUse
from duban_cli.ledger.change import Change, FileWrite, digest_or_none
from duban_cli.ledger.files import SETTINGS_FILE
from duban_cli.ledger.numbering import form_of
from duban_cli.ledger.register import Paper
from duban_cli.ledger.writer import flow
from duban_cli.plans.assess import draft_assessment, issued_before, plan_assessment
from duban_cli.plans.bulletin import draft_bulletin, named_units, plan_bulletin
from duban_cli.plans.daily import made_by_duban
from duban_cli.plans.drafts import Draft
from duban_cli.plans.report_kinds import is_report
from duban_cli.plans.reports import draft_report, draw_up, plan_report
from duban_cli.plans.reports import issued_before as report_issued_before
from duban_cli.plans.sheet import Inputs, Sheet, register_text
from duban_cli.plans.signing import drafts_of, plan_records
from duban_cli.plans.words import day_words
from duban_cli.reports.assessment import Assessment, assess
from duban_cli.reports.assessment_span import Span
from duban_cli.reports.figures import figures
from duban_cli.reports.void import events_that_count
from duban_cli.rules.doc_no import number_key
from duban_cli.text import nearest

_URGING = "催办"
_MOST_LINES = 16
_LARGEST = 100_000_000  # bytes of a draft unpacked
_VOID = "作废"


def needs_approval(inputs: Inputs, draft: Draft, day: date) -> str | None:
    """Why a draft takes an approver, None where the office issues it by itself."""
    acts = {r.action for r in draft.records}
    stages = {None, *(r.facts.get("环节") for r in draft.records)}
    if draft.bulletin is not None and (draft.bulletin.criticised or draft.bulletin.praised):
        acts |= {"批评", "表扬"}
    for rule in inputs.ledger.regime.approvals:
        if not (acts & set(rule.actions) and rule.clause.in_force(day) and rule.stage in stages):
            continue
        if not draft.items or any(rule.when.holds(inputs.ledger.item(i)) for i in draft.items):
            return rule.clause.text
    if draft.kind in inputs.ledger.settings.draft_kinds:
        return f"{SETTINGS_FILE} 的“须签发”"
    if draft.report is not None:
        return "报告写明签发人" if is_report(draft.kind, inputs.ledger.settings) else "清单经批准发出"
    if draft.assessment is not None:
        return "考核结果经批准发出"
    return "通报经批准发出" if draft.bulletin is not None else None


# -- what changed since the draft ---------------------------------------------------------------------------


def redraw(inputs: Inputs, draft: Draft, day: date) -> bytes:
    """The same draft made from today's facts. Raises as the plan does: what can no longer be issued at all."""
    if draft.bulletin is not None:
        asked = draft.bulletin
        _refuse_days(asked.end, day, inputs)
        found = figures(inputs.ledger, asked.start, asked.end, asked.by)
        named = named_units(inputs, None, asked.praised, asked.criticised)
        return draft_bulletin(inputs, found, named, day=day).content
    if draft.assessment is not None:
        return draft_assessment(inputs, _assessed(inputs, draft.assessment.span), day=day).content
    if draft.report is not None:
        return draft_report(inputs, draw_up(inputs, draft.kind, draft.report, day=day)).content
    drawn = drafts_of(
        inputs,
        lambda sheet, approver: plan_records(
            inputs, draft.records, day=day, approved_by=approver, sheet=sheet
        ),
        (draft.kind,),
    )
    if not drawn:
        raise _no_longer_due(draft)
    return drawn[0].made.content


def differences(inputs: Inputs, draft: Draft, paper: bytes | None, day: date) -> tuple[str, ...]:
    """What the clerk should know before signing: what the paper would say that the draft does not.

    Days passing alone tell nothing, unless the paper counts them.
    """
    out = [*_issued_before(inputs, draft, day), *_since_cutoff(inputs, draft)]
    fresh = redraw(inputs, draft, day)
    if paper is None:
        return (*out, "稿子（.docx）不见了，领导看过的是哪一份无从核对")
    old = lines_of(paper)
    if old is None:
        return (*out, "稿子（.docx）打不开，无从核对")
    if not made_by_duban(paper):
        out.append("稿子用别的程序存过；签发时按台账重做，手工改的字句不会带上")
    new = lines_of(fresh) or []
    dates = {f"{d.year}年{d.month}月{d.day}日" for d in (draft.made, day)}
    changed = [
        ("原稿：" if line[0] == "-" else "现为：") + line[1:]
        for line in difflib.unified_diff(_undated(old, dates), _undated(new, dates), n=0, lineterm="")
        if line[:1] in "+-" and not line.startswith(("+++", "---"))
    ]
    if changed:
        out.append("送审以后台账有变化，签发的内容与原稿不同：")
        out += [f"  {line}" for line in changed[:_MOST_LINES]]
        if len(changed) > _MOST_LINES:
            out.append(f"  还有{len(changed) - _MOST_LINES}处")
    return tuple(out)


def lines_of(paper: bytes) -> list[str] | None:
    """The paragraphs of a .docx, those in tables included; None for a file that is none."""
    from docx import Document  # noqa: PLC0415 - heavy
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    try:
        with ZipFile(BytesIO(paper)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST:
                return None
        body = Document(BytesIO(paper)).element.body
    except (
        BadZipFile,
        PackageNotFoundError,
        LookupError,
        ValueError,
        SyntaxError,
        AttributeError,
        TypeError,
        OSError,
    ):
        return None  # whatever python-docx stumbles over in a page torn apart
    if body is None:
        return None
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = ("".join(t.text or "" for t in p.iter(f"{space}t")) for p in body.iter(f"{space}p"))
    return [line for line in lines if line.strip()]


def _undated(lines: Sequence[str], dates: set[str]) -> list[str]:
    out = []
    for line in lines:
        text = line
        for day in dates:
            text = text.replace(day, "〔成文日期〕")
        out.append(text)
    return out


def _issued_before(inputs: Inputs, draft: Draft, day: date) -> list[str]:
    """The same paper signed before, by this draft or another."""
    ledger = inputs.ledger
    if draft.bulletin is not None:
        asked = draft.bulletin
        return [
            f"{asked.start.isoformat()}至{asked.end.isoformat()}的通报已经发过：{e.doc_no or e.day.isoformat()}"
            for e in events_that_count(ledger)
            if e.action == "通报" and (e.start, e.end) == (asked.start, asked.end)
        ]
    if draft.assessment is not None:
        span = draft.assessment.span
        return [f"{span.title}的考核已经发过：{name}" for name in issued_before(inputs, span)]
    if draft.report is not None:
        return report_issued_before(inputs, draw_up(inputs, draft.kind, draft.report, day=day))
    return [
        f"事项 {r.item} 已有同样的{r.action}：{e.day.isoformat()}{f'（{e.doc_no}）' if e.doc_no else ''}"
        for r in draft.records
        if r.action != _URGING
        for e in ledger.item(r.item).entries
        if e.action == r.action and draft.made <= e.day <= day
        and all(getattr(e, attr) == r.facts.get(key) for key, attr in (("单位", "unit"), ("内容", "content")))
    ]  # fmt: skip


def _since_cutoff(inputs: Inputs, draft: Draft) -> Iterator[str]:
    """What happened to the items of a report after the day it speaks of, which it leaves unsaid."""
    asked = draft.report
    if asked is None or asked.end is None:
        return
    for item_id in asked.items:
        for entry in inputs.ledger.item(item_id).entries:
            if entry.day > asked.end:
                yield f"报告截至 {asked.end.isoformat()}；事项 {item_id} 此后又有：{entry.day.isoformat()} {entry.action}"


# -- issuing ------------------------------------------------------------------------------------------------


def plan_issue(
    inputs: Inputs, draft: Draft, *, day: date, approved_by: str | None, doc_no: str | None = None, again: bool = False
) -> Change:  # fmt: skip
    """A draft signed: planned from today's facts, numbered, recorded. ``again``: though the like was issued before.

    Raises RuleRefused: no approver where one is needed, something still to be filled in, or no longer due;
    DataProblem: no form of 文号 for this kind.
    """
    why = needs_approval(inputs, draft, day)
    if why and not approved_by:
        raise RuleRefused(f"{draft.kind}须经批准才能签发（{why}）", "加上 --approved-by 批准人")
    if draft.bulletin is not None:
        asked = draft.bulletin
        _refuse_days(asked.end, day, inputs)
        named = named_units(inputs, approved_by, asked.praised, asked.criticised)
        found = figures(inputs.ledger, asked.start, asked.end, asked.by)
        number = Sheet(inputs).number(draft.kind, day, doc_no)
        return plan_bulletin(inputs, found, named, day=day, number=number, content=asked.content, again=again)
    if draft.assessment is not None:
        done = _assessed(inputs, draft.assessment.span)
        return plan_assessment(inputs, done, day=day, approved_by=approved_by, doc_no=doc_no, again=again)
    if draft.report is not None:
        drawn = draw_up(inputs, draft.kind, draft.report, day=day)
        return plan_report(inputs, drawn, approved_by=approved_by, doc_no=doc_no, again=again)
    return _recorded(inputs, draft, day, approved_by, doc_no)


def taken_off(change: Change, note: str, inputs: Inputs) -> Change:
    """The same change, by which the committed small file of a paper that waited for its number goes, too."""
    gone = FileWrite(path=note, content=None, expect=digest_or_none(inputs.read(note)))
    return replace(change, writes=(*change.writes, gone))


def _assessed(inputs: Inputs, span: Span) -> Assessment:
    return assess(inputs.ledger, span.year, inputs.now.day, span.month)


def _refuse_days(end: date, day: date, inputs: Inputs) -> None:
    today = inputs.now.day
    if not end <= day <= today:
        raise WrongUse(
            f"通报日期 {day.isoformat()} 不对", f"写在止日 {end.isoformat()} 与今天 {today.isoformat()} 之间"
        )


def _no_longer_due(draft: Draft) -> RuleRefused:
    return RuleRefused(
        f"{'、'.join(draft.items)} 现在没有应发的{draft.kind}（已反馈，或已经发过）",
        "这份送审稿不用了，删去即可",
    )


def _recorded(inputs: Inputs, draft: Draft, day: date, approved_by: str | None, doc_no: str | None) -> Change:
    """The act of a draft, done now."""
    if draft.kind not in ACT_PAPERS:
        raise DataProblem(f"“{draft.kind}”不是随办理发出的文书", f"可用：{'、'.join(ACT_PAPERS)}")
    form_of(inputs.ledger, draft.kind)
    change = plan_records(inputs, draft.records, day=day, approved_by=approved_by, doc_no=doc_no)
    if change is None:
        raise _no_longer_due(draft)
    kinds = [p.kind for p in change.papers]
    if kinds != [draft.kind]:
        several = f"所涉事项现在要出{len(kinds)}份{draft.kind}"
        told = several if draft.kind in kinds else f"“{draft.records[0].action}”不出“{draft.kind}”"
        raise RuleRefused(f"{told}，这份送审稿已经过时或被改过", "删去这份稿子，用出稿的命令重新做")
    return change


# -- 作废 ---------------------------------------------------------------------------------------------------


def plan_void(
    inputs: Inputs, doc_no: str, *, day: date, reason: str | None, approved_by: str | None
) -> Change:
    """An issued paper made void: the register says so and why, the number stays taken, the paper stays.

    Raises NotFound with the nearest number, WrongUse without a reason, RuleRefused without an approver.
    """
    paper = _find(inputs, doc_no, day)
    if paper.state == _VOID:
        raise RuleRefused(f"{paper.doc_no} 已经作废（{paper.reason or '未写理由'}）", "不用再作废")
    if not reason:
        raise WrongUse(f"没有写 {paper.doc_no} 为什么作废", "用 --reason 写明")
    if not approved_by:
        raise RuleRefused(f"{paper.doc_no} 已经发出，作废须经批准", "加上 --approved-by 批准人")
    sheet = Sheet(inputs)
    why = f"{reason}（{day.isoformat()}，{approved_by}批准）"
    void = replace(paper, state=_VOID, reason=why)
    text = register_text(void)
    if "\n理由: " not in text:
        text += f"理由: {flow(why)}\n"
    sheet.write(paper.path, text.encode())
    change = sheet.change(
        f"作废{paper.kind}{paper.doc_no}：{paper.title}", f"理由：{reason}\n批准：{approved_by}"
    )
    trailers = (("Duban-Action", _VOID), ("Duban-Doc", paper.doc_no))
    items = tuple(("Duban-Item", i) for i in paper.items)
    return replace(
        change, trailers=(*items, *trailers), ids=paper.items, remarks=_then_correct(inputs, paper, reason)
    )


def _find(inputs: Inputs, doc_no: str, day: date) -> Paper:
    papers = inputs.ledger.papers
    wanted = doc_no.strip()
    found = [p for p in papers if p.doc_no == wanted] or [
        p for p in papers if number_key(p.doc_no, p.day) == number_key(wanted, p.day)
    ]
    if not found:
        near = nearest(wanted, [p.doc_no for p in papers])
        raise NotFound(
            f"没有登记过文号“{wanted}”", f"是否指 {near}" if near else "发过的文书登记在 papers/ 里"
        )
    # A form without the year starts anew each year: the one meant is that of this year, else the latest.
    ours = [p for p in found if p.day.year == day.year]
    return max(ours or found, key=lambda p: p.day)


def _then_correct(inputs: Inputs, paper: Paper, reason: str) -> tuple[str, ...]:
    """The act behind a void paper stays on the record until it is set right: what to type."""
    told: list[str] = []
    for item_id in paper.items:
        item = inputs.ledger.items.get(item_id)
        counted: dict[tuple[date, str], int] = {}
        for entry in item.entries if item else ():
            nth = counted[entry.day, entry.action] = counted.get((entry.day, entry.action), 0) + 1
            if entry.doc_no and number_key(entry.doc_no, entry.day) == number_key(paper.doc_no, paper.day):
                which = f"{entry.day.isoformat()}/{entry.action}{nth if nth > 1 else ''}"
                told.append(
                    f"事项 {item_id} {day_words(entry.day)}的“{entry.action}”仍在；一并作废的："
                    f"duban correct {item_id} --entry {which} --void --reason {reason}"
                )
    told += [
        f"office/{e.day.year}.yaml 里 {e.day.isoformat()} 的“{e.action}”留作历史"
        + ("，其中的表扬、批评不再计入" if e.criticised or e.commended else "")
        + "，也不再算作做过的定期工作"
        for e in inputs.ledger.office
        if e.doc_no and number_key(e.doc_no, e.day) == number_key(paper.doc_no, paper.day)
    ]
    return tuple(told)
