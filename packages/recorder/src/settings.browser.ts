import { strictestSettings, type RecordingSettings } from './recording-settings.ts';

/** A page has neither files nor an environment: what the host of the recorder says counts. */
export function findRecordingSettings(place: object): RecordingSettings {
  void place; // what decides elsewhere
  return strictestSettings([]);
}
