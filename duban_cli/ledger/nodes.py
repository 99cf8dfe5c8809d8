"""Bytes → composed YAML nodes, or problems with their place. The only module that knows the parser.

Every scalar stays the text the clerk wrote; typing it is the business of ``fieldtypes``.

Limits, each told with its place: a file of at most ``MAX_BYTES``, nested at most ``MAX_DEPTH`` deep, in UTF-8, of one
document, without anchors, aliases and tags, and without characters that cannot be seen (controls, terminal
escapes, marks that turn the direction of text); a single text of at most 20,000 characters (``fieldtypes.Text``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.tag import Tag

from duban_cli.ledger.files import MAX_BYTES, too_large
from duban_cli.ledger.findings import Finding, Level
from duban_cli.text import conflict_line

MAX_DEPTH = 40

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_MAGIC = re.compile("[&*!]")
_FULLWIDTH_COLON = re.compile(r"^[\s\-]*([^\s:#：,，。\"']{1,12})：")


_TAGS = {
    ScalarNode: Tag(suffix="tag:yaml.org,2002:str"),
    SequenceNode: Tag(suffix="tag:yaml.org,2002:seq"),
    MappingNode: Tag(suffix="tag:yaml.org,2002:map"),
}


class _Composer(CParser):  # type: ignore[misc]
    """libyaml's parser with no implicit typing: every scalar is a string."""

    # The three hooks the parser calls for every node; ruamel.yaml's own resolver costs as much as parsing.
    def resolve(self, kind: type[Node], _value: str, _implicit: Any) -> Tag:
        return _TAGS[kind]

    def descend_resolver(self, _parent: Node | None, _index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class Source:
    """The file being read: its path and the problems found in it so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Finding] = []

    def at(
        self, line: int, col: int, code: str, message: str, hint: str | None = None, level: Level = "error"
    ) -> None:
        """Note a problem at a 1-based line and column."""
        self.problems.append(Finding(self.path, line, col, level, code, message, hint))

    def problem(
        self, node: Node, code: str, message: str, hint: str | None = None, level: Level = "error"
    ) -> None:
        """Note a problem at a node."""
        mark = node.start_mark
        self.at(mark.line + 1, mark.column + 1, code, message, hint, level)

    @property
    def failed(self) -> bool:
        """True once an error (not a mere warning) was noted."""
        return any(p.level == "error" for p in self.problems)


def compose(data: bytes, source: Source) -> Node | None:
    """The root node of one YAML document; None when the file cannot be read, the reasons noted in ``source``."""
    text = _decode(data, source)
    if text is None or not _plain_shape(text, source):
        return None
    try:
        parser = _Composer(text)
        try:
            root: Node | None = parser.get_single_node()
        finally:
            parser.dispose()
    except MarkedYAMLError as error:
        _syntax(error, text, source)
        return None
    if root is not None and "\\" in text and _escaped(root, source):
        return None
    if root is None or (isinstance(root, ScalarNode) and not root.value.strip()):
        source.at(1, 1, "empty", "文件是空的", "内容可能没有保存；用 git log 找回上一版，或删去此文件")
        return None
    return root


def plain(node: Node) -> Any:
    """The node as nested dicts, lists and strings: the facts without comments, quoting or layout."""
    if isinstance(node, MappingNode):
        return {plain_key(k): plain(v) for k, v in node.value}
    if isinstance(node, SequenceNode):
        return [plain(v) for v in node.value]
    return node.value.strip()


def _decode(data: bytes, source: Source) -> str | None:
    if len(data) > MAX_BYTES:
        source.problems.append(too_large(source.path, len(data)))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        col = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        kind = (
            "像是 UTF-16"
            if data[:2] in (b"\xff\xfe", b"\xfe\xff")
            else "像是 GBK"
            if _is_gbk(data)
            else "不是文本"
        )
        source.at(line, col, "encoding", f"文件不是 UTF-8 编码（{kind}）", "在编辑器里另存为 UTF-8 编码")
        return None
    found = _CONTROL.search(text)
    if found:
        line, col = _place(text, found.start())
        source.at(
            line,
            col,
            "control-char",
            f"有看不见的控制字符 U+{ord(found.group()):04X}",
            "删去该字符；多由复制粘贴带入",
        )
        return None
    # Within quotes YAML would take git's conflict marks for the clerk's words.
    marked = conflict_line(text)
    if marked is not None:
        source.at(
            marked,
            1,
            "conflict",
            "有没解决完的合并冲突（<<<<<<< 与 >>>>>>> 之间）",
            "两边的内容都留下，删去记号行",
        )
        return None
    return text


def _escaped(root: Node, source: Source) -> bool:
    """True, and noted, where a text in double quotes has by ``\\x1b`` what may not be written out either."""
    found = False
    for node in scalars(root):
        if mark := _CONTROL.search(node.value):
            source.problem(
                node,
                "control-char",
                f"双引号里的 \\ 写法成了看不见的控制字符 U+{ord(mark[0]):04X}",
                "改用单引号，或删去它",
            )
            found = True
    return found


def scalars(root: Node) -> Iterator[ScalarNode]:
    """Every text below a node, keys included, in no order."""
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, MappingNode):
            nodes += [part for pair in node.value for part in pair]
        elif isinstance(node, SequenceNode):
            nodes += node.value
        elif isinstance(node, ScalarNode):
            yield node


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _plain_shape(text: str, source: Source) -> bool:
    """Anchors, aliases, tags and deep nesting, found in the parser's events, which need no recursion.

    Composing deep nesting would crash the process; the events are gone through only where the text gives cause.
    """
    brackets = text.count("[") + text.count("{")
    if brackets <= MAX_DEPTH and not _MAGIC.search(text) and not _deep_block(text):
        return True
    parser = _Composer(text)
    clean, depth = True, 0
    try:
        while parser.check_event():
            event = parser.get_event()
            kind = type(event).__name__
            line, col = event.start_mark.line + 1, event.start_mark.column + 1
            if kind in ("SequenceStartEvent", "MappingStartEvent"):
                depth += 1
                if depth > MAX_DEPTH:
                    source.at(line, col, "too-deep", f"嵌套超过 {MAX_DEPTH} 层", "检查缩进，或是否漏了右括号")
                    return False
            elif kind in ("SequenceEndEvent", "MappingEndEvent"):
                depth -= 1
            if kind == "AliasEvent" or getattr(event, "anchor", None):
                source.at(
                    line, col, "anchor", "用了 YAML 的引用记号 & 或 *", "把内容照写；文字里的 & * 请加引号"
                )
                clean = False
            elif getattr(event, "tag", None):
                source.at(
                    line, col, "tag", f"用了 YAML 的类型记号 {event.tag}", "删去记号；文字以 ! 开头时请加引号"
                )
                clean = False
    except MarkedYAMLError as error:
        if clean:
            _syntax(error, text, source)
        clean = False
    finally:
        parser.dispose()
    return clean


def _deep_block(text: str) -> bool:
    """True when indentation, or dashes in a row, may nest deeper than is allowed."""
    return any(len(line) > MAX_DEPTH and not line[:MAX_DEPTH].strip(" -?:\t") for line in text.split("\n"))


def _syntax(error: MarkedYAMLError, text: str, source: Source) -> None:
    mark = error.problem_mark or error.context_mark
    line, col = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    for number in (line, line - 1, error.context_mark.line + 1 if error.context_mark else line):
        if 1 <= number <= len(lines):
            found = _FULLWIDTH_COLON.match(lines[number - 1])
            if found:
                source.at(
                    number,
                    found.end(),
                    "fullwidth-colon",
                    f"“{found.group(1)}”后面是全角冒号",
                    f"改成半角冒号加空格：{found.group(1)}: …",
                )
                return
    problem = f"{error.context or ''} {error.problem or ''}"
    bad = lines[line - 1] if 1 <= line <= len(lines) else ""
    if "\t" in bad[: len(bad) - len(bad.lstrip())] or "'\\t'" in problem or "tab" in problem:
        source.at(line, col, "tab", "缩进里有制表符（Tab）", "缩进只能用空格")
    elif "unexpected ':'" in problem:
        source.at(
            line,
            col,
            "syntax",
            "花括号、方括号里的内容带冒号，须加引号",
            "时间、网址加引号，如 时间: '09:30'；或逐项分行写",
        )
    elif ("expected ',' or" in problem or "node content" in problem) and not _rest(lines, line, col):
        opened = error.context_mark or mark
        source.at(
            opened.line + 1,
            opened.column + 1,
            "cut-off",
            "这里的括号到文件末尾也没有写完",
            "补上右括号，或用 git 找回上一版",
        )
    elif "unexpected end of stream" in problem or "found end of stream" in problem:
        source.at(line, col, "cut-off", "文件到此中断：引号或括号没有写完", "补全内容，或用 git 找回上一版")
    elif "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        source.at(
            line,
            col,
            "syntax",
            "这一行的冒号或缩进不对",
            "写成“名称: 内容”，冒号后留一个空格；内容里有“: ”时整段加引号",
        )
    elif "expected ',' or" in problem:
        source.at(line, col, "syntax", "方括号或花括号里少了逗号或右括号", "逗号须为半角；补上右括号")
    elif "expected <block end>" in problem or "did not find expected key" in problem or "'-'" in problem:
        source.at(line, col, "syntax", "缩进不齐", "同一层的行首要对齐")
    elif "document" in problem:
        source.at(line, col, "syntax", "一个文件里有两份内容（---）", "拆成两个文件")
    elif "start any token" in problem:
        source.at(line, col, "syntax", "这一处的字符不能开头", "整段内容加上引号")
    else:
        source.at(
            line,
            col,
            "syntax",
            "格式读不通",
            f"检查这一行的引号、冒号和缩进（{(error.problem or '').strip()}）",
        )


def _rest(lines: list[str], line: int, col: int) -> str:
    """What stands from a place to the end of the file."""
    return "\n".join(lines[line - 1 :])[col - 1 :].strip()


def plain_key(node: Node) -> str:
    """A mapping's key as text (a key that is itself a list is a problem reported elsewhere)."""
    return node.value.strip() if isinstance(node, ScalarNode) else repr(plain(node))
