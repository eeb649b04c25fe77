"""Starts the program: the only place that builds services and decides which ones.

What the first paint does not need is imported and built after it (see `make bench`).
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from gui import __version__
from gui.command_line import Options, parsed
from gui.core.child_environment import restore_library_path
from gui.core.core_dumps import forbid_core_dumps
from gui.core.errors import AppError
from gui.core.form.spec import load_form
from gui.core.paths import RESOURCES, default_data_folder
from gui.core.settings import FILE, Settings, data_folder
from gui.core.store.accounts import Accounts
from gui.core.store.backups import Backups
from gui.core.store.connection import Database
from gui.core.store.database import Opened, open_database
from gui.core.store.journal import Journal
from gui.core.store.pictures import Pictures
from gui.core.store.records import Records
from gui.core.store.uploads import UploadRows
from gui.ui.looks import Looks
from gui.ui.main_window import MainWindow
from gui.ui.record_names import name_for
from gui.ui.single_instance import SingleInstance
from gui.ui.start import Start, say_and_leave, say_fault_and_leave
from gui.ui.tasks import Handler, TaskRunner
from gui.ui.theme import install_chinese
from gui.ui.upload_news import UploadNews

if TYPE_CHECKING:
    from gui.core.account_desk import AccountDesk
    from gui.core.album import Album
    from gui.core.answer_desk import AnswerDesk
    from gui.core.connections import Connections
    from gui.core.desk import Desk
    from gui.core.erase import Eraser
    from gui.core.keystore import Secrets
    from gui.core.practice.server import StandIn
    from gui.core.practice.setup import Practice
    from gui.core.practice.world import World
    from gui.core.store.accounts import Account
    from gui.core.transfers import Transfers
    from gui.core.uploads import Uploads

SETTINGS_LANE = "settings"
SETTINGS_MS = 500  # how long the end waits for them


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code of the process."""
    given = sys.argv[1:] if arguments is None else arguments
    options = parsed(given) if given else Options()
    gc.disable()  # until the first paint: what is made before it stays
    app = make_application()
    sys.excepthook = say_fault_and_leave
    restore_library_path(os.environ)
    forbid_core_dumps()
    if options.selftest:
        from gui.ui.selftest import run

        return run(app, options.selftest_report)
    try:
        default = default_data_folder(practice=options.practice)
        folder = data_folder(options.data_dir, default)
        free = options.data_dir is None and not options.practice
        return _run(app, options, folder, default if free else None)
    except AppError as error:
        return say_and_leave(app, error)


def make_application() -> QApplication:
    """Qt's side of the program: its name, its input method, its own words in Chinese."""
    if os.environ.get("QT_IM_MODULE") == "fcitx":
        # Qt's wheels bring no plugin for fcitx, which also answers to ibus:
        # https://github.com/hydrusnetwork/hydrus/issues/1794
        os.environ["QT_IM_MODULE"] = "ibus"
    app = QApplication([*sys.argv[:1], "-style", "Fusion"])  # `setStyle` takes 5 ms
    app.setApplicationName("reauth-desk")
    app.setApplicationDisplayName("重审助手")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("reauth-desk")
    app.setWindowIcon(QIcon(str(RESOURCES / "app" / "reauth-desk.svg")))
    install_chinese(app)
    return app


def _run(app: QApplication, options: Options, folder: Path, default_folder: Path | None) -> int:
    """Show the window until it is closed. Raises AppError when the store does not open."""
    instance = SingleInstance(folder)
    with suppress(OSError):  # a folder that takes no file is explained by the store
        if not instance.acquire():
            instance.wake_first(file=options.file)
            return 0
    with open_window(
        app,
        folder,
        practice=options.practice,
        file=options.file,
        default_folder=default_folder,
    ) as window:
        instance.activated.connect(window.come_to_front)
        instance.file_given.connect(window.list.import_file)
        window.show()
        return app.exec()


@contextmanager
def open_window(
    app: QApplication,
    folder: Path,
    *,
    practice: bool,
    file: Path | None = None,
    default_folder: Path | None = None,
    stand_in: StandIn | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Iterator[MainWindow]:
    """The window on a data folder, with the record of last time, not shown yet.

    `default_folder` is where another data folder may be chosen (see SettingsDialog). In practice
    mode a stand-in for WeChat runs as long as the context lasts; with `stand_in` that one does,
    also beside a program that knows nothing of practice (for tests).
    `monotonic` is the clock by which a doubt is settled. Raises AppError.
    """
    looks = Looks(app, folder / FILE)
    opened = open_database(folder)
    with ExitStack() as stack:
        stack.callback(looks.take_off)
        if practice or stand_in is not None:
            stand_in = stack.enter_context(stand_in or _stand_in())
        services = _Services(app, looks, folder, opened, stand_in, monotonic)
        services.world = stand_in.world if stand_in is not None and practice else None
        services.default_folder = default_folder
        stack.callback(services.stop_uploads)
        if practice:
            services.practice.begin(services.secrets, services.upload_rows, folder)
        window = MainWindow(services)
        start = Start(app, window, services)
        stack.callback(start.give_back)
        start.open_first(opened, file)
        yield window


def _stand_in() -> StandIn:
    from gui.core.practice.server import StandIn

    return StandIn()


class _Services:
    """Everything that the window works with, on one database (see gui.ui.services)."""

    def __init__(
        self,
        app: QApplication,
        looks: Looks,
        folder: Path,
        opened: Opened,
        stand_in: StandIn | None,
        monotonic: Callable[[], float],
    ) -> None:
        self._monotonic = monotonic
        self._looks = looks
        self.database: Database = opened.database
        self._stand_in = stand_in
        self.data_folder = folder
        self.spec = load_form(RESOURCES / "forms")
        self.tasks = TaskRunner(app)
        self.world: World | None = None
        self.known_accounts: list[Account] = []
        self.default_folder: Path | None = None
        self._records = Records(self.database)
        self._accounts = Accounts(self.database)
        self._journal = Journal(self.database)
        self._pictures = Pictures(self.database)
        self.upload_rows = UploadRows(self.database)
        self.upload_news = UploadNews(app)
        if not opened.read_only:
            self._journal.recover()

    @property
    def settings(self) -> Settings:
        return self._looks.settings

    def keep_settings(self, settings: Settings, on_failure: Handler | None = None) -> None:
        self._looks.put_on(settings)
        self.tasks.start(self._looks.write, settings, on_failure=on_failure, lane=SETTINGS_LANE)

    def settings_written(self) -> bool:
        return self.tasks.drain(SETTINGS_LANE, SETTINGS_MS)

    @cached_property
    def practice(self) -> Practice:
        from gui.core.practice.setup import Practice

        return Practice(self.desk, self._journal, cast("World", self.world))

    @cached_property
    def secrets(self) -> Secrets:
        from gui.core.keystore import KeyringStore, MemoryStore, Secrets

        return Secrets(MemoryStore() if self.world else KeyringStore(), MemoryStore())

    @cached_property
    def eraser(self) -> Eraser:
        from gui.core.erase import Eraser

        return Eraser(self.database, self._accounts, self.desk.backups, self.secrets)

    @cached_property
    def desk(self) -> Desk:
        from gui.core.desk import Desk

        return Desk(
            records=self._records,
            journal=self._journal,
            accounts=self._accounts,
            backups=Backups(self.database),
            pictures=self._pictures,
            connect=lambda: self._connections,
            monotonic=self._monotonic,
        )

    @cached_property
    def accounts(self) -> AccountDesk:
        from gui.core.account_desk import AccountDesk

        return AccountDesk(self._accounts, self.secrets, self._connections)

    @cached_property
    def answers(self) -> AnswerDesk:
        from gui.core.answer_desk import AnswerDesk
        from gui.core.store.identities import IdentityRows
        from gui.core.store.memory import Memory

        return AnswerDesk(self.desk, IdentityRows(self.database), Memory(self.database))

    @cached_property
    def album(self) -> Album:
        from gui.core.album import Album

        return Album(self._pictures)

    @cached_property
    def uploads(self) -> Uploads:
        from gui.core.uploads import Uploads

        connect, tell = self._connections.wechat, self.upload_news.tell
        return Uploads(self._pictures, self.upload_rows, connect, tell=tell)

    def stop_uploads(self) -> None:
        if "uploads" in vars(self):
            self.uploads.stop()

    @cached_property
    def transfers(self) -> Transfers:
        from gui.core.parcels import Parcels
        from gui.core.transfers import Transfers

        parcels = Parcels(self._pictures, self.album)
        rows = self.upload_rows
        return Transfers(self.spec, self._records, self._accounts, rows, parcels, name_for)

    @cached_property
    def _connections(self) -> Connections:
        from gui.core.connections import Connections
        from gui.core.wechat.transport import WECHAT, Transport

        address = self._stand_in.base_url if self._stand_in else WECHAT
        return Connections(Transport(address, self._proxies), self.secrets)

    def _proxies(self, url: str) -> dict[str, str]:
        """Asked before each call, off the GUI thread: the keyring may have to be waited for."""
        from gui.core.keystore import PROXY_PASSWORD
        from gui.core.proxy import proxies_for

        settings = self.settings
        return proxies_for(
            url,
            settings.proxy_mode,
            address=settings.proxy_url,
            user=settings.proxy_user,
            password=self.secrets.get(PROXY_PASSWORD) if settings.has_proxy_login else None,
        )
