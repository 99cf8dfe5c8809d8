"""督查报告, 专题报告, 督查专报: what a leader is told, with the figures of a period where they are given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duban_cli.documents import context
from duban_cli.documents.context_reports import Point, Report
from duban_cli.documents.fields import Blank
from duban_cli.documents.fill_bulletin import figures_of, rows_of
from duban_cli.ledger.settings import Settings
from duban_cli.reports.figures import Figures

BRIEF = "督查专报"
"""The 简报 duban ships; an office's own are laid out as this one."""
REPORTS = ("督查报告", "专题报告", BRIEF)


def report(
    settings: Settings, *, subject: str, facts: str | None, day: date, addressees: Sequence[str] = (),
    doc_no: str | None = None, issue: int | None = None, approved_by: str | None = None, basis: str | None = None,
    figures: Figures | None = None, problems: Sequence[Point] = (), causes: Sequence[Point] = (),
    proposals: Sequence[Point] = (), copies: Sequence[str] = (), masthead: str = BRIEF,
) -> Report:  # fmt: skip
    """One of ``REPORTS``, to the government unless told otherwise; without ``approved_by`` a draft marked 送审稿.

    督查报告 and 专题报告 bear ``doc_no``, 督查专报 and an office's own 简报 bear ``issue`` and ``masthead``.
    """
    return Report(
        office=settings.office,
        government=settings.government,
        doc_no=doc_no or Blank("文号"),
        issue=issue if issue is not None else Blank("期号"),
        masthead=masthead,
        date=day,
        subject=subject,
        addressees=tuple(addressees) or (settings.government,),
        signer=approved_by or Blank("签发人"),
        basis=basis.rstrip("。；，") if basis else None,
        facts=facts or Blank("情况"),
        start=figures.start if figures else None,
        end=figures.end if figures else None,
        total=context.Figures(**figures_of(figures.totals)) if figures else None,
        grouping=figures.by if figures else "单位",
        rows=tuple(rows_of(figures.rows)) if figures else (),
        problems=tuple(problems),
        causes=tuple(causes),
        proposals=tuple(proposals),
        contact=settings.contact.person or Blank("联系人"),
        phone=settings.contact.phone or Blank("联系电话"),
        copies=tuple(copies),
        draft=approved_by is None,
    )
