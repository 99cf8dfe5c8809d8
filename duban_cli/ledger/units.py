"""units.yaml: the units, their short names and aliases, their groups, and how their names changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ruamel.yaml.nodes import MappingNode, Node

from duban_cli.ledger.fieldtypes import Date, Field, Many, Record, Schema, Text
from duban_cli.ledger.item_format import PERSON
from duban_cli.ledger.nodes import Source, compose, plain_key
from duban_cli.ledger.records import Person
from duban_cli.text import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """更名: until that day the unit bore the former name."""

    day: date
    former: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit: 全称 first, then every other name it goes by."""

    name: str
    short: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    head: str | None = None
    contact: Person | None = None
    renames: tuple[Rename, ...] = ()
    merged_into: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the unit is known by, the full one first."""
        short = (self.short,) if self.short else ()
        return (self.name, *short, *self.aliases, *(r.former for r in self.renames))


class Units:
    """The list of units, found by any of their names."""

    def __init__(
        self, units: tuple[Unit, ...] = (), groups: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.units = units
        self.groups: Mapping[str, tuple[str, ...]] = groups or {}
        self._index = {name: u for u in reversed(units) for name in u.names}
        self._order = {u.name: n for n, u in enumerate(units)}

    def find(self, name: str) -> Unit | None:
        """The unit that goes by this name."""
        return self._index.get(name)

    def canonical(self, name: str) -> str:
        """The full present name, following mergers to the successor; the name itself when it is unknown."""
        seen: set[str] = set()
        unit = self.find(name)
        while unit is not None and unit.merged_into and unit.name not in seen:
            seen.add(unit.name)
            unit = self.find(unit.merged_into)
        return unit.name if unit else name

    def full_name(self, name: str) -> str:
        """The full name of the unit that goes by this one, of its own day; the name itself when it is unknown."""
        unit = self.find(name)
        return unit.name if unit else name

    def nearest(self, name: str) -> str | None:
        """The known unit most like ``name``."""
        found = nearest(name, self._index)
        return self._index[found].name if found else None

    def order(self, name: str) -> tuple[int, str]:
        """Sort key: the order of units.yaml, unknown names last."""
        return self._order.get(name, len(self._order)), name


_RENAME = Record("更名", Rename, (
    Field("日期", "day", Date(), "更名之日", required=True, example="2024-01-01"),
    Field("原名", "former", Text(), "此前的名称", required=True),
))  # fmt: skip
UNIT = Record("单位", Unit, (
    Field("名称", "name", Text(limit=80), "全称", required=True, example="岳阳楼区人民政府"),
    Field("简称", "short", Text(limit=40), "简称", example="岳阳楼区"),
    Field("别名", "aliases", Many(Text(limit=80)), "其他叫法", example="楼区"),
    Field("类别", "kind", Text(), "县市区、市直部门、园区 …"),
    Field("主要负责人", "head", Text(), "主要负责人姓名"),
    Field("联络员", "contact", PERSON, "督查联络员"),
    Field("更名", "renames", Many(_RENAME), "更名沿革"),
    Field("并入", "merged_into", Text(limit=80), "并入的单位，统计随之"),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Groups:
    name: str = "单位组"

    def read(self, node: Node, source: Source) -> dict[str, tuple[str, ...]] | None:
        if not isinstance(node, MappingNode):
            source.problem(node, "type", "“组”应当写作 组名: [单位, …]")
            return None
        groups = {plain_key(k): Many(Text()).read(v, source) for k, v in node.value}
        return None if any(g is None for g in groups.values()) else {k: g or () for k, g in groups.items()}

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": Many(Text()).schema()}


UNITS = Record("单位名录", Units, (
    Field("单位", "units", Many(UNIT), "单位名录"),
    Field("组", "groups", _Groups(), "单位组，如 各县市区政府"),
))  # fmt: skip


def read_units(data: bytes, source: Source) -> Units | None:
    """The units in ``data``; a name that two units share, or a group or merger naming nobody, is a problem."""
    root = compose(data, source)
    units = None if root is None else UNITS.read(root, source)
    if not isinstance(units, Units) or root is None:
        return None
    owner: dict[str, str] = {}
    for unit in units.units:
        for name in unit.names:
            if owner.setdefault(name, unit.name) != unit.name:
                source.problem(
                    root, "unit-twice", f"“{name}”同时是{owner[name]}和{unit.name}的名称", "删去其中一处"
                )
        if unit.merged_into and units.find(unit.merged_into) is None:
            source.problem(
                root, "unit-unknown", f"{unit.name}并入的“{unit.merged_into}”不在名录里", "先加上该单位"
            )
    for group, members in units.groups.items():
        for member in members:
            if units.find(member) is None:
                near = units.nearest(member)
                source.problem(
                    root,
                    "unit-unknown",
                    f"单位组“{group}”里的“{member}”不在名录里",
                    f"是否指“{near}”" if near else None,
                )
    return units
