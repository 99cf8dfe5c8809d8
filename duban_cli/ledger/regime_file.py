"""regime.yaml → ``Regime``, every mistake in it with line and column and what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node

from duban_cli.ledger.fieldtypes import (
    Choice,
    Date,
    Field,
    Many,
    Parsed,
    Record,
    Schema,
    Text,
)
from duban_cli.ledger.nodes import Source, compose, plain, plain_key
from duban_cli.ledger.regime_closing import ClosingRules
from duban_cli.ledger.regime_duties import (
    Duties,
    FurtherDuties,
    categories_named,
    condition_reader,
    rhythm_word,
)
from duban_cli.ledger.regime_ladder import LadderRules, Lights, duties_named, rungs_written
from duban_cli.ledger.regime_office import OfficeRules
from duban_cli.ledger.regime_required import RequiredRules
from duban_cli.ledger.scoring_format import ScoringRules, split_rules
from duban_cli.ledger.vocabulary import ACTIONS, STAGES
from duban_cli.rules.regime import (
    DUTIES,
    LOCAL,
    ApprovalRule,
    Category,
    Clause,
    Document,
    DutyRule,
    KeepRule,
    Regime,
    SignRule,
)
from duban_cli.text import halfwidth, nearest

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
    regime = _definition(documents, plain(root)).read(root, source)
    return None if source.failed or not isinstance(regime, Regime) else regime


def regime_schema() -> Schema:
    """JSON Schema of a regime file; what one section says of another (a 另报 in 催办) is left to the reader."""
    return _definition({}).schema()


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


def _share(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d)/([1-9])", halfwidth(text))
    if not found or int(found[1]) > int(found[2]):
        raise ValueError(f"“{text}”应当写成分数，如 1/2")
    return int(found[1]), int(found[2])


_WAY = Choice(("直接", "批准"), "立项方式")


@dataclass(frozen=True, slots=True)
class _Initiation:
    """立项: 直接, or {方式: 批准, 依据: …}."""

    clause: Parsed
    name: str = "立项方式"

    def read(self, node: Node, source: Source) -> tuple[str, Clause | None] | None:
        if not isinstance(node, MappingNode):
            word = _WAY.read(node, source)
            return None if word is None else (word, None)
        found: tuple[str, Clause | None] | None = self._record.read(node, source)
        return found

    @property
    def _record(self) -> Record:
        return Record(
            "立项", lambda way, clause=None: (way, clause),
            (Field("方式", "way", _WAY, "直接或批准", required=True), Field("依据", "clause", self.clause, "依据")),
        )  # fmt: skip

    def schema(self) -> Schema:
        return {"anyOf": [_WAY.schema(), self._record.schema()]}


def _definition(documents: dict[str, Document], written: Any = None) -> Record:
    """The regime file's one definition, its clauses read against the documents it names.

    ``written``: the file's plain content, for what one section says of another.
    """
    clause = Parsed("依据", _clause_reader(documents))
    basis = Field("依据", "clause", clause, "文件代号加条款", required=True, example="本办约定")
    limit_basis = Field("时限依据", "limit_clause", clause, "天数另有依据的，写在这里", example="本办约定")
    when = Field(
        "当",
        "when",
        Parsed("条件", condition_reader(categories_named(written))),
        "在什么情形下适用",
        example="缓急 = 特急",
    )
    duties, finish = Duties(basis, when), Duties(basis, when, finish=True)
    plain_duties, further = Duties(basis, when, plain=True), FurtherDuties(basis, when)
    clauses = Many(Record("依据", lambda clause: clause, (basis,)))
    sign = Many(
        Record("签发规则", SignRule, (Field("须为", "by", Text(), "谁签发", required=True), when, basis))
    )
    closing = ClosingRules(basis)
    archive = Many(Record("归档规则", KeepRule, (
        Field("保管期限", "keeping", Text(limit=20), "案卷保管多久", required=True, example="30年"), basis,
    )))  # fmt: skip
    category = Record("类别", _build_category, (
        Field("依据", "clause", clause, "依据"),
        Field("别名", "aliases", Many(Text()), "别名"),
        Field("立项", "initiation", _Initiation(clause), "直接立项或须批准", required=True, example="批准"),
        Field("交办", "assignment", Record("交办", dict, (Field("文书", "paper", Text(), "交办所用文书"),)), "交办"),
        Field("反馈", "reply", duties, "反馈的时限或周期"),
        Field("办结", "finish", finish, "办结的时限"),
        Field("另报", "further", further, "反馈、办结以外另要报的事"),
        Field("签发", "signing", sign, "反馈由谁签发"),
        Field("销号", "closing", closing, "审核通过后、销号前的各步"),
        Field("归档", "archive", archive, "案卷的保管期限"),
    ))  # fmt: skip
    common = Record("通用规则", dict, (
        Field("所定时限", "stated_limit", clauses, "事项写明时限时依据哪条"),
        Field("反馈", "reply", duties, "反馈"),
        Field("办结", "finish", finish, "办结"),
        Field("另报", "further", further, "另要报的事"),
        Field("签发", "signing", sign, "签发"),
        Field("销号", "closing", closing, "审核通过后、销号前的各步"),
        Field("归档", "archive", archive, "案卷的保管期限"),
        Field("首期", "first_period", Record("首期", lambda share, clause: (*share, clause), (
            Field("剩余不少于", "share", Parsed("分数", _share), "交办当期剩余多少才计一期", required=True), basis)), "首期"),
        Field("退回", "redo", plain_duties, "退回重办没有写限期时的时限"),
        Field("催办后", "urged", plain_duties, "催办通知单要求几日内反馈"),
    ))  # fmt: skip
    actions = Many(Choice(tuple(ACTIONS), "动作"))
    approval = Record("审批规则", ApprovalRule, (
        Field("动作", "actions", actions, "哪些动作须批准", required=True),
        Field("环节", "stage", Choice(tuple(dict.fromkeys(s for v in STAGES.values() for s in v)), "环节"), "哪个环节"),
        when, basis,
    ))  # fmt: skip
    return Record("制度", _build_regime, (
        Field("名称", "name", Text(), "制度名称", required=True),
        Field("文件", "documents", Many(DOCUMENT), "所依据的文件", required=True),
        Field("类别", "categories", _Map(category, "逐个类别"), "类别", required=True),
        Field("通用", "common", common, "不分类别的规则"),
        Field("催办", "ladder", LadderRules(basis, (limit_basis, when), duties_named(written)), "催办的各级"),
        Field("灯", "lights", Lights(clause, rungs_written(written)), "亮灯规则"),
        Field("审批", "approvals", Many(approval), "须经批准的动作"),
        Field("须写", "required", Many(RequiredRules(basis, when)), "到某一步须写齐的字段、附件"),
        Field("程序", "procedure", _Map(clauses, "逐个步骤"), "各步骤的依据"),
        Field("办公室", "office", Many(OfficeRules(clause, Parsed("频次", rhythm_word), when)), "督查室自己的时限和定期工作"),
        Field("考核", "scoring", ScoringRules(basis, when), "考核规则"),
    ))  # fmt: skip


def _build_category(
    initiation: tuple[str, Clause | None],
    assignment: dict[str, str] | None = None,
    reply: tuple[DutyRule, ...] = (),
    finish: tuple[DutyRule, ...] = (),
    further: dict[str, tuple[DutyRule, ...]] | None = None,
    **rest: Any,
) -> dict[str, Any]:
    """Values of a category; its name is the key it stands under, added by ``_build_regime``."""
    paper = {"paper": assignment["paper"]} if assignment and "paper" in assignment else {}
    return {
        "initiation": initiation[0], "initiation_clause": initiation[1], **paper,
        "duties": {"反馈": reply, "办结": finish, **(further or {})}, **rest,
    }  # fmt: skip


def _build_regime(
    name: str, documents: tuple[Document, ...], categories: dict[str, dict[str, Any]],
    common: dict[str, Any] | None = None, scoring: tuple[Any, ...] = (), **rest: Any,
) -> Regime:  # fmt: skip
    values = dict(common or {})
    everywhere: tuple[SignRule, ...] = values.pop("signing", ())
    own = (values.pop("reply", ()), values.pop("finish", ()))
    duties = {**dict(zip(DUTIES, own, strict=True)), **values.pop("further", {})}
    built = {}
    for key, given in categories.items():
        signing = (*given.pop("signing", ()), *everywhere)
        built[key] = Category(name=key, signing=signing, **given)
    conclusions, points = split_rules(scoring)
    return Regime(
        name=name, documents=documents, categories=built, common=duties, scoring=conclusions, points=points,
        **values, **rest,
    )  # fmt: skip
