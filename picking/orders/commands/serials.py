"""Numbers people can say: they start at one each morning of the store's calendar, and none is given twice."""

from sqlalchemy import update

from picking.floor.model import Store
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import DaySerial, Order
from picking.stock.commands import commit


def order_number(work: UnitOfWork, store_id: str) -> str:
    """Give the day's next order number, four digits at least."""
    return f"{_next(work, store_id, 'order'):04d}"


def issue_stock(work: UnitOfWork, order: Order) -> None:
    """Commit an order's locked stock and give it the day's next sales-issue document: SI-20260115-0001."""
    commit(work, order.id)
    day = work.get(Store, order.store_id).day(work.now)
    order.issue_document = f"SI-{day:%Y%m%d}-{_next(work, order.store_id, 'issue'):04d}"


def return_document(work: UnitOfWork, store_id: str) -> str:
    """Give the day's next paper for goods that came back: SR-20260115-0001."""
    day = work.get(Store, store_id).day(work.now)
    return f"SR-{day:%Y%m%d}-{_next(work, store_id, 'return'):04d}"


def work_order_number(work: UnitOfWork, store_id: str) -> str:
    """Give the day's next number of an after-sales work order: AS-20260115-0001."""
    day = work.get(Store, store_id).day(work.now)
    return f"AS-{day:%Y%m%d}-{_next(work, store_id, 'after_sales'):04d}"


def _next(work: UnitOfWork, store_id: str, kind: str) -> int:
    day = work.get(Store, store_id).day(work.now)
    counted = (
        update(DaySerial)
        .where(DaySerial.store_id == store_id, DaySerial.kind == kind, DaySerial.day == day)
        .values(last=DaySerial.last + 1)
        .returning(DaySerial.last)
        .execution_options(synchronize_session=False)
    )
    last = work.session.execute(counted).scalar_one_or_none()
    if last is not None:
        return int(last)
    # Two first orders of the day at once: the second insert fails, and its whole transaction is tried again.
    work.session.add(DaySerial(store_id=store_id, kind=kind, day=day, last=1))
    work.session.flush()
    return 1
