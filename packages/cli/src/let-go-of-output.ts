/** Where the output goes may close before a command ends whose output it is: that is no end of this process. */
export function letGoOfOutput(): void {
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', () => {});
}
