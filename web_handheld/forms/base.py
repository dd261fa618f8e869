"""The base of every form and of every blueprint: unknown fields are refused, in the body and in the query."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Protocol, TypeVar, cast

from flask_smorest import Blueprint
from flask_smorest.arguments import FlaskParser
from marshmallow import RAISE, Schema, fields, validate

RouteT = TypeVar("RouteT", bound=Callable[..., Any])


class Decorator(Protocol):
    """Gives a route back as it came, as far as its caller can tell."""

    def __call__(self, route: RouteT, /) -> RouteT:
        """Decorate."""
        ...


class Form(Schema):
    """A request's body or query; what it does not name is refused."""

    class Meta:
        """How marshmallow reads it."""

        unknown = RAISE


class StrictParser(FlaskParser):  # type: ignore[misc]  # flask-smorest ships no types
    """Refuses unknown names in the query, too."""

    DEFAULT_UNKNOWN_BY_LOCATION: ClassVar[dict[str, Any]] = {"json": None, "query": RAISE}


class StrictBlueprint(Blueprint):  # type: ignore[misc]  # as above
    """A blueprint whose arguments are read strictly."""

    ARGUMENTS_PARSER = StrictParser()

    def route(self, rule: str, **options: Any) -> Decorator:
        """Register a route, with its type kept."""
        return cast("Decorator", super().route(rule, **options))

    def arguments(self, schema: type[Schema], **options: Any) -> Decorator:
        """Load a form before a route, with its type kept."""
        return cast("Decorator", super().arguments(schema, **options))

    def response(self, status: int, schema: type[Schema] | None = None, **options: Any) -> Decorator:
        """Document and dump a route's answer, with its type kept."""
        return cast("Decorator", super().response(status, schema, **options))


class OnceForm(Form):
    """A body that carries its own message id, so that it may be sent again."""

    id = fields.String(required=True, validate=validate.Length(1, 64))


def text(longest: int, *, required: bool = False, **more: Any) -> fields.String:
    """Give a field for a text that is not empty and not too long."""
    return fields.String(required=required, validate=validate.Length(1, longest), **more)


def whole(low: int, high: int = 2**31 - 1, *, required: bool = False, **more: Any) -> fields.Integer:
    """Give a field for a whole number within limits; a text or a fraction is refused."""
    return fields.Integer(required=required, strict=True, validate=validate.Range(low, high), **more)


def number(low: int, high: int = 2**31 - 1, **more: Any) -> fields.Integer:
    """Give a field for a whole number in a query, where everything is text."""
    return fields.Integer(validate=validate.Range(low, high), **more)


def time(*, required: bool = False, **more: Any) -> fields.AwareDateTime:
    """Give a field for an RFC 3339 time with its offset."""
    return fields.AwareDateTime(required=required, format="iso", **more)


class Paged(Form):
    """The query of a list: how many, and after which cursor."""

    limit = number(1, 200, load_default=50)
    cursor = text(200)


def wrong_fields(messages: Any, path: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """Walk through marshmallow's messages: each wrong field with its path and the reason."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            place = path if not path and key in ("json", "query", "path", "headers") else (*path, str(key))
            yield from wrong_fields(inner, place)
    elif isinstance(messages, list):
        yield {"field": ".".join(path) or "body", "reason": " ".join(str(each) for each in messages).rstrip(".")}
    else:
        yield {"field": ".".join(path) or "body", "reason": str(messages).rstrip(".")}
