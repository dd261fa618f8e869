"""What comes next for somebody who asks: a walk, a put-back or a floor task, whichever is due first."""

from picking.handheld.answer import Said, attention, right
from picking.handheld.places import place_name
from picking.handheld.standing import Standing
from picking.people.model import Person
from picking.tasks import commands as tasks
from picking.tasks.model import PutBack
from picking.tasks.queries import next_work


def take_next(at: Standing) -> Said:
    """Take what comes next; goods to put back are only named, because they begin with the scan of their basket."""
    coming = next_work(at.work.session, at.work.get(Person, at.person_id))
    if coming is None:
        return attention("no_work_now")
    if coming.kind == "put_back":
        put_back = at.work.get(PutBack, coming.id)
        return attention("put_back_waits", where=place_name(put_back.where))
    if coming.kind == "floor_task":
        tasks.take_floor_task(at.work, coming.id)
        return right("work_taken")
    walk = tasks.pull_work(at.work, at.person_id)
    return right("work_taken") if walk else attention("no_work_now")
