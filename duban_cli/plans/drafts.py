"""送审稿: drafts/名.docx, the paper as it is sent up, and drafts/名.yaml, what is recorded once it is signed.

Neither is on the record: drafts/ is ignored by git. Signing plans the paper anew from what the small file says.
A paper drawn up on a branch other than the 发文分支 (待编号) has its small file committed all the same, so that it
comes along when the branch is merged; the act is recorded, under the number's own day, when the paper is numbered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ruamel.yaml.nodes import MappingNode, Node

from duban_cli.ledger.fieldtypes import Choice, Date, Field, Many, Number, Record, Schema, Text, YesNo
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.nodes import Source, compose, plain, plain_key
from duban_cli.ledger.vocabulary import ACTIONS, NOTICE
from duban_cli.ledger.writer import Facts, entry_text, scalar
from duban_cli.plans.act_sheet import GIVEN_WHEN_SIGNED, LIMIT_ASKED, LIMITED, ActDraft, ToRecord
from duban_cli.plans.report_asked import ASKED, Asked
from duban_cli.plans.reports import Drawn, draft_report, month_end, subject_of
from duban_cli.plans.sheet import Inputs, MadePaper, compact, date_text
from duban_cli.reports.assessment_span import Span
from duban_cli.reports.groups import By
from duban_cli.reports.to_sign import NUMBERLESS, draft_name
from duban_cli.rules.limits import parse_limit
from duban_cli.rules.moments import parse_now
from duban_cli.rules.wording import UnreadableError
from duban_cli.text import nearest

DRAFTS = "drafts"
PAPER, NOTE = ".docx", ".yaml"
_URGING = "催办"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]')
_NOTE_HEAD = (
    "# 送审稿的说明，与同名的 .docx 一起。签发后照此记入台账：duban issue 名称 --approved-by 批准人\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFiles:
    """A draft as it goes to drafts/: its name without ending, the paper, the small file, what is missing."""

    name: str
    kind: str
    content: bytes
    note: bytes
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinAsked:
    """The bulletin to be issued: its period and whom it names."""

    start: date
    end: date
    by: By = "单位"
    praised: tuple[str, ...] = ()
    criticised: tuple[str, ...] = ()
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentAsked:
    """The 考核表 to be issued: of which year, or month of it."""

    year: int
    month: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.year, self.month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a draft's small file says. Exactly one of ``bulletin``, ``records``, ``report`` and ``assessment`` is there.

    ``numberless``: it only waits for its number, approved by ``approved_by`` where that is known.
    """

    name: str
    kind: str
    made: date
    about: str | None = None
    numberless: bool = False
    approved_by: str | None = None
    bulletin: BulletinAsked | None = None
    records: tuple[ToRecord, ...] = ()
    report: Asked | None = None
    assessment: AssessmentAsked | None = None

    @property
    def items(self) -> tuple[str, ...]:
        """The items the paper is about, where it is about some."""
        named = [r.item for r in self.records] + list(self.report.items if self.report else ())
        return tuple(dict.fromkeys(named))


# -- reading ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _ToRecordType:
    """事项 and the keys of one 动作, kept as written: the rules read them when they are recorded."""

    name: str = "待记录"

    def read(self, node: Node, source: Source) -> ToRecord | None:
        if not isinstance(node, MappingNode):
            source.problem(
                node, "type", "“记录”下应当逐条写事项和动作", "例如 - {事项: 2026-0018, 动作: 问责建议}"
            )
            return None
        facts: dict[str, Facts] = plain(node)
        action = facts.get("动作")
        for key in ("事项", "动作"):
            if not isinstance(facts.get(key), str) or not facts[key]:
                source.problem(node, "missing", f"这一条缺“{key}”", f"补上：{key}: …")
                return None
        if action not in ACTIONS:
            near = nearest(str(action), ACTIONS)
            source.problem(node, "choice", f"没有“{action}”这种动作", f"是否指“{near}”" if near else None)
            return None
        known = ACTIONS[str(action)].keys | ({LIMIT_ASKED} if action in LIMITED else set())
        sound = True
        for key_node, _ in node.value:
            key = plain_key(key_node)
            if key in GIVEN_WHEN_SIGNED:
                source.problem(key_node, "unknown-key", f"“{key}”签发时才有，不写在这里", "删去这一项")
                sound = False
            elif key != "事项" and key not in known:
                near = nearest(key, known)
                hint = f"是否想写“{near}”" if near else f"可用的有：{'、'.join(sorted(known))}"
                source.problem(key_node, "unknown-key", f"“{action}”不用“{key}”", hint)
                sound = False
        for key, read in ((LIMIT_ASKED, parse_limit), ("限期", parse_now)):
            if key in facts and sound:
                try:
                    read(str(facts[key]))
                except UnreadableError as error:
                    source.problem(node, "type", f"“{key}”：{error.message}", error.hint)
                    sound = False
        item = str(facts.pop("事项"))
        return ToRecord(item=item, facts=facts) if sound else None

    def schema(self) -> Schema:
        return {"type": "object", "required": ["事项", "动作"]}


_BULLETIN = Record("通报", BulletinAsked, (
    Field("起", "start", Date(), "所涉期间的第一天", required=True, example="2026-10-01"),
    Field("止", "end", Date(), "所涉期间的最后一天", required=True, example="2026-10-31"),
    Field("分组", "by", Choice(("单位", "类别", "来源"), "分组"), "按什么分行"),
    Field("表扬", "praised", Many(Text()), "拟表扬的单位"),
    Field("批评", "criticised", Many(Text()), "拟批评的单位"),
    Field("内容", "content", Text(), "内容"),
))  # fmt: skip
_ASSESSMENT = Record("考核", AssessmentAsked, (
    Field("年", "year", Number(1949), "考核年度", required=True, example="2026"),
    Field("月", "month", Number(1), "按月考核的，哪一月", example="5"),
))  # fmt: skip
NOTE_FORMAT = Record("送审稿说明", dict, (
    Field("种类", "kind", Text(), "文书种类", required=True, example="问责建议"),
    Field("制成日期", "made", Date(), "做成送审稿的日期", required=True, example="2026-11-20"),
    Field("说明", "about", Text(), "关于什么、给谁"),
    Field("待编号", "numberless", YesNo(), "是：在别的分支上做的，只等发文分支编号"),
    Field("批准", "approved_by", Text(), "待编号的，已由谁批准"),
    Field("通报", "bulletin", _BULLETIN, "签发的是通报时：期间和点名的单位"),
    Field("记录", "records", Many(_ToRecordType()), "签发时在各事项上记什么"),
    Field("报告", "report", ASKED, "签发的是报告、清单时：哪些事项、什么期间"),
    Field("考核", "assessment", _ASSESSMENT, "签发的是考核表时：哪一年"),
))  # fmt: skip
_WHAT = ("bulletin", "records", "report", "assessment")


def read_note(data: bytes, name: str) -> tuple[Draft | None, tuple[Finding, ...]]:
    """A draft's small file, or what is wrong with it and where."""
    source = Source(f"{DRAFTS}/{name}{NOTE}")
    root = compose(data, source)
    values = NOTE_FORMAT.read_values(root, source) if root is not None else None
    if root is None or values is None:
        return None, tuple(source.problems)
    if sum(1 for key in _WHAT if values.get(key)) != 1:
        # An empty 报告 is a report about nothing in particular, and is written as a period or a month.
        source.problem(
            root, "missing", "“通报”“记录”“报告”“考核”须有且只有一项", "重新做这份送审稿，不要手工删改"
        )
        return None, tuple(source.problems)
    return Draft(name=name, **values), tuple(source.problems)


# -- making -------------------------------------------------------------------------------------------------


def safe_name(*parts: str) -> str:
    """A file name of words joined by -."""
    return "-".join(_NOT_IN_NAMES.sub("_", part) for part in parts if part)


def draft_of_act(drawn: ActDraft, day: date) -> DraftFiles:
    """A paper of an act drawn up for signature, with what is recorded once it is signed."""
    records = drawn.records
    ids = tuple(dict.fromkeys(r.item for r in records))
    kind, unit = drawn.kind, drawn.unit
    if records[0].action == _URGING:
        # The one ``daily`` draws up of itself goes by the same name, unless something was added to it.
        plain_notice = set(records[0].facts) <= {"动作", "方式", "单位"}
        name = draft_name(kind, unit).removesuffix(PAPER) if plain_notice else safe_name(kind, unit)
        about = unit
    elif len(ids) == 1:
        given = records[0].facts.get("单位")
        name = safe_name(kind, ids[0], given if isinstance(given, str) else "")
        about = f"{unit}：{drawn.title}"
    else:
        name = safe_name(kind, "、".join(ids[:3]) + ("等" if len(ids) > 3 else ""))
        about = f"{unit}：{len(ids)}件"
    draft = Draft(name=name, kind=kind, made=day, about=about, records=records)
    return DraftFiles(
        name=name,
        kind=kind,
        content=drawn.made.content,
        note=note_text(draft).encode(),
        missing=drawn.made.missing,
    )


def draft_of_bulletin(made: MadePaper, kind: str, asked: BulletinAsked, *, day: date) -> DraftFiles:
    """A bulletin drawn up, with what is to be known when it is signed."""
    name = f"{kind}-{asked.start.isoformat()}至{asked.end.isoformat()}"
    draft = Draft(
        name=name,
        kind=kind,
        made=day,
        about=f"{asked.start.isoformat()}至{asked.end.isoformat()}",
        bulletin=asked,
    )
    return DraftFiles(
        name=name, kind=kind, content=made.content, note=note_text(draft).encode(), missing=made.missing
    )


def note_of_urging(
    name: str, kind: str, unit: str, items: Sequence[tuple[str, str | None]], day: date
) -> bytes:
    """The small file of a 催办通知单 that a batch run drew up for a unit: the items, each with the 协办单位 it urges."""
    records = tuple(
        ToRecord(item=i, facts=compact({"动作": _URGING, "方式": NOTICE, "单位": own}))
        for i, own in dict.fromkeys(items)
    )
    return note_text(Draft(name=name, kind=kind, made=day, about=unit, records=records)).encode()


def draft_of_assessment(made: MadePaper, kind: str, span: Span, *, day: date) -> DraftFiles:
    """An assessment drawn up, with the year or month it is of."""
    draft = Draft(
        name=f"{kind}-{span.name}", kind=kind, made=day, about=f"{span.title}考核",
        assessment=AssessmentAsked(year=span.year, month=span.month),
    )  # fmt: skip
    return DraftFiles(
        name=draft.name, kind=kind, content=made.content, note=note_text(draft).encode(), missing=made.missing
    )


def draft_of_report(inputs: Inputs, drawn: Drawn) -> DraftFiles:
    """A report or list drawn up, with what it is about."""
    asked, kind = drawn.asked, drawn.kind
    if kind.startswith("月度"):
        month = drawn.cutoff.replace(day=1)
        what, about = f"{month:%Y-%m}", f"{month:%Y-%m}，至{month_end(month).isoformat()}"
        asked = replace(asked, month=month)
    else:
        what = "、".join(asked.items[:3]) + ("等" if len(asked.items) > 3 else "")
        if not what and asked.start:
            what = f"{asked.start.isoformat()}至{drawn.cutoff.isoformat()}"
        about = subject_of(drawn) if asked.items or asked.start else f"{len(drawn.standings)}件事项"
        if not asked.facts():
            # Chosen by nothing: the items of the day it was drawn up.
            asked = replace(asked, items=tuple(s.item.id for s in drawn.standings))
    name = safe_name(kind, what, "、".join((*asked.leaders, *asked.units, *asked.categories)))
    draft = Draft(name=name, kind=kind, made=drawn.day, about=about, report=asked)
    made = draft_report(inputs, drawn)
    return DraftFiles(
        name=name, kind=kind, content=made.content, note=note_text(draft).encode(), missing=made.missing
    )


def numberless(files: DraftFiles, approved_by: str | None) -> DraftFiles:
    """The same draft as one that waits for nothing but its number, on the branch that gives it."""
    draft, _ = read_note(files.note, files.name)
    if draft is None or draft.numberless:
        return files
    name = f"{NUMBERLESS}{files.name}"
    waits = replace(draft, name=name, numberless=True, approved_by=approved_by)
    return replace(files, name=name, note=note_text(waits).encode())


def note_text(draft: Draft) -> str:
    """The small file of a draft."""
    lines = [_NOTE_HEAD, f"种类: {scalar(draft.kind)}\n", f"制成日期: {date_text(draft.made)}\n"]
    if draft.about:
        lines.append(f"说明: {scalar(draft.about)}\n")
    if draft.numberless:
        lines.append("待编号: 是\n")
    if draft.approved_by:
        lines.append(f"批准: {scalar(draft.approved_by)}\n")
    if draft.bulletin is not None:
        asked = draft.bulletin
        lines.append(_block("通报", compact({
            "起": date_text(asked.start), "止": date_text(asked.end), "分组": None if asked.by == "单位" else asked.by,
            "表扬": list(asked.praised), "批评": list(asked.criticised), "内容": asked.content,
        })))  # fmt: skip
    if draft.report is not None:
        lines.append(_block("报告", draft.report.facts()))
    if draft.assessment is not None:
        month = draft.assessment.month
        lines.append(
            _block("考核", compact({"年": str(draft.assessment.year), "月": str(month) if month else None}))
        )
    if draft.records:
        lines.append("记录:\n")
        lines += [entry_text({"事项": r.item, **r.facts}) for r in draft.records]
    return "".join(lines)


def _block(key: str, facts: Mapping[str, Facts]) -> str:
    text = entry_text(facts)
    return f"{key}: {text[2:]}" if text.startswith("- {") else f"{key}:\n  {text[2:]}"
