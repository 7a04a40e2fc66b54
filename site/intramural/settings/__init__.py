"""`base` is safe for production; `dev` and `test` loosen it; `production` adds what only a server needs."""
