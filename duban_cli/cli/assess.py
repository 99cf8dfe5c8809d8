"""考核: assess. With an approver the year is issued; else it only tells, or draws up a draft."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import out, prose, table, talk
from duban_cli.cli.views import heading
from duban_cli.cli.writing import carry_out, inputs_of, shown_path
from duban_cli.errors import WrongUse
from duban_cli.reports.assessment import Assessment, UnitYear
from duban_cli.reports.assessment import assess as assessed
from duban_cli.reports.assessment_span import Span, parse_span
from duban_cli.reports.own_duties import NOTE
from duban_cli.reports.own_text import TITLE, own_late
from duban_cli.rules.office import OFFICE

Year = Annotated[
    Span | None,
    typer.Argument(
        metavar="年", help="考核年度，如 2026；不写为今年。按月考核的写月份，如 2018-05", parser=parse_span
    ),
]
Units = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="单位",
        help="列出这个单位每个数字背后的事项和记录；全称、简称、单位组，可重复；督查室为本室自身时限",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="目录", help="考核表写到哪里，默认台账的 drafts/", parser=Path),
]
Paper = Annotated[bool, typer.Option("--paper", help="出考核表的送审稿（.docx），用 duban issue 签发")]


def assess(
    ctx: typer.Context, year: Year = None, unit: Units = None, paper: Paper = False, out_dir: Out = None,
    approved_by: opt.ApprovedBy = None, doc_no: opt.DocNo = None,
    again: Annotated[bool, typer.Option("--again", help="这一年已发过考核，再发一次")] = False,
    day: opt.Date = None, draft: opt.Draft = False, message: opt.Message = None, form: opt.ListFormat = "table",
) -> int:  # fmt: skip
    """考核：各单位一年的办结、反馈、催办、退回、批评，全部由台账算出，结论写明依据；另列督查室自身时限办得怎样。

    统计到年底，年度未终了的到今天；制度按月考核的写月份。制度没有规定分值的不打分。csv 可用 Excel 直接打开；
    同时写 --unit 的，csv 是逐条明细。--paper 出考核表的送审稿，放在 drafts/（或 --out 的目录）。
    年度终了以后写明 --approved-by 的，考核表编号、登记，并记入 office/，本室的年度考核即算完成。
    事项文件读不出来的不计入，此时退出码为 1。

    例：
      duban assess 2026
      duban assess 2026-05
      duban assess 2026 --unit 岳阳楼区
      duban assess 2026 --unit 督查室
      duban assess 2026 --format csv > 考核.csv
      duban assess 2026 --paper
      duban assess 2025 --approved-by 彭某某
    """
    at = desk(ctx)
    span = year or Span(at.now.day.year)
    done = assessed(at.ledger, span.year, at.now.day, span.month)
    own = bool(unit) and set(unit or ()) <= {OFFICE, at.ledger.settings.office}
    chosen = None if own else _chosen(at, done, unit)
    whole = unit is None and form != "csv"
    if approved_by is not None:
        if not whole or paper or out_dir is not None:
            raise WrongUse(
                "签发的是全部单位的考核表", "写了 --approved-by 的，去掉 --unit、--paper、--out、csv"
            )
        from duban_cli.plans.assess import plan_assessment  # noqa: PLC0415 - figures alone need no papers

        change = plan_assessment(
            inputs_of(at, message),
            done,
            day=day or at.now.day,
            approved_by=approved_by,
            doc_no=doc_no,
            again=again,
        )
        return carry_out(ctx, change, draft=draft, form=form)
    if doc_no is not None or again:
        raise WrongUse("没有签发，用不着 --doc-no、--again", "加上 --approved-by 批准人，或去掉它们")
    if paper or out_dir is not None:
        if unit is not None or form == "csv" or (form == "json" and out_dir is not None):
            raise WrongUse("考核表是全部单位的，不与 --unit、--format 同写", "例如 duban assess 2026 --paper")
        return _draw_up(at, done, out_dir, day=day or at.now.day, draft=draft, form=form)
    if own:
        _show_own(at, done, form)
    else:
        _show(at, done, chosen, form)
    if done.unreadable and form != "json":
        talk(f"有{len(done.unreadable)}件的文件读不出来，用 duban check 看错在哪里")
    return 1 if done.unreadable else 0


def _show(at: Desk, done: Assessment, chosen: tuple[UnitYear, ...] | None, form: str) -> None:
    from duban_cli.views.assessment import behind_text, details, own_sheet, remarks, sheet  # noqa: PLC0415
    from duban_cli.views.assessment import heading as title  # noqa: PLC0415
    from duban_cli.views.grid import csv_text  # noqa: PLC0415

    if form == "json":
        _show_json(at, done, done.rows if chosen is None else chosen)
    elif form == "csv":
        # Excel is given the units without items too: the sheet goes on to whoever adds the other marks.
        out(csv_text(sheet(done, done.rows) if chosen is None else details(done, chosen)))
    elif chosen is not None:
        prose("\n".join(behind_text(done, row) for row in chosen))
    else:
        talk(title(done))
        table(sheet(done, done.shown_rows))
        for line in remarks(done, done.shown_rows):
            talk(line)
        if done.own.rows:
            out(f"\n{TITLE}")
            table(own_sheet(done))
            for line in own_late(done.own, titles=True):
                prose(line)
            talk(NOTE)


def _show_own(at: Desk, done: Assessment, form: str) -> None:
    from duban_cli.views.assessment import own_sheet, own_text  # noqa: PLC0415
    from duban_cli.views.grid import csv_text  # noqa: PLC0415

    if form == "json":
        _show_json(at, done, ())
    else:
        out(csv_text(own_sheet(done))) if form == "csv" else prose(own_text(done))


def _show_json(at: Desk, done: Assessment, rows: tuple[UnitYear, ...]) -> None:
    from duban_cli.reports.assessment_json import as_json  # noqa: PLC0415
    from duban_cli.views.as_json import dump  # noqa: PLC0415

    out(dump(heading(at) | as_json(done, rows)))


def _draw_up(at: Desk, done: Assessment, out_dir: Path | None, *, day: date, draft: bool, form: str) -> int:
    """The sheet as a paper to be approved: to drafts/ with what is to be known when it is signed, or elsewhere."""
    from duban_cli.cli.drafts import put_drafts  # noqa: PLC0415 - figures alone need no papers
    from duban_cli.ledger.disk import disk_problems, write_synced  # noqa: PLC0415
    from duban_cli.plans.assess import KIND, draft_assessment  # noqa: PLC0415
    from duban_cli.plans.drafts import PAPER, draft_of_assessment  # noqa: PLC0415

    made = draft_assessment(inputs_of(at), done, day=day)
    files = draft_of_assessment(made, KIND, done.span, day=day)
    if out_dir is None:
        return put_drafts(at, [files], draft=draft, form=form) or (1 if done.unreadable else 0)
    path = out_dir.absolute() / f"{files.name}{PAPER}"
    if not draft:
        with disk_problems(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_synced(path, made.content)
        at.wrote(path, form)
    talk("送审稿（未编号，未发出）。批准后加 --approved-by 批准人 发出：")
    out(shown_path(path))
    return 1 if done.unreadable else 0


def _chosen(at: Desk, done: Assessment, names: list[str] | None) -> tuple[UnitYear, ...] | None:
    """The rows of the units asked for; None where none is named. Raises NotFound."""
    if not names:
        return None
    groups = at.ledger.units.groups
    known = {row.unit: row for row in done.rows}
    wanted = [
        name if name in known else at.unit(name) for given in names for name in groups.get(given, (given,))
    ]
    return tuple(known[name] for name in dict.fromkeys(wanted))
