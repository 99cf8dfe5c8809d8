"""The values an option or argument may take, by what its help page calls them (编号, 单位, 类别 …).

Files are read as they stand, each by itself and only those needed; one that cannot be read offers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban_cli.cli.coercion import parser_of
from duban_cli.cli.context import Asked, Desk
from duban_cli.ledger.files import ITEM_NAME, SETTINGS_FILE, UNITS_FILE
from duban_cli.ledger.nodes import Source, compose, plain
from duban_cli.ledger.settings import read_settings
from duban_cli.ledger.units import Units, read_units
from duban_cli.ledger.vocabulary import (
    ACTIONS,
    CHANGEABLE,
    CORRECTABLE,
    STAGES,
    URGE_METHODS,
    VOID,
)

if TYPE_CHECKING:
    from duban_cli.ledger.settings import Settings

_TITLED = 300
"""So many items are listed with their titles; where more fit, the numbers alone, read off the file names."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value and what it means; ``kind`` ``file`` or ``directory``: the shell looks for them itself."""

    value: str
    help: str = ""
    kind: str = "plain"


FILE = Candidate("", kind="file")
DIRECTORY = Candidate("", kind="directory")


def candidates(param: Any, ctx: Any, incomplete: str) -> Iterator[Candidate]:
    """What may stand for ``param`` and begins with ``incomplete``."""
    for one in _all(param, ctx, incomplete):
        if one.kind != "plain" or one.value.startswith(incomplete):
            yield one


def _all(param: Any, ctx: Any, incomplete: str) -> Iterable[Candidate]:
    words = getattr(parser_of(param), "words", None)
    if words is not None:
        return map(Candidate, words)
    known = _BY_OPTION.get((ctx.info_name, max(param.opts, key=len))) or _BY_METAVAR.get(param.metavar or "")
    return known(_Place(param, ctx, incomplete)) if known else ()


class _Place:
    """Where the cursor is: the ledger, the values already given, and the beginning of the word."""

    def __init__(self, param: Any, ctx: Any, incomplete: str) -> None:
        self.param = param
        self.ctx = ctx
        self.incomplete = incomplete

    @property
    def root(self) -> Path | None:
        asked = self.ctx.find_object(Asked) or Asked()
        return Desk(asked).root_or_none

    def read(self, name: str) -> bytes:
        """A file of the ledger; nothing where it is not to be had."""
        try:
            return (self.root / name).read_bytes() if self.root else b""
        except OSError:
            return b""

    def facts(self, name: str) -> dict[str, Any]:
        """What a file says, so far as it can be read at all."""
        data = self.read(name)
        node = compose(data, Source(name)) if data else None
        found = plain(node) if node is not None else None
        return found if isinstance(found, dict) else {}

    @property
    def units(self) -> Units:
        return read_units(self.read(UNITS_FILE), Source(UNITS_FILE)) or Units()

    @property
    def settings(self) -> Settings | None:
        return read_settings(self.read(SETTINGS_FILE), Source(SETTINGS_FILE))

    def given(self, name: str) -> Any:
        return self.ctx.params.get(name)


def _ids(place: _Place) -> Iterator[Candidate]:
    """The numbers of items, newest first."""
    taken = place.given(place.param.name)
    given = set(taken) if isinstance(taken, list | tuple) else set()
    root = place.root
    found = []
    for year in _names(root / "items" if root else None):
        for name in _names(root / "items" / year if root else None):
            item_id = name.removesuffix(".yaml")
            if ITEM_NAME.fullmatch(name) and item_id.startswith(place.incomplete) and item_id not in given:
                found.append((item_id, f"items/{year}/{name}"))
    titled = len(found) <= _TITLED
    for item_id, path in sorted(found, reverse=True):
        yield Candidate(item_id, str(place.facts(path).get("标题", "")) if titled else "")


def _names(directory: Path | None) -> list[str]:
    try:
        return [path.name for path in directory.iterdir()] if directory else []
    except OSError:
        return []


def _units(place: _Place) -> Iterator[Candidate]:
    """Each unit by its full name, or by the name that begins as the word does; groups where they may stand."""
    units = place.units
    for unit in units.units:
        if unit.merged_into:
            continue
        name = next((n for n in unit.names if n.startswith(place.incomplete)), unit.name)
        others = "、".join(n for n in unit.names if n != name)
        yield Candidate(name, others)
    if "单位组" in (place.param.help or ""):
        for group, members in units.groups.items():
            yield Candidate(group, "、".join(members))


def _categories(place: _Place) -> Iterator[Candidate]:
    found = place.facts("regime.yaml").get("类别")
    for name, rules in found.items() if isinstance(found, dict) else ():
        aliases = rules.get("别名") if isinstance(rules, dict) else None
        aliases = [aliases] if isinstance(aliases, str) else aliases or []
        yield Candidate(name, "、".join(aliases))
        yield from (Candidate(alias, name) for alias in aliases if place.incomplete)


def _lights(place: _Place) -> Iterator[Candidate]:
    found = place.facts("regime.yaml").get("灯")
    for name, rule in found.items() if isinstance(found, dict) else ():
        if name != "依据":
            yield Candidate(name, rule if isinstance(rule, str) else "、".join(map(str, rule)))


def _actions(place: _Place) -> Iterator[Candidate]:  # noqa: ARG001 - one signature for all
    from duban_cli.plans.acts import COMMANDED  # noqa: PLC0415 - loaded with the command that takes it

    return (Candidate(a.name, a.doc) for a in ACTIONS.values() if a.name not in COMMANDED)


def _entries(place: _Place) -> Iterator[Candidate]:
    """The entries of the item already named, latest first."""
    asked = place.ctx.find_object(Asked) or Asked()
    item_id = Desk(asked).item_id(str(place.given("item") or ""))
    found = place.facts(f"items/{item_id[:4]}/{item_id}.yaml").get("办理")
    for entry in reversed(found if isinstance(found, list) else []):
        if isinstance(entry, dict):
            yield Candidate(
                f"{entry.get('日期')}/{entry.get('动作')}", str(entry.get("内容") or entry.get("文号") or "")
            )


def _kinds(place: _Place) -> Iterator[Candidate]:
    """The kinds of paper this ledger numbers."""
    settings = place.settings
    return (Candidate(kind) for kind in (settings.number_forms if settings else ()))


def _reports(place: _Place) -> Iterator[Candidate]:
    from duban_cli.plans.report_kinds import KINDS  # noqa: PLC0415 - loaded with the command that takes it

    settings = place.settings
    return map(Candidate, dict.fromkeys((*KINDS, *(settings.briefs if settings else ()))))


def _drafts(place: _Place) -> Iterator[Candidate]:
    root = place.root
    names = sorted(_names(root / "drafts" if root else None))
    return (Candidate(n.removesuffix(".yaml")) for n in names if n.endswith(".yaml"))


def _rounds(place: _Place) -> Iterator[Candidate]:
    from duban_cli.ledger.office_file import EVENT_ACTIONS  # noqa: PLC0415

    found = place.facts("regime.yaml").get("办公室")
    for duty in found if isinstance(found, list) else ():
        if isinstance(duty, dict) and "事" in duty and "每" in duty:
            yield Candidate(str(duty["事"]), f"每{duty['每']}")
    yield from map(Candidate, EVENT_ACTIONS)


def _years(place: _Place) -> Iterator[Candidate]:
    root = place.root
    return (
        Candidate(name)
        for name in sorted(_names(root / "items" if root else None), reverse=True)
        if name.isdigit()
    )


def _regimes(place: _Place) -> Iterator[Candidate]:  # noqa: ARG001
    from duban_cli.shipped import regime_names  # noqa: PLC0415

    return map(Candidate, regime_names())


def _origins(place: _Place) -> Iterator[Candidate]:  # noqa: ARG001
    return (Candidate(f"{kind}/") for kind in _origin_words())


def _origin_words() -> tuple[str, ...]:
    from duban_cli.ledger.item_format import ORIGIN  # noqa: PLC0415

    words: tuple[str, ...] = ORIGIN.by_key["类型"].type.words  # type: ignore[attr-defined]
    return words


def _outputs(place: _Place) -> Iterator[Candidate]:  # noqa: ARG001
    from duban_cli.views.schemas import OUTPUTS  # noqa: PLC0415

    return map(Candidate, OUTPUTS)


def _files(place: _Place) -> Iterator[Candidate]:  # noqa: ARG001
    from duban_cli.views.schemas import FILES  # noqa: PLC0415

    return map(Candidate, FILES)


def _these(*words: str) -> Callable[[_Place], Iterable[Candidate]]:
    return lambda _: map(Candidate, words)


def _path(_: _Place) -> Iterable[Candidate]:
    return (FILE,)


def _directory(_: _Place) -> Iterable[Candidate]:
    return (DIRECTORY,)


def _id_or_file(place: _Place) -> Iterator[Candidate]:
    yield from _ids(place)
    yield FILE


_Offer = Callable[[_Place], Iterable[Candidate]]
_BY_METAVAR: dict[str, _Offer] = {
    "编号": _ids, "编号…": _ids, "[上级编号] 表格.csv": _id_or_file, "单位": _units, "类别": _categories, "灯": _lights,
    "动作": _actions, "日期/动作": _entries, "文书": _kinds, "种类": _reports, "送审稿": _drafts, "工作": _rounds, "年": _years,
    "制度": _regimes, "类型/名称": _origins, "来源": lambda _: map(Candidate, _origin_words()),
    "频次": _these("每周", "每半月", "每月", "每季", "每半年", "每年"), "公开属性": _these("主动公开", "依申请公开", "不予公开"),
    "义务": _these("办结", "反馈"), "期限": _these("永久", "30年", "10年"), "环节": _these(*STAGES["复核"]),
    "目录": _directory, "文件": _path, "路径…": _path, "台账.xlsx|csv": _path,
}  # fmt: skip
"""By what the help page calls the value."""

_BY_OPTION: dict[tuple[str, str], _Offer] = {
    ("urge", "--how"): _these(*URGE_METHODS[1:]), ("inspect", "--how"): _these("现场核查", "回头看", "回访"),
    ("change", "--field"): _these(*CHANGEABLE), ("correct", "--field"): _these(*CORRECTABLE, VOID),
    ("schema", "--output"): _outputs, ("schema", "--file"): _files,
    ("add", "--kind"): _these("县市区", "市直部门", "园区"),
}  # fmt: skip
"""By command and option, where the same word means different things."""
