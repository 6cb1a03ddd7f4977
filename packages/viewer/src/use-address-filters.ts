'use client';
import { useEffect, useState } from 'react';
import type { SessionFilters } from '@playhead/replay-react';
import { filtersFromQuery, queryOfFilters } from './session-filters.ts';

const ADDRESS_PAUSE_MS = 200;

/** What a page is narrowed to. */
export interface AddressFilters {
  readonly filters: SessionFilters;
  readonly setFilters: (filters: SessionFilters) => void;
}

const NO_OTHERS: Readonly<Record<string, string>> = {};

/**
 * Filters that stand in the address, and follow it.
 *
 * @param others - What else stands there. Keep it the same object.
 */
export function useAddressFilters(others: Readonly<Record<string, string>> = NO_OTHERS): AddressFilters {
  const [filters, setFilters] = useState(() => filtersFromQuery(window.location.search));
  useEffect(() => {
    const onPopState = (): void => setFilters(filtersFromQuery(window.location.search));
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, []);
  useEffect(() => {
    // Browsers refuse to change the address with every key.
    const timer = setTimeout(() => write(filters, others), ADDRESS_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [filters, others]);
  return { filters, setFilters };
}

function write(filters: SessionFilters, others: Readonly<Record<string, string>>): void {
  const params = new URLSearchParams([...new URLSearchParams(queryOfFilters(filters)), ...Object.entries(others)]);
  const query = params.size === 0 ? '' : `?${params}`;
  if (query !== window.location.search) window.history.replaceState(window.history.state, '', `${window.location.pathname}${query}`);
}
