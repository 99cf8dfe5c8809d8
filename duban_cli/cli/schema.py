"""模式: the formats of the ledger's files and of what the commands print, for editors and programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import desk
from duban_cli.cli.terminal import out, talk
from duban_cli.cli.writing import carry_out, file_reader
from duban_cli.plans.editor import VSCODE_SETTINGS, editor_files, plan_editor

if TYPE_CHECKING:
    from collections.abc import Sequence

Output = Annotated[
    str | None,
    typer.Option("--output", metavar="命令", help="这个命令的 JSON 输出的模式：list、show、explain …"),
]
FileKind = Annotated[
    str,
    typer.Option(
        "--file", metavar="文件", help="哪种文件的模式：item、regime、units、duban、office、calendar"
    ),
]
Page = Annotated[bool, typer.Option("--page", help="字段和动作的说明，Markdown")]
Write = Annotated[
    bool, typer.Option("--write", help="写进台账：.schema/ 下各种文件的模式，没有的话再加 VS Code 的设置")
]


def schema(
    ctx: typer.Context, output: Output = None, page: Page = False, file: FileKind = "item", write: Write = False,
    draft: opt.Draft = False,
) -> int:  # fmt: skip
    """打印台账文件的 JSON Schema，供编辑器提示和别的程序使用；或某个命令的 JSON 输出的模式。

    新建的台账里已经有了（.schema/）；升级程序、增加单位以后，用 --write 更新。已有的 VS Code 设置不改。

    例：
      duban schema --write
      duban schema --file regime > regime.schema.json
      duban schema --output list
      duban schema --page
    """
    from duban_cli.views.schemas import FILES, OUTPUTS, file_schema, output_schema  # noqa: PLC0415

    if write:
        return _write(ctx, draft=draft)
    if page:
        from duban_cli.views.page import format_page  # noqa: PLC0415

        out(format_page())
        return 0
    if output is not None:
        output = opt.one_of(*OUTPUTS)(output)
    found = output_schema(output) if output else file_schema(opt.one_of(*FILES)(file))
    out(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def hints(categories: Sequence[str], units: Sequence[str] = ()) -> dict[str, bytes]:
    """The files for editors of a ledger with these 类别 and 单位: they are offered, never enforced."""
    from duban_cli.views.schemas import FILES, file_schema  # noqa: PLC0415

    schemas = {kind: file_schema(kind) for kind in FILES}
    keys = schemas["item"]["properties"]
    for key, words in (("类别", categories), ("主办单位", units)):
        if words:
            keys[key] = {**keys[key], "examples": list(words)}
    return editor_files(schemas)


def _write(ctx: typer.Context, *, draft: bool) -> int:
    here = desk(ctx)
    ledger, read = here.ledger, file_reader(here.root)
    units = [u.name for u in ledger.units.units if not u.merged_into]
    change = plan_editor(read, hints(tuple(ledger.regime.categories), units))
    settings = read(VSCODE_SETTINGS)
    if settings is not None and b"yaml.schemas" not in settings:
        talk(
            f"提醒：{VSCODE_SETTINGS} 是原来就有的，没有改；里面没有 yaml.schemas，字段提示只对新建的文件有效"
        )
    if change is None:
        talk("编辑器的字段提示已经是新的")
        return 0
    return carry_out(ctx, change, draft=draft)
