"""The public site in a real Chromium: by keyboard alone, without scripts, on a phone, in print; nothing leaves it."""

from __future__ import annotations

import functools
import http.server
import io
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_text

from duban_cli.exchange.site.directory import put
from tests.browser.chromium import flags, need_chromium
from tests.exchange.site.sites import ITEMS, OPEN, ledger_of, site_of
from tests.kit import HANDED_OUT, item_text

pytestmark = pytest.mark.browser

SCRIPT = "<script>alert(1)</script>"
LONG = "W" * 120
EXTRA = {
    "2026-0011": item_text(*HANDED_OUT, 标题=f"'{SCRIPT}'", 类别="专项督查", 主办单位="市财政局", **OPEN),
    "2026-0012": item_text(
        *HANDED_OUT,
        标题=LONG,
        主办单位="市城市管理局",
        责任人="{姓名: 欧阳某某, 职务: 党委副书记、副局长、三级调研员}",
        **OPEN,
    ),
}
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}
PAGES = ("index.html", "items/2026-0002.html", "stats.html")


@dataclass
class Visit:
    """A page, and all that went on in it."""

    page: Any
    base: str
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def dismiss(self, dialog: Any) -> None:
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.base}/{path}")

    def shown(self) -> list[str]:
        """The ids of the rows to be seen."""
        rows = self.page.locator("#list tbody tr:visible td.id")
        return [text.strip() for text in rows.all_inner_texts()]

    def told(self, words: str) -> None:
        """Waits for the line that counts the rows to say so."""
        self.page.locator("#count").get_by_text(words, exact=True).wait_for()

    def focused(self) -> str:
        """What has the focus: its id, else its text."""
        found: str = self.page.evaluate(
            "document.activeElement.id || document.activeElement.textContent.trim()"
        )
        return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("site")
    target = home / "公示 网站"
    put(target, site_of(ledger_of(home, {**ITEMS, **EXTRA})))
    return target


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = need_chromium()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags())
        yield started
        started.close()


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[str]:
    """The site over http, on this machine alone."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def visit(browser: Any, base: str, size: str = "desktop", **options: Any) -> Visit:
    context = browser.new_context(viewport=SIZES[size], locale="zh-CN", **options)
    page = context.new_page()
    found = Visit(page, base)
    page.on("request", lambda request: found.requests.append(request.url))
    page.on("console", lambda message: found.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: found.said.append(f"error: {error}"))
    page.on("dialog", found.dismiss)
    return found


@pytest.fixture
def desk(browser: Any, built: Path) -> Iterator[Visit]:
    """The site opened from the disk, on a desktop."""
    found = visit(browser, built.as_uri())
    yield found
    found.page.context.close()


@pytest.mark.parametrize("way", ["file", "http"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_opens_quietly_and_asks_nobody(
    browser: Any, built: Path, served: str, way: str, size: str
) -> None:
    base = built.as_uri() if way == "file" else served
    here = visit(browser, base, size)
    for path in sorted(p.relative_to(built).as_posix() for p in built.rglob("*.html")):
        here.go(path)
        assert here.page.locator("h1").count() == 1
        assert (
            here.page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor")
            == "rgb(163, 22, 26)"
        )
        wide = here.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1], path
    here.go("index.html")
    assert here.page.locator("#filter").is_visible()
    assert here.said == []
    assert [url for url in here.requests if not url.startswith(f"{base}/")] == []
    assert len(here.requests) > len(PAGES)
    here.page.context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_amiss(browser: Any, built: Path, path: str, size: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only where there is a browser

    here = visit(browser, built.as_uri(), size)
    here.go(path)
    # Preloading would fetch the style sheet by script, which the policy forbids.
    found = Axe().run(here.page, options={"preload": False})
    told = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]]
    assert told == []
    passed = {rule["id"] for rule in found.response["passes"]}
    assert passed >= {"color-contrast", "html-has-lang", "document-title", "bypass", "landmark-one-main"}
    assert here.said == []
    here.page.context.close()


def test_found_and_filtered_by_the_keyboard_alone(desk: Visit) -> None:
    desk.go("index.html")
    keys = desk.page.keyboard
    everything = ["2026-0012", "2026-0011", "2026-0003", "2026-0002", "2026-0001"]
    assert desk.shown() == everything
    keys.press("Tab")
    assert desk.focused() == "跳到正文"
    keys.press("Enter")
    assert desk.focused() == "content"
    keys.press("Tab")
    assert desk.focused() == "q"
    keys.type("胥家桥　２０２６")  # a full-width space and full-width digits
    assert desk.shown() == ["2026-0002"]
    assert desk.page.locator("#count").inner_text() == "共5件，符合条件的1件"
    keys.type("无此")
    assert desk.shown() == []
    assert desk.page.locator("#none").is_visible()
    for _ in "　２０２６无此":
        keys.press("Backspace")
    keys.press("Enter")  # stays on the page
    assert desk.shown() == ["2026-0002"]
    for _ in range(4):
        keys.press("Tab")
    assert desk.focused() == "全部显示"
    keys.press("Enter")
    desk.told("共5件")
    assert desk.shown() == everything
    keys.press("Shift+Tab")
    assert desk.focused() == "state"
    keys.press("ArrowDown")
    assert desk.page.locator("#state").input_value() == "已销号"
    assert desk.shown() == ["2026-0003"]
    keys.press("ArrowUp")
    assert desk.shown() == everything
    for _ in range(2):
        keys.press("Shift+Tab")
    assert desk.focused() == "unit"
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert desk.page.locator("#unit").input_value() == "市住房和城乡建设局"
    assert desk.shown() == ["2026-0003", "2026-0002"]  # 市房产局 is part of 市住房和城乡建设局 now
    for _ in range(4):
        keys.press("Tab")
    assert desk.focused() == "南湖岸线清理"
    keys.press("Enter")
    desk.page.wait_for_url("**/items/2026-0003.html")
    assert desk.page.locator("h1").inner_text() == "南湖岸线清理"
    assert desk.said == []


def test_conditions_come_back_with_the_page(desk: Visit) -> None:
    desk.go("index.html")
    desk.page.locator("#q").fill("南湖")
    desk.page.locator("#list a:visible").first.click()
    desk.page.wait_for_url("**/items/2026-0003.html")
    desk.page.go_back()
    desk.told("共5件，符合条件的1件")
    assert desk.shown() == ["2026-0003"]


def test_a_title_of_markup_is_text(desk: Visit) -> None:
    for path in ("index.html", "items/2026-0011.html"):
        desk.go(path)
        assert desk.page.get_by_text(SCRIPT, exact=True).first.is_visible()
    assert desk.page.title().startswith(SCRIPT)
    assert desk.said == []


def test_the_policy_stops_a_script_put_in_and_a_request_sent_out(desk: Visit) -> None:
    desk.go("index.html")
    desk.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.hit = 1';"
        " document.body.appendChild(s); document.body.insertAdjacentHTML('beforeend',"
        ' \'<img src=x onerror="window.hit = 2"><p style="display:none" id=styled>甲</p>\'); }'
    )
    assert desk.page.evaluate("window.hit === undefined")
    assert desk.page.locator("#styled").is_visible()
    sent = desk.page.evaluate("fetch('http://127.0.0.1:9/x').then(() => 'sent', error => error.name)")
    assert sent == "TypeError"
    assert not [url for url in desk.requests if url.startswith("http")]
    assert sum("Content Security Policy" in said for said in desk.said) >= 3


def test_the_list_can_be_read_without_scripts(browser: Any, built: Path) -> None:
    here = visit(browser, built.as_uri(), "phone", java_script_enabled=False)
    here.go("index.html")
    assert len(here.page.locator("#list tbody tr").all()) == 5
    assert here.page.locator("#list").is_visible()
    assert here.page.locator("#filter").is_hidden()
    assert here.page.get_by_text("浏览器没有开启脚本").is_visible()
    here.page.get_by_text("南湖岸线清理").click()
    assert here.page.get_by_text("公示期", exact=True).is_visible()
    here.page.context.close()


def test_on_a_phone_each_row_says_what_its_cells_are(browser: Any, built: Path) -> None:
    here = visit(browser, built.as_uri(), "phone")
    here.go("index.html")
    row = here.page.locator("#list tbody tr").nth(3)
    assert row.evaluate("e => getComputedStyle(e).display") == "block"
    unit = row.locator("td[data-label=承办单位]")
    assert unit.evaluate("e => getComputedStyle(e, '::before').content") == '"承办单位："'
    box = row.locator("a").bounding_box()
    assert box is not None
    assert box["height"] >= 24  # a finger finds it
    here.go("stats.html")
    letters = here.page.locator("svg.chart text").first.bounding_box()
    assert letters is not None
    assert letters["height"] >= 10
    here.page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_printed_it_is_the_matter_without_the_menus(desk: Visit, path: str) -> None:
    desk.go(path)
    printed = extract_text(io.BytesIO(desk.page.pdf(format="A4")))
    # Chromium's PDF names some letters by their radicals.
    said = "".join(unicodedata.normalize("NFKC", printed).split())
    wanted = {
        "index.html": ("督查事项公示清单", "胥家桥村道路修复", "承办单位", "待销号"),
        "items/2026-0002.html": ("胥家桥村道路修复", "2026-03-19至2026-03-25", "共7天"),
        "stats.html": ("督查事项办理统计", "按期办结率", "统计口径", "市住房和城乡建设局"),
    }[path]
    for word in wanted:
        assert word in said, word
    for word in ("跳到正文", "全部显示", "返回公示清单", "办理统计公示清单"):
        assert word not in said, word
