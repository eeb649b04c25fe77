"""A small window above all others, from which files can be dragged: what a file manager does.

usage: file_manager.py PATH…
"""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

PLACE = (4, 4, 40, 24)


class Files(QLabel):
    def __init__(self, paths):
        super().__init__("files")
        self._paths = paths
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.WindowStaysOnTopHint)
        self.setGeometry(*PLACE)

    def mousePressEvent(self, event):
        event.accept()

    def mouseMoveEvent(self, event):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path) for path in self._paths])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    files = Files(sys.argv[1:])
    files.show()
    print("shown", flush=True)
    app.exec()
