"""Every rule of the contract has a test that cites it, and no test cites a rule that is not there."""

import re
from pathlib import Path

import pytest

from gateway.contract.documentation import README
from gateway.contract.rules import RULES

TESTS = Path(__file__).parents[3]
_CITED = re.compile(r"(?i)\bsf[-_](EVT|CMD|STA|LIF|CFG)[-_](\d\d(?:(?:, | and |, and )\d\d)*)")


def cited():
    """Give the rules that tests cite, in their names or their docstrings: `SF-CMD-01 and 03` are two."""
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__)]
    texts = [text.replace("test_sf_", "sf_") for text in texts]
    found = [(family.upper(), numbers) for text in texts for family, numbers in _CITED.findall(text)]
    return {f"SF-{family}-{number}" for family, numbers in found for number in re.findall(r"\d\d", numbers)}


@pytest.mark.parametrize("number", RULES)
def test_a_rule_is_cited_by_a_test(number):
    """A promise that nothing holds us to is a wish."""
    assert number in cited()


def test_no_test_cites_a_rule_that_is_not_there():
    """A rule that was taken away or misspelt proves nothing."""
    assert cited() <= set(RULES)


def test_the_rules_stand_where_a_builder_of_gateways_reads_them():
    """They are half of the contract."""
    assert all(f"**{number}** {words}" in README.read_text(encoding="utf-8") for number, words in RULES.items())
