const NAMES: Readonly<Record<string, string>> = { claude: 'Claude Code' };
const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const sessions = (count: number): string => (count === 1 ? '1 session' : `${count.toLocaleString('en')} sessions`);

function size(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3) - 1));
  return new Intl.NumberFormat('en', { style: 'unit', unit: UNITS[power] ?? 'kilobyte', maximumFractionDigits: power > 0 ? 1 : 0 }).format(bytes / 1000 ** (power + 1));
}

/** What the app says of importing what an agent keeps itself. */
export const importWords = {
  name: (harness: string): string => NAMES[harness] ?? harness,
  /** @param newestAt - Microseconds since the Unix epoch. */
  found: (harness: string, count: number, bytes: number, newestAt: number | undefined): string =>
    `${importWords.name(harness)} kept ${sessions(count)} on this machine: ${size(bytes)}${newestAt === undefined ? '' : `, the newest of ${new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' }).format(newestAt / 1000)}`}.`,
  begin: (count: number): string => `Import ${sessions(count)}`,
  care: 'Your redaction settings apply, and projects that opted out are left out.',
  record: 'To record from now on, run',
  recordCommand: 'npx playhead init claude',
  looking: 'Looking for sessions',
  running: (done: number, all: number): string => `Importing ${Math.min(done + 1, all).toLocaleString('en')} of ${sessions(all)}`,
  read: (bytes: number, all: number): string => `${size(bytes)} of ${size(all)}`,
  stop: 'Stop',
  stopping: 'Stopping',
  /** @param records - What was added, to sessions that were there too. */
  done: (count: number, records: number): string => (count === 0 ? (records > 0 ? 'Sessions brought up to date' : 'Nothing new was found') : `${sessions(count)} imported`),
  cancelled: (count: number): string => (count === 0 ? 'Stopped' : `Stopped, ${sessions(count)} imported`),
  failed: 'The import failed',
  leftOut: (count: number): string => `${count.toLocaleString('en')} left out`,
  unread: (count: number): string => `${count.toLocaleString('en')} could not be read`,
  damaged: (count: number): string => `${count.toLocaleString('en')} damaged ${count === 1 ? 'line' : 'lines'}`,
  why: 'Details',
  goOn: 'Go on',
  again: 'Try again',
  close: 'Close',
} as const;
