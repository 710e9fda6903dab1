# Sourced: the smallest root file systems that imitate an upstream image. Uses: $LAB; sets ROOT, the tree being made.

# A program's libraries come from the unpacked packages first, and else from this machine.
LIBRARY_DIR=$(dirname "$(ls /usr/lib/*-linux-gnu/libc.so.6 | head -n 1)")
OWN_LIBRARIES="$LAB/unpacked/own$LIBRARY_DIR:$LAB/unpacked/own/${LIBRARY_DIR#/usr/}"

new_root() {
  ROOT="$LAB/roots/$1"
  rm -rf "$ROOT"
  mkdir -p "$ROOT"/usr/{bin,sbin,lib,lib64} "$ROOT"/{etc,tmp,run,root,proc,sys,dev,var}
  local name
  for name in bin sbin lib lib64; do ln -s "usr/$name" "$ROOT/$name"; done
  ln -s ../run "$ROOT/var/run"
  chmod 1777 "$ROOT/tmp"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$ROOT/etc/passwd"
  printf 'root:x:0:\nnobody:x:65534:\n' >"$ROOT/etc/group"
  echo 'hosts: files dns' >"$ROOT/etc/nsswitch.conf"
}

# add_busybox: sh, wget and the rest, as in the images that are built on busybox or Alpine.
add_busybox() {
  local box="$LAB/unpacked/own/usr/bin/busybox" applet
  [ -x "$box" ] || box="$LAB/unpacked/own/bin/busybox"
  install -m 755 "$box" "$ROOT/bin/busybox"
  for applet in $("$box" --list | grep -vxE 'busybox|dpkg|rpm|init|linuxrc'); do echo "$applet"; done |
    (cd "$ROOT/bin" && xargs -n 1 ln -sf busybox)
}

# add_program FILE PATH: with the shared libraries that it needs.
add_program() {
  install -D -m 755 "$1" "$ROOT$2"
  add_libraries "$1"
}

add_libraries() {
  local library
  LD_LIBRARY_PATH=$OWN_LIBRARIES ldd "$@" 2>/dev/null |
    awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\/.*ld-linux/ { print $1 }' | sort -u |
    while read -r library; do
      # Whatever folder it came from, the loader looks in the system's.
      case $library in */ld-linux*) copy_new "$library" "$ROOT$library" ;; *) copy_new "$library" "$ROOT$LIBRARY_DIR/${library##*/}" ;; esac
    done
  for library in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2; do
    [ ! -e "$LIBRARY_DIR/$library" ] || copy_new "$LIBRARY_DIR/$library" "$ROOT$LIBRARY_DIR/$library"
  done
}

copy_new() { [ -e "$2" ] || install -D -m 755 "$1" "$2"; }

# add_user NAME UID GID HOME
add_user() {
  echo "$1:x:$2:$3:$1:$4:/bin/sh" >>"$ROOT/etc/passwd"
  echo "$1:x:$3:" >>"$ROOT/etc/group"
}

# owned UID:GID MODE PATH
owned() {
  mkdir -p "$ROOT$3"
  chown "$1" "$ROOT$3"
  chmod "$2" "$ROOT$3"
}

# import_image NAME:TAG CHANGE...
import_image() {
  local image=$1 changes=() change
  shift
  for change in 'LABEL belfry.stand-in=true' 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' "$@"; do
    changes+=(--change "$change")
  done
  tar -C "$ROOT" --numeric-owner -c . | docker import "${changes[@]}" - "$image" >/dev/null
  rm -rf "$ROOT"
  echo "stand-in: $image"
}
