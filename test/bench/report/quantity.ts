import type { Quantity } from '../figure';

/** A number with as many digits as say something, and its unit: `12,345 /s`, `0.87 ×`, `97.9 %`. */
export function formatQuantity({ value, unit }: Quantity): string {
  return `${formatNumber(value)} ${unit}`;
}

export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
