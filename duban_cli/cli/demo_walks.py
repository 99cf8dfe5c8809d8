"""What ``duban demo`` does on each example ledger: a day's work, command by command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Walk:
    """The lines of a day, each with what it is for; ``shown``: an item worth a look afterwards."""

    lines: tuple[tuple[str, str], ...]
    shown: str


_YUEYANG = (
    ("一、先看台账有没有错", "check"),
    ("二、看逾期的事项", "list --overdue"),
    ("三、问一问：2026-0018 为什么逾期169个工作日", "explain 2026-0018"),
    ("四、把今天应发的催办通知单都发出去", "urge"),
    ("五、再催一次：今天已经发过，什么也不做", "urge"),
    (
        "六、2026-0042 的单位报来办结",
        "reply 2026-0042 --done --content 收集点已硬化加盖，日产日清，附整改前后照片。"
        " --incoming 岳楼政函〔2026〕66号 --signed-by 张某/区长",
    ),
    ("七、审核通过", "review 2026-0042 --pass --approved-by 刘某某"),
    ("八、销号，出销号单", "close 2026-0042 --approved-by 刘某某"),
    ("九、出本月的督查通报（送审稿）", "bulletin --from 2026-11-01 --to 2026-11-20"),
    ("十、回头看这件事的经过", "log 2026-0042"),
)
_COUNTY = (
    ("一、先看台账有没有错", "check"),
    ("二、今天该办什么", "agenda"),
    ("三、问一问：公交站亭这件催办、批评都用过了，依据是什么", "explain 2026-0008"),
    ("四、冬季保供已审核通过，销号", "close 2026-0013 --approved-by 刘某某"),
    ("五、把昨天批示的事交办，批示复印件一并送达", "assign 2026-0014 --attach 批示复印件"),
    ("六、看一看哪些事项可以公示", "report 公示清单 --draft"),
    (
        "七、编一期《督察》，经批准发出",
        "report 督察 --from 2026-11-01 --to 2026-11-20 --title 十一月督查事项办理情况 --approved-by 彭某某",
    ),
)
_DAGUAN = (
    ("一、先看台账有没有错", "check"),
    ("二、三单台账：第二次巡查的问题整改得怎样", "report 三单 2026-0001 --draft"),
    ("三、问一问：铁路小学墙外垃圾为什么要重点督查", "explain 2026-0007"),
    (
        "四、铁路部门清理完了，单位报来整改落实情况",
        "reply 2026-0007 --done --done-on 2026-11-19 --content 市政府协调后铁路部门清运完毕，移交街道保洁。"
        " --signed-by 周某/主任",
    ),
    ("五、回头看", "inspect 2026-0007 --how 回头看 --content 到墙外查看。 --result 没有反弹。 --people 王某"),
    ("六、审核通过", "review 2026-0007 --pass --approved-by 刘某某"),
    ("七、问题销号", "close 2026-0007 --approved-by 刘某某"),
    ("八、问题都销了，巡查本身也销号", "close 2026-0001 --approved-by 刘某某"),
    ("九、出三单（送审稿）", "report 三单 2026-0001"),
)
_HEBEI = (
    ("一、先看台账有没有错", "check"),
    ("二、今天该办什么", "agenda"),
    ("三、问一问：真理道小广告几时整改、几时报送", "explain 2026-0009"),
    (
        "四、中午前报来了",
        "reply 2026-0009 --done --done-on 2026-11-20 --content 清除小广告210处。 --signed-by 褚某/主任",
    ),
    ("五、单车堆放已报办结，审核通过", "review 2026-0010 --pass --approved-by 刘某某"),
    ("六、销号", "close 2026-0010 --approved-by 刘某某"),
    (
        "七、本月城市管理整改情况通报（送审稿），未报的视为未整改",
        "report 整改通报 --category 城市管理 --month 2026-11",
    ),
    ("八、问责建议之前的经过", "log 2026-0008"),
)
WALKS: Mapping[str, Walk] = MappingProxyType(
    {
        "yueyang": Walk(_YUEYANG, "2026-0017"),
        "county": Walk(_COUNTY, "2026-0004"),
        "daguan": Walk(_DAGUAN, "2026-0005"),
        "hebei": Walk(_HEBEI, "2026-0004"),
    }
)
"""By regime."""
