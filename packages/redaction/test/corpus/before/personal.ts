import { inside, token, type SecretKind } from '../secret.ts';
import type { Random } from '../random.ts';

function luhn(digits: string): string {
  for (let check = 0; check < 10; check += 1) {
    const sum = [...`${digits}${check}`].toReversed().reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    if (sum % 10 === 0) return `${digits}${check}`;
  }
  return digits;
}

function iban(country: string, account: string): string {
  const digits = [...`${account}${country}00`].map((char) => Number.parseInt(char, 36).toString()).join('');
  const check = 98n - (BigInt(digits) % 97n);
  return `${country}${check.toString().padStart(2, '0')}${account}`;
}

const groups = (text: string, separator: string): string => text.match(/.{1,4}/g)?.join(separator) ?? '';
const name = (r: Random): string => `${r.pick(['anna', 'bo', 'carla', 'dmitri'])}.${r.pick(['weber', 'lind', 'ortega', 'novak'])}${r.digits(2)}`;

/** Data about people. */
export const personal: readonly SecretKind[] = [
  token('e-mail address', (r) => `${name(r)}@${r.pick(['fastmail.com', 'uni-bremen.de', 'acme-corp.io'])}`),
  token('card number', (r) => luhn(`4${r.digits(14)}`)),
  token('card number in groups', (r) => groups(luhn(`51${r.digits(13)}`), ' ')),
  token('American Express card number', (r) => luhn(`37${r.digits(12)}`)),
  token('German IBAN', (r) => iban('DE', r.digits(18))),
  token('British IBAN in groups', (r) => groups(iban('GB', `WEST${r.digits(14)}`), ' ')),
  token('US social security number', (r) => `${r.pick(['219', '457', '612'])}-${r.pick(['09', '55', '71'])}-${r.digits(4)}`),
  token('phone number', (r) => `+1 ${r.pick(['415', '212'])}-${r.pick(['672', '843'])}-${r.digits(4)}`),
  token('German phone number', (r) => `+49 30 ${r.digits(8)}`),
  inside('IP address', (r) => `${r.pick(['81', '93', '151'])}.${100 + r.below(150)}.${100 + r.below(150)}.${100 + r.below(150)}`, (secret) => `client ${secret} connected`),
];
