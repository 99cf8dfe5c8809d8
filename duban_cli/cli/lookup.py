"""Looking things up: workday, check, log. Nothing here writes."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.progress import watched
from duban_cli.cli.terminal import out, prose, talk
from duban_cli.cli.views import heading
from duban_cli.errors import NotFound, WrongUse
from duban_cli.ledger.files import (
    ITEM_NAME,
    REGIME_FILE,
    SETTINGS_FILE,
    UNITS_FILE,
    find_root,
    of_calendar,
)
from duban_cli.rules.moments import SHANGHAI
from duban_cli.text import halfwidth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from duban_cli.cli.history import LookedBack
    from duban_cli.history import Repo
    from duban_cli.ledger.commits import Commit
    from duban_cli.ledger.findings import Finding
    from duban_cli.ledger.verdict import Verdict
    from duban_cli.rules.workdays import WorkCalendar
    from duban_cli.views.log import Logged

_LATEST = 20
_MOST_WORKDAYS = 10_000

Paths = Annotated[
    list[str] | None, typer.Argument(metavar="路径…", help="只看这些文件或目录；不写则为整个台账")
]
Strict = Annotated[bool, typer.Option("--strict", help="有提醒也算不通过")]
History = Annotated[
    bool, typer.Option("--history", help="再查 git 历史：记录有没有被改、被删，文书有没有被换")
]
Tip = Annotated[
    str | None,
    typer.Option(
        "--tip", metavar="提交", help="从前记下的提交号；不在现在的历史里就是被重写过。连同 --history"
    ),
]
Signatures = Annotated[bool, typer.Option("--signatures", help="核对每次提交的签名。连同 --history")]
Start = Annotated[
    str, typer.Argument(metavar="日期", help="起算日（当日不计），如 2026-02-10", show_default=False)
]
Target = Annotated[
    str,
    typer.Argument(metavar="+天数|-天数|日期", help="+10 往后，-15 往前，或另一个日期", show_default=False),
]
Latest = Annotated[
    int | None,
    typer.Option(
        "-n",
        metavar="次数",
        help=f"最近几次，0 为全部；默认 {_LATEST}，写明编号时默认全部",
        parser=opt.number,
    ),
]


def workday(ctx: typer.Context, start: Start, target: Target, form: opt.Format = "text") -> int:
    """推算工作日：某日之后（之前）第几个工作日是哪天，或两个日期之间有几个工作日。

    起算日不计入（民法典第二百零一条）。按国务院放假通知；在台账里运行时，台账 calendar/ 里的更正优先。
    没有放假通知的年份按法定节日推算，标“暂定”。结果写在标准输出，经过写在标准错误。

    例：
      duban workday 2026-02-10 +10
      duban workday 2026-03-31 -15
      duban workday 2026-02-10 2026-03-02
    """
    at = desk(ctx)
    since = opt.day(start)
    calendar = at.calendar
    n, due, counted = _reckon(calendar, since, halfwidth(target))
    skipped = calendar.explain(since, due)
    worked = calendar.worked_in_exchange(since, due)
    provisional = calendar.provisional_between(since, due)
    if form == "json":
        from duban_cli.views import as_json  # noqa: PLC0415

        found = {
            "start": since.isoformat(), "n": n, "due": due.isoformat(), "provisional": provisional,
            "skipped": as_json.days(skipped), "worked": as_json.days(worked),
        }  # fmt: skip
        out(as_json.dump(heading(at) | found))
        return 0
    from duban_cli.rules.workdays import group_skipped  # noqa: PLC0415
    from duban_cli.views.words import on_day  # noqa: PLC0415

    out(str(n) if counted else due.isoformat())
    way = "之后" if due >= since else "之前"
    if counted:
        talk(f"{on_day(since)}（不计）至 {on_day(due)}：{abs(n)}个工作日")
    else:
        talk(f"{on_day(since)}{way}第{abs(n)}个工作日：{on_day(due)}")
    if skipped:
        talk(f"不计 {group_skipped(skipped, since.year)}")
    if worked:
        talk(f"计入 {group_skipped(worked, since.year)}")
    if provisional:
        talk("暂定：其中有的日子国务院还没有发布放假安排")
    return 0


def check(
    ctx: typer.Context, paths: Paths = None, strict: Strict = False, history: History = False, tip: Tip = None,
    signatures: Signatures = False, form: opt.CheckFormat = "text",
) -> int:  # fmt: skip
    """检查台账，只读不改：格式、日期、单位、期限、文号、审批……每个问题一行，写明位置和怎么改。

    加 --history 再逐次查 git 历史：记录只增不改，交办后“办理”以上不改，发出的文书不换；谁、何时、改了哪一条都写明。
    格式、注释随便改。改了又改回原样的算提醒。不在台账目录里运行的，按写的路径找台账。

    没有错误时退出码为 0（有提醒也是 0，加 --strict 则为 1）；有错误为 1。

    例：
      duban check
      duban check items/2026/2026-0017.yaml
      duban check --strict --format github
      duban check --history --tip 2f1c9ab
    """
    at = _desk_of(ctx, paths)
    verdict = _judged(at)
    findings = list(verdict.findings)
    looked: LookedBack | None = None
    if history or tip is not None or signatures:
        from duban_cli.checks import in_order  # noqa: PLC0415
        from duban_cli.cli.history import look_back  # noqa: PLC0415 - most checks do not look back

        looked = look_back(at.root, at.loaded.ledger, noted=tip, signed=signatures, watch=watched)
        findings = list(in_order([*findings, *looked.findings]))
    if paths:
        wanted = [_within(at.root, path, findings) for path in paths]
        # Of a ledger that cannot be read no file is known to be right: what stops the reading is told all the same.
        always = not verdict.sound
        findings = [
            f
            for f in findings
            if any(_covers(path, f.path) for path in wanted) or (always and _is_base(f.path))
        ]
    if form == "json":
        from duban_cli.views import as_json  # noqa: PLC0415

        told = {
            "findings": [as_json.finding(f) for f in findings],
            "history": looked.json if looked else None,
        }
        out(as_json.dump(heading(at) | told))
    elif findings:
        prefix = os.path.relpath(at.root).replace(os.sep, "/")
        out("\n".join(_github(f, prefix) if form == "github" else f.text for f in findings))
    errors = sum(1 for f in findings if f.level == "error")
    if form != "json":
        if looked is not None:
            talk(looked.walked.text)
        talk(f"{errors}处错误、{len(findings) - errors}处提醒" if findings else "没有问题")
    return 1 if errors or (strict and findings) else 0


def log(
    ctx: typer.Context,
    item: opt.MaybeItemId = None,
    from_: opt.From = None,
    to: opt.To = None,
    latest: Latest = None,
    form: opt.Format = "text",
) -> int:
    """git 里的改动历史：何时、何人、记了什么；手工改文件的也在内。

    --from、--to 按提交的日期算；--today 不影响历史。

    例：
      duban log
      duban log 2026-0017
      duban log --from 2026-07-01 --to 2026-09-30 -n 0
    """
    from duban_cli.history import Repo  # noqa: PLC0415
    from duban_cli.views.log import log_text, logged_json  # noqa: PLC0415

    at = desk(ctx)
    repo = Repo.find(at.root)
    paths = None if item is None else [_item_path(at, item)]
    wanted = latest if latest is not None else 0 if item else _LATEST
    commits = repo.log(
        paths,
        since=_midnight(from_) if from_ else None,
        until=_midnight(to + timedelta(days=1)) - timedelta(seconds=1) if to else None,
        limit=wanted + 1 if wanted else None,
    )
    if item is not None and not commits:
        at.item(item)  # NotFound where there never was one
    more = bool(wanted) and len(commits) > wanted
    logged = _logged(repo, commits[: wanted or None], only=paths)
    if form == "json":
        from duban_cli.views import as_json  # noqa: PLC0415

        out(as_json.dump(heading(at) | {"commits": [logged_json(one) for one in logged]}))
    elif logged:
        prose(log_text(logged))
    elif from_ or to:
        talk("这段时间里没有提交")
    else:
        talk("还没有提交过；手工写的用 duban save 保存" if item else "还没有提交过")
    if more:
        talk(f"只列最近{wanted}次；-n 0 列出全部")
    return 0


# workday -------------------------------------------------------------------------------------------------


def _reckon(calendar: WorkCalendar, since: date, target: str) -> tuple[int, date, bool]:
    """How many working days, to which day, and whether it was the number that was asked for."""
    sign, digits = target[:1], target[1:]
    if sign in "+-" and digits.isascii() and digits.isdigit():
        n = int(digits) if len(digits) < 8 else _MOST_WORKDAYS + 1
        if n > _MOST_WORKDAYS:
            raise WrongUse(f"“{target}”太远", f"最多 {_MOST_WORKDAYS} 个工作日")
        n = -n if sign == "-" else n
        return n, calendar.add(since, n), False
    if target.isdigit() and len(target) < 8:
        raise WrongUse(f"“{target}”前没有写 + 或 -", f"往后写 +{target}，往前写 -{target}；数两日之间写日期")
    if sign in "+-" or target.isdigit():
        raise WrongUse(f"“{target}”看不懂", "往后写 +10，往前写 -15，数两日之间写日期")
    until = opt.day(target)
    if until >= since:
        return calendar.count(since, until), until, True
    one = timedelta(days=1)
    return -calendar.count(until - one, since - one), until, True


# check ---------------------------------------------------------------------------------------------------


def _desk_of(ctx: typer.Context, paths: Sequence[str] | None) -> Desk:
    """The desk; where no ledger is named and the current directory is in none, that of the ledger the paths lie in.

    Raises WrongUse: they lie in several.
    """
    at = desk(ctx)
    if not paths or at.root_or_none is not None:
        return at
    homes = {home for path in paths if (home := find_root(Path(path).absolute()))}
    if len(homes) > 1:
        told = "、".join(sorted(os.path.relpath(home) for home in homes))
        raise WrongUse(f"这些文件不在同一本台账里：{told}", "分开检查，如 duban -C 台账目录 check 路径…")
    return Desk(replace(at.asked, ledger=str(homes.pop()))) if homes else at


def _is_base(path: str) -> bool:
    return path in (SETTINGS_FILE, UNITS_FILE, REGIME_FILE) or of_calendar(path)


def _judged(at: Desk) -> Verdict:
    """Every finding; of a ledger whose base files are broken, what reading it found."""
    from duban_cli.ledger.verdict import Verdict, kept_verdict  # noqa: PLC0415

    def judge() -> Verdict:
        ledger = at.loaded.ledger
        if ledger is None:
            return Verdict(at.loaded.findings, all_day=True, sound=False)
        from duban_cli.checks import judged  # noqa: PLC0415

        return judged(ledger, at.now)

    return kept_verdict(at.files, at.shelves, at.now, judge)


def _within(root: Path, written: str, findings: Sequence[Finding]) -> str:
    """A path as findings name it. Raises WrongUse: outside the ledger. Raises NotFound."""
    here = Path(written)
    for full in (here if here.is_absolute() else Path.cwd() / here, root / here):
        plain = Path(os.path.normpath(full))
        if not plain.is_relative_to(root):
            continue
        path = plain.relative_to(root).as_posix()
        if plain.exists() or any(_covers(path, f.path) for f in findings):
            return path
    if here.exists():
        raise WrongUse(f"{written} 不在台账 {root} 里")
    raise NotFound(f"没有这个文件：{written}", "路径从台账目录或当前目录写起")


def _covers(path: str, found: str) -> bool:
    return path in (".", found) or found.startswith(f"{path}/")


def _github(f: Finding, prefix: str) -> str:
    """A finding as an annotation of a GitHub workflow."""
    path = f.path if prefix == "." else f"{prefix}/{f.path}"
    message = f"{f.message}（{f.hint}）" if f.hint else f.message
    for mark, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        path, message = path.replace(mark, code), message.replace(mark, code)
    path = path.replace(":", "%3A").replace(",", "%2C")
    return f"::{f.level} file={path},line={max(f.line, 1)},col={max(f.col, 1)},title={f.code}::{message}"


# log -----------------------------------------------------------------------------------------------------


def _item_path(at: Desk, written: str) -> str:
    """Where an item's file is, or was. Raises NotFound for what is no id."""
    from duban_cli.ledger.numbering import item_path  # noqa: PLC0415 - only what asks for one item

    item_id = at.item_id(written)
    return item_path(item_id) if ITEM_NAME.fullmatch(f"{item_id}.yaml") else at.item(written).path


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _logged(repo: Repo, commits: Sequence[Commit], only: list[str] | None) -> list[Logged]:
    """The commits with what each did, every version of a file fetched in one pass."""
    from duban_cli.views.log import Logged, item_change, item_id, other_kinds  # noqa: PLC0415

    touched = [
        (commit, path)
        for commit in commits
        for path in commit.paths
        if item_id(path) is not None and (only is None or path in only)
    ]
    wanted: list[tuple[str, str]] = []
    for commit, path in touched:
        wanted += [(commit.parents[0] if commit.parents else commit.sha, path), (commit.sha, path)]
    versions = repo.contents(wanted) if wanted else []
    changes: dict[str, list[Any]] = {}
    for n, (commit, path) in enumerate(touched):
        old = versions[2 * n] if commit.parents else None
        change = item_change(path, old, versions[2 * n + 1])
        if change is not None:
            changes.setdefault(commit.sha, []).append(change)
    return [
        Logged(
            commit=commit,
            items=tuple(changes.get(commit.sha, ())),
            others=other_kinds(commit.paths) if only is None else (),
        )
        for commit in commits
    ]
