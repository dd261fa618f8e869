"""Every driver does today with each recording what it did when the recording was made."""

import pytest
from conformance.kit import KINDS, RECORDINGS, every_kind, fresh, recordings_of

from device_drivers.card import Certainty
from device_drivers.recording import RecordingError, read, tree


@every_kind
def test_a_recording_replays_as_it_was(kind):
    """A change of a driver that changes what a real device's bytes mean is seen before a store sees it."""
    found = recordings_of(kind)

    for recording in found:
        for entry, gives in recording.replay(fresh(kind, recording.settings)):
            assert [tree(report) for report in gives] == entry["gives"], entry

    assert found, f"tests/recordings/{kind.name}.jsonl is missing: storefloor gateway record writes one"


@every_kind
def test_who_claims_a_device_has_its_recording(kind):
    """A card that says `device` says it of a recording that lies here."""
    sources = {recording.source for recording in recordings_of(kind)}

    assert (kind.driver.card.certainty is Certainty.DEVICE) == ("device" in sources)


def test_no_recording_is_forgotten():
    """A recording of a kind that is gone or renamed proves nothing."""
    names = {kind.name for kind in KINDS}

    assert {read(path).kind for path in RECORDINGS.glob("*.jsonl")} <= names


@pytest.mark.parametrize("text", ["", "x", "[]", '{"recording":9,"kind":"x","settings":{},"source":"x"}'])
def test_a_file_that_is_no_recording_is_refused(tmp_path, text):
    """The reason stands in the error, not in a traceback."""
    path = tmp_path / "x.jsonl"
    path.write_text(text)

    with pytest.raises(RecordingError, match=r"x\.jsonl"):
        read(path)
