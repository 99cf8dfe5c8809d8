"""README's lines for cron and systemd, run as cron and systemd run them: no terminal, next to no environment."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clerk import Clerk
from tests.readme import README

pytest_plugins = ("tests.gitkit", "tests.clerk")

DAY = "2026-04-01"
_TEXT = README.read_text(encoding="utf-8")
CRON = re.findall(r"^(\d+ \d+ \* \* \* .+)$", _TEXT, re.MULTILINE)
UNITS = dict(re.findall(r"```ini\n# /etc/systemd/system/(\S+)\n(.*?)```", _TEXT, re.DOTALL))


@pytest.fixture
def machine(handed: Clerk, tmp_path: Path) -> Path:
    """A directory with ``duban``, its day fixed, and a ``mail`` that keeps what it was given."""
    place = tmp_path / "bin"
    place.mkdir()
    scripts = {
        "duban": f'cd "$PWD" && PYTHONPATH={shlex.quote(str(README.parent))} '
        f'exec {shlex.quote(sys.executable)} -m duban_cli --today {DAY} "$@"',
        "mail": f'printf "%s\\n" "$@" >> {shlex.quote(str(tmp_path / "mail"))}\ncat >> {shlex.quote(str(tmp_path / "mail"))}',
    }
    for name, script in scripts.items():
        (place / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (place / name).chmod(0o755)
    return place


def as_cron(command: str, machine: Path, ledger: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The command under /bin/sh with what cron gives it; paths of README in their places."""
    line = command.replace("/srv/台账", str(ledger)).replace("/usr/local/bin/duban", str(machine / "duban"))
    return subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
        env={"LOGNAME": "duban", "SHELL": "/bin/sh", "PATH": f"{machine}:/usr/bin:/bin", **more}, cwd="/",
    )  # fmt: skip


def crontab() -> tuple[dict[str, str], str]:
    """The variables and the command of README's crontab."""
    assert len(CRON) == 1
    block = _TEXT.partition(CRON[0])[0].rpartition("```\n")[2]
    variables = dict(line.split("=", 1) for line in block.splitlines() if re.match(r"[A-Z_]+=", line))
    return variables, CRON[0].split(" ", 5)[5]


def test_the_crontab_line_mails_the_summary_with_its_subject(
    handed: Clerk, machine: Path, tmp_path: Path
) -> None:
    variables, command = crontab()
    assert "%" not in command  # cron would take it for a line's end
    done = as_cron(command, machine, handed.root, HOME=str(tmp_path), **variables)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    mail = (tmp_path / "mail").read_text(encoding="utf-8").splitlines()
    assert mail[0] == "-s"
    assert mail[1].startswith(f"督查日办 {DAY} 周三：今天应办")
    assert mail[2] == "duchashi@example.invalid"
    assert "校验：没有问题" in mail
    assert (handed.root / "drafts/月度督办清单-2026-04.docx").exists()


def test_no_mail_on_a_day_off_and_none_without_home_or_locale_is_lost(
    handed: Clerk, machine: Path, tmp_path: Path
) -> None:
    _, command = crontab()
    duban = machine / "duban"
    script = duban.read_text(encoding="utf-8")
    duban.write_text(script.replace(DAY, "2026-04-04"), encoding="utf-8")
    assert as_cron(command, machine, handed.root).stderr == ""
    assert not (tmp_path / "mail").exists()
    duban.write_text(script, encoding="utf-8")
    assert as_cron(command, machine, handed.root).stderr == ""
    assert "校验：没有问题" in (tmp_path / "mail").read_text(encoding="utf-8")


def test_what_goes_wrong_is_on_stderr_for_cron_to_send(handed: Clerk, machine: Path, tmp_path: Path) -> None:
    _, command = crontab()
    (handed.root / "drafts").write_text("", encoding="utf-8")
    done = as_cron(command, machine, handed.root)
    assert "错误：" in done.stderr
    assert "drafts" in done.stderr
    assert not (tmp_path / "mail").exists()


def test_the_service_runs_the_same(handed: Clerk, machine: Path, tmp_path: Path) -> None:
    service = dict(re.findall(r"^(\w+)=(.+)$", UNITS["duban-daily.service"], re.MULTILINE))
    shell, flag, script = shlex.split(service["ExecStart"])
    assert (shell, flag) == ("/bin/sh", "-c")
    assert "$" not in script.replace("$$", "")  # systemd would put in a variable of its own
    name, _, value = service["Environment"].partition("=")
    command = f"cd {service['WorkingDirectory']} && {{ {script.replace('$$', '$')}; }}"
    done = as_cron(command, machine, handed.root, **{name: value})
    assert (done.returncode, done.stderr) == (0, "")
    assert f"督查日办 {DAY}" in (tmp_path / "mail").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze 没有装")
def test_systemd_takes_the_units(tmp_path: Path, machine: Path) -> None:
    for name, text in UNITS.items():
        here = text.replace("/srv/台账", str(tmp_path)).replace("User=duban", "User=root")
        (tmp_path / name).write_text(here, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    # What is wrong elsewhere on the machine is not ours.
    assert [line for line in done.stderr.splitlines() if "duban" in line] == []
    when = re.search(r"OnCalendar=(.+)", UNITS["duban-daily.timer"])
    assert when is not None
    assert (
        subprocess.run(["systemd-analyze", "calendar", when[1]], capture_output=True, check=False).returncode
        == 0
    )
