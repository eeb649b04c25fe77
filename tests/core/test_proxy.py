"""Which proxy leads to WeChat: by the system, by hand, or none."""

import base64
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from gui.core.errors import ProxyFailed
from gui.core.proxy import check_address, proxies_for

WECHAT = "https://api.weixin.qq.com/wxa/sec/reauth"
VARIABLES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


@pytest.fixture(autouse=True)
def no_proxy_of_this_computer(monkeypatch):
    for name in (*VARIABLES, "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


class Proxy(BaseHTTPRequestHandler):
    """Notes the login of whoever comes, and lets nobody through."""

    logins: list[str | None]

    def do_GET(self):
        self.server.logins.append(self.headers["Proxy-Authorization"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def proxy():
    with HTTPServer(("127.0.0.1", 0), Proxy) as server:
        server.logins = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("mode", ["system", "none"])
def test_without_a_proxy_the_way_is_direct(mode):
    # GIVEN a system without a proxy, or the choice of none
    # WHEN the way to WeChat is asked for, THEN it is direct
    assert proxies_for(WECHAT, mode, address="proxy:1", user="u") == {}


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_proxy_of_the_system_is_used(monkeypatch, variable):
    # GIVEN a system whose proxy is written without a scheme
    monkeypatch.setenv(variable, "proxy.example.com:3128")
    # WHEN the system's proxy is wanted
    found = proxies_for(WECHAT, "system")
    # THEN requests gets a whole address
    assert found["https"] == "http://proxy.example.com:3128"
    # AND who chose none goes directly all the same
    assert proxies_for(WECHAT, "none") == {}


def test_exceptions_of_the_system_count(monkeypatch):
    # GIVEN a system with a proxy, and WeChat among its exceptions
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    monkeypatch.setenv("NO_PROXY", "localhost,.weixin.qq.com")
    # WHEN the way is asked for, THEN it is direct
    assert proxies_for(WECHAT, "system") == {}


@pytest.mark.parametrize("here", ["http://127.0.0.1:8000/x", "http://localhost/x", "http://[::1]/"])
@pytest.mark.parametrize("mode", ["system", "manual"])
def test_the_practice_server_is_never_asked_through_a_proxy(monkeypatch, mode, here):
    # GIVEN a proxy of the system and one by hand
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    # WHEN this computer itself is the target, THEN the way is direct
    assert proxies_for(here, mode, address="proxy:1") == {}


@pytest.mark.parametrize(
    ("user", "password"),
    [("wang", "pass"), ("corp\\wang", "p@ss:w/rd#?%"), ("王小明", "密码 𠮷"), ("wang", None)],
)
def test_the_login_reaches_the_proxy_as_it_was_typed(proxy, user, password):
    # GIVEN a proxy by hand with a user and a password from the keyring
    address = f"127.0.0.1:{proxy.server_port}"
    way = proxies_for(WECHAT, "manual", address=address, user=user, password=password)
    # WHEN requests goes that way
    with requests.Session() as session:
        session.trust_env = False
        session.get("http://wechat.invalid/", proxies=way, timeout=10)
    # THEN the proxy sees exactly them, in UTF-8
    scheme, _, login = proxy.logins[0].partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(login).decode() == f"{user}:{password or ''}"


def test_a_login_in_the_address_of_the_system_is_kept(monkeypatch):
    # GIVEN a system whose proxy address has a login
    monkeypatch.setenv("HTTPS_PROXY", "http://a:b@proxy.example.com:3128")
    # WHEN there is another one in the settings, THEN the system's counts
    found = proxies_for(WECHAT, "system", user="wang", password="pass")
    assert found["https"] == "http://a:b@proxy.example.com:3128"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" proxy:8080 ", "http://proxy:8080"),
        ("http://proxy.example.com", "http://proxy.example.com"),
        ("https://proxy:8443/", "https://proxy:8443"),
        ("10.0.0.1:3128", "http://10.0.0.1:3128"),
        ("http://[fe80::1]:3128", "http://[fe80::1]:3128"),
    ],
)
def test_an_address_is_understood_with_and_without_scheme(typed, meant):
    # GIVEN what a person types, WHEN it is checked, THEN it is a whole address
    assert check_address(typed) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("socks5://proxy:1080", "SOCKS"),
        ("ftp://proxy", "http://"),
        ("proxy:99999", "端口"),
        ("proxy:abc", "端口"),
        ("proxy:0", "主机名加端口"),
        ("", "主机名加端口"),
        ("http://", "主机名加端口"),
        ("pro xy:1", "主机名加端口"),
        ("http://[fe80", "端口"),
        ("wang:secret@proxy:1", "下面的两栏"),
    ],
)
def test_an_address_of_no_use_is_explained(typed, words):
    # GIVEN an address that cannot work
    # WHEN it is checked in the dialog
    with pytest.raises(ProxyFailed) as caught:
        check_address(typed)
    # THEN the words say what is there or what is expected, and repeat no password
    assert words in caught.value.text
    assert "secret" not in str(caught.value)


def test_a_socks_proxy_of_the_system_is_said_in_words(monkeypatch):
    # GIVEN a system with a SOCKS proxy only
    monkeypatch.setenv("ALL_PROXY", "socks5h://127.0.0.1:1080")
    # WHEN WeChat is to be reached, THEN it is said that nothing was sent, and why
    with pytest.raises(ProxyFailed, match="SOCKS"):
        proxies_for(WECHAT, "system")


def test_manual_without_an_address_is_said_in_words():
    # GIVEN "manual" and an empty address, WHEN WeChat is to be reached, THEN it is said
    with pytest.raises(ProxyFailed, match="还没有填"):
        proxies_for(WECHAT, "manual", address="  ")
