import { z } from 'zod';

/** The steps of WeChat's guide to the component, numbered as there; 4.1 to 4.5 are our reading of "the sale in the scene". */
export const ACCESS_STEPS = [
  '1.1',
  '2.1',
  '2.2',
  '2.3',
  '2.4',
  '2.5',
  '2.6',
  '2.7',
  '3.1',
  '3.2',
  '4.1',
  '4.2',
  '4.3',
  '4.4',
  '4.5',
] as const;
export type AccessStep = (typeof ACCESS_STEPS)[number];
export const accessStep = z.enum(ACCESS_STEPS);

/** What no interface of WeChat's sees, so that somebody has to say it. */
export const ACCESS_DECLARATIONS = ['merchant-number', 'cashier-changed', 'tested', 'released'] as const;
export type AccessDeclaration = (typeof ACCESS_DECLARATIONS)[number];
export const accessDeclaration = z
  .enum(ACCESS_DECLARATIONS, { error: `expected one of ${ACCESS_DECLARATIONS.join(', ')}` })
  .describe(
    '`merchant-number`: the secondary merchant number was opened in the console (step 2.1); `cashier-changed`: the mini ' +
      "program opens the component's cashier; `tested`: everything was tried (2.6); `released`: the mini program was " +
      'released after the component was opened (2.7)',
  );
