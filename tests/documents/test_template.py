"""A clerk's template: found by directory, and told plainly what is wrong with it and where."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pytest

from duban_cli.documents.fields import Blank
from duban_cli.documents.render import check_template, render_text
from duban_cli.errors import NotFound, TemplateProblem
from tests.documents.papers import (
    SHIPPED,
    bulletin,
    letter,
    returned,
    text_of,
    two_matters,
    urging,
    write_template,
)
from tests.documents.papers_lists import report

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "---\n版式: 信函\n标题: 函\n---\n"


def _body(directory: Path, text: str) -> str:
    write_template(directory, "督查函", HEAD + text)
    return render_text("督查函", two_matters, [directory]).markdown


def _problem(directory: Path, text: str) -> TemplateProblem:
    write_template(directory, "督查函", text)
    with pytest.raises(TemplateProblem) as caught:
        render_text("督查函", letter, [directory])
    return caught.value


def test_the_office_s_own_template_wins(tmp_path: Path) -> None:
    own = write_template(tmp_path, "督查函", HEAD + "本办自拟。\n")

    draft = render_text("督查函", letter, [tmp_path, SHIPPED])
    other = render_text("退回重办通知", returned, [tmp_path, SHIPPED])

    assert (draft.template_path, draft.markdown) == (own, "本办自拟。\n")
    assert other.template_path == SHIPPED / "退回重办通知.md"


def test_the_digest_is_that_of_the_text_whatever_its_line_ends(tmp_path: Path) -> None:
    own = write_template(tmp_path, "督查函", HEAD + "文\n")
    first = render_text("督查函", letter, [tmp_path])
    own.write_bytes(b"\xef\xbb\xbf" + (HEAD + "文\n").replace("\n", "\r\n").encode())

    assert render_text("督查函", letter, [tmp_path]) == first
    assert first.template_digest.startswith("sha256:")
    own.write_text(HEAD + "文。\n", encoding="utf-8")
    assert render_text("督查函", letter, [tmp_path]).template_digest != first.template_digest


def test_an_unknown_name_is_named_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    problem = _problem(tmp_path, HEAD + "请与{{ 联系人 }}联系。\n\n电话：{{ 电话联系 }}\n")

    assert problem.message == f"模板 {tmp_path / '督查函.md'}:7：没有“电话联系”这个名字"
    assert problem.hint is not None
    assert problem.hint.startswith("是不是“联系电话”？")


def test_an_unknown_name_is_found_where_a_condition_hides_it(tmp_path: Path) -> None:
    problem = _problem(tmp_path, HEAD + "{% if 暂定 %}\n{{ 秘密 }}\n{% endif %}\n")

    assert ":6：没有“秘密”这个名字" in problem.message


def test_an_unknown_part_is_named_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    problem = _problem(tmp_path, HEAD + "{% for 项 in 事项 %}\n\n{{ 项.主办 }}\n{% endfor %}\n")

    assert ":7：没有“主办”这一项" in problem.message
    assert problem.hint is not None
    assert problem.hint.startswith("是不是“主办单位”？")


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("{{ 文号|中文日子 }}\n", 5, "没有“中文日子”这个写法"),
        ("一\n{% fro 项 in 事项 %}\n", 6, "没有“{% fro %}”这种标记"),
        ("一\n\n{% if 暂定 %}\n二\n", 7, "没有写完"),
        ("{{ 文号\n", 5, "没有写完"),
        ("{{ 文号 )}}\n", 5, "语法有误"),
        ("一\n{{ 事项 }}\n", 6, "这里是一串值"),
        ("{{ 事项.标题 }}\n", 5, "这里是一串值，没有“标题”"),
        ("一\n{{ 事项[0] }}\n", 6, "这里是一组值"),
        ("{{ 文号|中文日期 }}\n", 5, "不是日期"),
        ("{{ 0|中文数字 }}\n", 5, "只用于1到99"),
        ("{% if 暂定 %}\n{% endif %}\n{{ 事项|同值('限期') }}\n", 7, "没有“限期”这一项"),
        ("{{ 文号.__class__.__mro__ }}\n", 5, "没有“__class__”"),
        ("{% include '别的.md' %}\n", 5, "模板不能引用别的模板"),
        ("{{ 1 // 0 }}\n", 5, "这里算不出值"),
    ],
)
def test_what_is_wrong_in_the_body_is_told_with_its_line(
    tmp_path: Path, body: str, line: int, words: str
) -> None:
    problem = _problem(tmp_path, HEAD + body)

    assert f"督查函.md:{line}：" in problem.message
    assert words in problem.message


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("没有头部\n", "开头缺少 --- 行", "第一行写 ---"),
        ("---\n版式: 信函\n标题: 函\n", "头部没有结束的 --- 行", ""),
        (
            "---\n版式: 信函\n抄送机关: 甲\n标题: 函\n---\n",
            "督查函.md:3：头部没有“抄送机关”这个键",
            "是不是“抄送”？",
        ),
        ("---\n版式: 信函\n标题\n---\n", "督查函.md:3：“标题”不是“键: 值”", ""),
        ("---\n版式: 信函\n标题: 函\n标题: 函\n---\n", "“标题”写了两次", ""),
        ("---\n标题: 函\n---\n", "头部没有写“版式”", ""),
        ("---\n标题: 函\n版式: 公函\n---\n", "督查函.md:3：没有“公函”这种版式", "信函、单、简报、文件"),
    ],
)
def test_what_is_wrong_in_the_head_is_told(tmp_path: Path, text: str, words: str, hint: str) -> None:
    problem = _problem(tmp_path, text)

    assert words in problem.message
    assert hint in (problem.hint or "")


def test_a_missing_template_says_where_it_was_sought(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match=r"找不到模板 督查函.md") as caught:
        render_text("督查函", letter, [tmp_path / "甲", tmp_path / "乙"])
    assert caught.value.hint == f"找过：{tmp_path / '甲'}、{tmp_path / '乙'}"


def test_a_template_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "督查函.md").write_bytes((HEAD + "正文").encode("gbk"))
    with pytest.raises(TemplateProblem, match="不是 UTF-8 编码"):
        render_text("督查函", letter, [tmp_path])


def test_a_kind_that_does_not_exist_and_a_context_of_another_kind() -> None:
    with pytest.raises(NotFound, match="没有“督察函”这种文书"):
        render_text("督察函", letter, [SHIPPED])
    with pytest.raises(TypeError, match="Urging"):
        render_text("催办通知单", letter, [SHIPPED])


def test_a_wrong_template_is_found_before_a_paper_is_due(tmp_path: Path) -> None:
    write_template(tmp_path, "催办通知单", HEAD + "{{ 事项[0].逾期天数 }}\n")
    with pytest.raises(TemplateProblem, match="逾期天数"):
        check_template("催办通知单", [tmp_path])


def test_a_line_of_tags_alone_leaves_no_line_and_one_of_text_stays(tmp_path: Path) -> None:
    body = _body(
        tmp_path,
        "{# 说明 #}\n一\n{% for 项 in 事项 %}\n{{ loop.index }}{% if loop.last %}末{% endif %}\n"
        "{% endfor %}\n{% if 事项 %}{% set 甲 = 1 %}\n二\n{% else %}\n三\n{% endif %}\n四\n",
    )
    assert body == "一\n1\n2末\n二\n四\n"


def test_dates_and_lists_print_as_papers_write_them(tmp_path: Path) -> None:
    body = _body(
        tmp_path,
        "{{ 日期 }} {{ 日期|中文日期 }} {{ 日期|月日 }} {{ 日期|短日期 }} {{ 日期.年 }}/{{ 日期.月 }}/{{ 日期.日 }}\n"
        "{{ ['甲', '乙']|顿号 }} {{ ['甲', '乙']|逗号 }} {{ 暂定 }}\n"
        "{% for n in [1, 9, 10, 11, 20, 21, 99] %}{{ n|中文数字 }} {% endfor %}\n"
        "{{ '好'|成句 }}{{ '好。'|成句 }}{{ '好；'|成句 }}\n",
    )
    assert body == (
        "2026年12月25日 2026年12月25日 12月25日 2026-12-25 2026/12/25\n"
        "甲、乙 甲，乙 是\n"
        "一 九 十 十一 二十 二十一 九十九 \n"
        "好。好。好。\n"
    )


def test_a_value_all_items_share(tmp_path: Path) -> None:
    body = _body(
        tmp_path,
        "{% if 事项|同值('办结限期') %}同{% else %}不同{% endif %}，{{ 事项|同值('主办单位') }}\n",
    )
    assert body == "不同，岳阳楼区人民政府\n"


def test_what_is_not_given_prints_as_to_be_filled_in_and_is_reported(tmp_path: Path) -> None:
    draft = render_text(
        "督查函",
        replace(letter, contact=Blank("联系人"), date=Blank("日期"), phone=Blank("联系电话")),
        [SHIPPED],
    )

    assert draft.settings["附注"] == "联系人：【待填：联系人】，联系电话：【待填：联系电话】"
    assert draft.settings["日期"] == "【待填：日期】"
    assert draft.missing == ("日期", "联系人", "联系电话")


def test_an_optional_value_printed_without_asking_is_missing_too(tmp_path: Path) -> None:
    write_template(tmp_path, "督查函", HEAD + "{{ 紧急程度 }}{{ 事项[1].办结限期|中文日期 }}\n")
    assert render_text("督查函", two_matters, [tmp_path]).missing == ("紧急程度", "办结限期")


def test_the_head_takes_conditions_comments_and_full_width_colons(tmp_path: Path) -> None:
    write_template(
        tmp_path,
        "催办通知单",
        "---\n# 本办自拟\n版式：单\n{% if 紧急程度 %}\n紧急程度: {{ 紧急程度 }}\n{% endif %}\n标题: 催办|通知单\n抄送:\n---\n文\n",
    )
    assert render_text("催办通知单", urging, [tmp_path]).settings == {"版式": "单", "标题": "催办\n通知单"}


def test_a_year_in_a_number_stands_in_the_brackets_of_the_standard(tmp_path: Path) -> None:
    write_template(tmp_path, "退回重办通知", HEAD + "{{ 事项.来文 }}；{{ 事项.退回理由 }}\n")
    for typed in (
        "岳楼政函[2026]66号",
        "岳楼政函［2026］66号",
        "岳楼政函【2026】66号",
        "岳楼政函〔2026〕66号",
    ):
        item = replace(returned.item, letter=typed, reason="见表[2026]和[1]号栏")
        said = render_text("退回重办通知", replace(returned, item=item), [tmp_path]).markdown.strip()
        assert unescape(said) == "岳楼政函〔2026〕66号；见表[2026]和[1]号栏"


def test_a_rate_of_nothing_has_no_fraction_below_it() -> None:
    said = text_of("督查通报", bulletin).markdown

    assert "| 80.0%<br>8/10 | 95.0%<br>19/20 |" in said
    assert "0/0" not in said
    assert "| — | — |" in said


def test_a_brief_of_one_part_has_no_numbered_heading() -> None:
    alone = replace(report, problems=(), causes=(), proposals=())

    assert "# 一、" in text_of("督查专报", report).markdown
    assert "# " not in text_of("督查专报", alone).markdown
