"""A paper ready to be laid out: settings and blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duban_cli.documents import markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duban_cli.documents.markdown import Block


@dataclass(frozen=True, slots=True)
class Paper:
    """What a layout module sets in type; ``annexes`` follow the signature, each on a page of its own."""

    settings: Mapping[str, str]
    body: tuple[Block, ...]
    annexes: tuple[Block, ...]

    def get(self, name: str) -> str:
        """A setting on one line; empty where the template gives none."""
        return self.settings.get(name, "").replace("\n", "")

    def lines(self, name: str) -> list[str]:
        """A setting broken as the template breaks it."""
        return [line for line in self.settings.get(name, "").split("\n") if line]


def read(settings: Mapping[str, str], text: str) -> Paper:
    """The paper a rendered template stands for."""
    blocks = markdown.parse(text)
    cut = next((at for at, block in enumerate(blocks) if is_annex(block)), len(blocks))
    return Paper(settings, blocks[:cut], blocks[cut:])


def is_annex(block: Block) -> bool:
    """Whether a block opens an annex: a heading ``# 附件`` or ``# 附件1``."""
    if not isinstance(block, markdown.Heading) or block.level != 1:
        return False
    text = markdown.plain(block.line)
    return text == "附件" or (text.startswith("附件") and text[2:].isdigit())
