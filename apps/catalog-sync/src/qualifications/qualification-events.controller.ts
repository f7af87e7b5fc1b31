import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  brandQualificationSubmitted,
  categoryQualificationSubmitted,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { CatalogKinds } from '../catalog-kinds';
import { CATALOG_KINDS } from '../tokens';

/** What the merchant submits to be allowed to sell. */
@Controller()
export class QualificationEventsController {
  constructor(@Inject(CATALOG_KINDS) private readonly kinds: CatalogKinds) {}

  @EventPattern<string>(categoryQualificationSubmitted.type)
  categorySubmitted(event: CloudEvent<EventData<typeof categoryQualificationSubmitted>>): Promise<void> {
    const { version: _, ...content } = event.data;
    return this.kinds.categoryQualifications.intake.change(event, 'content', () => ({
      kind: 'desired',
      desired: { content },
    }));
  }

  @EventPattern<string>(brandQualificationSubmitted.type)
  brandSubmitted(event: CloudEvent<EventData<typeof brandQualificationSubmitted>>): Promise<void> {
    const { version: _, ...content } = event.data;
    return this.kinds.brandQualifications.intake.change(event, 'content', () => ({
      kind: 'desired',
      desired: { content },
    }));
  }
}
