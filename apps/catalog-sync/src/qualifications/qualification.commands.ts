import { type Command, hash } from '@tongbu/sync-engine';
import type { AuditState, Audit, Listing, Submission } from './qualification';

interface Named<Name extends string, Effect extends Command['effect']> extends Command {
  readonly name: Name;
  readonly effect: Effect;
}

export type SubmissionDraft = Omit<Submission, 'at'>;

export type QualificationCommand =
  /** Asks for the review's result; without one to ask for, looks into the lists. */
  | (Named<'read', 'read'> & { readonly auditId: string | null })
  | (Named<'exchange-pictures', 'repeatable'> & { readonly urls: readonly string[] })
  | (Named<'submit', 'once'> & { readonly submission: SubmissionDraft });

/** What WeChat told us. */
export type QualificationFact =
  | {
      readonly kind: 'result';
      readonly auditId: string;
      readonly state: AuditState;
      readonly brandId: number | null;
      readonly reason: string;
    }
  /** WeChat does not know the review. */
  | { readonly kind: 'no-such-review' }
  | { readonly kind: 'listed'; readonly listing: Listing }
  | { readonly kind: 'pictures-exchanged'; readonly pictures: Readonly<Record<string, string>> }
  | { readonly kind: 'submitted'; readonly submission: Submission; readonly auditId: string }
  /** Nothing to submit: approved before, or not asked for. */
  | { readonly kind: 'granted'; readonly submission: SubmissionDraft; readonly brandId: number | null }
  | { readonly kind: 'under-review'; readonly submission: Submission }
  /** WeChat does not take the pictures' addresses any more. */
  | { readonly kind: 'pictures-lost' };

export function readQualification(audit: Audit | null): QualificationCommand {
  return {
    name: 'read',
    effect: 'read',
    lane: 'content',
    fingerprint: audit?.id ?? 'lists',
    auditId: audit?.id ?? null,
  };
}

/** The read that finds an approval WeChat took back; nothing tells of it. */
export const watchQualification: QualificationCommand = { ...readQualification(null), lane: 'backfill' };

export function exchangePictures(urls: readonly string[]): QualificationCommand {
  return { name: 'exchange-pictures', effect: 'repeatable', lane: 'content', fingerprint: hash(urls), urls };
}

export function submitQualification(submission: SubmissionDraft): QualificationCommand {
  return {
    name: 'submit',
    effect: 'once',
    lane: 'content',
    fingerprint: submission.contentHash,
    intent: { ...submission },
    submission,
  };
}
