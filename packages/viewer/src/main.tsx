import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@playhead/replay-react/styles.css';
import './viewer.css';
import { App } from './App.tsx';
import { send, token } from './early.ts';

const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><App token={token} send={send} /></StrictMode>);
