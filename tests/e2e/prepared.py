"""A data folder as the program leaves it: one account with its secret, one record to be sent."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import secretstorage
from jeepney.io.blocking import open_dbus_connection

from gui.core.keystore import KeyringStore
from gui.core.practice.example import example_record
from gui.core.store.accounts import Accounts
from gui.core.store.database import open_database
from gui.core.store.records import Records
from tests.e2e.wechat_namespace import WeChat
from tests.leak_watch import SECRET_START

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
        return MiniProgram(f"wx{secrets.token_hex(8)}", SECRET_START + secrets.token_hex(10))


def sent_back_at(wechat: WeChat, mini: MiniProgram, media: tuple[str, ...]) -> None:
    """Let WeChat know the mini program, its pictures, and its task that was sent back."""
    wechat.add_account(appid=mini.appid, secret=mini.secret)
    wechat.add_task(taskid=TASK, appid=mini.appid, task_status=12, apply_status=3, paid=True)
    for mediaid in media:
        wechat.add_media(mediaid=mediaid)


def lay_out(
    folder: Path,
    mini: MiniProgram,
    answers: Mapping[str, object] = MappingProxyType({}),
    *,
    with_account: bool = True,
) -> dict[str, object]:
    """Write account and record to the disk, and the secret to the keyring of this session.

    The answers are all right; they are returned by JSON pointer. `answers` replace some of them.
    """
    example = example_record()
    values = {**example["values"], "/taskid": TASK}
    values = {**values, "/invoice_info/electronic/id": RIGHT_TAX_NUMBER, **answers}
    opened = open_database(folder)
    records = Records(opened.database)
    record = records.create("reauth", mini.name, values, context={"call": "reauth"})
    if with_account:
        account = Accounts(opened.database).create(mini.name, mini.appid, "secret", keep=True)
        records.set_account(record.id, account.id)
        KeyringStore().set(mini.appid, mini.secret)
    records.mark_opened(record.id)
    opened.database.close()
    return values


def keyring_secrets(session: dict[str, str]) -> dict[str, str]:
    """Every secret in the keyring, by its user name, as another program reads them."""
    with open_dbus_connection(session["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        collection = secretstorage.get_collection_by_alias(connection, "default")
        items = list(collection.get_all_items())
        return {
            item.get_attributes().get("username", ""): item.get_secret().decode() for item in items
        }
