"""Units as tables name them: several in one cell, aliases, groups written out with 、 → units of the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duban_cli.ledger.units import Units
from duban_cli.text import halfwidth

_BETWEEN = "[、，,;；/／\n\t]"
_INSIDE = "[、，,()（）\\s]*"
_LABEL = re.compile(r"^(?:牵头|主办|责任|配合|协办|协同)(?:单位)?[:：]\s*")
_AND_OTHERS = re.compile(r"等(?:有关|相关)?(?:单位|部门)?$")
_UNNAMED = re.compile(
    r"^(?:各|全[市县区]|所有)|(?:有关|相关)(?:单位|部门|县|区|市)|各.*(?:单位|部门|专班|街道|乡镇)"
)
_COUNTIES = re.compile(rf"各(?:[县市区]|{_BETWEEN}|[()（）])+(?:人民)?(?:政府)?(?={_BETWEEN}|$)")
_MARK = "\x00"
UNNAMED = "没有写明是哪些单位"


@dataclass(frozen=True, slots=True)
class Named:
    """What one word of a cell stands for: a unit, or (``group``) the members of a group."""

    units: tuple[str, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The units of a cell in their order; ``problems`` say why a word is none, ``remarks`` what was passed over.

    ``unknown``: the words that read like a unit's name and are on no list.
    """

    named: tuple[Named, ...]
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit once."""
        return tuple(dict.fromkeys(unit for one in self.named for unit in one.units))


class UnitReader:
    """Reads cells of units against a ledger's list; ``own``: the office and its government, units as well."""

    def __init__(self, units: Units, own: Iterable[str] = ()) -> None:
        self.units = units
        self.own = frozenset(own)
        # The longest first: 各县市区政府 before 各县市区.
        names = sorted(units.groups, key=len, reverse=True)
        self._groups = [(re.compile(f"{_pattern(name)}(?={_BETWEEN}|等|$)"), name) for name in names]

    def read(self, text: str) -> Resolved:
        """The units a cell names."""
        named: list[Named] = []
        problems: list[str] = []
        remarks: list[str] = []
        unknown: list[str] = []
        for word in self._words(text):
            found, remark = self._find(word)
            if found is None:
                problems.append(self._unknown(word))
                if not _UNNAMED.search(word):
                    unknown.append(_AND_OTHERS.sub("", word))
                continue
            named.append(found)
            if remark:
                remarks.append(remark)
        return Resolved(tuple(named), tuple(problems), tuple(remarks), tuple(unknown))

    def _words(self, text: str) -> Iterator[str]:
        kept: list[str] = []

        def keep(word: str) -> str:
            kept.append(word)
            return f"{_MARK}{len(kept) - 1}{_MARK}"

        text = text.replace(_MARK, "")
        for pattern, name in self._groups:
            text = pattern.sub(lambda _found, name=name: keep(name), text)  # type: ignore[misc]
        text = _COUNTIES.sub(lambda found: keep(found[0]), text)
        for part in re.split(f"{_BETWEEN}+", text):
            word = re.sub(f"{_MARK}(\\d+){_MARK}", lambda found: kept[int(found[1])], part)
            word = _LABEL.sub("", word.strip()).strip("。.：: ")
            if word:
                yield from self._apart(word)

    def _apart(self, word: str) -> Iterator[str]:
        """Names set apart by spaces only, where they are no one name."""
        pieces = word.split()
        whole = "".join(pieces)
        if len(pieces) > 1 and self._find(whole)[0] is None and all(self._find(p)[0] for p in pieces):
            yield from pieces
        else:
            yield whole

    def _find(self, word: str) -> tuple[Named | None, str | None]:
        for name in dict.fromkeys((word, halfwidth(word))):
            if name in self.units.groups:
                members = tuple(self.units.canonical(m) for m in self.units.groups[name])
                return Named(members, name), None
            if self.units.find(name) is not None:
                return Named((self.units.canonical(name),)), None
            if name in self.own:
                return Named((name,)), None
        shorter = _AND_OTHERS.sub("", word)
        if shorter and shorter != word:
            found, _ = self._find(shorter)
            return found, f"“{word}”里的“等”没有写明还有谁，只记{shorter}"
        return None, None

    def _unknown(self, word: str) -> str:
        if _UNNAMED.search(word):
            return f"“{word}”{UNNAMED}；在 units.yaml 的“组”里加上它，或在表里逐个写出"
        near = self.units.nearest(word)
        return f"单位名录里没有“{word}”" + (f"，是否指“{near}”" if near else "；用 duban unit add 加上")


def _pattern(name: str) -> str:
    """A group's name as it may be written out: 各县、市、区人民政府 for 各县市区政府."""
    letters = [c for c in name.replace("人民政府", "政府") if not re.match(_INSIDE.removesuffix("*"), c)]
    return _INSIDE.join(map(re.escape, letters)).replace(f"政{_INSIDE}府", "(?:人民)?政府")
