"""Nothing secret reaches the log, whoever writes it, and a broken disk stops nobody."""

import logging
import os
import stat
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from gui.core import log

TOKEN = "CanaryTok_9-" + "x7" * 50
SECRET = "0123456789abcdef0123456789ABCDEF"


@pytest.fixture
def opened(tmp_path):
    """The log of a program that runs at DEBUG, everywhere."""
    loggers = [logging.getLogger(name) for name in (None, "gui", "urllib3")]
    levels = [logger.level for logger in loggers]
    logging.getLogger().setLevel(logging.DEBUG)
    opened = log.setup(tmp_path, logging.DEBUG)
    yield opened
    opened.close()
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def text(tmp_path):
    return lambda: (tmp_path / log.NAME).read_text("utf-8")


@pytest.fixture
def server():
    """Answers each request with 204."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_our_lines_hold_the_allowed_fields_and_no_other(opened, text):
    # GIVEN a line with fields, of which one is not on the list
    fields = {"code": 40164, "rid": "66aa-bb", "email": "canary@example.com"}
    # WHEN it is written
    logging.getLogger("gui.core.example").info("submission refused", extra=fields)
    # THEN the allowed ones stand behind the message
    assert "INFO gui.core.example: submission refused code=40164 rid='66aa-bb'" in text()
    assert "canary" not in text()


def test_a_message_cannot_pretend_to_be_two_lines(opened, text):
    # GIVEN text from outside with line ends, WHEN it is written, THEN it stays one line
    logging.getLogger("gui").warning("a\n2026-01-01 INFO gui: forged", extra={"reason": "x\ny"})
    assert len(text().splitlines()) == 1


def test_requests_at_debug_leaks_no_url(opened, text, server):
    # GIVEN everything at DEBUG
    url = f"http://127.0.0.1:{server.server_port}/wxa/sec/reauth?access_token={TOKEN}"
    # WHEN requests makes a call, and one that fails is written with its traceback
    requests.get(url, timeout=10)
    try:
        requests.get(url.replace(str(server.server_port), "1"), timeout=10)
    except requests.ConnectionError:
        logging.getLogger("gui").exception("call failed")
    # THEN the traceback is there and the token is not
    assert "ConnectionError" in text()
    assert TOKEN not in text()
    assert "CanaryTok" not in text()


@pytest.mark.parametrize(
    "line",
    [
        f"GET /cgi-bin/token?access_token={TOKEN}&x=1",
        f"https://api.weixin.qq.com/a?appid=wx1&secret={SECRET}",
        f'{{"appid": "wx1", "secret": "{SECRET}"}}',
        f"{{'secret': '{SECRET}'}}",
        f'"{{\\"secret\\": \\"{SECRET[:20]}\\"}}"',
        f"component_appsecret={SECRET[:10]}",
        f"refresh_token: {TOKEN[:30]}",
        f"component_verify_ticket={TOKEN[:20]}",
        f"plain {SECRET} in words",
        f"plain {SECRET.lower()}.",
        f"plain {TOKEN} in words",
        f"Proxy-Authorization: Basic {TOKEN[:20]}",
        f"'Authorization': 'Bearer {TOKEN[:20]}'",
        f"http://wang:{TOKEN[:20]}@proxy:8080",
        f"PASSWORD = {TOKEN[:20]}",
    ],
)
@pytest.mark.parametrize("way", ["message", "argument", "field", "traceback"])
def test_what_looks_like_a_secret_is_taken_out(opened, text, line, way):
    # GIVEN a line with a secret
    logger = logging.getLogger("other.package")
    # WHEN it gets into the log in one of four ways
    if way == "traceback":
        try:
            int(f"no number: {line}")
        except ValueError:
            logger.exception("failed")
    else:
        content = {"message": (line,), "argument": ("got %s", line), "field": ("x",)}[way]
        logger.debug(*content, extra={"reason": line} if way == "field" else None)
    # THEN the entry is there, without it
    assert "***" in text()
    for part in (SECRET[:10], SECRET[:10].lower(), TOKEN[:20]):
        assert part not in text()


def test_what_is_no_secret_stays(opened, text):
    # GIVEN what support needs to read
    line = "reauth errcode 40164 rid: 66aabbcc-11223344-55667788 appid wx0123456789abcdef in 1.5 s"
    # WHEN it is written, THEN it is whole
    logging.getLogger("gui").info(line)
    assert line in text()


def test_the_file_is_private_and_older_ones_too(opened, tmp_path):
    # GIVEN a log file that others may read
    file = tmp_path / log.NAME
    opened.close()
    file.chmod(0o644)
    again = log.setup(tmp_path)
    # WHEN more is written than one file takes
    for _ in range(3):
        logging.getLogger("gui").warning("%s", "long " * 100_000)
    again.close()
    # THEN there are several files, and each is for its owner only
    files = sorted(tmp_path.iterdir())
    assert len(files) >= 2
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}


def test_chinese_and_half_characters_can_be_written(opened, text):
    # GIVEN odd characters, WHEN they are written, THEN the log goes on
    logging.getLogger("gui").info("𠮷 \ud800")
    assert "𠮷 \\ud800" in text()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_prints_nothing_and_stops_nothing(tmp_path, capfd):
    # GIVEN a log on a full disk
    (tmp_path / log.NAME).symlink_to("/dev/full")
    opened = log.setup(tmp_path)
    # WHEN a secret would be written
    logging.getLogger("gui").error("secret=%s", SECRET)
    with suppress(OSError):
        opened.close()
    # THEN nobody hears of it, and stderr holds nothing
    assert capfd.readouterr().err == ""


def test_without_a_folder_the_program_runs_without_a_log(tmp_path, capfd):
    # GIVEN a folder that is not there
    opened = log.setup(tmp_path / "gone")
    # WHEN something is written, THEN nothing happens, not even on stderr
    logging.getLogger("gui").error("secret=%s", SECRET)
    opened.close()
    assert capfd.readouterr().err == ""
    assert not (tmp_path / "gone").exists()


def test_lines_of_others_count_from_warning(tmp_path):
    # GIVEN the program's log as it is in daily use
    opened = log.setup(tmp_path)
    # WHEN we and others write
    for name in ("gui.core.example", "other"):
        logging.getLogger(name).info("info of %s", name)
        logging.getLogger(name).warning("warning of %s", name)
    opened.close()
    # THEN their INFO is left out
    content = (tmp_path / log.NAME).read_text("utf-8")
    assert [line.partition(": ")[2] for line in content.splitlines()] == [
        "info of gui.core.example",
        "warning of gui.core.example",
        "warning of other",
    ]


if sys.platform == "win32":  # pragma: no cover
    pytestmark = pytest.mark.skip(reason="modes of files: POSIX only")
