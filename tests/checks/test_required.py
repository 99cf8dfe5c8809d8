"""须写: what a regime wants on record by the time of an act."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban_cli.ledger.findings import Finding
from duban_cli.ledger.nodes import Source
from duban_cli.ledger.regime_file import read_regime
from tests.kit import HANDED_OUT, TODAY, checked, item_text, make_ledger
from tests.rules.made import BASE, regime_of

RULES = """
须写:
- {字段: [责任人, 承办人], 到: 签收, 依据: 岳20 四}
- {附件: 批示复印件, 到: 交办, 当: 来源.层级 = 主要领导, 依据: 本办约定}
"""
WITH = BASE + RULES
RECEIVED = "{日期: 2026-03-05, 动作: 签收}"


def told(root: Path, *entries: str, **header: str) -> list[Finding]:
    text = item_text(*entries, **header)
    make_ledger(root, {"2026-0018": text}, regime=WITH.encode())
    return [f for f in checked(root, TODAY) if f.code == "required"]


def test_what_is_missing_is_named_with_the_clause(tmp_path: Path) -> None:
    fields, attachment = sorted(told(tmp_path, *HANDED_OUT, RECEIVED), key=lambda f: f.line, reverse=True)
    assert fields.message == "到签收还没有写责任人、承办人（十条措施（2020-04-27）四）"
    assert "--field 责任人" in (fields.hint or "")
    assert attachment.message == "到交办还没有写附件“批示复印件”（本办约定）"
    assert {f.level for f in (fields, attachment)} == {"warning"}


def test_before_the_act_nothing_is_missing(tmp_path: Path) -> None:
    assert [f.message[:4] for f in told(tmp_path, *HANDED_OUT)] == ["到交办还"]


def test_a_change_makes_good(tmp_path: Path) -> None:
    changes = [
        f"{{日期: 2026-03-06, 动作: 变更, 字段: {key}, 新: 张某, 批准: 刘某某}}"
        for key in ("责任人", "承办人")
    ]
    assert len(told(tmp_path / "一", *HANDED_OUT, RECEIVED, changes[0])) == 2
    assert len(told(tmp_path / "二", *HANDED_OUT, RECEIVED, *changes)) == 1


def test_the_attachment_goes_with_the_act(tmp_path: Path) -> None:
    with_copy = "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号, 限期: 2026-03-18, 附件: [领导批示复印件.pdf]}"
    assert told(tmp_path / "有", HANDED_OUT[0], with_copy) == []
    other = with_copy.replace("领导批示复印件.pdf", "方案.pdf")
    assert len(told(tmp_path / "别的", HANDED_OUT[0], other)) == 1


def test_the_condition_and_the_document_count(tmp_path: Path) -> None:
    deputy = "{类型: 批示, 批示人: 副市长, 层级: 分管领导, 日期: 2026-03-02}"
    assert told(tmp_path / "分管", *HANDED_OUT, 来源=deputy) == []
    early = (
        "{日期: 2020-03-03, 动作: 立项, 方式: 直接}",
        "{日期: 2020-03-04, 动作: 交办}",
        "{日期: 2020-03-05, 动作: 签收}",
    )
    origin = deputy.replace("2026", "2020")
    assert told(tmp_path / "文件施行以前", *early, 来源=origin) == []


def test_a_limit_given_with_the_assignment_is_a_limit_written(tmp_path: Path) -> None:
    rules = BASE + "\n须写:\n- {字段: 办结时限, 到: 交办, 依据: 本办约定}\n"
    bare = "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号}"
    given = "{日期: 2026-03-04, 动作: 交办, 文号: 岳督函〔2026〕17号, 时限: 5个工作日, 限期: 2026-03-11}"
    for name, entry, missing in (("没有", bare, 1), ("另定", given, 0)):
        text = item_text(HANDED_OUT[0], entry, 办结时限=None)
        make_ledger(tmp_path / name, {"2026-0018": text}, regime=rules.encode())
        assert [f.code for f in checked(tmp_path / name, TODAY)].count("required") == missing


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{字段: [责任], 到: 签收, 依据: 本办约定}", "责任人"),
        ("{到: 签收, 依据: 本办约定}", "没有写须写什么"),
        ("{字段: 责任人, 到: 签字, 依据: 本办约定}", "签收"),
        ("{字段: 责任人, 依据: 本办约定}", "到"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_with_its_line(rule: str, said: str) -> None:
    source = Source("regime.yaml")
    assert read_regime(f"{BASE}\n须写:\n- {rule}\n".encode(), source) is None
    (problem,) = source.problems
    assert said in problem.text
    assert problem.line == BASE.count("\n") + 3


def test_one_key_need_not_be_a_list() -> None:
    rules = regime_of(f"{BASE}\n须写:\n- {{字段: 责任人, 到: 签收, 依据: 本办约定}}\n").required
    assert [(r.fields, r.attrs, r.by) for r in rules] == [(("责任人",), ("officer",), "签收")]
