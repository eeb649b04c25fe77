"""Every rule about the content of a submission, over real HTTP."""

from __future__ import annotations

import pytest

INVOICE = "/invoice_info"
INDIVIDUAL = {"/customer_type": 15, "/auth_type": 15, "/qualification": None}
IDENTITY = INDIVIDUAL | {"/auth_identification": "作家", "/auth_ident_material": ["proof"]}
PROVIDER_PAYS = {
    "/pay_type": 1,
    "/service_appid": "wx00000000000000c3",
    INVOICE: {"invoice_type": 1},
}
PHONE = "0755-26000000"
VAT = {"id": "9" * 15, "enterprise_phone": PHONE, "bank_name": "某行", "bank_account": "12345678"}


def vat(invoice_type=4, **changes):
    content = {key: value for key, value in (VAT | changes).items() if value is not None}
    return {INVOICE: {"invoice_type": invoice_type, "vat": content}}


TAKEN = {
    "electronic invoice": {},
    "without optional values": {
        "/contact_info/mobile": None,
        f"{INVOICE}/invoice_title": None,
        f"{INVOICE}/electronic/desc": None,
    },
    "every picture list": {
        "/qualification_other": ["proof"] * 10,
        "/account_supplemental": ["trademark"],
        "/account_name_type": 2,
    },
    "no invoice": {INVOICE: {"invoice_type": 1}},
    "vat": vat(desc="备注", enterprise_address="深圳市"),
    "paper vat of old": vat(3, mailing_address="518000", province="广东省", phone="13800138000"),
    "provider pays": PROVIDER_PAYS,
    "provider by number": {"/service_uin": 12345},
    "sole trader": {"/customer_type": 12, "/auth_type": 12},
    "individual": INDIVIDUAL,
    "individual without tax number": INDIVIDUAL | {INVOICE: {"invoice_type": 2}},
    "individual with identity": IDENTITY,
    "identity deep in the tree": IDENTITY | {"/auth_identification": "健身教练"},
    "15 characters": {f"{INVOICE}/electronic/id": "1" * 15},
    "17 characters": {f"{INVOICE}/electronic/id": "1" * 17},
    "20 characters": {f"{INVOICE}/electronic/id": "1" * 20},
    "rare characters": {"/contact_info/name": "𠮷䶮"},
    "service number": {"/third_party_phone": "400-123-4567"},
    "service number in other groups": {"/third_party_phone": "400-1234-567"},
}

REFUSED = {
    # 89602, 89603, 89623: the kind of subject
    "kinds differ": ({"/auth_type": 12}, 89602),
    "no such kind": ({"/customer_type": 2, "/auth_type": 2}, 89623),
    "individual with vat": (INDIVIDUAL | vat(), 89603),
    "individual with paper vat": (INDIVIDUAL | vat(3), 89603),
    # 89634, 89635, 89636, 89638, 89609
    "identity not in the tree": (IDENTITY | {"/auth_identification": "宇航员"}, 89634),
    "identity that is a branch": (IDENTITY | {"/auth_identification": "教练"}, 89634),
    "title differs": ({f"{INVOICE}/invoice_title": "别的公司"}, 89635),
    "unknown picture": ({"/qualification": "elsewhere"}, 89636),
    "unknown picture in a list": ({"/qualification_other": ["proof", "elsewhere"]}, 89636),
    "unknown trade mark": ({"/account_supplemental": ["elsewhere"]}, 89636),
    "unknown proof of identity": (IDENTITY | {"/auth_ident_material": ["elsewhere"]}, 89636),
    "marked name": ({"/account_name": "国家级小程序"}, 89638),
    "provider without grant": (PROVIDER_PAYS | {"/service_appid": "wx00000000000000ff"}, 89609),
    # 89640: the wrong invoice kind
    "leftover electronic": ({f"{INVOICE}/invoice_type": 1}, 89640),
    "leftover title": ({INVOICE: {"invoice_type": 1, "invoice_title": "x"}}, 89640),
    "leftover vat": ({f"{INVOICE}/vat": VAT}, 89640),
    "leftover electronic with vat": (vat() | {f"{INVOICE}/electronic/desc": "x"}, 89640),
    "paper fields with the new vat": (vat(mailing_address="518000"), 89640),
    "invoice although the provider pays": (
        PROVIDER_PAYS | {INVOICE: {"invoice_type": 2, "electronic": {"id": "1" * 15}}},
        89640,
    ),
    # 89641: incomplete
    "no invoice type": ({INVOICE: None}, 89641),
    "no electronic": ({f"{INVOICE}/electronic": None}, 89641),
    "no electronic id": ({f"{INVOICE}/electronic/id": None}, 89641),
    "16 characters": ({f"{INVOICE}/electronic/id": "1" * 16}, 89641),
    "19 characters": ({f"{INVOICE}/electronic/id": "1" * 19}, 89641),
    "21 characters": ({f"{INVOICE}/electronic/id": "1" * 21}, 89641),
    "individual with a wrong length": (INDIVIDUAL | {f"{INVOICE}/electronic/id": "1"}, 89641),
    "vat with a wrong length": (vat(id="1" * 16), 89641),
    "vat without id": (vat(id=None), 89641),
    "vat without telephone": (vat(enterprise_phone=None), 89641),
    "vat without bank": (vat(bank_name=None), 89641),
    "vat without account number": (vat(bank_account=None), 89641),
    "paper vat without bank": (vat(3, bank_name=None), 89641),
    # 40097: what is missing
    "no taskid": ({"/taskid": None}, 40097),
    "no customer_type": ({"/customer_type": None}, 40097),
    "no auth_type": ({"/auth_type": None}, 40097),
    "no contact": ({"/contact_info": None}, 40097),
    "no contact name": ({"/contact_info/name": None}, 40097),
    "no e-mail": ({"/contact_info/email": None}, 40097),
    "no account name": ({"/account_name": None}, 40097),
    "no kind of name": ({"/account_name_type": None}, 40097),
    "no licence": ({"/qualification": None}, 40097),
    "no pay type": ({"/pay_type": None}, 40097),
    "no telephone": ({"/third_party_phone": None}, 40097),
    "no service_appid": (PROVIDER_PAYS | {"/service_appid": None}, 40097),
    "identity without proof": (IDENTITY | {"/auth_ident_material": None}, 40097),
    # 40097: what does not belong
    "licence of an individual": (INDIVIDUAL | {"/qualification": "licence"}, 40097),
    "identity of a company": ({"/auth_identification": "作家"}, 40097),
    "identity proof of a company": ({"/auth_ident_material": ["proof"]}, 40097),
    "unknown field": ({"/brand": "x"}, 40097),
    "unknown inner field": ({"/contact_info/fax": "x"}, 40097),
    # 40097: empty
    "empty text": ({f"{INVOICE}/electronic/desc": ""}, 40097),
    "zero": ({"/service_uin": 0}, 40097),
    "list with an empty text": ({"/qualification_other": [""]}, 40097),
    "empty list": ({"/qualification_other": []}, 40097),
    "empty object": ({f"{INVOICE}/vat": {}}, 40097),
    "false": ({"/service_uin": False}, 40097),
    # 40097: wrong
    "number as text": ({"/customer_type": "1"}, 40097),
    "number as float": ({"/pay_type": 2.0}, 40097),
    "true as number": ({"/pay_type": True}, 40097),
    "pay type 3": ({"/pay_type": 3}, 40097),
    "invoice type 5": ({f"{INVOICE}/invoice_type": 5}, 40097),
    "name type 3": ({"/account_name_type": 3}, 40097),
    "licence as a list": ({"/qualification": ["licence"]}, 40097),
    "other proofs as a text": ({"/qualification_other": "proof"}, 40097),
    "eleven proofs": ({"/qualification_other": ["proof"] * 11}, 40097),
    "long contact name": ({"/contact_info/name": "名" * 31}, 40097),
    "wrong e-mail": ({"/contact_info/email": "zhang"}, 40097),
    "wrong mobile": ({"/contact_info/mobile": "1380013800"}, 40097),
    "wrong telephone": ({"/third_party_phone": "1234"}, 40097),
    "wrong service_appid": (PROVIDER_PAYS | {"/service_appid": "wx1"}, 40097),
    "blanks around": ({"/account_name": " 某某 "}, 40097),
    "account number with blanks": (vat(bank_account="1234 5678"), 40097),
    "text where an object belongs": ({"/contact_info": "张三"}, 40097),
}


@pytest.mark.parametrize("changes", TAKEN.values(), ids=TAKEN.keys())
def test_good_submissions_are_taken(client, world, submission, changes):
    # GIVEN a provider that may pay
    world.providers = {"wx00000000000000c3"}
    # WHEN a complete submission of this kind arrives
    answer = client.submit(submission(changes))
    # THEN it is taken, with a link
    assert answer.json["errmsg"] == "ok"
    assert answer.code == 0
    assert answer.json["taskid"] == "TASK1"
    assert world.tasks["TASK1"].rounds == 2


@pytest.mark.parametrize(("changes", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_submissions_are_refused(client, world, submission, changes, code):
    # GIVEN a provider that may pay
    world.providers = {"wx00000000000000c3"}
    # WHEN the submission breaks one rule
    answer = client.submit(submission(changes))
    # THEN it is refused with that rule's code, counted, and nothing moved
    assert answer.code == code, answer.json
    assert world.bodies_of("TASK1") == (0 if "/taskid" in changes else 1)
    assert world.tasks["TASK1"].rounds == 1


def test_a_refused_picture_is_named(client, submission):
    # WHEN a picture's id is not known
    answer = client.submit(submission({"/qualification_other": ["proof", "from-elsewhere"]}))
    # THEN the text names it
    assert "from-elsewhere" in answer.json["errmsg"]


@pytest.mark.parametrize("trouble", [40064, 89601, 89620, 89621, 89622, 89637, 89639])
def test_an_account_in_trouble(client, world, submission, trouble):
    # GIVEN an account that cannot be certified
    world.accounts["wx00000000000000a1"].trouble = trouble
    # THEN a good submission is refused with the reason
    assert client.submit(submission({})).code == trouble


def test_the_real_kind_of_the_account(client, world, submission):
    # GIVEN WeChat knows the account as a sole trader
    world.accounts["wx00000000000000a1"].customer_type = 12
    # THEN an enterprise is refused and a sole trader is taken
    assert client.submit(submission({})).code == 89602
    sole_trader = submission({"/customer_type": 12, "/auth_type": 12})
    assert client.submit(sole_trader).code == 0


def test_fields_of_a_later_interface(client, world, submission):
    # GIVEN the interface knows one more field
    world.also_known.add("/brand")
    # THEN it is taken, unless empty
    assert client.submit(submission({"/brand": ""})).code == 40097
    assert client.submit(submission({"/brand": "某牌"})).code == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"auth_data": {}},
        {"auth_data": []},
        {"auth_data": "x"},
        {"auth_data": {}, "taskid": "x"},
    ],
)
def test_the_top_level(client, body):
    # THEN only one object under auth_data is understood
    assert client.ask("reauth", body).code == 40097


def test_a_first_submission_has_no_taskid_and_no_mobile(client, submission):
    first = {"/taskid": None, "/contact_info/mobile": None}
    # THEN what only a resubmission may hold is refused, the rest is taken
    assert client.submit(submission({"/taskid": None}), "wxaauth").code == 40097
    assert client.submit(submission({"/contact_info/mobile": None}), "wxaauth").code == 40097
    assert client.submit(submission(first), "wxaauth").code == 89605  # one was sent back
