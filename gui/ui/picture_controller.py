"""The pictures of the open record: added, looked at, turned and uploaded for its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from gui.core.album import Added, Room
from gui.core.errors import AppError, FileRefused
from gui.core.form.spec import FieldKind
from gui.core.local_pictures import pictures_in
from gui.core.picture_names import in_words, with_references
from gui.core.store.pictures import PREFIX
from gui.ui.check_pictures import CheckPictures
from gui.ui.form_page import FormPage
from gui.ui.picture_counts import PictureCounts
from gui.ui.picture_dialogs import PictureDialogs
from gui.ui.picture_editor import PictureEditor
from gui.ui.picture_intake import PictureIntake
from gui.ui.picture_paste import PicturePaste
from gui.ui.picture_shelf import PictureShelf
from gui.ui.picture_sources import Given
from gui.ui.picture_states import PictureStates
from gui.ui.picture_turning import TURNS, PictureTurning
from gui.ui.record_session import RecordSession
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.album import Album, Shown
    from gui.core.form.summary import SectionSummary
    from gui.core.uploads import Uploads
    from gui.ui.form_view import SectionCard

UNCLEAR = ("先点一下要放图片的地方，再按 Ctrl+V", "图片还没有添加。")
LEFT_OUT = ("还有图片没有添加", "它们是给上一条记录选的，还没有处理完。请打开那条记录再选一次。")


class PictureController(QObject):
    """Answers what the picture editors of the form announce; from the first paint on."""

    told = Signal(object)  # AppError
    noted = Signal(str, str)
    account_wanted = Signal()

    def __init__(
        self, services: Services, session: RecordSession, form: FormPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session
        self._form = form
        self._model = form.model
        self._editors: dict[str, PictureEditor] = {}
        self._exchanged: dict[str, list[str]] = {}
        self._pointers = {
            pointer
            for pointer, field in self._model.spec.fields.items()
            if field.kind is FieldKind.MEDIA
        }
        tasks = services.tasks
        self.shelf = PictureShelf(self._album, tasks, self)
        self.states = PictureStates(self._uploads, services.upload_news, tasks, self)
        self.counts = PictureCounts(self._pointers, self._model, self.states, self)
        self.check = CheckPictures(
            self._pointers, self._model, session, self.shelf, self.states, self
        )
        self.turning = PictureTurning(self._album, self._model, self.shelf, tasks, self)
        self.intake = PictureIntake(self._album, self._room, self.shelf.prepare, tasks, self)
        self.dialogs = PictureDialogs(services, self.shelf, form, self)
        self.paste = PicturePaste(form, self._editors.values)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._connect()
        for card in form.view.cards.values():
            self._on_card(card)
        self._soon.start()

    def _album(self) -> Album:
        return self._services.album

    def _uploads(self) -> Uploads:
        return self._services.uploads

    def _connect(self) -> None:
        self._soon.timeout.connect(self._follow)
        self._form.view.card_made.connect(self._on_card)
        self._session.opened.connect(self._on_opened)
        self._session.changed_sheet.connect(self._on_changed)
        self._model.value_changed.connect(self._on_value)
        self._model.resolved.connect(self._soon.start)
        self.shelf.arrived.connect(self._on_arrived)
        self.shelf.lost.connect(self._on_lost)
        self.states.changed.connect(self._on_state)
        self.intake.begun.connect(self._on_begun)
        self.intake.added.connect(self._on_added)
        self.intake.ended.connect(self._on_ended)
        self.dialogs.files_chosen.connect(self._on_given)
        self.dialogs.used_chosen.connect(self._on_used_chosen)
        self.dialogs.turn_wanted.connect(self.turning.turn)
        self.turning.turned.connect(self.dialogs.show_turned)
        self.turning.failed.connect(self._on_failed)
        self.dialogs.failed.connect(self._on_failed)
        self.check.account_wanted.connect(self.account_wanted)
        self.paste.unclear.connect(self._on_unclear)

    @Slot(object)
    def _on_card(self, card: SectionCard) -> None:
        for pointer, row in card.rows.items():
            editor = row.editor
            if isinstance(editor, PictureEditor):
                self._editors[pointer] = editor
                editor.given.connect(self._on_given)
                editor.wished.connect(self._on_wished)
                editor.unknown.connect(self._on_unknown)
                editor.files_wanted.connect(self.dialogs.choose_files)
                editor.used_wanted.connect(self._on_used_wanted)
                editor.stop_wanted.connect(self._on_stop)
                self._on_unknown(pointer)

    # what others ask

    def in_words(self, sections: Iterable[SectionSummary]) -> tuple[SectionSummary, ...]:
        """A summary in which pictures are called by their names."""
        return in_words(sections, self.shelf.names())

    def with_references(self, sent: Any) -> Any:
        """What was sent before, with the pictures of this computer in the place of their ids."""
        known = (self.states.state(one) for one in self.shelf.names())
        uploads = [state.upload for state in known if state is not None and state.upload]
        return with_references(sent, {one.media_id: PREFIX + one.sha256 for one in uploads})

    def mark_refused(self, media_id: str) -> None:
        """WeChat does not know an id: mark the tile on which it stands."""
        for editor in self._editors.values():
            editor.grid.mark_refused(media_id)

    # pictures come in

    def _room(self, pointer: str) -> Room:
        return self._editors[pointer].room()

    @Slot(str, object)
    def _on_given(self, pointer: str, given: list[Given]) -> None:
        self.intake.take(pointer, given)

    @Slot(str, int)
    def _on_begun(self, pointer: str, files: int) -> None:
        editor = self._editors[pointer]
        self._exchanged[pointer] = editor.listed()
        editor.show_busy(files)

    @Slot(str, object)
    def _on_added(self, pointer: str, shown: Shown) -> None:
        self.shelf.put(shown)
        self._answer(pointer, [shown.picture.reference])

    @Slot(str, object)
    def _on_ended(self, pointer: str, added: Added) -> None:
        self._model.leave(pointer)  # once for all of them: it takes a while
        self._editors[pointer].show_added(added, self._exchanged.pop(pointer, []))
        self._tell_disk(added.refused)

    def _tell_disk(self, refused: Iterable[AppError]) -> None:
        """What is wrong with the disk is not about one file: it is said on top of the page too."""
        for error in refused:
            if not isinstance(error, FileRefused):
                self.told.emit(error)

    def _answer(self, pointer: str, references: list[str]) -> None:
        self._model.set_value(pointer, self._editors[pointer].with_more(references))

    @Slot()
    def _on_unclear(self) -> None:
        self.noted.emit(*UNCLEAR)

    @Slot(str)
    def _on_stop(self, pointer: str) -> None:
        self.intake.stop(pointer)

    @Slot(str)
    def _on_used_wanted(self, pointer: str) -> None:
        sheet = self._session.sheet
        if sheet is not None:
            self.dialogs.show_used(pointer, sheet.record.account_id)

    @Slot(str, object)
    def _on_used_chosen(self, pointer: str, chosen: list[Shown]) -> None:
        """As many as there is room for, and a sentence about the rest."""
        room, editor = self._room(pointer), self._editors[pointer]
        before = editor.listed()
        new = [one for one in chosen if one.picture.reference not in before]
        fitting = new[: room.free]
        for shown in fitting:
            self.shelf.put(shown)
        if fitting:
            self._answer(pointer, [one.picture.reference for one in fitting])
            self._model.leave(pointer)
        left = room.sentence(len(fitting), len(new) - len(fitting))
        editor.show_added(Added(tuple(fitting), (), left), before)

    # what is done with one

    @Slot(str, str, str)
    def _on_wished(self, pointer: str, deed: str, sha256: str) -> None:
        if deed in TURNS:
            self.turning.turn(pointer, sha256, TURNS[deed])
        elif deed == "look":
            self.dialogs.look(pointer, sha256)
        elif deed == "account":
            self.account_wanted.emit()
        elif deed == "copy_id":
            state = self.states.state(sha256)
            if state is not None and state.upload is not None:
                QGuiApplication.clipboard().setText(state.upload.media_id)
        elif deed == "why":
            state = self.states.state(sha256)
            if state is not None and state.error is not None:
                self.told.emit(state.error)
        else:
            {
                "retry": self.states.retry,
                "again": self.states.again,
                "cancel": self.states.cancel,
            }[deed](sha256)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.dialogs.show_failure(error)
        self.told.emit(error)

    # what is known about them

    @Slot(object)
    def _on_opened(self, _: object) -> None:
        """Another record: what was chosen for the one before is not for it."""
        if self.intake.forget():
            self.noted.emit(*LEFT_OUT)
        self._soon.start()

    @Slot(object)
    def _on_changed(self, _: object) -> None:
        self._soon.start()

    @Slot(str)
    def _on_value(self, pointer: str) -> None:
        if pointer in self._pointers:
            self._soon.start()

    @Slot()
    def _follow(self) -> None:
        """Upload what the form asks; what is hidden is not sent, and so not uploaded."""
        visible = self._model.resolution.visible
        values = {p: self._model.value(p) for p in self._pointers if p in visible}
        sheet = self._session.sheet
        self.states.follow(pictures_in(values), sheet.account if sheet else None)

    @Slot(object)
    def on_account_saved(self, _: object) -> None:
        """An account may be usable now: what waited for it goes on."""
        self.states.restart()
        self._soon.start()

    @Slot(str)
    def _on_unknown(self, pointer: str) -> None:
        editor = self._editors[pointer]
        pictures = [tile.sha256 for tile in editor.grid.pictures()]
        for sha256 in pictures:
            known = self.shelf.get(sha256)
            if known is not None:
                editor.grid.show_picture(*known)
            editor.grid.show_state(sha256, self.states.state(sha256))
        self.shelf.read(pictures)

    @Slot(str)
    def _on_arrived(self, sha256: str) -> None:
        known = self.shelf.get(sha256)
        for editor in self._editors.values():
            if known is not None:
                editor.grid.show_picture(*known)

    @Slot(str)
    def _on_lost(self, sha256: str) -> None:
        for editor in self._editors.values():
            editor.grid.show_lost(sha256)

    @Slot(str)
    def _on_state(self, sha256: str) -> None:
        for editor in self._editors.values():
            editor.grid.show_state(sha256, self.states.state(sha256))
