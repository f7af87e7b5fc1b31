import documented from '../../test-vectors/documented-errcodes.json';
import { aftersaleErrors } from './aftersale.errors';
import { classify, wechatErrors } from './classify';
import { orderErrors } from './order.errors';
import { platformErrors } from './platform.errors';
import { productErrors } from './product.errors';

describe('wechatErrors', () => {
  it('has every documented code with its class', () => {
    for (const { code, class: errorClass } of documented) {
      expect({ code, class: wechatErrors.get(code)?.class }).toEqual({ code, class: errorClass });
    }
  });

  it('defines no code twice', () => {
    const codes = [...platformErrors, ...productErrors, ...orderErrors, ...aftersaleErrors].map(
      ([code]) => code,
    );
    expect(codes).toHaveLength(new Set(codes).size);
  });

  it('explains each in English and in Chinese', () => {
    for (const error of wechatErrors.values()) {
      expect(error.meaning).toMatch(/^[\x20-\x7e]{5,160}$/);
      expect(error.fix).toMatch(/^[\x20-\x7e]{5,160}$/);
      expect(error.meaningZh).toMatch(/[\u4e00-\u9fff]/);
      expect(error.fixZh).toMatch(/[\u4e00-\u9fff]/);
    }
  });
});

describe('classify', () => {
  it('knows per endpoint what is done already', () => {
    expect(classify(1000012, '/shop/spu/add').alreadyDone).toBe(true);
    expect(classify(1000011, '/shop/spu/del').alreadyDone).toBe(true);
    expect(classify(1000016, '/shop/spu/del_audit').alreadyDone).toBe(true);
    expect(classify(1000011, '/shop/spu/update').alreadyDone).toBe(false);
    expect(classify(1000000, '/shop/order/close').alreadyDone).toBe(true);
    expect(classify(1010037, '/shop/delivery/send').alreadyDone).toBe(true);
    expect(classify(2747008, '/shop/ecaftersale/acceptrefund').alreadyDone).toBe(true);
    expect(classify(2747008, '/shop/ecaftersale/update').alreadyDone).toBe(false);
  });

  it.each([48001, 40013, 40125, 61004, 40164, 50002, 1040003])(
    'says that %d concerns the whole account',
    (code) => {
      expect(classify(code, '/shop/spu/add')).toMatchObject({ class: 'permanent', scope: 'account' });
    },
  );

  it('takes a stale token from a token endpoint for a wrong secret', () => {
    expect(classify(40001, '/cgi-bin/stable_token').class).toBe('permanent');
    expect(classify(40001, '/shop/spu/get').class).toBe('token');
  });

  it('treats an unknown code as permanent', () => {
    expect(classify(123456789, '/shop/spu/add')).toMatchObject({ class: 'permanent', unknown: true });
  });
});
