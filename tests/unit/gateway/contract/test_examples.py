"""The contract's examples: what the README shows is what the code speaks."""

import pytest

from gateway.contract import CHANNELS, decode, encode
from gateway.contract.documentation import README, document
from gateway.contract.examples import EXAMPLES


@pytest.mark.parametrize(
    ("channel", "ids", "message"), EXAMPLES, ids=[f"{c.name}-{type(m).__name__}" for c, _, m in EXAMPLES]
)
def test_every_example_is_decoded_to_what_was_encoded(channel, ids, message):
    """An example that the code cannot read would teach others a wrong language."""
    topic = channel.topic(**ids)

    place, found = decode(topic, encode(message))

    assert found == message
    assert place.channel is channel


def test_every_channel_and_every_type_has_an_example():
    """Whoever writes a device of his own must find each message once."""
    shown = {(channel.name, getattr(message, "type", "")) for channel, _, message in EXAMPLES}

    wanted = {(channel.name, word) for channel in CHANNELS for word in channel.words or ("",)}

    assert {pair for pair in wanted if pair[0] != "acknowledgement"} <= shown


def test_the_readme_equals_the_code():
    """A contract written twice is two contracts."""
    written = README.read_text(encoding="utf-8")

    assert written == document(), "run: python -m gateway.contract.documentation"
