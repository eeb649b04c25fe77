"""What a person reads on the check page is what is sent, with what was sent last time beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gui.core.form.rules import payload, resolve
from gui.core.form.spec import FormSpec, load_form
from gui.core.form.summary import UNANSWERED, SectionSummary, SummaryRow, summary
from gui.core.paths import RESOURCES

REAUTH = {"call": "reauth"}
ANSWERS: dict[str, Any] = {
    "/taskid": "a1b2c3d4e5f6",
    "/customer_type": 1,
    "/account_name": "某某小程序",
    "/account_name_type": 1,
    "/contact_info/name": "𠮷田",
    "/contact_info/email": "name@example.com",
    "/qualification": "licence1",
    "/qualification_other": ["proof1", "proof2", "proof3"],
    "/pay_type": 2,
    "/third_party_phone": "0755-12345678",
    "/invoice_info/invoice_type": 4,
    "/invoice_info/vat/id": "91440300MA5F12345X",
    "/invoice_info/electronic/id": "",
}


@pytest.fixture(scope="module")
def spec() -> FormSpec:
    return load_form(RESOURCES / "forms")


def shown(
    spec: FormSpec, values: dict[str, Any], previous: dict[str, Any] | None = None
) -> tuple[SectionSummary, ...]:
    return summary(spec, resolve(spec, values, REAUTH), previous)


def rows(sections: tuple[SectionSummary, ...]) -> dict[str, SummaryRow]:
    return {row.pointer: row for section in sections for row in section.rows}


def sent(spec: FormSpec, values: dict[str, Any]) -> dict[str, Any]:
    return payload(resolve(spec, values, REAUTH))["auth_data"]


def test_answers_stand_in_the_order_and_words_of_the_form(spec: FormSpec) -> None:
    # GIVEN a filled record WHEN it is summed up
    sections = shown(spec, ANSWERS)

    # THEN sections and rows follow the form, and each answer is in words
    assert [section.title for section in sections] == [item.title for item in spec.sections]
    assert all(section.rows for section in sections)
    found = rows(sections)
    assert list(found) == [pointer for pointer in spec.fields if pointer in found]
    assert found["/customer_type"].text == "企业"
    assert found["/customer_type"].label == "主体类型"
    assert found["/contact_info/name"].text == "𠮷田"
    assert found["/qualification"].text == "1 张：licence1"
    assert found["/qualification_other"].text == "3 张：\nproof1\nproof2\nproof3"
    assert found["/account_supplemental"].text == UNANSWERED


def test_only_what_applies_is_shown(spec: FormSpec) -> None:
    # GIVEN a record with the special invoice WHEN no invoice is chosen
    before = rows(shown(spec, ANSWERS))
    after = rows(shown(spec, {**ANSWERS, "/invoice_info/invoice_type": 1}))

    # THEN the tax number is gone, although its value is kept
    assert before["/invoice_info/vat/id"].text == "91440300MA5F12345X"
    assert not [pointer for pointer in after if "/vat/" in pointer or "/electronic/" in pointer]


def test_a_section_without_questions_is_left_out(spec: FormSpec) -> None:
    # GIVEN rules that leave a single question
    one = replace(resolve(spec, ANSWERS, REAUTH), visible=frozenset({"/account_name"}))

    # WHEN the answers are summed up THEN there is a single section
    assert [section.key for section in summary(spec, one)] == ["name"]


def test_a_forced_choice_is_shown_as_it_is_sent(spec: FormSpec) -> None:
    # GIVEN a chosen special invoice WHEN the provider pays
    found = rows(shown(spec, {**ANSWERS, "/pay_type": 1}))

    # THEN the invoice reads as it will be sent
    assert found["/invoice_info/invoice_type"].text == "不开发票"


def test_changes_since_the_last_submission_are_marked(spec: FormSpec) -> None:
    # GIVEN a record that was sent
    previous = sent(spec, ANSWERS)

    # WHEN one answer is corrected, one removed, one added
    now = {
        **ANSWERS,
        "/contact_info/name": "李四",
        "/qualification_other": [],
        "/contact_info/mobile": "13800138000",
        "/account_name_type": 2,
    }
    found = rows(shown(spec, now, previous))

    # THEN exactly these are marked, each with the words of what was sent
    assert {row.pointer: row.old_text for row in found.values() if row.changed} == {
        "/contact_info/name": "𠮷田",
        "/qualification_other": "3 张：\nproof1\nproof2\nproof3",
        "/contact_info/mobile": UNANSWERED,
        "/account_name_type": "自选词汇",
    }
    assert found["/qualification_other"].text == UNANSWERED
    assert found["/account_name"].old_text is None


def test_nothing_is_marked_when_nothing_changed(spec: FormSpec) -> None:
    # GIVEN answers that differ from what was sent only in how they are written down
    previous = sent(spec, ANSWERS)
    now = {**ANSWERS, "/customer_type": "1", "/qualification_other": ["proof1", "", "proof2"]}
    now["/qualification_other"].append("proof3")

    # THEN no row is marked; nor is one when nothing was sent yet
    assert not [row for row in rows(shown(spec, now, previous)).values() if row.changed]
    assert not [row for row in rows(shown(spec, now)).values() if row.changed]
