"""自检: doctor. Whether this machine and this ledger have what duban needs. It changes nothing.

To look at one thing more, write a function from the desk to lines and add it to ``LOOKS``; those of fonts,
LibreOffice and templates stand here, the others in ``doctor_looks``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import typer

from duban_cli.cli import doctor_looks as looks
from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import out, prose, talk
from duban_cli.cli.views import heading
from duban_cli.documents.fill_reports import BRIEF
from duban_cli.errors import DubanError
from duban_cli.shipped import templates_dir
from duban_cli.text import nearest
from duban_cli.views import doctor as view
from duban_cli.views.as_json import dump
from duban_cli.views.doctor import Line

_SECONDS = 20
"""Seconds a program of the system may take to answer."""
_OTHER_FORMATS = (".doc", ".wps", ".dot", ".dotx", ".docm", ".wpt", ".odt", ".rtf")
_NOT_TEMPLATES = ("变量说明", "README", "说明")


def doctor(ctx: typer.Context, form: opt.Format = "text") -> int:
    """自检：git、姓名邮箱、放假通知、磁盘、缓存、时钟、编码，出文书要用的字体、LibreOffice、模板，每项说明怎么办。只看不改。

    字体说的是这台机器：.docx 里只写字体名，在哪台机器上打开就用哪台机器的字体。模板用示例内容各试一遍。
    没有 git、模板有错误等不能用的，退出码为 1；缺字体、没有 LibreOffice 只是提醒。不在台账里也能用。

    例：
      duban doctor
      duban doctor --format json
    """
    here = desk(ctx)
    lines = [line for look in LOOKS for line in _looked(look, here)]
    if form == "json":
        out(dump(heading(here) | {"checks": view.rows(lines)}))
    else:
        prose(view.text(lines))
        talk(_summary(lines))
    return 1 if any(line.level == "error" for line in lines) else 0


def _looked(look: Callable[[Desk], Iterable[Line]], here: Desk) -> Iterator[Line]:
    """The lines of one look; a ledger that cannot be read is told, and the others are looked at all the same."""
    try:
        yield from look(here)
    except DubanError as problem:
        yield Line("台账", "读台账", "error", problem.message, problem.hint or "用 duban check 看错在哪里")


def _summary(lines: list[Line]) -> str:
    errors = sum(line.level == "error" for line in lines)
    warnings = sum(line.level == "warning" for line in lines)
    return f"错误{errors}处，提醒{warnings}处" if errors or warnings else "一切正常"


def fonts(here: Desk) -> Iterator[Line]:  # noqa: ARG001 - the same for every ledger
    """The fonts of the standard on this machine."""
    from duban_cli.documents.fonts import families_of, font_files, look  # noqa: PLC0415

    families = families_of(_answer("fc-list", "--format", "%{family}\n"))

    def match(name: str) -> str | None:
        return next(
            iter(families_of(_answer("fc-match", "--format", "%{family}\n", f"{name}:lang=zh-cn"))), None
        )

    for found in look(families, font_files(_font_directories()), match):
        name = f"{found.font.name}（{found.font.used}）"
        if found.as_name is not None:
            told = "已安装" if found.as_name == found.font.name else f"已安装同类的“{found.as_name}”"
            yield Line("字体", name, "ok", told)
            continue
        instead = f"，这台机器上用“{found.shown}”代替" if found.shown else "，这台机器上用别的字体代替"
        yield Line("字体", name, "warning", f"没有{instead}", f"获取：{found.font.how}")


def office_suite(here: Desk) -> Iterator[Line]:  # noqa: ARG001 - the same for every ledger
    """LibreOffice, which makes the PDFs."""
    from duban_cli.documents.pdf import INSTALL, find_office  # noqa: PLC0415

    found = find_office()
    if found is not None:
        yield Line("PDF", "LibreOffice", "ok", f"已安装（{found}），文书命令加 --pdf 即可同时出 PDF")
    else:
        yield Line("PDF", "LibreOffice", "warning", "没有装，--pdf 用不了；.docx 照常出", INSTALL)


def templates(here: Desk) -> Iterator[Line]:
    """The office's own templates, each tried on its kind's example."""
    if here.root_or_none is None:
        yield Line(
            "模板",
            "本单位的模板",
            "ok",
            "不在台账里，没有查",
            "进到台账目录里再运行，或写 duban -C 台账目录 doctor",
        )
        return
    directory = here.root / "templates"
    found = sorted(p for p in directory.glob("*") if p.is_file() and not p.name.startswith((".", "~$")))
    briefs = here.ledger.settings.briefs
    lines = [line for path in found for line in _template(path, directory, briefs)]
    yield from lines or [Line("模板", "本单位的模板", "ok", "没有，都用程序自带的")]


def _template(path: Path, directory: Path, briefs: Sequence[str]) -> Iterator[Line]:
    from duban_cli.documents.render import TEMPLATES, check_template  # noqa: PLC0415
    from duban_cli.errors import TemplateProblem  # noqa: PLC0415

    name, kind = f"templates/{path.name}", path.stem
    if kind in _NOT_TEMPLATES:
        return
    if path.suffix.lower() in _OTHER_FORMATS:
        yield Line("模板", name, "warning", "这种格式不能作模板，没有起作用", "用 Word 或 WPS 另存为 .docx")
        return
    if path.suffix not in (".md", ".docx"):
        return
    if kind not in TEMPLATES and kind not in briefs:
        near = nearest(kind, TEMPLATES)
        advice = f"是不是“{near}”？改名为 {near}{path.suffix}" if near else "文件名用文书的名称"
        yield Line("模板", name, "warning", f"没有“{kind}”这种文书，没有起作用", advice)
        return
    if path.suffix == ".md" and (directory / f"{kind}.docx").is_file():
        yield Line("模板", name, "warning", f"同时有 {kind}.docx，出文书用的是那一份", "只留一份，另一份移走")
    try:
        check_template(kind, _only(path, directory), like=BRIEF if kind in briefs else None)
    except TemplateProblem as problem:
        yield Line("模板", name, "error", problem.message, problem.hint)
    else:
        yield Line("模板", name, "ok", "可用")


def _only(path: Path, directory: Path) -> tuple[Path, ...]:
    """Where to look for the templates when this file is tried."""
    return (directory, templates_dir()) if path.suffix == ".docx" else (directory,)


LOOKS: tuple[Callable[[Desk], Iterable[Line]], ...] = (
    *(looks.git, looks.calendar, looks.disk, looks.cache, looks.clock, looks.screen, looks.issuing),
    *(fonts, office_suite, templates),
)
"""What is looked at, in the order it is told."""


def _answer(*command: str) -> str:
    """What a program of the system prints; nothing where there is none or it does not answer."""
    if shutil.which(command[0]) is None:
        return ""
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _font_directories() -> list[Path]:
    """Where a system without fontconfig keeps its fonts."""
    home = Path.home()
    found: list[Path] = []
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        found = [
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
            Path(local, "Microsoft", "Windows", "Fonts"),
        ]
    elif sys.platform == "darwin":
        found = [
            home / "Library" / "Fonts",
            Path("/Library/Fonts"),
            Path("/System/Library/Fonts/Supplemental"),
        ]
    return found
