// A name added here is a promise.

// The conformance suite for every storage adapter
export { checkStorage, failedRules, testStorage } from './testing/suite.ts';
export type { CheckStorageOptions, TestStorageOptions } from './testing/suite.ts';
export { storageReportText } from './testing/report.ts';
export type { GroupOutcome, RuleOutcome, StorageReport } from './testing/report.ts';
export type { Expect } from './testing/rule.ts';

// What an adapter hands in, and what its processes run
export type { SmallStorage, StorageHooks } from './testing/hooks.ts';
export { runWriter, writerLine } from './testing/writer.ts';
export type { SpawnedWriter, WriterTask } from './testing/writer.ts';
export { runCrashTask } from './testing/crash.ts';
export type { CrashTask } from './testing/crash.ts';

// A storage that fails on purpose
export { faultyStorage } from './testing/faulty/faulty-storage.ts';
export type { FaultyStorage } from './testing/faulty/faulty-storage.ts';
export type { Fault, FaultControl, FaultEffect, FaultError, FaultPlan, FaultyCall, StruckCall } from './testing/faulty/plan.ts';

// Random plans, and a model to compare with
export { runStoragePlan } from './testing/model/run-plan.ts';
export type { PlanSummary, RunPlanOptions } from './testing/model/run-plan.ts';
export { randomPlan, storagePlan } from './testing/model/plan.ts';
export type { StorageStep } from './testing/model/plan.ts';
