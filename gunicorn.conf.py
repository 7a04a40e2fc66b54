"""How gunicorn serves the site, alone (`gunicorn`) and inside `make run`.

Threads, because a worker must not be held by a reader with a slow line; few processes, because each costs a hundred
megabytes. Every value that a server may want to change comes from the environment.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

_host = os.environ.get("HOST", "127.0.0.1")
_port = os.environ.get("PORT", "8000")

wsgi_app = "intramural.wsgi:application"
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"

worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# One copy of the code in memory for all processes, and the first reader does not wait for it to be loaded.
preload_app = True

timeout = 60
graceful_timeout = 20
keepalive = 5
# A slow leak in any library ends with the process that has it; the spread keeps them from ending together.
max_requests = 5000
max_requests_jitter = 500
# The workers' sign of life is a file: on a busy disk it would come late, and a healthy worker would be ended.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - holds no data

# Titles and search words are in addresses, and a log outlives the right to read them.
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
