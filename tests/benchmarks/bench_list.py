"""How long ``list`` takes over 1,000 items, in wall time. Run: ``python -m tests.benchmarks.bench_list``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.kit import item_text, make_ledger

ITEMS = 1_000
RUNS = 5
_FILLER = "\n".join(f"  第{n}点：逐户核实情况，分类提出意见，按月报送进展。" for n in range(1, 13))


def item(number: int) -> str:
    """An item of about 40 lines, as a year's work leaves it."""
    entries = [
        "{日期: 2026-03-03, 动作: 立项, 方式: 直接}",
        f"{{日期: 2026-03-04, 动作: 交办, 文书: 督查函, 文号: 岳督函〔2026〕{number}号, 限期: 2026-03-18}}",
        "{日期: 2026-03-05, 动作: 签收, 单位: 岳阳楼区人民政府, 签收人: {姓名: 石某, 职务: 副区长}}",
        "日期: 2026-03-16\n  动作: 反馈\n  单位: 岳阳楼区人民政府\n  来文: 岳楼政〔2026〕8号\n"
        "  内容: 已签21户，余11户因补偿标准未签。\n  签发: {姓名: 张某, 职务: 区长}\n  办结: 否",
    ]
    if number % 3:
        entries += [
            "日期: 2026-03-17\n  动作: 反馈\n  内容: 全部签约。\n  签发: {姓名: 张某, 职务: 区长}\n  办结: 是",
            "{日期: 2026-03-19, 动作: 审核, 结果: 通过, 批准: 潘某某}",
            "{日期: 2026-03-20, 动作: 销号, 批准: 刘某某}",
        ]
    return item_text(
        *entries, 标题=f"第{number}件", 要求=f"|\n{_FILLER}", 协办单位="[市财政局, 市城市管理局]",
        责任人="{姓名: 张某, 职务: 区长, 电话: 0730-0000000}", 分管领导="李某某", 公开属性="不予公开",
    )  # fmt: skip


def seconds(*command: str) -> float:
    """The median wall time of a command."""
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=False)
        taken.append(time.perf_counter() - begin)
        if done.returncode:
            raise SystemExit(done.stderr.decode())
    return median(taken)


def main() -> None:
    """Print the medians, and each as a multiple of ``import typer``, which does not change with the machine."""
    with tempfile.TemporaryDirectory() as home:
        root = make_ledger(Path(home), {f"2026-{n:04}": item(n) for n in range(1, ITEMS + 1)})
        duban = (sys.executable, "-m", "duban_cli", "-C", str(root))
        base = seconds(sys.executable, "-c", "import typer")
        rows = {
            "import typer": base,
            "duban --version": seconds(sys.executable, "-m", "duban_cli", "--version"),
            f"list --format json, {ITEMS} items": seconds(*duban, "list", "--format", "json"),
            f"list, {ITEMS} items": seconds(*duban, "list"),
        }
        for name, taken in rows.items():
            sys.stdout.write(f"{name:32} {taken:6.3f} s  {taken / base:5.1f}×\n")
        sys.stdout.write(f"median of {RUNS}, Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")


if __name__ == "__main__":
    main()
