"""docs/rules.md explains every word that stands in the rule files."""

import re
from pathlib import Path

import pytest

from gui.core.form.keywords import CUSTOM, FORMATS
from gui.core.form.spec import FieldKind
from tests.core.form.rule_files import ADVICE, LAYOUT, SCHEMA, conditions_of, parts_of

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "rules.md").read_text("utf-8")


def words_of_the_schemas():
    for schema in (SCHEMA, ADVICE):
        yield from (word for _, part in parts_of(schema) for word in part)
        yield from (word for _, node in conditions_of(schema) for word in node)


def words_of_the_layout():
    for section in LAYOUT["sections"]:
        yield from section
        for item in section["fields"]:
            yield from item
            yield from item.get("normalise", ())
            for entry in (*item.get("choices", ()), *item.get("fixes", {}).values()):
                yield from entry


KINDS = [kind.value for kind in FieldKind]
WORDS = {*words_of_the_schemas(), *words_of_the_layout(), *CUSTOM, *FORMATS, *KINDS} - {"$schema"}


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_is_explained(word):
    assert re.search(rf"`[^`\n]*(?<![\w-]){re.escape(word)}(?![\w-])[^`\n]*`", PAGE)
