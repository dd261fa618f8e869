"""A data folder that cannot be used, or is in use, is told in words."""

import pytest
from click.testing import CliRunner

from web_handheld.cli import main
from web_handheld.cli.alone import alone_in
from web_handheld.cli.terminal import Trouble


def test_two_do_not_share_a_folder(tmp_path):
    """Two services over one set of books would both serve its devices."""
    with (
        alone_in(tmp_path / "data"),
        pytest.raises(Trouble, match="another Storefloor runs in"),
        alone_in(tmp_path / "data"),
    ):
        pass

    with alone_in(tmp_path / "data"):
        """Free again as soon as the first one has gone."""


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    """A traceback helps nobody at two in the morning."""
    (tmp_path / "file").write_text("")

    result = CliRunner().invoke(main, ["db", "upgrade", "--data", str(tmp_path / "file" / "data")])

    assert result.exit_code == 1
    assert f"Error: {tmp_path}/file/data cannot be used: Not a directory" in result.output
