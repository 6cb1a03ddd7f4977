/** How long a browser may take to begin with a file, in milliseconds. */
const KEPT_MS = 10_000;

/**
 * Hands a file to the browser.
 *
 * @param name - May hold anything recorded: what does not belong into the name of a file becomes a hyphen, and it is cut.
 * @param ending - With its dot.
 */
export function downloadFile(parts: BlobPart[], { name, ending, type }: { readonly name: string; readonly ending: string; readonly type: string }): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replace(/[^\w.-]+/g, '-').slice(0, 60)}${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
