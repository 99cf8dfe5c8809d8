"""口径: what each figure counts, as printed below the figures."""

from __future__ import annotations

from datetime import date

from duban_cli.reports.groups import By

_KINDS = "已销号（含已归档）、待销号、待审核、办理中（含退回重办）、中止、已撤销"
PRESUMED = (
    "未整改：制度规定到限期没有报送视为未整改的事项，限期在本期内而到限期没有报来的（此后报来的仍计），"
    "每件每个单位计一次；未整改率＝未整改÷限期在本期内的此类事项。"
)
_HIDDEN = {
    "只列编号": "不予公开的事项只列编号，不列标题；其来源除会议外只列类型。",
    "不列": "不予公开的事项计入数字，不逐件列出；其来源除会议外只列类型。",
}


def notes(
    start: date,
    end: date,
    by: By,
    *,
    hide: str,
    unreadable: tuple[str, ...],
    provisional: bool,
    lives: bool = False,
    joint: bool = False,
    further: tuple[str, ...] = (),
    presumed: bool = False,
) -> tuple[str, ...]:
    """The definitions for this period, with whatever the reader must know of these very figures."""
    day = end.isoformat()
    out = [
        f"本期指{start.isoformat()}至{day}，含首尾两日；数据截至{day}终了，此后的记录不计。",
        f"纳入：截至{day}已交办，且{start.isoformat()}前未销号、未撤销的事项。纳入＝{_KINDS}，每件只计一类。",
        "办结＝已销号＋待销号，即办结反馈已通过审核。在办＝办理中＋待审核＋中止。",
        f"逾期：在办事项中，截至{day}有反馈、办结或节点义务过限而未履行的；已报办结、待审核的不计。",
        "本期交办按首次交办之日计；本期办结按已通过审核的办结反馈收到之日计；本期审核通过、本期销号按审核、销号之日计。",
        "催办、退回重办、批准延期按记录次数计；催办文书按不同文号计份，一份涉及几行的各行都计，合计只计一份。",
        f"办结率＝办结÷（纳入－已撤销），截至{day}。",
        f"按期办结率＝按期办结÷应办结，截至{day}。应办结：最近一次办结限期在本期内的事项，"
        "含此前已提前办结销号的，不含已撤销、中止的；限期含批准的延期和退回重办的限期。"
        f"按期办结：办结反馈在限期内收到，且截至{day}未被退回（含待审核的）。本期前已过限而未办结的，计入逾期，不计入应办结。",
        f"按原定期限办结率＝按原定期限办结÷原定办结限期在本期内的事项，截至{day}；延期、中止和退回重办的限期均不计。",
        f"首次办结反馈按期率＝首次办结反馈在限期内收到的÷首次办结反馈限期在本期内的事项，截至{day}；此后被退回的也计为按期。",
        f"反馈率＝已反馈÷应反馈，按件次计，截至{day}。应反馈：限期在本期内的反馈，含定期反馈和退回重办后的反馈，不含已撤销、中止的事项。",
        f"按期反馈率＝按期反馈÷应反馈，按期反馈且未退回率＝按期反馈且未退回÷应反馈，均截至{day}。",
        "比率四舍五入，保留一位小数，不作凑整；分母为零的记“—”。",
    ]
    if by == "单位":
        out.append(f"事项计入其{day}的主办单位；更名、合并的单位计入现单位，同一单位的不同名称合并计算。")
    if lives:
        out.append(
            "重启、再次交办过的事项，每一轮的办结、反馈各计一次；此前各轮未履行的，逾期天数计到该轮终了，不因重启、再次交办而消除。"
        )
    if further:
        out.append(
            f"应反馈、已反馈、按期反馈含制度另要求报送的：{'、'.join(further)}；过限未报的，待审核的计入逾期，"
            "待销号的只列入逾期事项，不计件数。"
        )
    if presumed:
        out.append(PRESUMED)
    if joint:
        out.append("各单位分别反馈的事项，协办单位应反馈的份数计入该协办单位，其余计入主办单位。")
    if hide in _HIDDEN:
        out.append(_HIDDEN[hide])
    if unreadable:
        out.append(f"另有{len(unreadable)}件事项的文件读不出来，未计入：{'、'.join(unreadable)}。")
    if provisional:
        out.append("标“暂定”的日期跨入放假安排尚未公布的年份，以正式公布的为准。")
    return tuple(out)
