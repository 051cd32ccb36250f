# Rules, data and source as they are: there is no build step.
FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No package of ours needs an install script; a stolen one would run here.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
# See "Node starts with small spaces" in src/README.md.
ENV MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=1048576
WORKDIR /app
# Letters for charts as PNG.
RUN apt-get update && apt-get install -y --no-install-recommends fontconfig-config fonts-dejavu-core \
  && rm -rf /var/lib/apt/lists/*
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY src ./src
COPY rules ./rules
COPY data ./data
RUN mkdir -p /data/keys && chown -R node:node /data && chmod 700 /data /data/keys
# Run with a read-only root file system; only these are written. The keys have a volume of their own
# that no backup of volumes may touch: with them a copy of the database would tell who wrote.
VOLUME ["/data", "/data/keys"]
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "--no-concurrent-recompilation", "src/main.ts"]
