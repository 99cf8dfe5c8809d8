"""Papers longer and stranger than any office would want them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from duban_cli.documents.context import Late
from tests.documents.layout.samples import paper
from tests.documents.papers import bulletin, bytes_of, closing, letter, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS, LATE = 60, 400
ADDRESSEES = tuple(f"岳阳市第{n}号直属单位办公室" for n in range(1, 21))
TITLE = "关于进一步加快推进岳阳大道东延线剩余32户征地拆迁安置补偿资金拨付和洞庭大道排水管网改造工程整改落实情况专项督查有关事项的通知"
FIELD = "逐户签订协议，Zhang & Li <复核>；" * 150  # 3,000 characters
STRANGE = "䶮书记和㙍口村的Smith先生：面积3.5km²，约５％，见附件A-12*；龘靐齉爩，①②③，㎡，€100，“引号”《书名》——破折号……"


def papers() -> Mapping[str, bytes]:
    """The long cases, by name."""
    rows = tuple(replace(bulletin.rows[n % 3], name=f"U{n:03d} 住房和城乡建设管理局") for n in range(UNITS))
    late = tuple(
        Late(
            unit=f"U{n % UNITS:03d} 住房和城乡建设管理局",
            title=f"A{n:03d} 东风湖黑臭水体整治和截污管网改造 Z{n:03d}",
            due=date(2026, 3, 18),
            overdue=n,
        )
        for n in range(1, LATE + 1)
    )
    item = replace(letter.items[0], title=STRANGE[:20], demand=STRANGE, standard=STRANGE)
    return {
        "长-通报": bytes_of(text_of("督查通报", replace(bulletin, rows=rows, late=late))),
        "长-标题": paper("正文。\n", 版式="文件", 标题=TITLE),
        "长-主送-文件": paper("正文。\n", 版式="文件", 主送="、".join(ADDRESSEES)),
        "长-主送-信函": paper("正文。\n", 版式="信函", 主送="、".join(ADDRESSEES)),
        "长-抄送": paper("正文。\n", 版式="文件", 抄送="，".join(ADDRESSEES)),
        "长-格": bytes_of(text_of("销号单", replace(closing, result=FIELD))),
        "长-段": bytes_of(
            text_of("督查函", replace(letter, items=(replace(letter.items[0], demand=FIELD),)))
        ),
        "生僻": bytes_of(text_of("督查函", replace(letter, items=(item,), addressee="㙍口村村民委员会"))),
    }
