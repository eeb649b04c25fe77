"""The steps for the white list can be read, and passed on to whoever adds the IP."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from gui.ui.allowlist_notice import AllowlistNotice

IP = "61.172.68.219"


@pytest.mark.parametrize("ip", ["", IP])
def test_the_steps_are_read_and_copied(qtbot, theme, ip):
    # GIVEN the steps, with the IP if WeChat has named it
    notice = AllowlistNotice(ip=ip)
    notice.open()
    qtbot.waitUntil(notice.isActiveWindow)
    told = "".join(label.text() for label in notice.findChildren(QLabel))
    assert "IP 白名单" in told
    assert (IP in told) == bool(ip)

    # WHEN they are copied for the administrator
    copy = notice.findChild(QPushButton, "copy_allowlist_steps")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)

    # THEN the text asks for just that, and speaks of no button of ours
    sent = QGuiApplication.clipboard().text()
    assert sent.startswith("请帮忙把这台电脑的公网 IP 加进")
    assert (IP in sent) == bool(ip)
    assert "测试连接" not in sent
    notice.accept()
