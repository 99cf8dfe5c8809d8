"""分解: one source into many items in one go, out of a table; every row of it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from duban_cli.errors import DataProblem, DubanError, NotFound, RuleRefused, WrongUse
from duban_cli.ledger.change import Change
from duban_cli.ledger.numbering import next_item_id
from duban_cli.ledger.records import Item
from duban_cli.ledger.writer import Facts
from duban_cli.plans.decompose_cells import day_in, origin_facts, person_in, title_in
from duban_cli.plans.decompose_dates import limit_in, milestones_in
from duban_cli.plans.decompose_table import Row, TaskTable
from duban_cli.plans.decompose_units import Resolved, UnitReader
from duban_cli.plans.sheet import Inputs, Sheet, compact, date_text
from duban_cli.rules.states import ENDED
from duban_cli.text import halfwidth, nearest

_DOC_NO = re.compile(r".*[〔\[（(]\d{4}[〕\])）].*号")
PROBLEM = "整改问题"
"""The category, by name or 别名, that the rows of a 问题清单 go into where the regime has one."""
_MOST_TOLD = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What holds for every row unless the row says otherwise. ``year``: that of days written without one."""

    parent: str | None = None
    source: Mapping[str, Facts] | None = None
    category: str | None = None
    deadline: str | None = None
    rhythm: str | None = None
    leader: str | None = None
    openness: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The change, and what a person should look at: words passed over, columns unused.

    ``taken`` and ``refused`` go by the row numbers Excel shows: the ids a row became, the reasons it was left out.
    """

    change: Change
    remarks: tuple[str, ...]
    taken: tuple[tuple[int, tuple[str, ...]], ...] = ()
    refused: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """An item to be: its header and the row it comes from."""

    row: int
    header: Mapping[str, Facts]


def plan_split(
    inputs: Inputs, table: TaskTable, given: Given, *, day: date, approved_by: str | None = None,
    by: str | None = None, note: str | None = None, pending: bool = False, partial: bool = False,
) -> Split:  # fmt: skip
    """The rows of a table as items under ``given.parent``, or of ``given.source``, ids in the order of the rows.

    With ``partial`` the rows that cannot be taken are left out and told; else they are the reason for nothing.

    Raises DataProblem naming every row that cannot be taken, RuleRefused where the regime wants an approval or
    the parent has ended, WrongUse where neither parent nor source nor table says where the matters come from.
    """
    reader = _Rows(inputs, given, day)
    drafts = list(reader.drafts(table))
    problems = reader.problems
    entry = compact(
        {"日期": date_text(day), "动作": "立项", "方式": None if approved_by else "直接", "批准": approved_by,
         "经办": by, "备注": note}
    )  # fmt: skip
    entries = [] if pending else [entry]
    if partial or not problems:
        if drafts and not (approved_by or pending):
            _require_none(inputs, drafts)
        drafts, found = _without(drafts, reader.doubles(drafts))
        problems += found
    if partial or not problems:
        drafts, found = _without(drafts, _unsound(inputs, drafts, entries, day))
        problems += found
    if problems and not (partial and drafts):
        _refuse(problems, partial=partial)
    sheet = Sheet(inputs)
    made = [(d.row, sheet.new_item(next_item_id(sheet.ledger, day.year), d.header, entries)) for d in drafts]
    remarks = [*reader.remarks, *_handed_out(table, made)]
    if table.unused:
        remarks.append(f"没有用到的列：{'、'.join(table.unused)}")
    for row, why in sorted(problems):
        sheet.remark(f"第{row}行：没有立，{why}")
    items = [item for _, item in made]
    taken = {row: tuple(item.id for at, item in made if at == row) for row, _ in made}
    return Split(
        change=sheet.change(_subject(items, reader.parent), _body(items)), remarks=tuple(remarks),
        taken=tuple(taken.items()), refused=tuple(sorted(problems)),
    )  # fmt: skip


def _without(
    drafts: list[_Draft], problems: Iterator[tuple[int, str]]
) -> tuple[list[_Draft], list[tuple[int, str]]]:
    """The drafts of the rows no problem is about (a row is taken whole), and the problems."""
    found = list(problems)
    rows = {row for row, _ in found}
    return [d for d in drafts if d.row not in rows], found


def _refuse(problems: list[tuple[int, str]], *, partial: bool) -> NoReturn:
    told = [f"第{row}行：{what}" for row, what in problems[:_MOST_TOLD]]
    more = [f"……另有{len(problems) - _MOST_TOLD}处"] if len(problems) > _MOST_TOLD else []
    raise DataProblem(
        f"表中有{len(problems)}处不能分解，什么都没有写：\n" + "\n".join([*told, *more]),
        "改好表格或 units.yaml 后再试"
        + ("" if partial else "；全部行都行得通才会写，先立行得通的加 --partial"),
    )


def _handed_out(table: TaskTable, made: list[tuple[int, Item]]) -> Iterator[str]:
    """The 文号 by which rows say they were handed out already: duban has it as their source, and no 交办 yet."""
    numbers = {row.number: row.cell("交办文号") for row in table.rows}
    for number in dict.fromkeys(filter(None, (numbers[row] for row, _ in made))):
        ids = [item.id for row, item in made if numbers[row] == number]
        yield (
            f"{number}交办的{len(ids)}件，文号记在来源里，台账上还没有交办；"
            f"补记用 duban assign {ids[0]} --doc-no {number} --date 交办日期"
        )


class _Rows:
    """Rows → headers; what is wrong with each is kept, so that all of it is told at once."""

    def __init__(self, inputs: Inputs, given: Given, day: date) -> None:
        settings = inputs.ledger.settings
        self.inputs = inputs
        self.given = given
        self.day = day
        self.units = UnitReader(inputs.ledger.units, (settings.office, settings.government))
        self.parent = self._parent()
        self.of_problems = False
        self.problems: list[tuple[int, str]] = []
        self.remarks: list[str] = []

    def _parent(self) -> Item | None:
        """The 上级事项 as changed by now. Raises NotFound, DataProblem, RuleRefused."""
        if self.given.parent is None:
            return None
        standing = self.inputs.stand(self.inputs.ledger.item(self.given.parent))
        if standing.state in ENDED:
            raise RuleRefused(
                f"上级事项 {standing.item.id} 现在是“{standing.state}”，不能再分解",
                "先 duban reopen 重启它，或不写上级编号、用 --source 写明来源",
            )
        return standing.item

    def drafts(self, table: TaskTable) -> Iterator[_Draft]:
        """The items of every row. Raises WrongUse."""
        base = self._base_origin()
        self.of_problems = table.of_problems
        if base is None and not any(row.cell("文件") for row in table.rows):
            raise WrongUse(
                "没有写这些事项从哪里来",
                "写上级事项编号，或加 --source 类型/名称，如 --source 文件/重点工作分解",
            )
        for row in table.rows:
            known = len(self.problems)
            drafts = list(self._row(row, base))
            if len(self.problems) == known:
                yield from drafts

    def _row(self, row: Row, base: Mapping[str, Facts] | None) -> Iterator[_Draft]:
        task = row.cell("任务")
        if not task:
            self._wrong(row, "没有写任务")
        lead, support = self._read(row, "牵头", "主办单位"), self._read(row, "协办", "协办单位")
        limit = self._parsed(row, "时限", limit_in) or self.given.deadline
        stones = self._parsed(row, "节点", milestones_in)
        header = compact({
            "标题": title_in(task), "类别": self._category(row), "来源": self._origin(row, base),
            "要求": row.cell("要求") or task, "工作标准": row.cell("工作标准"), "原因": row.cell("原因"),
            "措施": row.cell("措施"), "责任人": person_in(row.cell("责任人")),
            "承办人": person_in(row.cell("承办人")), "分管领导": self._leader(row), "公开属性": self.given.openness,
            "办结时限": limit, "反馈频次": self.given.rhythm, "节点": stones, "上级事项": self.given.parent,
            "备注": row.cell("备注"),
        })  # fmt: skip
        for first, others in self._shares(row, lead):
            helping: list[Facts] = [u for u in dict.fromkeys((*others, *support.units)) if u != first]
            yield _Draft(row.number, compact({**header, "主办单位": first, "协办单位": helping}))

    def _shares(self, row: Row, lead: Resolved) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Who leads, with whom: the first named; of a group alone each member, an item of its own."""
        if not lead.named:
            if not lead.problems:
                self._wrong(row, "没有写主办单位")
            return
        if lead.named[0].group is None:
            yield lead.units[0], lead.units[1:]
        elif len(lead.named) == 1:
            yield from ((unit, ()) for unit in lead.units)
        else:
            self._wrong(row, f"主办单位以“{lead.named[0].group}”打头，后面又有单位；由谁主办请写在最前面")

    def _read(self, row: Row, column: str, what: str) -> Resolved:
        found = self.units.read(row.cell(column))
        for problem in found.problems:
            self._wrong(row, f"{what}：{problem}")
        self.remarks += (f"第{row.number}行：{remark}" for remark in found.remarks)
        return found

    def _parsed(self, row: Row, column: str, parse: Callable[[str, int | None], Facts]) -> Facts | None:
        text = row.cell(column)
        try:
            return parse(text, self.given.year) if text else None
        except ValueError as error:
            self._wrong(row, str(error))
            return None

    def _category(self, row: Row) -> str | None:
        regime = self.inputs.ledger.regime
        asked = row.cell("类别") or self.given.category
        if not asked and self.of_problems and regime.category(PROBLEM):
            asked = PROBLEM
        if not asked and self.parent:
            asked = self.parent.category
        if not asked:
            self._wrong(row, f"没有写类别；加 --category，可用：{'、'.join(regime.categories)}")
            return None
        found = regime.category(asked)
        if found is None:
            near = nearest(asked, regime.categories)
            self._wrong(row, f"本台账的制度里没有类别“{asked}”" + (f"，是否指“{near}”" if near else ""))
            return None
        return found.name

    def _leader(self, row: Row) -> str | None:
        return row.cell("分管领导") or self.given.leader or (self.parent.leader if self.parent else None)

    def _base_origin(self) -> Mapping[str, Facts] | None:
        if self.given.source is not None:
            return self.given.source
        origin = self.parent.origin if self.parent else None
        return origin_facts(origin) if origin else None

    def _origin(self, row: Row, base: Mapping[str, Facts] | None) -> dict[str, Facts] | None:
        file, link = " ".join(row.cell("文件").split()), row.cell("来源")
        if base is None and not file:
            self._wrong(row, "没有写文件，也没有 --source，不知道从哪里来")
            return None
        own: dict[str, Facts] = {"类型": "文件"} if base is None else dict(base)
        if file:
            own["文号" if _DOC_NO.fullmatch(file) else "名称"] = file
        elif row.cell("交办文号"):
            own["文号"] = row.cell("交办文号")
        if re.match(r"https?://\S+$", link):
            own["链接"] = link
        if found := self._parsed(row, "检查日期", day_in):
            own["日期"] = found
        return own | compact({"序号": row.cell("序号")})

    def doubles(self, drafts: list[_Draft]) -> Iterator[tuple[int, str]]:
        """Rows that repeat a matter still open, or another row (政府督查工作条例第十五条)."""
        ledger = self.inputs.ledger
        canonical = ledger.units.canonical
        seen: dict[tuple[str, str], str] = {}
        wanted = {_matter(str(d.header["标题"]), str(d.header["主办单位"])) for d in drafts}
        for item in ledger.items.values():
            key = _matter(item.title, canonical(item.lead))
            if key in wanted and self.inputs.stand(item).state not in ENDED:
                seen.setdefault(
                    key, f"台账上已有 {item.id}，同一单位、同一事项，尚未了结（政府督查工作条例第十五条）"
                )
        for draft in drafts:
            key = _matter(str(draft.header["标题"]), str(draft.header["主办单位"]))
            if key in seen:
                yield draft.row, seen[key]
            else:
                seen[key] = f"与第{draft.row}行单位、事项都相同"

    def _wrong(self, row: Row, what: str) -> None:
        self.problems.append((row.number, what))


def _require_none(inputs: Inputs, drafts: list[_Draft]) -> None:
    """Raises RuleRefused for the first category that may not be put on the ledger without an approval."""
    for name in dict.fromkeys(str(d.header["类别"]) for d in drafts):
        category = inputs.ledger.regime.category(name)
        if category is not None and category.initiation == "批准":
            clause = category.initiation_clause
            raise RuleRefused(
                f"“{name}”须经领导批准才能立项{f'（{clause.text}）' if clause else ''}",
                "加上 --approved-by 批准人；还没有批准的，用 --pending 先登记，批准后再立项",
            )


def _unsound(
    inputs: Inputs, drafts: list[_Draft], entries: list[dict[str, Facts]], day: date
) -> Iterator[tuple[int, str]]:
    """What reading and the checks have to say of each item by itself."""
    item_id = next_item_id(inputs.ledger, day.year)
    for draft in drafts:
        try:
            Sheet(inputs).new_item(item_id, draft.header, entries)
        except (RuleRefused, DataProblem, NotFound, WrongUse) as error:
            yield draft.row, _one_line(error, item_id)


def _one_line(error: DubanError, item_id: str) -> str:
    hint = f"（{error.hint}）" if error.hint else ""
    return error.message.removeprefix(f"事项 {item_id}：") + hint


def _matter(title: str, lead: str) -> tuple[str, str]:
    return "".join(halfwidth(title).split()), lead


def _subject(made: list[Item], parent: Item | None) -> str:
    if parent is not None:
        return f"{parent.id} 分解为{len(made)}项：{parent.title}"
    origin = made[0].origin
    source = (origin.name or origin.doc_no or origin.kind) if origin else ""
    return (
        f"{made[0].id}等{len(made)}项 立项：分解自{source}"
        if len(made) > 1
        else f"{made[0].id} 立项：{made[0].title}"
    )


def _body(made: list[Item]) -> str:
    return "\n".join(f"{item.id}  {item.title}（{_terms(item)}）" for item in made)


def _terms(item: Item) -> str:
    parts = [f"主办：{item.lead}"]
    if item.support:
        parts.append(f"协办：{'、'.join(item.support)}")
    if item.limit is not None:
        parts.append(f"时限：{item.limit.text}")
    if item.milestones:
        parts.append(f"节点{len(item.milestones)}个")
    return "；".join(parts)
