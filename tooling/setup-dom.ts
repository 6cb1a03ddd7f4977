import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// What parts load late takes its time where two cores run all tests at once.
configure({ asyncUtilTimeout: 20_000 });
afterEach(cleanup);
