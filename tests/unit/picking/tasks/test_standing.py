from picking.tasks.standing import standing


def test_a_store_whose_floor_is_not_drawn_has_nothing_to_decide(floor):
    """A store that is still being set up must not stop the planner of the others."""
    how = floor.ask(standing, "s1", floor.clock.now(), floor.settings)

    assert how.problem is None
    assert how.held == {}
