"""The half of the self-test that needs Qt: pictures, words, fonts, icons, screen and input."""

from __future__ import annotations

import base64
import functools
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCollator,
    QIODevice,
    QLibraryInfo,
    QLocale,
    QPluginLoader,
)
from PySide6.QtGui import QColor, QIcon, QImage, QImageReader, QImageWriter
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from gui import __version__
from gui.core.errors import AppError
from gui.core.paths import RESOURCES
from gui.core.selftest import Check, core_checks, findings
from gui.ui.theme import chinese_font_installed, icon

# Qt writes all but these two, which therefore come along: one red pixel each.
SAMPLES = {
    "gif": base64.b64decode("R0lGODdhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs="),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">'
    b'<rect width="1" height="1" fill="#ff0000"/></svg>',
}
WRITTEN = ("png", "jpg", "bmp", "webp")
INPUT_METHODS = ("compose", "ibus")
BY_NUMBER, BY_SOUND = ["张", "李", "王"], ["李", "王", "张"]  # li, wang, zhang


def run(app: QApplication, report: Path | None = None) -> int:
    """Tell every finding as it comes, also in the file `report`; returns 0 when all is well.

    A windowed program on Windows has no output, so that there only `report` tells.
    Raises OSError when `report` cannot be written.
    """
    outputs = [sys.stdout] if sys.stdout is not None else []
    with ExitStack() as stack:
        if report is not None:
            outputs.append(stack.enter_context(report.open("w", encoding="utf-8")))

        def say(line: str) -> None:
            for output in outputs:
                output.write(f"{line}\n")
                output.flush()

        passed = True
        for finding in findings({"program": _program, **core_checks(), **_qt_checks(app)}):
            say(str(finding))
            passed = passed and finding.passed
    return 0 if passed else 1


def _qt_checks(app: QApplication) -> dict[str, Check]:
    return {
        "pictures": _pictures,
        "icons": _icons,
        "translation": _translation,
        "sorting": _sorting,
        "font": _font,
        "screen": lambda: _screen(app),
        "input": _input_methods,
        "links": _links,
    }


def _program() -> str:
    kind = "安装的程序" if hasattr(sys, "frozen") else "源代码"
    python = ".".join(map(str, sys.version_info[:3]))
    qt = QLibraryInfo.version().toString()
    return f"重审助手 {__version__}（{kind}），Python {python}，Qt {qt}，{sys.platform}"


def _pictures() -> str:
    for name, content in {**SAMPLES, **{name: _written(name) for name in WRITTEN}}.items():
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        image = QImageReader(buffer, QByteArray(name.encode())).read()
        if image.isNull() or QColor(image.pixel(0, 0)).red() < 240:
            raise AppError(f"读不了 {name.upper()} 图片。", title="图片格式不全")
    return " ".join(sorted({*SAMPLES, *WRITTEN}))


def _written(name: str) -> bytes:
    """One red pixel as a picture of this format; empty where Qt cannot write it."""
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(name.encode())).write(image)
    return bytes(buffer.data().data())


def _icons() -> str:
    line = icon("check-circle").pixmap(32, 32).toImage()
    own = QIcon(str(RESOURCES / "app" / "reauth-desk.svg")).pixmap(32, 32).toImage()
    if line.pixelColor(16, 1).alpha() == 0 or own.isNull() or own.pixelColor(16, 4).alpha() == 0:
        raise AppError("图标画出来是空的。", title="图标不能显示")
    return "图标画得出来"


def _translation() -> str:
    button = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    words = button.button(QDialogButtonBox.StandardButton.Save).text().partition("(")[0]
    if words != "保存":
        raise AppError(f"标准按钮写的是「{words}」。", title="Qt 的中文没有装上")
    return f"标准按钮写的是「{words}」"


def _sorting() -> str:
    collator = QCollator(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    found = sorted(BY_NUMBER, key=functools.cmp_to_key(collator.compare))
    if found != BY_SOUND:
        raise AppError(f"排成了 {'、'.join(found)}。", title="中文不按拼音排序")
    return f"按拼音排序：{'、'.join(found)}"


def _font() -> str:
    if not chinese_font_installed():
        raise AppError("请安装中文字体（Debian：fonts-noto-cjk）。", title="没有中文字体")
    return "有中文字体"


def _screen(app: QApplication) -> str:
    if sys.platform == "linux":
        _load("platforms", "xcb")  # also when the test itself runs without a screen
    return f"窗口系统 {app.platformName()}"


def _input_methods() -> str:
    if sys.platform != "linux":
        return "由系统提供"
    for name in INPUT_METHODS:
        _load("platforminputcontexts", name)
    return " ".join(INPUT_METHODS)


def _load(kind: str, name: str) -> None:
    """Load a plugin of Qt with all that it needs. Raises AppError with what is missing."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / kind
    loader = QPluginLoader(str(next(folder.glob(f"*{name}*"), folder / name)))
    if not loader.load():
        raise AppError(loader.errorString(), title=f"{name} 插件不能使用")


def _links() -> str:
    """Browsers that are started from here must not load the libraries of this program."""
    inside = getattr(sys, "_MEIPASS", None)
    if inside is not None and inside in os.environ.get("LD_LIBRARY_PATH", ""):
        raise AppError("LD_LIBRARY_PATH 指向程序自己的文件夹。", title="链接可能打不开")
    return "浏览器用系统自己的程序库打开"
