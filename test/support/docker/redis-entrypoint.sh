#!/bin/sh
# Like the redis image: bare options and configuration files belong to redis-server.
case ${1:-} in -* | *.conf) set -- redis-server "$@" ;; esac
exec "$@"
