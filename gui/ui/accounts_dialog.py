"""账号与密钥: which mini programs this computer speaks for, and whether WeChat lets it."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.core.account_desk import AccountDesk, Connected
from gui.core.account_draft import problems
from gui.core.errors import AppError, Cancelled, KeystoreError
from gui.core.store.accounts import Account
from gui.ui.account_form import AccountForm
from gui.ui.accounts_list import AccountsList, Row
from gui.ui.buttons import make_button
from gui.ui.connection_result import ConnectionResult
from gui.ui.labels import announce, plain_label
from gui.ui.questions import confirm
from gui.ui.scroll_column import ScrollColumn
from gui.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from collections.abc import Callable

    from gui.ui.tasks import Handler

SIZE = (900, 680)
SMALLEST = (680, 460)
LIST_WIDTH = 260
WORDS_AFTER_MS = 150  # what is quicker than this needs no word
KEYRING = "正在等待系统钥匙串…"
SAVING = "正在保存…"
TESTING = "正在测试连接…"
DELETE_TEXT = (
    "系统钥匙串里的 AppSecret 会一起删除。用这个账号的认证记录会保留，之后可以改用别的账号。"
)
UNSAVED_TEXT = "「{name}」有修改还没有保存。填写的密钥和凭证不会保留。"
EMPTY = "还没有账号。填好右边的内容，保存后会出现在这里。"
"""
placeholder
"""
