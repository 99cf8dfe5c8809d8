"""A regime taken apart: every rule on a line, in plain words, with its clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duban_cli.rules.limits import Ahead, Stated

if TYPE_CHECKING:
    from duban_cli.rules.regime import (
        Category,
        Clause,
        ClosingStep,
        Document,
        DutyRule,
        KeepRule,
        LadderStep,
        OfficeRule,
        Regime,
        SignRule,
    )
    from duban_cli.rules.required import RequiredRule
    from duban_cli.rules.scoring import PointRule, PointRules


_PROCEDURE = {
    "说明": "不能按时办结的书面说明，由主要负责人签发，期限不变",
    "直办": "督查室直接办理的不公开",
    "督查员回避": "督查员不督查本单位",
}
"""Steps of the procedure that more hangs on than an act by this clause."""


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
    yield from (_step(step) for step in regime.ladder)
    if regime.lights:
        order = "、".join(light.name for light in regime.lights)
        yield Line(section="灯", name="各灯", aspect="由轻到重", text=order)
    for light in regime.lights:
        text = "、".join(trigger.text for trigger in light.triggers)
        yield Line(section="灯", name=light.name, aspect="亮灯", text=text, clause=light.clause)
    for rule in regime.approvals:
        yield Line(
            section="审批", name="、".join(rule.actions), aspect=rule.stage or "记录时",
            text="须有批准人" + _when(rule.when.text), clause=rule.clause,
        )  # fmt: skip
    yield from (_required(rule) for rule in regime.required)
    for act, clauses in regime.procedure.items():
        text = _PROCEDURE.get(act, "按此办理")
        yield from (Line(section="程序", name=act, aspect="依据", text=text, clause=c) for c in clauses)
    for score in regime.scoring:
        yield Line(
            section="考核", name=f"一年内{score.action}", aspect="结论", text=f"满{score.at_least}次：{score.conclusion}",
            clause=score.clause,
        )  # fmt: skip
    yield from _points(regime.points)
    yield from (_office(rule) for rule in regime.office)


def _required(rule: RequiredRule) -> Line:
    attached = (f"附件“{rule.attachment}”",) if rule.attachment else ()
    return Line(
        section="须写", name=f"到{rule.by}", aspect="须写齐",
        text="、".join((*rule.fields, *attached)) + _when(rule.when.text if rule.when else ""), clause=rule.clause,
    )  # fmt: skip


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
    yield from _ending("类别", name, category.closing, category.archive)


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
    yield from _ending("通用", "各类事项", regime.closing, regime.archive)
    yield from (_duty("通用", "退回重办", "没有写限期的", rule) for rule in regime.redo)
    yield from (_duty("通用", "催办通知单", "要求反馈", rule) for rule in regime.urged)


def _duty(section: str, name: str, aspect: str, rule: DutyRule) -> Line:
    limit = "按事项、交办所定" if isinstance(rule.limit, Stated) else rule.limit.text if rule.limit else ""
    limit = f"{rule.rhythm.text}一次" if rule.rhythm is not None else limit
    way = f"从{rule.start}往回数" if isinstance(rule.limit, Ahead) else f"自{rule.start}起算"
    start = "" if rule.start == "交办" and not isinstance(rule.limit, Ahead) else f"，{way}"
    others = (
        rule.counting.text,
        "按完成的日子算" if rule.by == "完成" else "",
        f"到时未报的{rule.unreported}" if rule.unreported else "",
        f"时限依据 {rule.limit_clause.text}" if rule.limit_clause else "",
    )
    text = "，".join((limit + start, *filter(None, others))) + _when(rule.when.text)
    return Line(section=section, name=name, aspect=aspect, text=text, clause=rule.clause)


def _ending(
    section: str, name: str, closing: Iterable[ClosingStep], archive: Iterable[KeepRule]
) -> Iterator[Line]:
    for step in closing:
        first = "，首日计" if step.first_day else ""
        limit = f"{step.limit.text}{first}" if step.limit else "须有记录"
        yield Line(
            section=section, name=name, aspect="销号前", text=f"{step.step}：{limit}", clause=step.clause
        )
    for kept in archive:
        yield Line(
            section=section, name=name, aspect="归档", text=f"保管期限{kept.keeping}", clause=kept.clause
        )


def _step(step: LadderStep) -> Line:
    acted = "" if step.action == "催办" else f"，记作{step.action}"
    paper = f"，发{step.paper}" if step.paper else ""
    leave = "，可办可不办" if step.optional else ""
    return Line(
        section="催办", name=f"{step.duty}逾期", aspect="或".join(step.ways),
        text=step.reached_text + acted + paper + leave + _when(step.when.text) + _limit_basis(step.limit_clause),
        clause=step.clause,
    )  # fmt: skip


def _sign(section: str, name: str, rule: SignRule) -> Line:
    text = f"反馈须由{rule.by}签发{_when(rule.when.text)}"
    return Line(section=section, name=name, aspect="签发", text=text, clause=rule.clause)


def _points(points: PointRules) -> Iterator[Line]:
    for none in points.no_items:
        yield Line(section="考核", name="无事项", aspect="单位", text=none.treatment, clause=none.clause)
    for base in points.base:
        yield Line(
            section="考核", name="基础分", aspect="分值", text=f"{base.points:f}分", clause=base.clause
        )
    for each in points.each:
        yield Line(
            section="考核", name=f"每{each.each}", aspect="分值", text=_points_text(each), clause=each.clause
        )
    for rule in points.grades:
        text = "，".join(f"{name} {least:f}分以上" for name, least in rule.grades)
        yield Line(section="考核", name="等次", aspect="分值", text=text, clause=rule.clause)
    for cycle in points.cycles:
        text = f"每{cycle.every}一次{_when(cycle.when.text if cycle.when else '')}"
        yield Line(section="考核", name="周期", aspect="考核", text=text, clause=cycle.clause)


def _points_text(rule: PointRule) -> str:
    if rule.tiers:
        times = (f"第{n}次{points:+f}分" for n, points in enumerate(rule.tiers, 1))
        text = "，".join(times) + "，以后同"
    else:
        text = f"{rule.points:+f}分{'，再次加倍' if rule.doubling else ''}"
    return text + (f"，最多{rule.cap:f}分" if rule.cap is not None else "")


def _office(rule: OfficeRule) -> Line:
    limit = rule.limit.text if rule.limit else ""
    if rule.rhythm is None:
        text = f"自{rule.start}起{limit}内"
    else:
        done = f"，记作{rule.action}{f'（含“{rule.word}”）' if rule.word else ''}"
        text = f"{rule.rhythm.text}一次" + (f"，{rule.edge}起{limit}内" if limit else "，到当期末") + done
    return Line(
        section="办公室", name=rule.what, aspect="定期" if rule.rhythm is not None else "每件事项",
        text=text + _when(rule.when.text) + _limit_basis(rule.limit_clause), clause=rule.clause,
    )  # fmt: skip


def _limit_basis(clause: Clause | None) -> str:
    return f"；时限依据 {clause.text}" if clause else ""


def _when(condition: str) -> str:
    return f"（当 {condition}）" if condition else ""
