"""公示: publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import desk
from duban_cli.cli.places import ledger_around
from duban_cli.cli.progress import watched
from duban_cli.cli.terminal import out, talk
from duban_cli.cli.views import heading
from duban_cli.cli.writing import shown_path
from duban_cli.errors import DataProblem, WrongUse
from duban_cli.rules.moments import Now
from duban_cli.rules.standing import stand
from duban_cli.shipped import templates_dir
from duban_cli.views.as_json import dump

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duban_cli.exchange.site.directory import FileChange
    from duban_cli.rules.obligations import Rulebook
    from duban_cli.rules.standing import Standing

_MOST_TOLD = 10
Target = Annotated[
    Path,
    typer.Argument(metavar="目录", help="网站放在哪个目录，在台账目录以外", show_default=False, parser=Path),
]


def publish(ctx: typer.Context, target: Target, draft: opt.Draft = False, form: opt.Format = "text") -> int:
    """公示：把主动公开的事项做成一个网站：清单（可查找、筛选）、每件一页、统计。

    一个目录，不用服务器，双击 index.html 就能看，放到任何网站上也行；不向外发任何请求。
    只有主动公开、已经交办的事项，只有编号、标题、类别、单位、责任人、承办人、时限、状态、公示期；
    电话、批示、反馈内容、灯、逾期、备注一概没有。督查室直接办理的事项，制度规定不公开的也没有。
    同一目录再做一次就更新：不再公开的，页面随之删去。里面有不是 duban 写的文件，就不动它。
    网页的措辞、样式可以改：把程序自带的 templates/公示网页/ 抄到台账的 templates/ 下。

    例：
      duban publish ../公示网站
      duban publish ../公示网站 --draft
    """
    # Jinja is for this command alone.
    from duban_cli.exchange.site.directory import compare, put, recover  # noqa: PLC0415
    from duban_cli.exchange.site.matters import shown  # noqa: PLC0415
    from duban_cli.exchange.site.pages import site  # noqa: PLC0415

    at = desk(ctx)
    path = target.expanduser().resolve()
    _refuse_place(target, path)
    if at.ledger.unreadable:
        broken = "、".join(u.id for u in at.ledger.unreadable)
        raise DataProblem(
            f"有{len(at.ledger.unreadable)}件的文件读不出来：{broken}，没有公示",
            "不知道它该不该公开；用 duban check 看错在哪里，改好再公示",
        )
    day = at.now.day
    standings = [stand(item, at.book, Now(day)) for item in at.ledger.items.values()]
    matters = shown(standings, at.book, at.ledger.settings.office)
    files = site(at.ledger, at.book, matters, day, (at.root / "templates", templates_dir()), watch=watched)
    if not draft:
        recover(path)
    changes = compare(path, files)
    written = not draft and any(c.state != "不变" for c in changes)
    if written:
        put(path, files)
    if form == "json":
        told = {
            "path": str(target), "draft": draft, "written": written, "count": len(matters),
            "items": [s.item.id for s in matters],
            "files": [{"path": c.path, "state": c.state, "sha256": c.sha256} for c in changes],
        }  # fmt: skip
        out(dump(heading(at) | told))
        return 0
    _tell_unnamed(matters, at.book)
    talk(_summary(changes, len(matters), draft=draft))
    if draft:
        for change in changes:
            if change.state != "不变":
                out(f"{change.state}  {change.path}")
    else:
        out(shown_path(path / "index.html"))
    return 0


def _refuse_place(target: Path, path: Path) -> None:
    """Raises WrongUse: in a ledger, or in no directory. Whoever uploads the site takes the directory as a whole."""
    ledger = ledger_around(path)
    if ledger is not None:
        raise WrongUse(
            f"{target} 在台账目录 {ledger} 里面",
            "换到台账以外，如 ../公示网站：连台账一起传上网，不公开的就出去了",
        )
    if not path.parent.is_dir():
        raise WrongUse(f"没有目录 {path.parent}", "核对路径，或先建这个目录")


def _tell_unnamed(matters: Sequence[Standing], book: Rulebook) -> None:
    from duban_cli.exchange.site.matters import unnamed  # noqa: PLC0415

    lacks = [
        f"{item_id} 没有写{one.what}（{one.rule.clause.text}）" for item_id, one in unnamed(matters, book)
    ]
    for line in lacks[:_MOST_TOLD]:
        talk(f"提醒：{line}，页上写“—”")
    if len(lacks) > _MOST_TOLD:
        talk(f"……另有{len(lacks) - _MOST_TOLD}件没有写全")


def _summary(changes: Sequence[FileChange], count: int, *, draft: bool) -> str:
    kinds = [
        f"{'将' if draft else ''}{state}{n}个文件"
        for state in ("新增", "改写", "删去")
        if (n := sum(c.state == state for c in changes))
    ]
    return f"公示{count}件：{'、'.join(kinds) or '与目录里的一样，没有变化'}"
