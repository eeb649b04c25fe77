"""Every command of the program once, as a QAction: menu, header and shortcut share it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from gui.ui.theme import icon


@dataclass(frozen=True)
class Command:
    """`name` is the object name; `keys` are portable shortcut texts."""

    name: str
    words: str
    keys: tuple[str, ...] = ()
    icon: str = ""


SEPARATOR = Command("", "")
ACCOUNT_MENU = "账号(&A)"
MENUS: dict[str, tuple[Command, ...]] = {
    "文件(&F)": (
        Command("new_draft", "新建重新提审", ("Ctrl+N",), "plus"),
        Command("new_first_submission", "新建首次提交", ("Ctrl+Shift+N",), "file-text"),
        Command("open_list", "全部记录", ("Ctrl+O",), "folder-open"),
        Command("refresh_states", "刷新状态", ("F5",), "refresh-cw"),
        Command("save_draft", "保存", ("Ctrl+S",), "save"),
        Command("rename_record", "重命名…", (), "pencil"),
        Command("history", "提交历史…", (), "clock"),
        Command("query_record", "查询状态", (), "refresh-cw"),
        SEPARATOR,
        Command("import_draft", "导入文件…", (), "download"),
        Command("export_draft", "导出这条记录…", (), "upload"),
        Command("export_all", "导出全部…", (), "upload"),
        SEPARATOR,
        Command("undo_delete", "撤销删除", ("Ctrl+Z",)),
        Command("recently_deleted", "最近删除…", (), "trash"),
        SEPARATOR,
        Command("settings", "设置…", ("Ctrl+,",), "settings"),
        SEPARATOR,
        Command("quit", "退出", ("Ctrl+Q",)),
    ),
    "填写(&E)": (
        Command("check", "检查并提交", ("Ctrl+Return", "Ctrl+Enter"), "send"),
        Command("next_error", "下一处需要修改", ("F8",)),
        Command("previous_error", "上一处需要修改", ("Shift+F8",)),
    ),
    ACCOUNT_MENU: (Command("accounts", "账号与密钥…", (), "key"),),
    "帮助(&H)": (
        Command("help", "帮助", ("F1",), "help-circle"),
        Command("first_run", "开始使用…"),
        Command("practice", "先演练一下…", (), "play"),
        SEPARATOR,
        Command("about", "关于重审助手", (), "info"),
    ),
}


class Actions(QObject):
    """Makes the actions and the menus from the table above."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        for commands in MENUS.values():
            for command in commands:
                if command is not SEPARATOR:
                    self._actions[command.name] = self._make(command)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> Iterable[QAction]:
        """Every action, to be added to the window so that its shortcut works."""
        return self._actions.values()

    def fill(self, bar: QMenuBar, accounts: QMenu) -> None:
        """Make the menus; `accounts` are those to choose from, which a button shows as well.

        Screen readers of Linux come to no menu but those of the menu bar.
        """
        for title, commands in MENUS.items():
            menu = bar.addMenu(title)
            for command in commands:
                if command is SEPARATOR:
                    menu.addSeparator()
                else:
                    menu.addAction(self._actions[command.name])
            if title == ACCOUNT_MENU:
                menu.addMenu(accounts)

    def enable(self, names: Iterable[str], on: bool) -> None:
        """What needs an open record is there only with one."""
        for name in names:
            self._actions[name].setEnabled(on)

    def _make(self, command: Command) -> QAction:
        action = QAction(command.words, self)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.icon:
            action.setIcon(icon(command.icon))
        return action
