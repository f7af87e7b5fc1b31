import { noteWithout } from './discreet-note';

it("hides a buyer in WeChat's words, and leaves the rest", () => {
  const note = {
    path: '/shop/order/get',
    errcode: 1010014,
    answer: 'openid oBuyer1 of oBuyer1 is wrong',
    detail: undefined,
  };
  expect(noteWithout(note, ['oBuyer1', null, undefined, '', 'x'])).toEqual({
    ...note,
    answer: 'openid **** of **** is wrong',
  });
});
