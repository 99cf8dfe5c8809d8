"""Looking at the ledger: list, show, explain. Nothing here writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import harmless, out, prose, table, talk
from duban_cli.errors import NotFound, WrongUse
from duban_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from duban_cli.views.listing import Row
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
    if order and form == "json":
        raise WrongUse("--sort 不能与 --format json 同用", "JSON 总按编号排")
    at = desk(ctx)
    tests = tests_of(at, unit, category, light, leader, source, state, year, overdue=overdue)
    office = at.sound_office
    years = ([row for row in rows if all(test(row) for test in tests)] for rows in at.rows())
    if form == "json":
        return _list_json(at, office, years)
    from duban_cli.views.table import list_csv, list_table, more_cells, summary  # noqa: PLC0415

    chosen = [row for rows in years for row in rows]
    broken = sum(not row.readable for row in chosen)
    if form == "csv":
        from duban_cli.views.grid import csv_text  # noqa: PLC0415

        more = {row.id: more_cells(at.standing(row.id).item) for row in chosen if row.readable}
        out(csv_text(list_csv(chosen, more, cast("Order", order or "编号"))))
    else:
        table(list_table(chosen, cast("Order", order or "应办")))
        talk(summary(chosen))
    if broken:
        talk(f"有{broken}件的文件读不出来，用 duban check 看错在哪里")
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


def heading(at: Desk, office: str | None = None) -> dict[str, object]:
    """The head of a JSON document about a ledger; ``office`` where it is known already."""
    from duban_cli.views.json_text import head  # noqa: PLC0415

    commit, dirty = at.recorded()
    return head(ledger=office or at.office, today=at.now.day, commit=commit, dirty=dirty)


def _list_json(at: Desk, office: str, years: Iterable[list[Row]]) -> int:
    """Year by year, so that a ledger of any size takes little memory."""
    from duban_cli.views.json_text import pieces  # noqa: PLC0415

    broken = False

    def lines() -> Iterator[list[bytes]]:
        nonlocal broken
        for rows in years:
            broken = broken or not all(row.readable for row in rows)
            yield [row.text for row in rows]

    harmless(pieces(heading(at, office), "items", lines()))
    return 1 if broken else 0


def tests_of(
    at: Desk,
    units: list[str] | None,
    categories: list[str] | None,
    lights: list[str] | None,
    leaders: list[str] | None,
    sources: list[str] | None,
    states: list[str] | None,
    years: list[int] | None,
    *,
    overdue: bool,
) -> list[Callable[[Row], bool]]:
    """What an item's row must meet. Raises NotFound for a unit, category or light that is none.

    Of what cannot be read only its year is known, and that it is unreadable: no other test leaves it out.
    """
    tests: list[Callable[[Row], bool]] = []
    if units:
        groups = at.ledger.units.groups
        wanted = {at.ledger.unit(name) for given in units for name in groups.get(given, (given,))}
        tests.append(lambda row: row.unit in wanted)
    if categories:
        kinds = {at.ledger.category(name).name for name in categories}
        tests.append(lambda row: row.category in kinds)
    if lights:
        shown = {_light(at, name) for name in lights}
        tests.append(lambda row: row.light in shown)
    if leaders:
        tests.append(lambda row: row.leader in leaders)
    if sources:
        tests.append(
            lambda row: any(
                row.origin is not None and (s == row.origin or s in row.origin_name) for s in sources
            )
        )
    if overdue:
        tests.append(lambda row: row.overdue)
    known = [*tests]
    tests = [lambda row: not row.readable or all(test(row) for test in known)] if known else []
    if states:
        tests.append(lambda row: row.state in states)
    if years:
        tests.append(lambda row: int(row.id[:4]) in years)
    return tests


def _light(at: Desk, written: str) -> str:
    name = written.removesuffix("灯")
    known = [light.name for light in at.ledger.regime.lights]
    if name in known:
        return name
    near = nearest(name, known)
    raise NotFound(f"制度里没有“{written}”这种灯", f"是否指 {near}" if near else f"可用：{'、'.join(known)}")
