"""What ``new`` is told of an item: by its options, or by a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ruamel.yaml.nodes import MappingNode

from duban_cli.cli import options as opt
from duban_cli.errors import DataProblem, RuleRefused, WrongUse
from duban_cli.ledger.item_format import HEADER, HISTORY_KEY, OPENNESS
from duban_cli.ledger.nodes import Source, compose, plain, plain_key
from duban_cli.ledger.records import Person
from duban_cli.ledger.writer import Facts
from duban_cli.plans.sheet import compact
from duban_cli.rules.periods import PeriodError, Rhythm

_SECRETS = ("秘密", "机密", "绝密")


def openness(text: str) -> str:
    """公开属性. Raises RuleRefused for a state secret, WrongUse for any other word."""
    if text in _SECRETS:
        raise RuleRefused(
            f"“{text}”属于国家秘密，不得上本台账（保守国家秘密法第三十一条）", "涉密事项在涉密设备上另行办理"
        )
    return opt.one_of(*OPENNESS)(text)


def rhythm(text: str) -> str:
    """反馈频次, its writing checked."""
    try:
        Rhythm.parse(text)
    except PeriodError as error:
        raise WrongUse(error.message, error.hint) from error
    return text.strip()


def origin(source: str | None, day: date | None, instructed_by: str | None) -> dict[str, Facts] | None:
    """来源 from ``批示/征拆进展报告``, its date, and ``市长/主要领导``."""
    if source is None:
        if day or instructed_by:
            raise WrongUse("写了来源日期或批示人，却没有写来源", "加上 --source 批示/名称")
        return None
    kind, _, name = source.replace("／", "/").partition("/")
    who, _, level = (instructed_by or "").replace("／", "/").partition("/")
    return compact(
        {"类型": kind.strip(), "名称": name.strip(), "批示人": who.strip(), "层级": level.strip(),
         "日期": day.isoformat() if day else None}
    )  # fmt: skip


def person_facts(person: Person | None) -> dict[str, Facts] | None:
    """A person as the file has one."""
    return compact({"姓名": person.name, "职务": person.post}) if person else None


def header_in(path: Path) -> dict[str, Facts]:
    """The item a file describes; what it leaves out the options may give.

    Raises WrongUse, DataProblem with every problem of the file and its place.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WrongUse(f"{path} 打不开：{error.strerror}", "检查文件名") from error
    source = Source(str(path))
    root = compose(data, source)
    if root is not None and not isinstance(root, MappingNode):
        source.problem(root, "type", "文件内容不是一组“名称: 内容”", "第一行写 标题: …")
    elif isinstance(root, MappingNode):
        history = [v for k, v in root.value if plain_key(k) == HISTORY_KEY]
        if any(plain(v) for v in history):
            raise WrongUse(f"{path} 里已有“办理”", "新立的事项从立项记起，删去“办理”")
        root.value = [(k, v) for k, v in root.value if plain_key(k) != HISTORY_KEY]
        HEADER.read_values(root, source)
    told = [p.text for p in source.problems if p.level == "error" and p.code != "missing"]
    if told or not isinstance(root, MappingNode):
        raise DataProblem(f"{path} 有错，没有立项：\n" + "\n".join(told), "改好后再试")
    facts: dict[str, Facts] = plain(root)
    return facts
