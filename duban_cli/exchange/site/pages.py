"""The site as files: the same facts on the same day give the same bytes. Pure but for reading the templates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, Template
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duban_cli.documents.sandbox import Unknown, line_of
from duban_cli.errors import TemplateProblem
from duban_cli.exchange.site.matters import Matter, matter
from duban_cli.exchange.site.statistics import statistics
from duban_cli.reports.measures import LABELS, PARTS
from duban_cli.watch import Watch, unwatched

if TYPE_CHECKING:
    from duban_cli.ledger.store import Ledger
    from duban_cli.rules.obligations import Rulebook
    from duban_cli.rules.standing import Standing

HOME = "公示网页"
"""The directory of the site's templates, in the program's ``templates/`` and in the ledger's."""
MANIFEST = "duban-publish.json"
"""Lists the files of the site with their digests: by it a later run knows what is its own."""
STATIC = ("site.css", "site.js", "icon.svg")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""Nothing is fetched from elsewhere, and no script runs that is not a file of the site."""


def site(
    ledger: Ledger,
    book: Rulebook,
    shown: Sequence[Standing],
    day: date,
    templates: Sequence[Path],
    *,
    watch: Watch = unwatched,
) -> dict[str, bytes]:
    """Every file of the site, by its path.

    Raises:
        RuleRefused: a text bears a mark of 国家秘密, or the figures do not add up.
        TemplateProblem: a template cannot be used.
    """
    homes = [place / HOME for place in templates]
    matters = [matter(s, book) for s in shown]
    clause = book.regime.act_clause("公示", day)
    common = {
        "单位": ledger.settings.office,
        "政府": ledger.settings.government,
        "今天": day.isoformat(),
        "依据": clause.text if clause and clause.document else None,
        "安全策略": POLICY,
    }
    figures = statistics(ledger, shown, day)
    write = _Writer(homes, common)
    files = {name: _static(homes, name) for name in STATIC}
    files["index.html"] = write(
        "清单", "", {"各项": matters, "统计": figures, "可选": _choices(matters, ledger)}
    )
    files["stats.html"] = write("统计", "", {"统计": figures})
    for one in watch(matters, "做网页"):
        files[str(one["页"])] = write("事项", "../", {"项": one})
    files[MANIFEST] = manifest(files, day)
    return dict(sorted(files.items()))


def manifest(files: Mapping[str, bytes], day: date) -> bytes:
    """The list of a site's files."""
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    listed = {"version": 1, "written_by": "duban publish", "today": day.isoformat(), "files": digests}
    return (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()


def _choices(matters: Sequence[Matter], ledger: Ledger) -> dict[str, list[str]]:
    """What can be filtered by: units as units.yaml has them, categories as the regime, states as the figures."""
    found = {key: {str(m[key]) for m in matters} for key in ("承办单位", "类别", "状态")}
    kinds = {name: n for n, name in enumerate(ledger.regime.categories)}
    states = [LABELS[part] for part in PARTS]
    return {
        "承办单位": sorted(found["承办单位"], key=ledger.units.order),
        "类别": sorted(found["类别"], key=lambda name: (kinds.get(name, len(kinds)), name)),
        "状态": sorted(found["状态"], key=states.index),
    }


class _Writer:
    """Templates → pages."""

    def __init__(self, homes: Sequence[Path], common: Mapping[str, Any]) -> None:
        self.homes = homes
        self.common = common
        self.env = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([str(home) for home in homes], encoding="utf-8-sig"),
            autoescape=True, undefined=Unknown, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip

    def __call__(self, name: str, root: str, values: Mapping[str, Any]) -> bytes:
        """A page. ``root``: the way from it to the top of the site."""
        try:
            page = self._template(f"{name}.html").render(**self.common, **values, 根=root, 此页=name)
        except TemplateSyntaxError as error:
            raise _problem(error.filename or f"{name}.html", error.lineno, error.message or "") from None
        except TemplateNotFound as error:
            raise TemplateProblem(
                f"找不到模板 {HOME}/{error.name}", "从程序自带的 templates/ 抄一份"
            ) from None
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            file, line = self._place(error, name)
            raise _problem(file, line, str(error).partition("\n")[0]) from None
        if POLICY not in page.replace("&#39;", "'"):
            raise TemplateProblem(
                f"模板 {HOME}/{name}.html 出的网页没有内容安全策略",
                '框架.html 里保留 <meta http-equiv="Content-Security-Policy" content="{{ 安全策略 }}">',
            )
        return page.encode()

    def _template(self, name: str) -> Template:
        return self.env.get_template(name)

    def _place(self, error: BaseException, name: str) -> tuple[str, int | None]:
        """The template and line an error came from; the page's own where neither is known."""
        for home in self.homes:
            for file in sorted(home.glob("*.html")):
                line = line_of(error, str(file))
                if line is not None:
                    return str(file), line
        return f"{HOME}/{name}.html", None


def _problem(file: str, line: int | None, message: str) -> TemplateProblem:
    place = f"{file}:{line}" if line else file
    return TemplateProblem(f"模板 {place}：{message}", f"照程序自带的 templates/{HOME} 改")


def _static(homes: Sequence[Path], name: str) -> bytes:
    path = next((found for home in homes if (found := home / name).is_file()), None)
    if path is None:
        raise TemplateProblem(f"找不到 {HOME}/{name}", "从程序自带的 templates/ 抄一份")
    return path.read_bytes().replace(b"\r\n", b"\n")
