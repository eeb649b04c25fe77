"""A window that nobody looks at, and its news as Windows and macOS are told; for
test_notifier_tray.py.

usage: telling.py NAME WORDS. Says whether there is a tray, and stays until it is ended.
"""

import sys
from types import SimpleNamespace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from gui.app import make_application
from gui.core.settings import Settings
from gui.ui.notifier import Notifier

TITLE, OTHER = "the program", "other work"


def tell_when_away():
    if window.isActiveWindow() or not other.isActiveWindow():
        return
    timer.stop()
    notifier.tell(*sys.argv[1:])
    print("tray" if QSystemTrayIcon.isSystemTrayAvailable() else "no tray", flush=True)


app = make_application()
window, other = QWidget(), QWidget()
for shown, title in ((window, TITLE), (other, OTHER)):
    shown.setWindowTitle(title)
    shown.resize(200, 100)
    shown.show()
notifier = Notifier(SimpleNamespace(settings=Settings()), window, platform="win32")
timer = QTimer(interval=20)
timer.timeout.connect(tell_when_away)
timer.start()
other.activateWindow()
app.exec()
