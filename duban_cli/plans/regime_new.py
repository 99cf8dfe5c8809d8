"""A regime begun: a file to fill in, every section explained, that reads without a finding as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.errors import NotFound, WrongUse
from duban_cli.ledger.writer import INVISIBLE, scalar
from duban_cli.rules.regime import LOCAL
from duban_cli.text import nearest

if TYPE_CHECKING:
    from duban_cli.ledger.lights_file import Lighting

_SKELETON = """\
# 督查制度。照本地文件改好后，放进台账目录，存为 regime.yaml，用 duban check 校验、duban save 保存。
# 每条规则都要写“依据”：文件代号加条款；没有文件依据的写 本办约定。
# 规则从所依据的文件施行之日起，对此后立项的事项有效；同一义务有几条规则时，后文件优先。
# 行首 # 后面不空格（或空两格以上）的是例子，去掉 # 就生效。
名称: {name}

# 所依据的文件。代号自定，写在“依据”里；引用时用文号，没有文号的用名称加施行日期。
文件:
- {{代号: 示例, 名称: 换成督查工作文件的全称, 施行: {day}}}
#- {{代号: 条例, 文号: 国务院令第733号, 名称: 政府督查工作条例, 引作: 政府督查工作条例, 施行: 2021-02-01}}

# 每类事项怎样立项（直接，或经批准）、用什么文书交办、多久反馈、多久办结、反馈由谁签发。
# “每”写 周、半月、月、季、半年、年；“时限”写 10个工作日、20日、48小时、当日、长期。
类别:
  领导批示:
    立项: 直接
    交办: {{文书: 督查函}}
#    别名: [批示交办]
#    办结: [{{时限: 10个工作日, 依据: 本办约定}}]
#    签发: [{{须为: 主要负责人, 当: 来源.层级 = 主要领导, 依据: 本办约定}}]
#    另报: [{{事: 整改落实情况, 时限: 3个工作日, 起算: 办结限期, 依据: 本办约定}}]
  会议议定:
    立项: {{方式: 批准, 依据: 本办约定}}
    交办: {{文书: 督查函}}
#    反馈: [{{每: 季, 依据: 本办约定}}]
#  媒体批评:
#    立项: {{方式: 批准, 依据: 本办约定}}
#    反馈: [{{时限: 3个工作日, 起算: 来源.日期, 依据: 本办约定}}]

# 不分类别的规则；类别里写了的以类别的为准，附“当”的最优先。
通用:
  办结: [{{时限: 10个工作日, 依据: 本办约定}}]
#  所定时限: [{{依据: 本办约定}}]
#  反馈: [{{时限: 当日, 当: 缓急 = 特急, 依据: 本办约定}}]
#  首期: {{剩余不少于: 1/2, 依据: 本办约定}}
#  销号: [{{步: 验收, 依据: 本办约定}}, {{步: 公示, 时限: 7日, 首日: 计, 依据: 本办约定}}]
  退回: [{{时限: 5个工作日, 依据: 本办约定}}]
  催办后: [{{时限: 5个工作日, 依据: 本办约定}}]

{lighting}
# 须有批准人的动作。
审批:
- {{动作: [表扬, 批评, 问责建议], 依据: 本办约定}}
#- {{动作: 延期, 环节: 批准, 依据: 本办约定}}

# 到某一步须写齐的字段、附件；没有写的，duban check 提醒。
#须写:
#- {{字段: [责任人, 承办人], 到: 签收, 依据: 本办约定}}

# 各步骤的依据，印在文书上。
#程序:
#  交办: [{{依据: 本办约定}}]
#  催办: [{{依据: 本办约定}}]

# 督查室自己的时限（自：每件事项从哪一步起算）和定期工作（每：周期）。
#办公室:
#- {{事: 交办, 自: 立项, 时限: 2个工作日, 依据: 本办约定}}
#- {{事: 备案, 自: 销号, 时限: 20日, 依据: 本办约定}}
#- {{事: 督办清单, 每: 月, 动作: 清单, 起: 期初, 时限: 5个工作日, 依据: 本办约定}}

# 考核：一年内几次得出什么结论；没有主办事项的单位 不考核 还是 满分；要打分的写基础分和每项加减几分，“逐次”是第一次、
# 第二次 … 各几分，“再次: 加倍”是每再有一次比上一次加倍；等次写最低分；周期写 月 或 年，不写按年。
#考核:
#- {{一年内: 批评, 满: 3次, 结论: 未达标, 依据: 本办约定}}
#- {{无事项: 不考核, 依据: 本办约定}}
#- {{基础分: 100, 依据: 本办约定}}
#- {{每: 逾期, 分: -1, 上限: 10, 依据: 本办约定}}
#- {{每: 催办, 逐次: [0, -3, -10], 依据: 本办约定}}
#- {{等次: {{A: 90, B: 80, C: 60, D: 0}}, 依据: 本办约定}}
#- {{周期: 年, 依据: 本办约定}}
"""


_LADDER = """\
# 逾期后逐级催办。方式有 通知单、电话、上门催办、协调会、会议说明原因，也可自定。“自: 催办限期”的一级，从上一级所给的限期
# 起算；记作别的动作的写“动作”；可办可不办的写 酌情: 是。
催办:
- {针对: 反馈, 逾期: 7个工作日, 方式: 通知单, 文书: 催办通知单, 依据: 本办约定}
#- {针对: 反馈, 逾期: 15个工作日, 方式: [上门催办, 协调会], 依据: 本办约定}
#- {针对: 反馈, 自: 催办限期, 逾期: 1个工作日, 动作: 批评, 方式: 通报批评, 依据: 本办约定}

"""
_LIGHTS = """\
# 由轻到重。可写 未到期、到期前3个工作日、逾期、逾期7个工作日、进度落后、进度落后10个点、催办第1级、逾期后办结；几样的写成列表。
"""
_PLAIN_LIGHTS = "灯: {绿: 未到期, 黄: 到期前3个工作日, 红: 逾期, 依据: 本办约定}\n"


def skeleton(name: str, day: date, lighting: Lighting | None = None) -> str:
    """The file of a new regime; its sample document takes effect on ``day``. ``lighting``: the lights it starts with.

    Raises WrongUse.
    """
    if not name.strip() or INVISIBLE.search(name):
        raise WrongUse("制度名称是空的，或有换行、控制字符", "写成一行，如 某市政务督查制度")
    return _SKELETON.format(name=scalar(name), day=day.isoformat(), lighting=_lighting(lighting))


def _lighting(chosen: Lighting | None) -> str:
    if chosen is None:
        return f"{_LADDER}{_LIGHTS}{_PLAIN_LIGHTS}"
    # Lights that follow a ladder of their own bring it with them.
    ladder = "" if chosen.ladder else _LADDER
    said = f"# {chosen.note}。\n# 参照：{chosen.source}。\n"
    return f"{ladder}{_LIGHTS}{said}{chosen.file_text(LOCAL)}"


def lighting_named(found: Sequence[Lighting], name: str) -> Lighting:
    """The way of lighting of that name. Raises NotFound with the nearest."""
    for one in found:
        if one.name == name:
            return one
    near = nearest(name, [one.name for one in found])
    known = "、".join(one.name for one in found)
    raise NotFound(f"没有“{name}”这种亮灯办法", f"是否指 {near}" if near else f"可用：{known}")
