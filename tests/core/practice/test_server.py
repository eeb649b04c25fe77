"""The plumbing: start, stop, connections and what is never written anywhere."""

from __future__ import annotations

import contextlib
import http.client
import logging
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

from gui.core.practice.server import StandIn
from gui.core.practice.tasks import Task


def test_it_listens_on_this_computer_only(stand_in):
    assert stand_in.base_url.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(f"{stand_in.base_url}/cgi-bin/unknown", timeout=5) as answer:  # noqa: S310
        assert answer.status == 200


def test_starting_twice_and_stopping_twice(world):
    stand_in = StandIn(world)
    stand_in.start()
    address = stand_in.base_url
    stand_in.start()
    assert stand_in.base_url == address
    stand_in.stop()
    stand_in.stop()


def test_stopped_it_cannot_be_reached_and_it_comes_back_at_the_same_address(client, stand_in):
    # GIVEN it is stopped
    stand_in.stop()
    with pytest.raises(ConnectionRefusedError):
        client.query()
    # WHEN it is started again
    stand_in.start()
    # THEN it remembers
    assert client.query()["refill_reason"] == "图片不清楚"


def test_it_stops_while_a_call_hangs(client, world, stand_in):
    # GIVEN two clients that wait for an answer
    world.misbehave("queryauth", "hang", times=2)
    errors = []

    def wait():
        try:
            client.query()
        except (OSError, http.client.HTTPException) as error:
            errors.append(error)

    waiting = [threading.Thread(target=wait) for _ in range(2)]
    for thread in waiting:
        thread.start()
    assert world.wait_received("queryauth", 2)
    # WHEN it is stopped
    begin = time.monotonic()
    stand_in.stop()
    for thread in waiting:
        thread.join(5)
    # THEN it is quick and both clients know
    assert time.monotonic() - begin < 4
    assert len(errors) == 2


def test_one_connection_for_many_calls(client, stand_in):
    # GIVEN a client that keeps its connection
    connection = http.client.HTTPConnection(stand_in.base_url.removeprefix("http://"), timeout=5)
    connection.connect()
    mine = connection.sock.getsockname()
    # WHEN it asks twice
    for _ in range(2):
        connection.request("POST", "/wxa/sec/queryauth", b"{}")
        assert connection.getresponse().read()
        assert connection.sock.getsockname() == mine
    # THEN stopping closes it
    stand_in.stop()
    assert connection.sock.recv(1) == b""
    connection.close()


def test_half_a_body_is_not_counted(world, stand_in):
    # GIVEN a client that is killed in the middle of its body
    host, port = stand_in.base_url.removeprefix("http://").split(":")
    head = "POST /wxa/sec/reauth?access_token=x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=5) as killed:
        killed.sendall(head.encode() + b'{"auth_data": {"taskid": "TASK1"')
        killed.shutdown(socket.SHUT_WR)
        # THEN the connection ends without an answer, and nothing was received
        with pytest.raises(ConnectionResetError):
            killed.recv(1)
    assert world.count("reauth") == 0


@pytest.mark.parametrize("length", ["99999999999", "x", "-1"])
def test_bodies_of_absurd_length(stand_in, length):
    host, port = stand_in.base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as client:
        client.sendall(f"POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n".encode())
        with pytest.raises(ConnectionResetError):
            client.recv(1)


class Lingering(Task):
    """Between looking at the state and changing it, it lets others catch up if they can."""

    meeting = threading.Barrier(2)

    def submitted_again(self, *, paid):
        with contextlib.suppress(threading.BrokenBarrierError):
            self.meeting.wait(0.2)
        super().submitted_again(paid=paid)


def test_many_at_once_are_counted_exactly(client, world, submission):
    # GIVEN a task at which two could meet
    world.tasks["TASK1"] = Lingering(**vars(world.tasks["TASK1"]))
    # WHEN eight clients send the same resubmission at the same time
    codes = []
    senders = [
        threading.Thread(target=lambda: codes.append(client.submit(submission({})).code))
        for _ in range(8)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(10)
    # THEN one is taken, and all are counted
    assert sorted(codes) == [0] + [89604] * 7
    assert world.bodies_of("TASK1") == 8


def test_waiting_for_what_does_not_come(world):
    assert world.wait_received("reauth", seconds=0.01) is False
    with pytest.raises(LookupError):
        world.last("reauth")


def test_nothing_is_written(client, world, submission, capfd, caplog):
    # WHEN calls are answered well and badly
    with caplog.at_level(logging.DEBUG):
        client.submit(submission({}))
        world.misbehave("reauth", "drop_after_receiving")
        with pytest.raises(ConnectionResetError):
            client.submit(submission({}))
    # THEN there is neither output nor a log line
    assert capfd.readouterr() == ("", "")
    assert caplog.text == ""


def test_a_fault_of_ours_is_named_without_its_data(client, world, caplog):
    # GIVEN a state that breaks the stand-in
    world.tasks["TASK1"] = None
    world.accounts.clear()
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        client.query()
    # THEN only the kind of the fault is logged
    assert [record.getMessage() for record in caplog.records] == ["The stand-in failed: KeyError"]


def test_it_starts_without_heavy_modules():
    # GIVEN a fresh interpreter WHEN it starts the stand-in
    code = (
        "import sys; from gui.core.practice.server import StandIn; "
        "s = StandIn(); s.start(); s.stop(); "
        "print([m for m in ('requests', 'multipart', 'jsonschema', 'PySide6') if m in sys.modules])"
    )
    # THEN nothing heavy came along
    ran = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=30
    )
    assert ran.stderr == ""
    assert ran.stdout.strip() == "[]"
