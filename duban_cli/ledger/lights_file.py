"""regimes/lights.yaml: ways of lighting in use somewhere, from which a new regime takes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import MappingNode

from duban_cli.ledger.fieldtypes import Field, Parsed, Record, Text
from duban_cli.ledger.nodes import Source, compose, plain, plain_key
from duban_cli.ledger.regime_ladder import LadderRules, Lights, duties_named, rungs_written
from duban_cli.rules.regime import Clause, LadderStep, Light


@dataclass(frozen=True, slots=True, kw_only=True)
class Lighting:
    """One way of lighting: its lights from the least to the worst, and the ladder they follow, if any."""

    name: str
    note: str
    source: str
    lights: tuple[Light, ...]
    ladder: tuple[LadderStep, ...] = ()

    def file_text(self, basis: str) -> str:
        """灯, and 催办 where it has its own, as a regime's file writes them, every rule resting on ``basis``."""
        lit = [f"{x.name}: {_flow([t.text for t in x.triggers])}" for x in self.lights]
        lines = [f"灯: {{{', '.join([*lit, f'依据: {basis}'])}}}"]
        if self.ladder:
            lines = ["催办:", *(_step(s, basis) for s in self.ladder), *lines]
        return "\n".join(lines) + "\n"


def _step(step: LadderStep, basis: str) -> str:
    written = {
        "针对": step.duty, "自": step.since if step.follows else None, "逾期": f"{step.overdue}个工作日",
        "动作": step.action if step.action != "催办" else None, "方式": _flow(step.ways), "文书": step.paper,
        "酌情": "是" if step.optional else None, "依据": basis,
    }  # fmt: skip
    return "- {" + ", ".join(f"{k}: {v}" for k, v in written.items() if v is not None) + "}"


def _flow(values: list[str] | tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def read_lightings(data: bytes, source: Source) -> tuple[Lighting, ...] | None:
    """Every way of lighting in ``data``, in its order; None when it cannot be relied on."""
    root = compose(data, source)
    if root is None:
        return None
    if not isinstance(root, MappingNode):
        source.problem(root, "type", "应当逐个写名称，各有说明、出处和灯")
        return None
    found: list[Lighting] = []
    for key, value in root.value:
        values = _definition(plain(value)).read_values(value, source)
        if values is not None:
            found.append(Lighting(name=plain_key(key), **values))
    return None if source.failed else tuple(found)


def _definition(written: Any) -> Record:
    # What they rest on is for the regime to say that takes one over.
    clause = Parsed("依据", lambda _: Clause(None))
    basis = Field("依据", "clause", clause, "依据")
    ladder = LadderRules(basis, duties=duties_named(written))
    return Record("亮灯办法", dict, (
        Field("说明", "note", Text(limit=200), "怎样亮灯", required=True),
        Field("出处", "source", Text(limit=100), "哪里用过", required=True),
        Field("灯", "lights", Lights(clause, rungs_written(written)), "由轻到重", required=True),
        Field("催办", "ladder", ladder, "灯所随的催办"),
    ))  # fmt: skip
