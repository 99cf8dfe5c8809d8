"""文书: bulletin and paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, cast

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.drafts import put_drafts
from duban_cli.cli.terminal import narrowed, out, prose, talk
from duban_cli.cli.views import heading
from duban_cli.cli.writing import carry_out, inputs_of, shown_path
from duban_cli.errors import WrongUse
from duban_cli.ledger.change import digest
from duban_cli.ledger.disk import disk_problems, write_synced
from duban_cli.ledger.register import Paper
from duban_cli.plans.bulletin import KIND, draft_bulletin, named_units, plan_bulletin
from duban_cli.plans.drafts import DRAFTS, PAPER, BulletinAsked, draft_of_bulletin
from duban_cli.plans.papers import issued, issued_content, plan_paper, preview_paper
from duban_cli.plans.reports import month_end
from duban_cli.plans.sheet import Inputs
from duban_cli.reports.figures import figures
from duban_cli.reports.figures_json import as_json
from duban_cli.reports.figures_text import summary_text
from duban_cli.reports.groups import By
from duban_cli.views.as_json import dump

COPIES = "documents"


def bulletin(
    ctx: typer.Context,
    start: opt.From = None,
    end: opt.To = None,
    month: opt.Month = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="单位|类别|来源",
            help="按什么分行，默认单位",
            parser=opt.one_of("单位", "类别", "来源"),
        ),
    ] = "单位",
    praise: Annotated[
        list[str] | None, typer.Option("--praise", metavar="单位", help="通报表扬的单位，可重复")
    ] = None,
    criticise: Annotated[
        list[str] | None, typer.Option("--criticise", metavar="单位", help="通报批评的单位，可重复")
    ] = None,
    approved_by: opt.ApprovedBy = None,
    content: opt.Content = None,
    again: Annotated[bool, typer.Option("--again", help="这段时间已发过通报，再发一期")] = False,
    out_dir: Annotated[
        Path | None,
        typer.Option("--out", metavar="目录", help="送审稿放到哪里，默认台账的 drafts/", parser=Path),
    ] = None,
    day: opt.Date = None,
    draft: opt.Draft = False,
    message: opt.Message = None,
    form: opt.Format = "text",
) -> int:
    """通报：一段时期的督查通报，数字、逾期名单、完成好的单位出自同一次计算。

    不写批准人时只出“送审稿”，放在 drafts/，批准后用 duban issue 签发；写明 --approved-by 则当即编期号、登记、发出。
    点名表扬或批评须经批准：拟点名的单位写在送审稿里，签发时照记。--format json 只给数字，什么都不写。

    例：duban bulletin --month 2026-10

    例：duban bulletin --from 2026-10-01 --to 2026-10-31 --criticise 市城市管理局 --approved-by 刘某某
    """
    here = desk(ctx)
    today = here.now.day
    if month is not None:
        if start or end:
            raise WrongUse("写了 --month，就不再写 --from、--to", "去掉其中一种")
        start, end = month, min(month_end(month), max(today, month))
    first, last = _span(start, end, today)
    inputs = inputs_of(here, message)
    named = named_units(inputs, approved_by, praise or [], criticise or [])
    found = figures(here.ledger, first, last, cast("By", by))
    if form == "json":
        out(dump(heading(here) | as_json(found)))
        return 0
    on = day or today
    if not last <= on <= today:
        raise WrongUse(
            f"通报日期 {on.isoformat()} 不对", f"写在止日 {last.isoformat()} 与今天 {today.isoformat()} 之间"
        )
    prose(summary_text(found, narrow=narrowed))
    if approved_by is not None:
        change = plan_bulletin(inputs, found, named, day=on, content=content, again=again)
        return carry_out(ctx, change, draft=draft)
    if draft:
        return 0
    made = draft_bulletin(inputs, found, named, day=on)
    asked = BulletinAsked(
        start=first, end=last, by=cast("By", by), praised=named.praised, criticised=named.criticised, content=content
    )  # fmt: skip
    files = draft_of_bulletin(made, KIND, asked, day=on)
    if out_dir is None:
        return put_drafts(here, [files])
    path = _put(out_dir, f"{files.name}{PAPER}", made.content)
    here.wrote(path)
    talk("送审稿（未编期号，未发出）。批准后加 --approved-by 批准人 发出：")
    out(shown_path(path))
    return 0


def _span(start: date | None, end: date | None, today: date) -> tuple[date, date]:
    last = end or today
    first = start or last.replace(day=1)
    if first > last:
        raise WrongUse(f"起日 {first.isoformat()} 晚于止日 {last.isoformat()}", "对调 --from 和 --to")
    if last > today:
        raise WrongUse(f"止日 {last.isoformat()} 还没有到", f"--to 最晚写 {today.isoformat()}")
    return first, last


def paper(
    ctx: typer.Context,
    item: opt.ItemId,
    kind: Annotated[
        str | None, typer.Argument(metavar="文书", help="督查函、催办通知单、退回重办通知、销号单")
    ] = None,
    out_dir: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="目录",
            help="放到哪里；默认台账的 documents/（原件）或 drafts/（稿子）",
            parser=Path,
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="只在屏幕上看文字：按现有记录和现在的模板会写成什么样，不写文件")
    ] = False,
    form: opt.Format = "text",
) -> int:
    """文书：列出事项已发的文书；写明种类的，把那份再取出来一份。

    已发出的取原件（核对过与发出时一字不差），放到台账的 documents/；没有登记的按现有记录另做一份，放到 drafts/。
    --preview 不写文件，把按现有记录和现在的模板做出来的文字打印在屏幕上，改模板时用。

    例：duban paper 2026-0018

    例：duban paper 2026-0018 督查函 --out .

    例：duban paper 2026-0018 督查函 --preview
    """
    here = desk(ctx)
    inputs = inputs_of(here)
    item_id = here.item(item).id
    if preview:
        if kind is None:
            raise WrongUse("没有写明文书", f"例如 duban paper {item_id} 督查函 --preview")
        if out_dir is not None:
            raise WrongUse("--preview 不写文件，不与 --out 同写", "去掉其中一个")
        return _preview(here, inputs, item_id, kind, form)
    found = issued(inputs, item_id, kind)
    if kind is None:
        return _list_papers(here, item_id, found, form)
    missing: tuple[str, ...] = ()
    if found:
        last = found[-1]
        path = _put(out_dir or here.root / COPIES, last.file, issued_content(inputs, last))
        here.wrote(path, form)
        talk(f"{last.kind}（{last.doc_no}）已发出，这是原件的副本：")
        row = _row(last) | {"path": str(path)}
    else:
        made, doc_no = plan_paper(inputs, item_id, kind)
        path = _put(out_dir or here.root / DRAFTS, f"{item_id}-{kind}.docx", made.content)
        here.wrote(path, form)
        talk(f"{kind}{f'（{doc_no}）' if doc_no else ''}没有登记，这是按现有记录做的稿子：")
        missing = made.missing
        if missing:
            talk(f"还缺：{'、'.join(missing)}")
        row = {"kind": kind, "doc_no": doc_no, "date": None, "title": made.title, "state": "稿",
               "path": str(path), "sha256": digest(made.content)}  # fmt: skip
    if form == "json":
        out(dump(heading(here) | {"id": item_id, "papers": [row], "missing": list(missing)}))
    else:
        out(shown_path(path))
    return 0


def _preview(here: Desk, inputs: Inputs, item_id: str, kind: str, form: str) -> int:
    from duban_cli.documents.preview import as_text  # noqa: PLC0415 - heavy, only for papers

    made = preview_paper(inputs, item_id, kind)
    if form == "json":
        missing = list(made.missing)
        out(dump(heading(here) | {"id": item_id, "papers": [], "missing": missing, "text": as_text(made)}))
        return 0
    out(as_text(made))
    talk(f"模板：{shown_path(made.template_path)}")
    if made.missing:
        talk(f"还缺：{'、'.join(made.missing)}，补上以前不能发出")
    return 0


def _list_papers(here: Desk, item_id: str, found: Sequence[Paper], form: str) -> int:
    if form == "json":
        out(dump(heading(here) | {"id": item_id, "papers": [_row(p) for p in found], "missing": []}))
        return 0
    for p in found:
        out(f"{p.day.isoformat()}  {p.kind}  {p.doc_no}  {p.state}  {shown_path(here.root / p.file_path)}")
    if not found:
        talk(f"事项 {item_id} 还没有登记过文书")
    return 0


def _row(paper: Paper) -> dict[str, object]:
    return {
        "kind": paper.kind, "doc_no": paper.doc_no, "date": paper.day.isoformat(), "title": paper.title,
        "state": paper.state, "path": paper.file_path, "sha256": paper.sha256,
    }  # fmt: skip


def _put(directory: Path, name: str, content: bytes) -> Path:
    """A file outside the record: a draft or a copy."""
    path = directory.absolute() / name
    with disk_problems(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_synced(path, content)
    return path
