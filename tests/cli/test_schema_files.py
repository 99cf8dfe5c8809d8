"""``schema --file``: what duban reads, the published schema of the file takes; a key it does not know, neither takes."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from duban_cli.errors import WrongUse
from duban_cli.views.schemas import FILES
from tests.cli.conftest import call
from tests.kit import SETTINGS, UNITS
from tests.rules.made import BASE, regime_of

ROOT = Path(__file__).parents[2]
PLACES = {
    "item": "items/*/*.yaml", "regime": "regime.yaml", "units": "units.yaml", "duban": "duban.yaml",
    "office": "office/*.yaml", "calendar": "calendar/*.yaml",
}  # fmt: skip
WRITTEN = sorted(
    (kind, path) for kind, place in PLACES.items() for path in (ROOT / "ledgers").glob(f"*/{place}")
) + [
    ("regime", path)
    for path in sorted((ROOT / "duban_cli" / "regimes").glob("*.yaml"))
    if path.stem not in ("lights", "demands")
]
ALL_OF_IT = """
另报:
  - {事: 整改措施, 时限: 提前5个工作日, 起算: 来源.日期, 首日: 计, 当: 缓急 = 特急 且 上级事项 = 无, 依据: 本办约定}
  - {事: 落实情况, 时限: 3日, 顺延: 不顺延, 起算: 办结限期, 依据: 本办约定, 时限依据: 本办约定}
  销号: [{步: 验收, 依据: 本办约定}, {步: 公示, 时限: 7日, 首日: 计, 依据: 本办约定}]
  归档: [{保管期限: 30年, 依据: 本办约定}]"""


@cache
def published(kind: str) -> Draft202012Validator:
    schema = call("schema", "--file", kind).json
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def as_editors_read(text: str) -> Any:
    """Numbers as numbers, dates as text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=datetime.date.isoformat))


def complaints(kind: str, document: Any) -> list[str]:
    return [f"{list(e.path)}: {e.message}" for e in published(kind).iter_errors(document)]


@pytest.mark.parametrize(
    ("kind", "path"), WRITTEN, ids=lambda v: v if isinstance(v, str) else f"{v.parent.name}-{v.stem}"
)
def test_every_example_fits(kind: str, path: Path) -> None:
    assert complaints(kind, as_editors_read(path.read_text(encoding="utf-8"))) == []


def test_every_kind_of_file_has_an_example() -> None:
    assert {kind for kind, _ in WRITTEN} == set(FILES) == set(PLACES)


def test_what_a_regime_can_say_fits() -> None:
    text = BASE.replace("\n通用:\n", f"\n通用:\n  {ALL_OF_IT.strip()}\n", 1)
    text = text.replace(
        "\n考核:\n",
        "\n考核:\n- {每: 未整改, 逐次: [0, -3.5], 上限: 10, 依据: 本办约定}\n- {等次: {A: 90, B: 80}, 依据: 本办约定}\n",
    )
    text = text.replace(
        "催办:\n", "催办:\n- {针对: 落实情况, 逾期: 1个工作日, 动作: 约谈, 酌情: 是, 依据: 本办约定}\n", 1
    )
    regime_of(text)
    assert complaints("regime", as_editors_read(text)) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("regime", BASE.replace("名称: ", "名字: ", 1)),
        ("regime", BASE.replace("别名:", "別名:", 1)),
        ("regime", BASE.replace("立项: {方式: 批准", "立项: {方式: 审批", 1)),
        ("regime", BASE.replace("剩余不少于:", "剩余:", 1)),
        ("regime", BASE.replace("黄: 到期前3个工作日", "黄: 快到期", 1)),
        ("regime", BASE.replace("满: 3次", "满了: 3次", 1)),
        ("regime", BASE.replace("自: 立项", "自: 立项之日", 1)),
        ("units", UNITS.replace("简称", "简写", 1)),
        ("units", UNITS.replace("日期: 2019-04-01", "日期: 2019年", 1)),
        ("duban", SETTINGS.replace("政府:", "人民政府:", 1)),
        ("duban", SETTINGS.replace("{号}", "", 1)),
        ("office", "记录:\n- {日期: 2026-07-10, 动作: 通报, 期号: 第3期}\n"),
        ("calendar", "依据: 国办发明电〔2025〕7号\n放假: [{日期: 2026-02-17, 节日: 春节}]\n"),
        ("item", "标题: 排水\n类别: 领导批示\n要求: 完成\n主办: 市财政局\n"),
    ],
)  # fmt: skip
def test_a_wrong_word_does_not(kind: str, text: str) -> None:
    assert text not in (BASE, UNITS, SETTINGS)
    assert complaints(kind, as_editors_read(text))


@pytest.mark.parametrize("kind", FILES)
def test_every_key_is_explained(kind: str) -> None:
    def explained(schema: Any, path: str) -> None:
        if isinstance(schema, list):
            for one in schema:
                explained(one, path)
        elif isinstance(schema, dict):
            for key, value in schema.get("properties", {}).items():
                assert value.get("description") or "const" in value, f"{path}/{key}"
                explained(value, f"{path}/{key}")
            for key in ("anyOf", "oneOf", "items", "additionalProperties"):
                explained(schema.get(key), path)

    schema = call("schema", "--file", kind).json
    assert schema["title"]
    explained(schema, "")


def test_a_kind_that_is_not_there_is_told() -> None:
    found = call("schema", "--file", "regim")
    assert found.code == WrongUse.exit_code
    assert "是否想写 regime" in found.err
