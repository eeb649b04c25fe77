"""Pictures to WeChat: the right bytes, two at once, each once, and what went wrong in words."""

import hashlib
import random
import threading
import time
from contextlib import contextmanager
from itertools import pairwise

import pytest

from gui.core.album import Album, Source
from gui.core.errors import (
    NOTHING_SENT,
    AccountIncomplete,
    AppError,
    CancelledUnsent,
    KeyringLocked,
    Refused,
    StoreError,
)
from gui.core.local_pictures import with_ids
from gui.core.practice.faults import Fault
from gui.core.store.pictures import PREFIX, Pictures
from gui.core.store.uploads import FRESH_SECONDS, UploadRows
from gui.core.uploads import AT_ONCE, Uploads
from tests.core.images import photos
from tests.core.images.photos import scene
from tests.core.images.sent import require_mute
from tests.core.office import TASKID, auth_data

CALL = "uploadauthmaterial"
SEED = 20260131
SECONDS = 20.0


class Desk:
    """The program's uploads in an office, and what they told."""

    def __init__(self, office):
        self.office = office
        self.now = office.clocks
        self.pictures = Pictures(office.database, lambda: office.clocks.wall)
        self.rows = UploadRows(office.database, lambda: office.clocks.wall)
        self.told = []
        self.changed = threading.Condition()
        self.account = office.account()
        self.connect = office.connections.wechat
        self.uploads = self.start()

    def start(self, rows=None):
        return Uploads(
            self.pictures,
            rows or self.rows,
            self._connect,
            tell=self.hear,
            now=lambda: self.office.clocks.wall,
        )

    def _connect(self, account, cancelled):
        return self.connect(account, cancelled)

    def hear(self, state):
        with self.changed:
            self.told.append(state)
            self.changed.notify_all()

    def wait(self, sha256, kind):
        """Until a picture was told to be of this kind; returns the state."""
        with self.changed:
            found = self.changed.wait_for(lambda: self._last(sha256, kind), SECONDS)
        assert found, f"{sha256[:6]} is not {kind}"
        return found

    def _last(self, sha256, kind):
        return next((s for s in self.told if (s.sha256, s.kind) == (sha256, kind)), None)

    def add(self, number=0, name="执照.jpg"):
        content = scene(60 + number, 40, 0)
        shown = Album(self.pictures).add(Source(photos.jpeg(content), name))
        return shown[0].picture.sha256

    def state(self, sha256):
        return self.uploads.states([sha256], self.account)[sha256]


@pytest.fixture
def desk(office):
    return Desk(office)


def sent_pictures(world):
    """How often each content has arrived and was answered, by its sha256."""
    counts = {}
    for content in list(world.media.values()):
        name = hashlib.sha256(content).hexdigest()
        counts[name] = counts.get(name, 0) + bool(content)
    return counts


# The way of a picture


def test_what_arrives_is_what_was_prepared(desk, world):
    # GIVEN a photo with a Chinese name, position and all
    photo = desk.add(name="营业执照 (1).HEIC")
    assert desk.state(photo).text == "等待上传"
    # WHEN it is uploaded
    ids = desk.uploads.finish([photo], desk.account)
    # THEN exactly those bytes are there, under an ASCII name with the ending of the content
    content = world.media[ids[photo]]
    assert hashlib.sha256(content).hexdigest() == photo
    require_mute(content)
    raw = world.last(CALL).raw
    assert b'name="media"; filename="material.jpg"' in raw
    assert "营业执照".encode() not in raw
    # AND it is told so, and known after the next start
    state = desk.wait(photo, "done")
    assert (state.text, state.upload.media_id) == ("已上传", ids[photo])
    desk.office.open_again()
    assert Desk(desk.office).state(photo).upload == state.upload


@pytest.mark.parametrize(
    ("make", "kind"),
    [(photos.jpeg, "jpg"), (photos.png, "png"), (lambda: photos.animation(3), "gif")],
)
def test_every_kind_is_taken(desk, world, make, kind):
    shown = Album(desk.pictures).add(Source(make(), "x"))
    desk.uploads.finish([shown[0].picture.sha256], desk.account)
    assert f'filename="material.{kind}"'.encode() in world.last(CALL).raw


def test_progress_is_told_and_only_grows(desk):
    photo = Album(desk.pictures).add(Source(photos.jpeg(scene()), "x"))[0].picture.sha256
    desk.uploads.finish([photo], desk.account)
    percents = [state.percent for state in desk.told if state.kind == "sending"]
    assert percents[0] == 0
    assert len(percents) > 3
    assert all(one < other <= 99 for one, other in pairwise(percents))
    assert desk.told[1].text == f"上传中 {desk.told[1].percent}%"


def test_it_starts_without_waiting(desk, world):
    world.misbehave(CALL, Fault.SLOW, seconds=0.5)
    photo = desk.add()
    before = time.monotonic()
    desk.uploads.start([photo], desk.account)
    assert time.monotonic() - before < 0.4
    assert desk.state(photo).kind in ("waiting", "sending")
    desk.wait(photo, "done")


def test_at_most_two_at_once(desk, world):
    # GIVEN a slow WeChat, and who counts how many are on their way
    world.misbehave(CALL, Fault.SLOW, times=8, seconds=0.1)
    counter, inner = Counter(), desk.connect
    desk.connect = lambda account, cancelled: Counting(inner(account, cancelled), counter)
    some = [desk.add(number) for number in range(8)]
    # WHEN eight are uploaded, twice over and from two sides
    desk.uploads.start(some, desk.account)
    thread = threading.Thread(target=desk.uploads.finish, args=(some, desk.account))
    thread.start()
    desk.uploads.finish(reversed(some), desk.account)
    thread.join()
    # THEN two were under way, never more, and each arrived once
    assert counter.most == AT_ONCE == 2
    assert world.count(CALL) == 8
    assert all(sent_pictures(world)[photo] == 1 for photo in some)


class Counter:
    def __init__(self):
        self.lock = threading.Lock()
        self.now = self.most = 0

    @contextmanager
    def one_more(self):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        yield
        with self.lock:
            self.now -= 1


class Counting:
    """The way to WeChat, with somebody at the door."""

    def __init__(self, wechat, counter):
        self.wechat, self.counter = wechat, counter

    def upload(self, *arguments, **options):
        with self.counter.one_more():
            return self.wechat.upload(*arguments, **options)


# Once


def test_the_same_content_is_not_uploaded_twice_while_its_id_is_fresh(desk, world):
    # GIVEN a picture that was uploaded
    photo = desk.add()
    first = desk.uploads.finish([photo], desk.account)
    # WHEN it is wanted again, after another start as well, THEN WeChat is not asked
    desk.office.clocks.go_by(FRESH_SECONDS - 10)
    assert desk.uploads.finish([photo], desk.account) == first
    desk.add(name="the same under another name.jpg")
    assert desk.start().finish([photo], desk.account) == first
    assert world.count(CALL) == 1
    # WHEN its id is too old, THEN it is shown how old, and uploaded again
    desk.office.clocks.go_by(20)
    assert desk.state(photo).kind == "waiting"
    assert desk.state(photo).upload.media_id == first[photo]
    assert desk.uploads.finish([photo], desk.account) != first
    assert world.count(CALL) == 2


def test_another_mini_program_needs_its_own_upload(desk, world):
    photo = desk.add()
    other = desk.office.account("wxaauth")
    first = desk.uploads.finish([photo], desk.account)
    assert desk.uploads.states([photo], other)[photo].kind == "waiting"
    assert desk.uploads.finish([photo], other) != first
    assert world.count(CALL) == 2


def test_one_click_uploads_again(desk, world):
    photo = desk.add()
    first = desk.uploads.finish([photo], desk.account)
    desk.uploads.again(photo, desk.account)
    assert desk.uploads.finish([photo], desk.account) != first
    assert world.count(CALL) == 2


def test_an_id_that_is_refused_later_marks_its_picture(desk, world):
    # GIVEN two pictures with WeChat
    good, bad = desk.add(1), desk.add(2, "商标.jpg")
    ids = desk.uploads.finish([good, bad], desk.account)
    # WHEN a submission is refused with the id of one (89636)
    assert desk.uploads.refused(ids[bad], desk.account) == bad
    # THEN exactly that one is marked, in words
    state = desk.state(bad)
    assert (state.text, desk.state(good).kind) == ("未传成功", "done")
    assert state.error.title == "微信没有认出「商标.jpg」"
    assert desk.wait(bad, "failed") == state
    # AND the next submission brings it again, and only it
    assert desk.uploads.finish([good, bad], desk.account)[good] == ids[good]
    assert world.count(CALL) == 3
    assert desk.uploads.refused("not-ours", desk.account) is None


# Before a submission


def test_a_submission_waits_for_its_pictures(desk, world):
    # GIVEN a form with pictures that were never uploaded, and one with an id of before
    licence, other = desk.add(1), desk.add(2)
    old = world.add_media("practice-old", b"old")
    data = auth_data() | {
        "qualification": PREFIX + licence,
        "qualification_other": [old, PREFIX + other, PREFIX + licence],
    }
    # WHEN it is made ready, THEN every name is replaced, and WeChat takes it
    complete = desk.uploads.ready(data, desk.account)
    ids = desk.rows.of(desk.account.appid)
    assert complete["qualification"] == ids[licence].media_id
    assert complete["qualification_other"][::2] == [old, ids[licence].media_id]
    assert data["qualification"] == PREFIX + licence
    record = desk.office.record()
    look = desk.office.desk.look(record.id)
    sheet, _ = desk.office.desk.submit(record.id, complete, look)
    assert sheet.attempt.state == "accepted"


def test_no_payload_with_a_local_name_is_ever_sent(desk, world):
    # GIVEN a submission whose picture is not uploaded
    record = desk.office.record()
    look = desk.office.desk.look(record.id)
    data = auth_data() | {"qualification_other": [PREFIX + desk.add()]}
    # WHEN somebody sends it all the same, THEN nothing leaves, and nothing is in the journal
    with pytest.raises(AppError, match="还有 1 张图片没有上传"):
        desk.office.desk.submit(record.id, data, look)
    assert world.bodies_of(TASKID) == 0
    assert desk.office.desk.history(record.id) == []


def test_the_wait_can_be_ended_and_the_upload_goes_on(desk, world):
    world.misbehave(CALL, Fault.SLOW, seconds=0.5)
    photo = desk.add()
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(CancelledUnsent):
        desk.uploads.finish([photo], desk.account, cancelled=stop)
    desk.wait(photo, "done")


# What goes wrong


def test_the_network_is_tried_three_times_and_named(desk, world):
    # GIVEN a network that fails for good
    world.misbehave(CALL, Fault.DROP_BEFORE_RECEIVING, times=3)
    photo = desk.add()
    # WHEN a picture is uploaded
    desk.uploads.start([photo], desk.account)
    state = desk.wait(photo, "failed")
    # THEN it is said which, and that it is safe
    assert state.error.title == "「执照.jpg」没有上传成功"
    assert "图片保存在这台电脑上" in state.error.text
    assert NOTHING_SENT not in state.error.text
    # AND another click is enough once the network is back
    assert desk.uploads.finish([photo], desk.account)


def test_two_failures_of_the_network_are_not_noticed(desk, world):
    world.misbehave(CALL, Fault.DROP_BEFORE_RECEIVING, times=2)
    photo = desk.add()
    assert desk.uploads.finish([photo], desk.account)
    assert world.count(CALL) == 1


@pytest.mark.parametrize(
    ("code", "title", "text"),
    [
        (40005, "微信没有接受「执照.jpg」", "换成 JPG 格式、2 MB 以内的图片"),
        (40006, "微信没有接受「执照.jpg」", "换成 JPG 格式、2 MB 以内的图片"),
        (41005, "「执照.jpg」没有上传成功", "图片的内容没有送达"),
    ],
)
def test_a_refused_picture_leaves_the_others_alone(desk, world, code, title, text):
    # GIVEN a WeChat that does not like one picture
    world.refuse(CALL, code)
    bad, good = desk.add(1), desk.add(2)
    with pytest.raises(AppError) as failure:
        desk.uploads.finish([bad], desk.account)
    # THEN it is named, with what to do, before a submission also that nothing was sent
    assert failure.value.title == title
    assert failure.value.text.startswith(NOTHING_SENT)
    assert text in failure.value.text
    assert failure.value.details["错误码"] == str(code)
    # AND the other one goes through
    assert desk.uploads.finish([good], desk.account)
    assert desk.state(bad).kind == "failed"


@pytest.mark.parametrize("code", [40164, 45009, 48001])
def test_what_concerns_all_is_not_tried_with_each(desk, world, code):
    # GIVEN ten pictures, and a computer that WeChat does not let in
    world.refuse(CALL, code, times=10)
    some = [desk.add(number) for number in range(10)]
    # WHEN they are uploaded
    with pytest.raises(Refused) as failure:
        desk.uploads.finish(some, desk.account)
    # THEN that is said at once
    assert failure.value.code == code
    assert world.count(CALL) <= AT_ONCE
    assert {state.kind for state in desk.uploads.states(some, desk.account).values()} == {"failed"}


@pytest.mark.parametrize("error", [AccountIncomplete, KeyringLocked])
def test_without_an_account_the_pictures_wait(desk, world, error):
    # GIVEN an account whose secret is not there
    def connect(account, cancelled):
        raise error

    real, desk.connect = desk.connect, connect
    some = [desk.add(1), desk.add(2)]
    # WHEN the upload is tried, THEN nothing has failed
    with pytest.raises(error):
        desk.uploads.finish(some, desk.account)
    assert {desk.state(one).text for one in some} == {"等待上传"}
    # AND it goes on once it is there
    desk.connect = real
    assert len(desk.uploads.finish(some, desk.account)) == 2


def test_a_picture_whose_file_is_gone_is_named(desk, world):
    lost, good = desk.add(1, "丢了.jpg"), desk.add(2)
    for path in (desk.office.folder / "pictures").glob(lost):
        path.write_bytes(b"damaged")
    with pytest.raises(AppError, match=r"「丢了.*读不出来"):
        desk.uploads.finish([lost, good], desk.account)
    assert desk.uploads.finish([good], desk.account)
    assert world.count(CALL) == 1


def test_a_picture_that_was_deleted_meanwhile_is_not_an_error(desk):
    assert desk.uploads.finish(["0" * 64], desk.account) == {}


def test_a_full_disk_does_not_lose_an_answer(desk, world):
    # GIVEN a disk that takes nothing just when WeChat answers
    class Full(UploadRows):
        def keep(self, sha256, appid, media_id):
            raise StoreError

    uploads = desk.start(Full(desk.office.database))
    photo = desk.add()
    # WHEN a picture is uploaded, THEN its id is good for as long as the program runs
    first = uploads.finish([photo], desk.account)
    assert uploads.finish([photo], desk.account) == first
    assert uploads.states([photo], desk.account)[photo].text == "已上传"
    assert world.count(CALL) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_ours_stops_nobody_else(desk):
    # GIVEN a fault in the program itself
    def connect(account, cancelled):
        raise ZeroDivisionError

    real, desk.connect = desk.connect, connect
    photo = desk.add()
    # WHEN a picture meets it, THEN it has failed, and nobody waits for ever
    with pytest.raises(AppError):
        desk.uploads.finish([photo], desk.account)
    # AND later ones are uploaded
    desk.connect = real
    for number in range(3):
        assert desk.uploads.finish([desk.add(number)], desk.account)


# Stopping


def test_one_upload_can_be_stopped(desk, world):
    # GIVEN two that are on their way, and one that waits
    world.misbehave(CALL, Fault.HANG, times=2)
    first, second, third = (desk.add(number) for number in range(3))
    desk.uploads.start([first, second, third], desk.account)
    assert world.wait_received(CALL, 2)
    # WHEN one of each is stopped
    desk.uploads.cancel(first, desk.account)
    desk.uploads.cancel(third, desk.account)
    # THEN they wait again, without having failed
    desk.wait(third, "waiting")
    desk.wait(first, "waiting")
    assert (desk.state(first).text, desk.state(third).error) == ("等待上传", None)
    assert desk.state(second).kind == "sending"
    # AND can be started again
    desk.uploads.start([first, third], desk.account)
    desk.wait(first, "done")
    desk.wait(third, "done")
    desk.uploads.stop()
    desk.wait(second, "waiting")


def test_stopping_ends_everything(desk, world):
    world.misbehave(CALL, Fault.HANG, times=2)
    some = [desk.add(number) for number in range(5)]
    desk.uploads.start(some, desk.account)
    assert world.wait_received(CALL, 2)
    desk.uploads.stop()
    for photo in some:
        desk.wait(photo, "waiting")
    assert world.count(CALL) == 2


def test_killed_in_the_middle_nothing_acknowledged_is_uploaded_again(
    desk, world, stand_in, start_beside
):
    # GIVEN a record with twelve pictures, and a WeChat that takes its time
    some = [desk.add(number) for number in range(12)]
    account = desk.account
    desk.office.records.create("reauth", "x", {"/p": [PREFIX + one for one in some]})
    desk.office.close()
    world.misbehave(CALL, Fault.SLOW, times=900, seconds=0.1)
    program = start_beside("uploading.py", desk.office.folder, stand_in.base_url, account.id)
    dice = random.Random(SEED)
    acknowledged, kills = {}, 0
    while len(acknowledged) < len(some) and kills < 100:
        # WHEN the program is killed somewhere, and started again
        program.stdin.write(f"{dice.uniform(0.1, 0.4)}\n")
        program.stdin.flush()
        for line in iter(program.stdout.readline, "dead\n"):
            _, sha256, media_id = line.split()
            acknowledged.setdefault(sha256, media_id)
        kills += 1
    # THEN in the end all are there, and what was acknowledged was not sent again
    desk.office.open()
    again = Desk(desk.office)
    assert set(acknowledged) == set(some)
    assert again.uploads.finish(some, account) == acknowledged
    counts = sent_pictures(world)
    assert sum(counts[one] for one in some) <= len(some) + AT_ONCE * kills
    print(f"{kills} kills, {world.count(CALL)} uploads of {len(some)} pictures")
    assert kills >= 3
    # AND every tile is there
    assert [again.pictures.get(one).sha256 for one in some] == some


def test_names_of_today_do_not_change_the_values():
    values = {"/qualification": PREFIX + "a" * 64}
    assert with_ids(values, {}) == values


def test_nothing_to_stop_is_no_error(desk):
    desk.uploads.cancel("0" * 64, desk.account)
    desk.uploads.stop()
    assert desk.told == []
