import { optionalText, record, text } from '../api/fields';

/** Where buyers send things back to. Older pages leave province, city and town open; the newest asks for them. */
export function returnAddressFields(missing: number) {
  return record(
    {
      receiver_name: text({ missing }),
      detailed_address: text({ missing }),
      tel_number: text({ missing }),
      country: optionalText(),
      province: text({ missing }),
      city: text({ missing }),
      town: text({ missing }),
    },
    { missing },
  );
}
