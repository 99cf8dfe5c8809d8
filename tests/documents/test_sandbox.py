"""What a template may not do: reach Python, files, other templates; and names behind a condition are checked too."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duban_cli.documents.filters import finalize
from duban_cli.documents.render import render_text
from duban_cli.documents.sandbox import environment
from duban_cli.errors import TemplateProblem
from duban_cli.shipped import templates_dir
from tests.documents.papers import letter, two_matters, write_template
from tests.soak.hostile import in_time

HEAD = "---\n版式: 信函\n标题: 函\n---\n"


def test_it_is_jinja_s_immutable_sandbox_with_nothing_to_load_from() -> None:
    env = environment(finalize)

    assert isinstance(env, ImmutableSandboxedEnvironment)
    assert env.loader is None
    assert env.extensions == {}
    assert set(env.globals) == {"range", "namespace"}


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 文号.__class__ }}",
        "{{ 文号['__class__'] }}",
        "{{ 文号|attr('__class__') }}",
        "{{ ().__class__.__bases__[0].__subclasses__() }}",
        "{{ 事项.__init__.__globals__ }}",
        "{{ 事项[0]._values }}",
        "{{ 日期.value.__reduce__ }}",
        "{{ (文号|中文数字).__doc__ }}",
        "{{ '{0.__class__}'.format(文号) }}",
        "{{ 文号.format_map.__self__ }}",
        "{{ lipsum.__globals__['os'] }}",
        "{{ cycler }}",
        "{{ self.__init__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ range.__self__ }}",
        "{% set 文号.x = 1 %}",
        "{{ 事项.append(1) }}",
        "{{ 事项.clear() }}",
        "{% for n in range(1000000000) %}{{ n }}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import '/etc/passwd' as x %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% do 文号 %}",
        "{{ open('/etc/passwd') }}",
    ],
)
def test_a_hostile_template_is_refused_with_its_line(tmp_path: Path, hostile: str) -> None:
    write_template(tmp_path, "督查函", f"{HEAD}一\n\n{hostile}\n")

    with pytest.raises(TemplateProblem) as caught:
        render_text("督查函", two_matters, [tmp_path])

    assert caught.value.message.startswith(f"模板 {tmp_path / '督查函.md'}:7：")


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("{% if 暂定 %}{{ 文号|中文日子 }}{% endif %}", "没有“中文日子”这个写法", "是不是“中文日期”？"),
        ("{% if not 暂定 %}{% else %}{{ 暂定文号 }}{% endif %}", "没有“暂定文号”这个名字", "可用的有"),
        ("{% if 暂定 is definedd %}{% endif %}", "没有“is definedd”这种判断", "是不是“defined”？"),
    ],
)
def test_what_is_behind_a_condition_is_checked_too(tmp_path: Path, text: str, words: str, hint: str) -> None:
    write_template(tmp_path, "督查函", f"{HEAD}{text}\n")

    with pytest.raises(TemplateProblem, match=words) as caught:
        render_text("督查函", letter, [tmp_path])

    assert "督查函.md:5：" in caught.value.message
    assert hint in (caught.value.hint or "")


def test_a_template_mended_between_two_papers_is_read_anew(tmp_path: Path) -> None:
    write_template(tmp_path, "督查函", f"{HEAD}甲\n")
    first = render_text("督查函", letter, [tmp_path]).markdown
    write_template(tmp_path, "督查函", f"{HEAD}乙\n")

    assert (first, render_text("督查函", letter, [tmp_path]).markdown) == ("甲\n", "乙\n")


BOMBS = {
    "循环": "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
    "一串": "{% for a in range(90000) %}{% for b in range(90000)|list %}{% endfor %}{% endfor %}",
    "幂": "{{ 10**10**8 }}",
    "数": "{% set 甲 = namespace(x=10) %}{% for i in range(60) %}{% set 甲.x = 甲.x * 甲.x %}{% endfor %}",
    "乘字": "{{ '甲' * 1000000000 }}",
    "加字": "{% set 甲 = namespace(x='乙') %}{% for i in range(60) %}{% set 甲.x = 甲.x + 甲.x %}{% endfor %}",
    "连字": "{% set 甲 = namespace(x='乙') %}{% for i in range(60) %}{% set 甲.x = 甲.x ~ 甲.x %}{% endfor %}",
    "加串": "{% set 甲 = namespace(x=[1]) %}{% for i in range(60) %}{% set 甲.x = 甲.x + 甲.x %}{% endfor %}",
    "居中": "{{ '甲'|center(3000000000) }}",
    "补齐": "{{ '甲'.ljust(3000000000) }}",
    "宽": "{{ '%3000000000d' % 1 }}",
    "字段宽": "{{ '{:>3000000000}'.format(1) }}",
    "替换": "{{ (range(60000)|join).replace('1', range(60000)|join) }}",
    "写法替换": "{{ range(30000)|join|replace('1', range(30000)|join) }}",
    "连接": "{{ range(60000)|join(range(30000)|join) }}",
    "字节": "{{ (1).to_bytes(3000000000) }}",
    "宏": "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(1) }}",
    "宏成倍": "{% macro f(n) %}{% if n < 60 %}{{ f(n + 1) }}{{ f(n + 1) }}{% endif %}{% endmacro %}{{ f(1) }}",
    "递归": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "括号": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "套": "{% if 1 %}" * 300 + "{% endif %}" * 300,
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_template_without_end_is_stopped(tmp_path: Path, bomb: str) -> None:
    write_template(tmp_path, "督查函", f"{HEAD}一\n\n{BOMBS[bomb]}\n")

    with in_time(20), pytest.raises(TemplateProblem) as caught:
        render_text("督查函", two_matters, [tmp_path])

    assert caught.value.message.startswith(f"模板 {tmp_path / '督查函.md'}")
    assert caught.value.hint


def test_what_a_paper_needs_is_not_counted_as_too_much(tmp_path: Path) -> None:
    text = (
        "{% macro 行(n) %}第{{ n }}行{% endmacro %}"
        "{% for a in range(1, 101) %}{% for b in range(1, 21) if b is even %}{{ loop.length }}{{ 行(b) }}{% endfor %}{% endfor %}"
        "{{ 文号 ~ '、' ~ 3 }}、{{ 1 + 2 * 3 % 4 }}、{{ ['甲', '乙']|join('和') }}、{{ '2026-01'|replace('-', '.') }}"
        "{% for x in [] %}{% else %}没有{% endfor %}"
    )
    write_template(tmp_path, "督查函", f"{HEAD}{text}\n")

    draft = render_text("督查函", letter, [tmp_path])

    assert draft.markdown.count("第20行") == 100
    assert draft.markdown.strip().endswith("、3、3、甲和乙、2026.01没有")


@pytest.mark.parametrize("ending", [".md", ".docx"])
def test_a_link_in_the_office_s_templates_prints_no_other_file(tmp_path: Path, ending: str) -> None:
    secret, own = tmp_path / "别的文件", tmp_path / "templates"
    secret.write_text(f"{HEAD}私事\n", encoding="utf-8")
    own.mkdir()
    (own / f"督查函{ending}").symlink_to(secret)

    with pytest.raises(TemplateProblem, match="是链接"):
        render_text("督查函", letter, [own, templates_dir()])

    linked = tmp_path / "链"
    (own / f"督查函{ending}").unlink()
    secret.rename(own / f"督查函{ending}")
    linked.symlink_to(own)
    with pytest.raises(TemplateProblem, match="是链接"):
        render_text("督查函", letter, [linked, templates_dir()])
