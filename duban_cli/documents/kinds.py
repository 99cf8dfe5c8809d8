"""The kinds of paper duban writes, by the Chinese name their template carries."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from duban_cli.documents.context import Assignment, Bulletin, Closing, Return, Urging

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duban_cli.documents.fields import Fields


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper: its template's name and what the template may print."""

    name: str
    context: type[Fields]
    purpose: str


TEMPLATES: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("督查函", Assignment, "把督查事项交给单位办理"),
            Kind("催办通知单", Urging, "催要逾期未报的反馈"),
            Kind("退回重办通知", Return, "反馈未通过审核，退回重办"),
            Kind("销号单", Closing, "事项办结审核后销号，存档备查"),
            Kind("督查通报", Bulletin, "通报一段时期的督查情况"),
        )
    }
)
