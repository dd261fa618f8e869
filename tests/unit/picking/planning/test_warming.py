import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np

import picking
from picking.planning.compiled import compiled_sources
from picking.planning.warming import warm

ROOT = Path(picking.__file__).parent

AGAIN = """
from picking.planning.routing import choosing, estimate, lengths, tracing
from picking.planning.search import annealing, inserting, walks
from picking.planning.warming import warm

warm()
found = lengths.walk_metres, lengths.every_metres, tracing.trace, choosing.good_of_many, estimate.estimated
found += annealing.anneal, inserting.insert_orders, inserting.dismiss
found += inserting.measure_trips, inserting.measure_alone, walks.metres_between_aisles, walks.walks_metres
print([name.py_func.__name__ for name in found if name.stats.cache_misses or not name.signatures])
"""


def test_compiled_code_is_found_again_at_the_next_start():
    """Compiling takes most of a minute; a store that restarts at noon must plan at once."""
    warm()

    again = subprocess.run([sys.executable, "-c", AGAIN], capture_output=True, text=True, check=True)

    assert again.stdout.strip() == "[]"


def test_compiled_code_has_no_values_from_sources_that_do_not_count():
    """A number changed elsewhere would stay the old one in the code that is kept."""
    counted = {".".join(("picking", *source.relative_to(ROOT).with_suffix("").parts)) for source in compiled_sources()}

    foreign = {
        f"{module.__name__}.{name}"
        for module in map(import_module, sorted(counted))
        for name in _names_in_compiled_code(module)
        if isinstance(vars(module).get(name), int | float | np.ndarray | np.generic)
        and _is_from_elsewhere(module, name, counted)
    }

    assert foreign == set()


def _names_in_compiled_code(module):
    functions = (value.py_func for value in vars(module).values() if hasattr(value, "py_func"))
    return {name for function in functions for name in function.__code__.co_names}


def _is_from_elsewhere(module, name, counted):
    """Tell whether a value of a module is imported from one that does not count."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return any(name == one.name and each.module not in counted for each in imports for one in each.names)
