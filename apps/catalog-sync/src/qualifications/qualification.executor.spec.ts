import {
  brandQualification,
  brandQualificationSubmitted,
  categoryQualificationSubmitted,
} from '@tongbu/contracts';
import type { PictureExchange } from '@tongbu/pictures';
import { FakeClock } from '@tongbu/testing';
import { classify, type CallError } from '@tongbu/wechat';
import { brandQualificationRules, type BrandContent } from '../brand-qualifications/brand-qualification';
import { BrandDesk } from '../brand-qualifications/brand-qualification.desk';
import {
  categoryQualificationRules,
  type CategoryContent,
} from '../category-qualifications/category-qualification';
import { CategoryDesk } from '../category-qualifications/category-qualification.desk';
import type { QualificationChannel } from '../channel/qualification-channel';
import type { CatalogLists } from '../references/catalog-lists';
import { nothingObserved, type QualificationRules, type QualificationState } from './qualification';
import { readQualification, submitQualification } from './qualification.commands';
import type { QualificationDesk } from './qualification-desk';
import { QualificationExecutor } from './qualification.executor';

const clock = new FakeClock(new Date('2026-03-02T04:00:00Z'));
const at = clock.now().toISOString();
const ok = <T>(value: T) => ({ ok: true as const, value, note: {} });
const failed = (error: CallError) => ({ ok: false as const, error, note: {} });

function refused(code: number) {
  const { class: kind, scope, meaning, meaningZh, fix, fixZh } = classify(code, '/shop/audit/audit_category');
  const explanation = { meaning, meaningZh, fix, fixZh };
  return failed({
    kind: 'refused',
    code,
    class: kind,
    scope,
    message: '',
    alreadyDone: false,
    unknownCode: false,
    explanation,
  });
}

/** WeChat as these tests want it, and what it was asked. */
class Wechat {
  categories = [
    { id: 13_000_501, parentIds: [1300, 130_005] as const, qualification: 'required' },
    { id: 19_000_202, parentIds: [1900, 190_002] as const, qualification: 'none' },
  ];
  approvedCategories: number[] = [];
  brands: { id: number; name: string }[] = [];
  answer: unknown = ok('au1');
  result: unknown = ok(null);
  submitted: unknown[] = [];
  contradicted: string[] = [];
  forgotten: string[] = [];

  readonly lists = {
    categories: async () => ok(this.categories),
    approvedCategories: async () => ok(this.approvedCategories),
    approvedBrands: async () => ok(this.brands),
    contradicted: async (_: string, name: string) => {
      this.contradicted.push(name);
      this.categories = this.categories.filter(({ id }) => id !== 13_000_501);
    },
  } as unknown as CatalogLists;

  readonly channel = {
    submitCategory: async (_: unknown, path: unknown, content: unknown) => {
      this.submitted.push({ path, content });
      return this.answer;
    },
    submitBrand: async (_: unknown, content: unknown) => {
      this.submitted.push({ content });
      return this.answer;
    },
    result: async () => this.result,
  } as unknown as QualificationChannel;

  readonly pictures = {
    forget: async (_: string, urls: string[]) => void this.forgotten.push(...urls),
  } as unknown as PictureExchange;
}

let wechat: Wechat;
beforeEach(() => {
  wechat = new Wechat();
});

const { version: _, ...category } = categoryQualificationSubmitted.sample;
const { version: __, ...brand } = brandQualification.parse(brandQualificationSubmitted.sample);
const draft = { number: 3, contentHash: 'h', merchantVersion: 2 };
const context = { notAfter: Number.MAX_SAFE_INTEGER };

function stateOf<Content>(entityId: string, content: Content): QualificationState<Content> {
  const exchanged = Object.fromEntries(category.certificates.map((url) => [url, 'https://mmecimage.cn/p/a']));
  const listing = { need: 'needed', parentIds: [1300, 130_005], approvedIds: [], at, generation: 1 } as const;
  return {
    appId: 'wx7f3d2a9c5b1e8046',
    entityId,
    desired: { content },
    desiredVersion: 2,
    desiredGeneration: 1,
    generation: 4,
    hint: null,
    observed: { ...nothingObserved, pictures: exchanged, listing },
    intent: null,
    refusal: null,
  };
}

const executor = <Content>(rules: QualificationRules<Content>, desk: QualificationDesk<Content>) =>
  new QualificationExecutor(rules, desk, wechat.channel, wechat.pictures, clock);
const ofCategory = () =>
  executor<CategoryContent>(categoryQualificationRules, new CategoryDesk(wechat.channel, wechat.lists));
const ofBrand = () =>
  executor<BrandContent>(brandQualificationRules, new BrandDesk(wechat.channel, wechat.lists));
const submitCategory = () =>
  ofCategory().execute(submitQualification(draft), stateOf('13000501', category), context);
const submitBrand = () => ofBrand().execute(submitQualification(draft), stateOf('yunyao', brand), context);

it('submits a category with its three levels and the pictures WeChat takes', async () => {
  expect(await submitCategory()).toMatchObject({
    kind: 'fact',
    fact: { kind: 'submitted', auditId: 'au1', submission: { ...draft, at } },
  });
  expect(wechat.submitted).toEqual([
    {
      path: [1300, 130_005, 13_000_501],
      content: { licenseImages: category.licenseImages, certificates: ['https://mmecimage.cn/p/a'] },
    },
  ]);
});

it.each<[number, object]>([
  [1050003, { kind: 'fact', fact: { kind: 'granted', submission: draft, brandId: null } }],
  [1050011, { kind: 'fact', fact: { kind: 'granted', submission: draft, brandId: null } }],
  [1050009, { kind: 'fact', fact: { kind: 'under-review', submission: { ...draft, at } } }],
  [990010, { kind: 'failed' }],
  [1040035, { kind: 'refused', problems: [{ code: '1040035' }] }],
  [1000042, { kind: 'deferred' }],
  [1070010, { kind: 'stale', fact: { kind: 'pictures-lost' } }],
  [1000009, { kind: 'stale', fact: { kind: 'listed', listing: { need: 'unknown', generation: 4 } } }],
  [1000040, { kind: 'stale', fact: { kind: 'listed', listing: { need: 'unknown', generation: 4 } } }],
])('understands %d to the submission of a category', async (code, expected) => {
  wechat.answer = refused(code);
  expect(await submitCategory()).toMatchObject(expected);
});

it('takes the pictures for lost when WeChat does, so that they are exchanged again', async () => {
  wechat.answer = refused(1070010);
  await submitCategory();
  expect(wechat.forgotten).toEqual([...category.licenseImages, ...category.certificates]);
});

it('lets the words of WeChat stand when the list that was read again still has the category', async () => {
  wechat.answer = refused(1000009);
  wechat.categories = [...wechat.categories];
  const kept = wechat.categories;
  const outcome = submitCategory();
  wechat.lists.contradicted = async () => void (wechat.categories = kept);
  expect(await outcome).toMatchObject({ kind: 'refused', problems: [{ code: '1000009' }] });
});

it('finds the id of a brand that is approved already by its name', async () => {
  wechat.answer = refused(1050003);
  wechat.brands = [
    { id: 5, name: '别的' },
    { id: 6, name: '云窑' },
  ];
  expect(await submitBrand()).toMatchObject({ fact: { kind: 'granted', brandId: 6 } });
  wechat.brands = [];
  expect(await submitBrand()).toMatchObject({ kind: 'refused', problems: [{ code: '1050003' }] });
});

it('does not know the outcome of a submission without an answer', async () => {
  wechat.answer = failed({ kind: 'unknown-outcome', reason: 'timeout', detail: '' });
  expect(await submitBrand()).toMatchObject({ kind: 'unknown' });
});

it('reads the lists without a review to ask for', async () => {
  const read = (id: string) => ofCategory().execute(readQualification(null), stateOf(id, category), context);
  expect(await read('13000501')).toMatchObject({
    fact: { listing: { need: 'needed', parentIds: [1300, 130_005], approvedIds: [] } },
  });
  wechat.approvedCategories = [13_000_501];
  expect(await read('13000501')).toMatchObject({ fact: { listing: { approvedIds: [13_000_501] } } });
  expect(await read('19000202')).toMatchObject({ fact: { listing: { need: 'none' } } });
  expect(await read('7')).toMatchObject({ fact: { listing: { need: 'unknown', parentIds: null } } });
});

describe('the result of a brand', () => {
  const audit = { ...draft, at, id: 'au1', state: 'in-review' } as const;
  const read = () => ofBrand().execute(readQualification(audit), stateOf('yunyao', brand), context);

  it('has its id', async () => {
    wechat.result = ok({ state: 'approved', brandId: 9, reason: '' });
    expect(await read()).toMatchObject({ fact: { kind: 'result', auditId: 'au1', brandId: 9 } });
  });

  it('is waited for when the id is not there yet, and otherwise found in the list', async () => {
    wechat.result = ok({ state: 'approved', brandId: null, reason: '' });
    expect(await read()).toMatchObject({ kind: 'failed' });
    wechat.brands = [{ id: 6, name: '云窑' }];
    expect(await read()).toMatchObject({ fact: { kind: 'result', state: 'approved', brandId: 6 } });
  });

  it('says when WeChat does not know the review', async () => {
    expect(await read()).toMatchObject({ fact: { kind: 'no-such-review' } });
  });
});
