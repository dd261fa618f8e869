"""How an answer is made and said."""

from picking.foundation.messages import Messages
from picking.handheld.answer import Tone, attention, document, finished, right, say, word

MESSAGES = Messages(
    {
        "outer": {"en": "{this} Go to {places}.", "zh": "{this}去 {places}。"},
        "inner": {"en": "This is {name}.", "zh": "这是 {name}。"},
    }
)


def test_an_answer_has_the_shape_of_the_wire():
    """Three doors give the same document; the app reads it by these keys."""
    answer = document(right("ok", n=1), "home", {"on_shift": True}, ["scan_bin"], 7)

    assert answer == {
        "outcome": "done",
        "code": "ok",
        "message": {"key": "ok", "facts": {"n": 1}},
        "tone": "right",
        "screen": {"name": "home", "facts": {"on_shift": True}},
        "possible": ["scan_bin"],
        "version": 7,
    }


def test_right_attention_and_finished_have_tones_of_their_own():
    """The same beep for everything is no beep at all."""
    tones = [say_it("x").tone for say_it in (right, attention, finished)]

    assert tones == [Tone.RIGHT, Tone.ATTENTION, Tone.FINISHED]


def test_a_fact_may_be_a_sentence_of_the_same_language():
    """A code's kind is said in the person's language, inside the sentence about it."""
    said = attention("outer", this=word("inner", name="A-1"), places=["A-2", "A-3"])
    answer = document(said, "home", {}, [], 1)

    texts = [say(answer, MESSAGES, language)["message"]["text"] for language in ("en", "zh")]

    assert texts == ["This is A-1. Go to A-2, A-3.", "这是 A-1。去 A-2, A-3。"]


def test_saying_leaves_the_answer_as_it_is():
    """The kept answer of a once-id has no language; each door says it anew."""
    answer = document(right("inner", name="x"), "home", {}, [], 1)

    say(answer, MESSAGES, "en")

    assert "text" not in answer["message"]
