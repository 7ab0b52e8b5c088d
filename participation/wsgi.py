"""What a web server runs: `granian --interface wsgi participation.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.settings")

# Only a page has somebody waiting for it. Migrations and imports, which do not pass here, may take their time.
settings.DATABASES["default"]["OPTIONS"]["options"] += f" -c statement_timeout={settings.STATEMENT_TIMEOUT_MS}"
# The choices of a form are few; reading them through a cursor of the server takes four round trips instead of one.
settings.DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True

application = get_wsgi_application()
