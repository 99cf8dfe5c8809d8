"""Forms, lists and reports in the finished Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.documents.papers import PAPERS, docx_of, text_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table


def _made(name: str) -> Document:
    return docx_of(text_of(*PAPERS[name]))


def _texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def _first_column(table: Table) -> list[str]:
    return [row.cells[0].text for row in table.rows]


def test_an_order_ends_in_a_receipt_to_be_filled_in_by_hand() -> None:
    document = _made("交办通知单")
    form, rules, receipt = document.tables
    assert _first_column(form) == ["事项", "来源", "要求", "主办单位", "责任人", "限期"]
    assert "请岳阳楼区于3月中旬前全部签约。" in form.rows[1].cells[1].text
    assert _first_column(rules) == ["办理须知", "交办单位"]
    assert rules.rows[0].cells[1].text.endswith("附件：批示复印件。")
    widths = {tuple(column.width for column in table.columns) for table in document.tables}
    assert len(widths) == 1
    assert [cell.text for cell in receipt.rows[1].cells] == ["签收单位", "", "签收人", ""]
    assert len(_made("交办通知单-两项").tables) == 4


def test_a_warning_leaves_cause_and_measures_to_the_unit() -> None:
    office, unit = _made("督办单-待填").tables
    assert "距2026年3月18日限期还有3个工作日" in office.rows[4].cells[1].text
    assert _first_column(unit)[1:] == ["原因", "整改措施", "完成时限", "负责人"]
    assert unit.rows[1].cells[1].text.strip() == ""


def test_a_notice_of_inspection_has_its_six_parts() -> None:
    parts = ["一、督查依据", "二、督查时间", "三、督查对象", "四、督查内容", "五、督查形式", "六、反馈方式"]
    for name in ("督查通知", "督查通知-两项"):
        assert [text for text in _texts(_made(name)) if text in parts] == parts


def test_a_conclusion_comes_with_its_receipt_on_a_page_of_its_own() -> None:
    document = _made("督查结论")
    texts = _texts(document)
    assert "附件：督查结论送达回证" in texts
    assert any("自收到之日起30日内" in text and "第十七条" in text for text in texts)
    (mark,) = [one for one in document.paragraphs if one.text == "附件"]
    assert mark.paragraph_format.page_break_before
    assert "送达日期" in _first_column(document.tables[0])


def test_a_referral_says_who_approved_it_and_who_gets_a_copy() -> None:
    texts = _texts(_made("问责建议"))
    assert "岳阳市监察委员会：" in texts
    assert texts[-1] == "抄送：中共岳阳市委组织部。"
    assert any("经市长刘某某批准" in text for text in texts)


def test_a_review_decision_is_the_governments() -> None:
    texts = _texts(_made("复核决定"))
    assert texts[0] == "岳阳市人民政府"
    assert any("参与作出原结论的工作人员已回避" in text for text in texts)


def test_a_report_goes_upward_with_the_name_of_who_signed_it() -> None:
    texts = _texts(_made("督查报告"))
    assert texts[1] == "岳督报〔2026〕5号\t签发人：刘某某"
    heads = [text for text in texts if text[1:2] == "、"]
    assert heads == ["一、督查情况", "二、存在问题", "三、原因分析", "四、工作建议"]
    assert [text for text in _texts(_made("督查报告-无数字")) if text[1:2] == "、"] == [
        "一、督查情况", "二、存在问题", "三、工作建议",
    ]  # fmt: skip
    assert _texts(_made("督查专报"))[:2] == ["督查专报", "\t第5期\t签发：刘某某"]


def test_a_monthly_list_has_a_table_under_each_leader() -> None:
    document = _made("月度督办清单")
    heads = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert heads == ["一、李某某分管（3件）", "二、未明确分管领导（1件）"]
    first, _second = document.tables
    assert [cell.text for cell in first.rows[0].cells] == [
        "序号",
        "督查事项",
        "主办单位",
        "限期",
        "进展",
        "灯",
        "下一步",
    ]
    assert first.rows[2].cells[3].text == "11月12日\n逾期12个工作日"
    assert "本月没有在办事项。" in _texts(_made("月度督办清单-无"))


def test_each_list_prints_the_columns_that_are_its_own() -> None:
    heads = {
        name: [cell.text for cell in _made(name).tables[0].rows[0].cells][1:]
        for name in ("任务清单", "责任清单", "措施清单", "成果清单")
    }
    assert heads == {
        "任务清单": ["任务", "工作标准", "主办单位", "协办单位", "限期"],
        "责任清单": ["任务", "牵头责任单位", "配合责任单位", "分管领导", "责任人", "承办人"],
        "措施清单": ["任务（问题）", "原因", "措施", "责任单位", "时限"],
        "成果清单": ["任务", "责任单位", "成果", "完成日期", "按期", "佐证材料"],
    }
    assert "单位：岳阳楼区人民政府" in _texts(_made("成果清单"))


def test_a_volume_has_the_columns_of_the_trade() -> None:
    cover, listed = _made("卷内目录").tables
    assert _first_column(cover) == ["案卷题名", "起止日期", "件数"]
    assert [cell.text for cell in listed.rows[0].cells] == [
        "序号",
        "文号",
        "责任者",
        "题名",
        "日期",
        "页号",
        "备注",
    ]
    assert [row.cells[4].text for row in listed.rows][1:] == ["20260302", "20260304", "20260403", "20260410"]


def test_a_score_sheet_has_a_column_for_scores_only_where_they_are_given() -> None:
    scored, unscored = _made("考核表"), _made("考核表-送审稿")
    assert [cell.text for cell in scored.tables[0].rows[0].cells][-2:] == ["得分", "结论"]
    assert [cell.text for cell in unscored.tables[0].rows[0].cells][-2:] == ["批评", "结论"]
    assert "考核结论：未达标（依据岳政办发〔2007〕3号三（二））。" in _texts(scored)
    assert [cell.text for cell in scored.tables[1].rows[1].cells][-2:] == [
        "-2",
        "岳政办发〔2007〕3号二（三）",
    ]
