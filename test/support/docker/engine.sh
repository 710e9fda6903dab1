# Sourced: a Docker engine with compose v2, in a folder of its own, for machines on which none runs.
# Needs: Debian or Ubuntu, root. Uses: $LAB, the folder that everything is kept in.

# start_engine: after this, `docker` reaches an engine; `stop_engine` ends it if this script started it.
start_engine() {
  ENGINE_PID=
  if docker version --format '{{.Server.Version}}' >/dev/null 2>&1; then
    echo "docker: using the engine that runs ($(docker version --format '{{.Server.Version}}'))"
    return
  fi
  command -v dockerd >/dev/null || install_packages docker.io
  mkdir -p "$LAB/engine"
  export DOCKER_HOST="unix://$LAB/engine/docker.sock"
  if ! docker version >/dev/null 2>&1; then
    dockerd --host "$DOCKER_HOST" --data-root "$LAB/engine/data" --exec-root "$LAB/engine/exec" \
      --pidfile "$LAB/engine/dockerd.pid" >"$LAB/engine/dockerd.log" 2>&1 &
    ENGINE_PID=$!
    wait_for_engine
  fi
  echo "docker: engine $(docker version --format '{{.Server.Version}}') at $DOCKER_HOST"
}

stop_engine() {
  [ -n "${ENGINE_PID:-}" ] || return 0
  kill "$ENGINE_PID" 2>/dev/null || true
  wait "$ENGINE_PID" 2>/dev/null || true
  ENGINE_PID=
}

wait_for_engine() {
  local tries=0
  until docker version >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 150 ] || ! kill -0 "$ENGINE_PID" 2>/dev/null; then
      echo 'docker: the engine did not start; its last lines:' >&2
      tail -n 20 "$LAB/engine/dockerd.log" >&2
      exit 3
    fi
    sleep 0.2
  done
}

# need_compose: `docker compose` works afterwards. Debian 12 has only the first generation, so it comes from a later suite.
need_compose() {
  if ! docker compose version --short >/dev/null 2>&1; then
    export DOCKER_CONFIG="$LAB/client"
    if ! docker compose version --short >/dev/null 2>&1; then
      mkdir -p "$DOCKER_CONFIG/cli-plugins"
      fetch_later docker-compose
      install -m 755 "$LAB/unpacked/docker-compose/usr/libexec/docker/cli-plugins/docker-compose" "$DOCKER_CONFIG/cli-plugins/"
    fi
  fi
  echo "docker: compose $(docker compose version --short)"
}
