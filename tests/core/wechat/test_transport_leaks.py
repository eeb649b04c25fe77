"""No failure shows the token, the body or the URL: in no text, no traceback and no log."""

from __future__ import annotations

import logging
import traceback

import pytest

from gui.core import errors
from gui.core.wechat.transport import Transport
from tests.core.wechat import fault_server as fault
from tests.core.wechat.fault_server import UNREADABLE, response, says, sends

TOKEN = "CANARY-token-6f1c"
BODY = {"auth_data": {"bank": "CANARY-body-6222"}}
ANSWER = {"errcode": 0, "errmsg": "好的 rid: 1-2-3"}


LEAKS = {
    "refused": ("http://127.0.0.1:9", {}),
    "no host": ("http://no-such-host.invalid", {}),
    "proxy": ("https://x.invalid", {"proxies": lambda _: {"https": "http://u:CANARY@127.0.0.1:9"}}),
    "bad proxy": ("https://x.invalid", {"proxies": lambda _: {"https": "gopher://u:CANARY@h:1"}}),
}
SPEAKERS = {
    "ok": says(ANSWER),
    "hang": fault.hang,
    "close": fault.close,
    "reset": fault.reset,
    "drip": fault.drip_head,
    "bad head": sends(b"HTTP/1.1 200 OK\r\n\x00bad header\r\n : \r\n\r\n{}"),
    "not http": sends(b"SSH-2.0 hello\r\n\r\n"),
    "moved": sends(response(b"", "307 Moved", "Location: http://127.0.0.1:9/\r\n")),
    "endless": fault.endless,
    **{name: sends(raw) for name, raw in UNREADABLE.items()},
}


@pytest.fixture
def everything_logged(caplog):
    """Let every logger say all it can, also those of the libraries."""
    caplog.set_level(logging.DEBUG)
    names = [name for name in logging.root.manager.loggerDict if "urllib3" in name]
    for name in ["urllib3", "urllib3.connectionpool", "requests", *names]:
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def _assert_no_canary(caught: BaseException | None, log_text: str) -> None:
    shown = [log_text]
    if caught is not None:
        shown += [str(caught), repr(caught), *traceback.format_exception(caught)]
        shown.append(repr(vars(caught)))
        assert caught.__cause__ is None
        assert caught.__suppress_context__ or caught.__context__ is None
    for text in shown:
        assert "CANARY" not in text
        assert "access_token" not in text


@pytest.mark.parametrize("case", [*LEAKS, *SPEAKERS, "certificate"])
def test_no_failure_shows_token_body_or_url(serve, certified, everything_logged, case):
    if case in LEAKS:
        url, options = LEAKS[case]
    else:
        tls = certified() if case == "certificate" else None
        url, options = serve(SPEAKERS.get(case, fault.close), tls=tls).url, {}
    caught = None
    try:
        Transport(url, **options).post("/wxa/sec/reauth", BODY, token=TOKEN, timeout=0.5)
    except errors.WeChatError as error:
        caught = error
    assert (caught is None) == (case in {"ok", "bad head"})
    _assert_no_canary(caught, everything_logged.text)
    assert "/wxa/sec/reauth" in everything_logged.text
