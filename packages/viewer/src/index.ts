/** Directory of the built web app: `index.html` and its hashed assets. Holds after a build, from source and from the package alike. */
export const viewerAssets: URL = new URL('../dist/app/', import.meta.url);
