"""The manual: chapters of resources/help, with what the data files of the program tell by itself.

A chapter is a file `<number>-<key>.html`: plain HTML with one h1, and an id at each h2 and h3.
`<aside>` is a box; `<!-- fields -->` and the like stand where generated parts go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from gui.core.form.spec import FormSpec
from gui.core.manual.generated import fields_html, refusals_html, shortcuts_html
from gui.core.paths import RESOURCES

HELP = RESOURCES / "help"
BOX = (
    '<table class="box" width="100%" cellpadding="12" cellspacing="0"><tr><td>',
    "</td></tr></table>",
)
HEADINGS = ("h1", "h2", "h3")
INLINE = ("a", "b", "span")  # words on both sides of these belong together


@dataclass(frozen=True)
class Part:
    """What stands below one heading; `anchor` is "" at the top of the chapter."""

    anchor: str
    title: str
    level: int
    text: str


@dataclass(frozen=True)
class Chapter:
    """`key` is also its address: `<key>.html#<anchor>`."""

    key: str
    title: str
    html: str
    parts: tuple[Part, ...]


def load_manual(
    spec: FormSpec, shortcuts: Sequence[tuple[str, str]], folder: Path = HELP
) -> tuple[Chapter, ...]:
    """Read all chapters in their order; `shortcuts` are (words, keys) as this system shows them."""
    generated = {
        "<!-- fields -->": fields_html(spec),
        "<!-- refusals -->": refusals_html(),
        "<!-- shortcuts -->": shortcuts_html(shortcuts),
    }
    files = sorted(folder.glob("*-*.html"))
    return tuple(_chapter(file.stem.partition("-")[2], file, generated) for file in files)


def _chapter(key: str, file: Path, generated: Mapping[str, str]) -> Chapter:
    source = file.read_text("utf-8")
    for mark, text in generated.items():
        source = source.replace(mark, text)
    source = source.replace("<aside>", BOX[0]).replace("</aside>", BOX[1])
    reader = _Reader()
    reader.feed(source)
    parts = tuple(reader.parts())
    return Chapter(key, parts[0].title, source, parts)


@dataclass
class _Found:
    """A part while it is read."""

    anchor: str
    level: int
    title: str = ""
    text: str = ""


class _Reader(HTMLParser):
    """Takes a chapter apart at its headings."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[_Found] = []
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self._found.append(_Found(dict(attrs).get("id") or "", int(tag[1])))
            self._in_heading = True
        elif self._found and tag not in INLINE:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._found and self._in_heading:
            self._found[-1].title += data
        elif self._found:
            self._found[-1].text += data

    def parts(self) -> list[Part]:
        """What was read so far."""
        return [
            Part(found.anchor, _joined(found.title), found.level, _joined(found.text))
            for found in self._found
        ]


def _joined(text: str) -> str:
    return " ".join(text.split())
