import addonA11y from '@storybook/addon-a11y';
import addonDocs from '@storybook/addon-docs';
import { definePreview } from '@storybook/react-vite';
import { configure } from 'storybook/test';
import '../../packages/replay-react/src/styles.css';
import './preview.css';
import { checkInTheDark } from './in-the-dark.ts';
import { reduceMotion } from './motion.ts';
import { closeReplay, loadReplay, withReplay } from './with-replay.tsx';

export { replayOf } from './with-replay.tsx';

const toolbar = <const Icon extends string>(title: string, icon: Icon, items: (string | { value: string; title: string })[]) => ({ description: title, toolbar: { title, icon, items, dynamicTitle: true } });

// A story's test waits for what it expects, also where all stories are drawn at once on two cores.
configure({ asyncUtilTimeout: 20_000 });

export default definePreview({
  addons: [addonA11y(), addonDocs()],
  tags: ['autodocs'],
  loaders: [loadReplay],
  decorators: [withReplay],
  beforeEach: (context) => {
    const { theme } = context.globals;
    document.documentElement.style.colorScheme = theme === 'light' || theme === 'dark' ? theme : 'light dark';
    const undo = [closeReplay(context), ...(context.globals['motion'] === 'reduced' ? [reduceMotion()] : [])];
    return () => undo.forEach((one) => one());
  },
  afterEach: checkInTheDark,
  parameters: {
    layout: 'fullscreen',
    a11y: { test: 'error' },
    controls: { expanded: true, sort: 'requiredFirst' },
    options: { storySort: { order: ['Introduction', 'Foundations', ['Tokens', 'Icons', 'Kinds'], 'SessionReplay', 'SessionList', 'Parts', 'Keyboard'] } },
    docs: { toc: true },
  },
  initialGlobals: { theme: 'auto', density: 'comfortable', direction: 'ltr', locale: 'en', motion: 'normal', size: 'golden', network: 'static' },
  globalTypes: {
    theme: toolbar('Theme', 'mirror', [{ value: 'auto', title: 'Theme: auto' }, { value: 'light', title: 'Light' }, { value: 'dark', title: 'Dark' }]),
    density: toolbar('Density', 'component', [{ value: 'comfortable', title: 'Comfortable' }, { value: 'compact', title: 'Compact' }]),
    direction: toolbar('Direction', 'transfer', [{ value: 'ltr', title: 'Left to right' }, { value: 'rtl', title: 'Right to left' }]),
    locale: toolbar('Locale', 'globe', ['en', 'de', 'fr', 'he', 'ja']),
    motion: toolbar('Motion', 'play', [{ value: 'normal', title: 'Motion' }, { value: 'reduced', title: 'Reduced motion' }]),
    size: toolbar('Size', 'listunordered', [{ value: 'golden', title: 'Golden session' }, { value: '10', title: '10 events' }, { value: '1k', title: '1k events' }, { value: '100k', title: '100k events' }]),
    network: toolbar('Network', 'link', [{ value: 'static', title: 'Static' }, { value: 'live', title: 'Live' }, { value: 'slow', title: 'Slow' }, { value: 'broken', title: 'Broken' }]),
  },
});
