import subprocess
import sys

from picking.planning.warming import warm

AGAIN = """
from picking.planning.routing import choosing, estimate, lengths, tracing
from picking.planning.search import annealing, inserting, walks
from picking.planning.warming import warm

warm()
found = lengths.walk_metres, lengths.every_metres, tracing.trace, choosing.good_of_many, estimate.estimated
found += annealing.anneal, inserting.insert_orders, inserting.dismiss
found += inserting.measure_trips, inserting.measure_alone, walks.guessed_metres, walks.walks_metres
print([name.py_func.__name__ for name in found if name.stats.cache_misses or not name.signatures])
"""


def test_compiled_code_is_found_again_at_the_next_start():
    """Compiling takes most of a minute; a store that restarts at noon must plan at once."""
    warm()

    again = subprocess.run([sys.executable, "-c", AGAIN], capture_output=True, text=True, check=True)

    assert again.stdout.strip() == "[]"
