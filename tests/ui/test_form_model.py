"""When an answer is checked, what is kept, forced and offered: the form without a screen."""

import pytest

from gui.core.form.rules import payload
from gui.core.form.spec import load_form
from gui.core.form.validation import Checker, Problem
from gui.core.paths import RESOURCES
from gui.ui.form_model import FormModel
from tests.core.form.answers import FILLED, LICENCE_CODE

MAIL, MOBILE, TAXID = "/contact_info/email", "/contact_info/mobile", "/invoice_info/electronic/id"
INVOICE, TITLE = "/invoice_info/invoice_type", "/invoice_info/invoice_title"
VAT_ID, PAY, SUBJECT = "/invoice_info/vat/id", "/pay_type", "/customer_type"
ELECTRONIC = FILLED | {INVOICE: 2}
REAUTH = {"call": "reauth"}


@pytest.fixture(scope="module")
def spec():
    return load_form(RESOURCES / "forms")


@pytest.fixture(scope="module")
def checker(spec):
    return Checker(spec)


@pytest.fixture
def model(qapp, spec, checker):
    """The form with every answer right and an electronic invoice."""
    model = FormModel(spec)
    model.set_checker(checker)
    model.load(ELECTRONIC, REAUTH)
    return model


def said(model):
    return {problem.pointer: problem.text for problem in model.errors()}


def body(model):
    return payload(model.resolution)["auth_data"]


@pytest.mark.parametrize("values", [{}, {MAIL: "wrong", TAXID: "1", MOBILE: "2"}])
def test_nothing_is_red_on_opening(model, values):
    # GIVEN errors of another record on the screen
    model.load({}, REAUTH)
    assert model.check_all()

    # WHEN a record is opened, however much is missing or wrong in it, THEN nothing is red
    model.load(values, REAUTH)
    assert said(model) == {}


def test_nothing_is_red_before_the_checker_is_there(qapp, spec):
    model = FormModel(spec)
    model.load({MAIL: "wrong"}, REAUTH)
    model.set_value(MAIL, "still wrong")
    model.leave(MAIL)
    assert said(model) == {}


def test_typing_brings_no_error_and_leaving_does(model):
    # WHEN something wrong is typed, THEN nothing is said
    model.set_value(MAIL, "zhang")
    assert said(model) == {}

    # WHEN the field is left, THEN it is
    model.leave(MAIL)
    assert said(model) == {MAIL: "邮箱地址里缺少「@」，如 name@example.com"}


def test_typing_corrects_and_removes_an_error_that_is_shown(model):
    model.set_value(MAIL, "zhang")
    model.leave(MAIL)

    # WHEN it is half mended, THEN the sentence says what is wrong now
    model.set_value(MAIL, "zhang@")
    assert "「@」后面不完整" in said(model)[MAIL]

    # WHEN it is mended, THEN the error goes while typing, and does not come while typing
    model.set_value(MAIL, "zhang@example.com")
    assert said(model) == {}
    model.set_value(MAIL, "zhang")
    assert said(model) == {}


def test_leaving_an_untouched_or_empty_field_says_nothing(model):
    # GIVEN a field that was wrong when the record was opened
    model.load(ELECTRONIC | {MAIL: "wrong"}, REAUTH)

    # WHEN it is walked through, or another is emptied and left, THEN nothing is red
    model.leave(MAIL)
    model.set_value("/account_name", "")
    model.leave("/account_name")
    model.set_value(TAXID, "  ")
    model.leave(TAXID)
    assert said(model) == {}


def test_leaving_counts_once_for_each_edit(model):
    model.set_value(MAIL, "zhang")
    model.set_value(MAIL, FILLED[MAIL])
    model.leave(MAIL)
    announced = []
    model.problem_changed.connect(announced.append)

    # WHEN the field is left again without another edit, THEN nothing happens
    model.leave(MAIL)
    assert announced == []


def test_the_same_value_is_no_edit(model, qtbot):
    with qtbot.assertNotEmitted(model.edited):
        model.set_value(MAIL, FILLED[MAIL])
    with qtbot.waitSignal(model.edited):
        model.set_value(MAIL, "other@example.com")


def test_check_all_shows_everything_in_the_order_of_the_form(model):
    # GIVEN an empty form
    model.load({}, REAUTH)

    # WHEN it is checked
    found = [problem.pointer for problem in model.check_all()]

    # THEN everything required is there, from the top to the bottom
    assert set(found) == model.resolution.required
    assert found == [pointer for pointer in model.spec.fields if pointer in found]
    assert found[:2] == ["/taskid", SUBJECT]
    assert [problem.pointer for problem in model.errors()] == found


def test_check_all_needs_the_checker(qapp, spec):
    with pytest.raises(RuntimeError):
        FormModel(spec).check_all()


def test_answers_of_a_hidden_section_are_kept_named_and_not_sent(model):
    # WHEN the invoice is declined
    model.set_value(INVOICE, 1)

    # THEN what it hid is kept, named at the choice, and not in the body
    hidden = {TITLE, TAXID, "/invoice_info/electronic/desc"}
    assert set(model.kept(INVOICE)) == hidden
    assert model.values()[TAXID] == LICENCE_CODE
    assert body(model)["invoice_info"] == {"invoice_type": 1}

    # WHEN it is wanted again, THEN all is as before
    model.set_value(INVOICE, 2)
    assert model.kept(INVOICE) == ()
    assert model.value(TAXID) == LICENCE_CODE
    assert body(model)["invoice_info"]["electronic"]["id"] == LICENCE_CODE


def test_kept_answers_can_be_cleared(model, qtbot):
    model.set_value(INVOICE, 1)

    # WHEN they are cleared
    with qtbot.waitSignal(model.edited):
        model.clear_kept(INVOICE)

    # THEN nothing of them is left in the draft, and all else is
    assert model.kept(INVOICE) == ()
    assert TAXID not in model.values()
    assert model.value(VAT_ID) == LICENCE_CODE
    model.set_value(INVOICE, 2)
    assert model.value(TAXID) is None


def test_errors_of_hidden_fields_do_not_count(model):
    model.set_value(TAXID, "1")
    assert [problem.pointer for problem in model.check_all()] == [TAXID]

    # WHEN the field is hidden, THEN its error is gone, and does not come back red
    model.set_value(INVOICE, 1)
    assert said(model) == {}
    assert model.check_all() == []
    model.set_value(INVOICE, 2)
    assert said(model) == {}


def test_a_forced_choice_keeps_the_own_one(model):
    # WHEN the provider pays
    model.set_value(PAY, 1)

    # THEN no invoice is sent, whatever was chosen
    assert model.resolution.forced == {INVOICE: 1}
    assert model.value(INVOICE) == 2
    assert body(model)["invoice_info"] == {"invoice_type": 1}

    # WHEN the own choice is not on the way any more, THEN it counts again
    model.set_value(PAY, 2)
    assert model.resolution.forced == {}
    assert body(model)["invoice_info"]["invoice_type"] == 2


def test_the_paper_invoice_is_offered_only_while_it_is_the_value(model):
    assert model.resolution.choices[INVOICE] == (1, 2, 4)
    assert model.warning(INVOICE) is None

    # GIVEN an old record with it, THEN it is offered, warned of, and no error
    model.load(FILLED | {INVOICE: 3}, REAUTH)
    assert set(model.resolution.choices[INVOICE]) == {1, 2, 3, 4}
    warning = model.warning(INVOICE)
    assert "2024 年 4 月" in warning.text
    assert model.check_all() == []

    # WHEN the fix is used, THEN it is gone for good
    assert warning.fix.label == "改为数电专用发票"
    model.apply_fix(INVOICE, warning.fix)
    assert model.value(INVOICE) == 4
    assert model.warning(INVOICE) is None
    assert model.resolution.choices[INVOICE] == (1, 2, 4)


def test_a_choice_that_is_no_longer_offered_has_to_be_made_anew(model):
    # GIVEN a VAT invoice, WHEN the subject becomes an individual
    model.load(FILLED, REAUTH)
    model.set_value(SUBJECT, 15)

    # THEN it is said at once at the invoice, and the choice is kept for the way back
    assert said(model) == {INVOICE: "原来选的发票种类在这里不适用，请重新选择"}
    assert "invoice_type" not in body(model).get("invoice_info", {})
    model.set_value(SUBJECT, 1)
    assert body(model)["invoice_info"]["invoice_type"] == 4
    assert said(model) == {}


def test_an_error_goes_when_its_rule_no_longer_holds(model):
    # GIVEN an individual whose identity lacks its proof
    proof, identity = "/auth_ident_material", "/auth_identification"
    model.load(ELECTRONIC | {SUBJECT: 15, proof: []}, REAUTH)
    assert [problem.pointer for problem in model.check_all()] == [proof]

    # WHEN the identity is taken back, THEN the proof is not asked for any more
    model.set_value(identity, "")
    assert said(model) == {}
    assert model.check_all() == []


def test_a_fix_takes_what_is_known_elsewhere(model):
    # GIVEN a title that is not the certified name
    model.set_context(certified_name="深圳湾科技有限责任公司")
    warning = model.warning(TITLE)
    assert "深圳湾科技有限责任公司" in warning.text

    # WHEN the fix is used, THEN it is the certified name, and the context was never an answer
    model.apply_fix(TITLE, warning.fix)
    assert body(model)["invoice_info"]["invoice_title"] == "深圳湾科技有限责任公司"
    assert model.warning(TITLE) is None


def test_an_error_hides_the_warning(model):
    model.set_value(TAXID, LICENCE_CODE[:-1] + "1")
    model.leave(TAXID)
    assert "最后一位" in model.warning(TAXID).text
    model.set_value(TAXID, "1")
    model.leave(TAXID)
    assert model.warning(TAXID) is None
    assert "现在是 1 位" in model.error(TAXID).text


def test_what_wechat_says_stays_until_its_field_is_changed(model):
    # GIVEN two answers of WeChat, and an error of ours at one of the fields
    model.set_value(MAIL, "zhang")
    model.leave(MAIL)
    model.show_answers([Problem(MAIL, "89600", "微信说邮箱"), Problem(MOBILE, "89600", "微信说")])
    assert said(model) == {MAIL: "微信说邮箱", MOBILE: "微信说"}

    # WHEN all is checked, THEN they stand
    model.check_all()
    assert said(model) == {MAIL: "微信说邮箱", MOBILE: "微信说"}

    # WHEN a field is changed, THEN only its own goes
    model.set_value(MAIL, "zhang@example.com")
    assert said(model) == {MOBILE: "微信说"}


def test_the_section_states_follow_a_pause_in_typing(model, qtbot):
    assert {state.kind for state in model.states().values()} == {"done"}
    with qtbot.waitSignal(model.states_changed):
        model.set_value(MAIL, "zhang")
        model.leave(MAIL)
    assert model.states()["contact"].words == "1 处需修改"
    assert model.states()["subject"].words == "已完成"


def test_an_answer_given_elsewhere_is_suggested_for_an_empty_field(model):
    field = model.spec.fields[TAXID]
    assert model.suggestion(field) == ""
    model.set_value(TAXID, "")
    assert model.suggestion(field) == LICENCE_CODE
