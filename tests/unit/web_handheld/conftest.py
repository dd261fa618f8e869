"""A service without its threads, over a small store of its own: what the doors answer can be asked directly."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from floor import STORE, Floor

from picking.foundation.actor import system
from picking.people.commands import create_token, give_badge
from picking.people.model import Person
from picking.people.secrets import hash_pin
from web_handheld.settings import read_settings
from web_handheld.wiring import Service, build

PIN = "4826"


@pytest.fixture
def service(floor: Floor, tmp_path):
    """Give a service over the floor's database; nothing of it runs by itself."""
    url = floor.engine.url.render_as_string(hide_password=False)
    settings = read_settings(flags={"service.data_dir": tmp_path / "data", "database.url": url})
    built = build(settings, clock=floor.clock, async_mode="threading")
    yield built
    built.engine.dispose()


@pytest.fixture
def client(service: Service) -> FlaskClient:
    """Give a browser that has not signed in."""
    return service.app.test_client()


@pytest.fixture
def token(service: Service) -> Callable[..., dict[str, str]]:
    """Give a maker of headers with a machine's token."""

    def make(role: str = "channel", name: str = "app") -> dict[str, str]:
        made = service.transactions.run(system(STORE), lambda work: create_token(work, STORE, name, role))
        return {"Authorization": f"Bearer {made}"}

    return make


@pytest.fixture
def signed_in(floor: Floor, service: Service) -> Callable[..., FlaskClient]:
    """Give a maker of browsers in which somebody with some roles is signed in."""

    def enter(*roles: str, key: str = "p1", device: str | None = None) -> FlaskClient:
        person = Person(
            id=key, store_id=STORE, name=key, language="en", pin_hash=hash_pin(PIN), roles=list(roles), skills=["A"]
        )
        floor.put(person)
        badge = service.transactions.run(system(STORE), lambda work: give_badge(work, key))
        browser = service.app.test_client()
        answer = browser.post("/api/v1/session", json={"badge": f"U:{badge}", "pin": PIN, "device": device})
        assert answer.status_code == 201, answer.json
        return browser

    return enter
