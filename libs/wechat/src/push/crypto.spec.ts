import vectors from '../../test-vectors/push-crypto.json';
import { decryptPush, encryptPush, signPush } from './crypto';

const messageNamed = (name: string) => {
  const found = vectors.messages.find((message) => message.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found;
};

describe('signPush', () => {
  it.each(vectors.urlVerification)('signs the URL verification with token $token', (vector) => {
    expect(signPush([vector.token, vector.timestamp, vector.nonce])).toBe(vector.signature);
  });

  it('gives the check value of the WeChat documentation', () => {
    expect(signPush(['AAAAA', '1714037059', '486452656'])).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78');
  });

  it.each(vectors.messages)('signs $name', (vector) => {
    expect(signPush([vector.token, vector.timestamp, vector.nonce, vector.encrypt])).toBe(
      vector.msg_signature,
    );
  });
});

describe('encryptPush and decryptPush', () => {
  it.each(vectors.messages)('decrypts $name', (vector) => {
    const { encodingAesKey, appid, encrypt, plaintext } = vector;
    expect(decryptPush({ encodingAesKey, appId: appid, encrypt })).toEqual({ ok: true, message: plaintext });
  });

  it.each(vectors.messages)('encrypts $name to the same bytes', (vector) => {
    const { encodingAesKey, appid, plaintext, random16 } = vector;
    const encrypt = encryptPush({
      encodingAesKey,
      appId: appid,
      message: plaintext,
      random16: Buffer.from(random16),
    });
    expect(encrypt).toBe(vector.encrypt);
  });

  it('uses fresh random bytes when none are given', () => {
    const { encodingAesKey, appid, plaintext } = messageNamed('json-full-pad-block');
    const encrypt = () => encryptPush({ encodingAesKey, appId: appid, message: plaintext });
    expect(encrypt()).not.toBe(encrypt());
  });

  it('refuses a message meant for another account', () => {
    const vector = vectors.negative.find((candidate) => candidate.name === 'wrong-appid');
    const { encodingAesKey = '', expectedAppid = '', encrypt = '' } = vector ?? {};
    expect(decryptPush({ encodingAesKey, appId: expectedAppid, encrypt })).toEqual({
      ok: false,
      reason: 'wrong-appid',
    });
  });

  it.each([
    ['not base64', 'A*B=', 'bad-ciphertext'],
    ['no whole block', 'AAAA', 'bad-ciphertext'],
    ['empty', '', 'bad-ciphertext'],
  ])('refuses ciphertext that is %s', (_, encrypt, reason) => {
    const { encodingAesKey, appid } = messageNamed('json-aftersale-int64');
    expect(decryptPush({ encodingAesKey, appId: appid, encrypt })).toEqual({ ok: false, reason });
  });

  it('refuses what another key encrypted', () => {
    const theirs = messageNamed('json-flat-audit-utf8');
    const ours = messageNamed('json-aftersale-int64');
    const result = decryptPush({
      encodingAesKey: ours.encodingAesKey,
      appId: theirs.appid,
      encrypt: theirs.encrypt,
    });
    expect(result.ok).toBe(false);
  });
});
