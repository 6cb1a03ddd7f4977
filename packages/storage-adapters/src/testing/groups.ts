import { appendRules } from './append.ts';
import { besideRules } from './beside.ts';
import { createRules } from './create.ts';
import { dropRules } from './drop.ts';
import { endRules } from './end.ts';
import { damageFaults } from './faults/damage.ts';
import { mediumFaults } from './faults/medium.ts';
import { processFaults } from './faults/processes.ts';
import { readerFaults } from './faults/readers.ts';
import { recordFaults } from './faults/records.ts';
import { listRules } from './list.ts';
import { readRules } from './read.ts';
import type { RuleGroup } from './rule.ts';
import { subscribeRules } from './subscribe.ts';

/** Every rule of PROTOCOL.md that a storage is tested by, by what it is about. */
export const ruleGroups: readonly RuleGroup[] = [
  { name: 'create', rules: createRules },
  { name: 'append', rules: appendRules },
  { name: 'read', rules: readRules },
  { name: 'subscribe', rules: subscribeRules },
  { name: 'list', rules: listRules },
  { name: 'beside the log', rules: besideRules },
  { name: 'the end', rules: endRules },
  { name: 'drop and rewrite', rules: dropRules },
  { name: 'faults: damage', rules: damageFaults },
  { name: 'faults: records', rules: recordFaults },
  { name: 'faults: readers', rules: readerFaults },
  { name: 'faults: processes', rules: processFaults },
  { name: 'faults: medium', rules: mediumFaults },
];
