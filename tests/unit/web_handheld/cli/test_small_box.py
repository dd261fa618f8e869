"""What a gateway's small box loads."""

import subprocess
import sys


def test_a_gateway_loads_no_books_and_no_web_server():
    """150 MB of memory and seconds of a start, on a box that has neither to spare."""
    words = "import sys, web_handheld.cli.gateway; print({'sqlalchemy', 'flask'} & set(sys.modules))"

    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "set()"
