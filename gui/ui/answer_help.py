"""Help with the answers that only WeChat knows: who one is, what a name needs, whom it knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.account_facts import compare, fields_of
from gui.core.errors import SAFE, AppError, Refused
from gui.core.form.spec import FieldHelper
from gui.core.form.validation import Problem
from gui.core.wechat.refusals import Refusal, explain
from gui.ui.field_question import FieldQuestion
from gui.ui.form_page import FormPage
from gui.ui.memory_help import MemoryHelp
from gui.ui.record_session import RecordSession
from gui.ui.refusal_help import FROM_WECHAT, RULE
from gui.ui.services import Services
from gui.ui.tasks import Handler

if TYPE_CHECKING:
    from gui.core.account_facts import FactLine
    from gui.core.answer_desk import IdentityTree
    from gui.core.wechat.answers import AccountFacts, NameCheck

READING_TREE = "正在向微信查询可选的身份…"
CHECKING = "正在请微信检查名称…"
READING_FACTS = "正在向微信查询主体信息…"
NO_NAME = "请先填写名称，再检查"
FINE = "微信没有要求为这个名称提供证明材料"
PROOF = "微信要求证明可以使用这个名称，请在下面的补充材料里添加图片"
NEEDED = "要证明这个身份，需要提供：\n{text}"
NOT_TOLD = "微信没有给出这个账号的主体名称"
TAKEN = "已采用微信登记的{labels}"
NO_TREE = "微信没有给出可选的身份，请直接填写"


class AnswerHelp(QObject):
    """What the helpers beside the fields do. One question at a time; it ends with the record.

    `told` carries an AppError or a Refusal for a message bar, `trying` what 重试 would do.
    """

    edit_wanted = Signal(str)
    told = Signal(object)
    trying = Signal(object)

    def __init__(
        self, services: Services, session: RecordSession, form: FormPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session
        self._form = form
        self._model = form.model
        self._question = FieldQuestion(services.tasks, form.view, self)
        fields = self._model.spec.fields.items()
        of_names = (p for p, item in fields if item.helper is FieldHelper.NAME_CHECK)
        self._name_at = next(of_names, "")
        self._last_name: Any = None
        self._asked_name: Any = None
        self.memory = MemoryHelp(services, session, form, self)
        self._of_helper: dict[FieldHelper, Callable[[str], object]] = {
            FieldHelper.IDENTITY_TREE: self._pick_identity,
            FieldHelper.NAME_CHECK: self._check_name,
            FieldHelper.ACCOUNT_FACTS: self._read_facts,
        }
        self.deeds: dict[str, Callable[[], object]] = {
            "use_certified_name": self.use_certified_name,
            "read_account_facts": self.read_account_facts,
            "check_name": self.check_name,
            "pick_identity": self.pick_identity,
        }
        form.model.edited.connect(self._on_edited)

    # the record

    def open(self) -> None:
        """Another record is open: what was said of its name still holds, the rest is over."""
        self.leave()
        self._last_name = self._name()
        self._show_hit()
        self.memory.open()

    def leave(self) -> None:
        """The record is left: nobody waits any more, and nothing is said about it."""
        self._question.forget()
        self.memory.leave()

    @Slot()
    def stop(self) -> None:
        """停止等待."""
        self._question.stop()

    # what is pressed: at a field, or in a message

    @Slot(str)
    def help(self, pointer: str) -> None:
        """The helper of a field."""
        self._form.view.commit()
        helper = self._model.spec.fields[pointer].helper
        if helper is not None:
            self._of_helper[helper](pointer)

    @Slot()
    def pick_identity(self) -> None:
        """选择身份."""
        self._help_at(FieldHelper.IDENTITY_TREE)

    @Slot()
    def check_name(self) -> None:
        """检查名称."""
        self._help_at(FieldHelper.NAME_CHECK)

    @Slot()
    def read_account_facts(self) -> None:
        """读取主体信息."""
        self._help_at(FieldHelper.ACCOUNT_FACTS)

    @Slot()
    def use_certified_name(self) -> None:
        """使用主体名称: ask for it when it is not known yet."""
        self.trying.emit(self.use_certified_name)
        name = self._model.context().get("certified_name")
        titles = fields_of(self._model.spec, "principal_name")
        at = next((p for p in titles if p in self._model.resolution.visible), "")
        if not at:
            self.read_account_facts()
            return
        self.edit_wanted.emit(at)
        if name:
            self._form.view.answer(at, name)
        else:
            self._ask(at, READING_FACTS, self._services.answers.facts, self._on_name_known)

    def _help_at(self, helper: FieldHelper) -> None:
        fields, visible = self._model.spec.fields, self._model.resolution.visible
        at = next((p for p, item in fields.items() if item.helper is helper and p in visible), "")
        if at:
            self.edit_wanted.emit(at)
            self.help(at)

    # asking

    def _ask(
        self, pointer: str, words: str, fn: Callable[..., object], done: Handler, *args: str
    ) -> None:
        record_id = self._session.record_id
        if record_id:
            self._question.ask(
                pointer, words, fn, record_id, *args, on_success=done, on_failure=self._on_failed
            )

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        if not isinstance(error, Refused):
            self.told.emit(error)
            return
        refusal = explain(error, submission=False)
        if refusal.kind == "notice":
            self._question.say("told", f"{refusal.title}。{refusal.text.replace(SAFE, '')}")
            return
        if refusal.kind == "field":
            self._model.show_answers(self._problems(refusal))
        self.told.emit(refusal)

    def _problems(self, refusal: Refusal) -> list[Problem]:
        visible = (p for p in refusal.pointers if p in self._model.resolution.visible)
        return [Problem(p, RULE, FROM_WECHAT.format(text=refusal.title)) for p in visible]

    # identities

    def _pick_identity(self, pointer: str) -> None:
        self.trying.emit(self.pick_identity)
        self._ask(pointer, READING_TREE, self._services.answers.identities, self._on_tree)

    @Slot(object)
    def _on_tree(self, tree: IdentityTree) -> None:
        from gui.ui.identity_dialog import IdentityDialog

        if not tree.tops:
            self._question.say("told", NO_TREE)
            return
        dialog = IdentityDialog(
            tree,
            str(self._model.value(self._question.at) or ""),
            self._services.answers,
            self._session.record_id,
            self._services.tasks,
            self._form.window(),
        )
        dialog.chosen.connect(self._on_identity)
        dialog.open()

    @Slot(str, str)
    def _on_identity(self, name: str, requirement: str) -> None:
        self._form.view.answer(self._question.at, name)
        if requirement:
            self._question.say("told", NEEDED.format(text=requirement))

    # names

    def _check_name(self, pointer: str) -> None:
        self.trying.emit(self.check_name)
        self._asked_name = self._name()
        name = str(self._asked_name or "").strip()
        if name:
            self._ask(pointer, CHECKING, self._services.answers.check_name, self._on_checked, name)
        else:
            self._question.say("told", NO_NAME, pointer)
            self.edit_wanted.emit(pointer)

    @Slot(object)
    def _on_checked(self, found: NameCheck) -> None:
        if self._name() != self._asked_name:  # changed meanwhile: the answer is about another
            return
        self._model.set_context(
            name_hit=found.hit or None, name_words=found.wording or None if found.hit else None
        )
        if found.hit:
            self._show_hit()
        else:
            self._question.say("passed", FINE)

    def _show_hit(self) -> None:
        """What WeChat wants for the name is kept with the record."""
        context = self._model.context()
        if context.get("name_hit"):
            parts = [context.get("name_words", ""), PROOF]
            words = "\n".join(part for part in parts if part)
            self._question.say("proof", words, self._name_at)

    def _name(self) -> Any:
        return self._model.value(self._name_at)

    @Slot()
    def _on_edited(self) -> None:
        """Another name: what WeChat said about the one before no longer holds."""
        name = self._name()
        if name != self._last_name:
            self._last_name = name
            if self._model.context().get("name_hit"):
                self._model.set_context(name_hit=None, name_words=None)

    # the account's facts

    def _read_facts(self, pointer: str) -> None:
        self.trying.emit(self.read_account_facts)
        self._ask(pointer, READING_FACTS, self._services.answers.facts, self._on_facts)

    @Slot(object)
    def _on_facts(self, facts: AccountFacts) -> None:
        from gui.ui.facts_dialog import FactsDialog

        self._know(facts)
        model = self._model
        lines = compare(model.spec, model.resolution, model.values(), facts)
        if not lines and not facts.principal_name:
            self._question.say("told", NOT_TOLD)
            return
        dialog = FactsDialog(facts, lines, self._form.window())
        dialog.taken.connect(self._on_taken)
        dialog.open()

    @Slot(object)
    def _on_taken(self, lines: Sequence[FactLine]) -> None:
        for line in lines:
            self._form.view.answer(line.pointer, line.value)
        if lines:
            labels = "、".join(line.label for line in lines)
            self._question.say("passed", TAKEN.format(labels=labels))
        self.edit_wanted.emit(self._question.at)

    @Slot(object)
    def _on_name_known(self, facts: AccountFacts) -> None:
        self._know(facts)
        if facts.principal_name:
            self._form.view.answer(self._question.at, facts.principal_name)
        else:
            self._question.say("told", NOT_TOLD)

    def _know(self, facts: AccountFacts) -> None:
        """From now on a title that differs from the certified name is warned about."""
        if facts.principal_name:
            self._model.set_context(certified_name=facts.principal_name)
            self.memory.look()
