"""合并: two clerks' branches made one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from duban_cli.checks import run_checks
from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import out, talk
from duban_cli.cli.writing import file_reader, head_of, nothing, written
from duban_cli.errors import GitRefused, NotFound, RuleRefused, WrongUse
from duban_cli.history import Repo
from duban_cli.history_merge import (
    Coming,
    blended,
    changed_since,
    coming,
    commits_between,
    give_up,
    go_ahead,
    left_by_git,
    merge_under_way,
    unmerged_outside,
)
from duban_cli.ledger.apply import apply, begin_merge, lay_out, recover
from duban_cli.ledger.change import Change, FileWrite, digest_or_none
from duban_cli.ledger.lock import planning
from duban_cli.ledger.store import load
from duban_cli.plans.drafts import DRAFTS
from duban_cli.plans.merge import Left, Merged, Merging, plan_merge
from duban_cli.plans.merge_numbers import Side
from duban_cli.plans.weave import Names
from duban_cli.text import conflict_line, marked
from duban_cli.views.as_json import dump
from duban_cli.views.as_json import finding as finding_row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duban_cli.ledger.findings import Finding

Branch = Annotated[
    str | None,
    typer.Argument(metavar="分支", help="合并哪个分支进来，如 origin/main；不写则接着做没有完成的合并"),
]
Abort = Annotated[bool, typer.Option("--abort", help="放弃没有完成的合并，回到合并以前")]


def merge(
    ctx: typer.Context, branch: Branch = None, abort: Abort = False, draft: opt.Draft = False,
    message: opt.Message = None, form: opt.Format = "text",
) -> int:  # fmt: skip
    """合并：把另一个分支（另一个人的台账）并进来。git pull、git merge 停在冲突上的，不写分支，接着做完。

    同一件事项两边都记了的，两边的记录按日期排好，一条不丢；两边给了同一个编号的，还没有发文的一边改号，记下原号；
    名录、日历、本室记录两边都加了的，都留下。合完照 duban check 校验，两边各自对、合起来不对的都会列出。
    两边改成不一样的，写明哪个文件、两边各是什么，由您定；改好再运行 duban merge。两边都已发出的同一个文号不会合成一个。

    例：
      git fetch && duban merge origin/main
      duban merge
    """
    here = desk(ctx)
    if draft:
        return _merge(here, branch, abort=abort, draft=True, message=message, form=form)
    # From the first look to the commit nobody else writes.
    with planning(here.root, "合并"):
        told = recover(here.root, merging=True)
        if told:
            talk(told)
        return _merge(here, branch, abort=abort, draft=False, message=message, form=form)


def _merge(
    here: Desk, branch: str | None, *, abort: bool, draft: bool, message: str | None, form: str
) -> int:  # fmt: skip
    repo = Repo.find(here.root)
    under_way = merge_under_way(repo)
    if abort:
        return _abort(here, repo, under_way, branch, draft=draft, form=form)
    theirs = _wanted(repo, branch, under_way)
    _refuse_elsewhere(repo, under_way)
    found = coming(repo, theirs, branch, begun=under_way is not None)
    if found.nothing_new:
        return nothing(here, f"{found.name} 的都已经在这里，没有要合并的", form)
    if found.ahead:
        return _go_ahead(here, repo, found, draft=draft, form=form)
    if draft or found.begun:
        return _settle(here, repo, found, draft=draft, message=message, form=form)
    try:
        if found.crossed:
            _refuse_unsaved(repo)
            begin_merge(here.root, theirs, found.name)
            found = coming(repo, theirs, branch, begun=True)
        return _settle(here, repo, found, draft=False, message=message, form=form)
    except _LeftToTheClerk:
        raise
    except BaseException:
        if merge_under_way(repo) == theirs:
            give_up(repo)
        raise


class _LeftToTheClerk(RuleRefused):
    """The merge stays under way: its files wait for the clerk."""

    code = "left"


def _abort(
    here: Desk, repo: Repo, under_way: str | None, branch: str | None, *, draft: bool, form: str
) -> int:
    if branch is not None or draft:
        raise WrongUse("--abort 只放弃没有完成的合并", "单独写：duban merge --abort")
    if under_way is None:
        raise WrongUse("没有正在进行的合并", "不用放弃")
    give_up(repo)
    return nothing(here, "已放弃合并，回到合并以前", form)


def _wanted(repo: Repo, branch: str | None, under_way: str | None) -> str:
    """The commit to be merged in. Raises WrongUse, NotFound, GitRefused."""
    named = repo.resolve(branch) if branch is not None else None
    if branch is not None and named is None:
        raise NotFound(f"没有分支“{branch}”", "git branch -a 列出全部分支；别人那里的先 git fetch")
    if under_way is None and named is None:
        raise WrongUse("没有正在进行的合并", "写明合并哪个分支：git fetch，再 duban merge origin/main")
    if under_way is not None and named not in (None, under_way):
        raise GitRefused("上一次合并还没有完成", hint="先做完它：duban merge；或放弃它：duban merge --abort")
    return under_way or named or ""


def _refuse_elsewhere(repo: Repo, under_way: str | None) -> None:
    """Raises GitRefused: a rebase or another operation of git's is under way, or no branch is checked out."""
    operation = repo.operation_in_progress()
    if under_way is None and operation is not None:
        hint = (
            "放弃它再合并：git rebase --abort，再 duban merge 分支"
            if "rebase" in operation
            else "完成或放弃它，再试"
        )
        raise GitRefused(f"git 的{operation}还没有完成，duban 只接着做合并", hint=hint)
    if repo.branch() is None:
        raise GitRefused("git 当前不在任何分支上，合并的结果会丢失", hint="先回到分支，如 git switch main")


def _go_ahead(here: Desk, repo: Repo, found: Coming, *, draft: bool, form: str) -> int:
    """Theirs goes on from where ours stands."""
    count = commits_between(repo, found.ours, found.theirs)
    if draft:
        return nothing(here, f"将要接上 {found.name} 的{count}次提交（未写入），没有两边都改的", form)
    go_ahead(repo, found.theirs)
    talk(f"已接上 {found.name} 的{count}次提交，没有两边都改的")
    return _told_after(here, repo, found, form, None, found.theirs)


def _settle(here: Desk, repo: Repo, found: Coming, *, draft: bool, message: str | None, form: str) -> int:
    """Settle what both sides changed and record the merge; or with ``draft`` say how it would be."""
    read = file_reader(here.root)
    sides = cache(lambda: (_side(repo, found.ours), _side(repo, found.theirs)))
    done = plan_merge(Merging(
        both=found.both, names=Names(ours=f"本方（{repo.branch()}）", theirs=f"对方（{found.name}）"),
        disk=read if found.begun else lambda _path: None, at_hand=found.at_hand,
        sides=sides, blend=lambda stage: blended(repo, stage),
    ))  # fmt: skip
    opening = not found.begun
    if opening and not draft:
        _refuse_unsaved(repo)
    if opening and not draft and (found.foreign or done.left):
        # Where somebody must look, or there is more than the ledger's files, git's own merge is what is gone on with.
        begin_merge(here.root, found.theirs, found.name)
        opening = False
    done.left += [
        Left(
            path=path,
            what="不是台账的文件，两边改了同一处",
            hint="在仓库里改好，git add 它，再运行 duban merge",
        )
        for path in (() if opening else unmerged_outside(repo))
    ]
    change = _change(repo, found, done, read, message, opening=opening)
    if draft:
        return _show(here, change, done, form)
    if done.left:
        done.left = [_laid_out(here, repo, found, one, read(one.path)) for one in done.left]
        raise _LeftToTheClerk(
            "\n".join(
                (f"{len(done.left)}处要您来定，合并还没有完成：", *(f"{o.path}：{o.what}" for o in done.left))
            ),
            "\n".join(dict.fromkeys(one.hint for one in done.left)),
        )
    made = apply(here.root, change, when=here.asked.recorded, merging=found.theirs, opening=opening)
    return _told_after(here, repo, found, form, change, made.commit)


def _laid_out(here: Desk, repo: Repo, found: Coming, one: Left, now: bytes | None) -> Left:
    """Put the text to choose from into its file, where the clerk has not begun to choose."""
    if one.content is None or one.content == now:
        return one
    stage = found.both.get(one.path)
    if found.begun and now is not None and marked(now) and not (stage and left_by_git(repo, stage, now)):
        line = conflict_line(now.decode("utf-8", "replace"))
        return replace(one, what=f"第{line}行还有没解决的冲突记号")
    lay_out(here.root, one.path, one.content, expect=now)
    return one


def _refuse_unsaved(repo: Repo) -> None:
    """Raises GitRefused: what a merge starts from is on record."""
    dirty = repo.dirty_paths()
    if dirty:
        raise GitRefused(f"有没保存的手工修改：{'、'.join(dirty[:5])}", hint="先运行 duban save，再合并")


def _side(repo: Repo, rev: str) -> Side:
    """The items, the register and what waits for a number, as of a commit."""
    return Side({
        path: data for room in ("items", "papers", DRAFTS) for path, data in repo.blobs(rev, room).items() if path.endswith(".yaml")
    })  # fmt: skip


def _change(
    repo: Repo, found: Coming, done: Merged, read: Callable[[str], bytes | None], message: str | None, *,
    opening: bool,
) -> Change:  # fmt: skip
    """The merge's own commit, in the words of the trade: with ``opening`` every file it changes, else those git has
    not put together by itself."""
    files = (dict(found.plain) if opening else {}) | done.files
    writes = (
        FileWrite(path=path, content=content, expect=digest_or_none(read(path)))
        for path, content in sorted(files.items())
        if content != read(path) or (content is not None and not opening) or path in found.unmerged
    )
    count = commits_between(repo, found.ours, found.theirs)
    return Change(
        writes=tuple(writes), subject=f"合并{found.name}：{count}次提交", body="\n".join(done.lines), message=message,
        trailers=(*(("Duban-Item", i) for pair in done.renumbered.items() for i in pair), ("Duban-Action", "合并")),
        ids=tuple(done.renumbered.values()), remarks=tuple(done.remarks),
    )  # fmt: skip


def _show(here: Desk, change: Change, done: Merged, form: str) -> int:
    """What would be done; exit code 1 where something would be left to the clerk."""
    if form == "json":
        out(dump(_as_json(here, change, None, done.left)))
        return 1 if done.left else 0
    out(f"将要记录（未写入）：{change.subject}")
    for line in (*done.lines, *(f"提醒：{remark}" for remark in done.remarks)):
        out(f"  {line}")
    for write in change.writes:
        verb = "删除" if write.content is None else "新建" if write.expect is None else "改写"
        out(f"{verb} {write.path}")
    for one in done.left:
        out(f"要您来定 {one.path}：{one.what}")
    return 1 if done.left else 0


def _told_after(here: Desk, repo: Repo, found: Coming, form: str, change: Change | None, commit: str) -> int:
    """What was done, and what is wrong now with what either side changed: right by itself, it may not be together."""
    for remark in change.remarks if change else ():
        talk(f"提醒：{remark}")
    loaded = load(here.root)
    findings = run_checks(loaded.ledger, here.now) if loaded.ledger else loaded.findings
    touched = changed_since(repo, found.base or found.ours, (found.ours, found.theirs, commit))
    wrong = [f for f in findings if f.level == "error" and f.path in touched]
    if form == "json":
        out(dump(_as_json(here, change, commit, (), wrong)))
        return 1 if wrong else 0
    if change is not None:
        talk(f"已记录：{change.subject}")
        for line in change.body.splitlines():
            talk(f"  {line}")
    for finding in wrong:
        talk(finding.text)
    if wrong:
        talk(
            f"两边合起来有{len(wrong)}处错误：照上面改正，记录错了的用 duban correct；改好再运行 duban check"
        )
    return 1 if wrong else 0


def _as_json(
    here: Desk,
    change: Change | None,
    commit: str | None,
    left: Sequence[Left] = (),
    wrong: Sequence[Finding] = (),
) -> dict[str, object]:
    return head_of(here) | written(change, commit) | {
        "left": [{"path": one.path, "what": one.what, "hint": one.hint} for one in left],
        "findings": [finding_row(f) for f in wrong],
    }  # fmt: skip
