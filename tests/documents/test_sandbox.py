"""What a template may not do: reach Python, files, other templates; and names behind a condition are checked too."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duban_cli.documents.filters import finalize
from duban_cli.documents.render import render_text
from duban_cli.documents.sandbox import environment
from duban_cli.errors import TemplateProblem
from tests.documents.papers import letter, two_matters, write_template

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
