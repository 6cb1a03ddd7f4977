// What the list needs only once its first rows are on the page: it loads in one piece behind them.
export { EventsBars } from './EventsBars.tsx';
export { EventsState } from './EventsState.tsx';
export { LongList } from './LongList.tsx';
export { meansRow } from './means-row.ts';
export { RowBody } from './RowBody.tsx';
export { RowReview } from './RowReview.tsx';
