import { createCipheriv } from 'node:crypto';
import vectors from '../../test-vectors/push-crypto.json';
import { encryptPush, signPush } from './crypto';
import { openPush, verifyEcho, type PushAccount, type PushQuery } from './open-push';
import { parseFields } from './message-text';
import { sealReply } from './seal-reply';

const inbound = vectors.messages.filter((message) => message.direction === 'inbound');
const outbound = vectors.messages.filter((message) => message.direction === 'outbound');
const base = (() => {
  const found = inbound.find((message) => message.name === 'json-aftersale-int64');
  if (found === undefined) throw new Error('vector missing');
  return found;
})();

type Vector = typeof base;

const accountOf = (vector: Vector, changes: Partial<PushAccount> = {}): PushAccount => ({
  appId: vector.appid,
  mode: 'security',
  tokens: [vector.token],
  encodingAesKeys: [vector.encodingAesKey],
  ...changes,
});
const queryOf = (vector: Vector): PushQuery => Object.fromEntries(new URLSearchParams(vector.query));
const bodyOf = (vector: Vector) => Buffer.from(vector.httpBody);

/** A correctly signed delivery of any ciphertext or text. */
function deliver(encrypt: string, envelope = JSON.stringify({ ToUserName: 'gh_1', Encrypt: encrypt })) {
  const timestamp = '1668413008';
  const nonce = '77';
  const query = {
    timestamp,
    nonce,
    encrypt_type: 'aes',
    signature: signPush([base.token, timestamp, nonce]),
    msg_signature: signPush([base.token, timestamp, nonce, encrypt]),
  };
  return { query, body: Buffer.from(envelope) };
}

const seal = (message: string, appId = base.appid) =>
  encryptPush({ encodingAesKey: base.encodingAesKey, appId, message });

describe('verifyEcho', () => {
  it.each(vectors.urlVerification)(
    'echoes $echostr',
    ({ token, signature, timestamp, nonce, echostr, expectBody }) => {
      expect(verifyEcho({ signature, timestamp, nonce, echostr }, token)).toEqual({
        ok: true,
        echo: expectBody,
      });
    },
  );

  it('accepts the old token during a rotation', () => {
    const [vector] = vectors.urlVerification;
    expect(verifyEcho({ ...vector }, ['new-token', vector?.token ?? ''])).toMatchObject({ ok: true });
    expect(verifyEcho({ ...vector }, ['new-token'])).toEqual({ ok: false, reason: 'bad-signature' });
  });

  it.each(['signature', 'timestamp', 'nonce', 'echostr'])('refuses a query without %s', (name) => {
    const [vector] = vectors.urlVerification;
    expect(verifyEcho({ ...vector, [name]: undefined }, vector?.token ?? '')).toEqual({
      ok: false,
      reason: 'missing-query',
    });
  });
});

describe('openPush in security mode', () => {
  it.each(inbound)('opens $name', (vector) => {
    expect(openPush({ account: accountOf(vector), query: queryOf(vector), body: bodyOf(vector) })).toEqual({
      ok: true,
      message: vector.plaintext,
      format: vector.format,
      fields: parseFields(vector.plaintext, vector.format === 'xml' ? 'xml' : 'json'),
    });
  });

  it.each(vectors.negative.filter((negative) => negative.base !== undefined))('refuses $name', (negative) => {
    const query = { ...queryOf(base), msg_signature: negative.msg_signature };
    expect(openPush({ account: accountOf(base), query, body: bodyOf(base) })).toEqual({
      ok: false,
      reason: 'bad-signature',
    });
  });

  it('refuses the vector wrong-appid after decryption', () => {
    const vector = vectors.negative.find((negative) => negative.name === 'wrong-appid');
    const query = {
      timestamp: vector?.timestamp,
      nonce: vector?.nonce,
      encrypt_type: 'aes',
      msg_signature: vector?.msg_signature,
    };
    const body = Buffer.from(JSON.stringify({ Encrypt: vector?.encrypt }));
    expect(openPush({ account: accountOf(base), query, body })).toEqual({ ok: false, reason: 'wrong-appid' });
  });

  it('accepts old and new token and key during a rotation', () => {
    const account = accountOf(base, {
      tokens: ['new-token', base.token],
      encodingAesKeys: ['aZ3bY5cX7dW9eV1fU2gT4hS6iR8jQ0kPlOmNnMoLpK9', base.encodingAesKey],
    });
    expect(openPush({ account, query: queryOf(base), body: bodyOf(base) })).toMatchObject({ ok: true });
  });

  it.each(['timestamp', 'nonce', 'msg_signature'])('refuses a query without %s', (name) => {
    const query = { ...queryOf(base), [name]: undefined };
    expect(openPush({ account: accountOf(base), query, body: bodyOf(base) })).toEqual({
      ok: false,
      reason: 'missing-query',
    });
  });

  it('refuses a repeated parameter instead of choosing one', () => {
    const query = { ...queryOf(base), nonce: ['1', '2'] };
    expect(openPush({ account: accountOf(base), query, body: bodyOf(base) })).toMatchObject({
      reason: 'missing-query',
    });
  });

  it.each([0, 33, 255])('refuses a correctly signed ciphertext whose padding is %d', (pad) => {
    const key = Buffer.from(`${base.encodingAesKey}=`, 'base64');
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const encrypt = Buffer.concat([cipher.update(Buffer.alloc(64, pad)), cipher.final()]).toString('base64');
    expect(openPush({ account: accountOf(base), ...deliver(encrypt) })).toEqual({
      ok: false,
      reason: 'bad-padding',
    });
  });

  it('refuses a length that points past the end', () => {
    const key = Buffer.from(`${base.encodingAesKey}=`, 'base64');
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const encrypt = Buffer.concat([cipher.update(Buffer.alloc(64, 1)), cipher.final()]).toString('base64');
    expect(openPush({ account: accountOf(base), ...deliver(encrypt) })).toEqual({
      ok: false,
      reason: 'bad-length',
    });
  });

  it.each([
    ['an empty body', ''],
    ['no object', '[1]'],
    ['a truncated envelope', '{"ToUserName":"gh_1","Encr'],
    ['an envelope without Encrypt', '{"ToUserName":"gh_1"}'],
    ['two Encrypt elements', '<xml><Encrypt>AAAA</Encrypt><Encrypt>BBBB</Encrypt></xml>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY e "AAAA">]><xml><Encrypt>&e;</Encrypt></xml>'],
    [
      'a document type after a comment',
      '<!-- <![CDATA[ --><!DOCTYPE x><!-- ]]> --><xml><Encrypt>AAAA</Encrypt></xml>',
    ],
  ])('refuses %s', (_, envelope) => {
    expect(openPush({ account: accountOf(base), ...deliver('AAAA', envelope) })).toEqual({
      ok: false,
      reason: 'malformed',
    });
  });

  it('refuses bytes that are not UTF-8', () => {
    const { query } = deliver('AAAA');
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    expect(openPush({ account: accountOf(base), query, body })).toEqual({ ok: false, reason: 'malformed' });
  });

  it('refuses a decrypted message with a document type', () => {
    const encrypt = seal(
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Event>&e;</Event></xml>',
    );
    expect(openPush({ account: accountOf(base), ...deliver(encrypt) })).toEqual({
      ok: false,
      reason: 'malformed',
    });
  });

  it('refuses a plain message', () => {
    const query = { signature: base.signature, timestamp: base.timestamp, nonce: base.nonce };
    expect(openPush({ account: accountOf(base), query, body: Buffer.from(base.plaintext) })).toEqual({
      ok: false,
      reason: 'mode-mismatch',
    });
  });
});

describe('openPush in the other modes', () => {
  it('reads only Encrypt in compatible mode', () => {
    const envelope = JSON.stringify({ Event: 'forged', CreateTime: 1, Encrypt: base.encrypt });
    const body = Buffer.from(envelope);
    const account = accountOf(base, { mode: 'compatible' });
    expect(openPush({ account, query: queryOf(base), body })).toMatchObject({
      ok: true,
      message: base.plaintext,
    });
  });

  it('opens a plain message by its signature', () => {
    const account = accountOf(base, { mode: 'plaintext' });
    const query = { signature: base.signature, timestamp: base.timestamp, nonce: base.nonce };
    const body = Buffer.from(base.plaintext);
    expect(openPush({ account, query, body })).toMatchObject({
      ok: true,
      message: base.plaintext,
      format: 'json',
    });
    expect(openPush({ account, query: { ...query, nonce: '1' }, body })).toMatchObject({
      reason: 'bad-signature',
    });
    expect(openPush({ account, query: { ...query, signature: undefined }, body })).toMatchObject({
      reason: 'missing-query',
    });
  });

  it('opens a message nested deeper than the stack reaches, which the next moment might have been read', () => {
    const account = accountOf(base, { mode: 'plaintext' });
    const query = { signature: base.signature, timestamp: base.timestamp, nonce: base.nonce };
    const message = `{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}`;
    expect(openPush({ account, query, body: Buffer.from(message) })).toEqual({
      ok: true,
      message,
      format: 'json',
    });
    expect(openPush({ account, query, body: Buffer.from('['.repeat(60_000)) })).toMatchObject({
      reason: 'malformed',
    });
  });

  it('refuses an encrypted message for an account in plaintext mode', () => {
    const account = accountOf(base, { mode: 'plaintext' });
    expect(openPush({ account, query: queryOf(base), body: bodyOf(base) })).toMatchObject({
      reason: 'mode-mismatch',
    });
  });
});

describe('sealReply', () => {
  it.each(outbound)('makes the envelope of $name', (vector) => {
    const sealed = sealReply({
      appId: vector.appid,
      token: vector.token,
      encodingAesKey: vector.encodingAesKey,
      format: vector.format === 'xml' ? 'xml' : 'json',
      message: vector.plaintext,
      timestamp: Number(vector.timestamp),
      nonce: vector.nonce,
      random16: Buffer.from(vector.random16),
    });
    expect(sealed).toBe(vector.httpBody);
  });
});
