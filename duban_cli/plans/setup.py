"""建账 and 单位: a new ledger, and its list of units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ruamel.yaml.nodes import SequenceNode

from duban_cli.errors import DataProblem, RuleRefused, WrongUse
from duban_cli.ledger.change import Change, FileWrite, digest
from duban_cli.ledger.files import REGIME_FILE, SETTINGS_FILE, UNITS_FILE
from duban_cli.ledger.nodes import Source, compose, plain, plain_key
from duban_cli.ledger.regime_file import read_regime
from duban_cli.ledger.units import read_units
from duban_cli.ledger.writer import INVISIBLE, Facts, flow, scalar
from duban_cli.plans.editor import hints_line
from duban_cli.plans.sheet import Inputs, compact

PAPER_MARKS = {
    "督查函": "督函", "交办通知单": "督交", "限期整改督办单": "督改", "督查通知": "督通", "催办通知单": "督催", "督办单": "督办", "延期批复": "督延",
    "退回重办通知": "督退", "约谈通知": "督约", "督查结论": "督结", "复核决定": "督复", "问责建议": "督问", "销号单": "督销",
    "督查报告": "督报", "专题报告": "督专", "月度督办清单": "督清",
    "任务清单": "督任", "责任清单": "督责", "措施清单": "督措", "成果清单": "督成", "考核表": "督考",
    "三单": "督三", "公示清单": "督示", "整改通报": "督改通",
}  # fmt: skip
"""Kind of paper → the mark that follows the office's code in its 文号."""

GITATTRIBUTES = b"*.yaml text eol=lf\n*.json text eol=lf\n*.docx binary\n"
GITIGNORE = "# 草稿和另存的文书不入台账\ndrafts/\ndocuments/\n.duban/\n~$*\n".encode()
DIRECTORIES = ("items", "office", "papers", "calendar", "templates")


def settings_text(
    office: str, government: str, code: str, regime: str, contact: str | None, phone: str | None,
    address: str | None = None, briefs: Sequence[str] = (),
) -> str:  # fmt: skip
    """duban.yaml of a new ledger; ``code`` is the office's 机关代字, ``briefs`` its own 简报. Raises WrongUse."""
    if not re.fullmatch(r"[^\W_]{1,10}", code):
        raise WrongUse(f"机关代字“{code}”不对", "写一两个汉字，如 岳；文号由它起头：岳督函〔2026〕1号")
    for name, text in (
        ("督查机构名称", office),
        ("政府名称", government),
        ("联系人", contact),
        ("电话", phone),
        ("地址", address),
    ):
        if text is not None and (not text.strip() or INVISIBLE.search(text)):
            raise WrongUse(f"{name}是空的，或有换行、控制字符", "写成一行文字")
    forms = "".join(f"  {kind}: {code}{mark}〔{{年}}〕{{号}}号\n" for kind, mark in PAPER_MARKS.items())
    return (
        "# 台账设置。文号里 {年} 为发文年份，{号} 每年从 1 起连续编。\n"
        f"单位: {scalar(office)}\n政府: {scalar(government)}\n制度: {scalar(regime)}\n"
        f"文号:\n{forms}  督查通报: 第{{号}}期\n  督查专报: 督查专报第{{号}}期\n"
        + "".join(f"  {name}: 《{name}》第{{号}}期\n" for name in briefs)
        + (f"简报: {flow(list(briefs))}\n" if briefs else "")
        + f"联系: {flow(compact({'联系人': contact or '', '电话': phone or '', '地址': address or ''}))}\n"
        "须签发: [督查通报, 问责建议, 督查报告]\n"
        "# 通报：不予公开的事项在通报里、在清单里怎样写：列明（写标题）、只列编号（不写标题）、不列（只计数）。\n"
        "# 本室时限：印发的通报列不列督查室自身时限的数字，列明或不列。\n"
        "通报: {不予公开事项: 只列编号, 清单: 列明, 本室时限: 不列}\n"
    )


def briefs_of(regime: bytes) -> tuple[str, ...]:
    """The 简报 a regime has the office bring out: what stands in 《》 as the word of its periodic work."""
    read = read_regime(regime, Source(REGIME_FILE))
    words = (rule.word or "" for rule in read.office) if read else ()
    return tuple(dict.fromkeys(found[1] for word in words if (found := re.fullmatch("《([^《》]+)》", word))))


def plan_init(
    *, office: str, government: str, code: str, regime_name: str, regime: bytes, contact: str | None = None,
    phone: str | None = None, address: str | None = None, hints: Mapping[str, bytes] | None = None,
) -> Change:  # fmt: skip
    """The first files of a ledger, the regime copied in and so pinned; ``hints``: the files for editors."""
    settings = settings_text(
        office, government, code, regime_name, contact, phone, address, briefs_of(regime)
    )
    units = "# 承办单位名录。用 duban unit add 添加，也可以手工改后 duban save。\n单位:\n"
    files: dict[str, bytes] = {
        SETTINGS_FILE: (hints_line("duban", hints) + settings).encode(),
        UNITS_FILE: (hints_line("units", hints) + units).encode(),
        REGIME_FILE: regime,
        ".gitattributes": GITATTRIBUTES,
        ".gitignore": GITIGNORE,
        **{f"{d}/.gitkeep": b"" for d in DIRECTORIES},
        **(hints or {}),
    }
    writes = tuple(FileWrite(path=p, content=c, expect=None) for p, c in files.items())
    return Change(
        writes=writes,
        subject=f"建账：{office}",
        body=f"制度：{regime_name}",
        trailers=(("Duban-Action", "建账"),),
    )


def plan_unit_add(
    inputs: Inputs, name: str, *, short: str | None = None, aliases: Sequence[str] = (), kind: str | None = None,
    head: str | None = None, contact: str | None = None, phone: str | None = None,
) -> Change:  # fmt: skip
    """One more unit at the end of the list; the rest of units.yaml stays as it is.

    Raises WrongUse for what is no name, RuleRefused when one is taken.
    """
    units = inputs.ledger.units
    words = (name, *([short] if short else []), *aliases)
    for word in words:
        _refuse_no_name(word)
    for word in words:
        taken = units.find(word)
        if taken is not None:
            raise RuleRefused(
                f"“{word}”已经是{taken.name}的名称", "换一个名称；要改原有单位，改 units.yaml 后 duban save"
            )
    facts = compact(
        {
            "名称": name, "简称": short, "别名": list(aliases), "类别": kind, "主要负责人": head,
            "联络员": compact({"姓名": contact or "", "电话": phone or ""}) if contact else None,
        }
    )  # fmt: skip
    old = inputs.read(UNITS_FILE)
    if old is None:
        raise DataProblem(f"{UNITS_FILE} 读不出来", "检查文件权限")
    new = with_unit(old, facts)
    write = FileWrite(path=UNITS_FILE, content=new, expect=digest(old))
    return Change(
        writes=(write,),
        subject=f"增加单位：{name}",
        trailers=(("Duban-Action", "单位"),),
        message=inputs.message,
    )


def _refuse_no_name(word: str) -> None:
    if not word.strip():
        raise WrongUse("单位名称是空的", "写单位全称，如 duban unit add 岳阳楼区人民政府")
    if INVISIBLE.search(word):
        raise WrongUse(f"单位名称“{word.strip()}”里有换行或控制字符", "写成一行文字")
    parts = [p for p in re.split("[、，,;；]", word) if p.strip()]
    if len(parts) > 1:
        raise WrongUse(f"“{word}”像是{len(parts)}个单位", "一次加一个单位")


def with_unit(data: bytes, facts: Mapping[str, Facts]) -> bytes:
    """units.yaml with one unit more after the last one, read back and compared. Raises DataProblem."""
    root = compose(data, Source(UNITS_FILE))
    text = data.decode("utf-8")
    lines = text.splitlines(keepends=True)
    at = len(lines)
    before: dict[str, Facts] = plain(root) if root is not None else {}
    keys = [k for k, _ in root.value] if root is not None else []
    place = next((n for n, k in enumerate(keys) if plain_key(k) == "单位"), None)
    newline = "\r\n" if "\r\n" in text else "\n"
    line = f"- {flow(dict(facts))}{newline}"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += newline
    if place is None:
        lines.append(f"单位:{newline}")
        at = len(lines)
    elif place + 1 < len(keys):
        at = keys[place + 1].start_mark.line
        while at > 0 and (not lines[at - 1].strip() or lines[at - 1].lstrip().startswith("#")):
            at -= 1
    value = root.value[place][1] if root is not None and place is not None else None
    indent = value.start_mark.column if isinstance(value, SequenceNode) and value.value else 0
    lines.insert(at, " " * indent + line)
    after = "".join(lines).encode("utf-8")
    source = Source(UNITS_FILE)
    read = read_units(after, source)
    old_list = before.get("单位")
    kept = [*(old_list if isinstance(old_list, list) else []), dict(facts)]
    again = compose(after, Source(UNITS_FILE))
    if read is None or again is None or plain(again) != {**before, "单位": kept}:
        raise DataProblem(
            f"{UNITS_FILE} 的写法加不上新单位", "照已有的写法手工添加一行，再用 duban save 保存"
        )
    return after
