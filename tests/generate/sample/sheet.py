"""Writes JSON with one thing a line, so that a change reads well in a diff."""

import json


def line(value: object) -> str:
    """Give a value on one line, with its Chinese and Spanish readable."""
    return json.dumps(value, ensure_ascii=False)


def page(value: object, indent: str = "") -> str:
    """Give a document whose lists of things have one thing a line."""
    deeper = indent + "  "
    if isinstance(value, list) and value and isinstance(value[0], dict):
        body = ",\n".join(deeper + line(thing) for thing in value)
        return f"[\n{body}\n{indent}]"
    if isinstance(value, dict) and any(isinstance(part, dict | list) for part in value.values()):
        body = ",\n".join(f"{deeper}{line(key)}: {page(part, deeper)}" for key, part in value.items())
        return f"{{\n{body}\n{indent}}}"
    return line(value)
