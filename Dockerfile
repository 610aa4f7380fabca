# The image of web, worker and scheduler; docker-compose.yml says which is which.

FROM node:24-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static/src static/src
RUN npm run build


FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes --requirement requirements.txt
COPY manage.py gunicorn.conf.py ./
COPY wales_framework wales_framework
COPY priority_groups priority_groups
COPY indicators indicators
COPY reporting reporting
COPY templates templates
COPY locale locale
COPY --from=assets /app/static/dist static/dist
# The static pictures share their colours with the page's; the PDF is set in the page's typeface.
COPY static/src/palette.json static/src/palette.json
COPY --from=assets /app/node_modules/source-sans/TTF node_modules/source-sans/TTF
# Neither command needs a server or a secret; what they keep in DATA_DIR stays out of the image.
RUN DATA_DIR=/tmp/build python manage.py compile_messages \
    && DATA_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q wales_framework priority_groups indicators reporting


FROM python:3.11-slim-bookworm
# Which version this is, as the status page and the metrics tell it: docker build --build-arg BUILD_VERSION=…
ARG BUILD_VERSION=
ENV BUILD_VERSION=$BUILD_VERSION
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data SERVICE_ENV=production
RUN useradd --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin service \
    && install --directory --owner=service --group=service --mode=0700 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY scripts/healthcheck.py /app/scripts/
WORKDIR /app
# Nothing under /app is written at run time: the file system may be read-only but for /data and /tmp.
USER service
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "wales_framework.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--threads", "4", "--timeout", "120", "--worker-tmp-dir", "/tmp"]
