"""What an editor needs to help with a ledger's files: their schemas in ``.schema/``, and settings for VS Code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from duban_cli.ledger.change import Change, FileWrite, digest
from duban_cli.ledger.writer import ITEM_HINTS

PLACES: Mapping[str, str] = {
    "item": "items/*/*.yaml", "units": "units.yaml", "duban": "duban.yaml", "regime": "regime.yaml",
    "office": "office/*.yaml", "calendar": "calendar/*.yaml",
}  # fmt: skip
"""Kind of file → where such files lie."""
_SCHEMAS = ITEM_HINTS.rpartition("/")[0]
VSCODE_SETTINGS = ".vscode/settings.json"
_EXTENSIONS = ".vscode/extensions.json"


def schema_path(kind: str) -> str:
    """Where the schema of a kind of file lies in the ledger."""
    return f"{_SCHEMAS}/{kind}.json"


def hints_line(kind: str, files: Mapping[str, bytes] | None) -> str:
    """The first line of a file at the ledger's top, by which an editor finds its schema; none where there is none."""
    path = schema_path(kind)
    return f"# yaml-language-server: $schema={path}\n" if files and path in files else ""


def editor_files(schemas: Mapping[str, Mapping[str, object]]) -> dict[str, bytes]:
    """All the files, by path; ``schemas`` by kind."""
    settings = {
        "yaml.schemas": {f"./{schema_path(kind)}": PLACES[kind] for kind in schemas},
        # Nobody but the clerk and duban lays the files out.
        "yaml.format.enable": False,
        "files.encoding": "utf8",
        "files.eol": "\n",
        "[yaml]": {
            "editor.insertSpaces": True,
            "editor.tabSize": 2,
            "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
        },
    }
    return {
        **{schema_path(kind): _json(schema) for kind, schema in schemas.items()},
        VSCODE_SETTINGS: _json(settings),
        _EXTENSIONS: _json({"recommendations": ["redhat.vscode-yaml"]}),
    }


def plan_editor(read: Callable[[str], bytes | None], files: Mapping[str, bytes]) -> Change | None:
    """Schemas that are lacking or say something else, made new; settings only where there are none.

    None when nothing is to be done.
    """
    writes = []
    for path, content in files.items():
        old = read(path)
        if old is None:
            writes.append(FileWrite(path=path, content=content, expect=None))
        elif path.startswith(f"{_SCHEMAS}/") and _facts(old) != json.loads(content):
            writes.append(FileWrite(path=path, content=content, expect=digest(old)))
    if not writes:
        return None
    return Change(
        writes=tuple(writes), subject="更新编辑器的字段提示", body="\n".join(w.path for w in writes),
        trailers=(("Duban-Action", "字段提示"),),
    )  # fmt: skip


def _facts(data: bytes) -> object:
    try:
        return json.loads(data)
    except ValueError:
        return None


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
