import { defineMain } from '@storybook/react-vite/node';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, mergeConfig } from 'vite';
import { recordings } from './recordings-plugin.ts';

export default defineMain({
  stories: ['../*.mdx', '../**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: '@storybook/react-vite',
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  features: { experimentalTestSyntax: true, sidebarOnboardingChecklist: false },
  typescript: { reactDocgen: 'react-docgen' },
  viteFinal: (config) => mergeConfig(config, {
    // Packages are read from their sources: no build before, and a change shows at once.
    resolve: { conditions: ['@playhead/source', ...defaultClientConditions] },
    plugins: [...(hasReact(config.plugins) ? [] : [react()]), recordings()],
    build: { chunkSizeWarningLimit: 4000 },
  }),
});

function hasReact(plugins: unknown): boolean {
  return Array.isArray(plugins) && plugins.flat(3).some((plugin: unknown) => typeof plugin === 'object' && plugin !== null && 'name' in plugin && String(plugin.name).startsWith('vite:react'));
}
