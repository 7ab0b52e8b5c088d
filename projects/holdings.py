"""What this room keeps of people."""

from django.utils.translation import gettext_lazy as _

from participation.register import Holding, register
from projects.models import Project, Update

register(
    *(
        Holding(model=model, person=person, title=title, silence="It is the municipality's work, and public as such.")
        for model, person, title in (
            (Project, "made_by", _("Projecten die u begon")),
            (Update, "told_by", _("Berichten die u over projecten schreef")),
        )
    )
)
