"""Parts of the manual that other data files write: the fields, the refusals, the shortcuts."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from gui.core.form.spec import Field, FormSpec, Section
from gui.core.wechat.refusals import catalogue

# kinds of refusals → where they are found in the manual
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "account": ("账号、凭证与网络", ("account", "session")),
    "answers": ("填写的内容", ("field", "notice")),
    "picture": ("图片", ("picture",)),
    "state": ("认证的状态", ("state", "unknown_outcome")),
    "wait": ("过一会儿再试", ("wait",)),
    "others": ("其他", ("ours", "unknown")),
}
CARD = '<table class="card" width="100%" cellpadding="12" cellspacing="0"><tr><td>'
END = "</td></tr></table>"
ROWS = '<table class="rows" width="100%" cellpadding="8" cellspacing="0">'
FACTS = ("ip", "errmsg")
OTHER_CODE = "其他返回码"


class Card(NamedTuple):
    """One refusal in words, with all codes that mean just this."""

    kind: str
    title: str
    text: str
    codes: tuple[str, ...]


def fields_html(spec: FormSpec) -> str:
    """Every section and field with its help. Fields that read alike are told once."""
    return "\n".join(_section(section) for section in spec.sections)


def _section(section: Section) -> str:
    told: dict[tuple[str, str], Field] = {}
    for field in section.fields:
        told.setdefault((field.label, field.help), field)
    alike = groupby(told.values(), key=lambda field: field.help)
    rows = "".join(_rows(list(fields)) for _, fields in alike)
    return (
        f'<h2 id="section-{section.key}">{_text(section.title)}</h2>'
        f"<p>{_text(section.intro)}</p>{ROWS}{rows}</table>"
    )


def _rows(fields: list[Field]) -> str:
    """Neighbours with the same help share a row."""
    first = fields[0]
    names = "<br>".join(_text(field.label) for field in fields)
    head = f'<h3 class="row" id="{_anchor(first)}">{names}</h3>'
    lines = [_text(first.help)] if first.help else []
    lines += [_choice(choice.label, choice.help) for choice in _offered(first)]
    if first.example:
        lines.append(f'<span class="small">{_text(first.example)}</span>')
    return f'<tr><td width="32%">{head}</td><td>{"<br>".join(lines)}</td></tr>'


def _offered(field: Field) -> list[Any]:
    return [choice for choice in field.choices if not choice.only_while_value]


def _choice(label: str, help_text: str) -> str:
    return f"· <b>{_text(label)}</b>{'：' if help_text else ''}{_text(help_text)}"


def _anchor(field: Field) -> str:
    return "field-" + field.pointer.strip("/").replace("/", "-")


def refusals() -> list[Card]:
    """Every entry of the catalogue; what reads alike is one card, in the order of the codes."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for code, entry in catalogue().items():
        for told in (entry, {**entry, **entry["submission"]} if "submission" in entry else None):
            if told is not None:
                key = (told["kind"], told["title"], _told(told))
                found.setdefault(key, []).append(OTHER_CODE if code == "unknown" else code)
    return [Card(*words, tuple(codes)) for words, codes in found.items()]


def _told(entry: dict[str, Any]) -> str:
    text: str = entry["text"]
    for fact in FACTS:
        if f"{{{fact}}}" in text:
            text = entry[f"text_without_{fact}"]
    return f"{text}{entry.get('outcome', '')}{entry['next']}"


def refusals_html() -> str:
    """One card per refusal, in groups; the codes stand in small print."""
    cards = refusals()
    parts = []
    for key, (title, kinds) in GROUPS.items():
        parts.append(f'<h2 id="refusals-{key}">{title}</h2>')
        parts += [_card(card) for card in cards if card.kind in kinds]
    return "\n".join(parts)


def _card(card: Card) -> str:
    told = "、".join(card.codes)
    words = told if told == OTHER_CODE else f"微信返回码 {told}"
    anchor = f"code-{card.codes[0]}" if told != OTHER_CODE else "code-other"
    if card.kind == "unknown_outcome":
        anchor += "-after-sending"
    return (
        f'{CARD}<h3 id="{anchor}">{_text(card.title)}</h3><p>{_text(card.text)}</p>'
        f'<p class="small">{_text(words)}</p>{END}'
    )


def shortcuts_html(shortcuts: Sequence[tuple[str, str]]) -> str:
    """Two columns: what it does, and the keys."""
    return f"{ROWS}{''.join(_shortcut(*shortcut) for shortcut in shortcuts)}</table>"


def _shortcut(words: str, keys: str) -> str:
    return f'<tr><td>{_text(words)}</td><td width="36%"><b>{_text(keys)}</b></td></tr>'


def _text(text: str) -> str:
    return html.escape(text, quote=True)
