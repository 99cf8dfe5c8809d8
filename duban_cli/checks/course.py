"""The order of acts: 立项, 交办, 反馈, 审核, 销号, 归档, as the state machine of ``rules.course`` has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duban_cli.checks.scene import Scene
from duban_cli.ledger.findings import Finding
from duban_cli.ledger.records import Entry
from duban_cli.ledger.vocabulary import VOID
from duban_cli.rules.entries import corrected_place
from duban_cli.rules.states import ENDED, OPEN, State

AFTER_THE_END = frozenset({"归档", "核查", "复核", "结论", "报告", "备案", "重启", "表扬", "批评", "更正"})
"""What may still be recorded of an item that was struck off or withdrawn."""

_NEEDS_ASSIGNMENT = frozenset(
    {"签收", "反馈", "延期", "催办", "督办提示", "审核", "说明", "上报", "中止", "恢复"}
)
_FILED_AFTER = frozenset({"销号", "公示"})
"""备案 follows 销号, or the 公示 of a document."""
_NOT_CLOSABLE: Mapping[State, tuple[str, str]] = {
    "待立项": ("还没有立项、交办", "先立项、交办"),
    "待交办": ("还没有交办", "先交办；不再办的用撤销"),
    "办理中": ("没有审核通过的办结反馈", "先记办结反馈和审核通过；不再办的用撤销"),
    "待审核": ("办结反馈还没有审核", "先审核"),
    "退回重办": ("反馈已退回，还没有重新办结", "等重新办结并审核通过"),
    "中止": ("事项在中止期间", "先恢复"),
}

Told = tuple[str, str, str]
"""Code, message, hint."""


def order(scene: Scene) -> Iterator[Finding]:
    """Each act must find the item in a state that allows it."""
    regime = scene.ledger.regime
    for subject in scene.subjects:
        course = subject.course
        ended: Entry | None = None
        seen: set[str] = set()
        for index, (entry, state) in enumerate(zip(course.entries, course.before, strict=True)):
            told = _misplaced(entry, state, index in course.idle, ended, seen)
            if told:
                code, message, hint = told
                clause = regime.act_clause(entry.action, entry.day)
                basis = f"；依据{clause.text}" if clause is not None and clause.document else ""
                yield subject.at_entry(entry, code, message, hint + basis)
            seen.add(entry.action)
            if entry.action in ("销号", "撤销") and state not in ENDED:
                ended = entry


def _misplaced(entry: Entry, state: State, idle: bool, ended: Entry | None, seen: set[str]) -> Told | None:
    action = entry.action
    if state in ENDED and ended is not None and action not in AFTER_THE_END:
        past = f"事项已于 {ended.day} {ended.action}"
        if action in ("销号", "撤销"):
            return "ended-twice", f"{past}，又记一次{action}", "删去一条；重启之后才能再次销号"
        return "after-end", f"{past}，之后不应再有“{action}”", "先写重启（须批准、写明理由），或核对日期"
    if action == "立项" and "立项" in seen:
        return "initiated-twice", "已经立项，又记一次立项", "删去一条"
    if action == "交办" and state == "待立项":
        return "assign-before-initiate", "还没有立项就交办", "在交办之前补记立项；直接立项的写 方式: 直接"
    if action == "核查" and state == "待立项":
        return "before-initiate", "还没有立项，不应有“核查”", "补记立项，或核对日期"
    if action in _NEEDS_ASSIGNMENT and state in ("待立项", "待交办"):
        return "before-assign", f"还没有交办，不应有“{action}”", "补记交办，或核对日期"
    if action == "销号" and state in _NOT_CLOSABLE:
        why, hint = _NOT_CLOSABLE[state]
        return "close-without-review", f"不能销号：{why}", hint
    if action == "备案" and not seen & _FILED_AFTER:
        return (
            "filed-too-early",
            "还没有销号、也没有公示，不应有“备案”",
            "销号以后备案；规范性文件公示以后备案",
        )
    if action == "说明" and state not in (*OPEN, "中止"):
        return "explained-too-late", f"现为{state}，不用再说明不能按时办结", "删去本条，或核对日期"
    return _idle(action, state) if idle else None


def _idle(action: str, state: State) -> Told | None:
    """An act that could change nothing, by what was wanting."""
    told: dict[str, Told] = {
        "审核": ("nothing-to-review", "没有可审核的反馈", "先记承办单位的反馈，再记审核"),
        "恢复": ("nothing-to-resume", "没有中止，不用恢复", "删去本条，或补记中止"),
        "中止": ("suspended-twice", "已经中止，又记一次中止", "删去一条，或补记恢复"),
        "归档": ("archive-before-close", f"还没有销号（现为{state}）就归档", "先销号，再归档"),
        "重启": ("nothing-to-reopen", f"没有销号或撤销（现为{state}），不用重启", "删去本条"),
    }
    return told.get(action)


def after_the_end(scene: Scene) -> Iterator[Finding]:
    """An entry written below 销号 but dated before it alters what was closed."""
    for subject in scene.subjects:
        written = subject.item.entries
        if not any(e.action in ("销号", "撤销") for e in written):
            continue
        void = {corrected_place(written, e) for e in written if e.action == "更正" and e.field == VOID}
        ended: Entry | None = None
        for index, entry in enumerate(written):
            if index in void:
                continue
            if entry.action in ("销号", "撤销"):
                ended = ended or entry
            elif entry.action == "重启":
                ended = None
            elif ended is not None and entry.action not in AFTER_THE_END and entry.day < ended.day:
                yield subject.at_entry(
                    entry, "backdated", f"事项已于 {ended.day} {ended.action}，之后又补记 {entry.day} 的“{entry.action}”",
                    "已了结的经过不再改动：先写重启，或改用更正",
                )  # fmt: skip
