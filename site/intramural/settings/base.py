"""Settings that are safe for production; `dev` and `test` loosen them.

Every value that differs from place to place is read here, once, from the environment.
docs/operations/settings.md lists them all; a test keeps that table complete.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ

from . import policies

env = environ.Env()

ROOT = Path(__file__).resolve().parents[3]

# --- Where things are kept ----------------------------------------------------------------------------------

DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / "var"))).absolute()
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]

# --- Who we are to the outside ------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="")
BASE_URL = env.str("BASE_URL", default="").rstrip("/")
_base = urlsplit(BASE_URL)
IS_HTTPS = _base.scheme == "https"
LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"]

DEBUG = False
ALLOWED_HOSTS = [_base.hostname] if _base.hostname else []
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
if _base.hostname in {"localhost", "127.0.0.1", "::1"}:
    # On one's own machine the same server is reached by each of these names.
    ALLOWED_HOSTS = list(LOOPBACK_NAMES)

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
INTRAMURAL_BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if INTRAMURAL_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Apps, from the top of the house to its ground floor ----------------------------------------------------

INSTALLED_APPS = [
    "intramural",
    "operations",
    "demo",
    "home",
    "search",
    "insights",
    "planning",
    "knowledge",
    "imports",
    "exports",
    "blog",
    "approvals",
    "conversations",
    "publishing",
    "teams",
    "notifications",
    "library",
    "people",
    "core",
    # The conversation app stores its comments in this package's tables; none of its addresses is mounted.
    "django_comments_xtd",
    "django_comments",
    "rest_framework",
    "django.contrib.sites",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.typed_table_block",
    "wagtail_modeladmin",
    "wagtail.embeds",
    "people.apps.StaffUsersConfig",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.HeadersMiddleware",
    "core.middleware.SplitPolicyMiddleware",
    "core.middleware.InputGuardMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.SessionAgeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.SignInWallMiddleware",
    "core.middleware.TimeZoneMiddleware",
    "core.cms_wall.CmsWallMiddleware",
    "publishing.redirects.VisibleRedirectMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.late.LatePiecesMiddleware",
]

ROOT_URLCONF = "intramural.urls"
WSGI_APPLICATION = "intramural.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1  # of django.contrib.sites, which only the comment tables ask for

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.viewer",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- Database, cache, sessions ------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'intramural.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue for the lock when they begin, instead of failing when they first write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# For SQLite as well: a new connection reads the whole schema, which costs two milliseconds of every request.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=600)

CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://pieces"),
}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 3000}

SESSION_COOKIE_NAME = "intramural_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_HOURS", default=72) * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"

# --- Signing in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "people.backends.FoldedNameBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
PASSWORD_RESET_TIMEOUT = 24 * 3600

AXES_FAILURE_LIMIT = env.int("SIGN_IN_ATTEMPTS", default=8)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "people.views.locked_out"
AXES_USERNAME_CALLABLE = "people.sign_in.counted_name"
AXES_CLIENT_IP_CALLABLE = "people.sign_in.counted_address"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS: list[str] = []

# --- Headers ------------------------------------------------------------------------------------------------

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # the preview of the editing desk is a frame of our own
CONTENT_SECURITY_POLICY = {"DIRECTIVES": policies.PAGES}
CMS_CONTENT_SECURITY_POLICY = policies.CMS

# --- Language and time --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
LOCALE_PATHS = [ROOT / "locale"]

# --- Files --------------------------------------------------------------------------------------------------

STORAGES = {
    "default": {"BACKEND": "core.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAILIMAGES_IMAGE_MODEL = "library.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "library.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "library.StoredDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "library.forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "key", "md", "numbers", "odp", "ods", "odt", "pages", "pdf", "pptx", "rtf", "txt", "xlsx", "zip",
]  # fmt: skip

# --- Mail ---------------------------------------------------------------------------------------------------

# Everything is queued first; the queue hands it to the backend that EMAIL_URL names.
EMAIL_BACKEND = "core.mail.QueueingEmailBackend"
_email = env.email_url("EMAIL_URL", default=f"filemail:///{DATA_DIR / 'mail'}")
INTRAMURAL_MAIL_BACKEND = _email.pop("EMAIL_BACKEND")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)
vars().update(_email)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"Intramural <intramural@{_base.hostname or 'localhost'}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# How long a mail about talk waits for the person to read it on the site, and for what else is said meanwhile.
INTRAMURAL_MAIL_WAITS_SECONDS = env.int("MAIL_WAITS_SECONDS", default=900)

# --- Background work ----------------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
# A background process that was silent for so long, and whose lock is free, is taken for gone.
INTRAMURAL_LEASE_SECONDS = env.int("LEASE_SECONDS", default=45)
# The longest that one task or one job may take before its process is ended.
INTRAMURAL_TASK_SECONDS = env.int("TASK_SECONDS", default=900)
# What a stopping worker gives the task at hand before it goes back to the queue.
INTRAMURAL_TASK_GRACE_SECONDS = env.int("TASK_GRACE_SECONDS", default=20)
# How many workers `make run` starts.
INTRAMURAL_TASK_WORKERS = env.int("TASK_WORKERS", default=2)

# --- Threads ------------------------------------------------------------------------------------------------

# So many people hide a comment by flagging it, in teams that have not chosen their own number.
INTRAMURAL_FLAGS_TO_HIDE = env.int("FLAGS_TO_HIDE", default=3)

# --- Wagtail ------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Intramural"
WAGTAILADMIN_BASE_URL = BASE_URL or "http://localhost"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False  # one door: /accounts/
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Turning a pasted address into a page would say title and number of any page there is, secret teams' included.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "never"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = ["UTC"]  # chosen in /accounts/settings/, so the CMS offers no second choice
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "approvals.finish.publish_what_was_approved"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "core.rich_text.RichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ol", "ul", "link", "document-link", "code"]},
    }
}
WAGTAILEMBEDS_RESPONSIVE_HTML = True
_search = "sqlite" if DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgres"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": f"search.backends.{_search}", "SEARCH_CONFIG": "english"}}
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True

# --- Comments: storage only, see docs/decisions -------------------------------------------------------------

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "conversations.models.Comment"
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_MAX_THREAD_LEVEL = 3  # counted from 0: four levels
COMMENTS_XTD_APP_MODEL_OPTIONS = {"default": {"who_can_post": "users", "allow_flagging": False}}
REST_FRAMEWORK = {
    # The only views of this kind are those behind the CMS's menu of pages, whose own wall asks for more.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

# How long people may edit what they wrote, and bring back what they deleted.
INTRAMURAL_EDIT_HOURS = env.int("EDIT_HOURS", default=24)
# When the words of deleted comments are wiped for good.
INTRAMURAL_DELETED_WORDS_DAYS = env.int("DELETED_WORDS_DAYS", default=30)

# --- Logs ---------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
