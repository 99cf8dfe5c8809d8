"""报告 and 清单: what one asks for, drawn up from the standings of a day, as a paper, as data, or issued."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duban_cli.documents import context_lists, fill_lists, fill_reports
from duban_cli.documents.context_lists import ListRow, MonthlyRow
from duban_cli.documents.fields import Fields
from duban_cli.documents.fill_common import origin_text
from duban_cli.errors import DataProblem, NotFound, RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.fieldtypes import Choice, Date, Field, Many, Parsed, Record, Text
from duban_cli.ledger.numbering import DocNumber
from duban_cli.ledger.reader import facts_digest, read_facts
from duban_cli.ledger.writer import Facts
from duban_cli.plans.report_content import Written, read_cells, read_content
from duban_cli.plans.report_words import course_words, late_words
from duban_cli.plans.sheet import Inputs, MadePaper, Sheet, compact, date_text, make_paper
from duban_cli.reports.figures import Figures, figures
from duban_cli.reports.groups import By, id_order
from duban_cli.rules.course import ENDED
from duban_cli.rules.moments import Now
from duban_cli.rules.standing import Standing, stand
from duban_cli.text import halfwidth, nearest

REPORTS = fill_reports.REPORTS
LISTS = fill_lists.LISTS
MONTHLY = "月度督办清单"
KINDS = (*REPORTS, MONTHLY, *LISTS)
LIST_EVENT = "清单"
"""动作 in office/年.yaml by which the monthly list is on record."""
_FORMS = {
    "督查报告": "督报〔{年}〕{号}号", "专题报告": "督专〔{年}〕{号}号", "月度督办清单": "督单〔{年}〕{号}号",
    "任务清单": "督任〔{年}〕{号}号", "责任清单": "督责〔{年}〕{号}号", "措施清单": "督措〔{年}〕{号}号",
    "成果清单": "督成〔{年}〕{号}号",
}  # fmt: skip


def parse_month(text: str) -> date:
    """The first day of a month written ``2026-11``. Raises ValueError."""
    year, dash, month = halfwidth(text).strip().partition("-")
    if dash and len(year) == 4 and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    raise ValueError(f"“{text}”不是月份，写成 2026-11 这样")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is about: items named or chosen, a period or a month, and what people wrote for it."""

    items: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    month: date | None = None
    units: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    by: By = "单位"
    subject: str | None = None
    content: str | None = None

    def facts(self) -> dict[str, Facts]:
        """As a draft's file has it."""
        return compact(
            {
                "事项": list(self.items), "起": date_text(self.start) if self.start else None,
                "止": date_text(self.end) if self.end else None,
                "月": f"{self.month:%Y-%m}" if self.month else None, "单位": list(self.units),
                "类别": list(self.categories), "领导": list(self.leaders),
                "分组": None if self.by == "单位" else self.by, "主题": self.subject, "内容": self.content,
            }
        )  # fmt: skip


ASKED = Record("报告", Asked, (
    Field("事项", "items", Many(Text()), "事项编号", example="2026-0018"),
    Field("起", "start", Date(), "数字所涉期间的第一天"),
    Field("止", "end", Date(), "数字所涉期间的最后一天"),
    Field("月", "month", Parsed("月份", parse_month), "哪一月的清单", example="2026-11"),
    Field("单位", "units", Many(Text()), "主办单位"),
    Field("类别", "categories", Many(Text()), "类别"),
    Field("领导", "leaders", Many(Text()), "分管领导"),
    Field("分组", "by", Choice(("单位", "类别", "来源"), "分组"), "数字按什么分行"),
    Field("主题", "subject", Text(), "写在标题里的话"),
    Field("内容", "content", Text(), "人写的部分：# 存在问题、# 工作建议"),
))  # fmt: skip


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
    if kind not in KINDS:
        near = nearest(kind, KINDS)
        raise NotFound(f"没有“{kind}”这种报告", f"是否指“{near}”" if near else f"可用：{'、'.join(KINDS)}")
    cutoff = _cutoff(inputs, kind, asked, day)
    chosen = _chosen(inputs, kind, asked, cutoff)
    drawn = Drawn(kind=kind, asked=asked, day=day, cutoff=cutoff, standings=chosen)
    if kind == MONTHLY:
        return replace(drawn, monthly=tuple(fill_lists.monthly_row(s, inputs.book) for s in chosen))
    if kind in LISTS:
        return replace(drawn, rows=_rows(inputs, asked, chosen))
    if asked.start is None:
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
    if kind == MONTHLY:
        month = asked.month or day.replace(day=1)
        if month > day:
            raise WrongUse(f"{month:%Y-%m} 还没有到", f"--month 最晚写 {day:%Y-%m}")
        return min(day, month_end(month))
    if kind in LISTS:
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
    if asked.items:
        named = [stand(ledger.item(i), inputs.book, now) for i in dict.fromkeys(asked.items)]
        for standing in named:
            if standing.assigned is None:
                raise RuleRefused(
                    f"事项 {standing.item.id} 到 {cutoff} 还没有交办，不能列入{kind}",
                    "交办以后再列，或去掉这个编号",
                )
        return tuple(named)
    if kind in REPORTS:
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
        if s.assigned is not None and _belongs(kind, s)
        and (not units or inputs.book.canonical(s.item.lead) in units)
        and (not categories or _category(inputs, s) in categories)
        and (not asked.leaders or s.item.leader in asked.leaders)
    )  # fmt: skip
    if not found and kind != MONTHLY:
        raise NotFound(f"没有可列入{kind}的事项", "放宽条件，或写明事项编号；成果清单只列办结并通过审核的")
    return found


def _belongs(kind: str, standing: Standing) -> bool:
    """What has come of an item belongs on 成果清单; on the others stands what is still to be done."""
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
    )  # fmt: skip


def _monthly(inputs: Inputs, drawn: Drawn, doc_no: str | None) -> context_lists.Monthly:
    regime = inputs.ledger.regime
    grounds = dict.fromkeys(
        r.clause.text for r in regime.office if r.action == LIST_EVENT and r.clause.in_force(drawn.cutoff)
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


def report_number(inputs: Inputs, kind: str, day: date, given: str | None = None) -> DocNumber:
    """The 文号 of a report. Raises DataProblem naming the line duban.yaml lacks."""
    forms = inputs.ledger.settings.number_forms
    if kind not in forms:
        head = next((f.text.partition("督")[0] for f in forms.values() if "督" in f.text), "")
        form = f"{head}{_FORMS[kind]}" if kind in _FORMS else "专报第{号}期"
        raise DataProblem(
            f"duban.yaml 没有规定“{kind}”的文号格式，不能编号发出", f"在“文号”下加一行：{kind}: {form}"
        )
    return Sheet(inputs).number(kind, day, given)


def plan_report(
    inputs: Inputs, drawn: Drawn, *, approved_by: str | None = None, doc_no: str | None = None
) -> Change:
    """Issue a report: number, paper, register; for the monthly list an event of the office.

    Raises RuleRefused where something on it is still to be filled in, or the monthly list is not whole;
    DataProblem while an item cannot be read, or where duban.yaml does not number this kind.
    """
    kind, day = drawn.kind, drawn.day
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
    if kind == MONTHLY:
        _record_month(sheet, drawn, number.text, approved_by)
    context = context_of(inputs, drawn, number=number, approved_by=approved_by or "")
    addressees = getattr(context, "addressees", ())
    items = [inputs.ledger.item(s.item.id) for s in drawn.standings]
    sheet.issue_with(
        number, context, day=day, facts=_digest(inputs, drawn), items=items, addressees=addressees,
        signed_by=approved_by,
    )  # fmt: skip
    about = f"{drawn.cutoff.year}年{drawn.cutoff.month}月" if kind == MONTHLY else drawn.asked.subject
    if kind in REPORTS:
        about = subject_of(drawn)
    told = f"{kind}{number.text}"
    return sheet.change(f"{told}：{about}" if about else told, f"批准：{approved_by}" if approved_by else "")


def _record_month(sheet: Sheet, drawn: Drawn, doc_no: str, approved_by: str | None) -> None:
    asked = drawn.asked
    if asked.leaders or asked.units or asked.categories or asked.items:
        raise RuleRefused(
            "只列了一部分的月度督办清单不编号发出", "去掉 --leader 等条件，整份签发；摘出的一份用送审稿即可"
        )
    month = drawn.cutoff.replace(day=1)
    facts: dict[str, Facts | None] = {
        "日期": date_text(drawn.day), "动作": LIST_EVENT, "文号": doc_no, "起": date_text(month),
        "止": date_text(month_end(month)), "批准": approved_by,
        "内容": f"印发{month.month}月督办清单，共{len(drawn.monthly)}件，按分管领导分线。",
    }  # fmt: skip
    sheet.record_office(drawn.day.year, compact(facts))


def _digest(inputs: Inputs, drawn: Drawn) -> str:
    """Of the facts behind a report: those of its items, or of the whole ledger where it is about a period."""
    ids = [s.item.id for s in drawn.standings] or list(inputs.ledger.items)
    paths = [inputs.ledger.items[i].path for i in ids]
    return facts_digest([drawn.asked.facts(), *(read_facts(inputs.read(p) or b"") for p in paths)])
