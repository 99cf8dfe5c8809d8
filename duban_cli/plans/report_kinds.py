"""The kinds of report: those duban ships and an office's own 简报, and how each is numbered."""

from __future__ import annotations

from datetime import date

from duban_cli.documents import fill_lists, fill_rectify_bulletin, fill_reports
from duban_cli.documents.fill_ledgers import OPEN_LIST, PROBLEMS
from duban_cli.errors import DataProblem, NotFound
from duban_cli.ledger.files import SETTINGS_FILE
from duban_cli.ledger.numbering import DocNumber
from duban_cli.ledger.settings import Settings
from duban_cli.plans.sheet import Inputs, Sheet
from duban_cli.text import nearest

BRIEF = fill_reports.BRIEF
REPORTS = fill_reports.REPORTS
LISTS = fill_lists.LISTS
MONTHLY = "月度督办清单"
RECTIFY = fill_rectify_bulletin.KIND
LEDGERS = (PROBLEMS, OPEN_LIST)
"""What the items themselves fill in, nothing written for it."""
KINDS = (*REPORTS, MONTHLY, *LISTS, *LEDGERS, RECTIFY)
_FORMS = {
    "督查报告": "督报〔{年}〕{号}号", "专题报告": "督专〔{年}〕{号}号", "月度督办清单": "督单〔{年}〕{号}号",
    "任务清单": "督任〔{年}〕{号}号", "责任清单": "督责〔{年}〕{号}号", "措施清单": "督措〔{年}〕{号}号",
    "成果清单": "督成〔{年}〕{号}号", PROBLEMS: "督三〔{年}〕{号}号", OPEN_LIST: "督示〔{年}〕{号}号",
    RECTIFY: "督改通〔{年}〕{号}号",
}  # fmt: skip


def is_brief(kind: str, settings: Settings) -> bool:
    """True for 督查专报 and the 简报 duban.yaml names."""
    return kind == BRIEF or kind in settings.briefs


def is_report(kind: str, settings: Settings) -> bool:
    """True for what is written to leaders, 简报 of the office's own among it."""
    return kind in REPORTS or kind in settings.briefs


def known_kind(kind: str, settings: Settings) -> str:
    """The kind, if it is one. Raises NotFound with the nearest name."""
    kinds = tuple(dict.fromkeys((*REPORTS, *settings.briefs, MONTHLY, *LISTS, *LEDGERS, RECTIFY)))
    if kind in kinds:
        return kind
    near = nearest(kind, kinds)
    raise NotFound(
        f"没有“{kind}”这种报告",
        f"是否指“{near}”"
        if near
        else f"可用：{'、'.join(kinds)}；本单位自己的简报，在 {SETTINGS_FILE} 里写 简报: [{kind}]",
    )


def report_number(inputs: Inputs, kind: str, day: date, given: str | None = None) -> DocNumber:
    """The 文号 of a report. Raises DataProblem naming the line duban.yaml lacks."""
    forms = inputs.ledger.settings.number_forms
    if kind not in forms:
        head = next((f.text.partition("督")[0] for f in forms.values() if "督" in f.text), "")
        form = f"{head}{_FORMS[kind]}" if kind in _FORMS else f"{kind}第{{号}}期"
        raise DataProblem(
            f"{SETTINGS_FILE} 没有规定“{kind}”的文号格式，不能编号发出", f"在“文号”下加一行：{kind}: {form}"
        )
    return Sheet(inputs).number(kind, day, given)
