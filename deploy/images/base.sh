#!/bin/sh
# Makes the files of the base of all images, from Debian packages alone: base.sh ARCHITECTURE FOLDER
# FOLDER/base gets the packages of the file packages, FOLDER/shell what the broker's start.sh needs besides. Needs mmdebstrap;
# runs nothing of what it unpacks, so the architecture (amd64, arm64) need not be this machine's.
set -eu
architecture=$1
folder=$2
here=$(dirname "$0")
suite=${SUITE:-bookworm}

unpack() { # unpack NAME PACKAGE,...
  rm -rf "$folder/$1" "$folder/$1.tar"
  mkdir -p "$folder/$1"
  # The hook runs while the packages are still there, and writes down which they are, as scanners look for it.
  # shellcheck disable=SC2016 # the hook's own variables
  mmdebstrap --quiet --variant=extract --architectures="$architecture" --include="$2" \
    --extract-hook='mkdir -p "$1/var/lib/dpkg/status.d"
      for package in "$1"/var/cache/apt/archives/*.deb; do
        dpkg-deb --field "$package" >"$1/var/lib/dpkg/status.d/$(dpkg-deb --field "$package" Package)"
      done' \
    "$suite" "$folder/$1.tar" >&2
  tar -xf "$folder/$1.tar" -C "$folder/$1" --exclude='./dev/*'
  rm "$folder/$1.tar"
  # Licences stay; manuals, caches and what package managers keep do not.
  (cd "$folder/$1" && rm -rf dev boot home media mnt opt proc run srv sys root usr/games usr/include usr/src usr/local \
    usr/share/man usr/share/info usr/share/lintian usr/share/locale usr/share/perl5 usr/share/debconf usr/share/bash-completion \
    usr/lib/*/gconv usr/sbin usr/bin etc/apt etc/alternatives etc/cron* etc/default etc/opt etc/skel etc/update-motd.d etc/resolv.conf etc/hostname etc/fstab etc/issue* var/backups \
    var/cache var/lib/apt var/lib/misc var/lib/dpkg/info var/lib/dpkg/status var/lib/dpkg/available var/lib/dpkg/alternatives \
    var/lib/dpkg/arch var/lib/dpkg/lock* var/lib/dpkg/parts var/lib/dpkg/triggers var/lib/dpkg/updates var/local var/log \
    var/mail var/opt var/spool var/tmp var/lock var/run
    find usr/share/doc -type f ! -name copyright -delete 2>/dev/null || true
    find . -mindepth 1 -type d -empty -delete)
}

# base-files asks for an awk, which could do what a shell does.
unpack base "$(sed -n 's/^\([a-z][^ ]*\) .*/\1/p' "$here/packages" | paste -sd,)"
rm "$folder/base/var/lib/dpkg/status.d/mawk"
mkdir -p "$folder/base/tmp"
chmod 1777 "$folder/base/tmp"
echo 'medsendx:x:10001:10001::/:/nonexistent' >"$folder/base/etc/passwd"
echo 'medsendx:x:10001:' >"$folder/base/etc/group"
echo 'hosts: files dns' >"$folder/base/etc/nsswitch.conf"

unpack shell busybox-static
for program in sh basename cat dirname rm sed sha256sum; do
  ln -sf busybox "$folder/shell/bin/$program"
done
