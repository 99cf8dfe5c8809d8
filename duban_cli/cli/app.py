"""The commands of duban. To add one, write its function in a module of ``cli/`` and one line here::

    CommandSpec("reply", "反馈", "handling", "reply", "办理", "记录进展或办结反馈"),

in the place where it shall stand in the listing. The function is a plain Typer function
(``def reply(ctx: typer.Context, ids: opt.ItemIds, done: … = False) -> int``): it returns the exit code (None: 0),
gets the ledger by ``desk(ctx)``, and its docstring is the help page, in Chinese, ending in an example (例：).
``-C`` and ``--today`` come by themselves. Instead of a function the name may be that of a
``typer.Typer(cls=HelpGroup)`` with commands of its own. A module is imported only when its command is called.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban_cli import __version__
from duban_cli.cli.coercion import take_as_given
from duban_cli.cli.context import Asked
from duban_cli.cli.help import EVERYWHERE, HELP_OPTIONS, HelpCommand, HelpGroup, option_row, section
from duban_cli.cli.options import moment
from duban_cli.cli.pager import paged
from duban_cli.cli.terminal import out
from duban_cli.cli.usage import UsageError, in_chinese, refuse_foreign_dashes
from duban_cli.errors import NotFound
from duban_cli.rules.moments import Now
from duban_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

GROUPS = ("办理", "查询", "文书", "台账")
_COMPLETION = ("install_completion", "show_completion")


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command: names, where its function is, where it stands in the listing, what it does in a word.

    ``ledger``: it works on a ledger, and so takes ``-C`` and ``--today``. ``signed_words``: a word such as
    ``-15`` is a value and no option.
    """

    name: str
    alias: str
    module: str
    function: str
    group: str
    help: str
    ledger: bool = True
    signed_words: bool = False

    @property
    def shown(self) -> str:
        """``list（台账）``."""
        return f"{self.name}（{self.alias}）"

    def build(self, common: Sequence[Any]) -> HelpCommand | HelpGroup:
        """The command, its module imported; ``common`` are the options every command takes."""
        target = getattr(import_module(f"duban_cli.cli.{self.module}"), self.function)
        settings = {"help_option_names": HELP_OPTIONS, "ignore_unknown_options": self.signed_words}
        if not isinstance(target, typer.Typer):
            app = typer.Typer(add_completion=False, rich_markup_mode=None)
            app.command(self.name)(target)
            target = app
        for info in target.registered_commands:
            info.cls = HelpCommand
        command = typer.main.get_command(target)
        if not isinstance(command, HelpCommand | HelpGroup):
            raise TypeError(f"{self.module}.{self.function} has no help page: typer.Typer(cls=HelpGroup)")
        command.name, command.alias = self.name, self.alias
        for one in (command, *(command.commands.values() if isinstance(command, HelpGroup) else ())):
            one.params = [p for p in one.params if p.name not in _COMPLETION]
            taken = {name for param in one.params for name in param.opts}
            one.params += [param for param in common if self.ledger and not taken & set(param.opts)]
            one.context_settings |= settings
            take_as_given(one.params)
            if _asked_by_a_shell():
                from duban_cli.cli.complete import teach  # noqa: PLC0415

                teach(one.params)
        return command


COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec("new", "立项", "intake", "new", "办理", "把一件事列入台账"),
    CommandSpec("split", "分解", "decompose", "split", "办理", "按任务分解表一次立项多件"),
    CommandSpec("assign", "交办", "handling", "assign", "办理", "发督查函交给单位办理"),
    CommandSpec("reply", "反馈", "handling", "reply", "办理", "记录进展或办结反馈"),
    CommandSpec("extend", "延期", "handling", "extend", "办理", "延期的申请、批准或不批"),
    CommandSpec("urge", "催办", "handling", "urge", "办理", "发出应发的催办通知单"),
    CommandSpec("review", "审核", "handling", "review", "办理", "审核通过，或退回重办"),
    CommandSpec("close", "销号", "handling", "close", "办理", "审核通过的事项销号"),
    CommandSpec("archive", "归档", "upkeep", "archive", "办理", "核对材料，成卷归档"),
    CommandSpec("receive", "签收", "acts", "receive", "办理", "记下单位已收到"),
    CommandSpec("warn", "督办提示", "acts", "warn", "办理", "逾期之前发督办单提醒"),
    CommandSpec("inspect", "核查", "acts", "inspect", "办理", "现场核查、回头看的情况"),
    CommandSpec("change", "变更", "acts", "change", "办理", "交办后改单位、期限、人员、要求"),
    CommandSpec("suspend", "中止", "acts", "suspend", "办理", "暂停计时"),
    CommandSpec("resume", "恢复", "acts", "resume", "办理", "恢复计时"),
    CommandSpec("withdraw", "撤销", "acts", "withdraw", "办理", "不再督办"),
    CommandSpec("reopen", "重启", "acts", "reopen", "办理", "销号后问题反弹，重新督办"),
    CommandSpec("correct", "更正", "acts", "correct", "办理", "记录写错了，更正"),
    CommandSpec("record", "记录", "acts", "record", "办理", "约谈、结论、复核、批评等其他动作"),
    CommandSpec("issue", "签发", "issue", "issue", "办理", "签发送审稿；作废已发文书"),
    CommandSpec("office", "本室", "office", "office", "办理", "记下督查室自己的会议、对接、抄送"),
    CommandSpec("list", "台账", "views", "list_items", "查询", "事项清单：状态、灯、期限、逾期、下一步"),
    CommandSpec("show", "查看", "views", "show", "查询", "一件事项的全部内容"),
    CommandSpec("explain", "依据", "views", "explain", "查询", "每个期限和结论是怎么来的"),
    CommandSpec("agenda", "待办", "agenda", "agenda", "查询", "今天该办什么，几天内什么到期"),
    CommandSpec("log", "历史", "lookup", "log", "查询", "git 里的改动历史"),
    CommandSpec("workday", "工作日", "lookup", "workday", "查询", "推算工作日", signed_words=True),
    CommandSpec("bulletin", "通报", "papers", "bulletin", "文书", "一段时期的督查通报"),
    CommandSpec("report", "报告", "report", "report", "文书", "督查报告、专报，月度督办清单，四单"),
    CommandSpec("assess", "考核", "assess", "assess", "文书", "各单位一年的考核，每个数字可追溯"),
    CommandSpec("paper", "文书", "papers", "paper", "文书", "取出或补做一件事的文书"),
    CommandSpec("init", "建账", "ledgers", "init", "台账", "新建一本台账", ledger=False),
    CommandSpec("unit", "单位", "ledgers", "unit", "台账", "承办单位名录"),
    CommandSpec("regime", "制度", "regime", "regime", "台账", "看制度、与程序所带的比较、起一套新的"),
    CommandSpec("edit", "编辑", "edit", "edit", "台账", "打开事项文件编辑，改完保存"),
    CommandSpec("renumber", "改号", "upkeep", "renumber", "台账", "交办以前换编号"),
    CommandSpec("fmt", "整理", "upkeep", "fmt", "台账", "统一事项文件的格式"),
    CommandSpec("save", "保存", "ledgers", "save", "台账", "校验并提交手工改动"),
    CommandSpec("merge", "合并", "merge", "merge", "台账", "把另一个人的分支并进来"),
    CommandSpec("import", "导入", "exchange", "import_table", "台账", "把 Excel、CSV 的台账收进来"),
    CommandSpec("export", "导出", "export", "export", "台账", "导出 Excel、CSV、JSON、日历"),
    CommandSpec("publish", "公示", "publish", "publish", "台账", "把公开的事项做成公示网站"),
    CommandSpec("check", "校验", "lookup", "check", "台账", "检查台账，只读不改"),
    CommandSpec("daily", "日办", "agenda", "daily", "台账", "每天定时跑：校验、备稿、一份摘要"),
    CommandSpec("doctor", "自检", "doctor", "doctor", "台账", "git、日历、磁盘、字体、模板……缺什么、怎么办"),
    CommandSpec("schema", "模式", "schema", "schema", "台账", "事项文件和各命令输出的格式"),
    CommandSpec(
        "completion", "补全", "completion", "completion", "台账", "按 Tab 补全命令、编号、单位", ledger=False
    ),
    CommandSpec("demo", "演示", "demo", "demo", "台账", "用示例台账演示一天的工作", ledger=False),
)


WITH_PAPERS = frozenset(
    {
        *("assign", "extend", "urge", "review", "close", "archive", "warn", "inspect", "record", "issue"),
        *("bulletin", "report", "assess", "paper", "daily"),
    }
)
"""The commands that may write papers, and so take ``--pdf``."""


READ_ONLY = frozenset(
    {
        *("list", "show", "explain", "agenda", "log", "workday", "regime", "export", "publish", "check"),
        *("doctor", "completion", "demo"),
    }
)
"""The commands that leave the ledger's files as they are."""


PAGED = (READ_ONLY - {"demo", "doctor"}) | {"bulletin", "assess", "report", "paper"}
"""The commands whose answer is to be read, and may be longer than a screen; they take ``--no-pager``."""


def writes(name: str) -> bool:
    """True for a command, by name or alias, that may write to the ledger."""
    spec = find_command(name)
    return spec is not None and spec.name not in READ_ONLY


def find_command(name: str) -> CommandSpec | None:
    """The command of that name or alias."""
    return next((spec for spec in COMMANDS if name in (spec.name, spec.alias)), None)


class _Root(HelpGroup):
    """duban itself: its commands are imported when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        return [spec.name for spec in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        spec = find_command(cmd_name)
        if spec is None:
            return None
        wanted = {
            *("-C", "--today"),
            *(("--pdf",) if spec.name in WITH_PAPERS else ()),
            *(("--no-pager",) if spec.name in PAGED else ()),
        }
        return spec.build([p for p in self.params if wanted & set(p.opts)])

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Options; the English names with the Chinese beside them, or the Chinese once one is begun."""
        from duban_cli.cli.complete import offer  # noqa: PLC0415 - only when a shell asks

        if incomplete.startswith("-"):
            return [one for one in super().shell_complete(ctx, incomplete) if one.value.startswith("-")]
        names = [(spec.name, f"{spec.alias}：{spec.help}") for spec in COMMANDS]
        if incomplete:
            names += [(spec.alias, spec.help) for spec in COMMANDS]
        return offer(names, incomplete)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Raises NotFound with the nearest command."""
        command = self.get_command(ctx, args[0])
        if command is None:
            near = nearest(args[0], [name for spec in COMMANDS for name in (spec.name, spec.alias)])
            raise NotFound(
                f"没有“{args[0]}”这个命令", f"是否指 {near}" if near else "duban --help 列出全部命令"
            )
        if "--draft" not in args:
            ctx.ensure_object(Asked).settles = writes(args[0])
        spec = find_command(args[0])
        if (
            spec is not None
            and spec.name in PAGED
            and ctx.ensure_object(Asked).pages
            and "--no-pager" not in args
        ):
            ctx.with_resource(paged())
        return args[0], command, args[1:]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        parts = ["duban：政务督查督办台账", "用法：duban [-C 台账目录] [--today 日期] 命令 …"]
        for group in GROUPS:
            parts += section(group, [(spec.shown, spec.help) for spec in COMMANDS if spec.group == group])
        options = [option_row(p) for p in self.get_params(ctx) if EVERYWHERE & set(p.opts)]
        parts += section("通用选项", [*options, ("-h, --help", "显示这一页")])
        parts.append("命令用英文名或中文名都行。每个命令的写法和例子：duban list --help")
        formatter.write("\n\n".join(parts) + "\n")


def _asked_by_a_shell() -> bool:
    """A shell asks what may follow (``cli/complete.py``)."""
    return "_DUBAN_COMPLETE" in os.environ


def _note_ledger(ctx: typer.Context, value: str | None) -> str | None:
    if value is not None:
        ctx.ensure_object(Asked).ledger = value
    return value


def _note_today(ctx: typer.Context, value: Now | None) -> Now | None:
    if value is not None:
        ctx.ensure_object(Asked).today = value
    return value


def _note_pdf(ctx: typer.Context, value: bool) -> None:
    if value:
        ctx.ensure_object(Asked).pdf = True


def _note_no_pager(ctx: typer.Context, value: bool) -> None:
    if value:
        ctx.ensure_object(Asked).pages = False


def _version(value: bool) -> None:
    if value:
        out(f"duban {__version__}")
        raise typer.Exit


def root(
    ledger: Annotated[
        str | None,
        typer.Option(
            "-C", "--ledger", metavar="目录", help="台账目录；默认当前目录或其上级",
            callback=_note_ledger, expose_value=False,
        ),
    ] = None,
    today: Annotated[
        Now | None,
        typer.Option(
            "--today", metavar="日期", help="按这一天判断，如 2026-11-20 或 2026-11-20T12:00；默认此刻",
            parser=moment, callback=_note_today, expose_value=False,
        ),
    ] = None,
    pdf: Annotated[
        bool,
        typer.Option("--pdf", help="写出的文书同时出 PDF（要装 LibreOffice）", callback=_note_pdf, expose_value=False),
    ] = False,
    no_pager: Annotated[
        bool,
        typer.Option("--no-pager", help="输出比一屏长也不分页", callback=_note_no_pager, expose_value=False),
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="显示版本", callback=_version, is_eager=True, expose_value=False)
    ] = False,
) -> None:  # fmt: skip
    """duban：政务督查督办台账."""


def run_command(args: Sequence[str], *, recorded: datetime | None = None) -> int:
    """Run one command line; returns its exit code. ``recorded`` (aware) dates what it commits.

    Raises DubanError for what could not happen.
    """
    refuse_foreign_dashes(args)
    app = typer.Typer(
        cls=_Root,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": HELP_OPTIONS},
    )
    app.callback()(root)
    command = typer.main.get_command(app)
    take_as_given(command.params)
    if _asked_by_a_shell():
        from duban_cli.cli.complete import answer, teach  # noqa: PLC0415

        teach(command.params)
        found = answer(command)
        if found:
            out(found)
        return 0
    # An act of the demonstration is one of many on the screen.
    asked = Asked(recorded=recorded, pages=recorded is None)
    try:
        result = command.main(
            args=list(args) or ["--help"], prog_name="duban", standalone_mode=False, obj=asked
        )
    except UsageError as error:
        called = next((word for word in args if find_command(word)), None)
        raise in_chinese(error, f"duban {called}" if called else "duban") from error
    except typer.Abort:
        raise KeyboardInterrupt from None
    code = result if isinstance(result, int) else 0
    if asked.pdf:
        from duban_cli.cli.pdf import make_pdfs  # noqa: PLC0415 - most calls want none

        code = make_pdfs(asked.written) or code
    return code
