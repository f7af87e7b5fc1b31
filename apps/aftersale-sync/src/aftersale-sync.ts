import { topics } from '@tongbu/contracts';
import { ComponentPictureChannel, PictureDownload, PictureExchange } from '@tongbu/pictures';
import {
  createDrift,
  FactBook,
  ListReader,
  listWatch,
  ListWatches,
  runSyncService,
  type AdministeredThing,
} from '@tongbu/sync-engine';
import { createAftersaleKinds } from './aftersale-kinds';
import { AFTERSALE_WINDOW } from './aftersale-windows/aftersale-window';
import { AftersaleWindowEventsController } from './aftersale-windows/aftersale-window-events.controller';
import { AftersaleEventsController } from './aftersales/aftersale-events.controller';
import { aftersaleErrors } from './aftersales/aftersale.errors';
import { AFTERSALE } from './aftersales/aftersale.planner';
import { CallbacksController } from './callbacks.controller';
import { ComponentAftersaleChannel } from './channel/component-aftersale-channel';
import { ComponentMirrorChannel } from './channel/component-mirror-channel';
import type { AftersaleSyncConfig } from './config';
import { AftersaleDriftSource } from './drift/aftersale-drift.source';
import { AftersaleLists } from './lists/aftersale-lists';
import { aftersaleMetrics } from './metrics';
import { migrations } from './migrations';
import { MirroredAftersaleEventsController } from './mirrored-aftersales/mirrored-aftersale-events.controller';
import { MIRRORED_AFTERSALE } from './mirrored-aftersales/mirrored-aftersale.planner';
import { OrderEventsController } from './orders/order-events.controller';
import { AFTERSALE_KINDS, CLOCK, DATABASE, FACTS, LIST_WATCHES } from './tokens';

const HOUR = 3_600_000;

/** Puts the service together and runs it. */
export function runAftersaleSync(config: AftersaleSyncConfig): Promise<void> {
  return runSyncService({
    name: 'aftersale-sync',
    config,
    migrations,
    topics: [topics.merchantAftersales, topics.merchantOrders, topics.wechatOrders, topics.wechatCallbacks],
    build({ resources, calls, accounts, metrics }) {
      const { database, inbox, clock, logger } = resources;
      const warnMs = config.DEADLINE_WARNING_HOURS * HOUR;
      const channels = {
        aftersales: new ComponentAftersaleChannel(calls),
        mirrors: new ComponentMirrorChannel(calls),
      };
      const download = config.PICTURES_FETCH
        ? new PictureDownload({ hosts: config.PICTURES_HOSTS })
        : undefined;
      const pictures = new PictureExchange(database, new ComponentPictureChannel(calls), clock, download);
      const facts = new FactBook(database, inbox, [AFTERSALE, MIRRORED_AFTERSALE, AFTERSALE_WINDOW]);
      const kinds = createAftersaleKinds(resources, channels, pictures, facts, { warnMs });
      const watches = new ListWatches(database);
      const lists = new AftersaleLists(database, channels.aftersales, kinds, logger).all();
      const reader = new ListReader(watches, clock, logger, {
        firstLookMs: config.FIRST_LOOK_DAYS * 24 * HOUR,
        everyMs: config.LISTS_EVERY_SECONDS * 1_000,
        errors: aftersaleErrors,
      });
      const source = new AftersaleDriftSource(database, channels.aftersales, kinds.rows, clock, {
        warnMs,
        listedMs: config.FIRST_LOOK_DAYS * 24 * HOUR,
      });
      const drift = createDrift(database, source, kinds.aftersales.wake, clock, logger);
      aftersaleMetrics(metrics, database, warnMs);
      const { aftersales, mirroredAftersales, windows } = kinds;
      return {
        things: new Map<string, AdministeredThing>([
          ['aftersales', { ...aftersales, driftReports: drift.reports }],
          ['mirrored-aftersales', mirroredAftersales],
          ['aftersale-windows', windows],
        ]),
        parts: [
          ...aftersales.parts,
          drift.part,
          ...mirroredAftersales.parts,
          ...windows.parts,
          listWatch(reader, lists, () => accounts.all().map(({ appId }) => appId), logger),
        ],
        controllers: [
          AftersaleEventsController,
          MirroredAftersaleEventsController,
          AftersaleWindowEventsController,
          OrderEventsController,
          CallbacksController,
        ],
        providers: [
          { provide: AFTERSALE_KINDS, useValue: kinds },
          { provide: FACTS, useValue: facts },
          { provide: LIST_WATCHES, useValue: watches },
          { provide: DATABASE, useValue: database },
          { provide: CLOCK, useValue: clock },
        ],
      };
    },
  });
}
