"""A record that was sent back: mended, submitted, followed, sent back again, and the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from PySide6.QtWidgets import QDockWidget

from gui.core.practice.faults import Fault
from gui.core.practice.tasks import Step
from tools.example_office import lay_out
from tools.tour.walker import Scene, Walker, settle, until

AGAIN = "联系人电话无法接通，请核实联系人姓名和手机号后重新提交。"
WRONG_NAME = 53010


class MainJob(Walker):
    """The window is one of practice mode."""

    def scenes(self) -> Iterator[Scene]:
        """From the form to the list with records in every state, and every dialog."""
        self.until_ready()
        yield self.scene("practice_panel")
        dock = self.window.findChild(QDockWidget)
        if dock is not None:
            dock.hide()
        yield from self._form()
        yield from self._submission()
        yield from self._return()
        yield from self._once_more()
        yield from self._lists()
        yield from self._dialogs()

    def _form(self) -> Iterator[Scene]:
        form = self.window.record.form
        yield self.scene("form")
        bar = form.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        yield self.scene("form_end")
        self.press("check_answers")
        yield self.scene("errors")
        self.press("change_marks")
        yield from self.dialog("marks")
        self.press("change_chance")
        yield from self.dialog("chance")

    def _submission(self) -> Iterator[Scene]:
        self.correct()
        self.press("check_answers")
        self.find("check_page")
        yield self.scene("check")
        self.world.misbehave("reauth", Fault.DROP_AFTER_RECEIVING)
        self.press("submit")
        self.find("doubt_panel")
        yield self.scene("doubt")
        self.press("query_status")
        self.press("auth_link")
        yield from self.dialog("practice_link")
        yield self.scene("result")
        for step in (Step.AGREE, Step.FACE_OK, Step.CODE_OK):
            self._play(step)
        steps = self.find("progress_steps")
        until(lambda: "审核 进行中" in steps.accessibleName(), "it is reviewed")
        yield self.scene("progress")

    def _return(self) -> Iterator[Scene]:
        self._play(Step.PASS_REVIEW)
        steps = self.find("progress_steps")
        until(lambda: "进行中" not in steps.accessibleName(), "it has passed")
        yield self.scene("passed")
        self._play(Step.SEND_BACK, AGAIN)
        self.find("return_chance")
        yield self.scene("returned")
        self.command("rename_record")
        yield from self.dialog("rename")

    def _once_more(self) -> Iterator[Scene]:
        """Without a change, against advice, and refused."""
        self.press("check_answers")
        self.find("unchanged")
        yield self.scene("check_unchanged")
        self.press("submit")
        yield from self.dialog("question")
        self.world.refuse("reauth", WRONG_NAME)
        self.press("submit")
        self.press("question_yes")
        until(self.window.record.form.isVisible, "it is refused")
        yield self.scene("refused")
        self.press("message_details")
        yield self.scene("refused_details")
        self.command("history")
        yield from self.dialog("history")

    def _lists(self) -> Iterator[Scene]:
        services = cast("Any", self.window.services)
        lay_out(services.database, [account.id for account in services.known_accounts])
        self.window.show_list()
        self.find("filter_unknown")
        yield self.scene("home")
        self.write("search", "没有这样的记录")
        self.find("show_all")
        yield self.scene("home_nothing_found")
        self.press("show_all")
        self.find("records")
        listed = services.desk.records.summaries()
        for record in listed[:2]:
            self.window.list.desk.delete(record.id)
        self.find("action_undo")
        yield self.scene("home_deleted")
        self.command("recently_deleted")
        yield from self.dialog("recently_deleted")

    def _dialogs(self) -> Iterator[Scene]:
        for name in ("settings", "accounts"):
            self.command(name)
            yield from self.dialog(name)
        self.window.dialogs.show_network_settings()
        yield from self.dialog("settings_network")
        self.window.dialogs.show_diagnostics()
        yield from self.dialog("diagnostics")
        self.window.dialogs.show_erase()
        yield from self.dialog("erase")
        self.window.dialogs.show_erase()
        self.press("erase_go_on")
        yield from self.dialog("erase_sure")

    def _play(self, step: Step, reason: str = "") -> None:
        record = self.window.record
        if record.session.sheet is None:
            raise LookupError
        self.world.play(record.session.sheet.taskid, step, reason)
        asked = self.world.count("queryauth")
        record.query()
        until(lambda: self.world.count("queryauth") > asked, "it is asked")
        settle()
