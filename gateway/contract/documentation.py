"""Writes the contract's README from the contract itself; `python -m gateway.contract.documentation` renews it."""

import json
from pathlib import Path

from gateway.contract.channels import CHANNELS, ROOT, Channel, Message
from gateway.contract.envelope import AckStatus, Enveloped
from gateway.contract.examples import EXAMPLES
from gateway.contract.rules import RULES
from gateway.contract.wire import encode

README = Path(__file__).with_name("README.md")

_OPENING = """# What goes over MQTT

Made from the code by `python -m gateway.contract.documentation`; a test holds it to the code.

MQTT 3.1.1 is enough. Payloads are plain JSON in UTF-8, one object each; unknown fields are refused. Ids are
`[a-z0-9-]{1,64}`, times RFC 3339 in UTC, weights a decimal number in a text beside its unit. A report, a command and an
acknowledgement come in an envelope (`v`, `id`, `type`, `src`, `boot`, `seq`, `ts`, `mono`, `hist`, `data`); reports and
acknowledgements of one gateway boot share one `seq`, which starts at 1 and grows by one. `mono` is in milliseconds.
"""


def document() -> str:
    """Write the whole README: the rules, the tree as a table, then each channel with an example of every message."""
    parts = [_OPENING, "## The rules\n", _rules(), "## The tree\n", _tree(), "## The messages\n"]
    for channel in CHANNELS:
        parts += [_title(channel), *_examples(channel)]
    return "\n".join(parts)


def _rules() -> str:
    return "\n".join(f"- **{number}** {words}" for number, words in RULES.items()) + "\n"


def _tree() -> str:
    rows = ["| topic | kept | QoS | from | carries | meaning |", "|---|---|---|---|---|---|"]
    for each in CHANNELS:
        kept = "retained" if each.retained else ""
        way = each.way.value
        rows.append(f"| `{ROOT}/{each.pattern}` | {kept} | {each.qos} | {way} | {each.carries} | {each.meaning} |")
    return "\n".join(rows) + "\n"


def _title(channel: Channel) -> str:
    words = f" Types: {', '.join(f'`{word}`' for word in channel.words)}." if channel.words else ""
    if channel.carries == "Ack":
        words += f" Statuses: {', '.join(f'`{status}`' for status in AckStatus)}."
    return f"### {channel.name.capitalize()}\n\n`{ROOT}/{channel.pattern}`: {channel.meaning}.{words}\n"


def _examples(channel: Channel) -> list[str]:
    return [_example(channel.topic(**ids), message) for at, ids, message in EXAMPLES if at is channel]


def _example(topic: str, message: Message) -> str:
    story = (type(message.data) if isinstance(message, Enveloped) else type(message)).__doc__ or ""
    if isinstance(message, Enveloped) and isinstance(message.data, dict):
        story = type(message).__doc__ or ""
    first = story.strip().splitlines()[0]
    shown = json.dumps(json.loads(encode(message)), ensure_ascii=False, indent=1)
    return f"{first}\n\n```json\n// {topic}\n{shown}\n```\n"


if __name__ == "__main__":
    README.write_text(document(), encoding="utf-8")
