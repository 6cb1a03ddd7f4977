import { isPlaceholder, isUsualPassword, withoutPseudonyms } from './checks.ts';
import { NOT_AGAIN, type Report, type Rule } from './rule.ts';

/** How far before a flag the command may stand that it belongs to. */
const LOOK_BACK = 256;

/** A short flag that holds a secret for some commands and anything else for others. */
function flag(keywords: readonly string[], expression: RegExp, command: RegExp, accept: (secret: string) => boolean): Rule {
  return {
    kinds: ['PASSWORD'],
    keywords,
    source: `PASSWORD ${expression.source} ${command.source}`,
    find(text: string, at: number, _end: number, report: Report): number {
      if (at === 0 || !/[\s"']/.test(text.charAt(at - 1))) return 0;
      expression.lastIndex = at;
      const match = expression.exec(text);
      const secret = match?.[2];
      if (!match || secret === undefined || !accept(withoutPseudonyms(secret))) return 0;
      const near = text.slice(Math.max(0, at - LOOK_BACK), at);
      if (!command.test(near.slice(near.lastIndexOf('\n') + 1))) return at + NOT_AGAIN;
      const start = at + (match[1] ?? '').length;
      report(start, start + secret.length, 'PASSWORD');
      return start + secret.length;
    },
  };
}

const password = (secret: string): boolean => secret !== '' && !isPlaceholder(secret) && isUsualPassword(secret);
const clearly = (secret: string): boolean => password(secret) && /\d|[^\w./:-]/.test(secret) && !/^[\d./:]+$/.test(secret);

/** Passwords in flags: `curl -u admin:…`, `mysql -p…`, `docker login -p …`. Flags with telling names are assignments. */
export const flags: readonly Rule[] = [
  flag(['-u', '--user', '--proxy-user'], /((?:-u|--user|--proxy-user)[ =]?["']?[^\s"':$]{1,64}:)([^\s"'$\\]{3,256})/y, /\b(?:curl|wget|https?|xh)\b/, password),
  flag(['-p'], /(-p["']?)([^\s"'$\\-][^\s"'$\\]{3,128})/y, /\b(?:mysql(?:dump|admin|import|show)?|mariadb(?:-dump|-admin)?|sshpass|7z|plink|pscp)\b/, password),
  flag(['-p', '-a', '-w', '--pass'], /(-{1,2}(?:p|a|w|P|pass)[ =]["']?)([^\s"'$\\-][^\s"'$\\]{5,128})/y, /\b(?:(?:docker|podman|az|oc|registry|skopeo|buildah|nerdctl) login|sshpass|redis-cli|mongo(?:sh|dump|restore|import|export)?|ldap(?:search|modify|add|passwd)|smbclient|net use|sqlcmd|bcp|rabbitmqadmin|cqlsh|influx|svn|htpasswd|zip|unzip|keytool)\b/, clearly),
];
