/** Logs and their archives; annotations, the index and the audit of a data directory are no recordings. */
const RECORDING = /^(?!(?:index|audit)\.jsonl$).*(?<!\.annotations)\.jsonl(?:\.gz)?$/;
/** More files than a list of a page can be made of. */
const MOST_FILES = 20_000;

/** The recordings among the files of a folder. Where none looks like one all are given, so that the page says what they are. */
export function recordingsIn(files: readonly File[]): readonly File[] {
  const found = files.filter(({ name }) => RECORDING.test(name)).slice(0, MOST_FILES);
  return found.length > 0 ? found : files.slice(0, 1);
}

/** What was dropped: files as they are, and of folders the recordings anywhere below. Call it before the drop is over. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<readonly File[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry());
  const plain = [...files];
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found: File[] = [];
  for (const entry of entries) if (entry) for await (const file of filesBelow(entry)) found.push(file);
  return recordingsIn(found);
}

async function* filesBelow(entry: FileSystemEntry): AsyncGenerator<File> {
  if (isFile(entry)) yield await new Promise<File>((resolve, reject) => { entry.file(resolve, reject); });
  if (!isFolder(entry)) return;
  const reader = entry.createReader();
  // A browser gives a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (some.length === 0) return;
    for (const below of some) yield* filesBelow(below);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
