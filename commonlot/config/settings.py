"""Django's settings: what is the same everywhere stands here, what differs comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from commonlot.config.environment import database, flag, kept_secret, mail_reports, words
from commonlot.config.logs import LOGGING as LOGGING

PACKAGE_FOLDER = Path(__file__).resolve().parent.parent
BASE_FOLDER = PACKAGE_FOLDER.parent
VAR_FOLDER = Path(os.environ.get("COMMONLOT_VAR", BASE_FOLDER / "var")).resolve()

# --- what an operator decides -----------------------------------------------------------------------------
DEBUG = flag("COMMONLOT_DEBUG", default=False)
COMMONLOT_DEMO = flag("COMMONLOT_DEMO", default=False)
COMMONLOT_CLOCK_OFFSET = timedelta(0)
SECRET_KEY = os.environ.get("COMMONLOT_SECRET_KEY") or kept_secret(VAR_FOLDER / "secret.key")
SECRET_KEY_FALLBACKS = words("COMMONLOT_SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = words("COMMONLOT_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = words("COMMONLOT_TRUSTED_ORIGINS", default=[])
COMMONLOT_ADDRESS = os.environ.get("COMMONLOT_ADDRESS", "http://localhost:8000")
# Days before the end of a cooperation agreement on which the agency and the county are reminded.
COMMONLOT_AGREEMENT_REMINDERS = [
    int(days) for days in words("COMMONLOT_AGREEMENT_REMINDERS", default=["90", "30", "7"])
]
# Days before a deadline for needs on which agencies that have not answered are reminded.
COMMONLOT_NEEDS_REMINDERS = [
    int(days) for days in words("COMMONLOT_NEEDS_REMINDERS", default=["14", "5", "1"])
]
DATABASES: dict[str, dict[str, Any]] = {"default": database(os.environ.get("DATABASE_URL", ""))}

# --- the house --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "commonlot.web",
    "commonlot.records.access",
    "commonlot.records.audit",
    "commonlot.records.documents",
    "commonlot.records.notices",
    "commonlot.records.legal",
    "commonlot.records.jobs",
    "commonlot.process.membership",
    "commonlot.process.requirements",
    "commonlot.process.pooling",
    "commonlot.process.solicitation",
    "commonlot.process.bidding",
    "commonlot.process.award",
    "commonlot.process.contracts",
    "commonlot.process.ordering",
    "commonlot.process.savings",
    "django_cotton",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "procrastinate.contrib.django",
    "pgtrigger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "commonlot.records.access.middleware.SeatMiddleware",
]
ROOT_URLCONF = "commonlot.config.urls"
WSGI_APPLICATION = "commonlot.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commonlot.web.context.page",
            ],
        },
    },
]

# --- time and language ------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/New_York"
USE_TZ = True
USE_I18N = False

# --- sign-in ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:todo"
ACCOUNT_ADAPTER = "commonlot.records.access.adapter.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Commonlot"
# Browsers allow passkeys without https on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = COMMONLOT_ADDRESS.startswith("http://localhost")

# --- files ------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_FOLDER / "static"
MEDIA_ROOT = VAR_FOLDER / "documents"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a grid of 1,000 lines is one form

# --- mail -------------------------------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("COMMONLOT_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("COMMONLOT_SMTP_PORT", "8025"))
EMAIL_HOST_USER = os.environ.get("COMMONLOT_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("COMMONLOT_SMTP_PASSWORD", "")
EMAIL_USE_TLS = flag("COMMONLOT_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 30
# The mail service that reports bounces, as django-anymail names it (postmark, mailgun, amazon_ses ...). With
# one, its reports are taken at mail/reports/NAME/; user:password guards that address.
COMMONLOT_MAIL_PROVIDER = os.environ.get("COMMONLOT_MAIL_PROVIDER", "")
ANYMAIL: dict[str, Any] = mail_reports(COMMONLOT_MAIL_PROVIDER)
DEFAULT_FROM_EMAIL = os.environ.get("COMMONLOT_MAIL_FROM", "Commonlot <purchasing@commonlot.example>")

# --- the distribution list --------------------------------------------------------------------------------
# The first key signs the links in list mail; links of the others still work. Empty: the secret key.
COMMONLOT_LIST_KEYS = words("COMMONLOT_LIST_KEYS", default=[])
COMMONLOT_LIST_LIMITS: dict[str, int] = {
    "confirmation_days": 3,  # a link to confirm works this long
    "pending_days": 7,  # who did not confirm is forgotten after this
    "soft_bounces": 3,  # in a row; a delivery between them starts the count anew
}
# How often people outside may have the program write to an address, at each public door; 0 is no limit.
# minutes_between_letters, letters_*: to one mailbox, whoever asks. asked_*: from one network, for whatever address.
COMMONLOT_DOOR_LIMITS: dict[str, dict[str, int]] = {
    "list": {
        "minutes_between_letters": 15,
        "letters_an_hour": 4,
        "letters_a_day": 4,
        "asked_an_hour": 20,
        "asked_a_day": 60,
        "in_all_an_hour": 0,
    },
    "joining": {
        "minutes_between_letters": 0,
        "letters_an_hour": 5,
        "letters_a_day": 15,
        "asked_an_hour": 5,
        "asked_a_day": 15,
        "in_all_an_hour": 0,
    },
    "vendor": {
        "minutes_between_letters": 0,
        "letters_an_hour": 3,
        "letters_a_day": 3,
        "asked_an_hour": 10,  # a chamber of commerce may register its members from one room
        "asked_a_day": 0,
        "in_all_an_hour": 200,
    },
}
# How many proxies stand in front and add to X-Forwarded-For; without one the header is not believed.
COMMONLOT_PROXIES = int(os.environ.get("COMMONLOT_PROXIES", "0"))

# --- jobs -------------------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["commonlot.cli.stalled"]

# --- what a browser may do ----------------------------------------------------------------------------------
SECURE_SITE = COMMONLOT_ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
