import type { Expectation, WechatEntity } from '../../judging/compare-entity';
import type { Finding } from '../../judging/finding';
import { distinct, outOfOrder, toldTwice, untold, type ToldEvent } from '../../judging/told';

const SUBMITTED = 'product.submitted';
const VERDICTS = ['product.approved', 'product.rejected'];
const SHELF = ['product.listed', 'product.delisted', 'product.taken-down'];

/** What is wrong with what the merchant heard about one product. */
export function judgeToldOfProduct(
  { id, state }: Expectation,
  told: readonly ToldEvent[],
  found: WechatEntity | undefined,
): Finding[] {
  const events = distinct(told);
  const deleted = state['deleted'] === true;
  const submitted = [
    ...new Set(events.filter(({ name }) => name === SUBMITTED).map(({ data }) => submissionOf(data))),
  ];
  // A product that is deleted in review gets no verdict on what was submitted last.
  const decided = deleted ? submitted.slice(0, -1) : submitted;
  const facts = [...decided.map((number) => `verdict ${number}`), ...(deleted ? ['deleted'] : [])];
  return [
    ...untoldSubmissions(id, submitted.length, found?.effects['submit'] ?? 0),
    ...untold(id, facts, events, factOf),
    ...toldTwice(events, factOf),
    ...outOfOrder(events, placeOf),
    ...outOfOrder(
      events.filter(({ name }) => name === SUBMITTED),
      versionOf,
    ),
    ...repeatedShelf(events),
    ...wrongShelf(id, events, state, deleted),
    ...parked(events),
  ];
}

/** WeChat may not have reviewed anything that the merchant does not know of. */
function untoldSubmissions(about: string, told: number, reviewed: number): Finding[] {
  if (told === reviewed) return [];
  const what = `${reviewed} submissions were reviewed, and ${told} were told`;
  return [{ kind: told < reviewed ? 'lost' : 'other', about, what }];
}

function factOf({ name, data }: ToldEvent): string | undefined {
  if (name === SUBMITTED) return `submitted ${submissionOf(data)}`;
  if (VERDICTS.includes(name)) return `verdict ${submissionOf(data)}`;
  return name === 'product.deleted' ? 'deleted' : undefined;
}

/** Submission 1, its verdict, submission 2, its verdict ... and nothing after the deletion. */
function placeOf({ name, data }: ToldEvent): number | undefined {
  if (name === SUBMITTED) return submissionOf(data) * 2;
  if (VERDICTS.includes(name)) return submissionOf(data) * 2 + 1;
  return name === 'product.deleted' ? Number.POSITIVE_INFINITY : undefined;
}

function submissionOf(data: ToldEvent['data']): number {
  return Number(data['submission']);
}

function versionOf({ data }: ToldEvent): number | undefined {
  const version = data['merchantVersion'];
  return typeof version === 'number' ? version : undefined;
}

/** It cannot be put on sale while it is on sale. */
function repeatedShelf(events: readonly ToldEvent[]): Finding[] {
  const shelf = events.filter(({ name }) => SHELF.includes(name));
  return shelf
    .filter(({ name }, at) => shelf[at - 1]?.name === name)
    .map(({ id, subject, name }) => ({
      kind: 'doubled',
      about: subject,
      what: `${name} was told again as ${id}, with nothing between`,
    }));
}

/** What the merchant believes about the shelf. A product that never was on it may be told nothing. */
function wrongShelf(
  about: string,
  events: readonly ToldEvent[],
  { onSale }: Expectation['state'],
  deleted: boolean,
): Finding[] {
  const last = events.findLast(({ name }) => SHELF.includes(name))?.name ?? 'nothing';
  if (deleted || (last === 'product.listed') === onSale) return [];
  return [
    {
      kind: 'lost',
      about,
      what: `told last of its shelf: ${last}, while it is ${onSale ? 'on' : 'off'} sale`,
    },
  ];
}

/** Nothing is wrong with these products, so nobody has anything to mend. */
function parked(events: readonly ToldEvent[]): Finding[] {
  return events
    .filter(({ name }) => name === 'product.parked')
    .map(({ subject, data }) => ({
      kind: 'other',
      about: subject,
      what: `parked: ${JSON.stringify(data['problems'])}`,
    }));
}
