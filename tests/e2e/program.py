"""The program as a process: started, killed, and asked for its windows."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.e2e.accessibility import Bus, GoneError, Node
from tests.e2e.wechat_namespace import ROOT
from tests.fixtures_desktop import wait_until

# From source, or the packaged program where this variable says (`make trial`).
START = shlex.split(os.environ.get("PROGRAM_UNDER_TEST", "")) or [sys.executable, "-m", "gui"]


class Program:
    """One start of the program; `output` is what it wrote to its terminal."""

    def __init__(self, process: subprocess.Popen, bus: Bus, output: Path) -> None:
        self._process = process
        self._bus = bus
        self._output = output

    @property
    def pid(self) -> int:
        return self._process.pid

    def windows(self) -> list[Node]:
        """What it shows: the main window, dialogs, menus. Empty once it has ended."""
        return self._bus.windows(self.pid)

    def output(self) -> str:
        """What it wrote to its terminal."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """As when the power fails: no time for a last word."""
        self._process.kill()
        self._process.wait(10)

    def fall_asleep(self) -> None:
        """As when the lid of the computer is closed: nothing of it runs any more."""
        self._process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WNOWAIT)

    def wake_up(self) -> None:
        """It goes on where it was."""
        self._process.send_signal(signal.SIGCONT)

    def ask_to_end(self) -> int:
        """As the system does when its user logs out; gives the exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(20)

    def wait(self, seconds: float = 20) -> int:
        """The exit code, once it has ended by itself."""
        return self._process.wait(seconds)

    def is_running(self) -> bool:
        return self._process.poll() is None

    def describe(self) -> str:
        """Everything it shows as an indented text, for a person."""
        lines: list[str] = []
        with suppress(GoneError, TimeoutError):
            for window in self.windows():
                _describe(window, 0, lines)
        return "\n".join(lines) or "(nothing to be seen)"


def _describe(node: Node, depth: int, lines: list[str]) -> None:
    told = bool(node.name)
    if told:
        lines.append("  " * depth + node.line())
    for child in node.children:
        if "showing" in child.states:
            _describe(child, depth + told, lines)


class Starter:
    """Starts the program again and again in one session, and ends what is left over."""

    def __init__(self, environment: dict[str, str], bus: Bus, output: Path) -> None:
        self.environment = environment
        self.command = START
        self.started: list[Program] = []
        self._bus = bus
        self._output = output

    def start(self, *arguments: str, inside: list[str] | None = None) -> Program:
        """Start it, and wait for its window unless it ends before."""
        program = self.launch(*arguments, inside=inside)
        wait_until(lambda: program.windows() or not program.is_running(), "the window opens")
        return program

    def launch(self, *arguments: str, inside: list[str] | None = None) -> Program:
        """Start it; `inside` is a command that starts it elsewhere."""
        file = self._output / f"program-{len(self.started) + 1}.log"
        with file.open("wb") as log:
            process = subprocess.Popen(
                [*(inside or []), *self.command, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        program = Program(process, self._bus, file)
        self.started.append(program)
        return program

    def end_all(self) -> None:
        """Nothing survives the test."""
        for program in self.started:
            program.kill()
