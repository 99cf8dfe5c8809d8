"""Matters as a city's office has them: each other than the last, the same in every run.

An item is made as facts (nested strings), from which both its file and the 摘要 of its 销号 follow.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duban_cli.ledger.item_format import HISTORY_KEY
from duban_cli.ledger.reader import facts_digest
from duban_cli.ledger.units import Unit
from duban_cli.rules.workdays import WorkCalendar

Facts = dict[str, "str | list[str] | dict[str, str]"]

TODAY = date(2026, 11, 20)
"""The day the ledgers are looked at."""
YEARS = range(2017, 2027)

_PLACES = (
    "洞庭大道", "巴陵中路", "金鹗山片区", "王家河", "东风湖", "南湖大道", "建湘路", "五里牌", "松阳湖", "芭蕉湖",
    "奇西片区", "梅溪路", "求索西路", "花板桥", "郭镇", "康王工业园", "城陵矶港", "云溪片区", "新墙河", "汨罗江段",
)  # fmt: skip
_WORKS = (
    ("排水管网", "改造", "公里", "旱季无污水直排，中雨不积水"), ("老旧小区", "改造", "个", "开工率100%，投资完成率不低于85%"),
    ("征地拆迁", "协议签订", "户", "全部签约、腾空"), ("易渍易涝点", "整治", "处", "逐点验收销号"),
    ("背街小巷", "提质", "条", "路面、照明、管线一次到位"), ("农贸市场", "规范经营", "个", "划行归市，证照齐全"),
    ("黑臭水体", "治理", "处", "水质连续三个月达标"), ("拖欠工资", "清欠", "起", "已核实的节前清零"),
    ("公办幼儿园", "建设", "所", "秋季开学前交付"), ("充电桩", "布点", "处", "建成即通电"),
    ("危房", "排查整治", "栋", "人员全部撤出，逐栋挂牌"), ("河湖四乱", "清理", "处", "清理到位，不反弹"),
    ("高标准农田", "建设", "亩", "当年建成、当年上图入库"), ("消防通道", "打通", "条", "常年畅通"),
    ("政务服务事项", "压减材料", "项", "平均压减三成以上"), ("产业项目", "用地保障", "宗", "净地交付"),
)  # fmt: skip
_SOURCES: Mapping[str, tuple[str, str]] = {
    "领导批示": ("批示", "城区重点工作情况专报"), "会议议定": ("会议", "市政府常务会议"),
    "专项督查": ("专项", "问题清单整改专项督查方案"), "重要文件": ("文件", "关于推进重点民生实事的实施意见"),
    "媒体批评": ("媒体", "岳阳广播电视台《民声》栏目报道"), "政府工作报告": ("报告", "市《政府工作报告》重点民生实事"),
    "重大决策部署": ("上级", "省级重点工作任务分工"),
}  # fmt: skip
_CATEGORIES = tuple(_SOURCES)
_CATEGORY_WEIGHTS = (34, 18, 20, 8, 8, 5, 7)
_OFFICERS = ("石某", "严某", "尹某", "秦某", "夏某", "易某", "阳某", "涂某", "欧某", "钟某")
_LEADERS = ("李某某", "田某某", "曾某某", "彭某某", "肖某某")
_APPROVERS = ("刘某某", "潘某某")
_STUCK = ("补偿标准未谈拢", "方案变更待批", "资金尚未下达", "雨季不能施工", "权属有争议", "设备未到货")


@dataclass(frozen=True, slots=True)
class Matter:
    """One item: what stands above 办理, and its entries in order."""

    id: str
    header: Facts
    entries: tuple[Facts, ...]

    @property
    def path(self) -> str:
        return f"items/{self.id[:4]}/{self.id}.yaml"

    def text(self, entries: int | None = None) -> str:
        """The file, as it stood after its first so many entries."""
        return _written(self.header, self.entries[:entries])


def matters(
    count: int, units: Sequence[Unit], calendar: WorkCalendar | None = None, years: Sequence[int] = YEARS
) -> Iterator[Matter]:
    """So many matters spread evenly over the years, numbered in the order in which they were put on."""
    calendar = calendar or WorkCalendar()
    done = 0
    for place, year in enumerate(years):
        of_year = count * (place + 1) // len(years) - done
        done += of_year
        last = TODAY - timedelta(days=10) if year == TODAY.year else date(year, 12, 10)
        working = [
            day
            for n in range(2, (last - date(year, 1, 1)).days)
            if calendar.is_workday(day := date(year, 1, 1) + timedelta(days=n))
        ]
        for number in range(1, of_year + 1):
            day = working[(number - 1) * len(working) // of_year]
            yield _Course(f"{year}-{number:04}", day, units, calendar).matter()


class _Course:
    """A matter's way through the office, decided by chance that falls the same way each time."""

    def __init__(self, item_id: str, day: date, units: Sequence[Unit], calendar: WorkCalendar) -> None:
        self.id, self.day, self.calendar = item_id, day, calendar
        self.year, self.number = item_id[:4], int(item_id[5:])
        self.chance = random.Random(item_id)  # noqa: S311 - no secret hangs on it
        self.lead, *self.support = self.chance.sample(units, self.chance.randint(2, 4))
        self.place = self.chance.choice(_PLACES)
        self.object, self.work, self.measure, self.standard = self.chance.choice(_WORKS)
        self.amount = self.chance.randint(3, 400)
        self.category = self.chance.choices(_CATEGORIES, _CATEGORY_WEIGHTS)[0]
        self.entries: list[Facts] = []
        self.header: Facts = {}

    def matter(self) -> Matter:
        """The whole of it, as it stands on ``TODAY``: nothing later than that is recorded."""
        given = self.after(1)
        annual = self.category == "政府工作报告"
        due = (
            date(given.year, 12, 31) if annual else self.calendar.add(given, self.chance.choice((10, 20, 60)))
        )
        self.header = self._header(due)
        way = {} if self.category == "领导批示" else {"批准": self.chance.choice(_APPROVERS)}
        self.note(self.day, "立项", **(way or {"方式": "直接"}))
        self.note(
            given, "交办", 文书="督查函", 文号=f"岳督函〔{self.year}〕{self.number}号", 限期=due.isoformat()
        )
        officer = {"姓名": self.officer, "职务": "副职"}
        self.note(self.after(1, given), "签收", 单位=self.lead_name, 签收人=officer)
        self._work(given, due)
        return Matter(self.id, self.header, tuple(self.entries))

    def _work(self, given: date, due: date) -> None:
        length = (due - given).days
        for part in range(1, self.chance.randint(2, 3)):
            self._reply(given + timedelta(days=length * part // 4), self.amount * part // 4)
        late = self.chance.choices((0, self.chance.randint(1, 6), self.chance.randint(9, 40)), (78, 14, 8))[0]
        if late > 8:
            reminded = self.calendar.add(due, 8)
            number = {"文号": f"岳督催〔{self.year}〕{self.number}号"} if self._same_year(reminded) else {}
            self.note(
                reminded, "催办", 方式="通知单", **number, 针对="反馈", 限期=self.calendar.add(reminded, 5).isoformat(),
                内容=f"办理情况应于{due.month}月{due.day}日前报送，已逾期8个工作日，请抓紧办理并书面说明原因。",
            )  # fmt: skip
        replied = self.calendar.add(due, late) if late else self.before(due)
        # One in fifty of past years, and most of the last weeks, is still in hand.
        if self.chance.random() < 0.02:
            return
        self._reply(replied, self.amount, done=True)
        if self.chance.random() < 0.1:
            again = self.after(2, replied)
            term = self.calendar.add(again, 5)
            self.note(
                again,
                "审核",
                结果="退回",
                批准="潘某某",
                理由=f"缺验收材料，{self.place}的数字前后不一。",
                限期=term.isoformat(),
            )
            replied = self.before(term)
            self._reply(replied, self.amount, done=True)
        self._close(replied)

    def _close(self, replied: date) -> None:
        checked, passed, closed = self.after(2, replied), self.after(3, replied), self.after(4, replied)
        if self.chance.random() < 0.4:
            seen = self.chance.randint(2, 20)
            self.note(
                checked, "核查", 方式="现场核查", 内容=f"到{self.place}随机抽查{seen}处，查看台账和现场。",
                结果=f"{seen}处与反馈一致。",
            )  # fmt: skip
        self.note(passed, "审核", 结果="通过", 批准=self.chance.choice(_APPROVERS))
        if closed > TODAY:
            return
        number = {"文号": f"岳督销〔{self.year}〕{self.number}号"} if self._same_year(closed) else {}
        digest = facts_digest({**self.header, HISTORY_KEY: self.entries})
        self.note(closed, "销号", **number, 批准="刘某某", 摘要=digest)
        if self.chance.random() < 0.5:
            self.note(
                self.after(20, closed), "归档", 卷号=f"岳政督{self.year}-{self.number:04}", 保管期限="30年"
            )

    def _header(self, due: date) -> Facts:
        kind, name = _SOURCES[self.category]
        source = {"类型": kind, "名称": name, "日期": self.before(self.day).isoformat()}
        if kind == "批示":
            source |= {"批示人": self.chance.choice(("市长", "副市长")), "层级": "主要领导"}
        elif kind == "会议":
            source |= {"届次": f"第{self.chance.randint(1, 90)}次", "序号": str(self.chance.randint(1, 12))}
        self.officer = self.chance.choice(_OFFICERS)
        parts = "、".join(self.chance.sample(_PLACES, 3))
        return {
            "标题": f"{self.place}{self.amount}{self.measure}{self.object}{self.work}",
            "类别": self.category,
            "来源": source,
            "要求": (
                f"完成{self.place}{self.object}{self.work}{self.amount}{self.measure}，逐项建立清单，明确责任人和完成时间。\n"
                f"对{parts}等处一并排查，分类提出意见，能立即整改的立即整改。\n"
                f"每月报送一次进展，{due.month}月{due.day}日前书面报送办理情况。"
            ),
            "工作标准": self.standard,
            "主办单位": self.lead_name,
            "协办单位": [self.named(u) for u in self.support],
            "责任人": {"姓名": self.officer, "职务": "副职", "电话": "0730-0000000"},
            "第一责任人": {"姓名": self.lead.head or "张某", "职务": "主要负责人"},
            "分管领导": self.chance.choice(_LEADERS),
            "缓急": self.chance.choices(("普通", "急件"), (9, 1))[0],
            "公开属性": self.chance.choice(("主动公开", "依申请公开", "不予公开")),
            "办结时限": due.isoformat(),
            "备注": f"{self.year}年第{self.number}件，数字、人名、电话均为示例。",
        }

    def _reply(self, day: date, amount: int, *, done: bool = False) -> None:
        left = self.amount - amount
        told = "已全部完成并自查" if done else f"余{left}{self.measure}，主要是{self.chance.choice(_STUCK)}"
        self.note(
            day, "反馈", 单位=self.lead_name, 来文=f"{self.lead_name[-6:]}函〔{day.year}〕{self.chance.randint(1, 200)}号",
            内容=f"{self.place}{self.object}{self.work}已完成{amount}{self.measure}，{told}；投入资金{self.chance.randint(20, 9000)}万元。",
            签发={"姓名": self.lead.head or "张某", "职务": "主要负责人"}, 办结="是" if done else "否",
        )  # fmt: skip

    def note(self, day: date, action: str, **keys: str | dict[str, str]) -> None:
        """One more entry, unless its day has not come."""
        if day <= TODAY and (not self.entries or str(self.entries[-1]["日期"]) <= day.isoformat()):
            self.entries.append({"日期": day.isoformat(), "动作": action, **keys})

    def after(self, days: int, day: date | None = None) -> date:
        """So many working days later."""
        return self.calendar.add(day or self.day, days)

    def before(self, day: date) -> date:
        """The last working day up to the day before."""
        day -= timedelta(days=1)
        while not self.calendar.is_workday(day):
            day -= timedelta(days=1)
        return day

    @property
    def lead_name(self) -> str:
        return self.named(self.lead)

    def named(self, unit: Unit) -> str:
        """The unit's name on the day the matter was put on."""
        return next((r.former for r in unit.renames if self.day < r.day), unit.name)

    def _same_year(self, day: date) -> bool:
        """A number counts within its year; one of the next year could be another matter's."""
        return str(day.year) == self.year


def _written(header: Facts, entries: Sequence[Facts]) -> str:
    lines = [_line(key, value) for key, value in header.items()]
    if entries:
        lines.append(f"{HISTORY_KEY}:")
        for entry in entries:
            if "内容" in entry:
                first, *more = (_line(key, value) for key, value in entry.items())
                lines += [f"- {first}", *(f"  {line}" for line in more)]
            else:
                lines.append(f"- {{{', '.join(_line(key, value) for key, value in entry.items())}}}")
    return "\n".join(lines) + "\n"


def _line(key: str, value: str | list[str] | dict[str, str]) -> str:
    if isinstance(value, list):
        return f"{key}: [{', '.join(value)}]"
    if isinstance(value, dict):
        return f"{key}: {{{', '.join(_line(k, v) for k, v in value.items())}}}"
    if "\n" in value:
        return f"{key}: |\n  " + value.replace("\n", "\n  ")
    return f"{key}: {value}"
