"""补全: the script by which a shell asks duban what may follow (``complete.py`` answers)."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

import typer

from duban_cli.cli import options as opt
from duban_cli.cli.terminal import out, talk

SHELLS = {"bash": "duban.bash", "zsh": "duban.zsh", "fish": "duban.fish", "powershell": "duban.ps1"}
"""Shell → its script in ``cli/shells/``."""
_TAKEN = {
    "bash": "长期用：duban completion bash > ~/.duban.bash，再在 ~/.bashrc 末尾加一行 source ~/.duban.bash",
    "zsh": "长期用：duban completion zsh > 一个在 $fpath 里的目录/_duban，重开终端",
    "fish": "长期用：duban completion fish > ~/.config/fish/completions/duban.fish",
    "powershell": "长期用：把“duban completion powershell | Out-String | Invoke-Expression”写进 $PROFILE",
}


def completion(
    shell: Annotated[
        str,
        typer.Argument(metavar="终端", help="bash、zsh、fish 或 powershell", parser=opt.one_of(*SHELLS, said={"pwsh": "powershell"})),
    ],
) -> None:  # fmt: skip
    """补全：打印终端用的补全脚本。装好以后按 Tab，命令、选项、编号（带标题）、单位、类别都能补全，中文也行。

    马上用：bash、zsh 运行 eval "$(duban completion bash)"，fish 运行 duban completion fish | source。

    例：duban completion bash > ~/.duban.bash
    """
    out(files("duban_cli.cli").joinpath("shells", SHELLS[shell]).read_text(encoding="utf-8"))
    talk(_TAKEN[shell])
