"""Who asks: the bearer of a token or the person of a session cookie, with the rights of this very moment."""

from collections.abc import Sequence

from flask import g, has_request_context, request, session

from picking.foundation.actor import Actor
from picking.foundation.refusals import Kind, Refusal
from picking.people.queries import machine_actor
from web_handheld.parts import parts
from web_handheld.signing_in import SEAT, Seat, actor_of_seat

BEARER = "Bearer "


def asker() -> Actor:
    """Give who asks; refuses those who have not signed in. Read once a request, never kept longer."""
    found = asker_or_none()
    if found is None:
        raise Refusal("sign_in_needed", Kind.FORBIDDEN)
    return found


def asker_or_none() -> Actor | None:
    """Give who asks, or None for somebody unknown; a token nobody knows is refused."""
    if "asker" not in g:
        g.asker = _read()
    found: Actor | None = g.asker
    return found


def _read() -> Actor | None:
    token = bearer_token()
    transactions = parts().transactions
    with transactions.reading() as books:
        if token is not None:
            return machine_actor(books, token)
        return actor_of_seat(books, seat(), transactions.clock.now())


def bearer_token() -> str | None:
    """Give the token of the Authorization header, if there is one."""
    header = request.headers.get("Authorization", "")
    return header.removeprefix(BEARER) if header.startswith(BEARER) else None


def seat() -> Seat | None:
    """Give who sits behind this cookie, as signed by us."""
    kept = session.get(SEAT)
    return Seat.from_json(kept) if kept else None


def take_seat(taken: Seat | None) -> None:
    """Sign a seat into the cookie, or clear it."""
    session.clear()
    if taken is not None:
        session.permanent = True
        session[SEAT] = taken.to_json()


def language(known: Sequence[str]) -> str:
    """Give the asker's language, else the best the browser asks for, else English."""
    if not has_request_context():
        return known[0]
    who: Actor | None = g.get("asker")
    if who is not None and who.language in known:
        return who.language
    return request.accept_languages.best_match(known) or known[0]
