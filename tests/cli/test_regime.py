"""``regime``: printed whole, compared rule by rule, and begun anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_file import read_regime
from duban_cli.rules.regime import Regime
from duban_cli.shipped import regime_names
from tests.cli.conftest import Duban, call
from tests.kit import checked, packaged_regime

pytest_plugins = ("tests.gitkit",)


def read(text: str) -> Regime:
    source = Source("regime.yaml")
    found = read_regime(text.encode(), source)
    assert source.problems == []
    assert found is not None
    return found


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory that is no ledger."""
    monkeypatch.delenv("DUBAN_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_pinned_regime_is_printed_with_every_clause(duban: Duban) -> None:
    page = duban("regime").out
    assert page.startswith("岳阳市政务督查制度（台账所用）\n")
    sections = ["文件", "类别", "通用", "催办", "灯", "审批", "程序", "考核", "办公室"]
    assert [line for line in page.splitlines() if line in sections] == sections
    for said in (
        "岳07  施行  2007-04-02 起  岳政办发〔2007〕3号",
        "政府工作报告  列入",
        "反馈  每半年一次",
        "反馈须由主要负责人签发（当 来源.层级 = 主要领导）  岳政办发〔2007〕3号 一（三）",
        "3个工作日，自来源.日期起算",
        "通知单            满7个工作日，发催办通知单",
        "满3次：未达标",
        "无事项      单位  不考核",
    ):
        assert re.sub(" +", " ", said) in re.sub(" +", " ", page), said
    clauses = set(re.findall(r"(?:依据: |, )(岳07|岳20|条例) ([^}\],\n]+)", packaged_regime().decode()))
    assert clauses
    for _, article in clauses:
        assert article in page


def test_the_packaged_one_needs_no_ledger(nowhere: Path) -> None:
    answer = call("regime", "--name", "yueyang")
    assert answer.code == 0
    assert "（程序所带的 yueyang）" in answer.out
    found = call("regime", "--name", "yueyang", "--format", "json").json
    assert (found["ledger"], found["name"]) == (None, "岳阳市政务督查制度")
    assert found["documents"][0]["effective"] == "2007-04-02"
    rule = next(r for r in found["rules"] if r["section"] == "催办")
    assert (rule["text"], rule["clause"], rule["effective"]) == (
        "满7个工作日，发催办通知单", "岳政办发〔2007〕3号 二（三）", "2007-04-02",
    )  # fmt: skip


def test_without_a_ledger_and_a_name_it_says_which_there_are(nowhere: Path) -> None:
    answer = call("regime")
    assert answer.code == 2
    assert "yueyang" in answer.err
    assert "是否指 yueyang" in call("regime", "--name", "yueyan").err


def test_no_difference_is_told_so(duban: Duban) -> None:
    answer = duban("regime", "--diff", "--name", "yueyang")
    assert (answer.code, answer.out) == (0, "")
    assert "与程序所带的 yueyang 一致" in answer.err


def test_differences_are_told_rule_by_rule(duban: Duban, ledger: Path) -> None:
    path = ledger / "regime.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("逾期: 7个工作日", "逾期: 5个工作日"),
        (
            "- {无事项: 不考核, 依据: 本办约定}\n",
            "- {无事项: 满分, 依据: 本办约定}\n- {基础分: 100, 依据: 本办约定}\n",
        ),
        ("    反馈: [{每: 季, 依据: 岳07 一（二）}]\n", ""),
        ("施行: 2020-04-27", "施行: 2020-05-01"),
        ("- {时限: 10个工作日, 依据: 岳20 六}", "- {时限: 10个工作日, 依据: 本办约定}"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")

    answer = duban("regime", "--diff", "--name", "yueyang")

    assert answer.code == 0
    assert (
        "新增：程序所带的有，台账的没有\n  类别 会议议定 反馈：每季一次（岳政办发〔2007〕3号 一（二））\n"
        in answer.out
    )
    assert (
        "  催办 反馈逾期 通知单\n    台账：满5个工作日，发催办通知单（岳政办发〔2007〕3号 二（三））\n"
        "    程序：满7个工作日，发催办通知单（岳政办发〔2007〕3号 二（三））\n"
    ) in answer.out
    assert (
        "    台账：10个工作日（本办约定）\n    程序：10个工作日（十条措施（2020-04-27）六）\n" in answer.out
    )
    assert "减少：台账的有，程序所带的没有\n  考核 基础分 分值：100分（本办约定）\n" in answer.out
    assert "有6处不同" in answer.err
    found = duban("regime", "--diff", "--name", "yueyang", "--format", "json").json["differences"]
    assert sorted(d["change"] for d in found) == [
        "added",
        "changed",
        "changed",
        "changed",
        "changed",
        "removed",
    ]
    dated = next(d for d in found if d["section"] == "文件")
    assert (dated["pinned"]["text"][:10], dated["packaged"]["text"][:10]) == ("2020-05-01", "2020-04-27")


def test_the_json_fits_its_schemas(duban: Duban, ledger: Path) -> None:
    path = ledger / "regime.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("5个工作日", "6个工作日"), encoding="utf-8")
    for name, args in (("regime", ()), ("regime-diff", ("--diff", "--name", "yueyang"))):
        schema = Draft202012Validator(call("schema", "--output", name).json)
        assert not list(schema.iter_errors(duban("regime", *args, "--format", "json").json))


def test_two_rules_on_one_thing_are_paired_by_what_they_say(duban: Duban, ledger: Path) -> None:
    path = ledger / "regime.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("[{依据: 本办约定}, {依据: 岳20 四}]", "[{依据: 岳20 四}]"), encoding="utf-8"
    )
    (only,) = duban("regime", "--diff", "--name", "yueyang", "--format", "json").json["differences"]
    assert (only["change"], only["name"], only["packaged"]["clause"]) == ("added", "销号", "本办约定")


def test_what_to_compare_with_must_be_known(duban: Duban) -> None:
    answer = duban("regime", "--diff")
    assert answer.code == 2
    assert f"加上 --name，可用：{'、'.join(regime_names())}" in answer.err


def test_a_new_one_reads_without_a_word_and_so_do_its_examples(nowhere: Path) -> None:
    text = call("--today", "2026-11-20", "regime", "--new", "某市政务督查制度").out
    begun = read(text)
    assert (begun.name, list(begun.categories)) == ("某市政务督查制度", ["领导批示", "会议议定"])
    whole = read(re.sub(r"^#(?! \S|$)", "", text, flags=re.MULTILINE))
    assert "媒体批评" in whole.categories
    assert (len(whole.office), len(whole.scoring), len(whole.points.each), len(whole.ladder)) == (3, 1, 2, 3)


def test_a_new_one_rules_a_ledger(duban: Duban, ledger: Path) -> None:
    (ledger / "regime.yaml").unlink()
    answer = duban("regime", "--new", "某市：“督查”制度", "--out", "regime.yaml")
    assert (answer.code, answer.out.strip()) == (0, "regime.yaml")
    assert not [f for f in checked(ledger) if f.path == "regime.yaml"]
    assert "某市：“督查”制度（台账所用）" in duban("regime").out


def test_nothing_is_overwritten(duban: Duban, ledger: Path) -> None:
    before = (ledger / "regime.yaml").read_bytes()
    answer = duban("regime", "--new", "新", "--out", "regime.yaml")
    assert answer.code == 2
    assert "已经存在，没有覆盖" in answer.err
    assert (ledger / "regime.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--new", "甲", "--diff"), "--new 单独用"),
        (("--out", "x.yaml"), "--out 只与 --new 同用"),
        (("--new", " "), "制度名称是空的"),
        (("--new", "甲\n乙"), "有换行"),
    ],
)
def test_wrong_use_is_told(duban: Duban, args: tuple[str, ...], said: str) -> None:
    answer = duban("regime", *args)
    assert answer.code == 2
    assert said in answer.err


# --lights -----------------------------------------------------------------------------------------------


def test_the_ways_of_lighting_are_listed_with_where_they_come_from(nowhere: Path) -> None:
    page = call("--today", "2026-11-20", "regime", "--lights").out
    for word in (
        "三明",
        "宿迁",
        "银川",
        "瓯海",
        "由轻到重  绿：未到期；蓝：催办第1级；橙：催办第2级；红：催办第3级",
    ):
        assert word in page
    assert page.count("参照：") == 4
    one = call("--today", "2026-11-20", "regime", "--lights", "瓯海").out
    assert "灯: {绿: 未到期, 黄: [到期前3个工作日, 逾期后办结], 红: 逾期, 依据: 本办约定}" in one
    assert "宿迁" not in one
    document = call("--today", "2026-11-20", "regime", "--lights", "--format", "json").json
    Draft202012Validator(call("schema", "--output", "regime-lights").json).validate(document)
    found = document["lightings"]
    assert [x["name"] for x in found] == ["三明", "宿迁", "银川", "瓯海"]
    assert [x["level"] for x in found[0]["lights"]] == [1, 2, 3, 4]
    assert [x["reached"] for x in found[0]["ladder"]] == [
        "满1个工作日",
        "催办限期满1个工作日",
        "催办限期满1个工作日",
    ]


@pytest.mark.parametrize("name", ["三明", "宿迁", "银川", "瓯海"])
def test_a_new_one_begins_with_the_lights_chosen(nowhere: Path, name: str) -> None:
    text = call("--today", "2026-11-20", "regime", "--new", "某市政务督查制度", "--lights", name).out
    begun = read(text)
    listed = call("--today", "2026-11-20", "regime", "--lights", name, "--format", "json").json["lightings"][
        0
    ]
    written = [
        {"name": x.name, "level": x.level, "triggers": [t.text for t in x.triggers]} for x in begun.lights
    ]
    assert written == listed["lights"]
    if listed["ladder"]:
        assert [s.reached_text for s in begun.ladder] == [s["reached"] for s in listed["ladder"]]
    else:
        assert len(begun.ladder) == 1
    bases = {x.clause.text for x in begun.lights} | {x.clause.text for x in begun.ladder}
    assert bases == {"本办约定"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--lights", "三名"), "是否指 三明"),
        (("--new", "某市制度", "--lights"), "可用：三明、宿迁、银川、瓯海"),
        (("三明",), "--lights 三明"),
        (("--lights", "--diff"), "--lights"),
    ],
)
def test_a_way_of_lighting_must_be_known_and_named(nowhere: Path, args: tuple[str, ...], said: str) -> None:
    answer = call("--today", "2026-11-20", "regime", *args)
    assert answer.code == 2
    assert said in answer.err


# what is compared is what the rules mean ------------------------------------------------------------------


def compared(ledger: Path, duban: Duban, old: str, new: str) -> list[dict[str, object]]:
    """The differences once the pinned file says ``new`` where the packaged one says ``old``."""
    packaged = packaged_regime().decode()
    assert old in packaged
    (ledger / "regime.yaml").write_text(packaged.replace(old, new, 1), encoding="utf-8")
    found: list[dict[str, object]] = duban("regime", "--diff", "--name", "yueyang", "--format", "json").json[
        "differences"
    ]
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "灯: {绿: 未到期, 黄: 到期前3个工作日, 红: 逾期, 依据: 本办约定}",
            "灯:\n  绿: 未到期\n  黄: [到期前３个工作日]\n  红: 逾期\n  依据: 本办约定",
        ),
        (
            "逾期: 7个工作日, 方式: 通知单, 文书: 催办通知单",
            "方式: [通知单], 自: 到期, 文书: 催办通知单, 酌情: 否, 逾期: 7个工作日内",
        ),
    ],
)
def test_another_writing_of_the_same_rule_is_no_difference(
    ledger: Path, duban: Duban, old: str, new: str
) -> None:
    assert compared(ledger, duban, old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("黄: 到期前3个工作日", "黄: [到期前3个工作日, 进度落后]", "到期前3个工作日、进度落后"),
        (
            "- {针对: 办结, 逾期: 1个工作日, 方式",
            "- {针对: 办结, 逾期: 1个工作日, 酌情: 是, 方式",
            "可办可不办",
        ),
        (
            "- {针对: 办结, 逾期: 1个工作日, 方式",
            "- {针对: 办结, 逾期: 1个工作日, 当: 缓急 = 特急, 方式",
            "缓急 = 特急",
        ),
        (
            "\n通用:\n",
            "\n通用:\n  销号: [{步: 公示, 时限: 7日, 首日: 计, 依据: 岳20 四}]\n",
            "公示：7日，首日计",
        ),
        (
            "- {无事项: 不考核, 依据: 本办约定}",
            "- {无事项: 不考核, 依据: 本办约定}\n- {每: 催办, 逐次: [0, -3, -10], 依据: 本办约定}",
            "第2次-3分",
        ),
    ],
)
def test_a_new_rule_is_told_in_words(ledger: Path, duban: Duban, old: str, new: str, said: str) -> None:
    (found,) = compared(ledger, duban, old, new)
    assert isinstance(found["pinned"], dict)
    assert said in found["pinned"]["text"]
    assert found["change"] in ("changed", "removed")
