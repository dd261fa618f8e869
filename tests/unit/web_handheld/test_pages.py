"""The built pages over HTTP: each area at its name, parts kept for ever, and a way on where nothing is built."""

import pytest
from flask import Flask

from web_handheld import pages
from web_handheld.desk import old_addresses


@pytest.fixture
def client(tmp_path, monkeypatch):
    """Give a client of an app that serves pages out of a folder that is not there yet."""
    monkeypatch.setattr(pages, "BUILT", tmp_path / "dist")
    app = Flask(__name__)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(old_addresses.blueprint)
    return app.test_client()


@pytest.fixture
def built(tmp_path):
    """Give the folder with a page and a part of it."""
    (tmp_path / "dist/assets").mkdir(parents=True)
    (tmp_path / "dist/handheld.html").write_text("<p>handheld</p>")
    (tmp_path / "dist/assets/handheld-1a2b.js").write_text("1")
    return tmp_path / "dist"


@pytest.mark.usefixtures("built")
def test_a_page_is_asked_anew_and_its_parts_are_kept(client):
    """A new version is seen at the next opening, and nothing else is loaded twice."""
    with client.get("/app/handheld") as page, client.get("/app/assets/handheld-1a2b.js") as part:
        assert (page.text, page.headers["Cache-Control"]) == ("<p>handheld</p>", "no-cache")
        assert part.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("name", ["kitchen", "../pages.py", "assets/../../pages.py", "assets/none.js"])
def test_what_is_no_page_is_not_found(client, name):
    """Nothing but what was built is given."""
    assert client.get(f"/app/{name}").status_code == 404


def test_pages_that_are_not_built_say_how_they_are(client):
    """A blank page would be a riddle."""
    answer = client.get("/app/handheld")

    assert (answer.status_code, "make setup" in answer.text) == (503, True)


OLD = ("devices", "prints", "prices", "plans", "staffing")


def test_old_addresses_of_the_desk_lead_to_its_pages(client):
    """A bookmark of last year still opens the page, in its language."""
    led = [client.get(f"/desk/{name}?lang=zh").headers["Location"] for name in OLD]

    assert led == [f"/app/desk?lang=zh#/{page}" for page in ("devices", "prints", "labels", "plans", "staffing")]
    assert client.get("/desk/prints?lang=//evil").headers["Location"] == "/app/desk#/prints"
