"""制度 for the eye and for programs: a regime whole, and two regimes rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from duban_cli.text import cell_width, pad
from duban_cli.views.regime_rules import Line, lines

if TYPE_CHECKING:
    from duban_cli.rules.regime import Regime

Kind = Literal["added", "changed", "removed"]
_HEADINGS: dict[Kind, str] = {
    "added": "新增：程序所带的有，台账的没有",
    "changed": "改动：两边不同",
    "removed": "减少：台账的有，程序所带的没有",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that the pinned and the packaged regime do not share; one side is None where it has none."""

    pinned: Line | None
    packaged: Line | None

    @property
    def kind(self) -> Kind:
        """``added`` is what the packaged one has and the pinned one has not."""
        if self.pinned is None:
            return "added"
        return "removed" if self.packaged is None else "changed"

    @property
    def line(self) -> Line:
        """Either side, for what both have in common."""
        found = self.packaged or self.pinned
        assert found is not None  # noqa: S101 - one side is always there
        return found


def differences(pinned: Regime, packaged: Regime) -> tuple[Difference, ...]:
    """What the packaged regime has otherwise than the pinned one, in the order of their files."""
    ours, theirs = tuple(lines(pinned)), tuple(lines(packaged))
    found: list[Difference] = []
    for key in dict.fromkeys(line.key for line in (*theirs, *ours)):
        old = [line for line in ours if line.key == key]
        new = [line for line in theirs if line.key == key]
        # Of several rules on one thing those alike on both sides drop out; what is left is told in pairs.
        alike = [_said(line) for line in old]
        left = []
        for line in new:
            if _said(line) in alike:
                alike.remove(_said(line))
                old.remove(next(o for o in old if _said(o) == _said(line)))
            else:
                left.append(line)
        pairs = max(len(old), len(left))
        found += [
            Difference(*pair)
            for pair in zip(
                [*old, *[None] * (pairs - len(old))], [*left, *[None] * (pairs - len(left))], strict=True
            )
        ]
    return tuple(found)


def _said(line: Line) -> tuple[str, str]:
    return line.text, line.basis


# As text ------------------------------------------------------------------------------------------------


def regime_text(regime: Regime, source: str) -> str:
    """The whole regime, section by section; a name stands once for all that is ruled of it."""
    out = [f"{regime.name}（{source}）"]
    for section, found in groupby(lines(regime), key=lambda line: line.section):
        out += ["", section]
        out += _aligned(_rows(tuple(found)))
    return "\n".join(out) + "\n"


def _rows(found: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    before = ""
    for line in found:
        yield ("" if line.name == before else line.name, line.aspect, line.text, line.basis)
        before = line.name


def _aligned(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    given = list(rows)
    widths = [max(cell_width(row[n]) for row in given) for n in range(len(given[0]))]
    for row in given:
        yield ("  " + "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True))).rstrip()


def differences_text(found: Sequence[Difference]) -> str:
    """What is new, what is otherwise, what is gone, each with its clause."""
    out: list[str] = []
    for kind, heading in _HEADINGS.items():
        some = [d for d in found if d.kind == kind]
        if some:
            out += [heading, *(text for d in some for text in _told(d)), ""]
    return "\n".join(out)


def _told(difference: Difference) -> Iterator[str]:
    line = difference.line
    about = f"  {line.section} {line.name} {line.aspect}"
    if difference.kind == "changed":
        yield about
        yield f"    台账：{_words(difference.pinned)}"
        yield f"    程序：{_words(difference.packaged)}"
    else:
        yield f"{about}：{_words(line)}"


def _words(line: Line | None) -> str:
    if line is None:
        return ""
    return f"{line.text}（{line.basis}）" if line.basis else line.text


# As JSON ------------------------------------------------------------------------------------------------


def regime_json(regime: Regime, source: str) -> dict[str, Any]:
    """The regime as plain data, its rules in the words of ``regime_text``."""
    return {
        "name": regime.name,
        "source": source,
        "documents": [
            {
                "code": d.code, "citation": d.citation, "doc_no": d.doc_no, "name": d.name,
                "effective": d.effective.isoformat(),
            }
            for d in regime.documents
        ],
        "rules": [_rule(line) for line in lines(regime) if line.section != "文件"],
    }  # fmt: skip


def differences_json(found: Sequence[Difference]) -> list[dict[str, Any]]:
    """The differences as plain data; ``pinned`` or ``packaged`` is null where that side has no such rule."""
    return [
        {
            "change": d.kind, "section": d.line.section, "name": d.line.name, "aspect": d.line.aspect,
            "pinned": _side(d.pinned), "packaged": _side(d.packaged),
        }
        for d in found
    ]  # fmt: skip


def _rule(line: Line) -> dict[str, Any]:
    return {"section": line.section, "name": line.name, "aspect": line.aspect} | _content(line)


def _side(line: Line | None) -> dict[str, Any] | None:
    return None if line is None else _content(line)


def _content(line: Line) -> dict[str, Any]:
    clause = line.clause
    document = clause.document if clause else None
    return {
        "text": line.text,
        "clause": line.basis or None,
        "effective": document.effective.isoformat() if document else None,
    }
