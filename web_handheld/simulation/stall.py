"""Plays somebody at a stall: claims tickets, makes them, says ready, brings the goods to the staging shelf."""

import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from web_handheld.simulation.actions import Action, Answer, Press, Rest, Scan
from web_handheld.simulation.doors.http import Http
from web_handheld.simulation.people.hands import LOOK_SECONDS, TAP_SECONDS, WALK_SECONDS, Hands
from web_handheld.simulation.play import Play

AT_ONCE_MAX = 6  # pans on the stove
PREP_SECONDS_MAX = 480
LOOK_SECONDS_MIN = 1.0  # real ones
MADE_ALREADY = 0.5
Ticket = Mapping[str, Any]


class StallPlayer:
    """One stall's screen and the hands behind it; ready goods are staged with the handheld."""

    def __init__(self, stall: str, http: Http, hands: Hands, play: Play) -> None:
        self.name = f"stall {stall}"
        self._path = f"/stations/{stall}"
        self._http = http
        self._hands = hands
        self._play = play
        self._done_at: dict[str, float] = {}
        self.ready: list[str] = []

    def play(self) -> None:
        """Look at the wall once and do what is due."""
        wall = self._http.get(f"{self._path}/tickets").body.get("tickets", [])
        for ticket in wall:
            if self._play.pace.is_over:
                return
            self._serve(ticket)
        self.ready = [ticket["number"] for ticket in wall if ticket["state"] == "READY" and not ticket["stopped"]]
        self._play.pace.wait(max(LOOK_SECONDS_MIN, self._hands.about(LOOK_SECONDS) / self._play.pace.speed))

    def _serve(self, ticket: Ticket) -> None:
        key, state = ticket["ticket_id"], ticket["state"]
        if state == "VOID_PENDING":
            made = self._hands.dice.random() < MADE_ALREADY
            self._step("answer_void", ticket_id=key, made=made)
        elif state == "VOIDED":
            self._step("bump", ticket_id=key)
        elif state == "QUEUED" and len(self._done_at) < AT_ONCE_MAX:
            self._begin(ticket)
        elif state == "IN_PREP" and time.monotonic() >= self._done_at.setdefault(key, 0.0):
            self._finish(ticket)

    def _begin(self, ticket: Ticket) -> None:
        if self._step("claim", ticket_id=ticket["ticket_id"]):
            seconds = min(PREP_SECONDS_MAX, self._hands.about(ticket["prep_seconds"]))
            self._done_at[ticket["ticket_id"]] = time.monotonic() + seconds / self._play.pace.speed

    def _finish(self, ticket: Ticket) -> None:
        open_items = [item for item in ticket["items"] if not item["done"] and not item["sold_out"]]
        for item in open_items:
            self._make(item)  # the last one makes the ticket ready
        if not open_items:
            self._step("finish", ticket_id=ticket["ticket_id"])
        self._done_at.pop(ticket["ticket_id"], None)
        if self._hands.errs("tickets recalled", ticket["ticket_id"], self._hands.odds.recall):
            self._step("recall", ticket_id=ticket["ticket_id"])

    def _make(self, item: Mapping[str, Any]) -> None:
        if item["weight"] is None or not item["weight"]["wanted"]:
            self._step("do_item", item_id=item["item_id"])
        else:
            grams = self._hands.dice.randint(max(1, item["weight"]["from"]), item["weight"]["to"])
            self._step("weigh_item", item_id=item["item_id"], grams=grams)

    def _step(self, step: str, **facts: Any) -> bool:
        reply = self._http.post(f"{self._path}/steps", {"id": str(uuid4()), "step": step, "facts": facts})
        if not reply.is_good:
            self._play.witness.refused(reply.code)
        return reply.is_good


class Staging:
    """What somebody of a stall does with the handheld: each ready ticket goes to its position."""

    def __init__(self, hands: Hands, stalls: list[StallPlayer]) -> None:
        self._hands = hands
        self._stalls = stalls
        self._in_hand = ""
        self._staged: set[str] = set()

    def next_action(self, answer: Answer) -> Action:
        """Take the next ready ticket in hand, then scan the position the screen names."""
        if answer.screen == "stage":
            return self._stage(answer)
        if answer.may("start_shift"):
            return Press("start_shift", seconds=self._hands.about(TAP_SECONDS))
        if answer.code == "part_staged":
            self._staged.add(self._in_hand)
        ready = [number for stall in self._stalls for number in stall.ready]
        self._staged &= set(ready)
        self._in_hand = next((number for number in ready if number not in self._staged), "")
        if not self._in_hand:
            return Rest(self._hands.about(LOOK_SECONDS), LOOK_SECONDS_MIN)
        return Scan(f"T:{self._in_hand}", self._hands.about(LOOK_SECONDS))

    def _stage(self, answer: Answer) -> Action:
        position = answer.facts["position"]
        if position is None:
            return Press("home", seconds=TAP_SECONDS)
        return Scan(f"G:{self._hands.store.full_id(position)}", self._hands.about(WALK_SECONDS))
