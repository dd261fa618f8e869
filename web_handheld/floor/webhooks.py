"""Carries state changes to the channels: signed, in each channel's order, repeated until taken or given up."""

import hashlib
import hmac
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import requests
from flask import json
from sqlalchemy import func, select

from picking.foundation.actor import system
from picking.foundation.records import Webhook, WebhookState, WebhookStep
from picking.foundation.refusals import unknown
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Channel
from web_handheld.figures import Figures

log = logging.getLogger(__name__)
SIGNATURE = "Storefloor-Signature"
TIMEOUT_SECONDS = (3, 10)  # to connect, to answer
BACK_OFF_SECONDS_MAX = 3600
ROW_MAX = 50  # sent to one channel before another look at all
CHANNELS_AT_ONCE = 8


@dataclass(frozen=True)
class Letter:
    """One webhook ready to be posted."""

    id: str
    url: str
    secret: str
    payload: bytes


def signature(secret: str, at: int, payload: bytes) -> str:
    """Sign `time.payload` with HMAC-SHA256; the receiver refuses old times, so nobody can play it back."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def bring_again(work: UnitOfWork, webhook_id: str) -> Webhook:
    """Bring one again that was given up, now that its channel is mended; refuses one of another store."""
    row = work.get(Webhook, webhook_id, lock=True)
    if row.store_id != work.by.store_id:
        raise unknown("Webhook", webhook_id)
    work.step(row, WebhookStep.REQUEUE)
    row.tries, row.due_at = 0, work.now
    return row


class Webhooks:
    """All channels of one store. A slow channel keeps nobody waiting but itself."""

    def __init__(self, store: str, transactions: Transactions, figures: Figures) -> None:
        self._store = store
        self._transactions = transactions
        self._figures = figures
        self._pool = ThreadPoolExecutor(CHANNELS_AT_ONCE, thread_name_prefix=f"webhooks-{store}")
        self._busy: set[str] = set()
        self._session = requests.Session()

    def send(self) -> None:
        """Let every channel that has something due, and is not being served, be served."""
        for channel in self._due_channels():
            if channel not in self._busy:
                self._busy.add(channel)
                self._pool.submit(self._serve, channel)

    def stop(self) -> None:
        """Finish what is being posted and go."""
        self._pool.shutdown(cancel_futures=True)
        self._session.close()

    def _due_channels(self) -> list[str]:
        with self._transactions.reading() as books:
            query = (
                select(Webhook.channel)
                .join(Channel, (Channel.store_id == Webhook.store_id) & (Channel.id == Webhook.channel))
                .where(Webhook.store_id == self._store, Webhook.state == WebhookState.QUEUED)
                .where(Webhook.due_at <= self._transactions.clock.now(), Channel.webhook_url.is_not(None))
                .distinct()
            )
            return list(books.scalars(query))

    def _serve(self, channel: str) -> None:
        try:
            for _ in range(ROW_MAX):
                letter = self._next(channel)
                if letter is None or not self._post(letter):
                    break
        except Exception:
            log.exception("store %s: channel %s cannot be served", self._store, channel)
        finally:
            self._busy.discard(channel)

    def _next(self, channel: str) -> Letter | None:
        """Give the channel's first letter if it is due: a later one never overtakes it."""
        with self._transactions.reading() as books:
            first = select(func.min(Webhook.seq)).where(
                Webhook.store_id == self._store, Webhook.channel == channel, Webhook.state == WebhookState.QUEUED
            )
            row = books.scalar(
                select(Webhook).where(
                    Webhook.store_id == self._store,
                    Webhook.channel == channel,
                    Webhook.state == WebhookState.QUEUED,
                    Webhook.seq == first.scalar_subquery(),
                )
            )
            receiver = books.get(Channel, (self._store, channel))
        if row is None or receiver is None or receiver.webhook_url is None:
            return None
        if row.due_at > self._transactions.clock.now():
            return None
        body = {"id": row.id, "seq": row.seq, "store": self._store, "kind": row.kind, "body": row.body}
        payload = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
        return Letter(row.id, receiver.webhook_url, receiver.webhook_secret or "", payload)

    def _post(self, letter: Letter) -> bool:
        """Post a letter and book the outcome; True when it was taken."""
        at = int(self._transactions.clock.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": letter.id,
            SIGNATURE: signature(letter.secret, at, letter.payload),
        }
        error: str | None = None
        try:
            answer = self._session.post(
                letter.url, data=letter.payload, headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False
            )
            if not answer.ok or answer.is_redirect:
                error = f"HTTP {answer.status_code}: {answer.text[:200]}"
        except requests.RequestException as trouble:
            error = str(trouble)[:400]
        self._transactions.run(system(self._store), lambda work: self._book(work, letter.id, error))
        self._figures.sent.labels("webhook" if error is None else "webhook_failed").inc()
        return error is None

    def _book(self, work: UnitOfWork, key: str, error: str | None) -> None:
        row = work.get(Webhook, key, lock=True)
        if row.state is not WebhookState.QUEUED:
            return
        row.tries, row.last_error = row.tries + 1, error
        if error is None:
            work.step(row, WebhookStep.ACCEPT)
        elif row.tries >= work.settings.webhook_tries_max:
            work.step(row, WebhookStep.GIVE_UP, error=error)
            body = {"code": "webhook_given_up", "facts": {"channel": row.channel, "error": error}}
            work.push(f"store:{row.store_id}", "alert", body)
        else:
            wait = min(BACK_OFF_SECONDS_MAX, work.settings.webhook_backoff_seconds * 2 ** (row.tries - 1))
            row.due_at = work.now + timedelta(seconds=wait)
            work.step(row, WebhookStep.TRY_AGAIN, error=error)
