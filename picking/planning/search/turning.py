"""Moves of whole trips: one gets another turn, two change turns; no walk changes by it."""

from picking.planning.compiled import lean_inner
from picking.planning.search.board import Board, Orders, Rules, Walkers
from picking.planning.search.costs import is_kept
from picking.planning.search.laying import insert, may_all, place_of, remove, roll


@lean_inner
def another_turn(orders: Orders, walkers: Walkers, rules: Rules, board: Board, trip: int, may_rise: float) -> bool:
    """Give a trip another turn, of the same person or of somebody else; tell whether it stays there."""
    p, q, place = board.person_of[trip], roll(board, len(board.trips)), place_of(board, trip)
    turns = board.trips[q] + (q != p)
    if not may_all(orders, board, q, trip):
        return False
    there = roll(board, turns)
    remove(board, p, place)
    insert(board, q, there, trip)
    if is_kept(orders, walkers, rules, board, p, q, 0.0, may_rise):
        return True
    remove(board, q, there)
    insert(board, p, place, trip)
    return False


@lean_inner
def change_turns(orders: Orders, walkers: Walkers, rules: Rules, board: Board, a: int, b: int, may_rise: float) -> bool:
    """Let two trips change turns; tell whether they stay so."""
    p, q, one, two = board.person_of[a], board.person_of[b], place_of(board, a), place_of(board, b)
    if a == b or (p != q and not (may_all(orders, board, q, a) and may_all(orders, board, p, b))):
        return False
    board.turn[p, one], board.turn[q, two] = b, a
    board.person_of[a], board.person_of[b] = q, p
    if is_kept(orders, walkers, rules, board, p, q, 0.0, may_rise):
        return True
    board.turn[p, one], board.turn[q, two] = a, b
    board.person_of[a], board.person_of[b] = p, q
    return False
