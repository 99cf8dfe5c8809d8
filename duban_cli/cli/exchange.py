"""导入: import. What it takes in ``export`` gives out."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban_cli.cli import intake
from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import ask, may_ask, out, talk
from duban_cli.cli.writing import carry_out, head_of, inputs_of, nothing
from duban_cli.errors import DataProblem, NotFound, WrongUse
from duban_cli.exchange.head import Head, find_head, refuse_unknown, with_meanings
from duban_cli.exchange.mapping_file import MAPPING_FILE
from duban_cli.exchange.read import read_file
from duban_cli.exchange.table import read_rows
from duban_cli.plans.import_ledger import Import, plan_import
from duban_cli.plans.import_mapping import read_mappings
from duban_cli.plans.import_row import Given
from duban_cli.plans.import_told import (
    DOUBTED,
    KNOWN,
    REFUSED,
    TAKEN,
    RowTold,
    column_of,
    lines,
    said_of_many,
)
from duban_cli.views.as_json import dump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duban_cli.exchange.grid import Grid

_MOST_TOLD = 60

File = Annotated[
    Path, typer.Argument(metavar="台账.xlsx|csv", help="原来的台账", show_default=False, parser=Path)
]
SheetName = Annotated[
    str | None, typer.Option("--sheet", metavar="工作表", help="哪个工作表；不写则为第一个有内容的")
]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="列名=含义", help="这一列是什么，如 督办内容=标题；不要的写 列名=不导入；可重复"
    ),
]
Category = Annotated[
    str | None, typer.Option("--category", metavar="类别", help="类别；表里写了且制度里有的以表为准")
]
Source = Annotated[
    str | None,
    typer.Option("--source", metavar="类型/名称", help="来源，如 文件/2026年重点工作；表里写了的以表为准"),
]
SourceDate = Annotated[
    date | None,
    typer.Option("--source-date", metavar="日期", help="会议、印发或批示的日期", parser=opt.day),
]
Lead = Annotated[str | None, typer.Option("--lead", metavar="单位", help="没有写主办单位的行由谁主办")]
Leader = Annotated[str | None, typer.Option("--leader", metavar="姓名", help="分管领导；表里写了的以表为准")]
Secrecy = Annotated[
    str | None,
    typer.Option(
        "--secrecy", metavar="公开属性", help="主动公开、依申请公开或不予公开（默认）", parser=intake.openness
    ),
]
Year = Annotated[
    int | None,
    typer.Option("--year", metavar="年", help="表里“6月底”这样没写年份的日期是哪一年", parser=opt.year),
]
Assigned = Annotated[
    date | None,
    typer.Option(
        "--assigned", metavar="日期", help="没有写交办日期的行都是这一天交办的；不写则待交办", parser=opt.day
    ),
]
AddUnits = Annotated[
    bool, typer.Option("--add-units", help="名录里没有的单位一并加进 units.yaml；先看过再加")
]
Pending = Annotated[bool, typer.Option("--pending", help="只登记，批准后再立项")]
Partial = Annotated[
    bool, typer.Option("--partial", help="能收的先收，不收的逐行说明；不写的，有一行不收就什么都不写")
]


def import_table(
    ctx: typer.Context,
    file: File,
    sheet: SheetName = None,
    maps: Maps = None,
    category: Category = None,
    source: Source = None,
    source_date: SourceDate = None,
    lead: Lead = None,
    leader: Leader = None,
    secrecy: Secrecy = None,
    year: Year = None,
    assigned: Assigned = None,
    add_units: AddUnits = False,
    pending: Pending = False,
    partial: Partial = False,
    day: opt.Date = None,
    approved_by: opt.ApprovedBy = None,
    by: opt.By = None,
    yes: opt.Yes = False,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """导入：把 Excel 或 CSV 的台账收进来，一行一件；以前的交办、反馈、办结记成“补录”。

    表上的大标题、两三行的表头、合并单元格、小标题、合计行都认得，下面几行接着写进展的并入上一件；各列按表头猜是什么，在终端里先给您看，
    猜错的用 --map 改。怎样对应记在台账的 导入.yaml，同样表头的表下次照办。
    每一行都有交代：收、存疑（收了，请看一眼）、不收（写明哪一格、为什么）。有一行不收就什么都不写；
    先收能收的加 --partial。收过的行认得出来，同一张表再导一次什么也不会多。先看结果不写加 --draft。
    没有立项日期的，按 --date（默认今天）立项；会议议定等须批准的，写 --approved-by 或表里有“批准人”一列。

    例：
      duban import 督办台账.xlsx --draft
      duban import 督办台账.xlsx --add-units --approved-by 刘某某
      duban import 任务.csv --map 督办内容=标题 --category 领导批示 --partial
    """
    here = desk(ctx)
    on = day or here.now.day
    if on > here.now.day:
        raise WrongUse(f"{on} 还没有到（今天是 {here.now.day}）", "核对 --date")
    grid, head = _read(here, file, sheet, _maps(maps))
    if may_ask() and not yes and not draft and form == "text":
        head = _confirmed(grid, head)
    elif form == "text":
        talk(_columns_line(head))
    given = Given(
        category=category, source=intake.origin(source, source_date, None), lead=lead, leader=leader,
        openness=secrecy, year=year, assigned=assigned,
        add_units=add_units,
    )  # fmt: skip
    rows = read_rows(grid, head, file.name)
    if not rows.rows:
        raise WrongUse(
            f"{file.name} 的表头下面没有数据行，没有可导入的",
            "核对文件是否完整，或用 --sheet 写明另一张工作表",
        )
    made = plan_import(
        inputs_of(here, message), rows, given, day=on, approved_by=approved_by, by=by,
        pending=pending,
    )  # fmt: skip
    if grid.others:
        talk(f"提醒：只读了工作表“{grid.sheet}”；还有 {'、'.join(grid.others)}，用 --sheet 另导")
    refused = made.count(REFUSED)
    stop = refused > 0 and (not partial or made.change is None)
    more = _as_json(head, made, written=not stop)
    if form == "text":
        _tell(made, draft=draft or stop)
    if stop:
        return _refuse(here, made, more, form, partial=partial)
    if made.change is None:
        return nothing(here, f"{file.name} 的各行都已导入过，没有新的", form, more)
    code = carry_out(ctx, made.change, draft=draft, form=form, ids_out=True, known=made.heard, more=more)
    return code or (1 if refused else 0)


def _read(here: Desk, file: Path, sheet: str | None, maps: Mapping[str, str]) -> tuple[Grid, Head]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise opt.cannot_open(file, error, "核对文件名；正在 Excel 里打开的先关上") from error
    grid = read_file(data, file.name, sheet)
    known = [m.columns for m in read_mappings(inputs_of(here).read(MAPPING_FILE))]
    try:
        return grid, find_head(grid, file.name, maps, known)
    except WrongUse:
        # A cover or a page of instructions may stand before the table.
        for title in grid.others if sheet is None else ():
            other = read_file(data, file.name, title)
            with contextlib.suppress(WrongUse, NotFound):
                return other, find_head(other, file.name, maps, known)
        raise


def _maps(written: list[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in written or []:
        heading, equals, meaning = (part.strip() for part in text.replace("＝", "=").rpartition("="))
        if not equals or not heading or not meaning:
            raise WrongUse(f"“{text}”看不懂", "写作 --map 列名=含义，如 --map 督办内容=标题")
        found[heading] = meaning
    return found


def _columns_line(head: Head) -> str:
    pairs = [
        c.heading if c.heading == c.meaning else f"{c.heading}→{c.meaning}" for c in head.columns if c.meaning
    ]
    return f"各列读作：{'、'.join(pairs)}"


def _confirmed(grid: Grid, head: Head) -> Head:
    """The head as the person at the terminal has it. Raises KeyboardInterrupt where they break off."""

    while True:
        talk(
            f"表头在第{head.top + 1}行{f'、第{head.bottom + 1}行' if head.bottom > head.top else ''}，各列这样读："
        )
        for column in head.columns:
            sample = next(
                (t for r in range(head.bottom + 1, len(grid.rows)) if (t := grid.text(r, column.place))), ""
            )
            shown = " ".join(sample.split())[:24]
            talk(
                f"  {column.letter}  {column.heading} → {column.meaning or '？没有用'}{f'（如 {shown}）' if shown else ''}"
            )
        answer = ask(
            "对就回答 是；要改写 列名=含义（含义可写 不导入）；不导了写 否", option="--yes", default="是"
        )
        if answer in ("是", "y", "Y", "yes"):
            return head
        if answer in ("否", "n", "N", "no"):
            raise KeyboardInterrupt
        try:
            asked = _maps([answer])
            refuse_unknown(head, asked)
        except WrongUse as error:
            talk(f"{error.message}（{error.hint}）" if error.hint else error.message)
            continue
        head = with_meanings(head, asked)


def _tell(made: Import, *, draft: bool) -> None:
    told = [r for r in made.rows if r.state in (DOUBTED, REFUSED)]
    many = said_of_many(told)
    own = [line for row in told if (line := _row_line(row, many, draft=draft))]
    for line in own[:_MOST_TOLD]:
        talk(line)
    if len(own) > _MOST_TOLD:
        talk(f"……另有{len(own) - _MOST_TOLD}行存疑或不收，加 --format json 看全部")
    for (column, what), numbers in many.items():
        talk(f"{lines(numbers)}{f' {column}列' if column else ''}：{what}")
    counts = [f"{state}{n}行" for state in (TAKEN, DOUBTED, REFUSED) if (n := made.count(state))]
    counts += [f"已导入过{n}行"] if (n := made.count(KNOWN)) else []
    if counts:
        talk(f"共{len(made.rows)}行：{'、'.join(counts)}")
    for remark in made.remarks:
        talk(f"提醒：{remark}")
    if made.units:
        talk(f"{'将加入' if draft else '加入'}名录的单位{len(made.units)}个：{'、'.join(made.units)}")


def _row_line(row: RowTold, many: Mapping[tuple[str, str], object], *, draft: bool) -> str:
    """What is said of this row and not of many; empty where that is nothing."""
    own = [(at, what) for at, what in (*row.problems, *row.doubts) if (column_of(at), what) not in many]
    ids = f" {'将立为' if draft else '立为'} {'、'.join(row.ids)}" if row.ids else ""
    words = "；".join(f"{at} {what}" if column_of(at) else what for at, what in own)
    return f"第{row.number}行 {row.state}{ids}：{words}" if words else ""


def _refuse(here: Desk, made: Import, more: dict[str, object], form: str, *, partial: bool) -> int:
    refused = made.count(REFUSED)
    hints = []
    if made.unknown:
        hints.append(f"名录里没有的单位：{'、'.join(made.unknown)}；核对无误的加 --add-units 一并加入")
    hints.append("改好表格再导" + ("" if partial else "；先收能收的加 --partial"))
    error = DataProblem(f"有{refused}行不收，什么都没有写", "；".join(hints))
    if form != "json":
        raise error
    told = {"code": error.code, "message": error.message, "hint": error.hint}
    out(dump(head_of(here) | told | more))
    return error.exit_code


def _as_json(head: Head, made: Import, *, written: bool) -> dict[str, object]:
    return {
        "columns": [{"column": c.letter, "heading": c.heading, "meaning": c.meaning} for c in head.columns],
        "rows": [
            {
                "row": r.number, "state": r.state, "ids": list(r.ids) if written else [],
                "problems": [{"cell": at, "message": what} for at, what in r.problems],
                "doubts": [{"cell": at, "message": what} for at, what in r.doubts],
            }
            for r in made.rows
        ],
        "units": list(made.units), "unknown_units": list(made.unknown), "notes": list(made.remarks),
    }  # fmt: skip
