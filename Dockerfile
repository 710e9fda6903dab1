# Belfry's own services: the exporter, the console and the demo's simulators. All are bundles without dependencies; `npm run build` makes them.
FROM node:20-bookworm-slim

ENV NODE_ENV=production
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* \
  && mkdir -p /var/lib/belfry && chown 1000:1000 /var/lib/belfry
WORKDIR /belfry/dist
COPY package.json /belfry/
COPY dist/exporter.js dist/console.js dist/simulator.js ./
COPY dist/console ./console

USER 1000:1000
EXPOSE 9999 9095 9096
CMD ["node", "exporter.js", "--config", "/etc/belfry/exporter/exporter.yml"]
