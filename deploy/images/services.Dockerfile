# Podium's services, the pod service with what agents need, and the two images of a project's pod.
#
#   docker build -f deploy/images/services.Dockerfile --build-arg SERVICE=task-svc --target service .
#   docker build -f deploy/images/services.Dockerfile --build-arg SERVICE=pod-svc --target pod-svc .
#   docker build -f deploy/images/services.Dockerfile --build-arg SERVICE=pod-svc --target opencode .
#   docker build -f deploy/images/services.Dockerfile --build-arg SERVICE=workspace-agent --target workspace-agent .

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
# Compiling needs no program that an optional package brings.
RUN --mount=type=cache,target=/root/.npm \
  npm ci --ignore-scripts --omit=optional --include-workspace-root \
  --workspace services/gateway --workspace services/pod-svc --workspace services/project-svc \
  --workspace services/scripted-model --workspace services/session-svc --workspace services/task-svc \
  --workspace services/workspace-agent
COPY . .
RUN npx tsc -b services/gateway services/pod-svc services/project-svc services/scripted-model services/session-svc \
  services/task-svc services/workspace-agent \
  && find . -path ./node_modules -prune -o -type f \( -name '*.d.ts' -o -name '*.d.ts.map' -o -name .tsbuildinfo \) \
  -path '*/dist/*' -exec rm {} +

FROM manifests AS dependencies
ARG SERVICE
RUN --mount=type=cache,target=/root/.npm \
  npm ci --ignore-scripts --omit=dev --workspace services/${SERVICE}

# One of the programs for this platform; the one without AVX2 runs on every x64 processor.
FROM dependencies AS agent-tools
RUN case "$(node -p process.arch)" in \
  x64) opencode=opencode-linux-x64-baseline ;; \
  *) opencode="opencode-linux-$(node -p process.arch)" ;; \
  esac \
  && install -D "node_modules/$opencode/bin/opencode" /tools/opencode \
  && install -D "node_modules/@vscode/ripgrep-linux-$(node -p process.arch)/bin/rg" /tools/rg

# The service with the packages and workspaces that it needs to run: npm also installs what links' tests need.
FROM dependencies AS bundle
ARG SERVICE
COPY --from=build /podium/libs /built/libs
COPY --from=build /podium/proto /built/proto
COPY --from=build /podium/services /built/services
RUN npm ls --omit=dev --all --parseable --workspace services/${SERVICE} > /needed \
  && mkdir /bundle \
  && sed -n 's|^/podium/||p' /needed | grep -Ev '^node_modules/(opencode-|@vscode/ripgrep)' \
  | tar --create --files-from=- | tar --extract --directory=/bundle \
  && cd /bundle \
  && for link in node_modules/@podium/*; do \
  workspace="$(realpath --canonicalize-missing --relative-to=. "$link")" \
  && mkdir -p "$workspace" \
  && cp "/podium/$workspace/package.json" "$workspace/" \
  && for folder in dist sample git-template; do \
  [ ! -d "/built/$workspace/$folder" ] || cp -a "/built/$workspace/$folder" "$workspace/"; \
  done; \
  done \
  && test -f "services/${SERVICE}/dist/main.js"

FROM ${NODE_IMAGE} AS service
ARG SERVICE
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="podium-${SERVICE}" \
  org.opencontainers.image.description="Podium: ${SERVICE}" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production HTTP_HOST=0.0.0.0 HTTP_PORT=3000
COPY --from=bundle /bundle /podium
WORKDIR /podium/services/${SERVICE}
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.HTTP_PORT+(process.env.HEALTH_PATH??'/health/ready')).then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/main.js"]

# What an agent works with, for the runtime beside the service and for a pod of its own.
FROM ${NODE_IMAGE} AS agent-base
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client procps tini \
  && rm -rf /var/lib/apt/lists/*
COPY --from=agent-tools /tools/ /usr/local/bin/

FROM agent-base AS pod-svc
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="podium-pod-svc" \
  org.opencontainers.image.description="Podium: pod-svc with what agents need to work in its own container" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production HTTP_HOST=0.0.0.0 HTTP_PORT=3000 \
  PODIUM_DATA=/data PODIUM_OPENCODE_BIN=/usr/local/bin/opencode
COPY --from=bundle /bundle /podium
RUN install -d -o 1000 -g 1000 -m 700 /data
WORKDIR /podium/services/pod-svc
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.HTTP_PORT+'/health/ready').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
# Commands that agents leave behind become children of the first process, which has to bury them.
ENTRYPOINT ["tini", "--"]
CMD ["node", "--enable-source-maps", "dist/main.js"]

# One project's pod. The password comes from OPENCODE_SERVER_PASSWORD, the configuration from OPENCODE_CONFIG_CONTENT.
FROM agent-base AS opencode
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="podium-opencode" \
  org.opencontainers.image.description="OpenCode as the runtime of one Podium project" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV HOME=/workspace/.podium/home OPENCODE_SERVER_USERNAME=opencode \
  OPENCODE_DISABLE_MODELS_FETCH=1 OPENCODE_DISABLE_AUTOUPDATE=1 OPENCODE_DISABLE_LSP_DOWNLOAD=1 \
  OPENCODE_DISABLE_PROJECT_CONFIG=1
# What a project that begins with the sample is filled with.
COPY services/pod-svc/sample/todo-cli /opt/podium/sample
RUN install -d -o 1000 -g 1000 -m 700 /workspace /data
WORKDIR /workspace
USER 1000:1000
EXPOSE 3003
HEALTHCHECK --interval=5s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3003/global/health',{headers:{authorization:'Basic '+btoa('opencode:'+(process.env.OPENCODE_SERVER_PASSWORD??''))}}).then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["tini", "--"]
CMD ["opencode", "serve", "--hostname", "0.0.0.0", "--port", "3003"]

# The second container of a project's pod: its files, and the keys of model providers, which the first one never sees.
FROM dependencies AS search-tool
RUN install -D "node_modules/@vscode/ripgrep-linux-$(node -p process.arch)/bin/rg" /tools/rg

FROM ${NODE_IMAGE} AS workspace-agent
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="podium-workspace-agent" \
  org.opencontainers.image.description="Files of one Podium project, and the way to model providers" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git tini \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production WORKSPACE_PATH=/workspace FILES_PORT=3001 PROXY_PORT=3002
COPY --from=search-tool /tools/ /usr/local/bin/
COPY --from=bundle /bundle /podium
RUN install -d -o 1000 -g 1000 -m 700 /workspace /data
WORKDIR /podium/services/workspace-agent
USER 1000:1000
EXPOSE 3001
HEALTHCHECK --interval=5s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.FILES_PORT+'/health').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "--enable-source-maps", "dist/main.js"]
