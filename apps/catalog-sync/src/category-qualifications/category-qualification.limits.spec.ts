import { categoryQualificationProblems } from './category-qualification.limits';

const pictures = (count: number) =>
  Array.from({ length: count }, (_, number) => `https://img.shop.example/${number}.jpg`);

it.each<[string, string, number, number, string[]]>([
  ['a complete qualification', '13000501', 1, 10, []],
  ['no licence', '13000501', 0, 1, ['licence-missing']],
  ['no certificate', '13000501', 1, 0, ['certificates-missing']],
  ['eleven certificates', '13000501', 1, 11, ['too-many-certificates']],
  ['a subject that is no number', 'wine', 1, 1, ['category-unknown']],
  ['everything at once', '0', 0, 0, ['category-unknown', 'licence-missing', 'certificates-missing']],
])('%s', (_, categoryId, licences, certificates, expected) => {
  const content = { licenseImages: pictures(licences), certificates: pictures(certificates) };
  expect(categoryQualificationProblems(categoryId, content).map(({ code }) => code)).toEqual(expected);
});
