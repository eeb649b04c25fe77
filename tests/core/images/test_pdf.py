"""Pages of PDFs: drawn upright and in time, or refused in words."""

import threading

import pytest

from gui.core.errors import Cancelled, FileRefused
from gui.core.images import pdf
from gui.core.images.preparing import prepare
from tests.core.images import photos
from tests.core.images.photos import corners
from tests.core.images.test_limits import alone, written

SLOW = b"0 0 m 595 842 l 0 842 l 595 0 l f\n" * 20_000


def test_pages_are_drawn_on_white():
    ((_, image),) = pdf.pages(photos.pdf(), "a.pdf")
    assert image.size == (1696, 2400)
    assert corners(image)[0] == "red"
    assert image.getpixel((1600, 2300)) == (255, 255, 255)
    assert image.info == {}


def test_a_small_card_is_not_blown_up():
    ((_, image),) = pdf.pages(photos.pdf(size=(243, 153)), "a.pdf")
    assert image.size == (1013, 638)


def test_a_huge_page_has_the_usual_size(tmp_path):
    (answer,) = alone(written(tmp_path, "a.pdf", photos.pdf(size=(1_000_000, 500_000))))
    assert answer["made"] == [["image/jpeg", 2400, 1200]]
    assert answer["megabytes"] < 300


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", photos.pdf()[:300], photos.pdf(0)])
def test_what_is_not_whole_is_refused(content):
    with pytest.raises(FileRefused, match="打不开，文件可能没有传完整"):
        list(pdf.pages(content, "a.pdf"))


def test_a_password_is_named():
    with pytest.raises(FileRefused, match="设了打开密码，请去掉密码另存后再选"):
        prepare(photos.pdf(locked=True), "a.pdf")


def test_a_page_that_takes_too_long_is_given_up(monkeypatch):
    # GIVEN a page of very many lines, and little patience
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.2)
    # WHEN it is drawn, THEN that ends
    with pytest.raises(FileRefused, match="里有一页太复杂"):
        list(pdf.pages(photos.pdf(drawing=SLOW), "a.pdf"))


def test_nobody_has_to_wait_for_a_page():
    # GIVEN such a page that is being drawn
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    # WHEN somebody does not want to wait, THEN it ends
    with pytest.raises(Cancelled):
        list(pdf.pages(photos.pdf(drawing=SLOW * 10), "a.pdf", cancelled=stop))


def test_two_threads_may_ask_at_once():
    made = []
    threads = [
        threading.Thread(target=lambda: made.append(prepare(photos.pdf(3)))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert all(one == made[0] for one in made)
