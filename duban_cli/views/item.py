"""``show``: one item, whole, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.text import cell_width, pad
from duban_cli.views.explain import beside
from duban_cli.views.words import (
    duty_result,
    entry_marks,
    entry_texts,
    entry_title,
    header_lines,
    next_words,
    on_day,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duban_cli.ledger.records import Entry
    from duban_cli.ledger.register import Paper
    from duban_cli.rules.standing import Standing


def item_text(standing: Standing, papers: Sequence[Paper]) -> str:
    """Where it stands, what it is, what happened, what is owed, which papers went out."""
    return "\n".join(line.rstrip() for line in _lines(standing, papers))


def _lines(s: Standing, papers: Sequence[Paper]) -> Iterator[str]:
    yield beside(f"{s.item.id}  {' '.join(s.item.title.split())}", on_day(s.now.day))
    yield _where_it_stands(s)
    yield ""
    yield from _block(list(header_lines(s.item)))
    yield ""
    yield "办理"
    yield from _course(s.course.entries)
    later = len(s.item.entries) - len(s.course.entries)
    if later > 0:
        yield f"  （另有{later}条：在 {s.now.text} 之后，或已更正作废）"
    if s.duties:
        yield ""
        yield "期限"
        for duty in s.duties:
            changed = f"（原为 {duty.first_due.text}）" if duty.due != duty.first_due else ""
            life = f"第{duty.life}轮 " if s.course.earlier else ""
            who = f"（{duty.who}）" if duty.supporting else ""
            yield beside(f"  {life}{duty.name}{who}  {duty.due.text} 前{changed}", duty_result(duty))
    if papers:
        yield ""
        yield "文书"
        for paper in papers:
            void = "（作废）" if paper.state == "作废" else ""
            yield beside(f"  {paper.day}  {paper.kind}  {paper.doc_no}{void}", paper.file_path)


def _where_it_stands(s: Standing) -> str:
    words = [str(s.state)]
    if s.light is not None:
        words.append(f"{s.light.name}灯")
    if s.live is not None:
        words.append(f"{s.live.name}应于 {s.live.due.text} 前")
        words.append(duty_result(s.live))
    if s.provisional:
        words.append("暂定" if s.live is None or s.live.due_provisional or not s.overdue else "逾期天数暂定")
    step = next_words(s)
    if step:
        words.append(f"下一步 {step}")
    return " · ".join(words)


def _course(entries: Sequence[Entry]) -> Iterator[str]:
    if not entries:
        yield "  （还没有记录）"
        return
    width = min(max(cell_width(entry_title(e)) for e in entries), 20)
    for entry in entries:
        yield f"  {entry.day}  {pad(entry_title(entry), width)}  {entry_marks(entry)}"
        for text in entry_texts(entry):
            for line in text.splitlines():
                yield f"              {line}"


def _block(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Label and text, further lines of the text under its first."""
    width = max((cell_width(label) for label, _ in rows), default=0) + 2
    for label, text in rows:
        first, *more = text.splitlines() or [""]
        yield pad(label, width) + first
        for line in more:
            yield " " * width + line
