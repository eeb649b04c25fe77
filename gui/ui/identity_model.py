"""The tree of identities as Qt shows and searches it: plain texts, capped before they come here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from gui.core.wechat.answers import Identity

IDENTITY = Qt.ItemDataRole.UserRole
SOUGHT = Qt.ItemDataRole.UserRole + 1
NAMELESS = "（没有名称）"


class IdentityModel(QSortFilterProxyModel):
    """A node is shown when it, something above it or something below it has the words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._source = QStandardItemModel(self)
        self.setSourceModel(self._source)
        self.setFilterRole(SOUGHT)
        self.setRecursiveFilteringEnabled(True)
        self.setAutoAcceptChildRows(True)

    def show_tree(self, tops: tuple[Identity, ...]) -> None:
        """Show this tree in the place of the one before."""
        self._source.clear()
        for top in tops:
            self._source.appendRow(_item(top))

    def seek(self, words: str) -> None:
        """Show what has these words, in the name or in what must be proved; width and case of
        letters make no difference."""
        self.setFilterFixedString(_plain(words.strip()))

    def leaves(self, at: QModelIndex | None = None) -> Iterator[QModelIndex]:
        """What is shown and can be chosen, from the top."""
        parent = at if at is not None else QModelIndex()
        for row in range(self.rowCount(parent)):
            index = self.index(row, 0, parent)
            if is_leaf(index):
                yield index
            else:
                yield from self.leaves(index)


def identity_at(index: QModelIndex) -> Identity | None:
    """The node of the tree that a line shows."""
    found = index.data(IDENTITY)
    return found if isinstance(found, Identity) else None


def is_leaf(index: QModelIndex) -> bool:
    """Whether a line can be chosen: the lowest level, with a name."""
    node = identity_at(index)
    return node is not None and not node.children and bool(node.name)


def _item(node: Identity) -> QStandardItem:
    item = QStandardItem(node.name or NAMELESS)
    item.setEditable(False)
    item.setData(node, IDENTITY)
    item.setData(_plain(f"{node.name} {node.requirement}"), SOUGHT)
    for child in node.children:
        item.appendRow(_item(child))
    return item


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
