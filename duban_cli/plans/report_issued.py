"""A report or list that went out before: the same kind, about the same, not made void since."""

from __future__ import annotations

from collections.abc import Callable

from duban_cli.errors import RuleRefused
from duban_cli.ledger.register import Paper
from duban_cli.plans.report_events import LIST_EVENT
from duban_cli.plans.report_kinds import MONTHLY, RECTIFY
from duban_cli.plans.sheet import Inputs
from duban_cli.reports.void import events_that_count, is_void, void_numbers
from duban_cli.rules.standing import Standing


def issued_alike(
    inputs: Inputs, kind: str, standings: tuple[Standing, ...], month: str | None, title: Callable[[], str]
) -> list[str]:
    """What went out already and is the same, in words: ``2026-03 的清单已经发过：岳督单〔2026〕1号（2026-03-31）``.

    ``month``: of 月度督办清单 and 整改通报, which are of a month whatever items it had. ``title``: asked for only
    where a paper of the kind is on the register.
    """
    if kind == MONTHLY:
        return [
            f"{month} 的清单已经发过：{e.doc_no or '没有文号'}（{e.day}）"
            for e in events_that_count(inputs.ledger)
            if e.action == LIST_EVENT and e.start is not None and f"{e.start:%Y-%m}" == month
        ]
    void = void_numbers(inputs.ledger)
    items = tuple(s.item.id for s in standings)
    alike: list[Paper] = [
        p for p in inputs.ledger.papers
        if p.kind == kind and not is_void(p.doc_no, p.day, void) and (kind == RECTIFY or p.items == items)
    ]  # fmt: skip
    named = title() if alike else ""
    return [f"同样的{kind}已经发过：{p.doc_no}（{p.day}）" for p in alike if p.title == named]


def refuse_again(found: list[str]) -> None:
    """Raises RuleRefused naming what went out."""
    if found:
        raise RuleRefused("；".join(found), "不用再发；确要再发一份的，加 --again")
