"""Charts: Word's own kind, with the table's figures, words for who cannot see them, and nothing where little is."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml

from duban_cli.documents.chart import Chart, Point, chart_xml
from duban_cli.documents.context import Bulletin, Row
from duban_cli.documents.context_lists import Assessment
from duban_cli.documents.context_months import Month
from duban_cli.documents.fields import example
from duban_cli.documents.pdf import find_office, to_pdf
from duban_cli.documents.pictures import MOST, pictures
from duban_cli.documents.preview import as_text
from duban_cli.documents.reference import reference
from duban_cli.documents.render import TEMPLATES, Draft, render_text
from duban_cli.errors import TemplateProblem
from duban_cli.reports.rate import Rate
from tests.documents.papers import SHIPPED, bulletin, bytes_of, letter, text_of, write_template

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
HEAD = "---\n版式: 简报\n标题: 通报\n---\n"
UNITS = {"岳阳楼区人民政府": Rate(8, 10), "市住房和城乡建设局": Rate(5, 5), "市城市管理局": Rate(1, 3)}


def row(name: str, on_time: Rate, overdue: int = 0) -> Row:
    return replace(bulletin.rows[0], name=name, on_time=on_time, overdue=overdue)


def month(number: int, on_time: Rate) -> Month:
    year, at = divmod(number - 1, 12)
    return replace(example(Month), year=2025 + year, month=at + 1, on_time=on_time)


of_units = replace(bulletin, rows=tuple(row(*one) for one in UNITS.items()))
of_months = replace(
    bulletin,
    months=(month(11, Rate(1, 2)), month(12, Rate(0, 0)), month(13, Rate(2, 3)), month(14, Rate(4, 4))),
)


def parts(paper: bytes) -> list[Any]:
    """The chart parts of a paper, in the order they stand in."""
    document = docx.Document(BytesIO(paper))
    found = []
    for place in document.element.body.iter(f"{C}chart"):
        part = document.part.rels[place.get(f"{R}id")].target_part
        assert part.content_type == CHART
        found.append(parse_xml(part.blob))
    return found


def cached(part: Any, kind: str) -> list[str]:
    """What is written in a chart's categories (cat) or values (val)."""
    return [node.text for node in part.find(f".//{C}{kind}").iter(f"{C}v")]


def drawn(
    directory: Path, line: str, said: Bulletin | Assessment = of_units, kind: str = "督查通报"
) -> Draft:
    write_template(directory, kind, f"{HEAD}前\n\n{line}\n\n后\n")
    return render_text(kind, said, [directory])


def test_a_chart_of_units_holds_the_figures_of_their_table(tmp_path: Path) -> None:
    (chart,) = parts(bytes_of(drawn(tmp_path, "[[图：各单位按期办结率]]")))

    assert cached(chart, "cat") == [
        "市住房和城乡建设局（5/5）",
        "岳阳楼区人民政府（8/10）",
        "市城市管理局（1/3）",
    ]
    assert cached(chart, "val") == ["100", "80", "33.3"]
    assert [UNITS[name].text for name in ("岳阳楼区人民政府", "市城市管理局")] == ["80.0%", "33.3%"]
    assert chart.find(f".//{C}barChart") is not None
    assert chart.find(f".//{C}externalData") is None


def test_every_bar_carries_its_figure_and_no_colour_tells_one_from_another(tmp_path: Path) -> None:
    (chart,) = parts(bytes_of(drawn(tmp_path, "[[图：各单位按期办结率]]")))

    labels = chart.find(f".//{C}dLbls")
    assert labels.find(f"{C}showVal").get("val") == "1"
    assert labels.find(f"{C}numFmt").get("formatCode") == '0.0"%"'
    assert chart.find(f".//{C}varyColors").get("val") == "0"
    assert chart.find(f".//{C}legend") is None
    assert len(list(chart.iter(f"{C}ser"))) == 1


def test_its_letters_are_those_of_the_paper(tmp_path: Path) -> None:
    (chart,) = parts(bytes_of(drawn(tmp_path, "[[图：各单位按期办结率]]")))

    faces = {node.get("typeface") for tag in ("latin", "ea", "cs") for node in chart.iter(f"{A}{tag}")}
    assert faces == {"仿宋_GB2312", "黑体"}
    title = chart.find(f"{C}chart/{C}title")
    assert "".join(node.text for node in title.iter(f"{A}t")) == "各单位按期办结率"
    assert {node.get("typeface") for node in title.iter(f"{A}ea")} == {"黑体"}


def test_who_cannot_see_it_is_told_in_words(tmp_path: Path) -> None:
    draft = drawn(tmp_path, "[[图：各单位按期办结率]]")
    body = docx.Document(BytesIO(bytes_of(draft))).element.body

    (shape,) = body.iter(f"{WP}docPr")
    told = "条形图，各单位按期办结率：市住房和城乡建设局（5/5）100.0%；岳阳楼区人民政府（8/10）80.0%；市城市管理局（1/3）33.3%。"
    assert shape.get("descr") == told
    assert f"［图］{told}" in as_text(draft)
    assert "[[图" not in as_text(draft)


def test_a_line_over_months_leaves_a_gap_where_nothing_was_due(tmp_path: Path) -> None:
    (chart,) = parts(bytes_of(drawn(tmp_path, "[[图：各月按期办结率]]", of_months)))

    assert chart.find(f".//{C}lineChart") is not None
    assert cached(chart, "cat") == ["11月\n1/2", "12月", "1月\n2/3", "2月\n4/4"]
    values = chart.find(f".//{C}val")
    assert [point.get("idx") for point in values.iter(f"{C}pt")] == ["0", "2", "3"]
    assert values.find(f".//{C}ptCount").get("val") == "4"
    told = as_text(drawn(tmp_path, "[[图：各月按期办结率]]", of_months))
    assert "2025年11月至2026年2月各月按期办结率：" in told
    assert "12月—" in told


def test_too_few_make_no_chart_and_leave_no_trace(tmp_path: Path) -> None:
    few = replace(of_units, rows=(*of_units.rows[:2], row("市文化旅游广电局", Rate(0, 0))))
    for name in ("各单位按期办结率", "各单位逾期件数", "各月按期办结率"):
        draft = drawn(tmp_path, f"[[图：{name}]]", replace(few, months=of_months.months[:3]))

        assert draft.markdown == "前\n\n后\n"
        assert [p.text for p in docx.Document(BytesIO(bytes_of(draft))).paragraphs][-2:] == ["前", "后"]


def test_more_bars_than_a_page_holds_are_cut_and_the_title_says_so(tmp_path: Path) -> None:
    many = tuple(row(f"第{n}局", Rate(n, 100)) for n in range(1, MOST + 10))
    (chart,) = parts(bytes_of(drawn(tmp_path, "[[图：各单位按期办结率]]", replace(bulletin, rows=many))))

    assert cached(chart, "val") == [str(n) for n in range(MOST, 0, -1)]
    title = chart.find(f"{C}chart/{C}title")
    assert "".join(node.text for node in title.iter(f"{A}t")) == f"各单位按期办结率（最低的{MOST}个）"


def test_parts_of_a_row_are_no_bars_of_their_own(tmp_path: Path) -> None:
    rows = (*of_units.rows, row("　第六次会议", Rate(1, 1)))
    (chart,) = parts(
        bytes_of(drawn(tmp_path, "[[图：各来源按期办结率]]", replace(bulletin, rows=rows, grouping="来源")))
    )

    assert len(cached(chart, "cat")) == 3
    assert "各来源按期办结率" in "".join(node.text for node in chart.iter(f"{A}t"))


def test_an_unknown_chart_is_named_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem) as caught:
        drawn(tmp_path, "[[图：各单位按时办结率]]")

    assert caught.value.message == f"模板 {tmp_path / '督查通报.md'}:7：没有“各单位按时办结率”这种图"
    assert (caught.value.hint or "").startswith("是不是“各单位按期办结率”？")


def test_a_chart_amid_text_and_one_where_there_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match="独占一行") as caught:
        drawn(tmp_path, "见[[图：各单位按期办结率]]。")
    assert "督查通报.md:7：" in caught.value.message
    write_template(tmp_path, "督查函", f"{HEAD}[[图：各单位按期办结率]]\n")
    with pytest.raises(TemplateProblem) as none:
        render_text("督查函", letter, [tmp_path])
    assert none.value.hint == "这种文书没有图"


def test_an_item_called_like_a_chart_prints_its_name(tmp_path: Path) -> None:
    write_template(tmp_path, "督查函", f"{HEAD}{{{{ 事项[0].标题 }}}}\n")
    said = replace(letter, items=(replace(letter.items[0], title="[[图：各单位按期办结率]]"),))

    draft = render_text("督查函", said, [tmp_path])

    assert docx.Document(BytesIO(bytes_of(draft))).paragraphs[-1].text == "[[图：各单位按期办结率]]"


def test_two_charts_have_names_and_numbers_of_their_own_and_the_same_bytes_each_time() -> None:
    both = replace(of_units, months=of_months.months)
    made = bytes_of(text_of("督查通报", both))
    document = docx.Document(BytesIO(made))

    assert made == bytes_of(text_of("督查通报", both))
    names = [name for name in ZipFile(BytesIO(made)).namelist() if "chart" in name]
    assert names == ["word/charts/chart1.xml", "word/charts/chart2.xml"]
    numbers = [shape.get("id") for shape in document.element.body.iter(f"{WP}docPr")]
    assert len(set(numbers)) == 2
    titles = [
        "".join(n.text for n in chart.find(f"{C}chart/{C}title").iter(f"{A}t")) for chart in parts(made)
    ]
    assert titles == ["各单位按期办结率", "2025年11月至2026年2月各月按期办结率"]


def test_the_score_sheet_shows_scores_as_they_are_written() -> None:
    unit = example(Assessment).units[0]
    scored = replace(
        example(Assessment),
        units=tuple(
            replace(unit, unit=f"第{n}局", score=score, on_time_rate=Rate(n, 4))
            for n, score in enumerate(("93.25", "100", "87.5"), 1)
        ),
        months=(),
    )
    points, rates = parts(bytes_of(text_of("考核表", scored)))

    assert cached(points, "val") == ["100", "93.25", "87.5"]
    assert points.find(f".//{C}dLbls/{C}numFmt").get("formatCode") == '0.00"分"'
    assert cached(rates, "cat")[0] == "第3局（3/4）"
    unscored = replace(scored, units=tuple(replace(one, score=None) for one in scored.units))
    assert len(parts(bytes_of(text_of("考核表", unscored)))) == 1


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("80", "%", "80.0%"),
        ("3", "件", "3件"),
        ("0", "件", "0件"),
        ("-2.5", "分", "-2.5分"),
        ("100", "分", "100分"),
    ],
)
def test_a_figure_reads_as_in_the_text(value: str, unit: Any, shown: str) -> None:
    point = Point("甲", Decimal(value))
    assert Chart("图", "条形图", (point,), unit).figure(point) == shown


def test_a_score_below_nought_is_drawn_below_it() -> None:
    chart = Chart(
        "得分", "条形图", (Point("甲", Decimal("-3")), Point("乙", Decimal(5)), Point("丙", Decimal(1))), "分"
    )
    part = parse_xml(chart_xml(chart))

    assert part.find(f".//{C}valAx/{C}scaling/{C}min").get("val") == "-3"


@pytest.mark.office
@pytest.mark.skipif(
    not (find_office() and shutil.which("pdftotext")), reason="LibreOffice or poppler is not installed"
)
def test_libreoffice_draws_them_with_every_name_and_figure(tmp_path: Path) -> None:
    paper = bytes_of(text_of("督查通报", replace(of_units, months=of_months.months)))
    pdf = tmp_path / "通报.pdf"
    pdf.write_bytes(to_pdf({"通报": paper}, find_office())["通报"])
    done = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    text = "".join(done.stdout.split())

    names = ("市城市管理局（1/3）", "市住房和城乡建设局（5/5）", "各单位按期办结率", "各月按期办结率")
    for said in (*names, "33.3%", "80.0%", "50.0%", "66.7%", "11月", "2/3", "2025"):
        assert said in text, said


def test_the_shipped_bulletin_of_few_units_has_no_chart() -> None:
    assert text_of("督查通报", bulletin).charts == {}
    assert SHIPPED.joinpath("督查通报.md").read_text(encoding="utf-8").count("[[图：") == 2


def test_the_page_for_clerks_names_every_chart() -> None:
    page = reference()
    for kind in TEMPLATES.values():
        for one in pictures(kind.context):
            assert f"| {one.name} | {one.meaning} |" in page
