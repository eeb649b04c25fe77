"""What WeChat answers when it is asked for help, and names out of files: text in every view.

REAUTH_DESK_HOSTILE=all tries the whole corpus.
"""

import base64
import json
import os

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QTreeView

from gui.core.practice.tasks import Step
from gui.ui.labels import plain_tip
from tests.core.images import photos
from tests.ui.clerk import TASKID, until
from tests.ui.hostile_words import MARK, corpus, is_coloured, legible, lure, mischief, readers
from tests.ui.picture_desk import adds, editor

ALL = os.environ.get("REAUTH_DESK_HOSTILE") == "all"
pytestmark = pytest.mark.timeout(1800 if ALL else 120)
NAME, KIND, IDENTITY = "/account_name", "/customer_type", "/auth_identification"
INDIVIDUAL = 15
OPEN_TIP = "qtooltip_label"  # Qt's name of it
LONGEST_NAME = 200  # bytes that a file system takes for certain
ADDRESS = "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist"


@pytest.fixture
def words(tmp_path):
    return corpus(lure(tmp_path), everything=ALL)


@pytest.fixture
def every_word(tmp_path):
    """All of them, for what shows them at once."""
    return corpus(lure(tmp_path), everything=True)


def are_only_words(clerk, text, inside=None):
    """They are shown, and they are nothing else."""
    until(lambda: readers(inside or clerk.window), "the words")
    assert mischief(clerk.window) == [], text[:80]


def test_the_check_of_a_name(clerk, words):
    for number, text in enumerate(words):
        # WHEN WeChat wants proof for a name, in hostile words
        clerk.world.name_words = text
        clerk.write(NAME, f"checked {number}")
        clerk.press(f"helper:{NAME}")
        # THEN they are words where they stand
        are_only_words(clerk, text)
        # WHEN it does not take another one, THEN so are those
        clerk.world.refuse("checkwxverifynickname", 53012, text)
        clerk.write(NAME, f"refused {number}")
        clerk.press(f"helper:{NAME}")
        until(clerk.bars, "a message")
        clerk.press("message_details")
        are_only_words(clerk, text, clerk.bars()[0])
        clerk.window.messages.clear()


def test_identities(clerk, every_word):
    # GIVEN hostile identities with hostile proofs on two levels, half of them in base64
    def sent(number, text):
        return text if number % 2 else base64.b64encode(text.encode()).decode()

    leaves = [
        {"name": sent(number, text), "leaf_info": {"requirement": sent(number + 1, text)}}
        for number, text in enumerate(every_word)
    ]
    clerk.world.identities = [{"name": every_word[2], "node_list": leaves}, *leaves[:9]]
    clerk.choose(KIND, INDIVIDUAL)
    clerk.press(f"helper:{IDENTITY}")
    dialog = clerk.find("identity_dialog")
    tree = dialog.findChild(QTreeView, "identities")
    model = tree.model()
    above = model.index(0, 0)
    assert model.rowCount(above) == len(every_word)
    # WHEN they are looked at, THEN they are words
    for row in range(0, model.rowCount(above), 1 if ALL else 37):
        tree.setCurrentIndex(model.index(row, 0, above))
        are_only_words(clerk, every_word[row], dialog)
    # WHEN one is chosen, THEN it and its proofs are words in the form
    clerk.press("choose_identity")
    until(lambda: MARK in clerk.reads_field(IDENTITY), "the answer")
    are_only_words(clerk, every_word[row])


def test_facts_of_the_account(clerk, words):
    account = clerk.world.accounts["wx00000000000000a1"]
    for text in words:
        # WHEN hostile facts are read
        account.nickname = account.principal_name = account.credential = text
        clerk.press(f"helper:{KIND}")
        # THEN they are words, also after they were taken over into the form
        are_only_words(clerk, text, clerk.find("facts_dialog"))
        clerk.press("take_facts" if clerk.sees("take_facts") else "leave_facts")
        until(lambda: not clerk.sees("facts_dialog"), "it closes")
        assert mischief(clerk.window) == [], text[:80]


def test_an_address_that_is_not_on_the_white_list(clerk, words):
    # GIVEN answers that are right
    clerk.correct()
    clerk.goes_to_check()
    for number, text in enumerate(words):
        # WHEN the address is refused with hostile words around it, or in its place
        message = f"{ADDRESS} {text}" if number % 2 else f"invalid ip {text}"
        clerk.world.refuse("reauth", 40164, message)
        clerk.press("submit")
        until(lambda: not clerk.window.record.submission.flow.busy and clerk.bars(), "a message")
        bar = clerk.bars()[0]
        bar.findChild(QPushButton, "message_details").click()
        # THEN they are words, and the steps speak of an address or of none
        are_only_words(clerk, text)
        clerk.press("action_show_allowlist_steps", bar)
        steps = clerk.words(clerk.find("allowlist_notice"))
        assert MARK not in steps
        assert ("203.0.113.9" in steps) == ("203.0.113.9" in message)
        assert mischief(clerk.window) == [], text[:80]
        clerk.press("notice_seen")
        clerk.window.messages.clear()


def test_a_test_of_the_connection(clerk, words):
    clerk.command("accounts")
    dialog = clerk.find("accounts_dialog")
    secret = clerk.find("account_secret")
    until(lambda: "留空" in secret.placeholderText(), "it is known that there is a secret")
    for text in words:
        for code in (40164, 987654):
            # WHEN the connection is refused with hostile words, THEN they are words, or left out
            clerk.world.refuse("stable_token", code, text)
            clerk.press("test_connection")
            until(lambda: clerk.can_press("test_connection"), "the answer")
            assert mischief(clerk.window) == [], text[:80]
        clerk.press("message_details")
        are_only_words(clerk, text, dialog)
        # WHEN it succeeds, THEN so are the facts that it tells
        account = clerk.world.accounts["wx00000000000000a1"]
        account.nickname = account.principal_name = text
        clerk.press("test_connection")
        until(lambda: not clerk.sees("message_details"), "the answer")
        are_only_words(clerk, text, dialog)


def test_records_out_of_a_file(clerk, every_word, tmp_path):
    # GIVEN a file full of hostile names and answers
    texts = every_word if ALL else every_word[::9]
    records = [
        {
            "name": text,
            "call": "reauth",
            "appid": text,
            "auth_data": {
                "taskid": legible(text),
                "account_name": legible(text),
                "qualification_other": [legible(text)],
                "contact_info": {"name": legible(text)},
                "invoice_info": {"invoice_type": text},
                text: {text: text},
            },
            "extras": {f"/{text}": text},
        }
        for text in texts
    ]
    draft = {"format": "reauth-desk-draft", "version": 1, "records": records}
    file = tmp_path / f"{MARK} <b>.reauth"
    file.write_text(json.dumps(draft), encoding="utf-8")
    example = clerk.window.record.session.record_id
    # WHEN it is imported, THEN the names are words in the question before, and in the list
    clerk.window.list.import_file(file)
    clerk.find("question_yes")
    are_only_words(clerk, "the question")
    clerk.press("question_yes")
    clerk.command("open_list")
    until(lambda: clerk.page() == "home_page", "the list")
    until(lambda: len(clerk.listed()) == len(texts) + 1, "the records")
    are_only_words(clerk, "the list")
    # WHEN some are opened, THEN they are words in the form, in its title and beside it
    with clerk.disk() as other:
        ids = [row["id"] for row in other.execute("SELECT id FROM records ORDER BY name")]
    ids.remove(example)
    for record_id in ids[: None if ALL else 5]:
        clerk.window.record.open(record_id)
        until(lambda wanted=record_id: clerk.window.record.session.record_id == wanted, "it opens")
        until(lambda: clerk.page() == "form_page", "the form")
        are_only_words(clerk, record_id)


def called(folder, text):
    """A file of this name, as far as a file system takes it."""
    name = text.replace("/", "∕").replace("\0", "").encode()[:LONGEST_NAME].decode(errors="ignore")
    return folder / f"{MARK}{name}.jpg"


def test_names_of_files(clerk, every_word, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    # GIVEN pictures and other files with hostile names
    paths = [called(folder, text) for text in every_word]
    good, bad = paths[:: len(paths) // 5 + 1], paths[1 :: 1 if ALL else 37]
    for number, path in enumerate(good):
        path.write_bytes(photos.saved(photos.scene(900 + number, 600, 0), "JPEG"))
    # WHEN the pictures are dropped, THEN their names are words on the tiles
    adds(clerk, good)
    assert len(editor(clerk).grid.pictures()) == len(good)
    are_only_words(clerk, "the tiles")
    for path in bad:
        # WHEN something else is dropped or imported, THEN its name is words in the sentence
        path.write_bytes(b"nothing to be read")
        adds(clerk, [path])
        assert MARK in editor(clerk).notice.text()
        assert mischief(clerk.window) == [], path.name
        clerk.window.list.import_file(path)
        until(clerk.bars, "a message")
        are_only_words(clerk, path.name, clerk.bars()[0])
        clerk.window.messages.clear()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the offscreen plugin
def test_a_tool_tip_that_opens(clerk, every_word):
    def is_painted(tip):
        QToolTip.showText(clerk.window.mapToGlobal(QPoint(50, 50)), tip, clerk.window)
        shown = [top for top in QApplication.topLevelWidgets() if top.objectName() == OPEN_TIP]
        assert any(top.isVisible() for top in shown), tip
        return any(is_coloured(top) for top in shown if top.isVisible())

    # WHEN hostile words open as Qt would have them, THEN some of them paint
    assert any(map(is_painted, every_word[6:12]))
    # WHEN they open as tool tips of ours, THEN none does
    for text in every_word[:: 1 if ALL else 4]:
        assert not is_painted(plain_tip(text)), text[:80]
    QToolTip.hideText()


def test_the_practice_panel(clerk, words):
    # GIVEN a submission that is being reviewed
    clerk.submits()
    clerk.waits_for("qr_code")
    for step in (Step.AGREE, Step.FACE_OK, Step.CODE_OK, Step.PAY):
        clerk.world.play(TASKID, step)
    panel = clerk.find("practice_panel")
    for text in words:
        # WHEN somebody plays the review with hostile words, THEN they are words
        clerk.world.play(TASKID, Step.PAY)
        panel.refresh()
        clerk.find("practice_reason").insert(text)
        asked = clerk.world.count("queryauth")
        clerk.press(f"practice_step={Step.FAIL_REVIEW}")
        until(lambda wanted=asked: clerk.world.count("queryauth") > wanted, "it is asked")
        until(lambda: clerk.can_press("query_status"), "it is answered")
        are_only_words(clerk, text, clerk.find("result_page"))
