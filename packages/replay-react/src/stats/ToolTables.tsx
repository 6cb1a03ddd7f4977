'use client';
import type { ReactElement } from 'react';
import type { RetriedCall, ToolLatency } from '@playhead/replay-core';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayStore } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { statsMessages } from './stats-messages.ts';

const MOST = 8;
const LONGEST = 100;

/** How long tools take: a bar from nothing to the median, a line to the 95th percentile, and the figures. */
export function LatencyTable({ tools }: { readonly tools: readonly ToolLatency[] }): ReactElement | null {
  const words = useWords('stats', statsMessages);
  const format = useFormat();
  if (tools.length === 0) return null;
  const shown = tools.slice(0, MOST);
  const top = Math.max(...shown.map(({ p95Us }) => p95Us)) || 1;
  const percent = (value: number): string => `${((value / top) * 100).toFixed(1)}%`;
  return (
    <div className="ph-statistics__by">
      <table>
        <caption className="ph-label">{words.latency}</caption>
        <thead><tr><th scope="col">{words.byTool}</th><td /><th scope="col">{words.median}</th><th scope="col">{words.p95}</th></tr></thead>
        <tbody>
          {shown.map(({ tool, medianUs, p95Us }) => (
            <tr key={tool}>
              <th scope="row"><span className="ph-row"><span className="ph-cut"><VisibleText text={tool.slice(0, LONGEST)} /></span></span></th>
              <td className="ph-statistics__bar ph-statistics__span"><i style={{ inlineSize: percent(p95Us) }} data-p95="" /><i style={{ inlineSize: percent(medianUs) }} /></td>
              <td>{format.duration(medianUs)}</td>
              <td>{format.duration(p95Us)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Calls that were tried again after they failed; each leads to its last attempt. */
export function RetryTable({ calls }: { readonly calls: readonly RetriedCall[] }): ReactElement | null {
  const words = useWords('stats', statsMessages);
  const format = useFormat();
  const store = useReplayStore();
  if (calls.length === 0) return null;
  return (
    <div className="ph-statistics__by">
      <table>
        <caption className="ph-label">{words.retries}</caption>
        <thead className="ph-hidden"><tr><th scope="col">{words.name}</th><th scope="col">{words.attempts}</th><th scope="col">{words.result}</th></tr></thead>
        <tbody>
          {calls.slice(0, MOST).map(({ stepId, title, attempts, succeeded, eventId }) => (
            <tr key={stepId}>
              <th scope="row"><button type="button" className="ph-anchor" onClick={() => store.select(eventId)}><b className="ph-cut"><VisibleText text={title.slice(0, LONGEST)} /></b></button></th>
              <td>{words.tries(attempts, format.number(attempts))}</td>
              <td className={succeeded ? 'ph-ok' : 'ph-bad'}>{succeeded ? words.succeeded : words.neverSucceeded}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
