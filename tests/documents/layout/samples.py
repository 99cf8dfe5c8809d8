"""Papers made for measuring: every element, full pages, every length."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from duban_cli.documents.render import Draft, render_docx

if TYPE_CHECKING:
    from collections.abc import Mapping

# Ten characters that are nothing but Chinese: 28 of them are a line.
TEN = "甲乙丙丁戊己庚辛壬癸"
_HEAD = {
    "标题": "关于测量版面的\n通知",
    "机关标志": "岳阳市人民政府督查室",
    "文号": "岳督函〔2026〕17号",
    "主送": "岳阳楼区人民政府",
    "署名": "岳阳市人民政府督查室",
    "日期": "2026年3月4日",
    "附注": "联系人：王某",
    "抄送": "市自然资源和规划局，市财政局",
    "印发机关": "岳阳市人民政府督查室",
    "印发日期": "2026年3月5日",
}
_LONG_NAME = "岳阳大道东延线剩余三十二户征地拆迁任务分解和责任单位一览表"
_FULL = f"{TEN * 100}\n\n{TEN * 70}\n\n末段。"
_ANNEX = "\n\n# 附件1\n\n# 任务分解表\n\n附件正文。\n"
_TABLE = "| 序号 | 单位 | 事项 |\n|:-:|:---|:-----|\n"
LAYOUTS = ("文件", "信函", "简报", "单")


def paper(body: str, **settings: str) -> bytes:
    """A paper of these settings over the usual ones."""
    draft = Draft(
        settings=_HEAD | settings,
        markdown=body,
        template_path=Path("样张.md"),
        template_digest="sha256:template",
        missing=(),
    )
    return render_docx(draft, facts_digest="sha256:facts", version="0.1.0")


def rows(count: int) -> str:
    """A table of so many rows, announced."""
    listed = "".join(f"| {n} | 岳阳楼区人民政府 | 第{n}件 |\n" for n in range(1, count + 1))
    return f"正文如下：\n\n{_TABLE}{listed}\n"


def lines(count: int) -> str:
    """So many paragraphs of a line each."""
    return "\n\n".join(f"本文第{n}行。" for n in range(1, count + 1)) + "\n"


def measured() -> Mapping[str, bytes]:
    """The papers every element is measured on, by name."""
    attached = {"附件": f"{_LONG_NAME}\n责任单位名单"}
    corner = {"份号": "000001", "紧急程度": "特急"}
    return {
        "文件": paper(_FULL + _ANNEX, 版式="文件", **corner, **attached),
        "文件-套印": paper(_FULL + _ANNEX, 版式="文件", 版头="套印", **corner, **attached),
        "文件-短": paper("短正文。\n", 版式="文件", 附件="责任单位名单"),
        "文件-上行": paper("短正文。\n", 版式="文件", 签发人="刘某某"),
        "文件-不加盖": paper("短正文。\n", 版式="文件", 印章="不加盖", 日期="2026年12月24日"),
        "文件-不加盖-短名": paper(
            "短正文。\n", 版式="文件", 印章="不加盖", 署名="督查室", 日期="2026年12月24日"
        ),
        "信函": paper(_FULL, 版式="信函", 紧急程度="加急"),
        "信函-套印": paper(_FULL, 版式="信函", 紧急程度="加急", 版头="套印"),
        "简报": paper(_FULL, 版式="简报", 期号="第17期", 签发人="刘某某", 机关标志="政务督查通报"),
        "单": paper(f"{rows(8)}", 版式="单", 紧急程度="加急", 署名="", 附注="", 编号="2026-0018"),
        "单-续页": paper(f"{rows(40)}", 版式="单"),
    }


def every_length() -> Mapping[str, bytes]:
    """Papers that end anywhere on their last page, with text and with a table."""
    made = {}
    for layout in LAYOUTS:
        for count in range(1, 23) if layout in ("文件", "信函") else (*range(8, 13), 20):
            made[f"{layout}-行{count}"] = paper(lines(count), 版式=layout)
        for count in range(1, 17) if layout in ("文件", "单") else (1, 9, 16):
            made[f"{layout}-表{count}"] = paper(rows(count), 版式=layout)
        for count in (6, 12, 40):
            made[f"{layout}-段{count}"] = paper(TEN * 3 * count + "\n", 版式=layout)
    return made


def headed() -> Mapping[str, bytes]:
    """Papers whose heading, with a table under it, falls anywhere on a page."""
    return {
        f"{layout}-题{count}": paper(f"{lines(count)}\n# 一、末题\n\n{rows(3)}", 版式=layout)
        for layout in ("信函", "简报")
        for count in range(6, 15)
    }
