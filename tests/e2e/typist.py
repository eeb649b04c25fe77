"""Types into the real window until it is killed, and says what was typed and what was saved.

usage: typist.py FOLDER. Each line of input is `NUMBER SECONDS`: the program is started in a child
on that data folder, and killed after that time. The child types the numbers after NUMBER, six
digits and a blank each, in bursts, behind what stands in the field. It says `typed N AT` when a
number is complete, `written N` when the program has told its window that it is on the disk, and
`shown N` when the window says that everything is saved. `dead AT` follows. AT is in seconds.
"""

import os
import random
import select
import signal
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

import gui.app
from gui.core.form import validation  # noqa: F401 - loaded once, here, and not by every child
from gui.ui import crash, session_end  # noqa: F401
from gui.ui.main_window import MainWindow

POINTER = "/invoice_info/electronic/desc"
WIDTH = 6  # digits
KEY_MS = 15
folder = sys.argv[1]


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Typed(MainWindow):
    """The window with a clerk in it, who begins as soon as there is something to be seen."""

    number = 0

    def __init__(self, services):
        super().__init__(services)
        self._dice = random.Random(self.number)
        self._left = ""
        self.painted.connect(self._begin)

    def _begin(self):
        saving = self.record.session.saving
        saving.written.connect(self._on_written)
        saving.saved.connect(lambda: say("shown", self.number))
        self.record.form.view.complete()
        self._field = self.record.form.view.rows[POINTER].editor.controls()[0]
        self._field.setFocus()
        self._field.moveCursor(self._field.textCursor().MoveOperation.End)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._type)
        self._timer.start(KEY_MS)

    def _type(self):
        if not self._left:
            self._left = f"{self.number + 1:0{WIDTH}} "
        QTest.keyClick(self._field, self._left[0])
        self._left = self._left[1:]
        self._timer.setInterval(KEY_MS)
        if not self._left:
            self.number += 1
            say("typed", self.number, time.monotonic())
            if self._dice.random() < 0.06:
                self._timer.setInterval(self._dice.randint(200, 1800))

    def _on_written(self, record):
        whole = record.values[POINTER].split(" ")[:-1]
        say("written", int(whole[-1]))


def type_on(number):
    Typed.number = int(number)
    gui.app.MainWindow = Typed
    gui.app.main(["--data-dir", folder])


for line in sys.stdin:
    number, seconds = line.split()
    child = os.fork()
    if child == 0:
        type_on(number)
        os._exit(1)
    select.select([], [], [], float(seconds))  # the moment of the kill is what is tried here
    at = time.monotonic()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    say("dead", at)
