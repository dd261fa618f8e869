"""Plays the lead at the desk: accepts what waits for a person, clears risks, answers cancellations nobody answered."""

import time
from collections.abc import Mapping
from typing import Any

from web_handheld.simulation.doors.http import Http
from web_handheld.simulation.doors.live import Live
from web_handheld.simulation.people.hands import LOOK_SECONDS, Hands
from web_handheld.simulation.play import Play

LOOK_EVERY_SECONDS = 15.0  # real ones: in a rush pushes never end, and counts and markdowns wait all the same
QUEUE_SECONDS = 3.0  # real ones: how long the lead waits for a push before looking at the whole queue
RISK_IS_REAL, CANCEL_IS_REFUSED = 0.3, 0.2
CANCEL_QUESTIONS = ("cancel_asked", "cancel_unanswered")
WAITS_FOR_A_LEAD = {"counts": "APPROVAL_SCHEDULED", "markdowns": "PROPOSED"}
Body = Mapping[str, Any]


class Lead:
    """One lead: hears of every order by push, and looks at the queue from time to time for what was missed."""

    def __init__(self, http: Http, live: Live, hands: Hands, play: Play) -> None:
        self.name = "lead"
        self._http = http
        self._live = live
        self._hands = hands
        self._play = play
        self._looked_at = time.monotonic()

    def play(self) -> None:
        """Answer the next push; look at the queue when none comes, and however many come, from time to time."""
        push = self._live.next_push(QUEUE_SECONDS)
        if push is not None:
            self._hear(*push)
        if push is None or time.monotonic() - self._looked_at >= LOOK_EVERY_SECONDS:
            self._look_at_queue()
            self._look_at_stock()
            self._looked_at = time.monotonic()

    def _look_at_queue(self) -> None:
        for order in self._http.get("/desk/queue", limit=200).body["orders"]:
            self._decide(order)

    def _hear(self, name: str, body: Body) -> None:
        if name == "alert" and body.get("code") in CANCEL_QUESTIONS:
            self._answer_cancellation(body["order_id"])
        elif name == "task" and body.get("order_id"):
            self._decide(body)
        elif name == "stock":
            self._look_at_stock()

    def _look_at_stock(self) -> None:
        """Approve what two people counted, and what the ladder proposes to mark down."""
        for what, state in WAITS_FOR_A_LEAD.items():
            for each in self._http.get(f"/desk/{what}", state=state, limit=20).body["items"]:
                self._play.pace.take(self._hands.about(LOOK_SECONDS))
                self._say_yes(f"/desk/{what}/{each['id']}/approval")

    def _say_yes(self, path: str) -> None:
        reply = self._http.post(path, {})
        self._play.witness.count("lead said yes: " + path.split("/")[2])
        if not reply.is_good:
            self._play.witness.refused(reply.code)

    def _answer_cancellation(self, order_id: str) -> None:
        """Look at the bags, then say yes, or no with a reason."""
        self._play.pace.take(self._hands.about(LOOK_SECONDS))
        if self._hands.dice.random() < CANCEL_IS_REFUSED:
            self._answer(order_id, "cancellation/refusal", {"reason": "already_packed"})
        else:
            self._answer(order_id, "cancellation/confirmation", {})

    def _decide(self, order: Body) -> None:
        if order["state"] == "RISK_HOLD":
            self._look_at_risk(order["order_id"])
        elif order["state"] == "PAID":
            self._accept(order["order_id"])

    def _look_at_risk(self, order_id: str) -> None:
        rejected = self._hands.dice.random() < RISK_IS_REAL
        reason = {"reason": "unknown_customer"} if rejected else {}
        self._play.pace.take(self._hands.about(LOOK_SECONDS))
        self._answer(order_id, "risk", {"cleared": not rejected, **reason})

    def _accept(self, order_id: str) -> None:
        """Accept what still waits; a channel that accepts by itself has done so meanwhile."""
        self._play.pace.take(self._hands.about(LOOK_SECONDS))
        if self._http.get(f"/orders/{order_id}").body.get("state") == "PAID":
            self._answer(order_id, "acceptance", {})

    def _answer(self, order_id: str, what: str, body: Body) -> None:
        reply = self._http.post(f"/orders/{order_id}/{what}", body)
        self._play.witness.count(f"lead answered: {what}")
        if not reply.is_good:
            self._play.witness.refused(reply.code)
