"""A paper ready to be laid out: settings and blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duban_cli.documents import markdown
from duban_cli.documents.base import LINE_CHARS
from duban_cli.documents.titles import width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duban_cli.documents.markdown import Block

PREPRINTED = "套印"
UNSEALED = "不加盖"
# As many lines of 主送 leave room for the body on page 1; the standard lets more stand in 版记 (7.3.2, 7.4.2).
_ADDRESSEE_LINES = {"文件": 5, "信函": 11, "简报": 9, "单": 11}
_NAMES_IN = ("机关标志", "主送", "署名", "抄送", "印发机关")


@dataclass(frozen=True, slots=True)
class Press:
    """What an office says of all its papers: ``preprinted`` paper carries the red head already; ``names`` of
    units are not broken in a title.
    """

    preprinted: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What a layout module sets in type; ``annexes`` follow the signature, each on a page of its own."""

    settings: Mapping[str, str]
    body: tuple[Block, ...]
    annexes: tuple[Block, ...]
    press: Press = Press()

    def get(self, name: str) -> str:
        """A setting on one line; empty where the template gives none."""
        return self.settings.get(name, "").replace("\n", "")

    def lines(self, name: str) -> list[str]:
        """A setting broken as the template breaks it."""
        return [line for line in self.settings.get(name, "").split("\n") if line]

    @property
    def preprinted(self) -> bool:
        """Whether mark and red rules are left blank; the template's word stands before the office's."""
        said = self.get("版头")
        return said == PREPRINTED if said else self.press.preprinted

    @property
    def sealed(self) -> bool:
        """Whether a seal is set on the paper."""
        return self.get("印章") != UNSEALED

    @property
    def addressee_below(self) -> bool:
        """Whether 主送 is too long for page 1 and stands in 版记."""
        return width(self.get("主送")) + 1 > LINE_CHARS * _ADDRESSEE_LINES[self.settings["版式"]]

    @property
    def names(self) -> tuple[str, ...]:
        """Names a title is not broken in: the office's units and whoever stands on this paper."""
        here = (part for name in _NAMES_IN for part in re.split("[、，,；]", self.get(name)))
        return (*self.press.names, *(part for part in here if part))


def read(settings: Mapping[str, str], text: str, press: Press = Press()) -> Paper:
    """The paper a rendered template stands for."""
    blocks = markdown.parse(text)
    cut = next((at for at, block in enumerate(blocks) if is_annex(block)), len(blocks))
    return Paper(settings, blocks[:cut], blocks[cut:], press)


def is_annex(block: Block) -> bool:
    """Whether a block opens an annex: a heading ``# 附件`` or ``# 附件1``."""
    if not isinstance(block, markdown.Heading) or block.level != 1:
        return False
    text = markdown.plain(block.line)
    return text == "附件" or (text.startswith("附件") and text[2:].isdigit())
