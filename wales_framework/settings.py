"""Settings: everything that differs between places comes from the environment.

Nothing set: a development service on the embedded servers. SERVICE_ENV=production: secrets and hosts are demanded.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from wales_framework.secret_files import secret_of
from wales_framework.watching.logs import configuration

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data").resolve()
PRODUCTION = os.environ.get("SERVICE_ENV", "development") == "production"
DEMO = os.environ.get("DEMO") == "1"
DEBUG = False


def _secret(variable: str, name: str) -> str:
    """A secret of the environment; outside production one is made and kept in DATA_DIR under this name."""
    if given := secret_of(variable):
        return given
    if PRODUCTION:
        raise ImproperlyConfigured(
            f"{variable} must be set in the environment when SERVICE_ENV=production, or {variable}_FILE to a file that holds it."
        )
    kept = DATA_DIR / name
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_name(f"{name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            os.link(fresh, kept)  # fails when another process was first: then its secret counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text()


SECRET_KEY = _secret("SECRET_KEY", "secret_key")
# Former ones after a change: sessions, links in messages and the secrets of authenticator apps that were made with them hold.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
# What people's identifiers are hashed with; several with commas between them, oldest first, after a rotation.
PSEUDONYM_KEYS = [key.strip().encode() for key in _secret("PSEUDONYM_KEY", "pseudonym_key").split(",")]
if PRODUCTION and any(len(key) < 32 for key in PSEUDONYM_KEYS):
    raise ImproperlyConfigured("Each key in PSEUDONYM_KEY must have at least 32 letters.")
if PRODUCTION and DEMO:
    raise ImproperlyConfigured("DEMO=1 loads example people and figures: it is not allowed with SERVICE_ENV=production.")
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
if not ALLOWED_HOSTS:
    if PRODUCTION:
        raise ImproperlyConfigured("ALLOWED_HOSTS must be set in the environment when SERVICE_ENV=production.")
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "wales_framework.access",
    "wales_framework.audit",
    "wales_framework.jobs",
    "wales_framework.watching",
    "wales_framework.tokens",
    "wales_framework.demo",
    "wales_framework.kept",
    "wales_framework.language",
    "wales_framework.operations",
    "priority_groups",
    "priority_groups.plans",
    "indicators.extracts",
    "indicators.records",
    "indicators.events",
    "indicators.commentary",
    "indicators.releases",
    "indicators.signals",
    "indicators.synthesis",
    "reporting.dashboards",
    "reporting.packs",
    "reporting.api",
]

MIDDLEWARE = [
    # First, so that it sees what all the others answer.
    "wales_framework.watching.middleware.Watched",
    "wales_framework.protection.Headers",
    "django.middleware.security.SecurityMiddleware",
    # Django masks its tokens anew and pads what it compresses, so that its size tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "wales_framework.protection.PageMethods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wales_framework.access.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wales_framework.access.middleware.SessionLimits",
    "wales_framework.uploads.RequestSize",  # before anything reads a request, as looking for its CSRF token does
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wales_framework.operations.middleware.MarkedFiles",
    "wales_framework.replica.FallBack",
    "wales_framework.access.middleware.SecondFactor",
]

ROOT_URLCONF = "wales_framework.urls"
WSGI_APPLICATION = "wales_framework.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wales_framework.access.context.access",
                "wales_framework.look.look",
            ],
        },
    },
]


def _database(url: str, **options: int) -> dict[str, Any]:
    """A connection. DATABASE_POOLED=1 behind a pool that gives each transaction another session, such as PgBouncer's."""
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    pooled = os.environ.get("DATABASE_POOLED") == "1"
    # To compile a query takes longer than any of ours gains by it; the embedded server is told so too. A pool refuses options.
    never_compiled = {} if pooled else {"options": "-c jit=off"}
    return {**found, "OPTIONS": {**never_compiled, **found.get("OPTIONS", {}), **options}, "DISABLE_SERVER_SIDE_CURSORS": pooled}


# manage.py, wsgi.py and celery.py set DATABASE_URL before this file is read (wales_framework.servers).
DATABASES = {"default": _database(os.environ.get("DATABASE_URL") or "postgresql:///wales_framework")}
# Where a web process that serves analysts reads exact numbers (indicators.desk); the others have none.
if os.environ.get("EXACT_DATABASE_URL"):
    DATABASES["exact"] = _database(os.environ["EXACT_DATABASE_URL"])
# A standby of the same database, from which web processes read published editions (wales_framework.replica).
if os.environ.get("REPLICA_DATABASE_URL"):
    DATABASES["replica"] = _database(os.environ["REPLICA_DATABASE_URL"], connect_timeout=3)
# Where readers' processes send people for pages with exact numbers: the origin of those that serve analysts.
DESK_URL = os.environ.get("DESK_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In PostgreSQL, so that rate limits hold over all web processes whatever the broker is.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # Whole pages as they were answered last, for others who are answered the same (wales_framework.unchanged); some 10 KB each.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
    # Finished parts of pages of an edition, which never change, some 10 KB each: for all web processes of a machine, and the next
    # ones after a restart (wales_framework.kept.keeping).
    "kept": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "kept",
        "TIMEOUT": 90 * 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 3000},
    },
}

# Uploads, packs and files of figures: where web and worker processes run on several machines, a folder that all of them share.
FILES_DIR = Path(os.environ.get("FILES_DIR") or DATA_DIR / "files").resolve()
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_DIR, "file_permissions_mode": 0o600},
    },
    "extracts": {
        "BACKEND": "wales_framework.storage.KeptFiles",
        "OPTIONS": {"location": FILES_DIR / "extracts", "file_permissions_mode": 0o600},
    },
    "packs": {
        "BACKEND": "wales_framework.storage.KeptFiles",
        "OPTIONS": {"location": FILES_DIR / "packs", "file_permissions_mode": 0o600},
    },
    # Files of every figure, made when a release is published; they can be made again at any time (reporting.dashboards.whole).
    "figures": {
        "BACKEND": "wales_framework.storage.KeptFiles",
        "OPTIONS": {"location": FILES_DIR / "figures", "file_permissions_mode": 0o600},
    },
    # Another collects them than serves them, and there is nothing secret in them: without this they were as private as uploads.
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
NODE_MODULES = BASE_DIR / "node_modules"

# What the delivery plans' actions are meant to move: the plans' room may not read the indicators', which read it.
INDICATORS = "indicators.catalogue.indicators"
# The regions that somebody's matters can be confined to.
REGIONS = "indicators.catalogue.regions"

# Shown to people who need help or an account: an e-mail address.
SERVICE_CONTACT = os.environ.get("SERVICE_CONTACT", "")

# Whether a worker makes the pages that most readers open first when a release is published; 0: the first reader waits for them.
PREPARE_PAGES = (os.environ.get("PREPARE_PAGES") or "1") == "1"

EXTRACT_MAX_BYTES = 4 << 30  # of a CSV; about 50,000,000 rows. Spreadsheets have a limit of their own
# What the process that reads an uploaded file may take at most; less for a small file (indicators.extracts.reading.apart).
EXTRACT_READ_MEMORY_MB = int(os.environ.get("EXTRACT_READ_MEMORY_MB") or 32_768)
EXTRACT_READ_SECONDS = int(os.environ.get("EXTRACT_READ_SECONDS") or 900)
FILE_UPLOAD_HANDLERS = ["wales_framework.storage.Upload"]
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Addresses that take files, and what any other takes: a form's texts.
UPLOAD_ADDRESSES = ["extracts:upload", "api-extracts:all"]
REQUEST_MAX_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# How long people's records are kept: a file that nobody takes further, the rows of an extract that another one replaced or
# that was taken back (until then it can be put back), and records at all, counted from the end of their quarter.
RETAIN_UNLOADED_DAYS = int(os.environ.get("RETAIN_UNLOADED_DAYS") or 30)
RETAIN_REPLACED_DAYS = int(os.environ.get("RETAIN_REPLACED_DAYS") or 730)
RETAIN_RECORDS_YEARS = int(os.environ.get("RETAIN_RECORDS_YEARS") or 15)
# Work that is done, and tokens that have ended: what they were for is in the audit trail.
RETAIN_JOBS_DAYS = int(os.environ.get("RETAIN_JOBS_DAYS") or 90)

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
ACCOUNT_ADAPTER = "wales_framework.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {"reset_password": "wales_framework.access.reset.ResetForm"}
# Of one account and of one address. Who fails too often waits; a passkey, which nobody can guess, still opens the account.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/15m/key",  # wrong passwords, and wrong codes of a second factor
    "reset_password": "10/10m/ip,3/15m/key",
    "reset_password_from_key": "20/10m/ip",
    "reauthenticate": "10/5m/user",
    "change_password": "5/5m/user",
}
# Proxies of our own in front, each of which adds the address that it was asked from to X-Forwarded-For; what stands before is
# what the asker wrote.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("BEHIND_PROXY") or 0)

# Whether everybody needs a second factor (a code of an app, a passkey or security key, or their organisation's sign-in).
REQUIRE_SECOND_FACTOR = (os.environ.get("REQUIRE_SECOND_FACTOR") or str(int(PRODUCTION))) == "1"
MFA_ADAPTER = "wales_framework.access.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the administrators' to keep
# Signing in with an organisation's identity provider, where one is named. OIDC_GROUPS says which of its groups give which roles
# (access.organisation.groups); without it, roles are given by hand. Nobody is let in who is neither invited nor in such a group.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").rstrip("/")
OIDC_GROUPS_CLAIM = os.environ.get("OIDC_GROUPS_CLAIM") or "groups"
OIDC_GROUPS = os.environ.get("OIDC_GROUPS", "")
if PRODUCTION and OIDC_ISSUER and not OIDC_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_ISSUER must begin with https:// when SERVICE_ENV=production.")
_ORGANISATION = {
    "provider_id": "organisation",
    "name": os.environ.get("OIDC_NAME") or "OpenID Connect",
    "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
    "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
    "settings": {
        "server_url": OIDC_ISSUER,
        "oauth_pkce_enabled": True,
        # For providers that vouch for every address of theirs without saying so each time.
        "verified_email": os.environ.get("OIDC_EMAIL_VERIFIED") == "1",
    },
}
SOCIALACCOUNT_ADAPTER = "wales_framework.access.organisation.adapter.OrganisationAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [_ORGANISATION] if OIDC_ISSUER else [],
        "SCOPE": ["openid", "profile", "email", *os.environ.get("OIDC_SCOPES", "").split()],
    }
}
USERSESSIONS_TRACK_ACTIVITY = False  # access.middleware.SessionLimits notes it, once in five minutes
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboards:home"
LOGOUT_REDIRECT_URL = "account_login"
# Where people reach the service, for links in messages.
SERVICE_URL = os.environ.get("SERVICE_URL") or (
    f"https://{ALLOWED_HOSTS[0]}/" if PRODUCTION else f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/"
)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or SERVICE_CONTACT or "positive-change@localhost"
EMAIL_HOST = os.environ.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = secret_of("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_TIMEOUT = 30
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")

SESSION_COOKIE_AGE = 8 * 60 * 60  # from signing in, whatever is done meanwhile
SESSION_IDLE_AGE = 60 * 60  # without a request
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token; no script needs the cookie
if PRODUCTION:  # browsers take these from this very host only, over TLS, for all of its addresses
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
# A proxy of ours ends TLS, and its headers X-Forwarded-Proto and X-Request-ID are believed.
BEHIND_PROXY = ALLAUTH_TRUSTED_PROXY_COUNT > 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# What pages of this service may ask of a browser: nothing. Passkeys at the sign-in are the exception.
PERMISSIONS_POLICY = {
    **dict.fromkeys(
        ["accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope", "magnetometer",
         "microphone", "midi", "payment", "usb"],
        "()",
    ),
    **dict.fromkeys(["publickey-credentials-create", "publickey-credentials-get"], "(self)"),
}  # fmt: skip
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Browsers hold to this also where a form is answered with a redirect: to the organisation, to sign in there.
        "form-action": [SELF, *(["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ISSUER else [])],
        "frame-src": [NONE],
        "manifest-src": [NONE],
        "media-src": [NONE],
        "worker-src": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/London"
USE_TZ = True
FORM_RENDERER = "wales_framework.forms.Renderer"

CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or "redis://localhost"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Nobody orders workers about by messages; and on RabbitMQ the queue for that belongs to one worker of each name: a second one on
# the same machine, or one that is started before the broker has missed its predecessor, would end at once.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if CELERY_BROKER_URL.partition("://")[0] in ("redis", "rediss", "redis+socket", "sentinel"):
    # Redis gives a message to the next worker when it was not acknowledged for so long, whether or not its worker is still at it.
    # Nothing waits for that (jobs.resume sends again what no worker holds), so it is longer than any job.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": int(os.environ.get("BROKER_VISIBILITY_TIMEOUT") or 24 * 60 * 60)}
# Several installations (or test runs) may share one broker without taking each other's work.
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("QUEUE", "wales_framework")
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "resume-jobs": {"task": "jobs.resume", "schedule": 15.0},
    "publish-due": {"task": "releases.publish_due", "schedule": crontab()},  # every minute
    "retention": {"task": "extracts.retain", "schedule": crontab(hour=3, minute=30)},
    "verify-audit": {"task": "audit.verify", "schedule": crontab(hour=4, minute=15)},
    "prepare-missing": {"task": "dashboards.prepare_missing", "schedule": crontab(minute="*/5")},
    "tidy": {"task": "operations.tidy", "schedule": crontab(hour=3, minute=45)},
}
# Where backups go, every night where it is set, and how many are kept; see docs/production.md.
BACKUP_DIR = os.environ.get("BACKUP_DIR", "")
BACKUP_KEEP = int(os.environ.get("BACKUP_KEEP") or 14)
if BACKUP_DIR:
    CELERY_BEAT_SCHEDULE["backup"] = {"task": "operations.backup", "schedule": crontab(hour=2, minute=15)}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "wales_framework.tokens.authentication.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["wales_framework.access.api.EachPerson"],
    # For one person with one token, or with their browser; counted in the cache, which all processes share.
    "DEFAULT_THROTTLE_RATES": {
        "requests": os.environ.get("API_RATE") or "300/minute",
        "uploads": os.environ.get("API_UPLOAD_RATE") or "60/hour",
    },
    "DEFAULT_PERMISSION_CLASSES": ["wales_framework.access.api.NobodyUnlessSaid"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "wales_framework.rest.negotiation.KnownFormats",
    "EXCEPTION_HANDLER": "wales_framework.rest.errors.explained",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Positive Change: figures of the Framework",
    "DESCRIPTION": "Published figures of the Framework, as shown on the pages.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PERMISSIONS": ["wales_framework.access.api.ReadFigures"],
    "ENUM_NAME_OVERRIDES": {
        "ExtractStateEnum": "indicators.extracts.api.STATES",
        "JobStateEnum": "indicators.extracts.api.JOB_STATES",
    },
}

# Whoever collects metrics shows this at /metrics; without it there is no such address.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
if PRODUCTION and METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("METRICS_TOKEN must have at least 20 letters.")
LOG_FORMAT = os.environ.get("LOG_FORMAT") or ("json" if PRODUCTION else "text")
if LOG_FORMAT not in ("json", "text"):
    raise ImproperlyConfigured("LOG_FORMAT is json or text.")
LOGGING = configuration(LOG_FORMAT, os.environ.get("LOG_LEVEL", "INFO"))
