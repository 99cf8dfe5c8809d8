"""The log of a bug: what a maintainer needs to find it."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli import __version__
from duban_cli.rules.moments import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Sequence


def write_crash_log(args: Sequence[str], error: Exception) -> Path | None:
    """Write what happened to a file of its own among the temporary ones; None if even that fails."""
    moment = datetime.now(SHANGHAI)
    lines = (
        f"duban {__version__} · Python {platform.python_version()} · {platform.platform()}",
        f"{moment.isoformat(timespec='seconds')}",
        f"命令行：{' '.join(map(repr, args))}",
        f"编码：{sys.getfilesystemencoding()} · {os.environ.get('LANG', '')}",
        "",
        "".join(traceback.format_exception(error)),
    )
    try:
        handle, name = tempfile.mkstemp(prefix=f"duban-{moment:%Y%m%d-%H%M%S}-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(lines))
    except OSError:
        return None
    return Path(name)
