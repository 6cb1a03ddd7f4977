#!/bin/sh
# Claude Code runs its shell commands by this (CLAUDE_CODE_SHELL_PREFIX), so that a running server of Playhead sees when they print what:
#   time-commands.sh 'source …/snapshot-bash-….sh … && eval '\''make'\'' < /dev/null && pwd -P >| …'
# It says with an empty file that process $$ is about to become a command, and becomes it. What the command prints goes where it would go anyway; the
# server looks at it there. No process is started, nothing is printed or read, and whatever fails here, the command runs all the same.
[ $# -eq 1 ] || exec "$@"
playhead_shell=/bin/sh # of what is no command of the Bash tool, such as the start of an MCP server
case $1 in *' && eval '*)
  { [ "${PLAYHEAD_RECORD:-}" != 0 ] && read -r playhead_server <"${0%/*}/server" && kill -0 "$playhead_server" && printf '' >"${0%/*}/running/$$"; } 2>/dev/null
  # The shell that the client means: it says so, and names what it read of that shell's settings.
  playhead_shell=${SHELL:-/bin/sh}
  case ${1%%' && eval '*} in
    *snapshot-bash-*) case $playhead_shell in */bash) ;; *) playhead_shell=bash ;; esac ;;
    *snapshot-zsh-*) case $playhead_shell in */zsh) ;; *) playhead_shell=zsh ;; esac ;;
  esac ;;
esac
exec "$playhead_shell" -c "$1"
