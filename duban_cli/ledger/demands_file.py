"""要求对照表: what each source document demands, how it is met, and which check holds it."""

from __future__ import annotations

from dataclasses import dataclass

from duban_cli.errors import DataProblem
from duban_cli.ledger.fieldtypes import Field, Many, Record, Text
from duban_cli.ledger.nodes import Source, compose
from duban_cli.shipped import demands_bytes

DEMANDS_FILE = "demands.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One row: a clause, what it asks for, the command or file that meets it, the check that holds it."""

    document: str
    article: str
    asks: str
    means: str
    check: str

    @property
    def clause(self) -> str:
        """As a regime's 依据 is printed: ``岳政办发〔2007〕3号 二（三）``."""
        return f"{self.document}{'' if self.document.endswith('）') else ' '}{self.article}"


DEMAND = Record("要求", Demand, (
    Field("文件", "document", Text(limit=60), "文件，与制度里的引用一致", required=True, example="岳政办发〔2007〕3号"),
    Field("条款", "article", Text(limit=40), "条款", required=True, example="二（三）"),
    Field("要求", "asks", Text(limit=80), "要求什么，一句话", required=True),
    Field("办法", "means", Text(limit=120), "哪个命令、哪个文件办到；人去办的以“人工：”开头", required=True),
    Field("检验", "check", Text(limit=40), "检验的名称；人去办的写 人工", required=True),
))  # fmt: skip
_TABLE = Record(
    "要求对照表", lambda rows: rows, (Field("要求", "rows", Many(DEMAND), "逐条要求", required=True),)
)


def demands() -> tuple[Demand, ...]:
    """The table that travels with the program. Raises DataProblem."""
    source = Source(DEMANDS_FILE)
    root = compose(demands_bytes(), source)
    rows: tuple[Demand, ...] | None = None if root is None else _TABLE.read(root, source)
    if rows is None or source.failed:
        raise DataProblem("要求对照表读不出来：\n" + "\n".join(p.text for p in source.problems))
    return rows
