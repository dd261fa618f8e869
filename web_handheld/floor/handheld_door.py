"""The one function behind the three doors of the handheld: HTTP, websocket and MQTT."""

import hashlib
from collections.abc import Callable

from flask import json

from picking.foundation.actor import Actor
from picking.foundation.messages import Messages
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld import commands
from picking.handheld.answer import Outcome, say
from picking.handheld.commands import ScanRequest, StepRequest

Beside = Callable[[UnitOfWork, Json], None]
HandheldRequest = ScanRequest | StepRequest


def nothing_beside(work: UnitOfWork, answer: Json) -> None:
    """Add nothing to the transaction of an answer."""


class HandheldDoor:
    """Answers scans and steps, each id once, in the asker's language."""

    def __init__(self, transactions: Transactions, messages: Messages) -> None:
        self._transactions = transactions
        self._messages = messages

    def answer(
        self,
        by: Actor,
        request: HandheldRequest,
        *,
        once_id: str | None = None,
        beside: Beside = nothing_beside,
    ) -> Json:
        """Answer a scan or step; a repeat of its id gets the first answer, marked as `repeat`.

        `beside` runs in the same transaction with the answer, also when that is a refusal. The same id with
        another content raises `Refusal` as `once_id_reused`.
        """

        def do(work: UnitOfWork) -> Json:
            answer = _do(work, request)
            beside(work, answer)
            return answer

        def refuse(work: UnitOfWork, refusal: Refusal) -> Json:
            answer = commands.refused(work, refusal, request)
            beside(work, answer)
            return answer

        once = once_id or f"handheld:{by.person_id}:{request.id}"
        answered = self._transactions.run_once(by, once, do, refused=refuse, fingerprint=_fingerprint(request))
        said = self.said(answered.answer, by.language)
        return {**said, "outcome": str(Outcome.REPEAT)} if answered.repeated else said

    def screen(self, by: Actor) -> Json:
        """Answer with the asker's screen as it stands."""
        return self.said(self._transactions.run(by, commands.screen_answer), by.language)

    def said(self, answer: Json, language: str) -> Json:
        """Give an answer with its message in a language."""
        return say(answer, self._messages, language)


def _do(work: UnitOfWork, request: HandheldRequest) -> Json:
    if isinstance(request, ScanRequest):
        return commands.scan(work, request)
    return commands.step(work, request)


def _fingerprint(request: HandheldRequest) -> str:
    if isinstance(request, ScanRequest):
        content = ["scan", request.text, request.aim]
    else:
        content = ["step", request.step, json.dumps(request.facts, sort_keys=True)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
