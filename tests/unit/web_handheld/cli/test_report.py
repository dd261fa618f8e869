"""`storefloor report`: what there is, and a report as the file that is named."""

from click.testing import CliRunner

from web_handheld.cli import main


def test_a_report_is_written_and_an_unknown_one_names_those_there_are(floor, tmp_path, monkeypatch):
    """Who mistypes a name at month's end wants the list, not a trace."""
    floor.stock("milk", 5, "A-1", price=500)
    url = floor.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("STOREFLOOR_DATABASE_URL", url)
    monkeypatch.setattr("web_handheld.cli.common.require_current", lambda _: None)
    output = tmp_path / "slow.csv"
    days = ["--first", "2026-01-01", "--last", "2026-01-15"]

    listed = CliRunner().invoke(main, ["report"])
    written = CliRunner().invoke(main, ["report", "slow-movers", "--lang", "es", "-o", str(output), *days])
    wrong = CliRunner().invoke(main, ["report", "horoscope"])

    assert "turns" in listed.output
    assert written.exit_code == 0, written.output
    assert output.read_text(encoding="utf-8-sig").splitlines()[1].startswith("milk,Milk,food,pieza,5,25.00")
    assert (wrong.exit_code, "slow-movers" in wrong.output) == (1, True)
