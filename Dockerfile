# One image for every service; SERVICE names the folder below apps/ that it runs:
#   docker build -t tongbu .
#   docker run -e SERVICE=callback-gateway ... tongbu
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install --no-audit --no-fund --loglevel error
COPY .swcrc ./
COPY tools tools
COPY libs libs
COPY apps apps
RUN node tools/build.mjs && npm prune --omit=dev --no-audit --no-fund --loglevel error

FROM node:20-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
ARG SERVICE=catalog-sync
ENV SERVICE=$SERVICE
USER node
# exec: the service is process 1 and gets SIGTERM itself.
CMD ["sh", "-c", "exec node --enable-source-maps dist/apps/$SERVICE/src/main.js"]
