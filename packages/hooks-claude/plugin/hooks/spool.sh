#!/bin/sh
# Keeps the hook payload on its input as one file of Playhead's spool, for a server or command to read later.
#   sh spool.sh VERSION [DATA_DIRECTORY]
# Prints nothing and always exits 0: whatever goes wrong here, the agent does not notice. The name of the file says when the
# payload came (where the shell knows; else the file's own time does), which process kept it, and what the environment says of
# redaction and of the session to join. It ends in .part until a reader saw the newline that ends a whole payload: that rename costs the agent nothing. Of a session
# that found no room an empty file tells, which needs none: the reader makes up for what is missing.
{
  if [ "${PLAYHEAD_RECORD:-}" = 0 ]; then exit 0; fi
  for settings in .playhead.json "${CLAUDE_PROJECT_DIR:-.}/.playhead.json"; do
    if [ -f "$settings" ] && grep -q '"record"[[:space:]]*:[[:space:]]*false' "$settings"; then exit 0; fi
  done
  umask 077
  home=${PLAYHEAD_HOME:-${2:-}}
  [ -n "$home" ] || case "${XDG_DATA_HOME:-}" in /*) home=$XDG_DATA_HOME/playhead ;; *) home=$HOME/.local/share/playhead ;; esac
  spool=$home/spool/hooks-claude
  [ -d "$spool" ] || mkdir -p "$spool"
  case "${1:-}" in plugin-*) # the plugin's module takes care of this session
    if [ -n "${PLAYHEAD_MODULE:-}" ] && [ "$PLAYHEAD_MODULE" = "${CLAUDE_CODE_SESSION_ID:-}" ]; then exit 0; fi ;;
  esac
  case "${PLAYHEAD_REDACTION:-}" in off | entity | strict) redaction=$PLAYHEAD_REDACTION ;; *) redaction= ;; esac
  case "${PLAYHEAD_SESSION_ID:-}" in '' | *[!0-9a-f-]*) session= ;; *) session="~$PLAYHEAD_SESSION_ID" ;; esac
  came=${EPOCHREALTIME:-0}
  set -C # a file that is there stays as it is
  for number in 0 1 2 3 4 5 6 7 8 9; do
    name=$spool/${came}_$$_${number}_${1:-}_$redaction$session
    if [ -e "$name.part" ] || [ -e "$name.json" ]; then continue; fi
    # The one process of a hook besides the shell itself. In the C locale it starts in half the time, since it reads no files for another one.
    PATH=/bin:/usr/bin:$PATH LC_ALL=C cat >"$name.part" && break
    rm -f "$name.part" # no room: half a payload is none
    case "${CLAUDE_CODE_SESSION_ID:-}" in '' | *[!0-9A-Za-z-]*) ;; *) printf '' >"$spool/${CLAUDE_CODE_SESSION_ID}_$redaction.missed" ;; esac
    break
  done
} 2>/dev/null
exit 0
