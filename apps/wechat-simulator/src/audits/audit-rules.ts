import type { AuditRule } from '../accounts/account';

export interface Verdict {
  readonly verdict: 'approve' | 'reject';
  /** Empty for an approval. */
  readonly reason: string;
}

/** What a rule can look at. */
export interface AuditSubject {
  /** A product's title, a brand's wording, a scene's name. */
  readonly title: string;
  readonly outProductId?: string;
  readonly categoryId?: number | undefined;
  readonly sceneGroup?: number;
}

const ABSOLUTE = '商品标题含有绝对化用语，违反《中华人民共和国广告法》第九条，请修改后重新提交';

/** Applied after an account's own rules: claims that no reviewer lets pass. */
export const BUILT_IN_RULES: readonly AuditRule[] = [
  { match: { titleContains: '国家级' }, verdict: 'reject', reason: `${ABSOLUTE}（国家级）` },
  { match: { titleContains: '第一' }, verdict: 'reject', reason: `${ABSOLUTE}（第一）` },
  { match: { titleContains: '最' }, verdict: 'reject', reason: `${ABSOLUTE}（最）` },
  {
    match: { titleContains: '假一赔十' },
    verdict: 'reject',
    reason: '商品标题含有无法核实的承诺用语“假一赔十”，请删除后重新提交',
  },
  {
    match: { titleContains: '高仿' },
    verdict: 'reject',
    reason: '商品涉嫌假冒伪劣或侵犯他人知识产权（高仿），不支持在平台售卖',
  },
];

/** The first matching rule decides; with none the audit is approved. */
export function decide(rules: readonly AuditRule[], subject: AuditSubject): Verdict {
  const rule = [...rules, ...BUILT_IN_RULES].find(({ match }) => matches(match, subject));
  if (rule === undefined || rule.verdict === 'approve') return { verdict: 'approve', reason: '' };
  return { verdict: 'reject', reason: rule.reason };
}

function matches(match: AuditRule['match'], subject: AuditSubject): boolean {
  const { title, outProductId, categoryId, sceneGroup } = subject;
  if (match.titleContains !== undefined && !title.includes(match.titleContains)) return false;
  if (match.sceneGroup !== undefined && match.sceneGroup !== sceneGroup) return false;
  if (match.categoryId !== undefined && match.categoryId !== categoryId) return false;
  if (match.outProductIdPattern === undefined) return true;
  return outProductId !== undefined && new RegExp(match.outProductIdPattern).test(outProductId);
}
