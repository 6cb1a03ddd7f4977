#!/bin/sh
# Says whether a session of Claude Code is recorded, and where it is replayed.
#   sh record.sh [SESSION]
if [ "${PLAYHEAD_RECORD:-}" = 0 ]; then
  echo "This session is not recorded: PLAYHEAD_RECORD is 0 in its environment."
  exit 0
fi
for settings in .playhead.json "${CLAUDE_PROJECT_DIR:-.}/.playhead.json"; do
  if [ -f "$settings" ] && grep -q '"record"[[:space:]]*:[[:space:]]*false' "$settings"; then
    echo "This session is not recorded: the .playhead.json of this repository says so."
    exit 0
  fi
done
address=$(sh "${0%/*}/replay.sh" "$@")
case "$address" in
  */sessions/*) echo "This session is recorded, live at $address" ;;
  */sessions) echo "The server at ${address%/sessions} has nothing of this session. Find out why with: playhead doctor" ;;
  No*) echo "$address. What happens until then waits on the disk." ;;
  *) echo "$address" ;;
esac
