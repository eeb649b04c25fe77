"""What only practice mode has in the window: the panel at its side, and beginning again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDockWidget, QWidget

from gui.core.errors import AppError
from gui.core.practice.world import World
from gui.ui.autosave import LANE
from gui.ui.practice_panel import PracticePanel
from gui.ui.questions import confirm
from gui.ui.services import Services

RESTART = "要重新开始演练吗"
RESTART_TEXT = (
    "会打开一条新的示例记录，又回到被打回的样子。安排过的状况都会取消。\n"
    "以前的演练记录留在列表里，状态不变。"
)


class PracticeCorner(QObject):
    """`restarted` carries the id of the fresh example."""

    restarted = Signal(str)
    failed = Signal(object)  # AppError

    def __init__(self, services: Services, world: World, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._window = window
        self.panel = PracticePanel(world)
        self.panel.restart_requested.connect(self._ask)
        self.dock = QDockWidget("演练", window)
        self.dock.setObjectName("practice_dock")
        self.dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetMovable)  # it has no way back
        self.dock.setWidget(self.panel)

    @Slot()
    def _ask(self) -> None:
        confirm(self._window, RESTART, RESTART_TEXT, "重新开始", "继续现在的", self._on_yes)

    @Slot()
    def _on_yes(self) -> None:
        self._services.tasks.start(
            self._services.practice.restart,
            on_success=self._on_restarted,
            on_failure=self._on_failed,
            lane=LANE,
        )

    @Slot(object)
    def _on_restarted(self, record_id: str) -> None:
        self.panel.forget_plans()
        self.restarted.emit(record_id)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.failed.emit(error)
