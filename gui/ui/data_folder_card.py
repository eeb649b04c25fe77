"""数据文件夹 in the settings: where everything is kept, and from when on it is kept elsewhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from gui.ui.buttons import make_button
from gui.ui.dialog_field import DialogField
from gui.ui.labels import announce, plain_label

HELP = "草稿、提交记录和设置都保存在这里，只有你的系统账户可以打开。"
CHANGE_HELP = (
    "更改后，下次打开程序时生效。现有的数据不会自动搬过去：要继续使用，请退出程序，"
    "把这个文件夹里的全部文件复制到新文件夹，再打开程序。"
)
NEXT = "下次打开程序时改用「{folder}」。这次仍然使用上面的文件夹。"


class DataFolderCard(QFrame):
    """`folder_chosen` carries the Path that the user picked; keeping it is the dialog's work."""

    folder_chosen = Signal(object)  # Path

    def __init__(self, folder: Path, *, changeable: bool) -> None:
        super().__init__()
        self._folder = folder
        self.setProperty("role", "card")
        line = QLineEdit(str(folder))
        line.setObjectName("data_folder")
        line.setReadOnly(True)
        line.setCursorPosition(0)
        help_text = f"{HELP}{CHANGE_HELP}" if changeable else HELP
        self._next = plain_label("", "success")
        self._next.setObjectName("data_folder_next")
        self._next.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(10)
        box.addWidget(DialogField("数据文件夹", line, help_text))
        box.addWidget(self._next)
        box.addLayout(self._build_buttons(changeable=changeable))

    def _build_buttons(self, *, changeable: bool) -> QHBoxLayout:
        show = make_button("打开文件夹", "open_data_folder", icon_name="folder-open")
        show.clicked.connect(self._on_show)
        change = make_button("更改…", "change_data_folder")
        change.clicked.connect(self._on_change)
        change.setVisible(changeable)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(show)
        row.addWidget(change)
        row.addStretch(1)
        return row

    def show_next(self, folder: Path) -> None:
        """The folder was taken for the next start."""
        text = NEXT.format(folder=folder)
        self._next.setText(text)
        self._next.setVisible(folder != self._folder)
        announce(self._next, text)

    @Slot()
    def _on_show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    @Slot()
    def _on_change(self) -> None:
        dialog = QFileDialog(self, "选择数据文件夹", str(self._folder.parent))
        dialog.setObjectName("choose_data_folder")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        if path:
            self.folder_chosen.emit(Path(path))
