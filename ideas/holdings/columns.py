"""Columns that many of the holdings show."""

from django.db.models import Case, F, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from ideas.statuses import Visibility
from participation.register import Column

OWN_NUMBER = Column("reference", _("Nummer van het idee"))
NUMBER = Column("reference", _("Nummer van het idee"), "idea__reference")
NUMBER_OF_COMMENT = Column("reference", _("Nummer van het idee"), "comment__idea__reference")
#: The title of somebody else's idea, as far as everybody may read it.
TITLE = Column(
    "title",
    _("Titel van het idee"),
    Case(When(idea__visibility=Visibility.PUBLIC, then=F("idea__title")), default=Value(""), output_field=TextField()),
)
SINCE = Column("created_at", _("Sinds"))
