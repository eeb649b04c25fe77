"""Which fields the reason of a return seems to speak of."""

import json

from gui.core.form.spec import load_form
from gui.core.mentions import mentioned
from gui.core.paths import RESOURCES


def test_words_lead_to_their_fields():
    # GIVEN a reason in a reviewer's words
    reason = "营业执照照片不清晰；联系人电话无法接通"
    # THEN the fields of both complaints are found, and no invoice field
    found = mentioned(reason)
    assert {"/qualification", "/contact_info/mobile", "/contact_info/name"} <= found
    assert not any(pointer.startswith("/invoice_info") for pointer in found)


def test_no_reason_mentions_nothing():
    assert mentioned("") == frozenset()
    assert mentioned("请重新提交") == frozenset()


def test_every_pointer_of_the_table_is_a_field():
    # GIVEN the data file
    words = json.loads((RESOURCES / "wechat" / "mentions.json").read_text("utf-8"))["words"]
    # THEN it names fields of the form only, and no empty word that would always occur
    fields = load_form(RESOURCES / "forms").fields
    assert set(words) <= set(fields)
    assert all(word for group in words.values() for word in group)
