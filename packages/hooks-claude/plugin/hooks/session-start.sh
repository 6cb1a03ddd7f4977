#!/bin/sh
# SessionStart and Setup of the plugin, which the client sends to no HTTP hook: keeps the payload in the spool, starts the server of
# Playhead where none runs or an older one does, and has the plugin's other hooks of later sessions be those that are needed, and send to
# where it listens. Prints nothing and always exits 0.
#   sh session-start.sh VERSION
{
  if [ "${PLAYHEAD_RECORD:-}" = 0 ]; then exit 0; fi
  # What the module sees is not sent a second time: once it ran, later sessions have no HTTP hooks, which the client would wait for. A client
  # that did not run it gets them back, and keeps them for a month, since it may take turns with one that does. A plugin that somebody
  # works on is left alone.
  from=${1:-}
  plugin=${CLAUDE_PLUGIN_ROOT:-}
  put() { cp "$plugin/hooks/$1" "$plugin/hooks/hooks.json.$$" && mv "$plugin/hooks/hooks.json.$$" "$plugin/hooks/hooks.json"; }
  sends() { grep -q '"type": "http"' "$plugin/hooks/hooks.json"; }
  case "$plugin" in */plugins/cache/* | */claude-plugin)
    if [ "${PLAYHEAD_MODULE:-}" != "${CLAUDE_CODE_SESSION_ID:-none}" ]; then
      printf '' >"$plugin/hooks/ran-without-module" # not `:`, which would end the shell, with 2, where it may not write
      if ! sends; then
        from=transcript-${from#plugin-} # of this session no other hook will tell
        put over-http.json
      fi
    elif sends && [ -z "$(find "$plugin/hooks/ran-without-module" -mtime -30)" ]; then
      put beside-module.json
    fi
    ;;
  esac
  sh "${0%/*}/spool.sh" "$from"
  if [ -n "${PLAYHEAD_URL:-}" ]; then exit 0; fi # somebody else's server is not ours to start
  own=${PLAYHEAD_HOME:-}
  home=$own
  [ -n "$home" ] || case "${XDG_DATA_HOME:-}" in /*) home=$XDG_DATA_HOME/playhead ;; *) home=$HOME/.local/share/playhead ;; esac
  told() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$home/server.json"; }
  running() { [ -f "$home/server.json" ] && kill -0 "$(told pid)"; }
  wait_until() { for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do if "$@"; then break; fi; sleep 0.1; done; }
  gone() { ! running; }
  # Whoever wrote down how to start a server is the newest that the user ran. A server that somebody started in a terminal is theirs.
  if running && [ "$(told background)" = true ] && [ -f "$home/start-server" ]; then
    newest=$(sed -n 's/^# version //p' "$home/start-server")
    if [ -n "$newest" ] && [ "$newest" != "$(told version)" ]; then
      kill "$(told pid)"
      wait_until gone
    fi
  fi
  if ! running; then
    unset PLAYHEAD_REDACTION PLAYHEAD_SESSION_ID # the server serves other sessions too
    export PLAYHEAD_BACKGROUND=1
    detach=$(command -v setsid || command -v nohup)
    if [ -f "$home/start-server" ]; then
      $detach sh "$home/start-server" </dev/null &
    elif command -v playhead; then
      $detach playhead serve </dev/null &
    else
      exit 0 # what is kept is read once there is a server
    fi
    wait_until running
  fi
  # A data directory of one session's own says nothing of where others are to send.
  host=$(told url)
  host=${host#http://}
  case "$own$host" in
    127.0.0.1:*)
      if [ -w "$plugin/.mcp.json" ] && ! grep -q "$host/mcp" "$plugin/.mcp.json"; then
        for file in "$plugin/hooks/hooks.json" "$plugin/hooks/over-http.json" "$plugin/.claude-plugin/plugin.json" "$plugin/.mcp.json"; do
          sed "s/127\.0\.0\.1:[0-9]\{1,5\}/$host/g" "$file" >"$file.$$" && mv "$file.$$" "$file"
        done
      fi
      ;;
  esac
} >/dev/null 2>&1
exit 0
