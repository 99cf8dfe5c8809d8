"""Facts and a template → a paper. The libraries behind it are loaded when a paper is made, not before."""

# ruff: noqa: PLC0415 - most commands of duban make no paper and should not wait for these imports

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duban_cli.documents.kinds import TEMPLATES, Kind
from duban_cli.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duban_cli.documents.fields import Fields

__all__ = ["TEMPLATES", "Draft", "Kind", "check_template", "render_docx", "render_text"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as text; one with anything ``missing`` must not be issued."""

    settings: Mapping[str, str]
    markdown: str
    template_path: Path
    template_digest: str
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        """The title on one line."""
        return self.settings["标题"].replace("\n", "")


def render_text(kind: str, context: Fields, template_dirs: Sequence[Path]) -> Draft:
    """The paper's settings and Markdown; the first directory with a template of this kind wins.

    Raises:
        NotFound: no such kind of paper.
        TemplateProblem: the template is missing, wrong in itself, or asks for what the paper does not have.
        TypeError: the context is not this kind's.
    """
    from duban_cli.documents import markdown, template
    from duban_cli.documents.values import view

    wanted = _kind(kind).context
    if not isinstance(context, wanted):
        raise TypeError(f"{kind} needs {wanted.__name__}, not {type(context).__name__}")
    found = template.find(kind, template_dirs)
    settings, body = template.render(found, view(context))
    return Draft(
        settings=settings,
        markdown=body,
        template_path=found.path,
        template_digest=found.digest,
        missing=markdown.missing(*settings.values(), body),
    )


def render_docx(draft: Draft, *, facts_digest: str, version: str) -> bytes:
    """The paper set in type: the same draft, digest and version give the same bytes."""
    from duban_cli.documents import brief, form, letter, official, package, page, paper

    layouts = {"信函": letter.lay_out, "单": form.lay_out, "简报": brief.lay_out, "文件": official.lay_out}
    document = page.new_document()
    layouts[draft.settings["版式"]](document, paper.read(draft.settings, draft.markdown))
    return package.finish(
        document,
        title=draft.title,
        author=draft.settings.get("署名", ""),
        facts=facts_digest,
        template=draft.template_digest,
        version=version,
    )


def check_template(kind: str, template_dirs: Sequence[Path]) -> None:
    """Renders the kind's example, so that a wrong template is found before a paper is due.

    Raises:
        NotFound, TemplateProblem: as ``render_text``.
    """
    from duban_cli.documents.fields import example

    render_text(kind, example(_kind(kind).context), template_dirs)


def _kind(name: str) -> Kind:
    if name not in TEMPLATES:
        raise NotFound(f"没有“{name}”这种文书", f"可用的文书：{'、'.join(TEMPLATES)}")
    return TEMPLATES[name]
