import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import {
  merchantNumberDocument,
  merchantNumberWanted,
  type CloudEvent,
  type Problem,
} from '@tongbu/contracts';
import { ApiKeyGuard, CodedError, ProblemException, valid, type Clock } from '@tongbu/platform';
import type { KindRuntime, RowState } from '@tongbu/sync-engine';
import type { DesiredAccess, ObservedAccess } from '../access/access';
import { ACCESS_RUNTIME, CLOCK, MERCHANT_NUMBERS } from '../tokens';
import { DocumentVault } from './document-vault';
import type { CheckedApplication, DesiredMerchantNumber, ObservedMerchantNumber } from './merchant-number';
import { merchantNumberStatus, type MerchantNumberStatus } from './merchant-number.status';

interface ShownApplication extends MerchantNumberStatus {
  /** Of the document that was taken last; null: none was. */
  readonly version: number | null;
  /** Whether anything is still to be done about it; null without a document. */
  readonly work: RowState | null;
  readonly problems: readonly Problem[];
  /** When WeChat was last asked; null: not yet. */
  readonly readAt: string | null;
  readonly application: CheckedApplication | null;
}

/** The merchant number for an operator without Kafka at hand. Shows nothing of the document. */
@Controller('v1/apps/:appId/merchant-number-application')
@UseGuards(ApiKeyGuard)
export class MerchantNumberController {
  constructor(
    @Inject(MERCHANT_NUMBERS)
    private readonly numbers: KindRuntime<DesiredMerchantNumber, ObservedMerchantNumber>,
    @Inject(ACCESS_RUNTIME) private readonly access: KindRuntime<DesiredAccess, ObservedAccess>,
    @Inject(DocumentVault) private readonly vault: DocumentVault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Param('appId') appId: string): Promise<ShownApplication> {
    const entity = { appId, entityId: appId };
    const row = await this.numbers.row(entity);
    const access = await this.access.row(entity);
    const observed = row?.observed ?? null;
    return {
      ...merchantNumberStatus(observed, access?.desired.declared['merchant-number']),
      version: row?.desiredVersion ?? null,
      work: row?.state ?? null,
      problems: row?.problems ?? [],
      readAt: observed?.readAt ?? null,
      application: observed?.application ?? null,
    };
  }

  @Post()
  @HttpCode(202)
  async apply(
    @Param('appId') appId: string,
    @Body() body: unknown,
  ): Promise<{ readonly accepted: true; readonly taken: 'new' | 'older' }> {
    const document = valid(merchantNumberDocument, body);
    const desired = this.seal(appId, document);
    const event: CloudEvent<object> = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/tongbu/access-sync/operator',
      type: merchantNumberWanted.type,
      subject: appId,
      appid: appId,
      time: this.clock.now().toISOString(),
      data: { version: document.version },
    };
    let taken: 'new' | 'older' = 'older';
    await this.numbers.intake.change(event, 'content', () => {
      taken = 'new';
      return { kind: 'desired', desired };
    });
    return { accepted: true, taken };
  }

  private seal(appId: string, document: Parameters<DocumentVault['seal']>[1]): DesiredMerchantNumber {
    try {
      return this.vault.seal(appId, document);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      throw new ProblemException(409, error.code, 'Documents cannot be kept', error.message);
    }
  }
}
