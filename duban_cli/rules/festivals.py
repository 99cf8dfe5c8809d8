"""The statutory holidays (全国年节及纪念日放假办法) of years no holiday notice covers."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: chinese_calendar's names, as a clerk calls the days.
CHINESE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "New Year's Day": "元旦假期",
        "Spring Festival": "春节假期",
        "Tomb-sweeping Day": "清明节假期",
        "Labour Day": "劳动节假期",
        "Dragon Boat Festival": "端午节假期",
        "Mid-autumn Festival": "中秋节假期",
        "National Day": "国庆节假期",
        "Anti-Fascist 70th Day": "抗战胜利70周年纪念日假期",
    }
)

_ONE_DAY = timedelta(days=1)
_TWO_DAY_WEEKEND = date(1995, 5, 1)


def is_weekend(day: date) -> bool:
    """Saturday and Sunday; before 1995-05-01 (国务院令第174号) only Sunday."""
    return day.weekday() == 6 or (day.weekday() == 5 and day >= _TWO_DAY_WEEKEND)


def statutory_holidays(year: int) -> dict[date, str]:
    """The days off fixed by law in `year`, without the exchanges a yearly notice makes.

    By the 办法 of 1949 and of 1999-09-18 for the past, of 2025-01-01 for what is to come. Where the lunar
    calendar is not tabulated (before 1900, after 2099) the solar days alone.
    """
    if year < 1950:
        return {}
    if year < 2000:
        labour, national = 1, 3 if year == 1999 else 2
    elif year < 2008:
        labour, national = 3, 3
    else:
        labour, national = 2, 3
    days = {date(year, 1, 1): CHINESE_NAMES["New Year's Day"]}
    days |= {date(year, 5, n): CHINESE_NAMES["Labour Day"] for n in range(1, labour + 1)}
    # Lunar before national: 中秋 may fall on 国庆, and the notices then call the day 国庆.
    days |= _lunar_holidays(year)
    days |= {date(year, 10, n): CHINESE_NAMES["National Day"] for n in range(1, national + 1)}
    return days


def _lunar_holidays(year: int) -> dict[date, str]:
    # Imported here: most runs never leave the years the notices cover.
    from borax.calendars.lunardate import LunarDate  # noqa: PLC0415

    try:
        new_year: date = LunarDate(year, 1, 1).to_solar_date()
        dragon_boat: date = LunarDate(year, 5, 5).to_solar_date()
        mid_autumn: date = LunarDate(year, 8, 15).to_solar_date()
    except ValueError:  # also borax's own InvalidLunarDateError
        return {}
    spring = CHINESE_NAMES["Spring Festival"]
    days = {new_year + n * _ONE_DAY: spring for n in range(3)}
    if year < 2008:
        return days
    days[new_year - _ONE_DAY] = spring
    days[_tomb_sweeping_day(year)] = CHINESE_NAMES["Tomb-sweeping Day"]
    days[dragon_boat] = CHINESE_NAMES["Dragon Boat Festival"]
    days[mid_autumn] = CHINESE_NAMES["Mid-autumn Festival"]
    return days


def _tomb_sweeping_day(year: int) -> date:
    """清明 of a year from 2000 to 2099, by the common formula (4 or 5 April)."""
    y = year % 100
    return date(year, 4, int(y * 0.2422 + 4.81) - y // 4)
