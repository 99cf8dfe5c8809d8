"""Outputs about items: list, show, explain, log, paper; and check, workday, unit."""

from __future__ import annotations

from duban_cli.rules.states import STATES
from duban_cli.views.listing import UNREADABLE
from duban_cli.views.schemas.parts import (
    AT_OR_NULL,
    COUNT,
    DAY,
    DAY_OR_NULL,
    ENTRY_REF,
    FINDINGS,
    HEAD,
    MANY_TEXTS,
    NAMED_DAY,
    PAPER_OUT,
    TEXT,
    TEXT_OR_NULL,
    YES,
    Schema,
    many,
    or_null,
    record,
)

OBLIGATION: dict[str, Schema] = {
    "who": TEXT,
    "what": {**TEXT, "description": "反馈、办结、节点，或制度里另报的事"},
    "period": TEXT_OR_NULL,
    "start": DAY,
    "due": DAY,
    "due_at": AT_OR_NULL,
    "first_due": DAY,
    "state": {"enum": ["未到期", "临期", "逾期", "按期", "逾期完成"]},
    "overdue_workdays": COUNT,
    "clause": TEXT,
    "met_by": ENTRY_REF,
    "life": {"type": "integer", "minimum": 1, "description": "第几轮：交办、重启或再次交办起算"},
    "until": {**DAY_OR_NULL, "description": "这一轮终了的日子，逾期天数计到此日"},
    "met_on": {**DAY_OR_NULL, "description": "算作履行的日子：收到的日子，按完成算的是完成的日子"},
    "unreported": {**TEXT_OR_NULL, "description": "到时没有报来的算作什么，如 视为未整改"},
}
ITEM: dict[str, Schema] = {
    "id": TEXT,
    "title": TEXT_OR_NULL,
    "category": TEXT_OR_NULL,
    "lead_unit": TEXT_OR_NULL,
    "supporting_units": MANY_TEXTS,
    "path": TEXT,
    "openness": {"enum": ["主动公开", "依申请公开", "不予公开", None]},
    "assigned": DAY_OR_NULL,
    "closed": DAY_OR_NULL,
    "state": {"enum": [*STATES, UNREADABLE]},
    "light": TEXT_OR_NULL,
    "light_level": {"type": ["integer", "null"]},
    "due": DAY_OR_NULL,
    "due_at": AT_OR_NULL,
    "duty": {**TEXT_OR_NULL, "description": "反馈、办结、节点，或制度里另报的事"},
    "first_due": DAY_OR_NULL,
    "overdue": {"type": ["boolean", "null"]},
    "overdue_workdays": {"type": ["integer", "null"], "minimum": 0},
    "provisional": {"type": ["boolean", "null"]},
    "urges": {"type": ["integer", "null"], "minimum": 0},
    "obligations": many(record(**OBLIGATION)),
    "next": or_null(record(step=TEXT, since=DAY_OR_NULL, clause=TEXT_OR_NULL)),
    "source": TEXT_OR_NULL,
    "leader": TEXT_OR_NULL,
}
EXPLAINED = record(
    **OBLIGATION,
    name=TEXT,
    start_event=TEXT,
    limit=TEXT,
    recorded=YES,
    computed=DAY_OR_NULL,
    days=many(NAMED_DAY),
    worked=many(NAMED_DAY),
    provisional=YES,
    returned=YES,
    changes=many(record(date=DAY, why=TEXT, due=DAY, clause=TEXT_OR_NULL)),
    counting={**TEXT, "description": "首日、顺延与通常不同的算法；通常的为空"},
    limit_clause={**TEXT_OR_NULL, "description": "时限另有的依据"},
    awaits={**TEXT_OR_NULL, "description": "时限本应起算的事，还没有记录，暂从交办起算"},
    in_force=DAY_OR_NULL,
)
LOGGED_ENTRY = record(date=DAY, action=TEXT, text=TEXT)

OUTPUTS: dict[str, tuple[str, Schema]] = {
    "list": ("duban list --format json", record(**HEAD, items=many(record(**ITEM)))),
    "show": (
        "duban show --format json",
        record(
            **HEAD,
            item=record(**ITEM),
            facts={"type": "object", "description": "事项文件里的内容，键与文件相同"},
            papers=many(record(**PAPER_OUT["properties"], kind=TEXT, title=TEXT, date=DAY, state=TEXT)),
        ),
    ),
    "explain": (
        "duban explain --format json",
        record(
            **HEAD,
            item=record(**(ITEM | {"obligations": many(EXPLAINED)})),
            ladder=many(
                record(
                    duty=TEXT,
                    overdue=COUNT,
                    since=DAY,
                    provisional=YES,
                    ways=MANY_TEXTS,
                    paper=TEXT_OR_NULL,
                    due=YES,
                    taken=ENTRY_REF,
                    clause=TEXT,
                    level=COUNT,
                    action=TEXT,
                    **{"from": {"enum": ["到期", "催办限期"]}},
                    optional={**YES, "description": "酌情：可做，不是必须做"},
                    offered={**YES, "description": "酌情的一级，现在可以做"},
                )
            ),
            closing=many(
                record(
                    step=TEXT,
                    done=YES,
                    taken=ENTRY_REF,
                    due=DAY_OR_NULL,
                    ends={**DAY_OR_NULL, "description": "公示的最后一天"},
                    clause=TEXT,
                )
            ),
            waiting=many(record(what=TEXT, event=TEXT, limit=TEXT, clause=TEXT)),
            suspensions=many(record(**{"from": DAY, "to": DAY_OR_NULL})),
            documents=many(record(code=TEXT, citation=TEXT, effective=DAY)),
        ),
    ),
    "check": (
        "duban check --format json",
        record(
            **HEAD,
            findings=FINDINGS,
            history={
                **or_null(record(commits=COUNT, items=COUNT, entries=COUNT, shallow=YES)),
                "description": "加 --history 时查了多少；shallow：浅克隆，历史不全",
            },
        ),
    ),
    "workday": (
        "duban workday --format json",
        record(
            **HEAD,
            start=DAY,
            n={"type": "integer"},
            due=DAY,
            provisional=YES,
            skipped=many(NAMED_DAY),
            worked=many(NAMED_DAY),
        ),
    ),
    "log": (
        "duban log --format json",
        record(
            **HEAD,
            commits=many(
                record(
                    commit=TEXT,
                    date=TEXT,
                    author=TEXT,
                    subject=TEXT,
                    items=many(
                        record(
                            id=TEXT,
                            what=TEXT_OR_NULL,
                            entries=many(LOGGED_ENTRY),
                            removed=many(LOGGED_ENTRY),
                            fields=MANY_TEXTS,
                        )
                    ),
                    paths=MANY_TEXTS,
                )
            ),
        ),
    ),
    "paper": (
        "duban paper --format json",
        record(
            **HEAD,
            id=TEXT,
            papers=many(
                record(
                    **PAPER_OUT["properties"],
                    kind=TEXT,
                    date=DAY_OR_NULL,
                    title=TEXT,
                    state={"enum": ["发出", "作废", "稿"]},
                )
            ),
            missing=MANY_TEXTS,
        ),
    ),
    "unit": (
        "duban unit list --format json",
        record(
            **HEAD,
            units=many(
                record(
                    name=TEXT,
                    short=TEXT_OR_NULL,
                    aliases=MANY_TEXTS,
                    kind=TEXT_OR_NULL,
                    head=TEXT_OR_NULL,
                    merged_into=TEXT_OR_NULL,
                )
            ),
            groups={"type": "object", "additionalProperties": MANY_TEXTS},
        ),
    ),
}
