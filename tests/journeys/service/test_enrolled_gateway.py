"""A gateway comes into its store with a one-time code, over TLS, and is put out again, by the commands people type."""

import getpass
import threading
import tomllib

import pytest
import trustme
from click.testing import CliRunner
from floor import STORE
from real_parts import free_port, listens, path_of, running, wait_for
from werkzeug.serving import make_server

from gateway.settings import load
from gateway.wiring import run_gateway
from picking.devices.commands import configure_gateway, enrol, offer_enrolment, report_lost
from picking.devices.model import DeviceClass, Gateway, GatewayConfiguration
from picking.foundation.actor import system
from web_handheld.cli import main
from web_handheld.settings import read_settings
from web_handheld.wiring import build


def said(*words):
    """Run the command `storefloor` and give what it said."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def broker(tmp_path):
    """Give port and folder of a Mosquitto with TLS as `storefloor broker config` configures it."""
    port, folder, authority = free_port(), tmp_path / "broker", trustme.CA()
    folder.mkdir()
    own = authority.issue_cert("127.0.0.1", "localhost")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    own.private_key_pem.write_to_path(folder / "key.pem")
    own.cert_chain_pems[0].write_to_path(folder / "certificate.pem")
    said(
        "broker", "config", STORE, "--folder", folder, "--port", port, "--host", "127.0.0.1",
        "--certificate", folder / "certificate.pem", "--key", folder / "key.pem", "--ca", folder / "ca.pem",
    )  # fmt: skip
    file = folder / "mosquitto.conf"
    file.write_text(f"user {getpass.getuser()}\n{file.read_text()}")
    with running([path_of("mosquitto"), "-c", str(file)], lambda: listens(port), folder / "log"):
        yield port, folder


@pytest.fixture
def service(any_story, broker, tmp_path):
    """Give a running service of the floor that keeps the broker's rights, and the address of its door."""
    port, folder = broker
    name, password = (folder / "passwords.txt").read_text().split()
    settings = read_settings(
        flags={
            "service.data_dir": tmp_path / "data", "service.name": name.removeprefix(f"{STORE}-"),
            "database.url": any_story.engine.url.render_as_string(hide_password=False),
            "broker.port": port, "broker.username": name, "broker.password": password,
            "broker.tls_ca": str(folder / "ca.pem"), "broker.rights_folder": str(folder),
        }
    )  # fmt: skip
    built = build(settings, async_mode="threading")
    built.start()
    wait_for(lambda: built.stores.serves(STORE) and not built.stores.troubles())
    door = make_server("127.0.0.1", 0, built.app, threaded=True)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    yield built, f"http://127.0.0.1:{door.server_port}"
    door.shutdown()
    built.stop()


@pytest.mark.needs("mosquitto")
def test_a_gateway_enrols_works_is_told_and_is_put_out_when_it_is_lost(service, tmp_path, caplog):
    """From a bare handheld to a working one, and to a stolen one: the broker forgets its password without a restart."""
    built, address = service
    box = tmp_path / "box"
    built.transactions.run(
        system(STORE), lambda work: enrol(work, "gw-9/scanner", DeviceClass.HANDHELD, "Handheld 9").id
    )
    code = built.transactions.run(system(STORE), lambda work: offer_enrolment(work, "gw-9"))

    said("gateway", "enrol", "--service", address, "--code", code, "--folder", box)
    own = tomllib.loads((box / "gateway.toml").read_text())
    stop = threading.Event()
    running_box = threading.Thread(
        target=run_gateway, args=(lambda: load(box / "gateway.toml"), stop, threading.Event())
    )
    running_box.start()
    try:
        wait_for(lambda: _row(built, Gateway) and _row(built, Gateway).state == "ready")
        built.transactions.run(
            system(STORE), lambda work: configure_gateway(work, "gw-9", {"metrics_seconds": 7}).version
        )
        wait_for(lambda: _row(built, GatewayConfiguration).answer == "applied")
        caplog.clear()
        built.transactions.run(system(STORE), lambda work: report_lost(work, "gw-9/scanner").id)
        wait_for(lambda: "the broker refuses us" in caplog.text)
    finally:
        stop.set()
        running_box.join(20)

    assert _row(built, Gateway).state == "revoked"
    assert (own["store"], own["gateway"], own["broker"]["user"]) == (STORE, "gw-9", f"{STORE}-gw-9")
    assert (box / "gateway.toml").stat().st_mode & 0o077 == 0
    assert (
        CliRunner()
        .invoke(main, ["gateway", "enrol", "--service", address, "--code", code, "--folder", str(box)])
        .exit_code
    )


def _row(built, kind):
    with built.transactions.reading() as books:
        return books.get(kind, (STORE, "gw-9"))
