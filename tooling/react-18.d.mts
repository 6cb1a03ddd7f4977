/** For `resolve.alias`: React 18.2 in the place of React 19. */
export function react18Aliases(): { find: RegExp; replacement: string }[];
