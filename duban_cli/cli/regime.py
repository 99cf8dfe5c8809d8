"""制度: regime. It prints, compares and starts; the ledger's own is changed by hand and saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.context import Desk, desk
from duban_cli.cli.terminal import out, prose, table, talk
from duban_cli.cli.views import heading
from duban_cli.errors import DataProblem, NotFound, WrongUse
from duban_cli.ledger.disk import disk_problems, write_synced
from duban_cli.ledger.files import REGIME_FILE
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_file import read_regime
from duban_cli.shipped import lights_bytes, regime_bytes, regime_names
from duban_cli.views.as_json import dump

if TYPE_CHECKING:
    from duban_cli.ledger.lights_file import Lighting
    from duban_cli.rules.regime import Regime

Name = Annotated[
    str | None, typer.Option("--name", metavar="制度", help="程序所带的哪套制度，如 yueyang；不写则看台账的")
]
Diff = Annotated[bool, typer.Option("--diff", help="台账的制度与程序所带的逐条比较")]
New = Annotated[
    str | None,
    typer.Option("--new", metavar="名称", help="起一套新制度：带说明的空白文件，写到标准输出或 --out"),
]
Target = Annotated[
    Path | None, typer.Option("--out", metavar="文件", help="新制度写到哪个文件；已有的不覆盖", parser=Path)
]

Lights = Annotated[
    bool, typer.Option("--lights", help="列出各地的亮灯办法，可写名称只看一种；与 --new 同用时写入新制度")
]
Lit = Annotated[str | None, typer.Argument(metavar="[亮灯办法]", help="与 --lights 同用：哪一种，如 三明")]
Demands = Annotated[
    bool,
    typer.Option(
        "--demands",
        "--要求",
        help="要求对照表：文件的每条要求由什么办到；列台账（或 --name 那套制度）所依据的文件",
    ),
]
All = Annotated[bool, typer.Option("--all", "--全部", help="与 --demands 同用：列程序所带的全部文件")]


def regime(
    ctx: typer.Context,
    name: Name = None,
    diff: Diff = False,
    new: New = None,
    target: Target = None,
    lights: Lights = False,
    lit: Lit = None,
    demands: Demands = False,
    every: All = False,
    form: opt.Format = "text",
) -> int:
    """制度：列出台账所用的制度，每条规则写明依据；与程序所带的比较；起一套新的。

    建账时制度抄入台账的 regime.yaml，此后以它为准，升级程序不改变已有结论。--diff 看程序所带的有什么不同，
    要采用的照着改 regime.yaml，再用 duban save 保存。没有台账时用 --name 看程序所带的。

    例：
      duban regime
      duban regime --diff
      duban regime --name yueyang --format json
      duban regime --new 某市政务督查制度 --out regime.yaml
      duban regime --lights
      duban regime --new 某市政务督查制度 --lights 三明
      duban regime --demands
      duban regime --demands --name county
    """
    at = desk(ctx)
    if lit is not None and not lights:
        raise WrongUse(
            f"不知道“{lit}”是什么", f"亮灯办法写在 --lights 后面：--lights {lit}；制度写 --name {lit}"
        )
    if demands:
        if new is not None or diff or lights or target is not None:
            raise WrongUse(
                "--demands 只与 --name、--format 同写", "例如 duban regime --demands --name county"
            )
        return _demands(at, name, form, every=every)
    if every:
        raise WrongUse("--all 只与 --demands 同用", "例如 duban regime --demands --all")
    if new is not None:
        if name or diff or form == "json":
            raise WrongUse(
                "--new 单独用，不与 --name、--diff、--format 同写", "例如 duban regime --new 某市政务督查制度"
            )
        return _start(at, new, target, _chosen(lit) if lights else None)
    if target is not None:
        raise WrongUse("--out 只与 --new 同用", "要存下来，用 > 文件")
    if lights:
        if name or diff:
            raise WrongUse("--lights 不与 --name、--diff 同写", "单独写 duban regime --lights")
        return _lights(at, lit, form)
    return _compare(at, name, form) if diff else _show(at, name, form)


def _show(at: Desk, name: str | None, form: str) -> int:
    from duban_cli.views.regime import regime_json, regime_text  # noqa: PLC0415

    shown = _packaged(name) if name else _pinned(at)
    source = f"程序所带的 {name}" if name else "台账所用"
    if form == "json":
        out(dump(heading(at) | regime_json(shown, source)))
    else:
        prose(regime_text(shown, source))
    return 0


def _compare(at: Desk, name: str | None, form: str) -> int:
    from duban_cli.views.regime import differences, differences_json, differences_text  # noqa: PLC0415

    pinned = _pinned(at)
    packaged = name or at.ledger.settings.regime
    if packaged is None:
        raise WrongUse(
            "duban.yaml 没有写所用的“制度”，不知道与哪一套比较",
            f"加上 --name，可用：{'、'.join(regime_names())}",
        )
    found = differences(pinned, _packaged(packaged))
    if form == "json":
        out(dump(heading(at) | {"name": packaged, "differences": differences_json(found)}))
    elif found:
        prose(differences_text(found))
        talk(
            f"台账的制度与程序所带的 {packaged} 有{len(found)}处不同；要采用的照着改 {REGIME_FILE}，再用 duban save 保存"
        )
    else:
        talk(f"台账的制度与程序所带的 {packaged} 一致")
    return 0


def _start(at: Desk, name: str, target: Path | None, lighting: Lighting | None) -> int:
    from duban_cli.plans.regime_new import skeleton  # noqa: PLC0415

    text = skeleton(name, at.now.day, lighting)
    if target is None:
        out(text)
        return 0
    if target.exists():
        raise WrongUse(f"{target} 已经存在，没有覆盖", "换一个文件名，或先把它移走")
    with disk_problems(target):
        write_synced(target, text.encode())
    talk("照本地文件改好后，存为台账目录下的 regime.yaml，用 duban check 校验、duban save 保存")
    out(str(target))
    return 0


def _chosen(name: str | None) -> Lighting:
    from duban_cli.plans.regime_new import lighting_named  # noqa: PLC0415

    if name is None:
        known = "、".join(one.name for one in _lightings())
        raise WrongUse("没有写用哪种亮灯办法", f"在 --lights 后面写名称，可用：{known}")
    return lighting_named(_lightings(), name)


def _lights(at: Desk, name: str | None, form: str) -> int:
    from duban_cli.views.lightings import lightings_json, lightings_text  # noqa: PLC0415

    shown = (_chosen(name),) if name else _lightings()
    out(dump(heading(at) | {"lightings": lightings_json(shown)}) if form == "json" else lightings_text(shown))
    return 0


def _lightings() -> tuple[Lighting, ...]:
    from duban_cli.ledger.lights_file import read_lightings  # noqa: PLC0415

    source = Source("lights.yaml")
    found = read_lightings(lights_bytes(), source)
    if found is None:
        raise DataProblem("程序所带的亮灯办法读不出来：\n" + "\n".join(p.text for p in source.problems))
    return found


def _demands(at: Desk, name: str | None, form: str, *, every: bool) -> int:
    """On the screen only what concerns this office, unless asked for all; JSON has every row unless a name is given."""
    from duban_cli.ledger.demands_file import demands  # noqa: PLC0415
    from duban_cli.views.demands import demands_json, demands_table  # noqa: PLC0415

    if every and name:
        raise WrongUse("--all 与 --name 只能写一个", "看一套制度的写 --name，全看的写 --all")
    own = None
    if name:
        own = _packaged(name)
    elif not every and form != "json" and at.root_or_none is not None:
        own = at.ledger.regime
    cited = {d.citation for d in own.documents} if own is not None else None
    rows = [row for row in demands() if cited is None or row.document in cited]
    if form == "json":
        out(dump(heading(at) | {"demands": demands_json(rows)}))
    elif rows:
        table(demands_table(rows))
    else:
        talk(
            f"要求对照表里没有{f' {name} ' if name else '本台账制度'}所依据的文件；全部的见 duban regime --demands --all"
        )
    return 0


def _pinned(at: Desk) -> Regime:
    if at.root_or_none is None:
        raise NotFound("这里没有台账", f"用 --name 看程序所带的制度：{'、'.join(regime_names())}")
    return at.ledger.regime


def _packaged(name: str) -> Regime:
    """Raises NotFound with the nearest name."""
    source = Source(f"{name}.yaml")
    found = read_regime(regime_bytes(name), source)
    if found is None:
        raise DataProblem(f"程序所带的制度 {name} 读不出来：\n" + "\n".join(p.text for p in source.problems))
    return found
