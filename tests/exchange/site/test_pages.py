"""The pages: the white list and nothing else, text as text, the same facts the same bytes, figures that agree."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban_cli.errors import RuleRefused, TemplateProblem
from duban_cli.exchange.site.pages import HOME, MANIFEST, POLICY
from duban_cli.exchange.site.statistics import BY_UNIT_NOTE, NOTES
from duban_cli.reports.figures import figures
from duban_cli.shipped import templates_dir
from tests.exchange.site.sites import (
    INTERNAL,
    ITEMS,
    OPEN,
    PHONE,
    PUBLIC_IDS,
    TODAY,
    ledger_of,
    read_page,
    site_of,
)
from tests.kit import HANDED_OUT, item_text


def text_of(files: dict[str, bytes], path: str) -> str:
    return read_page(files[path])[0]


def test_a_page_for_each_public_matter_and_no_other(tmp_path: Path) -> None:
    files = site_of(ledger_of(tmp_path))
    assert set(files) == {
        *(f"items/{i}.html" for i in PUBLIC_IDS), "index.html", "stats.html", "site.css", "site.js", "icon.svg",
        MANIFEST,
    }  # fmt: skip
    assert re.findall(r"items/(\S+?)\.html", files["index.html"].decode()) == list(PUBLIC_IDS)


def test_nothing_of_the_office_goes_out(tmp_path: Path) -> None:
    files = site_of(ledger_of(tmp_path))
    everything = "\n".join(content.decode() for content in files.values())
    assert all(word in "".join(ITEMS.values()) for word in INTERNAL)
    for word in (
        *INTERNAL,
        PHONE,
        "不给看的",
        "申请才给",
        "还没有交办",
        "后来不公开",
        "内部掌握",
        "逾期",
        "催办",
    ):
        assert word not in everything.replace("计入逾期", ""), word  # 口径 says where a late one is counted


def test_an_item_says_what_the_regime_wants_shown(tmp_path: Path) -> None:
    files = site_of(ledger_of(tmp_path))
    said = text_of(files, "items/2026-0001.html")
    for words in (
        "洞庭大道排水管网改造", "承办单位岳阳楼区人民政府", "协办单位市财政局、市城市管理局", "具体责任人张某（区长）",
        "具体承办人李某（科长）", "办结时限2026-03-18（10个工作日）", "状态办理中（截至2026-03-20）",
    ):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (
            "2026-0002",
            "公示期2026-03-19至2026-03-25，共7天（公示当日计入）；规定公示7日（十条措施（2020-04-27）十）",
        ),
        ("2026-0002", "公示中，今天是第2天"),
        ("2026-0003", "公示期2026-03-18至2026-03-18，共1天（公示当日计入）"),
        ("2026-0003", "公示进展已期满"),
        ("2026-0003", "已销号已办结并销号（2026-03-20）。"),
        ("2026-0003", "承办单位市住房和城乡建设局"),
    ],
)
def test_the_days_of_the_publication_are_counted(tmp_path: Path, item: str, words: str) -> None:
    assert words in text_of(site_of(ledger_of(tmp_path)), f"items/{item}.html")


def test_the_list_tells_a_publication_that_runs(tmp_path: Path) -> None:
    files = site_of(ledger_of(tmp_path))
    assert text_of(files, "index.html").count("公示期至") == 1
    assert "公示期至2026-03-25" in text_of(files, "index.html")
    later = site_of(ledger_of(tmp_path / "又"), date(2026, 3, 26))
    assert "公示期至" not in text_of(later, "index.html")


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    first = site_of(ledger_of(tmp_path / "一"))
    again = site_of(ledger_of(tmp_path / "二", dict(reversed(ITEMS.items()))))
    assert first == again
    assert site_of(ledger_of(tmp_path / "三"), date(2026, 3, 21)) != first


def test_the_manifest_lists_every_other_file(tmp_path: Path) -> None:
    files = site_of(ledger_of(tmp_path))
    listed = json.loads(files[MANIFEST])
    assert set(listed["files"]) == set(files) - {MANIFEST}


def test_every_page_keeps_the_policy_and_nothing_runs_in_it(tmp_path: Path) -> None:
    """Scripts and styles are files of the site; no page names another host."""
    files = site_of(ledger_of(tmp_path))
    for path, content in files.items():
        if not path.endswith(".html"):
            continue
        said, tags = read_page(content)
        policies = [a["content"] for t, a in tags if a.get("http-equiv") == "Content-Security-Policy"]
        assert policies == [POLICY]
        for tag, attrs in tags:
            assert not any(name.startswith("on") or name == "style" for name in attrs), (path, tag, attrs)
            for name in ("src", "href"):
                place = attrs.get(name)
                if place is None or place.startswith("#"):
                    continue
                home = Path(path).parent
                target = (Path("/") / home / place).resolve().relative_to("/").as_posix()
                assert target in files, (path, place)
        assert "<style" not in content.decode()
        assert said
        scripts = [a for t, a in tags if t == "script"]
        assert [a.get("src") for a in scripts] == (["site.js"] if path == "index.html" else [])


_PARTS = (
    *"<>&\"'`=/!-{}%#[] \\",
    "script",
    "alert(1)",
    "{{ 7*7 }}",
    "onload=",
    "]]>",
    "督查",
    "</title>",
    "&lt;",
)
NASTY = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=8).map("".join).filter(str.strip)


def _written(title: str, name: str, unit: str) -> dict[str, str]:
    title, name, unit = (json.dumps(text, ensure_ascii=False) for text in (title, name, unit))
    header = {"标题": title, "责任人": f"{{姓名: {name}}}", "主办单位": unit}
    return {"2026-0001": item_text(*HANDED_OUT, **header, **OPEN)}


@given(title=NASTY, name=NASTY, unit=NASTY)
@settings(max_examples=25, deadline=None)
def test_whatever_is_written_is_shown_as_written(
    tmp_path_factory: pytest.TempPathFactory, title: str, name: str, unit: str
) -> None:
    """Text makes no tag and no attribute: the tags are those of the same page with plain words."""
    ledger = ledger_of(tmp_path_factory.mktemp("怪"), _written(title, name, unit))
    files = site_of(ledger)
    clean = site_of(ledger_of(tmp_path_factory.mktemp("平"), _written("甲", "乙", "丙")))
    item = ledger.items["2026-0001"]
    assert item.officer is not None
    for path in ("index.html", "stats.html", "items/2026-0001.html"):
        said, tags = read_page(files[path])
        assert [(t, sorted(a)) for t, a in tags] == [(t, sorted(a)) for t, a in read_page(clean[path])[1]], (
            path
        )
        for text in (item.lead,) if path == "stats.html" else (item.title, item.officer.name, item.lead):
            assert " ".join(text.split()) in said, (path, text)


def test_the_figures_are_those_of_the_bulletin_on_the_same_matters(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path)
    said = text_of(site_of(ledger), "stats.html")
    only = ledger_of(tmp_path / "只有公开的", {i: ITEMS[i] for i in PUBLIC_IDS})
    totals = figures(only, date(2026, 3, 4), TODAY).totals
    for key, told in (
        ("done_rate", "办结率 {0} 办结{1}件÷纳入（不含已撤销）{2}件，截至2026-03-20"),
        ("on_time_rate", "按期办结率 {0} 按期办结{1}件÷应办结{2}件，截至2026-03-20"),
    ):
        rate = totals.rates[key]
        assert rate.denominator
        assert told.format(rate.text, rate.numerator, rate.denominator) in said
    assert "各状态的事项，共3件" in said
    assert "已销号1件、待销号1件、办理中1件" in text_of(site_of(ledger), "index.html")
    assert "岳阳楼区人民政府101—" not in said
    assert "66.7%（2/3）" in said


def test_every_rate_says_what_it_is_a_share_of_and_until_when(tmp_path: Path) -> None:
    said = text_of(site_of(ledger_of(tmp_path)), "stats.html")
    for found in re.finditer(r"\d+\.\d%", said):
        assert re.match(r"(?: 办结| 按期办结|（\d+/\d+）)", said[found.end() :]), said[
            found.start() : found.end() + 20
        ]
    assert said.count("截至2026-03-20") >= 6


def test_each_note_that_is_kept_is_one_of_the_bulletins(tmp_path: Path) -> None:
    notes = figures(ledger_of(tmp_path), date(2026, 3, 4), TODAY).notes
    for start in (*NOTES, BY_UNIT_NOTE):
        assert sum(note.startswith(start) for note in notes) == 1, start


def test_nothing_public_is_a_site_that_says_so(tmp_path: Path) -> None:
    files = site_of(ledger_of(tmp_path, {"2026-0004": ITEMS["2026-0004"]}))
    assert "目前没有公示的事项" in text_of(files, "index.html")
    assert "目前没有公示的事项" in text_of(files, "stats.html")
    assert not any(path.startswith("items/") for path in files)


def test_a_mark_of_a_secret_stops_it(tmp_path: Path) -> None:
    items = {**ITEMS, "2026-0008": item_text(*HANDED_OUT, 标题="【机密】某事", **OPEN)}
    with pytest.raises(RuleRefused, match="2026-0008 的“标题”标有“机密”"):
        site_of(ledger_of(tmp_path, items))


def test_a_number_in_a_title_goes_without(tmp_path: Path) -> None:
    items = {"2026-0001": item_text(*HANDED_OUT, 标题=f"请拨打{PHONE}反映", **OPEN)}
    said = text_of(site_of(ledger_of(tmp_path, items)), "items/2026-0001.html")
    assert "请拨打（电话略）反映" in said


def test_an_office_may_word_it_otherwise(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    shutil.copytree(templates_dir() / HOME, own / HOME)
    frame = own / HOME / "框架.html"
    frame.write_text(frame.read_text(encoding="utf-8").replace("督查事项公示", "阳光督查"), encoding="utf-8")
    for name in ("清单.html", "site.css"):
        (own / HOME / name).unlink()  # those not there are the program's
    files = site_of(ledger_of(tmp_path), own=own)
    assert "阳光督查" in text_of(files, "items/2026-0001.html")
    assert files["site.css"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{ 单位 }}", "{{ 单伟 }}", "没有“单伟”"),
        ("{% block 正文 %}{% endblock %}", "{% block 正文 %}", "框架.html"),
        ("{{ 安全策略 }}", "default-src *", "没有内容安全策略"),
        ("{{ 今天 }}", "{{ 今天.__class__.__mro__ }}", "框架.html"),
    ],
)
def test_a_template_that_will_not_do_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    own = tmp_path / "templates"
    shutil.copytree(templates_dir() / HOME, own / HOME)
    frame = own / HOME / "框架.html"
    frame.write_text(frame.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(TemplateProblem, match=told):
        site_of(ledger_of(tmp_path), own=own)


def test_old_kernels_can_read_it() -> None:
    """Chromium 86: no nesting, no :has, no container queries; the script is ES5."""
    css = (templates_dir() / HOME / "site.css").read_text(encoding="utf-8")
    for word in (
        ":has(",
        ":is(",
        ":where(",
        "@container",
        "@layer",
        "aspect-ratio",
        "inset:",
        "color-mix",
        "dvh",
        "&",
    ):
        assert word not in css
    assert not re.search(r"\{[^{}]*\{[^{}]*\{[^{}]*\{", css)
    script = (templates_dir() / HOME / "site.js").read_text(encoding="utf-8")
    code = re.sub(r"//.*", "", script)
    for word in (
        "=>",
        "`",
        "?.",
        "??",
        "let ",
        "const ",
        "class ",
        "async ",
        "fetch",
        "XMLHttpRequest",
        "innerHTML",
        "eval",
    ):
        assert word not in code, word
