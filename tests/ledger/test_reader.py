from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban_cli.ledger.findings import Finding
from duban_cli.ledger.item_format import ENTRY_FIELDS, ITEM_FIELDS
from duban_cli.ledger.reader import facts_digest, read_facts, read_item
from duban_cli.ledger.records import EntryRef, Item, Milestone, Person, Unreadable
from duban_cli.rules.limits import Named, Workdays
from duban_cli.rules.periods import Rhythm
from tests.kit import HANDED_OUT, item_text, read, reply

FULL = """\
# 示例
标题: 岳阳大道东延线剩余32户征地拆迁
类别: 领导批示
来源: {类型: 批示, 名称: 征拆进展报告, 批示人: 市长, 层级: 主要领导, 日期: 2026-03-02}
要求: |
  完成剩余32户协议签订，
  并书面报送办理情况。
主办单位: 岳阳楼区人民政府
协办单位: [市财政局]
责任人: {姓名: 张某, 职务: 区长, 电话: 0730-0000000}
缓急: 急件
办结时限: １０个工作日
反馈频次: 每半月
节点: [{号: 1, 内容: 签约过半, 时限: 2026-3-11}]
办理:
- {日期: 2026-03-03, 动作: 立项, 批准: 刘某某}
- 日期: 2026年3月4日
  动作: 交办
  时间: 09:30
  限期: 2026-03-18
- {日期: 2026-03-16, 动作: 反馈, 内容: 已签21户, 办结: 否, 签发: {姓名: 张某, 职务: 区长}}
"""


def found(text: str | bytes) -> list[Finding]:
    data = text.encode() if isinstance(text, str) else text
    item, findings = read_item(data, "items/2026/2026-0018.yaml", "2026-0018")
    assert isinstance(item, Unreadable) == any(f.level == "error" for f in findings)
    return findings


def at(findings: list[Finding]) -> list[tuple[str, int, int]]:
    return [(f.code, f.line, f.col) for f in findings]


def test_a_whole_item() -> None:
    item = read(FULL)
    assert item.title == "岳阳大道东延线剩余32户征地拆迁"
    assert item.demand == "完成剩余32户协议签订，\n并书面报送办理情况。"
    assert item.origin is not None
    assert item.origin.day == date(2026, 3, 2)
    assert item.officer == Person(name="张某", post="区长", phone="0730-0000000")
    assert item.support == ("市财政局",)
    assert item.limit == Workdays(10)
    assert item.rhythm is Rhythm.HALF_MONTH
    assert item.milestones == (Milestone(number="1", content="签约过半", due=date(2026, 3, 11)),)
    assert (item.difficulty, item.openness) == ("一般", "不予公开")
    assert item.place("协办单位") == (9, 1)
    assigned = item.entries[1]
    assert (assigned.day, assigned.clock, assigned.line) == (date(2026, 3, 4), time(9, 30), 17)
    assert item.entries[2].done is False


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_bom_and_crlf_read_the_same(change: object) -> None:
    assert callable(change)
    data = change(FULL).encode()
    item, findings = read_item(data, "p", "2026-0018")
    assert findings == []
    assert isinstance(item, Item)
    assert read_facts(data) == read_facts(FULL.encode())
    assert item.entries == read(FULL).entries


def test_layout_comments_and_quotes_are_not_facts() -> None:
    one = "标题: 甲\n办理:\n- {日期: 2026-03-03, 动作: 立项}\n"
    other = '# 注\n"标题":   \'甲\'\n办理:\n\n- 动作: 立项   # 注\n  日期: "2026-03-03"\n'
    assert facts_digest(read_facts(one.encode())) == facts_digest(read_facts(other.encode()))
    assert facts_digest(read_facts(one.encode())) != facts_digest(
        read_facts(one.replace("甲", "乙").encode())
    )
    assert read_facts(b"- a\n") is None
    assert read_facts(b"a: [\n") is None


def test_several_problems_of_one_file_are_all_told() -> None:
    text = """\
标题: 甲
类别: 领导批示
要求: 乙
要求: 丙
主半单位: 丁
主办单位: [戊]
缓急: 特特急
办结时限: 尽快
办理:
- {日期: 2026.3.2, 动作: 立项}
- {日期: 2026-02-30, 动作: 交办}
- {日期: 2026-03-05, 动作: 签到}
- {日期: 2026-03-06, 动作: 反馈, 内容: 己}
- {日期: 2026-03-07, 动作: 立项, 限期: 2026-03-09}
- 只有文字
"""
    findings = found(text)
    assert at(findings) == [
        ("duplicate-key", 4, 1),
        ("unknown-key", 5, 1),
        ("type", 6, 7),
        ("choice", 7, 5),
        ("limit", 8, 7),
        ("date", 10, 8),
        ("date", 11, 8),
        ("choice", 12, 24),
        ("missing", 13, 3),
        ("not-for-action", 14, 28),
        ("type", 15, 3),
    ]
    words = {f.code: f for f in findings}
    assert words["duplicate-key"].message == "“要求”写了两次，前一处在第 3 行"
    assert words["unknown-key"].hint == "是否想写“主办单位”"
    assert findings[5].hint == "写作 2026-03-02"
    assert findings[6].message == "“2026-02-30”不存在：2026年2月没有30日"
    assert findings[7].hint == "是否想写“签收”"
    assert words["missing"].message == "“反馈”缺“办结”"


@pytest.mark.parametrize(
    ("day", "read_as"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-3-2", date(2026, 3, 2)),
        ("２０２６－０３－０２", date(2026, 3, 2)),
        ("2026年3月2日", date(2026, 3, 2)),
        ("'2024-02-29'", date(2024, 2, 29)),
    ],
)
def test_dates_understood(day: str, read_as: date) -> None:
    assert read(item_text(f"{{日期: {day}, 动作: 立项}}")).entries[0].day == read_as


@pytest.mark.parametrize(
    "day", ["2026.3.2", "2026/3/2", "2026-02-29", "2026-13-01", "2026-00-10", "明天", "3月2日", "0026-03-02"]
)
def test_dates_refused(day: str) -> None:
    (finding,) = found(item_text(f"{{日期: {day}, 动作: 立项}}"))
    assert finding.code == "date"
    assert finding.hint


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("标题：甲", "fullwidth-colon"),
        ("办理记录: []", "unknown-key"),
        ("来源: 市长批示", "type"),
        ("来源: {类型: 皮示}", "choice"),
        ("责任人: {职务: 区长}", "missing"),
        ("协办单位: [[市财政局]]", "type"),
        ("协办单位: {a: b}", "type"),
        ("节点: [{号: 1, 内容: 甲, 时限: 下周}]", "date"),
        ("反馈频次: 每旬", "limit"),
        ("标题: " + "长" * 201, "too-long"),
        ("公开属性: 内部", "choice"),
        ("&x a: b", "anchor"),
    ],
)
def test_header_mistakes(line: str, code: str) -> None:
    key = line.split(":", maxsplit=1)[0].split("：", maxsplit=1)[0]
    text = (
        item_text(*HANDED_OUT, **{key: None})
        if key in [f.key for f in ITEM_FIELDS]
        else item_text(*HANDED_OUT)
    )
    findings = found(f"{line}\n{text}")
    assert code in [f.code for f in findings]
    assert findings[0].line == 1


def test_a_fullwidth_colon_on_the_first_line() -> None:
    (finding,) = found("标题：甲\n")
    assert finding.code == "fullwidth-colon"
    assert finding.hint == "改成半角冒号加空格：标题: …"


@pytest.mark.parametrize("word", ["机密", "秘密", "绝密", "机密★1年", "【机密】"])
def test_a_secret_grade_as_openness_is_refused_by_law(word: str) -> None:
    (finding,) = found(item_text(公开属性=f'"{word}"'))
    assert finding.code == "state-secret"
    assert "保守国家秘密法第三十一条" in (finding.hint or "")


@pytest.mark.parametrize("key", ["密级", "保密期限"])
def test_there_is_no_key_for_secrecy(key: str) -> None:
    (finding,) = found(item_text(**{key: "机密"}))
    assert finding.code == "state-secret"
    assert "保守国家秘密法第三十一条" in finding.text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("标题: 甲\n类别: [乙\n", "cut-off"),
        ("只有一句话\n", "type"),
        ("- 甲\n", "type"),
        (item_text() + "办理: 无\n", "type"),
        (item_text(*HANDED_OUT) + "备注: 甲\n", "order"),
        (item_text(*HANDED_OUT) + "办理:\n- {日期: 2026-03-05, 动作: 签收}\n", "duplicate-key"),
    ],
)
def test_files_that_are_no_items(text: str, code: str) -> None:
    assert code in [f.code for f in found(text)]


def test_a_broken_file_keeps_its_title_on_the_list() -> None:
    item, _ = read_item(item_text(缓急="很急").encode(), "p", "2026-0018")
    assert item == Unreadable(id="2026-0018", path="p", title="洞庭大道排水管网改造整改")


def test_keys_without_content_count_as_left_out() -> None:
    item = read(item_text(备注="", 办结时限="") + "办理:\n")
    assert (item.note, item.limit, item.entries) == (None, None, ())
    (finding,) = found(item_text(要求=""))
    assert finding.message == "事项缺“要求”"


def test_a_single_value_may_stand_for_a_list() -> None:
    assert read(item_text(协办单位="市财政局")).support == ("市财政局",)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{日期: 2026-03-05, 动作: 延期, 环节: 决定}", "choice"),
        ("{日期: 2026-03-05, 动作: 审核, 结果: 合格}", "choice"),
        ("{日期: 2026-03-05, 动作: 变更, 字段: 类别, 新: 甲, 批准: 乙}", "choice"),
        ("{日期: 2026-03-05, 动作: 变更, 字段: 办结时限, 新: 尽快, 批准: 乙}", "value"),
        (
            "{日期: 2026-03-05, 动作: 更正, 更正项: {日期: 2026-03-04, 动作: 交办}, 字段: 限期, 新: 明天}",
            "value",
        ),
        (
            "{日期: 2026-03-05, 动作: 更正, 更正项: {日期: 2026-03-04, 动作: 交办, 第: 0}, 字段: 限期, 新: 2026-03-05}",
            "number",
        ),
        ("{日期: 2026-03-05, 动作: 中止, 理由: 甲}", "missing"),
        ("{日期: 2026-03-05, 动作: 反馈, 内容: 甲, 办结: 部分}", "choice"),
        ("{日期: 2026-03-05, 动作: 签收, 时间: '25:00'}", "time"),
        ("{日期: 2026-03-05, 动作: 签收, 时间: 09:30}", "syntax"),
    ],
)
def test_entry_mistakes(entry: str, code: str) -> None:
    (finding,) = found(item_text(entry))
    assert (finding.code, finding.line) == (code, 8)


def test_entries_of_every_kind_of_value() -> None:
    item = read(
        item_text(
            *HANDED_OUT,
            "{日期: 2026-03-05, 动作: 签收, 签收人: {姓名: 王某}}",
            reply("2026-03-16", more="收到: 2026-03-17, 附件: [a.pdf, b.pdf], 期: 2026年3月"),
            "{日期: 2026-03-17, 动作: 更正, 更正项: {日期: 2026-03-16, 动作: 反馈, 第: 1}, 字段: 作废, 新: 是}",
            办结时限="2026-03-18 12:00",
        )
    )
    assert item.limit == Named(date(2026, 3, 18), time(12))
    assert item.entries[2].signed_by == Person(name="王某")
    assert item.entries[3].arrived == date(2026, 3, 17)
    assert item.entries[3].attachments == ("a.pdf", "b.pdf")
    assert item.entries[4].corrects == EntryRef(day=date(2026, 3, 16), action="反馈", nth=1)


def test_the_digest_of_what_stood_before_closing() -> None:
    closing = "{日期: 2026-04-01, 动作: 销号}"
    one = read(item_text(*HANDED_OUT, closing))
    after = read("# 注\n" + item_text(*HANDED_OUT, closing, "{日期: 2026-04-02, 动作: 归档}"))
    other = read(item_text(HANDED_OUT[0], "{日期: 2026-03-04, 动作: 交办}", closing))
    assert one.closing_digests.keys() == {2}
    assert one.closing_digests == after.closing_digests
    assert one.closing_digests != other.closing_digests


@given(st.binary(max_size=300))
def test_any_bytes_give_an_item_or_a_finding(data: bytes) -> None:
    item, findings = read_item(data, "p", "i")
    assert isinstance(item, Unreadable)
    assert findings


@given(st.text(max_size=200))
def test_any_text_gives_an_item_or_a_finding(text: str) -> None:
    found(text)


_keys = st.sampled_from([*(f.key for f in ITEM_FIELDS), *(f.key for f in ENTRY_FIELDS), "办理", "甲"])
_yamlish = st.sampled_from(
    [*"[]{},:-?&*!|>'\"%@`#~\t\n ", "\n- ", ": ", "：", "\u2028", "\x85", "<<", "---\n", "...", "２", "😀"]
)


@given(st.lists(st.one_of(_keys, _yamlish, st.text(max_size=3)), max_size=40), st.booleans())
def test_any_soup_of_yaml_gives_an_item_or_a_finding(parts: list[str], below: bool) -> None:
    found((item_text(*HANDED_OUT) if below else "") + "".join(parts))


@given(st.integers(0, len(FULL) - 1), st.text(max_size=2), st.integers(0, 3))
def test_any_slip_of_the_hand_is_read_or_told(place: int, typed: str, gone: int) -> None:
    found(FULL[:place] + typed + FULL[place + gone :])


@given(st.integers(0, len(FULL.encode())))
def test_any_cut_off_file_is_read_or_told(length: int) -> None:
    found(FULL.encode()[:length])


@given(st.text(alphabet=st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=80))
def test_a_quoted_title_is_kept_to_the_letter(title: str) -> None:
    quoted = "'" + title.replace("'", "''") + "'"
    assert read(item_text(标题=quoted)).title == title
