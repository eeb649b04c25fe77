"""The manual, as somebody reads it who is stuck: offline, beside the work."""

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPalette, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QPushButton, QWidget

from gui.core.form.spec import load_form
from gui.core.manual.chapters import HELP, Chapter
from gui.core.paths import RESOURCES
from gui.ui.colours import colours
from gui.ui.help_page import HelpPage
from gui.ui.help_window import HelpWindow, shortcuts
from gui.ui.theme import POINTS

pytestmark = pytest.mark.qt_log_ignore(r"does not support raise\(\)")  # the offscreen plugin

HTML = QTextDocument.ResourceType.HtmlResource.value
IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture(scope="module")
def spec():
    return load_form(RESOURCES / "forms")


class Reader:
    """The window, and what a person does with it."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window
        self.page = window.findChild(HelpPage)
        self.contents = window.findChild(QListWidget, "help_contents")
        self.search = window.findChild(QLineEdit, "help_search")

    def types(self, text):
        self.search.setFocus()
        self.search.selectAll()
        self.search.insert(text)
        self.qtbot.waitUntil(lambda: not self.window._typed.isActive())

    def items(self):
        return [self.contents.item(row).text() for row in range(self.contents.count())]

    def clicks(self, row):
        self.contents.scrollToItem(self.contents.item(row))
        place = self.contents.visualItemRect(self.contents.item(row)).center()
        self.qtbot.mouseClick(self.contents.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def follows(self, address):
        self.page.anchorClicked.emit(QUrl(address))

    def sees(self, text):
        """Whether the words are in the part of the page that can be seen."""
        found = self.page.document().find(text)
        assert not found.isNull(), text
        return self.page.viewport().rect().intersects(self.page.cursorRect(found))

    def settles(self):
        self.qtbot.waitUntil(lambda: not self.page._soon.isActive())


@pytest.fixture
def reader(qtbot, theme, spec):
    window = HelpWindow(spec)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    reader = Reader(qtbot, window)
    reader.settles()
    return reader


# contents


def test_it_opens_at_the_first_day_with_all_chapters_beside(reader):
    assert reader.page.key() == "first-day"
    assert reader.items() == [
        "第一天",
        "填写每一部分",
        "提交与结果未知",
        "二维码交给管理员",
        "进度",
        "草稿、导出与换电脑",
        "安全与密钥",
        "常见问题",
        "快捷键",
    ]
    assert reader.contents.currentRow() == 0


def test_a_chapter_is_one_click_away(reader):
    reader.clicks(7)
    assert reader.page.key() == "questions"
    assert "会不会重复提交" in reader.page.toPlainText()


def test_the_arrow_keys_go_through_the_chapters(reader, qtbot):
    reader.contents.setFocus()
    qtbot.keyClick(reader.contents, Qt.Key.Key_Down)
    assert reader.page.key() == "form"


def test_a_place_can_be_opened_directly(reader):
    reader.window.show_topic("questions", "code-40164")
    reader.settles()
    assert reader.contents.currentRow() == 7
    assert reader.sees("微信还不认识这台电脑的网络")


def test_the_place_stays_when_the_text_flows_anew(reader):
    # GIVEN a place far down
    reader.window.show_topic("form", "section-invoice")
    reader.settles()
    # WHEN the window becomes narrow
    reader.window.resize(reader.window.minimumSize())
    QTest.qWait(1)
    reader.settles()
    # THEN it is still the place that is read
    assert reader.sees("审核费的发票")


def test_an_unknown_place_leaves_everything_as_it_is(reader):
    reader.window.show_topic("nowhere")
    assert reader.page.key() == "first-day"


# links


def test_a_link_leads_to_its_chapter_and_back_again(reader, qtbot):
    reader.follows("questions.html#twice")
    assert reader.page.key() == "questions"
    assert reader.contents.currentRow() == 7
    back = reader.window.findChild(QPushButton, "help_back")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert reader.page.key() == "first-day"
    assert reader.contents.currentRow() == 0


class Browser(QObject):
    """Stands where the desktop's browser would be."""

    def __init__(self):
        super().__init__()
        self.opened = []

    def open(self, url):
        self.opened.append(url.toString())


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/form.html",
        "http://example.com",
        "//example.com/form.html",
        "file:///etc/form.html",
        "file:form.html",
        "../resources/form.html",
        "FORM.HTML",
        "javascript:alert(1)",
        "mailto:a@example.com",
    ],
)
def test_a_link_to_anywhere_else_leads_nowhere(qtbot, theme, address):
    # GIVEN a page with a link that does not belong there, and a browser that would open it
    browser = Browser()
    schemes = ("http", "https", "file", "mailto")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, browser, "open")
    chapter = Chapter("first-day", "甲", f'<p><a href="{address}">到别处去看一看</a></p>', ())
    page = HelpPage([chapter, Chapter("form", "乙", "<p>乙</p>", ())])
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.go_to("first-day")
    place = page.cursorRect(page.document().find("别处")).center()
    assert page.anchorAt(place) == address
    # WHEN it is clicked
    try:
        qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    finally:
        for scheme in schemes:
            QDesktopServices.unsetUrlHandler(scheme)
    # THEN the page stays, and nothing opens
    assert page.key() == "first-day"
    assert page.toPlainText() == "到别处去看一看"
    assert browser.opened == []


def test_a_link_of_the_manual_is_followed_by_a_click(reader, qtbot):
    link = reader.page.document().find("填写每一部分")
    reader.page.setTextCursor(link)
    place = reader.page.cursorRect(link).center()
    qtbot.mouseClick(reader.page.viewport(), Qt.MouseButton.LeftButton, pos=place - QPoint(20, 0))
    assert reader.page.key() == "form"


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "file:///etc/hostname", "https://example.com/x.png", "../app/x.svg"]
)
def test_the_page_reads_nothing_but_the_manual(reader, name):
    assert not reader.page.loadResource(HTML, QUrl(name))
    assert not isinstance(reader.page.loadResource(IMAGE, QUrl(name)), QImage) or (
        reader.page.loadResource(IMAGE, QUrl(name)).isNull()
    )


# search


def test_a_word_is_found_shown_and_marked(reader):
    reader.types("白名单")
    assert reader.items()[0] == "把 IP 加进白名单\n第一天"
    assert reader.contents.currentRow() == 0
    assert reader.page.key() == "first-day"
    assert reader.sees("把 IP 加进白名单")
    marked = {mark.cursor.selectedText() for mark in reader.page.extraSelections()}
    assert marked == {"白名单"}
    assert reader.window.findChild(QLabel, "help_found").text() == (
        f"找到 {reader.contents.count()} 处"
    )


def test_every_code_of_wechat_can_be_looked_up(reader):
    reader.types("89635")
    assert reader.items() == ["发票抬头和主体名称不一致\n常见问题"]
    assert reader.sees("发票抬头和主体名称不一致")


def test_enter_goes_into_the_page_that_was_found(reader, qtbot):
    reader.search.setFocus()
    reader.search.insert("换电脑")
    qtbot.keyClick(reader.search, Qt.Key.Key_Return)  # without waiting
    assert reader.page.key() == "drafts"
    assert reader.page.hasFocus()


def test_what_is_not_there_is_said_and_the_page_stays(reader):
    reader.types("啦啦啦")
    assert reader.items() == []
    assert "没有找到「啦啦啦」" in reader.window.findChild(QLabel, "help_found").text()
    assert reader.page.key() == "first-day"


def test_an_empty_search_brings_the_contents_back(reader):
    reader.types("白名单")
    reader.types("40164")
    reader.types("")
    assert len(reader.items()) == 9
    assert reader.contents.currentRow() == 7
    assert not reader.window.findChild(QLabel, "help_found").isVisible()


def test_escape_leaves_first_the_search_and_then_the_window(reader, qtbot):
    reader.types("白名单")
    qtbot.keyClick(reader.search, Qt.Key.Key_Escape)
    assert reader.search.text() == ""
    assert reader.window.isVisible()
    qtbot.keyClick(reader.search, Qt.Key.Key_Escape)
    assert not reader.window.isVisible()


# the window


def test_a_dialog_of_the_program_does_not_lock_it(qtbot, theme, spec):
    # GIVEN the program with its manual open, and then a dialog that locks the program
    program = QWidget()
    qtbot.addWidget(program)
    program.show()
    window = HelpWindow(spec, program)
    with qtbot.waitExposed(window):
        window.show()
    dialog = QDialog(program)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    # WHEN a chapter is clicked, by the way that the desktop's clicks take
    reader = Reader(qtbot, window)
    place = reader.contents.visualItemRect(reader.contents.item(1)).center()
    spot = reader.contents.viewport().mapTo(window, place)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=spot)
    # THEN it can be read all the same
    qtbot.waitUntil(lambda: reader.page.key() == "form")
    dialog.done(0)
    window.close()


def test_it_goes_with_its_owner_and_keeps_nothing_alive(qtbot, theme, spec):
    owner = QObject()
    window = HelpWindow(spec, owner)
    assert not window.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    owner.deleteLater()
    del owner
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not shiboken6.isValid(window))


def test_closed_it_comes_back_as_it_was_left(reader):
    reader.clicks(4)
    reader.window.close()
    reader.window.come_to_front()
    assert reader.window.isVisible()
    assert reader.page.key() == "progress"


# looks


def picture(reader, name="practice.png"):
    return reader.page.loadResource(IMAGE, QUrl(name))


def test_pictures_follow_the_theme(reader, theme):
    light = picture(reader).pixelColor(4, 200).name()
    theme.apply("dark")
    assert picture(reader).pixelColor(4, 200).name() != light
    assert colours("dark")["surface"] == picture(reader).pixelColor(4, 200).name()


@pytest.mark.parametrize("size", POINTS)
def test_nothing_is_wider_than_the_page(reader, theme, size, qtbot):
    theme.apply("dark", size)
    for width in (reader.window.minimumWidth(), 1000, 1600):
        reader.window.resize(width, 700)
        QTest.qWait(1)
        reader.settles()
        for row in range(reader.contents.count()):
            reader.clicks(row)
            ideal = reader.page.document().idealWidth()
            assert ideal <= reader.page.viewport().width() + 1, (width, reader.page.key())
    assert reader.page.horizontalScrollBar().maximum() == 0


def test_text_grows_with_the_size_of_the_program(reader, theme):
    small = reader.page.document().size().height()
    theme.apply("light", "huge")
    reader.settles()
    assert reader.page.document().size().height() > small * 1.1


def test_lines_stay_short_in_a_wide_window(reader):
    reader.window.resize(1800, 700)
    QTest.qWait(1)
    reader.settles()
    margins = reader.page.document().rootFrame().frameFormat()
    text = reader.page.viewport().width() - margins.leftMargin() - margins.rightMargin()
    assert text <= 720


def test_in_the_high_contrast_of_the_system_its_colours_are_used(reader, qapp, theme):
    # GIVEN the colours of the system, as high contrast asks for
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette(QColor("black")))
    reader.settles()
    # WHEN something is looked for
    reader.types("白名单")
    # THEN text and marks stand out in those
    marks = reader.page.extraSelections()
    mark = marks[0].format
    assert mark.background().color() == reader.page.palette().highlight().color()
    assert mark.foreground().color() == reader.page.palette().highlightedText().color()
    assert "白名单" in reader.page.toPlainText()


def test_every_control_has_a_name_for_those_who_do_not_see_it(reader):
    for widget in (reader.page, reader.contents, reader.search):
        assert widget.objectName()
        assert widget.accessibleName()
    for button in reader.window.findChildren(QPushButton):
        assert button.objectName()
        assert button.accessibleName()
    reader.types("白名单")
    role = Qt.ItemDataRole.AccessibleTextRole
    assert reader.contents.item(0).data(role) == "第一天：把 IP 加进白名单"


def test_every_command_with_keys_is_in_the_last_chapter(reader):
    reader.clicks(8)
    text = reader.page.toPlainText()
    for words, keys in shortcuts():
        assert words in text
        assert keys in text


def test_the_pictures_of_the_manual_can_be_read():
    for file in HELP.glob("*.png"):
        assert not QImage(str(file)).isNull(), file.name
