"""regime.yaml → ``Regime``, every mistake in it with line and column and what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node

from duban_cli.ledger.fieldtypes import (
    LIMIT,
    RHYTHM,
    Choice,
    Date,
    Field,
    Many,
    Parsed,
    Record,
    Schema,
    Text,
    scalar,
)
from duban_cli.ledger.nodes import Source, compose, plain_key
from duban_cli.ledger.regime_office import OfficeRules
from duban_cli.ledger.scoring_format import ScoringRules, split_rules
from duban_cli.ledger.vocabulary import ACTIONS, STAGES
from duban_cli.rules.limits import LimitError, Workdays, parse_limit
from duban_cli.rules.regime import (
    CONDITION_KEYS,
    LOCAL,
    ApprovalRule,
    Category,
    Clause,
    Condition,
    Document,
    DutyRule,
    LadderStep,
    Light,
    Regime,
    SignRule,
)
from duban_cli.text import halfwidth, nearest

REGIME_FILE = "regime.yaml"
START_EVENTS = ("交办", "签收", "来源.日期")
DUTIES = ("反馈", "办结")

DOCUMENT = Record("文件", Document, (
    Field("代号", "code", Text(limit=20), "依据里用的代号", required=True, example="岳07"),
    Field("文号", "doc_no", Text(limit=60), "文号"),
    Field("名称", "name", Text(limit=120), "文件名称"),
    Field("引作", "cited_as", Text(limit=60), "引用时怎样写；不写则用文号或名称加施行日期"),
    Field("施行", "effective", Date(), "施行日期", required=True, example="2007-04-02"),
    Field("说明", "note", Text(), "说明"),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Map:
    """名称: 内容, every value of one kind."""

    of: Any
    name: str = "一组规则"

    def read(self, node: Node, source: Source) -> dict[str, Any] | None:
        if not isinstance(node, MappingNode):
            source.problem(node, "type", f"这里应当是{self.name}", "写作 名称: 内容")
            return None
        out: dict[str, Any] = {}
        sound = True
        for key_node, value_node in node.value:
            key = plain_key(key_node)
            if key in out:
                source.problem(key_node, "duplicate-key", f"“{key}”写了两次", "删去一处")
                sound = False
            value = self.of.read(value_node, source)
            sound = sound and value is not None
            out[key] = value
        return out if sound else None

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.of.schema()}


def read_regime(data: bytes, source: Source) -> Regime | None:
    """The regime in ``data``; None when it cannot be relied on, the reasons noted in ``source``."""
    root = compose(data, source)
    if root is None:
        return None
    documents: dict[str, Document] = {}
    if isinstance(root, MappingNode):
        for key, value in root.value:
            if plain_key(key) == "文件":
                found = Many(DOCUMENT).read(value, Source(source.path))
                documents = {d.code: d for d in found or ()}
    regime = _definition(documents).read(root, source)
    return None if source.failed or not isinstance(regime, Regime) else regime


def _clause_reader(documents: dict[str, Document]) -> Callable[[str], Clause]:
    def parse(text: str) -> Clause:
        code, _, article = text.partition(" ")
        if code == LOCAL:
            return Clause(None, article.strip())
        if code in documents:
            return Clause(documents[code], article.strip())
        near = nearest(code, [*documents, LOCAL])
        known = "、".join([*documents, LOCAL])
        raise ValueError(
            f"依据“{text}”里的“{code}”不是本制度的文件代号（{'是否想写' + near if near else '可用：' + known}）"
        )

    return parse


def parse_condition(text: str) -> Condition:
    """``来源.层级 = 主要领导 且 缓急 = 急件|特急``. Raises ValueError in Chinese."""
    tests = []
    for part in re.split(r"\s*且\s*", text.strip()):
        key, sign, values = (p.strip() for p in halfwidth(part).partition("="))
        if not sign or not values:
            raise ValueError(f"条件“{part}”读不懂，写作 缓急 = 特急")
        if key not in CONDITION_KEYS:
            near = nearest(key, CONDITION_KEYS)
            raise ValueError(
                f"条件里不认得“{key}”（{'是否想写' + near if near else '可用：' + '、'.join(CONDITION_KEYS)}）"
            )
        tests.append((key, tuple(v.strip() for v in values.split("|"))))
    return Condition(tuple(tests), text.strip())


def _workdays(text: str) -> int:
    limit = parse_limit(text)
    if not isinstance(limit, Workdays):
        raise LimitError(f"“{text}”应当以工作日计", "写作 7个工作日")
    return limit.n


def _share(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d)/([1-9])", halfwidth(text))
    if not found or int(found[1]) > int(found[2]):
        raise ValueError(f"“{text}”应当写成分数，如 1/2")
    return int(found[1]), int(found[2])


def _rhythm_word(text: str) -> Any:
    return RHYTHM.parse(text if text.startswith("每") else f"每{text}")


@dataclass(frozen=True, slots=True)
class _Initiation:
    """立项: 直接, or {方式: 批准, 依据: …}."""

    clause: Parsed
    name: str = "立项方式"

    def read(self, node: Node, source: Source) -> tuple[str, Clause | None] | None:
        way = Choice(("直接", "批准"), "立项方式")
        if not isinstance(node, MappingNode):
            word = way.read(node, source)
            return None if word is None else (word, None)
        record = Record(
            "立项", lambda way, clause=None: (way, clause),
            (Field("方式", "way", way, "直接或批准", required=True), Field("依据", "clause", self.clause, "依据")),
        )  # fmt: skip
        found: tuple[str, Clause | None] | None = record.read(node, source)
        return found

    def schema(self) -> Schema:
        return {"type": ["string", "object"]}


@dataclass(frozen=True, slots=True)
class _Lights:
    """灯: {绿: 未到期, 黄: 到期前3个工作日, 红: 逾期, 依据: …}, from the least to the worst."""

    clause: Parsed
    name: str = "灯"

    def read(self, node: Node, source: Source) -> tuple[Light, ...] | None:
        if not isinstance(node, MappingNode):
            source.problem(node, "type", "“灯”应当写作 {黄: 到期前3个工作日, 红: 逾期, 依据: …}")
            return None
        clause: Clause | None = Clause(None)
        triggers: list[tuple[str, int | None, int | None]] = []
        for key_node, value_node in node.value:
            key, value = plain_key(key_node), scalar(value_node, source, "文字")
            if value is None:
                return None
            if key == "依据":
                clause = self.clause.read(value_node, source)
                continue
            trigger = self._trigger(value)
            if trigger is None:
                source.problem(
                    value_node,
                    "light",
                    f"“{value}”读不懂",
                    "写作 未到期、到期前3个工作日、逾期 或 逾期7个工作日",
                )
                return None
            triggers.append((key, *trigger))
        if clause is None:
            return None
        return tuple(
            Light(name=name, level=n, clause=clause, before=before, overdue=overdue)
            for n, (name, before, overdue) in enumerate(triggers, 1)
        )

    @staticmethod
    def _trigger(text: str) -> tuple[int | None, int | None] | None:
        found = re.fullmatch(r"(未到期|到期前|逾期)(.*)", halfwidth(text))
        if not found:
            return None
        word, rest = found[1], found[2].strip()
        if not rest:
            return {"未到期": (None, None), "逾期": (None, 0)}.get(word)
        try:
            number = _workdays(rest)
        except LimitError:
            return None
        return (number, None) if word == "到期前" else (None, number) if word == "逾期" else None

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"type": "string"}}


def _definition(documents: dict[str, Document]) -> Record:
    """The regime file's one definition, its clauses read against the documents it names."""
    clause = Parsed("依据", _clause_reader(documents))
    basis = Field("依据", "clause", clause, "文件代号加条款", required=True, example="本办约定")
    when = Field("当", "when", Parsed("条件", parse_condition), "在什么情形下适用", example="缓急 = 特急")
    duty = Record("时限规则", DutyRule, (
        Field("时限", "limit", LIMIT, "时限", example="10个工作日"),
        Field("每", "rhythm", Parsed("频次", _rhythm_word), "周期", example="季"),
        Field("起算", "start", Choice(START_EVENTS, "起算"), "从哪件事起算，默认交办"),
        when, basis,
    ))  # fmt: skip
    duties = Many(_DutyRule(duty))
    clauses = Many(Record("依据", lambda clause: clause, (basis,)))
    sign = Many(
        Record("签发规则", SignRule, (Field("须为", "by", Text(), "谁签发", required=True), when, basis))
    )
    category = Record("类别", _build_category, (
        Field("依据", "clause", clause, "依据"),
        Field("别名", "aliases", Many(Text()), "别名"),
        Field("立项", "initiation", _Initiation(clause), "直接立项或须批准", required=True, example="批准"),
        Field("交办", "assignment", Record("交办", dict, (Field("文书", "paper", Text(), "交办所用文书"),)), "交办"),
        Field("反馈", "reply", duties, "反馈的时限或周期"),
        Field("办结", "finish", duties, "办结的时限"),
        Field("签发", "signing", sign, "反馈由谁签发"),
    ))  # fmt: skip
    common = Record("通用规则", dict, (
        Field("所定时限", "stated_limit", clauses, "事项写明时限时依据哪条"),
        Field("反馈", "reply", duties, "反馈"),
        Field("办结", "finish", duties, "办结"),
        Field("签发", "signing", sign, "签发"),
        Field("首期", "first_period", Record("首期", lambda share, clause: (*share, clause), (
            Field("剩余不少于", "share", Parsed("分数", _share), "交办当期剩余多少才计一期", required=True), basis)), "首期"),
        Field("退回", "redo", duties, "退回重办没有写限期时的时限"),
            Field("催办后", "urged", duties, "催办通知单要求几日内反馈"),
    ))  # fmt: skip
    step = Record("催办规则", LadderStep, (
        Field("针对", "duty", Choice(DUTIES, "义务"), "挂在哪项义务上", required=True),
        Field("逾期", "overdue", Parsed("工作日数", _workdays), "逾期满几个工作日", required=True, example="7个工作日"),
        Field("方式", "ways", Many(Text()), "催办方式", required=True, example="通知单"),
        Field("文书", "paper", Text(), "所发文书"),
        basis,
    ))  # fmt: skip
    actions = Many(Choice(tuple(ACTIONS), "动作"))
    approval = Record("审批规则", ApprovalRule, (
        Field("动作", "actions", actions, "哪些动作须批准", required=True),
        Field("环节", "stage", Choice(tuple({s for v in STAGES.values() for s in v}), "环节"), "哪个环节"),
        when, basis,
    ))  # fmt: skip
    return Record("制度", _build_regime, (
        Field("名称", "name", Text(), "制度名称", required=True),
        Field("文件", "documents", Many(DOCUMENT), "所依据的文件", required=True),
        Field("类别", "categories", _Map(category, "逐个类别"), "类别", required=True),
        Field("通用", "common", common, "不分类别的规则"),
        Field("催办", "ladder", Many(step), "催办的各级"),
        Field("灯", "lights", _Lights(clause), "亮灯规则"),
        Field("审批", "approvals", Many(approval), "须经批准的动作"),
        Field("程序", "procedure", _Map(clauses, "逐个步骤"), "各步骤的依据"),
        Field("办公室", "office", Many(OfficeRules(clause, Parsed("频次", _rhythm_word), when)), "督查室自己的时限和定期工作"),
        Field("考核", "scoring", ScoringRules(basis), "考核规则"),
    ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _DutyRule:
    """A duty rule: exactly one of 时限 and 每; keeps its line for messages."""

    record: Record
    name: str = "时限规则"

    def read(self, node: Node, source: Source) -> DutyRule | None:
        values = self.record.read_values(node, source)
        if values is None:
            return None
        if ("limit" in values) == ("rhythm" in values):
            source.problem(
                node, "duty", "“时限”和“每”必须写一个，且只写一个", "例如 {时限: 10个工作日, 依据: …}"
            )
            return None
        return DutyRule(line=node.start_mark.line + 1, **values)

    def schema(self) -> Schema:
        return self.record.schema()


def _build_category(
    initiation: tuple[str, Clause | None],
    assignment: dict[str, str] | None = None,
    reply: tuple[DutyRule, ...] = (),
    finish: tuple[DutyRule, ...] = (),
    **rest: Any,
) -> dict[str, Any]:
    """Values of a category; its name is the key it stands under, added by ``_build_regime``."""
    paper = {"paper": assignment["paper"]} if assignment and "paper" in assignment else {}
    return {
        "initiation": initiation[0], "initiation_clause": initiation[1], **paper,
        "duties": {"反馈": reply, "办结": finish}, **rest,
    }  # fmt: skip


def _build_regime(
    name: str, documents: tuple[Document, ...], categories: dict[str, dict[str, Any]],
    common: dict[str, Any] | None = None, scoring: tuple[Any, ...] = (), **rest: Any,
) -> Regime:  # fmt: skip
    values = dict(common or {})
    everywhere: tuple[SignRule, ...] = values.pop("signing", ())
    duties = {"反馈": values.pop("reply", ()), "办结": values.pop("finish", ())}
    built = {}
    for key, given in categories.items():
        signing = (*given.pop("signing", ()), *everywhere)
        built[key] = Category(name=key, signing=signing, **given)
    conclusions, points = split_rules(scoring)
    return Regime(
        name=name, documents=documents, categories=built, common=duties, scoring=conclusions, points=points,
        **values, **rest,
    )  # fmt: skip
