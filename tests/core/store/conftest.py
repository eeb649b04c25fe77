"""A store in a folder of the test, and its parts as the program builds them."""

import resource
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from gui.core.errors import StoreError
from gui.core.store.accounts import Accounts
from gui.core.store.backups import Backups
from gui.core.store.connection import Database, connect
from gui.core.store.database import FILE_NAME, open_database
from gui.core.store.journal import Journal
from gui.core.store.records import Records
from gui.core.store.soundness import keep_sealed


class Clock:
    """A clock that goes on by one second whenever somebody looks at it."""

    def __init__(self, moment: float = 1_800_000_000.0) -> None:
        self.moment = moment

    def __call__(self) -> float:
        self.moment += 1.0
        return self.moment


@dataclass
class Store:
    folder: Path
    clock: Clock
    database: Database

    def __post_init__(self) -> None:
        self.use(self.database)

    def use(self, database: Database) -> None:
        self.database = database
        self.records = Records(database, self.clock)
        self.journal = Journal(database, self.clock)
        self.accounts = Accounts(database)
        self.backups = Backups(database, self.clock)

    @property
    def path(self) -> Path:
        return self.folder / FILE_NAME

    @classmethod
    def new(cls, folder: Path, clock: Clock) -> "Store":
        return cls(folder, clock, open_database(folder, now=clock).database)

    def open_again(self):
        """Close, as at the end of the program, and start it once more."""
        self.database.close()
        opened = open_database(self.folder, now=self.clock)
        self.use(opened.database)
        return opened


class WronglyFailing(Database):
    """A disk that keeps a commit and then reports a failure, as a failing sync of a folder does."""

    failing = False

    @contextmanager
    def transaction(self):
        with super().transaction() as connection:
            yield connection
        if self.failing:
            self.failing = False
            raise StoreError


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    store = Store.new(tmp_path / "data", clock)
    yield store
    store.database.close()


@pytest.fixture
def wrongly_failing(store):
    """The same store on a disk that fails after keeping a commit, whenever `failing` is set."""
    store.database.close()
    connection = connect(store.path)
    keep_sealed(connection)
    store.use(WronglyFailing(store.path, connection))
    return store


@pytest.fixture
def mounted():
    """Mounts what it is told, where this user may; says whether it did."""
    places: list[str | Path] = []

    def mount(*arguments: str | Path) -> bool:
        if shutil.which("mount") is None:
            return False
        command = ["mount", *map(str, arguments)]
        done = subprocess.run(command, check=False, capture_output=True).returncode == 0
        if done and arguments[-1] not in places:
            places.append(arguments[-1])
        return done

    yield mount
    for place in reversed(places):
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def small_disk(tmp_path, clock, mounted):
    """A store on a disk of its own, with what fills that disk and what frees it again.

    Where nothing may be mounted, no file of this process may grow beyond `share` of the store.
    """
    disk = tmp_path / "disk"
    disk.mkdir()
    real = mounted("-t", "tmpfs", "-o", "size=512k", "tmpfs", disk)
    store = Store.new(disk / "data", clock)
    filler = disk / "filler"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(share: float = 1.0):
        if not real:
            largest = int(store.path.stat().st_size * share)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, limits[1]))
            return
        with suppress(OSError), filler.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def free():
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        filler.unlink(missing_ok=True)

    yield store, fill, free
    free()
    store.database.close()


@pytest.fixture
def start_program():
    """Starts a program of this folder by its file name; whatever is left is ended afterwards."""
    running: list[subprocess.Popen[str]] = []

    def start(name: str, *arguments: object) -> subprocess.Popen[str]:
        file = Path(__file__).with_name(name)
        process = subprocess.Popen(
            [sys.executable, str(file), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
            env={"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()
