"""催办 and 灯 in regime.yaml: the ladder's steps, and what each light is lit by."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from duban_cli.ledger.fieldtypes import Choice, Field, Many, Parsed, Record, Schema, Text, YesNo, scalar
from duban_cli.ledger.nodes import Source, plain_key
from duban_cli.ledger.vocabulary import ACTIONS
from duban_cli.rules.limits import LimitError, Workdays, parse_limit
from duban_cli.rules.regime import DUTIES, Clause, LadderStep, Light, Trigger
from duban_cli.text import halfwidth, nearest

LADDER_STARTS = ("到期", "催办限期")
LADDER_ACTIONS = ("催办", *(a for a in ACTIONS if a in ("督办提示", "约谈", "批评", "问责建议", "转办")))
"""动作 whose entry can take a step of the ladder."""
_TRIGGER_EXAMPLES = "写作 未到期、到期前3个工作日、逾期、逾期7个工作日、进度落后、进度落后10个点、进度落后超过30个点、催办第1级 或 逾期后办结"
_PLAIN = ("未到期", "逾期", "进度落后", "逾期后办结")
_COUNTED = ("到期前3个工作日", "逾期7个工作日", "进度落后10个点", "催办第1级")
_POINTS_BEHIND = re.compile(r"进度落后(超过)?(\d{1,3})(?:个(?:百分)?点|%)")
_RUNG = re.compile(r"催办第([1-9])级")
_TRIGGER_PATTERN = r"^\s*(未到期|到期前|逾期|进度落后|催办第)"
_WORKDAYS = re.compile(r"(到期前|逾期)(.+)")


def duties_named(written: Any) -> tuple[str, ...]:
    """反馈, 办结 and every 另报 of a regime as it stands in its file, read or not."""
    found = dict.fromkeys(DUTIES)
    for holder in (*_values(_get(written, "类别")), _get(written, "通用")):
        for extra in _items(_get(holder, "另报")):
            name = _get(extra, "事")
            if isinstance(name, str):
                found.setdefault(name)
    return tuple(found)


def rungs_written(written: Any) -> int:
    """How many steps the longest ladder of a regime has, as it stands in its file."""
    hung = Counter(str(_get(step, "针对")) for step in _items(_get(written, "催办")))
    return max(hung.values(), default=0)


def _get(written: Any, key: str) -> Any:
    return written.get(key) if isinstance(written, dict) else None


def _values(written: Any) -> tuple[Any, ...]:
    return tuple(written.values()) if isinstance(written, dict) else ()


def _items(written: Any) -> tuple[Any, ...]:
    return tuple(written) if isinstance(written, list) else () if written is None else (written,)


def workdays(text: str) -> int:
    """``7个工作日`` → 7. Raises LimitError."""
    limit = parse_limit(text)
    if not isinstance(limit, Workdays):
        raise LimitError(f"“{text}”应当以工作日计", "写作 7个工作日")
    return limit.n


# 催办 ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LadderRules:
    """The list of steps. ``duties``: what they may hang on, 反馈, 办结 and every 另报 of the regime.

    ``more``: what a rule of the regime may say beside, 当 and 时限依据.
    """

    basis: Field
    more: tuple[Field, ...] = ()
    duties: tuple[str, ...] = DUTIES
    name: str = "催办规则"

    @property
    def record(self) -> Record:
        return Record("催办规则", dict, (
            Field("针对", "duty", Choice(self.duties, "义务"), "挂在哪项义务上：反馈、办结或另报的名称", required=True, example="反馈"),
            Field("自", "since", Choice(LADDER_STARTS, "起算"), "从义务到期起（默认），还是从上一级所给的限期起"),
            Field("逾期", "overdue", Parsed("工作日数", workdays), "满几个工作日", required=True, example="7个工作日"),
            Field("动作", "action", Choice(LADDER_ACTIONS, "动作"), "记录哪种动作算做了这一级，默认催办"),
            Field("方式", "ways", Many(Text(limit=40)), "催办方式；动作不是催办的可以不写", example="通知单"),
            Field("文书", "paper", Text(), "所发文书"),
            Field("酌情", "optional", YesNo(), "是：可以做，不是必须做"),
            *self.more,
            self.basis,
        ))  # fmt: skip

    def read(self, node: Node, source: Source) -> tuple[LadderStep, ...] | None:
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        steps: list[LadderStep] = []
        sound = True
        for one in nodes:
            step = self._step(one, steps, source)
            sound = sound and step is not None
            if step is not None:
                steps.append(step)
        return tuple(steps) if sound else None

    def _step(self, node: Node, before: list[LadderStep], source: Source) -> LadderStep | None:
        values = self.record.read_values(node, source)
        if values is None:
            return None
        action = values.get("action", "催办")
        if "ways" not in values:
            if action == "催办":
                source.problem(node, "missing", "催办规则缺“方式”", "补上：方式: 通知单")
                return None
            values["ways"] = (action,)
        # A regime's step always names its clause; a way of lighting on offer rests on none yet.
        step = LadderStep(**{"clause": Clause(None), **values})
        if step.follows and not any(s.duty == step.duty for s in before):
            source.problem(
                node, "ladder", f"“{step.duty}”的这一级从催办限期起算，前面却没有上一级",
                "把它写在给限期的那一级后面，或删去“自”",
            )  # fmt: skip
            return None
        if step.paper and action != "催办":
            source.problem(node, "ladder", f"动作是“{action}”的一级不能写“文书”", "删去“文书”，文书按动作出")
            return None
        return step

    def schema(self) -> Schema:
        one = self.record.schema()
        # The names of 另报 are the regime's own.
        named = one["properties"]["针对"]
        one["properties"]["针对"] = {"type": "string", "description": named["description"]}
        return {"anyOf": [one, {"type": "array", "items": one}]}


# 灯 -----------------------------------------------------------------------------------------------------


def parse_trigger(text: str) -> Trigger:
    """``到期前3个工作日``, ``进度落后10个点`` … Raises ValueError in Chinese."""
    plain = halfwidth(text).replace(" ", "")
    if plain in _PLAIN:
        return Trigger(plain, 0 if plain == "逾期" else None)  # type: ignore[arg-type]  # one of the plain kinds
    if found := _POINTS_BEHIND.fullmatch(plain):
        return Trigger("进度落后", int(found[2]), found[1] is not None)
    if found := _RUNG.fullmatch(plain):
        return Trigger("催办", int(found[1]))
    if found := _WORKDAYS.fullmatch(plain):
        try:
            number = workdays(found[2])
        except LimitError:
            pass
        else:
            return Trigger("到期前" if found[1] == "到期前" else "逾期", number)
    begun = (form for form in _COUNTED if plain.startswith(form[:2]))
    near = next(begun, None) or nearest(plain, (*_PLAIN, *_COUNTED))
    raise ValueError(f"“{text}”读不懂{f'，是否想写“{near}”' if near else ''}。{_TRIGGER_EXAMPLES}")


@dataclass(frozen=True, slots=True)
class Lights:
    """灯: {绿: 未到期, 黄: [到期前3个工作日, 进度落后], 红: 逾期, 依据: …}, from the least to the worst.

    ``rungs``: how many steps the ladder has.
    """

    clause: Parsed
    rungs: int = 9
    name: str = "灯"

    def read(self, node: Node, source: Source) -> tuple[Light, ...] | None:
        if not isinstance(node, MappingNode):
            source.problem(node, "type", "“灯”应当写作 {黄: 到期前3个工作日, 红: 逾期, 依据: …}")
            return None
        clause: Clause | None = Clause(None)
        lit: dict[str, tuple[Trigger, ...]] = {}
        sound = True
        for key_node, value_node in node.value:
            key = plain_key(key_node)
            if key == "依据":
                clause = self.clause.read(value_node, source)
                continue
            if key in lit:
                source.problem(
                    key_node, "duplicate-key", f"“{key}”写了两次", "几种情形写成列表：黄: [逾期, 进度落后]"
                )
                sound = False
                continue
            triggers = _triggers(value_node, self.rungs, source)
            sound = sound and triggers is not None
            lit[key] = triggers or ()
        if clause is None or not sound:
            return None
        return tuple(
            Light(name=name, level=level, clause=clause, triggers=triggers)
            for level, (name, triggers) in enumerate(lit.items(), 1)
        )

    def schema(self) -> Schema:
        one: Schema = {"type": "string", "pattern": _TRIGGER_PATTERN, "description": _TRIGGER_EXAMPLES}
        some = {"anyOf": [one, {"type": "array", "items": one}]}
        basis = {**self.clause.schema(), "description": "文件代号加条款"}
        return {"type": "object", "properties": {"依据": basis}, "additionalProperties": some}


def _triggers(node: Node, rungs: int, source: Source) -> tuple[Trigger, ...] | None:
    found: list[Trigger] = []
    sound = True
    for one in node.value if isinstance(node, SequenceNode) else [node]:
        text = scalar(one, source, "文字")
        if text is None:
            return None
        try:
            trigger = parse_trigger(text)
        except ValueError as error:
            source.problem(one, "light", str(error))
            sound = False
            continue
        if trigger.kind == "催办" and (trigger.n or 0) > rungs:
            source.problem(
                one, "light", f"“{text}”：催办没有这一级", f"“催办”里一项义务最多{rungs}级，先写全各级"
            )
            sound = False
        found.append(trigger)
    return tuple(found) if sound and found else None
