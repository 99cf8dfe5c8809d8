"""Looking at the ledger: list, show, explain. Nothing here writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import out, prose, table, talk
from duban_cli.errors import NotFound, WrongUse
from duban_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duban_cli.ledger.records import Unreadable
    from duban_cli.rules.standing import Standing
    from duban_cli.views.table import Order

Overdue = Annotated[bool, typer.Option("--overdue", help="只列逾期的")]


def list_items(
    ctx: typer.Context,
    unit: opt.Units = None,
    category: opt.Categories = None,
    state: opt.States = None,
    light: opt.Lights = None,
    year: opt.Years = None,
    leader: opt.Leaders = None,
    source: opt.Sources = None,
    overdue: Overdue = False,
    order: opt.ListOrder = None,
    form: opt.ListFormat = "table",
) -> int:
    """事项清单：每件的状态、灯、期限、逾期天数和下一步。

    清单包括已销号、已归档的事项；文件读不出来的也列出（状态“无法读取”），此时退出码为 1。
    几个条件同时写，须都符合；同一条件写几次，符合一个即可。

    例：
      duban list --overdue
      duban list --unit 岳阳楼区 --state 办理中 --state 退回重办
      duban list --sort 编号
      duban list --year 2026 --light 红 --format csv > 红灯.csv
    """
    from duban_cli.views.grid import csv_text  # noqa: PLC0415
    from duban_cli.views.table import UNREADABLE, list_csv, list_table, summary  # noqa: PLC0415

    if order and form == "json":
        raise WrongUse("--sort 不能与 --format json 同用", "JSON 总按编号排")
    at = desk(ctx)
    tests = tests_of(at, unit, category, light, leader, source)
    chosen = [
        s for s in at.standings()
        if (not state or s.state in state)
        and (not overdue or s.overdue)
        and (not year or int(s.item.id[:4]) in year)
        and all(test(s) for test in tests)
    ]  # fmt: skip
    # What cannot be read cannot be judged either: only its year and that it is unreadable are known.
    broken = [
        u for u in at.ledger.unreadable
        if (not year or int(u.id[:4]) in year) and (not state or UNREADABLE in state)
    ]  # fmt: skip
    if form == "json":
        _list_json(at, chosen, broken)
    elif form == "csv":
        out(csv_text(list_csv(chosen, broken, cast("Order", order or "编号"))))
    else:
        table(list_table(chosen, broken, cast("Order", order or "应办")))
        talk(summary(chosen, len(broken)))
    if broken and form != "json":
        talk(f"有{len(broken)}件的文件读不出来，用 duban check 看错在哪里")
    return 1 if broken else 0


def show(ctx: typer.Context, item: opt.ItemId, form: opt.Format = "text") -> int:
    """一件事项的全部内容：基本情况、办理经过、各项期限、已发文书。

    例：
      duban show 2026-0017
      duban show 2026-0017 --today 2026-06-30
    """
    from duban_cli.views.item import item_text  # noqa: PLC0415

    at = desk(ctx)
    standing = at.standing(item)
    papers = sorted(
        (p for p in at.ledger.papers if standing.item.id in p.items and p.day <= at.now.day),
        key=lambda p: (p.day, p.kind, p.number),
    )
    if form == "text":
        prose(item_text(standing, papers))
        return 0
    from duban_cli.ledger.reader import read_facts  # noqa: PLC0415
    from duban_cli.views import as_json  # noqa: PLC0415

    facts = read_facts((at.root / standing.item.path).read_bytes()) or {}
    out(as_json.dump(heading(at) | as_json.shown(standing, facts, papers)))
    return 0


def explain(ctx: typer.Context, item: opt.ItemId, form: opt.Format = "text") -> int:
    """每个期限是怎么来的：从哪天起算、依据哪一条、哪些日子不计；催办到了哪一级；适用哪些文件。

    例：
      duban explain 2026-0018
      duban explain 2026-0018 --today 2026-04-10 --format json
    """
    at = desk(ctx)
    standing = at.standing(item)
    if form == "text":
        from duban_cli.views.explain import explain_text  # noqa: PLC0415

        prose(explain_text(standing, at.book))
        return 0
    from duban_cli.views import as_json  # noqa: PLC0415

    out(as_json.dump(heading(at) | as_json.explained(standing, at.book)))
    return 0


def heading(at: Desk) -> dict[str, object]:
    """The head of a JSON document about a ledger."""
    from duban_cli.views import as_json  # noqa: PLC0415

    commit, dirty = at.recorded()
    return as_json.head(ledger=at.office, today=at.now.day, commit=commit, dirty=dirty)


def _list_json(at: Desk, chosen: Sequence[Standing], broken: Sequence[Unreadable]) -> None:
    from duban_cli.views import as_json  # noqa: PLC0415

    rows = [*map(as_json.item_row, chosen), *map(as_json.unreadable_row, broken)]
    rows.sort(key=lambda row: str(row["id"]))
    out(as_json.dump(heading(at) | {"items": rows}))


def tests_of(
    at: Desk,
    units: list[str] | None,
    categories: list[str] | None,
    lights: list[str] | None,
    leaders: list[str] | None,
    sources: list[str] | None,
) -> list[Callable[[Standing], bool]]:
    """What an item must meet. Raises NotFound for a unit, category or light that is none."""
    tests: list[Callable[[Standing], bool]] = []
    if units:
        groups = at.ledger.units.groups
        wanted = {at.ledger.unit(name) for given in units for name in groups.get(given, (given,))}
        tests.append(lambda s: at.ledger.units.canonical(s.item.lead) in wanted)
    if categories:
        kinds = {at.ledger.category(name).name for name in categories}
        tests.append(
            lambda s: (c := at.ledger.regime.category(s.item.category)) is not None and c.name in kinds
        )
    if lights:
        shown = {_light(at, name) for name in lights}
        tests.append(lambda s: s.light is not None and s.light.name in shown)
    if leaders:
        tests.append(lambda s: s.item.leader in leaders)
    if sources:
        tests.append(lambda s: any(_comes_from(s, source) for source in sources))
    return tests


def _light(at: Desk, written: str) -> str:
    name = written.removesuffix("灯")
    known = [light.name for light in at.ledger.regime.lights]
    if name in known:
        return name
    near = nearest(name, known)
    raise NotFound(f"制度里没有“{written}”这种灯", f"是否指 {near}" if near else f"可用：{'、'.join(known)}")


def _comes_from(s: Standing, source: str) -> bool:
    origin = s.item.origin
    return origin is not None and (source == origin.kind or source in (origin.name or ""))
