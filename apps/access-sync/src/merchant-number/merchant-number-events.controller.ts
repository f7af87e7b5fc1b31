import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { merchantNumberWanted, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { KindRuntime } from '@tongbu/sync-engine';
import { ofItsApp } from '../access/own-subject';
import { MERCHANT_NUMBERS } from '../tokens';
import { DocumentVault } from './document-vault';
import type { DesiredMerchantNumber, ObservedMerchantNumber } from './merchant-number';

/** Takes the document for a merchant number, and seals it before anything is stored. */
@Controller()
export class MerchantNumberEventsController {
  constructor(
    @Inject(MERCHANT_NUMBERS)
    private readonly numbers: KindRuntime<DesiredMerchantNumber, ObservedMerchantNumber>,
    @Inject(DocumentVault) private readonly vault: DocumentVault,
  ) {}

  @EventPattern<string>(merchantNumberWanted.type)
  async wanted(event: CloudEvent<EventData<typeof merchantNumberWanted>>): Promise<void> {
    ofItsApp(event);
    const desired = this.vault.seal(event.appid, event.data);
    await this.numbers.intake.change(event, 'content', () => ({ kind: 'desired', desired }));
  }
}
