"""The program without its window: a store, a stand-in for WeChat to speak to, and set clocks."""

import copy
import sqlite3
import time
from contextlib import closing
from dataclasses import replace

from gui.core.album import Album
from gui.core.answer_desk import AnswerDesk
from gui.core.connections import Connections
from gui.core.desk import Desk
from gui.core.form.rules import payload, resolve
from gui.core.form.spec import load_form
from gui.core.keystore import MemoryStore, Secrets
from gui.core.parcels import Parcels
from gui.core.paths import RESOURCES
from gui.core.practice.example import example_accounts, example_record
from gui.core.store.accounts import Accounts
from gui.core.store.backups import Backups
from gui.core.store.database import FILE_NAME, open_database
from gui.core.store.identities import IdentityRows
from gui.core.store.journal import Journal
from gui.core.store.memory import Memory
from gui.core.store.pictures import Pictures
from gui.core.store.records import Records
from gui.core.store.uploads import UploadRows
from gui.core.submission import Order, Submissions
from gui.core.transfers import Transfers
from gui.core.wechat.transport import Transport

SPEC = load_form(RESOURCES / "forms")
EXAMPLE = example_record()
TASKID = EXAMPLE["values"]["/taskid"]
OWNER, NEWCOMER = example_accounts()
TITLE, TAX_NUMBER = "/invoice_info/invoice_title", "/invoice_info/electronic/id"
COMMON = {name: value for name, value in EXAMPLE["values"].items() if name != "/taskid"}
VALUES = {
    "reauth": COMMON | {TAX_NUMBER: "91440300MA5YL3K8XC"},
    "wxaauth": COMMON | {TITLE: "深圳市演练贸易有限公司", TAX_NUMBER: "91440300MA5YT2N6R6"},
}


def auth_data(call="reauth", taskid=TASKID):
    """What the form would send."""
    values = VALUES[call] | {"/taskid": taskid}
    return copy.deepcopy(payload(resolve(SPEC, values, {"call": call}))["auth_data"])


class Hasty(Transport):
    """The real transport, whose patience can be shortened: a test need not wait 30 seconds."""

    longest = 30.0

    def post(self, path, body, *, token, timeout, cancelled=None):
        timeout = min(timeout, self.longest)
        return super().post(path, body, token=token, timeout=timeout, cancelled=cancelled)


class Clocks:
    """The wall clock, which anybody may set, and the time that really goes by."""

    def __init__(self):
        self.wall = 1_800_000_000.0
        self.real = 5000.0

    def go_by(self, seconds):
        self.wall += seconds
        self.real += seconds


class RealClocks:
    """The clocks on the wall; time goes by when it does."""

    @property
    def wall(self):
        return time.time()

    @property
    def real(self):
        return time.monotonic()


class Office:
    """One data folder and one address of WeChat; `open` as often as the program is started."""

    def __init__(self, folder, transport, clocks=None):
        self.folder = folder
        self.path = folder / FILE_NAME
        self.transport = transport
        self.clocks = clocks or Clocks()
        self.open()

    def open(self):
        """What the program does when it starts."""
        clocks = self.clocks
        self.opened = open_database(self.folder, now=lambda: clocks.wall)
        self.database = self.opened.database
        self.records = Records(self.database, lambda: clocks.wall)
        self.journal = Journal(self.database, lambda: clocks.wall)
        self.journal.recover()
        self.accounts = Accounts(self.database)
        self.backups = Backups(self.database, lambda: clocks.wall)
        self.secrets = Secrets(MemoryStore(), MemoryStore())
        for account in (OWNER, NEWCOMER):
            self.secrets.set(account["appid"], account["secret"], keep=False)
        self.connections = Connections(self.transport, self.secrets, pause=0.01)
        self.submissions = Submissions(self.journal, lambda: clocks.wall, lambda: clocks.real)
        self.desk = Desk(
            records=self.records,
            journal=self.journal,
            accounts=self.accounts,
            backups=self.backups,
            pictures=Pictures(self.database, lambda: clocks.wall),
            connect=lambda: self.connections,
            now=lambda: clocks.wall,
            monotonic=lambda: clocks.real,
        )
        self.answers = AnswerDesk(
            self.desk,
            IdentityRows(self.database, lambda: clocks.wall),
            Memory(self.database, lambda: clocks.wall),
        )
        self.upload_rows = UploadRows(self.database, lambda: clocks.wall)
        self.pictures = Pictures(self.database, lambda: clocks.wall)
        self.album = Album(self.pictures)
        self.transfers = Transfers(
            SPEC,
            self.records,
            self.accounts,
            self.upload_rows,
            Parcels(self.pictures, self.album),
            lambda call: f"新的 {call}",
        )

    def close(self):
        self.database.close()

    def open_again(self):
        """The program ends and is started once more."""
        self.close()
        self.open()

    def account(self, call="reauth", method="secret"):
        """The account that such a record belongs to; a token is there once it is pasted."""
        who = OWNER if call == "reauth" else NEWCOMER
        known = {account.appid: account for account in self.accounts.all()}
        return known.get(who["appid"]) or self.accounts.create(who["name"], who["appid"], method)

    def record(self, call="reauth", taskid=TASKID, method="secret"):
        """A record that is filled in rightly."""
        return self.records.create(
            call,
            "记录",
            VALUES[call] | ({"/taskid": taskid} if call == "reauth" else {}),
            context={"call": call},
            account_id=self.account(call, method).id,
        )

    def submit(self, record, **options):
        """What the buttons 检查并提交 and 提交 do."""
        look = self.desk.look(record.id)
        data = auth_data(record.call, record.values.get("/taskid", ""))
        return self.desk.submit(record.id, data, look, **options)

    def order(self, record, **changes):
        """A submission that was decided on without looking."""
        who = OWNER if record.call == "reauth" else NEWCOMER
        data = auth_data(record.call, record.values.get("/taskid", ""))
        return replace(Order(record.id, record.call, data, who["appid"]), **changes)

    def send(self, record, **options):
        """Nothing but the submission: no look before it, no backups."""
        wechat = self.connections.wechat(self.account(record.call))
        order = self.order(record, latest=self.journal.latest(record.id))
        return self.submissions.send(wechat, order, **options)

    def paste(self, token, call="reauth"):
        """Let the account that such a record belongs to use this token."""
        self.connections.paste(self.account(call, "token"), token)

    def on_disk(self, what="state"):
        """One column of all attempts, as somebody else reads it from the file."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as other:
            other.row_factory = sqlite3.Row
            return [row[what] for row in other.execute("SELECT * FROM attempts ORDER BY id")]
