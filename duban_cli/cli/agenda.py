"""待办 and 日办: what to do today; and the run that cron makes each morning."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import out, prose, table, talk, width
from duban_cli.cli.views import heading as json_head
from duban_cli.cli.writing import inputs_of
from duban_cli.errors import DubanError, WrongUse
from duban_cli.ledger.disk import disk_problems, read_or_none, safe_target, write_synced
from duban_cli.reports.agenda import agenda as drawn_up
from duban_cli.reports.tasks import WEEK
from duban_cli.reports.to_sign import DAILY_DRAFT, NUMBERLESS
from duban_cli.views import as_json
from duban_cli.views.agenda import agenda_tables, agenda_text, heading, task_row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from duban_cli.plans.daily import Batch, DraftPaper
    from duban_cli.plans.drafts import DraftFiles
    from duban_cli.reports.tasks import Agenda
    from duban_cli.reports.to_sign import Act
    from duban_cli.views.daily import Drafted, DraftState
    from duban_cli.views.drafts import Waiting

_MOST_DAYS = 366
_FOR_TABLES = 140
"""Columns from which a task fits a row."""
_DRAFTS = "drafts"

Days = Annotated[
    int, typer.Option("--days", metavar="天数", help=f"看今后几天内到期的，默认 {WEEK}", parser=opt.number)
]
FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="error|overdue",
        help="什么时候退出码为 1：error（默认）台账有错误；overdue 有错误或有逾期的事项",
        parser=opt.one_of("error", "overdue", said={"错误": "error", "逾期": "overdue"}),
    ),
]
Monthly = Annotated[
    bool,
    typer.Option("--monthly", help="每月第一个工作日起，备好上月的督查通报和本月的督办清单，每月各一份稿"),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="没有要办的就什么都不说")]


def agenda(ctx: typer.Context, days: Days = WEEK, form: opt.Format = "text") -> int:
    """今天该办什么，今后几天什么到期，每件写明期限、依据和该敲的命令。

    今天应办：该发的催办通知单、该上门或开会的、待立项、待交办、待审核、待销号、待批复的延期、等签发的稿。
    已逾期：催办都办过了、还没有报来的。本周到期：承办单位的期限，和几天内该走的催办步骤。办公室自己的事：每月清单、碰头会等定期工作，欠了哪几期。
    督查室自己的时限写在 regime.yaml 的“办公室”里。只读不写。

    例：
      duban agenda
      duban agenda --days 14
    """
    at = desk(ctx)
    found = _agenda(at, days)
    if form == "json":
        body = {"until": as_json.iso(found.until), "tasks": [task_row(t) for t in found.tasks]}
        out(as_json.dump(json_head(at) | body))
    elif sys.stdout.isatty() and width() >= _FOR_TABLES:
        out(heading(found))
        for title, rows in agenda_tables(found):
            out(f"\n{title}")
            table(rows)
    else:
        prose(agenda_text(found))
    return 1 if at.ledger.unreadable else 0


def daily(
    ctx: typer.Context, quiet: Quiet = False, days: Days = WEEK, monthly: Monthly = False, fail_on: FailOn = "error",
    draft: opt.Draft = False, form: opt.Format = "text",
) -> int:  # fmt: skip
    """供定时任务每天跑一次：校验台账，备好应发的催办通知单，列出今天该办的，打印一份可以直接发邮件的摘要。

    摘要的第一行是标题。文书只出稿，放在 drafts/，不编号、不发出；duban.yaml 的“批处理签发”列了的种类才编号发出并提交。
    稿被人改过就不再重写；不再需要的稿会删去。一天跑几次都一样。不是工作日时不出文书。
    --monthly：上月的督查通报、本月的督办清单没有发过也没有稿的，各备一份送审稿；天天加上也只备一次，用 duban issue 签发。
    台账有错误时退出码为 1，文书因 git、磁盘没有发出时为 4；--fail-on overdue：有逾期的事项也为 1，不论是不是工作日。

    例：
      duban daily
      duban daily --quiet | mail -s 督查日办 wang@example.invalid
      duban daily --monthly --fail-on overdue
    """
    from duban_cli.checks import run_checks  # noqa: PLC0415
    from duban_cli.plans.daily import Batch, plan_batch, unknown_batch_kinds  # noqa: PLC0415
    from duban_cli.views.daily import Day, daily_json, daily_text, unreadable_text  # noqa: PLC0415

    at = desk(ctx)
    if at.loaded.ledger is None:
        if form == "json":
            at.loaded.need()
        out(unreadable_text(at.office, at.now.day.isoformat(), at.loaded.findings))
        return 1
    findings = tuple(run_checks(at.loaded.ledger, at.now))
    inputs = inputs_of(at)
    workday = at.ledger.calendar.is_workday(at.now.day)
    wrong = {f.path for f in findings if f.level == "error"}
    doubtful = frozenset(i.id for i in at.ledger.items.values() if i.path in wrong)
    waiting = frozenset(
        a for w, acts in _to_be_signed(at) if not w.name.startswith(DAILY_DRAFT) for a in acts
    )
    batch = (
        plan_batch(inputs, doubtful=doubtful, waiting=waiting) if workday else Batch(change=None, drafts=())
    )
    after, failed = at, None
    if batch.change and not draft:
        try:
            after = _issue(at, batch)
        except DubanError as problem:  # git, disk, another duban: the summary is wanted all the same
            failed = problem
    drafted = tuple(_put(at.root, paper, write=not draft) for paper in batch.drafts)
    for one in drafted:
        if one.state == "新写" and not draft:
            # stdout is the mail.
            at.wrote(at.root / _DRAFTS / one.paper.name, "json")
    months, not_made = _month(after, write=not draft) if monthly and workday else ((), ())
    dropped = _drop(at.root, {d.paper.name for d in drafted}, write=not draft) if workday else ()
    remarks = [
        f"“批处理签发”里的“{kind}”不是批处理会出的文书，请核对 duban.yaml"
        for kind in unknown_batch_kinds(inputs)
    ]
    if batch.refused:
        remarks.append(f"应发的文书没有发出，先出了稿：{batch.refused}")
    if failed:
        remarks.append(
            "应发的文书没有发出：" + "；".join(filter(None, (failed.message, failed.hint))).replace("\n", " ")
        )
    remarks += [*not_made, *_told_left_over(after)]
    drawn = {*(d.path for d in drafted), *(f"{_DRAFTS}/{m.name}.docx" for m in months)}
    day = Day(
        office=at.ledger.settings.office, found=_agenda(after, days, drawn, dropped), months=months, findings=findings, holiday=None if workday else at.ledger.calendar.why(at.now.day), drafted=drafted,
        dropped=dropped, issued=None if failed else batch.change, remarks=tuple(remarks), planned=draft,
    )  # fmt: skip
    if form == "json":
        out(as_json.dump(json_head(after) | daily_json(day)))
    elif day.to_do or not quiet:
        out(daily_text(day))
    late = fail_on == "overdue" and any(s.overdue for s in after.standings())
    if failed:
        return failed.exit_code
    return 1 if day.errors or late else 0


def _month(at: Desk, *, write: bool) -> tuple[tuple[DraftFiles, ...], tuple[str, ...]]:
    """The month's papers put to drafts/, each once, and why one was not. Raises DiskProblem."""
    from duban_cli.cli.drafts import waiting_drafts, write_draft  # noqa: PLC0415 - only where asked for
    from duban_cli.plans.monthly import plan_month  # noqa: PLC0415

    found = plan_month(inputs_of(at), (w.draft for w in waiting_drafts(at.root) if w.draft))
    # A .docx without its small file is somebody's own.
    taken = {name.removesuffix(".docx") for name in _draft_names(at.root)}
    made = tuple(files for files in found.drafts if files.name not in taken)
    for files in made if write else ():
        # stdout is the mail.
        at.wrote(write_draft(at.root, files), "json")
    return made, found.remarks


def _agenda(at: Desk, days: int, drafted: Iterable[str] = (), dropped: tuple[str, ...] = ()) -> Agenda:
    """The agenda of the ledger. ``drafted`` and ``dropped`` count as on the disk, even where ``--draft`` writes nothing."""
    if days > _MOST_DAYS:
        raise WrongUse(f"--days {days} 太多", f"最多 {_MOST_DAYS} 天")
    there = {f"{_DRAFTS}/{name}" for name in _draft_names(at.root)} | {*drafted}
    there |= {f"{_DRAFTS}/{name}" for name in _numberless(at.root)}
    names = sorted(path.removeprefix(f"{_DRAFTS}/") for path in there - set(dropped))
    signing: dict[str, tuple[Act, ...]] = {}
    if names:
        signing = {f"{w.name}.docx": acts for w, acts in _to_be_signed(at)}
        over = _names_left_over(at)
        names = [name for name in names if name not in over]
    return drawn_up(at.ledger, at.book, at.now, days=days, drafts=names, signing=signing)


def _to_be_signed(at: Desk) -> list[tuple[Waiting, tuple[Act, ...]]]:
    """The drafts that wait, each with what is recorded once it is signed; not those left over."""
    from duban_cli.cli.drafts import acts_of, waiting_drafts  # noqa: PLC0415 - most days nothing waits

    return [(w, acts_of(w)) for w in waiting_drafts(at.root) if not _left_over(at, w)]


def _left_over(at: Desk, waiting: Waiting) -> bool:
    from duban_cli.plans.left_over import is_left_over  # noqa: PLC0415

    return waiting.draft is not None and is_left_over(at.ledger, waiting.draft, at.now.day)


def _names_left_over(at: Desk) -> frozenset[str]:
    from duban_cli.cli.drafts import waiting_drafts  # noqa: PLC0415

    return frozenset(f"{w.name}.docx" for w in waiting_drafts(at.root) if _left_over(at, w))


def _told_left_over(at: Desk) -> list[str]:
    """What was drawn up and has been done since; ``daily`` clears its own away."""
    from duban_cli.cli.drafts import waiting_drafts  # noqa: PLC0415

    return [
        f"送审稿 {w.name} 所要记的已经办了，不用再签发；删去 {w.path} 和同名的 .yaml"
        for w in waiting_drafts(at.root)
        if not w.name.startswith(DAILY_DRAFT) and _left_over(at, w)
    ]


def _draft_names(root: Path) -> list[str]:
    """The papers waiting in drafts/. Raises DiskProblem."""
    directory = root / _DRAFTS
    with disk_problems(directory):
        if not directory.is_dir():
            return []
        return sorted(
            p.name for p in directory.iterdir() if p.suffix == ".docx" and not p.name.startswith(("~$", "."))
        )


def _numberless(root: Path) -> list[str]:
    """The papers of another branch that wait for a number; only their small files came along."""
    notes = (root / _DRAFTS).glob(f"{NUMBERLESS}*.yaml")
    return [f"{note.stem}.docx" for note in notes]


def _issue(at: Desk, batch: Batch) -> Desk:
    """Issue what the office lets the batch issue; the ledger as it is after. Raises as ``apply``."""
    from duban_cli.ledger.apply import apply  # noqa: PLC0415 - most runs need no git

    if batch.change is None:
        return at
    done = apply(at.root, batch.change)
    if done.recovered:
        talk(done.recovered)
    for paper in batch.change.papers:
        at.wrote(at.root / paper.path, "json")
    after = Desk(at.asked)
    after.now = at.now
    return after


def _put(root: Path, paper: DraftPaper, *, write: bool) -> Drafted:
    """The draft in drafts/, unless the same is there already, or one that a person has changed."""
    from duban_cli.plans.daily import made_by_duban  # noqa: PLC0415
    from duban_cli.views.daily import Drafted  # noqa: PLC0415

    target = safe_target(root, f"{_DRAFTS}/{paper.name}")
    old = read_or_none(target)
    state: DraftState = "新写"
    if old == paper.content:
        state = "未变"
    elif old is not None and not made_by_duban(old):
        state = "手工改过"
    elif write:
        with disk_problems(target):
            target.parent.mkdir(exist_ok=True)
            write_synced(target, paper.content)
    note = _note_path(root, paper.name)
    if write and (state == "新写" or read_or_none(note) is None):
        with disk_problems(note):
            write_synced(note, paper.note)
    return Drafted(paper=paper, state=state)


def _note_path(root: Path, name: str) -> Path:
    """The small file beside a draft, by which it is signed."""
    return safe_target(root, f"{_DRAFTS}/{name.removesuffix('.docx')}.yaml")


def _drop(root: Path, wanted: set[str], *, write: bool) -> tuple[str, ...]:
    """Drafts of earlier days for which nothing is due any more; one that a person has changed stays."""
    from duban_cli.plans.daily import made_by_duban  # noqa: PLC0415

    dropped: list[str] = []
    for name in _draft_names(root):
        path = f"{_DRAFTS}/{name}"
        if not name.startswith(DAILY_DRAFT) or name in wanted:
            continue
        target = safe_target(root, path)
        if made_by_duban(read_or_none(target) or b""):
            dropped.append(path)
            if write:
                with disk_problems(target):
                    target.unlink()
                    _note_path(root, name).unlink(missing_ok=True)
    return tuple(dropped)
