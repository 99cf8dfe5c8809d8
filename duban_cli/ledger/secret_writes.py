"""The last gate: nothing that bears a mark of 国家秘密 is written, whichever command it comes by.

Texts, keys, file names and the words of the commit are looked at (保守国家秘密法第三十一条).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.errors import RuleRefused
from duban_cli.ledger.nodes import Source, compose, scalars
from duban_cli.ledger.secrecy import HINT, secret_mark, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duban_cli.ledger.change import Change

_MI = "密".encode()  # without this letter there is no mark


def refuse_secrets(change: Change, olds: Mapping[str, bytes | None]) -> None:
    """Raises RuleRefused, with the place, for a mark that is not in the files as they were (``olds``)."""
    for write in change.writes:
        if write.content is None:
            continue
        name = write.path.rpartition("/")[2].rpartition(".")[0] or write.path
        mark = secret_mark(name) if olds.get(write.path) is None else None
        if mark:
            raise RuleRefused(f"{write.path}：文件名{told(mark)}", HINT)
        known = {text for text, _, _ in marked(olds.get(write.path))}
        for text, line, col in marked(write.content):
            if text not in known:
                raise RuleRefused(f"{write.path}:{line}:{col}：{told(secret_mark(text) or text)}", HINT)
    for words in (change.subject, change.body, change.message or ""):
        mark = secret_mark(words)
        if mark:
            raise RuleRefused(f"提交说明{told(mark)}", HINT)


def marked(content: bytes | None) -> Iterator[tuple[str, int, int]]:
    """Every text of a YAML file that bears a mark, with its line and column; none in a file of another kind."""
    if content is None or _MI not in content or b"\0" in content:
        return
    root = compose(content, Source(""))
    for node in scalars(root) if root is not None else ():
        if secret_mark(node.value):
            yield node.value, node.start_mark.line + 1, node.start_mark.column + 1
