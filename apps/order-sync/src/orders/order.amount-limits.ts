import type { Problem } from '@tongbu/contracts';
import type { Generation, OrderDocument } from './order';
import { paidPerLine } from './order.amounts';
import { problem, type Texts } from './order.problems';
import { listTotal, sum } from './order.sums';

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/** WeChat documentation: orders, amount rules; both formulas. */
export function amountProblems(order: OrderDocument, generation: Generation): Problem[] {
  const { lines, freight, discount, surcharge, total } = order;
  const goods = sum(lines.map(listTotal));
  const extra = BigInt(freight) + BigInt(surcharge);
  if (goods + extra > LARGEST) {
    return [
      problem('amount-too-large', 'lines', [
        `The lines add up to ${goods} fen, which is more than a number can hold.`,
        `商品金额合计 ${goods} 分，超出可表示的范围。`,
        'Check that prices are in fen.',
        '请确认价格单位为分。',
      ]),
    ];
  }
  if (BigInt(discount) > goods) {
    return [
      problem('discount-too-large', 'discount', [
        `The discount is ${discount} fen, and the lines add up to ${goods} fen only.`,
        `优惠为 ${discount} 分，超过商品金额合计 ${goods} 分。`,
        'A discount is off the lines: lower it, or lower the freight.',
        '优惠只能抵扣商品金额，请调低优惠或运费。',
      ]),
    ];
  }
  const found: Problem[] = [];
  const expected = goods + extra - BigInt(discount);
  if (BigInt(total) !== expected) {
    found.push(
      problem('total-does-not-balance', 'total', [
        `The lines, freight and surcharge less the discount make ${expected} fen, not ${total}.`,
        `商品、运费与附加费减去优惠应为 ${expected} 分，而不是 ${total} 分。`,
        'Correct the amounts and publish the order again.',
        '请更正金额后重新发布订单。',
      ]),
    );
  }
  return [...found, ...paidProblems(lines, goods - BigInt(discount)), ...pieceProblems(order, generation)];
}

function paidProblems(lines: OrderDocument['lines'], expected: bigint): Problem[] {
  const given = lines.filter(({ paid }) => paid !== undefined);
  if (given.length === 0) return [];
  if (given.length < lines.length) {
    return [
      problem('paid-incomplete', 'lines', [
        `${given.length} of ${lines.length} lines say what is paid for them.`,
        `${lines.length} 个商品行中只有 ${given.length} 个填写了实付金额。`,
        'Give it for every line, or for none to have the discount spread.',
        '请为全部商品行填写实付金额，或全部不填由系统分摊优惠。',
      ]),
    ];
  }
  const found = lines.flatMap((line, index) => {
    const { paid = 0 } = line;
    if (BigInt(paid) <= listTotal(line)) return [];
    return [
      problem('paid-above-price', `lines[${index}].paid`, [
        `${paid} fen are paid for a line that costs ${listTotal(line)} fen before discounts.`,
        `商品行实付 ${paid} 分，高于折前金额 ${listTotal(line)} 分。`,
        'Correct what is paid, or the unit price.',
        '请更正实付金额或单价。',
      ]),
    ];
  });
  const paid = sum(lines.map((line) => BigInt(line.paid ?? 0)));
  if (paid !== expected) {
    found.push(
      problem('paid-does-not-balance', 'lines', [
        `The lines' unit prices less the discount make ${expected} fen, and ${paid} fen are paid for them.`,
        `商品金额减去优惠应为 ${expected} 分，而各行实付合计 ${paid} 分。`,
        'Correct what is paid for the lines, or the discount.',
        '请更正各行实付金额或优惠金额。',
      ]),
    );
  }
  return found;
}

/** The first generation is told what is paid for one piece, in whole fen. */
function pieceProblems(order: OrderDocument, generation: Generation): Problem[] {
  if (generation === 'second') return [];
  const texts = (what: string, whatZh: string): Texts => [
    `The first generation of the component wants to know what is paid for one piece, and ${what}.`,
    `第一代交易组件要求提供单件实付金额，而${whatZh}。`,
    'Give what is paid for each line, so that it can be divided by its pieces, or have no discount.',
    '请为每个商品行填写可被件数整除的实付金额，或取消优惠。',
  ];
  if (paidPerLine(order, generation) === undefined) {
    const what = texts(
      `no way was found to spread the discount of ${order.discount} fen`,
      `优惠 ${order.discount} 分无法按单件分摊`,
    );
    return [problem('discount-not-divisible', 'discount', what)];
  }
  return order.lines.flatMap(({ paid = 0, quantity }, index) =>
    paid % quantity === 0
      ? []
      : [
          problem(
            'paid-not-divisible',
            `lines[${index}].paid`,
            texts(
              `${paid} fen cannot be divided by ${quantity} pieces`,
              `${paid} 分不能被 ${quantity} 件整除`,
            ),
          ),
        ],
  );
}
