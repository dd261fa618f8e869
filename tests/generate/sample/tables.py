"""Reads the hand-written tables beside this file."""

import csv
from pathlib import Path

LANGUAGES = ("zh", "en", "es")


def rows(name: str) -> list[dict[str, str]]:
    """Give the rows of `NAME.csv` as dictionaries of its header."""
    text = (Path(__file__).parent / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def by_code(name: str) -> dict[str, dict[str, str]]:
    """Give the rows of `NAME.csv` by their column `code`."""
    return {row["code"]: row for row in rows(name)}


def words(row: dict[str, str]) -> dict[str, str]:
    """Give the texts of a row in the languages of the store."""
    return {language: row[language] for language in LANGUAGES}
