"""The tables of plans: what the planner was asked and answered, who walks what next, how the planner is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.tables import Base, Json, enum_column


class PlannerState(StrEnum):
    """How a store's planner is: only a ready one is followed, else work goes by due time."""

    STARTING = "starting"
    READY = "ready"
    SLOW = "slow"
    AWAY = "away"


class Planner(Base):
    """How a store's planner is, since when, and in whose words why not better."""

    __tablename__ = "planners"

    store_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[PlannerState] = enum_column(PlannerState)
    since: Mapped[datetime]
    detail: Mapped[str] = mapped_column(String(200), default="")


class PlanFloor(Base):
    """A floor that plans were made on, under the digest of its content: many questions share one."""

    __tablename__ = "plan_floors"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    floor: Mapped[Json]


class Plan(Base):
    """One decision of the planner with all it depended on, so that it can be made again.

    `question` is the problem without its floor as compressed JSON, `asked_by` what had happened, `answer` trips with
    their reasons, tasks and people by id, bins by index.
    """

    __tablename__ = "plans"
    __table_args__ = (Index("ix_plans_store_id_made_at", "store_id", "made_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    asked_by: Mapped[list[str]]
    seed: Mapped[int]
    budget_ms: Mapped[int]
    plan_ms: Mapped[float]
    floor_digest: Mapped[str] = mapped_column(ForeignKey("plan_floors.digest"), index=True)
    question: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[Json]


class PlannedWalk(Base):
    """A walk nobody has been asked to do yet: whose it is by the plan in force, and in what turn.

    `tasks` are ids, `route` bins in walking order, `why` codes and facts of the messages that explain it.
    """

    __tablename__ = "planned_walks"
    __table_args__ = (Index("ix_planned_walks_store_id_person_id_turn", "store_id", "person_id", "turn"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    turn: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    metres: Mapped[int]
    tasks: Mapped[list[str]]
    route: Mapped[list[str]]
    why: Mapped[list[Json]]
