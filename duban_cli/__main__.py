"""Where ``duban`` starts: the one place that turns errors into exit codes.

0 done, 1 findings or refused, 2 wrong use, 3 a bug in duban, 4 busy, disk or git, 130 interrupted.
"""

from __future__ import annotations

# Nothing is imported here that a version does not need: --version answers as fast as Python starts.
import sys

from duban_cli import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

BUG = 3
INTERRUPTED = 130


def run() -> NoReturn:
    """The console script."""
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        import os  # noqa: PLC0415 - hardly ever

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def main(args: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    if args[:1] == ["--version"]:
        sys.stdout.write(f"duban {__version__}\n")
        return 0
    import gc  # noqa: PLC0415 - see above

    from duban_cli.cli.terminal import speak_utf8, talk  # noqa: PLC0415
    from duban_cli.errors import DubanError  # noqa: PLC0415

    speak_utf8()
    # A run is short: looking for garbage as often as Python does costs a tenth of its time; never looking, what a
    # hundred thousand files leave behind would fill the memory.
    gc.set_threshold(200_000, 50, 1_000)
    try:
        from duban_cli.cli.app import run_command  # noqa: PLC0415

        return run_command(args)
    except DubanError as error:
        _tell(args, error.code, error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        talk("已中断")
        return INTERRUPTED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except Exception as error:
        return _bug(args, error)


def _bug(args: Sequence[str], error: Exception) -> int:
    from duban_cli.cli.crash import write_crash_log  # noqa: PLC0415

    path = write_crash_log(args, error)
    told = f"，经过已写入 {path}" if path else ""
    _tell(
        args, "bug", f"duban 出错了（{type(error).__name__}），是程序的缺陷{told}",
        "请把这个文件发给维护人员；里面有命令行内容，发出前请过目" if path else None,
    )  # fmt: skip
    return BUG


def _tell(args: Sequence[str], code: str, message: str, hint: str | None) -> None:
    """The failure on stderr; as JSON on stdout for a program that asked for JSON."""
    # Only what fails has something to tell.
    import json  # noqa: PLC0415

    from duban_cli.cli.terminal import out, talk  # noqa: PLC0415

    if _wants_json(args):
        told = {"version": 1, "duban_version": __version__, "code": code, "message": message, "hint": hint}
        out(json.dumps(told, ensure_ascii=False))
        return
    talk(f"错误：{message}")
    if hint:
        talk(f"提示：{hint}")


def _wants_json(args: Sequence[str]) -> bool:
    return "--format=json" in args or any(
        pair == ("--format", "json")
        for pair in zip(args, args[1:], strict=False)  # noqa: RUF007 - itertools is not for --version
    )


if __name__ == "__main__":
    run()
