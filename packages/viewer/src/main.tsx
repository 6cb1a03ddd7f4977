import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@playhead/replay-react/styles.css';
import './viewer.css';
import { takeToken } from './access/server-request.ts';
import { App } from './App.tsx';

const token = takeToken(window); // before anything is drawn: it must not stay in the address
const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><App token={token} /></StrictMode>);
