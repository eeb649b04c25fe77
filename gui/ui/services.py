"""What app.py builds for the window: made when it is first asked for, so that a start is quick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gui.core.account_desk import AccountDesk
    from gui.core.album import Album
    from gui.core.answer_desk import AnswerDesk
    from gui.core.desk import Desk
    from gui.core.erase import Eraser
    from gui.core.form.spec import FormSpec
    from gui.core.keystore import Secrets
    from gui.core.practice.setup import Practice
    from gui.core.practice.world import World
    from gui.core.settings import Settings
    from gui.core.store.accounts import Account
    from gui.core.transfers import Transfers
    from gui.core.uploads import Uploads
    from gui.ui.tasks import Handler, TaskRunner
    from gui.ui.upload_news import UploadNews


class Services(Protocol):
    """`world` and `practice` are for practice mode only; `known_accounts` is as last read."""

    known_accounts: list[Account]

    @property
    def spec(self) -> FormSpec: ...
    @property
    def tasks(self) -> TaskRunner: ...
    @property
    def data_folder(self) -> Path: ...
    @property
    def world(self) -> World | None: ...
    @property
    def practice(self) -> Practice: ...
    @property
    def desk(self) -> Desk: ...
    @property
    def secrets(self) -> Secrets: ...
    @property
    def accounts(self) -> AccountDesk: ...
    @property
    def answers(self) -> AnswerDesk: ...
    @property
    def transfers(self) -> Transfers: ...
    @property
    def album(self) -> Album: ...
    @property
    def uploads(self) -> Uploads: ...
    @property
    def upload_news(self) -> UploadNews: ...
    @property
    def eraser(self) -> Eraser: ...
    @property
    def settings(self) -> Settings: ...

    @property
    def default_folder(self) -> Path | None:
        """Where the choice of another data folder is noted; None when it cannot be chosen."""

    def keep_settings(self, settings: Settings, on_failure: Handler | None = None) -> None:
        """Put settings into force at once, and write them off the GUI thread."""

    def settings_written(self) -> bool:
        """Before the end: wait a moment for the settings to be written."""
