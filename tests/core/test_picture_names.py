"""Where people read answers pictures have names; in what was sent they are found again."""

from gui.core.form.summary import SectionSummary, SummaryRow
from gui.core.picture_names import in_words, with_file_names, with_references

FIRST, SECOND = "a" * 64, "b" * 64


def section(text, old_text=None):
    row = SummaryRow("/qualification_other", "其他证明材料", text, old_text, changed=bool(old_text))
    return (SectionSummary("materials", "主体资料", (row,)),)


def test_pictures_are_called_by_their_names_now_and_before():
    # GIVEN a summary of two pictures, of which one is known, and an id of WeChat
    (shown,) = in_words(
        section(f"3 张：\nlocal:{FIRST}\nlocal:{SECOND}\nmedia-1", f"1 张：local:{FIRST}"),
        {FIRST: "执照.jpg"},
    )
    # THEN each is called what it can be called
    assert shown.rows[0].text == "3 张：\n执照.jpg\n图片\nmedia-1"
    assert shown.rows[0].old_text == "1 张：执照.jpg"
    assert (shown.key, shown.rows[0].pointer) == ("materials", "/qualification_other")


def test_what_was_sent_keeps_its_ids_beside_the_names():
    names = {"media.1": "执照.jpg", "media-2": "许可证.png"}
    (shown,) = with_file_names(section("3 张：\nmedia.1\nmedia-2\nmediaX1"), names)
    assert shown.rows[0].text == "3 张：\n执照.jpg（media.1）\n许可证.png（media-2）\nmediaX1"
    assert with_file_names(section("1 张：x"), {}) == section("1 张：x")
    # AND so does the only one of an answer
    (shown,) = with_file_names(section("1 张：media.1"), names)
    assert shown.rows[0].text == "1 张：执照.jpg（media.1）"


def test_the_same_picture_is_no_change():
    # GIVEN what was sent last time
    sent = {"qualification": "m1", "qualification_other": ["m2", "m3"], "pay_type": 2}
    # THEN what is known of it stands there as it stands in the answers
    references = {"m1": f"local:{FIRST}", "m3": f"local:{SECOND}"}
    assert with_references(sent, references) == {
        "qualification": f"local:{FIRST}",
        "qualification_other": ["m2", f"local:{SECOND}"],
        "pay_type": 2,
    }
    assert with_references(None, references) is None
