"""Facts and a template → a paper. The libraries behind it are loaded when a paper is made, not before."""

# ruff: noqa: PLC0415 - most commands of duban make no paper and should not wait for these imports

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from duban_cli.documents.kinds import TEMPLATES, Kind
from duban_cli.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from docx.document import Document

    from duban_cli.documents.chart import Chart
    from duban_cli.documents.fields import Fields
    from duban_cli.documents.paper import Press

__all__ = ["TEMPLATES", "Draft", "Kind", "check_template", "render_docx", "render_text"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as text; one with anything ``missing`` must not be issued.

    ``word`` is the paper itself where the office gave a Word template; ``markdown`` then is its bare text.
    """

    settings: Mapping[str, str]
    markdown: str
    template_path: Path
    template_digest: str
    missing: tuple[str, ...]
    charts: Mapping[str, Chart] = field(default_factory=dict)
    word: bytes | None = None

    @property
    def title(self) -> str:
        """The title on one line."""
        return self.settings["标题"].replace("\n", "")


def render_text(
    kind: str, context: Fields, template_dirs: Sequence[Path], *, like: str | None = None
) -> Draft:
    """The paper's settings and Markdown; the first directory with a template of this kind wins.

    In one directory ``<kind>.docx`` goes before ``<kind>.md``. ``like``: a kind duban ships, whose variables a kind
    of the office's own has, and whose template where there is none of its own name.

    Raises:
        NotFound: no such kind of paper.
        TemplateProblem: the template is missing, wrong in itself, or asks for what the paper does not have.
        TypeError: the context is not this kind's.
    """
    from duban_cli.documents import markdown, template, word_template
    from duban_cli.documents.values import view

    wanted = _kind(like or kind).context
    if like is not None and not (
        word_template.find(kind, template_dirs) or any((d / f"{kind}.md").is_file() for d in template_dirs)
    ):
        kind = like
    if not isinstance(context, wanted):
        raise TypeError(f"{kind} needs {wanted.__name__}, not {type(context).__name__}")
    values = view(context)
    own = word_template.find(kind, template_dirs)
    if own is not None:
        # What a register calls the paper is said by the text template: a Word page has no place for it.
        titled, _ = template.render(template.find(kind, template_dirs), values)
        made = word_template.render(own, values, context)
        return Draft(
            settings={name: titled[name] for name in ("标题", "署名") if name in titled},
            markdown=made.text,
            template_path=own.path,
            template_digest=own.digest,
            missing=markdown.missing(titled["标题"], made.text),
            word=made.content,
        )
    found = template.find(kind, template_dirs)
    settings, body = template.render(found, values)
    body, charts = template.pictured(found, body, context)
    return Draft(
        settings=settings,
        markdown=body,
        template_path=found.path,
        template_digest=found.digest,
        missing=markdown.missing(*settings.values(), body),
        charts=charts,
    )


def render_docx(draft: Draft, *, facts_digest: str, version: str, press: Press | None = None) -> bytes:
    """The paper set in type: the same draft, digest, version and ``press`` (what the office says of all its
    papers) give the same bytes.
    """
    from duban_cli.documents import package

    return package.finish(
        _document(draft, press),
        title=draft.title,
        author=draft.settings.get("署名", ""),
        facts=facts_digest,
        template=draft.template_digest,
        version=version,
    )


def check_template(kind: str, template_dirs: Sequence[Path], *, like: str | None = None) -> None:
    """Renders the kind's example, full and bare, so that a wrong template is found before a paper is due.

    Raises:
        NotFound, TemplateProblem: as ``render_text``.
    """
    from duban_cli.documents.fields import example

    for bare in (False, True):
        render_text(kind, example(_kind(like or kind).context, bare=bare), template_dirs, like=like)


def _document(draft: Draft, press: Press | None) -> Document:
    import docx

    from duban_cli.documents import brief, form, letter, official, page, paper

    if draft.word is not None:
        return docx.Document(BytesIO(draft.word))
    layouts = {"信函": letter.lay_out, "单": form.lay_out, "简报": brief.lay_out, "文件": official.lay_out}
    document = page.new_document()
    press = press or paper.Press()
    if not draft.charts:
        layouts[draft.settings["版式"]](document, paper.read(draft.settings, draft.markdown, press))
        return document
    from duban_cli.documents import chart, pictures

    layouts[draft.settings["版式"]](
        document, paper.read(draft.settings, pictures.marked(draft.markdown), press)
    )
    chart.place(document, draft.charts)
    return document


def _kind(name: str) -> Kind:
    if name not in TEMPLATES:
        raise NotFound(f"没有“{name}”这种文书", f"可用的文书：{'、'.join(TEMPLATES)}")
    return TEMPLATES[name]
