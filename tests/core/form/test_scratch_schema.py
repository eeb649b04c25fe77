"""A field, a rule and a choice that are added to the JSON files alone work down to the body."""

import json
import shutil

import pytest

from gui.core.form.rules import payload, resolve
from gui.core.form.spec import FieldKind, load_form
from gui.core.form.validation import Checker
from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED

REAUTH = {"call": "reauth"}
FILM = 16  # a kind of subject that WeChat may think of one day


@pytest.fixture
def folder(tmp_path):
    """The rule files with three additions, made with nothing but JSON."""
    folder = shutil.copytree(RESOURCES / "forms", tmp_path / "forms")
    schema, layout = (
        json.loads((folder / f"auth_data.{part}.json").read_text("utf-8"))
        for part in ("schema", "layout")
    )
    fields = {item["pointer"]: item for section in layout["sections"] for item in section["fields"]}
    contact = layout["sections"][3]["fields"]
    auth_data = schema["properties"]["auth_data"]["properties"]

    # an optional text in a container
    auth_data["contact_info"]["properties"]["wechat_id"] = {"type": "string", "maxLength": 20}
    contact.append({
        "pointer": "/contact_info/wechat_id",
        "kind": "line",
        "label": "联系人微信号",
        "help": "可以不填。",
        "normalise": ["trim"],
        "messages": {"maxLength": "微信号最多 {limit} 个字，现在是 {n} 个"},
    })  # fmt: skip

    # a choice, and a text that is required with it and hidden without it
    for name in ("customer_type", "auth_type"):
        auth_data[name]["enum"].append(FILM)
    fields["/customer_type"]["choices"].append({"value": FILM, "label": "电影"})
    auth_data["film_licence"] = {
        "type": "string",
        "allOf": [{"title": "form", "pattern": "\\A[0-9]{6}\\Z"}],
    }
    layout["sections"][1]["fields"].append({
        "pointer": "/film_licence",
        "kind": "line",
        "label": "公映许可证号",
        "help": "6 位数字。",
        "messages": {"form": "许可证号应为 6 位数字，现在是 {n} 位"},
    })  # fmt: skip
    schema["allOf"].append(json.loads("""{
        "if": {
            "properties": {"auth_data": {
                "properties": {"customer_type": {"const": 16}}, "required": ["customer_type"]
            }},
            "required": ["auth_data"]
        },
        "then": {"properties": {"auth_data": {"required": ["film_licence"]}}},
        "else": {"properties": {"auth_data": {"properties": {"film_licence": false}}}}
    }"""))  # fmt: skip

    for part, content in (("schema", schema), ("layout", layout)):
        text = json.dumps(content, ensure_ascii=False)
        (folder / f"auth_data.{part}.json").write_text(text, "utf-8")
    return folder


def test_new_fields_are_in_the_form(folder):
    # WHEN the form is read
    spec = load_form(folder)

    # THEN both stand in their sections, and the rules are told apart
    section = {item.pointer: section.key for section in spec.sections for item in section.fields}
    assert section["/contact_info/wechat_id"] == "contact"
    assert section["/film_licence"] == "materials"
    assert spec.fields["/film_licence"].kind is FieldKind.LINE
    assert [choice.label for choice in spec.fields["/customer_type"].choices][-1] == "电影"


def test_new_optional_text_is_validated_and_sent(folder):
    spec = load_form(folder)
    checker = Checker(spec)

    # GIVEN it is left open, THEN nothing is said or sent
    resolution = resolve(spec, FILLED, REAUTH)
    assert checker.check(resolution) == {}
    assert "wechat_id" not in payload(resolution)["auth_data"]["contact_info"]

    # GIVEN it is too long, THEN its own words appear
    resolution = resolve(spec, FILLED | {"/contact_info/wechat_id": "w" * 21}, REAUTH)
    said = {p: problem.text for p, problem in checker.check(resolution).items()}
    assert said == {"/contact_info/wechat_id": "微信号最多 20 个字，现在是 21 个"}

    # GIVEN it is right, THEN it is in the body where the schema has it
    resolution = resolve(spec, FILLED | {"/contact_info/wechat_id": "zhang_san"}, REAUTH)
    assert checker.check(resolution) == {}
    assert payload(resolution)["auth_data"]["contact_info"]["wechat_id"] == "zhang_san"


def test_new_choice_asks_for_its_field_and_both_are_sent(folder):
    spec = load_form(folder)
    checker = Checker(spec)
    licence = "/film_licence"

    # GIVEN another kind of subject, THEN the field is hidden and what stands in it is not sent
    resolution = resolve(spec, FILLED | {licence: "123456"}, REAUTH)
    assert licence not in resolution.visible
    assert checker.check(resolution) == {}
    assert "film_licence" not in payload(resolution)["auth_data"]

    # GIVEN the new kind, THEN the field is asked for, by its label
    film = FILLED | {"/customer_type": FILM}
    resolution = resolve(spec, film, REAUTH)
    assert resolution.choices["/customer_type"] == (1, 12, 15, FILM)
    assert licence in resolution.visible & resolution.required
    assert checker.check(resolution)[licence].text == "请填写公映许可证号"

    # GIVEN a wrong number, THEN its own words appear
    resolution = resolve(spec, film | {licence: "12345"}, REAUTH)
    assert checker.check(resolution)[licence].text == "许可证号应为 6 位数字，现在是 5 位"

    # GIVEN a right one, THEN both reach the body
    resolution = resolve(spec, film | {licence: "123456"}, REAUTH)
    assert checker.check(resolution) == {}
    body = payload(resolution)["auth_data"]
    assert (body["customer_type"], body["auth_type"], body["film_licence"]) == (16, 16, "123456")


def test_new_rules_steer_the_form_while_typing(folder):
    # GIVEN a condition on a field that no condition knew before
    path = folder / "auth_data.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    schema["allOf"].append({
        "if": {
            "properties": {"auth_data": {"required": ["film_licence"]}},
            "required": ["auth_data"],
        },
        "then": {"properties": {"auth_data": {"required": ["qualification_other"]}}},
    })  # fmt: skip
    path.write_text(json.dumps(schema), "utf-8")

    # WHEN the form is read, THEN it is known that a change there needs everything resolved again
    spec = load_form(folder)
    assert "/film_licence" in spec.steering
    values = FILLED | {"/customer_type": FILM, "/film_licence": "123456"}
    assert "/qualification_other" in resolve(spec, values, REAUTH).required
