"""口径: what each figure of the assessment counts, as printed below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban_cli.reports.notes import PRESUMED
from duban_cli.rules.scoring import MONTH, YEAR

if TYPE_CHECKING:
    from duban_cli.reports.assessment_span import Span
    from duban_cli.reports.tally import Period
    from duban_cli.rules.regime import Regime
    from duban_cli.rules.scoring import Points


def notes(
    period: Period, span: Span, rules: Points, regime: Regime, unreadable: tuple[str, ...], *, lives: bool = False,
    further: tuple[str, ...] = (), presumed: bool = False,
) -> tuple[str, ...]:  # fmt: skip
    """The definitions for this year or month, with whatever the reader must know of these very figures."""
    end = period.end.isoformat()
    over = period.end == span.last
    result = (
        "年终结果以12月31日为准" if span.every == YEAR else f"结果以{span.last.month}月{span.last.day}日为准"
    )
    earlier = (
        "限期在考核年度之前，跨入考核年度" if span.every == YEAR else "此处指限期在考核月份之前，到考核月份"
    )
    out = [
        f"考核期{period.start.isoformat()}至{end}，含首尾两日；数据截至{end}终了，此后的记录不计。"
        + ("" if over else f"{span.name}尚未终了，{result}。"),
        f"主办事项：{end}前已交办，且{period.start.isoformat()}前未销号、未撤销的事项，计入截至日的主办单位；已撤销的不计。",
        "应办结、按期办结、应反馈、按期反馈与同期督查通报的口径相同；已撤销、中止的事项不计。"
        "应办结＝按期办结＋逾期办结＋逾期未结＋当日到期（截至日当天到期而未报），应反馈＝按期反馈＋逾期反馈＋未反馈。",
        f"往年逾期：{earlier}才办结或仍未办结的，不计入应办结。"
        "退回前逾期：已逾期报办结，又被退回重办的那一次；重办是否按期另计入应办结。",
        "义务计入履行时的主办单位，未履行的计入截至日的主办单位；退回、催办、延期计入当日的主办单位。",
        "催办按记录次数计；催办文书按文号计份，同一文号涉及几个单位的各计一份，合计只计一份。延期只计批准的。",
        "批评：经批准的通报批评，同一单位同一文号只计一次；通报中列名的逾期事项不是批评。",
        "比率四舍五入，保留一位小数；分母为零的记“—”。更名、合并的单位计入现单位。",
    ]
    if lives:
        out.append(
            "重启、再次交办过的事项，每一轮的办结、反馈各计一次；此前各轮未履行的，逾期天数计到该轮终了；"
            "再次交办前已经逾期的，计入限期届满之日的主办单位。"
        )
    if further:
        out.append(f"应反馈含制度另要求报送的：{'、'.join(further)}。")
    if presumed:
        out.append(PRESUMED)
    if not rules.stated:
        out.append(f"“{regime.name}”没有规定考核分值，不打分。")
    elif not rules.scores(span.every):
        cycle = next((c for c in rules.cycles if c.every != span.every), None)
        basis = f"（{cycle.clause.text}）" if cycle else ""
        out.append(f"按{'年' if span.every == MONTH else '月'}考核{basis}，{span.name}只列数字，不打分。")
    if rules.divided:
        out.append(_divided(rules, span))
    if rules.no_items is not None:
        out.append(f"当年没有主办事项的单位：{rules.no_items.treatment}（{rules.no_items.clause.text}）。")
    if unreadable:
        out.append(f"另有{len(unreadable)}件事项的文件读不出来，未计入：{'、'.join(unreadable)}。")
    return tuple(out)


def _divided(rules: Points, span: Span) -> str:
    """Which matters are here, and by what."""
    told = "；".join(
        f"{c.when.text}的按{c.every}（{c.clause.text}）" for c in rules.cycles if c.when and c.when.tests
    )
    return f"分别考核：{told}。本表只列按{span.every}考核的事项。"
