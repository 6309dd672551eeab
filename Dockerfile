FROM node:22-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM python:3.11-slim
# espeak-ng speaks prompts and the dialplan's sentences, sox brings audio to a telephone's format.
RUN apt-get update \
 && apt-get install -y --no-install-recommends espeak-ng sox libsox-fmt-mp3 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app
COPY pyproject.toml constraints.txt README.md ./
COPY cti/ cti/
# Editable: the package finds asterisk-config/ beside itself.
RUN pip install --no-cache-dir --constraint constraints.txt --editable .
COPY asterisk-config/ asterisk-config/
COPY --from=web /src/web/dist web/dist
ENV CTI_DATA_DIR=/var/lib/cti
VOLUME /var/lib/cti
CMD ["cti", "serve"]
