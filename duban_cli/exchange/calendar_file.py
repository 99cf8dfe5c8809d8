"""The limits still open as a calendar (RFC 5545), for a phone or Outlook: each an all-day entry with alarms."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from duban_cli import __version__
from duban_cli.exchange.item_row import FOR_PUBLIC, without_phones
from duban_cli.rules.duty import Obligation
from duban_cli.rules.openness import said_public
from duban_cli.rules.standing import Standing

_ZONE = ZoneInfo("Asia/Shanghai")
_AHEAD = 3
"""Days before a limit that the first alarm sounds, at nine in the morning; the second on the day itself."""
_NINE = timedelta(hours=9)


def as_ics(
    standings: Iterable[Standing], *, office: str, made: datetime, audience: str | None = None
) -> bytes:
    """Every duty a unit has still to meet. A duty keeps its UID from one export to the next, wherever it moves."""
    calendar = Calendar()
    calendar.add("prodid", f"-//duban//{__version__}//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{office}督办期限")
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    seen: set[str] = set()
    for standing, duty in _open_duties(standings, audience):
        uid = _uid(standing, duty, office)
        if uid in seen:
            continue
        seen.add(uid)
        calendar.add_component(_event(standing, duty, uid, made, audience))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _open_duties(
    standings: Iterable[Standing], audience: str | None
) -> Iterator[tuple[Standing, Obligation]]:
    for standing in standings:
        if audience == FOR_PUBLIC and not said_public(standing.item):
            continue
        for duty in standing.current:
            if duty.open_in(standing.state) and not duty.void:
                yield standing, duty


def _uid(s: Standing, duty: Obligation, office: str) -> str:
    """One duty's own name: of the item, who owes what, for which period, in which life and round."""
    period = duty.period.name if duty.period else ""
    key = "|".join((s.item.id, duty.who, duty.what, duty.subject or "", period, str(duty.life)))
    home = hashlib.sha256(office.encode()).hexdigest()[:12]
    return f"{s.item.id}-{hashlib.sha256(key.encode()).hexdigest()[:16]}@{home}.duban"


def _event(s: Standing, duty: Obligation, uid: str, made: datetime, audience: str | None) -> Event:
    item, due = s.item, duty.due
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made)
    public = audience == FOR_PUBLIC
    title = " ".join(item.title.split())
    late = "" if public or not duty.overdue else "［已逾期］"
    summary = f"{late}{duty.name}：{title}（{duty.who}）"
    told = [f"{item.id}  {title}", f"主办单位：{item.lead}", f"{duty.name}期限：{due.text}"]
    if not public:
        told += [f"依据：{duty.clause.text}", f"要求：{item.demand}"]
        told += ["期限是暂定的：其中有的日子还没有放假通知"] if duty.provisional else []
    event.add("summary", without_phones(summary) if public else summary)
    event.add("description", without_phones("\n".join(told)) if public else "\n".join(told))
    event.add("categories", [item.category])
    event.add("transp", "TRANSPARENT")
    if due.clock is None:
        event.add("dtstart", due.day)
        event.add("dtend", due.day + timedelta(days=1) if due.day < date.max else due.day)
        alarms = (_NINE - timedelta(days=_AHEAD), _NINE)
    else:
        event.add("dtstart", datetime.combine(due.day, due.clock, _ZONE))
        alarms = (-timedelta(days=_AHEAD), -timedelta(hours=2))
    for trigger in alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event["summary"])
        alarm.add("trigger", trigger)
        event.add_component(alarm)
    return event
