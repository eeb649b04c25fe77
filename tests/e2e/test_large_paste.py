"""A whole document pasted into a field by mistake: the window goes on answering."""

import pytest

from tests.e2e.accessibility import seconds_to_answer
from tests.fixtures_desktop import wait_until

pytestmark = pytest.mark.e2e

LETTERS = 100_000
SENTENCE = "营业执照上的全称、住所和经营范围，以及 2025 年的年报。"
DOCUMENT = (SENTENCE * (LETTERS // len(SENTENCE) + 1))[:LETTERS]
LONGEST = 1.0  # seconds without an answer, on a slow computer that does other things too


@pytest.mark.parametrize(
    ("pointer", "told"),
    [("/account_name", "现在是 100000 个"), ("/invoice_info/electronic/desc", "现在是 100000 个")],
    ids=["line", "lines"],
)
def test_the_window_answers_while_100_kb_are_pasted(sit_down, pointer, told):
    # GIVEN a record that is being filled in
    person = sit_down()
    window = person.find("main_window")
    field = person.field(pointer)
    person.click_on(field)
    person.press("ctrl+a")
    slowest = []

    def answers_and(holds):
        slowest.append(seconds_to_answer(window))
        return holds()

    # WHEN far too much is pasted, and the field is left
    person.paste(DOCUMENT)
    wait_until(lambda: answers_and(lambda: field.text == DOCUMENT), "the text stands in the field")
    person.press("Tab")
    wait_until(lambda: answers_and(lambda: told in person.words()), "the error is told")
    # THEN the window never keeps anybody waiting, and has said what is wrong
    assert max(slowest) < LONGEST, sorted(slowest)[-5:]
    # WHEN it is taken out again
    person.click_on(field)
    person.press("ctrl+z")
    # THEN what was there before is back
    wait_until(lambda: len(field.text) < 100, "the document is gone")
