// What a replay does beyond showing itself: loaded once it is shown.
export { runCommand } from '../keys/run-command.ts';
export { watchNews } from '../view/watch-news.ts';
export { ViewedFiles } from '../review/ViewedFiles.tsx';
