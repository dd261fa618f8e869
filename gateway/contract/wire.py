"""Encodes and decodes whole messages: topic and payload in, topic taken apart and typed message out."""

from gateway.contract.channels import Message, Topic, check_belongs, parse
from gateway.contract.codec import to_tree
from gateway.contract.envelope import Enveloped, write
from gateway.contract.errors import ContractError
from gateway.contract.plain_json import dumps, loads


def encode(message: Message) -> bytes:
    """Write a message; raise ContractError if a field breaks its own limits."""
    return dumps(write(message) if isinstance(message, Enveloped) else to_tree(message))


def decode(topic: str, payload: bytes) -> tuple[Topic, Message | None]:
    """Read a message as its topic says; None for the empty payload that removes a retained one.

    Raises ContractError with a stable code for everything else that is not in the contract, and nothing but that.
    """
    place = parse(topic)
    if not payload and place.channel.retained:
        return place, None
    if not payload:
        raise ContractError("empty", f"nothing on {topic}, which keeps nothing")
    message = place.channel.read(loads(payload))
    check_belongs(place, message)
    return place, message
