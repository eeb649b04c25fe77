"""What WeChat refused: shown at the fields it is about, and what its buttons do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.errors import AppError, Refused
from gui.core.form.validation import Problem
from gui.core.wechat.refusals import Refusal, explain
from gui.ui.form_model import FormModel
from gui.ui.record_session import RecordSession
from gui.ui.services import Services
from gui.ui.tasks import Handler, Task

if TYPE_CHECKING:
    from gui.core.wechat.answers import AccountFacts, NameCheck

RULE = "wechat"
FROM_WECHAT = "微信返回：{text}"
TITLE, NAME, KIND = "/invoice_info/invoice_title", "/account_name", "/customer_type"
# buttons that only lead to the answer to be changed
LEADS_TO = {"change_pay_type": "/pay_type", "pick_identity": "/auth_identification"}
PROOF = "请在「名称补充材料」里提供证明，再提交。"
NO_PROOF = "微信没有要求补充证明材料，可以直接提交。"
NOT_TOLD = "微信没有给出这个账号的主体名称"


class RefusalHelp(QObject):
    """A refusal stays at its fields until one of them is changed: it is one answer to all."""

    edit_wanted = Signal(str)
    noted = Signal(str, str)  # title, text
    told = Signal(object)  # AppError | Refusal
    trying = Signal(object)  # what 重试 would do

    def __init__(
        self, services: Services, session: RecordSession, model: FormModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = services.desk
        self._tasks = services.tasks
        self._session = session
        self._model = model
        self._fields: frozenset[str] = frozenset()
        self._asking: Task | None = None
        self.deeds: dict[str, Callable[[], object]] = {
            "use_certified_name": self.use_certified_name,
            "read_account_facts": self.read_facts,
            "check_name": self.check_name,
        }
        model.value_changed.connect(self._on_value)

    def show(self, refusal: Refusal) -> bool:
        """Put a refusal at its fields. False when none of them is in sight."""
        problems = [
            Problem(pointer, RULE, FROM_WECHAT.format(text=refusal.title))
            for pointer in self._fields_of(refusal)
        ]
        self._fields = frozenset(problem.pointer for problem in problems)
        self._model.show_answers(problems)
        return bool(problems)

    def leave(self) -> None:
        """Another record is opened, or none: what was asked for this one is over."""
        self._fields = frozenset()
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def lead(self, key: str) -> None:
        """A button that wants an answer changed: go to it."""
        shown = [problem.pointer for problem in self._model.errors()]
        pointer = LEADS_TO.get(key) or next(iter(shown), "")
        if pointer in self._model.resolution.visible:
            self.edit_wanted.emit(pointer)

    # what the buttons do

    @Slot()
    def read_facts(self) -> None:
        """读取主体信息: whom WeChat knows behind the account."""
        self.trying.emit(self.read_facts)
        self._ask(self._on_facts, self._desk.facts)

    @Slot()
    def use_certified_name(self) -> None:
        """使用主体名称: ask for it when it is not known yet."""
        self.trying.emit(self.use_certified_name)
        name = self._model.context().get("certified_name")
        if name:
            self._use(name)
        else:
            self._ask(self._on_name_known, self._desk.facts)

    @Slot()
    def check_name(self) -> None:
        """检查名称: does WeChat want proof for it."""
        self.trying.emit(self.check_name)
        name = str(self._model.value(NAME) or "").strip()
        if name:
            self._ask(self._on_checked, self._desk.check_name, name)
        else:
            self.edit_wanted.emit(NAME)

    # how

    def _fields_of(self, refusal: Refusal) -> list[str]:
        """Those in sight; of pictures the one that WeChat quotes, if it is there."""
        visible = [p for p in refusal.pointers if p in self._model.resolution.visible]
        return [p for p in visible if self._holds(p, refusal.media_id)] or visible

    def _holds(self, pointer: str, media_id: str) -> bool:
        value = self._model.value(pointer)
        return bool(media_id) and media_id in (value if isinstance(value, list) else [value])

    def _ask(self, on_success: Handler, fn: Callable[..., object], *args: str) -> None:
        if self._asking is None and self._session.record_id:
            self._asking = self._tasks.start(
                fn,
                self._session.record_id,
                *args,
                on_success=on_success,
                on_failure=self._on_failed,
                on_finished=self._on_finished,
            )

    @Slot(object)
    def _on_facts(self, facts: AccountFacts) -> None:
        kind = self._model.spec.fields[KIND].choice(facts.customer_type)
        words = f"主体类型：{kind.label}。" if kind else ""
        if not facts.principal_name:
            self.noted.emit(NOT_TOLD, words)
            return
        self._model.set_context(certified_name=facts.principal_name)
        self.noted.emit(f"微信登记的主体是「{facts.principal_name}」", words)
        if kind is not None and kind.value != self._model.value(KIND):
            self.edit_wanted.emit(KIND)

    @Slot(object)
    def _on_name_known(self, facts: AccountFacts) -> None:
        if not facts.principal_name:
            self.noted.emit(NOT_TOLD, "请按营业执照填写发票抬头。")
            return
        self._model.set_context(certified_name=facts.principal_name)
        self._use(facts.principal_name)

    def _use(self, name: str) -> None:
        self._model.set_value(TITLE, name)
        self._model.leave(TITLE)
        self.edit_wanted.emit(TITLE)

    @Slot(object)
    def _on_checked(self, found: NameCheck) -> None:
        self._model.set_context(name_hit=found.hit or None)
        if found.hit:
            self.noted.emit(found.wording or "这个名称需要证明材料", PROOF)
        else:
            self.noted.emit("名称检查通过", NO_PROOF)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.told.emit(explain(error, submission=False) if isinstance(error, Refused) else error)

    @Slot()
    def _on_finished(self) -> None:
        self._asking = None

    @Slot(str)
    def _on_value(self, pointer: str) -> None:
        if pointer in self._fields:
            self._fields = frozenset()
            self._model.show_answers([])
