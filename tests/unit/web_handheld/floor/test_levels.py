"""What devices say of themselves waits behind the reports of people's hands."""

from web_handheld.floor.heard import Heard
from web_handheld.floor.levels import Levels


def word(device, gateway="gw1"):
    """Something a device says of itself; its content is nobody's business here."""
    return Heard(gateway, device, None)


def test_of_a_topic_only_the_newest_word_waits():
    """A device that came and went says nothing by its coming; thousands that come back do not fill the memory."""
    levels = Levels()
    first, newest = word("esl-1"), word("esl-1")

    levels.keep("esl-1/$state", first)
    levels.keep("esl-1/$state", newest)

    assert len(levels) == 1
    assert levels.next()[0] is newest


def test_what_a_device_is_comes_before_what_it_does():
    """SF-LIF-01: birth and capabilities are known before a scan is answered; those of others can wait."""
    levels = Levels()
    birth, info, other = word(""), word("scan-1"), word("esl-1")
    for topic, said in (("esl-1/$info", other), ("scan-1/$info", info), ("$birth", birth)):
        levels.keep(topic, said)

    assert levels.before(Heard("gw1", "scan-1", None, 1, 1)) == [birth, info]
    assert levels.next() == [other]
    assert not levels


def test_a_farewell_comes_after_every_hello_that_was_said_before_it():
    """A gateway's devices are away when it has gone, in whatever order their words were waiting."""
    levels = Levels()
    levels.keep("$state", word(""))
    levels.keep("esl-1/$info", word("esl-1"))

    levels.keep("$state", word(""))

    assert [levels.next()[0].device, levels.next()[0].device] == ["esl-1", ""]
