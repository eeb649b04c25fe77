"""The half of the self-test that needs Qt: pictures, words, fonts, icons and input methods."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from gui.core.errors import AppError
from gui.core.selftest import Check, core_checks, findings
from gui.ui.theme import chinese_font_installed, icon

FORMATS = frozenset({"png", "jpg", "jpeg", "gif", "svg"})
INPUT_METHODS = frozenset({"ibus", "compose"})


def run(app: QApplication) -> int:
    """Print a line for each check; returns 0 when all of them passed, else 1."""
    checks = {**core_checks(), **_qt_checks(app)}
    found = list(findings(checks))
    if sys.stdout is not None:  # a windowed program on Windows has none
        sys.stdout.write("".join(f"{finding}\n" for finding in found))
    return 0 if all(finding.passed for finding in found) else 1


def _qt_checks(app: QApplication) -> dict[str, Check]:
    return {
        "pictures": _pictures,
        "icons": _icons,
        "translation": _translation,
        "font": _font,
        "input": lambda: _input_methods(app),
    }


def _pictures() -> str:
    known = {bytes(name.data()).decode("ascii") for name in QImageReader.supportedImageFormats()}
    if not known >= FORMATS:
        raise AppError(f"读不了 {'、'.join(sorted(FORMATS - known))}。", title="图片格式不全")
    return " ".join(sorted(known))


def _icons() -> str:
    if icon("check-circle").pixmap(32, 32).toImage().pixelColor(16, 1).alpha() == 0:
        raise AppError("图标画出来是空的。", title="图标不能显示")
    return "图标画得出来"


def _translation() -> str:
    button = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    words = button.button(QDialogButtonBox.StandardButton.Save).text().partition("(")[0]
    if words != "保存":
        raise AppError(f"标准按钮写的是「{words}」。", title="Qt 的中文没有装上")
    return f"标准按钮写的是「{words}」"


def _font() -> str:
    if not chinese_font_installed():
        raise AppError("请安装中文字体（Debian：fonts-noto-cjk）。", title="没有中文字体")
    return "有中文字体"


def _input_methods(app: QApplication) -> str:
    if sys.platform != "linux":
        return f"由系统提供（{app.platformName()}）"
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    files = [file.name for file in (folder / "platforminputcontexts").glob("*.so")]
    found = {name for name in INPUT_METHODS if any(name in file for file in files)}
    if found != INPUT_METHODS:
        lacking = "、".join(sorted(INPUT_METHODS - found))
        raise AppError(f"缺少 {lacking} 插件。", title="中文输入法不能使用")
    return " ".join(sorted(found))
