import type { RecordingSettings, SettingsSource } from './recording-settings.ts';

/** A page has neither files nor an environment: what the host of the recorder says counts. */
export function findRecordingSettings(place: object): RecordingSettings {
  void place; // what decides elsewhere
  return strictestSettings([]);
}

/** What several policies add up to: the strictest wins. In a page nobody can say anything else. */
export function strictestSettings(sources: readonly Pick<SettingsSource, 'from' | 'redaction'>[]): RecordingSettings {
  const redaction = (['strict', 'entity', 'off'] as const).find((policy) => sources.some((source) => source.redaction === policy)) ?? 'entity';
  return { record: true, redaction, rules: [], sources, decidedBy: { from: 'default' } };
}
