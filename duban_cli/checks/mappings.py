"""导入.yaml, edited by hand: told before the next import stumbles over it."""

from __future__ import annotations

from collections.abc import Iterator

from duban_cli.checks.across import Across
from duban_cli.exchange.mapping_file import MAPPING_FILE, mappings_in
from duban_cli.ledger.findings import Finding


def columns(scene: Across) -> Iterator[Finding]:
    """Every problem of the file, where the ledger has one."""
    try:
        data = (scene.ledger.root / MAPPING_FILE).read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        yield Finding(
            MAPPING_FILE,
            0,
            0,
            "error",
            "unreadable",
            f"文件打不开：{error.strerror or error}",
            "检查文件权限和磁盘",
        )
        return
    yield from mappings_in(data)[1]
