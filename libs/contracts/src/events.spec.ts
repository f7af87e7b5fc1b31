import { cloudEventAttributes, eventKey } from './cloud-event';
import { EventRegistry } from './event-definition';
import { eventRegistry } from './events';
import { merchantProduct, productUpserted } from './merchant-catalog';

describe.each(eventRegistry.all().map((definition) => [definition.type, definition] as const))(
  '%s',
  (type, definition) => {
    it('accepts its own sample', () => {
      expect(definition.data.safeParse(definition.sample)).toMatchObject({ success: true });
    });

    it('refuses data that is not an object', () => {
      expect(definition.data.safeParse('text')).toMatchObject({ success: false });
    });

    it('is named after its topic, and versioned', () => {
      const [party] = definition.topic.split('.');
      expect(type).toMatch(new RegExp(`^${party}\\.[a-z-]+\\.[a-z-]+\\.v\\d+$`));
    });
  },
);

it('refuses to define a type twice', () => {
  expect(() => new EventRegistry([productUpserted, productUpserted])).toThrow('defined twice');
});

it('names every wrong field of a product and what was expected', () => {
  const { error } = merchantProduct.safeParse({
    ...productUpserted.sample,
    title: 7,
    images: ['ftp://img.example/a.jpg'],
    skus: [{ ...productUpserted.sample.skus[0], salePrice: 59.5 }],
  });
  expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
    'title: expected a text',
    'images.0: expected an http or https address of a picture',
    'skus.0.salePrice: expected whole fen (1 yuan = 100), such as 5900',
  ]);
});

it('requires the attributes that route an event', () => {
  const { error } = cloudEventAttributes.safeParse({
    specversion: '1.0',
    id: '1',
    source: '/shop',
    type: 't',
  });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['subject', 'appid']);
});

it('keeps the events of one product of one mini program on one key', () => {
  expect(eventKey({ appid: 'wx7f3d2a9c5b1e8046', subject: 'P-1' })).toBe('wx7f3d2a9c5b1e8046:P-1');
});
