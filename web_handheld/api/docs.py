"""/api/docs: the OpenAPI document as a page one can read, search and link to; nothing comes from another host."""

import secrets
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, g, render_template
from flask_smorest import Api

METHODS = ("get", "post", "put", "patch", "delete")


def docs_page(api: Api) -> Blueprint:
    """Make the page for an API's document."""
    blueprint = Blueprint("docs", __name__, template_folder="../templates")

    @blueprint.get("/api/docs")
    def docs() -> str:
        g.nonce = secrets.token_urlsafe(16)
        spec = api.spec.to_dict()
        return render_template("docs.html", spec=spec, groups=_groups(spec), schemas=_schemas(spec), nonce=g.nonce)

    return blueprint


def _groups(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Sort all operations under their tags, in the document's order."""
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in spec.get("tags", [])}
    for operation in _operations(spec):
        for tag in operation["tags"]:
            groups.setdefault(tag, []).append(operation)
    return {name: found for name, found in groups.items() if found}


def _operations(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                found = item[method]
                parameters = [
                    _resolved(spec, each) for each in [*item.get("parameters", []), *found.get("parameters", [])]
                ]
                yield {
                    "path": path,
                    "method": method.upper(),
                    "anchor": f"{method}{path}".replace("/", "-").replace("{", "").replace("}", ""),
                    "tags": found.get("tags", ["other"]),
                    "summary": found.get("summary", ""),
                    "description": found.get("description", ""),
                    "parameters": parameters,
                    "body": _schema_name(found.get("requestBody", {})),
                    "responses": {
                        code: _schema_name(_resolved(spec, each)) for code, each in found["responses"].items()
                    },
                }


def _resolved(spec: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    reference = part.get("$ref")
    if reference is None:
        return part
    found: Any = spec
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def _schema_name(part: dict[str, Any]) -> str | None:
    for content in part.get("content", {}).values():
        reference = content.get("schema", {}).get("$ref")
        if reference:
            return str(reference).rpartition("/")[2]
    return None


def _schemas(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Give each schema's fields with type, limits and whether it is required."""
    return {
        name: list(_fields(schema)) for name, schema in sorted(spec.get("components", {}).get("schemas", {}).items())
    }


def _fields(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    required = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        limits = {
            key: field[key] for key in ("minimum", "maximum", "minLength", "maxLength", "default") if key in field
        }
        yield {
            "name": name,
            "required": name in required,
            "type": _type(field),
            "link": _link(field),
            "limits": limits,
            "choices": field.get("enum") or field.get("items", {}).get("enum") or [],
            "description": field.get("description", ""),
        }


def _type(field: dict[str, Any]) -> str:
    kind = field.get("type", "object")
    words = " or ".join(str(each) for each in kind) if isinstance(kind, list) else str(kind)
    inner = f" of {_type(field['items'])}" if "items" in field else ""
    form = f" ({field['format']})" if "format" in field else ""
    return f"{words}{inner}{form}"


def _link(field: dict[str, Any]) -> str | None:
    reference = field.get("$ref") or field.get("items", {}).get("$ref")
    return str(reference).rpartition("/")[2] if reference else None
