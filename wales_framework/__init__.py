"""The Django project: settings, sign-in and roles, audit, background jobs, embedded servers."""
