#!/bin/sh
# SessionStart and Setup of the plugin, which the client sends to no HTTP hook: keeps the payload in the spool, and starts the server of
# Playhead where none runs. Prints nothing and always exits 0.
#   sh session-start.sh VERSION
{
  if [ "${PLAYHEAD_RECORD:-}" = 0 ]; then exit 0; fi
  sh "${0%/*}/spool.sh" "$@"
  if [ -n "${PLAYHEAD_URL:-}" ]; then exit 0; fi # somebody else's server is not ours to start
  home=${PLAYHEAD_HOME:-}
  [ -n "$home" ] || case "${XDG_DATA_HOME:-}" in /*) home=$XDG_DATA_HOME/playhead ;; *) home=$HOME/.local/share/playhead ;; esac
  running() { [ -f "$home/server.json" ] && kill -0 "$(sed -n 's/.*"pid":\([0-9]*\).*/\1/p' "$home/server.json")"; }
  if running; then exit 0; fi
  unset PLAYHEAD_REDACTION PLAYHEAD_SESSION_ID # the server serves other sessions too
  detach=$(command -v setsid || command -v nohup)
  if [ -f "$home/start-server" ]; then
    $detach sh "$home/start-server" </dev/null &
  elif command -v playhead; then
    $detach playhead serve </dev/null &
  else
    exit 0 # what is kept is read once there is a server
  fi
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    if running; then break; fi
    sleep 0.1
  done
} >/dev/null 2>&1
exit 0
