# The board: docker build -f deploy/images/web.Dockerfile .

ARG NODE_IMAGE=node:24.21.0-trixie-slim

# Only what npm looks at: sources that change do not install anything again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /podium
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete \
  && find . -type d -empty -delete

FROM ${NODE_IMAGE} AS build
WORKDIR /podium
COPY --from=manifests /podium ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --include-workspace-root --workspace web
COPY . .
# Next's own switch for `output: 'standalone'`: `npm start` uses `next start`, which that setting would break.
RUN npx tsc -b libs/board && NEXT_PRIVATE_STANDALONE=true npm run build --workspace web

FROM ${NODE_IMAGE} AS web
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="podium-web" \
  org.opencontainers.image.description="Podium: the board" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
COPY --from=build /podium/web/.next/standalone /podium
COPY --from=build /podium/web/.next/static /podium/web/.next/static
WORKDIR /podium/web
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT,{method:'HEAD'}).then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
CMD ["node", "server.js"]
