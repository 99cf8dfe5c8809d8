"""考核: assess. It writes nothing on the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import out, table, talk
from duban_cli.cli.views import heading
from duban_cli.cli.writing import inputs_of
from duban_cli.errors import WrongUse
from duban_cli.reports.assessment import Assessment, UnitYear
from duban_cli.reports.assessment import assess as assessed

Year = Annotated[
    int | None, typer.Argument(metavar="年", help="考核年度，如 2026；不写为今年", parser=opt.year)
]
Units = Annotated[
    list[str] | None,
    typer.Option(
        "--unit", metavar="单位", help="列出这个单位每个数字背后的事项和记录；全称、简称、单位组，可重复"
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="目录", help="考核表写到哪里，默认台账的 drafts/", parser=Path),
]
Paper = Annotated[bool, typer.Option("--paper", help="出考核表（送审稿，.docx）")]


def assess(
    ctx: typer.Context,
    year: Year = None,
    unit: Units = None,
    paper: Paper = False,
    out_dir: Out = None,
    form: opt.ListFormat = "table",
) -> int:
    """考核：各单位一年的办结、反馈、催办、退回、批评，全部由台账算出，结论写明依据。

    统计到年底，年度未终了的到今天。制度没有规定分值的不打分。csv 可用 Excel 直接打开；
    同时写 --unit 的，csv 是逐条明细。--paper 出考核表的送审稿，放在 drafts/（或 --out 的目录）。
    事项文件读不出来的不计入，此时退出码为 1。

    例：
      duban assess 2026
      duban assess 2026 --unit 岳阳楼区
      duban assess 2026 --format csv > 考核.csv
      duban assess 2026 --paper
    """
    from duban_cli.views.assessment import behind_text, details, remarks, sheet  # noqa: PLC0415
    from duban_cli.views.assessment import heading as title  # noqa: PLC0415
    from duban_cli.views.grid import csv_text  # noqa: PLC0415

    at = desk(ctx)
    done = assessed(at.ledger, year or at.now.day.year, at.now.day)
    chosen = _chosen(at, done, unit)
    if paper or out_dir is not None:
        if chosen is not None or form != "table":
            raise WrongUse("考核表是全部单位的，不与 --unit、--format 同写", "例如 duban assess 2026 --paper")
        return _draw_up(at, done, out_dir)
    if form == "json":
        from duban_cli.reports.assessment_json import as_json  # noqa: PLC0415
        from duban_cli.views.as_json import dump  # noqa: PLC0415

        out(dump(heading(at) | as_json(done, done.rows if chosen is None else chosen)))
    elif form == "csv":
        # Excel is given the units without items too: the sheet goes on to whoever adds the other marks.
        out(csv_text(sheet(done, done.rows) if chosen is None else details(done, chosen)))
    elif chosen is not None:
        out("\n".join(behind_text(done, row) for row in chosen))
    else:
        talk(title(done))
        table(sheet(done, done.shown_rows))
        for line in remarks(done, done.shown_rows):
            talk(line)
    if done.unreadable and form != "json":
        talk(f"有{len(done.unreadable)}件的文件读不出来，用 duban check 看错在哪里")
    return 1 if done.unreadable else 0


def _draw_up(at: Desk, done: Assessment, out_dir: Path | None) -> int:
    """The sheet as a paper to be approved, outside the record."""
    from duban_cli.ledger.disk import disk_problems, write_synced  # noqa: PLC0415
    from duban_cli.plans.assess import KIND, draft_assessment  # noqa: PLC0415

    made = draft_assessment(inputs_of(at), done, day=at.now.day)
    directory = out_dir or at.root / "drafts"
    path = directory / f"{KIND}-{done.year}年.docx"
    with disk_problems(path):
        directory.mkdir(parents=True, exist_ok=True)
        write_synced(path, made.content)
    talk("送审稿（未发出）：")
    out(str(path))
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
