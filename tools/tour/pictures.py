"""Pictures in every state: on tiles, closely, on the check page, used before, refused, waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, cast

from PySide6.QtWidgets import QDockWidget, QLabel, QListWidget, QWidget

from gui.core.album import Source
from gui.core.practice.faults import Fault
from gui.core.store.uploads import UploadRows
from gui.ui.picture_editor import PictureEditor
from gui.ui.picture_viewer import ORIGINAL, SENT
from gui.ui.scroll_column import ScrollColumn
from tools.tour.example_pictures import LARGE, SMALL, paper
from tools.tour.walker import Scene, Walker, settle, until

OTHER = "/qualification_other"
OF_LAST_WEEK = "Z8kQ2v7xT0_bD4mWcY6rJ1nPsL9hA3eU5gF"
UPLOAD, TOO_LARGE, NOT_KNOWN = "uploadauthmaterial", 40006, 89636
DAYS = 86_400.0
LONG_NAME = "营业执照副本（2025 年变更登记后换发，加盖公章的彩色扫描件）第 1 页.jpg"


class PictureJob(Walker):
    """The window is one of practice mode."""

    def scenes(self) -> Iterator[Scene]:
        """What happens with the pictures of one field."""
        self.until_ready()
        dock = self.window.findChild(QDockWidget)
        if dock is not None:
            dock.hide()
        self.correct()
        self.write(f"{OTHER}/0/id", OF_LAST_WEEK)
        yield from self._uploaded()
        yield from self._close()
        yield from self._checked()
        yield from self._under_way()
        yield from self._refused_files()
        yield from self._submitted_early()
        yield from self._without_account()
        self.stand_in.release()

    def _editor(self) -> PictureEditor:
        return cast("PictureEditor", self.window.record.form.view.rows[OTHER].editor)

    def _give(self, *papers: tuple[str, bytes]) -> None:
        self._editor().give([Source(content, name) for name, content in papers])
        until(self.window.record.pictures.intake.is_idle, "they are added")

    def _states(self) -> list[str]:
        tiles = self._editor().grid.pictures()
        return [tile.state_text().partition(" ")[0] for tile in tiles]

    def _until_states(self, *wanted: str) -> None:
        until(lambda: sorted(self._states()) == sorted(wanted), f"{wanted}")

    def _at_pictures(self, name: str) -> Scene:
        self.window.record.edit(OTHER)
        return self.scene(name)

    def _uploaded(self) -> Iterator[Scene]:
        """One as it was, one made smaller, one that is too small, beside an id of WeChat."""
        self._give(
            (LONG_NAME, paper(1)),
            ("照片.jpg", paper(2, LARGE, noisy=True)),
            ("截图.jpg", paper(3, SMALL)),
        )
        self._until_states(*["已上传"] * 3)
        yield self._at_pictures("pictures")
        self.command("save_draft")
        until(self.window.record.session.saving.is_saved, "it is saved")
        self.press(f"{OTHER}/used")
        used = self.find("used_pictures")
        listed = self.find("used_list", used)
        if isinstance(listed, QListWidget):
            until(lambda: listed.count() == 3, "they are offered")
            listed.item(0).setSelected(True)
        settle()
        yield Scene("used_pictures", used)
        used.close()

    def _close(self) -> Iterator[Scene]:
        self.press(f"{OTHER}/2/look")
        viewer = self.find("picture_viewer")
        self._until_read(viewer, SENT)
        yield Scene("viewer", viewer)
        self.press("compare", viewer)
        self._until_read(viewer, ORIGINAL)
        yield Scene("viewer_original", viewer)
        viewer.close()

    def _until_read(self, viewer: QWidget, of: str) -> None:
        turn = self.find("turn_left", viewer)
        words = viewer.findChildren(QLabel)
        until(lambda: turn.isEnabled() and any("×" in w.text() and of in w.text() for w in words))
        settle()

    def _checked(self) -> Iterator[Scene]:
        """Read once more, and refused: WeChat has forgotten an id."""
        self.press("check_answers")
        page = self.find("check_page")
        column = cast("ScrollColumn", self.find("check_answers_list"))
        column.ensureWidgetVisible(self.find(f"answer:{OTHER}/3", page))
        yield self.scene("check_pictures")
        self.world.refuse("reauth", NOT_KNOWN, f"invalid media_id {OF_LAST_WEEK}")
        self.press("submit")
        until(self.window.record.form.isVisible, "it is refused")
        yield self._at_pictures("picture_refused")

    def _under_way(self) -> Iterator[Scene]:
        """Failed, uploading, waiting, and with an id that is too old."""
        aged = self._age()
        self.window.messages.clear()
        self.world.refuse(UPLOAD, TOO_LARGE)
        self._give(("合同.jpg", paper(4)))
        self._until_states(*["已上传"] * 3, "未传成功")
        self.world.misbehave(UPLOAD, Fault.HANG, times=9)
        self._give(*((f"材料 {number}.jpg", paper(number)) for number in (5, 6, 7)))
        self._until_states(*["已上传"] * 3, "未传成功", *["上传中"] * 2, "等待上传")
        self.window.record.pictures.states.retry(aged)
        self._until_states(*["已上传"] * 2, "未传成功", *["上传中"] * 2, *["等待上传"] * 2)
        yield self._at_pictures("pictures_under_way")
        bar = self.window.record.form.view.verticalScrollBar()
        bar.setValue(bar.value() + self.window.record.form.view.height() * 2 // 3)
        yield self.scene("pictures_under_way_below")

    def _age(self) -> str:
        """What was uploaded first is from another week."""
        services = cast("Any", self.window.services)
        rows = UploadRows(services.database, lambda: time.time() - 7 * DAYS)
        tile = self._editor().grid.pictures()[0]
        appid = services.known_accounts[0].appid
        rows.keep(tile.sha256, appid, services.upload_rows.of(appid)[tile.sha256].media_id)
        return tile.sha256

    def _refused_files(self) -> Iterator[Scene]:
        self._give(("说明.docx", b"PK\x03\x04"), ("空白.jpg", b""))
        view, dismiss = self.window.record.form.view, self.find(f"{OTHER}/dismiss")
        view.ensureWidgetVisible(dismiss, 0, view.height() // 3)
        yield self.scene("files_refused")

    def _submitted_early(self) -> Iterator[Scene]:
        """The submission waits for the uploads, and can be stopped."""
        self.press("check_answers")
        self.press("submit")
        self.find("cancel_submit")
        yield self.scene("submit_waits")
        self.press("cancel_submit")
        self.press("back_to_form")

    def _without_account(self) -> Iterator[Scene]:
        self.window.show_list()
        self.command("new_draft")
        session = self.window.record.session
        until(lambda: session.sheet is not None and session.sheet.account is None, "a new record")
        self.until_ready()
        yield self._at_pictures("pictures_none")
        self._give(("执照.jpg", paper(8)))
        yield self._at_pictures("pictures_no_account")
