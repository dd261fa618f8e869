"""The table: which screen is played how."""

from collections.abc import Callable, Mapping

from web_handheld.simulation.actions import Action, Answer, Rest
from web_handheld.simulation.people import bench, door, errands, looking, shelves
from web_handheld.simulation.people.hands import Hands

SCREENS: Mapping[str, Callable[[Hands, Answer], Action]] = {
    "home": shelves.home,
    "info": shelves.home,
    "scan_basket": shelves.scan_basket,
    "pick_line": shelves.pick_line,
    "verify": shelves.verify,
    "pack": bench.pack,
    "drop": bench.drop,
    "order_cancelled": bench.order_cancelled,
    "move": errands.move,
    "put_back": errands.put_back,
    "search": errands.search,
    "count": looking.count,
    "replenish": errands.replenish,
    "question": looking.question,
    "question_in_passing": looking.question,
    "how_many_left": looking.how_many_left,
    "clear_out": errands.clear_out,
    "receive": door.receive,
    "put_away": door.put_away,
}


def next_action(hands: Hands, answer: Answer) -> Action:
    """Do what the screen says."""
    play = SCREENS.get(answer.screen)
    if play is None:
        hands.count(f"screens nobody plays: {answer.screen}")
        return Rest()
    return play(hands, answer)
