from __future__ import annotations

import pytest
from ruamel.yaml.nodes import MappingNode

from duban_cli.ledger.files import MAX_BYTES
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.nodes import MAX_DEPTH, Source, compose, plain


def problems(data: str | bytes) -> list[Finding]:
    source = Source("甲.yaml")
    assert compose(data.encode() if isinstance(data, str) else data, source) is None
    return source.problems


def facts(text: str) -> object:
    source = Source("甲.yaml")
    root = compose(text.encode(), source)
    assert root is not None, source.problems
    return plain(root)


def test_every_scalar_stays_as_written() -> None:
    text = "a: 007\nb: 12:00\nc: 2026-3-2\nd: 是\ne: yes\nf: ~\ng: 1e3\nh: '  x '\ni: 0730-0000000\n"
    assert facts(text) == {
        "a": "007", "b": "12:00", "c": "2026-3-2", "d": "是", "e": "yes", "f": "~", "g": "1e3", "h": "x",
        "i": "0730-0000000",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["a: 甲\nb: [乙, 丙]\n", "\ufeffa: 甲\nb: [乙, 丙]\n", "a: 甲\r\nb: [乙, 丙]\r\n"]
)
def test_bom_and_line_ends_make_no_difference(text: str) -> None:
    assert facts(text) == {"a": "甲", "b": ["乙", "丙"]}


def test_lines_and_columns_count_from_one() -> None:
    source = Source("甲.yaml")
    root = compose("a: 甲\nb:\n- 乙\n".encode(), source)
    assert isinstance(root, MappingNode)
    source.problem(root.value[1][1], "x", "y")
    assert source.problems[0].text == "甲.yaml:3:1: 错误 x y"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a note\n", b"   \n", b"---\n", b"''\n"])
def test_empty(data: bytes) -> None:
    assert [(p.code, p.line, p.col) for p in problems(data)] == [("empty", 1, 1)]


@pytest.mark.parametrize(
    ("text", "code", "line", "col"),
    [
        ("a: 甲\nb: [乙\n", "cut-off", 2, 4),
        ("a: 甲\nb: '乙\n", "cut-off", 3, 1),
        ("a: 甲\nb: {c: 丁", "cut-off", 2, 4),
        ("a: [甲\nb: 乙\n", "syntax", 2, 2),
        ("a:\n\tb: 乙\n", "tab", 2, 1),
        ("标题：甲\n类别: 乙\n", "fullwidth-colon", 1, 3),
        ("a: 甲\n标题：乙\n类别: 丙\n", "fullwidth-colon", 2, 3),
        ("a: &x 甲\nb: *x\n", "anchor", 1, 4),
        ("a: !!int 3\n", "tag", 1, 4),
        ("a: !run 甲\n", "tag", 1, 4),
        ("a: 甲\n---\nb: 乙\n", "syntax", 2, 1),
        ("a: 甲: 乙\n", "syntax", 1, 5),
        ("a: @甲\n", "syntax", 1, 4),
        ("a: 甲\n  b: 乙\n c: 丙\n", "syntax", 2, 4),
    ],
)
def test_what_is_refused_is_located(text: str, code: str, line: int, col: int) -> None:
    found = problems(text)[0]
    assert (found.code, found.line, found.col) == (code, line, col), found.text
    assert found.hint


def test_every_anchor_and_alias_is_told() -> None:
    assert [(p.code, p.line) for p in problems("a: &x 甲\nb: 乙\nc: *x\nd: !t 丁\n")] == [
        ("anchor", 1),
        ("anchor", 3),
        ("tag", 4),
    ]


def test_signs_inside_words_and_quotes_are_text() -> None:
    assert facts("a: R&D*\nb: '&x *y !z'\nc: |\n  *注*\n") == {"a": "R&D*", "b": "&x *y !z", "c": "*注*"}


@pytest.mark.parametrize(
    "char", ["\0", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\u200b", "\u200f", "\ufeff", "\uffff"]
)
def test_invisible_characters(char: str) -> None:
    (found,) = problems(f"a: 甲\nb: 乙{char}丙\n")
    assert (found.code, found.line, found.col) == ("control-char", 2, 5)
    assert f"U+{ord(char):04X}" in found.message


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("标题: 岳阳\n".encode("gbk"), "GBK"),
        ("标题: 岳阳\n".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xff\xfe\x80", "不是文本"),
    ],
)
def test_other_encodings(data: bytes, word: str) -> None:
    (found,) = problems(data)
    assert found.code == "encoding"
    assert word in found.message
    assert found.hint == "在编辑器里另存为 UTF-8 编码"


def test_the_place_of_a_bad_byte() -> None:
    (found,) = problems("a: 甲\nb: 乙".encode() + b"\xff\n")
    assert (found.line, found.col) == (2, 7)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        "{a: " * 30_000,
        "a: " + '["]",' * 30_000,  # brackets closed only in quotes
        "- " * 30_000 + "a",
        "? " * 30_000 + "a",
        "-\t" * 30_000 + "a",
        "\n".join(" " * n + "a:" for n in range(300)),
        "\n".join(" " * n + "- a:" for n in range(0, 600, 2)),
        "a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
    ],
)
def test_deep_nesting_does_not_crash_the_parser(text: str) -> None:
    assert problems(text)[0].code in ("too-deep", "tab", "syntax")


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert facts("a: [" + ", ".join(["[甲]"] * 200) + "]\nb: '" + "[" * 200 + "'\n")


def test_a_long_line_of_spaces_is_not_deep() -> None:
    assert facts("a: |\n  甲\n" + " " * 300 + "乙\n")


def test_huge_file() -> None:
    (found,) = problems(b"a: " + b"x" * MAX_BYTES)
    assert (found.code, found.line) == ("too-large", 1)
    assert "1,000,003 字节" in found.message
