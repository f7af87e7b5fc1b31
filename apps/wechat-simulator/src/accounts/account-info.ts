import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { ERR } from '../api/errcodes';
import { integer, list, optional, optionalText, record, type ValueOf } from '../api/fields';
import { accept, refuse, withoutAbsent, type Refusal } from '../api/result';
import { returnAddressFields } from './return-address';

/** How buyers reach the shop: WeChat's own customer service, a page of the mini program, a phone. */
const SERVICE = 0;
const PAGE = 1;
const PHONE = 2;

export const infoFields = record({
  service_agent_type: list(integer({ oneOf: [SERVICE, PAGE, PHONE] }), { empty: ERR.PARAMETER_MISSING }),
  service_agent_path: optionalText(),
  service_agent_phone: optionalText(),
  default_receiving_address: optional(returnAddressFields(ERR.PARAMETER_MISSING)),
});
/** What `account/update_info` set. */
export type AccountInfo = ValueOf<typeof infoFields>;

/** What a shop that was set up in the console has. */
export const INFO_OF_OPEN_ACCOUNT: AccountInfo = {
  service_agent_type: [SERVICE],
  service_agent_path: undefined,
  service_agent_phone: undefined,
  default_receiving_address: {
    receiver_name: '售后仓',
    detailed_address: '示例路 12 号',
    tel_number: '13000000000',
    country: '中国',
    province: '广东省',
    city: '深圳市',
    town: '南山区',
  },
};

export const ACCOUNT_INFO_ENDPOINTS: readonly JsonEndpoint[] = [
  endpoint('/shop/account/update_info', infoFields, (app, info) => {
    const fault = faultOfInfo(info);
    if (fault !== undefined) return fault;
    app.info = info;
    app.revision.advance();
    return accept({});
  }),
  endpoint('/shop/account/get_info', record({}), ({ info }) => {
    const { default_receiving_address: address, ...service } = info ?? { service_agent_type: [] };
    const shown = address === undefined ? undefined : withoutAbsent(address);
    return accept({ data: withoutAbsent({ ...service, default_receiving_address: shown }) });
  }),
];

/** Whether products may be submitted: a shop that says how it is reached must offer WeChat's customer service too. */
export function offersCustomerService(info: AccountInfo | undefined): boolean {
  return info === undefined || info.service_agent_type.includes(SERVICE);
}

function faultOfInfo(info: AccountInfo): Refusal | undefined {
  const { service_agent_type, service_agent_path = '', service_agent_phone = '' } = info;
  if (service_agent_type.includes(PAGE) && service_agent_path === '')
    return refuse(ERR.PARAMETER_MISSING, 'service_agent_path');
  return service_agent_type.includes(PHONE) && service_agent_phone === ''
    ? refuse(ERR.PARAMETER_MISSING, 'service_agent_phone')
    : undefined;
}
