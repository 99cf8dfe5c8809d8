"""An office's own templates at work: its page issued, its mistakes told, nothing issued with a blank; --preview."""

from __future__ import annotations

import hashlib

import docx

from tests.clerk import Clerk

pytest_plugins = ("tests.gitkit", "tests.clerk")
LATE = "2026-04-01"
PAPER = "papers/2026/催办通知单-0001.docx"


def word_template(clerk: Clerk, *texts: str, kind: str = "催办通知单") -> None:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    (clerk.root / "templates").mkdir(exist_ok=True)
    document.save(str(clerk.root / "templates" / f"{kind}.docx"))


def test_a_notice_is_issued_on_the_office_s_own_page(handed: Clerk) -> None:
    word_template(
        handed,
        "本室专用笺",
        "{{ 文号 }}",
        "{{ 主送 }}：请于{{ 事项[0].新限期|月日 }}前报。联系人{{ 联系人 }}。",
    )

    handed.do("urge", "2026-0001", today=LATE)

    texts = [p.text for p in handed.docx(PAPER).paragraphs]
    assert texts[:2] == ["本室专用笺", "岳督催〔2026〕1号"]
    assert texts[2].startswith("岳阳楼区人民政府：请于4月")
    register = handed.facts("papers/2026/催办通知单-0001.yaml")
    assert register["sha256"] == hashlib.sha256(handed.raw(PAPER)).hexdigest()
    assert register["标题"] == "催办通知单"
    assert handed.do("check", today=LATE).code == 0


def test_a_draft_on_the_office_s_page_can_be_signed(handed: Clerk) -> None:
    word_template(handed, "{{ 机关 }}", "截至{{ 截至 }}，交办{{ 合计.交办 }}件。", kind="督查通报")
    handed.do("bulletin", "--from", "2026-03-01", "--to", "2026-03-31", today=LATE)

    handed.do("issue", "督查通报-2026-03-01至2026-03-31", "--approved-by", "刘某某", today=LATE)

    assert handed.docx("papers/2026/督查通报-0001.docx").paragraphs[1].text == "截至2026年3月31日，交办1件。"


def test_a_mistake_in_it_stops_the_paper_before_anything_is_written(handed: Clerk) -> None:
    word_template(handed, "{{ 主送单 }}")

    told = handed.refused(1, "urge", "2026-0001", today=LATE)

    assert "templates/催办通知单.docx 的标记 {{ 主送单 }}：没有“主送单”这个名字" in told.err
    assert "是不是“主送”？" in told.err


def test_nothing_is_issued_with_a_blank_on_either_kind_of_template(handed: Clerk) -> None:
    handed.write("duban.yaml", handed.text("duban.yaml").replace("联系人: 王某, ", ""))
    handed.do("save")
    told = handed.refused(1, "urge", "2026-0001", today=LATE)
    assert "催办通知单还缺：联系人，不能发出" in told.err

    word_template(handed, "联系人：{{ 联系人 }}")
    told = handed.refused(1, "urge", "2026-0001", today=LATE)
    assert "催办通知单还缺：联系人，不能发出" in told.err

    word_template(handed, "没有联系人")
    handed.do("urge", "2026-0001", today=LATE)


def test_a_draft_with_a_blank_is_not_signed(handed: Clerk) -> None:
    word_template(handed, "{{ 期号 }} {{ 批准人 }} {{ 紧急 }}", kind="督查通报")
    handed.refused(1, "bulletin", "--from", "2026-03-01", "--to", "2026-03-31", today=LATE)
    word_template(handed, "{{ 表扬 }}", kind="督查通报")
    handed.do("bulletin", "--from", "2026-03-01", "--to", "2026-03-31", today=LATE)

    told = handed.refused(
        1, "issue", "督查通报-2026-03-01至2026-03-31", "--approved-by", "刘某某", "--yes", today=LATE
    )

    assert "督查通报还缺：表扬，不能发出" in told.err


def test_preview_prints_the_paper_and_writes_nothing(handed: Clerk) -> None:
    before = handed.state()

    told = handed.do("paper", "2026-0001", "督查函", "--preview", today=LATE)

    assert "文号：岳督函〔2026〕1号" in told.out.splitlines()
    assert "主送：岳阳楼区人民政府" in told.out.splitlines()
    assert "完成整改并书面报送" in told.out
    assert handed.state() == before


def test_preview_is_of_the_office_s_template_as_it_is_now_and_tells_what_is_missing(handed: Clerk) -> None:
    handed.write("templates/督查函.md", "---\n版式: 信函\n标题: 新函\n---\n\n{{ 紧急程度 }}致{{ 主送 }}\n")

    told = handed.do("paper", "2026-0001", "督查函", "--preview", today=LATE)

    assert "标题：新函" in told.out
    assert "【待填：紧急程度】致岳阳楼区人民政府" in told.out
    assert "还缺：紧急程度" in told.err
    answer = handed.do("paper", "2026-0001", "督查函", "--preview", "--format", "json", today=LATE).json
    assert answer["missing"] == ["紧急程度"]
    assert "致岳阳楼区人民政府" in answer["text"]


def test_preview_wants_a_kind_and_no_place(handed: Clerk) -> None:
    assert "写明文书" in handed.refused(2, "paper", "2026-0001", "--preview", today=LATE).err
    args = ("paper", "2026-0001", "督查函", "--preview", "--out", "外面")
    assert "--preview" in handed.refused(2, *args, today=LATE).err
