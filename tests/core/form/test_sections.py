"""How far a section is, in words, and nothing counts as wrong before it is shown."""

import dataclasses

from gui.core.form.rules import resolve
from gui.core.form.sections import Uploads, section_states
from tests.core.form.answers import FILLED

REAUTH = {"call": "reauth"}
FRESH = {"subject": "未填", "materials": "未填", "name": "未填", "contact": "未填"}
FRESH |= {"payment": "未填", "invoice": "未填"}


def words(spec, checker, values, shown=()):
    """The words of every section; `shown` are the pointers of errors that stand in the form."""
    resolution = resolve(spec, values, REAUTH)
    problems = checker.check(resolution)
    seen = {pointer: problems[pointer] for pointer in shown}
    states = section_states(spec, resolution, problems, seen)
    return {key: state.words for key, state in states.items()}


def test_empty_form_is_open_and_not_wrong(spec, checker):
    assert words(spec, checker, {}) == FRESH


def test_filled_form_is_done(spec, checker):
    assert set(words(spec, checker, FILLED).values()) == {"已完成"}


def test_wrong_answers_are_counted(spec, checker):
    # GIVEN two answers that cannot be sent, and a missing one beside them
    values = FILLED | {
        "/contact_info/email": "zhang",
        "/third_party_phone": "123",
        "/contact_info/name": "",
    }

    # WHEN nothing has been shown yet, THEN only what was answered wrongly counts
    assert words(spec, checker, values)["contact"] == "2 处需修改"

    # WHEN the missing one is shown as well, THEN it counts too
    assert words(spec, checker, values, ["/contact_info/name"])["contact"] == "3 处需修改"


def test_missing_answer_is_open_until_it_is_shown(spec, checker):
    values = FILLED | {"/invoice_info/vat/bank_name": " "}
    assert words(spec, checker, values)["invoice"] == "还差 1 项"
    assert words(spec, checker, values, ["/invoice_info/vat/bank_name"])["invoice"] == "1 处需修改"


def test_errors_of_other_sections_do_not_count(spec, checker):
    values = FILLED | {"/taskid": ""}
    found = words(spec, checker, values, ["/taskid"])
    assert found == dict.fromkeys(FRESH, "已完成") | {"subject": "1 处需修改"}


def test_section_with_nothing_but_optional_questions(spec, checker):
    # GIVEN an individual without any proof
    values = {"/customer_type": 15}

    # WHEN nothing of it is answered, THEN it is left to the clerk; WHEN something is, it is done
    assert words(spec, checker, values)["materials"] == "选填"
    assert words(spec, checker, values | {"/qualification_other": ["m"]})["materials"] == "已完成"


def test_section_that_is_not_asked_for(spec, checker):
    # GIVEN a form in which every question of a section is hidden
    resolution = resolve(spec, FILLED, REAUTH)
    kept = {p for p in resolution.visible if spec.fields[p].section != "name"}
    hidden = dataclasses.replace(resolution, visible=frozenset(kept))

    # WHEN its state is asked, THEN nothing needs to be filled in
    states = section_states(spec, hidden, checker.check(resolution), {})
    assert (states["name"].kind, states["name"].words) == ("unused", "不需要填写")


def test_files_that_wechat_does_not_have_count(spec, checker):
    def of_materials(uploads):
        resolution = resolve(spec, FILLED, REAUTH)
        state = section_states(spec, resolution, {}, {}, {"/qualification": uploads})["materials"]
        return state.kind, state.words

    assert of_materials(Uploads(0, 0)) == ("done", "已完成")
    assert of_materials(Uploads(0, 2)) == ("sending", "图片正在上传")
    assert of_materials(Uploads(1, 2)) == ("wrong", "1 张图片没有传成功")
