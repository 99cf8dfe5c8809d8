"""A regime taken apart: every rule on a line, in plain words, with its clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban_cli.rules.regime import Category, Clause, Document, DutyRule, OfficeRule, Regime, SignRule
    from duban_cli.rules.scoring import PointRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule: in which section of the file, under which name, what it rules, in words, and on what it rests."""

    section: str
    name: str
    aspect: str
    text: str
    clause: Clause | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What the rule is about, whatever it says of it."""
        return self.section, self.name, self.aspect

    @property
    def basis(self) -> str:
        """The clause's text, empty where the file names none."""
        return self.clause.text if self.clause else ""


def lines(regime: Regime) -> Iterator[Line]:
    """Every rule of the regime, in the order of its file."""
    yield from (_document(d) for d in regime.documents)
    everywhere = _everywhere(regime)
    for category in regime.categories.values():
        yield from _category(category, everywhere)
    yield from _common(regime, everywhere)
    for step in regime.ladder:
        paper = f"，发{step.paper}" if step.paper else ""
        yield Line(
            section="催办", name=f"{step.duty}逾期", aspect="或".join(step.ways),
            text=f"满{step.overdue}个工作日{paper}", clause=step.clause,
        )  # fmt: skip
    for light in regime.lights:
        yield Line(
            section="灯",
            name=light.name,
            aspect="亮灯",
            text=_trigger(light.before, light.overdue),
            clause=light.clause,
        )
    for rule in regime.approvals:
        yield Line(
            section="审批", name="、".join(rule.actions), aspect=rule.stage or "记录时",
            text="须有批准人" + _when(rule.when.text), clause=rule.clause,
        )  # fmt: skip
    for act, clauses in regime.procedure.items():
        yield from (Line(section="程序", name=act, aspect="依据", text="按此办理", clause=c) for c in clauses)
    for score in regime.scoring:
        yield Line(
            section="考核", name=f"一年内{score.action}", aspect="结论", text=f"满{score.at_least}次：{score.conclusion}",
            clause=score.clause,
        )  # fmt: skip
    yield from _points(regime.points)
    yield from (_office(rule) for rule in regime.office)


def _document(document: Document) -> Line:
    words = [document.doc_no or "", f"《{document.name}》" if document.name else "", document.note or ""]
    cited = f"引作“{document.citation}”" if document.cited_as else ""
    told = " ".join(word for word in (f"{document.effective.isoformat()} 起", *words, cited) if word)
    return Line(section="文件", name=document.code, aspect="施行", text=told)


def _everywhere(regime: Regime) -> tuple[SignRule, ...]:
    """The signing rules every category has: those of 通用."""
    each = [c.signing for c in regime.categories.values()]
    return (
        tuple(rule for rule in each[0] if all(rule in signing for signing in each)) if len(each) > 1 else ()
    )


def _category(category: Category, everywhere: Iterable[SignRule]) -> Iterator[Line]:
    name = category.name
    if category.clause is not None:
        yield Line(section="类别", name=name, aspect="列入", text="属督查范围", clause=category.clause)
    if category.aliases:
        yield Line(section="类别", name=name, aspect="别名", text="、".join(category.aliases))
    way = "领导批准后立项" if category.initiation == "批准" else "直接立项"
    yield Line(section="类别", name=name, aspect="立项", text=way, clause=category.initiation_clause)
    yield Line(section="类别", name=name, aspect="交办", text=f"发{category.paper}")
    for what, rules in category.duties.items():
        yield from (_duty("类别", name, what, rule) for rule in rules)
    skipped = tuple(everywhere)
    yield from (_sign("类别", name, rule) for rule in category.signing if rule not in skipped)


def _common(regime: Regime, everywhere: Iterable[SignRule]) -> Iterator[Line]:
    for clause in regime.stated_limit:
        yield Line(
            section="通用", name="所定时限", aspect="办结", text="写明时限的按所写的时限", clause=clause
        )
    for what, rules in regime.common.items():
        yield from (_duty("通用", "各类事项", what, rule) for rule in rules)
    yield from (_sign("通用", "各类事项", rule) for rule in everywhere)
    top, bottom, clause = regime.first_period
    yield Line(
        section="通用",
        name="定期反馈",
        aspect="首期",
        text=f"交办当期剩余不少于{top}/{bottom}的，当期要报",
        clause=clause,
    )
    yield from (_duty("通用", "退回重办", "没有写限期的", rule) for rule in regime.redo)
    yield from (_duty("通用", "催办通知单", "要求反馈", rule) for rule in regime.urged)


def _duty(section: str, name: str, aspect: str, rule: DutyRule) -> Line:
    limit = f"{rule.rhythm.text}一次" if rule.rhythm is not None else rule.limit.text if rule.limit else ""
    start = "" if rule.start == "交办" else f"，自{rule.start}起算"
    return Line(
        section=section,
        name=name,
        aspect=aspect,
        text=limit + start + _when(rule.when.text),
        clause=rule.clause,
    )


def _sign(section: str, name: str, rule: SignRule) -> Line:
    text = f"反馈须由{rule.by}签发{_when(rule.when.text)}"
    return Line(section=section, name=name, aspect="签发", text=text, clause=rule.clause)


def _trigger(before: int | None, overdue: int | None) -> str:
    if before is not None:
        return f"到期前{before}个工作日"
    if overdue is None:
        return "未到期"
    return f"逾期{overdue}个工作日" if overdue else "逾期"


def _points(points: PointRules) -> Iterator[Line]:
    for none in points.no_items:
        yield Line(section="考核", name="无事项", aspect="单位", text=none.treatment, clause=none.clause)
    for base in points.base:
        yield Line(
            section="考核", name="基础分", aspect="分值", text=f"{base.points:f}分", clause=base.clause
        )
    for each in points.each:
        cap = f"，最多{each.cap:f}分" if each.cap is not None else ""
        yield Line(
            section="考核",
            name=f"每{each.each}",
            aspect="分值",
            text=f"{each.points:+f}分{cap}",
            clause=each.clause,
        )


def _office(rule: OfficeRule) -> Line:
    limit = rule.limit.text if rule.limit else ""
    if rule.rhythm is None:
        text = f"自{rule.start}起{limit}内"
    else:
        done = f"，记作{rule.action}{f'（含“{rule.word}”）' if rule.word else ''}"
        text = f"{rule.rhythm.text}一次" + (f"，{rule.edge}起{limit}内" if limit else "，到当期末") + done
    basis = f"；时限依据 {rule.limit_clause.text}" if rule.limit_clause else ""
    return Line(
        section="办公室", name=rule.what, aspect="定期" if rule.rhythm is not None else "每件事项",
        text=text + _when(rule.when.text) + basis, clause=rule.clause,
    )  # fmt: skip


def _when(condition: str) -> str:
    return f"（当 {condition}）" if condition else ""
