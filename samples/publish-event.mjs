// Publishes one product to a running `npm start`, as a shop would, and prints what Tongbu answers about it.
//   node samples/publish-event.mjs [PRODUCT_ID]
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';

const endpoints = JSON.parse(readFileSync('.tongbu/endpoints.json', 'utf8'));
const [{ appId }] = endpoints.accounts;
const productId = process.argv[2] ?? `CUP-${Date.now()}`;
const kafka = new kafkajs.Kafka({ brokers: endpoints.kafka.brokers, logLevel: kafkajs.logLevel.ERROR });

const event = {
  specversion: '1.0',
  id: randomUUID(), // yours, and unique per source: the same id twice is taken once
  source: '/my-shop',
  type: 'merchant.product.upserted.v1',
  time: new Date().toISOString(),
  subject: productId,
  appid: appId,
  datacontenttype: 'application/json',
  data: {
    version: 1, // grows with every change of this product
    title: '手作陶瓷咖啡杯 磨砂釉',
    path: `pages/item/index?id=${productId}`,
    images: ['https://img.my-shop.example/cup.jpg'],
    categoryId: 19000202,
    skus: [
      {
        skuId: `${productId}-1`,
        salePrice: 6800, // fen
        marketPrice: 8800,
        stock: 25,
        attributes: [{ name: '颜色', value: '米白' }],
      },
    ],
  },
};

const consumer = kafka.consumer({ groupId: `publish-event-${randomUUID()}` });
await consumer.connect();
await consumer.subscribe({ topics: ['wechat.catalog', 'merchant.catalog.dlq'], fromBeginning: true });
const done = new Promise((resolve) => {
  void consumer.run({
    eachMessage: async ({ message }) => {
      if (message.key?.toString() !== `${appId}:${productId}`) return;
      const header = (name) => message.headers?.[name]?.toString();
      console.log(header('ce_type') ?? header('x-tongbu-reason'), message.value?.toString());
      if (/\.(listed|rejected|parked)\./.test(header('ce_type') ?? '') || header('x-tongbu-reason'))
        resolve();
    },
  });
});

const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
await producer.connect();
await producer.send({
  topic: 'merchant.catalog',
  messages: [{ key: `${appId}:${productId}`, value: JSON.stringify(event) }],
});
console.log(`published ${productId}`);
await done;
await Promise.all([producer.disconnect(), consumer.disconnect()]);
