"""Every setting, read from the environment only and secure by default; deploy/README.md explains the variables.

Two modes. With SECRET_KEY, ALLOWED_HOSTS or EMAIL_URL this is a real installation: nothing is guessed, and a variable
that is missing or malformed ends the process with one clear line. With none of them it is local: only this machine
can reach it, what it needs it makes in `var/`, and PostgreSQL and Redis are embedded unless their addresses are given.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from participation import sign_in_settings, terms, variables
from participation.embedded.places import Places
from participation.environment import Environment, kept_secret
from participation.logs import to_stderr
from participation.push_key import new_push_key, push_key
from participation.safety_settings import *  # noqa: F403 a part of this very file, as the next
from participation.seal_key import new_seal_key, seal_key, seal_key_file, seal_keys
from participation.sign_in_settings import *  # noqa: F403 a part of this very file, which Django reads by its names

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
VAR = env.read("VAR_DIR", variables.folder, BASE_DIR / "var")
PRODUCTION = env.production

# --- Who we are and where we answer

MUNICIPALITY_NAME = env.read("MUNICIPALITY_NAME", str, "Zoetermeer")
MUNICIPALITY_CONTACT = env.read("MUNICIPALITY_CONTACT", variables.mail_address, "")  # For questions and complaints.
ALLOWED_HOSTS = env.read("ALLOWED_HOSTS", variables.hosts, ["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.read(
    "BASE_URL", variables.site_address, f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://localhost:8000"
)
DEBUG = not PRODUCTION and env.read("DEBUG", variables.flag, False)
SECRET_KEY = env.read("SECRET_KEY", variables.secret, "")
SECRET_KEY_FALLBACKS: list[str] = env.read("SECRET_KEY_FALLBACKS", variables.secret_list, [])
TRUSTED_PROXIES = env.read("TRUSTED_PROXIES", variables.whole_number(0, 9), 0)
METRICS_TOKEN = env.read("METRICS_TOKEN", variables.secret, "")

ROOT_URLCONF = "participation.urls"
WSGI_APPLICATION = "participation.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How many days data about people is kept; each term says why.
TERMS = {term.variable: env.read(term.variable, variables.whole_number(*term.between), term.days) for term in terms.ALL}

# --- Rooms and libraries

INSTALLED_APPS = [
    "participation",
    "ideas",
    "challenges",
    "projects",
    "notifications",
    "whitenoise.runserver_nostatic",
    "django.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "participation.page_cache.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "participation.headers.security_headers",
    "participation.maps.allow_tiles",
    "notifications.probes.answer_probes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "participation.sessions.rolling_session",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "participation.middleware.ChosenLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "participation.middleware.OfficialsNeedSecondFactor",
    # Deny by default: a view that everybody may see says so with login_not_required.
    "participation.middleware.SignInFirst",
    "participation.middleware.RulesToPages",
]

# --- PostgreSQL, the only database

EMBEDDED_POSTGRES = "DATABASE_URL" not in env.variables
DATABASES: dict[str, dict[str, Any]] = {"default": env.read("DATABASE_URL", variables.database, Places(VAR).database)}
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": env.read("DB_POOL_MIN", variables.whole_number(0, 100), 1),
    "max_size": env.read("DB_POOL_MAX", variables.whole_number(1, 100), 8),
    "timeout": 10,
}
DATABASES["default"]["OPTIONS"]["connect_timeout"] = 5
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # A connection that died in the pool must not become an error page.
# A connection that went silent ends after twenty seconds; the operating system alone would wait for hours.
SILENCE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
DATABASES["default"]["OPTIONS"] = {**SILENCE, **DATABASES["default"]["OPTIONS"]}
# A process that froze in the middle of a transaction would keep its rows, and all senders of mail wait for one of them.
DATABASES["default"]["OPTIONS"]["options"] = "-c idle_in_transaction_session_timeout=60000"
STATEMENT_TIMEOUT_MS = env.read("STATEMENT_TIMEOUT_MS", variables.whole_number(0, 600_000), 5000)

# How old a public page may be for a visitor who is not signed in; 0 keeps none. It is kept in the web process itself.
PAGE_CACHE_SECONDS = env.read("PAGE_CACHE_SECONDS", variables.whole_number(0, 60), 5)
# Limits on signing in must survive a dead Redis, and many who try, so they are kept in a table with room for all.
TABLE, MEMORY = (f"django.core.cache.backends.{name}" for name in ("db.DatabaseCache", "locmem.LocMemCache"))
CACHES = {
    "default": {"BACKEND": TABLE, "LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 100_000}},
    "template_fragments": {"BACKEND": MEMORY},  # For {% cache %}.
    # Drawn cards of ideas, some 20 kB each: a link that is shared is asked for again and again.
    "pictures": {"BACKEND": MEMORY, "LOCATION": "pictures", "OPTIONS": {"MAX_ENTRIES": 200}},
}

# --- Celery on Redis; the figures are measured, not guessed

EMBEDDED_REDIS = "REDIS_URL" not in env.variables
CELERY_BROKER_URL = env.read(
    "REDIS_URL", variables.redis, f"redis+socket://{Places(VAR).sockets}/redis.sock?virtual_host=0"
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 25
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Amsterdam"
# Kept in memory: every task of the clock may run late, twice or not at all, so no file is written.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"

# --- Pages

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "participation.templatetags.ui", "ideas.templatetags.ideas"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "participation.context.municipality",
                "notifications.context.inbox",
            ],
        },
    }
]
FORM_RENDERER = "participation.forms.Renderer"

STATIC_URL = "/static/"
STATIC_ROOT = env.read("STATIC_ROOT", variables.folder, VAR / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = env.read("MEDIA_ROOT", variables.folder, VAR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Language: the texts in the code are Dutch, so only locale/en exists

LANGUAGE_CODE = "nl"
FORMAT_MODULE_PATH = ["participation.formats"]
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_THOUSAND_SEPARATOR = True

# --- Safety; a browser accepts a __Host- cookie only over TLS, from this very host and for the whole site

COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_ENGINE = "participation.session_store"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^(health/(live|ready)|metrics)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION

# --- Maps; a browser asks for tiles only when a visitor opens a map, and for addresses our server asks

TILES_URL = env.read(
    "TILES_URL",
    variables.tiles,
    "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/standaard/EPSG:3857/{z}/{x}/{y}.png",
)
TILES_CREDIT = env.read("TILES_CREDIT", str, "Kaart: © Kadaster (PDOK)")
ADDRESS_SEARCH_URL = env.read(
    "ADDRESS_SEARCH_URL", variables.address_search, "https://api.pdok.nl/bzk/locatieserver/search/v3_1/free"
)

# The trade register, which fills in the name of an organisation; without key and address people do that themselves.
KVK_API_URL = env.read("KVK_API_URL", variables.issuer, "")
KVK_API_KEY = env.read("KVK_API_KEY", str, "")

# --- Sign-in: residents by a code, officials by password and second step or by passkey

# Officials may come in by the municipality's own sign-in (OpenID Connect, such as Entra ID); docs/openid.md explains.
OPENID_ISSUER = env.read("OPENID_ISSUER", variables.issuer, "")
OPENID_CLIENT_ID = env.read("OPENID_CLIENT_ID", str, "")
OPENID_CLIENT_SECRET = env.read("OPENID_CLIENT_SECRET", str, "")
OPENID_SCOPE = env.read("OPENID_SCOPE", str, "openid profile email")
OPENID_GROUPS_CLAIM = env.read("OPENID_GROUPS_CLAIM", str, "groups")
OPENID_ROLES: dict[str, str] = env.read("OPENID_ROLES", variables.roles, {})
OPENID_SECOND_FACTOR: list[str] = env.read("OPENID_SECOND_FACTOR", variables.words, [])
OPENID_SESSION = timedelta(minutes=env.read("OPENID_SESSION_MINUTES", variables.whole_number(5, 720), 60))
LOCAL_PASSWORDS = env.read("LOCAL_PASSWORDS", variables.flag, True) or not OPENID_ISSUER  # One way in there must be.
env.needs("OPENID_ISSUER", "OPENID_CLIENT_ID", "OPENID_CLIENT_SECRET", "OPENID_ROLES")
# A broker of eHerkenning, by which an organisation shows that its number is its own; docs/organisations.md.
EHERKENNING_ISSUER = env.read("EHERKENNING_ISSUER", variables.issuer, "")
EHERKENNING_CLIENT_ID = env.read("EHERKENNING_CLIENT_ID", str, "")
EHERKENNING_CLIENT_SECRET = env.read("EHERKENNING_CLIENT_SECRET", str, "")
EHERKENNING_SCOPE = env.read("EHERKENNING_SCOPE", str, "openid")
EHERKENNING_KVK_CLAIM = env.read("EHERKENNING_KVK_CLAIM", str, "kvk")
EHERKENNING_LEVELS: list[str] = env.read("EHERKENNING_LEVELS", variables.words, sign_in_settings.EHERKENNING_USUAL)
env.needs("EHERKENNING_ISSUER", "EHERKENNING_CLIENT_ID", "EHERKENNING_CLIENT_SECRET")
AUTH_USER_MODEL = "participation.User"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_TOTP_ISSUER = f"Inbreng {MUNICIPALITY_NAME}"
OFFICIAL_LOGIN_REDIRECT_URL = "/werkplek/"
LOGOUT_REDIRECT_URL = "/"

# --- Mail; the local server is the one of `make demo`

LOCAL_SMTP_PORT = env.read("LOCAL_SMTP_PORT", variables.whole_number(1, 65_535), 8026)
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = env.read(
    "EMAIL_URL", variables.mail_server, variables.MailServer("127.0.0.1", LOCAL_SMTP_PORT)
)
EMAIL_TIMEOUT = 20
MAIL_RATE = env.read("MAIL_RATE", variables.whole_number(1, 10_000), 50)  # Mails of news a second, in all.
# When news comes by mail, as long as people choose nothing else; notifications/schedule.py explains.
QUIET_HOURS = env.read("QUIET_HOURS", variables.hours, (22, 7))  # No mail of news between these hours; two equal: none.
DIGEST_HOUR = env.read("DIGEST_HOUR", variables.whole_number(0, 23), 8)
MAILS_A_DAY = env.read("MAILS_A_DAY", variables.whole_number(0, 1000), 10)  # More go together in a digest; 0: no limit.
# Mail that cannot be delivered comes back here, with the number of the mail after a +; else to the visible sender.
BOUNCE_ADDRESS = env.read("BOUNCE_ADDRESS", variables.mailbox, "")
BOUNCE_MAILDIR = env.read("BOUNCE_MAILDIR", variables.folder, None)
# By which push services know us; without it nobody is offered news on their devices.
PUSH_KEY = env.read("PUSH_KEY", push_key, "")
# Mail with ideas: an IMAP box, or a Maildir. The demonstration has one of its own.
INBOUND_MAIL_URL = env.read(
    "INBOUND_MAIL_URL", variables.mail_source, "" if PRODUCTION else f"maildir://{VAR / 'inbound'}"
)
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.read(
    "DEFAULT_FROM_EMAIL", str, f"Inbreng {MUNICIPALITY_NAME} <noreply@{ALLOWED_HOSTS[0]}>"
)

# What organisations send to challenges lies sealed (docs/sealing.md); without a key there are no challenges.
SEAL_KEY = env.read("SEAL_KEY_FILE", seal_key_file, "") or env.read("SEAL_KEY", seal_key, "")
SEAL_KEY_FALLBACKS: list[str] = env.read("SEAL_KEY_FALLBACKS", seal_keys, [])
SEALED_ROOT = env.read("SEALED_ROOT", variables.folder, VAR / "sealed")
CLAMD_URL = env.read("CLAMD_URL", variables.scanner, "")

LOGGING = to_stderr(env.read("LOG_LEVEL", variables.log_level, "INFO"))

env.stop_if_wrong()
if not PRODUCTION:
    SECRET_KEY = kept_secret(VAR / "secret_key")
    PUSH_KEY = PUSH_KEY or kept_secret(VAR / "push_key", new_push_key)
    SEAL_KEY = SEAL_KEY or kept_secret(VAR / "seal_key", new_seal_key)
