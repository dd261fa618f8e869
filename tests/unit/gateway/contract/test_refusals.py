"""What is not in the contract is refused with a stable code, and with nothing but a ContractError."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given, strategies as st

from gateway.contract import DEVICE_COMMAND, EVENT, ContractError, decode, encode, parse
from gateway.contract.examples import EXAMPLES

SCAN_TOPIC = EVENT.topic(store="s01", gateway="gw1", device="scan-02", type="scan")
SCAN = next(encode(m) for c, ids, m in EXAMPLES if c is EVENT and ids["type"] == "scan")
TREES = [(c.topic(**ids), json.loads(encode(m))) for c, ids, m in EXAMPLES]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def scan(**changes: object) -> bytes:
    """Give the example scan with some fields changed; None in a change removes the field."""
    tree = json.loads(SCAN) | changes
    return json.dumps({name: value for name, value in tree.items() if value is not None}).encode()


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "empty"),
        (b"\xff\xfe", "not_json"),
        (b"{", "not_json"),
        (b"[]", "not_an_object"),
        (b"[" * 100_000, "not_json"),
        (b'{"v":NaN}', "not_json"),
        (b'{"v":1e999}', "not_json"),
        (b'{"v":1,"v":1}', "not_json"),
        (b'{"v":"\\ud800"}', "not_json"),
        (b" " * 300_000, "too_big"),
        (scan(v=2), "unknown_version"),
        (scan(v=True), "unknown_version"),
        (scan(type="smell"), "unknown_type"),
        (scan(type="weight", data={"stable": True, "mode": "net"}), "wrong_type_of_topic"),
        (scan(src="gw2/scan-02"), "wrong_source"),
        (scan(seq=0), "out_of_range"),
        (scan(seq=2**53), "out_of_range"),
        (scan(seq=1.0), "wrong_type"),
        (scan(seq=True), "wrong_type"),
        (scan(seq=None), "missing_field"),
        (scan(colour="red"), "unknown_field"),
        (scan(id="4123"), "bad_text"),
        (scan(ts="2026-11-22 05:00"), "bad_time"),
        (scan(ts="2026-13-22T05:00:00Z"), "bad_time"),
        (scan(ts="0001-01-01T00:00:00+23:59"), "bad_time"),
        (scan(data={"text": "", "aim": None}), "out_of_range"),
        (scan(data={"text": "1", "aim": "E0"}), "bad_text"),
        (scan(data={"text": "1", "aim": None, "raw": "===="}), "bad_base64"),
        (scan(data="1"), "missing_field"),
    ],
)
def test_a_payload_that_breaks_the_contract_is_refused_with_its_code(payload, code):
    """SF-EVT-06: the dead letter needs a reason that a program can count."""
    with pytest.raises(ContractError) as refused:
        decode(SCAN_TOPIC, payload)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "sf/v1",
        "sf/v2/s01/gw1/$state",
        "sf/v1/S01/gw1/$state",
        "sf/v1/s01/gw1/$state/",
        "sf/v1/s01/host/$birth",
        "sf/v1/s01/gw1/dev/scan-02/evt/smell",
        "sf/v1/s01/gw1/dev/" + "a" * 65 + "/cmd",
        "sf/v1/s01/gw1/dev/+/cmd",
    ],
)
def test_a_topic_outside_the_tree_is_refused(topic):
    """A typing error in a topic must not be taken for somebody's device."""
    with pytest.raises(ContractError) as refused:
        parse(topic)

    assert refused.value.code == "unknown_topic"


def test_a_topic_is_not_built_from_a_bad_id():
    """A wildcard or slash in an id would speak for other devices."""
    with pytest.raises(ContractError) as refused:
        DEVICE_COMMAND.topic(store="s01", gateway="gw1", device="a/b")

    assert refused.value.code == "bad_id"


def test_a_filter_leaves_open_what_is_not_given():
    """The service subscribes to all gateways of one store with one filter."""
    assert EVENT.filter(store="s01") == "sf/v1/s01/+/dev/+/evt/+"


@given(st.binary(max_size=200), st.sampled_from(TREES))
def test_any_bytes_are_a_message_or_a_contract_error(payload, known):
    """A listener that dies of one bad payload stops a whole store."""
    topic, _ = known

    with suppress(ContractError):
        decode(topic, payload)


@example(known=TREES[0], field="", value={"": None})
@given(known=st.sampled_from(TREES), field=st.text(max_size=5), value=JSON)
def test_a_damaged_message_is_refused_or_still_well_formed(known, field, value):
    """Whatever is let through must be able to go out again."""
    topic, tree = known
    names = sorted(tree)
    damaged = dict(tree)
    damaged[names[len(field) % len(names)]] = value
    payload = json.dumps(damaged).encode()

    try:
        _, message = decode(topic, payload)
    except ContractError:
        return

    assert message is not None
    assert decode(topic, encode(message))[1] == message
