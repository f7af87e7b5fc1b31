import { accountSchema, type Account } from './account';

/** The account a simulator has when no accounts file is named. Nothing about it is secret. */
export const DEMO_ACCOUNT: Account = accountSchema.parse({
  appId: 'wx7d3e5a1c90b24f86',
  originalId: 'gh_3f9a1c77d2e0',
  secret: 'demo5c8e1f0a7b3d9264demo0000secret',
  token: 'tongbuDemoToken',
  encodingAesKey: 'TongbuDemoKey0123456789abcdefghijklmnopqrst',
  sceneGroups: [1],
});
