"""Files of others are data with limits; our own are replaced whole."""

import errno
import os
import stat
import sys
import threading
import time

import pytest

from gui.core.errors import DiskFull, FileRefused, StoreError, StoreReadOnly
from gui.core.files import not_written, read_regular, write_whole
from tests.core.rights import somebody_without_rights

LIMIT = 2_000_000
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def test_a_regular_file_is_read(tmp_path):
    # GIVEN a file as large as allowed, and a link to it
    file = tmp_path / "草稿.json"
    file.write_bytes(b"x" * LIMIT)
    (tmp_path / "link").symlink_to(file)
    # WHEN they are read, THEN all of it comes back
    assert read_regular(file, LIMIT) == read_regular(tmp_path / "link", LIMIT) == b"x" * LIMIT


def test_a_huge_file_is_refused_without_being_read(tmp_path):
    # GIVEN a sparse file of 200 MB
    file = tmp_path / "大.json"
    with file.open("wb") as content:
        content.truncate(200_000_000)
    # WHEN it is opened
    started = time.monotonic()
    with pytest.raises(FileRefused) as caught:
        read_regular(file, LIMIT)
    # THEN both sizes are named, at once
    assert "「大.json」应不超过 2 MB，现在是 200 MB" in caught.value.text
    assert time.monotonic() - started < 2


@posix
@pytest.mark.parametrize("through_a_link", [False, True])
def test_a_pipe_is_neither_read_nor_waited_for(tmp_path, through_a_link):
    # GIVEN a pipe into which nobody writes, directly or behind a link
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    link = tmp_path / "link.json"
    link.symlink_to(pipe)
    refused = []

    def read():
        with pytest.raises(FileRefused) as caught:
            read_regular(link if through_a_link else pipe, LIMIT)
        refused.append(caught.value.text)

    # WHEN it is opened
    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(5)
    # THEN it is refused instead of blocking
    assert "不是普通文件" in refused[0]


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(tmp_path, device):
    # GIVEN a link to a device, WHEN it is opened, THEN it is refused
    (tmp_path / "x.json").symlink_to(device)
    with pytest.raises(FileRefused):
        read_regular(tmp_path / "x.json", LIMIT)


@posix
def test_a_file_that_says_it_is_empty_and_is_not(tmp_path):
    # GIVEN a file of the kernel with size 0 and content, WHEN it is read, THEN the limit holds
    (tmp_path / "x.json").symlink_to("/proc/self/maps")
    with pytest.raises(FileRefused, match="超过了"):
        read_regular(tmp_path / "x.json", 100)


def test_what_is_not_there_is_said_in_words(tmp_path):
    # GIVEN no file, a folder, a name that no system takes
    # WHEN they are opened, THEN each gets its own sentence and the name is shown on one line
    with pytest.raises(FileRefused, match="可能已经移动"):
        read_regular(tmp_path / "没有.json", LIMIT)
    with pytest.raises(FileRefused, match="文件夹"):
        read_regular(tmp_path, LIMIT)
    with pytest.raises(FileRefused, match="读不出来"):
        read_regular(tmp_path / "a\0b", LIMIT)
    with pytest.raises(FileRefused) as caught:
        read_regular(tmp_path / "a\n\u202eb", LIMIT)
    assert "「a  b」" in caught.value.text


@posix
def test_a_file_without_permission_is_said_in_words(open_folder):
    # GIVEN a file that may not be read, WHEN it is opened, THEN the words say so
    file = open_folder / "x.json"
    file.touch(mode=0o000)
    with somebody_without_rights(), pytest.raises(FileRefused, match="没有读取权限"):
        read_regular(file, LIMIT)


def test_a_written_file_is_whole_and_private(tmp_path):
    # GIVEN an old file that others may read
    file = tmp_path / "草稿.json"
    file.write_text("old")
    file.chmod(0o666)
    # WHEN it is replaced
    write_whole(file, b"new")
    # THEN it holds the new content, is private, and nothing else is left
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    # GIVEN a folder where the file should be
    target = tmp_path / "草稿.json"
    (target / "inside").mkdir(parents=True)
    # WHEN the file cannot take its place
    with pytest.raises(OSError, match="草稿"):
        write_whole(target, b"new")
    # THEN no half-written file is left beside it
    assert list(tmp_path.iterdir()) == [target]


@posix
def test_a_full_disk_keeps_the_old_file(tmp_path):
    # GIVEN a process that may write no file larger than 1000 bytes
    import resource
    import signal

    file = tmp_path / "草稿.json"
    file.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    # WHEN more is to be written
    try:
        with pytest.raises(OSError, match="large"):
            write_whole(file, b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)
    # THEN the old file is as it was, alone
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EACCES, StoreReadOnly),
        (errno.EROFS, StoreReadOnly),
        (errno.EIO, StoreError),
    ],
)
def test_each_reason_has_its_words(code, kind):
    # GIVEN what the system said, WHEN it is put into words, THEN kind and title fit
    failure = not_written(OSError(code, "secret path"), "文件没有导出")
    assert type(failure) is kind
    assert failure.title == "文件没有导出"
    assert "secret path" not in str(failure)
