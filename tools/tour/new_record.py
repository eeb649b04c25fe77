"""A new record: what is missing, what is offered, the form of a person, help with the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from PySide6.QtWidgets import QPlainTextEdit, QTreeView

from gui.ui.crash import CrashReporter
from tools.tour.walker import Scene, Walker, settle, until

TASK, NAME, TITLE = "/taskid", "/account_name", "/invoice_info/invoice_title"
SUBJECT, IDENTITY, INVOICE = "/customer_type", "/auth_identification", "/invoice_info/invoice_type"
SOLE_TRADER, INDIVIDUAL, PAPER = 12, 15, 4
NEEDS_PROOF = "深圳银行助手"
REASON = "营业执照照片不清晰，请重新上传。"
TEACHER = "教师"
FROM_PROVIDER = {
    "auth_data": {"taskid": "EXAMPLE-TASK", "auth_type": 12, "account_name": "某某花店"},
}


class NewRecord(Walker):
    """The window is one of practice mode."""

    def scenes(self) -> Iterator[Scene]:
        """What is not seen with the example."""
        self.until_ready()
        self.correct()
        self.press("check_answers")  # what is right is remembered
        self.find("check_page")
        self.press("back_to_form")
        yield from self._help()
        yield from self._begin()
        yield from self._person()
        yield from self._file()
        yield from self._fault()

    def _help(self) -> Iterator[Scene]:
        """What WeChat knows, beside answers that are others."""
        self.press(f"{SUBJECT}={SOLE_TRADER}")
        self.write(TITLE, "深圳市演练科技公司")
        self.press(f"helper:{SUBJECT}")
        yield from self.dialog("facts")
        self.write(NAME, NEEDS_PROOF)
        self.press(f"helper:{NAME}")
        until(lambda: self.window.record.model.context().get("name_hit"), "it needs a proof")
        self.window.record.edit(NAME)
        yield self.scene("name_needs_proof")
        self.press(f"{INVOICE}={PAPER}")
        self.window.record.edit(INVOICE)
        yield self.scene("invoice")

    def _begin(self) -> Iterator[Scene]:
        self.window.show_list()
        self.command("new_first_submission")
        self._is_open("wxaauth")
        yield self.scene("first_submission")
        self.window.show_list()
        self.command("new_draft")
        self._is_open("reauth")
        self.find("ask_reason")
        yield self.scene("new_record")
        self.window.record.account.choose(self.window.services.known_accounts[0].id)
        self.window.record.edit("/contact_info/name")
        self.find("fill:contact")
        yield self.scene("offer")
        self.press("fill:contact")
        yield self.scene("offer_filled")
        self.window.record.form.go_to_section(1)
        self.window.record.form.view.verticalScrollBar().setValue(0)
        self.press("own_reason")
        dialog = self.find("own_reason_dialog")
        words = self.find("own_reason_words", dialog)
        if isinstance(words, QPlainTextEdit):
            words.setPlainText(REASON)
        settle()
        yield Scene("own_reason", dialog)
        self.press("save_reason", dialog)
        self.find("change_reason")
        yield self.scene("own_reason_shown")

    def _is_open(self, call: str) -> None:
        session = self.window.record.session
        until(
            lambda: (
                session.sheet is not None
                and session.sheet.record.call == call
                and session.sheet.account is None
            ),
            "a new record",
        )
        self.until_ready()

    def _person(self) -> Iterator[Scene]:
        self.press(f"{SUBJECT}={INDIVIDUAL}")
        self.window.record.edit(IDENTITY)
        self.press(f"helper:{IDENTITY}")
        dialog = self.find("identity_dialog")
        settle()
        yield Scene("identities", dialog)
        self.write("search_identity", TEACHER, dialog)
        tree = self.find("identities", dialog)
        until(lambda: isinstance(tree, QTreeView) and tree.currentIndex().isValid(), "it is found")
        settle()
        yield Scene("identities_found", dialog)
        self.press("choose_identity", dialog)
        yield self.scene("individual")
        self.press("check_answers")
        yield self.scene("individual_errors")

    def _file(self) -> Iterator[Scene]:
        path = self.window.services.data_folder / "某某花店.json"
        path.write_text(json.dumps(FROM_PROVIDER), encoding="utf-8")
        self.window.list.import_file(path)
        yield from self.dialog("import_question")

    def _fault(self) -> Iterator[Scene]:
        reporter = self.window.findChild(CrashReporter)
        if reporter is None:
            raise LookupError
        reporter.handle(RuntimeError, RuntimeError(), None)
        until(lambda: self.windows("crash"), "it is told")
        (crash,) = self.windows("crash")
        settle()
        yield Scene("crash", crash)
        crash.close()
