import { masked } from './hide-secrets';

it('shows nothing of a buyer, wherever it stands', () => {
  const order = {
    buyer: { openId: 'oQx7WkExampleBuyer01', userId: 'm-4471' },
    delivery: { address: { receiverName: '林', phone: '13000000000', detail: '示例路 12 号' } },
    attribution: [{ sharerOpenId: 'oQx7WkExampleSharer9', promoterId: 'p' }],
  };
  expect(masked(order)).toEqual({
    buyer: { openId: '****er01', userId: 'm-4471' },
    delivery: { address: '[hidden]' },
    attribution: [{ sharerOpenId: '****rer9', promoterId: 'p' }],
  });
});

it.each([null, undefined, 7, 'text'])('leaves %p as it is', (value) => {
  expect(masked(value)).toBe(value);
});
