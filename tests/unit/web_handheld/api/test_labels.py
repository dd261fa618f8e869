"""Sheets and labels are looked at before they are printed."""

import base64
import io

import pytest
import zxingcpp
from PIL import Image

from picking.devices import commands as devices
from picking.devices.model import DeviceClass, PrintJob
from picking.people.model import Person

SOURCE = 'paper = "label"\ntitle = "x"\n\n[[lines]]\ncode = "code128"\ntext = "{code}"\n'


@pytest.fixture
def desk(signed_in):
    return signed_in("lead")


def codes_of(answer):
    """Read the barcodes off an answered picture."""
    assert answer.status_code == 200, answer.json
    assert answer.mimetype == "image/png"
    return {found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.data)))}


def test_every_template_is_listed_and_drawn_in_every_language(desk):
    """Whoever edits one looks at it before the first bag of the day."""
    labels = desk.get("/api/v1/desk/labels").json["labels"]

    assert {label["paper"] for label in labels} == {"label", "receipt"}
    for label in labels:
        for language in ("en", "zh", "es"):
            codes_of(desk.get(f"/api/v1/desk/labels/{label['template']}.png?language={language}"))


def test_a_preview_shows_the_facts_and_the_banner_it_was_given(desk):
    """A copy must look like a copy."""
    facts = {"bin": "01-C-09", "check_number": "12", "code": "B:01-C-09"}

    plain = desk.post("/api/v1/desk/labels/preview", json={"template": "bin_label", "facts": facts})
    copy = desk.post("/api/v1/desk/labels/preview", json={"template": "bin_label", "facts": facts, "copy": 2})

    assert codes_of(plain) == codes_of(copy) == {"B:01-C-09"}
    assert Image.open(io.BytesIO(copy.data)).height > Image.open(io.BytesIO(plain.data)).height


def test_a_new_template_is_drawn_before_it_is_kept_and_a_wrong_one_named(desk):
    """A template is data: a person writes it, and a person makes mistakes."""
    drawn = desk.post("/api/v1/desk/labels/preview", json={"source": SOURCE, "facts": {"code": "K:000001"}})
    wrong = desk.post("/api/v1/desk/labels/preview", json={"source": 'title = "x"\nlines = []\n'})
    unreadable = desk.post("/api/v1/desk/labels/preview", json={"source": SOURCE, "facts": {"code": "牛奶"}})

    assert codes_of(drawn) == {"K:000001"}
    assert (wrong.status_code, wrong.json["code"]) == (422, "invalid_field")
    assert (unreadable.status_code, unreadable.json["code"]) == (422, "invalid_field")


def test_a_print_job_is_seen_as_it_is_on_paper(desk, floor):
    """Whoever is asked whether it is the sheet they miss must see the sheet."""
    floor.run(devices.enrol, "gw1/lp-1", DeviceClass.LABEL_PRINTER, "lp-1", place="packing-1")
    facts = {"number": "4521", "n": 1, "total": 1, "code": "P:4521-1/1-1-9"}
    job = floor.run(lambda work: devices.print_sheet(work, key="a", template="bag_label", facts=facts))

    assert codes_of(desk.get(f"/api/v1/desk/print-jobs/{job.id}.png")) == {"P:4521-1/1-1-9"}
    assert desk.get("/api/v1/desk/print-jobs/nothing.png").status_code == 404


def test_labels_of_places_are_printed_on_request(desk, floor):
    """A new aisle gets its labels from the desk."""
    floor.bin("01-A-01")

    made = desk.post("/api/v1/desk/labels", json={"kind": "bin", "ids": ["01-A-01"]})

    assert made.status_code == 201
    assert floor.one(PrintJob).facts["code"] == "B:01-A-01"


def test_previews_are_the_desks(signed_in):
    """A print job shows an order's customer, masked though it is."""
    assert signed_in("picker").get("/api/v1/desk/labels").status_code == 403


def test_the_page_of_samples_is_for_everybody(client):
    """It shows no order and no person."""
    page = client.get("/labels?lang=zh")

    assert "单据与标签" in page.text
    assert codes_of(client.get("/labels/bag_label.png?lang=zh")) == {"P:4521-2/3-1-4"}
    assert client.get("/labels/poem.png").status_code == 404
    assert Image.open(io.BytesIO(client.get("/labels/shelf/normal/400x300.png").data)).size == (400, 300)
    assert client.get("/labels/shelf/normal/1x1.png").status_code == 404


def test_an_own_template_is_tried_kept_given_out_and_given_up(signed_in):
    """A store changes its labels at the desk, and sees each before it is printed."""
    boss, lead = signed_in("admin", key="boss"), signed_in("lead", key="lead")
    door, own = "/api/v1/desk/labels/bin_label", {"source": SOURCE}

    tried = boss.post(f"{door}/own", json={**own, "trying": True, "language": "zh"})
    untouched = boss.get(f"{door}.toml").data
    kept = boss.post(f"{door}/own", json=own)
    listed = {each["template"]: each["own"] for each in lead.get("/api/v1/desk/labels").json["labels"]}
    given_out, shipped = lead.get(f"{door}.toml").data, lead.get(f"{door}.toml?shipped=true").data
    given_up = boss.post(f"{door}/shipped", json={})

    assert (tried.json["kept"], kept.json["kept"], given_up.json["given_up"]) == (False, True, True)
    assert Image.open(io.BytesIO(base64.b64decode(tried.json["picture"]))).width > 0
    assert (given_out.decode(), untouched) == (SOURCE, shipped)
    assert listed["bin_label"]["kept_by"] == "boss"
    assert listed["bag_label"] is None
    assert boss.get(f"{door}.toml").data == shipped
    assert lead.post(f"{door}/own", json=own).status_code == 403


def test_an_own_template_is_refused_with_each_fault_in_the_readers_words(signed_in, floor):
    """Whoever wrote it knows where to look, in their own language."""
    wrong = {"source": 'paper = "label"\ntitle = "x"\n[[lines]]\ntext = "x"\nsize = 99\nalign = "middle"\n'}
    boss = signed_in("admin", key="boss")
    floor.run(lambda work: setattr(work.get(Person, "boss"), "language", "es"))

    answer = boss.post("/api/v1/desk/labels/bin_label/own", json=wrong)

    faults = [(each["field"], each["reason"]) for each in answer.json["facts"]["faults"]]
    assert (answer.status_code, answer.json["code"]) == (422, "template_refused")
    assert faults == [("lines[0].size", "de 1 a 24"), ("lines[0].align", "uno de left, center, right")]


def test_a_picture_of_a_barcode_that_cannot_be_is_no_template(signed_in):
    """A code nobody can scan is found at the desk, not at the bin."""
    wrong = {"source": SOURCE.replace("code128", "ean13"), "trying": True}
    answer = signed_in("admin").post("/api/v1/desk/labels/bin_label/own", json=wrong)

    assert (answer.status_code, answer.json["facts"]["faults"][0]["field"]) == (422, "")
