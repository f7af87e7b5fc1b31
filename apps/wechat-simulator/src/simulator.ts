import type { Clock } from '@tongbu/platform';
import { registerEndpoints } from './access/register-endpoints';
import { Registrations } from './access/registrations';
import { SceneReviews } from './access/scene-reviews';
import type { Account } from './accounts/account';
import { App } from './accounts/app';
import { Openids } from './accounts/openids';
import { ACCOUNT_INFO_ENDPOINTS } from './accounts/account-info';
import { ACCOUNT_ENDPOINTS } from './api/account-endpoints';
import { Dispatcher } from './api/dispatcher';
import { Router } from './api/router';
import { AftersaleDesk } from './aftersales/aftersale-desk';
import { aftersaleEndpoints } from './aftersales/aftersale-endpoints';
import { AftersaleOpenings } from './aftersales/aftersale-openings';
import { AftersaleProgress } from './aftersales/aftersale-progress';
import { AftersaleTests } from './aftersales/aftersale-reads';
import { BuyerActions } from './aftersales/buyer-actions';
import { MirroredDesk } from './aftersales/mirrored-desk';
import { mirroredEndpoints } from './aftersales/mirrored-endpoints';
import { OrderWrites } from './aftersales/order-writes';
import { auditEndpoints } from './audits/audit-endpoints';
import { AuditTimers } from './audits/audit-timers';
import { ProductAuditor } from './audits/product-auditor';
import { QualificationAuditor } from './audits/qualification-auditor';
import { CallbackPusher } from './callbacks/callback-pusher';
import type { Deliver } from './callbacks/http-delivery';
import { UrlVerification } from './callbacks/url-verification';
import { ComplaintDesk } from './complaints/complaint-desk';
import { complaintEndpoints } from './complaints/complaint-endpoints';
import { deliveryEndpoints } from './deliveries/delivery-endpoints';
import { Shipments } from './deliveries/shipments';
import { FaultPlan } from './faults/fault-plan';
import { applicationEndpoints } from './merchant-number/application-endpoints';
import { Applications } from './merchant-number/applications';
import { openapiEndpoints } from './openapi/openapi-endpoints';
import { OrderBuyer } from './orders/order-buyer';
import { OrderAdditions } from './orders/order-additions';
import { OrderChanges } from './orders/order-changes';
import { orderEndpoints } from './orders/order-endpoints';
import { OrderPayments } from './orders/order-payments';
import { OrderProgress } from './orders/order-progress';
import { productEndpoints } from './products/product-endpoints';
import { IdSequence } from './products/product-shelf';
import { ProductShelfActions } from './products/product-shelf-actions';
import { ProductSubmissions } from './products/product-submissions';
import { PROMOTER_LIST } from './promoters/promoter-list';
import { Promoters } from './promoters/promoters';
import { SCENE_CHECK } from './scenes/scene-check';
import { SharerBindings } from './sharers/sharer-bindings';
import { sharerEndpoints } from './sharers/sharer-endpoints';
import { CallLog } from './stats/call-log';
import { noIdsIssued } from './state/issued-ids';
import { Revision } from './state/revision';
import { DueTimers } from './time/due-timers';
import { Random } from './time/random';
import type { Scheduler } from './time/scheduler';
import { SteerableTime } from './time/steerable-time';

export interface SimulatorParts {
  readonly accounts: readonly Account[];
  /** Real time, with which the simulator's own runs until that is moved forward. */
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly seed: number;
  readonly deliver: Deliver;
}

/** WeChat, as far as one shop can see it, in memory. */
export class Simulator {
  /** What time it is at WeChat. */
  readonly time: SteerableTime;
  readonly apps = new Map<string, App>();
  readonly calls = new CallLog();
  readonly faults: FaultPlan;
  readonly pusher: CallbackPusher;
  readonly productAuditor: ProductAuditor;
  readonly qualificationAuditor: QualificationAuditor;
  readonly urlVerification: UrlVerification;
  readonly dispatcher: Dispatcher;
  readonly registrations: Registrations;
  readonly sceneReviews: SceneReviews;
  readonly applications: Applications;
  readonly promoters: Promoters;
  readonly sharerBindings: SharerBindings;
  readonly orderProgress: OrderProgress;
  readonly aftersaleProgress: AftersaleProgress;
  readonly buyers: BuyerActions;
  readonly complaintDesk: ComplaintDesk;
  readonly orderBuyer: OrderBuyer;
  readonly timers: DueTimers;
  readonly openids = new Openids();
  readonly issuedIds = noIdsIssued();
  readonly revision = new Revision();

  constructor(private readonly parts: SimulatorParts) {
    const { deliver } = parts;
    const random = new Random(parts.seed);
    const clock = new SteerableTime(parts.clock, parts.scheduler);
    this.time = clock;
    this.faults = new FaultPlan(random);
    this.pusher = new CallbackPusher(clock, random, this.faults, deliver);
    this.urlVerification = new UrlVerification(parts.clock, random, deliver);
    this.timers = new DueTimers(clock, clock);
    const auditTimers = new AuditTimers(clock, this.timers, random, this.issuedIds);
    this.productAuditor = new ProductAuditor(clock, auditTimers, this.pusher);
    this.qualificationAuditor = new QualificationAuditor(auditTimers, this.pusher, this.issuedIds);
    this.sceneReviews = new SceneReviews(auditTimers, this.pusher);
    this.registrations = new Registrations(
      clock,
      this.timers,
      this.pusher,
      this.qualificationAuditor,
      this.sceneReviews,
    );
    this.orderProgress = new OrderProgress(clock, this.timers, this.pusher);
    this.orderBuyer = new OrderBuyer(clock, random, this.orderProgress, this.pusher);
    const ids = new IdSequence(random, this.issuedIds);
    this.promoters = new Promoters(clock, random);
    this.sharerBindings = new SharerBindings(clock, this.timers, this.pusher, this.faults);
    this.applications = new Applications(clock, this.timers, random, ids);
    this.aftersaleProgress = new AftersaleProgress(
      clock,
      this.timers,
      random,
      this.pusher,
      this.orderProgress,
    );
    const openings = new AftersaleOpenings(clock, ids, this.orderProgress, this.aftersaleProgress);
    const desk = new AftersaleDesk(clock, openings, this.aftersaleProgress, new OrderWrites(clock));
    this.buyers = new BuyerActions(openings, this.aftersaleProgress, desk, this.pusher);
    this.complaintDesk = new ComplaintDesk(clock, this.timers, ids, this.pusher, this.aftersaleProgress);
    const router: Router = new Router(
      [
        ...registerEndpoints(this.registrations, this.sceneReviews),
        ...ACCOUNT_ENDPOINTS,
        ...ACCOUNT_INFO_ENDPOINTS,
        ...applicationEndpoints(this.applications),
        ...auditEndpoints(this.qualificationAuditor),
        ...productEndpoints(
          new ProductSubmissions(clock, ids, this.productAuditor, this.faults),
          new ProductShelfActions(clock, this.productAuditor),
        ),
        SCENE_CHECK,
        PROMOTER_LIST,
        ...sharerEndpoints(this.sharerBindings),
        ...orderEndpoints(
          new OrderAdditions(clock, random, ids, this.orderProgress),
          new OrderPayments(clock, random, this.orderProgress),
          new OrderChanges(this.orderProgress),
        ),
        ...deliveryEndpoints(new Shipments(this.orderProgress)),
        ...aftersaleEndpoints(desk, new AftersaleTests(clock, this.aftersaleProgress), clock),
        ...mirroredEndpoints(new MirroredDesk(clock, this.orderProgress), clock, this.orderProgress),
        ...complaintEndpoints(this.complaintDesk),
        ...openapiEndpoints(clock, this.calls, (path) => router.knows(path)),
      ],
      this.apps,
    );
    this.dispatcher = new Dispatcher(clock, random, this.apps, this.faults, router, this.calls);
    this.openAccounts();
  }

  /** Forgets everything that happened and every setting made since the start; ids are not issued again. */
  reset(): void {
    this.timers.stopAll();
    this.time.return();
    this.faults.clear();
    this.calls.clear();
    this.pusher.reset();
    this.revision.advance();
    this.openAccounts();
  }

  private openAccounts(): void {
    this.apps.clear();
    this.openids.clear();
    for (const account of this.parts.accounts)
      this.apps.set(account.appId, new App(account, this.time, this.revision, this.openids));
  }
}
