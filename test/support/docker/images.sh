# Sourced: stand-in images from Debian packages under the upstream names, for machines that reach no container registry.
# What they keep of the originals: names, tags, users, folders, entrypoints, ports, and whether they have a shell and wget.

STAND_INS=$(dirname "${BASH_SOURCE[0]}")

# build_stand_ins NAME:TAG...: those that the engine lacks.
build_stand_ins() {
  local image missing=()
  for image in "$@"; do docker image inspect "$image" >/dev/null 2>&1 || missing+=("$image"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  fetch_own busybox-static redis-server redis-tools postgresql-15 postgresql-client-15
  fetch_later prometheus promtool prometheus-alertmanager prometheus-node-exporter \
    prometheus-postgres-exporter prometheus-redis-exporter
  for image in "${missing[@]}"; do build_stand_in "$image"; done
}

build_stand_in() {
  case $1 in
    prom/prometheus:*) prometheus_image "$1" ;;
    prom/alertmanager:*) alertmanager_image "$1" ;;
    prom/node-exporter:*) exporter_image "$1" prometheus-node-exporter /bin/node_exporter nobody 9100 ;;
    */postgres-exporter:*) exporter_image "$1" prometheus-postgres-exporter /bin/postgres_exporter nobody 9187 ;;
    oliver006/redis_exporter:*-alpine) exporter_image "$1" prometheus-redis-exporter /redis_exporter 59000:59000 9121 ;;
    redis:*) redis_image "$1" ;;
    postgres:15*) postgres_image "$1" ;;
    node:*) node_image "$1" ;;
    grafana/grafana:*) grafana_stub_image "$1" ;;
    *) echo "stand-in: nobody wrote how to imitate $1" >&2 && return 1 ;;
  esac
}

prometheus_image() {
  new_root prometheus
  add_busybox
  add_program "$LAB/unpacked/prometheus/usr/bin/prometheus" /bin/prometheus
  add_program "$LAB/unpacked/promtool/usr/bin/promtool" /bin/promtool
  mkdir -p "$ROOT/etc/prometheus"
  owned 65534:65534 775 /prometheus
  import_image "$1" 'USER nobody' 'WORKDIR /prometheus' 'VOLUME /prometheus' 'EXPOSE 9090' 'ENTRYPOINT ["/bin/prometheus"]' \
    'CMD ["--config.file=/etc/prometheus/prometheus.yml","--storage.tsdb.path=/prometheus"]'
}

alertmanager_image() {
  new_root alertmanager
  add_busybox
  add_program "$LAB/unpacked/prometheus-alertmanager/usr/bin/prometheus-alertmanager" /bin/alertmanager
  add_program "$LAB/unpacked/prometheus-alertmanager/usr/bin/amtool" /bin/amtool
  # Debian's Alertmanager reads its own templates from here; the original has them inside.
  mkdir -p "$ROOT/usr/share" "$ROOT/etc/alertmanager"
  cp -r "$LAB/unpacked/prometheus-alertmanager/usr/share/prometheus" "$ROOT/usr/share/"
  owned 65534:65534 775 /alertmanager
  import_image "$1" 'USER nobody' 'WORKDIR /alertmanager' 'VOLUME /alertmanager' 'EXPOSE 9093' 'ENTRYPOINT ["/bin/alertmanager"]' \
    'CMD ["--config.file=/etc/alertmanager/alertmanager.yml","--storage.path=/alertmanager"]'
}

# exporter_image NAME:TAG PACKAGE PROGRAM USER PORT; Debian's programs are called like their packages.
exporter_image() {
  new_root "$2"
  add_busybox
  add_program "$LAB/unpacked/$2/usr/bin/$2" "$3"
  import_image "$1" "USER $4" "EXPOSE $5" "ENTRYPOINT [\"$3\"]"
}

redis_image() {
  new_root redis
  add_busybox
  add_user redis 999 1000 /data
  add_program "$LAB/unpacked/own/usr/bin/redis-server" /usr/local/bin/redis-server
  add_program "$LAB/unpacked/own/usr/bin/redis-cli" /usr/local/bin/redis-cli
  install -D -m 755 "$STAND_INS/redis-entrypoint.sh" "$ROOT/usr/local/bin/docker-entrypoint.sh"
  owned 999:1000 755 /data
  import_image "$1" 'WORKDIR /data' 'VOLUME /data' 'EXPOSE 6379' 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["redis-server"]'
}

postgres_image() {
  local home=/usr/lib/postgresql/15 own=$LAB/unpacked/own program library
  new_root postgres
  add_busybox
  add_user postgres 70 70 /var/lib/postgresql
  for program in postgres initdb pg_ctl pg_isready psql; do add_program "$own$home/bin/$program" "$home/bin/$program"; done
  mkdir -p "$ROOT$home/lib" "$ROOT/usr/share/postgresql" "$ROOT/usr/lib/locale"
  for library in "$own$home"/lib/*.so; do
    case $library in *llvmjit* | *plperl* | *plpython* | *pltcl* | *pgxml*) ;; *) cp "$library" "$ROOT$home/lib/" && add_libraries "$library" ;; esac
  done
  cp -r "$own/usr/share/postgresql/15" "$ROOT/usr/share/postgresql/15"
  sed -i "s/^#listen_addresses = .*/listen_addresses = '*'/" "$ROOT/usr/share/postgresql/15/postgresql.conf.sample"
  cp -rL /usr/share/zoneinfo "$ROOT/usr/share/zoneinfo"
  cp -r /usr/lib/locale/C.utf8 "$ROOT/usr/lib/locale/"
  install -D -m 755 "$STAND_INS/postgres-entrypoint.sh" "$ROOT/usr/local/bin/docker-entrypoint.sh"
  mkdir -p "$ROOT/docker-entrypoint-initdb.d"
  owned 70:70 1777 /var/lib/postgresql/data
  owned 70:70 3777 /run/postgresql
  import_image "$1" "ENV PATH=$home/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" 'ENV PGDATA=/var/lib/postgresql/data' \
    'ENV LANG=C.UTF-8' 'VOLUME /var/lib/postgresql/data' 'EXPOSE 5432' 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["postgres"]'
  # Older engines cannot import a stop signal, only build one.
  printf 'FROM %s\nSTOPSIGNAL SIGINT\n' "$1" | DOCKER_BUILDKIT=0 docker build -q -t "$1" - >/dev/null 2>&1
}

# Debian's own slim images have no wget; neither has this.
node_root() {
  new_root "$1"
  add_busybox
  rm "$ROOT/bin/wget"
  add_user node 1000 1000 /home/node
  add_program "$(node -p process.execPath)" /usr/local/bin/node
}

node_image() {
  node_root node
  owned 1000:1000 755 /home/node
  printf '#!/bin/sh\n[ "${1#-}" = "$1" ] || set -- node "$@"\nexec "$@"\n' >"$ROOT/usr/local/bin/docker-entrypoint.sh"
  chmod 755 "$ROOT/usr/local/bin/docker-entrypoint.sh"
  import_image "$1" 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["node"]'
}

# Debian has no Grafana: this STUB answers its health check and its metrics page, and nothing else.
grafana_stub_image() {
  node_root grafana
  add_busybox
  cp "$STAND_INS/grafana-stub.mjs" "$ROOT/grafana-stub.mjs"
  owned 472:0 777 /var/lib/grafana
  mkdir -p "$ROOT/etc/grafana/provisioning"
  import_image "$1" 'LABEL belfry.stub=true' 'USER 472' 'EXPOSE 3000' 'ENTRYPOINT ["node", "/grafana-stub.mjs"]'
  echo "stand-in: $1 is a STUB: dashboards and provisioning are not tried"
}
