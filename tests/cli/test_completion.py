"""``completion``: what is offered where, and that nothing else happens, whatever the ledger holds."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from duban_cli.cli.app import COMMANDS
from duban_cli.cli.coercion import parser_of
from duban_cli.cli.completion import SHELLS
from duban_cli.cli.help import HelpGroup
from duban_cli.cli.options import OneOf
from tests.cli.conftest import Duban, break_item, call
from tests.kit import HANDED_OUT, item_text

Ask = Callable[..., dict[str, str]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Completion of a line as a shell asks for it: value → what it means; the last word is unfinished."""

    def asked(*line: str, by: str = "fish") -> dict[str, str]:
        with monkeypatch.context() as patch:
            patch.setenv("_DUBAN_COMPLETE", by)
            patch.setenv("_DUBAN_WORDS", "\n".join(("duban", *line[:-1])))
            patch.setenv("_DUBAN_WORD", line[-1])
            answer = call()
        assert (answer.code, answer.err) == (0, "")
        found = {}
        for one in answer.out.splitlines():
            kind, _, rest = one.partition("\t")
            value, _, told = rest.partition("\t")
            found[value if kind == "value" else kind] = told
        return found

    return asked


def files(root: Path) -> dict[str, tuple[bytes, int]]:
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()}


def test_commands_by_both_names(ask: Ask) -> None:
    assert ask("ur") == {"urge": "催办：发出应发的催办通知单"}
    assert ask("催") == {"催办": "发出应发的催办通知单"}
    assert [*ask("")] == [spec.name for spec in COMMANDS]
    assert ask("单位", "") == ask("unit", "") == {"add": "增加一个承办单位。", "list": "列出单位名录。"}
    assert "--today" in ask("--")


def test_numbers_with_their_titles_newest_first(ask: Ask, ledger: Path) -> None:
    shown = ask("show", "")
    assert [*shown] == ["2026-0020", "2026-0019", "2026-0018", "2025-0007"]
    assert shown["2026-0018"] == "洞庭大道排水管网改造整改"
    assert [*ask("催办", "2026-0018", "2026-001")] == ["2026-0019"]
    assert [*ask("new", "--parent", "2025")] == ["2025-0007"]
    assert ask("show", "--format=")["--format=json"] == ""


def test_names_out_of_the_ledger(ask: Ask, ledger: Path) -> None:
    assert [*ask("list", "--unit", "市住")] == ["市住房和城乡建设局"]
    assert ask("list", "--unit", "楼") == {"楼区": "岳阳楼区人民政府、岳阳楼区"}
    assert "各区政府" in ask("list", "--unit", "")
    assert "市房产局" not in ask("list", "--unit", "")
    assert "各区政府" not in ask("new", "--lead", "")
    assert ask("new", "--category", "会议") == {
        "会议议定": "会议决定、会议纪要",
        "会议决定": "会议议定",
        "会议纪要": "会议议定",
    }
    assert [*ask("list", "--light", "")] == ["绿", "黄", "红"]
    assert "市长碰头会" in ask("office", "")
    assert [*ask("paper", "2026-0018", "督")] == ["督查函", "督查通报"]
    assert ask("correct", "2026-0018", "--entry", "2026-03-04")["2026-03-04/交办"] == "岳督函〔2026〕17号"
    assert [*ask("list", "--year", "")] == ["2026", "2025"]


def test_fixed_words(ask: Ask, ledger: Path) -> None:
    assert ask("record", "2026-0018", "约") == {"约谈": "约谈责任单位负责人；限期是约谈的日子"}
    assert "反馈" not in ask("record", "2026-0018", "")  # has a command of its own
    assert "主办单位" in ask("change", "2026-0018", "--field", "")
    assert "作废" in ask("correct", "2026-0018", "--field", "")
    assert "月度督办清单" in ask("report", "")
    assert ask("init", "--regime", "yue") == {"yueyang": ""}
    assert [*ask("schema", "--file", "u")] == ["units"]
    assert "批示/" in ask("new", "--source", "")


def closed_lists() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for spec in COMMANDS:
        command = spec.build(())
        inner = command.commands if isinstance(command, HelpGroup) else {"": command}
        for name, one in inner.items():
            for param in one.params:
                parser = parser_of(param)
                if isinstance(parser, OneOf) and param.param_type_name == "option":
                    found.append((spec.name, *filter(None, [name]), max(param.opts, key=len), *parser.words))
    return found


def test_every_option_of_a_closed_list_offers_it(ask: Ask, ledger: Path) -> None:
    lists = closed_lists()
    assert len(lists) > 40
    for words in lists:
        at = next(n for n, word in enumerate(words) if word.startswith("--"))
        assert tuple(ask(*words[: at + 1], "")) == words[at + 1 :]


def test_files_are_left_to_the_shell(ask: Ask, ledger: Path) -> None:
    assert [*ask("import", "")] == ["file"]
    assert [*ask("-C", "")] == ["directory"]
    assert [*ask("split", "")] == ["2026-0020", "2026-0019", "2026-0018", "2025-0007", "file"]


def test_where_nothing_else_may_stand_the_options_are_offered(ask: Ask, ledger: Path) -> None:
    shown = ask("list", "--overdue", "")
    assert {"--unit", "--state", "-C", "--help"} <= set(shown)
    assert shown["--help"] == "显示写法和例子"
    assert ask("list", "--titel", "x", "甲", "乙") == {}


def test_the_ledger_is_the_one_the_line_names(
    ask: Ask, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "2026-0018" not in ask("show", "")
    assert "2026-0018" in ask("-C", "台账", "show", "")
    assert "2026-0018" in ask("show", "-C", "台账", "")
    assert "楼区" in ask("list", "-C", "台账", "--unit", "楼")
    monkeypatch.setenv("DUBAN_LEDGER", str(ledger))
    assert "2026-0018" in ask("show", "")


def test_bash_takes_an_equals_sign_for_a_word(ask: Ask, ledger: Path) -> None:
    assert [*ask("list", "--unit", "=", "楼", by="bash")] == ["楼区"]
    assert "市财政局" in ask("list", "--unit", "=", by="bash")
    assert [*ask("list", "--unit=楼")] == ["--unit=楼区"]


@pytest.mark.parametrize("word", ["'2026-0018", '"2026-0018', "2026\\-0018"])
def test_a_word_may_be_in_quotes(ask: Ask, ledger: Path, word: str) -> None:
    assert [*ask("show", word)] == ["2026-0018"]


def test_it_writes_nothing(ask: Ask, ledger: Path) -> None:
    before = files(ledger)
    for line in (["show", ""], ["list", "--unit", ""], ["office", ""], ["urge", ""], ["edit", ""]):
        ask(*line)
    assert files(ledger) == before
    assert not (ledger / ".duban").exists()


def test_a_ledger_in_any_state_is_no_error(ask: Ask, ledger: Path, tmp_path: Path) -> None:
    break_item(ledger)
    (ledger / "items/2026/2026-0022.yaml").write_bytes(b"\xff\x00{{{")
    shown = ask("show", "2026-002")
    assert shown == {"2026-0022": "", "2026-0021": "", "2026-0020": "[red]急[/red] :smile: 文档"}
    for name in ("units.yaml", "regime.yaml", "duban.yaml"):
        (ledger / name).write_text("[" * 9000, encoding="utf-8")
    for line in (
        ["list", "--unit", ""],
        ["list", "--category", ""],
        ["paper", "2026-0018", ""],
        ["office", ""],
    ):
        ask(*line)
    assert "2026-0018" in ask("show", "")
    assert ask("-C", str(tmp_path / "无"), "show", "") == {}
    for line in (
        ["没有", ""],
        ["show", "--format", "xml", ""],
        ["list", "--unit", "--category", ""],
        ["--version", ""],
    ):
        ask(*line)


def test_what_a_shell_would_obey_is_not_offered(ask: Ask, ledger: Path) -> None:
    units = (ledger / "units.yaml").read_text(encoding="utf-8")
    bad = '- {名称: "$(touch 中招)局"}\n- {名称: "`reboot`局"}\n- {名称: "甲 乙局"}\n- {名称: "甲;乙局"}\n'
    (ledger / "units.yaml").write_text(units.replace("组:", bad + "组:"), encoding="utf-8")
    assert not [v for v in ask("list", "--unit", "") if set("$`; ") & set(v)]
    hostile = item_text(*HANDED_OUT, 标题='"甲\\e[31m\\t乙\\n丙"')
    (ledger / "items/2026/2026-0018.yaml").write_text(hostile, encoding="utf-8")
    assert set(ask("show", "2026-0018")) == {"2026-0018"}


def test_of_very_many_only_the_numbers(ask: Ask, ledger: Path) -> None:
    for n in range(1000, 1400):
        (ledger / f"items/2026/2026-{n}.yaml").write_text("坏的", encoding="utf-8")
    many = ask("show", "2026-1")
    assert (len(many), set(many.values())) == (400, {""})


def test_little_is_loaded(ledger: Path) -> None:
    seen = "import sys; from duban_cli.__main__ import main; main([]); print(*sys.modules)"
    env = {"_DUBAN_COMPLETE": "fish", "_DUBAN_WORDS": "duban\nurge", "_DUBAN_WORD": "2026"}
    done = subprocess.run(
        [sys.executable, "-c", seen], cwd=ledger, capture_output=True, text=True, check=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2]), **env},
    )  # fmt: skip
    assert "value\t2026-0018\t" in done.stdout
    modules = set(done.stdout.splitlines()[-1].split())
    assert not {"rich", "pydantic", "duban_cli.git", "duban_cli.history"} & modules


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_names_what_is_answered(shell: str) -> None:
    answer = call("completion", shell)
    assert answer.code == 0
    assert {"_DUBAN_COMPLETE", "_DUBAN_WORDS", "_DUBAN_WORD"} <= set(re.findall(r"_DUBAN_[A-Z]+", answer.out))
    assert answer.out.isascii()  # Windows PowerShell reads a file without a BOM in the machine's own encoding
    assert f"duban completion {shell}" in answer.err


def test_an_unknown_shell(duban: Duban) -> None:
    answer = call("补全", "pwsh")
    assert answer.code == 2
    assert "是否想写 powershell" in answer.err
