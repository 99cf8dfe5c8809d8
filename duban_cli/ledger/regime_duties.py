"""反馈, 办结 and 另报 in regime.yaml: what units owe by when, and 当, in which case a rule applies."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import Node, SequenceNode

from duban_cli.ledger.fieldtypes import RHYTHM, Choice, Field, Many, Parsed, Record, Schema, Text
from duban_cli.ledger.item_format import DIFFICULTY, OPENNESS, ORIGIN, URGENCY
from duban_cli.ledger.nodes import Source
from duban_cli.rules.events import UNIT_EVENT_WORDS, plain_event
from duban_cli.rules.limits import (
    ROLLS,
    Ahead,
    Counting,
    Limit,
    Months,
    NaturalDays,
    Stated,
    Workdays,
    parse_rule_limit,
)
from duban_cli.rules.regime import CONDITION_KEYS, DUTIES, HAS, HAS_NOT, Condition, DutyRule
from duban_cli.text import halfwidth, nearest

FIRST_DAY = ("计", "不计")
MET_BY = ("收到", "完成")
RULE_LIMIT = Parsed("时限", parse_rule_limit)


def rhythm_word(text: str) -> Any:
    """``季`` as ``每季``."""
    return RHYTHM.parse(text if text.startswith("每") else f"每{text}")


# 当 -----------------------------------------------------------------------------------------------------


def _choice_words(record: Record, key: str) -> tuple[str, ...]:
    choice = record.by_key[key].type
    return choice.words if isinstance(choice, Choice) else ()


_WORDS: Mapping[str, tuple[str, ...]] = {
    "缓急": URGENCY, "难度": DIFFICULTY, "公开属性": OPENNESS, "上级事项": (HAS, HAS_NOT),
    "来源.类型": _choice_words(ORIGIN, "类型"), "来源.层级": _choice_words(ORIGIN, "层级"),
}  # fmt: skip
"""What each key of a condition can be; 类别 is the regime's own."""


def categories_named(written: Any) -> dict[str, tuple[str, ...]]:
    """Each category of a regime as it stands in its file, with its 别名."""
    held = written.get("类别") if isinstance(written, dict) else None
    found = {}
    for name, content in held.items() if isinstance(held, dict) else ():
        aliases = content.get("别名") if isinstance(content, dict) else None
        several = aliases if isinstance(aliases, list) else [aliases]
        found[name] = tuple(a for a in several if isinstance(a, str))
    return found


def condition_reader(categories: Mapping[str, tuple[str, ...]]) -> Callable[[str], Condition]:
    """``parse_condition`` for a regime of these categories."""
    return lambda text: parse_condition(text, categories)


def parse_condition(text: str, categories: Mapping[str, tuple[str, ...]] | None = None) -> Condition:
    """``来源.层级 = 主要领导 且 缓急 = 急件|特急``. Raises ValueError in Chinese.

    ``categories``: those 类别 may name, each with its 别名, which are meant too.
    """
    tests = []
    for part in re.split(r"\s*且\s*", text.strip()):
        key, sign, given = (p.strip() for p in halfwidth(part).partition("="))
        if not sign or not given:
            raise ValueError(f"条件“{part}”读不懂，写作 缓急 = 特急")
        if key not in CONDITION_KEYS:
            raise ValueError(f"条件里不认得“{key}”（{_meant(key, CONDITION_KEYS)}）")
        values = tuple(v.strip() for v in given.split("|"))
        groups = [(name, *aliases) for name, aliases in (categories or {}).items()]
        known = _WORDS.get(key) or tuple(n for group in groups for n in group) or values
        for value in values:
            if value not in known:
                raise ValueError(f"条件“{part}”里没有“{value}”这种{key}（{_meant(value, known)}）")
        if key == "类别":
            values = tuple(n for v in values for n in next((g for g in groups if v in g), (v,)))
        tests.append((key, values))
    return Condition(tuple(tests), text.strip())


def _meant(word: str, known: Any) -> str:
    near = nearest(word, known)
    return f"是否想写{near}" if near else f"可用：{'、'.join(known)}"


# 时限规则 -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Duties:
    """The rules of one duty: exactly one of 时限 and 每 each.

    ``finish``: of 办结, which may go by 完成. ``plain``: of 退回 and 催办后, which have nothing beyond the limit.
    """

    basis: Field
    when: Field
    finish: bool = False
    plain: bool = False
    name: str = "时限规则"

    @property
    def record(self) -> Record:
        by = Field("按", "by", Choice(MET_BY, "按"), "按收到反馈的日子算（默认），还是按反馈里写的完成日子算")
        unreported = Field(
            "未报", "unreported", Text(limit=20), "到时没有报来的算作什么", example="视为未整改"
        )
        return Record(self.name, dict, (
            *_limit_fields("时限；从起算的事往回数的写 提前15个工作日；办结只按事项或交办所定的写 所定"),
            Field("每", "rhythm", Parsed("频次", rhythm_word), "周期", example="季"),
            *(() if self.plain else _counting_fields()),
            *((by,) if self.finish else ()),
            *(() if self.plain else (unreported,)),
            self.when, self.basis, _limit_basis(self.basis),
        ))  # fmt: skip

    def read(self, node: Node, source: Source) -> tuple[DutyRule, ...] | None:
        found = [self._rule(one, source) for one in _several(node)]
        return tuple(r for r in found if r is not None) if all(found) else None

    def _rule(self, node: Node, source: Source) -> DutyRule | None:
        values = self.record.read_values(node, source)
        if values is None:
            return None
        limit = values.get("limit")
        if (isinstance(limit, Stated) and not self.finish) or (isinstance(limit, Ahead) and self.plain):
            source.problem(node, "duty", f"这里的时限不能写“{limit.text}”", "写几天之内，如 5个工作日")
            return None
        if ("limit" in values) == ("rhythm" in values):
            source.problem(
                node, "duty", "“时限”和“每”必须写一个，且只写一个", "例如 {时限: 10个工作日, 依据: …}"
            )
            return None
        return _rule(node, values, source)

    def schema(self) -> Schema:
        return Many(self.record).schema()


@dataclass(frozen=True, slots=True)
class FurtherDuties:
    """另报: further duties of the 主办单位, each by its name (事), in the order of the file."""

    basis: Field
    when: Field
    name: str = "另报"

    @property
    def record(self) -> Record:
        return Record(self.name, dict, (
            Field("事", "what", Text(limit=20), "另报什么；反馈时“针对”写这个名称", required=True, example="整改落实情况"),
            *_limit_fields("时限", required=True),
            *_counting_fields(),
            self.when, self.basis, _limit_basis(self.basis),
        ))  # fmt: skip

    def read(self, node: Node, source: Source) -> dict[str, tuple[DutyRule, ...]] | None:
        found: dict[str, tuple[DutyRule, ...]] = {}
        sound = True
        for one in _several(node):
            values = self.record.read_values(one, source)
            what = values.pop("what") if values is not None else ""
            if values is not None and isinstance(values["limit"], Stated):
                source.problem(one, "duty", "另报的时限不能写“所定”", "写几天之内，如 3个工作日")
                values = None
            if values is not None and (what in DUTIES or what.startswith("节点") or what.isdigit()):
                source.problem(one, "duty", f"另报的事不能叫“{what}”", "换一个名称，如 整改落实情况")
                values = None
            rule = _rule(one, values, source) if values is not None else None
            if rule is None:
                sound = False
            else:
                found[what] = (*found.get(what, ()), rule)
        return found if sound else None

    def schema(self) -> Schema:
        return Many(self.record).schema()


def _limit_basis(basis: Field) -> Field:
    return Field("时限依据", "limit_clause", basis.type, "时限另有依据的，写在这里", example="本办约定")


def _limit_fields(doc: str, *, required: bool = False) -> tuple[Field, ...]:
    return (
        Field("时限", "limit", RULE_LIMIT, doc, required=required, example="10个工作日"),
        Field("起算", "start", Choice(UNIT_EVENT_WORDS, "起算"), "从哪件事起算，默认交办"),
    )


def _counting_fields() -> tuple[Field, ...]:
    return (
        Field("首日", "first_day", Choice(FIRST_DAY, "首日"), "起算的那一天计不计，默认不计"),
        Field(
            "顺延",
            "roll",
            Choice(tuple(ROLLS), "顺延"),
            "按日、按月数的，末日放假顺延到哪天，默认下一个工作日",
        ),
    )


def _several(node: Node) -> list[Node]:
    return list(node.value) if isinstance(node, SequenceNode) else [node]


def _rule(node: Node, values: dict[str, Any], source: Source) -> DutyRule | None:
    """The rule of what was read, unless it counts a limit in a way that limit does not take."""
    limit: Limit | None = values.get("limit")
    wrong = _wrong(limit, values)
    if wrong is not None:
        source.problem(node, "duty", *wrong)
        return None
    if "start" in values:
        values["start"] = plain_event(values["start"])
    first, roll = values.pop("first_day", FIRST_DAY[1]), values.pop("roll", next(iter(ROLLS)))
    counting = Counting(first == FIRST_DAY[0], ROLLS[roll])
    return DutyRule(line=node.start_mark.line + 1, counting=counting, **values)


def _wrong(limit: Limit | None, values: Mapping[str, Any]) -> tuple[str, str] | None:
    told = f"时限是“{limit.text}”" if limit is not None else "写了“每”"
    counted = limit.of if isinstance(limit, Ahead) else limit
    if "first_day" in values and not isinstance(counted, Workdays | NaturalDays | Months):
        return f"{told}，不能写“首日”", "“首日”只用于按工作日、日、月数的时限"
    if "roll" in values and not isinstance(counted, NaturalDays | Months):
        return f"{told}，不能写“顺延”", "“顺延”只用于按日、按月数的时限；工作日本来就不数放假的日子"
    if isinstance(limit, Ahead) and "start" not in values:
        return f"{told}，没有写从哪件事往回数", "补上 起算: 来源.日期"
    return None
