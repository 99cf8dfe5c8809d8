"""duban.yaml: who the office is, how its papers are numbered, what needs a leader's signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from duban_cli.ledger.fieldtypes import Choice, Field, Many, Record, Schema, Text
from duban_cli.ledger.nodes import Source, compose, plain_key

DEFAULT_DRAFT_KINDS = ("督查通报", "问责建议", "督查报告")
_PLACE = re.compile(r"\{(年|号)\}")


@dataclass(frozen=True, slots=True)
class NumberForm:
    """The form of a 文号: ``岳督函〔{年}〕{号}号``; without ``{年}`` the count still starts anew each year."""

    text: str

    def write(self, year: int, number: int) -> str:
        """The 文号 of that year and number."""
        return self.text.replace("{年}", str(year)).replace("{号}", str(number))

    def number_in(self, doc_no: str, year: int) -> int | None:
        """The number a 文号 of this form and year carries, None for any other text."""
        found = _pattern(self.text, year).fullmatch(doc_no)
        return int(found[1]) if found else None


@lru_cache
def _pattern(form: str, year: int) -> re.Pattern[str]:
    parts = (
        re.escape(part) if n % 2 == 0 else str(year) if part == "年" else r"0*(\d{1,6})"
        for n, part in enumerate(_PLACE.split(form))
    )
    return re.compile("".join(parts))


def parse_number_form(text: str) -> NumberForm:
    """Read a 文号 form. Raises ValueError, in Chinese, when it has no place for the number."""
    if text.count("{号}") != 1 or text.count("{年}") > 1:
        raise ValueError(f"文号格式“{text}”里应当有且只有一个 {{号}}，例如 岳督函〔{{年}}〕{{号}}号")
    return NumberForm(text)


@dataclass(frozen=True, slots=True)
class _NumberForms:
    """文书名: 文号格式."""

    name: str = "文号格式"

    def read(self, node: Node, source: Source) -> dict[str, NumberForm] | None:
        if not isinstance(node, MappingNode):
            source.problem(node, "type", "“文号”应当逐种文书写格式", "例如 督查函: 岳督函〔{年}〕{号}号")
            return None
        forms: dict[str, NumberForm] = {}
        for key, value in node.value:
            try:
                forms[plain_key(key)] = parse_number_form(
                    value.value if isinstance(value, ScalarNode) else ""
                )
            except ValueError as error:
                source.problem(value, "number-form", str(error))
                return None
        return forms

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"type": "string", "pattern": r"\{号\}"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """联系: printed on papers."""

    person: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """督查员: somebody of another unit who inspects for the office, never their own unit."""

    name: str
    unit: str
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class _InspectorType:
    """One 督查员, with the line it stands on."""

    name: str = "督查员"

    def read(self, node: Node, source: Source) -> Inspector | None:
        values = _INSPECTOR.read_values(node, source)
        return None if values is None else Inspector(line=node.start_mark.line + 1, **values)

    def schema(self) -> Schema:
        return _INSPECTOR.schema()


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinSettings:
    """通报: whether a bulletin names matters not open to the public, whether lists do (``lists``), and whether a
    bulletin says how the office kept its own limits (``own_duties``)."""

    closed_items: str = "只列编号"
    lists: str = "列明"
    own_duties: str = "不列"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The office whose ledger this is."""

    office: str
    government: str
    region: str | None = None
    regime: str | None = None
    number_forms: dict[str, NumberForm] = field(default_factory=dict)
    contact: Contact = Contact()
    copies: tuple[str, ...] = ()
    draft_kinds: tuple[str, ...] = DEFAULT_DRAFT_KINDS
    batch_kinds: tuple[str, ...] = ()
    briefs: tuple[str, ...] = ()
    """简报 of the office's own beside 督查专报, by their names."""
    bulletin: BulletinSettings = BulletinSettings()
    mandate: str | None = None
    heads: str = "打印"
    issuing_branch: str | None = None
    """The one branch of git on which 文号 are given out; None: every branch."""
    inspectors: tuple[Inspector, ...] = ()


_CONTACT = Record("联系", Contact, (
    Field("联系人", "person", Text(), "联系人"),
    Field("电话", "phone", Text(), "联系电话"),
    Field("地址", "address", Text(), "地址"),
))  # fmt: skip
_INSPECTOR = Record("督查员", dict, (
    Field("姓名", "name", Text(limit=40), "姓名", required=True, example="赵某"),
    Field("单位", "unit", Text(limit=80), "所在单位", required=True, example="市财政局"),
))  # fmt: skip
_BULLETIN = Record("通报", BulletinSettings, (
    Field("不予公开事项", "closed_items", Choice(("列明", "只列编号", "不列")), "通报里怎样写不予公开的事项；默认只列编号"),
    Field("清单", "lists", Choice(("列明", "只列编号", "不列")), "月度督办清单和任务、责任、措施、成果清单里怎样写不予公开的事项；清单供内部使用，默认列明并注明"),
    Field("本室时限", "own_duties", Choice(("列明", "不列")), "印发的通报里列不列督查室自身时限的数字；默认不列"),
))  # fmt: skip
SETTINGS = Record("台账设置", Settings, (
    Field("单位", "office", Text(), "督查机构全称，即各类文书的落款", required=True, example="岳阳市人民政府督查室"),
    Field("政府", "government", Text(), "所属政府", required=True, example="岳阳市人民政府"),
    Field("地区", "region", Text(), "地区", example="岳阳市"),
    Field("制度", "regime", Text(), "建账时所用的制度", example="yueyang"),
    Field("文号", "number_forms", _NumberForms(), "每种文书的文号格式"),
    Field("联系", "contact", _CONTACT, "文书上的联系方式"),
    Field("抄送", "copies", Many(Text()), "督查函默认抄送"),
    Field("须签发", "draft_kinds", Many(Text()), "须领导签发、先出送审稿的文书"),
    Field("批处理签发", "batch_kinds", Many(Text()), "duban daily 可以直接编号发出的文书；不写的只出稿", example="催办通知单"),
    Field("发文分支", "issuing_branch", Text(limit=100), "只在这个 git 分支上编文号；在别的分支上办的，文书待编号，随分支合并过来再编。不写则哪个分支都编", example="main"),
    Field("简报", "briefs", Many(Text(limit=20)), "本单位自己的简报，除督查专报以外；duban report 可以编发，刊名就是版头", example="督察"),
    Field("通报", "bulletin", _BULLETIN, "督查通报的写法"),
    Field("督查员", "inspectors", Many(_InspectorType()), "从各单位聘请的督查员；不得参加本单位事项的核查、结论、复核"),
    Field("版头", "heads", Choice(("打印", "套印")), "套印：用纸上已印好红色版头，文书里标志和红线留空；默认打印"),
    Field("指定文号", "mandate", Text(), "部门设账时，本级政府指定其督查的文号（政府督查工作条例第七条）"),
))  # fmt: skip


def read_settings(data: bytes, source: Source) -> Settings | None:
    """The settings in ``data``, problems noted in ``source``."""
    root = compose(data, source)
    settings = None if root is None else SETTINGS.read(root, source)
    return settings if isinstance(settings, Settings) else None
