# Sourced: Debian packages, unpacked beside the system and not installed. Uses: $LAB.

# Modern engines live in Debian's newest suite; its list is kept apart from the machine's own.
LATER_SUITE=${LATER_SUITE:-sid}

install_packages() {
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@" >/dev/null
}

# later_apt ARGS: apt-get that sees only the later suite.
later_apt() {
  local lists="$LAB/apt"
  apt-get -qq -o "Dir::Etc::sourcelist=$lists/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o "Dir::State::Lists=$lists/lists" -o APT::Sandbox::User=root "$@"
}

# fetch_later PACKAGE...: each is unpacked to $LAB/unpacked/PACKAGE.
fetch_later() {
  local package missing=()
  for package in "$@"; do [ -d "$LAB/unpacked/$package" ] || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ ! -s "$LAB/apt/sources.list" ]; then
    mkdir -p "$LAB/apt/lists/partial" "$LAB/debs"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg check-valid-until=no] $(debian_mirror) $LATER_SUITE main" \
      >"$LAB/apt/sources.list"
    later_apt update
  fi
  (cd "$LAB/debs" && later_apt download "${missing[@]/%//$LATER_SUITE}")
  for package in "${missing[@]}"; do unpack "$LAB/debs/${package}"_*.deb "$LAB/unpacked/$package"; done
}

# fetch_own PACKAGE...: packages of this machine's suite, with what they need and the machine lacks, into $LAB/unpacked/own.
fetch_own() {
  [ ! -e "$LAB/unpacked/own.done" ] || return 0
  local archives="$LAB/own-debs"
  mkdir -p "$archives/partial"
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends --download-only --reinstall \
    -o "Dir::Cache::archives=$archives" -o APT::Sandbox::User=root "$@" >/dev/null
  local deb
  for deb in "$archives"/*.deb; do unpack "$deb" "$LAB/unpacked/own"; done
  touch "$LAB/unpacked/own.done"
}

unpack() {
  mkdir -p "$2"
  dpkg-deb -x "$1" "$2"
}

debian_mirror() {
  awk '/^URIs:/ { print $2; exit } /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }' \
    /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null || true
}
