"""亮灯办法 for the eye and for programs: how each lights, where it comes from, and what it writes into a regime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from duban_cli.rules.regime import LOCAL

if TYPE_CHECKING:
    from duban_cli.ledger.lights_file import Lighting


def lightings_text(found: Sequence[Lighting]) -> str:
    """Each with its explanation, its source, and the lines a new regime gets."""
    out: list[str] = []
    for one in found:
        lit = "；".join(f"{x.name}：{'、'.join(t.text for t in x.triggers)}" for x in one.lights)
        out += [one.name, f"  {one.note}。", f"  由轻到重  {lit}", f"  参照：{one.source}", "  写入制度："]
        out += [f"    {line}" for line in one.file_text(LOCAL).splitlines()]
        out.append("")
    out.append(
        "写入新制度：duban regime --new 某市政务督查制度 --lights 名称；已有的台账照着改 regime.yaml。"
    )
    return "\n".join(out) + "\n"


def lightings_json(found: Sequence[Lighting]) -> list[dict[str, Any]]:
    """The same as plain data; ``level`` grows from the least to the worst."""
    return [
        {
            "name": one.name, "note": one.note, "source": one.source,
            "lights": [
                {"name": x.name, "level": x.level, "triggers": [t.text for t in x.triggers]} for x in one.lights
            ],
            "ladder": [
                {"duty": s.duty, "reached": s.reached_text, "ways": list(s.ways), "paper": s.paper} for s in one.ladder
            ],
        }
        for one in found
    ]  # fmt: skip
