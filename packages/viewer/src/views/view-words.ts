/** What the app says of views of the list. */
export const viewWords = {
  label: 'Views',
  all: 'All',
  running: 'Running',
  review: 'Needs review',
  failed: 'Failed this week',
  pinned: 'Pinned',
  save: 'Save view',
  name: 'Name of the view',
  keep: 'Save',
  cancel: 'Cancel',
  remove: (name: string): string => `Remove the view ${name}`,
} as const;
