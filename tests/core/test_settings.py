"""Settings survive everything that may happen to a file, and never hold a password."""

import json
import os
import stat
import sys

import pytest

from gui.core.errors import StoreError, StoreReadOnly
from gui.core.settings import (
    POINTER,
    Settings,
    choose_data_folder,
    data_folder,
    load,
    rows,
    save,
)

CHANGED = Settings(
    theme="dark",
    font_size="huge",
    notifications=False,
    proxy_mode="manual",
    proxy_url="proxy.example.com:8080",
    proxy_user="王小明",
    window_geometry="AdnQywAD",
    last_record="42",
    last_folder="C:/王小明/资料",
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.json"


def test_what_was_chosen_comes_back(file):
    # GIVEN settings of which each differs from its default
    assert not set(vars(CHANGED).items()) & set(vars(Settings()).items())
    # WHEN they are saved and loaded
    save(CHANGED, file)
    # THEN they are the same
    assert load(file) == CHANGED


def test_the_file_is_for_its_owner_only(file):
    # GIVEN a settings file that others may read
    file.write_text("{}")
    file.chmod(0o644)
    # WHEN settings are saved
    save(CHANGED, file)
    # THEN only the owner may, and nothing else is left in the folder
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_without_a_file_the_defaults_count(file):
    # GIVEN a first start, WHEN the settings are loaded, THEN they are the defaults
    assert load(file) == Settings()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe\x00", b"[1]", b"null", b'"x"', b"[" * 200_000, b"1" * 5000],
)
def test_a_damaged_file_means_the_defaults(file, content):
    # GIVEN a file that holds no settings, WHEN it is loaded, THEN the program starts all the same
    file.write_bytes(content)
    assert load(file) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("theme", None),
        ("font_size", 3),
        ("notifications", "yes"),
        ("notifications", 1),
        ("proxy_mode", ["manual"]),
        ("proxy_url", {"a": 1}),
        ("window_geometry", "x" * 1_000_000),
        ("last_record", 7),
        ("colour_of_the_future", "blue"),
    ],
)
def test_one_odd_entry_costs_only_itself(file, name, value):
    # GIVEN a file in which one entry is unknown or of a wrong kind
    save(CHANGED, file)
    content = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**content, name: value}), "utf-8")
    # WHEN it is loaded
    loaded = load(file)
    # THEN that entry has its default and the others are kept
    expected = {**vars(CHANGED), **({name: getattr(Settings(), name)} if name in content else {})}
    assert vars(loaded) == expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("http://user:pass-word@proxy:8080", "http://proxy:8080"),
        ("user:p@ss:w/rd@proxy:8080", "proxy:8080"),
        ("http://user:a://b@proxy", "http://proxy"),
        ("https://proxy:8080", "https://proxy:8080"),
    ],
)
def test_a_password_in_the_proxy_address_never_reaches_the_disk(file, typed, kept):
    # GIVEN a proxy address with a password in it
    # WHEN the settings are saved
    save(Settings(proxy_url=typed), file)
    # THEN the file holds the address alone
    assert load(file).proxy_url == kept


@pytest.mark.parametrize(
    ("mode", "user", "wanted"),
    [
        ("manual", "zhang", True),
        ("system", "zhang", True),
        ("system", "", False),
        ("none", "zhang", False),  # a name that was left behind asks for no keyring
    ],
)
def test_a_password_is_wanted_only_for_a_proxy_with_a_login(mode, user, wanted):
    assert Settings(proxy_mode=mode, proxy_user=user).has_proxy_login is wanted


def test_a_failed_save_leaves_the_old_settings(file):
    # GIVEN saved settings, and a folder in whose place something else stands
    save(CHANGED, file)
    missing = file.parent / "gone" / "settings.json"
    # WHEN saving cannot work
    with pytest.raises(StoreError) as caught:
        save(Settings(), missing)
    # THEN it is said in words, and the old file is untouched
    assert caught.value.title == "设置没有保存"
    assert load(file) == CHANGED


def test_every_row_can_be_shown():
    # GIVEN the table of settings
    table = dict(rows())
    # WHEN a dialog is made from it, THEN each row has words, a known kind and valid references
    assert {row.kind for row in table.values()} == {"choice", "line", "switch"}
    for name, row in table.items():
        assert row.label
        assert (row.kind == "choice") == bool(row.choices)
        if row.kind == "choice":
            assert getattr(Settings(), name) == row.choices[0][0] or name == "font_size"
        if row.only_when:
            other, values = row.only_when
            assert set(values) <= set(dict(table[other].choices))


def test_the_folder_given_on_the_command_line_comes_first(tmp_path):
    # GIVEN a chosen folder
    choose_data_folder(tmp_path / "chosen", tmp_path / "default")
    # WHEN another one is given at the start
    found = data_folder(tmp_path / "given", tmp_path / "default")
    # THEN that one is used, and made for its owner only
    assert found == tmp_path / "given"
    assert stat.S_IMODE(found.stat().st_mode) == 0o700


def test_a_chosen_folder_counts_from_the_next_start(tmp_path):
    # GIVEN a program that keeps its data in the default folder
    default = tmp_path / "default"
    assert data_folder(None, default) == default
    # WHEN a folder with a Chinese name is chosen
    chosen = tmp_path / "共享盘 资料"
    choose_data_folder(chosen, default)
    # THEN the next start uses it
    assert data_folder(None, default) == chosen
    # AND choosing the default again takes the note away
    choose_data_folder(default, default)
    assert data_folder(None, default) == default
    assert not (default / POINTER).exists()


def test_a_drive_that_is_missing_does_not_look_like_an_empty_list(tmp_path):
    # GIVEN data on a drive that is not connected now
    default = tmp_path / "default"
    drive = tmp_path / "drive"
    choose_data_folder(drive, default)
    drive.rmdir()
    # WHEN the program starts
    with pytest.raises(StoreError) as caught:
        data_folder(None, default)
    # THEN it names the folder instead of starting with nothing
    assert str(drive) in caught.value.text
    assert not drive.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="bytes that are no text: POSIX only")
def test_a_folder_whose_name_is_no_text_is_found_again(tmp_path):
    # GIVEN a folder whose name is not UTF-8
    odd = tmp_path / os.fsdecode(b"\xb0\xa2")
    # WHEN it is chosen, THEN it is found
    choose_data_folder(odd, tmp_path / "default")
    assert data_folder(None, tmp_path / "default") == odd


def test_a_folder_that_cannot_be_used_is_not_chosen(tmp_path):
    # GIVEN a file where the folder should be
    default = tmp_path / "default"
    (tmp_path / "file").write_text("x")
    # WHEN it is chosen
    with pytest.raises(StoreReadOnly):
        choose_data_folder(tmp_path / "file", default)
    # THEN the choice stays as it was
    assert data_folder(None, default) == default


def test_a_note_that_cannot_be_read_stops_the_start(tmp_path):
    # GIVEN a note about the place of the data that cannot be read
    (tmp_path / POINTER).mkdir()
    # WHEN the program starts, THEN it says so rather than start with nothing
    with pytest.raises(StoreError) as caught:
        data_folder(None, tmp_path)
    assert POINTER in caught.value.text
