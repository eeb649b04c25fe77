"""What the program is told when it is started."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gui import __version__


class Options(NamedTuple):
    """The command line."""

    practice: bool = False
    selftest: bool = False
    selftest_report: Path | None = None
    data_dir: Path | None = None
    file: Path | None = None


def parsed(given: Sequence[str]) -> Options:
    """The options that are given; ends the process when they make no sense, or ask for words."""
    from argparse import ArgumentParser

    parser = ArgumentParser(prog="reauth-desk", description="重审助手 (Reauth Desk)")
    parser.add_argument("--version", action="version", version=f"reauth-desk {__version__}")
    parser.add_argument("--practice", action="store_true", help="演练：不连接微信，不影响正式数据")
    parser.add_argument("--selftest", action="store_true", help="check this copy, and exit")
    parser.add_argument("--selftest-report", type=Path, help="also write the findings here")
    parser.add_argument("--data-dir", type=Path, help="the folder that keeps everything")
    parser.add_argument("file", nargs="?", type=Path, help="a draft file to import")
    return Options(**vars(parser.parse_args(given)))
