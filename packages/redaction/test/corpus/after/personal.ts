import { inside, token, type SecretKind } from '../secret.ts';

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
  return `${country}${(98n - (BigInt(digits) % 97n)).toString().padStart(2, '0')}${account}`;
}

export const personal: readonly SecretKind[] = [
  token('tagged e-mail address', (r) => `${r.pick(['mia', 'jon', 'ola'])}+${r.of('abcdefghij', 5)}@${r.pick(['gmail.com', 'web.de', 'mail.acme.co.uk'])}`),
  inside('author of a commit', (r) => `${r.pick(['mia', 'jon', 'ola'])}${r.digits(4)}@proton.me`, (secret) => `Author: Mia Berg <${secret}>`),
  token('card number with dashes', (r) => luhn(`4${r.digits(14)}`).replaceAll(/(\d{4})(?=\d)/g, '$1-')),
  token('Discover card number', (r) => luhn(`6011${r.digits(11)}`)),
  token('French IBAN', (r) => iban('FR', `${r.digits(10)}${r.upper(11)}${r.digits(2)}`)),
  token('Dutch IBAN', (r) => iban('NL', `ABNA${r.digits(10)}`)),
  token('US phone number', (r) => `(${r.pick(['415', '646'])}) ${r.pick(['733', '922'])}-${r.digits(4)}`),
  token('British phone number', (r) => `+44 20 7946 ${r.digits(4)}`),
  token('phone number without spaces', (r) => `+4915${r.digits(9)}`),
  inside('social security number in a record', (r) => `${r.pick(['318', '530'])}-${r.pick(['24', '68'])}-${r.digits(4)}`, (secret) => `SSN: ${secret}`),
  inside('IPv6 address', (r) => `2a02:8109:${r.hex(4)}:${r.hex(4)}:${r.hex(4)}:${r.hex(4)}:${r.hex(4)}:${r.hex(4)}`, (secret) => `from ${secret} port 443`),
  inside('address in an access log', (r) => `${r.pick(['84', '109', '176'])}.${100 + r.below(150)}.${100 + r.below(150)}.${100 + r.below(150)}`, (secret) => `${secret} - - [21/Nov/2026:10:11:12 +0000] "GET / HTTP/1.1" 200`),
];
