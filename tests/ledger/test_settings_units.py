from __future__ import annotations

from datetime import date

import pytest

from duban_cli.ledger.nodes import Source
from duban_cli.ledger.settings import NumberForm, parse_number_form, read_settings
from duban_cli.ledger.units import Rename, Units, read_units
from tests.kit import SETTINGS, UNITS, codes, known_units


def settings_problems(text: str) -> list[str]:
    source = Source("duban.yaml")
    read_settings(text.encode(), source)
    return [p.text for p in source.problems]


def units_problems(text: str) -> list[str]:
    source = Source("units.yaml")
    read_units(text.encode(), source)
    return codes(source.problems)


def test_settings() -> None:
    settings = read_settings(SETTINGS.encode(), Source("duban.yaml"))
    assert settings is not None
    assert settings.office == "岳阳市人民政府督查室"
    assert settings.number_forms["督查函"].write(2026, 17) == "岳督函〔2026〕17号"
    assert settings.draft_kinds == ("督查通报", "问责建议", "督查报告")
    assert settings.bulletin.closed_items == "只列编号"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("单位: 甲\n", "缺“政府”"),
        ("单位: 甲\n政府: 乙\n文号: 岳督函\n", "“文号”应当逐种文书写格式"),
        ("单位: 甲\n政府: 乙\n文号: {督查函: 岳督函17号}\n", "有且只有一个 {号}"),
        ("单位: 甲\n政府: 乙\n文号: {督查函: [a]}\n", "有且只有一个 {号}"),
        ("单位: 甲\n政府: 乙\n联系: {电活: 1}\n", "是否想写“电话”"),
        ("单位: 甲\n政府: 乙\n通报: {不予公开事项: 都列}\n", "不在可选之列"),
    ],
)
def test_settings_mistakes(text: str, told: str) -> None:
    assert told in "\n".join(settings_problems(text))


@pytest.mark.parametrize(
    ("doc_no", "year", "number"),
    [
        ("岳督函〔2026〕17号", 2026, 17),
        ("岳督函〔2026〕0017号", 2026, 17),
        ("岳督函〔2025〕17号", 2026, None),
        ("岳督催〔2026〕17号", 2026, None),
        ("岳督函〔2026〕17号之一", 2026, None),
        ("岳督函〔2026〕号", 2026, None),
    ],
)
def test_the_number_in_a_doc_no(doc_no: str, year: int, number: int | None) -> None:
    assert NumberForm("岳督函〔{年}〕{号}号").number_in(doc_no, year) == number


def test_a_form_without_the_year() -> None:
    form = parse_number_form("第{号}期")
    assert (form.write(2026, 3), form.number_in("第3期", 2026)) == ("第3期", 3)


@pytest.mark.parametrize("text", ["岳督函", "{号}{号}", "{年}{年}{号}", ""])
def test_forms_refused(text: str) -> None:
    with pytest.raises(ValueError, match="有且只有一个"):
        parse_number_form(text)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("岳阳楼区人民政府", "岳阳楼区人民政府"),
        ("岳阳楼区", "岳阳楼区人民政府"),
        ("楼区", "岳阳楼区人民政府"),
        ("市城市管理和行政执法局", "市城市管理局"),
        ("市房产局", "市住房和城乡建设局"),
        ("不认得的局", "不认得的局"),
    ],
)
def test_one_unit_by_all_its_names(name: str, full: str) -> None:
    assert known_units().canonical(name) == full


def test_the_nearest_unit_and_the_order() -> None:
    units = known_units()
    assert units.nearest("岳阳楼区政府") == "岳阳楼区人民政府"
    assert units.nearest("市成管局") == "市城市管理局"
    assert units.nearest("北极科考站") is None
    assert sorted(["乙", "市财政局", "岳阳楼区人民政府"], key=units.order) == [
        "岳阳楼区人民政府",
        "市财政局",
        "乙",
    ]
    found = units.find("市城管局")
    assert found is not None
    assert found.renames == (Rename(day=date(2019, 4, 1), former="市城市管理和行政执法局"),)


def test_mergers_in_a_circle_end() -> None:
    units = read_units(
        "单位:\n- {名称: 甲, 并入: 乙}\n- {名称: 乙, 并入: 甲}\n".encode(), Source("units.yaml")
    )
    assert isinstance(units, Units)
    assert units.canonical("甲") in ("甲", "乙")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("单位:\n- {名称: 甲局, 别名: 甲}\n- {名称: 乙局, 别名: 甲}\n", "unit-twice"),
        ("单位:\n- {名称: 甲局, 并入: 丙局}\n", "unit-unknown"),
        (UNITS + "  各局: [市财证局]\n", "unit-unknown"),
        ("单位:\n- {简称: 甲}\n", "missing"),
        ("单位: 甲\n", "type"),
        ("组: 甲\n", "type"),
        ("单位:\n- {名称: 甲局, 更名: [{日期: 二〇一九, 原名: 乙}]}\n", "date"),
    ],
)
def test_unit_mistakes(text: str, code: str) -> None:
    assert units_problems(text) == [code]
