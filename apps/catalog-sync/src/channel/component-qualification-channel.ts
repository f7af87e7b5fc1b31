import type { BrandQualification, CategoryQualification } from '@tongbu/contracts';
import {
  type ChannelCall,
  type ChannelResult,
  type ComponentCalls,
  isRefusedWith,
} from '@tongbu/sync-engine';
import { readQualificationResult, submitBrand, submitCategory } from '@tongbu/wechat';
import type { Scenes } from '../scenes/scenes';
import { QualificationChannel, type CategoryPath, type QualificationResult } from './qualification-channel';

const NO_SUCH_REVIEW = 1050005;

/** Qualifications at the custom transaction component. */
export class ComponentQualificationChannel extends QualificationChannel {
  constructor(
    private readonly calls: ComponentCalls,
    private readonly scenes: Scenes,
  ) {
    super();
  }

  override async submitCategory(
    call: ChannelCall,
    [level1, level2, level3]: CategoryPath,
    { licenseImages, certificates }: Omit<CategoryQualification, 'version'>,
  ): Promise<ChannelResult<string>> {
    const request = {
      licenses: licenseImages,
      sceneGroups: await this.scenes.open(call.appId),
      categoryIds: [level1, level2, level3] as [number, number, number],
      certificates,
    };
    return this.calls.call(submitCategory, request, call, ({ auditId }) => auditId);
  }

  override async submitBrand(
    call: ChannelCall,
    { brandName, licenseImages, validUntil, appliedAt, ...content }: Omit<BrandQualification, 'version'>,
  ): Promise<ChannelResult<string>> {
    const request = {
      ...content,
      name: brandName,
      licenses: licenseImages,
      sceneGroups: await this.scenes.open(call.appId),
      validUntil: dateOf(validUntil),
      appliedAt: dateOf(appliedAt),
    };
    return this.calls.call(submitBrand, request, call, ({ auditId }) => auditId);
  }

  override async result(
    call: ChannelCall,
    auditId: string,
  ): Promise<ChannelResult<QualificationResult | null>> {
    const result = await this.calls.call(
      readQualificationResult,
      { auditId },
      call,
      ({ state, brandId, rejectReason }): QualificationResult => ({
        state,
        brandId: brandId ?? null,
        reason: rejectReason,
      }),
    );
    return isRefusedWith(result, NO_SUCH_REVIEW) ? { ok: true, value: null, note: result.note } : result;
  }
}

function dateOf(time: string | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}
