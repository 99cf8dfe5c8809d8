"""What reports to leaders say: facts, problems, causes, proposals, and figures where they are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from duban_cli.documents.context import Day, DayText, Figures, Row
from duban_cli.documents.fields import Blank, Fields, Text, Var


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Fields):
    """One problem, cause or proposal."""

    title: Annotated[str | None, Var("标题", "小标题；没有的只写内容", "补偿争议久拖不决")] = None
    text: Annotated[str, Var("内容", "内容，可分几段", "11户对补偿标准有异议，区里三次会商没有定论。")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Fields):
    """督查报告, 专题报告, 督查专报."""

    office: Annotated[Text, Var("机关", "督查机构全称", "岳阳市人民政府督查室")]
    government: Annotated[Text, Var("政府", "督查机构所属的政府全称", "岳阳市人民政府")]
    doc_no: Annotated[Text, Var("文号", "发文字号（督查报告、专题报告）", "岳督报〔2026〕5号")]
    issue: Annotated[int | Blank, Var("期号", "第几期（督查专报和本单位的简报）", 5)]
    masthead: Annotated[str, Var("刊名", "简报的名称，即版头（督查专报和本单位的简报）", "督查专报")] = (
        "督查专报"
    )
    date: Annotated[DayText, Var("日期", "成文日期", date(2026, 4, 15))]
    subject: Annotated[str, Var("主题", "报告什么，用在标题里", "岳阳大道东延线征地拆迁")]
    addressees: Annotated[tuple[str, ...], Var("主送", "主送的机关或者领导", ("岳阳市人民政府",))]
    signer: Annotated[Text, Var("签发人", "签发报告的人", "刘某某")]
    basis: Annotated[
        str | None, Var("来由", "根据什么督查、何时督查，不带句号", "根据市长3月2日的批示，督查室3月4日至4月10日对岳阳大道东延线征地拆迁进行了督查")
    ] = None  # fmt: skip
    facts: Annotated[Text, Var("情况", "督查到的情况，可分几段", "剩余32户中已签约21户，腾地18户。")]
    start: Annotated[Day | None, Var("起", "数字所涉期间的首日", date(2026, 1, 1))] = None
    end: Annotated[Day | None, Var("止", "数字所涉期间的末日，也是截止日", date(2026, 3, 31))] = None
    total: Annotated[Figures | None, Var("合计", "全部事项的数字；没有的不列")] = None
    grouping: Annotated[str, Var("分组", "各行按什么分：单位、类别、来源", "单位")] = "单位"
    rows: Annotated[tuple[Row, ...], Var("各组", "每组一行的数字")] = ()
    problems: Annotated[tuple[Point, ...], Var("问题", "发现的问题")] = ()
    causes: Annotated[tuple[Point, ...], Var("原因", "问题的原因")] = ()
    proposals: Annotated[tuple[Point, ...], Var("建议", "下一步的建议")] = ()
    contact: Annotated[Text, Var("联系人", "督查机构的联系人", "王某")]
    phone: Annotated[Text, Var("联系电话", "督查机构的联系电话", "0730-0000000")]
    copies: Annotated[tuple[str, ...], Var("抄送", "报送、抄送机关", ("市委督查室",))] = ()
    draft: Annotated[bool, Var("送审", "是否送审稿", False)] = False
