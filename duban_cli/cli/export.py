"""导出: export."""

from __future__ import annotations

import contextlib
import sys
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.places import is_ledgers_own
from duban_cli.cli.terminal import out, talk
from duban_cli.cli.views import Overdue, heading, tests_of
from duban_cli.cli.writing import shown_path
from duban_cli.errors import WrongUse
from duban_cli.ledger.change import digest
from duban_cli.ledger.disk import disk_problems, write_synced
from duban_cli.rules.moments import SHANGHAI
from duban_cli.rules.openness import open_to_public
from duban_cli.views.as_json import dump

if TYPE_CHECKING:
    from duban_cli.rules.standing import Standing

KINDS = ("xlsx", "csv", "json", "ics")
Target = Annotated[
    str,
    typer.Argument(
        metavar="文件",
        help="导出到哪个文件，按后缀定种类：xlsx、csv、json、ics；写 - 打印在屏幕上",
        show_default=False,
    ),
]
Kind = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="xlsx|csv|json|ics", help="哪一种；不写按文件名的后缀", parser=opt.one_of(*KINDS)
    ),
]
For = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="公开",
        help="给谁看；公开：只有主动公开的事项和可以公开的栏目",
        parser=opt.one_of("公开"),
    ),
]
Overwrite = Annotated[bool, typer.Option("--yes", "-y", help="已有的文件，覆盖它")]


def export(
    ctx: typer.Context,
    target: Target,
    kind: Kind = None,
    audience: For = None,
    unit: opt.Units = None,
    category: opt.Categories = None,
    state: opt.States = None,
    light: opt.Lights = None,
    year: opt.Years = None,
    leader: opt.Leaders = None,
    source: opt.Sources = None,
    overdue: Overdue = False,
    yes: Overwrite = False,
    form: opt.Format = "text",
) -> int:
    """导出：把台账存成 Excel（可筛选、可打印）、CSV、JSON，或把没到期的期限存成日历（ics，手机和 Outlook 都能订）。

    条件与 duban list 相同。表里记的事实（标题、单位、时限、立项、交办 …）可以用 duban import 原样收回来；
    状态、灯、逾期是按当天算的，只供查看。以 = + - @ 开头的文字不会被 Excel 当成公式。
    --for 公开：只导主动公开的事项，只有编号、标题、单位、责任人、时限、状态等栏，电话一概略去。

    例：
      duban export 台账.xlsx
      duban export 逾期.csv --overdue --unit 岳阳楼区
      duban export 期限.ics --leader 刘某某
      duban export - --as csv --for 公开
    """
    at = desk(ctx)
    what = _kind(target, kind)
    if target == "-" and form == "json":
        raise WrongUse("内容打印在屏幕上，就不能再用 --format json", "写明文件名，或去掉 --format json")
    path = Path(target)
    if target != "-":
        _refuse_place(path)
    if target != "-" and path.exists() and not yes:
        raise WrongUse(f"{target} 已经存在，没有覆盖", "换一个文件名；要覆盖加 --yes")
    tests = tests_of(at, unit, category, light, leader, source, state, year, overdue=overdue)
    wanted = {
        row.id for rows in at.rows() for row in rows if row.readable and all(test(row) for test in tests)
    }
    chosen = [at.standing(i) for i in at.ledger.items if i in wanted]
    if audience is not None:
        chosen = [s for s in chosen if open_to_public(s, at.book, at.ledger.settings.office)]
    content, count = _content(at, what, chosen, audience)
    if target == "-":
        _print(content)
    else:
        _put(path, content)
        if form == "json":
            told = {
                "path": str(path),
                "kind": what,
                "for": audience,
                "count": count,
                "sha256": digest(content),
            }
            out(dump(heading(at) | told))
        else:
            talk(f"导出{count}{'个期限' if what == 'ics' else '件'}：")
            out(shown_path(path.absolute()))
    broken = len(at.ledger.unreadable)
    if broken:
        talk(f"有{broken}件的文件读不出来，没有导出；用 duban check 看错在哪里")
    return 1 if broken else 0


def _kind(target: str, asked: str | None) -> str:
    if asked is not None:
        if target == "-" and asked == "xlsx":
            raise WrongUse("Excel 文件不能打印在屏幕上", "写明文件名，如 duban export 台账.xlsx")
        return asked
    ending = target.rpartition(".")[2].lower() if "." in target else ""
    if ending in KINDS:
        return ending
    if target == "-":
        raise WrongUse("没有写导出哪一种", "加 --as csv、--as json 或 --as ics")
    if ending in ("xls", "et"):
        raise WrongUse(f"不导出 .{ending}（旧式 Excel）", f"改成 {target.rpartition('.')[0]}.xlsx")
    raise WrongUse(f"不知道“{target}”是哪一种文件", "后缀写 .xlsx、.csv、.json 或 .ics，或加 --as")


def _content(at: Desk, what: str, chosen: list[Standing], audience: str | None) -> tuple[bytes, int]:
    """The file, and how many items (of ics, limits) are in it. Each way is loaded only when it is gone."""
    office = at.ledger.settings.office
    made = datetime.combine(at.now.day, at.now.clock or time(), SHANGHAI)
    if what == "ics":
        from duban_cli.exchange.calendar_file import as_ics  # noqa: PLC0415

        content = as_ics(chosen, office=office, made=made, audience=audience)
        return content, content.count(b"BEGIN:VEVENT")
    from duban_cli.exchange.item_row import sheet_of  # noqa: PLC0415

    sheet = sheet_of(chosen, audience, whole=what == "json")
    if what == "xlsx":
        from duban_cli.exchange.excel import as_xlsx  # noqa: PLC0415

        return as_xlsx(sheet, office=office, made=made), len(sheet.rows)
    from duban_cli.exchange.files import as_csv, as_json  # noqa: PLC0415

    content = as_csv(sheet) if what == "csv" else as_json(sheet, heading(at), audience)
    return content, len(sheet.rows)


def _print(content: bytes) -> None:
    """Bytes to stdout as they are: a calendar ends its lines with CRLF, csv begins with its mark."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(content.decode())
        return
    sys.stdout.flush()
    with contextlib.suppress(BrokenPipeError):
        stream.write(content)
        stream.flush()


def _refuse_place(path: Path) -> None:
    """Raises WrongUse for a directory, a place in none, and what belongs to a ledger."""
    if path.is_dir():
        raise WrongUse(f"{path} 是目录", "写明文件名，如 台账.xlsx")
    real = path.resolve()
    if not real.parent.is_dir():
        raise WrongUse(f"没有目录 {path.parent}", "核对路径，或先建这个目录")
    if is_ledgers_own(path):
        raise WrongUse(f"{path} 是台账自己的文件或目录，不能导出到这里", "换一个文件名，存到台账目录以外")


def _put(path: Path, content: bytes) -> None:
    """The whole file or none. Raises DiskProblem."""
    with disk_problems(path):
        write_synced(path, content)
