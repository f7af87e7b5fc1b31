import type { MerchantProduct, MerchantSku, Problem } from '@tongbu/contracts';
import type { DesiredProduct } from './product';

type Content = DesiredProduct['content'];

/** Limits of a product at WeChat. Source: WeChat documentation, product limits. */
const LIMITS = {
  titleMin: 3,
  titleMax: 60,
  images: 9,
  qualificationImages: 5,
  descriptionText: 2_000,
  descriptionImages: 50,
  skuCode: 20,
  attributeText: 40,
  valuesPerAttribute: 100,
  /** Documented as 10,000,000 without a clear unit; the careful reading is fen. */
  price: 10_000_000,
  stock: 10_000_000,
} as const;

const HAN = /\p{Script=Han}/u;
/** Chinese, Latin letters, digits, ordinary punctuation and space, in half or full width. */
const TITLE_CHARACTERS = /^[\p{Script=Han}\p{Script=Latin}\p{Nd}\p{P}\p{Zs}+=<>|~^$`￥＋＝＜＞｜～]*$/u;

const length = (text: string) => [...text].length;

function problem(code: string, field: string, texts: readonly [string, string, string, string]): Problem {
  const [message, messageZh, fix, fixZh] = texts;
  return { code, field, message, messageZh, fix, fixZh };
}

/**
 * Everything WeChat would refuse about this content, found before a call is spent, all at once. A product that is
 * added needs stock; an update may sell out.
 */
export function brokenLimits(content: Content, submission: 'add' | 'update'): Problem[] {
  return [
    ...titleProblems(content.title),
    ...pictureProblems(content),
    ...tooLong('description-too-long', 'description.text', content.description.text, LIMITS.descriptionText),
    ...skuListProblems(content.skus),
    ...content.skus.flatMap((sku, index) => skuProblems(sku, `skus[${index}]`, submission)),
  ];
}

function titleProblems(title: MerchantProduct['title']): Problem[] {
  const found: Problem[] = [];
  const { titleMin, titleMax } = LIMITS;
  if (length(title) < titleMin || length(title) > titleMax) {
    found.push(
      problem('title-length', 'title', [
        `The title has ${length(title)} characters; WeChat takes ${titleMin} to ${titleMax}.`,
        `商品标题为 ${length(title)} 个字符，微信要求 ${titleMin} 到 ${titleMax} 个。`,
        'Shorten or lengthen the title.',
        '请调整标题长度。',
      ]),
    );
  }
  if (!HAN.test(title)) {
    found.push(
      problem('title-without-chinese', 'title', [
        'The title has no Chinese character.',
        '商品标题没有汉字。',
        'Add at least one Chinese character, such as the kind of product.',
        '请在标题中加入至少一个汉字，例如商品品类。',
      ]),
    );
  }
  if (!TITLE_CHARACTERS.test(title)) {
    found.push(
      problem('title-characters', 'title', [
        'The title has characters WeChat does not take, such as emoji.',
        '商品标题含有微信不支持的字符（例如表情符号）。',
        'Use Chinese, letters, digits, ordinary punctuation and spaces only.',
        '标题只能使用中文、字母、数字、常用标点和空格。',
      ]),
    );
  }
  return found;
}

function pictureProblems({ images, qualificationImages, description }: Content): Problem[] {
  const found: Problem[] = [];
  if (images.length === 0) {
    found.push(
      problem('images-missing', 'images', [
        'The product has no picture.',
        '商品没有主图。',
        'Add at least one product picture.',
        '请至少添加一张商品主图。',
      ]),
    );
  }
  const counted = [
    ['images', images, LIMITS.images],
    ['qualificationImages', qualificationImages, LIMITS.qualificationImages],
    ['description.images', description.images, LIMITS.descriptionImages],
  ] as const;
  for (const [field, list, most] of counted) {
    if (list.length <= most) continue;
    found.push(
      problem('too-many-images', field, [
        `${field} has ${list.length} pictures; WeChat takes at most ${most}.`,
        `${field} 有 ${list.length} 张图片，微信最多允许 ${most} 张。`,
        `Remove ${list.length - most} of them.`,
        `请删除 ${list.length - most} 张。`,
      ]),
    );
  }
  return found;
}

function skuListProblems(skus: readonly MerchantSku[]): Problem[] {
  const found: Problem[] = [];
  if (skus.length === 0) {
    found.push(
      problem('skus-missing', 'skus', [
        'The product has no SKU.',
        '商品没有 SKU。',
        'Add at least one SKU with price and stock.',
        '请至少添加一个带价格和库存的 SKU。',
      ]),
    );
  }
  const seen = new Set<string>();
  for (const { skuId } of skus) {
    if (seen.has(skuId)) {
      found.push(
        problem('sku-doubled', 'skus', [
          `SKU ${skuId} stands in the product twice.`,
          `SKU ${skuId} 重复出现。`,
          'Give every SKU an id of its own.',
          '请为每个 SKU 使用不同的编号。',
        ]),
      );
    }
    seen.add(skuId);
  }
  const values = new Map<string, Set<string>>();
  for (const { name, value } of skus.flatMap((sku) => sku.attributes)) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  for (const [name, { size }] of values) {
    if (size <= LIMITS.valuesPerAttribute) continue;
    found.push(
      problem('too-many-attribute-values', 'skus', [
        `The attribute ${name} has ${size} different values; WeChat takes at most ${LIMITS.valuesPerAttribute}.`,
        `属性“${name}”有 ${size} 个不同的值，微信最多允许 ${LIMITS.valuesPerAttribute} 个。`,
        'Split the product into several.',
        '请将商品拆分为多个。',
      ]),
    );
  }
  return found;
}

function skuProblems(sku: MerchantSku, field: string, submission: 'add' | 'update'): Problem[] {
  const found: Problem[] = [];
  for (const name of ['salePrice', 'marketPrice'] as const) {
    if (sku[name] <= LIMITS.price) continue;
    found.push(
      problem('price-too-high', `${field}.${name}`, [
        `The price of SKU ${sku.skuId} is ${sku[name]} fen; WeChat takes at most ${LIMITS.price}.`,
        `SKU ${sku.skuId} 的价格为 ${sku[name]} 分，微信最多允许 ${LIMITS.price} 分。`,
        'Check that the price is in fen, and lower it.',
        '请确认价格单位为分，并调低价格。',
      ]),
    );
  }
  if (submission === 'add' && sku.stock === 0) {
    found.push(
      problem('stock-missing', `${field}.stock`, [
        `SKU ${sku.skuId} has no stock; WeChat takes a new product only with stock.`,
        `SKU ${sku.skuId} 库存为 0，微信要求新商品必须有库存。`,
        'Publish the product when every SKU has stock.',
        '请在每个 SKU 都有库存后再发布商品。',
      ]),
    );
  }
  if (sku.stock > LIMITS.stock) {
    found.push(
      problem('stock-too-high', `${field}.stock`, [
        `The stock of SKU ${sku.skuId} is ${sku.stock}; WeChat takes at most ${LIMITS.stock}.`,
        `SKU ${sku.skuId} 的库存为 ${sku.stock}，微信最多允许 ${LIMITS.stock}。`,
        'Publish a lower stock.',
        '请调低库存。',
      ]),
    );
  }
  found.push(...tooLong('code-too-long', `${field}.code`, sku.code ?? '', LIMITS.skuCode));
  sku.attributes.forEach(({ name, value }, index) => {
    const at = `${field}.attributes[${index}]`;
    found.push(...tooLong('attribute-too-long', `${at}.name`, name, LIMITS.attributeText));
    found.push(...tooLong('attribute-too-long', `${at}.value`, value, LIMITS.attributeText));
    if (name !== '' && value !== '') return;
    found.push(
      problem('attribute-empty', at, [
        `An attribute of SKU ${sku.skuId} has no name or no value.`,
        `SKU ${sku.skuId} 的属性缺少名称或值。`,
        'Give it both, or leave the attribute out.',
        '请补全属性名称和值，或删除该属性。',
      ]),
    );
  });
  return found;
}

function tooLong(code: string, field: string, text: string, most: number): Problem[] {
  if (length(text) <= most) return [];
  return [
    problem(code, field, [
      `${field} has ${length(text)} characters; WeChat takes at most ${most}.`,
      `${field} 有 ${length(text)} 个字符，微信最多允许 ${most} 个。`,
      'Shorten it.',
      '请缩短内容。',
    ]),
  ];
}
