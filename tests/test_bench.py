"""What `make bench-growth` rests on: a form of any size, and a chart of what was measured."""

from xml.etree import ElementTree as ET

import pytest

from gui.core.form.rules import resolve
from gui.core.form.spec import load_form
from tools import bench_scratch
from tools.bench_chart import Panel, draw

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("count", [10, 100])
def test_the_scratch_form_has_as_many_fields_and_its_conditions_work(tmp_path, count):
    # GIVEN a scratch form and answers to all of it
    bench_scratch.write(tmp_path, count)
    spec = load_form(tmp_path, bench_scratch.NAME)
    values = bench_scratch.values(spec)
    whole = resolve(spec, values, {"call": "reauth"})
    # WHEN one choice is changed
    first, *_, last = spec.sections[0].fields
    changed = resolve(spec, {**values, first.pointer: 2}, {"call": "reauth"})
    # THEN all fields were asked before, and one is hidden now
    assert len(whole.visible) == count
    assert whole.visible - changed.visible == {last.pointer}


def test_the_chart_is_an_svg_with_a_dot_for_each_figure():
    # GIVEN figures over five powers of ten
    lines = {"read & shown": [0.05, 3.0, 700.0], "opened": [1.0, 10.0, 100.0]}
    # WHEN they are drawn
    chart = ET.fromstring(draw([Panel("Growth", "drafts", (10, 100, 1000), lines)]))  # noqa: S314
    # THEN each has its dot inside the picture, higher the longer it took, and each line its name
    dots = [float(dot.get("cy")) for dot in chart.iter(f"{SVG}circle")]
    assert len(dots) == 6
    assert dots[0] > dots[1] > dots[2] > 0
    assert "read & shown" in [text.text for text in chart.iter(f"{SVG}text")]
