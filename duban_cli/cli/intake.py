"""立项: the command new, told of an item by its options, by a file, or by answers at a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from ruamel.yaml.nodes import MappingNode

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import ask, may_ask, talk
from duban_cli.cli.writing import carry_out, inputs_of
from duban_cli.errors import DataProblem, RuleRefused, WrongUse
from duban_cli.ledger.item_format import DIFFICULTY, HEADER, HISTORY_KEY, OPENNESS, URGENCY
from duban_cli.ledger.nodes import Source, compose, plain, plain_key
from duban_cli.ledger.records import Person
from duban_cli.ledger.store import Ledger
from duban_cli.ledger.vocabulary import REPLY_BY
from duban_cli.ledger.writer import Facts
from duban_cli.plans.initiate import plan_initiate, plan_new
from duban_cli.plans.sheet import compact, person_facts
from duban_cli.rules.periods import PeriodError, Rhythm

_SECRETS = ("秘密", "机密", "绝密")
_HEADS = ("市长", "区长", "县长", "州长", "省长", "主席")


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
    if who.strip() and not level.strip():
        level = "主要领导" if who.strip().endswith(_HEADS) and "副" not in who else ""
        if not level:
            talk("提醒：没有写批示人的层级，签发要求按层级定；写作 --instructed-by 李某某/分管领导")
    return compact(
        {"类型": kind.strip(), "名称": name.strip(), "批示人": who.strip(), "层级": level.strip(),
         "日期": day.isoformat() if day else None}
    )  # fmt: skip


def milestone(text: str) -> tuple[str, date]:
    """One 节点: ``签约过半=2026-03-31``. Raises WrongUse."""
    what, sign, end = text.replace("＝", "=").rpartition("=")
    if not sign or not what.strip():
        raise WrongUse(f"节点“{text}”看不懂", "写作 --milestone '签约过半=2026-03-31'，内容在前，日期在后")
    return what.strip(), opt.day(end)


def milestones(given: Iterable[tuple[str, date]]) -> list[Facts]:
    """节点 as files have them, numbered in the order given."""
    return [{"号": str(n), "内容": what, "时限": end.isoformat()} for n, (what, end) in enumerate(given, 1)]


def several(written: Iterable[str]) -> list[Facts]:
    """Units as options give them, one each or several between 、 or ，."""
    return [part for text in written for part in (p.strip() for p in re.split("[、，,]", text)) if part]


def ask_for_missing(here: Desk, header: dict[str, Facts]) -> None:
    """What an item must have and was not given, asked for; names are checked as they are typed.

    Raises WrongUse where nobody can be asked.
    """
    ledger = here.ledger
    if "标题" not in header:
        header["标题"] = ask("标题", option="--title")
    if "类别" not in header:
        if may_ask():
            talk(f"类别：{'、'.join(ledger.regime.categories)}")
        header["类别"] = _ask_known("类别", "--category", lambda text: ledger.category(text).name)
    if "主办单位" not in header:
        header["主办单位"] = _ask_known("主办单位", "--lead", ledger.unit)
    if "要求" not in header:
        header["要求"] = ask("要求", option="--demand")
    if may_ask() and counts_from_report(ledger, str(header["类别"])):
        origin = header.get("来源") or {"类型": "媒体"}
        if isinstance(origin, dict) and "日期" not in origin:
            day = _ask_known("报道的日期", "--source-date", lambda text: opt.day(text).isoformat())
            header["来源"] = {**origin, "日期": day}


def ask_approver(here: Desk, header: Mapping[str, Facts]) -> str | None:
    """Who approved that the item is put on the ledger, where the regime wants it."""
    rule = here.ledger.regime.category(str(header.get("类别", "")))
    if rule is None or rule.initiation != "批准":
        return None
    hint = "须写批准人；还没有批准的，按 Ctrl-C 退出，加 --pending 先登记"
    return ask("批准立项的领导", option="--approved-by", empty=hint)


def counts_from_report(ledger: Ledger, category: str) -> bool:
    """True where the category's limit counts from 来源.日期."""
    rule = ledger.regime.category(category)
    return rule is not None and any(
        d.start == "来源.日期" for several in rule.duties.values() for d in several
    )


def _ask_known(question: str, option: str, check: Callable[[str], str]) -> str:
    """Ask until the answer can be taken. Raises WrongUse where nobody can be asked."""
    while True:
        answer = ask(question, option=option)
        try:
            return check(answer)
        except WrongUse as error:
            talk(f"{error.message}（{error.hint}）" if error.hint else error.message)


def header_in(path: Path) -> dict[str, Facts]:
    """The item a file describes; what it leaves out the options may give.

    Raises WrongUse, DataProblem with every problem of the file and its place.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise opt.cannot_open(path, error, "检查文件名") from error
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


Urgency = Annotated[
    str | None,
    typer.Option("--urgency", metavar="缓急", help="普通、急件或特急", parser=opt.one_of(*URGENCY)),
]
Secrecy = Annotated[
    str | None,
    typer.Option(
        "--secrecy", metavar="公开属性", help="主动公开、依申请公开或不予公开（默认）", parser=openness
    ),
]


def new(
    ctx: typer.Context,
    item: Annotated[
        str | None, typer.Argument(metavar="编号", help="已登记、待立项的事项编号；不写则新建")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="文字", help="标题")] = None,
    category: Annotated[str | None, typer.Option("--category", metavar="类别", help="类别")] = None,
    lead: Annotated[str | None, typer.Option("--lead", metavar="单位", help="主办单位")] = None,
    support: Annotated[
        list[str] | None, typer.Option("--support", metavar="单位", help="协办单位，可重复，或用顿号隔开")
    ] = None,
    demand: Annotated[str | None, typer.Option("--demand", metavar="文字", help="要求")] = None,
    standard: Annotated[str | None, typer.Option("--standard", metavar="文字", help="工作标准")] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="类型/名称", help="来源，如 批示/征拆进展报告、会议/市政府常务会议"),
    ] = None,
    source_date: Annotated[
        date | None,
        typer.Option("--source-date", metavar="日期", help="批示、会议或报道的日期", parser=opt.day),
    ] = None,
    instructed_by: Annotated[
        str | None, typer.Option("--instructed-by", metavar="领导/层级", help="批示人，如 市长/主要领导")
    ] = None,
    deadline: opt.Deadline = None,
    rhythm: Annotated[
        str | None,
        typer.Option("--rhythm", metavar="频次", help="反馈频次，如 每月", parser=rhythm),
    ] = None,
    reply_by: Annotated[
        str | None,
        typer.Option(
            "--reply-by",
            metavar="反馈单位",
            help="主办（默认）：协办单位报主办，主办反馈；各单位：协办单位也各自反馈",
            parser=opt.one_of(*REPLY_BY),
        ),
    ] = None,
    urgency: Urgency = None,
    secrecy: Secrecy = None,
    officer: Annotated[
        Person | None, typer.Option("--officer", metavar="姓名/职务", help="责任人", parser=opt.person)
    ] = None,
    handler: Annotated[
        Person | None, typer.Option("--handler", metavar="姓名/职务", help="承办人", parser=opt.person)
    ] = None,
    first_officer: Annotated[
        Person | None,
        typer.Option(
            "--first-officer", metavar="姓名/职务", help="第一责任人：承办单位主要负责人", parser=opt.person
        ),
    ] = None,
    unit_leader: Annotated[
        str | None, typer.Option("--unit-leader", metavar="姓名", help="承办单位的责任领导")
    ] = None,
    leader: Annotated[str | None, typer.Option("--leader", metavar="姓名", help="分管此线的政府领导")] = None,
    difficulty: Annotated[
        str | None,
        typer.Option(
            "--difficulty", metavar="难度", help="一般（默认）或重大疑难", parser=opt.one_of(*DIFFICULTY)
        ),
    ] = None,
    stones: Annotated[
        list[Any] | None,
        typer.Option(
            "--milestone",
            metavar="内容=日期",
            help="节点，如 '签约过半=2026-03-31'；可重复，按写的先后编号",
            parser=milestone,
        ),
    ] = None,
    parent: Annotated[str | None, typer.Option("--parent", metavar="编号", help="上级事项")] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from", metavar="文件", help="从 YAML 文件读事项内容", parser=Path)
    ] = None,
    pending: Annotated[bool, typer.Option("--pending", help="先登记，批准后再立项")] = False,
    day: opt.Date = None,
    approved_by: opt.ApprovedBy = None,
    by: opt.By = None,
    note: opt.Note = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """立项：把一件事列入台账。领导批示直接立项，其余类别写明批准人。

    在终端运行而没有写全时，会逐项询问。

    例：duban new --title 岳阳大道东延线征地拆迁 --category 领导批示 --lead 岳阳楼区人民政府
    --source 批示/征拆进展报告 --source-date 2026-03-02 --instructed-by 市长/主要领导
    --demand 完成剩余32户协议签订 --deadline 10个工作日
    """
    here = desk(ctx)
    inputs = inputs_of(here, message)
    on = day or here.now.day
    if item is not None:
        told = (
            title,
            category,
            lead,
            support,
            demand,
            standard,
            source,
            deadline,
            from_file,
            pending,
            stones,
        )
        if any((*told, first_officer, unit_leader, difficulty)):
            raise WrongUse(
                f"写了编号“{item}”，就是给已登记的事项立项，不能再写标题、单位等内容",
                "要新建的，去掉编号，标题写在 --title 后面",
            )
        change = plan_initiate(inputs, here.item_id(item), day=on, approved_by=approved_by, by=by, note=note)
        return carry_out(ctx, change, draft=draft, form=form, ids_out=True)
    header = header_in(from_file) if from_file else {}
    given: dict[str, Facts | None] = {
        "标题": title, "类别": category, "来源": origin(source, source_date, instructed_by), "要求": demand,
        "工作标准": standard, "主办单位": lead, "协办单位": several(support or []), "责任人": person_facts(officer),
        "承办人": person_facts(handler), "第一责任人": person_facts(first_officer), "责任领导": unit_leader,
        "难度": difficulty, "节点": milestones(stones or ()), "分管领导": leader, "缓急": urgency, "公开属性": secrecy,
        "办结时限": deadline, "反馈频次": rhythm, "反馈单位": reply_by, "上级事项": here.item_id(parent) if parent else None,
    }  # fmt: skip
    header |= compact(given)
    # Given as a blank is not left out: that is told, not asked for.
    header |= {
        k: "" for k in ("标题", "要求", "主办单位") if given[k] == "" or str(given[k] or "-").isspace()
    }
    ask_for_missing(here, header)
    if not approved_by and not pending and may_ask():
        approved_by = ask_approver(here, header)
    change = plan_new(inputs, header, day=on, approved_by=approved_by, by=by, note=note, pending=pending)
    return carry_out(ctx, change, draft=draft, form=form, ids_out=True)
