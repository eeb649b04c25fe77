"""The three files become one description, or the fault in them is named."""

import json
import shutil

import pytest

from gui.core.form.spec import FieldKind, RuleTableError, load_form, resolve_refs
from gui.core.paths import RESOURCES


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(RESOURCES / "forms", tmp_path / "forms")


def change(folder, part, edit):
    path = folder / f"auth_data.{part}.json"
    content = json.loads(path.read_text("utf-8"))
    edit(content)
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def test_field_of_the_shipped_form(spec):
    item = spec.fields["/qualification_other"]
    assert (item.kind, item.type, item.limit) == (FieldKind.MEDIA, "array", 10)
    assert (item.section, item.label) == ("materials", "其他证明材料")
    assert item.normalise == ("compact_space",)
    assert spec.fields["/account_name"].limit is None


def test_one_control_answers_to_both_names(spec):
    assert spec.fields["/customer_type"].also == ("/auth_type",)
    assert spec.owners["/auth_type"] == spec.owners["/customer_type"] == "/customer_type"
    assert "/auth_type" not in spec.fields


def test_choice_of_a_value(spec):
    item = spec.fields["/pay_type"]
    assert item.choice(2).label == "小程序自己支付"
    assert item.choice(9) is None
    assert item.choice(None) is None


def test_fields_that_steer_the_form(spec):
    assert spec.steering == {
        "/customer_type",
        "/account_name_type",
        "/auth_identification",
        "/pay_type",
        "/invoice_info/invoice_type",
    }


def test_containers_come_before_what_they_hold(spec):
    assert spec.containers == (
        "/contact_info",
        "/invoice_info",
        "/invoice_info/electronic",
        "/invoice_info/vat",
    )


def test_fields_of_layout_and_schema_are_the_same(folder):
    # GIVEN a property that nobody can fill in
    new = {"type": "string"}
    change(folder, "schema", lambda s: s["properties"]["auth_data"]["properties"].update(new=new))

    # WHEN the form is read, THEN the file that lacks it is found out
    with pytest.raises(RuleTableError, match=r"only in the schema: .*/new"):
        load_form(folder)


def test_fields_of_the_layout_need_a_schema(folder):
    # GIVEN a question without a rule
    new = {"pointer": "/new", "kind": "line", "label": "新"}
    change(folder, "layout", lambda layout: layout["sections"][0]["fields"].append(new))

    # WHEN the form is read, THEN it is named
    with pytest.raises(RuleTableError, match="/new"):
        load_form(folder)


def test_references_are_replaced_by_what_they_name():
    schema = {
        "$defs": {"id": {"type": "string", "allOf": [{"$ref": "#/$defs/short"}]},
                  "short": {"maxLength": 3}},
        "properties": {"a": {"$comment": "why", "$ref": "#/$defs/id"}},
    }  # fmt: skip
    assert resolve_refs(schema) == {
        "properties": {"a": {"$comment": "why", "type": "string", "allOf": [{"maxLength": 3}]}}
    }
    assert "$ref" in schema["properties"]["a"]
