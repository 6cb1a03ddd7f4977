#!/bin/sh
# Prints the address at which a session of Claude Code is replayed.
#   sh replay.sh [SESSION]
session=${1:-${CLAUDE_CODE_SESSION_ID:-}}
home=${PLAYHEAD_HOME:-}
[ -n "$home" ] || case "${XDG_DATA_HOME:-}" in /*) home=$XDG_DATA_HOME/playhead ;; *) home=$HOME/.local/share/playhead ;; esac
url=${PLAYHEAD_URL:-$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$home/server.json" 2>/dev/null)}
if [ -z "$url" ]; then
  echo "No server of Playhead runs. Start it with: playhead ui"
  exit 0
fi
token=${PLAYHEAD_TOKEN:-$(cat "$home/server.token" 2>/dev/null)}
answer=$(curl -s --max-time 3 ${token:+-H "authorization: Bearer $token"} "$url/api/v1/sessions?harness=claude-code&harnessSessionId=$session" 2>/dev/null)
case "$answer" in *'"dropped":'*)
  echo "This session is private: it was removed, and nothing more of it is recorded."
  exit 0
  ;;
esac
found=$(printf '%s\n' "$answer" | sed -n 's/.*"sessionId":"\([0-9a-f-]*\)".*/\1/p')
echo "$url/sessions${found:+/$found}"
