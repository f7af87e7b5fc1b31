import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { wechatCallbackReceived, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { Logger } from '@tongbu/platform';
import type { Hint } from '@tongbu/sync-engine';
import { accessPushOf, qualificationPushOf, type QualificationPush } from '@tongbu/wechat';
import { brandQualificationRules } from './brand-qualifications/brand-qualification';
import type { CatalogKinds } from './catalog-kinds';
import { categoryQualificationRules } from './category-qualifications/category-qualification';
import { hintOfCallback } from './products/product.hint';
import { qualificationOfAudit, qualificationsWithoutAudit } from './qualifications/qualification-rows';
import { lookHint, verdictHint } from './qualifications/qualification.hint';
import type { ComponentChanges } from './component-changes';
import { CATALOG_KINDS, COMPONENT_CHANGES, LOGGER } from './tokens';

/** WeChat's callbacks, each a hint to whatever it is about. */
@Controller()
export class CallbacksController {
  constructor(
    @Inject(CATALOG_KINDS) private readonly kinds: CatalogKinds,
    @Inject(COMPONENT_CHANGES) private readonly component: ComponentChanges,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern<string>(wechatCallbackReceived.type)
  async calledBack(event: CloudEvent<EventData<typeof wechatCallbackReceived>>): Promise<void> {
    const { event: name, body } = event.data;
    const hint = hintOfCallback(name, body);
    if (hint !== undefined) return this.hintProduct(event, hint);
    const push = qualificationPushOf(name, body);
    if (push !== undefined) return this.hintQualification(event, push);
    const access = accessPushOf(name, body);
    if (access?.kind === 'registration' && access.state !== 'other') {
      return this.component.take(event, access.state);
    }
  }

  private async hintProduct(event: CloudEvent, hint: Hint): Promise<void> {
    const lane = hint.detail['shelf'] === 'taken-down' ? 'stop-sale' : 'content';
    if (await this.kinds.products.intake.hint(event, hint, lane)) return;
    this.logger.warn(
      { appId: event.appid, productId: event.subject },
      'callback for a product we do not know',
    );
  }

  /** A review that nobody knows may be one whose id we never got: whoever misses one looks into the lists. */
  private async hintQualification(event: CloudEvent, push: QualificationPush): Promise<void> {
    const [{ intake }, { kind }] =
      push.of === 'category'
        ? [this.kinds.categoryQualifications, categoryQualificationRules]
        : [this.kinds.brandQualifications, brandQualificationRules];
    const hinted = await intake.hintFound(event, 'content', async (tx) => {
      const known = await qualificationOfAudit(tx, event.appid, kind, push.auditId);
      if (known !== undefined) return [{ entityId: known, hint: verdictHint(push) }];
      const missing = await qualificationsWithoutAudit(tx, event.appid, kind);
      return missing.map((entityId) => ({ entityId, hint: lookHint }));
    });
    if (hinted === 0) {
      this.logger.warn({ appId: event.appid, auditId: push.auditId }, 'callback for a review we do not know');
    }
  }
}
