"""报告 and 清单: what one asks for, drawn up from the standings of a day, as a paper, as data, or issued."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duban_cli.documents import context_lists, fill_lists, fill_reports
from duban_cli.documents.context_lists import ListRow, MonthlyRow
from duban_cli.documents.fields import Fields
from duban_cli.documents.fill_common import cite, origin_text
from duban_cli.documents.fill_ledgers import OPEN_LIST, PROBLEMS
from duban_cli.documents.fill_rectify_bulletin import rectify_bulletin
from duban_cli.errors import DataProblem, NotFound, RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.numbering import DocNumber
from duban_cli.ledger.reader import facts_digest, read_facts
from duban_cli.plans import report_events, report_ledgers
from duban_cli.plans.report_asked import Asked
from duban_cli.plans.report_content import Written, read_cells, read_content
from duban_cli.plans.report_issued import issued_alike, refuse_again
from duban_cli.plans.report_kinds import (
    BRIEF,
    LEDGERS,
    LISTS,
    MONTHLY,
    RECTIFY,
    is_brief,
    is_report,
    known_kind,
    report_number,
)
from duban_cli.plans.report_words import course_words, late_words
from duban_cli.plans.sheet import Inputs, MadePaper, Sheet, make_paper
from duban_cli.reports.figures import Figures, figures
from duban_cli.reports.groups import id_order
from duban_cli.rules.moments import Now
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.standing import Standing, stand
from duban_cli.rules.states import ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A report drawn up on ``day``: the items as they stand at ``cutoff``, figures where a period is given."""

    kind: str
    asked: Asked
    day: date
    cutoff: date
    standings: tuple[Standing, ...]
    figures: Figures | None = None
    rows: tuple[ListRow, ...] = ()
    monthly: tuple[MonthlyRow, ...] = ()


def draw_up(inputs: Inputs, kind: str, asked: Asked, *, day: date) -> Drawn:
    """Everything a report says, from the ledger as it is now.

    Raises NotFound for an item or a choice that gives nothing, WrongUse for a period that cannot be reported.
    """
    known_kind(kind, inputs.ledger.settings)
    cutoff = _cutoff(inputs, kind, asked, day)
    chosen = _chosen(inputs, kind, asked, cutoff)
    drawn = Drawn(kind=kind, asked=asked, day=day, cutoff=cutoff, standings=chosen)
    if kind == MONTHLY:
        return replace(drawn, monthly=tuple(fill_lists.monthly_row(s, inputs.book) for s in chosen))
    if kind in LISTS:
        return replace(drawn, rows=_rows(inputs, asked, chosen))
    if asked.start is None or kind in LEDGERS:
        return drawn
    ledger = inputs.ledger
    if asked.items:
        ledger = replace(ledger, items={i: ledger.items[i] for i in asked.items}, unreadable=())
    return replace(drawn, figures=figures(ledger, asked.start, cutoff, asked.by))


def _cutoff(inputs: Inputs, kind: str, asked: Asked, day: date) -> date:
    """The day whose end the report speaks of."""
    today = inputs.now.day
    if day > today:
        raise WrongUse(f"日期 {day} 还没有到", f"--date 最晚写 {today}")
    if kind in (MONTHLY, RECTIFY):
        month = asked.month or day.replace(day=1)
        if month > day:
            raise WrongUse(f"{month:%Y-%m} 还没有到", f"--month 最晚写 {day:%Y-%m}")
        return min(day, month_end(month))
    if kind in LISTS or kind in LEDGERS:
        return day
    end = asked.end or day
    if end > today:
        raise WrongUse(f"止日 {end} 还没有到", f"--to 最晚写 {today}")
    if day < end:
        raise WrongUse(f"成文日期 {day} 早于止日 {end}", f"--date 写在 {end} 与 {today} 之间")
    return end


def month_end(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _chosen(inputs: Inputs, kind: str, asked: Asked, cutoff: date) -> tuple[Standing, ...]:
    """The items a report is about, by number: those named, else all that belong on it."""
    ledger, now = inputs.ledger, Now(cutoff)
    if asked.items and kind in LEDGERS:
        every = [stand(item, inputs.book, now) for item in ledger.items.values()]
        return report_ledgers.named(inputs, kind, asked.items, every)
    if asked.items:
        named = [stand(ledger.item(i), inputs.book, now) for i in dict.fromkeys(asked.items)]
        for standing in named:
            if standing.assigned is None:
                raise RuleRefused(
                    f"事项 {standing.item.id} 到 {cutoff} 还没有交办，不能列入{kind}",
                    "交办以后再列，或去掉这个编号",
                )
        return tuple(named)
    if is_report(kind, ledger.settings):
        return ()
    units = {ledger.unit(u) for given in asked.units for u in ledger.units.groups.get(given, (given,))}
    categories = {ledger.category(c).name for c in asked.categories}
    all_of = [stand(ledger.items[i], inputs.book, now) for i in sorted(ledger.items, key=id_order)]
    leaders = {s.item.leader for s in all_of if s.item.leader}
    for leader in asked.leaders:
        if leader not in leaders:
            known = "、".join(sorted(leaders))
            raise NotFound(
                f"台账里没有“{leader}”分管的事项", f"分管领导有：{known}" if known else "核对事项的“分管领导”"
            )
    found = tuple(
        s for s in all_of
        if _belongs(kind, s, inputs.book)
        and (not units or inputs.book.canonical(s.item.lead) in units)
        and (not categories or _category(inputs, s) in categories)
        and (not asked.leaders or s.item.leader in asked.leaders)
    )  # fmt: skip
    if kind == RECTIFY:
        month = cutoff.replace(day=1)
        found = tuple(s for s in found if s.assigned is not None and month <= s.assigned)
    if not found and kind != MONTHLY:
        only = {
            "成果清单": "办结并通过审核的",
            OPEN_LIST: "主动公开的在办事项",
            PROBLEMS: "巡查、督查查出的问题",
        }
        told = f"；{kind}只列{only[kind]}" if kind in only else ""
        raise NotFound(f"没有可列入{kind}的事项", f"放宽条件，或写明事项编号{told}")
    return found


def _belongs(kind: str, standing: Standing, book: Rulebook) -> bool:
    """What has come of an item belongs on 成果清单; on the others stands what is still to be done."""
    if kind in LEDGERS:
        return report_ledgers.belongs(kind, standing, book)
    if kind == RECTIFY:
        return standing.assigned is not None and standing.state != "已撤销"
    if standing.assigned is None:
        return False
    return standing.accepted is not None if kind == "成果清单" else standing.state not in ENDED


def _category(inputs: Inputs, standing: Standing) -> str:
    known = inputs.ledger.regime.category(standing.item.category)
    return known.name if known else standing.item.category


def _rows(inputs: Inputs, asked: Asked, chosen: Sequence[Standing]) -> tuple[ListRow, ...]:
    cells = read_cells(asked.content, [s.item.id for s in chosen])
    return tuple(_filled(fill_lists.list_row(s, inputs.book), cells.get(s.item.id, {})) for s in chosen)


def _filled(row: ListRow, cells: Mapping[str, str]) -> ListRow:
    return replace(
        row,
        cause=cells.get("原因", row.cause),
        measures=cells.get("措施", row.measures),
        result=cells.get("成果", row.result),
        proof=cells.get("佐证", row.proof),
        note=cells.get("备注", row.note),
    )


# -- papers -------------------------------------------------------------------------------------------------


def context_of(
    inputs: Inputs, drawn: Drawn, *, number: DocNumber | None = None, approved_by: str | None = None
) -> Fields:
    """What the paper says."""
    settings, asked = inputs.ledger.settings, drawn.asked
    doc_no = number.text if number else None
    if drawn.kind == MONTHLY:
        return _monthly(inputs, drawn, doc_no)
    if drawn.kind in LEDGERS:
        return report_ledgers.context_of(inputs, drawn.kind, drawn.standings, day=drawn.day, doc_no=doc_no)
    if drawn.kind == RECTIFY:
        return _rectified(inputs, drawn, doc_no, approved_by)
    if drawn.kind in LISTS:
        leads = dict.fromkeys(row.lead for row in drawn.rows)
        return fill_lists.item_list(
            settings, drawn.rows, day=drawn.day, subject=asked.subject, unit=next(iter(leads)) if len(leads) == 1 else None,
            doc_no=doc_no,
        )  # fmt: skip
    written = read_content(asked.content)
    return fill_reports.report(
        settings, subject=subject_of(drawn), facts=_facts(inputs, drawn, written), day=drawn.day, doc_no=doc_no,
        issue=number.number if number else None, approved_by=approved_by, basis=written.basis or _basis(inputs, drawn),
        figures=drawn.figures, problems=written.problems, causes=written.causes, proposals=written.proposals,
        masthead=drawn.kind if is_brief(drawn.kind, settings) else BRIEF,
    )  # fmt: skip


def _rectified(inputs: Inputs, drawn: Drawn, doc_no: str | None, approved_by: str | None) -> Fields:
    asked, regime = drawn.asked, inputs.ledger.regime
    grounds = dict.fromkeys(
        cite(r.clause) for r in regime.office
        if r.rhythm and r.action == "通报" and r.word in asked.categories and r.clause.in_force(drawn.cutoff)
    )  # fmt: skip
    return rectify_bulletin(
        inputs.ledger.settings, drawn.standings, inputs.book, month=drawn.cutoff.replace(day=1), cutoff=drawn.cutoff,
        day=drawn.day, about="、".join(asked.categories) or "各类", grounds=tuple(grounds), doc_no=doc_no,
        approved_by=approved_by,
    )  # fmt: skip


def _monthly(inputs: Inputs, drawn: Drawn, doc_no: str | None) -> context_lists.Monthly:
    regime = inputs.ledger.regime
    grounds = dict.fromkeys(
        cite(r.clause)
        for r in regime.office
        if r.action == report_events.LIST_EVENT and r.clause.in_force(drawn.cutoff)
    )
    return fill_lists.monthly(
        inputs.ledger.settings, drawn.monthly, day=drawn.day, cutoff=drawn.cutoff, grounds=tuple(grounds),
        doc_no=doc_no,
    )  # fmt: skip


def subject_of(drawn: Drawn) -> str:
    """What a report's title names."""
    if drawn.asked.subject:
        return drawn.asked.subject
    titles = [" ".join(s.item.title.split()) for s in drawn.standings]
    if titles:
        return titles[0] if len(titles) == 1 else f"{titles[0]}等{len(titles)}项督查事项"
    start = drawn.asked.start or drawn.cutoff
    said = f"{drawn.cutoff.year}年" if drawn.cutoff.year != start.year else ""
    return f"{start.year}年{start.month}月{start.day}日至{said}{drawn.cutoff.month}月{drawn.cutoff.day}日督查事项办理情况"


def _basis(inputs: Inputs, drawn: Drawn) -> str | None:
    """根据什么督查, where the report is about one matter."""
    origin = origin_text(drawn.standings[0].item.origin) if len(drawn.standings) == 1 else None
    return f"根据{origin}，{inputs.ledger.settings.office}对{subject_of(drawn)}进行了督查" if origin else None


def _facts(inputs: Inputs, drawn: Drawn, written: Written) -> str:
    told = [written.facts] if written.facts else []
    told += [course_words(s, inputs.book, several=len(drawn.standings) > 1) for s in drawn.standings]
    if not drawn.standings and drawn.figures is not None:
        told += late_words(drawn.figures)
    return "\n".join(told)


def draft_report(inputs: Inputs, drawn: Drawn) -> MadePaper:
    """The paper without number or approval."""
    return make_paper(inputs, drawn.kind, context_of(inputs, drawn), _digest(inputs, drawn))


def issued_before(inputs: Inputs, drawn: Drawn) -> list[str]:
    """What is the same and went out already, in words."""
    return issued_alike(
        inputs,
        drawn.kind,
        drawn.standings,
        f"{drawn.cutoff:%Y-%m}",
        lambda: draft_report(inputs, drawn).title,
    )


def plan_report(
    inputs: Inputs, drawn: Drawn, *, approved_by: str | None = None, doc_no: str | None = None, again: bool = False
) -> Change:  # fmt: skip
    """Issue a report: number, paper, register; for the monthly list an event of the office.

    ``again``: though the same was issued. Raises RuleRefused where it was, or something on it is still to be
    filled in, or the monthly list is not whole;
    DataProblem while an item cannot be read, or where duban.yaml does not number this kind.
    """
    kind, day = drawn.kind, drawn.day
    if not again:
        refuse_again(issued_before(inputs, drawn))
    number = report_number(inputs, kind, day, doc_no)
    if kind == "措施清单":
        lacking = [r.number or r.task for r in drawn.rows if not r.measures]
        if lacking:
            raise RuleRefused(
                f"措施清单还缺措施：{'、'.join(lacking)}", "写在 --content 的文件里：# 编号，下面一行 措施：…"
            )
    broken = [] if drawn.asked.items else [u.path for u in inputs.ledger.unreadable]
    if broken:
        raise DataProblem(
            f"有{len(broken)}件事项的文件读不出来，{kind}不全，不能发出：{'、'.join(broken)}",
            "改好后再发（duban check 说明错在哪里）",
        )
    sheet = Sheet(inputs)
    if kind == OPEN_LIST:
        report_ledgers.refuse_lacking(report_ledgers.open_rows(drawn.standings, inputs.book))
        report_events.record_published(sheet, drawn.standings, day, number.text, approved_by)
    if kind == MONTHLY:
        if any((drawn.asked.leaders, drawn.asked.units, drawn.asked.categories, drawn.asked.items)):
            raise RuleRefused(
                "只列了一部分的月度督办清单不编号发出",
                "去掉 --leader 等条件，整份签发；摘出的一份用送审稿即可",
            )
        month = drawn.cutoff.replace(day=1)
        report_events.record_month(
            sheet, (month, month_end(month)), len(drawn.monthly), day, number.text, approved_by
        )
    if kind == RECTIFY:
        month = drawn.cutoff.replace(day=1)
        report_events.record_rectified(
            sheet, (month, month_end(month)), drawn.asked.categories, day, number.text, approved_by
        )
    if is_report(kind, inputs.ledger.settings):
        report_events.record_rounds(sheet, kind, subject_of(drawn), day, number.text, approved_by)
    context = context_of(inputs, drawn, number=number, approved_by=approved_by or "")
    addressees = getattr(context, "addressees", ())
    items = [inputs.ledger.item(s.item.id) for s in drawn.standings]
    sheet.issue_with(
        number, context, day=day, facts=_digest(inputs, drawn), items=items, addressees=addressees,
        signed_by=approved_by,
    )  # fmt: skip
    about = (
        f"{drawn.cutoff.year}年{drawn.cutoff.month}月" if kind in (MONTHLY, RECTIFY) else drawn.asked.subject
    )
    if is_report(kind, inputs.ledger.settings):
        about = subject_of(drawn)
    told = f"{kind}{number.text}"
    return sheet.change(f"{told}：{about}" if about else told, f"批准：{approved_by}" if approved_by else "")


def _digest(inputs: Inputs, drawn: Drawn) -> str:
    """Of the facts behind a report: those of its items, or of the whole ledger where it is about a period."""
    ids = [s.item.id for s in drawn.standings] or list(inputs.ledger.items)
    paths = [inputs.ledger.items[i].path for i in ids]
    return facts_digest([drawn.asked.facts(), *(read_facts(inputs.read(p) or b"") for p in paths)])
