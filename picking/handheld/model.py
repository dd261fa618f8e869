"""The table of where each person stands: by person and not by device, so that it can be resumed anywhere."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.tables import Base, Json


class Screen(Base):
    """The screen a person stands at. `facts` hold the scanned bin and whatever waits for the same code again."""

    __tablename__ = "screens"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[str | None] = mapped_column(String(64), default=None)
    name: Mapped[str] = mapped_column(String(24), default="home")
    facts: Mapped[Json] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
