/** What of the signals that were sent to this process went to a command of it. */
export interface SignalForwarding {
  /** The last one. */
  readonly received: NodeJS.Signals | undefined;
  /** Lets the next one end this process again. */
  stop(): void;
}

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Sends on what this process is told, instead of ending: whoever ends the recording ends the command. */
export function forwardSignals(send: (signal: NodeJS.Signals) => void): SignalForwarding {
  let received: NodeJS.Signals | undefined;
  const forward = (signal: NodeJS.Signals): void => {
    received = signal;
    send(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return {
    get received() { return received; },
    stop: () => { for (const signal of FORWARDED) process.off(signal, forward); },
  };
}
