"""What the desk's routes share: the right to be there, the words of its look, and the language of the page."""

from zoneinfo import ZoneInfo

from marshmallow import fields, validate
from sqlalchemy.orm import Session

from picking.floor.model import Store
from picking.foundation.actor import Actor
from picking.foundation.messages import LANGUAGES
from web_handheld.api.asking import asker, language
from web_handheld.desk.words import DeskWords
from web_handheld.forms.base import Form
from web_handheld.parts import parts


class DeskQuery(Form):
    """In which language; the asker's own where none is named."""

    lang = fields.String(validate=validate.OneOf(LANGUAGES))


def at_desk() -> Actor:
    """Give who asks; refuses those who have no business at the desk."""
    by = asker()
    by.require("desk")
    return by


def words(books: Session, by: Actor, lang: str | None) -> DeskWords:
    """Give the words for one look."""
    store = books.get_one(Store, by.store_id)
    now = parts().transactions.clock.now()
    return DeskWords(parts().messages, lang or language(LANGUAGES), ZoneInfo(store.timezone), now)
