# One image for every process kind; docker-compose.yml says which command each container runs.
FROM node:20-bookworm-slim AS build
WORKDIR /hub
COPY package.json package-lock.json ./
RUN npm ci --no-fund --no-audit
COPY tsconfig.json ./
COPY bench bench
COPY gateway gateway
COPY hub hub
COPY platform platform
COPY schema schema
COPY subgraphs subgraphs
COPY test test
RUN npm run --silent build && npm prune --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /hub
COPY --from=build /hub/package.json ./
COPY --from=build /hub/node_modules node_modules
COPY --from=build /hub/dist dist
COPY --from=build /hub/schema schema
USER node
ENTRYPOINT ["node", "dist/hub/main.js"]
