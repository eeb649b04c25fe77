"""A data folder as the program leaves it: one account with its secret, one record to be sent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import secretstorage
from jeepney.io.blocking import open_dbus_connection

from gui.core.keystore import KeyringStore
from gui.core.practice.example import example_record
from gui.core.store.accounts import Accounts
from gui.core.store.database import open_database
from gui.core.store.records import Records
from tests.e2e.wechat_namespace import WeChat

TASK = "TASK2026E2E0001"
RIGHT_TAX_NUMBER = "91440300MA5YL3K8XC"


@dataclass(frozen=True)
class MiniProgram:
    """What an office knows of its mini program; the secret is a new one in every test."""

    appid: str
    secret: str
    name: str = "重审测试小程序"

    @staticmethod
    def new() -> MiniProgram:
        return MiniProgram(f"wx{secrets.token_hex(8)}", secrets.token_hex(16))


def sent_back_at(wechat: WeChat, mini: MiniProgram, media: tuple[str, ...]) -> None:
    """Let WeChat know the mini program, its pictures, and its task that was sent back."""
    wechat.add_account(appid=mini.appid, secret=mini.secret)
    wechat.add_task(taskid=TASK, appid=mini.appid, task_status=12, apply_status=3, paid=True)
    for mediaid in media:
        wechat.add_media(mediaid=mediaid)


def lay_out(folder: Path, mini: MiniProgram) -> dict[str, object]:
    """Write account and record to the disk, and the secret to the keyring of this session.

    The answers are all right; they are returned by JSON pointer.
    """
    example = example_record()
    values = {**example["values"], "/taskid": TASK}
    values["/invoice_info/electronic/id"] = RIGHT_TAX_NUMBER
    opened = open_database(folder)
    account = Accounts(opened.database).create(mini.name, mini.appid, "secret", keep=True)
    records = Records(opened.database)
    record = records.create("reauth", mini.name, values, context={"call": "reauth"})
    records.set_account(record.id, account.id)
    records.mark_opened(record.id)
    opened.database.close()
    KeyringStore().set(mini.appid, mini.secret)
    return values


def keyring_secrets(session: dict[str, str]) -> dict[str, str]:
    """Every secret in the keyring, by its user name, as another program reads them."""
    with open_dbus_connection(session["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        collection = secretstorage.get_collection_by_alias(connection, "default")
        items = list(collection.get_all_items())
        return {
            item.get_attributes().get("username", ""): item.get_secret().decode() for item in items
        }
