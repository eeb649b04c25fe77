"""Whatever a rule may say, there are words for it, and they are the words of the house."""

import re
import string

import pytest

from gui.core.form.keywords import CUSTOM
from gui.core.form.sentences import sentence
from gui.core.form.spec import ROOT, FieldKind, resolve_refs
from tests.core.form.answers import FILLED
from tests.core.form.rule_files import ADVICE, LAYOUT, SCHEMA, parts_of

SPEAKING = {"type", "enum", "pattern", "maxLength", "maxItems", "minimum", "uniqueItems", "format"}
SPEAKING |= set(CUSTOM) - {"x-equals"}
PLACEHOLDERS = {"label", "value", "n", "limit", "over", "position", "character", "after_at"}
OF_A_RULE = {"x-display-width": {"minimum", "maximum"}, "x-equals": {"other"}}
SILENT = re.compile(
    r"/(\$comment|pointer|key|kind|counter|from|helper|fact|(also|normalise|suggest_from)/\d+)\Z"
)

each_field = pytest.mark.parametrize("pointer", list(FILLED))


def rules_at(schema, pointer):
    """Names under which something may be said about a field: keywords, or the title over them."""
    found = set()
    for at, part in parts_of(resolve_refs(schema)):
        if at in (ROOT + pointer, f"{ROOT}{pointer}/*"):
            keywords = set(part) & SPEAKING
            found |= {part["title"]} if keywords and "title" in part else keywords
        found |= {
            "required" for name in part.get("required", ()) if f"{at}/{name}" == ROOT + pointer
        }
    pairs = schema.get("x-equals", ())
    return found | {"x-equals" for left, _ in pairs if left == ROOT + pointer}


def never_said(item):
    """A line always gives text and a list of ids a list; every odd choice is one not offered."""
    if item.kind is FieldKind.CHOICE or item.type != "integer":
        return {"type"} - set(item.messages)
    return set()


def fitting_defaults(spec, item):
    """The defaults that are good enough: 请填写 is not what one does with choices and pictures."""
    fitting = set(spec.default_messages) - {""}
    if item.kind in (FieldKind.CHOICE, FieldKind.MEDIA):
        fitting -= {"required"}
    if item.kind is not FieldKind.CHOICE and item.type == "integer":
        fitting -= {"type"}
    return fitting


@each_field
def test_every_rule_has_its_words(spec, pointer):
    item = spec.fields[pointer]
    rules = rules_at(SCHEMA, pointer)

    # THEN whatever can be wrong has a sentence of its own, or a default that fits
    assert rules - never_said(item) <= set(item.messages) | fitting_defaults(spec, item)

    # AND every warning has its own, for a default would sound like an error
    assert rules_at(ADVICE, pointer) == set(item.warnings)

    # AND no sentence is left over from a rule that is gone
    assert set(item.messages) <= rules
    assert set(item.fixes) <= set(item.messages) | set(item.warnings)


@each_field
def test_every_field_has_its_words(spec, pointer):
    item = spec.fields[pointer]
    assert item.label
    assert not item.label.endswith("。")
    assert item.help.endswith("。")
    assert all(choice.label for choice in item.choices)
    assert all(fix.label for fix in item.fixes.values())


def test_every_section_has_its_words(spec):
    for section in spec.sections:
        assert section.title
        assert section.intro.endswith("。")
        assert section.fields


@each_field
def test_sentences_are_filled_in_completely(spec, pointer):
    item = spec.fields[pointer]
    spoken = (*item.messages.items(), *item.warnings.items(), *spec.default_messages.items())
    for rule, text in spoken:
        more = OF_A_RULE.get(rule, set())
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert names <= PLACEHOLDERS | more, text
        assert "{" not in sentence(text, item, "value", {"limit": 1} | dict.fromkeys(more, 1))


def all_texts(node=LAYOUT, key=""):
    """Every text of the layout that people read, with its place in the file."""
    if isinstance(node, str) and not SILENT.search(key):
        yield key, node
    if isinstance(node, dict | list):
        for name, child in node.items() if isinstance(node, dict) else enumerate(node):
            yield from all_texts(child, f"{key}/{name}")


def test_words_are_those_of_the_house():
    texts = list(all_texts())
    assert len(texts) > 200
    for key, text in texts:
        assert not re.search("非法|无效|请勿|失败|抱歉|不合法|错误|您|登陆|帐号|其它|！", text), key
        # Chinese sentences have Chinese signs, and a space beside Latin letters and digits.
        assert not re.search("[\u4e00-\u9fff][,;:?!()]", text), key
        assert not re.search("[\u4e00-\u9fff][0-9A-Za-z]|[0-9A-Za-z][\u4e00-\u9fff]", text), key


def test_lines_at_a_field_are_no_letters(spec):
    for item in spec.fields.values():
        for text in (*item.messages.values(), *item.warnings.values()):
            assert not text.endswith("。")
            assert "不能" not in text
    assert not any(text.endswith("。") for text in spec.default_messages.values())
