"""Puts a pushed answer into the words of the person whose room it goes to."""

from functools import lru_cache

from picking.foundation.messages import LANGUAGES, Messages
from picking.foundation.tables import Json
from picking.foundation.transactions import Transactions
from picking.handheld.answer import say
from picking.people.model import Person

PEOPLE_REMEMBERED = 1000


class Wording:
    """Knows each person's language; a change of language is heard after the service's next look, at sign-in."""

    def __init__(self, transactions: Transactions, messages: Messages) -> None:
        self._transactions = transactions
        self._messages = messages
        self._codes = messages.codes()
        self._language = lru_cache(PEOPLE_REMEMBERED)(self._read_language)

    def forget(self) -> None:
        """Read languages afresh."""
        self._language.cache_clear()

    def in_words(self, room: str, body: Json) -> Json:
        """Give a push's body; an answer of the handheld and an alert to a person get their text."""
        answer = body.get("answer")
        kind, _, person_id = room.partition(":")
        if isinstance(answer, dict) and "message" in answer:
            language = self._language(person_id) if kind == "person" else LANGUAGES[0]
            return {**body, "answer": say(answer, self._messages, language)}
        if kind == "person" and body.get("code") in self._codes:
            return {**body, "text": self._alert(body, self._language(person_id))}
        return body

    def _alert(self, body: Json, language: str) -> str:
        facts = body.get("facts")
        return self._messages.text(body["code"], language, {**body, **(facts if isinstance(facts, dict) else {})})

    def _read_language(self, person_id: str) -> str:
        with self._transactions.reading() as books:
            person = books.get(Person, person_id)
            return person.language if person else LANGUAGES[0]
