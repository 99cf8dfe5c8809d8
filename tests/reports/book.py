"""A ledger written as real files, short to fill; and the entries of an item in one line each."""

from __future__ import annotations

import shutil
from pathlib import Path

import duban_cli.regimes
from duban_cli.ledger.store import Ledger, load

_REGIME = Path(duban_cli.regimes.__file__).parent / "yueyang.yaml"
_UNITS = """\
单位:
- {名称: 市城市管理局, 简称: 市城管局, 别名: [城管局]}
- {名称: 岳阳楼区人民政府, 简称: 岳阳楼区, 别名: [楼区]}
- {名称: 市财政局}
- {名称: 市水利局, 更名: [{日期: 2019-03-01, 原名: 市水务局}]}
- {名称: 市旅游局, 并入: 市财政局}
组:
  各区: [岳阳楼区人民政府]
"""


class Book:
    """A ledger below ``root``; ``closed`` is how its bulletins treat matters not open to the public."""

    def __init__(self, root: Path, closed: str = "只列编号") -> None:
        self.root = root
        self.write("units.yaml", _UNITS)
        self.closed(closed)
        shutil.copy(_REGIME, root / "regime.yaml")

    def closed(self, how: str) -> None:
        head = "单位: 某市人民政府督查室\n政府: 某市人民政府\n"
        self.write("duban.yaml", f"{head}通报: {{不予公开事项: {how}}}\n")

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def item(
        self, item_id: str, *entries: str, lead: str = "市财政局", category: str = "领导批示",
        openness: str = "主动公开", origin: str | None = None, title: str | None = None, more: str = "",
    ) -> None:  # fmt: skip
        lines = [
            f"标题: {title or f'事项{item_id}'}",
            f"类别: {category}",
            "要求: 按要求办结",
            f"主办单位: {lead}",
        ]
        lines += [f"公开属性: {openness}"]
        lines += [f"来源: {origin}"] if origin else []
        lines += [more] if more else []
        lines += ["办理:", *(f"- {e}" for e in entries)] if entries else []
        self.write(f"items/{item_id[:4]}/{item_id}.yaml", "\n".join(lines) + "\n")

    def load(self) -> Ledger:
        loaded = load(self.root)
        assert [f.text for f in loaded.findings] == []
        return loaded.need()


def assigned(day: str, due: str) -> str:
    return f"{{日期: {day}, 动作: 交办, 限期: {due}}}"


def done(day: str, more: str = "") -> str:
    return f"{{日期: {day}, 动作: 反馈, 内容: 已办结, 办结: 是{', ' + more if more else ''}}}"


def progress(day: str, more: str = "") -> str:
    return f"{{日期: {day}, 动作: 反馈, 内容: 正在办理, 办结: 否{', ' + more if more else ''}}}"


def passed(day: str) -> str:
    return f"{{日期: {day}, 动作: 审核, 结果: 通过}}"


def returned(day: str, due: str) -> str:
    return f"{{日期: {day}, 动作: 审核, 结果: 退回, 理由: 情况不清, 限期: {due}}}"


def closed(day: str) -> str:
    return f"{{日期: {day}, 动作: 销号}}"


def withdrawn(day: str) -> str:
    return f"{{日期: {day}, 动作: 撤销, 理由: 情况变化, 批准: 刘某某}}"


def suspended(day: str) -> str:
    return f"{{日期: {day}, 动作: 中止, 理由: 待上级批复, 批准: 刘某某}}"


def extended(day: str, due: str) -> str:
    return f"{{日期: {day}, 动作: 延期, 环节: 批准, 限期: {due}, 批准: 刘某某}}"


def urged(day: str, doc_no: str | None = None) -> str:
    number = f", 文号: {doc_no}" if doc_no else ""
    return f"{{日期: {day}, 动作: 催办, 方式: {'通知单' if doc_no else '上门催办'}{number}}}"


def criticised(day: str, unit: str, doc_no: str | None = None) -> str:
    number = f", 文号: {doc_no}" if doc_no else ""
    return f"{{日期: {day}, 动作: 批评, 单位: {unit}, 批准: 刘某某{number}}}"
