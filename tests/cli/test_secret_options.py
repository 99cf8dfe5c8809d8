"""A mark of 国家秘密 in any words a command that writes can be given: every option of every one, from the commands themselves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from duban_cli.cli.app import COMMANDS
from duban_cli.cli.help import HelpGroup
from tests.clerk import Clerk
from tests.cli.test_draft_equals import CALLS
from tests.cli.test_secret_ways import texts_of

pytest_plugins = ("tests.gitkit", "tests.clerk")

MARK = "【机密】某事"
WORD = "机密"


def options(call: str) -> Iterator[str]:
    """The options of a call's command that take a value, whatever it is for."""
    for spec in COMMANDS:
        built = spec.build([])
        inner = built.commands if isinstance(built, HelpGroup) else {}
        for name, one in inner.items() if inner else [("", built)]:
            whole = f"{spec.name} {name}".strip()
            if call == whole or call.startswith(f"{whole} "):
                yield from (
                    p.opts[0]
                    for p in one.params
                    if p.opts[0].startswith("--") and not getattr(p, "is_flag", False)
                )


@pytest.mark.parametrize("name", CALLS)
def test_no_option_takes_a_mark(
    handed: Clerk, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused; or of no use to this call, and then written nowhere."""
    monkeypatch.chdir(tmp_path)  # for --out
    call = CALLS[name]
    call.prepare(handed)
    for day, args in call.first:
        handed.do(*args, today=day)
    ready = tmp_path / "备"
    shutil.copytree(handed.root, ready)
    given = list(options(name))
    assert "--message" in given
    refused = set()
    for option in given:
        told = handed.run(
            *(a.format(dir=handed.root.parent) for a in call.args), f"{option}={MARK}", today=call.day
        )
        if told.code == 0:
            assert WORD not in everything(handed), option
            shutil.rmtree(handed.root)
            shutil.copytree(ready, handed.root)
            continue
        assert told.code in {1, 2}, (option, told.text)
        if "保守国家秘密法第三十一条" in told.err:
            refused.add(option)
    assert handed.state() == Clerk(ready).state()
    assert "--message" in refused


def everything(clerk: Clerk) -> str:
    """All there is to read in a ledger: files, papers, and what its history says."""
    said = [clerk.git("log", "--format=%B")]
    for path in clerk.root.rglob("*"):
        if path.is_file() and not {".git", ".duban"} & set(path.relative_to(clerk.root).parts):
            said += [str(path), texts_of(path)]
    return "\n".join(said)
