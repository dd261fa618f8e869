"""`storefloor gateway probe` and `record`, over a real serial line."""

import pytest
from click.testing import CliRunner
from plugs import on_serial_port

from device_drivers.catalogue import kinds
from device_drivers.recording import read, tree
from device_drivers.simulated.scale import SimulatedScale
from web_handheld.cli import main


def run(*arguments):
    """Run the command; give its exit and what it said."""
    result = CliRunner().invoke(main, ["gateway", *map(str, arguments)])
    return result.exit_code, result.output


def test_a_recording_of_a_device_replays_as_it_was(tmp_path):
    """What a store sends us is a test from then on."""
    scale, path = SimulatedScale(), tmp_path / "scale.jsonl"
    scale.do("put", {"kg": "1.250"})
    with on_serial_port(scale) as port:
        where = ["--kind", "scale.mettler-8217", "--port", port, "--set", "poll_seconds=0.1", "--line", "baud=9600"]
        code, said = run("record", "scale-01", *where, "--seconds", 2.5, "--do", "zero", "--to", path)

    recording = read(path)
    replayed = list(recording.replay(kinds()["scale.mettler-8217"].driver(recording.settings)))

    assert (code, recording.source, recording.settings) == (0, "device", {"poll_seconds": 0.1})
    assert "1.250" in said
    assert "zero: done" in said
    assert any("Weighed" in str(entry["gives"]) for entry, _ in replayed)
    assert [[tree(report) for report in gives] for _, gives in replayed] == [entry["gives"] for entry, _ in replayed]


def test_a_device_of_the_configuration_is_recorded_by_its_name(tmp_path):
    """Its settings are tested with it."""
    config = tmp_path / "gateway.toml"
    head = f'store = "s"\ngateway = "gw1"\nfolder = "{tmp_path}"\n'
    config.write_text(f'{head}[devices.scan-02]\nkind = "scanner.framed"\nport = "simulated"\n')

    code, said = run("record", "scan-02", "--config", config, "--seconds", 0.3, "--to", tmp_path / "x.jsonl")

    assert (code, "written" in said, read(tmp_path / "x.jsonl").source) == (0, True, "simulator")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--config", "none.toml"], "none.toml"),
        (["--kind", "scale.none", "--port", "/dev/x"], "none of"),
        (["--kind", "scale.sma", "--port", "/dev/none", "--seconds", "1"], "unplugged"),
    ],
)
def test_what_cannot_be_recorded_says_why(tmp_path, arguments, word):
    """A traceback helps nobody on a ladder."""
    code, said = run("record", "scale-01", *arguments, "--to", tmp_path / "x.jsonl")

    assert code == 1
    assert word in said


def test_a_port_is_probed_by_name():
    """The answer is the word to write into the configuration."""
    with on_serial_port(SimulatedScale()) as port:
        code, said = run("probe", port, "--seconds", 0.3)

    assert code == 0
    assert "scale.mettler-8217" in said
    assert "cannot be asked" in run("probe", "/dev/none")[1]


def test_ports_can_be_listed_without_asking():
    """On a machine whose gateway runs."""
    assert run("probe", "--no-ask")[0] == 0
