"""What the site says of each matter: the columns of ``item_row.public_row``, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from duban_cli.errors import RuleRefused
from duban_cli.exchange.item_row import public_row
from duban_cli.ledger.records import Entry
from duban_cli.ledger.secrecy import HINT, secret_mark, told
from duban_cli.reports.groups import id_order
from duban_cli.reports.measures import LABELS
from duban_cli.reports.tally import part_of
from duban_cli.rules.closing import PUBLICATION
from duban_cli.rules.limits import LongTerm
from duban_cli.rules.openness import open_to_public
from duban_cli.rules.publicity import publicity
from duban_cli.rules.required import Lacking, lacking, lacking_for

if TYPE_CHECKING:
    from duban_cli.rules.obligations import Rulebook
    from duban_cli.rules.standing import Standing

Matter = Mapping[str, Any]
"""A matter as templates see it."""
SAID: Mapping[str, str] = MappingProxyType({
    "under_way": "承办单位正在办理",
    "awaiting_review": "承办单位已报办结，正在审核",
    "awaiting_close": "办结情况已审核通过，等待销号",
    "closed": "已办结并销号",
    "suspended": "暂停办理，恢复后继续计时",
    "withdrawn": "已撤销，不再督办",
})  # fmt: skip
"""What each kind of 纳入 means to a reader; its name on the page is that of the figures."""
NONE = "—"


def shown(standings: Iterable[Standing], book: Rulebook, office: str) -> tuple[Standing, ...]:
    """The matters the site shows, newest first: open to the public, and handed out."""
    found = [
        s for s in standings
        if s.assigned is not None and part_of(s) is not None and open_to_public(s, book, office)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda s: id_order(s.item.id), reverse=True))


def matter(standing: Standing, book: Rulebook) -> Matter:
    """One matter. Raises RuleRefused: what would be printed bears a mark of 国家秘密."""
    row = {key: " ".join(text.split()) for key, text in public_row(standing).items()}
    _refuse_secrets(row)
    part = part_of(standing) or ""
    support = [one for one in row["协办单位"].split("、") if one]
    return {
        "编号": row["编号"],
        "页": f"items/{row['编号']}.html",
        "事项": row["标题"],
        "类别": row["类别"],
        "承办单位": book.canonical(row["主办单位"]),
        "协办单位": [book.canonical(unit) for unit in support],
        "责任人": row["责任人"] or NONE,
        "承办人": row["承办人"] or NONE,
        "办结时限": row["办结时限"],
        "限期": _due(standing),
        "状态": LABELS[part],
        "状态码": part.replace("_", "-"),
        "状态说明": SAID[part],
        "销号日期": row["销号日期"],
        "公示": _publicity(standing),
    }


def _due(standing: Standing) -> str:
    """The day by which the work is to be done, as the list of 公示清单 has it."""
    finish = standing.finish
    if finish is None:
        return "长期，分阶段推进" if isinstance(standing.item.limit, LongTerm) else NONE
    return finish.due.text + ("（暂定）" if finish.due_provisional else "")


def _publicity(standing: Standing) -> Mapping[str, Any] | None:
    found = publicity(standing)
    if found is None:
        return None
    last = found.last.isoformat() if found.last else None
    return {
        "日期": found.day.isoformat(),
        "起": found.first.isoformat() if found.first else None,
        "止": last,
        "天数": found.days,
        "规定": found.limit,
        "首日计入": found.first == found.day,
        "期满": found.over,
        "第几天": found.day_number(standing.now.day),
        "依据": found.clause.text if found.clause else None,
    }


def _refuse_secrets(row: Mapping[str, str]) -> None:
    for key, text in row.items():
        mark = secret_mark(text)
        if mark:
            raise RuleRefused(f"{row['编号']} 的“{key}”{told(mark)}，没有公示", HINT)


def unnamed(standings: Sequence[Standing], book: Rulebook) -> Iterator[tuple[str, Lacking]]:
    """What the regime wants written by the 公示 of a matter, and is not; by id."""
    for standing in standings:
        act = Entry(day=standing.now.day, action=PUBLICATION)
        wanted = (*lacking(standing.course, book.regime), *lacking_for(standing.course, book.regime, act))
        for one in wanted:
            if one.rule.by == PUBLICATION:
                yield standing.item.id, one
