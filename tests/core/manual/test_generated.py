"""What the data files say is in the manual: nothing is missing and nothing said twice."""

import json

import pytest

from gui.core.form.spec import load_form
from gui.core.manual.generated import (
    GROUPS,
    OTHER_CODE,
    fields_html,
    refusals,
    refusals_html,
    shortcuts_html,
)
from gui.core.paths import RESOURCES
from gui.core.wechat.refusals import catalogue


@pytest.fixture(scope="module")
def spec():
    return load_form(RESOURCES / "forms")


def test_every_refusal_has_a_card_with_its_code(spec):
    cards = refusals()
    codes = [code for card in cards for code in card.codes]
    expected = [OTHER_CODE if code == "unknown" else code for code in catalogue()]
    # one more for what is said when the answer to a submission leaves a doubt
    extra = [code for code, entry in catalogue().items() if "submission" in entry]
    assert sorted(codes) == sorted(expected + extra)


def test_every_card_is_in_a_group():
    places = [kind for _, kinds in GROUPS.values() for kind in kinds]
    assert sorted(places) == sorted({card.kind for card in refusals()})
    text = refusals_html()
    assert text.count("<h3") == len(refusals())
    assert all(card.title in text for card in refusals())


def test_cards_hold_finished_sentences():
    for card in refusals():
        assert "{" not in card.text, card.title
        assert card.text.endswith("。"), card.title
        assert not any(code in card.text or code in card.title for code in card.codes)


def test_what_reads_alike_is_one_card():
    words = [(card.title, card.text) for card in refusals()]
    assert len(words) == len(set(words))
    tokens = next(card for card in refusals() if "40001" in card.codes)
    assert {"40001", "40014", "42001"} <= set(tokens.codes)


def test_every_question_of_the_form_is_explained(spec):
    text = fields_html(spec)
    for section in spec.sections:
        assert f">{section.title}</h2>" in text
        for field in section.fields:
            assert field.label in text
            assert field.help in text
    # a choice that is offered no more is not explained
    assert "已停用" not in text


def test_a_field_added_to_the_layout_alone_is_explained(tmp_path):
    # GIVEN the files of the form with one more field
    for file in (RESOURCES / "forms").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    schema = json.loads((tmp_path / "auth_data.schema.json").read_text("utf-8"))
    schema["properties"]["auth_data"]["properties"]["fax"] = {"type": "string"}
    layout = json.loads((tmp_path / "auth_data.layout.json").read_text("utf-8"))
    layout["sections"][0]["fields"].append(
        {"pointer": "/fax", "kind": "line", "label": "传真 <1>", "help": "可以不填"}
    )
    (tmp_path / "auth_data.schema.json").write_text(json.dumps(schema), "utf-8")
    (tmp_path / "auth_data.layout.json").write_text(json.dumps(layout), "utf-8")
    # THEN the manual knows it, as text
    assert "传真 &lt;1&gt;" in fields_html(load_form(tmp_path))


def test_shortcuts_are_listed():
    assert "<td>保存</td>" in shortcuts_html([("保存", "Ctrl+S")])
    assert "<b>Ctrl+S</b>" in shortcuts_html([("保存", "Ctrl+S")])
