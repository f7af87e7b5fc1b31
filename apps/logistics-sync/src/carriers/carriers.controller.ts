import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put, UseGuards } from '@nestjs/common';
import { ApiKeyGuard, notFound, ProblemException, valid, type Clock } from '@tongbu/platform';
import { z } from 'zod';
import { CARRIERS, CLOCK } from '../tokens';
import type { Carrier } from '../channel/shipping-channel';
import type { CarrierDesk } from './carrier-desk';
import type { CarrierMapping } from './carrier-mappings';
import { comparable } from './carrier-names';

const mappingBody = z.object({
  carrierId: z.string({ error: 'expected the id of a carrier' }).min(1).max(64),
});
const mappingName = z
  .string()
  .max(64, 'expected at most 64 characters')
  .refine((name) => comparable(name) !== '', 'expected letters or digits');
/** An operator waits for the list of carriers at most this long. */
const LIST_WITHIN_MS = 8_000;

/** The carriers WeChat knows, and what an operator makes of those it does not. */
@Controller('v1/apps/:appId')
@UseGuards(ApiKeyGuard)
export class CarriersController {
  constructor(
    @Inject(CARRIERS) private readonly desk: CarrierDesk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('carriers')
  async carriers(@Param('appId') appId: string) {
    return { items: (await this.listed(appId)).map(({ id, name }) => ({ id, name })) };
  }

  @Get('carrier-mappings')
  async list(@Param('appId') appId: string) {
    return { items: await this.desk.mappings.list(appId) };
  }

  @Get('carrier-mappings/:name')
  async get(@Param('appId') appId: string, @Param('name') name: string): Promise<CarrierMapping> {
    const mapping = await this.desk.mappings.get(appId, name);
    if (mapping === undefined) throw notFound(`mapping of ${name}`);
    return mapping;
  }

  @Put('carrier-mappings/:name')
  async put(
    @Param('appId') appId: string,
    @Param('name') given: string,
    @Body() body: unknown,
  ): Promise<CarrierMapping> {
    const name = valid(mappingName, given);
    const { carrierId } = valid(mappingBody, body);
    if (!(await this.listed(appId)).some(({ id }) => id === carrierId)) {
      throw new ProblemException(
        422,
        'carrier-unknown',
        'No such carrier',
        `carrierId: WeChat has no carrier ${carrierId}; GET /v1/apps/${appId}/carriers lists them`,
      );
    }
    return this.desk.mappings.put(appId, name, carrierId);
  }

  @Delete('carrier-mappings/:name')
  @HttpCode(204)
  async remove(@Param('appId') appId: string, @Param('name') name: string): Promise<void> {
    if (!(await this.desk.mappings.remove(appId, name))) throw notFound(`mapping of ${name}`);
  }

  private async listed(appId: string): Promise<readonly Carrier[]> {
    const notAfter = this.clock.monotonic() + LIST_WITHIN_MS;
    const list = await this.desk.lists.carriers({ appId, lane: 'shipping', notAfter });
    if (list.ok) return list.value;
    throw new ProblemException(
      503,
      'unavailable',
      'Not available now',
      `WeChat's list of carriers cannot be had (${list.error.kind}). Try again soon.`,
    );
  }
}
