"""三单 and 公示清单: which items belong on them, and what is recorded once they are out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from duban_cli.documents import fill_ledgers
from duban_cli.documents.context_ledgers import OpenRow
from duban_cli.documents.fields import Fields
from duban_cli.documents.fill_common import cite
from duban_cli.documents.fill_ledgers import PROBLEMS
from duban_cli.errors import NotFound, RuleRefused
from duban_cli.ledger.records import Item
from duban_cli.plans.decompose import PROBLEM
from duban_cli.plans.sheet import Inputs
from duban_cli.reports.groups import id_order
from duban_cli.rules.obligations import Rulebook
from duban_cli.rules.openness import PUBLIC
from duban_cli.rules.standing import Standing
from duban_cli.rules.states import ENDED

_PUBLISHED = "公示"


def belongs(kind: str, standing: Standing, book: Rulebook) -> bool:
    """True for an item that stands on the list where none is named."""
    if kind == PROBLEMS:
        return is_problem(standing, book)
    return standing.item.openness == PUBLIC and standing.assigned is not None and standing.state not in ENDED


def is_problem(standing: Standing, book: Rulebook) -> bool:
    """A problem an inspection found: of 整改问题 where the regime has that, else any item under another."""
    item = standing.item
    if standing.course.initiated_on is None or standing.state == "已撤销":
        return False
    own = book.regime.category(PROBLEM)
    if own is None:
        return item.parent is not None
    category = book.regime.category(item.category)
    return category is not None and category.name == own.name


def named(inputs: Inputs, kind: str, ids: Sequence[str], all_of: Sequence[Standing]) -> tuple[Standing, ...]:
    """The items asked for by number: for 三单 an inspection stands for its problems.

    Raises NotFound where an item is neither problem nor has any, RuleRefused for one not to be made public.
    """
    by_id = {s.item.id: s for s in all_of}
    out: dict[str, Standing] = {}
    for item_id in ids:
        standing = by_id[inputs.ledger.item(item_id).id]
        if kind != PROBLEMS:
            _refuse_closed(standing)
            out[item_id] = standing
            continue
        found = [
            s for s in all_of
            if s.item.parent == item_id and s.state != "已撤销" and s.course.initiated_on is not None
        ]  # fmt: skip
        if not found and not is_problem(standing, inputs.book):
            raise NotFound(
                f"{item_id} 名下没有问题", f"先用 duban split {item_id} 问题清单.csv 立项，或核对编号"
            )
        out |= {s.item.id: s for s in found or [standing]}
    return tuple(sorted(out.values(), key=lambda s: id_order(s.item.id)))


def _refuse_closed(standing: Standing) -> None:
    item = standing.item
    if item.openness != PUBLIC:
        raise RuleRefused(
            f"{item.id} 的公开属性是“{item.openness}”，不能公示",
            f"只公示主动公开的；改为公开的，先 duban change {item.id} --field 公开属性 --new 主动公开",
        )
    if standing.assigned is None:
        raise RuleRefused(f"{item.id} 还没有交办，不能公示", "交办以后再公示，或去掉这个编号")


def open_rows(standings: Iterable[Standing], book: Rulebook) -> tuple[OpenRow, ...]:
    """The rows of 公示清单."""
    return tuple(fill_ledgers.open_row(s, book) for s in standings)


def refuse_lacking(rows: Sequence[OpenRow]) -> None:
    """Raises RuleRefused naming every field that must be made public and is not there."""
    told = [f"{row.number} 缺{'、'.join(lacks)}" for row in rows if (lacks := fill_ledgers.lacking(row))]
    if told:
        raise RuleRefused(
            f"公示清单还不全：{'；'.join(told)}",
            "用 duban change 编号 --field 责任人 --new 姓名/职务 --approved-by 批准人 补上；不能公示的改公开属性",
        )


def context_of(
    inputs: Inputs, kind: str, standings: Sequence[Standing], *, day: date, doc_no: str | None
) -> Fields:
    """What the paper says."""
    settings, book = inputs.ledger.settings, inputs.book
    if kind != PROBLEMS:
        clause = book.regime.act_clause(_PUBLISHED, day)
        return fill_ledgers.open_list(
            settings, open_rows(standings, book), day=day, grounds=(cite(clause),) if clause else (), doc_no=doc_no
        )  # fmt: skip
    groups: dict[str | None, list[Standing]] = {}
    for standing in standings:
        groups.setdefault(standing.item.parent, []).append(standing)
    return fill_ledgers.problems(
        settings,
        [(_parent(inputs, key), [fill_ledgers.problem(s, book) for s in found]) for key, found in groups.items()],
        day=day, grounds=fill_ledgers.watch_clauses(standings), doc_no=doc_no,
    )  # fmt: skip


def _parent(inputs: Inputs, item_id: str | None) -> Item | None:
    return inputs.ledger.items.get(item_id) if item_id else None
