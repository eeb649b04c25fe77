"""What became of a submission: the link for the administrator, or honest words about the doubt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.core.outside_text import one_line
from gui.core.progress import Step
from gui.core.qr import QrMatrix
from gui.ui.buttons import CopyButton, Mark, make_button
from gui.ui.doubt_panel import DoubtPanel
from gui.ui.labels import announce, plain_label, plain_tip
from gui.ui.link_panel import LinkPanel
from gui.ui.moments import moment_words
from gui.ui.progress_card import ProgressCard, ProgressView
from gui.ui.scroll_column import ScrollColumn, make_card
from gui.ui.theme import icon, set_state

COLUMN_WIDTH = 920
SHOWN_AT_MOST = 32  # characters of a name or an id in the second line
Kind = Literal["accepted", "unknown", "refused", "not_sent"]
# kind → icon, its colour, title
TITLES: dict[Kind, tuple[str, str, str]] = {
    "accepted": ("check-circle", "success", "已提交，等待管理员扫码授权"),
    "unknown": ("help-circle", "warning_mark", "还不确定是否提交成功"),
    "refused": ("alert-circle", "error", "微信没有接受这次提交"),
    "not_sent": ("alert-circle", "error", "资料没有提交"),
}
UNDER_WAY = "已提交"  # the administrator has scanned the code
NOT_THERE = "微信没有收到，可以再次提交"
WAITING = "正在获取授权链接"
WAITING_HELP = "微信已收到资料，授权链接通常很快就有。稍等片刻后点「查询状态」获取。"
WAITING_MARK, REFUSED_MARK = ("clock", "info"), ("alert-triangle", "warning_mark")
LINK_REFUSED = "链接未通过安全检查，未打开"
LINK_REFUSED_HELP = (
    "微信返回的链接不在微信的网址内，没有显示，也没有生成二维码。资料已提交，请稍后点「查询状态」；"
    "仍然这样时请联系技术支持。"
)


@dataclass(frozen=True)
class ResultView:
    """All that the page shows of a record. Times are seconds since 1970, None if not known.

    `auth_url` went through the gate already ("" without a link); `link_refused` says that there
    was one which did not pass. `final` is that of gui.core.progress.Standing. `busy`:
    all that WeChat answered was that it is busy. `mini_name` is the mini program's, as it was
    sent.
    """

    kind: Kind
    record_name: str
    taskid: str = ""
    auth_url: str = ""
    link_refused: bool = False
    matrix: QrMatrix | None = None
    link_time: float | None = None
    progress: ProgressView = field(default_factory=ProgressView)
    final: bool = False
    sent_at: float | None = None
    busy: bool = False
    mini_name: str = ""


class ResultPage(QWidget):
    """授权与进度. It asks nobody and opens nothing: the window does, and shows the answer here."""

    link_activated = Signal()
    query_requested = Signal()
    taskid_entered = Signal(str)
    resend_requested = Signal()
    form_requested = Signal()
    list_requested = Signal()

    def __init__(self, now: Callable[[], float] = time.time, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.setObjectName("result_page")
        self.setAccessibleName("授权与进度")
        self._scroll = ScrollColumn("result", "提交结果", COLUMN_WIDTH)
        self._column = self._scroll.column
        self._link = LinkPanel(now)
        self._doubt = DoubtPanel()
        self._progress = ProgressCard()
        head, notice = self._build_head(), self._build_notice()
        for part in (head, self._link, notice, self._doubt, self._progress):
            self._column.addWidget(part)
        self._column.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._scroll, 1)
        box.addWidget(self._build_footer())
        self._connect()

    # building

    def _build_head(self) -> QWidget:
        self._mark = Mark("check-circle", "success", 28)
        self._title = plain_label("", role="title")
        self._title.setObjectName("result_title")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addLayout(self._build_about())
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return head

    def _build_about(self) -> QHBoxLayout:
        self._about = plain_label("", role="muted", wrap=False)
        self._taskid = plain_label("", role="muted", wrap=False, selectable=True)
        self._taskid.setObjectName("taskid")
        self._copy_taskid = CopyButton("复制任务编号", "copy_taskid", "link")
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self._about, self._taskid, self._copy_taskid):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _build_notice(self) -> QFrame:
        self._notice_title = plain_label("", role="heading")
        self._notice_title.setObjectName("link_notice")
        self._notice_text = plain_label("", role="muted")
        self._notice_mark = Mark("clock", "muted")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._notice_mark)
        head.addWidget(self._notice_title, 1)
        self._notice, box = make_card()
        box.addLayout(head)
        box.addWidget(self._notice_text)
        return self._notice

    def _build_footer(self) -> QFrame:
        footer = QFrame()
        footer.setProperty("role", "footer")
        self._list = make_button("返回列表", "back_to_list", icon_name="list")
        self._form = make_button("返回填写", "result_to_form", icon_name="pencil")
        self._query = make_button("查询状态", "query_status", icon_name="refresh-cw")
        row = QHBoxLayout(footer)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(12)
        row.addWidget(self._list)
        row.addWidget(self._form)
        row.addStretch(1)
        row.addWidget(self._query)
        return footer

    def _connect(self) -> None:
        self._link.link_activated.connect(self.link_activated)
        self._link.renew_requested.connect(self.query_requested)
        self._doubt.resend_requested.connect(self.resend_requested)
        self._doubt.taskid_entered.connect(self.taskid_entered)
        self._query.clicked.connect(self.query_requested)
        self._form.clicked.connect(self.form_requested)
        self._list.clicked.connect(self.list_requested)

    # what the window tells

    def show_result(self, view: ResultView) -> None:
        """Show where a record stands."""
        self._show_head(view)
        # In doubt what WeChat told last is from before the submission.
        told = ProgressView() if view.kind == "unknown" else view.progress
        self._progress.show_progress(told, self._title.text(), self._now())
        self._show_link(view)
        self._doubt.setVisible(view.kind == "unknown")
        self._doubt.show_doubt(view.taskid, busy=view.busy)
        self._show_buttons(view)
        announce(self._title, self._title.text())

    def set_resend(self, enabled: bool, reason: str) -> None:
        """In doubt: offer 再次提交, or say why not yet; (False, "") takes it away."""
        self._doubt.set_resend(enabled=enabled, reason=reason)
        if not self._doubt.isHidden() and self._copy_taskid.content:
            self._title.setText(NOT_THERE if enabled else TITLES["unknown"][2])

    def set_asked(self, words: str) -> None:
        """In doubt: when WeChat was asked last."""
        self._doubt.show_asked(words)

    def set_busy(self, stage_text: str | None) -> None:
        """While the state is being asked for: 查询状态 says so and waits; None: it is over."""
        self._query.setEnabled(stage_text is None)
        self._query.setText(stage_text or "查询状态")
        self._query.setAccessibleName(self._query.text())

    def _show_head(self, view: ResultView) -> None:
        icon_name, role, title = TITLES[view.kind]
        if view.kind == "accepted" and not _waits_for_scan(view.progress.steps):
            title = view.progress.text or UNDER_WAY
            icon_name, role = _mark_of(view)
        self._mark.show_icon(icon_name, role)
        self._title.setText(title)
        about = [_short(view.record_name)]
        if view.sent_at is not None:
            about.append(f"{moment_words(view.sent_at, self._now())} 发出")
        self._about.setText(" · ".join(part for part in about if part))
        self._taskid.setText(f"任务编号 {_short(view.taskid)}" if view.taskid else "")
        self._taskid.setToolTip(plain_tip(view.taskid))
        self._copy_taskid.content = view.taskid
        self._copy_taskid.setVisible(bool(view.taskid))

    def _show_link(self, view: ResultView) -> None:
        wanted = view.kind == "accepted" and not view.final and _needs_link(view.progress.steps)
        self._link.setVisible(wanted and bool(view.auth_url))
        self._notice.setVisible(wanted and not view.auth_url)
        self._notice_mark.show_icon(*REFUSED_MARK if view.link_refused else WAITING_MARK)
        name = view.mini_name or view.record_name
        self._link.show_link(name, view.auth_url, view.matrix, view.link_time)
        self._notice_title.setText(LINK_REFUSED if view.link_refused else WAITING)
        self._notice_text.setText(LINK_REFUSED_HELP if view.link_refused else WAITING_HELP)

    def _show_buttons(self, view: ResultView) -> None:
        """One of them is the main thing to do, where it is not in the panel of the link."""
        self.set_busy(None)
        self._query.setVisible(bool(view.taskid))
        over = view.kind == "accepted" and view.final
        mend = view.kind in ("refused", "not_sent") or (over and _has_failed(view))
        ask = view.kind == "unknown" or not (mend or over or view.auth_url)
        for button, icon_name, main in (
            (self._form, "pencil", mend),
            (self._query, "refresh-cw", ask),
        ):
            set_state(button, "role", "primary" if main else "")
            button.setIcon(icon(icon_name, "on_primary" if main else None))


def _waits_for_scan(steps: tuple[Step, ...]) -> bool:
    return not steps or any(step.key == "authorise" and step.state == "now" for step in steps)


def _needs_link(steps: tuple[Step, ...]) -> bool:
    """Whether the administrator still has something to do: in review the link is of no use."""
    return not any(step.key in ("review", "result") and step.state != "ahead" for step in steps)


def _short(text: str) -> str:
    return one_line(text, SHOWN_AT_MOST)


def _mark_of(view: ResultView) -> tuple[str, str]:
    if _has_failed(view):
        return ("alert-circle", "error")
    return TITLES["accepted"][:2] if view.final else ("clock", "info")


def _has_failed(view: ResultView) -> bool:
    return any(step.state == "failed" for step in view.progress.steps)
