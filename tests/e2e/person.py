"""What a person does with the window: go to a control, click, type, paste, look at the screen."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import zxingcpp
from PySide6.QtGui import QImage

from tests.e2e.accessibility import Box, Node
from tests.e2e.program import Program
from tests.e2e.reader import Reader
from tests.fixtures_desktop import Desktop, wait_until

WHEEL_UP, WHEEL_DOWN = "4", "5"
VIEWPORT = "qt_scrollarea_viewport"
TOPS = ("frame", "dialog", "application")  # roles of what is in no scroll area
EDGE = 30  # pixels: what is nearer to the edge of its scroll area is scrolled further in
READING = 0.8  # seconds: 提交 takes no press right after its page was shown
NOTCH = 60  # pixels that one notch of the wheel moves, about


class Person(Reader):
    """Sits in front of one program on one screen."""

    def __init__(self, desktop: Desktop, environment: dict[str, str], program: Program) -> None:
        super().__init__(program)
        self._desktop = desktop
        self._environment = environment
        self._clicked = 0.0

    # mouse

    def click(self, identifier: str) -> None:
        """Scroll to a control and press the mouse button on it, 提交 only after some reading."""
        if identifier == "submit":
            wait_until(lambda: time.monotonic() - self._clicked > READING, "the page is read")
        self.click_on(self.find(identifier))

    def click_on(self, node: Node) -> None:
        self.bring_into_view(node)
        self._click_at(node.box.middle)

    def choose(self, pointer: str, value: object) -> None:
        """Mark one choice of a question: on the button itself, at its left end."""
        node = self.find(f"{pointer}={value}")
        self.bring_into_view(node)
        box = node.box
        self._click_at((box.x + 10, box.middle[1]))
        wait_until(lambda: "checked" in node.states, f"{pointer}={value} is chosen")

    def pick(self, identifier: str, place: int) -> None:
        """Click a button that opens a menu, and take the menu's `place`-th line.

        Qt shows the accessibility bus no menu that opens beside a button, so it is worked by
        keys, once it is on the screen.
        """
        before = self._popups()
        self.click(identifier)
        wait_until(lambda: self._popups() > before, f"the menu of {identifier} opens")
        self.press(*["Down"] * place, "Return")

    # keyboard

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool names them."""
        for key in keys:
            self._desktop.xdotool("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        """Type what a Latin keyboard has."""
        assert text.isascii()
        self._desktop.xdotool("type", "--delay", "2", "--", text)

    def paste(self, text: str) -> None:
        """Ctrl+V of any text."""
        self.copy_elsewhere(text)
        self.press("ctrl+v")

    def fill(self, pointer: str, text: str) -> None:
        """Click into a field of the form and write in it, instead of what is there."""
        self.write(self.field(pointer), text)

    def write(self, node: Node, text: str) -> None:
        """Click into a text control and write in it, instead of what is there."""
        self._enter(node, text)
        wait_until(lambda: node.text == text, f"{text!r} stands in the field")

    def fill_secret(self, identifier: str, secret: str) -> None:
        """Write into a field that shows dots; it must tell nobody what they stand for."""
        node = self.field(identifier)
        self._enter(node, secret)
        wait_until(lambda: len(node.text) == len(secret), "the secret stands in the field")
        assert len(set(node.text)) == 1, "a screen reader is told the secret"

    def _enter(self, node: Node, text: str) -> None:
        self.click_on(node)
        wait_until(lambda: "focused" in node.states, "the cursor is in the field")
        self.press("ctrl+a")
        if text.isascii():
            self.type(text)
        else:
            self.paste(text)

    def tab_to(self, identifier: str, key: str = "Tab", at_most: int = 60) -> None:
        """Press Tab until the keyboard speaks to a control."""
        passed = []
        for _ in range(at_most):
            focused = self.focused()
            if focused == identifier or focused.endswith(f".{identifier}"):
                return
            passed.append(focused)
            self.press(key)
            wait_until(lambda: self.focused() != passed[-1], "the focus moves", 5)
        raise AssertionError(f"{identifier} was not reached by {key}: {passed}")

    # clipboard

    def copy_elsewhere(self, text: str) -> None:
        """Copy a text in another program, and wait until that gives it away."""
        command = ["xclip", "-in", "-selection", "clipboard"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, env=self._environment, input=text.encode(), check=True, **quiet)
        wait_until(lambda: self.clipboard() == text, "the text can be pasted")

    def clipboard(self, selection: str = "clipboard") -> str:
        """What another program would paste, empty when there is nothing."""
        command = ["xclip", "-out", "-selection", selection, "-target", "UTF8_STRING"]
        done = subprocess.run(command, env=self._environment, capture_output=True, check=False)
        return done.stdout.decode()

    def wait_for_clipboard(self, beginning: str) -> str:
        """What can be pasted, once it begins like this."""
        wait_until(lambda: self.clipboard().startswith(beginning), f"{beginning}… can be pasted")
        return self.clipboard()

    # the screen

    def take_picture(self, file: Path) -> QImage:
        """The whole screen as a PNG file and as an image."""
        return self._desktop.screenshot(file)

    def scan(self, picture: Path) -> list[str]:
        """What the camera of a telephone reads from the screen, once there is a code."""
        codes: list[str] = []

        def read() -> bool:
            codes[:] = self.codes(picture)
            return bool(codes)

        wait_until(read, "a code that can be scanned")
        return codes

    def codes(self, picture: Path) -> list[str]:
        """What the camera of a telephone reads from the screen now."""
        grey = self.take_picture(picture).convertToFormat(QImage.Format.Format_Grayscale8)
        pixels = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
        return [code.text for code in zxingcpp.read_barcodes(pixels, try_invert=False)]

    def cut_off(self) -> list[str]:
        """What does not fit into its scroll area from left to right, as one line each."""
        return self._steadily(
            lambda: [node.line() for node in self._everything() if _sticks_out(node)]
        )

    # how

    def _popups(self) -> int:
        pid = str(self.program.pid)
        found = self._desktop.xdotool(
            "search", "--onlyvisible", "--all", "--pid", pid, "--name", ""
        )
        return len(found.split())

    def bring_into_view(self, node: Node) -> None:
        area = _scroll_area(node)
        if area is None:
            return

        def in_view() -> bool:
            distance = _outside(area, node.box)
            if distance:
                self._turn_wheel(area, distance)
            return not distance

        wait_until(in_view, f"{node.identifier} comes into view")

    def _turn_wheel(self, area: Box, distance: int) -> None:
        """Turn the wheel over the edge of the area, where no control takes it."""
        x, y = area.x + 8, area.middle[1]
        notches = max(1, abs(distance) // NOTCH)
        button = WHEEL_DOWN if distance > 0 else WHEEL_UP
        self._desktop.xdotool("mousemove", str(x), str(y))
        self._desktop.xdotool("click", "--repeat", str(notches), "--delay", "5", button)

    def _click_at(self, point: tuple[int, int]) -> None:
        self._desktop.xdotool("mousemove", str(point[0]), str(point[1]), "click", "1")
        self._clicked = time.monotonic()


def _scroll_area(node: Node) -> Box | None:
    """The visible part of the scroll area that a control is in, if it is in one.

    A text of several lines is a scroll area itself; the one around it is meant.
    """
    at = node
    while at.role not in TOPS:
        at = at.parent
        if at.is_called(VIEWPORT):
            return at.box
    return None


def _sticks_out(node: Node) -> bool:
    area, box = _scroll_area(node), node.box
    return area is not None and (box.x < area.x or box.x + box.width > area.x + area.width)


def _outside(area: Box, box: Box) -> int:
    """How many pixels a control is below (or above: negative) the part that can be seen."""
    above, below = area.y + EDGE - box.y, box.y + box.height - (area.y + area.height - EDGE)
    if below > 0 and above < 0:
        return below
    return -above if above > 0 and below < 0 else 0
