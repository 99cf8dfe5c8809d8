"""办公室: the office's own rules as regime.yaml writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import Node

from duban_cli.ledger.fieldtypes import LIMIT, Choice, Field, Parsed, Record, Schema, Text
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.office_file import EVENT_ACTIONS
from duban_cli.rules.events import EVENT_WORDS
from duban_cli.rules.office import ACTS
from duban_cli.rules.regime import OfficeRule
from duban_cli.text import nearest


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """One rule: for each item (自 with 时限), or for each period (每 with 动作)."""

    clause: Parsed
    rhythm: Parsed
    when: Field
    name: str = "办公室规则"

    @property
    def record(self) -> Record:
        return Record(self.name, dict, (
            Field("事", "what", Text(limit=40), "做什么", required=True, example="交办"),
            Field("自", "start", Choice(EVENT_WORDS, "起算"), "每件事项：从哪一步起算", example="立项"),
            Field("每", "rhythm", self.rhythm, "定期工作：周期", example="月"),
            Field("时限", "limit", LIMIT, "几天之内", example="2个工作日"),
            Field("起", "edge", Choice(("期初", "期末"), "起算"), "定期工作的时限从当期开始还是结束起算"),
            Field("动作", "action", Choice(EVENT_ACTIONS, "动作"), "定期工作：记作 office/年.yaml 的哪种动作"),
            Field("含", "word", Text(limit=40), "定期工作：记录的内容里须有的字"),
            Field("依据", "clause", self.clause, "文件代号加条款", required=True, example="本办约定"),
            Field("时限依据", "limit_clause", self.clause, "时限另有依据的，写在这里", example="本办约定"),
            self.when,
        ))  # fmt: skip

    def read(self, node: Node, source: Source) -> OfficeRule | None:
        values = self.record.read_values(node, source)
        if values is None:
            return None
        wrong = _wrong(values)
        if wrong is not None:
            source.problem(node, "office-rule", *wrong)
            return None
        return OfficeRule(**values)

    def schema(self) -> Schema:
        return self.record.schema()


def _wrong(values: dict[str, Any]) -> tuple[str, str] | None:
    """What a rule lacks or has too much, and what to write."""
    what = values["what"]
    if ("start" in values) == ("rhythm" in values):
        return f"“{what}”的“自”和“每”必须写一个，且只写一个", "每件事项的写 自: 立项，定期工作写 每: 月"
    if "start" in values:
        extra = [key for key, attr in (("起", "edge"), ("动作", "action"), ("含", "word")) if attr in values]
        if extra:
            return f"“{what}”写了“自”，就不能写“{'、'.join(extra)}”", "这几项只用于定期工作（每）"
        if what not in ACTS:
            near = nearest(what, ACTS)
            return (
                f"“{what}”不是每件事项都要做的事",
                f"是否想写“{near}”" if near else f"可用：{'、'.join(ACTS)}",
            )
        return None if "limit" in values else (f"“{what}”没有写时限", "补上 时限: 2个工作日")
    if "action" not in values:
        return f"“{what}”没有写记作哪种动作", f"补上 动作: {'、'.join(EVENT_ACTIONS)} 之一"
    if "when" in values:
        return f"“{what}”是定期工作，不能写“当”", "删去“当”"
    if "edge" in values and "limit" not in values:
        return f"“{what}”写了“起”，却没有时限", "补上 时限: 5个工作日，或删去“起”"
    if "limit" in values and "edge" not in values:
        return f"“{what}”的时限从何时起算没有写", "补上 起: 期初 或 起: 期末"
    return None
