/** When a note was written, as people of a place say it. */
export function noteDate(locale: string, at: number): string {
  const date = new Date(at / 1000);
  return Number.isNaN(date.getTime()) ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}
