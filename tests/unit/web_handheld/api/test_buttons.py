"""What is entered with a button: told to pages once, and what can be chosen at the moment of the press."""


def test_a_page_learns_what_each_button_wants(signed_in):
    """A page draws the pad of any screen without knowing the screen."""
    buttons = signed_in("picker").get("/api/v1/handheld/buttons").json["buttons"]

    short, again = buttons["pick_line"]["short"]
    assert (short["name"], short["entry"], short["needed"]) == ("reason", "choice", True)
    assert (again["name"], again["entry"]) == ("force", "insist")
    assert {"value": "bin_empty", "text": "Bin is empty"} in short["options"]
    assert buttons["pick_line"]["take"] == [{"name": "quantity", "entry": "number", "needed": True, "options": []}]


def test_a_choice_is_looked_up_when_it_is_wanted(floor, signed_in):
    """Colleagues come and go: the list is made at the press, and only for a button of this very screen."""
    browser = signed_in("picker")

    elsewhere = browser.get("/api/v1/handheld/steps/hand_over/options")
    nothing = browser.get("/api/v1/handheld/steps/check_in/options")

    assert (elsewhere.status_code, elsewhere.json["code"]) == (409, "step_not_here")
    assert nothing.json == {"options": {}}
