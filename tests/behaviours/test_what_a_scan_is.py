"""Rules 1 to 12: what a scan is."""

from datetime import date

import pytest
from sqlalchemy import event

from picking.catalogue.model import ScaleLayout
from picking.foundation.records import JournalRow
from picking.people.commands import give_badge
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import PickLine

STATEMENTS_MAX = 42  # of one counting scan: the door, the screen, the line, stock, ledger, journal, answer, push
MILK, BREAD = "4006381333931", "5901234123457"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "code_blank"), ("   ", "code_blank"), ("7" * 300, "code_too_long"), ("what is this", "code_unknown")],
)
def test_rule_01_an_unknown_code_changes_nothing_and_says_why(milk, text, code):
    """The same beep for right and wrong is what people hate most: a wrong scan sounds, says why, and stays."""
    ana = milk.hand()
    milk.ordered({"milk": 2})
    milk.walking(ana)
    before = ana.look()

    answer = ana.scan(text)

    assert (answer["outcome"], answer["code"], answer["tone"]) == ("refused", code, "wrong")
    assert answer["screen"] == before["screen"]
    assert answer["message"]["text"] != code


@pytest.mark.parametrize(
    ("text", "says"),
    [("K:000002", "This is basket 000002."), ("A:A01", "This is outbound slot A01."), ("G:S-1", "This is staging")],
)
def test_rule_02_a_known_code_of_the_wrong_kind_says_what_it_is(milk, text, says):
    """To say "not found" of a code that everybody can see is a slot sends people to the wrong helper."""
    ana = milk.hand()
    milk.ordered({"milk": 2})
    milk.walking(ana)

    answer = ana.scan(text)

    assert answer["code"] == "code_does_not_fit"
    assert says in answer["message"]["text"]
    assert "Scan the bin or the item" in answer["message"]["text"]


def test_rule_02_not_found_is_only_for_what_nobody_knows(milk):
    """A bin of another store has the form of ours, but there is no such bin here."""
    ana = milk.hand()

    assert ana.scan("B:Z-99")["code"] == "code_of_nothing"
    assert ana.scan("4002515289693")["code"] == "item_code_unknown"


def test_rule_03_a_code_that_fits_several_things_asks_for_the_finer_one(milk):
    """Guessing puts the wrong thing into a basket; the place is remembered, so nothing is scanned twice."""
    milk.goods("bread", 3, "A-1")
    ana = milk.hand()
    milk.ordered({"milk": 1, "bread": 5})
    milk.walking(ana)

    answer = ana.scan("B:A-1")

    assert (answer["code"], answer["tone"], answer["screen"]["facts"]["at_bin"]) == ("which_item", "attention", "A-1")
    assert ana.scan(BREAD)["code"] == "line_counted"


def test_rule_04_a_bin_code_with_one_open_line_selects_it(milk):
    """One scan instead of a scan and a tap."""
    ana = milk.hand()
    milk.ordered({"milk": 2, "bread": 1})
    milk.walking(ana)

    answer = ana.scan("B:A-2")

    assert answer["code"] == "at_bin"
    assert ana.line["sku"] == "bread"


def test_rule_04_a_bin_with_two_lots_asks_for_the_item(shop):
    """Two lots of one item in one bin are two lines; the code on the goods knows which."""
    shop.goods("milk", 2, "A-1", gtin=MILK, lot="L1", expires=date(2026, 2, 1))
    shop.goods("milk", 2, "A-1", lot="L2", expires=date(2026, 3, 1))
    ana = shop.hand()
    shop.ordered({"milk": 4})
    shop.walking(ana)

    assert ana.scan("B:A-1")["code"] == "which_item"
    assert ana.scan(f"(01){MILK.zfill(14)}(10)L2")["code"] == "line_counted"
    assert ana.line["lot"] == "L2"


def test_rule_05_an_item_in_two_bins_asks_for_the_bin(shop):
    """Counting for a bin one does not stand at makes two bins wrong."""
    shop.goods("milk", 2, "A-1", gtin=MILK, expires=date(2026, 2, 1))
    shop.goods("milk", 2, "A-3", expires=date(2026, 3, 1))
    ana = shop.hand()
    order = shop.ordered({"milk": 4})
    shop.walking(ana)

    answer = ana.scan(MILK)

    assert (answer["code"], answer["message"]["facts"]["bins"]) == ("which_bin", ["A-1", "A-3"])
    assert [line.picked for line in shop.lines(order)] == [0, 0]
    assert ana.scan("B:A-3")["code"] == "at_bin"
    assert ana.line["bin"]["id"] == "A-3"


def test_rule_06_a_pack_code_counts_its_contents(milk):
    """A box of three is three pieces, whoever is in a hurry."""
    milk.code("milk", "4006381333948", contains=3)
    ana = milk.hand()
    milk.ordered({"milk": 4})
    milk.walking(ana)
    ana.scan("B:A-1")

    answer = ana.scan("4006381333948")

    assert answer["message"]["facts"]["picked"] == 3


def test_rule_07_the_wrong_item_while_counting_leaves_the_count_alone(milk):
    """A neighbour's bottle must neither count nor reset what was counted."""
    ana = milk.hand()
    milk.ordered({"milk": 3, "bread": 1})
    milk.walking(ana)
    ana.scan("B:A-1")
    ana.scan(MILK)

    answer = ana.scan(BREAD)

    assert answer["code"] == "wrong_item"
    assert answer["message"]["text"] == "This is Bread. Wanted: Milk."
    assert ana.line["picked"] == 1


def test_rule_08_a_gs1_code_gives_everything_in_one_scan(shop):
    """Item, lot, expiry and weight stand in one symbol: nobody types what a scanner can read."""
    shop.goods("cheese", 2000, "C-1", gtin=MILK, lot="L7", expires=date(2026, 2, 1), weighed=True)
    ana = shop.hand()
    order = shop.ordered({"cheese": 500})
    shop.walking(ana)
    ana.scan("B:C-1")

    answer = ana.scan(f"01{MILK.zfill(14)}31030004901726020110L7", aim="]C1")

    assert answer["outcome"] == "done"
    (line,) = shop.lines(order)
    assert (line.state, line.picked) == (PickLineState.WEIGHED, 490)


def test_rule_08_one_bad_date_loses_the_date_not_the_item(milk):
    """A printer's slip in one field must not stop the goods."""
    ana = milk.hand()
    milk.ordered({"milk": 2})
    milk.walking(ana)
    ana.scan("B:A-1")

    answer = ana.scan(f"01{MILK.zfill(14)}17269945", aim="]C1")

    assert (answer["code"], answer["message"]["facts"]["picked"]) == ("line_counted", 1)


@pytest.fixture
def weighed(shop):
    """Give a store with loose apples, their scale labels, and a picker at their bin."""
    shop.goods("apples", 5000, "A-1", weighed=True)
    shop.code("apples", "12345", kind="plu")
    fields = [{"name": "plu", "digits": 5}, {"name": "weight_grams", "digits": 5, "decimals": 3}]
    shop.put(ScaleLayout(store_id="s1", prefix="21", length=13, fields=fields, check="gs1"))
    return shop


def test_rule_09_a_scale_label_is_read_by_the_stores_own_table(weighed):
    """The same prefix means weight in one shop and money in another."""
    ana = weighed.hand()
    order = weighed.ordered({"apples": 1500})
    weighed.walking(ana)
    ana.scan("B:A-1")

    ana.scan("2112345015002")

    (line,) = weighed.lines(order)
    assert (line.state, line.picked) == (PickLineState.WEIGHED, 1500)


@pytest.mark.parametrize("text", ["]E02112345015002", "2112345015002"])
def test_rule_09_a_reader_that_sends_its_symbology_along_reads_scale_labels_too(weighed, text):
    """Keyboard scanners type the id in front of the digits."""
    ana = weighed.hand()
    order = weighed.ordered({"apples": 1500})
    weighed.walking(ana)
    ana.scan("B:A-1")

    ana.scan(text)

    assert weighed.lines(order)[0].picked == 1500


def test_rule_08_a_code_that_says_two_things_is_refused_with_that_reason(milk):
    """Nobody can know which of two expiries is the true one, and the milk must not be guessed fresh."""
    ana = milk.hand()
    milk.ordered({"milk": 2})
    milk.walking(ana)
    ana.scan("B:A-1")

    answer = ana.scan(f"01{MILK.zfill(14)}1726123117270101", aim="]C1")

    assert (answer["outcome"], answer["code"]) == ("refused", "code_contradicts")


def test_rule_09_a_weight_outside_the_tolerance_asks(weighed):
    """Half of what was ordered is no small difference: weigh again, or ask a lead."""
    ana = weighed.hand()
    order = weighed.ordered({"apples": 3000})
    weighed.walking(ana)
    ana.scan("B:A-1")

    answer = ana.scan("2112345015002")

    assert (answer["outcome"], answer["code"]) == ("refused", "weight_out_of_tolerance")
    assert "accept_weight" in answer["possible"]
    assert weighed.lines(order)[0].picked == 0


def test_rule_09_a_lead_takes_a_weight_outside_the_tolerance(weighed):
    """One heavy melon is still the melon that was ordered: a lead's badge, and the line goes on."""
    ana = weighed.hand()
    weighed.hand("eve", "lead")
    badge = weighed.run(give_badge, "eve")
    order = weighed.ordered({"apples": 3000})
    weighed.walking(ana)
    refused = ana.press("weigh", grams=1500)

    asked = ana.press("accept_weight", grams=refused["message"]["facts"]["grams"])
    taken = ana.scan(f"U:{badge}")

    assert (refused["code"], asked["code"]) == ("weight_out_of_tolerance", "lead_wanted")
    assert (taken["outcome"], weighed.lines(order)[0].picked) == ("done", 1500)


def test_rule_09_a_weight_may_come_in_portions(weighed):
    """Two bags of apples are one line."""
    ana = weighed.hand()
    order = weighed.ordered({"apples": 3000})
    weighed.walking(ana)

    first = ana.press("weigh", grams=1400, more=True)
    second = ana.press("weigh", grams=1600)

    assert (first["code"], second["code"]) == ("line_counted", "walk_picked")
    assert weighed.lines(order)[0].picked == 3000


@pytest.fixture
def two_lots(shop):
    """Give a store with two lots of milk, the first of which is planned, and a picker at its bin."""
    shop.goods("milk", 3, "A-1", gtin=MILK, lot="L1", expires=date(2026, 2, 1))
    shop.goods("milk", 3, "A-1", lot="L2", expires=date(2026, 3, 1))
    ana = shop.hand()
    shop.ordered({"milk": 2})
    shop.walking(ana)
    ana.scan("B:A-1")
    return ana


OTHER_LOT = f"(01){MILK.zfill(14)}(10)L2"


def test_rule_10_only_the_same_code_again_confirms(two_lots):
    """Valid but unexpected: the picker is warned and decides with the scanner in the hand."""
    warned = two_lots.scan(OTHER_LOT)

    meant = two_lots.scan(OTHER_LOT)

    assert (warned["outcome"], warned["code"], warned["tone"]) == ("refused", "other_lot", "attention")
    assert (meant["outcome"], meant["message"]["facts"]["picked"]) == ("done", 1)
    assert two_lots.floor.all(PickLine)[0].picked == 1


def test_rule_10_any_other_code_starts_over(two_lots):
    """A warning of five minutes ago is no consent."""
    two_lots.scan(OTHER_LOT)
    two_lots.scan("nonsense")

    answer = two_lots.scan(OTHER_LOT)

    assert (answer["outcome"], answer["code"]) == ("refused", "other_lot")


def test_rule_11_the_same_scan_twice_changes_nothing_the_second_time(milk):
    """Radio repeats itself; a basket must not."""
    ana = milk.hand()
    order = milk.ordered({"milk": 3})
    milk.walking(ana)
    ana.scan("B:A-1")

    first = ana.scan(MILK, once="scan-1")
    second = ana.scan(MILK, once="scan-1")

    assert second == first
    assert milk.lines(order)[0].picked == 1


def test_rule_11_two_quick_scans_with_different_ids_count_twice(milk):
    """Two bottles of the same milk carry the same code."""
    ana = milk.hand()
    order = milk.ordered({"milk": 3})
    milk.walking(ana)
    ana.scan("B:A-1")

    ana.scan(MILK, once="scan-1")
    ana.scan(MILK, once="scan-2")

    assert milk.lines(order)[0].picked == 2


def test_rule_12_what_was_scanned_during_an_outage_is_applied_in_its_order(milk):
    """Bin, item, bin, item: in any other order the same scans mean something else."""
    ana = milk.hand()
    order = milk.ordered({"milk": 1, "bread": 1})
    milk.walking(ana)
    kept = ["B:A-1", MILK, "B:A-2", BREAD]

    milk.clock.advance(seconds=60)
    answers = [ana.scan(text, once=f"kept-{number}") for number, text in enumerate(kept)]
    again = [ana.scan(text, once=f"kept-{number}") for number, text in enumerate(kept)]

    assert [answer["code"] for answer in answers] == ["at_bin", "line_done", "at_bin", "walk_picked"]
    assert again == answers
    assert [line.picked for line in milk.lines(order)] == [1, 1]


def test_a_scan_never_asks_more_of_the_database_when_more_work_is_open(milk):
    """A reply that grows with the open work is slow exactly when nobody has time."""
    milk.goods("oats", 400, "A-5", gtin="4002515289693")
    ana = milk.hand()
    milk.ordered({"milk": 4})
    milk.walking(ana)
    ana.scan("B:A-1")
    few = _statements(milk, lambda: ana.scan(MILK))
    for _ in range(8):
        milk.ordered({"oats": 10})

    many = _statements(milk, lambda: ana.scan(MILK))

    assert len(many) <= len(few)
    assert len(many) <= STATEMENTS_MAX


def _statements(milk, scan):
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(milk.engine, "before_cursor_execute", note)
    scan()
    event.remove(milk.engine, "before_cursor_execute", note)
    return seen


def test_a_refused_scan_stands_in_the_journal(milk):
    """Whoever reads the day back must see the wrong scans too."""
    ana = milk.hand()

    ana.scan("what is this", once="scan-9")

    row = milk.one(JournalRow, thing="command", thing_id="scan-9")
    assert (row.after, row.person_id) == ("code_unknown", "ana")
